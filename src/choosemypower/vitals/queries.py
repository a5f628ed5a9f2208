"""Percentiles of a stretch of time, by route and device, or of everything."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from math import ceil
from typing import Any

import msgspec

from choosemypower.vitals.model import LIMITS, Metric, value_of
from choosemypower.vitals.tables import VitalCountRow

USUAL_SHARE = 0.75
ALL = "all"
"""The route or device of a percentile over all of them."""


class Percentile(msgspec.Struct, frozen=True, kw_only=True):
    """So many measurements, and what a share of them stayed within."""

    route: str
    device: str
    metric: Metric
    count: int
    value: float
    """Milliseconds, but for CLS."""

    @property
    def limit(self) -> float | None:
        """What it should stay within; None: the specification has no limit for it."""
        return LIMITS.get(self.metric)

    @property
    def is_good(self) -> bool:
        return self.limit is None or self.value <= self.limit


async def read_percentiles(
    since: datetime, until: datetime, *, share: float = USUAL_SHARE
) -> tuple[Percentile, ...]:
    """By route, device and metric, then for all devices of a route, then over all routes (`all`).

    Counts of the five minutes that begin within the stretch; what is older than two days lies at the begin of its day.
    """
    rows = await VitalCountRow.raw(
        "SELECT route, device, metric, bucket, sum(times)::bigint AS times FROM vital_count"
        " WHERE began_at >= {} AND began_at < {} GROUP BY route, device, metric, bucket",
        since,
        until,
    )
    return _percentiles(rows, share)


async def read_percentiles_by_day(first_day: date, last_day: date) -> Mapping[date, tuple[Percentile, ...]]:
    """The same for each day (UTC) that has measurements, oldest first."""
    rows = await VitalCountRow.raw(
        "SELECT (began_at AT TIME ZONE 'UTC')::date AS day, route, device, metric, bucket, sum(times)::bigint AS times"
        " FROM vital_count WHERE (began_at AT TIME ZONE 'UTC')::date BETWEEN {} AND {}"
        " GROUP BY day, route, device, metric, bucket ORDER BY day",
        first_day,
        last_day,
    )
    by_day: defaultdict[date, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_day[row["day"]].append(row)
    return {day: _percentiles(of_day, USUAL_SHARE) for day, of_day in by_day.items()}


def _percentiles(rows: Iterable[Mapping[str, Any]], share: float) -> tuple[Percentile, ...]:
    histograms: defaultdict[tuple[str, str, Metric], Counter[int]] = defaultdict(Counter)
    for row in rows:
        metric = Metric(row["metric"])
        for route, device in ((row["route"], row["device"]), (row["route"], ALL), (ALL, ALL)):
            histograms[route, device, metric][row["bucket"]] += row["times"]
    return tuple(
        Percentile(
            route=route,
            device=device,
            metric=metric,
            count=histogram.total(),
            value=percentile(metric, histogram, share),
        )
        for (route, device, metric), histogram in sorted(histograms.items())
    )


def percentile(metric: Metric, histogram: Mapping[int, int], share: float) -> float:
    """The smallest value that this share of the measurements does not exceed, within 0.5 %. Nearest rank."""
    rank = max(1, ceil(share * sum(histogram.values())))
    for bucket in sorted(histogram):
        rank -= histogram[bucket]
        if rank <= 0:
            return value_of(metric, bucket)
    return 0.0
