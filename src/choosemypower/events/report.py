"""What visitors did in the last days, and how we did: one report for `choosemypower report` and the operator's page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from choosemypower.datasets.tables import PublicationRow
from choosemypower.events.model import CountKind
from choosemypower.events.queries import read_counts, read_days
from choosemypower.plans.tables import PlanVersionRow
from choosemypower.units import TEXAS, texas_day
from choosemypower.vitals import Percentile, read_percentiles, read_percentiles_by_day
from choosemypower.vitals.queries import ALL

MOST_DAYS = 400
SHOWN_LABELS = 15
HITS = ("hit", "refreshing", "shared", "stale")
"""What the cache did for answers that nobody had to make for this request."""


class Ranked(msgspec.Struct, frozen=True):
    """One line of a ranking."""

    label: str
    times: int
    name: str | None = None
    """For people, where the label is an id."""


class Day(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One day in Texas."""

    day: date
    views: int
    visits: int
    requests: int
    """Answers that may be kept, as our processes gave them; what edges gave is not among them."""
    hit_share: Annotated[
        float | None, Meta(description="Of those, the share that was kept. Null: no request.")
    ]
    data_age_hours: Annotated[
        float | None, Meta(description="At its end, of the listing that was served. Null: none was.")
    ]


class Vital(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What three of four page views stayed within, over all pages and devices."""

    metric: str
    count: int
    value: float
    """Milliseconds, but for CLS."""
    limit: float | None
    is_good: bool


class VitalDay(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The same of one day (UTC)."""

    day: date
    metric: str
    value: float


class VisitReport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Counts of the days from `first_day` to `last_day`, both included."""

    first_day: date
    last_day: date
    views: int
    visits: int
    bounces: int
    """Visits that ended on their first page."""
    bounce_share: float | None
    zip_searches: int
    zip_unanswered: int
    comparisons: int
    plan_views: int
    sign_ups: int
    days: tuple[Day, ...]
    hours: tuple[int, ...]
    """Views by hour in Texas, midnight first."""
    pages: tuple[Ranked, ...]
    zips: tuple[Ranked, ...]
    unanswered_zips: tuple[Ranked, ...]
    zip_answers: tuple[Ranked, ...]
    filters: tuple[Ranked, ...]
    plans: tuple[Ranked, ...]
    signed_up_plans: tuple[Ranked, ...]
    compared: tuple[Ranked, ...]
    """By the number of plans in a comparison."""
    vitals: tuple[Vital, ...]
    vital_days: tuple[VitalDay, ...]

    @property
    def hit_share(self) -> float | None:
        """Over all days."""
        asked = sum(day.requests for day in self.days)
        return sum((day.hit_share or 0) * day.requests for day in self.days) / asked if asked else None


async def make_report(days: int, *, now: datetime | None = None) -> VisitReport:
    """The report of the last days, today included; from 1 to MOST_DAYS."""
    now = now or datetime.now(UTC)
    last = texas_day(now)
    first = last - timedelta(days=min(max(days, 1), MOST_DAYS) - 1)
    counts = await read_counts(first, last)
    by_day = await read_days(
        (CountKind.VIEW.value, CountKind.VISIT.value, CountKind.CACHE.value), first, last
    )
    names = await _plan_names({*counts.get(CountKind.PLAN, ()), *counts.get(CountKind.SIGN_UP, ())})
    visits = counts.get(CountKind.VISIT, {})
    begun, went_on = visits.get("begun", 0), visits.get("went-on", 0)
    bounces = max(begun - went_on, 0)
    listings = await _publications()
    return VisitReport(
        first_day=first,
        last_day=last,
        views=_sum(counts, CountKind.VIEW),
        visits=begun,
        bounces=bounces,
        bounce_share=round(bounces / begun, 4) if begun else None,
        zip_searches=_sum(counts, CountKind.ZIP),
        zip_unanswered=_sum(counts, CountKind.ZIP_UNANSWERED),
        comparisons=_sum(counts, CountKind.COMPARISON),
        plan_views=_sum(counts, CountKind.PLAN),
        sign_ups=_sum(counts, CountKind.SIGN_UP),
        days=tuple(_day(day, by_day.get(day, {}), listings, now) for day in _days(first, last)),
        hours=tuple(counts.get(CountKind.HOUR, {}).get(f"{hour:02}", 0) for hour in range(24)),
        pages=_ranked(counts, CountKind.VIEW),
        zips=_ranked(counts, CountKind.ZIP),
        unanswered_zips=_ranked(counts, CountKind.ZIP_UNANSWERED),
        zip_answers=_ranked(counts, CountKind.ZIP_ANSWER),
        filters=_ranked(counts, CountKind.FILTER),
        plans=_ranked(counts, CountKind.PLAN, names),
        signed_up_plans=_ranked(counts, CountKind.SIGN_UP, names),
        compared=_ranked(counts, CountKind.COMPARISON),
        vitals=tuple(map(_vital, _of_all(await read_percentiles(_begin_of(first), _end_of(last))))),
        vital_days=tuple(
            VitalDay(day=day, metric=one.metric.value, value=one.value)
            # An evening in Texas is in UTC's next day already.
            for day, found in (await read_percentiles_by_day(first, last + timedelta(days=1))).items()
            for one in _of_all(found)
        ),
    )


def _of_all(percentiles: Iterable[Percentile]) -> Iterable[Percentile]:
    return (one for one in percentiles if one.route == one.device == ALL)


def _vital(one: Percentile) -> Vital:
    return Vital(
        metric=one.metric.value, count=one.count, value=one.value, limit=one.limit, is_good=one.is_good
    )


def _sum(counts: Mapping[str, Mapping[str, int]], kind: CountKind) -> int:
    return sum(counts.get(kind, {}).values())


def _ranked(
    counts: Mapping[str, Mapping[str, int]], kind: CountKind, names: Mapping[str, str] | None = None
) -> tuple[Ranked, ...]:
    """The most frequent labels, the largest first."""
    largest = sorted(counts.get(kind, {}).items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN_LABELS]
    return tuple(Ranked(label, times, (names or {}).get(label)) for label, times in largest)


def _day(
    day: date, found: Mapping[str, int], listings: Sequence[tuple[datetime, datetime]], now: datetime
) -> Day:
    cache = {name.removeprefix("cache/"): times for name, times in found.items() if name.startswith("cache/")}
    requests = sum(cache.values())
    return Day(
        day=day,
        views=sum(times for name, times in found.items() if name.startswith("view/")),
        visits=found.get("visit/begun", 0),
        requests=requests,
        hit_share=round(sum(cache.get(name, 0) for name in HITS) / requests, 4) if requests else None,
        data_age_hours=_age_hours(listings, min(_end_of(day), now)),
    )


def _age_hours(listings: Sequence[tuple[datetime, datetime]], moment: datetime) -> float | None:
    """How old the listing was that was served then."""
    served = [as_of for published_at, as_of in listings if published_at <= moment]
    return round((moment - served[-1]).total_seconds() / 3600, 1) if served else None


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _begin_of(day: date) -> datetime:
    """At midnight UTC, where days of vitals begin."""
    return datetime.combine(day, time(), UTC)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), TEXAS)


async def _publications() -> list[tuple[datetime, datetime]]:
    """When a listing became the current one, and of when it was; the oldest first."""
    rows = await PublicationRow.raw(
        "SELECT publication.changed_at, dataset.as_of FROM publication"
        " JOIN dataset ON dataset.id = publication.dataset ORDER BY publication.id"
    )
    return [(row["changed_at"], row["as_of"]) for row in rows]


async def _plan_names(plan_ids: set[str]) -> Mapping[str, str]:
    """The latest names of plans with their providers', gone ones too."""
    rows = await PlanVersionRow.raw(
        "SELECT DISTINCT ON (plan_version.plan) plan_version.plan, plan_version.name || ', ' || provider.name AS name"
        " FROM plan_version JOIN plan ON plan.plan_id = plan_version.plan JOIN provider ON provider.id = plan.provider"
        " WHERE plan_version.plan = ANY({}::text[]) ORDER BY plan_version.plan, plan_version.id DESC",
        sorted(plan_ids),
    )
    return {row["plan"]: row["name"] for row in rows}


def report_text(report: VisitReport) -> str:
    """For people, in a terminal."""
    lines = [
        f"{report.first_day} to {report.last_day}, days in Texas",
        "",
        f"  {report.views:>8,}  page views",
        f"  {report.visits:>8,}  visits, {report.bounces:,} of them ended on their first page"
        f"{_share(report.bounce_share)}",
        f"  {report.zip_searches:>8,}  ZIP searches, {report.zip_unanswered:,} without an answer",
        f"  {report.plan_views:>8,}  plan views",
        f"  {report.comparisons:>8,}  comparisons",
        f"  {report.sign_ups:>8,}  sign-up links taken",
        f"  {sum(day.requests for day in report.days):>8,}  requests for pages and JSON at our processes, kept ones"
        f"{_share(report.hit_share)}",
    ]
    for title, ranked in (
        ("Pages", report.pages),
        ("ZIP codes", report.zips),
        ("ZIP codes without an answer", report.unanswered_zips),
        ("Answers to ZIP codes", report.zip_answers),
        ("Filters, by lists seen with them", report.filters),
        ("Plans", report.plans),
        ("Sign-up links", report.signed_up_plans),
        ("Plans in a comparison", report.compared),
    ):
        if ranked:
            lines += ["", title, *(f"  {one.times:>8,}  {_named(one)}" for one in ranked)]
    if report.vitals:
        lines += ["", "Vitals: three of four page views stay within", *map(_vital_line, report.vitals)]
    lines += ["", "Day           views   visits    kept  data, hours old"]
    lines += [
        f"{day.day}  {day.views:>7,}  {day.visits:>7,}  {_percent(day.hit_share):>6}  {_hours(day.data_age_hours):>8}"
        for day in report.days
    ]
    return "\n".join(lines)


def _vital_line(vital: Vital) -> str:
    limit = "" if vital.limit is None else f"  {'within' if vital.is_good else 'above'} {vital.limit:,g}"
    return f"  {vital_text(vital.value):>8}  {vital.metric} of {vital.count:,}{limit}"


def vital_text(value: float) -> str:
    """Milliseconds without decimals; CLS, which is small, with three."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.3f}"


def _named(one: Ranked) -> str:
    return f"{one.name} ({one.label})" if one.name else one.label


def _share(share: float | None) -> str:
    return "" if share is None else f" ({_percent(share)})"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _hours(hours: float | None) -> str:
    return "–" if hours is None else f"{hours:,.1f}"
