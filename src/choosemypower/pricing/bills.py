"""What a month costs: charges × usage × delivery → a bill with its lines. Exact in Decimal.

Source: Electricity Facts Label, 16 TAC §25.475; structures as in the market's labels (credits by threshold or band that
add up, price of all kWh by total, tiers, low-use fees, daily charges, prices by the hour, bundled delivery).
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import assert_never

import msgspec

from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
    Condition,
    DailyCharge,
    Days,
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
    held_by,
)
from choosemypower.pricing.model import Bill, BillLine, LineKind
from choosemypower.territories.model import DeliveryCharge
from choosemypower.units import MONTHS_IN_YEAR

CENT = Decimal("0.01")
DAYS_IN_LABEL_MONTH = 30
NO_CONDITIONS: frozenset[Condition] = frozenset()
"""The home of every list: it meets none of the conditions that a plan may set."""
_HOURS = 24


class ChargesError(ValueError):
    """These charges do not make a bill: no price for this usage, or delivery is unknown."""


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """What one month's bill is worked out for."""

    usage_kwh: int
    month: int | None = None
    """Calendar month; None weighs seasonal charges by their months."""
    bill_number: int | None = None
    """1 for the first bill of the contract; None weighs charges of some bills only by their share of a year."""
    days: int = DAYS_IN_LABEL_MONTH
    hourly_shares: Sequence[Decimal] | None = None
    """The home's own hours: 24 of the mean day, or 48, those of weekdays first; they sum to 1. Without them prices by
    the hour use the label's shares."""


def bill_from_charges(
    charges: Charges,
    usage_kwh: int,
    delivery: DeliveryCharge | None = None,
    month: int | None = None,
    *,
    bill_number: int | None = None,
    days: int = DAYS_IN_LABEL_MONTH,
    hourly_shares: Sequence[Decimal] | None = None,
    met: frozenset[Condition] = NO_CONDITIONS,
) -> Bill:
    """The bill of one month.

    `delivery` is the utility's charge of that month; None takes the figures printed on the label. Bundled delivery is
    never added again. `met` are the conditions that the home meets; see `Month` for the rest.
    """
    given = Month(
        usage_kwh=usage_kwh, month=month, bill_number=bill_number, days=days, hourly_shares=hourly_shares
    )
    exact = _exact_lines(charges, given, delivery, met)
    # Half a cent goes up, also below zero, as in lists (`market.py`).
    total_usd = (sum((line.usd for line in exact), Decimal(0)) + CENT / 2).quantize(CENT, ROUND_FLOOR)
    return Bill(usage_kwh=usage_kwh, month=month, lines=_to_cents(exact, total_usd), total_usd=total_usd)


def exact_total_usd(
    charges: Charges,
    usage_kwh: int,
    delivery: DeliveryCharge | None = None,
    *,
    met: frozenset[Condition] = NO_CONDITIONS,
) -> Decimal:
    """A mean month's bill before it is rounded to the cent."""
    lines = _exact_lines(charges, Month(usage_kwh=usage_kwh), delivery, met)
    return sum((line.usd for line in lines), Decimal(0))


def printed_average(
    charges: Charges,
    usage_kwh: int,
    delivery: DeliveryCharge | None = None,
    *,
    met: frozenset[Condition] = NO_CONDITIONS,
) -> Decimal:
    """The average price that a label prints for a usage, in USD per kWh, not rounded.

    One-time charges count with a twelfth, seasonal ones with their share of the year. `met` are the conditions that
    the label takes as met.
    """
    one_time_usd = one_time_of(charges, met) / MONTHS_IN_YEAR
    return (exact_total_usd(charges, usage_kwh, delivery, met=met) + one_time_usd) / usage_kwh


def one_time_of(charges: Charges, met: frozenset[Condition] = NO_CONDITIONS) -> Decimal:
    """What is charged once, in USD."""
    return sum(
        (charge.usd for charge in held_by(charges.items, met) if isinstance(charge, OneTimeCharge)),
        Decimal(0),
    )


def weight_of(charge: Charge, month: int | None, bill_number: int | None) -> Decimal:
    """How much of a charge counts in a month: all or nothing; without a month or bill, its share of a year."""
    weight = Decimal(1)
    if month is None and isinstance(charge, EnergyTier) and charge.year_share is not None:
        weight = charge.year_share
    elif charge.months is not None:
        weight = Decimal(month in charge.months) if month else Decimal(len(charge.months)) / MONTHS_IN_YEAR
    if charge.bills is not None:
        in_year = sum(bill <= MONTHS_IN_YEAR for bill in charge.bills)
        weight *= Decimal(bill_number in charge.bills) if bill_number else Decimal(in_year) / MONTHS_IN_YEAR
    return weight


