"""What is in a plan's price, line by line: energy, base, credits and fees of the provider, delivery of the utility."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from choosemypower.plans.charges import Charges, UsageCredit, UsageFee
from choosemypower.pricing import Method, YearBills
from choosemypower.units import MONTH_NAMES
from choosemypower.web.filters import cents_exact, cents_per_kwh, list_of, percent, usd, usd_cents


class ChargeLine(msgspec.Struct, frozen=True):
    name: str
    price: str
    who: str
    """Provider or utility."""


PROVIDER, UTILITY = "Provider", "Utility"


def charge_lines(bills: YearBills) -> tuple[ChargeLine, ...]:
    """The charges behind the bills; empty when only three prices are known."""
    charges = bills.model.charges
    if charges is None:
        return ()
    is_exact = bills.model.method is Method.LABEL
    return (*_provider_lines(charges, is_exact), *_delivery_lines(bills, charges))


def _provider_lines(charges: Charges, is_exact: bool) -> Iterator[ChargeLine]:
    def per_kwh(price: Decimal) -> str:
        return f"{cents_exact(price) if is_exact else cents_per_kwh(price)} per kWh"

    tiers = charges.energy_tiers
    for tier in tiers:
        name = "Energy charge" if len(tiers) == 1 else f"Energy charge, {_band(tier.from_kwh, tier.to_kwh)}"
        yield ChargeLine(name, per_kwh(tier.usd_per_kwh), PROVIDER)
    for band in charges.price_by_total_usage:
        name = f"All kWh of a month with {_band(band.min_kwh, band.max_kwh)}"
        yield ChargeLine(name, per_kwh(band.usd_per_kwh), PROVIDER)
    for price in charges.hourly_prices:
        name = f"{price.name or 'Part of the day'} ({percent(price.share * 100)} of use, by the label)"
        yield ChargeLine(name, per_kwh(price.usd_per_kwh), PROVIDER)
    if is_exact and charges.base_usd_per_month:
        yield ChargeLine("Base charge", f"{usd_cents(charges.base_usd_per_month)} a month", PROVIDER)
    elif abs(charges.base_usd_per_month) >= 1:  # less than that is the rounding of the printed prices
        yield ChargeLine("Base charge", f"about {usd(charges.base_usd_per_month)} a month", PROVIDER)
    if charges.usd_per_day:
        yield ChargeLine("Daily charge", f"{usd_cents(charges.usd_per_day)} a day", PROVIDER)
    for fee in charges.fees:
        yield ChargeLine(f"Fee, {_reach(fee)}", f"{usd_cents(fee.usd)} a month", PROVIDER)
    for credit in charges.credits:
        condition = f" with {credit.condition}" if credit.condition else ""
        yield ChargeLine(
            f"Credit{condition}, {_reach(credit)}", f"{usd_cents(-credit.usd)} a month", PROVIDER
        )


def _delivery_lines(bills: YearBills, charges: Charges) -> Iterator[ChargeLine]:
    if charges.delivery.bundled:
        yield ChargeLine("Delivery", "inside the energy charge", UTILITY)
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
        text = f"from {low:,} kWh" if low else "every month"
    elif low:
        text = f"from {low:,} to {high:,} kWh"
    else:
        text = f"up to {high:,} kWh"
    if charge.months is not None:
        text += f" in {list_of([MONTH_NAMES[month - 1] for month in charge.months])}"
    return text
