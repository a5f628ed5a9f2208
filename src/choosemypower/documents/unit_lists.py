"""Columns written one below another: a list of bare numbers, and a list of as many units behind or before it."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"\s*-?\$? ?\d[\d,]*(?:\.\d+)?\s*")
_UNIT = re.compile(
    r"(?i)\s*(?:kwh|(?:cents?|¢|\$|usd|dollars?|centavos?|d[oó]lares) ?(?:per|/|a|por|al) ?"
    r"(?:kwh|month|mo|mes|bill(?:ing)?(?: cycle| month)?|cycle|ciclo|day|d[ií]a))\s*"
)
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
        numbers = _run(lines, at, _NUMBER)
        if numbers < _LEAST:
            at += max(numbers, 1)
            continue
        is_changed = _joined(lines, at, numbers) or is_changed
        at += numbers
    return "\n".join(line for line in lines if line is not _DROPPED) if is_changed else text


_DROPPED = "\0"


def _joined(lines: list[str], at: int, count: int) -> bool:
    """Writes the units behind or before a list of numbers beside them."""
    behind = at + count
    behind += behind < len(lines) and _HEAD.fullmatch(lines[behind]) is not None
    before = at - 1 - (at > 0 and _HEAD.fullmatch(lines[at - 1]) is not None) - count + 1
    start = next(
        (
            start
            for start in (behind, before)
            if start >= 0 and _run(lines, start, _UNIT) >= count and _are_units(lines[start : start + count])
        ),
        None,
    )
    if start is None:
        return False
    for place in range(count):
        lines[at + place] = f"{lines[at + place].strip()} {lines[start + place].strip()}"
        lines[start + place] = _DROPPED
    for place in (at - 1, behind - 1):
        if place >= 0 and _HEAD.fullmatch(lines[place]):
            lines[place] = _DROPPED
    return True


def _are_units(units: Sequence[str]) -> bool:
    return all(_UNIT.fullmatch(unit) for unit in units)


def _run(lines: Sequence[str], start: int, kind: re.Pattern[str]) -> int:
    """How many lines of a kind stand in sequence."""
    end = start
    while end < len(lines) and kind.fullmatch(lines[end]):
        end += 1
    return end - start
