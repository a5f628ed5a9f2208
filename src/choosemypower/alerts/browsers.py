"""What visitors' browsers measured in the last minutes, for the rules."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from choosemypower.alerts.rules import MeasuredVital
from choosemypower.vitals import read_percentiles
from choosemypower.vitals.model import SLOT_SECONDS, slot_of
from choosemypower.vitals.queries import ALL


async def vitals_lately() -> Mapping[str, MeasuredVital]:
    """Over all pages and devices, in these five minutes and the five before them."""
    now = datetime.now(UTC)
    since = slot_of(now) - timedelta(seconds=SLOT_SECONDS)
    found = await read_percentiles(since, now)
    return {
        one.metric.value: MeasuredVital(p75=one.value, count=one.count)
        for one in found
        if (one.route, one.device) == (ALL, ALL)
    }
