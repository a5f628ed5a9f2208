"""Plans side by side for one home, at most four, or only what differs between them."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.di import NamedDependency

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import plan_tag
from choosemypower.errors import InvalidParameterError
from choosemypower.facets import index_of
from choosemypower.http import Request
from choosemypower.plans.model import Plan
from choosemypower.plans.queries import find_plan
from choosemypower.pricing import rank
from choosemypower.sentences import list_of
from choosemypower.territories.atlas import Atlas
from choosemypower.usage import UsageChoice, parse_usage
from choosemypower.web.addresses import first_values, query_pairs
from choosemypower.web.charts import Chart
from choosemypower.web.compare_charts import compared_curves, compared_months
from choosemypower.web.compare_rows import Compared, ComparisonRow, compare_rows
from choosemypower.web.filters import along, plural
from choosemypower.web.home import largest_cities
from choosemypower.web.plan import or_none
from choosemypower.web.rendering import PageResponse
from choosemypower.web.routes import reads
from choosemypower.web.usage_box import UsageBox, usage_box
from choosemypower.web.views import Crumb, PageView, data_notice
from choosemypower.web.way_back import (
    TRAVELLING,
    WayBack,
    encoded,
    find_way,
    refused_zip,
    travel_query,
    way_crumbs,
    way_pairs,
)
from choosemypower.world import World

GONE, UNKNOWN = "No longer listed", "Not known"
"""Said in each row of a plan that is not on the list."""
MAX_PLANS = 4
MAX_GIVEN = 12
"""More ids than this in one address are not looked at."""
PLAN_ID_CHARACTERS = 20


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One plan of the comparison; an unknown one has no address."""

    name: str
    provider: str
    url: str | None
    utility: str
    plan_id: str
    remove_url: str


class ComparePage(PageView, frozen=True, kw_only=True):
    """`compare/plans.html`."""

    columns: tuple[Column, ...]
    rows: tuple[ComparisonRow, ...]
    notices: tuple[str, ...]
    only_different: bool
    toggle_url: str
    usage: UsageBox
    months: Chart | None
    """All plans on one axis."""
    curve: Chart | None
    add_url: str | None
    """The list with these plans ticked, to add one; None when there are four."""
    list_url: str
    """Back to the list."""
    is_list_known: bool
    """The address says which list the visitor came from."""
    list_key: str
    """Which list the plans can stand in: that of their utility."""
    ids: tuple[str, ...]


@reads(PAGE, paths.COMPARE, query=("plan", "only", *TRAVELLING), budget="plan")
async def compare_plans(
    request: Request,
    world: NamedDependency[World],
) -> Response[bytes]:
    """The plans named in the address, side by side for one home."""
    pairs = query_pairs(request)
    given = [value for name, value in pairs if name == "plan" and value]
    ids = list(dict.fromkeys(given))[:MAX_GIVEN]
    parameters = first_values(request)
    usage = parse_usage(parameters, world.profiles)
    way = find_way(parameters, world)
    only = next((value for name, value in pairs if name == "only" and value), "")
    if only not in ("", "different"):
        raise InvalidParameterError("The parameter only can be “different”.", parameter="only")
    gone = {
        plan_id: await _find_gone(plan_id)
        for plan_id in ids[:MAX_PLANS]
        if plan_id not in world.catalogue.by_id
    }
    twice = [plan_id for plan_id in ids[:MAX_PLANS] if given.count(plan_id) > 1]
    view = _compare_view(ids, gone, usage, only_different=bool(only), world=world, way=way, twice=twice)
    if message := refused_zip(request, world).message:
        view = msgspec.structs.replace(view, notices=(message, *view.notices))
    tags = (
        "compare/plans",
        *(plan_tag(plan_id) for plan_id in ids[:MAX_PLANS] if plan_id in world.catalogue.by_id),
    )
    return PageResponse("compare/plans.html", view, tags=tags)


async def _find_gone(plan_id: str) -> Plan | None:
    """A plan that was listed once, for its name; None when nobody knows it or the database is out of reach."""
    if len(plan_id) > PLAN_ID_CHARACTERS or not plan_id.isalnum() or not plan_id.isascii():
        return None
    return await or_none(find_plan(plan_id))


