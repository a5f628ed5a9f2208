"""What is in a plan's price, line by line: energy, base, credits and fees of the provider, delivery of the utility."""

from collections.abc import Iterator
from typing import assert_never

import msgspec

from choosemypower.plans.charges import (
    BaseCharge,
    Basis,
    Charge,
    Charges,
    DailyCharge,
    Days,
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
from choosemypower.pricing import YearBills
from choosemypower.pricing.bills import NO_CONDITIONS
from choosemypower.sentences import list_of
from choosemypower.units import MONTH_NAMES
from choosemypower.web.filters import cents_exact, cents_per_kwh, percent, unbroken, usd, usd_cents
from choosemypower.web.plan_words import condition_words

_DAYS = {Days.ALL: "", Days.WEEKDAYS: " on weekdays", Days.WEEKENDS: " at weekends"}


class ChargeLine(msgspec.Struct, frozen=True):
    name: str
    price: str
    who: str
    """Provider or utility."""


PROVIDER, UTILITY = "Provider", "Utility"


def charge_lines(bills: YearBills) -> tuple[ChargeLine, ...]:
    """The charges behind the bills; empty when only three prices are known."""
    charges = bills.model.charges
    if charges is None or not bills.has_charges:
        return ()
    is_only = len(charges.of(EnergyTier)) == 1
    lines = [line for charge in charges.items for line in _lines(charge, is_only=is_only)]
    return (*lines, *_delivery_lines(bills, charges))


def left_out_words(bills: YearBills) -> str:
    """What the cost of a plan is without; a charge that comes once and is stated is in its first bill."""
    charges = bills.model.charges
    once = held_by(charges.items, NO_CONDITIONS) if charges is not None else ()
    said = [
        f"{usd_cents(charge.usd)} ({charge.name or 'one-time charge'})"
        for charge in once
        if isinstance(charge, OneTimeCharge) and charge.usd
    ]
    if not said:
        return "Local tax is not included, nor is a one-time fee: none is stated in a way that we can read."
    return f"The first bill and the year hold {list_of(said)}. Local tax and other one-time fees are not included."


class StatedLine(msgspec.Struct, frozen=True):
    """A charge beside the words it was read from."""

    name: str
    price: str
    sentence: str


def stated_lines(charges: Charges) -> tuple[StatedLine, ...]:
    """What a label's charges say, without its delivery."""
    is_only = len(charges.of(EnergyTier)) == 1
    return tuple(
        StatedLine(line.name, line.price, charge.sentence or "")
        for charge in charges.items
        for line in _lines(charge, is_only=is_only)
    )


def _lines(charge: Charge, *, is_only: bool) -> Iterator[ChargeLine]:
    """What a charge says; its conditions, seasons and bills stand behind its name."""
    for name, price in _named_prices(charge, is_only=is_only):
        yield ChargeLine(f"{name}{_when(charge)}", unbroken(price), PROVIDER)


def _named_prices(charge: Charge, *, is_only: bool) -> Iterator[tuple[str, str]]:
    match charge:
        case EnergyTier() | PriceByTotal() | HourlyPrice() | VehicleEnergy():
            yield from _energy_prices(charge, is_only=is_only)
        case EnergyDiscount():
            yield "Discount", f"{cents_exact(-charge.usd_per_kwh)} per kWh"
        case SolarCredit():
            yield "Credit for power given back", f"{cents_exact(-charge.usd_per_kwh)} per kWh"
        case BaseCharge():
            yield from _base_price(charge)
        case DailyCharge():
            yield "Daily charge", f"{usd_cents(charge.usd_per_day)} a day"
        case OneTimeCharge():
            yield charge.name or "One-time charge", f"{usd_cents(charge.usd)} once"
        case UsageFee():
            yield f"Fee, {_reach(charge)}", f"{usd_cents(charge.usd)} a month"
        case UsageCredit() if charge.basis is Basis.STATED:
            yield f"Credit, {_reach(charge)}", f"{usd_cents(-charge.usd)} a month"
        case UsageCredit():
            yield "A credit that the list does not explain", f"about {usd(-charge.usd)} a month"
        case _:
            assert_never(charge)


def _energy_prices(
    charge: EnergyTier | PriceByTotal | HourlyPrice | VehicleEnergy, *, is_only: bool
) -> Iterator[tuple[str, str]]:
    is_stated = charge.basis is Basis.STATED
    price = (
        f"{cents_exact(charge.usd_per_kwh)} per kWh"
        if is_stated
        else f"about {cents_per_kwh(charge.usd_per_kwh)} per kWh"
    )
    match charge:
        case EnergyTier(from_kwh=start, to_kwh=end):
            is_of_all_kwh = is_only or (not start and end is None)
            yield "Energy charge" if is_of_all_kwh else f"Energy charge, {_band(start, end)}", price
        case PriceByTotal(min_kwh=low, max_kwh=high):
            yield f"All kWh of a month with {_band(low, high)}", price
        case HourlyPrice():
            yield _hours_name(charge), price
            if charge.delivery_usd_per_kwh is not None:
                name = charge.name or "Part of the day"
                yield f"Delivery, {name}", f"{cents_exact(charge.delivery_usd_per_kwh)} per kWh"
        case VehicleEnergy():
            if charge.usd_per_month:
                yield "Car", f"{usd_cents(charge.usd_per_month)} a month"
            free = ", delivery included" if charge.is_delivery_free else ""
            yield f"Car, {charge.kwh:,} kWh", f"{price}{free}"
        case _:
            assert_never(charge)


def _base_price(charge: BaseCharge) -> Iterator[tuple[str, str]]:
    """Nothing where it is no more than the rounding of the printed prices."""
    if charge.basis is Basis.STATED and charge.usd:
        yield "Base charge", f"{usd_cents(charge.usd)} a month"
    elif abs(charge.usd) >= 1:
        yield "Base charge", f"about {usd(charge.usd)} a month"


def _hours_name(price: HourlyPrice) -> str:
    name = price.name or "Part of the day"
    hours = [f"{_hours_text(window.hours)}{_DAYS[window.days]}" for window in price.windows]
    share = "" if price.share is None else f"{percent(price.share * 100)} of usage, by the label"
    notes = ", ".join(note for note in (*hours, share) if note)
    return f"{name} ({notes})" if notes else name


def _hours_text(hours: tuple[int, ...]) -> str:
    """Hours of the day in words: "from 21:00 to 6:00"; those that are not in a row stand one by one."""
    held = set(hours)
    starts = [hour for hour in hours if (hour - 1) % 24 not in held]
    ends = [hour for hour in hours if (hour + 1) % 24 not in held]
    if not starts:
        return "all day"
    if len(starts) == 1:
        return f"from {starts[0]}:00 to {(ends[0] + 1) % 24}:00"
    return list_of([f"{hour}:00" for hour in hours])


def _when(charge: Charge) -> str:
    """For whom and when a charge holds, where that is not everybody and always."""
    text = ""
    if charge.conditions:
        text += f", with {condition_words(charge.conditions)}"
    if charge.waived_by:
        text += f", without {condition_words(charge.waived_by)}"
    if charge.months is not None:
        text += f" in {list_of([MONTH_NAMES[month - 1] for month in charge.months])}"
    if charge.bills is not None:
        text += f", {_bills_text(charge.bills)}"
    return text


def _bills_text(bills: tuple[int, ...]) -> str:
    if bills == tuple(range(1, len(bills) + 1)):
        return "first bill" if len(bills) == 1 else f"first {len(bills)} bills"
    return f"bill {list_of([str(bill) for bill in bills])}"


def _delivery_lines(bills: YearBills, charges: Charges) -> Iterator[ChargeLine]:
    if charges.delivery.is_bundled:
        yield ChargeLine("Delivery", "inside the other charges", UTILITY)
        return
    if bills.delivery_usd_per_month is not None:
        yield ChargeLine(
            "Delivery, each month", f"{usd_cents(bills.delivery_usd_per_month)} a month", UTILITY
        )
    if bills.delivery_usd_per_kwh is not None:
        yield ChargeLine("Delivery, by use", f"{cents_exact(bills.delivery_usd_per_kwh)} per kWh", UTILITY)


def _band(low: int, high: int | None) -> str:
    return f"above {low:,} kWh" if high is None else f"{low:,} to {high:,} kWh"


def _reach(charge: UsageCredit | UsageFee) -> str:
    low, high = charge.min_kwh, charge.max_kwh
    if high is None:
        return f"from {low:,} kWh" if low else "every month"
    return f"from {low:,} to {high:,} kWh" if low else f"up to {high:,} kWh"
