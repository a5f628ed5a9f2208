"""What the list says of itself: its range, and its order where not every month has a known price."""

from decimal import Decimal

import pytest

from choosemypower.pricing import CostGroup, Method, PlanCost, cost_range, rank
from tests.support.plans import a_plan


def a_cost(cents: int | None = None, group: CostGroup = CostGroup.WHOLE_YEAR, **fields: object) -> PlanCost:
    values: dict[str, object] = {"known_months": 12, "known_cents": cents, "interval_usd": 10}
    return PlanCost(a_plan(), group, Method.LISTING_LINE, **(values | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cents", "median"),
    [([100], 100), ([300, 100], 200), ([500, 100, 200], 200), ([900, 100, 200, 400], 300)],
)
def test_half_of_the_plans_cost_less_than_the_middle(cents: list[int], median: int) -> None:
    found = cost_range([a_cost(each) for each in cents])
    assert found is not None
    assert (found.lowest_cents, found.highest_cents, found.median_cents) == (min(cents), max(cents), median)
    assert (found.lowest_usd, found.highest_usd) == (Decimal(min(cents)) / 100, Decimal(max(cents)) / 100)


@pytest.mark.parametrize(
    ("intervals", "said"),
    [([10, 12, 12], 12), ([10, 10, 12], 10), ([10, 12], 12), ([None, None, 10], 1)],
    ids=["most often", "not the widest", "the wider of two", "exact to the dollar"],
)
def test_plans_within_the_interval_seen_most_cost_about_the_same(
    intervals: list[int | None], said: int
) -> None:
    found = cost_range([a_cost(100, interval_usd=each) for each in intervals])
    assert found is not None
    assert found.interval_usd == said


def test_where_less_than_a_year_is_known_the_mean_month_decides() -> None:
    of_three = a_cost(30_000, CostGroup.LESS_THAN_A_YEAR, known_months=3)
    of_six = a_cost(54_000, CostGroup.LESS_THAN_A_YEAR, known_months=6)
    by_hour = a_cost(None, CostGroup.LESS_THAN_A_YEAR, known_months=0, by_day_cents=(114_000, 190_000))
    unknown = a_cost(None, CostGroup.LESS_THAN_A_YEAR, known_months=0)
    assert rank([unknown, of_three, by_hour, of_six]).costs == (of_six, by_hour, of_three, unknown)


@pytest.mark.parametrize(
    "fields",
    [
        {"cents": 30_000, "known_months": 3},
        {"cents": None, "known_months": 0, "by_day_cents": (114_000, 190_000)},
        {"cents": None, "known_months": 0},
    ],
    ids=["three months", "by the hour", "unknown"],
)
def test_of_equals_the_one_that_is_cheaper_to_leave_comes_first(fields: dict[str, object]) -> None:
    first, second = (a_cost(group=CostGroup.LESS_THAN_A_YEAR, tie_rank=tie, **fields) for tie in (1, 2))  # type: ignore[arg-type]
    assert rank([second, first]).costs == (first, second)
