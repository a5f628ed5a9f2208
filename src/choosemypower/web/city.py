"""A city's plans: the page, the part of it that filters swap, and the cards that "Show more" adds."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import FRAGMENT, PAGE, REDIRECT
from choosemypower.editions.tags import city_tag, plan_tag, utility_tag
from choosemypower.errors import NotFoundError
from choosemypower.facets.grammar import PARAMETERS
from choosemypower.http import Request
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import City
from choosemypower.web.addresses import given_address, query_pairs
from choosemypower.web.city_list import PageBeyondEnd
from choosemypower.web.city_view import CityPlans, CityRequest
from choosemypower.web.filters import along
from choosemypower.web.picked import PARAMETER as PICKED
from choosemypower.web.picked import picked_pairs, with_picked
from choosemypower.web.rendering import FragmentResponse, PageResponse, moved, renderer_of
from choosemypower.web.routes import reads
from choosemypower.web.way_back import encoded
from choosemypower.world import World

MAX_SEGMENT_COUNT = 12
"""Deeper paths are cut before they are read; no canonical path has more than three."""


@reads(
    PAGE,
    [f"{paths.PLANS}/{{city:str}}", f"{paths.PLANS}/{{city:str}}/{{segments:path}}"],
    query=(*PARAMETERS, PICKED),
    budget="city",
    spelled=True,
)
async def city_page(
    request: Request,
    world: NamedDependency[World],
    city: FromPath[str],
) -> Response[bytes] | Redirect:
    """The list of one city under its filters; any other spelling of the same request is redirected."""
    found = _find_city(city, world.atlas)
    if not found.is_open:
        return moved(paths.closed_city(found.slug))
    asked = _city_request(request, found, world)
    canonical = asked.links.here()
    picked = picked_pairs(request, world)
    if canonical != given_address(request, PARAMETERS):
        return moved(along(canonical, encoded(picked)))
    view = _view(asked)
    if picked:
        view = with_picked(view, picked, world)
    return PageResponse("plans/city.html", view, tags=_tags(view, asked))


@reads(
    FRAGMENT,
    [f"/fragments{paths.PLANS}/{{city:str}}", f"/fragments{paths.PLANS}/{{city:str}}/{{segments:path}}"],
    query=PARAMETERS,
    budget="city",
)
async def city_results(
    request: Request,
    world: NamedDependency[World],
    city: FromPath[str],
) -> Response[bytes]:
    """The list alone with its new counts, for any spelling of a request; the header names the page it belongs to."""
    asked = _city_request(request, _find_open_city(city, world.atlas), world)
    view = _view(asked)
    return FragmentResponse(
        "plans/_fragment.html", view, push_url=asked.links.here(), tags=_tags(view, asked)
    )


@reads(
    FRAGMENT,
    ["/fragments/more-plans/{city:str}", "/fragments/more-plans/{city:str}/{segments:path}"],
    query=PARAMETERS,
    budget="city",
)
async def more_plans(
    request: Request,
    world: NamedDependency[World],
    city: FromPath[str],
) -> Response[bytes]:
    """The cards of one page of the list and what follows them. The address of the visitor stays as it is."""
    asked = _city_request(request, _find_open_city(city, world.atlas), world)
    view = _view(asked, is_added=True)
    return FragmentResponse("plans/_more.html", view, tags=_tags(view, asked))


@reads(REDIRECT, ["/old-plans", "/old-plans/{rest:path}"], query=PARAMETERS)
async def old_plans(request: Request, world: NamedDependency[World], rest: FromPath[str] = "") -> Redirect:
    """The former name of the lists; the rest of the address stays, and what its query says of a list.

    At once to the address as it is spelled now, where we know the city or the provider.
    """
    # Only segments that name something: ".." would lead out of the lists.
    segments = [segment for segment in re.split(r"[/\\]", rest) if segment.strip(".")]
    city = world.atlas.find_city(segments[0]) if segments else None
    if city is not None and not city.is_open:
        return moved(paths.closed_city(city.slug))
    if city is not None and world.has_listing:
        return moved(_asked_of(city, segments[1:], request, world).links.here())
    if segments[:1] == ["plans"] and world.has_listing:  # a plan: its provider's slug and its own
        provider, *plan = [segment.lower() for segment in segments[1:]] or [""]
        segments = ["plans", *filter(None, (world.catalogue.provider_aliases.get(provider, provider), *plan))]
    path = "/".join((paths.PLANS, *(quote(segment, safe="") for segment in segments)))
    query = request.scope["query_string"].decode("latin-1")
    return moved(paths.with_query(path, query))


def _city_request(
    request: Request,
    city: City,
    world: World,
) -> CityRequest:
    return _asked_of(city, str(request.path_params.get("segments", "")).split("/"), request, world)


def _asked_of(city: City, segments: Sequence[str], request: Request, world: World) -> CityRequest:
    return CityRequest(
        city,
        [segment for segment in segments if segment][:MAX_SEGMENT_COUNT],
        query_pairs(request),
        world=world,
        renderer=renderer_of(request),
    )


def _view(asked: CityRequest, *, is_added: bool = False) -> CityPlans:
    try:
        return asked.view(is_added=is_added)
    except PageBeyondEnd as beyond:
        text = (
            "There is only 1 page of plans"
            if beyond.pages == 1
            else f"There are only {beyond.pages} pages of plans"
        )
        raise NotFoundError(f"{text} here.") from None


def _find_city(slug: str, atlas: Atlas) -> City:
    """The city of a slug, however it is spelled. Raises NotFoundError."""
    city = atlas.find_city(slug)
    if city is None:
        raise NotFoundError("We do not know this city. Check the address, or start with your ZIP code.")
    return city


def _find_open_city(slug: str, atlas: Atlas) -> City:
    city = _find_city(slug, atlas)
    if not city.is_open:
        raise NotFoundError(f"Homes in {city.name} cannot choose a provider.")
    return city


def _tags(view: CityPlans, asked: CityRequest) -> tuple[str, ...]:
    return (
        "plans/city",
        *(utility_tag(slug) for slug in asked.index.utilities),
        city_tag(view.city_slug),
        *(plan_tag(cost.plan.plan_id) for cost in view.plans.costs),
    )


handlers = [city_page, city_results, more_plans, old_plans]
