"""How quick pages are for those who read them: real-user vitals, as histograms by route and device.

Owns: what is measured and how fine, adding up in the process, one upsert for many, percentiles of a stretch of time.
Leaves to others: which route a page is and rates (`api`), how it looks (`web`), who is told (`alerts`).

Nothing here knows a visitor: no address, no cookie, no moment finer than five minutes, no value finer than 1 %.
"""

from choosemypower.vitals.model import DeviceClass, Metric
from choosemypower.vitals.queries import Percentile, read_percentiles, read_percentiles_by_day
from choosemypower.vitals.recorder import VitalsRecorder

__all__ = [
    "DeviceClass",
    "Metric",
    "Percentile",
    "VitalsRecorder",
    "read_percentiles",
    "read_percentiles_by_day",
]
