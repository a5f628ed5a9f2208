"""Each kind of charge in a bill: its share of a mean month, and what its line says of it."""

from decimal import Decimal
from typing import get_args

import pytest
from msgspec.structs import replace

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Basis,
    Charge,
    Charges,
    Condition,
    DailyCharge,
    Delivery,
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
from choosemypower.pricing import ChargesError, LineKind, bill_from_charges
from tests.support.charges import flat

SUMMER = (6, 7, 8)
SEASONAL = [
    EnergyTier(usd_per_kwh=Decimal("0.02"), months=SUMMER),
    EnergyTier(from_kwh=500, to_kwh=700, usd_per_kwh=Decimal("0.04"), months=SUMMER),
    PriceByTotal(usd_per_kwh=Decimal("0.02"), months=SUMMER),
    HourlyPrice(usd_per_kwh=Decimal("0.04"), share=Decimal("0.5"), months=SUMMER),
    EnergyDiscount(usd_per_kwh=Decimal("0.02"), months=SUMMER),
    VehicleEnergy(usd_per_month=Decimal(8), kwh=200, usd_per_kwh=Decimal("0.04"), months=SUMMER),
    SolarCredit(kwh=100, usd_per_kwh=Decimal("0.04"), months=SUMMER),
    BaseCharge(usd=Decimal(8), months=SUMMER),
    DailyCharge(usd_per_day=Decimal("0.40"), months=SUMMER),
    UsageCredit(usd=Decimal(8), months=SUMMER),
    UsageFee(usd=Decimal(8), months=SUMMER),
]


@pytest.mark.parametrize("charge", SEASONAL, ids=lambda charge: type(charge).__name__)
def test_a_mean_month_holds_a_quarter_of_what_is_charged_in_three_months(charge: Charge) -> None:
    # A price by total needs one for every month.
    others = (
        [PriceByTotal(usd_per_kwh=Decimal(0), months=(1, 2, 3, 4, 5, 9, 10, 11, 12))]
        if isinstance(charge, PriceByTotal)
        else []
    )
    charges = Charges(items=(charge, *others), delivery=BUNDLED)
    in_july, in_january, in_a_mean_month = (
        bill_from_charges(charges, 1000, month=month).total_usd for month in (7, 1, None)
    )
    assert in_july != 0
    assert (in_january, in_a_mean_month) == (0, in_july / 4)


@pytest.mark.parametrize("charge", SEASONAL, ids=lambda charge: type(charge).__name__)
def test_a_line_says_its_kind_its_condition_and_where_it_comes_from(charge: Charge) -> None:
    held = replace(charge, months=None, conditions=(Condition.AUTOPAY, Condition.DEVICE), basis=Basis.FITTED)
    charges = Charges(items=(held,), delivery=BUNDLED)
    bill = bill_from_charges(charges, 1000, met=frozenset({Condition.AUTOPAY, Condition.DEVICE}))
    kinds = {
        BaseCharge: [LineKind.BASE],
        DailyCharge: [LineKind.DAILY],
        UsageFee: [LineKind.FEE],
        UsageCredit: [LineKind.CREDIT],
        EnergyDiscount: [LineKind.CREDIT],
        SolarCredit: [LineKind.CREDIT],
        VehicleEnergy: [LineKind.BASE, LineKind.ENERGY],
    }
    assert [line.kind for line in bill.lines] == kinds.get(type(charge), [LineKind.ENERGY])
    named = "vehicle" if isinstance(charge, VehicleEnergy) else "autopay, device"
    assert {(line.name, line.basis) for line in bill.lines} == {(named, Basis.FITTED)}


def test_a_price_by_the_hour_is_named_in_its_lines_of_energy_and_delivery() -> None:
    nights = HourlyPrice(
        name="nights", usd_per_kwh=Decimal(0), share=Decimal("0.3"), delivery_usd_per_kwh=Decimal(0)
    )
    days = HourlyPrice(name="days", usd_per_kwh=Decimal("0.2"), share=Decimal("0.7"))
    charges = Charges(
        items=(nights, days), delivery=Delivery(usd_per_month=Decimal(4), usd_per_kwh=Decimal("0.05"))
    )
    assert [(str(line.kind), line.name, line.usd) for line in bill_from_charges(charges, 1000).lines] == [
        ("energy", "nights", 0),
        ("energy", "days", 140),
        ("delivery_month", "", 4),
        ("delivery_kwh", "nights", 0),
        ("delivery_kwh", "", 35),
    ]


@pytest.mark.parametrize(
    "known", [Delivery(usd_per_month=Decimal("4.23")), Delivery(usd_per_kwh=Decimal("0.05"))]
)
def test_delivery_of_which_one_part_is_known_is_refused(known: Delivery) -> None:
    with pytest.raises(ChargesError, match="delivery"):
        bill_from_charges(Charges(items=flat("10"), delivery=known), 1000)


def test_no_kind_of_charge_is_missing_above() -> None:
    assert {type(charge) for charge in SEASONAL} == {*get_args(Charge)} - {OneTimeCharge}
