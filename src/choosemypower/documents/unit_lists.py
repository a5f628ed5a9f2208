"""Columns written one below another: a list of bare numbers, and a list of as many units behind or before it."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"\s*-?\$? ?\d[\d,]*(?:\.\d+)?\s*")
_UNIT = re.compile(
    r"(?i)\s*(?:kwh|(?:cents?|¢|\$|usd|dollars?|centavos?|d[oó]lares) ?(?:per|/|a|por|al) ?"
    r"(?:kwh|month|mo|mes|bill(?:ing)?(?: cycle| month)?|cycle|ciclo|day|d[ií]a))\s*"
)
_AMOUNT = re.compile(r"\s*-?(?:\$ ?\d[\d,]*(?:\.\d+)?|\d+(?:\.\d+)? ?(?:¢|cents?|centavos?))\s*")
_PER = re.compile(
    r"(?i)\s*(?:per|/|por|al?|each|every|cada)\s?(?:kwh|kilo\S+|month|mo\b|mes|bill(?:ing)?|cycle|ciclo|day|d[ií]a)\b[^$¢]*"
)
_NAME = re.compile(r"(?i)\s*[a-z][a-záéíóúñ '/&()-]{2,60}:?\s*")
_CHARGE_NAME = re.compile(
    r"(?i)(?!.*\b(?:these|following|from|above|below|estos|siguientes)\b)\s*[a-záéíóúñ][a-záéíóúñ '/&()*-]{0,36}"
    r"\b(?:charges?|credits?|fees?|discounts?|delivery|rate|cargos?|cr[eé]ditos?)\W*"
)
_AMOUNT_ROW = re.compile(
    r"(?i)\s*-?(?:\$ ?\d[\d,]*(?:\.\d+)?|\d+(?:\.\d+)? ?¢) ?(?:per|/|por|a|each)\b[^$¢]*"
)
_LISTS = ((_NUMBER, _UNIT), (_AMOUNT, _PER))
"""Bare numbers and their units; amounts and what they are for, with the use at which they hold."""
_HEAD = re.compile(
    r"(?i)\s*(?:amounts?|rates?|values?|how much|units?|figures?|importe|unidad(?:es)?|valor(?:es)?)\s*:?\s*"
)
_LEAST = 2


def with_units_of_lists(text: str) -> str:
    """The text with each number of such a list beside its unit; any other as it is."""
    lines = text.split("\n")
    at = 0
    is_changed = False
    while at < len(lines):
        count = 0
        for kind, units in _LISTS:
            count = _run(lines, at, kind)
            if count >= _LEAST and _joined(lines, at, count, units):
                is_changed = True
                break
        at += max(count, 1)
    is_changed = _with_names_of_rows(lines) or is_changed
    return "\n".join(line for line in lines if line is not _DROPPED) if is_changed else text


_DROPPED = "\0"


def _with_names_of_rows(lines: list[str]) -> bool:
    """Writes the names of a list beside the amounts of as many lines below it: "Usage Credit / $115 per bill"."""
    is_changed = False
    at = 0
    while at < len(lines):
        count = _run(lines, at, _AMOUNT_ROW)
        first = at - count
        is_list = count >= _LEAST and first >= 0 and _run(lines, first, _CHARGE_NAME) == count
        if is_list and not (first and _CHARGE_NAME.fullmatch(lines[first - 1])):
            for place in range(count):
                lines[at + place] = f"{lines[first + place].strip()}  {lines[at + place].strip()}"
                lines[first + place] = _DROPPED
            is_changed = True
        at += max(count, 1)
    return is_changed


def _joined(lines: list[str], at: int, count: int, units: re.Pattern[str]) -> bool:
    """Writes the units behind or before a list of numbers beside them."""
    behind = at + count
    behind += behind < len(lines) and _HEAD.fullmatch(lines[behind]) is not None
    before = at - 1 - (at > 0 and _HEAD.fullmatch(lines[at - 1]) is not None) - count + 1
    start = next(
        (start for start in (behind, before) if start >= 0 and _run(lines, start, units) >= count),
        None,
    )
    if start is None:
        return False
    first = at - count if units is _PER and at >= count and _run(lines, at - count, _NAME) >= count else None
    for place in range(count):
        lines[at + place] = f"{lines[at + place].strip()} {lines[start + place].strip()}"
        lines[start + place] = _DROPPED
        if first is not None:
            lines[at + place] = f"{lines[first + place].strip()}  {lines[at + place]}"
            lines[first + place] = _DROPPED
    for place in (at - 1, behind - 1):
        if place >= 0 and _HEAD.fullmatch(lines[place]):
            lines[place] = _DROPPED
    return True


def _run(lines: Sequence[str], start: int, kind: re.Pattern[str]) -> int:
    """How many lines of a kind stand in sequence."""
    end = start
    while end < len(lines) and kind.fullmatch(lines[end]):
        end += 1
    return end - start
