"""How much power homes use by month, by size and heating: compiled tables, read once at the start."""

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from choosemypower.units import MONTHS_IN_YEAR
from choosemypower.usage.model import Heating

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
TYPICAL_KWH_PER_MONTH = 1140
"""A Texas home's mean month: EIA, 2023 (1,139)."""
MAX_KEPT_YEARS = 4000


class HomeUsage(msgspec.Struct, frozen=True, kw_only=True):
    """A year's kWh of a kind of home, with the tenth and ninetieth percentile of such homes."""

    kwh_median: int
    kwh_p10: int
    kwh_p90: int


class Profiles:
    """Month shapes and homes."""

    def __init__(
        self,
        shapes: Mapping[Heating, Sequence[Decimal]],
        homes: Mapping[tuple[int, Heating, bool], HomeUsage],
    ) -> None:
        self.shapes = shapes
        """By heating, January first, mean 1; UNSURE is the mean of all Texas homes."""
        self.homes = homes
        self.home_sizes = tuple(sorted({sqft for sqft, _, _ in homes}))
        """Floor areas to choose from, in square feet."""
        self._years: dict[tuple[int, Heating], tuple[int, ...]] = {}

    def spread_year(self, kwh_per_year: int, heating: Heating) -> tuple[int, ...]:
        """A year's use by month, January first, whole kWh that add up to it exactly.

        Kept: homes are asked for by means of tens of kWh and by a few sizes, some two thousand years in all.
        """
        year = self._years.get((kwh_per_year, heating))
        if year is None:
            year = self._spread(kwh_per_year, heating)
            if len(self._years) < MAX_KEPT_YEARS:
                self._years[kwh_per_year, heating] = year
        return year

    def _spread(self, kwh_per_year: int, heating: Heating) -> tuple[int, ...]:
        shape = self.shapes[heating]
        whole = sum(shape)
        exact = [Decimal(kwh_per_year) * share / whole for share in shape]
        months = [int(kwh) for kwh in exact]
        by_rest = sorted(range(MONTHS_IN_YEAR), key=lambda at: (months[at] - exact[at], at))
        for at in by_rest[: kwh_per_year - sum(months)]:
            months[at] += 1
        return tuple(months)

    def find_home(self, sqft: int, heating: Heating, has_pool: bool) -> HomeUsage | None:
        """What such a home uses in a year; with unsure heating the middle of both kinds."""
        if heating is not Heating.UNSURE:
            return self.homes.get((sqft, heating, has_pool))
        electric = self.homes.get((sqft, Heating.ELECTRIC, has_pool))
        gas = self.homes.get((sqft, Heating.GAS, has_pool))
        if electric is None or gas is None:
            return None
        return HomeUsage(
            kwh_median=(electric.kwh_median + gas.kwh_median) // 2,
            kwh_p10=min(electric.kwh_p10, gas.kwh_p10),
            kwh_p90=max(electric.kwh_p90, gas.kwh_p90),
        )


def read_profiles() -> Profiles:
    """The compiled tables of this release."""
    names = {"texas": Heating.UNSURE, "electric": Heating.ELECTRIC, "gas": Heating.GAS}
    shapes: dict[Heating, list[Decimal]] = {heating: [] for heating in Heating}
    for row in _rows("usage_shapes.csv"):
        shapes[names[row["shape"]]].append(Decimal(row["share_of_mean"]))
    homes = {
        (int(row["sqft"]), names[row["heating"]], row["pool"] == "1"): HomeUsage(
            kwh_median=int(row["kwh_median"]), kwh_p10=int(row["kwh_p10"]), kwh_p90=int(row["kwh_p90"])
        )
        for row in _rows("home_usage.csv")
    }
    return Profiles(shapes, homes)


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
