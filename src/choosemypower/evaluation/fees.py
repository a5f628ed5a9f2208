"""How well Fees/Credits texts are understood, in the shape of fees_credits_examples.json.

A case may carry the three printed prices of its row; the text is then read with them, and once more without. Right is
only what equals the case in every field; a text that is left unread is refused, whether or not it can be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from choosemypower.documents import read_fees
from choosemypower.evaluation.cases import UNREADABLE, Case, read_cases, refuse_unreadable
from choosemypower.evaluation.label_cases import (
    conditions_named,
    credit_of,
    decimal_of,
    fee_of,
    lower_kwh,
    tiers_of,
    upper_kwh,
    usd_per_kwh_of,
)
from choosemypower.evaluation.outcomes import CaseOutcome, CaseTally
from choosemypower.plans.charges import (
    BaseCharge,
    Condition,
    DailyCharge,
    EnergyTier,
    FeeReading,
    OneTimeCharge,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)
from choosemypower.units import PRINTED_AT_KWH, usd_from_cents

_DAYS_OF_A_MONTH = 30
_HIGHEST_USD_PER_KWH = 2
"""More than this is cents."""
_BILLS = 6
"""Where the bills of a credit stand."""


def evaluate_fees(path: Path | str) -> dict[str, object]:
    """How many Fees/Credits texts are read exactly. Raises CasesUnreadableError."""
    tally, alone = CaseTally(), CaseTally()
    unreadable: list[str] = []
    resolvable = resolvable_right = invented = refused_as_expected = with_prices = 0
    for case_id, case in read_cases(path):
        try:
            text, wanted = str(case["text"]), _comparable_expected(case["expected"])
            prices = _prices(case)
        except UNREADABLE as error:
            unreadable.append(f"Case {case_id} cannot be read: {error!r}.")
            tally.add(CaseOutcome.WRONG, {"id": case_id, "note": unreadable[-1]})
            alone.add(CaseOutcome.WRONG)
            continue
        with_prices += prices is not None
        alone.add(_outcome(read_fees(text), wanted))
        reading = read_fees(text, prices)
        outcome = _outcome(reading, wanted)
        resolvable += wanted["resolved"]
        resolvable_right += outcome is CaseOutcome.RIGHT
        invented += outcome is CaseOutcome.WRONG and not wanted["resolved"]
        refused_as_expected += outcome is CaseOutcome.REFUSED and not wanted["resolved"]
        tally.add(outcome, _miss(case_id, text, wanted, reading))
    refuse_unreadable(unreadable, tally.cases)
    return {
        "kind": "fees",
        **tally.counts(),
        "resolvable": resolvable,
        "resolvable_right": resolvable_right,
        "unresolvable_read_as_numbers": invented,
        "refused_as_expected": refused_as_expected,
        "with_prices": with_prices,
        "from_text_alone": alone.counts(),
        "misses": tally.misses,
    }


def _outcome(reading: FeeReading, wanted: Case) -> CaseOutcome:
    if not reading.is_believed:
        return CaseOutcome.REFUSED
    read = _comparable_reading(reading)
    if "conditions" in wanted:
        read["credits"] = [[*credit[:4], [], *credit[5:]] for credit in read["credits"]]
    if "of_each_month" in wanted:
        monthly = [credit for credit in read["credits"] if credit[_BILLS] is None]
        read |= {"credits": monthly, "one_time_usd": None, "of_each_month": True}
    return (
        CaseOutcome.RIGHT if all(read[name] == value for name, value in wanted.items()) else CaseOutcome.WRONG
    )


def _miss(case_id: str, text: str, wanted: Case, reading: FeeReading) -> dict[str, object]:
    return {
        "id": case_id,
        "text": text,
        "state": reading.state.value,
        "expected": wanted,
        "read": _comparable_reading(reading),
        "note": reading.note,
    }


def _prices(case: Case) -> tuple[Decimal, Decimal, Decimal] | None:
    """The three printed prices of a case in USD per kWh, under whatever name; None where it has none."""
    named = [value for name, value in case.items() if "price" in name or "per_kwh" in name]
    named.append({kwh: case.get(f"kwh{kwh}") for kwh in PRINTED_AT_KWH})
    for value in named:
        if isinstance(value, Mapping):
            value = [value.get(str(kwh), value.get(kwh)) for kwh in PRINTED_AT_KWH]
        if isinstance(value, Sequence) and len(value) == len(PRINTED_AT_KWH) and None not in value:
            prices = [decimal_of(price) for price in value]
            in_cents = max(prices) > _HIGHEST_USD_PER_KWH
            first, second, third = (usd_from_cents(price) if in_cents else price for price in prices)
            return first, second, third
    return None


def _comparable_expected(expected: Case) -> dict[str, Any]:
    """What a case expects; a base charge waived for some homes is a fee of every month: the bills are the same."""
    base_waived_by = expected.get("base_waived_by")
    fees = list(expected.get("fees") or ())
    bundled = expected.get("bundled_delivery")
    credits = [*(expected.get("credits") or ()), *_first_bill_credits(expected.get("one_time"))]
    if base_waived_by:
        fees.append({"usd": expected["base_usd"], "waived_by": base_waived_by})
    conditions = _conditions_of_case(expected)
    return {
        "resolved": bool(expected["resolved"]),
        "base_usd": None
        if base_waived_by or _is_by_day(expected)
        else _number(expected.get("base_usd")) or None,
        "usd_per_day": _number(expected.get("usd_per_day")),
        "one_time_usd": _number(expected.get("one_time_usd") or _one_time_fees(expected.get("one_time"))),
        **({"conditions": _sorted(conditions)} if conditions else {}),
        # Cases with a list of conditions of their own leave out what is on some bills only.
        **({"of_each_month": True} if _is_of_each_month(expected) else {}),
        # Not every file of cases says whether delivery is in the price.
        **({"bundled_delivery": bool(bundled)} if bundled is not None else {}),
        "credits": _sorted_bands(map(credit_of, credits)),
        "fees": _sorted_bands(map(fee_of, fees)),
        "energy_tiers": [
            [tier.from_kwh, tier.to_kwh, float(tier.usd_per_kwh)]
            for tier in tiers_of(expected.get("energy_tiers") or _price_of_all(expected))
        ],
        "price_by_total_usage": sorted(
            (
                [lower_kwh(band), upper_kwh(band), float(usd_per_kwh_of(band))]
                for band in expected.get("price_by_total_usage") or ()
            ),
            key=lambda band: band[0],  # In whatever order the text says them.
        ),
    }


def _is_by_day(expected: Case) -> bool:
    """Whether the base charge of a case only says what its charge by the day comes to in a month."""
    usd_per_day, base_usd = expected.get("usd_per_day"), expected.get("base_usd")
    return (
        bool(usd_per_day and base_usd) and decimal_of(base_usd) == decimal_of(usd_per_day) * _DAYS_OF_A_MONTH
    )


def _conditions_of_case(expected: Case) -> tuple[Condition, ...]:
    """The conditions of a case as a whole, where it does not say which of its charges they belong to."""
    charges = [*(expected.get("credits") or ()), *(expected.get("fees") or ())]
    has_own = any(name in one for one in charges for name in ("condition", "conditions", "waived_by"))
    return () if has_own else conditions_named(expected.get("conditions") or expected.get("condition"))


def _is_of_each_month(expected: Case) -> bool:
    names_bills = any(credit_of(one).bills for one in expected.get("credits") or ())
    return isinstance(expected.get("conditions"), list) and "one_time" not in expected and not names_bills


def _price_of_all(expected: Case) -> list[Case]:
    """The one price of all kWh, which some cases state beside the tiers."""
    cents = expected.get("stated_energy_cents_per_kwh")
    return [] if cents is None else [{"from_kwh": 0, "to_kwh": None, "cents_per_kwh": cents}]


def _first_bill_credits(one_time: Any) -> list[Case]:
    """The credits of a list `one_time`, each with its kind: they are on the first bill."""
    listed = one_time if isinstance(one_time, list) else []
    return [{"usd": one["usd"], "bills": [1]} for one in listed if one.get("kind") == "credit"]


def _one_time_fees(one_time: Any) -> Decimal | None:
    """The fees of a list `one_time`; rewards and deposits are on no bill."""
    listed = one_time if isinstance(one_time, list) else []
    fees = [decimal_of(one["usd"]) for one in listed if one.get("kind") in (None, "fee", "charge")]
    return sum(fees, Decimal(0)) if fees else None


def _comparable_reading(reading: FeeReading) -> dict[str, Any]:
    """What was read, in the shape of `_comparable_expected`."""
    waived_bases = [one for one in reading.of(BaseCharge) if one.waived_by]
    return {
        "resolved": reading.is_believed,
        "base_usd": _number(next((one.usd for one in reading.of(BaseCharge) if not one.waived_by), None))
        or None,
        "usd_per_day": _number(next((one.usd_per_day for one in reading.of(DailyCharge)), None)),
        "one_time_usd": _number(next((one.usd for one in reading.of(OneTimeCharge)), None)),
        "bundled_delivery": reading.bundled_delivery,
        "credits": _sorted_bands(reading.of(UsageCredit)),
        "fees": _sorted_bands((*reading.of(UsageFee), *map(_as_fee, waived_bases))),
        "conditions": _sorted({condition for one in reading.of(UsageCredit) for condition in one.conditions}),
        "energy_tiers": [
            [tier.from_kwh, tier.to_kwh, float(tier.usd_per_kwh)] for tier in reading.of(EnergyTier)
        ],
        "price_by_total_usage": [
            [band.min_kwh, band.max_kwh, float(band.usd_per_kwh)] for band in reading.of(PriceByTotal)
        ],
    }


def _as_fee(base: BaseCharge) -> UsageFee:
    return UsageFee(usd=base.usd, waived_by=base.waived_by)


def _sorted_bands(charges: Iterable[UsageCredit | UsageFee]) -> list[list[object]]:
    bands: list[list[object]] = [
        [
            float(charge.usd),
            charge.min_kwh if charge.min_kwh > 1 else 0,  # No month has less than a kWh.
            charge.max_kwh,
            list(charge.months) if charge.months else None,
            _sorted(charge.conditions),
            _sorted(charge.waived_by),
            list(charge.bills) if charge.bills else None,
        ]
        for charge in charges
    ]
    return sorted(bands, key=lambda band: (band[1], band[0], str(band[2:])))


def _sorted(conditions: Iterable[Condition]) -> list[str]:
    return sorted(condition.value for condition in conditions)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
