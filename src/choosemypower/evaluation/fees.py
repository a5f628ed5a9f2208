"""How well Fees/Credits texts are understood, in the shape of fees_credits_examples.json."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from choosemypower.evaluation.cases import UNREADABLE, read_cases, refuse_unreadable
from choosemypower.evaluation.label_cases import (
    credit_of,
    fee_of,
    lower_kwh,
    tiers_of,
    upper_kwh,
    usd_per_kwh_of,
)
from choosemypower.plans.charges import EnergyTier, FeeReading, PriceByTotal, UsageCredit, UsageFee
from choosemypower.plans.fee_text import read_fees


def evaluate_fees(path: Path | str) -> dict[str, object]:
    """How many Fees/Credits texts are read exactly. Raises CasesUnreadableError."""
    misses: list[dict[str, object]] = []
    unreadable: list[str] = []
    resolvable, resolvable_right, invented, cases = 0, 0, 0, 0
    for case_id, case in read_cases(path):
        cases += 1
        try:
            expected, text = case["expected"], str(case["text"])
            wanted = _comparable_expected(expected)
        except UNREADABLE as error:
            unreadable.append(f"Case {case_id} cannot be read: {error!r}.")
            misses.append({"id": case_id, "note": unreadable[-1]})
            continue
        reading = read_fees(text)
        read = _comparable_reading(reading)
        is_right = read == wanted
        if wanted["resolved"]:
            resolvable += 1
            resolvable_right += is_right
        else:
            invented += reading.is_believed
        if not is_right:
            misses.append(
                {"id": case_id, "text": text, "expected": wanted, "read": read, "note": reading.note}
            )
    refuse_unreadable(unreadable, cases)
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


def _comparable_expected(expected: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "resolved": bool(expected["resolved"]),
        "base_usd": _number(expected.get("base_usd")),
        "credits": _sorted_bands(credit_of(credit) for credit in expected.get("credits") or ()),
        "fees": _sorted_bands(fee_of(fee) for fee in expected.get("fees") or ()),
        "energy_tiers": [
            [tier.from_kwh, tier.to_kwh, float(tier.usd_per_kwh)]
            for tier in tiers_of(expected.get("energy_tiers") or ())
        ],
        "price_by_total_usage": [
            [lower_kwh(band), upper_kwh(band), float(usd_per_kwh_of(band))]
            for band in expected.get("price_by_total_usage") or ()
        ],
    }


def _comparable_reading(reading: FeeReading) -> dict[str, Any]:
    """What was read, in the shape of a case."""
    return {
        "resolved": reading.is_believed,
        "base_usd": _number(reading.base_usd),
        "credits": _sorted_bands(reading.of(UsageCredit)),
        "fees": _sorted_bands(reading.of(UsageFee)),
        "energy_tiers": [
            [tier.from_kwh, tier.to_kwh, float(tier.usd_per_kwh)] for tier in reading.of(EnergyTier)
        ],
        "price_by_total_usage": [
            [band.min_kwh, band.max_kwh, float(band.usd_per_kwh)] for band in reading.of(PriceByTotal)
        ],
    }


def _sorted_bands(charges: Any) -> list[list[Any]]:
    bands = [
        [float(charge.usd), charge.min_kwh, charge.max_kwh, list(charge.months) if charge.months else None]
        for charge in charges
    ]
    return sorted(bands, key=lambda band: (band[1], band[0], str(band[2:])))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
