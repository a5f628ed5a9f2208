"""Charges as JSON: one flat shape for every kind, so that generated clients read them without a union."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, assert_never

import msgspec
from msgspec import Meta

from choosemypower.api.money import rate, usd
from choosemypower.plans.charges import (
    BaseCharge,
    Basis,
    Charge,
    Condition,
    DailyCharge,
    EnergyDiscount,
    EnergyTier,
    FeeReading,
    HourlyPrice,
    HourWindow,
    OneTimeCharge,
    PriceByTotal,
    ReadState,
    SolarCredit,
    UsageCredit,
    UsageFee,
    VehicleEnergy,
)

BASIS = Meta(
    description="`stated`: a label or the listing's text says the price, or the utility publishes it. `fitted`: worked "
    "out from the three printed prices, which leave it open within their rounding."
)
FITTED_STEP = Decimal("0.000001")
"""Prices per kWh that are fitted are given to a ten-thousandth of a cent: more would look like knowledge."""


class ChargeKind(StrEnum):
    ENERGY_TIER = "energy_tier"
    PRICE_BY_TOTAL = "price_by_total"
    HOURLY_PRICE = "hourly_price"
    ENERGY_DISCOUNT = "energy_discount"
    VEHICLE_ENERGY = "vehicle_energy"
    SOLAR_CREDIT = "solar_credit"
    BASE_CHARGE = "base_charge"
    DAILY_CHARGE = "daily_charge"
    ONE_TIME_CHARGE = "one_time_charge"
    USAGE_CREDIT = "usage_credit"
    USAGE_FEE = "usage_fee"


class ChargeJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One charge; what its kind does not have is null. Bands are inclusive at both ends."""

    kind: Annotated[
        ChargeKind,
        Meta(
            description="`energy_tier`: the kWh above `minKwh` up to `maxKwh`. `price_by_total`: every kWh of a month "
            "whose total lies in the band. `hourly_price`: the hours of `windows`. `energy_discount` and "
            "`solar_credit`: USD per kWh taken off. `base_charge`: each month. `daily_charge`: each day. "
            "`one_time_charge`: once. `usage_credit` and `usage_fee`: taken off or added in months in the band."
        ),
    ]
    usd: Annotated[Decimal | None, Meta(description="USD a month or once, by kind; never negative.")] = None
    usd_per_day: Decimal | None = None
    usd_per_kwh: Decimal | None = None
    min_kwh: int | None = None
    max_kwh: Annotated[int | None, Meta(description="Null: no upper end.")] = None
    kwh: Annotated[
        int | None, Meta(description="Of a month, as stated for a car or for power given back.")
    ] = None
    name: str | None = None
    share: Annotated[
        Decimal | None, Meta(description="Of the usage, as the label assumes it for these hours.")
    ] = None
    windows: tuple[HourWindow, ...] = ()
    delivery_usd_per_kwh: Annotated[
        Decimal | None, Meta(description="Delivery in these hours, where it has a price of its own.")
    ] = None
    conditions: Annotated[
        tuple[Condition, ...], Meta(description="Holds only for those who meet all of these.")
    ] = ()
    waived_by: Annotated[
        tuple[Condition, ...], Meta(description="Does not hold for those who meet all of these.")
    ] = ()
    months: Annotated[
        tuple[int, ...] | None, Meta(description="Calendar months, 1 to 12, in which it holds; null: all.")
    ] = None
    bills: Annotated[
        tuple[int, ...] | None, Meta(description="Bills of the contract in which it holds; null: all.")
    ] = None
    sentence: Annotated[str | None, Meta(description="The words it was read from.")] = None
    basis: Annotated[Basis, BASIS] = Basis.STATED


