"""One world per epoch: plans, territories and profiles that belong together, and what follows from them."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import date
from typing import Any, TypeVar, TypeVarTuple

from choosemypower.datasets.model import Dataset
from choosemypower.errors import NoDataError
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.conditions import has_price_condition
from choosemypower.plans.model import Plan
from choosemypower.pricing import (
    CostCurve,
    Pick,
    PickReason,
    PlanCost,
    PricedMarket,
    YearBills,
    cost_curve,
    pick_first,
    pick_reasons,
    prepare,
    year_bills,
)
from choosemypower.territories.atlas import Atlas
from choosemypower.usage import Profiles, UsageYear, typical_usage

MOST_KEPT_LATELY = 500
"""Of a city's filter panel each takes 10 kB."""
Made = TypeVar("Made")
Key = TypeVarTuple("Key")


class World:
    """What a request takes once and uses throughout, so that no answer mixes two versions of anything.

    Nothing in it ever changes: a new listing, other territories or another day make another world.
    """

    def __init__(
        self,
        catalogue: Catalogue | None,
        atlas: Atlas,
        profiles: Profiles,
        on: date,
        *,
        listed_on: date | None = None,
        seen_on: date | None = None,
    ) -> None:
        self._catalogue = catalogue
        self.atlas = atlas
        self.profiles = profiles
        self.on = on
        """The Texas day of reading: the year shown begins with its month, with the delivery charges known then."""
        self.listed_on = listed_on or on
        """The Texas day of the listing: its printed prices hold the delivery charges known then."""
        self.seen_on = seen_on or self.listed_on
        """The Texas day on which the listing was last seen when this world was made: prices that can change every month
        are known in its month, and for a week."""
        self._kept: dict[tuple[object, ...], Any] = {}
        self._lately: dict[tuple[object, ...], Any] = {}

    @property
    def catalogue(self) -> Catalogue:
        """The plans and providers. Raises NoDataError while no listing was ever loaded; places are known before."""
        if self._catalogue is None:
            raise NoDataError("No listing has been loaded yet. Try again in a minute.")
        return self._catalogue

    @property
    def has_listing(self) -> bool:
        return self._catalogue is not None

    @property
    def dataset(self) -> Dataset:
        """Which version of the listing it is, and when it was last seen. Raises NoDataError."""
        return self.catalogue.dataset

    @property
    def market(self) -> PricedMarket:
        """All plans, ready to be priced for any home."""
        return self.once(_prepare_market)

    def typical_costs(self, plans: Iterable[Plan]) -> tuple[PlanCost, ...]:
        """What these plans cost the typical Texas home, for pages that know nothing of the visitor."""
        known = self.once(_price_for_typical_home)
        return tuple(known[plan.plan_id] for plan in plans)

    def pick_first(self, costs: Iterable[PlanCost]) -> tuple[Pick, ...]:
        """Which of these plans we would look at first."""
        reasons = self.once(_pick_reasons)
        return pick_first(costs, lambda plan: reasons[plan.plan_id])

    def market_for(self, plan: Plan, listed_on: date | None = None) -> PricedMarket:
        """The market that prices this plan: a plan that is gone, or as it was, has one of its own.

        `listed_on`: the day of the listing that a plan which is not listed now comes from.
        """
        if self.is_listed(plan):
            return self.market
        return prepare(
            (plan,),
            self.atlas.delivery_charges,
            self.on,
            listed_on=listed_on or self.listed_on,
            seen_on=listed_on or self.seen_on,
        )

    def year_bills(self, plan: Plan, usage: UsageYear) -> YearBills:
        """The next twelve bills of a home on this plan."""
        return year_bills(self.market_for(plan), plan, usage)

    def cost_curve(self, plan: Plan) -> CostCurve | None:
        """The bill at any usage, which is the same for every home; None where it cannot be known."""
        if self.is_listed(plan):
            return self.once(_draw_curve, plan.plan_id)
        return cost_curve(self.market_for(plan), plan)

    def is_listed(self, plan: Plan) -> bool:
        """Whether this is a plan of the listing, as it is now."""
        return self.catalogue.by_id.get(plan.plan_id) is plan

    def once(self, make: "Callable[[World, *Key], Made]", *key: *Key) -> Made:
        """What `make` works out of this world and a key: worked out when first asked for, then kept.

        `make` is a function of a module, not a lambda, and sees only the world and its key; the key comes from the
        data (a slug), never as a visitor typed it, so that what is kept has a bound. What `make` says must not
        depend on `dataset.confirmed_at`: a listing that is seen again keeps all of this.
        """
        at = (make, *key)
        try:
            made: Made = self._kept[at]
        except KeyError:
            # Two threads may both work it out; both then hold what came first.
            made = self._kept.setdefault(at, make(self, *key))
        return made

    def lately(self, make: "Callable[[World, *Key], Made]", *key: *Key) -> Made:
        """The same for keys that visitors choose, of which there is no end: all are forgotten when they are many."""
        at = (make, *key)
        try:
            made: Made = self._lately[at]
        except KeyError:
            if len(self._lately) >= MOST_KEPT_LATELY:
                self._lately.clear()
            made = self._lately[at] = make(self, *key)
        return made

    async def once_read(self, read: "Callable[[World, *Key], Coroutine[Any, Any, Made]]", *key: *Key) -> Made:
        """What `read` fetches for this world and a key: when first asked for, by one request for all that wait.

        The key has a bound, as that of `once`.
        """
        at = (read, *key)
        task: asyncio.Task[Made] | None = self._kept.get(at)
        if task is None:
            task = self._kept[at] = asyncio.create_task(read(self, *key))
        try:
            return await asyncio.shield(task)
        except BaseException:
            if task.done() and (task.cancelled() or task.exception()) and self._kept.get(at) is task:
                del self._kept[at]  # the next one tries again
            raise

    def confirmed(self, dataset: Dataset) -> "World":
        """The same world with a later word on when its listing was last seen; what was worked out still holds."""
        again = World(
            self.catalogue.confirmed(dataset),
            self.atlas,
            self.profiles,
            self.on,
            listed_on=self.listed_on,
            seen_on=self.seen_on,
        )
        again._kept, again._lately = self._kept, self._lately
        return again


def _prepare_market(world: World) -> PricedMarket:
    return prepare(
        world.catalogue.plans,
        world.atlas.delivery_charges,
        world.on,
        listed_on=world.listed_on,
        seen_on=world.seen_on,
    )


def _pick_reasons(world: World) -> dict[str, tuple[PickReason, ...]]:
    return {
        plan.plan_id: pick_reasons(plan, has_condition=has_price_condition(plan))
        for plan in world.catalogue.plans
    }


def _draw_curve(world: World, plan_id: str) -> CostCurve | None:
    return cost_curve(world.market, world.catalogue.by_id[plan_id])


def _price_for_typical_home(world: World) -> dict[str, PlanCost]:
    costs = world.market.costs(world.catalogue.plans, typical_usage(world.profiles).year)
    return {cost.plan.plan_id: cost for cost in costs}
