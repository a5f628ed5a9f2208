"""Which plans a request means: its place, its filters, its usage and its order."""

from typing import Any

import msgspec

from choosemypower import facets
from choosemypower.api.parameters import SLUG, Parameter, Query
from choosemypower.api.usage_parameters import USAGE_PARAMETERS
from choosemypower.api.zips import area_of, find_zip, refuse_split
from choosemypower.errors import NotFoundError
from choosemypower.facets.grammar import MOST_USD_PER_YEAR
from choosemypower.plans.model import Plan, RateType
from choosemypower.pricing import PlanCost, Sort, rank
from choosemypower.territories.answers import who_serves
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import ZipAnswerCode, ZipKind
from choosemypower.usage import UsageChoice, parse_usage
from choosemypower.world import World

ZIP = Parameter(
    name="zip",
    description="Plans for homes in this ZIP code. Where several utilities deliver, give `utility` too.",
    schema={"type": "string", "pattern": "^[0-9]{5}(-[0-9]{4})?$", "maxLength": 100},
    example="77002",
    is_enforced=False,
)
CITY = Parameter(
    name="city",
    description="Plans for homes in this city (slug), of all its utilities. `zip` wins over it.",
    schema=SLUG,
    example="houston",
)
UTILITY = Parameter(
    name="utility",
    description="Plans for homes of this utility (slug); with `zip` or `city` it must be one that delivers there.",
    schema=SLUG,
    example="centerpoint",
)
TERM = Parameter(
    name="term",
    description="Contract months: `12`, a range like `3-11` or `25-`, or `month-to-month`.",
    schema={"type": "string", "pattern": "^(month-to-month|[1-9][0-9]?(-([1-9][0-9]?)?)?)$", "maxLength": 20},
    example="12",
    is_list=True,
)
RATE = Parameter(
    name="rate",
    description="How the price is set.",
    schema={"type": "string", "enum": [rate.value for rate in RateType]},
    example="fixed",
    is_list=True,
)
GREEN = Parameter(
    name="green",
    description="At least this percent renewable.",
    schema={"type": "integer", "enum": list(facets.GREEN_PERCENTS)},
    example=100,
)
WITH = Parameter(
    name="with",
    description="Only plans with all of these.",
    schema={"type": "string", "enum": list(facets.FEATURES)},
    example="no-deposit",
    is_list=True,
)
WITHOUT = Parameter(
    name="without",
    description="Only plans with none of these.",
    schema={"type": "string", "enum": list(facets.LEAVE_OUTS)},
    example="prepaid",
    is_list=True,
)
MAX_USD_PER_YEAR = Parameter(
    name="max-usd-per-year",
    description="At most this cost of the next twelve months, in whole USD. Plans without a cost are left out.",
    schema={"type": "integer", "minimum": 1, "maximum": MOST_USD_PER_YEAR},
    example=2000,
)
PROVIDER = Parameter(
    name="provider",
    description="Slugs of providers.",
    schema=SLUG,
    example="gexa-energy",
    is_list=True,
)
ONLY = Parameter(
    name="only",
    description="One group of the list alone.",
    schema={"type": "string", "enum": [part.value for part in facets.ListPart]},
    example="whole-year",
)
SORT = Parameter(
    name="sort",
    description="Order. `cost`: the groups of `only` in turn, each by the cost of the next twelve months.",
    schema={"type": "string", "enum": [order.value for order in Sort], "default": "cost"},
    example="cost",
)
PLACE_PARAMETERS = (ZIP, CITY, UTILITY)
FILTER_PARAMETERS = (TERM, RATE, GREEN, WITH, WITHOUT, MAX_USD_PER_YEAR, PROVIDER, ONLY)
SELECTION_PARAMETERS = (*PLACE_PARAMETERS, *FILTER_PARAMETERS, *USAGE_PARAMETERS, SORT)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Whose plans are meant."""

    utilities: tuple[str, ...]
    meta: dict[str, Any] | None
    """What the answer says of the place; None: all of Texas."""


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """The plans that a request means, in its order, with their costs."""

    place: Place
    usage: UsageChoice
    costs: tuple[PlanCost, ...]


def select(query: Query, world: World) -> Selection:
    """The plans that this request means. Raises NotFoundError and the ZIP refusals."""
    place = find_place(query, world)
    return select_at(query, place, parse_usage(query.mapping(USAGE_PARAMETERS), world.profiles), world)


def select_at(query: Query, place: Place, usage: UsageChoice, world: World) -> Selection:
    """The plans of a place that this request's filters leave, priced for this use, in its order."""
    asked = read_filters(query, world)
    index = world.once(facets.index_of, place.utilities)
    market = world.market
    if asked.choices.max_usd_per_year is not None:
        index = index.with_costs(enumerate(market.costs(index.plans, usage.year)))
    chosen: list[Plan] = [index.plans[position] for position in index.members(index.select(asked.choices))]
    costs = market.costs(chosen, usage.year)
    if asked.part is not None:
        wanted = asked.part.group
        costs = tuple(cost for cost in costs if cost.group is wanted)
    return Selection(place=place, usage=usage, costs=rank(costs, Sort(asked.sort.value)).costs)


