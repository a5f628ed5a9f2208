"""At which uses a bill falls, and which months of a home miss them or come close."""

from decimal import Decimal

import pytest

from choosemypower.plans.charges import BUNDLED, Charge, Charges, PriceByTotal, UsageCredit, UsageFee
from choosemypower.pricing import ThresholdKind, bill_from_charges
from choosemypower.pricing.thresholds import thresholds_of, with_months
from tests.support.charges import a_credit, a_fee, flat, label_charges

YEAR = range(1, 13)
BANDS = (
    PriceByTotal(max_kwh=499, usd_per_kwh=Decimal("0.20")),
    PriceByTotal(min_kwh=500, max_kwh=999, usd_per_kwh=Decimal("0.15")),
    PriceByTotal(min_kwh=1000, usd_per_kwh=Decimal("0.12")),
)


@pytest.mark.parametrize(
    "items",
    [
        label_charges("12", a_credit("50"), a_fee("9.95", 1499)).items,
        label_charges("12", a_credit("50", 500, 999), a_credit("90", 1000)).items,
        BANDS,
        BANDS[::-1],
        label_charges("12", a_credit("0.50", 1), a_fee("0.50", 499)).items,
    ],
    ids=["credit and fee", "two credits", "bands", "bands in another order", "small ones"],
)
def test_at_each_of_them_and_nowhere_else_the_next_kwh_makes_the_bill_fall(items: tuple[Charge, ...]) -> None:
    charges = Charges(items=items, delivery=BUNDLED)
    bills = [bill_from_charges(charges, kwh).total_usd for kwh in range(2001)]
    falls = [kwh for kwh in range(1, 2001) if bills[kwh] < bills[kwh - 1]]
    assert [threshold.at_kwh for threshold in thresholds_of(items)] == falls


def test_each_says_its_kind_and_what_a_missed_month_costs() -> None:
    found = thresholds_of((*flat("12"), a_credit("50", 500, 1999, months=(7, 8)), a_fee("9.95", 999), *BANDS))
    assert [(one.kind, one.at_kwh, one.max_kwh, one.usd, one.months) for one in found] == [
        (ThresholdKind.CREDIT, 500, 1999, Decimal(50), (7, 8)),
        # 500 kWh at 5 cents less, 1,000 at 3 cents less.
        (ThresholdKind.PRICE, 500, None, Decimal(25), None),
        (ThresholdKind.PRICE, 1000, None, Decimal(30), None),
        (ThresholdKind.FEE, 1000, None, Decimal("9.95"), None),
    ]
    assert all(not one.missed_months and not one.close_months for one in found)


@pytest.mark.parametrize(
    "charge",
    [
        a_credit("50", 0),
        UsageCredit(usd=Decimal(0), min_kwh=1000),
        UsageFee(usd=Decimal(5), min_kwh=1000),
        UsageFee(usd=Decimal(0), max_kwh=999),
        PriceByTotal(min_kwh=1000, usd_per_kwh=Decimal("0.1")),
    ],
    ids=["from the first kWh", "of nothing", "fee without an end", "fee of nothing", "one band"],
)
def test_what_makes_no_bill_fall_is_none(charge: Charge) -> None:
    assert thresholds_of((*flat("12"), charge)) == ()


def test_a_price_that_rises_with_the_total_is_none() -> None:
    rising = (
        PriceByTotal(max_kwh=999, usd_per_kwh=Decimal("0.10")),
        PriceByTotal(min_kwh=1000, usd_per_kwh=Decimal("0.10")),
        PriceByTotal(min_kwh=1500, usd_per_kwh=Decimal("0.13")),
    )
    assert thresholds_of(rising) == ()


@pytest.mark.parametrize(
    ("kwh", "is_missed", "is_close"),
    [(999, True, False), (1000, False, True), (1150, False, True), (1151, False, False), (2000, False, False),
     (2001, True, False)],
)  # fmt: skip
def test_a_month_misses_it_outside_and_is_close_up_to_15_percent_above(
    kwh: int, *, is_missed: bool, is_close: bool
) -> None:
    (one,) = with_months(thresholds_of((a_credit("50", 1000, 2000),)), [1500] * 6 + [kwh] + [1500] * 5, YEAR)
    assert one.missed_months == ((7,) if is_missed else ())
    assert one.close_months == ((7,) if is_close else ())
    assert (one.kind, one.at_kwh, one.max_kwh, one.usd) == (ThresholdKind.CREDIT, 1000, 2000, 50)


def test_only_its_own_months_count_and_they_stand_in_the_order_of_the_year() -> None:
    seasonal = thresholds_of((a_credit("50", 1000, months=(1, 7, 8)),))
    (one,) = with_months(seasonal, [900] * 7 + [1000] + [900] * 4, (*range(7, 13), *range(1, 7)))
    assert one.months == (1, 7, 8)
    assert one.missed_months == (7, 1)
    assert one.close_months == (8,)
