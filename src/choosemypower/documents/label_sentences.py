"""Which line of a label each of its charges was read from."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import assert_never

import msgspec

from choosemypower.documents.figures import Figure, Unit
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
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

LineOf = Callable[[Figure], str]


def with_sentences(charges: Charges, figures: Sequence[Figure], line_of: LineOf) -> Charges:
    """The charges with the lines that hold their amounts; an amount that stands twice gives its lines in order."""
    left = list(figures)
    items = []
    for charge in charges.items:
        figure = _take(charge, left)
        items.append(charge if figure is None else msgspec.structs.replace(charge, sentence=line_of(figure)))
    return msgspec.structs.replace(charges, items=tuple(items))


def delivery_sentences(charges: Charges, figures: Sequence[Figure], line_of: LineOf) -> tuple[str, ...]:
    """The lines that hold the printed delivery charge."""
    delivery = charges.delivery
    lines = [
        line_of(one)
        for one in figures
        if (one.unit, one.usd) in ((Unit.MONTH, delivery.usd_per_month), (Unit.KWH, delivery.usd_per_kwh))
    ]
    return tuple(dict.fromkeys(lines))


def _take(charge: Charge, left: list[Figure]) -> Figure | None:
    unit, usd = _figure_of(charge)
    for figure in left:
        if figure.unit is unit and abs(figure.usd) == abs(usd):
            left.remove(figure)
            return figure
    return None


def _figure_of(charge: Charge) -> tuple[Unit, Decimal]:
    match charge:
        case BaseCharge() | UsageCredit() | UsageFee() | OneTimeCharge():
            return Unit.MONTH, charge.usd
        case DailyCharge():
            return Unit.DAY, charge.usd_per_day
        case VehicleEnergy():
            return Unit.MONTH, charge.usd_per_month
        case EnergyTier() | PriceByTotal() | HourlyPrice() | EnergyDiscount() | SolarCredit():
            return Unit.KWH, charge.usd_per_kwh
        case _:
            assert_never(charge)
