"""Twelve bills, delivery charges by date, the cost curve and the end of the contract."""

from datetime import date
from decimal import Decimal

import pytest

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charges,
    Condition,
    EnergyTier,
    PriceByTotal,
    UsageCredit,
    UsageFee,
    VehicleEnergy,
)
from choosemypower.plans.model import RateType
from choosemypower.pricing import Method, PriceModel, bill_interval, contract_end
from choosemypower.territories.model import delivery_on
from choosemypower.usage import UsageYear, parse_usage, read_profiles
from tests.support.charges import (
    DATA_DATE,
    a_credit,
    a_delivery_charge,
    a_fee,
    a_plan_with,
    bills_of,
    curve_of,
    label_charges,
    some_fees,
)
from tests.support.plans import a_plan

HOME = parse_usage({"home": "1600", "heat": "electric"}, read_profiles()).year
SERIES = {
    "centerpoint": (
        a_delivery_charge(usd_per_month="4.39", cents_per_kwh="3.8957", valid_from=date(2024, 3, 1)),
        a_delivery_charge(usd_per_month="4.39", cents_per_kwh=None, valid_from=date(2025, 12, 16)),
        a_delivery_charge(usd_per_month="4.90", cents_per_kwh="6.0009", valid_from=date(2025, 12, 29)),
        a_delivery_charge(usd_per_month="5.00", cents_per_kwh="9.0000", valid_from=date(2026, 5, 1)),
    )
}


def test_bills_split_into_provider_and_utility() -> None:
    bills = bills_of(a_plan(), HOME)
    assert bills.provider_usd is not None
    assert bills.delivery_usd is not None
    assert bills.provider_usd + bills.delivery_usd == bills.cost.usd_per_year
    exact_usd = 12 * Decimal("4.90") + HOME.kwh_per_year * Decimal("0.060009")
    assert abs(bills.delivery_usd - exact_usd) < Decimal("0.12")
    assert bills.delivery_from == date(2025, 12, 29)


def test_an_incomplete_charge_is_passed_over() -> None:
    charge = delivery_on(SERIES["centerpoint"], date(2025, 12, 20))
    assert charge is not None
    assert charge.valid_from == date(2024, 3, 1)
    assert delivery_on(SERIES["centerpoint"], date(2020, 1, 1)) is None


def test_months_after_the_data_date_take_the_charge_known_then() -> None:
    months = bills_of(a_plan(), HOME, SERIES).months
    rates = {line.usd_per_kwh for month in months for line in month.bill.lines if line.kind == "delivery_kwh"}
    assert rates == {Decimal("0.060009")}


def test_past_months_take_their_own_charge() -> None:
    months = bills_of(a_plan(), HOME, SERIES, start=date(2025, 11, 1)).months
    rates = [
        line.usd_per_kwh for month in months[:3] for line in month.bill.lines if line.kind == "delivery_kwh"
    ]
    assert rates == [Decimal("0.038957"), Decimal("0.038957"), Decimal("0.060009")]


def test_a_seasonal_credit_shows_in_its_months() -> None:
    charges = label_charges("14", a_credit("100", 500), a_credit("25", 500, months=(7, 8, 9)))
    credit_by_month = {
        month.month: month.bill.credit_usd for month in bills_of(a_plan_with(charges), HOME).months
    }
    assert credit_by_month[7] == 125
    assert credit_by_month[1] == 100


def test_the_curve_is_exact_on_both_sides_of_a_cliff() -> None:
    curve = curve_of(a_plan_with(label_charges("15.9", a_credit("125"))))
    assert curve is not None
    uses = [point.usage_kwh for point in curve.points]
    assert uses == sorted({*range(0, 3001, 250), 999, 1000})
    (cliff,) = curve.cliffs
    assert (cliff.below.usage_kwh, cliff.at.usage_kwh) == (999, 1000)
    assert cliff.usd == -125
    one_kwh_usd = Decimal("0.159") + Decimal("0.060009")
    assert cliff.at.usd - cliff.below.usd == (-125 + one_kwh_usd).quantize(Decimal("0.01"))


