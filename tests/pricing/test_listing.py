"""Bills from three printed prices and what the listing states."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from choosemypower.plans.charges import Charges, EnergyTier, OneTimeCharge, PriceByTotal
from choosemypower.pricing import (
    Method,
    bill_from_charges,
    bill_interval,
    is_straight,
    model_from_prices,
    price_model,
    straight_line_residual,
)
from tests.support.charges import (
    NOT_READ,
    ONCOR,
    a_credit,
    a_delivery_charge,
    a_fee,
    label_charges,
    labels,
    printed_prices,
    some_fees,
    stated_on,
)
from tests.support.plans import a_plan

USES = (250, 500, 750, 999, 1000, 1250, 1500, 2000, 2500)


def prices(*cents: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(cent) / 100 for cent in cents)


def test_a_plain_plan_is_a_straight_line() -> None:
    model = model_from_prices(prices("14.4", "14.0", "13.8"), None, a_delivery_charge())
    assert model.method is Method.LISTING_LINE
    assert model.charges is not None
    # CleanSky Embrace Green 12: 7.999 cents and Oncor's delivery give 106.10 USD at 750 kWh.
    assert bill_from_charges(model.charges, 750).total_usd == pytest.approx(
        Decimal("106.10"), abs=Decimal("0.4")
    )


def test_the_utilitys_part_is_split_off() -> None:
    model = model_from_prices(prices("14.4", "14.0", "13.8"), None, a_delivery_charge())
    assert model.charges is not None
    bill = bill_from_charges(model.charges, 1000, a_delivery_charge())
    assert bill.delivery_usd == Decimal("64.91")


def test_a_stated_credit_is_put_back() -> None:
    """A 125 USD credit from 1,000 kWh: printed 21.9, 9.2 and 15.3 cents."""
    charges = label_charges("15.9", a_credit("125"))
    model = model_from_prices(printed_prices(charges), stated_on(charges), a_delivery_charge())
    assert model.method is Method.LISTING_EXPLAINED
    assert model.charges is not None
    below = bill_from_charges(model.charges, 999).total_usd
    at = bill_from_charges(model.charges, 1000).total_usd
    per_kwh = bill_from_charges(model.charges, 1001).total_usd - at
    assert below - at == pytest.approx(125 - per_kwh, abs=Decimal("0.02"))


def test_an_unstated_credit_gives_itself_away() -> None:
    charges = label_charges("15.9", a_credit("125"))
    model = model_from_prices(printed_prices(charges), None, a_delivery_charge())
    assert model.method is Method.LISTING_POINTS
    assert model.charges is None
    assert model.reason == "The three printed prices do not fit any simple bill."


def test_a_text_that_cannot_be_read_leaves_the_points_only() -> None:
    model = model_from_prices(prices("14.4", "14.0", "13.8"), NOT_READ, a_delivery_charge())
    assert model.method is Method.LISTING_POINTS
    assert model.reason == "The listing states a fee or credit that we cannot turn into numbers."


def test_prices_that_fall_faster_than_any_bill_are_not_priced() -> None:
    model = model_from_prices(prices("30.0", "14.0", "6.0"), None, a_delivery_charge())
    assert model.method is Method.LISTING_POINTS


def test_a_seasonal_credit_counts_with_its_share_of_the_year() -> None:
    stated = some_fees(a_credit("100"), a_credit("25", months=(7, 8, 9)))
    charges = label_charges("14", *stated.items)
    assert is_straight(straight_line_residual(*printed_prices(charges), stated))
    without_season = some_fees(a_credit("125"))
    assert not is_straight(straight_line_residual(*printed_prices(charges), without_season))
    model = model_from_prices(printed_prices(charges), stated, None)
    assert model.charges is not None
    january, july = (bill_from_charges(model.charges, 1500, month=month).total_usd for month in (1, 7))
    assert january - july == 25


def test_stated_tiers_are_put_back_by_their_difference() -> None:
    tiers = (
        EnergyTier(from_kwh=0, to_kwh=1200, usd_per_kwh=Decimal("0.089")),
        EnergyTier(from_kwh=1200, to_kwh=None, usd_per_kwh=Decimal("0.15")),
    )
    charges = Charges(items=tiers, delivery=ONCOR)
    model = model_from_prices(printed_prices(charges), some_fees(*tiers), None)
    assert model.method is Method.LISTING_EXPLAINED
    assert model.charges is not None
    for kwh in USES:
        expected = bill_from_charges(charges, kwh).total_usd
        assert bill_from_charges(model.charges, kwh).total_usd == pytest.approx(expected, abs=Decimal("1.6"))


def test_a_stated_price_by_total_is_put_back() -> None:
    bands = (
        PriceByTotal(min_kwh=0, max_kwh=999, usd_per_kwh=Decimal("0.133")),
        PriceByTotal(min_kwh=1000, max_kwh=None, usd_per_kwh=Decimal("0.108")),
    )
    model = model_from_prices(prices("13.3", "10.8", "10.8"), some_fees(*bands), a_delivery_charge())
    assert model.charges is not None
    assert bill_from_charges(model.charges, 999).total_usd == Decimal("132.87")
    assert bill_from_charges(model.charges, 1000).total_usd == Decimal("108.00")


def test_a_setup_fee_is_inside_the_printed_prices_but_not_in_the_bills() -> None:
    charges = label_charges("10", OneTimeCharge(usd=Decimal(60)))
    model = model_from_prices(printed_prices(charges), stated_on(charges), None)
    assert model.charges is not None
    expected = bill_from_charges(charges, 1000).total_usd
    assert bill_from_charges(model.charges, 1000).total_usd == pytest.approx(expected, abs=Decimal("0.5"))


def test_a_label_that_meets_the_prices_wins() -> None:
    charges = label_charges("9.8", a_fee("8", 1999))
    plan = a_plan(
        usd_per_kwh_500=Decimal("0.178"), usd_per_kwh_1000=Decimal("0.166"), usd_per_kwh_2000=Decimal("0.156")
    )
    oncor = a_delivery_charge("oncor", "4.23", "5.5833")
    assert price_model(plan, oncor, charges).method is Method.LABEL
    assert price_model(plan, oncor, label_charges("12")).method is Method.LISTING_POINTS


def test_the_straight_line_test_allows_what_rounding_does() -> None:
    assert straight_line_residual(*prices("15.8", "14.7", "13.2")) == Decimal("-19")
    assert is_straight(Decimal(3))
    assert not is_straight(Decimal("3.001"))


@given(labels())
def test_the_interval_contains_the_labels_bill(charges: Charges) -> None:
    model = model_from_prices(printed_prices(charges), stated_on(charges), None)
    assert model.charges is not None, "every such label is explained"
    for kwh in USES:
        for month in (1, 7):
            error = bill_from_charges(model.charges, kwh, month=month).total_usd
            error -= bill_from_charges(charges, kwh, month=month).total_usd
            interval = bill_interval(model, kwh)
            assert interval is not None
            assert abs(error) <= interval + Decimal("0.011")


@given(labels())
def test_bills_from_the_listing_are_within_the_bars(charges: Charges) -> None:
    model = model_from_prices(printed_prices(charges), stated_on(charges), None)
    assert model.charges is not None
    for kwh in USES:
        error = abs(
            bill_from_charges(model.charges, kwh).total_usd - bill_from_charges(charges, kwh).total_usd
        )
        assert error <= (Decimal("0.75") if kwh <= 1500 else Decimal("1.60"))


@given(
    st.tuples(*[st.integers(50, 400)] * 3).map(
        lambda tenths: tuple(Decimal(tenth) / 1000 for tenth in tenths)
    )
)
def test_any_three_prices_are_met_or_not_computable(three: tuple[Decimal, ...]) -> None:
    model = model_from_prices(three, None, None)
    if model.charges is None:
        assert model.reason
        return
    assume(model.charges)
    for kwh, price in zip((500, 1000, 2000), three, strict=True):
        average = bill_from_charges(model.charges, kwh).total_usd / kwh
        assert abs(average - price) <= Decimal("0.0005") + Decimal("0.00002")
