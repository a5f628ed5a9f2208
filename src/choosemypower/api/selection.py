"""Which plans a request means: its place, its filters, its usage and its order."""

from typing import Annotated

import msgspec

from choosemypower import facets
from choosemypower.api.answers import PlaceMeta
from choosemypower.api.queries import Query, Slug, about
from choosemypower.api.zips import WHOLE_ZIP_PATTERN, area_of, find_zip, refuse_split
from choosemypower.errors import NotFoundError
from choosemypower.facets.grammar import MOST_USD_PER_YEAR
from choosemypower.plans.model import Plan, RateType
from choosemypower.pricing import PlanCost, Sort, rank
from choosemypower.territories.answers import who_serves
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import ZipAnswerCode, ZipKind
from choosemypower.usage import UsageChoice
from choosemypower.world import World

Zip = Annotated[
    str | None,
    about(
        "Plans for homes in this ZIP code. Where several utilities deliver, give `utility` too.",
        "unchecked",
        example="77002",
        documented={"pattern": WHOLE_ZIP_PATTERN, "maxLength": 100},
    ),
]
City = Annotated[
    Slug | None,
    about(
        "Plans for homes in this city (slug), of all its utilities. `zip` wins over it.",
        example="houston",
    ),
]
Utility = Annotated[
    Slug | None,
    about(
        "Plans for homes of this utility (slug); with `zip` or `city` it must be one that delivers there.",
        example="centerpoint",
    ),
]
TermWord = Annotated[
    str, msgspec.Meta(pattern="^(month-to-month|[1-9][0-9]?(-([1-9][0-9]?)?)?)$", max_length=20)
]
FeatureWord = Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(facets.FEATURES)})]
LeaveOutWord = Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(facets.LEAVE_OUTS)})]
Only = Annotated[facets.ListPart | None, about("One group of the list alone.", example="whole-year")]
Order = Annotated[
    Sort,
    about(
        "Order. `cost`: the groups of `only` in turn, each by the cost of the next twelve months.",
        example="cost",
    ),
]


class PlaceQuery(Query, frozen=True, kw_only=True):
    """Whose plans; none of them: all of Texas."""

    zip: Zip = None
    city: City = None
    utility: Utility = None


class FilterQuery(PlaceQuery, frozen=True, kw_only=True):
    """Which of them."""

    term: Annotated[
        tuple[TermWord, ...],
        about("Contract months: `12`, a range like `3-11` or `25-`, or `month-to-month`.", example="12"),
    ] = ()
    rate: Annotated[tuple[RateType, ...], about("How the price is set.", example="fixed")] = ()
    green: Annotated[
        int | None,
        about("At least this percent renewable.", example=100, words=facets.GREEN_PERCENTS),
    ] = None
    with_: Annotated[
        tuple[FeatureWord, ...], about("Only plans with all of these.", example="no-deposit")
    ] = msgspec.field(default=(), name="with")
    without: Annotated[
        tuple[LeaveOutWord, ...], about("Only plans with none of these.", example="prepaid")
    ] = ()
    max_usd_per_year: Annotated[
        Annotated[int, msgspec.Meta(ge=1, le=MOST_USD_PER_YEAR)] | None,
        about(
            "At most this cost of the next twelve months, in whole USD. Plans without a cost are left out.",
            example=2000,
        ),
    ] = None
    provider: Annotated[tuple[Slug, ...], about("Slugs of providers.", example="gexa-energy")] = ()


