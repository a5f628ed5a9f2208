"""A table of every utility's delivery charges on one label: only the row of the label's own utility is its charge."""

import re
from collections.abc import Sequence

from choosemypower.documents.label_heads import utility_begins, utility_of
from choosemypower.documents.words import fold

_AMOUNT = re.compile(r"\$ ?\d|\d ?(?:¢|cents?\b|centavos?\b)|\d\.\d\d")
_ANY_NAME = re.compile(r"(?i)oncor|center ?point|central|north\b|tnmp|new[- ]mexico|lubbock")
_LEAST_ROWS = 3
_MOST_TABLES = 12
"""A label has one, with six rows at most: each is tried as the first."""


def with_own_utility_only(text: str) -> str:
    """The text without the rows of other utilities, where one utility stands outside of the table."""
    if len({match.lower() for match in _ANY_NAME.findall(text)}) < _LEAST_ROWS:
        return text
    lines = text.split("\n")
    tables = 0
    for start in range(len(lines)):
        end, rows = _table(lines, start)
        if len(rows) < _LEAST_ROWS:
            continue
        tables += 1
        if tables > _MOST_TABLES:
            return text
        own = utility_of(fold("\n".join([*lines[:start], *lines[end:]])))
        if own in rows:
            kept = f"Delivery {lines[rows[own]].strip()}"
            return "\n".join([*lines[:start], kept, *lines[end:]])
    return text


def _table(lines: Sequence[str], start: int) -> tuple[int, dict[str, int]]:
    """Where a table that begins at a line ends, and the row of each utility; none twice."""
    rows: dict[str, int] = {}
    at = start
    while at < len(lines):
        slug = utility_begins(fold(lines[at]).strip())
        if slug is None or slug in rows or not _AMOUNT.search(lines[at]):
            break
        rows[slug] = at
        at += 1
    return at, rows
