"""From a ZIP code to a list of plans, to a choice of utilities, or to the reason why there is no choice."""

from datetime import datetime
from urllib.parse import quote

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import NO_STORE, PAGE
from choosemypower.editions.tags import city_tag, utility_tag, zip_tag
from choosemypower.events import OTHER, CountKind, Recorder
from choosemypower.http import Request
from choosemypower.territories.answers import answer_zip, plans_path
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import Utility, ZipAnswer, ZipAnswerCode, ZipArea
from choosemypower.territories.places import nearest_open_cities
from choosemypower.territories.search import (
    MAX_CHARACTERS,
    answer_line,
    begins_one_city,
    find_cities,
    is_name,
    named_city,
    named_place,
    unknown_city,
)
from choosemypower.usage import USAGE_PARAMETERS, UsageChoice, parse_usage
from choosemypower.web.addresses import first_values
from choosemypower.web.closed import ClosedView, closed_view
from choosemypower.web.home import home_view
from choosemypower.web.locations import near_links, place_of, search_url, zip_answer_url
from choosemypower.web.meter_form import MeterForm, meter_form_of
from choosemypower.web.rendering import PageResponse, renderer_of
from choosemypower.web.routes import reads
from choosemypower.web.territory_evidence import (
    ClosedChoice,
    EvidenceLine,
    closed_choices,
    evidence_lines,
    possible_names,
)
from choosemypower.web.views import Crumb, PageView, ZipForm
from choosemypower.web.way_back import TRAVELLING, WayBackLine, line_of, read_travel, way_of_zip
from choosemypower.world import World

TOWNS_OF_A_UTILITY = 3
UNANSWERED = (
    ZipAnswerCode.NO_PLANS,
    ZipAnswerCode.UNKNOWN_UTILITY,
    ZipAnswerCode.NOT_FOUND,
    ZipAnswerCode.NOT_TEXAS,
    ZipAnswerCode.INVALID_FORMAT,
)
"""Neither plans nor the reason why there are none."""


class SplitChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the utilities with choice of a ZIP, with what tells it from the others."""

    utility: Utility
    path: str
    towns: tuple[str, ...]
    """Near cities that belong to it alone."""
    plans: int


class OpenZipView(PageView, frozen=True, kw_only=True):
    """A ZIP where homes choose: the utilities that deliver there, as far as sources say."""

    area: ZipArea
    lead: str
    listed_on: datetime
    """Of which day the numbers of plans are."""
    choices: tuple[SplitChoice, ...]
    closed_choices: tuple[ClosedChoice, ...]
    """Utilities without choice that may be a home's as well."""
    possible: tuple[str, ...]
    evidence: tuple[EvidenceLine, ...]
    meter_form: MeterForm | None
    """None where no meter look-up is set up."""


@reads(NO_STORE, paths.ZIP_FORM, query=("zip", *USAGE_PARAMETERS))
async def navigate(
    request: Request,
    world: NamedDependency[World],
    zip: FromQuery[str] = "",
) -> Response[bytes] | Redirect:
    """Where the ZIP form leads: on to the right page, or back with what is wrong. A city's name leads on too.

    Not kept, so that we count it.
    """
    usage = _usage_of(request, world)
    given = " ".join(zip.split())[:MAX_CHARACTERS]
    if is_name(given):
        return _navigate_to_city(request, given, usage, world)
    answer = answer_line(given, world.atlas, plans_by_utility=world.catalogue.plans_by_utility)
    _count_search(request.app.state.events, answer)
    if answer.redirect_url is not None:
        return Redirect(zip_answer_url(answer, usage, world), status_code=302)
    form = ZipForm(value=answer.given, error=answer.message)
    view = home_view(world, renderer_of(request).base_url, form, usage)
    return PageResponse("home/home.html", view, status=422)


def _usage_of(request: Request, world: World) -> UsageChoice:
    """The home of an address. Raises InvalidParameterError."""
    return parse_usage(first_values(request), world.profiles)


def _count_search(events: Recorder, answer: ZipAnswer) -> None:
    """Count a search by its ZIP code, where that is one of Texas; nothing else that was typed is kept."""
    label = answer.area.zip if answer.area is not None else OTHER
    events.count(CountKind.ZIP, label)
    events.count(CountKind.ZIP_ANSWER, answer.code.value)
    if answer.code in UNANSWERED:
        events.count(CountKind.ZIP_UNANSWERED, label if label != OTHER else answer.code.value)


def _navigate_to_city(
    request: Request, name: str, usage: UsageChoice, world: World
) -> Response[bytes] | Redirect:
    """To the page of the city of this name; to all that it may mean; or back, where there is none."""
    place = None if named_city(world.atlas, name) else named_place(world.atlas, name)
    if place is not None and len(place.zips) == 1:
        answer = answer_zip(place.zips[0], world.atlas, plans_by_utility=world.catalogue.plans_by_utility)
        _count_search(request.app.state.events, answer)
        return Redirect(zip_answer_url(answer, usage, world), status_code=302)
    if place is not None:
        return Redirect(search_url(place.name, usage), status_code=302)
    meant = named_city(world.atlas, name) or begins_one_city(world.atlas, name)
    if meant is not None:
        return Redirect(place_of(meant, world.atlas, usage, usage.query).path, status_code=302)
    if find_cities(world.atlas, name):
        return Redirect(search_url(name, usage), status_code=302)
    # What is neither a city nor a ZIP code is a search that we could not answer.
    _count_search(request.app.state.events, answer_zip(name, world.atlas, plans_by_utility=None))
    near = near_links(name, world.atlas, usage, usage.query)
    form = ZipForm(
        field="city",
        value=name,
        error=unknown_city(name, world.atlas),
        near=near,
    )
    view = home_view(world, renderer_of(request).base_url, form, usage)
    return PageResponse("home/home.html", view, status=422)


