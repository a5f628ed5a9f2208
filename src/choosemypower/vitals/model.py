"""What is measured in browsers, and in which buckets it is counted."""

from datetime import UTC, datetime
from enum import StrEnum
from math import floor, log
from typing import NamedTuple

KEEP_DAYS = 400
SLOT_SECONDS = 300
"""How fine time is: alerts look every five minutes."""
SLOTS_KEPT_DAYS = 2
"""After so many days only days are kept."""
GROWTH = 1.01
"""A bucket ends 1 % above its begin, so its middle is within 0.5 % of whatever was counted in it."""


class Metric(StrEnum):
    """Milliseconds, but for CLS, which has no unit."""

    LCP = "lcp"
    FID = "fid"
    INP = "inp"
    CLS = "cls"
    FCP = "fcp"
    TTFB = "ttfb"
    LOAD = "load"


class DeviceClass(StrEnum):
    """By the width of the window: below 640 px, below 1,024 px, wider."""

    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"


LIMITS = {
    Metric.LCP: 2500.0,
    Metric.FID: 100.0,
    Metric.INP: 200.0,
    Metric.CLS: 0.1,
    Metric.FCP: 1800.0,
    Metric.TTFB: 600.0,
}
"""What three of four page views should stay within. Source: the specification; INP: Google's "good"."""
MOST = {metric: 100.0 if metric is Metric.CLS else 600_000.0 for metric in Metric}
"""What is above that was not measured."""
_PARTS = {metric: 10_000 if metric is Metric.CLS else 10 for metric in Metric}
"""How many parts of the unit are told apart near zero."""


class Slot(NamedTuple):
    """What one number belongs to."""

    began_at: datetime
    route: str
    device: str
    metric: str
    bucket: int


def slot_of(moment: datetime) -> datetime:
    """When the five minutes of this moment began."""
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % SLOT_SECONDS, UTC)


def bucket_of(metric: Metric, value: float) -> int:
    """In which bucket this is counted; 0 holds what is not told from zero."""
    parts = value * _PARTS[metric]
    return 0 if parts < 1 else 1 + floor(log(parts) / log(GROWTH))


def value_of(metric: Metric, bucket: int) -> float:
    """The middle of a bucket."""
    return 0.0 if bucket == 0 else float(GROWTH ** (bucket - 0.5)) / _PARTS[metric]
