"""One plan: its facts, its history, its twelve bills, and up to four side by side."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta

from choosemypower.api.cost_json import LEFT_OUT, PlanBillsJson, plan_bills_json, usage_json
from choosemypower.api.envelope import Answer, list_answer, one_answer
from choosemypower.api.operations import Operation, path_parameter
from choosemypower.api.parameters import Parameter, Query
from choosemypower.api.plan_json import (
    HistoryRecord,
    PlanDetail,
    PlanSource,
    PlanSummary,
    history_record,
    plan_detail,
    plan_summary,
)
from choosemypower.api.reading import reads
from choosemypower.api.usage_parameters import USAGE_PARAMETERS
from choosemypower.cache.tags import plan_tag, provider_tag, utility_tag
from choosemypower.errors import InvalidParameterError, NotFoundError
from choosemypower.plans.model import Plan
from choosemypower.plans.queries import find_plan, list_price_records
from choosemypower.pricing import cost_curve, year_bills
from choosemypower.usage import UsageYear, parse_usage
from choosemypower.world import World

MOST_COMPARED = 4
LONGEST_ID = 20
PLAN_ID = path_parameter("planId", "Id of a plan, as lists give it.", "k3v9", maxLength=LONGEST_ID)
PLAN = Parameter(
    name="plan",
    description=f"Id of a plan; one to {MOST_COMPARED} of them, repeated or with commas.",
    schema={"type": "string", "pattern": "^[a-zA-Z0-9]+$", "maxLength": LONGEST_ID},
    is_required=True,
    is_list=True,
    most=MOST_COMPARED,
)


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
    parameters=(PLAN_ID,),
    answer=Answer[PlanDetail],
    problems=("not_found", "no_data"),
)
GET_HISTORY = Operation(
    id="getPlanHistory",
    path="/api/v1/plans/{plan_id:str}/history",
    summary="The prices that a plan has had, oldest first",
    description="One entry for each stretch of days with the same prices, also for those when it was not listed.",
    tag="Plans",
    parameters=(PLAN_ID,),
    answer=Answer[tuple[HistoryRecord, ...]],
    problems=("not_found", "no_data"),
)
GET_BILLS = Operation(
    id="getPlanBills",
    path="/api/v1/plans/{plan_id:str}/bills",
    summary="The next twelve bills of a home on a plan",
    description="Each bill has its lines, which add up to it, and how far it may be off. The year begins with the "
    "month of the listing.",
    tag="Bills",
    parameters=(PLAN_ID, *USAGE_PARAMETERS),
    answer=Answer[PlanBillsJson],
    problems=("invalid_parameter", "not_found", "no_data"),
)
COMPARE = Operation(
    id="comparePlans",
    path="/api/v1/plans/compare",
    summary=f"Up to {MOST_COMPARED} plans side by side at one use",
    tag="Bills",
    parameters=(PLAN, *USAGE_PARAMETERS),
    answer=Answer[ComparedPlans],
    problems=("invalid_parameter", "not_found", "no_data"),
)


@reads(GET_PLAN, budget="plan")
async def get_plan(plan_id: FromPath[str], world: NamedDependency[World]) -> Response[Any]:
    """What does the listing say of this plan?"""
    plan = await plan_of(plan_id, world)
    dataset = world.dataset
    source = PlanSource(source=dataset.source, epoch=dataset.epoch, as_of=dataset.as_of)
    return one_answer(world, f"/api/v1/plans/{plan.plan_id}", plan_detail(plan, source), tags=tags_of(plan))


@reads(GET_HISTORY, budget="plan")
async def get_history(
    request: Request[Any, Any, Any], plan_id: FromPath[str], world: NamedDependency[World]
) -> Response[Any]:
    """What has this plan cost over time?"""
    plan = await plan_of(plan_id, world)
    records = await list_price_records(plan.plan_id)
    query = Query(request.scope["query_string"], ())
    path = f"/api/v1/plans/{plan.plan_id}/history"
    return list_answer(world, query, path, [history_record(record) for record in records], tags=tags_of(plan))


@reads(GET_BILLS, budget="plan")
async def get_bills(
    request: Request[Any, Any, Any],
    plan_id: FromPath[str],
    world: NamedDependency[World],
) -> Response[Any]:
    """What will this home pay each month?"""
    query = Query(request.scope["query_string"], GET_BILLS.query)
    usage = parse_usage(query.mapping(USAGE_PARAMETERS), world.profiles)
    plan = await plan_of(plan_id, world)
    path = query.link(f"/api/v1/plans/{plan.plan_id}/bills")
    entry = bills_of(plan, usage.year, world)
    return one_answer(world, path, entry, tags=tags_of(plan), usage=usage_json(usage), left_out=LEFT_OUT)


@reads(COMPARE, budget="plan")
async def compare(
    request: Request[Any, Any, Any],
    world: NamedDependency[World],
) -> Response[Any]:
    """How do these plans differ for this home?"""
    query = Query(request.scope["query_string"], COMPARE.query)
    usage = parse_usage(query.mapping(USAGE_PARAMETERS), world.profiles)
    ids = query.every(PLAN)
    if not 1 <= len(ids) <= MOST_COMPARED:
        raise InvalidParameterError(
            f"Give one to {MOST_COMPARED} plans as plan=; {len(ids)} were given.", parameter="plan"
        )
    plans = [await plan_of(plan_id, world) for plan_id in ids]
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
        query.link(COMPARE.path),
        entry,
        tags=tags_of(*plans),
        usage=usage_json(usage),
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


def tags_of(*plans: Plan) -> tuple[str, ...]:
    """What an answer about these plans is purged by, widest first."""
    return (
        *(utility_tag(plan.utility) for plan in plans),
        *(provider_tag(plan.provider_slug) for plan in plans),
        *(plan_tag(plan.plan_id) for plan in plans),
    )


def bills_of(plan: Plan, usage: UsageYear, world: World) -> PlanBillsJson:
    """A plan's twelve bills, from the month of the listing on."""
    on = world.on
    return plan_bills_json(
        year_bills(plan, world.atlas.delivery_charges, usage, on),
        cost_curve(plan, world.atlas.delivery_charges, on),
    )


def _differences(summaries: list[PlanSummary]) -> tuple[str, ...]:
    fields = msgspec.structs.fields(PlanSummary)
    return tuple(
        field.encode_name
        for field in fields
        if any(getattr(summary, field.name) != getattr(summaries[0], field.name) for summary in summaries)
    )


OPERATIONS = (GET_PLAN, GET_HISTORY, GET_BILLS, COMPARE)
handlers = [get_plan, get_history, get_bills, compare]
