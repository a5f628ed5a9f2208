"""In which order a list shows plans: four groups by cost, or one list by what the visitor sorts by."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import attrgetter
from sys import maxsize
from typing import Any

import msgspec

from choosemypower.pricing.model import CostGroup, PlanCost, Sort
from choosemypower.units import MONTHS_IN_YEAR

_ORDER_OF_EQUALS = attrgetter("tie_rank")
_BY_YEAR = attrgetter("known_cents")


class GroupedCosts(msgspec.Struct, frozen=True, kw_only=True):
    group: CostGroup
    costs: tuple[PlanCost, ...]


class Ranking(msgspec.Struct, frozen=True, kw_only=True):
    """A list in its order."""

    sort: Sort
    groups: tuple[GroupedCosts, ...]
    """In order, up to four, none empty: costs of different groups cannot be set beside each other."""

    @property
    def costs(self) -> tuple[PlanCost, ...]:
        if len(self.groups) == 1:
            return self.groups[0].costs
        return tuple([cost for group in self.groups for cost in group.costs])

    @property
    def is_grouped(self) -> bool:
        """Whether the groups need headings."""
        return len(self.groups) > 1


class CostRange(msgspec.Struct, frozen=True, kw_only=True):
    """From what to what the plans of group 1 cost a year: "From $1,969 to $2,849; half cost less than $2,297"."""

    lowest_cents: int
    highest_cents: int
    median_cents: int
    interval_usd: int
    """The interval seen most often among them: plans within it of each other cost about the same."""

    @property
    def lowest_usd(self) -> Decimal:
        return Decimal(self.lowest_cents).scaleb(-2)

    @property
    def highest_usd(self) -> Decimal:
        return Decimal(self.highest_cents).scaleb(-2)


def rank(costs: Iterable[PlanCost], sort: Sort = Sort.COST) -> Ranking:
    """The list in the order that the visitor asked for, each group by itself. Suspect rows come last in theirs."""
    grouped = defaultdict[CostGroup, list[PlanCost]](list)
    # Sorts keep the order of equals: to sort by it once takes less time than to compare it in each.
    for cost in sorted(costs, key=_ORDER_OF_EQUALS):
        grouped[cost.group].append(cost)
    groups = [
        GroupedCosts(group=group, costs=tuple(sorted(grouped[group], key=_order(sort, group))))
        for group in sorted(grouped)
    ]
    return Ranking(sort=sort, groups=tuple(groups))


def _order(sort: Sort, group: CostGroup) -> Callable[[PlanCost], Any]:
    if sort is not Sort.COST:
        return _KEYS[sort]
    if group is CostGroup.NOT_PRICED_WELL:
        return _by_name
    return _BY_YEAR if group is CostGroup.WHOLE_YEAR else _by_known_month


def _by_name(cost: PlanCost) -> tuple[str, str]:
    return (cost.plan.name.casefold(), cost.plan.plan_id)


def _by_known_month(cost: PlanCost) -> tuple[bool, int]:
    """The mean of the known months; a range by its lower end; what is not known last, by what it cost when listed."""
    if cost.known_cents is not None:
        return (False, cost.known_cents // cost.known_months)
    if cost.by_day_cents is not None:
        return (False, cost.by_day_cents[0] // MONTHS_IN_YEAR)
    return (True, cost.as_listed.cents if cost.as_listed is not None else maxsize)


_KEYS: dict[Sort, Callable[[PlanCost], Any]] = {
    Sort.HIGHEST_MONTH: lambda cost: (
        cost.plan.suspect is not None,
        cost.highest_cents is None,
        cost.highest_cents or 0,
    ),
    Sort.CANCEL_FEE: lambda cost: (
        cost.plan.suspect is not None,
        cost.worst_fee_usd is None,
        cost.worst_fee_usd or 0,
    ),
    Sort.SHORTEST_TERM: lambda cost: (cost.plan.suspect is not None, cost.plan.term_months),
    Sort.LONGEST_TERM: lambda cost: (cost.plan.suspect is not None, -cost.plan.term_months),
    Sort.RENEWABLE: lambda cost: (
        cost.plan.suspect is not None,
        cost.plan.renewable_percent is None,
        -(cost.plan.renewable_percent or 0),
    ),
    Sort.PROVIDER: lambda cost: (
        cost.plan.suspect is not None,
        cost.plan.provider_name.casefold(),
        cost.year_cents is None,
        cost.year_cents or 0,
    ),
}
"""Suspect rows last, then by what is asked for."""


def cost_range(costs: Iterable[PlanCost]) -> CostRange | None:
    """What the plans priced for the whole year cost; None when there are none."""
    whole_year = [cost for cost in costs if cost.group is CostGroup.WHOLE_YEAR]
    if not whole_year:
        return None
    cents = sorted([cost.known_cents or 0 for cost in whole_year])
    intervals = Counter([cost.interval_usd or 1 for cost in whole_year])
    return CostRange(
        lowest_cents=cents[0],
        highest_cents=cents[-1],
        median_cents=(cents[(len(cents) - 1) // 2] + cents[len(cents) // 2]) // 2,
        interval_usd=max(intervals, key=lambda usd: (intervals[usd], usd)),
    )