class StatedFees(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the listing's Fees/Credits text states, in numbers."""

    state: Annotated[
        ReadState,
        Meta(
            description="`proven`: the printed prices fit it. `read`: only the text says so. `contradicted`: the "
            "printed prices fit only `fitting`. `unread`: not turned into numbers."
        ),
    ]
    charges: Annotated[tuple[ChargeJson, ...], Meta(description="What the text states.")]
    fitting: Annotated[
        tuple[ChargeJson, ...], Meta(description="Where contradicted: what the printed prices fit instead.")
    ]
    elsewhere: Annotated[
        tuple[ChargeJson, ...],
        Meta(description="What the special terms of the same offer state instead of one of `charges`."),
    ]
    is_delivery_bundled: Annotated[bool, Meta(description="The energy charge includes delivery.")]
    sentences: Annotated[tuple[str, ...], Meta(description="Of the text, those that state charges.")]


def stated_fees(reading: FeeReading) -> StatedFees:
    """A reading of a Fees/Credits text."""
    return StatedFees(
        state=reading.state,
        charges=charges_json(reading.items),
        fitting=charges_json(reading.fitting),
        elsewhere=charges_json(reading.elsewhere),
        is_delivery_bundled=reading.bundled_delivery,
        sentences=reading.sentences,
    )


def charges_json(charges: Iterable[Charge]) -> tuple[ChargeJson, ...]:
    """Charges in their order."""
    return tuple(_with_terms(_charge(charge), charge) for charge in charges)


def shown_rate(usd_per_kwh: Decimal | None, basis: Basis) -> Decimal | None:
    """A price per kWh; of a fitted one no more is said than is known, the other decimals are zeros."""
    if usd_per_kwh is None or basis is Basis.STATED:
        return rate(usd_per_kwh)
    return rate(usd_per_kwh.quantize(FITTED_STEP))


def _with_terms(made: ChargeJson, charge: Charge) -> ChargeJson:
    return msgspec.structs.replace(
        made,
        usd_per_kwh=shown_rate(made.usd_per_kwh, charge.basis),
        conditions=charge.conditions,
        waived_by=charge.waived_by,
        months=charge.months,
        bills=charge.bills,
        sentence=charge.sentence,
        basis=charge.basis,
    )


def _charge(charge: Charge) -> ChargeJson:
    match charge:
        case EnergyTier():
            return ChargeJson(
                kind=ChargeKind.ENERGY_TIER,
                usd_per_kwh=rate(charge.usd_per_kwh),
                min_kwh=charge.from_kwh,
                max_kwh=charge.to_kwh,
            )
        case PriceByTotal():
            return ChargeJson(
                kind=ChargeKind.PRICE_BY_TOTAL,
                usd_per_kwh=rate(charge.usd_per_kwh),
                min_kwh=charge.min_kwh,
                max_kwh=charge.max_kwh,
            )
        case HourlyPrice():
            return ChargeJson(
                kind=ChargeKind.HOURLY_PRICE,
                usd_per_kwh=rate(charge.usd_per_kwh),
                name=charge.name or None,
                share=charge.share,
                windows=charge.windows,
                delivery_usd_per_kwh=rate(charge.delivery_usd_per_kwh),
            )
        case EnergyDiscount():
            return ChargeJson(kind=ChargeKind.ENERGY_DISCOUNT, usd_per_kwh=rate(charge.usd_per_kwh))
        case VehicleEnergy():
            return ChargeJson(
                kind=ChargeKind.VEHICLE_ENERGY,
                usd=usd(charge.usd_per_month),
                usd_per_kwh=rate(charge.usd_per_kwh),
                kwh=charge.kwh,
                delivery_usd_per_kwh=rate(Decimal(0)) if charge.is_delivery_free else None,
            )
        case SolarCredit():
            return ChargeJson(
                kind=ChargeKind.SOLAR_CREDIT, usd_per_kwh=rate(charge.usd_per_kwh), kwh=charge.kwh
            )
        case BaseCharge():
            return ChargeJson(kind=ChargeKind.BASE_CHARGE, usd=usd(charge.usd))
        case DailyCharge():
            return ChargeJson(kind=ChargeKind.DAILY_CHARGE, usd_per_day=rate(charge.usd_per_day))
        case OneTimeCharge():
            return ChargeJson(kind=ChargeKind.ONE_TIME_CHARGE, usd=usd(charge.usd), name=charge.name or None)
        case UsageCredit():
            return ChargeJson(
                kind=ChargeKind.USAGE_CREDIT,
                usd=usd(charge.usd),
                min_kwh=charge.min_kwh,
                max_kwh=charge.max_kwh,
            )
        case UsageFee():
            return ChargeJson(
                kind=ChargeKind.USAGE_FEE, usd=usd(charge.usd), min_kwh=charge.min_kwh, max_kwh=charge.max_kwh
            )
        case _:
            assert_never(charge)
