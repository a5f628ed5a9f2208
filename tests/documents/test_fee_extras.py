"""Gifts, shares of the energy charge and credits of one bill beside a plan: no charge of a month."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import BaseCharge, ReadState, UsageCredit

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
