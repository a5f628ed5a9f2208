"""Writes of the counts."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from choosemypower import database
from choosemypower.beacons import claim
from choosemypower.events.model import KEEP_DAYS, CounterKey
from choosemypower.events.tables import VisitorCountRow


async def add_counts(
    counts: Mapping[CounterKey, int], beacons: Mapping[bytes, tuple[CounterKey, ...]] = MappingProxyType({})
) -> frozenset[bytes]:
    """Add to what is there: these counts, and of the beacons those that nobody has added before; returns which.

    All or nothing. In one order, so that processes never wait for each other in a ring.
    """
    total = Counter(counts)
    async with database.transaction():
        new = await claim(beacons)
        for beacon in new:
            total.update(beacons[beacon])
        if total:
            await _add(total)
    return new


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
