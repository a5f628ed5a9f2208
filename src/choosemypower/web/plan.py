"""One plan's page: listed, gone, or unknown."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import TypeVar

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from choosemypower import database, paths
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import plan_tag, provider_tag, utility_tag
from choosemypower.errors import NoDataError, NotFoundError
from choosemypower.http import Request
from choosemypower.plans.model import Plan
from choosemypower.plans.queries import find_plan_by_url, list_price_records
from choosemypower.web.addresses import given_address
from choosemypower.web.other_homes import twin_for
from choosemypower.web.plan_gone import gone_page
from choosemypower.web.plan_view import plan_page
from choosemypower.web.rendering import PageResponse, moved
from choosemypower.web.routes import reads
from choosemypower.web.way_back import TRAVELLING, line_of, names_zip, read_travel, refused_zip, travel_query
from choosemypower.world import World

log = logging.getLogger(__name__)

DATABASE_SECONDS = 2.0
"""A page does not wait longer than this for what only the database knows."""

UNKNOWN_PLAN = "We do not know this plan. Check the address, or start with your ZIP code."

Found = TypeVar("Found")


@reads(PAGE, paths.plan("{provider:str}", "{plan:str}"), query=TRAVELLING, budget="plan", spelled=True)
async def plan_handler(
    request: Request,
    world: NamedDependency[World],
    provider: FromPath[str],
    plan: FromPath[str],
) -> Response[bytes] | Redirect:
    """The page of a plan for a home; without its history when the database is out of reach."""
    provider_slug = world.catalogue.provider_aliases.get(provider.lower(), provider.lower())
    found = world.catalogue.by_url.get((provider_slug, plan.lower()))
    if found is None:
        return await _gone(provider_slug, plan.lower(), request, world)
    usage, way = read_travel(request, world)
    if way is not None and names_zip(request):  # asked for at a home: its own utility's plan of that name
        found = twin_for(found, way.home_utilities(world), world) or found
    refused = refused_zip(request, world)
    address = paths.with_query(found.url, travel_query(way, (*refused.pairs, *usage.canonical)))
    if address != given_address(request, TRAVELLING):
        return moved(address)
    records = await or_none(list_price_records(found.plan_id))
    view = plan_page(found, usage, records, world=world, way=way)
    if refused.message:
        view = msgspec.structs.replace(view, elsewhere=refused.message, robots_index=False)
    # A page that lacks its history must not stay longer than the trouble.
    headers = {"Cache-Control": "no-store"} if records is None else None
    return PageResponse("plans/plan.html", view, tags=_tags(found), headers=headers)


async def _gone(
    provider_slug: str,
    plan_slug: str,
    request: Request,
    world: World,
) -> Response[bytes] | Redirect:
    if not (_is_slug(provider_slug) and _is_slug(plan_slug)):
        raise NotFoundError(UNKNOWN_PLAN)
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            found = await find_plan_by_url(provider_slug, plan_slug)
    except database.ERRORS as error:
        log.warning("Plans that are no longer listed cannot be looked up: %s", database.cause(error))
        raise NoDataError("This plan is not listed now, and we cannot look further back right now.") from None
    if found is None:
        raise NotFoundError(UNKNOWN_PLAN)
    usage, way = read_travel(request, world)
    line = line_of(request, world, found.url, usage, way)
    if line.moved_to:
        return moved(line.moved_to)
    records = await or_none(list_price_records(found.plan_id))
    view = gone_page(found, records or (), world=world, line=line, usage=usage, way=way)
    return PageResponse("plans/gone.html", view, tags=_tags(found))


def _is_slug(text: str) -> bool:
    """Whether a text can be a slug of ours at all; others never reach the database."""
    return text.isascii() and text.replace("-", "").isalnum()


async def or_none(query: Awaitable[Found]) -> Found | None:
    """What only the database knows; None when it is out of reach or slow, so that the page comes without it."""
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            return await query
    except database.ERRORS as error:
        log.warning("A page was sent without what only the database holds: %s", database.cause(error))
        return None


def _tags(plan: Plan) -> tuple[str, ...]:
    return (
        "plans/plan",
        utility_tag(plan.utility),
        provider_tag(plan.provider_slug),
        plan_tag(plan.plan_id),
    )


handlers = [plan_handler]
