"""Figures of a label that are charges of no bill: worked examples, totals, delivery of another time, gifts, prices of
businesses."""

import re
from collections.abc import Sequence
from itertools import accumulate

from choosemypower.documents.figures import Figure
from choosemypower.units import MONTHS_IN_YEAR

_SENTENCE_END = re.compile(r"(?<=[a-z)%])[.;]\s|(?<=\d)\.\s(?=[a-z])|\n\n")
_EXAMPLE = re.compile(
    r"^\W*(?:for |an |as an |por |un )?(?:worked |sample |bill )?(?:example|ejemplo)"
    r"(?= ?[:,-]| (?:for|of|if|with|bill|para|de)\b)"
    r"|^\W*sample bill\b"
)
_TOTAL = re.compile(
    r"^\W*(?:(?:grand |sub-?)?total|sum)\b|\b(?:total|together|combined|altogether|juntos)\W*$"
)
_OF_ANOTHER_TIME = re.compile(
    r"\b(?:was|were|used to be|will be|will change to|eran?|fueron|seran?)\b"
    r"(?:[^a-z]|\b(?:per|por|month|mes|kwh|and|y|billing|cycle|ciclo|a|al|of|de|cents?|centavos|each|for|every)\b)*$"
)
_NAMES_A_TIME = re.compile(
    r"\b(?:until|through|before|prior to|previous(?:ly)?|former(?:ly)?|as of|effective|starting|beginning|from|after"
    r"|hasta|antes|a partir)\b"
)
_DELIVERY = re.compile(r"deliver|\btdu\b|\btdsp\b|entrega")
_GIFT = re.compile(
    r"^\s*(?:\w+ )?(?:gift ?cards?|e-?gift|prepaid|visa|mastercard|amazon|cash ?back|tarjeta de regalo)\b"
)
_BEFORE_A_GIFT = re.compile(
    r"cash ?back|refer(?:ral|s|ring)?\b(?! to)|gift ?card|sign-?up bonus|sweepstakes|\bdonat|tarjeta de regalo"
)
_OF_A_BUSINESS = re.compile(r"\W*(?:small )?(?:commercial|business|comercial)\b")
_SAID_ANOTHER_WAY = re.compile(r"\((?:[^()$¢]{0,20}=|that is|taken as|about|equals?|i\.e\.?)\s*$")
"""The same money in other words: "79 cents for each day (30 days = $23.70)"."""
_WORTH_IN_A_YEAR = re.compile(
    r"(?:that is|which is|that makes|\bmakes|counts? as|taken as|worth|a twelfth|one twelfth|over (?:12|twelve) months"
    r"|count(?:s|ed) [^.$¢]{0,40}\b(?:as|with|at)"
    r"|i\.e\.?|=|equals?|or|es decir|o sea)[ :,(]*$"
)
"""A sum of some months over the whole year: "counts as 3/12, that is $6.00 a bill"."""
_TWELFTHS = re.compile(r"\b\d{1,2} ?/ ?12\b[^$¢]*$")
_HOLDS_ANOTHER = re.compile(r"\b(?:inside|within|part of|included in) (?:the|this|that) $")
"""A price named again: "delivery sits inside the 11.7¢"."""
_DONATED = re.compile(r"\s*(?:of|from|out of) (?:each|every|your|the|this|that)\b[^.;$¢]*\bdonated\b")
"""What a seller gives away of a charge: "$2 of each base charge is donated"."""
_ONLY_TOLD = re.compile(
    r"\bfor (?:your )?information\b|\b(?:not|never) (?:be )?(?:billed|charged|added)(?: to you)? (?:again|twice)\b"
)
_END_OF_SENTENCE = re.compile(r"\.(?:\s|$)|\n\n")
_NAMES_A_SUM = re.compile(r"[a-z)]\s*\+\s*[a-z(][^\n]*$")
_LONGEST_SENTENCE = 300


