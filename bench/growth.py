"""Today's data, so many times.

Each copy of a plan has a name, a row id and prices of its own; each copy of a city a name, ZIP codes and a place of
its own. The copies' ZIP codes begin at 10000, where Texas has none.
"""

import csv
from decimal import Decimal
from pathlib import Path

import asyncpg

from choosemypower import ingest

PRICE_STEP = Decimal("0.0003")
ID_STEP = 1_000_000


CITY_STEP_DEGREES = 0.01
"""So far from each other lie the copies of a city, a kilometre: they are each other's neighbours."""

COPIES = """
CREATE TEMP TABLE copy AS
SELECT zip.*, number, (9999 + (number - 1) * count(*) OVER (PARTITION BY number)
    + row_number() OVER (PARTITION BY number ORDER BY zip))::text AS new_zip
FROM zip, generate_series(1, {copies}) AS number;

INSERT INTO city
SELECT slug || '-' || number + 1, name || ' ' || number + 1, county, lat + number * {step}, lon + number * {step},
    ARRAY(SELECT new_zip FROM copy WHERE copy.number = numbers.number AND copy.zip = ANY(city.zips) ORDER BY 1),
    utilities, other_utilities, kind, has_homes
FROM city, generate_series(1, {copies}) AS numbers(number);

INSERT INTO zip
SELECT new_zip, city_slug || '-' || number + 1, city || ' ' || number + 1, county, lat + number * {step},
    lon + number * {step}, zip_type, is_active, kind, utilities, other_utilities, evidence
FROM copy;
"""


async def grow_territories(database_url: str, times: int) -> None:
    """Make a migrated database hold so many times the cities and ZIP codes."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            await connection.execute(COPIES.format(copies=times - 1, step=CITY_STEP_DEGREES))
    finally:
        await connection.close()


def grown_listing(path: Path, times: int, *, raised_by: Decimal = Decimal(0)) -> Path:
    """A listing with `times` as many plans as the bundled one, in the same shape, all prices raised a little."""
    with Path(ingest.bundled_listing()).open(newline="", encoding="utf-8") as source:
        reader = csv.DictReader(source)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, columns)
        writer.writeheader()
        for copy in range(times):
            for row in rows:
                raised = _raised(row, raised_by + PRICE_STEP * copy)
                writer.writerow(raised if copy == 0 else _renamed(raised, copy))
    return path


def _raised(row: dict[str, str], usd_per_kwh: Decimal) -> dict[str, str]:
    return row | {
        column: str(Decimal(row[column]) + usd_per_kwh)
        for column in row
        if column.startswith("usd_per_kwh_") and row[column]
    }


def _renamed(row: dict[str, str], copy: int) -> dict[str, str]:
    return row | {"id_key": str(int(row["id_key"]) + copy * ID_STEP), "plan": f"{row['plan']} {copy + 1}"}
