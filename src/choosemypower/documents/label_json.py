"""A label's reading as one JSON object: amounts as decimal strings, USD and cents per kWh by name.

USD have two decimals and prices of a kWh or a day six, as everywhere in the API; cents per kWh are as printed.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from choosemypower.documents.label_reading import LabelReading
from choosemypower.plans.charges import (
    BaseCharge,
    Charges,
    Condition,
    DailyCharge,
    Days,
    Delivery,
    DeliveryKind,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
    OneTimeCharge,
    PriceByTotal,
    ReadState,
    SolarCredit,
    UsageCredit,
    UsageFee,
    VehicleEnergy,
)
from choosemypower.pricing.line_fit import PRINTED_AT_KWH

_CENT = Decimal("0.01")
_RATE_STEP = Decimal("0.000001")


class LabelTierJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    from_kwh: int
    to_kwh: int | None
    usd_per_kwh: Decimal
    cents_per_kwh: Decimal
    months: tuple[int, ...] | None = None
    """Calendar months of a price by season; absent for one of the whole year."""
    year_share: Decimal | None = None
    """Of a year's usage in these months, as the label assumes it."""


class LabelByTotalJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    min_kwh: int
    max_kwh: int | None
    usd_per_kwh: Decimal
    cents_per_kwh: Decimal


class LabelWindowJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    days: Days
    hours: tuple[int, ...]


class LabelHourlyJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    name: str
    share: Decimal | None
    """Of the usage, as the label assumes it."""
    usd_per_kwh: Decimal
    cents_per_kwh: Decimal
    delivery_usd_per_kwh: Decimal | None
    windows: tuple[LabelWindowJson, ...]


class LabelAmountJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    usd: Decimal
    min_kwh: int
    max_kwh: int | None
    conditions: tuple[Condition, ...]


class LabelUnlessJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    usd: Decimal
    waived_by: tuple[Condition, ...]
    """What a home does to pay nothing of it."""


class LabelDiscountJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    usd_per_kwh: Decimal
    conditions: tuple[Condition, ...]


class LabelSolarJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    kwh: int
    usd_per_kwh: Decimal
    is_capped_by_energy: bool


class LabelVehicleJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    usd_per_month: Decimal
    kwh: int
    usd_per_kwh: Decimal
    is_delivery_free: bool


class LabelDeliveryJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    kind: DeliveryKind
    usd_per_month: Decimal | None
    usd_per_kwh: Decimal | None
    cents_per_kwh: Decimal | None


class LabelChargesJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    base_usd_per_month: Decimal
    usd_per_day: Decimal | None
    one_time_usd: Decimal | None
    energy_tiers: tuple[LabelTierJson, ...]
    price_by_total_usage: tuple[LabelByTotalJson, ...]
    hourly_prices: tuple[LabelHourlyJson, ...]
    credits: tuple[LabelAmountJson, ...]
    fees: tuple[LabelAmountJson, ...]
    fees_unless: tuple[LabelUnlessJson, ...]
    """Of months in which the home does not do what is asked: "$5 when not in Auto-Pay"."""
    energy_discounts: tuple[LabelDiscountJson, ...]
    solar_credits: tuple[LabelSolarJson, ...]
    vehicles: tuple[LabelVehicleJson, ...]
    delivery: LabelDeliveryJson


class LabelAverageJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    usage_kwh: int
    printed_cents_per_kwh: Decimal
    computed_cents_per_kwh: Decimal | None


class LabelJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What `choosemypower labels read --json` prints."""

    proven: bool
    state: ReadState
    note: str
    """Why it is not proven."""
    utility: str | None
    issued_on: date | None
    charges: LabelChargesJson | None
    """None unless proven."""
    averages: tuple[LabelAverageJson, ...]
    averages_meet: tuple[Condition, ...]
    """Conditions that the printed averages take as met."""
    delivery_used: LabelDeliveryJson | None
    """What gives the averages: the label's own, or the utility's of then where the label passes it through."""
    alternatives: tuple[LabelChargesJson, ...]
    """Where the averages fit more than one reading: these."""
    sentences: tuple[str, ...]


def label_json(reading: LabelReading) -> LabelJson:
    """A reading for JSON."""
    is_proven = reading.state is ReadState.PROVEN
    return LabelJson(
        proven=is_proven,
        state=reading.state,
        note=reading.note,
        utility=reading.utility,
        issued_on=reading.issued_on,
        charges=charges_json(reading.charges) if is_proven and reading.charges is not None else None,
        averages=_averages(reading.printed_usd_per_kwh, reading.computed_usd_per_kwh),
        averages_meet=reading.averages_meet,
        delivery_used=None if reading.delivery_used is None else _delivery(reading.delivery_used),
        alternatives=tuple(charges_json(charges) for charges in reading.alternatives),
        sentences=reading.sentences,
    )


def charges_json(charges: Charges) -> LabelChargesJson:
    """Charges by kind."""
    daily = [one.usd_per_day for one in charges.of(DailyCharge)]
    one_time = [one.usd for one in charges.of(OneTimeCharge)]
    return LabelChargesJson(
        base_usd_per_month=_usd(sum((one.usd for one in charges.of(BaseCharge)), Decimal(0))),
        usd_per_day=_rate(sum(daily, Decimal(0))) if daily else None,
        one_time_usd=_usd(sum(one_time, Decimal(0))) if one_time else None,
        energy_tiers=tuple(
            LabelTierJson(
                from_kwh=one.from_kwh,
                to_kwh=one.to_kwh,
                usd_per_kwh=_rate(one.usd_per_kwh),
                cents_per_kwh=_cents(one.usd_per_kwh),
                months=one.months,
                year_share=one.year_share,
            )
            for one in charges.of(EnergyTier)
        ),
        price_by_total_usage=tuple(
            LabelByTotalJson(
                min_kwh=one.min_kwh,
                max_kwh=one.max_kwh,
                usd_per_kwh=_rate(one.usd_per_kwh),
                cents_per_kwh=_cents(one.usd_per_kwh),
            )
            for one in charges.of(PriceByTotal)
        ),
        hourly_prices=tuple(_hourly(one) for one in charges.of(HourlyPrice)),
        credits=tuple(_amount(one) for one in charges.of(UsageCredit)),
        fees=tuple(_amount(one) for one in charges.of(UsageFee) if not one.waived_by),
        fees_unless=tuple(
            LabelUnlessJson(usd=_usd(one.usd), waived_by=one.waived_by)
            for one in charges.of(UsageFee)
            if one.waived_by
        ),
        energy_discounts=tuple(
            LabelDiscountJson(usd_per_kwh=_rate(one.usd_per_kwh), conditions=one.conditions)
            for one in charges.of(EnergyDiscount)
        ),
        solar_credits=tuple(
            LabelSolarJson(
                kwh=one.kwh, usd_per_kwh=_rate(one.usd_per_kwh), is_capped_by_energy=one.is_capped_by_energy
            )
            for one in charges.of(SolarCredit)
        ),
        vehicles=tuple(
            LabelVehicleJson(
                usd_per_month=_usd(one.usd_per_month),
                kwh=one.kwh,
                usd_per_kwh=_rate(one.usd_per_kwh),
                is_delivery_free=one.is_delivery_free,
            )
            for one in charges.of(VehicleEnergy)
        ),
        delivery=_delivery(charges.delivery),
    )


def _hourly(one: HourlyPrice) -> LabelHourlyJson:
    return LabelHourlyJson(
        name=one.name,
        share=one.share,
        usd_per_kwh=_rate(one.usd_per_kwh),
        cents_per_kwh=_cents(one.usd_per_kwh),
        delivery_usd_per_kwh=_known_rate(one.delivery_usd_per_kwh),
        windows=tuple(LabelWindowJson(days=window.days, hours=window.hours) for window in one.windows),
    )


def _amount(one: UsageCredit | UsageFee) -> LabelAmountJson:
    return LabelAmountJson(
        usd=_usd(one.usd), min_kwh=one.min_kwh, max_kwh=one.max_kwh, conditions=one.conditions
    )


def _delivery(one: Delivery) -> LabelDeliveryJson:
    return LabelDeliveryJson(
        kind=one.kind,
        usd_per_month=None if one.usd_per_month is None else _usd(one.usd_per_month),
        usd_per_kwh=_known_rate(one.usd_per_kwh),
        cents_per_kwh=None if one.usd_per_kwh is None else _cents(one.usd_per_kwh),
    )


def _averages(printed: Sequence[Decimal], computed: Sequence[Decimal]) -> tuple[LabelAverageJson, ...]:
    known = computed or (None,) * len(printed)
    return tuple(
        LabelAverageJson(
            usage_kwh=kwh,
            printed_cents_per_kwh=_cents(usd),
            computed_cents_per_kwh=None if exact is None else _cents(exact),
        )
        for kwh, usd, exact in zip(PRINTED_AT_KWH, printed, known, strict=False)
    )


def _usd(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT)


def _rate(per_unit: Decimal) -> Decimal:
    return per_unit.quantize(_RATE_STEP)


def _known_rate(per_unit: Decimal | None) -> Decimal | None:
    return None if per_unit is None else _rate(per_unit)


def _cents(usd: Decimal) -> Decimal:
    """USD per kWh as cents, exact to a millionth of a cent, without idle zeros."""
    return Decimal(f"{round(usd * 100, 6).normalize():f}")