def is_in_band(charge: PriceByTotal | UsageCredit | UsageFee, usage_kwh: int) -> bool:
    """Whether a charge counts in a month with this usage."""
    return charge.min_kwh <= usage_kwh and (charge.max_kwh is None or usage_kwh <= charge.max_kwh)


def share_of(price: HourlyPrice, hourly_shares: Sequence[Decimal] | None) -> Decimal:
    """Which share of the usage falls under a price: the home's own where its hours are known, else the label's.

    Raises ChargesError where neither is known.
    """
    own = None if hourly_shares is None or not price.windows else _own_share(price, hourly_shares)
    share = price.share if own is None else own
    if share is None:
        raise ChargesError(f"The label does not say how much usage falls under “{price.name}”.")
    return share


def _own_share(price: HourlyPrice, hourly_shares: Sequence[Decimal]) -> Decimal | None:
    """The home's share of the hours of a price; None where its hours do not tell weekdays from weekends."""
    share = Decimal(0)
    has_both = len(hourly_shares) > _HOURS
    for window in price.windows:
        if window.days is not Days.ALL and not has_both:
            return None
        if window.days is not Days.WEEKENDS:
            share += sum(hourly_shares[hour] for hour in window.hours)
        if window.days is not Days.WEEKDAYS and has_both:
            share += sum(hourly_shares[_HOURS + hour] for hour in window.hours)
    return share


def _price_at(bands: Iterable[PriceByTotal], usage_kwh: int) -> Decimal:
    """What every kWh of a month with this total costs, in USD. Raises ChargesError when no band holds it."""
    for band in bands:
        if is_in_band(band, usage_kwh):
            return band.usd_per_kwh
    raise ChargesError(f"No price is stated for {usage_kwh} kWh.")


def _exact_lines(
    charges: Charges, given: Month, delivery: DeliveryCharge | None, met: frozenset[Condition]
) -> list[BillLine]:
    """The lines of a bill before rounding: the provider's in the order of its charges, then delivery."""
    held = [
        (charge, weight)
        for charge in held_by(charges.items, met)
        if (weight := weight_of(charge, given.month, given.bill_number))
    ]
    cars = [charge for charge, _ in held if isinstance(charge, VehicleEnergy)]
    car_kwh = min(given.usage_kwh, sum(car.kwh for car in cars))
    lines: list[BillLine] = []
    for charge, weight in sorted(held, key=lambda one: isinstance(one[0], SolarCredit)):
        lines += _charge_lines(charge, weight, given, given.usage_kwh - car_kwh, lines)
    if any(isinstance(charge, PriceByTotal) for charge in charges.items):
        _price_at((charge for charge, _ in held if isinstance(charge, PriceByTotal)), given.usage_kwh)
    free_kwh = car_kwh if any(car.is_delivery_free for car in cars) else 0
    hours = [charge for charge, _ in held if isinstance(charge, HourlyPrice)]
    return [*lines, *_delivery_lines(charges.delivery, given, given.usage_kwh - free_kwh, hours, delivery)]


def _charge_lines(
    charge: Charge, weight: Decimal, given: Month, usage_kwh: int, before: Sequence[BillLine]
) -> Iterator[BillLine]:
    """What one charge adds to a bill. `usage_kwh` is without what a car takes; `before` are the lines so far."""
    match charge:
        case EnergyTier() | PriceByTotal() | HourlyPrice() | VehicleEnergy():
            yield from _energy_lines(charge, weight, given, usage_kwh)
        case EnergyDiscount():
            yield _per_kwh(LineKind.CREDIT, given.usage_kwh * weight, -charge.usd_per_kwh, charge)
        case SolarCredit():
            yield _solar_line(charge, weight, before)
        case BaseCharge():
            if charge.usd:
                yield _flat(LineKind.BASE, charge.usd * weight, charge)
        case DailyCharge():
            yield _flat(LineKind.DAILY, charge.usd_per_day * given.days * weight, charge)
        case UsageFee():
            if charge.usd and is_in_band(charge, given.usage_kwh):
                yield _flat(LineKind.FEE, charge.usd * weight, charge)
        case UsageCredit():
            if charge.usd and is_in_band(charge, given.usage_kwh):
                yield _flat(LineKind.CREDIT, -charge.usd * weight, charge)
        case OneTimeCharge():
            if charge.usd and given.bill_number == charge.bill_number:
                yield _flat(LineKind.ONCE, charge.usd, charge, charge.name)
        case _:
            assert_never(charge)


