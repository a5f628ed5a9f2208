"""What a home pays for a year: lists, groups, orders, and that they agree with the exact bills."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charges,
    EnergyTier,
    HourlyPrice,
    HourWindow,
    PriceByTotal,
    UsageCredit,
)
from choosemypower.plans.model import CancelFee, CancelFeeKind, Plan, RateType
from choosemypower.pricing import (
    CostGroup,
    Method,
    PlanCost,
    Sort,
    ThresholdKind,
    bill_from_charges,
    cost_range,
    prepare,
    rank,
)
from choosemypower.territories.model import DeliveryCharge, delivery_on
from choosemypower.usage import UsageYear, parse_usage, read_profiles
from choosemypower.usage.days import STATED_DAYS
from tests.support.charges import (
    DATA_DATE,
    DELIVERY,
    NOT_READ,
    ONCOR,
    a_credit,
    a_fee,
    a_plan_with,
    any_charges,
    bills_of,
    label_charges,
    labels,
    some_fees,
)
from tests.support.plans import a_plan

PROFILES = read_profiles()
HOME = parse_usage({"home": "1600", "heat": "electric"}, PROFILES).year
"""15,120 kWh: March 901, April 938 and November 937 stay below 1,000."""


def cost_of(plan: Plan, usage: UsageYear = HOME) -> PlanCost:
    (cost,) = costs_of((plan,), usage)
    return cost


def names(costs: Sequence[PlanCost]) -> list[str]:
    return [cost.plan.name for cost in costs]


def costs_of(plans: Sequence[Plan], usage: UsageYear = HOME) -> tuple[PlanCost, ...]:
    return prepare(plans, DELIVERY, DATA_DATE).costs(plans, usage)


def test_a_plain_plan_costs_its_line_twelve_times() -> None:
    """Prints 13.1, 12.7 and 12.5 cents: bills of 65.50, 127 and 250 USD."""
    cost = cost_of(a_plan())
    assert cost.group is CostGroup.WHOLE_YEAR
    assert cost.method is Method.LISTING_LINE
    assert cost.usd_per_year == pytest.approx(Decimal("1907"), abs=10)
    assert cost.highest_month == 8
    assert cost.usd_per_month == pytest.approx(cost.usd_per_year / 12, abs=Decimal("0.01"))
    assert cost.usd_per_kwh == pytest.approx(cost.usd_per_year / 15120, abs=Decimal("0.000001"))
    assert cost.interval_usd in (3, 6, 8)
    assert not cost.is_rough


@pytest.mark.parametrize(
    ("fields", "group"),
    [
        ({"term_months": 12}, CostGroup.WHOLE_YEAR),
        ({"term_months": 36}, CostGroup.WHOLE_YEAR),
        ({"term_months": 11}, CostGroup.LESS_THAN_A_YEAR),
        ({"term_months": 12, "rate_type": RateType.VARIABLE}, CostGroup.LESS_THAN_A_YEAR),
        ({"term_months": 1, "rate_type": RateType.INDEXED}, CostGroup.LESS_THAN_A_YEAR),
        ({"is_time_of_use": True}, CostGroup.BY_THE_HOUR),
        ({"fees": NOT_READ}, CostGroup.NOT_PRICED_WELL),
        ({"usd_per_kwh_2000": Decimal("0.200")}, CostGroup.NOT_PRICED_WELL),
        ({"suspect": "Its Spanish row says another price."}, CostGroup.NOT_PRICED_WELL),
    ],
)
def test_plans_are_grouped_by_what_is_known_of_their_price(fields: dict[str, Any], group: CostGroup) -> None:
    assert cost_of(a_plan(**fields)).group is group


def test_a_plan_that_cannot_be_priced_says_why_and_has_no_cost() -> None:
    cost = cost_of(a_plan(usd_per_kwh_2000=Decimal("0.200")))
    assert cost.method is Method.LISTING_POINTS
    assert cost.usd_per_year is cost.usd_per_month is cost.usd_per_kwh is cost.highest_usd is None
    assert cost.reason == "The three printed prices do not fit any simple bill."


def test_a_suspect_row_says_why() -> None:
    assert cost_of(a_plan(suspect="Its two languages disagree.")).reason == "Its two languages disagree."


def test_a_tiny_home_makes_the_estimate_rough() -> None:
    tiny = parse_usage({"kwh": "100"}, PROFILES).year
    plan = a_plan()
    cost = cost_of(plan, tiny)
    assert cost.is_rough
    assert cost.group is CostGroup.NOT_PRICED_WELL
    assert cost.low_usd is not None
    assert cost.high_usd is not None
    assert cost.low_usd < cost.high_usd


def test_months_that_miss_a_credit_or_come_close_are_named() -> None:
    (threshold,) = cost_of(a_plan_with(label_charges("15.9", a_credit("125")))).thresholds
    assert threshold.kind is ThresholdKind.CREDIT
    assert (threshold.at_kwh, threshold.usd) == (1000, 125)
    assert threshold.missed_months == (3, 4, 11)
    # February 1,098, October 1,129: at most 15 % above. December's 1,155 is more.
    assert threshold.close_months == (2, 10)


def test_months_that_pay_a_low_use_fee_are_named() -> None:
    (threshold,) = cost_of(a_plan_with(label_charges("9", a_fee("9.95", 999)))).thresholds
    assert threshold.kind is ThresholdKind.FEE
    assert threshold.at_kwh == 1000
    assert threshold.missed_months == (3, 4, 11)


def test_missing_a_credit_in_a_month_costs_its_amount() -> None:
    charges = label_charges("15.9", a_credit("125"))
    just_missed = UsageYear(kwh_by_month=(999,) * 12, way=HOME.way)
    just_met = UsageYear(kwh_by_month=(1000,) * 12, way=HOME.way)
    plan = a_plan_with(charges)
    low, high = cost_of(plan, just_met).usd_per_year, cost_of(plan, just_missed).usd_per_year
    assert low is not None
    assert high is not None
    assert high - low == pytest.approx(12 * (125 - Decimal("0.215")), abs=Decimal("0.1"))


@pytest.mark.parametrize(
    ("fields", "months"),
    [
        ({"term_months": 24}, 12),
        ({"term_months": 3}, 3),
        ({"term_months": 0}, 1),
        ({"term_months": 12, "rate_type": RateType.VARIABLE}, 1),
    ],
)
def test_how_many_bills_have_a_known_price(fields: dict[str, Any], months: int) -> None:
    assert cost_of(a_plan(**fields)).known_months == months


def _cancel(usd: str | None, kind: CancelFeeKind = CancelFeeKind.FLAT) -> CancelFee:
    return CancelFee(kind=kind, usd=None if usd is None else Decimal(usd))


def test_the_default_order_is_groups_then_cost() -> None:
    cheap = Decimal("0.100")
    low = {"usd_per_kwh_500": cheap, "usd_per_kwh_1000": cheap, "usd_per_kwh_2000": cheap}
    plans = [
        a_plan(name="Dear"),
        a_plan(name="Teaser", term_months=3, **low),
        a_plan(name="Cheap", **low),
        a_plan(name="Odd", usd_per_kwh_2000=Decimal("0.2")),
        a_plan(name="Nights", is_time_of_use=True, **low),
    ]
    ranking = rank(costs_of(plans))
    assert names(ranking.costs) == ["Cheap", "Dear", "Teaser", "Nights", "Odd"]
    assert [group.group for group in ranking.groups] == [1, 2, 3, 4]
    assert ranking.is_grouped
    assert not rank(costs_of(plans[:1])).is_grouped


def test_equal_costs_go_by_the_fee_to_leave_then_by_name() -> None:
    plans = [
        a_plan(name="B unknown", cancel_fee=_cancel(None, CancelFeeKind.UNKNOWN)),
        a_plan(name="C 20 a month", cancel_fee=_cancel("20", CancelFeeKind.PER_REMAINING_MONTH)),
        a_plan(name="b 150"),
        a_plan(name="A 150"),
        a_plan(name="None", cancel_fee=_cancel("0", CancelFeeKind.NONE)),
    ]
    assert names(rank(costs_of(plans)).costs) == ["None", "A 150", "b 150", "C 20 a month", "B unknown"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.CANCEL_FEE, ["middle", "long"]),
        (Sort.SHORTEST_TERM, ["middle", "long"]),
        (Sort.LONGEST_TERM, ["long", "middle"]),
        (Sort.RENEWABLE, ["long", "middle"]),
        (Sort.PROVIDER, ["long", "middle"]),
        (Sort.HIGHEST_MONTH, ["long", "middle"]),
    ],
)
def test_every_order_keeps_the_groups_apart(sort: Sort, order: list[str]) -> None:
    """A teaser of three months is the shortest term and free to leave, and still no neighbor of whole years."""
    cheap = Decimal("0.100")
    plans = [
        a_plan(name="suspect", suspect="?", term_months=13, renewable_percent=Decimal(100)),
        a_plan(
            name="teaser", term_months=3, cancel_fee=_cancel("0", CancelFeeKind.NONE), provider_name="Aaa",
            renewable_percent=Decimal(100),
        ),
        a_plan(
            name="middle", term_months=12, cancel_fee=_cancel("0", CancelFeeKind.NONE), provider_name="Zeta",
            renewable_percent=None,
        ),
        a_plan(
            name="long", term_months=36, renewable_percent=Decimal("26.3"), provider_name="alpha",
            usd_per_kwh_500=cheap, usd_per_kwh_1000=cheap, usd_per_kwh_2000=cheap,
        ),
    ]  # fmt: skip
    ranking = rank(costs_of(plans), sort)
    assert names(ranking.costs) == [*order, "teaser", "suspect"]
    assert [group.group for group in ranking.groups] == [
        CostGroup.WHOLE_YEAR,
        CostGroup.LESS_THAN_A_YEAR,
        CostGroup.NOT_PRICED_WELL,
    ]


def test_the_range_covers_group_one_only() -> None:
    cheap = Decimal("0.100")
    low = {"usd_per_kwh_500": cheap, "usd_per_kwh_1000": cheap, "usd_per_kwh_2000": cheap}
    found = cost_range(costs_of([a_plan(), a_plan(**low), a_plan(**low, term_months=3)]))
    assert found is not None
    assert found.lowest_usd == Decimal("1512.00")
    assert found.highest_usd == cost_of(a_plan()).usd_per_year
    assert cost_range(costs_of([a_plan(term_months=3)])) is None


def test_without_a_known_delivery_charge_the_total_is_still_known() -> None:
    plan = a_plan(utility="nueces")
    bills = bills_of(plan, HOME)
    assert bills.cost.usd_per_year == cost_of(a_plan()).usd_per_year
    assert bills.delivery_usd_per_kwh is None


_uses = st.lists(st.integers(0, 4000), min_size=12, max_size=12)


@given(labels(), _uses, st.booleans())
def test_lists_agree_with_the_exact_bills_to_the_cent(
    charges: Charges, kwh_by_month: list[int], from_label: bool
) -> None:
    usage = UsageYear(kwh_by_month=tuple(kwh_by_month), way=HOME.way)
    plan = a_plan_with(charges)
    label = charges if from_label else None
    (cost,) = prepare((plan,), DELIVERY, DATA_DATE, {plan.plan_id: charges} if from_label else None).costs(
        (plan,), usage
    )
    bills = bills_of(plan, usage, label=label)
    assert cost.usd_per_year == sum(month.bill.total_usd for month in bills.months)
    highest = max(bills.months, key=lambda month: month.bill.total_usd)
    assert cost.highest_usd == highest.bill.total_usd
    assert cost.highest_month == highest.month


@settings(max_examples=60)
@example(  # half a cent below zero
    Charges(items=(BaseCharge(usd=Decimal("0.01")), UsageCredit(usd=Decimal("0.015"))), delivery=BUNDLED),
    [0] * 12,
)
@given(any_charges(), _uses)
def test_every_kind_of_charge_costs_a_list_what_it_costs_in_bills(
    charges: Charges, kwh_by_month: list[int]
) -> None:
    hours = (Decimal("0.1"),) * 10 + (Decimal(0),) * 14
    usage = UsageYear(kwh_by_month=tuple(kwh_by_month), way=HOME.way, hourly_shares=hours)
    plan = a_plan_with(charges)
    market = prepare((plan,), DELIVERY, DATA_DATE, {plan.plan_id: charges})
    now = market.model_of(plan).charges
    assert now is not None
    (plain,) = market.costs((plan,), usage)
    met_and_cost = [
        ((), plain),
        *((one.conditions, one.cost) for one in market.conditional_costs(plan, usage)),
    ]
    assert len(met_and_cost) == 1 + any(one.conditions for one in charges.items)
    for conditions, cost in met_and_cost:
        bills = [
            bill_from_charges(
                now,
                usage.kwh_by_month[month - 1],
                month=month,
                bill_number=number,
                hourly_shares=hours,
                met=frozenset(conditions),
            ).total_usd
            for number, month in enumerate(market.month_order, start=1)
        ]
        assert cost.usd_per_year == sum(bills)
        assert cost.highest_usd == max(bills)
        assert cost.highest_month == market.month_order[bills.index(max(bills))]


@given(_uses)
def test_tiers_and_prices_by_total_agree_with_the_exact_bills(kwh_by_month: list[int]) -> None:
    usage = UsageYear(kwh_by_month=tuple(kwh_by_month), way=HOME.way)
    tiers = (
        EnergyTier(from_kwh=0, to_kwh=1200, usd_per_kwh=Decimal("0.089")),
        EnergyTier(from_kwh=1200, to_kwh=None, usd_per_kwh=Decimal("0.15")),
    )
    bands = (
        PriceByTotal(min_kwh=0, max_kwh=999, usd_per_kwh=Decimal("0.133")),
        PriceByTotal(min_kwh=1000, max_kwh=None, usd_per_kwh=Decimal("0.108")),
    )
    tiered = Charges(items=tiers, delivery=ONCOR)
    banded = Charges(items=bands, delivery=ONCOR)
    for plan in (
        a_plan_with(tiered, fees=some_fees(*tiers)),
        a_plan_with(banded, fees=some_fees(*bands)),
    ):
        bills = bills_of(plan, usage)
        assert bills.cost.usd_per_year == sum(month.bill.total_usd for month in bills.months)


def test_the_year_begins_with_the_month_of_the_data() -> None:
    bills = bills_of(a_plan(), HOME, on=date(2026, 11, 3))
    assert [(month.year, month.month) for month in bills.months][:3] == [(2026, 11), (2026, 12), (2027, 1)]
    assert bills.months[-1].month == 10


def test_prices_by_the_hour_take_the_homes_own_hours_where_a_label_names_them() -> None:
    hours = (
        HourlyPrice(
            name="day",
            share=Decimal("0.6"),
            usd_per_kwh=Decimal("0.15"),
            windows=(HourWindow(hours=tuple(range(6, 21))),),
        ),
        HourlyPrice(
            name="night",
            share=Decimal("0.4"),
            usd_per_kwh=Decimal(0),
            windows=(HourWindow(hours=(21, 22, 23, 0, 1, 2, 3, 4, 5)),),
        ),
    )
    charges = Charges(items=hours, delivery=ONCOR)
    plan = a_plan_with(charges, is_time_of_use=True)
    by_night = (Decimal("0.1"),) * 10 + (Decimal(0),) * 14
    usage = UsageYear(kwh_by_month=(1000,) * 12, way=HOME.way, hourly_shares=by_night)
    own = bills_of(plan, usage, label=charges)
    assert own.cost.method is Method.LABEL
    assert own.cost.usd_per_year == sum(month.bill.total_usd for month in own.months)
    # 40 % of 12,000 kWh by day, at 15 cents; delivery is charged on all of it.
    delivery = delivery_on(DELIVERY[plan.utility], DATA_DATE)
    assert delivery is not None
    delivery_usd = delivery.usd_at(1000)
    assert delivery_usd is not None
    assert own.cost.usd_per_year == 12 * (Decimal(60) + delivery_usd).quantize(Decimal("0.01"))


def test_prices_by_the_hour_have_no_single_year_for_a_home_whose_hours_are_not_known() -> None:
    hours = (
        HourlyPrice(
            share=Decimal("0.7"),
            usd_per_kwh=Decimal("0.15"),
            windows=(HourWindow(hours=tuple(range(7, 24))),),
        ),
        HourlyPrice(
            share=Decimal("0.3"), usd_per_kwh=Decimal(0), windows=(HourWindow(hours=tuple(range(7))),)
        ),
    )
    charges = Charges(items=hours, delivery=ONCOR)
    plan = a_plan_with(charges, is_time_of_use=True, term_months=12)
    usage = UsageYear(kwh_by_month=(1000,) * 12, way=HOME.way)
    (cost,) = prepare((plan,), DELIVERY, DATA_DATE, {plan.plan_id: charges}).costs((plan,), usage)
    assert cost.group is CostGroup.BY_THE_HOUR
    assert (cost.usd_per_year, cost.interval_usd, cost.known_months) == (None, None, 0)
    years = []
    for shares in STATED_DAYS.values():
        assert sum(shares) == pytest.approx(1)
        by_day = msgspec.structs.replace(usage, hourly_shares=shares)
        (priced,) = prepare((plan,), DELIVERY, DATA_DATE, {plan.plan_id: charges}).costs((plan,), by_day)
        years.append(priced.year_cents)
    assert cost.by_day_cents == (min(years), max(years))
    assert years[2] == min(years), "a car that is charged at night pays least"


def test_a_listing_says_nothing_of_a_price_by_the_hour() -> None:
    plan = a_plan(is_time_of_use=True, term_months=12)
    (cost,) = prepare((plan,), DELIVERY, DATA_DATE).costs((plan,), HOME)
    assert cost.group is CostGroup.BY_THE_HOUR
    assert cost.known_cents is None
    assert cost.by_day_cents is None
    assert "no source that we have says the price of each hour" in (
        cost.reason or ""
    )  # not that the home is unknown


@pytest.mark.parametrize(
    ("fields", "months"),
    [
        ({"term_months": 3}, 3),
        ({"term_months": 12}, 12),
        ({"term_months": 36}, 12),
        ({"term_months": 1, "rate_type": RateType.VARIABLE}, 1),
        ({"term_months": 24, "rate_type": RateType.INDEXED}, 1),
    ],
)
def test_only_the_months_with_a_known_price_are_counted(fields: dict[str, Any], months: int) -> None:
    plan = a_plan(**fields)
    bills = bills_of(plan, HOME)
    totals = [month.bill.total_usd for month in bills.months]
    assert len(totals) == bills.cost.known_months == months
    assert bills.cost.known_usd == sum(totals)
    assert (bills.cost.lowest_usd, bills.cost.highest_usd) == (min(totals), max(totals))
    assert bills.cost.usd_per_year == (sum(totals) if months == 12 else None)


def test_printed_prices_hold_the_delivery_charge_of_the_listing_and_bills_that_of_today() -> None:
    then, now = (
        DeliveryCharge(
            utility="oncor",
            valid_from=day,
            valid_to=None,
            usd_per_month=Decimal("4.00"),
            usd_per_kwh=rate,
            basis="tariff",
            source="test",
        )
        for day, rate in ((date(2025, 9, 1), Decimal("0.05")), (date(2026, 3, 1), Decimal("0.06")))
    )
    plan = a_plan(term_months=12, utility="oncor")
    series = {"oncor": (then, now)}
    read_then, read_now = (
        prepare((plan,), series, on, listed_on=date(2026, 1, 9)).costs((plan,), HOME)[0]
        for on in (date(2026, 1, 9), date(2026, 4, 2))
    )
    assert read_then.usd_per_year is not None
    assert read_now.usd_per_year is not None
    more = read_now.usd_per_year - read_then.usd_per_year
    assert abs(more - HOME.kwh_per_year * Decimal("0.01")) <= Decimal("0.12")
    assert read_now.highest_month == read_then.highest_month
