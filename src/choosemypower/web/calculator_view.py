"""The calculator's page: the ways to say how much power a home uses, and the year that comes of it."""

from collections.abc import Mapping, Sequence

import msgspec

from choosemypower import paths
from choosemypower.pricing import CostGroup
from choosemypower.sentences import list_of
from choosemypower.territories.answers import who_serves
from choosemypower.territories.model import City, ZipKind
from choosemypower.territories.search import (
    MAX_CHARACTERS,
    answer_line,
    is_name,
    named_city,
    named_place,
    unknown_city,
)
from choosemypower.units import MONTH_NAMES, MONTHS_IN_YEAR, texas_day
from choosemypower.usage import Heating, UsageChoice, UsageWay
from choosemypower.web.charts import Chart
from choosemypower.web.filters import day, plural, usd
from choosemypower.web.meter_view import MeterChoices, MeterNotesView, MeterResult
from choosemypower.web.usage_box import HEATING_LABELS, Choosable, UsageBox, size_choices, usage_words
from choosemypower.web.usage_chart import usage_chart
from choosemypower.web.views import Crumb, FieldError, PageView
from choosemypower.web.way_back import (
    WayBack,
    find_way,
    line_box,
    travel_query,
    way_crumbs,
    way_of_city,
    way_of_zip,
    way_pairs,
)
from choosemypower.world import World


class MonthField(msgspec.Struct, frozen=True):
    number: int
    name: str
    value: str
    error: str | None
    is_filled_in: bool


class PlansLink(msgspec.Struct, frozen=True):
    text: str
    url: str
    money: str = ""
    """What the plans there cost a year at this use; empty while no listing is loaded."""


class CalculatorYear(msgspec.Struct, frozen=True, kw_only=True):
    """`calculator/_year.html`: the result, also served alone while a form changes."""

    total: str
    span: str
    words: str
    doubt: str
    chart: Chart | None
    links: tuple[PlansLink, ...]
    place: str | None
    usage_query: str
    status: str
    error: str | None = None


class Calculator(PageView, frozen=True, kw_only=True):
    """`calculator/page.html`."""

    errors: tuple[FieldError, ...]
    zip_value: str
    usage: UsageBox
    """The line of place and home."""
    sizes: tuple[Choosable, ...]
    heatings: tuple[Choosable, ...]
    has_pool: bool
    bill_month: str
    bill_kwh: str
    months: tuple[MonthField, ...]
    pasted: str
    open_way: str
    carried: tuple[tuple[str, str], ...]
    """The place, which every form keeps."""
    hours: str
    """The hours of a meter file, which the form of months keeps."""
    usage_pairs: tuple[tuple[str, str], ...]
    """What is known of the use, which the ZIP form keeps."""
    meter: MeterResult | None
    """What was read from a meter file that was just sent."""
    meter_notes: MeterNotesView | None
    """What the address says of a file that was sent before."""
    meter_choices: MeterChoices | None
    kept_at: str
    """The address that keeps the result of a meter file that was just sent."""
    year: CalculatorYear


class HomePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where the home is, as far as it was said."""

    zip: str = ""
    city: City | None = None
    utilities: tuple[str, ...] = ()
    error: str | None = None
    way: WayBack | None = None
    """The list that the visitor came from, or that of the ZIP code or the city."""
    is_left_list: bool = False
    """The address names the list, not the ZIP code or the city alone."""

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """The place alone, for pages that have no list to lead back to."""
        if self.error is not None:
            return ()
        if self.zip:
            return (("zip", self.zip),)
        return (("city", self.city.slug),) if self.city else ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The place as the address has it."""
        return way_pairs(self.way) if self.is_left_list else self.named


