"""What the printing of a label put between its rows: feet and heads of pages, units on lines of their own."""

import re
from collections import Counter
from collections.abc import Sequence

_FOOT = re.compile(r"(?im)\b(?:page|p[aá]gina) \d+ (?:of|de) \d+\b|^[ \t]*\d+ (?:of|de) \d+[ \t]*$")
_HEAD = re.compile(r"(?i)facts label|etiqueta de (?:datos|informaci[oó]n)")
_LEAST_BEFORE = 3
_NUMBER = re.compile(r"\s*(?:-?\$ ?\d[\d,]*(?:\.\d+)?|\d+(?:\.\d+)?)\s*")
_AMOUNT = re.compile(r"\s*(?:-?\$ ?\d[\d,]*(?:\.\d+)?|\d+(?:\.\d+)? ?¢?)\s*")
_UNIT_FIRST = re.compile(
    r"(?i)\s*per (?:month|kwh|billing cycle|bill|day) ?:? +-?(?:\$ ?)?\d[\d.]*(?: ?¢)?\s*"
)
_ANY_UNIT_FIRST = re.compile(r"(?im)^[ \t]*per (?:month|kwh|billing cycle|bill|day)\b")
_NAME = re.compile(r"[^$¢%:]*[a-z][^$¢%:]*")
_UNIT = re.compile(
    r"(?i)\s*(?:¢|cents?|\$)? ?(?:/|per|a|por) ?(?:kwh|month|mo|mes|day|d[ií]a|bill(?:ing)? ?(?:cycle)?)\s*"
)
_MINUS_BEFORE_UNIT = re.compile(
    r"(?im)(?<=[ \t])-(\d+\.\d\d)[ \t]+\$ ?(?:/|per) ?(month|bill|billing cycle|cycle)\b"
)


def without_page_breaks(text: str) -> str:
    """The text without feet of pages, and heads that each page repeats, so that a row goes on behind them."""
    if _FOOT.search(text) is None:
        return text
    lines = text.split("\n")
    said = Counter(line.strip() for line in lines if _HEAD.search(line))
    kept: list[str] = []
    for line in lines:
        is_head = said[line.strip()] > 1 and sum(bool(one.strip()) for one in kept) > _LEAST_BEFORE
        if not is_head and not _FOOT.search(line):
            kept.append(line)
    return "\n".join(kept)


def with_units_beside(text: str) -> str:
    """The text with each number beside a unit alone on the next line, and what is taken off with its sign."""
    lines = _MINUS_BEFORE_UNIT.sub(r"-$\1 per \2", text).split("\n")
    if _ANY_UNIT_FIRST.search(text):
        lines = _with_names_beside(lines)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if _is_above_its_unit(lines, at):
            kept.append(f"{lines[at].rstrip()} {lines[at + 1].strip()}")
            at += 1
        else:
            kept.append(lines[at])
        at += 1
    return "\n".join(kept)


def _with_names_beside(lines: Sequence[str]) -> list[str]:
    """Rows that are units and amounts, each with the name above them: "Base Charge / Per month $9.95"."""
    kept: list[str] = []
    name = ""
    for line in lines:
        if name and _UNIT_FIRST.fullmatch(line):
            if kept and kept[-1].strip() == name:
                kept.pop()
            kept.append(f"{name}  {line.strip()}")
        else:
            name = line.strip() if _NAME.fullmatch(line.strip()) else ""
            kept.append(line)
    return kept


def _is_above_its_unit(lines: Sequence[str], at: int) -> bool:
    """Whether a number stands alone above its unit, and neither is of a list of numbers or of units."""
    if at + 1 >= len(lines) or not _NUMBER.fullmatch(lines[at]) or not _UNIT.fullmatch(lines[at + 1]):
        return False
    is_listed = at > 0 and _AMOUNT.fullmatch(lines[at - 1]) is not None
    return not is_listed and (at + 2 >= len(lines) or not _UNIT.fullmatch(lines[at + 2]))
