"""What a text charges, in a few words for a sentence."""

from decimal import Decimal
from typing import get_args

from choosemypower.documents.charge_words import in_words
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    DailyCharge,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
    OneTimeCharge,
    PriceByTotal,
    SolarCredit,
    UsageCredit,
    UsageFee,
    VehicleEnergy,
)

SAID: dict[Charge, str] = {
    EnergyTier(from_kwh=1001, usd_per_kwh=Decimal("0.098")): "9.8¢ a kWh from 1,001 kWh",
    PriceByTotal(max_kwh=1000, usd_per_kwh=Decimal("0.12")): "12¢ a kWh for all kWh up to 1,000 kWh",
    HourlyPrice(name="Nights", usd_per_kwh=Decimal("0.06")): "6¢ a kWh (Nights)",
    HourlyPrice(usd_per_kwh=Decimal("0.06")): "6¢ a kWh (part of the day)",
    EnergyDiscount(usd_per_kwh=Decimal("0.01")): "1¢ a kWh off",
    VehicleEnergy(usd_per_month=Decimal(10), kwh=200, usd_per_kwh=Decimal("0.05")): (
        "$10 a month and 5¢ a kWh for a car"
    ),
    SolarCredit(kwh=100, usd_per_kwh=Decimal("0.03")): "3¢ a kWh for power given back",
    BaseCharge(usd=Decimal("9.95")): "$9.95 a month",
    DailyCharge(usd_per_day=Decimal("0.33")): "$0.33 a day",
    OneTimeCharge(usd=Decimal(40)): "$40 once",
    UsageCredit(usd=Decimal(125), min_kwh=1000): "$125 credit from 1,000 kWh",
    UsageFee(usd=Decimal(9), max_kwh=999): "$9 fee up to 999 kWh",
}


def test_every_kind_of_charge_has_words_in_the_order_given() -> None:
    assert {type(charge) for charge in SAID} == set(get_args(Charge))
    assert in_words(list(SAID)) == ", ".join(SAID.values())
