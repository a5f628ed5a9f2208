"""How well labels, listings and fee texts are understood, measured against cases in a file.

The shapes are those of efl_examples.json and fees_credits_examples.json: bills of facts labels in USD, rates in cents.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from choosemypower.errors import AppError
from choosemypower.plans.charges import (
    Charges,
    DeliveryOnLabel,
    EnergyTier,
    FeeReading,
    HourlyPrice,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)
from choosemypower.plans.fee_text import read_fees
from choosemypower.pricing.bills import ChargesError, bill_from_charges, printed_average
from choosemypower.pricing.delivery import DeliverySeries
from choosemypower.pricing.listing import PRINTED_AT_KWH, model_from_prices
from choosemypower.territories.model import delivery_on
from choosemypower.units import MONTHS_IN_YEAR, usd_from_cents

CENT_USD = Decimal("0.01")
AVERAGE_TOLERANCE_CENTS = Decimal("0.05")
LISTING_TOLERANCE_USD = Decimal("0.75")
"""Up to 1,500 kWh; above that the next one."""
LISTING_TOLERANCE_ABOVE_USD = Decimal("1.60")


_OTHER_PARTS = frozenset({"energy_tiers", "time_of_use", "credits", "fees", "delivery"})


class EvaluationFileError(AppError):
    """The file is not one of cases, or a case lacks what its kind needs."""

    code = "evaluation_file"
    title = "Cannot evaluate this file"


def evaluate_labels(
    path: Path | str, from_listing: bool = False, delivery: DeliverySeries | None = None
) -> dict[str, object]:
    """How many labels give their printed averages and bills.

    From the label's charges: averages within 0.05 cents, bills to the cent. With `from_listing`, from the three printed
    averages and the stated credits and fees only: within 0.75 USD up to 1,500 kWh and 1.60 USD above, or counted under
    `not_computable`. `delivery` is used for labels that mask the utility's charge. Raises EvaluationFileError.
    """
    right, not_computable, misses, bills = 0, 0, [], 0
    for case_id, case in _cases(path):
        try:
            charges = _charges(case, delivery)
            faults = _listing_faults(case, charges) if from_listing else _label_faults(case, charges)
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise EvaluationFileError(f"Case {case_id} cannot be read: {error!r}.") from None
        bills += len(case["expected_bill_usd"])
        if faults is None:
            not_computable += 1
        elif faults:
            misses.append({"id": case_id, "faults": faults})
        else:
            right += 1
    return {
        "kind": "labels --from-listing" if from_listing else "labels",
        "cases": right + not_computable + len(misses),
        "right": right + not_computable,
        "wrong": len(misses),
        "not_computable": not_computable,
        "bills": bills,
        "misses": misses,
    }


def evaluate_fees(path: Path | str) -> dict[str, object]:
    """How many Fees/Credits texts are read exactly. Raises EvaluationFileError."""
    misses: list[dict[str, object]] = []
    resolvable, resolvable_right, invented, cases = 0, 0, 0, 0
    for case_id, case in _cases(path):
        cases += 1
        try:
            expected, text = case["expected"], str(case["text"])
            wanted = _comparable_expected(expected)
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise EvaluationFileError(f"Case {case_id} cannot be read: {error!r}.") from None
        reading = read_fees(text)
        read = _comparable_reading(reading)
        is_right = read == wanted
        if wanted["resolved"]:
            resolvable += 1
            resolvable_right += is_right
        else:
            invented += reading.resolved
        if not is_right:
            misses.append(
                {"id": case_id, "text": text, "expected": wanted, "read": read, "note": reading.note}
            )
    return {
        "kind": "fees",
        "cases": cases,
        "right": cases - len(misses),
        "wrong": len(misses),
        "resolvable": resolvable,
        "resolvable_right": resolvable_right,
        "unresolvable_read_as_numbers": invented,
        "misses": misses,
    }


def _cases(path: Path | str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        document = json.loads(Path(path).read_bytes(), parse_float=Decimal)
    except OSError as error:
        raise EvaluationFileError(f"{path} cannot be read: {error.strerror or error}.") from None
    except ValueError as error:
        raise EvaluationFileError(f"{path} is not JSON: {error}.") from None
    cases = document.get("cases") if isinstance(document, dict) else document
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise EvaluationFileError(f'{path} has no list of cases (expected {{"cases": [...]}}).')
    for at, case in enumerate(cases, start=1):
        yield str(case.get("id", at)), case


def _label_faults(case: Mapping[str, Any], charges: Charges) -> list[str]:
    faults = []
    tolerance_cents = _decimal(case.get("tolerance_cents") or AVERAGE_TOLERANCE_CENTS)
    for kwh, cents in case["published_cents_per_kwh"].items():
        average = printed_average(charges, int(kwh)) * 100
        if abs(average - _decimal(cents)) > tolerance_cents:
            faults.append(f"average at {kwh} kWh: {average:.3f} cents, printed {cents}")
    return faults + _bill_faults(case, charges, lambda kwh: CENT_USD)


def _listing_faults(case: Mapping[str, Any], charges: Charges) -> list[str] | None:
    """What is off; None when the listing alone cannot give this bill, and says so."""
    printed = case["published_cents_per_kwh"]
    stated = FeeReading(
        resolved=True, credits=charges.credits, fees=charges.fees, one_time_usd=charges.one_time_usd
    )
    prices = [usd_from_cents(_decimal(printed[str(kwh)])) for kwh in PRINTED_AT_KWH]
    model = model_from_prices(prices, stated, None)
    if model.charges is None:
        return None
    return _bill_faults(
        case,
        model.charges,
        lambda kwh: LISTING_TOLERANCE_USD if kwh <= 1500 else LISTING_TOLERANCE_ABOVE_USD,
    )


def _bill_faults(case: Mapping[str, Any], charges: Charges, bar_usd: Callable[[int], Decimal]) -> list[str]:
    """Bills that are off by more than the bar.

    A case that does not say its month may state the bills of any, or of the mean month: the one with the fewest
    faults counts.
    """
    is_seasonal = any(credit.months for credit in charges.credits) or any(fee.months for fee in charges.fees)
    months: Sequence[int | None] = (None, *range(1, MONTHS_IN_YEAR + 1)) if is_seasonal else (None,)
    if case.get("month") is not None:
        months = (int(case["month"]),)
    found = []
    for month in months:
        faults = []
        for kwh, usd in case["expected_bill_usd"].items():
            total_usd = bill_from_charges(charges, int(kwh), month=month).total_usd
            if abs(total_usd - _decimal(usd)) > bar_usd(int(kwh)):
                faults.append(f"bill at {kwh} kWh: {total_usd} USD, expected {usd}")
        found.append(faults)
    return min(found, key=len)


def _charges(case: Mapping[str, Any], delivery: DeliverySeries | None) -> Charges:
    """A case's `components` as charges."""
    parts = case["components"]
    bands = next(
        (value for name, value in parts.items() if name not in _OTHER_PARTS and _are_bands(value)), ()
    )
    return Charges(
        energy_tiers=_tiers(parts.get("energy_tiers") or ()),
        price_by_total_usage=tuple(
            PriceByTotal(
                min_kwh=int(band.get("min_kwh") or 0),
                max_kwh=band.get("max_kwh"),
                usd_per_kwh=_usd_per_kwh(band),
            )
            for band in bands
        ),
        hourly_prices=tuple(
            HourlyPrice(
                name=str(price.get("name", "")),
                share=_decimal(price["share"]),
                usd_per_kwh=_usd_per_kwh(price),
            )
            for price in parts.get("time_of_use") or ()
        ),
        base_usd_per_month=_decimal(parts.get("base_usd_per_month") or 0),
        usd_per_day=_optional(parts.get("usd_per_day")),
        one_time_usd=_one_time(parts.get("one_time")),
        credits=tuple(_credit(credit) for credit in parts.get("credits") or ()),
        fees=tuple(_fee(fee) for fee in parts.get("fees") or ()),
        delivery=_delivery(case, parts.get("delivery") or {}, delivery),
    )


