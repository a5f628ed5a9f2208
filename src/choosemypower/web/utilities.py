"""Utilities: who delivers, what delivery costs now and cost before, whom to call in an outage."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import utility_tag
from choosemypower.http import Request
from choosemypower.providers.names import slugify
from choosemypower.territories.answers import main_other_utility
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import City, DeliveryCharge, Utility
from choosemypower.units import texas_day
from choosemypower.usage import UsageChoice
from choosemypower.web.addresses import given_address
from choosemypower.web.delivery_chart import DeliveryChart, delivery_chart
from choosemypower.web.filters import cents_exact, day, usd_cents
from choosemypower.web.home import largest_cities
from choosemypower.web.plan_money import delivery_confirmed_on
from choosemypower.web.rendering import PageResponse, moved
from choosemypower.web.routes import reads
from choosemypower.web.usage_box import UsageBox
from choosemypower.web.views import Crumb, PageView, data_notice
from choosemypower.web.way_back import (
    TRAVELLING,
    WayBack,
    encoded,
    line_box,
    read_travel,
    travel_query,
    way_crumbs,
)
from choosemypower.world import World

CITIES_SHOWN = 60
SHOWN_AT_KWH = 1000


class UtilityView(PageView, frozen=True, kw_only=True):
    usage: UsageBox
    utility: Utility
    current: DeliveryCharge | None
    """In force on the day the page was made, as far as documented."""
    usd_at_1000_kwh: Decimal | None
    history: tuple[DeliveryCharge, ...]
    """Newest first."""
    chart: DeliveryChart | None
    cities: tuple[City, ...]
    cities_total: int
    plans: int
    plans_path: str | None
    """The list that the visitor came from, else that of the city with the most ZIP codes."""
    plans_city: str | None
    last_confirmed_on: date | None
    """Date of the newest facts label of a listed plan that prints the newest charge."""
    other_utilities: tuple[Utility, ...]
    usage_query: str
    """The home, for links to lists."""


@reads(PAGE, paths.utility("{slug:str}"), query=TRAVELLING, budget="provider", spelled=True)
async def utility_page(
    request: Request,
    world: NamedDependency[World],
    slug: FromPath[str],
) -> Response[bytes] | Redirect:
    """One utility with choice."""
    utility = _named(slug.lower(), world.atlas)
    if utility is None:
        raise NotFoundException
    usage, way = read_travel(request, world)
    address = paths.with_query(paths.utility(utility.slug), travel_query(way, usage.canonical))
    if address != given_address(request, TRAVELLING):
        return moved(address)
    view = _utility_view(utility, world, usage, way, today=texas_day(datetime.now(UTC)))
    return PageResponse("territories/utility.html", view, tags=(utility_tag(utility.slug),))


def _named(slug: str, atlas: Atlas) -> Utility | None:
    """The utility of a slug, or of its name written as one: "nueces-electric-cooperative", "centerpoint-energy"."""
    by_name = {
        slugify(name): utility
        for utility in atlas.utilities.values()
        for name in (utility.name, utility.short_name)
    }
    return atlas.utilities.get(slug) or by_name.get(slug)


def _utility_view(
    utility: Utility, world: World, usage: UsageChoice, way: WayBack | None, *, today: date
) -> UtilityView:
    """What everyone served by a utility pays for delivery, and where to see plans."""
    current = world.atlas.find_delivery_charge(utility.slug, today)
    series = world.atlas.delivery_charges.get(utility.slug, ())
    cities = sorted(
        (city for city in world.atlas.cities.values() if utility.slug in city.utilities),
        key=lambda city: city.name,
    )
    is_own = way is not None and utility.slug in way.utilities
    example = way.city if way is not None and is_own else _example(utility.slug, cities, world.atlas)
    plans = world.catalogue.plans_by_utility.get(utility.slug, 0)
    plans_path = _plans_path(example, utility.slug, usage) if example else None
    if way is not None and is_own:
        plans_path = way.url(usage)
    return UtilityView(
        title=f"{utility.short_name} delivery charges and outages",
        description=_description(utility, current, len(cities)),
        h1=utility.name,
        canonical_path=paths.utility(utility.slug),
        robots_index=not (way or usage.canonical),
        breadcrumbs=(
            Crumb("Home", "/"),
            *(way_crumbs(way, usage) or (Crumb("Electricity plans", paths.PLANS),)),
            Crumb(utility.short_name),
        ),
        travel=travel_query(way, usage.canonical),
        usage=line_box(usage, way, world, paths.utility(utility.slug)),
        usage_query=usage.query,
        data_notice=data_notice(world.dataset),
        utility=utility,
        current=current,
        usd_at_1000_kwh=current.usd_at(SHOWN_AT_KWH) if current else None,
        history=tuple(reversed(series)),
        chart=delivery_chart(series, until=today),
        cities=_shown(cities, largest_cities(world.atlas, CITIES_SHOWN, utility=utility.slug)),
        cities_total=len(cities),
        plans=plans,
        plans_path=plans_path if plans else None,
        plans_city=example.name if example else None,
        last_confirmed_on=world.once(delivery_confirmed_on, utility.slug),
        other_utilities=tuple(other for other in world.atlas.utilities.values() if other is not utility),
    )


def _example(utility: str, cities: Sequence[City], atlas: Atlas) -> City | None:
    """The city with the most ZIP codes where a utility delivers, for a link to its plans."""

    def reach(city: City) -> tuple[bool, int, int]:
        zips = sum(utility in atlas.zips[zip_code].utilities for zip_code in city.zips)
        return (main_other_utility(city, atlas) is None, zips, len(city.zips))

    return max(cities, key=reach, default=None)


def _shown(cities: Sequence[City], largest: Sequence[City]) -> tuple[City, ...]:
    """All cities of a small utility; the largest of one with more than a page can hold, A to Z."""
    if len(cities) <= CITIES_SHOWN:
        return tuple(cities)
    return tuple(sorted(largest, key=lambda city: city.name))


def _plans_path(city: City, utility: str, usage: UsageChoice) -> str:
    own = () if city.utilities == (utility,) else (("utility", utility),)
    return paths.with_query(paths.city(city.slug), encoded((*own, *usage.canonical)))


def _description(utility: Utility, current: DeliveryCharge | None, cities: int) -> str:
    parts = []
    if current is not None and current.usd_per_kwh is not None:
        parts.append(
            f"{usd_cents(current.usd_per_month)} a month and {cents_exact(current.usd_per_kwh)} per kWh "
            f"since {day(current.valid_from)}."
        )
    if utility.outage_phone:
        parts.append(f"Outages: {utility.outage_phone}.")
    parts.append(f"Delivers power in {cities:,} Texas cities.")
    return " ".join(parts)


handlers = [utility_page]
