"""What changed since an earlier listing, for one place and home; and the same of each utility as an Atom feed."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.errors import InvalidParameterError, NotFoundError
from choosemypower.http import Request
from choosemypower.usage import parse_usage
from choosemypower.web.addresses import first_values
from choosemypower.web.atom import ATOM, atom_feed
from choosemypower.web.calculator_view import HomePlace, place_of
from choosemypower.web.changes_feed import change_entries, latest_changes
from choosemypower.web.changes_view import THIRTY_DAYS, changes_page
from choosemypower.web.rendering import PageResponse, renderer_of
from choosemypower.web.routes import reads
from choosemypower.web.trends import printed_use, year_chart
from choosemypower.web.way_back import TRAVELLING
from choosemypower.world import World
from choosemypower.world.changes import listing_changes, priced_changes
from choosemypower.world.history import market_history

PARAMETERS = ("zip", "city", "utility", "since", *TRAVELLING)


@reads(PAGE, paths.CHANGES, query=PARAMETERS, tags=(MARKET_TAG,))
async def changes(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """Plans that are new, gone, dearer or cheaper for this home."""
    given = first_values(request)
    usage = parse_usage(given, world.profiles)
    since = given.get("since", "")
    if since not in ("", "last-listing", THIRTY_DAYS):
        raise InvalidParameterError(
            "The parameter since can be “last-listing” or “30-days”.", parameter="since"
        )
    is_long = since == THIRTY_DAYS
    place = _place(given, world)
    listing = await listing_changes(world, is_long=is_long)
    is_here = bool(place.utilities) and place.error is None
    priced = await priced_changes(listing, usage.year, place.utilities, world) if is_here else None
    # Of several utilities no one market is the place's.
    steps = await market_history(world, place.utilities[0]) if is_here and len(place.utilities) == 1 else ()
    chart = year_chart(steps, printed_use(usage), world)
    view = changes_page(listing, priced, place, usage, chart, is_long=is_long, world=world)
    return PageResponse("pages/changes.html", view, status=422 if place.error else 200)


@reads(PAGE, f"{paths.UTILITIES}/{{slug:str}}/changes.atom", tags=(MARKET_TAG,))
async def feed(request: Request, world: NamedDependency[World], slug: FromPath[str]) -> Response[bytes]:
    """The last listings that changed something for the homes of a utility, newest first."""
    utility = world.atlas.utilities.get(slug)
    if utility is None:
        raise NotFoundError("We do not know this utility.")
    absolute = renderer_of(request).absolute
    page = absolute(paths.changes(utility=slug))
    content = atom_feed(
        title=f"Electricity plans of {utility.short_name} homes: what changed",
        page=page,
        feed=absolute(paths.changes_feed(slug)),
        updated=world.dataset.as_of,
        entries=change_entries(await world.once_read(latest_changes), slug, page=page, absolute=absolute),
    )
    return Response(content, media_type=ATOM)


def _place(given: dict[str, str], world: World) -> HomePlace:
    """The place of a ZIP code, a city or a utility; nothing of them: none."""
    slug = given.get("utility", "").lower()
    if slug and slug not in world.atlas.utilities:
        raise NotFoundError("We do not know this utility. Start with your ZIP code.")
    place = place_of(given, world)
    if place.error or not slug:
        return place
    if place.utilities and slug not in place.utilities:
        raise NotFoundError("This utility does not deliver there. Start with your ZIP code.")
    way = place.way.of_utility(slug) if place.way and len(place.way.city.utilities) > 1 else place.way
    return HomePlace(zip=place.zip, city=place.city, utilities=(slug,), way=way)


handlers = [changes, feed]
