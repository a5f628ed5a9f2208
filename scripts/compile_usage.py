"""Compile what the product knows of homes' use from the study's tables: month shapes and use by home size.

    python scripts/compile_usage.py ../shared/data

Writes src/choosemypower/reference/usage_shapes.csv and home_usage.csv; sources are named in SOURCES.md there.
"""

import csv
import sys
from decimal import Decimal
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[1] / "src" / "choosemypower" / "reference"
SHAPES = {
    "tx_eia_2014_2023": "texas",
    "coast_electric_heat_2019_2025": "electric",
    "coast_gas_heat_2019_2025": "gas",
}
HEATING = {"electric": "electric", "other": "gas"}


def main(source: Path) -> None:
    shapes = _rows(source / "usage_shapes.csv")
    with (REFERENCE / "usage_shapes.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["shape", "month", "share_of_mean"])
        for column, name in SHAPES.items():
            total = sum(Decimal(row[column]) for row in shapes)
            for row in shapes:
                share = (Decimal(row[column]) * 12 / total).quantize(Decimal("0.000001"))
                writer.writerow([name, row["month"], share])
    homes = _rows(source / "usage_home_size_houston.csv")
    with (REFERENCE / "home_usage.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["sqft", "heating", "pool", "kwh_median", "kwh_p10", "kwh_p90"])
        for row in homes:
            kwh = [row[f"kwh_per_year_{part}"] for part in ("median", "p10", "p90")]
            writer.writerow([row["sqft"], HEATING[row["heating"]], row["pool"], *kwh])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