def test_a_price_of_all_kwh_makes_a_cliff_of_its_difference() -> None:
    """2.5 cents less on every kWh from 1,000 on: 25 USD."""
    bands = (
        PriceByTotal(min_kwh=0, max_kwh=999, usd_per_kwh=Decimal("0.133")),
        PriceByTotal(min_kwh=1000, max_kwh=None, usd_per_kwh=Decimal("0.108")),
    )
    fees = some_fees(*bands)
    plan = a_plan(
        usd_per_kwh_500=Decimal("0.203"),
        usd_per_kwh_1000=Decimal("0.173"),
        usd_per_kwh_2000=Decimal("0.170"),
        fees=fees,
    )
    curve = curve_of(plan)
    assert curve is not None
    assert [(cliff.at.usage_kwh, cliff.usd) for cliff in curve.cliffs] == [(1000, -25)]


def test_a_plain_plan_has_no_cliff() -> None:
    curve = curve_of(a_plan())
    assert curve is not None
    assert curve.cliffs == ()
    assert curve.month is None


def test_a_seasonal_plan_shows_the_curve_of_the_datas_month() -> None:
    charges = label_charges("14", a_credit("25", months=(7, 8, 9)))
    plan = a_plan_with(charges)
    january = curve_of(plan)
    july = curve_of(plan, month=7)
    assert january is not None
    assert july is not None
    assert (january.month, january.cliffs) == (1, ())
    assert len(july.cliffs) == 1


def test_a_plan_that_cannot_be_priced_has_no_curve_and_no_bills() -> None:
    plan = a_plan(usd_per_kwh_2000=Decimal("0.2"))
    assert curve_of(plan) is None
    bills = bills_of(plan, HOME)
    assert bills.months == ()
    assert bills.provider_usd is None


def test_a_contract_says_when_it_ends_and_whether_offers_are_dear_then() -> None:
    january = contract_end(a_plan(term_months=12), DATA_DATE)
    july = contract_end(a_plan(term_months=6), DATA_DATE)
    assert january is not None
    assert july is not None
    assert (january.year, january.month, january.is_expensive_season) == (2027, 1, False)
    assert (july.year, july.month, july.is_expensive_season) == (2026, 7, True)
    assert contract_end(a_plan(term_months=1, rate_type=RateType.VARIABLE), DATA_DATE) is None


def test_the_delivery_shown_is_that_of_the_first_month() -> None:
    """In December 2025 the charge of 2024 held; January took the new one."""
    bills = bills_of(a_plan(), HOME, SERIES, start=date(2025, 12, 1))
    assert bills.delivery_usd_per_month == Decimal("4.39")
    assert bills.delivery_usd_per_kwh == Decimal("0.038957")
    assert bills.delivery_from == date(2024, 3, 1)
    january = next(line for line in bills.months[1].bill.lines if line.kind == "delivery_kwh")
    assert january.usd_per_kwh == Decimal("0.060009")


def test_bundled_delivery_is_not_shown_as_the_utilitys() -> None:
    charges = Charges(items=(EnergyTier(usd_per_kwh=Decimal("0.14")),), delivery=BUNDLED)
    bills = bills_of(a_plan_with(charges), HOME, label=charges)
    assert (bills.delivery_usd_per_month, bills.delivery_usd_per_kwh, bills.delivery_from) == (None,) * 3
    assert bills.delivery_usd == 0


@pytest.mark.parametrize(
    ("usage_kwh", "usd"),
    [(0, "1.00"), (1000, "0.01"), (2000, "1.00"), (3000, "2.00"), (1501, "0.51")],
)
def test_an_interval_is_the_largest_distance_either_way(usage_kwh: int, usd: str) -> None:
    """Lines 1 USD above at nothing and 0.1 cents a kWh below; and the half of that the other way."""
    spread = ((Decimal(1), Decimal("-0.001")), (Decimal("-0.5"), Decimal("0.0005")))
    model = PriceModel(method=Method.LISTING_LINE, charges=Charges(), spread=spread)
    assert bill_interval(model, usage_kwh) == Decimal(usd)


