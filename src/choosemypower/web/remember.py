"""What a visitor asks us to remember: the home, its utility, a shortlist; for half an hour, behind one cookie.

No page reads the cookie. What is remembered reaches a page as a fragment that nobody may keep, or stands on a page
of its own.
"""

import re
from urllib.parse import urlencode

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PRIVATE
from choosemypower.errors import InvalidFormError
from choosemypower.facets.canonical import Pairs
from choosemypower.http import Request
from choosemypower.sharing.sessions import COOKIE, SessionStore, cleared_cookie, session_cookie
from choosemypower.usage import USAGE_PARAMETERS, Profiles, parse_usage
from choosemypower.web.forms import require_same_origin, sent_pairs
from choosemypower.web.rendering import FragmentResponse, PageResponse
from choosemypower.web.routes import reads
from choosemypower.web.usage_box import usage_words
from choosemypower.web.views import Crumb, PageView
from choosemypower.web.way_back import PARAMETER, TRAVELLING, find_way, line_of, read_travel
from choosemypower.world import World

MOST_PLANS = 4
FORM_BYTES_MAX = 8_000
_OWN_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.-]{0,300}")
_HAS_USAGE_BOX = re.compile(f"{paths.PLANS}/.+")


class RememberedHome(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: nothing that says who or where the visitor is."""

    usage: Pairs = ()
    utility: str | None = None
    plans: tuple[str, ...] = ()
    page: str | None = None
    """Where the visitor was; a path of ours."""


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """What a page or a fragment shows of it; `sentence` is None when there is nothing."""

    sentence: str | None = None
    plans: tuple[str, ...] = ()
    plans_url: str | None = None
    use_url: str | None = None
    """The visitor's present page for the remembered home."""
    back_url: str | None = None


class RememberedPage(PageView, frozen=True, kw_only=True):
    home: Remembered


@post("/remember", status_code=303, request_max_body_size=FORM_BYTES_MAX, **PRIVATE.handler_options())
async def remember(
    request: Request,
    world: NamedDependency[World],
) -> Redirect:
    """Keep what the form says, beside what was kept before, and show it."""
    require_same_origin(request)
    given = [(name, text) for name, value in await sent_pairs(request) if (text := value.strip())]
    sessions, token = _sessions(request), request.cookies.get(COOKIE)
    before = await sessions.find(token, RememberedHome)
    home = _home(given, before or RememberedHome(), world)
    token = await sessions.keep(home, token if before is not None else None)
    return Redirect("/remembered", status_code=303, headers={"Set-Cookie": session_cookie(token)})


@post("/forget", status_code=303, request_max_body_size=FORM_BYTES_MAX, **PRIVATE.handler_options())
async def forget(request: Request) -> Redirect:
    """Delete what is kept, and the cookie."""
    require_same_origin(request)
    await _sessions(request).forget(request.cookies.get(COOKIE))
    return Redirect("/remembered", status_code=303, headers={"Set-Cookie": cleared_cookie()})


@reads(PRIVATE, "/remembered", query=TRAVELLING)
async def remembered_page(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """What is kept for this visitor."""
    home = await _sessions(request).find(request.cookies.get(COOKIE), RememberedHome)
    usage, way = read_travel(request, world)
    if home is not None:
        usage = usage if usage.canonical else parse_usage(dict(home.usage), world.profiles)
        way = way or find_way({PARAMETER: (home.page or "").removeprefix(f"{paths.PLANS}/")}, world)
    line = line_of(request, world, "/remembered", usage, way)
    view = RememberedPage(
        title="What we remember for you",
        description="The home that you asked us to remember, and how to delete it.",
        h1="What we remember for you",
        canonical_path="/remembered",
        robots_index=False,
        breadcrumbs=(Crumb("Home", "/"), Crumb("What we remember for you")),
        line=line.box,
        travel=line.travel,
        home=_shown(home, None, world.profiles),
    )
    return PageResponse("remembered/page.html", view)


@reads(PRIVATE, "/fragments/remembered")
async def remembered_fragment(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """The same for the page that the visitor is on; empty when nothing is kept."""
    home = await _sessions(request).find(request.cookies.get(COOKIE), RememberedHome)
    view = _shown(home, _own_path(request.query_params.get("page", "")), world.profiles)
    return FragmentResponse("remembered/_home.html", view)


def _home(given: list[tuple[str, str]], before: RememberedHome, world: World) -> RememberedHome:
    single = dict(given)
    usage = (
        parse_usage(single, world.profiles).canonical if set(single) & set(USAGE_PARAMETERS) else before.usage
    )
    utility = single.get("utility") or before.utility
    if utility is not None and utility not in world.atlas.utilities:
        raise InvalidFormError("That utility is not one of ours.", errors={"utility": "unknown"})
    wanted = tuple(dict.fromkeys(value for name, value in given if name == "plan"))
    if any(plan not in world.catalogue.by_id for plan in wanted):
        raise InvalidFormError("One of these plans is not in our list.", errors={"plan": "unknown"})
    if len(wanted) > MOST_PLANS:
        raise InvalidFormError(f"{MOST_PLANS} plans are the most.", errors={"plan": "too many"})
    if not (usage or utility or wanted or before.plans):
        raise InvalidFormError("There is nothing to remember in this form.", errors={"home": "missing"})
    page = _own_path(single.get("page", "")) or before.page
    return RememberedHome(usage=usage, utility=utility, plans=wanted or before.plans, page=page)


def _shown(home: RememberedHome | None, page: str | None, profiles: Profiles) -> Remembered:
    if home is None:
        return Remembered()
    usage = parse_usage(dict(home.usage), profiles)
    compared = [*(("plan", plan) for plan in home.plans), *home.usage]
    return Remembered(
        sentence=usage_words(usage),
        plans=home.plans,
        plans_url=f"{paths.COMPARE}?{urlencode(compared)}" if home.plans else None,
        use_url=_with_usage(page, home) if page is not None and _HAS_USAGE_BOX.fullmatch(page) else None,
        back_url=_with_usage(home.page, home) if home.page is not None else None,
    )


def _with_usage(page: str, home: RememberedHome) -> str:
    return f"{page}?{urlencode(home.usage)}" if home.usage else page


def _own_path(text: str) -> str | None:
    """A path of this site, or nothing: never an address elsewhere."""
    return text if _OWN_PATH.fullmatch(text) else None


def _sessions(request: Request) -> SessionStore:
    sessions: SessionStore = request.app.state.sessions
    return sessions


handlers = [remember, forget, remembered_page, remembered_fragment]
