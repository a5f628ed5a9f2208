"""Writes of the counts."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from choosemypower.beacons import add_claimed
from choosemypower.events.model import KEEP_DAYS, CounterKey
from choosemypower.events.tables import VisitorCountRow


async def add_counts(
    counts: Mapping[CounterKey, int], beacons: Mapping[bytes, tuple[CounterKey, ...]] = MappingProxyType({})
) -> frozenset[bytes]:
    """As `add_claimed`."""
    return await add_claimed(counts, beacons, _add)


async def _add(counts: Mapping[CounterKey, int]) -> None:
    ordered = sorted(counts)
    await VisitorCountRow.raw(
        "INSERT INTO visitor_count (day, kind, label, times)"
        " SELECT * FROM unnest({}::date[], {}::text[], {}::text[], {}::bigint[])"
        " ON CONFLICT (day, kind, label) DO UPDATE SET times = visitor_count.times + excluded.times",
        *(list(column) for column in zip(*ordered, strict=True)),
        [counts[counted] for counted in ordered],
    )


async def delete_old_counts(today: date) -> int:
    """Delete what is older than KEEP_DAYS; returns how many rows."""
    rows = await VisitorCountRow.raw(
        "DELETE FROM visitor_count WHERE day < {} RETURNING id", today - timedelta(days=KEEP_DAYS)
    )
    return len(rows)
