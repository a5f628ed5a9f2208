"""One field for everything: cities, providers, plans and ZIP codes by a few characters of their name."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower import paths
from choosemypower.api.answers import Answer, list_answer
from choosemypower.api.operations import Operation
from choosemypower.api.place_json import city_json, count_plans
from choosemypower.api.queries import Query, about
from choosemypower.api.routes import reads
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.sentences import folded
from choosemypower.territories.search import named_city, place_words, zip_within
from choosemypower.world import World

VISIBLE = r"^[^\s\x00-\x1f\x7f-\x9f\ufffd][^\x00-\x1f\x7f-\x9f\ufffd]*[^\s\x00-\x1f\x7f-\x9f\ufffd]$"
KINDS = ("city", "provider", "plan", "zip")
MATCHES = ("exact", "prefix", "contains")
DEFAULT_LIMIT = 20


class SearchHit(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something whose name holds what was asked."""

    kind: Annotated[str, Meta(extra_json_schema={"enum": list(KINDS)})]
    key: Annotated[str, Meta(description="Slug, plan id or ZIP code: the last part of its address here.")]
    name: str
    detail: Annotated[str, Meta(description="What tells it from others of the same name; may be empty.")]
    plan_count: Annotated[int, Meta(description="Plans of the current listing behind it.")]
    page_url: Annotated[str, Meta(description="Its page on this site, without the host.")]
    match: Annotated[str, Meta(extra_json_schema={"enum": list(MATCHES)})]


class SearchQuery(Query, frozen=True, kw_only=True):
    q: Annotated[
        str,
        about(
            "2 to 100 characters of a name, or the first digits of a ZIP code. Case and accents are ignored.",
            "free",
            example="hous",
            pattern=VISIBLE,
            min_length=2,
            max_length=100,
        ),
    ]
    kind: Annotated[str | None, about("Only this kind.", example="city", words=KINDS)] = None
    limit: Annotated[int, about("Most hits to return.", example=20, ge=1, le=100)] = DEFAULT_LIMIT


SEARCH = Operation(
    id="search",
    path="/api/v1/search",
    summary="Cities, providers, plans and ZIP codes by name",
    description="Exact names first, then names that begin with the words, then names that hold them. "
    "`meta.total` counts all hits.",
    tag="Search",
    query=SearchQuery,
    answer=Answer[tuple[SearchHit, ...]],
)


class _Entry(msgspec.Struct, frozen=True):
    folded: str
    kind: str
    key: str
    name: str
    detail: str
    plan_count: int
    page_url: str


@reads(SEARCH, budget="plan", tags=(MARKET_TAG,))
async def search(asked: SearchQuery, world: World) -> Response[bytes]:
    """What is called like this?"""
    meant = _meant(asked.q, world)
    ranked = sorted(
        (rank, KINDS.index(entry.kind), -entry.plan_count, entry.folded, entry.key, entry)
        for entry in world.once(entries_of)
        if asked.kind in (None, entry.kind) and (rank := rank_of(meant, entry)) is not None
    )
    hits = [_hit(entry, rank) for rank, *_, entry in ranked[: asked.limit]]
    return list_answer(world, asked, SEARCH.path, hits, total=len(ranked))


class Meant(msgspec.Struct, frozen=True):
    """What a text may name."""

    words: str
    place_words: str
    """Without the state and the ZIP code, which people write behind a place's name; empty for digits alone."""
    places: tuple[tuple[str, str], ...]
    """Kind and key of the city and the ZIP code that it names, however they are spelled."""


def _meant(text: str, world: World) -> Meant:
    city, zip_code = named_city(world.atlas, text), zip_within(text)
    places = ((("city", city.slug),) if city else ()) + ((("zip", zip_code),) if zip_code else ())
    return Meant(folded(text), place_words(text), places)


def rank_of(meant: Meant, entry: _Entry) -> int | None:
    """How well a name fits: 0 exact, 1 prefix, 2 begins a word of it, 3 inside a word; None: not at all."""
    if (entry.kind, entry.key) in meant.places:
        return 0
    rank = _rank_of_words(meant.words, entry)
    if rank is None and meant.place_words and entry.kind in ("city", "zip"):
        return _rank_of_words(meant.place_words, entry)
    return rank


def _rank_of_words(words: str, entry: _Entry) -> int | None:
    if entry.folded == words:
        return 0
    if entry.folded.startswith(words):
        return 1
    if entry.kind == "zip" or words not in entry.folded:
        return None
    return 2 if f" {words}" in entry.folded else 3


def entries_of(world: World) -> tuple[_Entry, ...]:
    """Everything that can be found; ask for it as `world.once(entries_of)`."""
    return (*_cities(world), *_providers(world), *_plans(world), *_zips(world), *_communities(world))


def _cities(world: World) -> list[_Entry]:
    found = [city_json(city, world) for city in world.atlas.cities.values()]
    return [
        _Entry(
            folded(city.name),
            "city",
            city.slug,
            city.name,
            f"{city.county} County" if city.county else "",
            city.plan_count,
            city.page_url,
        )
        for city in found
    ]


def _providers(world: World) -> list[_Entry]:
    return [
        _Entry(
            folded(provider.name),
            "provider",
            provider.slug,
            provider.name,
            provider.legal_name or "",
            len(world.catalogue.by_provider.get(provider.slug, ())),
            paths.provider(provider.slug),
        )
        for provider in world.catalogue.providers
    ]


def _plans(world: World) -> list[_Entry]:
    def place(utility: str) -> str:
        known = world.atlas.utilities.get(utility)
        return known.short_name if known else utility

    return [
        _Entry(
            folded(plan.name),
            "plan",
            plan.plan_id,
            plan.name,
            f"{plan.provider_name}, {place(plan.utility)}",
            1,
            plan.url,
        )
        for plan in world.catalogue.plans
    ]


def _zips(world: World) -> list[_Entry]:
    return [
        _Entry(
            area.zip,
            "zip",
            area.zip,
            area.zip,
            area.city,
            count_plans(world, area.utilities),
            paths.zip_code(area.zip),
        )
        for area in world.atlas.zips.values()
    ]


def _communities(world: World) -> list[_Entry]:
    """The ZIP codes of places that are no cities of ours, under the place's name."""
    areas = (
        (place, world.atlas.zips[zip_code]) for place in world.atlas.place_names for zip_code in place.zips
    )
    return [
        _Entry(
            folded(place.name),
            "zip",
            area.zip,
            area.zip,
            f"{place.name}, {area.city}",
            count_plans(world, area.utilities),
            paths.zip_code(area.zip),
        )
        for place, area in areas
    ]


def _hit(entry: _Entry, rank: int) -> SearchHit:
    return SearchHit(
        kind=entry.kind,
        key=entry.key,
        name=entry.name,
        detail=entry.detail,
        plan_count=entry.plan_count,
        page_url=entry.page_url,
        match=MATCHES[min(rank, 2)],
    )


handlers = [search]
