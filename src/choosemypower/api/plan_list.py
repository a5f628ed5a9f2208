"""Lists of plans: JSON pages and CSV."""

from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple

import msgspec
from litestar import Response

from choosemypower.api.answers import Answer, Page, list_answer
from choosemypower.api.cost_bytes import cost_bytes
from choosemypower.api.cost_json import LEFT_OUT, CostedPlan
from choosemypower.api.operations import PROBLEMS_OF_A_PLACE, Operation
from choosemypower.api.plan_json import summary_bytes
from choosemypower.api.queries import ENTRIES, PageNumber, PageSize, about
from choosemypower.api.routes import reads
from choosemypower.api.selection import Selection, SelectionQuery, select, select_gone
from choosemypower.api.usage_query import Heat, Home, Hours, Kwh, Months, Pool, usage_meta, usage_of
from choosemypower.editions.tags import plan_tag, utility_tag
from choosemypower.plans.model import Plan
from choosemypower.plans.queries import list_gone_plans
from choosemypower.pricing import PlanCost
from choosemypower.world import World


class Effective(StrEnum):
    CURRENT = "current"
    ALL = "all"


class UnpagedPlansQuery(SelectionQuery, frozen=True, kw_only=True):
    """Whose plans, which of them, at which use, since when."""

    months: Months = None
    kwh: Kwh = None
    home: Home = None
    heat: Heat = None
    pool: Pool = None
    hours: Hours = None
    effective: Annotated[
        Effective | None,
        about(
            "`current`: plans of the current listing. `all`: also those that are gone, after the others, latest "
            "first, without cost. When it is not given: `current`, and `all` together with `updated-since`.",
            example="current",
        ),
    ] = None
    updated_since: Annotated[
        date | None,
        about(
            "Only plans that changed on this Texas day or later: that came, came back, say something else, or "
            "are gone. A time with its offset is read as its Texas day.",
            example="2026-01-09",
        ),
    ] = None


class PlansQuery(UnpagedPlansQuery, frozen=True, kw_only=True):
    """One page of it."""

    page: PageNumber = 1
    page_size: PageSize = ENTRIES


LIST_PLANS = Operation(
    id="listPlans",
    path="/api/v1/plans",
    summary="Plans of a ZIP code, a city, a utility or all of Texas, by what a year costs",
    description="Every plan comes with the cost of the next twelve months at the stated use, ranked in groups: "
    "price known for the whole year, for less than a year, by the hour, hard to price. A place without choice "
    "answers an empty list, and `meta.place` says why.",
    tag="Plans",
    query=PlansQuery,
    answer=Answer[tuple[CostedPlan, ...]],
    problems=PROBLEMS_OF_A_PLACE,
)


class PlanAndCost(NamedTuple):
    plan: Plan
    cost: PlanCost | None
    """None: no longer listed."""


class ListSelection(NamedTuple):
    """A list before it is cut into pages: listed plans in their order, then those that are gone."""

    selection: Selection
    costs: tuple[PlanCost, ...]
    gone: list[Plan]

    @property
    def total(self) -> int:
        return len(self.costs) + len(self.gone)

    def entries(self, bounds: slice) -> list[PlanAndCost]:
        """One page of it."""
        gone = self.gone[max(0, bounds.start - len(self.costs)) : max(0, bounds.stop - len(self.costs))]
        return [PlanAndCost(cost.plan, cost) for cost in self.costs[bounds]] + [
            PlanAndCost(plan, None) for plan in gone
        ]


@reads(LIST_PLANS, budget="plan")
async def list_plans(asked: PlansQuery, world: World) -> Response[bytes]:
    """Which plans are there, and what does a year of each cost?"""
    page = Page(number=asked.page, size=asked.page_size)
    found = await list_selection(asked, world)
    selection, shown = found.selection, found.entries(page.bounds)
    return list_answer(
        world,
        asked,
        LIST_PLANS.path,
        [costed_plan(world, *entry) for entry in shown],
        page=page,
        total=found.total,
        tags=list_tags(selection, shown),
        place=selection.place.meta,
        usage=usage_meta(selection.usage),
        left_out=LEFT_OUT,
    )


def list_tags(selection: Selection, shown: list[PlanAndCost]) -> tuple[str, ...]:
    """What stands in a list: its utilities, and the plans of this page."""
    utilities = (utility_tag(utility) for utility in selection.place.utilities)
    return (*utilities, *(plan_tag(entry.plan.plan_id) for entry in shown))


async def list_selection(asked: UnpagedPlansQuery, world: World) -> ListSelection:
    """All plans that this request lists, in its order; those that are gone come last."""
    selection = select(asked, usage_of(asked, world), world)
    costs, gone, since = selection.costs, list[Plan](), asked.updated_since
    if asked.effective is Effective.ALL or (asked.effective is None and since is not None):
        gone = select_gone(asked, selection.place, await world.once_read(_gone_plans), world)
    if since is not None:
        costs = tuple(cost for cost in costs if _changed_since(cost.plan, since))
        gone = [plan for plan in gone if _changed_since(plan, since)]
    return ListSelection(selection, costs, gone)


def _changed_since(plan: Plan, since: date) -> bool:
    changed_on = plan.updated_on if plan.is_listed else plan.gone_on
    return (changed_on or date.max) >= since


async def _gone_plans(world: World) -> tuple[Plan, ...]:
    """Every plan that is no longer listed; ask through `world.once_read`: only publishing changes them."""
    return await list_gone_plans()


def costed_plan(world: World, plan: Plan, cost: PlanCost | None) -> msgspec.Raw:
    """A plan's JSON, made once per epoch, with its cost, made for this request."""
    if cost is None:
        return msgspec.Raw(_opening(summary_bytes(plan)) + b"null}")
    return msgspec.Raw(b"%b%b}" % (world.once(_listed_opening, plan.plan_id), cost_bytes(cost)))


def _listed_opening(world: World, plan_id: str) -> bytes:
    """A listed plan's JSON up to its cost; ask for it through `world.once`."""
    return _opening(summary_bytes(world.catalogue.by_id[plan_id]))


def _opening(summary: bytes) -> bytes:
    return b'%b,"cost":' % summary[:-1]


handlers = [list_plans]