def _compare_view(
    ids: Sequence[str],
    gone: Mapping[str, Plan | None],
    usage: UsageChoice,
    *,
    only_different: bool,
    world: World,
    way: WayBack | None = None,
    twice: Sequence[str] = (),
) -> ComparePage:
    """The page for these plan ids: the first four in the order of a list, the gone ones last.

    `twice`: those that the address names more than once.
    """
    on = world.on
    shown, left_out = ids[:MAX_PLANS], ids[MAX_PLANS:]
    plans = [world.catalogue.by_id[plan_id] for plan_id in shown if plan_id in world.catalogue.by_id]
    groups = rank(world.market.costs(plans, usage.year)).groups
    compared = [
        Compared(
            plan=cost.plan,
            cost=cost,
            bills=world.year_bills(cost.plan, usage.year),
            curve=world.cost_curve(cost.plan),
        )
        for group in groups
        for cost in group.costs
    ]
    missing = [plan_id for plan_id in shown if plan_id not in world.catalogue.by_id]
    rows = compare_rows(compared, _why_missing(missing, gone), on)
    h1 = f"Compare {plural(len(shown), 'plan')}" if shown else "Compare plans"
    address = _Address(shown, usage, way)
    list_url = way.url(usage) if way else _list_url(compared, usage, world)
    travel = travel_query(way, usage.canonical)
    ticked_url = list_url
    if list_url != paths.PLANS:
        ticked_url = along(list_url, encoded(tuple(("plan", one.plan.plan_id) for one in compared)))
    return ComparePage(
        title=h1,
        description="Two to four plans side by side, for one home: cost for a year, months, fees and terms.",
        h1=h1,
        canonical_path=paths.COMPARE,
        robots_index=False,
        breadcrumbs=(Crumb("Home", "/"), *way_crumbs(way, usage), Crumb("Compare plans")),
        travel=travel,
        data_notice=data_notice(world.dataset),
        columns=tuple(
            [_column(one.plan, address, world.atlas) for one in compared]
            + [_missing_column(plan_id, gone.get(plan_id), address) for plan_id in missing]
        ),
        rows=tuple(row for row in rows if row.differs or not only_different or len(compared) < 2),
        notices=(
            *_notices(compared, shown, left_out, world),
            *_twice(twice, world),
            *_elsewhere(compared, way, world),
        ),
        only_different=only_different,
        toggle_url=address.to(only_different=not only_different),
        usage=usage_box(
            usage,
            world.profiles,
            carried=(*(("plan", plan_id) for plan_id in shown), *way_pairs(way)),
            home_url=address.to(usage=()),
            calculator_url=paths.with_query(paths.CALCULATOR, travel),
            place=way.place(world) if way else "",
        ),
        months=compared_months(compared, world.market.months),
        curve=compared_curves(compared, (min(usage.year.kwh_by_month), max(usage.year.kwh_by_month))),
        add_url=ticked_url if 0 < len(shown) < MAX_PLANS else None,
        list_url=ticked_url,
        is_list_known=way is not None,
        list_key=_list_key(compared, way, world),
        ids=tuple(shown),
    )


def _list_url(compared: Sequence[Compared], usage: UsageChoice, world: World) -> str:
    """The list of the largest city that the plans' utility serves, with these plans ticked, for the same home."""
    utilities = {one.plan.utility for one in compared}
    if len(utilities) != 1:
        return paths.PLANS
    cities = largest_cities(world.atlas, 1, utility=next(iter(utilities)))
    if not cities:
        return paths.PLANS
    path = paths.city(cities[0].slug)
    return paths.with_query(path, urlencode(usage.canonical))


def _list_key(compared: Sequence[Compared], way: WayBack | None, world: World) -> str:
    """Under which name the list remembers its ticks."""
    served = {one.plan.utility for one in compared}
    if way is None or not served <= set(way.utilities) or len(way.utilities) == 1:
        return "+".join(sorted(served))
    return "+".join(world.once(index_of, way.city.utilities).utilities)


def _elsewhere(compared: Sequence[Compared], way: WayBack | None, world: World) -> Iterator[str]:
    """Plans that a home of the visitor's list cannot take."""
    for one in compared:
        if way is not None and one.plan.utility not in way.home_utilities(world):
            served = world.atlas.utilities[one.plan.utility].short_name
            yield (f"{one.plan.name} is for homes served by {served}. Your list is of {way.place(world)}.")


def _twice(ids: Sequence[str], world: World) -> Iterator[str]:
    for one in ids:
        name = world.catalogue.by_id[one].name if one in world.catalogue.by_id else "An unknown plan"
        yield f"The address names {name} more than once. It stands here once."


class _Address:
    """Addresses of the same comparison with something changed."""

    def __init__(self, ids: Sequence[str], usage: UsageChoice, way: WayBack | None) -> None:
        self.ids = ids
        self.usage = usage.canonical
        self.way = way_pairs(way)

    def to(
        self,
        *,
        without: str | None = None,
        only_different: bool = False,
        usage: tuple[tuple[str, str], ...] | None = None,
    ) -> str:
        pairs = [("plan", plan_id) for plan_id in self.ids if plan_id != without]
        if only_different:
            pairs.append(("only", "different"))
        pairs.extend(self.way)
        pairs.extend(self.usage if usage is None else usage)
        return paths.with_query(paths.COMPARE, encoded(tuple(pairs)))

    @property
    def travel(self) -> str:
        """What goes along to a plan."""
        return encoded((*self.way, *self.usage))


def _column(plan: Plan, address: _Address, atlas: Atlas) -> Column:
    utility = atlas.utilities.get(plan.utility)
    return Column(
        name=plan.name,
        provider=plan.provider_name,
        url=paths.with_query(plan.url, address.travel),
        utility=utility.short_name if utility else plan.utility,
        plan_id=plan.plan_id,
        remove_url=address.to(without=plan.plan_id),
    )


def _why_missing(missing: Sequence[str], gone: Mapping[str, Plan | None]) -> list[str]:
    return [GONE if gone.get(plan_id) else UNKNOWN for plan_id in missing]


def _missing_column(plan_id: str, plan: Plan | None, address: _Address) -> Column:
    return Column(
        name=plan.name if plan else "Unknown plan",
        provider=GONE if plan else "We do not know this plan.",
        url=plan.url if plan else None,
        utility="",
        plan_id="",
        remove_url=address.to(without=plan_id),
    )


def _notices(
    compared: Sequence[Compared], shown: Sequence[str], left_out: Sequence[str], world: World
) -> list[str]:
    found = []
    if len(shown) == 0:
        found.append("Choose two to four plans in the list of your city.")
    elif len(shown) == 1:
        found.append("Choose at least one more plan to compare.")
    if left_out:
        names = [
            world.catalogue.by_id[one].name if one in world.catalogue.by_id else "an unknown plan"
            for one in left_out
        ]
        found.append(f"You can compare 4 plans. We left out {list_of(names)}.")
    if len({one.plan.utility for one in compared}) > 1:
        found.append("These plans are for different utilities. A home can only use one of them.")
    return found


handlers = [compare_plans]
