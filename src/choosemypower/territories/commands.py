"""Writing the territories: from the compiled reference files into the tables."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from piccolo.table import Table

from choosemypower.database import transaction
from choosemypower.datasets.tables import ReferenceLoadRow
from choosemypower.territories.model import (
    City,
    DeliveryCharge,
    OtherUtility,
    TerritorySource,
    Utility,
    ZipArea,
)
from choosemypower.territories.reference import content_hash, read_records
from choosemypower.territories.tables import (
    CityRow,
    DeliveryChargeRow,
    HeardChargeRow,
    OtherUtilityRow,
    TerritorySourceRow,
    UtilityRow,
    ZipRow,
)

REFERENCE: dict[str, tuple[type[Table], type[msgspec.Struct]]] = {
    "utilities": (UtilityRow, Utility),
    "delivery_charges": (DeliveryChargeRow, DeliveryCharge),
    "other_utilities": (OtherUtilityRow, OtherUtility),
    "territory_sources": (TerritorySourceRow, TerritorySource),
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


async def keep_heard_charges(charges: Sequence[DeliveryCharge]) -> None:
    """Keep delivery charges that labels have agreed on."""
    async with transaction():
        for charge in charges:
            await HeardChargeRow.raw(
                "INSERT INTO heard_delivery_charge (utility, valid_from, usd_per_month, usd_per_kwh, basis, source,"
                " heard_at) VALUES ({}, {}, {}, {}, {}, {}, now())",
                *(charge.utility, charge.valid_from, charge.usd_per_month, charge.usd_per_kwh),
                *(charge.basis, charge.source),
            )


async def _replace_rows(table: type[Table], records: tuple[msgspec.Struct, ...]) -> None:
    """Make a table hold these records and nothing else. By SQL: Piccolo warns of long lists, and is slower."""
    await table.delete(force=True)
    columns = records[0].__struct_fields__
    row = f"({', '.join('{}' for _ in columns)})"
    names = ", ".join(f'"{column}"' for column in columns)
    insert = f'INSERT INTO "{table._meta.tablename}" ({names}) VALUES '  # noqa: S608 — names of our own fields
    for start in range(0, len(records), ROWS_PER_INSERT):
        part = records[start : start + ROWS_PER_INSERT]
        values = [_stored(getattr(record, column)) for record in part for column in columns]
        await table.raw(insert + ", ".join(row for _ in part), *values)


def _stored(value: object) -> object:
    """A field as PostgreSQL takes it: lists for arrays, plain text for enums."""
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, str) else value


async def _remember(name: str, content: str) -> None:
    await ReferenceLoadRow.delete().where(ReferenceLoadRow.name == name)
    await ReferenceLoadRow.insert(
        ReferenceLoadRow(name=name, content_hash=content, loaded_at=datetime.now(UTC))
    )