def find_place(zip_code: str, city_slug: str, world: World) -> HomePlace:
    """The place of a ZIP code, of a name in its stead, or of a city's slug; an unusable one carries its sentence."""
    if not zip_code:
        city = world.atlas.cities.get(city_slug.lower())
        return HomePlace() if city is None or not city.is_open else _place_of_city(city)
    if is_name(zip_code):
        return _place_of_name(zip_code, world)
    answer = answer_line(zip_code, world.atlas, plans_by_utility=None)
    area = answer.area
    if area is None:
        return HomePlace(zip=answer.given, error=answer.message)
    city = world.atlas.cities[area.city_slug]
    if area.kind in (ZipKind.OPEN, ZipKind.SPLIT):
        return HomePlace(zip=area.zip, city=city, utilities=area.utilities, way=way_of_zip(area, world))
    return HomePlace(zip=area.zip, error=answer.message)


def _place_of_name(name: str, world: World) -> HomePlace:
    atlas = world.atlas
    city = named_city(atlas, name)
    place = named_place(atlas, name) if city is None else None
    if place is not None and len(place.zips) == 1:
        return find_place(place.zips[0], "", world)
    if place is not None:
        error = f"{place.name} has the ZIP codes {list_of(place.zips)}: enter yours."
        return HomePlace(zip=name[:MAX_CHARACTERS], error=error)
    if city is None:
        return HomePlace(zip=name[:MAX_CHARACTERS], error=unknown_city(name, atlas))
    if not city.is_open:
        error = f"Homes in {city.name} cannot choose a provider. {who_serves(city, atlas)}"
        return HomePlace(zip=city.name, error=error)
    return _place_of_city(city)


def _place_of_city(city: City) -> HomePlace:
    return HomePlace(city=city, utilities=city.utilities, way=way_of_city(city))


def place_of(given: Mapping[str, str], world: World) -> HomePlace:
    """The place that an address or a form names: a ZIP code, a list that was left, or a city."""
    if given.get("zip"):
        return find_place(given["zip"], "", world)
    way = find_way(given, world)
    if way is not None:
        return HomePlace(zip=way.zip, city=way.city, utilities=way.utilities, way=way, is_left_list=True)
    return find_place("", given.get("city", ""), world)


def year_view(usage: UsageChoice, place: HomePlace, world: World) -> CalculatorYear:
    """The result for a home's use."""
    year = usage.year
    total = f"{year.kwh_per_year:,}\u00a0kWh"
    low, high = min(year.kwh_by_month), max(year.kwh_by_month)
    low_month, high_month = year.kwh_by_month.index(low), year.kwh_by_month.index(high)
    doubt = ""
    if year.way is UsageWay.TYPICAL:
        doubt = "This is the typical Texas home. Tell us about yours."
    elif year.way is UsageWay.HOME and year.kwh_p10 is not None and year.kwh_p90 is not None:
        doubt = (
            "A guess from similar homes. Half of them differ by more than a quarter. One in ten uses less than "
            f"{year.kwh_p10:,}\u00a0kWh, one in ten more than {year.kwh_p90:,}\u00a0kWh."
        )
    elif usage.filled_months:
        estimated = len(usage.filled_months)
        own = MONTHS_IN_YEAR - estimated
        doubt = (
            f"{plural(own, 'month')} of it {'is' if own == 1 else 'are'} yours, {estimated} "
            f"{'is' if estimated == 1 else 'are'} estimated from a typical Texas home."
        )
    elif year.way is UsageWay.KWH:
        doubt = "A year from one number is a weak guess: a summer or a winter bill alone can mislead."
    return CalculatorYear(
        total=total,
        span=f"From {low:,} ({MONTH_NAMES[low_month]}) to {high:,} ({MONTH_NAMES[high_month]}).",
        words=usage_words(usage),
        doubt=doubt,
        chart=usage_chart(year.kwh_by_month, usage.filled_months),
        links=_links(usage, place, world),
        place=place.city.name if place.city else None,
        usage_query=usage.query,
        status=f"{total} a year.",
    )


def _links(usage: UsageChoice, place: HomePlace, world: World) -> tuple[PlansLink, ...]:
    """To the plans of the place; one for each utility where there are several."""
    if place.city is None or place.way is None:
        return ()
    if len(place.utilities) == 1:
        money = _money(usage, place.utilities, f"in {place.city.name}", world)
        return (PlansLink("See plans for this use", place.way.url(usage), money),)
    found = []
    for slug in place.utilities:
        name = world.atlas.utilities[slug].short_name
        url = place.way.of_utility(slug).url(usage)
        money = _money(usage, (slug,), f"for {name} homes", world)
        found.append(PlansLink(f"See plans for {name} homes", url, money))
    return tuple(found)


