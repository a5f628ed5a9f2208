"""The bundled listing, so many times: each copy of a plan has a name, a row id and prices of its own."""

import csv
from decimal import Decimal
from pathlib import Path

from choosemypower import ingest

PRICE_STEP = Decimal("0.0003")
ID_STEP = 1_000_000


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
