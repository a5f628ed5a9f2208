"""Writes of the counts."""

from collections.abc import Mapping
from datetime import date, timedelta

from choosemypower.events.model import KEEP_DAYS, Counted
from choosemypower.events.tables import VisitorCountRow


async def add_counts(counts: Mapping[Counted, int]) -> None:
    """Add to what is there, in one statement. In one order, so that processes never wait for each other in a ring."""
    ordered = sorted(counts)
    await VisitorCountRow.raw(
        "INSERT INTO visitor_count (day, kind, label, times)"
        " SELECT * FROM unnest({}::date[], {}::text[], {}::text[], {}::bigint[])"
        " ON CONFLICT (day, kind, label) DO UPDATE SET times = visitor_count.times + excluded.times",
        [counted.day for counted in ordered],
        [counted.kind for counted in ordered],
        [counted.label for counted in ordered],
        [counts[counted] for counted in ordered],
    )


async def delete_old_counts(today: date) -> int:
    """Delete what is older than KEEP_DAYS; returns how many rows."""
    rows = await VisitorCountRow.raw(
        "DELETE FROM visitor_count WHERE day < {} RETURNING id", today - timedelta(days=KEEP_DAYS)
    )
    return len(rows)
