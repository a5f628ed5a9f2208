"""Labels of homes with panels, batteries and cars: what the averages hold of exports, and what they do not."""

# ruff: noqa: E501 -- labels read across

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charges,
    Condition,
    EnergyDiscount,
    EnergyTier,
    ReadState,
    SolarCredit,
    UsageCredit,
)
from choosemypower.pricing import PRINTED_AT_KWH, printed_average
from tests.documents.test_label_kinds import DELIVERY, ONCOR, Kind, energy, rows, same, stated

D = Decimal
BASE = BaseCharge(usd=D("4.95"))
CHARGES = "Base Charge: $4.95 per month\nEnergy Charge: 8.9¢ per kWh\n"
SAID = {
    "The Average Price per kWh takes into account buyback credits on 620 kWh of Excess Energy per month.\n": "Buyback Rate",
    "A Solar Return Credit on 620 kWh of Surplus Energy has been taken off in the average price per kWh.\n": "Solar Return Rate",
    "The averages above count 620 kWh a month that are exported to the grid.\n": "Export rate",
}


def with_export(said: str, name: str, *, is_capped: bool) -> str:
    credit = SolarCredit(
        kwh=620, usd_per_kwh=D("0.084"), is_capped_by_energy=is_capped, conditions=(Condition.SOLAR,)
    )
    charges = Charges(items=(energy("8.9"), BASE, credit), delivery=DELIVERY)
    averages = [
        printed_average(charges, kwh, met=frozenset({Condition.SOLAR})) * 100 for kwh in PRINTED_AT_KWH
    ]
    text = rows(f"{said}{CHARGES}{name}: 8.4¢ per kWh\n{ONCOR}")
    return text.format(*(f"{one:.1f}" for one in averages))


@pytest.mark.parametrize("is_capped", [True, False])
@pytest.mark.parametrize("said", SAID)
def test_an_export_in_the_averages_is_read_with_its_cap(said: str, is_capped: bool) -> None:
    reading = read_label(with_export(said, SAID[said], is_capped=is_capped))
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    (credit,) = reading.charges.of(SolarCredit)
    assert (credit.kwh, credit.usd_per_kwh, credit.is_capped_by_energy) == (620, D("0.084"), is_capped)
    assert reading.averages_meet == (Condition.SOLAR,)


@pytest.mark.parametrize("said", SAID)
def test_averages_that_hold_no_export_contradict_a_label_that_says_so(said: str) -> None:
    text = Kind(rows(f"{said}{CHARGES}{SAID[said]}: 8.4¢ per kWh\n{ONCOR}"), (energy("8.9"), BASE)).label
    assert read_label(text).state is not ReadState.PROVEN


def test_a_credit_for_outflow_that_no_average_holds_is_no_discount() -> None:
    said = (
        "The out-flow kWh of your solar system are multiplied with the Meadow Credit below; the average price above assumes none.\n"
        "Meadow Credit: 4.5¢ per kWh\n"
    )
    reading = read_label(Kind(rows(CHARGES + ONCOR + said), (energy("8.9"), BASE)).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert not reading.charges.of(EnergyDiscount)
    assert not reading.charges.of(SolarCredit)


def test_a_credit_for_a_charger_is_one_for_a_device() -> None:
    credit = UsageCredit(usd=D(15), conditions=(Condition.DEVICE,))
    charges = Charges(items=(energy("8.9"), BASE, credit), delivery=DELIVERY)
    averages = [
        printed_average(charges, kwh, met=frozenset({Condition.DEVICE})) * 100 for kwh in PRINTED_AT_KWH
    ]
    text = rows(
        f"{CHARGES}Home Charger Credit $15.00 per month\n{ONCOR}The averages assume that you earn the Home Charger Credit:\n"
        "keep one compatible EV charger enrolled and connected.\n"
    ).format(*(f"{one:.1f}" for one in averages))
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(charges.items))
    assert reading.averages_meet == (Condition.DEVICE,)


def test_delivery_of_nothing_is_held_by_the_other_prices() -> None:
    text = Kind(
        rows(
            "*Energy Charge 13.20¢ per kWh\nBase Charge $118.00 per month\nTDU Delivery Charge 0.00000¢ per kWh\n"
            "TDU Delivery Charge $0.00 per month\n*You pay the Energy Charge only for usage above 850 kWh in a month.\n"
        ),
        (BaseCharge(usd=D(118)), EnergyTier(to_kwh=850, usd_per_kwh=D(0)), energy("13.2", from_kwh=850)),
        BUNDLED,
    )
    reading = read_label(text.label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert reading.charges.delivery == BUNDLED
    assert same(stated(reading.charges.items), stated(text.charges))


def test_charges_below_the_head_of_an_example_are_charges() -> None:
    said = "Example of the estimated average price per kWh, from these amounts:\nEnergy Charge 8.9¢ per kWh\nBase Charge $4.95 per month\n"
    assert read_label(Kind(rows(said + ONCOR), (energy("8.9"), BASE)).label).state is ReadState.PROVEN
