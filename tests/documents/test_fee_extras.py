"""Gifts, shares of the energy charge and credits of one bill beside a plan: no charge of a month."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import BaseCharge, Condition, EnergyTier, ReadState, UsageCredit
from choosemypower.plans.model import Prices

# ruff: noqa: E501 -- a table reads across
STRAIGHT = (Decimal("0.122"), Decimal("0.118"), Decimal("0.116"))
"""A line of 4.23 USD and 11.37¢ per kWh, to 0.1¢."""


@pytest.mark.parametrize(
    "text",
    [
        "Receive a $100 Visa prepaid card by mail after 90 days of service.",
        "$75 Amazon gift card with 24 month plan, emailed about 45 days after start.",
        "FREE Echo Dot when you enroll. Ships within 30 days.",
        "Obtenga una tarjeta Visa de $50 por correo después de 60 días de servicio.",
        "A $50 prepaid Mastercard is mailed to each new member within 8 weeks; this reward never appears on your electric bill.",
        "Paperless billing customers get 2% off the energy charge.",
        "5% discount on energy charges for the first 6 months; not in prices shown.",
        "Save 0.3¢ per kWh with Auto Pay.",
        "10% de descuento en el cargo de energía con pago automático.",
        "Homes with our thermostat get 1.0¢/kWh taken off the energy rate.",
        "Choose paperless billing and your rate goes down by 0.5¢ per kWh. Averages do not reflect this discount.",
        "Take 3% off your energy charge with bank draft. Prices displayed are before the discount.",
        "Solar buyback: surplus kWh sent to the grid are credited at the real time price. Requires a bidirectional meter.",
        "$150 early cancellation fee. If you move out of the service area the fee is waived with proof of your new address.",
        "ETF $175. We waive it for military orders or when you relocate; documentation needed.",
        "$100 referral bonus for each friend who joins.",
        "Sign up today and get a Google Nest Mini on us!",
        "Includes a free smart thermostat while supplies last. Equipment recovery fee of $149 if service is ended early.",
        "A single $25 thank-you credit goes on bill number six.",
    ],
)
def test_what_is_on_no_months_bill_is_no_charge(text: str) -> None:
    reading = read_fees(text, STRAIGHT)
    assert (reading.state, reading.items) == (ReadState.READ, ())


@pytest.mark.parametrize(
    "text",
    [
        "5% off your energy charge when you use more than 1,000 kWh.",
        "0.5¢ per kWh off above 1,000 kWh.",
        "Energy is 10% cheaper at night.",
        "$75 gift card or $75 bill credit each month you use 1,000 kWh.",
        "A $50 card comes each month that you use 1,000 kWh.",
        "Your rate drops 2¢ per kWh after the first 1,000 kWh.",
        "$50 credit on your bill after the first 3 months",
        "Save 2¢ per kWh after 9 pm.",
        "1.5¢ per kWh discount in June and July.",
        "Free Saturdays when you enroll.",
        "Welcome! $50 credit whenever you use enough power.",
        "Average prices include a usage credit.",
    ],
)
def test_what_a_use_an_hour_or_each_month_decides_is_not_left_out(text: str) -> None:
    assert not read_fees(text, STRAIGHT).is_believed


def test_the_charges_beside_a_gift_are_read() -> None:
    text = "Free smart speaker upon enrollment, shipped to your door. Base charge of $9.95 per month."
    (base,) = read_fees(text, (Decimal("0.142"), Decimal("0.128"), Decimal("0.121"))).items
    assert isinstance(base, BaseCharge)
    assert base.usd == Decimal("9.95")


def test_a_credit_on_a_known_bill_keeps_its_bill() -> None:
    (credit,) = read_fees("One-time $75 credit on your first bill.", STRAIGHT).items
    assert isinstance(credit, UsageCredit)
    assert credit.bills == (1,)


@pytest.mark.parametrize(
    "text",
    [
        "New residential customers are given $20.00 off each of the first 3 bills. Advertised prices don't reflect this.",
        "For months 1 through 3 only, $20 is deducted from your bill.",
        "$20 off of each of your first three invoices. Promotional savings aren't part of the average prices.",
    ],
)
def test_a_credit_of_the_first_bills_is_read_where_prices_are_silent(text: str) -> None:
    (credit,) = read_fees(text, STRAIGHT).items
    assert (credit.usd, credit.bills) == (20, (1, 2, 3))


@pytest.mark.parametrize(
    "text",
    [
        "$10 AutoPay discount per month; cancel AutoPay and you lose the discount.",
        "A $10 monthly credit for auto pay is already figured into the prices. Drop it and the credit stops.",
        "With auto pay turned on you save $10.00 a month. Turn it off, the $10.00 goes away.",
        "$10 off each month with AutoPay. Without AutoPay your bill is $10 more.",
        "Descuento de $10 al mes por pago automático. Si cancela el pago automático, el descuento se pierde.",
    ],
)
def test_a_credit_that_ends_with_its_condition_is_one_with_that_condition(text: str) -> None:
    (credit,) = read_fees(text, STRAIGHT).items
    assert (credit.usd, credit.conditions) == (10, (Condition.AUTOPAY,))


def test_a_word_that_may_turn_a_credit_round_leaves_it_unread() -> None:
    assert not read_fees("$50 credit never applies at 1,000 kWh or more").is_believed


NOT_COUNTED = "$25 off bills of 1,000 kWh or more in June, July and August only."


@pytest.mark.parametrize(
    "said", ["The average prices leave this credit out.", "Not figured into the prices above."]
)
def test_a_credit_of_some_months_that_the_averages_leave_out_is_read(said: str) -> None:
    reading = read_fees(f"{NOT_COUNTED} {said}", STRAIGHT)
    (credit,) = reading.items
    assert (credit.usd, credit.months) == (25, (6, 7, 8))
    assert not reading.averages_hold_seasons


def test_a_credit_of_some_months_that_the_averages_should_hold_stays_contradicted() -> None:
    assert not read_fees(NOT_COUNTED, STRAIGHT).is_believed


FLAT = (Decimal("0.198"), Decimal("0.099"), Decimal("0.109"))
"""99 USD up to 1,000 kWh, 11.9¢ beyond."""


@pytest.mark.parametrize(
    "text",
    [
        "$99.00 monthly charge covers your first 1000 kWh, delivery included. Each additional kWh is billed at 11.9¢.",
        "One price: $99 a month up to 1,000 kWh with all delivery charges bundled in. Past 1,000 kWh it's 11.9¢ for each kWh.",
        "$99 al mes cubre los primeros 1,000 kWh con entrega incluida. Cada kWh adicional cuesta 11.9¢.",
    ],
)
def test_one_bill_for_the_first_kwh_is_read_however_it_is_said(text: str) -> None:
    reading = read_fees(text, FLAT)
    base, first, others = reading.items
    assert isinstance(base, BaseCharge)
    assert isinstance(first, EnergyTier)
    assert isinstance(others, EnergyTier)
    assert (base.usd, first.to_kwh, first.usd_per_kwh, others.usd_per_kwh) == (99, 1000, 0, Decimal("0.119"))
    assert reading.bundled_delivery


@pytest.mark.parametrize("prices", [STRAIGHT, (Decimal("0.208"), Decimal("0.109"), Decimal("0.114"))])
def test_one_bill_for_the_first_kwh_is_not_read_where_the_prices_say_another(prices: Prices) -> None:
    text = "$99.00 monthly charge covers your first 1000 kWh, delivery included. Each additional kWh is billed at 11.9¢."
    assert not read_fees(text, prices).is_believed
