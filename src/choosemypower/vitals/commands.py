"""Writes of the histograms."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from choosemypower.beacons import add_claimed
from choosemypower.vitals.model import KEEP_DAYS, SLOTS_KEPT_DAYS, Slot
from choosemypower.vitals.tables import VitalCountRow


async def add_vitals(
    counts: Mapping[Slot, int], beacons: Mapping[bytes, tuple[Slot, ...]] = MappingProxyType({})
) -> frozenset[bytes]:
    """As `add_claimed`."""
    return await add_claimed(counts, beacons, _add)


async def _add(counts: Mapping[Slot, int]) -> None:
    ordered = sorted(counts)
    await VitalCountRow.raw(
        "INSERT INTO vital_count (began_at, route, device, metric, bucket, times)"
        " SELECT * FROM unnest({}::timestamptz[], {}::text[], {}::text[], {}::text[], {}::int[], {}::bigint[])"
        " ON CONFLICT (began_at, route, device, metric, bucket)"
        " DO UPDATE SET times = vital_count.times + excluded.times",
        *(list(column) for column in zip(*ordered, strict=True)),
        [counts[slot] for slot in ordered],
    )


async def put_days_together(now: datetime) -> None:
    """Keep whole days only of what is older than two, and nothing of what is very old."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    await VitalCountRow.raw("DELETE FROM vital_count WHERE began_at < {}", today - timedelta(days=KEEP_DAYS))
    await VitalCountRow.raw(
        "WITH fine AS (DELETE FROM vital_count WHERE began_at < {}"
        " AND began_at <> date_trunc('day', began_at, 'UTC') RETURNING *)"
        " INSERT INTO vital_count (began_at, route, device, metric, bucket, times)"
        " SELECT date_trunc('day', began_at, 'UTC') AS day, route, device, metric, bucket, sum(times)"
        " FROM fine GROUP BY day, route, device, metric, bucket ORDER BY day, route, device, metric, bucket"
        " ON CONFLICT (began_at, route, device, metric, bucket)"
        " DO UPDATE SET times = vital_count.times + excluded.times",
        today - timedelta(days=SLOTS_KEPT_DAYS),
    )
