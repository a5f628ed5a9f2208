"""The page of an offer that is no longer listed: what it was, and other plans of a similar kind."""

from collections.abc import Sequence
from datetime import date

import msgspec

from choosemypower import paths
from choosemypower.plans.model import Plan, PriceRecord
from choosemypower.pricing import PlanCost
from choosemypower.usage import UsageChoice
from choosemypower.web.charts import Chart
from choosemypower.web.filters import day
from choosemypower.web.plan_facts import ListedFacts, plan_facts
from choosemypower.web.plan_view import history_of, plan_crumbs
from choosemypower.web.plan_words import money_of
from choosemypower.web.usage_box import usage_words
from choosemypower.web.views import PageView, data_notice
from choosemypower.web.way_back import WayBack, WayBackLine
from choosemypower.world import World

SIMILAR_PLANS = 3


class SimilarPlan(msgspec.Struct, frozen=True):
    plan: Plan
    cost: str


class GonePlan(PageView, frozen=True, kw_only=True):
    """`plans/gone.html`: the address stays, the offer does not."""

    facts: ListedFacts
    last_seen: date
    similar: tuple[SimilarPlan, ...]
    history: Chart | None
    home: str
    """The home that the costs are for, in words."""


def gone_page(
    plan: Plan,
    records: Sequence[PriceRecord],
    *,
    world: World,
    line: WayBackLine,
    usage: UsageChoice,
    way: WayBack | None,
) -> GonePlan:
    """The page of an offer that is no longer listed."""
    on = world.on
    name = plan.name
    return GonePlan(
        title=f"{name} by {plan.provider_name}: no longer listed",
        description=f"{name} by {plan.provider_name} was last seen on {day(plan.last_listed or on)}.",
        h1=name,
        canonical_path=plan.url,
        robots_index=False,
        breadcrumbs=plan_crumbs(plan, way, usage),
        section=paths.PROVIDERS,
        data_notice=data_notice(world.dataset),
        facts=plan_facts(plan, world, plan.last_listed or on),
        last_seen=plan.last_listed or on,
        similar=_similar(plan, usage, world),
        home=usage_words(usage),
        line=line.box,
        travel=line.travel,
        history=history_of(plan, records, world, on) if records else None,
    )


def _similar(plan: Plan, usage: UsageChoice, world: World) -> tuple[SimilarPlan, ...]:
    """Plans of the same utility and kind with the nearest term, lowest cost first."""
    candidates = [
        one
        for one in world.catalogue.by_utility.get(plan.utility, ())
        if one.rate_type is plan.rate_type
        and one.is_prepaid is plan.is_prepaid
        and one.is_time_of_use is plan.is_time_of_use
        and one.suspect is None
    ]
    costs = world.market.costs(candidates, usage.year)
    priced = [cost for cost in costs if cost.year_cents is not None]
    nearest = sorted(
        priced, key=lambda cost: (abs(cost.plan.term_months - plan.term_months), cost.year_cents or 0)
    )
    return tuple(SimilarPlan(cost.plan, _year_words(cost)) for cost in nearest[:SIMILAR_PLANS])


def _year_words(cost: PlanCost) -> str:
    """ "$2,019 a year, give or take $7"."""
    figure, unit, doubt, _ = money_of(cost)
    return ", ".join(text for text in (f"{figure} {unit}", doubt) if text)
