"""How well we read what a plan says of leaving it early."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from choosemypower.evaluation.cases import read_cases_of
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
    misses = []
    for case in cases:
        found = read_cancel_fee(case.text)
        if not _is_met(found, case.expected):
            misses.append(
                {
                    "text": case.text,
                    "expected": msgspec.to_builtins(case.expected),
                    "found": {
                        "kind": found.kind.value,
                        "usd": str(found.usd) if found.usd is not None else None,
                    },
                }
            )
    return {"cases": len(cases), "right": len(cases) - len(misses), "wrong": len(misses), "misses": misses}


def _is_met(found: CancelFee, expected: _Expected) -> bool:
    if found.kind is not expected.kind:
        return False
    if found.kind in {CancelFeeKind.NONE, CancelFeeKind.UNKNOWN}:
        return True
    return found.usd == expected.usd
