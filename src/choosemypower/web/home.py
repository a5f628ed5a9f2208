"""The home page, and the hub of all plans: from a ZIP code or a city to a list."""

from decimal import Decimal

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PAGE, REDIRECT
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.facets import Choice, Group, index_of
from choosemypower.http import Request
from choosemypower.plans.charges import UsageCredit
from choosemypower.plans.model import Plan
from choosemypower.pricing import Cliff, CostCurve, cost_range
from choosemypower.territories.answers import main_other_utility
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import City
from choosemypower.usage import UsageChoice, typical_usage
from choosemypower.web.addresses import given_address
from choosemypower.web.changes_view import changed_text
from choosemypower.web.charts import Chart
from choosemypower.web.curve_chart import curve_chart
from choosemypower.web.guide_names import GUIDES, Guide
from choosemypower.web.rendering import PageResponse, moved, renderer_of
from choosemypower.web.routes import reads
from choosemypower.web.usage_box import UsageBox
from choosemypower.web.views import Crumb, DataNotice, PageView, ZipForm, data_notice
from choosemypower.web.way_back import (
    TRAVELLING,
    WayBack,
    line_box,
    read_travel,
    travel_query,
    way_of_city,
)
from choosemypower.world import World

CITIES_OFFERED = 60
CITIES_ON_HOME = 8
CITIES_OF_A_UTILITY = 12
CLIFF_CANDIDATES = 12
"""Plans with the largest credits, looked at until one shows a cliff."""


KINDS = (
    (Choice(Group.TERM, "12"), "12-month", "12 months"),
    (Choice(Group.RATE, "fixed"), "fixed-rate", "Fixed price"),
    (Choice(Group.GREEN, "100"), "green-energy", "100% renewable"),
    (Choice(Group.WITH, "no-deposit"), "no-deposit", "No deposit"),
    (Choice(Group.WITH, "prepaid"), "prepaid", "Prepaid"),
)
"""Filters that stand beside each city: what they leave, segment and words."""


class CityLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    path: str
    """Its list for the visitor's home."""
    base: str
    """The path of its lists."""
    utilities: tuple[str, ...]
    zips: int
    plans: int
    lowest_usd: Decimal | None
    """A year of the typical home on the lowest plan whose price is known for the whole year."""
    kinds: tuple[tuple[str, str], ...]
    """Segment and words of the filters that leave a plan there."""


class CliffFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A real plan whose bill falls at one more kWh: why the printed price is not enough."""

    plan: Plan
    below_kwh: int
    below_usd: Decimal
    at_kwh: int
    at_usd: Decimal
    chart: Chart


class HomeView(PageView, frozen=True, kw_only=True):
    usage: UsageBox
    list_url: str
    """The list that the visitor came from; "" where none is known."""
    place: str
    """ "77002 · Houston · CenterPoint", "" where none is known."""
    zip_form: ZipForm = ZipForm()
    cities: tuple[CityLine, ...] = ()
    cliff: CliffFigure | None = None
    plans: int = 0
    providers: int = 0
    guides: tuple[Guide, ...] = GUIDES
    city_names: tuple[str, ...] = ()
    """Offered while a city is typed."""
    changed: str = ""
    """What the newest listing changed in Texas; empty while there is one only."""


class UtilityLine(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    plans: int
    lowest_usd: Decimal | None
    cities: tuple[City, ...]


class HubView(PageView, frozen=True, kw_only=True):
    usage: UsageBox
    home_query: str
    """The home, for lists of other places: "?home=1600"; "" for the typical one."""
    utilities: tuple[UtilityLine, ...]
    cities: tuple[CityLine, ...]
    plans: int
    providers: int


@reads(PAGE, "/", query=TRAVELLING, tags=(MARKET_TAG,))
async def home(
    request: Request,
    world: NamedDependency[World],
) -> Response[bytes] | Redirect:
    """The home page; it knows the place and the home that its address names."""
    usage, way = read_travel(request, world)
    address = paths.with_query(paths.HOME, travel_query(way, usage.canonical))
    if address != given_address(request, TRAVELLING):
        return moved(address)
    return PageResponse("home/home.html", home_view(world, renderer_of(request).base_url, None, usage, way))


def home_view(
    world: World,
    base_url: str,
    zip_form: ZipForm | None,
    usage: UsageChoice,
    way: WayBack | None = None,
) -> HomeView:
    """The home page; with a ZIP form that was filled in wrongly, the page that says so."""
    form = zip_form or ZipForm(value=way.zip if way else "")
    travel = travel_query(way, usage.canonical)
    title = "Texas electricity plans by real yearly cost · ChooseMyPower"
    return HomeView(
        title=f"Error: {title}" if form.error else title,
        description="Enter your ZIP code and see what plans would cost your home for a year. "
        "Every plan on the state's list, no paid places.",
        h1="What will this plan really cost you?",
        canonical_path="/",
        robots_index=form.error is None,
        data_notice=data_notice(world.dataset),
        json_ld=_site_documents(base_url),
        travel=travel,
        usage=line_box(usage, way, world, paths.HOME),
        list_url=way.url(usage) if way else "",
        place=way.place(world) if way else "",
        zip_form=form,
        cities=_city_rows(world, CITIES_ON_HOME, usage),
        city_names=tuple(sorted(city.name for city in largest_cities(world.atlas, CITIES_OFFERED))),
        cliff=world.once(find_cliff),
        plans=len(world.catalogue.plans),
        providers=len(world.catalogue.by_provider),
        changed=changed_text(world, tuple(world.atlas.utilities)),
    )


@reads(PAGE, paths.PLANS, query=TRAVELLING, tags=(MARKET_TAG,))
async def hub(
    request: Request,
    world: NamedDependency[World],
) -> Response[bytes] | Redirect:
    """All plans of Texas: choose where."""
    usage, way = read_travel(request, world)
    travel = travel_query(way, usage.canonical)
    if paths.with_query(paths.PLANS, travel) != given_address(request, TRAVELLING):
        return moved(paths.with_query(paths.PLANS, travel))
    notice = data_notice(world.dataset)
    view = HubView(
        title=f"Texas electricity plans: {len(world.catalogue.plans):,} plans by place",
        description=_hub_description(world, notice),
        h1="Electricity plans in Texas",
        canonical_path=paths.PLANS,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Electricity plans")),
        data_notice=notice,
        travel=travel,
        usage=line_box(usage, way, world, paths.PLANS),
        home_query=f"?{usage.query}" if usage.canonical else "",
        utilities=tuple(
            UtilityLine(
                slug=utility.slug,
                name=utility.short_name,
                plans=world.catalogue.plans_by_utility.get(utility.slug, 0),
                lowest_usd=_lowest_year_usd(world, (utility.slug,)),
                cities=largest_cities(world.atlas, CITIES_OF_A_UTILITY, utility=utility.slug),
            )
            for utility in sorted(world.atlas.utilities.values(), key=lambda utility: utility.short_name)
        ),
        cities=_city_rows(world, CITIES_ON_HOME, usage, with_kinds=True),
        plans=len(world.catalogue.plans),
        providers=len(world.catalogue.by_provider),
    )
    return PageResponse("home/plans.html", view)


@reads(REDIRECT, "/compare")
async def old_compare() -> Redirect:
    """The address that the specification gave to comparing."""
    return moved(paths.PLANS)


def _city_rows(
    world: World, count: int, usage: UsageChoice, *, with_kinds: bool = False
) -> tuple[CityLine, ...]:
    """The open cities with the most ZIP codes where people live; each leads to its list for the visitor's home.

    We know no populations, so we rank by none.
    """
    return tuple(
        CityLine(
            name=city.name,
            path=way_of_city(city).url(usage),
            base=paths.city(city.slug),
            utilities=tuple(world.atlas.utilities[slug].short_name for slug in city.utilities),
            zips=len(city.zips),
            plans=len(world.catalogue.of_utilities(city.utilities)),
            lowest_usd=_lowest_year_usd(world, city.utilities),
            kinds=world.once(_kinds_of_plans, city.utilities) if with_kinds else (),
        )
        for city in largest_cities(world.atlas, count)
    )


def _kinds_of_plans(world: World, utilities: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    index = world.once(index_of, utilities)
    return tuple((segment, words) for choice, segment, words in KINDS if index.mask_of(choice))


def largest_cities(atlas: Atlas, count: int, *, utility: str | None = None) -> tuple[City, ...]:
    """Open cities, most ZIP codes first; without those where most homes belong to a utility without choice."""
    cities = [
        city
        for city in atlas.cities.values()
        if city.is_open and city.has_homes and (utility is None or city.utilities[0] == utility)
    ]
    cities.sort(key=lambda city: (-len(city.zips), city.name))
    largest: list[City] = []
    for city in cities:
        if main_other_utility(city, atlas) is None:
            largest.append(city)
        if len(largest) == count:
            break
    return tuple(largest)


def _lowest_year_usd(world: World, utilities: tuple[str, ...]) -> Decimal | None:
    """What the typical home pays at least for a year; None where no plan has a price for the whole year."""
    costs = cost_range(world.typical_costs(world.catalogue.of_utilities(utilities)))
    return costs.lowest_usd if costs else None


def find_cliff(world: World) -> CliffFigure | None:
    """The plan of this dataset with the largest credit at one use, drawn; None when there is none."""
    with_credit = sorted(
        (plan for plan in world.catalogue.plans if _largest_credit_usd(plan) and plan.suspect is None),
        key=lambda plan: (-_largest_credit_usd(plan), plan.name, plan.plan_id),
    )
    kwh = typical_usage(world.profiles).year.kwh_by_month
    for plan in with_credit[:CLIFF_CANDIDATES]:
        curve = world.cost_curve(plan)
        cliff = _single_fall(curve)
        if curve is not None and cliff is not None:
            return CliffFigure(
                plan=plan,
                below_kwh=cliff.below.usage_kwh,
                below_usd=cliff.below.usd,
                at_kwh=cliff.at.usage_kwh,
                at_usd=cliff.at.usd,
                chart=curve_chart(curve, chart_id="cliff", name=plan.name, usage_kwh=(min(kwh), max(kwh))),
            )
    return None


def _single_fall(curve: CostCurve | None) -> Cliff | None:
    """The one place where the bill falls, of a curve that is simple enough to explain in a line."""
    if curve is None or curve.month is not None or len(curve.cliffs) != 1:
        return None
    (cliff,) = curve.cliffs
    return cliff if cliff.usd < 0 else None


def _largest_credit_usd(plan: Plan) -> Decimal:
    if plan.fees is None or not plan.fees.is_believed:
        return Decimal(0)
    return max((credit.usd for credit in plan.fees.of(UsageCredit) if credit.min_kwh), default=Decimal(0))


def _hub_description(world: World, notice: DataNotice) -> str:
    return (
        f"{len(world.catalogue.plans):,} plans of {len(world.catalogue.by_provider)} providers, by utility and city, "
        f"with what a year costs. Listings as of {notice.as_of:%B} {notice.as_of.day}, {notice.as_of.year}."
    )


def _site_documents(base_url: str) -> tuple[dict[str, object], ...]:
    return (
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": "ChooseMyPower",
            "url": f"{base_url}/",
            "inLanguage": "en-US",
        },
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": "ChooseMyPower",
            "url": f"{base_url}/",
        },
    )


handlers = [home, hub, old_compare]
