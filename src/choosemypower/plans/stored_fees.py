"""Fee readings as they are stored: today's shape, and that of releases that had no kinds of charges (until 2026-11)."""

from decimal import Decimal
from typing import Any

import msgspec

from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Condition,
    DailyCharge,
    EnergyTier,
    FeeReading,
    OneTimeCharge,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)


class _Amount(msgspec.Struct, frozen=True):
    usd: Decimal
    min_kwh: int = 0
    max_kwh: int | None = None
    months: tuple[int, ...] | None = None
    condition: Condition | None = None


class _Price(msgspec.Struct, frozen=True):
    usd_per_kwh: Decimal
    from_kwh: int = 0
    to_kwh: int | None = None
    min_kwh: int = 0
    max_kwh: int | None = None


class _Stored(msgspec.Struct, frozen=True):
    """Either shape."""

    state: ReadState | None = None
    resolved: bool = False
    credits: tuple[_Amount, ...] = ()
    fees: tuple[_Amount, ...] = ()
    base_usd: Decimal | None = None
    energy_tiers: tuple[_Price, ...] = ()
    price_by_total_usage: tuple[_Price, ...] = ()
    usd_per_day: Decimal | None = None
    one_time_usd: Decimal | None = None
    bundled_delivery: bool = False
    note: str = ""


def to_stored(reading: FeeReading) -> dict[str, Any]:
    """A reading as it is stored.

    The release before this one knows only `resolved`: it takes every text as one that it cannot read, and says so.
    """
    return {"resolved": False, **msgspec.to_builtins(reading)}


def from_stored(text: str | bytes) -> FeeReading:
    """A stored reading of either shape. Raises msgspec.DecodeError."""
    stored = msgspec.json.decode(text, type=_Stored)
    if stored.state is not None:
        return msgspec.json.decode(text, type=FeeReading)
    return FeeReading(
        state=ReadState.READ if stored.resolved else ReadState.UNREAD,
        items=_items(stored),
        bundled_delivery=stored.bundled_delivery,
        note=stored.note,
    )


def _items(stored: _Stored) -> tuple[Charge, ...]:
    items: list[Charge] = [
        EnergyTier(from_kwh=tier.from_kwh, to_kwh=tier.to_kwh, usd_per_kwh=tier.usd_per_kwh)
        for tier in stored.energy_tiers
    ]
    items += [
        PriceByTotal(min_kwh=band.min_kwh, max_kwh=band.max_kwh, usd_per_kwh=band.usd_per_kwh)
        for band in stored.price_by_total_usage
    ]
    if stored.base_usd is not None:
        items.append(BaseCharge(usd=stored.base_usd))
    if stored.usd_per_day is not None:
        items.append(DailyCharge(usd_per_day=stored.usd_per_day))
    if stored.one_time_usd is not None:
        items.append(OneTimeCharge(usd=stored.one_time_usd))
    items += [
        UsageFee(usd=fee.usd, min_kwh=fee.min_kwh, max_kwh=fee.max_kwh, months=fee.months)
        for fee in stored.fees
    ]
    items += [
        UsageCredit(
            usd=credit.usd,
            min_kwh=credit.min_kwh,
            max_kwh=credit.max_kwh,
            months=credit.months,
            conditions=() if credit.condition is None else (credit.condition,),
        )
        for credit in stored.credits
    ]
    return tuple(items)