class SelectionQuery(FilterQuery, frozen=True, kw_only=True):
    """Which of them, in which order."""

    only: Only = None
    sort: Order = Sort.COST


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Whose plans are meant."""

    utilities: tuple[str, ...]
    meta: PlaceMeta | None
    """What the answer says of the place; None: all of Texas."""


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """The plans that a request means, in its order, with their costs."""

    place: Place
    usage: UsageChoice
    costs: tuple[PlanCost, ...]


def select(asked: SelectionQuery, usage: UsageChoice, world: World) -> Selection:
    """The plans that this request means. Raises NotFoundError and the ZIP refusals."""
    place = find_place(asked, world)
    choices = read_filters(asked, world)
    index = world.once(facets.index_of, place.utilities)
    market = world.market
    if choices.of(facets.Group.COST):
        index = index.with_costs(enumerate(market.costs(index.plans, usage.year)))
    costs = market.costs(index.chosen(choices), usage.year)
    if asked.only is not None:
        wanted = asked.only.group
        costs = tuple(cost for cost in costs if cost.group is wanted)
    return Selection(place=place, usage=usage, costs=rank(costs, asked.sort).costs)


def select_gone(asked: SelectionQuery, place: Place, gone: tuple[Plan, ...], world: World) -> list[Plan]:
    """Those of the plans that are no longer listed which the same filters leave, in their order.

    `only` and the limit to the cost choose by cost, and these have none: with them there are none of them.
    """
    if asked.only is not None or asked.max_usd_per_year is not None:
        return []
    choices = read_filters(asked, world)
    here = frozenset(place.utilities)
    index = facets.PlanIndex([plan for plan in gone if place.meta is None or plan.utility in here])
    return index.chosen(choices)


def read_filters(asked: FilterQuery, world: World) -> facets.Choices:
    """The filters in the words of the pages' own grammar. Raises NotFoundError for an unknown provider."""
    words = world.once(facets.known_words)
    for provider in asked.provider:
        if provider not in words.providers and provider not in words.provider_aliases:
            raise NotFoundError(
                "We know no provider of this name. /api/v1/providers lists them.", parameter="provider"
            )
    pairs = [("term", _forward(word)) for word in asked.term]
    pairs += [("rate", rate.value) for rate in asked.rate]
    pairs += [("with", word) for word in asked.with_]
    pairs += [("without", word) for word in asked.without]
    pairs += [("provider", word) for word in asked.provider]
    if asked.green is not None:
        pairs.append(("green", str(asked.green)))
    if asked.max_usd_per_year is not None:
        pairs.append(("max-usd-per-year", str(asked.max_usd_per_year)))
    return facets.parse_request((), pairs, words).choices if pairs else _NO_CHOICES


_NO_CHOICES = facets.Choices()


def _forward(word: str) -> str:
    """A range of terms that was written from its end, `24-13`, the right way round."""
    first, hyphen, last = word.partition("-")
    if hyphen and first.isdigit() and last.isdigit() and int(first) > int(last):
        return f"{last}-{first}"
    return word


def find_place(asked: PlaceQuery, world: World) -> Place:
    """Whose plans are meant. Raises NotFoundError and the ZIP refusals."""
    zip_code, city, utility = asked.zip, asked.city, asked.utility
    if utility is not None and utility not in world.atlas.utilities:
        raise NotFoundError(
            "We know no utility of this name. /api/v1/utilities lists them.", parameter="utility"
        )
    if zip_code is not None:
        return _place_of_zip(zip_code, utility, world)
    if city is not None:
        return _place_of_city(city, utility, world.atlas)
    if utility is not None:
        return Place(utilities=(utility,), meta=PlaceMeta(utilities=(utility,), kind=ZipKind.OPEN))
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
        meta=PlaceMeta(
            zip=area.zip,
            city=area.city_slug,
            utilities=utilities,
            kind=area.kind,
            code=answer.code,
            message=message,
        ),
    )


def _place_of_city(given: str, utility: str | None, atlas: Atlas) -> Place:
    city = atlas.find_city(given)
    if city is None:
        raise NotFoundError(
            "We know no Texas city of this name. /api/v1/cities lists them.", parameter="city"
        )
    utilities = _narrowed(city.utilities, utility)
    message = None
    if not city.is_open and city.other_utilities:
        message = f"Homes in {city.name} cannot choose a provider. {who_serves(city, atlas)}"
    return Place(
        utilities=utilities,
        meta=PlaceMeta(city=city.slug, utilities=utilities, kind=city.kind, message=message),
    )


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
