"""Writes: which beacons are new, and forgetting them."""

from collections.abc import Iterable

from choosemypower.beacons.tables import BeaconRow

KEEP_DAYS = 1
"""Beside today: whoever sends a beacon again does so within minutes."""


async def claim(beacons: Iterable[bytes]) -> frozenset[bytes]:
    """Those that no process has claimed before. For the transaction that counts them: both hold, or neither.

    In one order, so that processes never wait for each other in a ring.
    """
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
