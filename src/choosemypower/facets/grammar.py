"""The words of the filter URLs, in canonical order. Source: reference/original.md §1.3, DESIGN.md."""

import re
from typing import Final

from choosemypower.facets.model import MONTH_TO_MONTH, TermRange
from choosemypower.plans.model import RateType
from choosemypower.usage import USAGE_PARAMETERS

MAX_SEGMENTS: Final = 3
MAX_TERM_MONTHS: Final = 120

RATE_SEGMENTS: Final = {
    "fixed-rate": RateType.FIXED,
    "variable-rate": RateType.VARIABLE,
    "indexed-rate": RateType.INDEXED,
}
GREEN_SEGMENTS: Final = {"green-energy": 100, "50-green": 50, "25-green": 25, "some-green": 10}
GREEN_PERCENTS: Final = tuple(sorted(GREEN_SEGMENTS.values()))
FEATURES: Final = (
    "prepaid",
    "no-deposit",
    "autopay-discount",
    "time-of-use",
    "free-weekends",
    "bill-credit",
    "smart-meter",
)
LEAVE_OUTS: Final = ("bill-credit", "time-of-use", "prepaid", "new-customers", "cancel-fee")
USAGE_SEGMENTS: Final = {"500-kwh": "500", "1000-kwh": "1000", "2000-kwh": "2000"}

RETIRED_SEGMENTS: Final = {
    "renewable": "green-energy",
    "100-green": "green-energy",
    "partial-green": "50-green",
    "no-contract": "month-to-month",
    "low-usage": "500-kwh",
    "high-usage": "2000-kwh",
}

MOST_USD_PER_YEAR: Final = 99_999

CHOICE_PARAMETERS: Final = (
    *("term", "rate", "green", "with", "without", "max-usd-per-year", "provider", "utility", "only"),
)
PARAMETERS: Final = (*CHOICE_PARAMETERS, *USAGE_PARAMETERS, "sort", "page")
"""Every query parameter that a list page understands, in canonical order; others are ignored."""

_TERM_SEGMENT = re.compile(r"([1-9]\d{0,2})-month", re.ASCII)
_TERM_WORD = re.compile(r"(\d{1,3})(?:(-)(\d{1,3})?)?", re.ASCII)


def find_term_of_segment(segment: str) -> TermRange | None:
    """Which term `month-to-month` or `{n}-month` means; None for anything else."""
    if segment == MONTH_TO_MONTH.word:
        return MONTH_TO_MONTH
    match = _TERM_SEGMENT.fullmatch(segment)
    if match is None or int(match[1]) > MAX_TERM_MONTHS:
        return None
    return TermRange(int(match[1]), int(match[1]))


def find_term_of_word(word: str) -> TermRange | None:
    """Which terms a query's `12`, `3-11`, `25-` or `month-to-month` means; None for anything else."""
    if (term := find_term_of_segment(word)) is not None:
        return term
    match = _TERM_WORD.fullmatch(word)
    if match is None:
        return None
    first = max(int(match[1]), 1)
    last = first if match[2] is None else int(match[3]) if match[3] else None
    if first > MAX_TERM_MONTHS or (last is not None and not first <= last <= MAX_TERM_MONTHS):
        return None
    return TermRange(first, last)


def segment_of_term(term: TermRange) -> str | None:
    """The path segment of one exact term; None for a range, which only the query can say."""
    if not term.is_single:
        return None
    return term.word if term == MONTH_TO_MONTH else f"{term.word}-month"


SEGMENT_OF_RATE: Final = {rate: segment for segment, rate in RATE_SEGMENTS.items()}
SEGMENT_OF_GREEN: Final = {percent: segment for segment, percent in GREEN_SEGMENTS.items()}
SEGMENT_OF_USAGE: Final = {kwh: segment for segment, kwh in USAGE_SEGMENTS.items()}
