"""How many ZIPs do we answer as a file of cases says?"""

import re
from pathlib import Path

import msgspec

from choosemypower.evaluation.cases import CasesUnreadableError, read_bytes
from choosemypower.evaluation.outcomes import CaseOutcome, CaseTally
from choosemypower.territories.answers import answer_zip
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import ZipArea, ZipKind

EXAMPLE = (
    '{"cases": [{"zip": "77002", "utilities": ["centerpoint"]}, {"zip": "77380", "must_name": ["entergy"]}]}'
)
ASIDE = re.compile(r"\(.*?\)")
WORD = re.compile(r"[a-z0-9]+")


class ZipCase(msgspec.Struct, frozen=True):
    """One ZIP, and what must be said of it: all utilities with choice, some that must be named, some that must not."""

    zip: str
    utilities: tuple[str, ...] | msgspec.UnsetType | None = msgspec.UNSET
    """The utilities under retail choice there: empty for a closed one, None outside Texas."""
    must_name: tuple[str, ...] = ()
    """Utilities that must be among those with choice or without: slugs, or names."""
    not_open: tuple[str, ...] = ()
    """Utilities that must not be offered as delivering there."""
    kind: str | None = None
    note: str = ""


class ZipCases(msgspec.Struct, frozen=True):
    cases: tuple[ZipCase, ...]
    about: str = ""


def evaluate_zips(cases: Path | str | bytes, atlas: Atlas) -> dict[str, object]:
    """How many cases there are, how many we answer right, and what we say in the others.

    `cases` is a file's path or its content. Raises CasesUnreadableError.
    """
    tally = CaseTally()
    not_settled: list[dict[str, object]] = []
    for case in read_cases(cases):
        answer = answer_zip(case.zip, atlas, plans_by_utility=None)
        miss: dict[str, object] = {
            "zip": case.zip,
            "expected": _expected(case),
            "got": None if answer.area is None else answer.area.utilities,
            "closed": () if answer.area is None else answer.area.other_utilities,
            "code": answer.code.value,
            "note": case.note,
        }
        tally.add(_outcome(case, answer.area, atlas), miss)
        if answer.area is not None and not answer.area.is_settled:
            not_settled.append(
                {
                    "zip": case.zip,
                    "most_likely": answer.area.most_likely,
                    "evidence": answer.area.claims,
                }
            )
    return {
        "kind": "zips",
        **tally.counts(),
        "misses": tally.misses,
        "not_settled": not_settled,
    }


def read_cases(cases: Path | str | bytes) -> tuple[ZipCase, ...]:
    """The cases of a file or of its content. Raises CasesUnreadableError, which says what is wrong with it."""
    content = cases if isinstance(cases, bytes) else read_bytes(Path(cases))
    try:
        read = msgspec.json.decode(content, type=ZipCases).cases
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CasesUnreadableError(
            f"This is not a file of ZIP cases: {error}. It must look like {EXAMPLE}."
        ) from None
    for case in read:
        if case.utilities is msgspec.UNSET and not (case.must_name or case.not_open or case.kind):
            raise CasesUnreadableError(
                f"This is not a file of ZIP cases: {case.zip} says nothing that must hold. "
                f"It must look like {EXAMPLE}."
            )
    return read


def _outcome(case: ZipCase, area: ZipArea | None, atlas: Atlas) -> CaseOutcome:
    """Right, wrong, or refused where we say of a Texas ZIP that we do not know who serves it."""
    if _is_right(case, area, atlas):
        return CaseOutcome.RIGHT
    is_unknown = area is not None and area.kind is ZipKind.UNKNOWN
    return CaseOutcome.REFUSED if is_unknown else CaseOutcome.WRONG


def _is_right(case: ZipCase, area: ZipArea | None, atlas: Atlas) -> bool:
    if case.utilities is not msgspec.UNSET and not _same(
        case.utilities, None if area is None else area.utilities
    ):
        return False
    if area is None:
        return not (case.must_name or case.not_open or case.kind)
    named = (*area.utilities, *area.other_utilities)
    return (
        all(any(_is_meant(text, slug, atlas) for slug in named) for text in case.must_name)
        and not any(_is_meant(text, slug, atlas) for text in case.not_open for slug in area.utilities)
        and case.kind in (None, area.kind.value)
    )


def _expected(case: ZipCase) -> object:
    """What a case wants, as its file says it."""
    if case.utilities is not msgspec.UNSET:
        return case.utilities
    wanted = {"must_name": case.must_name, "not_open": case.not_open, "kind": case.kind}
    return {name: value for name, value in wanted.items() if value}


def _is_meant(text: str, slug: str, atlas: Atlas) -> bool:
    """Does a text mean this utility: its slug, or words that its name has too ("City of Brownfield (municipal)")?"""
    if text == slug:
        return True
    utility = atlas.utilities.get(slug) or atlas.other_utilities[slug]
    words = set(WORD.findall(ASIDE.sub("", text.lower())))
    return bool(words) and words <= set(WORD.findall(f"{utility.name} {slug}".lower()))


def _same(expected: tuple[str, ...] | None, got: tuple[str, ...] | None) -> bool:
    """Are these the same utilities, in any order?"""
    if expected is None or got is None:
        return expected is got
    return sorted(expected) == sorted(got)
