"""Every city in Texas, open or closed, and the cities whose homes cannot choose."""

from collections import Counter

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import MARKET_TAG, city_tag
from choosemypower.facets.canonical import Pairs
from choosemypower.http import Request
from choosemypower.territories.answers import answer_zip, main_other_utility
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import City, ZipAnswer, ZipKind
from choosemypower.territories.search import (
    MAX_CHARACTERS,
    find_cities,
    named_city,
    named_place,
    near_places,
    zip_within,
)
from choosemypower.usage import UsageChoice
from choosemypower.web.closed import ClosedView, closed_view
from choosemypower.web.rendering import PageResponse, moved
from choosemypower.web.routes import reads
from choosemypower.web.usage_box import UsageBox
from choosemypower.web.views import Crumb, PageView
from choosemypower.web.way_back import (
    TRAVELLING,
    WayBack,
    WayBackLine,
    encoded,
    line_box,
    read_line,
    read_travel,
    travel_query,
    way_of_city,
    way_of_zip,
    way_pairs,
)
from choosemypower.world import World

CITIES_WITHOUT_LETTER = 20


class CityEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table."""

    name: str
    county: str | None
    path: str
    choice: str
    """"Yes", "Partly", "No" or "Not known"."""
    served_by: tuple[str, ...]


class FirstLetter(msgspec.Struct, frozen=True):
    letter: str
    cities: int


class LocationsView(PageView, frozen=True, kw_only=True):
    usage: UsageBox
    carried: Pairs
    """Place and home, which the search keeps."""
    search: str
    letter: str | None
    letters: tuple[FirstLetter, ...]
    places: tuple[CityEntry, ...]
    near: Pairs
    """Name and address of what a misspelled search may mean."""
    community: str
    """The place of the very name searched for that is no city of ours; else empty."""
    community_zips: Pairs
    """Its ZIP codes and their pages."""
    heading: str
    total: int
    open_cities: int


@reads(PAGE, paths.CITIES, query=("letter", "q", *TRAVELLING), tags=(MARKET_TAG,))
async def locations(
    request: Request,
    world: NamedDependency[World],
    letter: FromQuery[str] = "",
    q: FromQuery[str] = "",
) -> Response[bytes] | Redirect:
    """The cities of one letter, or those that a search finds. A ZIP code leads to its own page.

    All of them in one table would be three times what a page may weigh.
    """
    usage, way = read_travel(request, world)
    search = " ".join(q.split())[:MAX_CHARACTERS]
    if (zip_code := zip_within(search)) is not None:
        answer = answer_zip(zip_code, world.atlas, plans_by_utility=None)
        if answer.redirect_url is not None:
            return Redirect(zip_answer_url(answer, usage, world), status_code=302)
    if search:
        return PageResponse("territories/locations.html", _search_view(world, search, usage, way))
    letters = _letters_of(world.atlas)
    chosen = letter.upper() or None
    if chosen is not None and chosen not in {known.letter for known in letters}:
        return moved(paths.with_query(paths.CITIES, travel_query(way, usage.canonical)))
    return PageResponse("territories/locations.html", _letter_view(world, chosen, usage, way))


def zip_answer_url(answer: ZipAnswer, usage: UsageChoice, world: World) -> str:
    """Where a ZIP code leads, for a home: its list, which keeps the ZIP code, or the page that asks or explains."""
    page = answer.redirect_url or paths.CITIES
    if answer.area is not None and page.startswith(paths.PLANS):
        way = way_of_zip(answer.area, world)
        return way.url(usage) if way is not None else page
    return paths.with_query(page, usage.query)


def search_url(name: str, usage: UsageChoice) -> str:
    """The cities and the ZIP codes that a name may mean."""
    return paths.with_query(paths.CITIES, encoded((("q", name), *usage.canonical)))


def near_links(name: str, atlas: Atlas, usage: UsageChoice, travel: str) -> Pairs:
    """Name and address of the cities and communities that a misspelled name may mean."""
    return tuple(
        (
            place.name,
            place_of(place, atlas, usage, travel).path
            if isinstance(place, City)
            else search_url(place.name, usage),
        )
        for place in near_places(atlas, name)
    )


def _letter_view(world: World, letter: str | None, usage: UsageChoice, way: WayBack | None) -> LocationsView:
    """The cities that begin with a letter; without one, those with the most ZIP codes."""
    atlas = world.atlas
    if letter is None:
        cities = tuple(
            sorted(atlas.cities.values(), key=lambda city: (-len(city.zips), city.name))[
                :CITIES_WITHOUT_LETTER
            ]
        )
        heading, title, path = "Cities with the most ZIP codes", "Every city in Texas", paths.CITIES
    else:
        cities = tuple(city for city in atlas.cities.values() if city.name[0].upper() == letter)
        heading, title = f"Cities with {letter}", f"Texas cities with {letter}"
        path = f"{paths.CITIES}?letter={letter}"
    return _view(
        world,
        cities,
        usage,
        way,
        heading=heading,
        title=f"{title}: who can choose a provider",
        path=path,
        letter=letter,
    )


def _search_view(world: World, search: str, usage: UsageChoice, way: WayBack | None) -> LocationsView:
    """The cities that a search finds."""
    cities = find_cities(world.atlas, search)
    heading = f"{len(cities):,} {'city' if len(cities) == 1 else 'cities'} for “{search}”"
    if not cities and (community := named_place(world.atlas, search)) is not None:
        heading = f"ZIP codes of {community.name}"
    return _view(
        world,
        cities,
        usage,
        way,
        heading=heading,
        title=f"Texas cities: {search}",
        path=paths.CITIES,
        search=search,
    )


def _view(
    world: World,
    cities: tuple[City, ...],
    usage: UsageChoice,
    way: WayBack | None,
    *,
    heading: str,
    title: str,
    path: str,
    letter: str | None = None,
    search: str = "",
) -> LocationsView:
    atlas = world.atlas
    travel = travel_query(way, usage.canonical)
    community = named_place(atlas, search) if search and named_city(atlas, search) is None else None
    open_cities = sum(city.is_open for city in atlas.cities.values())
    crumbs = (Crumb("Home", "/"), Crumb("Cities", paths.CITIES if letter else None))
    return LocationsView(
        title=title,
        description=f"{len(atlas.cities):,} Texas cities: in {open_cities:,} homes can choose a provider, "
        "in the others a city utility, a co-op or another company serves.",
        h1="Every city in Texas",
        canonical_path=path,
        robots_index=not search and letter is None,
        breadcrumbs=(*crumbs, Crumb(letter)) if letter else crumbs,
        section=paths.CITIES,
        travel=travel,
        usage=line_box(usage, way, world, paths.CITIES, _asked(letter, search)),
        carried=(*way_pairs(way), *usage.canonical),
        search=search,
        letter=letter,
        letters=_letters_of(atlas),
        places=tuple(place_of(city, atlas, usage, travel) for city in cities),
        near=near_links(search, atlas, usage, travel) if search and not cities and community is None else (),
        community=community.name if community is not None else "",
        community_zips=tuple(
            (zip_code, paths.with_query(paths.zip_code(zip_code), travel))
            for zip_code in (community.zips if community is not None else ())
        ),
        heading=heading,
        total=len(atlas.cities),
        open_cities=open_cities,
    )


def _asked(letter: str | None, search: str) -> Pairs:
    """What of the address is not place and home."""
    if letter:
        return (("letter", letter),)
    return (("q", search),) if search else ()


def _letters_of(atlas: Atlas) -> tuple[FirstLetter, ...]:
    """The first letters of cities, with how many begin with each."""
    counts = Counter(city.name[0].upper() for city in atlas.cities.values())
    return tuple(FirstLetter(letter, counts[letter]) for letter in sorted(counts))


def place_of(city: City, atlas: Atlas, usage: UsageChoice, travel: str) -> CityEntry:
    """A city as a row: who serves it and where its page is, for a home; `travel` is what a closed one passes on."""
    main_other = main_other_utility(city, atlas)
    if city.is_open:
        choice = "Partly" if main_other or city.other_utilities else "Yes"
        first = (main_other.name,) if main_other else ()
        served_by = (*first, *(atlas.utilities[slug].short_name for slug in city.utilities))
        path = way_of_city(city).url(usage)
    else:
        choice = "Not known" if city.kind is ZipKind.UNKNOWN else "No"
        served_by = tuple(atlas.other_utilities[slug].name for slug in city.other_utilities[:1])
        path = paths.with_query(paths.closed_city(city.slug), travel)
    return CityEntry(name=city.name, county=city.county, path=path, choice=choice, served_by=served_by)


@reads(PAGE, paths.closed_city("{city_slug:str}"), query=TRAVELLING, spelled=True)
async def closed_city(
    request: Request, world: NamedDependency[World], city_slug: FromPath[str]
) -> Response[bytes] | Redirect:
    """A city whose homes cannot choose, or mostly not. An open one leads to its plans."""
    city = world.atlas.find_city(city_slug)
    if city is None:
        raise NotFoundException
    if city.is_open and main_other_utility(city, world.atlas) is None:
        usage, _ = read_travel(request, world)
        return moved(way_of_city(city).url(usage))
    line = read_line(request, world, paths.closed_city(city.slug))
    if line.moved_to:
        return moved(line.moved_to)
    view = _closed_city_view(city, world.atlas, line)
    return PageResponse("territories/closed.html", view, tags=(city_tag(city.slug),))


def _closed_city_view(city: City, atlas: Atlas, line: WayBackLine) -> ClosedView:
    """Who supplies a city whose homes cannot choose, or mostly not."""
    return closed_view(
        city,
        city.name,
        paths.closed_city(city.slug),
        atlas,
        full_name=city.name,
        share="Most homes" if city.is_open else "Homes",
        line=line,
    )


handlers = [locations, closed_city]
