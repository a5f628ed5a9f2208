"""From a ZIP code to a list of plans, to a choice of utilities, or to the reason why there is no choice."""

from datetime import datetime
from urllib.parse import quote

import msgspec
from litestar import Response, route
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from choosemypower.cache.policies import PAGE, REDIRECT
from choosemypower.cache.tags import city_tag, utility_tag, zip_tag
from choosemypower.http import GET_AND_HEAD, Request
from choosemypower.territories.answers import answer_zip
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import Utility, ZipAnswer, ZipArea, ZipKind
from choosemypower.territories.places import nearest_cities
from choosemypower.web.closed import ClosedView, closed_view
from choosemypower.web.home import home_view
from choosemypower.web.rendering import PageResponse, renderer_of
from choosemypower.web.views import Crumb, PageView, ZipForm
from choosemypower.world import World

TOWNS_OF_A_UTILITY = 3


class UtilityChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the utilities of a split ZIP, with what tells it from the others."""

    utility: Utility
    path: str
    towns: tuple[str, ...]
    """Near cities that belong to it alone."""
    plans: int


class SplitView(PageView, frozen=True, kw_only=True):
    area: ZipArea
    listed_on: datetime
    """Of which day the numbers of plans are."""
    choices: tuple[UtilityChoice, ...]


@route("/zip", http_method=GET_AND_HEAD, **REDIRECT.handler_options(query=("zip",)))
async def navigate(
    request: Request,
    world: NamedDependency[World],
    zip: FromQuery[str] = "",
) -> Response[bytes] | Redirect:
    """Where the ZIP form leads: on to the right page, or back with what is wrong."""
    answer = answer_zip(zip, world.atlas, plans_by_utility=world.catalogue.plans_by_utility)
    if answer.redirect_url is not None:
        return Redirect(answer.redirect_url, status_code=302)
    form = ZipForm(value=answer.given, error=answer.message)
    view = home_view(world, renderer_of(request).base_url, form)
    return PageResponse("home/home.html", view, status=422)


@route("/zip/{zip:str}", http_method=GET_AND_HEAD, **PAGE.handler_options())
async def zip_page(
    request: Request,
    world: NamedDependency[World],
    zip: FromPath[str],
) -> Response[bytes] | Redirect:
    """One ZIP: its utilities to choose from, or why there is no choice. An open one leads to its plans."""
    answer = answer_zip(zip, world.atlas, plans_by_utility=world.catalogue.plans_by_utility)
    area = answer.area
    if area is None:
        form = ZipForm(value=answer.given, error=answer.message)
        view = home_view(world, renderer_of(request).base_url, form)
        return PageResponse("home/home.html", view, status=404)
    if zip != area.zip:
        return Redirect(f"/zip/{quote(area.zip)}", status_code=301)
    tags: tuple[str, ...] = (zip_tag(area.zip), city_tag(area.city_slug))
    if area.kind is ZipKind.OPEN:
        assert answer.redirect_url is not None, "an open ZIP has a list of plans"
        return Redirect(answer.redirect_url, status_code=302)
    if area.kind is ZipKind.SPLIT:
        tags = (*map(utility_tag, area.utilities), *tags)
        return PageResponse("territories/split.html", split_view(area, answer, world), tags=tags)
    return PageResponse("territories/closed.html", closed_zip_view(area, world.atlas), tags=tags)


def split_view(area: ZipArea, answer: ZipAnswer, world: World) -> SplitView:
    """The question which of several utilities delivers; never guessed."""
    names = [world.atlas.utilities[slug].short_name for slug in area.utilities]
    return SplitView(
        title=f"{area.zip} has {len(names)} utilities: choose yours",
        description=f"{area.city}, {area.zip}: homes belong to {' or '.join(names)}. The name is on your bill.",
        h1=answer.message,
        canonical_path=f"/zip/{area.zip}",
        robots_index=False,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Cities", "/locations"), Crumb(area.zip)),
        section="/locations",
        area=area,
        listed_on=world.dataset.as_of,
        choices=tuple(
            UtilityChoice(
                utility=world.atlas.utilities[slug],
                path=f"/electricity-plans/{area.city_slug}?utility={slug}",
                towns=_towns(slug, area, world.atlas),
                plans=world.catalogue.plans_by_utility.get(slug, 0),
            )
            for slug in area.utilities
        ),
    )


def closed_zip_view(area: ZipArea, atlas: Atlas) -> ClosedView:
    """Why homes of a ZIP cannot choose, or that nobody told us who serves it."""
    return closed_view(area, area.zip, f"/zip/{area.zip}", atlas, full_name=f"{area.zip}, {area.city}")


def _towns(utility: str, area: ZipArea, atlas: Atlas) -> tuple[str, ...]:
    """Near cities where this utility alone delivers, so that a visitor sees where its lines run."""
    near = nearest_cities(atlas, atlas.cities[area.city_slug], 60, open_only=True)
    return tuple(city.name for city in near if city.utilities == (utility,))[:TOWNS_OF_A_UTILITY]


handlers = [navigate, zip_page]