@reads(PAGE, paths.zip_code("{zip:str}"), query=TRAVELLING, spelled=True)
async def zip_page(
    request: Request,
    world: NamedDependency[World],
    zip: FromPath[str],
) -> Response[bytes] | Redirect:
    """One ZIP: who delivers there and how we know, or why there is no choice."""
    usage, way = read_travel(request, world)
    answer = answer_zip(zip, world.atlas, plans_by_utility=world.catalogue.plans_by_utility)
    area = answer.area
    if area is None:
        form = ZipForm(value=answer.given, error=answer.message)
        view = home_view(world, renderer_of(request).base_url, form, usage)
        return PageResponse("home/home.html", view, status=404)
    if area.utilities and way is not None and way.zip != area.zip:
        way = None  # the place is the one that this page is about
    path = paths.zip_code(quote(area.zip))
    line = line_of(request, world, path, usage, way)
    if line.moved_to:
        return Redirect(line.moved_to, status_code=301)
    if area.utilities and way is None:
        line = line_of(request, world, path, usage, way_of_zip(area, world))
    tags: tuple[str, ...] = (zip_tag(area.zip), city_tag(area.city_slug))
    if area.utilities:
        tags = (*map(utility_tag, area.utilities), *tags)
        return PageResponse(
            "territories/zip.html",
            _open_zip_view(area, usage, world, line, meter_form_of(request, area.zip, line.travel)),
            tags=tags,
        )
    return PageResponse(
        "territories/closed.html",
        _closed_zip_view(area, world.atlas, line, meter_form_of(request, area.zip, line.travel)),
        tags=tags,
    )


def _open_zip_view(
    area: ZipArea, usage: UsageChoice, world: World, line: WayBackLine, meter_form: MeterForm | None
) -> OpenZipView:
    """Who delivers in a ZIP where homes choose; never guessed where sources name several."""
    atlas = world.atlas
    names = [atlas.utilities[slug].short_name for slug in area.utilities]
    names += [atlas.other_utilities[slug].name for slug in area.named_others]
    asks = len(names) > 1
    return OpenZipView(
        title=f"{area.zip} has {len(names)} utilities: choose yours"
        if asks
        else f"Who delivers power in {area.zip}, {area.city}?",
        description=f"{area.city}, {area.zip}: homes belong to {' or '.join(names)}. The name is on your bill.",
        h1=_heading(area, names),
        canonical_path=paths.zip_code(area.zip),
        robots_index=False,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Cities", paths.CITIES), Crumb(area.zip)),
        section=paths.CITIES,
        area=area,
        lead=_lead(area, atlas),
        listed_on=world.dataset.as_of,
        line=line.box,
        travel=line.travel,
        choices=tuple(_choice(slug, area, usage, world) for slug in area.utilities),
        closed_choices=closed_choices(area, atlas),
        possible=possible_names(area, atlas),
        evidence=evidence_lines(area, atlas),
        meter_form=meter_form,
    )


def _heading(area: ZipArea, names: list[str]) -> str:
    if len(names) > 1:
        return f"{area.zip} has {len(names)} utilities. Who delivers your power?"
    return f"{names[0]} {'delivers' if area.is_settled else 'most likely delivers'} power in {area.zip}"


def _lead(area: ZipArea, atlas: Atlas) -> str:
    place = f"{area.zip} is in {area.city}{f', {area.county} County' if area.county else ''}."
    if area.is_settled:
        name = atlas.utilities[area.utilities[0]].short_name
        return f"{place} The sources that we have agree on {name}, and its homes choose their provider."
    return (
        f"{place} Your address decides the utility, and the utility decides which plans you can take. "
        "The sources do not settle it for every home."
    )


def _choice(slug: str, area: ZipArea, usage: UsageChoice, world: World) -> SplitChoice:
    page = plans_path(area.zip, slug, world.atlas)
    way = way_of_zip(area, world, slug) if page.startswith(paths.PLANS) else None
    return SplitChoice(
        utility=world.atlas.utilities[slug],
        path=way.url(usage) if way is not None else paths.with_query(page, usage.query),
        towns=_towns(slug, area, world.atlas),
        plans=world.catalogue.plans_by_utility.get(slug, 0),
    )


def _closed_zip_view(
    area: ZipArea, atlas: Atlas, line: WayBackLine, meter_form: MeterForm | None
) -> ClosedView:
    """Why homes of a ZIP cannot choose, or that nobody told us who serves it."""
    return closed_view(
        area,
        area.zip,
        paths.zip_code(area.zip),
        atlas,
        full_name=f"{area.zip}, {area.city}",
        line=line,
        evidence=evidence_lines(area, atlas),
        meter_form=meter_form,
    )


def _towns(utility: str, area: ZipArea, atlas: Atlas) -> tuple[str, ...]:
    """Near cities where this utility alone delivers, so that a visitor sees where its lines run."""
    near = nearest_open_cities(atlas, atlas.cities[area.city_slug], 60)
    return tuple(city.name for city in near if city.utilities == (utility,))[:TOWNS_OF_A_UTILITY]


handlers = [navigate, zip_page]
