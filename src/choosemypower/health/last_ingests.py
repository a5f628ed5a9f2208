"""What became of the last ingests, as the database remembers it."""

from collections.abc import Mapping

import msgspec

from choosemypower.datasets.queries import CURRENT

OUTCOMES = ("published", "unchanged", "staged", "failed")
LAST_INGESTS = f"""
WITH current AS (
  SELECT confirmed_at, as_of FROM dataset WHERE id = {CURRENT}
), newest AS (
  SELECT report FROM dataset WHERE jsonb_typeof(report -> 'counts') = 'object' ORDER BY fetched_at DESC, id DESC LIMIT 1
)
SELECT
  (SELECT max(changed_at) FROM publication WHERE action = 'publish') AS published,
  (SELECT confirmed_at FROM current WHERE confirmed_at > as_of) AS unchanged,
  (SELECT max(fetched_at) FROM dataset WHERE state = 'staged') AS staged,
  (SELECT max(fetched_at) FROM dataset WHERE state = 'failed') AS failed,
  (SELECT (report -> 'counts' ->> 'rows_quarantined')::bigint FROM newest) AS quarantined_rows,
  (SELECT (report -> 'counts' ->> 'rows')::bigint FROM newest) AS rows,
  (SELECT (report -> 'seconds' ->> 'all')::float8 FROM newest) AS seconds
"""  # noqa: S608 — a constant


class LastIngests(msgspec.Struct, frozen=True, kw_only=True):
    """By outcome, when one was last; and of the newest file that was read whole."""

    at: Mapping[str, float]
    """Seconds since 1970. A listing that cannot be fetched leaves nothing: then all of them grow old."""
    rows: int | None
    quarantined_rows: int | None
    seconds: float | None

    @classmethod
    def of(cls, row: Mapping[str, object]) -> "LastIngests":
        """From the one row of `LAST_INGESTS`."""
        moments = {outcome: getattr(row[outcome], "timestamp", None) for outcome in OUTCOMES}
        rows, quarantined, seconds = row["rows"], row["quarantined_rows"], row["seconds"]
        return cls(
            at={outcome: moment() for outcome, moment in moments.items() if moment is not None},
            rows=rows if isinstance(rows, int) else None,
            quarantined_rows=quarantined if isinstance(quarantined, int) else None,
            seconds=seconds if isinstance(seconds, float) else None,
        )
