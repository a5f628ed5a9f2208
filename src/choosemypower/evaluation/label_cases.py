"""A label case as charges: the `components` in the shape of efl_examples.json, USD and cents per kWh."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from choosemypower.evaluation.cases import Case
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charge,
    Charges,
    Condition,
    DailyCharge,
    Delivery,
    EnergyTier,
    HourlyPrice,
    OneTimeCharge,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing.bills import ChargesError
from choosemypower.units import usd_from_cents

_OTHER_PARTS = frozenset({"energy_tiers", "time_of_use", "credits", "fees", "delivery"})


def charges_of(case: Case) -> Charges:
    """A case's `components` as charges; what a label masks of its delivery charge is None."""
    parts = case["components"]
    bands = next(
        (value for name, value in parts.items() if name not in _OTHER_PARTS and _are_bands(value)), ()
    )
    tiers = tiers_of(parts.get("energy_tiers") or ())
    hourly_prices = _hourly_prices(parts.get("time_of_use") or (), tiers)
    items: list[Charge] = [*hourly_prices] if hourly_prices else [*tiers]
    items += [
        PriceByTotal(min_kwh=lower_kwh(band), max_kwh=upper_kwh(band), usd_per_kwh=usd_per_kwh_of(band))
        for band in bands
    ]
    if base_usd := decimal_of(parts.get("base_usd_per_month") or 0):
        items.append(BaseCharge(usd=base_usd))
    if usd_per_day := _optional(parts.get("usd_per_day")):
        items.append(DailyCharge(usd_per_day=usd_per_day))
    if one_time_usd := _one_time(parts.get("one_time")):
        items.append(OneTimeCharge(usd=one_time_usd))
    items += [fee_of(fee) for fee in parts.get("fees") or ()]
    items += [credit_of(credit) for credit in parts.get("credits") or ()]
    return Charges(items=tuple(items), delivery=_delivery(parts.get("delivery") or {}))


def _are_bands(value: Any) -> bool:
    """Whether a part states a price of all kWh by the month's total, whatever its name."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(band, Mapping) and "cents_per_kwh" in band and "share" not in band for band in value
        )
    )


def lower_kwh(band: Case) -> int:
    return int(band.get("min_kwh") or band.get("from_kwh") or 0)


def upper_kwh(band: Case) -> int | None:
    upper = band.get("max_kwh", band.get("to_kwh"))
    return None if upper is None else int(upper)


def tiers_of(tiers: Any) -> tuple[EnergyTier, ...]:
    """Tiers in the order of use; one that starts at 1,001 after one that ends at 1,000 starts where that ends."""
    read: list[EnergyTier] = []
    for tier in sorted(tiers, key=lower_kwh):
        reached = read[-1].to_kwh if read else 0
        from_kwh = lower_kwh(tier) - (reached is not None and lower_kwh(tier) == reached + 1)
        read.append(EnergyTier(from_kwh=from_kwh, to_kwh=upper_kwh(tier), usd_per_kwh=usd_per_kwh_of(tier)))
    return tuple(read)


def _hourly_prices(prices: Any, tiers: tuple[EnergyTier, ...]) -> tuple[HourlyPrice, ...]:
    """Prices of parts of the day with their shares; an energy charge beside them is for the use that they leave."""
    read = [
        HourlyPrice(
            name=str(price.get("name", "")),
            share=decimal_of(price["share"]),
            usd_per_kwh=usd_per_kwh_of(price),
        )
        for price in prices
    ]
    rest = 1 - sum((price.share or Decimal(0) for price in read), Decimal(0))
    if not read or not tiers:
        return tuple(read)
    if rest < 0 or len(tiers) > 1:
        raise ChargesError("prices by the hour and tiers beside them do not make one bill")
    return (*read, HourlyPrice(name="other hours", share=rest, usd_per_kwh=tiers[0].usd_per_kwh))


def credit_of(credit: Case) -> UsageCredit:
    return UsageCredit(
        usd=decimal_of(credit["usd"]),
        min_kwh=lower_kwh(credit),
        max_kwh=upper_kwh(credit),
        months=_months(credit),
        bills=_bills(credit),
        conditions=conditions_named(credit.get("conditions") or credit.get("condition")),
    )


def fee_of(fee: Case) -> UsageFee:
    return UsageFee(
        usd=decimal_of(fee["usd"]),
        min_kwh=lower_kwh(fee),
        max_kwh=upper_kwh(fee),
        months=_months(fee),
        bills=_bills(fee),
        waived_by=conditions_named(fee.get("waived_by") or fee.get("waivedBy") or _not(fee.get("condition"))),
    )


_ALSO_CALLED = {
    "thermostat": Condition.DEVICE,
    "smart thermostat": Condition.DEVICE,
    "e-bill": Condition.PAPERLESS,
}


def _not(condition: Any) -> str | None:
    """What a fee's condition says that its homes do not have: "not autopay"."""
    said = condition if isinstance(condition, str) else ""
    return said.removeprefix("not ") if said.startswith("not ") else None


def conditions_named(words: Any) -> tuple[Condition, ...]:
    """One condition or several: "autopay", "autopay and paperless", "autopay_and_paperless", ["autopay"]."""
    named = words if isinstance(words, list) else re.split(r",|\+|\band\b", (words or "").replace("_", " "))
    known = {condition.value: condition for condition in Condition} | _ALSO_CALLED
    return tuple(known.get(word.strip(), Condition.OTHER) for word in named if word.strip())


def _months(charge: Case) -> tuple[int, ...] | None:
    """The calendar months of a list; a number alone counts bills."""
    months = charge.get("months")
    return tuple(sorted(map(int, months))) if isinstance(months, list) and months else None


def _bills(charge: Case) -> tuple[int, ...] | None:
    """The bills of a list, or the first so many where `months` or `first_bills` is a number."""
    first = next((charge[name] for name in ("first_bills", "months") if charge.get(name)), None)
    if isinstance(first, int | Decimal):
        return tuple(range(1, int(first) + 1))
    return tuple(map(int, charge.get("bills") or charge.get("bill_numbers") or ())) or None


def _one_time(value: Any) -> Decimal | None:
    """One-time charges in USD: a number, a charge with `usd`, or a list of such."""
    if isinstance(value, list):
        return sum((_one_time(one) or Decimal(0) for one in value), Decimal(0))
    if isinstance(value, Mapping):
        value = value.get("usd")
    return _optional(value)


def _delivery(on_label: Case) -> Delivery:
    if on_label.get("bundled"):
        return BUNDLED
    cents = _optional(on_label.get("cents_per_kwh"))
    return Delivery(
        usd_per_month=_optional(on_label.get("usd_per_month")),
        usd_per_kwh=None if cents is None else usd_from_cents(cents),
    )


def usd_per_kwh_of(priced: Case) -> Decimal:
    if "usd_per_kwh" in priced:
        return decimal_of(priced["usd_per_kwh"])
    return usd_from_cents(decimal_of(priced["cents_per_kwh"]))


def _optional(value: Any) -> Decimal | None:
    return None if value is None else decimal_of(value)


def decimal_of(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a number") from None
