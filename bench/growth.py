"""The bundled listing, so many times: each copy of a plan has a name, a row id and prices of its own."""

import csv
from decimal import Decimal
from pathlib import Path

from choosemypower import ingest

PRICE_STEP = Decimal("0.0003")
ID_STEP = 1_000_000


def grown_listing(path: Path, times: int) -> Path:
    """A listing with `times` as many plans as the bundled one, in the same shape."""
    with Path(ingest.bundled_listing()).open(newline="", encoding="utf-8") as source:
        reader = csv.DictReader(source)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, columns)
        writer.writeheader()
        for copy in range(times):
            for row in rows:
                writer.writerow(row if copy == 0 else _copied(row, copy))
    return path


def _copied(row: dict[str, str], copy: int) -> dict[str, str]:
    prices = {
        column: str(Decimal(row[column]) + PRICE_STEP * copy)
        for column in row
        if column.startswith("usd_per_kwh_") and row[column]
    }
    return (
        row
        | prices
        | {"id_key": str(int(row["id_key"]) + copy * ID_STEP), "plan": f"{row['plan']} {copy + 1}"}
    )
