"""What the newest listing changed, priced for a home: both versions of a plan with today's delivery charges.

So a difference is what the provider asks, not what the utility does.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from choosemypower.plans.changes import ListingChanges, PlanChange, read_changes
from choosemypower.plans.model import Plan
from choosemypower.plans.queries import read_plans_of
from choosemypower.pricing import CostGroup, PlanCost, PricedMarket, prepare
from choosemypower.usage import UsageYear
from choosemypower.world.model import World

LONG_DAYS = 30


class PricedChange(msgspec.Struct, frozen=True, kw_only=True):
    """One plan that changed, for one home."""

    change: PlanChange
    before: PlanCost | None = None
    """What the earlier offer would cost from today on; None: it is new."""
    after: PlanCost | None = None
    """None: it is gone."""

    @property
    def before_cents(self) -> int | None:
        """For twelve months; None where the price of all twelve is not known."""
        return _year_cents(self.before)

    @property
    def after_cents(self) -> int | None:
        return _year_cents(self.after)

    @property
    def more_cents(self) -> int | None:
        """How much more a year costs than before, less when negative; None unless both years are known."""
        before, after = self.before_cents, self.after_cents
        return None if before is None or after is None else after - before


class WasMarket(NamedTuple):
    """A utility's plans as an earlier listing had them, those that are gone or say something else now."""

    plans: dict[str, Plan]
    market: PricedMarket


async def listing_changes(world: World, *, is_long: bool) -> ListingChanges:
    """Against the listing before the newest, or against that of 30 days ago (the oldest, where none is so old)."""
    return await world.once_read(_since_a_month) if is_long else world.catalogue.changes


async def priced_changes(
    listing: ListingChanges, usage: UsageYear, utilities: Iterable[str], world: World
) -> tuple[PricedChange, ...]:
    """The changes among these utilities' plans, by name, each with what it costs this home."""
    before_of: dict[str, PlanCost] = {}
    here = frozenset(utilities)
    if listing.before_epoch is not None and listing.before_day is not None:
        for utility in sorted(here):
            was = await world.once_read(
                _was_market, utility, listing.before_epoch, listing is world.catalogue.changes
            )
            before_of |= {
                cost.plan.plan_id: cost for cost in was.market.costs(tuple(was.plans.values()), usage)
            }
    changes = [change for change in listing.changes if change.utility in here]
    listed = world.catalogue.by_id
    after = world.market.costs([listed[one.plan_id] for one in changes if one.plan_id in listed], usage)
    after_of = {cost.plan.plan_id: cost for cost in after}
    return tuple(
        PricedChange(change=one, before=before_of.get(one.plan_id), after=after_of.get(one.plan_id))
        for one in changes
    )


async def _since_a_month(world: World) -> ListingChanges:
    return await read_changes(LONG_DAYS, current=world.catalogue.epoch)


async def _was_market(world: World, utility: str, epoch: int, is_last: bool) -> WasMarket:
    """One utility at a time: reading and preparing the plans of all of Texas takes the better part of a second."""
    listing = world.catalogue.changes if is_last else await world.once_read(_since_a_month)
    wanted = [one.plan_id for one in listing.changes if one.utility == utility and one.before is not None]
    plans = await read_plans_of(epoch, wanted) if wanted else ()
    return WasMarket(
        {plan.plan_id: plan for plan in plans},
        prepare(plans, world.atlas.delivery_charges, world.on, listed_on=listing.before_day),
    )


def _year_cents(cost: PlanCost | None) -> int | None:
    return cost.year_cents if cost is not None and cost.group is CostGroup.WHOLE_YEAR else None