def is_aside(folded: str, figures: Sequence[Figure], at: int) -> bool:
    """Whether a figure only tells of something, and is no charge of the plan."""
    figure = figures[at]
    sentence = _SENTENCE_END.split(folded[max(0, figure.start - _LONGEST_SENTENCE) : figure.start])[-1]
    line_above, line = ["", *sentence.split("\n")][-2:]
    return (
        _is_example(line)
        or _is_example(line_above)
        or _GIFT.match(figure.after) is not None
        or _DONATED.match(figure.behind) is not None
        or _is_only_told(folded, figure)
        or _BEFORE_A_GIFT.search(line) is not None
        or _is_of_another_time(f"{line_above} {line}")
        or _is_total(figures, at)
        or _OF_A_BUSINESS.match(line) is not None
        or _SAID_ANOTHER_WAY.search(line) is not None
        or _is_part_of_sum(figures, at)
        or _is_named_again(figures, at)
        or _is_spread(figures, at)
        or _is_made_up_of(folded, figures, at)
    )


def _is_example(line: str) -> bool:
    """Whether a line begins an example of a bill; one of averages goes on with the charges themselves."""
    return _EXAMPLE.search(line) is not None and "average" not in line and "promedio" not in line


def _is_of_another_time(sentence: str) -> bool:
    """Delivery as it was or will be: "Until August 31 the delivery charges were $4.23"."""
    return (
        _DELIVERY.search(sentence) is not None
        and _OF_ANOTHER_TIME.search(sentence) is not None
        and _NAMES_A_TIME.search(sentence) is not None
    )


def _is_only_told(folded: str, figure: Figure) -> bool:
    """Whether its sentence goes on to say that a figure is in another price: "now 6.1¢; shown for information"."""
    rest = _END_OF_SENTENCE.split(folded[figure.end : figure.end + _LONGEST_SENTENCE])[0]
    own_and_next_line = " ".join(rest.split("\n")[:2])
    return _ONLY_TOLD.search(" ".join(own_and_next_line.split())) is not None


def _is_named_again(figures: Sequence[Figure], at: int) -> bool:
    figure, others = figures[at], (*figures[:at], *figures[at + 1 :])
    is_stated = any((one.unit, one.usd) == (figure.unit, figure.usd) for one in others)
    return is_stated and _HOLDS_ANOTHER.search(figure.line) is not None


def is_no_twelfth(figures: Sequence[Figure], at: int) -> bool:
    """Whether a figure is said to be so many twelfths of the one before it, and is not."""
    return _TWELFTHS.search(figures[at].line) is not None and not _is_spread(figures, at)


def _is_spread(figures: Sequence[Figure], at: int) -> bool:
    """Whether a figure is the sum before it, spread over the twelve months: "that is $6.00 a bill" behind $24.00."""
    figure, before = figures[at], figures[at - 1] if at else None
    if before is None or before.unit is not figure.unit or _WORTH_IN_A_YEAR.search(figure.line) is None:
        return False
    return figure.usd in {before.usd * months / MONTHS_IN_YEAR for months in range(1, MONTHS_IN_YEAR)}


def _is_made_up_of(folded: str, figures: Sequence[Figure], at: int) -> bool:
    """Whether a figure stands in brackets that part the one before them: "9.9¢ (index 6.2¢ + adder 3.7¢)"."""
    opened = folded.rfind("(", 0, figures[at].start)
    closed = folded.find(")", figures[at].end)
    if opened < 0 or not opened < figures[at].start < closed or ")" in folded[opened : figures[at].start]:
        return False
    before = [one for one in figures if one.end <= opened]
    within = [one for one in figures if opened < one.start < closed]
    is_beside = bool(before) and "\n" not in folded[before[-1].end : opened]
    return is_beside and len(within) > 1 and sum(one.usd for one in within) == before[-1].usd


def _is_part_of_sum(figures: Sequence[Figure], at: int) -> bool:
    """Whether a figure right below adds it to those beside it: "index 4.35¢, adder 3.60¢, index + adder 7.95¢"."""
    for end in range(at + 1, min(at + 4, len(figures))):
        whole = figures[end]
        if whole.unit is not figures[at].unit:
            return False
        if _NAMES_A_SUM.search(whole.line):
            before = [one.usd for one in reversed(figures[:end]) if one.unit is whole.unit]
            sums = list(accumulate(before))
            return whole.usd in sums[1:] and end - at <= sums.index(whole.usd) + 1
    return False


def _is_total(figures: Sequence[Figure], at: int) -> bool:
    """Whether a figure named so is the sum of those of its unit that stand before it."""
    figure = figures[at]
    if _TOTAL.search(figure.line) is None:
        return False
    before = [one.usd for one in reversed(figures[:at]) if one.unit is figure.unit]
    return figure.usd in list(accumulate(before))[1:]
