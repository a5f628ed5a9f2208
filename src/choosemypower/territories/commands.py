"""Writing the territories: from the compiled reference files into the tables."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from piccolo.columns import Column
from piccolo.table import Table

from choosemypower.database import transaction
from choosemypower.datasets.tables import ReferenceLoadRow
from choosemypower.territories.model import City, DeliveryCharge, OtherUtility, Utility, ZipArea
from choosemypower.territories.reference import content_hash, read_records
from choosemypower.territories.tables import (
    CityRow,
    DeliveryChargeRow,
    OtherUtilityRow,
    UtilityRow,
    ZipRow,
)

REFERENCE: dict[str, tuple[type[Table], type[msgspec.Struct]]] = {
    "utilities": (UtilityRow, Utility),
    "delivery_charges": (DeliveryChargeRow, DeliveryCharge),
    "other_utilities": (OtherUtilityRow, OtherUtility),
    "cities": (CityRow, City),
    "zips": (ZipRow, ZipArea),
}

ROWS_PER_INSERT = 500
"""PostgreSQL takes at most 32,767 arguments in one statement."""

LOAD_LOCK = 4_324_001
"""Advisory lock: of two loads at once the second waits, then finds nothing to do."""


async def load_reference() -> tuple[str, ...]:
    """Which tables differed from the bundled reference files and were written anew; none when up to date.

    One transaction: readers see the old territories or the new ones, never a mixture.
    """
    changed = []
    async with transaction():
        await ReferenceLoadRow.raw("SELECT pg_advisory_xact_lock({})", LOAD_LOCK)
        loaded = await ReferenceLoadRow.select(ReferenceLoadRow.name, ReferenceLoadRow.content_hash)
        held = {row["name"]: row["content_hash"] for row in loaded}
        for name, (table, kind) in REFERENCE.items():
            wanted = content_hash(name)
            if held.get(name) != wanted:
                await _replace_rows(table, read_records(name, kind))
                await _remember(name, wanted)
                changed.append(name)
    return tuple(changed)


async def _replace_rows(table: type[Table], records: tuple[msgspec.Struct, ...]) -> None:
    await table.delete(force=True)
    for start in range(0, len(records), ROWS_PER_INSERT):
        rows = [table(_columns(table, record)) for record in records[start : start + ROWS_PER_INSERT]]
        await table.insert(*rows)


def _columns(table: type[Table], record: msgspec.Struct) -> dict[Column, Any]:
    """A record's fields as Piccolo takes them: lists for arrays, text for enums."""
    fields = msgspec.structs.asdict(record)
    return {
        getattr(table, name): list(value)
        if isinstance(value, tuple)
        else str(value)
        if isinstance(value, str)
        else value
        for name, value in fields.items()
    }


async def _remember(name: str, content: str) -> None:
    await ReferenceLoadRow.delete().where(ReferenceLoadRow.name == name)
    await ReferenceLoadRow.insert(
        ReferenceLoadRow(name=name, content_hash=content, loaded_at=datetime.now(UTC))
    )
