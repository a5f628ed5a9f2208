""" "Am I paying too much?": what a home pays now, beside the lowest plan of the same kind; nothing is kept."""

from litestar import Response
from litestar.di import NamedDependency

from choosemypower import paths
from choosemypower.cache.policies import PRIVATE
from choosemypower.facets.canonical import Pairs
from choosemypower.http import Request
from choosemypower.units import MONTH_NAMES
from choosemypower.web.addresses import query_pairs
from choosemypower.web.bill_answer import BillAnswer, bill_answer
from choosemypower.web.bill_form import BILLS_MAX, FIELDS, place_errors, read_figures
from choosemypower.web.calculator_view import place_of
from choosemypower.web.own_plan import label_of, plan_labels
from choosemypower.web.rendering import PageResponse
from choosemypower.web.routes import reads
from choosemypower.web.usage_box import Choosable, UsageBox
from choosemypower.web.views import Crumb, FieldError, PageView, data_notice
from choosemypower.web.way_back import (
    TRAVELLING,
    WayBack,
    line_box,
    read_travel,
    travel_query,
    way_crumbs,
    way_pairs,
)
from choosemypower.world import World


class BillCheck(PageView, frozen=True, kw_only=True):
    """`pages/check_my_bill.html`."""

    errors: tuple[FieldError, ...]
    usage: UsageBox
    """The line of place and home."""
    given: dict[str, str]
    """The fields as typed."""
    utilities: tuple[Choosable, ...]
    carried: Pairs
    """Place and home, as hidden fields."""
    bill_numbers: tuple[int, ...] = tuple(range(1, BILLS_MAX + 1))
    month_names: tuple[str, ...] = MONTH_NAMES
    plan_names: tuple[str, ...]
    """What the home's utility has on the list, to choose the own plan from; empty while no utility is known."""
    has_more_bills: bool
    """A second or third bill was typed."""
    answer: BillAnswer | None


@reads(PRIVATE, paths.CHECK_MY_BILL, query=(*FIELDS, *TRAVELLING))
async def check_my_bill(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """The form, and its answer once there is something to answer; or the form with every field that is wrong."""
    given = _typed(request)
    usage, way = read_travel(request, world)
    way = _place_of(given, way, world)
    is_asked = any(value for name, value in given.items() if name not in ("zip", "utility"))
    figures, errors = read_figures(given, world, usage) if is_asked else (None, place_errors(given, world))
    utility = figures.utility if figures else given["utility"] or (_only(way) if way else "")
    own_plan = figures.plan if figures else world.catalogue.by_id.get(given["plan"])
    if own_plan is not None:
        given["plan"] = label_of(own_plan, world)
    title = "Am I paying too much?"
    view = BillCheck(
        title=f"Error: {title}" if errors else title,
        description="Two numbers from a bill, or your plan's name: what you pay a year, what the lowest plan "
        "costs, and when to leave.",
        h1=title,
        canonical_path=paths.CHECK_MY_BILL,
        robots_index=False,
        breadcrumbs=(Crumb("Home", "/"), *way_crumbs(way, usage), Crumb(title)),
        travel=travel_query(way, usage.canonical),
        usage=line_box(
            figures.usage(world.profiles, usage) if figures else usage, way, world, paths.CHECK_MY_BILL
        ),
        carried=(*way_pairs(way), *usage.canonical),
        data_notice=data_notice(world.dataset) if world.has_listing else None,
        errors=errors,
        given=given,
        utilities=tuple(
            Choosable(slug, utility.short_name, slug == given["utility"])
            for slug, utility in world.atlas.utilities.items()
        ),
        plan_names=tuple(world.once(plan_labels, utility)) if utility else (),
        has_more_bills=any(value for name, value in given.items() if name.endswith(("2", "3"))),
        answer=bill_answer(figures, world, usage, way) if figures is not None else None,
    )
    return PageResponse("pages/check_my_bill.html", view, status=422 if errors else 200)


def _typed(request: Request) -> dict[str, str]:
    """The first that was typed into each field."""
    given = dict.fromkeys(FIELDS, "")
    for name, value in query_pairs(request):
        if name in given and not given[name]:
            given[name] = value.strip()
    return given


def _place_of(given: dict[str, str], way: WayBack | None, world: World) -> WayBack | None:
    """Where the home is: as typed, else of the plan that was named by its id, else where the visitor came from.

    Fills the form's ZIP and utility where nothing was typed.
    """
    if given["zip"] or given["utility"]:
        return _way_of_zip(given, way, world) if given["zip"] and not place_errors(given, world) else way
    named = world.catalogue.by_id.get(given["plan"])
    if named is not None:
        given["utility"] = named.utility
        if way is not None and way.zip and named.utility in way.utilities:
            given["zip"] = way.zip
    elif way is not None:
        given |= {"zip": way.zip, "utility": _only(way)}
    return way


def _way_of_zip(given: dict[str, str], way: WayBack | None, world: World) -> WayBack | None:
    way = place_of({"zip": given["zip"]}, world).way or way
    if way is not None and given["utility"] in way.utilities and len(way.utilities) > 1:
        return way.of_utility(given["utility"])
    return way


def _only(way: WayBack) -> str:
    return way.utilities[0] if len(way.utilities) == 1 else ""


handlers = [check_my_bill]