def _are_bands(value: Any) -> bool:
    """Whether a part states a price of all kWh by the month's total, whatever its name."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(band, Mapping) and "max_kwh" in band and "cents_per_kwh" in band for band in value)
    )


def _tiers(tiers: Any) -> tuple[EnergyTier, ...]:
    """Tiers in the order of use; one that starts at 1,001 after one that ends at 1,000 starts where that ends."""
    read: list[EnergyTier] = []
    for tier in sorted(tiers, key=lambda tier: tier.get("from_kwh") or 0):
        from_kwh = int(tier.get("from_kwh") or 0)
        if read and read[-1].to_kwh is not None and from_kwh == read[-1].to_kwh + 1:
            from_kwh -= 1
        to_kwh = tier.get("to_kwh")
        read.append(EnergyTier(from_kwh=from_kwh, to_kwh=to_kwh, usd_per_kwh=_usd_per_kwh(tier)))
    return tuple(read)


def _credit(credit: Mapping[str, Any]) -> UsageCredit:
    return UsageCredit(
        usd=_decimal(credit["usd"]),
        min_kwh=int(credit.get("min_kwh") or 0),
        max_kwh=credit.get("max_kwh"),
        months=_months(credit),
        condition=credit.get("condition"),
    )


def _fee(fee: Mapping[str, Any]) -> UsageFee:
    return UsageFee(
        usd=_decimal(fee["usd"]),
        min_kwh=int(fee.get("min_kwh") or 0),
        max_kwh=fee.get("max_kwh"),
        months=_months(fee),
    )


def _months(charge: Mapping[str, Any]) -> tuple[int, ...] | None:
    months = charge.get("months")
    return tuple(int(month) for month in months) if months else None


def _one_time(value: Any) -> Decimal | None:
    if isinstance(value, Mapping):
        value = value.get("usd")
    return _optional(value)


def _delivery(
    case: Mapping[str, Any], on_label: Mapping[str, Any], series: DeliverySeries | None
) -> DeliveryOnLabel:
    if on_label.get("bundled"):
        return DeliveryOnLabel(bundled=True)
    usd_per_month, cents = _optional(on_label.get("usd_per_month")), _optional(on_label.get("cents_per_kwh"))
    if usd_per_month is not None and cents is not None:
        return DeliveryOnLabel(usd_per_month=usd_per_month, usd_per_kwh=usd_from_cents(cents))
    label_date = case.get("efl_date")
    charge = delivery_on(
        (series or {}).get(str(case.get("utility")), ()),
        date.fromisoformat(label_date) if label_date else date.max,
    )
    if charge is None:
        raise ChargesError("the label masks its delivery charge, and the utility's is not known")
    return DeliveryOnLabel(usd_per_month=charge.usd_per_month, usd_per_kwh=charge.usd_per_kwh)


def _comparable_expected(expected: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "resolved": bool(expected["resolved"]),
        "base_usd": _number(expected.get("base_usd")),
        "credits": _sorted_bands(_credit(credit) for credit in expected.get("credits") or ()),
        "fees": _sorted_bands(_fee(fee) for fee in expected.get("fees") or ()),
        "energy_tiers": [
            [tier.from_kwh, tier.to_kwh, float(tier.usd_per_kwh)]
            for tier in _tiers(expected.get("energy_tiers") or ())
        ],
        "price_by_total_usage": [
            [band.get("min_kwh"), band.get("max_kwh"), float(_usd_per_kwh(band))]
            for band in expected.get("price_by_total_usage") or ()
        ],
    }


def _comparable_reading(reading: FeeReading) -> dict[str, Any]:
    """What was read, in the shape of a case."""
    return {
        "resolved": reading.resolved,
        "base_usd": _number(reading.base_usd),
        "credits": _sorted_bands(reading.credits),
        "fees": _sorted_bands(reading.fees),
        "energy_tiers": [
            [tier.from_kwh, tier.to_kwh, float(tier.usd_per_kwh)] for tier in reading.energy_tiers
        ],
        "price_by_total_usage": [
            [band.min_kwh, band.max_kwh, float(band.usd_per_kwh)] for band in reading.price_by_total_usage
        ],
    }


def _sorted_bands(charges: Any) -> list[list[Any]]:
    bands = [
        [float(charge.usd), charge.min_kwh, charge.max_kwh, list(charge.months) if charge.months else None]
        for charge in charges
    ]
    return sorted(bands, key=lambda band: (band[1], band[0], str(band[2:])))


def _usd_per_kwh(priced: Mapping[str, Any]) -> Decimal:
    if "usd_per_kwh" in priced:
        return _decimal(priced["usd_per_kwh"])
    return usd_from_cents(_decimal(priced["cents_per_kwh"]))


def _optional(value: Any) -> Decimal | None:
    return None if value is None else _decimal(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _decimal(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a number") from None
