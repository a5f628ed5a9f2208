"""How many ZIPs do we answer as a file of cases says?"""

from pathlib import Path

import msgspec

from choosemypower.evaluation.cases import CasesUnreadableError, read_bytes
from choosemypower.territories.answers import answer_zip
from choosemypower.territories.atlas import Atlas

EXAMPLE = '{"cases": [{"zip": "77002", "utilities": ["centerpoint"]}]}'


class ZipCase(msgspec.Struct, frozen=True):
    """One ZIP and the utilities under retail choice there: empty for a closed one, None outside Texas."""

    zip: str
    utilities: tuple[str, ...] | None
    note: str = ""


class ZipCases(msgspec.Struct, frozen=True):
    cases: tuple[ZipCase, ...]
    about: str = ""


def evaluate_zips(cases: Path | str | bytes, atlas: Atlas) -> dict[str, object]:
    """How many cases there are, how many we answer right, and what we say in the others.

    `cases` is a file's path or its content. Raises CasesUnreadableError.
    """
    misses = []
    all_cases = read_cases(cases)
    for case in all_cases:
        answer = answer_zip(case.zip, atlas, plans_by_utility=None)
        got = None if answer.area is None else answer.area.utilities
        if not _same(case.utilities, got):
            misses.append(
                {
                    "zip": case.zip,
                    "expected": case.utilities,
                    "got": got,
                    "code": answer.code.value,
                    "note": case.note,
                }
            )
    return {
        "kind": "zips",
        "cases": len(all_cases),
        "right": len(all_cases) - len(misses),
        "refused": 0,
        "wrong": len(misses),
        "misses": misses,
    }


def read_cases(cases: Path | str | bytes) -> tuple[ZipCase, ...]:
    """The cases of a file or of its content. Raises CasesUnreadableError, which says what is wrong with it."""
    content = cases if isinstance(cases, bytes) else read_bytes(Path(cases))
    try:
        return msgspec.json.decode(content, type=ZipCases).cases
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CasesUnreadableError(
            f"This is not a file of ZIP cases: {error}. It must look like {EXAMPLE}."
        ) from None


def _same(expected: tuple[str, ...] | None, got: tuple[str, ...] | None) -> bool:
    """Are these the same utilities, in any order?"""
    if expected is None or got is None:
        return expected is got
    return sorted(expected) == sorted(got)
