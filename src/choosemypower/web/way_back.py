"""Where a visitor came from: the list of a city under its filters, which travels in the addresses of other pages.

`from=houston/12-month?without=prepaid` beside the home's use: a plan, a comparison, the calculator and a provider
lead back to that very list, for the same home, and pass both on. Nothing is kept anywhere but in the address.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec
from litestar import Response
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.errors import InvalidParameterError
from choosemypower.facets import Choices, FacetRequest, Group, known_words, parse_request
from choosemypower.facets.canonical import Pairs, quoted
from choosemypower.facets.grammar import ZIP
from choosemypower.http import Request
from choosemypower.territories.model import City, ZipArea
from choosemypower.territories.search import answer_line
from choosemypower.usage import USAGE_PARAMETERS, UsageChoice, parse_usage
from choosemypower.web.addresses import first_values, given_address
from choosemypower.web.list_links import ListLinks
from choosemypower.web.rendering import PageResponse, moved
from choosemypower.web.usage_box import UsageBox, place_words, usage_box
from choosemypower.web.views import Crumb, PageView
from choosemypower.world import World

PARAMETER = "from"
TRAVELLING = (PARAMETER, ZIP, *USAGE_PARAMETERS)
"""Every query parameter that place and home travel in. A ZIP code alone stands for the whole list of its place."""
MAX_CHARACTERS = 400


class WayBackLine(msgspec.Struct, frozen=True, kw_only=True):
    """Place and home on a page that says the same for all of them."""

    box: UsageBox
    travel: str
    """The query that takes both along; empty where neither is known."""
    home: str
    """The query of the home alone, for lists of other places."""
    moved_to: str = ""
    """The page's address as it is spelled, where the request spelled it differently."""


class WayBack(msgspec.Struct, frozen=True, kw_only=True):
    """The list that a visitor came from."""

    city: City
    utilities: tuple[str, ...]
    """Whose plans the list holds."""
    request: FacetRequest
    word: str
    """ "houston/12-month?without=prepaid", without the home."""

    @property
    def pairs(self) -> Pairs:
        return ((PARAMETER, self.word),)

    def url(self, usage: UsageChoice) -> str:
        """The very list, for a home."""
        return ListLinks(self.city.slug, self.request, usage.canonical).to(part=self.request.part)

    @property
    def zip(self) -> str:
        """The ZIP code that the visitor named; "" where it was the city."""
        return self.request.zip

    def home_utilities(self, world: World) -> tuple[str, ...]:
        """Who may deliver at the visitor's home: of the list's utilities those of the ZIP code, where one was named."""
        area = world.atlas.zips.get(self.zip)
        return (
            tuple(slug for slug in self.utilities if area is None or slug in area.utilities) or self.utilities
        )

    def of_utility(self, slug: str) -> "WayBack":
        """The same list for the homes of one of its utilities."""
        choices = self.request.choices.choosing(Group.UTILITY, slug)
        return _way(self.city, msgspec.structs.replace(self.request, choices=choices))

    def place(self, world: World) -> str:
        """ "77002 · Houston · CenterPoint": as much as is known."""
        names = [world.atlas.utilities[slug].short_name for slug in self.utilities]
        return place_words(self.zip, self.city.name, names)


def find_way(given: Mapping[str, str], world: World) -> WayBack | None:
    """The list that an address names, for the home of the ZIP code that it names; None where we know neither."""
    left = _left_list(given, world)
    area = world.atlas.zips.get(given.get(ZIP, "").strip())
    if area is None or (left is not None and left.zip == area.zip):
        return left
    if left is not None and area.utilities and area.city_slug == left.city.slug:
        return _way(left.city, msgspec.structs.replace(left.request, zip=area.zip))
    return way_of_zip(area, world) or left


class RefusedZip(msgspec.Struct, frozen=True):
    """A ZIP code of the address where we know no list, and what we say to it; without one, nothing."""

    pairs: Pairs = ()
    message: str = ""


def refused_zip(request: Request, world: World) -> RefusedZip:
    """What of a ZIP code in the address no list of ours answers."""
    given = _named_zip(request)
    area = world.atlas.zips.get(given)
    if not given or (area is not None and way_of_zip(area, world) is not None):
        return RefusedZip()
    answer = answer_line(given, world.atlas, plans_by_utility=None)
    return RefusedZip(((ZIP, answer.given),), answer.message)


def names_zip(request: Request) -> bool:
    """Whether the address names a ZIP code by itself, not as part of a list that was left."""
    return bool(_named_zip(request))


