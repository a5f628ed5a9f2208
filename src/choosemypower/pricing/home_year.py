"""A home's year as a request prices it, and what the plans of one request share."""

from collections.abc import Sequence
from math import ceil

import msgspec

from choosemypower.pricing.model import PlanCost
from choosemypower.units import MONTHS_IN_YEAR
from choosemypower.usage.model import UsageYear

_SLACK_USD = 1e-9
ROUGH_ABOVE = 0.03
"""An interval above this share of the cost makes an estimate too rough to rank."""


class Spread(msgspec.Struct, frozen=True, eq=False):
    """A spread that many plans share: one object, which is quicker to look up than its decimals."""

    corners: tuple[tuple[float, float], ...]
    """USD per month and USD per kWh."""


class HomeYear:
    """A home's year in the order shown, and what the plans of one request share."""

    def __init__(self, usage: UsageYear, order: Sequence[int]) -> None:
        self.order = order
        self.kwh_by_month = usage.kwh_by_month
        self.hourly_shares = usage.hourly_shares
        self.kwh = [usage.kwh_by_month[month - 1] for month in order]
        self.total_kwh = sum(self.kwh)
        self.stretches = [Stretch(self.kwh[:months], order) for months in range(1, MONTHS_IN_YEAR + 1)]
        """The first month, the first two, and so on to the year."""
        self.costs: dict[str, PlanCost] = {}
        """Those worked out so far, of a home that meets no condition, by plan id."""


class Stretch:
    """The first months of a home's year."""

    __slots__ = ("highest_kwh", "highest_month", "intervals", "kwh", "lowest_kwh", "months")

    def __init__(self, months: Sequence[int], order: Sequence[int]) -> None:
        self.months = months
        self.kwh = sum(months)
        self.lowest_kwh = min(months)
        self.highest_kwh = max(months)
        self.highest_month = order[months.index(self.highest_kwh)]
        self.intervals = Intervals(len(months), self.kwh)


class Intervals(dict[Spread, tuple[int, float]]):
    """How far the bills of some months can be from ours, together, and still round to the printed prices.

    In whole dollars, at least one; and the cost in cents below which that is too rough to rank.
    """

    def __init__(self, months: int, kwh: int) -> None:
        self._months = months
        self._kwh = kwh

    def __missing__(self, spread: Spread) -> tuple[int, float]:
        distance_usd = max([abs(self._months * fixed + self._kwh * slope) for fixed, slope in spread.corners])
        self[spread] = max(1, ceil(distance_usd - _SLACK_USD)), distance_usd * 100 / ROUGH_ABOVE
        return self[spread]
