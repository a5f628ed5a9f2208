"""Lengths of a contract as filter words: `12`, `3-11`, `25-`, `month-to-month`, and what they are called."""

import re
from functools import lru_cache
from typing import Final

from choosemypower.facets.model import MONTH_TO_MONTH, TermRange

MAX_TERM_MONTHS: Final = 120
_OLD_SEGMENTS = {"no-contract": MONTH_TO_MONTH.word}
_SEGMENT = re.compile(r"([1-9]\d{0,2})-month", re.ASCII)
_WORD = re.compile(r"(\d{1,3})(?:(-)(\d{1,3})?)?", re.ASCII)


def find_term_of_segment(segment: str) -> TermRange | None:
    """Which term `month-to-month` or `{n}-month` means; None for anything else."""
    if _OLD_SEGMENTS.get(segment, segment) == MONTH_TO_MONTH.word:
        return MONTH_TO_MONTH
    match = _SEGMENT.fullmatch(segment)
    if match is None or int(match[1]) > MAX_TERM_MONTHS:
        return None
    return TermRange(int(match[1]), int(match[1]))


def find_term_of_word(word: str) -> TermRange | None:
    """Which terms a query's `12`, `3-11`, `25-` or `month-to-month` means; None for anything else."""
    if (term := find_term_of_segment(word)) is not None:
        return term
    match = _WORD.fullmatch(word)
    if match is None:
        return None
    first = max(int(match[1]), 1)
    last = first if match[2] is None else int(match[3]) if match[3] else None
    if first > MAX_TERM_MONTHS or (last is not None and not first <= last <= MAX_TERM_MONTHS):
        return None
    return TermRange(first, last)


@lru_cache(maxsize=1024)
def get_term(word: str) -> TermRange:
    """The terms of a word that was read before, or made from a plan's term."""
    if word == MONTH_TO_MONTH.word:
        return MONTH_TO_MONTH
    first, hyphen, last = word.partition("-")
    return TermRange(int(first), int(last) if last else None if hyphen else int(first))


def segment_of_term(term: TermRange) -> str | None:
    """The path segment of one exact term; None for a range, which only the query can say."""
    if not term.is_single:
        return None
    return term.word if term == MONTH_TO_MONTH else f"{term.word}-month"


def term_label(term: TermRange) -> str:
    """A term in words: "12 months", "3 to 11 months", "25 months or more", "Month to month"."""
    if term == MONTH_TO_MONTH:
        return "Month to month"
    if term.to_months is None:
        return f"{term.from_months} months or more"
    if term.is_single:
        return f"{term.from_months} months"
    return f"{term.from_months} to {term.to_months} months"


def term_adjective(term: TermRange) -> str:
    """A term before "electricity plans": "12-month", "3- to 11-month", "25-month or longer", "month-to-month"."""
    if term == MONTH_TO_MONTH:
        return "month-to-month"
    if term.to_months is None:
        return f"{term.from_months}-month or longer"
    return f"{term.word}-month" if term.is_single else f"{term.from_months}- to {term.to_months}-month"
