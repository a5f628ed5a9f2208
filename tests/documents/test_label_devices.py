"""Labels of homes with panels, a car or a charger, in words that no given label has."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from choosemypower.documents import LabelReading, read_label
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charge,
    Charges,
    Condition,
    EnergyDiscount,
    EnergyTier,
    ReadState,
    SolarCredit,
    UsageCredit,
    VehicleEnergy,
)
from choosemypower.pricing import PRINTED_AT_KWH, printed_average
from tests.documents.test_label_kinds import DELIVERY, NAME, ONCOR, PLAIN, TERMS, USES, Kind, energy, rows

D = Decimal
BASE = "Base Charge: $9.95 per billing cycle\nEnergy Charge: 7.3¢ per kWh\n"
EXPORT = SolarCredit(kwh=640, usd_per_kwh=D("0.073"), is_capped_by_energy=True, conditions=(Condition.SOLAR,))
CHARGER = UsageCredit(usd=D(15), conditions=(Condition.DEVICE,))


def _averages(items: tuple[Charge, ...], met: frozenset[Condition]) -> list[Decimal]:
    charges = Charges(items=items, delivery=DELIVERY)
    averages = [printed_average(charges, kwh, met=met) * 100 for kwh in PRINTED_AT_KWH]
    return [one.quantize(D("0.1"), ROUND_HALF_UP) for one in averages]


def _proven(text: str, items: tuple[Charge, ...], *met: Condition) -> LabelReading:
    reading = read_label(text.format(*_averages(items, frozenset(met))))
    assert reading.state is ReadState.PROVEN, reading.note
    return reading


@pytest.mark.parametrize(
    "told",
    [
        "The average price takes off a credit on 640 kWh of surplus power a month, as homes near you give.",
        "Counted in these averages are 640 kWh that a home with panels sends back as excess energy.",
    ],
)
@pytest.mark.parametrize(
    "cap",
    [
        "The credits are limited to 100% of that month's Energy Charges.",
        "They can bring your Energy Charges of the month down to zero but no lower.",
        "A credit can't exceed your energy charge of the month.",
    ],
)
def test_what_the_averages_take_for_given_back_is_read_in_any_words(told: str, cap: str) -> None:
    text = rows(f"{told}\n{BASE}Sun Return Rate (solar export): 7.3¢ per kWh\n{ONCOR}{cap}\n")
    reading = _proven(text, (*PLAIN, EXPORT), Condition.SOLAR)
    assert reading.charges is not None
    (credit,) = reading.charges.of(SolarCredit)
    assert (credit.kwh, credit.usd_per_kwh, credit.is_capped_by_energy) == (640, D("0.073"), True)
    assert reading.averages_meet == (Condition.SOLAR,)


def test_as_much_may_be_given_back_as_a_printed_usage_has() -> None:
    given = SolarCredit(
        kwh=500, usd_per_kwh=D("0.05"), is_capped_by_energy=True, conditions=(Condition.SOLAR,)
    )
    text = rows(
        "For the averages we assumed that a home sends 500 kWh of Surplus Energy back to the grid each month.\n"
        f"{BASE}Buyback Rate: 5.0¢ per kWh\n{ONCOR}Credits are limited to the energy charges of the month.\n"
    )
    reading = _proven(text, (*PLAIN, given), Condition.SOLAR)
    assert reading.charges is not None
    assert [one.kwh for one in reading.charges.of(SolarCredit)] == [500]


def test_a_rate_for_what_panels_give_is_no_discount_on_what_a_home_takes() -> None:
    told = "What your solar system sends out earns the Bright Sun Credit; the average price assumes none.\n"
    reading = _proven(rows(f"{BASE}{ONCOR}{told}Bright Sun Credit: 4.5¢ per kWh\n"), PLAIN)
    assert reading.charges is not None
    assert not reading.charges.of(EnergyDiscount)
    assert not reading.charges.of(SolarCredit)


def test_a_credit_for_a_connected_charger_is_for_homes_that_have_one() -> None:
    told = (
        "The averages assume that you earn the credit: keep one compatible charger enrolled and connected.\n"
    )
    reading = _proven(
        rows(f"{BASE}Home Charger Credit $15.00 per billing cycle\n{ONCOR}{told}"),
        (*PLAIN, CHARGER),
        Condition.DEVICE,
    )
    assert reading.charges is not None
    (credit,) = reading.charges.of(UsageCredit)
    assert (credit.usd, credit.conditions) == (15, (Condition.DEVICE,))


def test_the_kwh_of_a_car_may_be_said_twice_in_other_words() -> None:
    car = VehicleEnergy(usd_per_month=D(15), kwh=290, is_delivery_free=True, conditions=(Condition.VEHICLE,))
    items = (energy("9.2"), car)
    plain, with_car = (
        _averages(items, met) for met in (frozenset[Condition](), frozenset({Condition.VEHICLE}))
    )
    row = "Average Price per kWh (w/ {}): {} ¢ {} ¢ {} ¢\n"
    text = (
        NAME + USES.split("\n")[0] + "\n" + row.format("No Devices", *plain) + row.format("Example EV", *with_car)
        + "Energy Charge: 9.2¢/kWh\n" + ONCOR + "Home Charging Fee: $15 /month /Example EV\n"
        "For the second row one Eligible Vehicle charging 290 kWh per month is taken as given.\n"
        "More vehicles, or other charging than these 290 kWh, will move your average.\n" + TERMS
    )  # fmt: skip
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert [(one.kwh, one.usd_per_month) for one in reading.charges.of(VehicleEnergy)] == [(290, D(15))]


def test_delivery_printed_as_nought_is_within_the_price() -> None:
    tiers = (EnergyTier(to_kwh=850, usd_per_kwh=D(0)), EnergyTier(from_kwh=850, usd_per_kwh=D("0.132")))
    text = rows(
        "Energy Charge 13.20¢ per kWh\nBase Charge $118.00 per bill month\nTDU Delivery Charge 0.00000¢ per kWh\n"
        "TDU Delivery Charge $0.00 per bill month\nYou pay the Energy Charge for usage above 850 kWh only.\n"
    )
    kind = Kind(text, (BaseCharge(usd=D(118)), *tiers), BUNDLED)
    reading = read_label(kind.label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert reading.charges.delivery == BUNDLED