def _energy_lines(
    charge: EnergyTier | PriceByTotal | HourlyPrice | VehicleEnergy,
    weight: Decimal,
    given: Month,
    usage_kwh: int,
) -> Iterator[BillLine]:
    match charge:
        case EnergyTier(from_kwh=start, to_kwh=end):
            upper = usage_kwh if end is None else min(usage_kwh, end)
            if upper > start:
                yield _per_kwh(LineKind.ENERGY, (upper - start) * weight, charge.usd_per_kwh, charge)
        case PriceByTotal():
            if is_in_band(charge, given.usage_kwh):
                yield _per_kwh(LineKind.ENERGY, usage_kwh * weight, charge.usd_per_kwh, charge)
        case HourlyPrice():
            kwh = usage_kwh * share_of(charge, given.hourly_shares) * weight
            yield _per_kwh(LineKind.ENERGY, kwh, charge.usd_per_kwh, charge, charge.name)
        case VehicleEnergy():
            car_kwh = min(charge.kwh, given.usage_kwh)
            if charge.usd_per_month:
                yield _flat(LineKind.BASE, charge.usd_per_month * weight, charge, "vehicle")
            yield _per_kwh(LineKind.ENERGY, car_kwh * weight, charge.usd_per_kwh, charge, "vehicle")
        case _:
            assert_never(charge)


def _solar_line(charge: SolarCredit, weight: Decimal, before: Sequence[BillLine]) -> BillLine:
    usd = charge.kwh * charge.usd_per_kwh * weight
    if charge.is_capped_by_energy:
        usd = min(usd, sum((one.usd for one in before if one.kind is LineKind.ENERGY), Decimal(0)))
    return _flat(LineKind.CREDIT, -usd, charge)


def _flat(kind: LineKind, usd: Decimal, charge: Charge, name: str = "") -> BillLine:
    return BillLine(kind=kind, usd=usd, name=name or ", ".join(charge.conditions), basis=charge.basis)


def _per_kwh(
    kind: LineKind, usage_kwh: Decimal, usd_per_kwh: Decimal, charge: Charge, name: str = ""
) -> BillLine:
    return BillLine(
        kind=kind,
        usd=usage_kwh * usd_per_kwh,
        usage_kwh=usage_kwh,
        usd_per_kwh=usd_per_kwh,
        name=name or ", ".join(charge.conditions),
        basis=charge.basis,
    )


def _delivery_lines(
    on_label: Delivery,
    given: Month,
    usage_kwh: int,
    hours: Sequence[HourlyPrice],
    delivery: DeliveryCharge | None,
) -> Iterator[BillLine]:
    """The utility's part; hours in which delivery has a price of its own are charged apart."""
    if on_label.is_bundled:
        return
    usd_per_month = on_label.usd_per_month if delivery is None else delivery.usd_per_month
    usd_per_kwh = on_label.usd_per_kwh if delivery is None else delivery.usd_per_kwh
    if usd_per_month is None or usd_per_kwh is None:
        raise ChargesError("The delivery charge is not known.")
    yield BillLine(kind=LineKind.DELIVERY_MONTH, usd=usd_per_month)
    rest_kwh = Decimal(usage_kwh)
    for price in hours:
        if price.delivery_usd_per_kwh is not None:
            special_kwh = usage_kwh * share_of(price, given.hourly_shares)
            rest_kwh -= special_kwh
            yield _delivered(special_kwh, price.delivery_usd_per_kwh, price.name)
    yield _delivered(rest_kwh, usd_per_kwh)


def _delivered(usage_kwh: Decimal, usd_per_kwh: Decimal, name: str = "") -> BillLine:
    return BillLine(
        kind=LineKind.DELIVERY_KWH,
        usd=usage_kwh * usd_per_kwh,
        usage_kwh=usage_kwh,
        usd_per_kwh=usd_per_kwh,
        name=name,
    )


def _to_cents(exact: Sequence[BillLine], total_usd: Decimal) -> tuple[BillLine, ...]:
    """The lines in whole cents, so that they add up to the total: the cent left over goes where rounding cut most."""
    cents = [line.usd.quantize(CENT, ROUND_HALF_UP) for line in exact]
    left = total_usd - sum(cents, Decimal(0))
    step = CENT if left > 0 else -CENT
    by_loss = sorted(range(len(exact)), key=lambda at: (exact[at].usd - cents[at]) * step, reverse=True)
    for at in by_loss[: int(abs(left) / CENT)]:
        cents[at] += step
    return tuple(msgspec.structs.replace(line, usd=usd) for line, usd in zip(exact, cents, strict=True))