def test_the_interval_of_a_fraction_of_a_cent_is_a_whole_cent() -> None:
    spread = ((Decimal("0.0201"), Decimal(0)),)
    assert bill_interval(
        PriceModel(method=Method.LISTING_LINE, charges=Charges(), spread=spread), 0
    ) == Decimal("0.03")
    assert bill_interval(PriceModel(method=Method.LABEL, charges=Charges()), 1000) is None


def test_a_low_use_fee_makes_a_cliff_that_falls_by_the_fee() -> None:
    curve = curve_of(a_plan_with(label_charges("9.8", a_fee("8", 1999))))
    assert curve is not None
    assert [(cliff.below.usage_kwh, cliff.at.usage_kwh, cliff.usd) for cliff in curve.cliffs] == [
        (1999, 2000, -8)
    ]


def test_a_fee_above_a_use_makes_a_cliff_that_rises() -> None:
    curve = curve_of(a_plan_with(label_charges("9.8", a_fee("12", None, min_kwh=1500))))
    assert curve is not None
    assert [(cliff.at.usage_kwh, cliff.usd) for cliff in curve.cliffs] == [(1500, 12)]


def test_a_credit_and_a_fee_at_one_use_make_one_cliff_of_both() -> None:
    curve = curve_of(a_plan_with(label_charges("9.8", a_credit("50"), a_fee("9.95", 999))))
    assert curve is not None
    assert [(cliff.at.usage_kwh, cliff.usd) for cliff in curve.cliffs] == [(1000, Decimal("-59.95"))]


def test_a_jump_of_a_dollar_is_no_cliff() -> None:
    assert curve_of(a_plan_with(label_charges("9.8", a_fee("1", 999)))).cliffs == ()
    assert len(curve_of(a_plan_with(label_charges("9.8", a_fee("1.01", 999)))).cliffs) == 1


def test_a_band_makes_a_cliff_at_both_its_ends() -> None:
    curve = curve_of(a_plan_with(label_charges("14", a_credit("30", 800, 1200))))
    assert curve is not None
    assert [(cliff.at.usage_kwh, cliff.usd) for cliff in curve.cliffs] == [(800, -30), (1201, 30)]


def test_what_begins_beyond_the_curve_is_not_on_it() -> None:
    curve = curve_of(a_plan_with(label_charges("14", a_credit("30", 3001))))
    assert curve is not None
    assert curve.cliffs == ()
    assert max(point.usage_kwh for point in curve.points) == 3000
    at_the_end = curve_of(a_plan_with(label_charges("14", a_credit("30", 3000))))
    assert [cliff.at.usage_kwh for cliff in at_the_end.cliffs] == [3000]


@pytest.mark.parametrize("month", range(1, 13))
def test_offers_are_dear_from_june_to_september(month: int) -> None:
    end = contract_end(a_plan(term_months=12), date(2025, month, 15))
    assert end is not None
    assert (end.year, end.month) == (2026, month)
    assert end.is_expensive_season == (month in (6, 7, 8, 9))


def test_a_contract_of_two_years_from_december_ends_in_december() -> None:
    end = contract_end(a_plan(term_months=24), date(2025, 12, 31))
    assert end is not None
    assert (end.year, end.month) == (2027, 12)


def test_the_year_says_what_conditions_change() -> None:
    autopay = UsageCredit(usd=Decimal(5), conditions=(Condition.AUTOPAY,))
    car = VehicleEnergy(usd_per_month=Decimal(15), kwh=300, conditions=(Condition.VEHICLE,))
    charges = label_charges("9.8", BaseCharge(usd=Decimal("4.95")), autopay, car)
    bills = bills_of(a_plan_with(charges), HOME, label=charges)
    assert bills.cost.usd_per_year is not None
    assert [one.conditions for one in bills.conditional] == [(Condition.AUTOPAY,), (Condition.VEHICLE,)]
    with_autopay, with_car = (one.cost.usd_per_year for one in bills.conditional)
    assert with_autopay == bills.cost.usd_per_year - 60
    # Each month 15 USD more, and 300 kWh less at 9.8 cents.
    assert with_car == bills.cost.usd_per_year + 12 * (15 - Decimal("29.40"))


