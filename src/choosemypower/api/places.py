"""Utilities and cities."""

from enum import StrEnum
from typing import Annotated

from litestar import Response

from choosemypower.api.answers import Answer, Page, list_answer, one_answer
from choosemypower.api.operations import Operation
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
from choosemypower.api.queries import (
    ENTRIES,
    PageNumber,
    PageSize,
    Query,
    Slug,
    about,
)
from choosemypower.api.routes import reads
from choosemypower.editions.tags import MARKET_TAG, city_tag, utility_tag
from choosemypower.errors import NotFoundError
from choosemypower.world import World


class Market(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class CitiesQuery(Query, frozen=True, kw_only=True):
    market: Annotated[
        Market,
        about("`open`: homes can choose a provider. `closed`: they cannot. `all`: both.", example="open"),
    ] = Market.ALL
    utility: Annotated[
        Slug | None, about("Only cities in which this utility delivers (slug).", example="oncor")
    ] = None
    page: PageNumber = 1
    page_size: PageSize = ENTRIES


class UtilityQuery(Query, frozen=True, kw_only=True):
    slug: Annotated[str, about("Slug of the utility.", "path", example="oncor")]


class CityQuery(Query, frozen=True, kw_only=True):
    slug: Annotated[str, about("Slug of the city.", "path", example="houston")]


LIST_UTILITIES = Operation(
    id="listUtilities",
    path="/api/v1/utilities",
    summary="Delivery utilities in the area of choice",
    tag="Places",
    query=Query,
    answer=Answer[tuple[UtilityJson, ...]],
)
GET_UTILITY = Operation(
    id="getUtility",
    path="/api/v1/utilities/{slug:str}",
    summary="One utility with its delivery charges by date",
    tag="Places",
    query=UtilityQuery,
    answer=Answer[UtilityDetail],
    problems=("not_found",),
)
LIST_CITIES = Operation(
    id="listCities",
    path="/api/v1/cities",
    summary="Texas cities, A to Z, open and closed",
    tag="Places",
    query=CitiesQuery,
    answer=Answer[tuple[CityJson, ...]],
)
GET_CITY = Operation(
    id="getCity",
    path="/api/v1/cities/{slug:str}",
    summary="One city with its ZIP codes and utilities",
    tag="Places",
    query=CityQuery,
    answer=Answer[CityDetail],
    problems=("not_found",),
)


@reads(LIST_UTILITIES, budget="city", tags=(MARKET_TAG,))
async def list_utilities(asked: Query, world: World) -> Response[bytes]:
    """Who delivers power where homes choose?"""
    entries = [utility_json(utility, world) for utility in world.atlas.utilities.values()]
    return list_answer(world, asked, LIST_UTILITIES.path, entries)


@reads(GET_UTILITY, budget="city")
async def get_utility(asked: UtilityQuery, world: World) -> Response[bytes]:
    """What does this utility charge, and whom does one call?"""
    slug = asked.slug
    utility = world.atlas.utilities.get(slug)
    if utility is None:
        raise NotFoundError("We know no utility of this name. /api/v1/utilities lists them.")
    detail = utility_detail(utility, world, on=world.on)
    return one_answer(world, f"/api/v1/utilities/{slug}", detail, tags=(utility_tag(slug),))


@reads(LIST_CITIES, budget="city", tags=(MARKET_TAG,))
async def list_cities(asked: CitiesQuery, world: World) -> Response[bytes]:
    """Which cities are there, and who serves them?"""
    page, market, utility = Page(number=asked.page, size=asked.page_size), asked.market, asked.utility
    cities = [
        city
        for city in world.atlas.cities.values()
        if (market is Market.ALL or city.is_open == (market is Market.OPEN))
        and (utility is None or utility in city.utilities or utility in city.other_utilities)
    ]
    entries = [city_json(city, world) for city in cities[page.bounds]]
    return list_answer(world, asked, LIST_CITIES.path, entries, page=page, total=len(cities))


@reads(GET_CITY, budget="city", tags=(MARKET_TAG,))
async def get_city(asked: CityQuery, world: World) -> Response[bytes]:
    """Who serves this city?"""
    city = world.atlas.find_city(asked.slug)
    if city is None:
        raise NotFoundError("We know no Texas city of this name. /api/v1/cities lists them.")
    return one_answer(
        world,
        f"/api/v1/cities/{city.slug}",
        city_detail(city, world),
        tags=(city_tag(city.slug),),
    )


handlers = [list_utilities, get_utility, list_cities, get_city]
