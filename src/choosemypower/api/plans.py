"""One plan: its facts, its history, its twelve bills, and up to four side by side."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.answers import Answer, list_answer, one_answer
from choosemypower.api.cost_json import LEFT_OUT, PlanBillsJson, plan_bills_json
from choosemypower.api.operations import Operation
from choosemypower.api.plan_json import (
    HistoryRecord,
    PlanDetail,
    PlanSource,
    PlanSummary,
    history_record,
    plan_detail,
    plan_summary,
)
from choosemypower.api.queries import Query, about
from choosemypower.api.routes import reads
from choosemypower.api.usage_query import UsageQuery, usage_meta, usage_of
from choosemypower.editions.tags import plan_tag, provider_tag, utility_tag
from choosemypower.errors import NotFoundError
from choosemypower.plans.model import Plan
from choosemypower.plans.queries import find_plan, list_price_records
from choosemypower.usage import UsageYear
from choosemypower.world import World
from choosemypower.world.plan_history import priced_history

MOST_COMPARED = 4
LONGEST_ID = 20
PlanId = Annotated[
    str,
    about("Id of a plan, as lists give it.", "path", example="k3v9", documented={"maxLength": LONGEST_ID}),
]


class PlanQuery(Query, frozen=True, kw_only=True):
    plan_id: PlanId


class PlanBillsQuery(UsageQuery, frozen=True, kw_only=True):
    plan_id: PlanId


class CompareQuery(UsageQuery, frozen=True, kw_only=True):
    plan: Annotated[
        tuple[Annotated[str, Meta(pattern="^[a-z0-9]+$", max_length=LONGEST_ID)], ...],
        about(
            f"Id of a plan; one to {MOST_COMPARED} of them, repeated or with commas.",
            example="k3v9",
            max_length=MOST_COMPARED,
        ),
    ]


class ComparedPlan(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One of the plans side by side."""

    plan: PlanSummary
    bills: PlanBillsJson


class ComparedPlans(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Plans side by side, in the order asked for."""

    plans: tuple[ComparedPlan, ...]
    differences: Annotated[
        tuple[str, ...], Meta(description="Members of `plan` that are not the same for all of them.")
    ]


GET_PLAN = Operation(
    id="getPlan",
    path="/api/v1/plans/{plan_id:str}",
    summary="One plan with all that the listing says of it",
    description="Plans that are no longer listed are answered too, as last listed, with `isListed` false.",
    tag="Plans",
    query=PlanQuery,
    answer=Answer[PlanDetail],
    problems=("not_found",),
)
GET_HISTORY = Operation(
    id="getPlanHistory",
    path="/api/v1/plans/{plan_id:str}/history",
    summary="The prices that a plan has had, oldest first",
    description="One entry for each stretch of days with the same prices, also for those when it was not listed.",
    tag="Plans",
    query=PlanQuery,
    answer=Answer[tuple[HistoryRecord, ...]],
    problems=("not_found",),
)
GET_BILLS = Operation(
    id="getPlanBills",
    path="/api/v1/plans/{plan_id:str}/bills",
    summary="The next twelve bills of a home on a plan",
    description="Each bill has its lines, which add up to it, and how far it may be off. The year begins with the "
    "present month in Texas.",
    tag="Bills",
    query=PlanBillsQuery,
    answer=Answer[PlanBillsJson],
    problems=("not_found",),
)
COMPARE = Operation(
    id="comparePlans",
    path="/api/v1/plans/compare",
    summary=f"Up to {MOST_COMPARED} plans side by side at one use",
    tag="Bills",
    query=CompareQuery,
    answer=Answer[ComparedPlans],
    problems=("not_found",),
)


@reads(GET_PLAN, budget="plan")
async def get_plan(asked: PlanQuery, world: World) -> Response[bytes]:
    """What does the listing say of this plan?"""
    plan = await plan_of(asked.plan_id, world)
    said_by = plan.last_listing or world.dataset
    source = PlanSource(source=said_by.source, epoch=said_by.epoch, as_of=said_by.as_of)
    return one_answer(world, f"/api/v1/plans/{plan.plan_id}", plan_detail(plan, source), tags=_tags_of(plan))


@reads(GET_HISTORY, budget="plan")
async def get_history(asked: PlanQuery, world: World) -> Response[bytes]:
    """What has this plan cost over time?"""
    plan = await plan_of(asked.plan_id, world)
    records = await list_price_records(plan.plan_id)
    path = f"/api/v1/plans/{plan.plan_id}/history"
    return list_answer(
        world,
        asked,
        path,
        [history_record(one) for one in priced_history(plan, records, world)],
        tags=_tags_of(plan),
    )


@reads(GET_BILLS, budget="plan")
async def get_bills(asked: PlanBillsQuery, world: World) -> Response[bytes]:
    """What will this home pay each month?"""
    usage = usage_of(asked, world)
    plan = await plan_of(asked.plan_id, world)
    path = asked.link(f"/api/v1/plans/{plan.plan_id}/bills")
    entry = bills_of(plan, usage.year, world)
    return one_answer(world, path, entry, tags=_tags_of(plan), usage=usage_meta(usage), left_out=LEFT_OUT)


@reads(COMPARE, budget="plan")
async def compare(asked: CompareQuery, world: World) -> Response[bytes]:
    """How do these plans differ for this home?"""
    usage = usage_of(asked, world)
    plans = [await plan_of(plan_id, world) for plan_id in asked.plan]
    summaries = [plan_summary(plan) for plan in plans]
    entry = ComparedPlans(
        plans=tuple(
            ComparedPlan(plan=summary, bills=bills_of(plan, usage.year, world))
            for plan, summary in zip(plans, summaries, strict=True)
        ),
        differences=_differences(summaries),
    )
    return one_answer(
        world,
        asked.link(COMPARE.path),
        entry,
        tags=_tags_of(*plans),
        usage=usage_meta(usage),
        left_out=LEFT_OUT,
    )


async def plan_of(plan_id: str, world: World) -> Plan:
    """The plan of this id, listed or gone. Raises NotFoundError."""
    plan = world.catalogue.by_id.get(plan_id)
    if plan is None and plan_id.isascii() and plan_id.isalnum() and len(plan_id) <= LONGEST_ID:
        plan = await find_plan(plan_id)
    if plan is None:
        raise NotFoundError(
            "There is no plan with this id. /api/v1/plans lists them.", plan=plan_id[:LONGEST_ID]
        )
    return plan


def _tags_of(*plans: Plan) -> tuple[str, ...]:
    """What an answer about these plans is purged by, widest first."""
    return (
        *(utility_tag(plan.utility) for plan in plans),
        *(provider_tag(plan.provider_slug) for plan in plans),
        *(plan_tag(plan.plan_id) for plan in plans),
    )


def bills_of(plan: Plan, usage: UsageYear, world: World) -> PlanBillsJson:
    """A plan's twelve bills, from the month of the listing on."""
    return plan_bills_json(world.year_bills(plan, usage), world.cost_curve(plan))


def _differences(summaries: list[PlanSummary]) -> tuple[str, ...]:
    fields = msgspec.structs.fields(PlanSummary)
    return tuple(
        field.encode_name
        for field in fields
        if any(getattr(summary, field.name) != getattr(summaries[0], field.name) for summary in summaries)
    )


handlers = [get_plan, get_history, get_bills, compare]