def test_a_plan_without_conditions_has_one_price() -> None:
    assert bills_of(a_plan(), HOME).conditional == ()


def test_the_year_holds_all_that_is_known_of_it() -> None:
    charges = label_charges("14", a_credit("100", 500), UsageCredit(usd=Decimal(30), bills=(1, 2, 3)))
    plan = a_plan_with(charges)
    listed, label = bills_of(plan, HOME), bills_of(plan, HOME, label=charges)
    assert [month.interval_usd for month in listed.months] == [
        bill_interval(listed.model, month.bill.usage_kwh) for month in listed.months
    ]
    assert all(month.interval_usd is None for month in label.months)
    assert (listed.model.method, label.model.method) == (Method.LISTING_EXPLAINED, Method.LABEL)
    assert listed.contract_end == contract_end(plan, DATA_DATE)
    credits = [month.bill.credit_usd for month in label.months]
    assert credits == [130, 130, 130, *(100,) * 9]
    assert label.credit_usd == 1290


def test_the_curve_is_the_bill_of_the_month_it_is_shown_for() -> None:
    plan = a_plan_with(label_charges("14", a_credit("25", months=(7, 8, 9))))
    january, july = (
        {point.usage_kwh: point.usd for point in curve_of(plan, month=month).points} for month in (1, 7)
    )
    assert january[750] == july[750]
    assert january[1500] - july[1500] == 25
    year = bills_of(plan, UsageYear(kwh_by_month=(1500,) * 12, way=HOME.way))
    assert (january[1500], july[1500]) == (year.months[0].bill.total_usd, year.months[6].bill.total_usd)


def test_each_cliff_holds_only_what_sets_in_there() -> None:
    """Two thresholds one kWh apart, of credits, of fees, of prices."""
    credits = curve_of(a_plan_with(label_charges("14", a_credit("30", 999), a_credit("20", 1000))))
    assert [(cliff.at.usage_kwh, cliff.usd) for cliff in credits.cliffs] == [(999, -30), (1000, -20)]
    fees = curve_of(a_plan_with(label_charges("14", a_fee("30", 998), a_fee("20", 999))))
    assert [(cliff.at.usage_kwh, cliff.usd) for cliff in fees.cliffs] == [(999, -30), (1000, -20)]
    bands = (
        PriceByTotal(min_kwh=0, max_kwh=998, usd_per_kwh=Decimal("0.20")),
        PriceByTotal(min_kwh=999, max_kwh=999, usd_per_kwh=Decimal("0.15")),
        PriceByTotal(min_kwh=1000, max_kwh=None, usd_per_kwh=Decimal("0.10")),
    )
    charges = Charges(items=bands, delivery=BUNDLED)
    prices = curve_of(a_plan_with(charges, fees=some_fees(*bands, bundled_delivery=True)))
    assert [(cliff.at.usage_kwh, round(cliff.usd)) for cliff in prices.cliffs] == [(999, -50), (1000, -50)]


def test_a_credit_from_the_first_kwh_and_a_seasonal_fee_are_on_the_curve() -> None:
    curve = curve_of(a_plan_with(label_charges("14", a_credit("30", 1))))
    assert [(cliff.at.usage_kwh, cliff.usd) for cliff in curve.cliffs] == [(1, -30)]
    fee = UsageFee(usd=Decimal(8), max_kwh=999, months=(7,))
    plan = a_plan_with(label_charges("14", fee))
    assert [len(curve_of(plan, month=month).cliffs) for month in (1, 7)] == [0, 1]


def test_a_cars_kwh_are_a_point_of_the_curve() -> None:
    car = VehicleEnergy(usd_per_month=Decimal(15), kwh=330, usd_per_kwh=Decimal("0.01"))
    charges = label_charges("9.8", car)
    plan = a_plan_with(charges, fees=some_fees(car))
    assert {329, 330} <= {point.usage_kwh for point in curve_of(plan).points}
