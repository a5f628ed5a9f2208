"""Reads of the counts, for the report."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from choosemypower.events.tables import VisitorCountRow


async def read_counts(first_day: date, last_day: date) -> Mapping[str, Mapping[str, int]]:
    """By kind and label, over these days."""
    rows = await VisitorCountRow.raw(
        "SELECT kind, label, sum(times)::bigint AS times FROM visitor_count WHERE day BETWEEN {} AND {}"
        " GROUP BY kind, label ORDER BY times DESC, label",
        first_day,
        last_day,
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row["kind"]][row["label"]] = row["times"]
    return found


async def read_days(kinds: tuple[str, ...], first_day: date, last_day: date) -> Mapping[date, Counter[str]]:
    """By day, the sum of each `kind/label`."""
    rows = await VisitorCountRow.raw(
        "SELECT day, kind || '/' || label AS name, times FROM visitor_count"
        " WHERE day BETWEEN {} AND {} AND kind = ANY({}::text[])",
        first_day,
        last_day,
        list(kinds),
    )
    found: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row["day"]][row["name"]] += row["times"]
    return found
