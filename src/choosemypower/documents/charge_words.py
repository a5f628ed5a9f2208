"""Charges in a few plain words: "$125 credit from 1,000 kWh"."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import assert_never

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


def in_words(charges: Sequence[Charge]) -> str:
    """What charges are, in one line."""
    return ", ".join(_words(charges)) or "no charge"


def _words(charges: Sequence[Charge]) -> Iterator[str]:
    for one in charges:
        match one:
            case UsageCredit() | UsageFee():
                name = "credit" if isinstance(one, UsageCredit) else "fee"
                yield f"{_usd(one.usd)} {name}{_band(one.min_kwh, one.max_kwh)}"
            case EnergyTier():
                yield f"{_cents(one.usd_per_kwh)}{_band(one.from_kwh, one.to_kwh)}"
            case PriceByTotal():
                yield f"{_cents(one.usd_per_kwh)} for all kWh{_band(one.min_kwh, one.max_kwh)}"
            case BaseCharge():
                yield f"{_usd(one.usd)} a month" if one.usd else "no base charge"
            case DailyCharge():
                yield f"{_usd(one.usd_per_day)} a day"
            case OneTimeCharge():
                yield f"{_usd(one.usd)} once"
            case HourlyPrice():
                yield f"{_cents(one.usd_per_kwh)} ({one.name or 'part of the day'})"
            case EnergyDiscount():
                yield f"{_cents(one.usd_per_kwh)} off"
            case SolarCredit():
                yield f"{_cents(one.usd_per_kwh)} for power given back"
            case VehicleEnergy():
                month = f"{_usd(one.usd_per_month)} a month and " if one.usd_per_month else ""
                yield f"{month}{_cents(one.usd_per_kwh)} for a car"
            case _:
                assert_never(one)


def _band(low: int, high: int | None) -> str:
    if high is None:
        return f" from {low:,} kWh" if low else ""
    return f" from {low:,} to {high:,} kWh" if low else f" up to {high:,} kWh"


def _usd(usd: Decimal) -> str:
    return f"${usd:.0f}" if usd == usd.to_integral_value() else f"${usd:.2f}"


def _cents(usd_per_kwh: Decimal) -> str:
    return f"{(usd_per_kwh * 100).normalize():f}¢ a kWh"
