"""A home's use of a year, and how we came to know it."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class UsageWay(StrEnum):
    """How the visitor told us; the URL carries one family only."""

    TYPICAL = "typical"
    """Said nothing: the typical Texas home."""
    HOME = "home"
    KWH = "kwh"
    MONTHS = "months"


class Heating(StrEnum):
    ELECTRIC = "electric"
    GAS = "gas"
    UNSURE = "unsure"


class UsageYear(msgspec.Struct, frozen=True, kw_only=True):
    """Twelve months of use, January first, whole kWh."""

    kwh_by_month: tuple[int, ...]
    way: UsageWay
    home_sqft: int | None = None
    heating: Heating | None = None
    has_pool: bool = False
    mean_kwh: int | None = None
    """As given with `kwh=`."""
    hourly_shares: tuple[Decimal, ...] | None = None
    """Share of the year's use in each hour, 24 of Monday to Friday and 24 of Saturday and Sunday; they add up to 1.

    From the visitor's own meter file; None: not known.
    """
    kwh_p10: int | None = None
    """Year's use that one such home in ten stays under (home guess only)."""
    kwh_p90: int | None = None

    @property
    def kwh_per_year(self) -> int:
        return sum(self.kwh_by_month)

    @property
    def mean_kwh_per_month(self) -> int:
        return round(self.kwh_per_year / 12)


class UsageChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What the visitor said, worked out, with the one family of parameters that says it again."""

    year: UsageYear
    canonical: tuple[tuple[str, str], ...]
    """Query parameters in canonical order; empty for the typical home."""
    filled_months: tuple[int, ...] = ()
    """Calendar months that were left empty and filled from a shape."""

    @property
    def query(self) -> str:
        """The canonical parameters as a query string, without the question mark."""
        return "&".join(f"{name}={value}" for name, value in self.canonical)
