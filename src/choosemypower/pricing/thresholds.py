"""At which uses a plan's bill falls, and which months of a home miss them."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import assert_never

import msgspec

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
from choosemypower.pricing.model import Threshold, ThresholdKind

CLOSE_ABOVE_PERCENT = 15
"""A month that reaches a threshold by no more than this is close to missing it."""


def thresholds_of(items: Sequence[Charge]) -> tuple[Threshold, ...]:
    """Where one more kWh makes the bill fall, lowest first; months not filled in yet."""
    found: list[Threshold] = []
    bands: list[PriceByTotal] = []
    for charge in items:
        match charge:
            case UsageCredit():
                if charge.min_kwh > 0 and charge.usd > 0:
                    found.append(
                        _threshold(ThresholdKind.CREDIT, charge, charge.min_kwh, charge.usd, charge.max_kwh)
                    )
            case UsageFee():
                if charge.max_kwh is not None and charge.usd > 0:
                    found.append(_threshold(ThresholdKind.FEE, charge, charge.max_kwh + 1, charge.usd))
            case PriceByTotal():
                bands.append(charge)
            case EnergyTier() | HourlyPrice() | BaseCharge() | DailyCharge() | OneTimeCharge():
                pass
            case EnergyDiscount() | VehicleEnergy() | SolarCredit():
                pass
            case _:
                assert_never(charge)
    for lower, upper in pairwise(sorted(bands, key=attrgetter("min_kwh"))):
        drop_usd = (lower.usd_per_kwh - upper.usd_per_kwh) * upper.min_kwh
        if drop_usd > 0:
            usd = drop_usd.quantize(Decimal("0.01"))
            found.append(_threshold(ThresholdKind.PRICE, upper, upper.min_kwh, usd))
    return tuple(sorted(found, key=lambda threshold: (threshold.at_kwh, -threshold.usd)))


def _threshold(
    kind: ThresholdKind, charge: Charge, at_kwh: int, usd: Decimal, max_kwh: int | None = None
) -> Threshold:
    return Threshold(
        kind=kind,
        at_kwh=at_kwh,
        max_kwh=max_kwh,
        usd=usd,
        months=charge.months,
        missed_months=(),
        close_months=(),
    )


def with_months(
    thresholds: Sequence[Threshold], kwh_by_month: Sequence[int], order: Sequence[int]
) -> tuple[Threshold, ...]:
    """The same thresholds with the months of this home that miss them or come close.

    `kwh_by_month` January first; `order` the calendar months as the year is shown.
    """
    filled = []
    for threshold in thresholds:
        missed, close = list[int](), list[int]()
        for month in order:
            kwh = kwh_by_month[month - 1]
            if threshold.months is not None and month not in threshold.months:
                continue
            if kwh < threshold.at_kwh or (threshold.max_kwh is not None and kwh > threshold.max_kwh):
                missed.append(month)
            elif kwh * 100 <= threshold.at_kwh * (100 + CLOSE_ABOVE_PERCENT):
                close.append(month)
        filled.append(
            msgspec.structs.replace(threshold, missed_months=tuple(missed), close_months=tuple(close))
        )
    return tuple(filled)
