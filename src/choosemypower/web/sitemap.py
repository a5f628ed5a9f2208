"""What search engines are told: robots.txt, a sitemap index and its parts."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice
from math import ceil

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from markupsafe import escape

from choosemypower import paths
from choosemypower.cache.policies import SITEMAP
from choosemypower.facets import FACETS, Choice, index_of, is_indexable
from choosemypower.http import Request
from choosemypower.plans.model import Plan
from choosemypower.territories.answers import main_other_utility
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import City, ZipKind
from choosemypower.web.guide_names import GUIDES, REVIEWED_ON
from choosemypower.web.rendering import Renderer, renderer_of
from choosemypower.web.routes import reads
from choosemypower.world import World

XML = "application/xml; charset=utf-8"
FIXED_PAGES = (
    "/",
    paths.PLANS,
    paths.CITIES,
    paths.PROVIDERS,
    paths.CALCULATOR,
    paths.READ_A_LABEL,
    paths.CHANGES,
    paths.TRENDS,
    "/about",
    paths.HOW_WELL,
    "/contact",
    "/privacy",
    "/terms",
    "/accessibility",
    paths.API_DOCS,
)
MAX_URLS = 50_000
"""Longer files are refused (sitemaps.org)."""
PAGES_MAX = 1000


class SitemapEntry(msgspec.Struct, frozen=True):
    path: str
    changed_on: date | None = None
    """Day on which what the page says really changed; None where we do not know."""


@reads(SITEMAP, "/robots.txt")
async def robots(request: Request) -> Response[bytes]:
    """Only fragments are closed: a page that may not be read never shows its own `noindex`."""
    text = (
        f"User-agent: *\nDisallow: /fragments/\n\nSitemap: {renderer_of(request).absolute('/sitemap.xml')}\n"
    )
    return Response(text.encode(), media_type="text/plain")


@reads(SITEMAP, "/sitemap.xml")
async def sitemap_index(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """The files of the sitemap; a part that is longer than a file may be has several."""
    renderer, files = renderer_of(request), []
    for path, list_entries in PARTS.items():
        count = sum(1 for _ in list_entries(world))
        files += [
            path if number == 0 else f"{path}?page={number + 1}" for number in range(ceil(count / MAX_URLS))
        ]
    locations = (f"<sitemap><loc>{renderer.absolute(file)}</loc></sitemap>" for file in files)
    return _xml("sitemapindex", "".join(locations))


def _page_entries(world: World) -> Iterator[SitemapEntry]:
    """Pages that every release has."""
    for path in FIXED_PAGES:
        yield SitemapEntry(path)
    for slug in world.atlas.utilities:
        yield SitemapEntry(paths.utility(slug))


def _guide_entries(_: World) -> Iterator[SitemapEntry]:
    """The guides and their list."""
    yield SitemapEntry(paths.GUIDES, REVIEWED_ON)
    for guide in GUIDES:
        yield SitemapEntry(paths.guide(guide.slug), REVIEWED_ON)


def _city_entries(world: World) -> Iterator[SitemapEntry]:
    """The pages of each city, the largest first: its list of plans, and who serves homes that cannot choose."""
    changed_on = cache(
        lambda utilities: _last_change(world.catalogue.of_utilities(utilities))
    )  # few are different
    for city in _largest_first(world.atlas):
        if any(utility in world.catalogue.by_utility for utility in city.utilities):
            yield SitemapEntry(paths.city(city.slug), changed_on(city.utilities))
        is_closed = not city.is_open and city.kind is not ZipKind.UNKNOWN
        if is_closed or (city.is_open and main_other_utility(city, world.atlas) is not None):
            yield SitemapEntry(paths.closed_city(city.slug))


def _filter_entries(world: World) -> Iterator[SitemapEntry]:
    """Filtered lists that may be indexed, of every city where people live: one segment, three plans or more."""
    segments = cache(lambda utilities: tuple(_indexable_segments(world, utilities)))
    for city in _largest_first(world.atlas):
        if city.is_open and city.has_homes:
            for segment, changed_on in segments(city.utilities):
                yield SitemapEntry(f"{paths.city(city.slug)}/{segment}", changed_on)


def _plan_entries(world: World) -> Iterator[SitemapEntry]:
    """Plans that are listed now."""
    for plan in world.catalogue.plans:
        yield SitemapEntry(plan.url, plan.updated_on)


def _provider_entries(world: World) -> Iterator[SitemapEntry]:
    """Providers with plans."""
    for slug, plans in sorted(world.catalogue.by_provider.items()):
        yield SitemapEntry(paths.provider(slug), _last_change(plans))


PARTS: dict[str, Callable[[World], Iterator[SitemapEntry]]] = {
    "/sitemap-pages.xml": _page_entries,
    "/sitemap-guides.xml": _guide_entries,
    "/sitemap-cities.xml": _city_entries,
    "/sitemap-filters.xml": _filter_entries,
    "/sitemap-plans.xml": _plan_entries,
    "/sitemap-providers.xml": _provider_entries,
}


@reads(SITEMAP, list(PARTS), query=("page",))
async def sitemap_part(
    request: Request,
    world: NamedDependency[World],
    page: FromQuery[int] = 1,
) -> Response[bytes]:
    """One file of the sitemap. A part without entries has one that is empty; the index does not name it."""
    renderer, lines = renderer_of(request), ""
    if 1 <= page <= PAGES_MAX:
        entries = PARTS[request.scope["path"]](world)
        lines = "".join(
            _line(renderer, entry) for entry in islice(entries, (page - 1) * MAX_URLS, page * MAX_URLS)
        )
    if not lines and page != 1:
        raise NotFoundException("This part of the sitemap has no such page.")
    return _xml("urlset", lines)


def _line(renderer: Renderer, entry: SitemapEntry) -> str:
    changed = f"<lastmod>{entry.changed_on.isoformat()}</lastmod>" if entry.changed_on else ""
    return f"<url><loc>{escape(renderer.absolute(entry.path))}</loc>{changed}</url>\n"


def _largest_first(atlas: Atlas) -> list[City]:
    """Open cities before closed ones, those with most ZIP codes first: who takes a part takes what most ask for."""
    return sorted(
        atlas.cities.values(),
        key=lambda city: (not city.is_open, not city.has_homes, -len(city.zips), city.name),
    )


def _last_change(plans: Iterable[Plan]) -> date | None:
    """The last day on which any of these plans changed."""
    return max((plan.updated_on for plan in plans if plan.updated_on is not None), default=None)


def _indexable_segments(world: World, utilities: tuple[str, ...]) -> Iterator[tuple[str, date | None]]:
    index = world.once(index_of, utilities)
    for segment, choice in _segment_choices():
        mask = index.mask_of(choice)
        if is_indexable(segments=1, has_query=False, plans=mask.bit_count()):
            chosen = (plan for bit, plan in enumerate(index.plans) if mask >> bit & 1)
            yield segment, _last_change(chosen)


def _segment_choices() -> Iterator[tuple[str, Choice]]:
    """Every segment that is the same in all cities, in canonical order."""
    for facet in FACETS:
        for segment, word in facet.segments():
            yield segment, Choice(facet.group, word)


def _xml(root: str, content: str) -> Response[bytes]:
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{namespace}">\n{content}</{root}>\n'
    return Response(text.encode(), media_type=XML)


handlers = [robots, sitemap_index, sitemap_part]