def _money(usage: UsageChoice, utilities: Sequence[str], where: str, world: World) -> str:
    """What the plans with a price for the whole year cost at this use."""
    if not world.has_listing:
        return ""
    plans = world.catalogue.of_utilities(utilities)
    costs = [
        cost.usd_per_year
        for cost in world.market.costs(plans, usage.year)
        if cost.group is CostGroup.WHOLE_YEAR and cost.usd_per_year is not None
    ]
    if not costs:
        return ""
    listed_on = day(texas_day(world.dataset.confirmed_at))
    return (
        f"At this use, plans {where} cost {usd(min(costs))} to {usd(max(costs))} a year. That is of those with a price "
        f"for the whole year, as listed on {listed_on}."
    )


def calculator_view(
    usage: UsageChoice,
    place: HomePlace,
    *,
    world: World,
    errors: Sequence[FieldError] = (),
    given: Mapping[str, str] | None = None,
    open_way: str | None = None,
    meter: MeterResult | None = None,
    notes: MeterNotesView | None = None,
    choices: MeterChoices | None = None,
    kept_at: str = "",
) -> Calculator:
    """The page; `given` are the fields as typed, when something in them must be corrected."""
    given = given or {}
    year = usage.year
    all_errors = (*(() if place.error is None else (FieldError("zip", place.error),)), *errors)
    title = "How much power do you use?"
    return Calculator(
        title=f"Error: {title}" if all_errors else title,
        description="Turn what you know of your home into twelve numbers: its size, bills or a meter file.",
        h1=title,
        canonical_path=paths.CALCULATOR,
        robots_index=not usage.canonical and not place.pairs and not all_errors,
        breadcrumbs=(Crumb("Home", "/"), *way_crumbs(place.way, usage), Crumb("Calculator")),
        section=paths.CALCULATOR,
        travel=travel_query(place.way, usage.canonical),
        uses_htmx=True,
        errors=all_errors,
        zip_value=place.zip,
        usage=line_box(usage, place.way, world, paths.CALCULATOR),
        sizes=size_choices(year.home_sqft, world.profiles.home_sizes),
        heatings=tuple(
            Choosable(
                "" if heating is Heating.UNSURE else heating.value,
                label,
                heating is (year.heating or Heating.UNSURE),
            )
            for heating, label in HEATING_LABELS.items()
        ),
        has_pool=year.has_pool,
        bill_month=given.get("bill_month", ""),
        bill_kwh=given.get("bill_kwh", ""),
        months=_month_fields(usage, given, all_errors),
        pasted=given.get("paste", ""),
        open_way=open_way or WAY_OF[year.way],
        carried=place.pairs,
        hours=dict(usage.canonical).get("hours", given.get("hours", "")),
        usage_pairs=usage.canonical,
        meter=meter,
        meter_notes=notes,
        meter_choices=choices,
        kept_at=kept_at,
        year=year_view(usage, place, world),
    )


WAY_OF = {
    UsageWay.TYPICAL: "home",
    UsageWay.HOME: "home",
    UsageWay.KWH: "bill",
    UsageWay.MONTHS: "months",
}


def _month_fields(
    usage: UsageChoice, given: Mapping[str, str], errors: Sequence[FieldError]
) -> tuple[MonthField, ...]:
    wrong = {error.field: error.message for error in errors}
    fields = []
    for number, name in enumerate(MONTH_NAMES, start=1):
        value = given.get(str(number))
        if value is None:
            value = str(usage.year.kwh_by_month[number - 1]) if usage.year.way is UsageWay.MONTHS else ""
        field = f"month-{number}"
        fields.append(MonthField(number, name, value, wrong.get(field), number in usage.filled_months))
    return tuple(fields)
