"""How well we read listings and their texts, measured on the cases of a file."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from choosemypower.errors import AppError
from choosemypower.ingest.errors import FetchFailedError
from choosemypower.ingest.fetch import read_file
from choosemypower.ingest.reading import read_content
from choosemypower.plans.cancel_fee import read_cancel_fee
from choosemypower.plans.model import CancelFee, CancelFeeKind


class CasesUnreadableError(AppError):
    code = "cases_unreadable"
    title = "Cases cannot be read"


class _Expected(msgspec.Struct, frozen=True):
    kind: CancelFeeKind
    usd: Decimal | None = None


class _Case(msgspec.Struct, frozen=True):
    text: str | None
    expected: _Expected


class _CancelFeeCases(msgspec.Struct, frozen=True):
    cases: tuple[_Case, ...]


def evaluate_cancel_fees(path: Path) -> dict[str, Any]:
    """How many CancelFee texts are read as the cases of a file say. Raises an AppError when it cannot be read."""
    try:
        cases = msgspec.json.decode(path.read_bytes(), type=_CancelFeeCases, strict=False).cases
    except OSError as error:
        raise FetchFailedError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CasesUnreadableError(f"{path} holds no cases of cancel fees: {error}.") from None
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


def evaluate_listing(path: Path) -> dict[str, Any]:
    """What a listing file holds: offers, pairs, quarantine, straight-line test. Raises an AppError on refusal.

    A case is a row; it is right when it is in an offer, wrong when it is in quarantine.
    """
    reading = read_content(read_file(path).content)
    counts = reading.counts
    return {
        "cases": counts.rows,
        "right": counts.rows_in_offers,
        "wrong": counts.rows_quarantined,
        "misses": [
            {"reason": group.reason, "rows": group.rows, "lines": list(group.lines)}
            for group in reading.quarantine
        ],
        "shape": reading.shape,
        "price_unit": reading.price_unit,
        **msgspec.to_builtins(counts),
        "straight_line": msgspec.to_builtins(reading.straight_line),
        "suspects": [
            {
                "name": offer.name,
                "provider": offer.provider_slug,
                "utility": offer.utility,
                "lines": list(offer.lines),
                "reason": offer.suspect,
            }
            for offer in reading.offers
            if offer.suspect is not None
        ],
        "providers_by_slug": {
            member.provider.slug: {"name": member.provider.name, "spellings": list(member.spellings)}
            for member in reading.providers
        },
        "unused_columns": list(reading.unused_columns),
        "warnings": list(reading.warnings),
    }


def _is_met(found: CancelFee, expected: _Expected) -> bool:
    if found.kind is not expected.kind:
        return False
    if found.kind in {CancelFeeKind.NONE, CancelFeeKind.UNKNOWN}:
        return True
    return found.usd == expected.usd
