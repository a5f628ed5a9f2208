"""Utilities and cities."""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from choosemypower.api.envelope import Answer, list_answer, one_answer, read_page
from choosemypower.api.operations import Operation, path_parameter
from choosemypower.api.parameters import PAGE, PAGE_SIZE, SLUG, Parameter, Query
from choosemypower.api.place_json import (
    CityDetail,
    CityJson,
    UtilityDetail,
    UtilityJson,
    city_detail,
    city_json,
    utility_detail,
    utility_json,
)
from choosemypower.api.reading import reads
from choosemypower.cache.tags import MARKET_TAG, city_tag, utility_tag
from choosemypower.errors import NotFoundError
from choosemypower.world import World

MARKET = Parameter(
    name="market",
    description="`open`: homes can choose a provider. `closed`: they cannot. `all`: both.",
    schema={"type": "string", "enum": ["open", "closed", "all"], "default": "all"},
    example="open",
)
SERVED_BY = Parameter(
    name="utility",
    description="Only cities in which this utility delivers (slug).",
    schema=SLUG,
    example="oncor",
)
LIST_UTILITIES = Operation(
    id="listUtilities",
    path="/api/v1/utilities",
    summary="Delivery utilities in the area of choice",
    tag="Places",
    answer=Answer[tuple[UtilityJson, ...]],
    problems=("no_data",),
)
GET_UTILITY = Operation(
    id="getUtility",
    path="/api/v1/utilities/{slug:str}",
    summary="One utility with its delivery charges by date",
    tag="Places",
    parameters=(path_parameter("slug", "Slug of the utility.", "oncor"),),
    answer=Answer[UtilityDetail],
    problems=("not_found", "no_data"),
)
LIST_CITIES = Operation(
    id="listCities",
    path="/api/v1/cities",
    summary="Texas cities, A to Z, open and closed",
    tag="Places",
    parameters=(MARKET, SERVED_BY, PAGE, PAGE_SIZE),
    answer=Answer[tuple[CityJson, ...]],
    problems=("invalid_parameter", "no_data"),
)
GET_CITY = Operation(
    id="getCity",
    path="/api/v1/cities/{slug:str}",
    summary="One city with its ZIP codes and utilities",
    tag="Places",
    parameters=(path_parameter("slug", "Slug of the city.", "houston"),),
    answer=Answer[CityDetail],
    problems=("not_found", "no_data"),
)


@reads(LIST_UTILITIES, budget="city", tags=(MARKET_TAG,))
async def list_utilities(request: Request[Any, Any, Any], world: NamedDependency[World]) -> Response[Any]:
    """Who delivers power where homes choose?"""
    query = Query(request.scope["query_string"], LIST_UTILITIES.query)
    entries = [utility_json(utility, world) for utility in world.atlas.utilities.values()]
    return list_answer(world, query, LIST_UTILITIES.path, entries)


@reads(GET_UTILITY, budget="city")
async def get_utility(slug: FromPath[str], world: NamedDependency[World]) -> Response[Any]:
    """What does this utility charge, and whom does one call?"""
    utility = world.atlas.utilities.get(slug)
    if utility is None:
        raise NotFoundError("We know no utility of this name. /api/v1/utilities lists them.")
    detail = utility_detail(utility, world, on=world.on)
    return one_answer(world, f"/api/v1/utilities/{slug}", detail, tags=(utility_tag(slug),))


@reads(LIST_CITIES, budget="city", tags=(MARKET_TAG,))
async def list_cities(request: Request[Any, Any, Any], world: NamedDependency[World]) -> Response[Any]:
    """Which cities are there, and who serves them?"""
    query = Query(request.scope["query_string"], LIST_CITIES.query)
    page, market, utility = read_page(query), query.text(MARKET), query.text(SERVED_BY)
    cities = [
        city
        for city in world.atlas.cities.values()
        if (market in (None, "all") or city.is_open == (market == "open"))
        and (utility is None or utility in city.utilities or utility in city.other_utilities)
    ]
    entries = [city_json(city, world) for city in cities[page.bounds]]
    return list_answer(world, query, LIST_CITIES.path, entries, page=page, total=len(cities))


@reads(GET_CITY, budget="city", tags=(MARKET_TAG,))
async def get_city(slug: FromPath[str], world: NamedDependency[World]) -> Response[Any]:
    """Who serves this city?"""
    city = world.atlas.find_city(slug)
    if city is None:
        raise NotFoundError("We know no Texas city of this name. /api/v1/cities lists them.")
    return one_answer(
        world,
        f"/api/v1/cities/{city.slug}",
        city_detail(city, world),
        tags=(city_tag(city.slug),),
    )


OPERATIONS = (LIST_UTILITIES, GET_UTILITY, LIST_CITIES, GET_CITY)
handlers = [list_utilities, get_utility, list_cities, get_city]
