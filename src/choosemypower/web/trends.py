"""The market over time for one utility: what fixed-price plans cost by term, from the listings that are stored."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.di import NamedDependency

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.errors import InvalidParameterError, NotFoundError
from choosemypower.facets.terms import get_term, term_label
from choosemypower.http import Request
from choosemypower.plans.market_history import MarketStep, MarketTerm, is_gap
from choosemypower.units import PRINTED_AT_KWH
from choosemypower.usage import UsageChoice, parse_usage
from choosemypower.web.addresses import first_values
from choosemypower.web.calculator_view import HomePlace, place_of
from choosemypower.web.charts import Chart
from choosemypower.web.filters import cents_per_kwh, day, usd
from choosemypower.web.rendering import PageResponse
from choosemypower.web.routes import reads
from choosemypower.web.trends_chart import ChartSeries, Point, trends_chart
from choosemypower.web.usage_box import Choosable
from choosemypower.web.views import Crumb, PageView, ZipForm, data_notice
from choosemypower.web.way_back import TRAVELLING, line_box, travel_query
from choosemypower.world import World
from choosemypower.world.history import market_history

PARAMETERS = ("zip", "city", "utility", *TRAVELLING)
ROWS_MAX = 24


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a table; a gap has days and nothing else."""

    first_day: str
    last_day: str
    plans: int = 0
    median: str = ""
    lowest: str = ""
    per_kwh: str = ""
    is_gap: bool = False