def _named_zip(request: Request) -> str:
    return first_values(request).get(ZIP, "")


def _left_list(given: Mapping[str, str], world: World) -> WayBack | None:
    text = given.get(PARAMETER, "")
    if not text or len(text) > MAX_CHARACTERS:
        return None
    if not world.has_listing:
        return None  # the words of its filters come from the plans
    path, _, query = text.partition("?")
    slug, *segments = path.strip("/").lower().split("/")
    city = world.atlas.find_city(slug)
    if city is None or not city.is_open:
        return None
    try:
        request = parse_request(
            segments, parse_qsl(query, max_num_fields=50), world.once(known_words), city.utilities, city.zips
        )
    except (InvalidParameterError, ValueError):
        return None
    return _way(city, request)


def way_of_zip(area: ZipArea, world: World, utility: str | None = None) -> WayBack | None:
    """The whole list for a ZIP code, as if it had been left; None where homes cannot choose.

    `utility` where it is known which of several delivers.
    """
    city = world.atlas.cities[area.city_slug]
    if not area.utilities or not city.is_open:
        return None
    way = _way(city, FacetRequest(choices=Choices(), usage_parameters={}, zip=area.zip))
    chosen = utility or (area.utilities[0] if len(area.utilities) == 1 else None)
    return way.of_utility(chosen) if len(city.utilities) > 1 and chosen in city.utilities else way


def way_of_city(city: City) -> WayBack:
    """The whole list of an open city."""
    return _way(city, FacetRequest(choices=Choices(), usage_parameters={}))


def _way(city: City, request: FacetRequest) -> WayBack:
    chosen = request.choices.one(Group.UTILITY)
    return WayBack(
        city=city,
        utilities=(chosen,) if chosen else city.utilities,
        request=request,
        word=ListLinks(city.slug, request, ()).word,
    )


def read_travel(request: Request, world: World) -> tuple[UsageChoice, WayBack | None]:
    """The home and the way back of a request. Raises InvalidParameterError for a home that cannot be."""
    given = first_values(request)
    return parse_usage(given, world.profiles), find_way(given, world)


def read_line(request: Request, world: World, path: str) -> WayBackLine:
    """Place and home of a page that depends on nothing else. Raises InvalidParameterError."""
    return line_of(request, world, path, *read_travel(request, world))


def lined_page(request: Request, world: World, template: str, view: PageView) -> Response[bytes] | Redirect:
    """A page that says the same for every place and home: with its line of them, at the one address for them.

    Search engines keep the one without. Raises InvalidParameterError for a home that cannot be.
    """
    line = read_line(request, world, view.canonical_path)
    if line.moved_to:
        return moved(line.moved_to)
    view = msgspec.structs.replace(view, line=line.box, travel=line.travel, robots_index=not line.travel)
    return PageResponse(template, view)


def line_of(
    request: Request, world: World, path: str, usage: UsageChoice, way: WayBack | None
) -> WayBackLine:
    """The same where the page has a place of its own."""
    travel = travel_query(way, usage.canonical)
    address = paths.with_query(path, travel)
    return WayBackLine(
        box=line_box(usage, way, world, path),
        travel=travel,
        home=usage.query,
        moved_to="" if address == given_address(request, TRAVELLING) else address,
    )


def way_pairs(way: WayBack | None) -> Pairs:
    """What hidden fields and addresses carry of the way back."""
    return way.pairs if way is not None else ()


def way_crumbs(way: WayBack | None, usage: UsageChoice) -> tuple[Crumb, ...]:
    """The step of a breadcrumb that leads back to the list."""
    return (Crumb(f"{way.city.name} plans", way.url(usage)),) if way is not None else ()


def line_box(usage: UsageChoice, way: WayBack | None, world: World, path: str, more: Pairs = ()) -> UsageBox:
    """The line of place and home for a page at `path`, which takes no other parameters than `more`."""
    return usage_box(
        usage,
        world.profiles,
        carried=(*more, *way_pairs(way)),
        home_url=paths.with_query(path, encoded((*more, *way_pairs(way)))),
        calculator_url=paths.with_query(paths.CALCULATOR, travel_query(way, usage.canonical)),
        place=way.place(world) if way else "",
    )


def travel_query(way: WayBack | None, usage: Pairs) -> str:
    """What follows the question mark of a link, so that place and home go along; empty where neither is known."""
    return encoded((*way_pairs(way), *usage))


def encoded(pairs: Pairs) -> str:
    """Pairs as a query, written as `given_address` writes them."""
    return "&".join([f"{name}={quoted(value)}" for name, value in pairs])
