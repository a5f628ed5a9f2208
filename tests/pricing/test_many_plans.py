"""A long list is priced at once: each plan costs what it costs alone, to the cent."""

from decimal import Decimal

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from choosemypower.plans.model import RateType
from choosemypower.pricing import prepare
from choosemypower.pricing.straight import HALF_CENT, NANO_PER_CENT, StraightPlans
from choosemypower.usage import UsageWay, UsageYear
from tests.support.charges import DATA_DATE, DELIVERY
from tests.support.plans import a_plan

TERMS = (1, 3, 6, 11, 12, 24)
PLANS = [
    a_plan(
        plan_id=f"plan-{number}",
        name=f"Plan {number}",
        term_months=TERMS[number % len(TERMS)],
        rate_type=RateType.VARIABLE if number % 17 == 0 else RateType.FIXED,
        usd_per_kwh_500=Decimal(1310 + 7 * number) / 10_000,
        usd_per_kwh_1000=Decimal(1270 + 7 * number) / 10_000,
        usd_per_kwh_2000=Decimal((1250 if number % 5 else 1100) + 7 * number) / 10_000,
    )
    for number in range(90)
]
months = st.lists(st.integers(0, 20_000), min_size=12, max_size=12)


@given(months)
@example([0] * 12)
@example([1000] * 12)
@example([3_000_000] + [0] * 11)
@settings(max_examples=40)
def test_a_long_list_costs_what_its_plans_cost_alone(kwh: list[int]) -> None:
    home = UsageYear(kwh_by_month=tuple(kwh), way=UsageWay.MONTHS)
    # A fresh market each: what was worked out for a home is kept.
    at_once = prepare(PLANS, DELIVERY, DATA_DATE).costs(PLANS, home)
    alone = prepare(PLANS, DELIVERY, DATA_DATE)
    for plan, cost in zip(PLANS, at_once, strict=True):
        (expected,) = alone.costs((plan,), home)
        assert msgspec.to_builtins(
            msgspec.structs.asdict(cost) | {"plan": plan.plan_id}
        ) == msgspec.to_builtins(msgspec.structs.asdict(expected) | {"plan": plan.plan_id})


def test_the_interval_of_a_plan_is_its_own_whoever_is_listed_beside_it() -> None:
    home = UsageYear(
        kwh_by_month=(700, 800, 900, 1000, 1100, 1800, 2000, 2100, 1500, 900, 800, 700), way=UsageWay.MONTHS
    )
    at = (
        ("0.150", "0.1400", "0.1350"),
        ("0.1502", "0.1401", "0.1351"),
        ("0.151", "0.140", "0.135"),
        ("0.150", "0.141", "0.135"),
    )
    plans = [
        a_plan(
            plan_id=f"of-{number}",
            usd_per_kwh_500=Decimal(prices[0]),
            usd_per_kwh_1000=Decimal(prices[1]),
            usd_per_kwh_2000=Decimal(prices[2]),
        )
        for number, prices in enumerate(at)
    ]
    together = prepare(plans, DELIVERY, DATA_DATE).costs(plans, home)
    alone = [prepare((plan,), DELIVERY, DATA_DATE).costs((plan,), home)[0] for plan in plans]
    assert [cost.interval_usd for cost in together] == [cost.interval_usd for cost in alone]
    assert len({cost.interval_usd for cost in alone}) > 1


def test_some_of_a_long_list_were_known_before() -> None:
    home = UsageYear(kwh_by_month=(1234,) * 12, way=UsageWay.MONTHS)
    market = prepare(PLANS, DELIVERY, DATA_DATE)
    few = market.costs(PLANS[:20], home)
    all_of_them = market.costs(PLANS, home)
    assert all(one is other for one, other in zip(few, all_of_them, strict=False))
    assert [cost.plan for cost in all_of_them] == PLANS


lines = st.lists(
    st.tuples(st.integers(0, 10**12), st.integers(NANO_PER_CENT, 10**10)), min_size=1, max_size=40
)


@given(lines, st.data())
@example([(0, NANO_PER_CENT)], None)
@example([(34_000 * 10**9, NANO_PER_CENT)] * 2, None)
def test_sums_of_all_are_the_sums_of_each_up_to_the_largest_month(
    given_lines: list[tuple[int, int]], data: st.DataObject | None
) -> None:
    straight = StraightPlans(given_lines)
    most = straight.most_kwh
    kwh = [most] * 12 if data is None else data.draw(st.lists(st.integers(0, most), min_size=1, max_size=12))
    assert straight.cents(kwh) == tuple(
        sum((fixed + per_kwh * one + HALF_CENT) // NANO_PER_CENT for one in kwh)
        for fixed, per_kwh in given_lines
    )