def select_gone(query: Query, place: Place, gone: tuple[Plan, ...], world: World) -> list[Plan]:
    """Those of the plans that are no longer listed which the same filters leave, in their order.

    `only` and the limit to the cost choose by cost, and these have none: with them there are none of them.
    """
    asked = read_filters(query, world)
    if asked.part is not None or asked.choices.max_usd_per_year is not None:
        return []
    here = frozenset(place.utilities)
    index = facets.PlanIndex([plan for plan in gone if place.meta is None or plan.utility in here])
    return [index.plans[position] for position in index.members(index.select(asked.choices))]


def read_filters(query: Query, world: World) -> facets.FacetRequest:
    """The filters in the words of the pages' own grammar. Raises NotFoundError for an unknown provider."""
    words = world.once(facets.known_words)
    for provider in query.every(PROVIDER):
        if provider not in words.providers and provider not in words.provider_aliases:
            raise NotFoundError(
                "We know no provider of this name. /api/v1/providers lists them.", parameter="provider"
            )
    pairs = [
        (parameter.name, _forward(word))
        for parameter in (*FILTER_PARAMETERS, SORT)
        for word in query.every(parameter)
    ]
    return facets.parse_request((), pairs, words)


def _forward(word: str) -> str:
    """A range of terms that was written from its end, `24-13`, the right way round."""
    first, hyphen, last = word.partition("-")
    if hyphen and first.isdigit() and last.isdigit() and int(first) > int(last):
        return f"{last}-{first}"
    return word


def find_place(query: Query, world: World) -> Place:
    """Whose plans are meant. Raises NotFoundError and the ZIP refusals."""
    zip_code, city, utility = query.text(ZIP), query.text(CITY), query.text(UTILITY)
    if utility is not None and utility not in world.atlas.utilities:
        raise NotFoundError(
            "We know no utility of this name. /api/v1/utilities lists them.", parameter="utility"
        )
    if zip_code is not None:
        return _place_of_zip(zip_code, utility, world)
    if city is not None:
        return _place_of_city(city, utility, world.atlas)
    if utility is not None:
        return Place(utilities=(utility,), meta={"utilities": (utility,), "kind": ZipKind.OPEN})
    return Place(utilities=tuple(sorted(world.catalogue.by_utility)), meta=None)


def _place_of_zip(given: str, utility: str | None, world: World) -> Place:
    answer = find_zip(given, world)
    area = area_of(answer)
    if answer.code is ZipAnswerCode.SPLIT and utility is None:
        raise refuse_split(answer, world)
    utilities = _narrowed(area.utilities, utility)
    message = answer.message
    if answer.code is ZipAnswerCode.SPLIT and utility is not None:
        message = f"{world.atlas.utilities[utility].short_name} delivers power in a part of {area.zip}."
    return Place(
        utilities=utilities,
        meta={
            "zip": area.zip,
            "city": area.city_slug,
            "utilities": utilities,
            "kind": area.kind,
            "code": answer.code,
            "message": message,
        },
    )


def _place_of_city(given: str, utility: str | None, atlas: Atlas) -> Place:
    city = atlas.find_city(given)
    if city is None:
        raise NotFoundError(
            "We know no Texas city of this name. /api/v1/cities lists them.", parameter="city"
        )
    utilities = _narrowed(city.utilities, utility)
    meta: dict[str, Any] = {"city": city.slug, "utilities": utilities, "kind": city.kind}
    if not city.is_open and city.other_utilities:
        meta["message"] = f"Homes in {city.name} cannot choose a provider. {who_serves(city, atlas)}"
    return Place(utilities=utilities, meta=meta)


def _narrowed(here: tuple[str, ...], utility: str | None) -> tuple[str, ...]:
    if utility is None:
        return here
    if utility not in here:
        raise NotFoundError(
            f"This utility does not deliver there. Those that do: {', '.join(here) or 'none with choice'}.",
            parameter="utility",
            allowed=list(here),
        )
    return (utility,)
