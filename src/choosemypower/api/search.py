"""One field for everything: cities, providers, plans and ZIP codes by a few characters of their name."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

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
from choosemypower.territories.model import ZipArea
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
            "2 to 100 characters of a name, or the first digits of a ZIP code. Case and accents are ignored. A place "
            "may stand with its state and ZIP code, as in “Houston, TX” and “Katy TX 77494”.",
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


class _Entry(NamedTuple):
    folded: str
    """The name that it is found by."""
    hit: SearchHit


@reads(SEARCH, budget="plan", tags=(MARKET_TAG,))
async def search(asked: SearchQuery, world: World) -> Response[bytes]:
    """What is called like this?"""
    meant = _meant(asked.q, world)
    ranked = sorted(
        (rank, KINDS.index(entry.hit.kind), -entry.hit.plan_count, entry.folded, entry.hit.key, entry.hit)
        for entry in world.once(_entries_of)
        if asked.kind in (None, entry.hit.kind) and (rank := _rank_of(meant, entry)) is not None
    )
    hits = [
        msgspec.structs.replace(hit, match=MATCHES[min(rank, 2)]) for rank, *_, hit in ranked[: asked.limit]
    ]
    return list_answer(world, asked, SEARCH.path, hits, total=len(ranked))


class _Meant(msgspec.Struct, frozen=True):
    """What a text may name."""

    words: str
    place_words: str
    """Without the state and the ZIP code, which people write behind a place's name; empty for digits alone."""
    places: tuple[tuple[str, str], ...]
    """Kind and key of the city and the ZIP code that it names, however they are spelled."""


def _meant(text: str, world: World) -> _Meant:
    city, zip_code = named_city(world.atlas, text), zip_within(text)
    places = ((("city", city.slug),) if city else ()) + ((("zip", zip_code),) if zip_code else ())
    return _Meant(folded(text), place_words(text), places)


def _rank_of(meant: _Meant, entry: _Entry) -> int | None:
    """How well a name fits: 0 exact, 1 prefix, 2 begins a word of it, 3 inside a word; None: not at all."""
    if (entry.hit.kind, entry.hit.key) in meant.places:
        return 0
    rank = _rank_of_words(meant.words, entry)
    if rank is None and meant.place_words and entry.hit.kind in ("city", "zip"):
        return _rank_of_words(meant.place_words, entry)
    return rank


def _rank_of_words(words: str, entry: _Entry) -> int | None:
    if entry.folded == words:
        return 0
    if entry.folded.startswith(words):
        return 1
    if entry.hit.kind == "zip" or words not in entry.folded:
        return None
    return 2 if f" {words}" in entry.folded else 3


def _entries_of(world: World) -> tuple[_Entry, ...]:
    """Everything that can be found; ask for it as `world.once(_entries_of)`."""
    return (*_cities(world), *_providers(world), *_plans(world), *_zips(world), *_communities(world))


def _cities(world: World) -> Iterator[_Entry]:
    for city in world.atlas.cities.values():
        found = city_json(city, world)
        county = f"{found.county} County" if found.county else ""
        yield _entry("city", found.slug, found.name, county, found.plan_count, found.page_url)


def _providers(world: World) -> Iterator[_Entry]:
    for one in world.catalogue.providers:
        plans = len(world.catalogue.by_provider.get(one.slug, ()))
        yield _entry("provider", one.slug, one.name, one.legal_name or "", plans, paths.provider(one.slug))


def _plans(world: World) -> Iterator[_Entry]:
    for plan in world.catalogue.plans:
        utility = world.atlas.utilities.get(plan.utility)
        place = utility.short_name if utility else plan.utility
        yield _entry("plan", plan.plan_id, plan.name, f"{plan.provider_name}, {place}", 1, plan.url)


def _zips(world: World) -> Iterator[_Entry]:
    for area in world.atlas.zips.values():
        yield _zip(world, area, area.zip, area.city)


def _communities(world: World) -> Iterator[_Entry]:
    """The ZIP codes of places that are no cities of ours, under the place's name."""
    for place in world.atlas.place_names:
        for area in map(world.atlas.zips.__getitem__, place.zips):
            yield _zip(world, area, place.name, f"{place.name}, {area.city}")


def _zip(world: World, area: ZipArea, called: str, detail: str) -> _Entry:
    plans = count_plans(world, area.utilities)
    found = _entry("zip", area.zip, area.zip, detail, plans, paths.zip_code(area.zip))
    return found._replace(folded=folded(called))


def _entry(kind: str, key: str, name: str, detail: str, plan_count: int, page_url: str) -> _Entry:
    hit = SearchHit(
        kind=kind,
        key=key,
        name=name,
        detail=detail,
        plan_count=plan_count,
        page_url=page_url,
        match=MATCHES[0],
    )
    return _Entry(folded(name), hit)


handlers = [search]
