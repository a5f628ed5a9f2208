"""Writes: which beacons are new, and forgetting them."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeVar

from choosemypower import database
from choosemypower.beacons.tables import BeaconRow

Counted = TypeVar("Counted")

KEEP_DAYS = 1
"""Beside today: whoever sends a beacon again does so within minutes."""


async def add_claimed(
    counts: Mapping[Counted, int],
    beacons: Mapping[bytes, tuple[Counted, ...]],
    add: Callable[[Mapping[Counted, int]], Awaitable[None]],
) -> frozenset[bytes]:
    """Add to what is there: these counts, and of the beacons those that nobody has added before; returns which.

    All or nothing. `add` writes in one order, so that processes never wait for each other in a ring.
    """
    total = Counter(counts)
    async with database.transaction():
        new = await _claim(beacons)
        for beacon in new:
            total.update(beacons[beacon])
        if total:
            await add(total)
    return new


async def _claim(beacons: Iterable[bytes]) -> frozenset[bytes]:
    """Those that no process has claimed before. In one order, see above."""
    rows = await BeaconRow.raw(
        "INSERT INTO beacon (hash, day) SELECT hash, (now() AT TIME ZONE 'UTC')::date FROM unnest({}::bytea[]) AS hash"
        " ON CONFLICT (hash) DO NOTHING RETURNING hash",
        sorted(beacons),
    )
    return frozenset(row["hash"] for row in rows)


async def forget_old_beacons() -> None:
    """Delete what nobody sends again."""
    await BeaconRow.raw(
        "DELETE FROM beacon WHERE day < (now() AT TIME ZONE 'UTC')::date - {}::int", KEEP_DAYS
    )