class TermTable(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    title: str
    rows: tuple[StepRow, ...]
    """Newest first."""
    left_out: int


class TrendsPage(PageView, frozen=True, kw_only=True):
    """`pages/trends.html`."""

    zip_form: ZipForm
    utility: str
    """Short name; empty where none was asked for."""
    kwh: int
    utilities: tuple[Choosable, ...]
    uses: tuple[Choosable, ...]
    charts: tuple[Chart, ...]
    tables: tuple[TermTable, ...]
    now: tuple[tuple[str, str, int, str, str], ...]
    """Of each utility: name, address, 12-month plans, their median and their lowest price, on the newest listing."""
    json_url: str
    changes_url: str
    list_url: str
    """Where plans are ranked by a home's whole year."""


@reads(PAGE, paths.TRENDS, query=PARAMETERS, tags=(MARKET_TAG,))
async def trends(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """Medians and lowest prices of one utility's homes; without one, the newest of each utility."""
    given = first_values(request)
    place, slug = _place(given, world)
    usage = parse_usage(given, world.profiles)
    kwh = printed_use(usage)
    slugs = [slug] if slug else [one for one in world.atlas.utilities if one in world.catalogue.by_utility]
    histories = {one: await market_history(world, one) for one in slugs}
    view = _page(slug, histories, place, kwh, world, usage=usage, is_query=bool(given))
    if place.is_left_list:
        # Its own form names a printed use, which is no home's: only who comes from a list has a home to keep.
        line = line_box(usage, place.way, world, paths.TRENDS)
        view = msgspec.structs.replace(view, travel=travel_query(place.way, usage.canonical), line=line)
    return PageResponse("pages/trends.html", view, status=422 if place.error else 200)


def printed_use(usage: UsageChoice) -> int:
    """The one of the three printed uses that is nearest to the home's mean month; 1,000 kWh where no home is said."""
    if not usage.canonical:
        return 1000
    return min(PRINTED_AT_KWH, key=lambda kwh: abs(kwh - usage.year.mean_kwh_per_month))


def _place(given: dict[str, str], world: World) -> tuple[HomePlace, str]:
    """The place, and the utility whose market is meant; empty where there is none, or several."""
    slug = given.get("utility", "").lower()
    if slug and slug not in world.atlas.utilities:
        raise NotFoundError("We do not know this utility. Start with your ZIP code.")
    place = place_of(given, world)
    if place.error:
        return place, ""
    if slug and place.utilities and slug not in place.utilities:
        raise InvalidParameterError(
            "This utility does not deliver there. Choose another.", parameter="utility"
        )
    if not slug and len(place.utilities) > 1:
        if not given.get("zip"):
            return place, ""
        where = place.zip or (place.city.name if place.city else "")
        error = f"More than one utility delivers in {where}. Choose yours above; it is on your bill."
        return msgspec.structs.replace(place, zip=where, error=error), ""
    return place, slug or (place.utilities[0] if place.utilities else "")


def _page(
    slug: str,
    histories: dict[str, tuple[MarketStep, ...]],
    place: HomePlace,
    kwh: int,
    world: World,
    *,
    usage: UsageChoice,
    is_query: bool,
) -> TrendsPage:
    name = world.atlas.utilities[slug].short_name if slug else ""
    title = f"Electricity prices over time: {name}" if slug else "Electricity prices over time"
    steps = histories.get(slug, ())
    return TrendsPage(
        title=f"Error: {title}" if place.error else title,
        description="What fixed-price electricity plans in Texas cost, by utility and term, from every "
        "listing that we keep.",
        h1=title,
        canonical_path=paths.TRENDS,
        robots_index=not is_query,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Prices over time")),
        data_notice=data_notice(world.dataset),
        zip_form=ZipForm(value=place.zip, error=place.error),
        utility=name,
        kwh=kwh,
        utilities=tuple(
            Choosable(one, utility.short_name, one == slug)
            for one, utility in world.atlas.utilities.items()
            if one in world.catalogue.by_utility or one == slug
        ),
        uses=tuple(Choosable(str(one), f"{one:,} kWh a month", one == kwh) for one in PRINTED_AT_KWH),
        charts=tuple(chart for chart in _charts(steps, kwh, world) if chart is not None),
        tables=tuple(
            _table(term, steps, kwh) for term in MarketTerm if any(one.term is term for one in steps)
        ),
        now=() if slug else tuple(_now(histories, kwh, world)),
        json_url=paths.with_query(
            "/api/v1/market", urlencode((*((("utility", slug),) if slug else ()), ("kwh", str(kwh))))
        ),
        changes_url=paths.changes(utility=slug) if slug else paths.CHANGES,
        list_url=place.way.url(usage) if place.way else paths.PLANS,
    )


def year_chart(steps: Sequence[MarketStep], kwh: int, world: World) -> Chart | None:
    """The middle and the lowest of the 12-month plans over time; None where no listing held one."""
    year = [step for step in steps if step.term is MarketTerm.YEAR]
    return trends_chart(
        "year",
        f"12-month plans: a month of exactly {kwh:,}\u00a0kWh",
        (
            ChartSeries("Middle of all plans", tuple(_point(one, kwh, is_lowest=False) for one in year)),
            ChartSeries(
                f"Lowest at exactly {kwh:,}\u00a0kWh", tuple(_point(one, kwh, is_lowest=True) for one in year)
            ),
        ),
        until=world.on,
    )


def _charts(steps: Sequence[MarketStep], kwh: int, world: World) -> Iterator[Chart | None]:
    yield year_chart(steps, kwh, world)
    yield trends_chart(
        "terms",
        f"The middle of all plans, by term: a month of exactly {kwh:,}\u00a0kWh",
        [
            ChartSeries(
                label_of(term), tuple(_point(one, kwh, is_lowest=False) for one in steps if one.term is term)
            )
            for term in MarketTerm
        ],
        until=world.on,
    )


def label_of(term: MarketTerm) -> str:
    """ "12 months", "3 to 11 months"."""
    return term_label(get_term(term.value))


def _point(step: MarketStep, kwh: int, *, is_lowest: bool) -> Point:
    figure = step.at(kwh)
    return Point(step.first_day, step.last_day, (figure.lowest if is_lowest else figure.median) * kwh)


def _table(term: MarketTerm, steps: Sequence[MarketStep], kwh: int) -> TermTable:
    rows: list[StepRow] = []
    these = [step for step in steps if step.term is term]
    for at, step in enumerate(these):
        if at and is_gap(these[at - 1].last_day, step.first_day):
            rows.append(
                StepRow(first_day=day(these[at - 1].last_day), last_day=day(step.first_day), is_gap=True)
            )
        figure = step.at(kwh)
        rows.append(
            StepRow(
                first_day=day(step.first_day),
                last_day=day(step.last_day),
                plans=step.plans,
                median=usd(figure.median * kwh),
                lowest=usd(figure.lowest * kwh),
                per_kwh=cents_per_kwh(figure.median),
            )
        )
    return TermTable(
        key=f"term-{term.name.lower()}",
        title=label_of(term),
        rows=tuple(reversed(rows[-ROWS_MAX:])),
        left_out=max(0, len(rows) - ROWS_MAX),
    )


def _now(
    histories: dict[str, tuple[MarketStep, ...]], kwh: int, world: World
) -> Iterator[tuple[str, str, int, str, str]]:
    for slug, steps in histories.items():
        year = [step for step in steps if step.term is MarketTerm.YEAR]
        url = paths.with_query(paths.TRENDS, urlencode((("utility", slug), ("kwh", str(kwh)))))
        name = world.atlas.utilities[slug].short_name
        if year:
            figure = year[-1].at(kwh)
            yield name, url, year[-1].plans, usd(figure.median * kwh), usd(figure.lowest * kwh)
        else:
            yield name, url, 0, "none", "none"


handlers = [trends]
