"""How well we read what a plan says of leaving it early."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from choosemypower.evaluation.cases import read_cases_of
from choosemypower.evaluation.outcomes import CaseOutcome, CaseTally
from choosemypower.plans.cancel_fee import read_cancel_fee
from choosemypower.plans.model import CancelFee, CancelFeeKind


class _Expected(msgspec.Struct, frozen=True):
    kind: CancelFeeKind
    usd: Decimal | None = None


class _Case(msgspec.Struct, frozen=True):
    text: str | None
    expected: _Expected


class _CancelFeeCases(msgspec.Struct, frozen=True):
    cases: tuple[_Case, ...]


def evaluate_cancel_fees(path: Path) -> dict[str, Any]:
    """How many CancelFee texts are read as the cases of a file say. Raises CasesUnreadableError."""
    cases = read_cases_of(_CancelFeeCases, path, "cancel fees").cases
    tally = CaseTally()
    for case in cases:
        found = read_cancel_fee(case.text)
        miss: dict[str, object] = {
            "text": case.text,
            "expected": msgspec.to_builtins(case.expected),
            "found": {"kind": found.kind.value, "usd": str(found.usd) if found.usd is not None else None},
        }
        tally.add(_outcome(found, case.expected), miss)
    return {"kind": "cancel-fees", **tally.counts(), "misses": tally.misses}


def _outcome(found: CancelFee, expected: _Expected) -> CaseOutcome:
    if _is_met(found, expected):
        return CaseOutcome.RIGHT
    return CaseOutcome.REFUSED if found.kind is CancelFeeKind.UNKNOWN else CaseOutcome.WRONG


def _is_met(found: CancelFee, expected: _Expected) -> bool:
    if found.kind is not expected.kind:
        return False
    if found.kind in {CancelFeeKind.NONE, CancelFeeKind.UNKNOWN}:
        return not expected.usd  # No fee may be said as 0.
    return found.usd == expected.usd
