"""Tables whose heads hold the units: "Per kWh (¢)  Per Month ($)" above bare numbers, each of which gets its own."""

import re
from collections.abc import Iterator, Sequence

_CENTS_A_KWH = r"(?:per|/) ?kwh ?\(? ?(?:¢|cents) ?\)?|\(? ?(?:¢|cents) ?(?:per|/) ?kwh ?\)?"
_CYCLE = r"(?:month|billing (?:cycle|month)|bill)"
_DOLLARS_A_MONTH = rf"(?:per|/) ?{_CYCLE} ?\(? ?\$ ?\)?|\(? ?\$ ?(?:per|/) ?{_CYCLE} ?\)?"
_HEAD = re.compile(rf"(?i)(?P<kwh>{_CENTS_A_KWH})|(?P<month>{_DOLLARS_A_MONTH})")
_CELL = r"(\d{1,3}(?:\.\d+)?|-+|n/a|none)"
_ROW = re.compile(rf"(?i)^\s*(?P<name>[a-z][^\d$¢]*?)[\s:]+{_CELL}\s+{_CELL}\s*$")
_DIGIT = re.compile(r"\d")
_UNITS = {"kwh": "{}¢ per kWh", "month": "${} per month"}
_MOST_ROWS = 8


def with_units_of_heads(text: str) -> str:
    """The text with a unit behind each number of such tables; any other as it is."""
    if _HEAD.search(text) is None:
        return text
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if "kwh" not in line.casefold() or _DIGIT.search(line) is not None:
            continue
        units = [match.lastgroup or "" for match in _HEAD.finditer(line)]
        if sorted(units) == ["kwh", "month"]:
            for place, row in _rows(lines, at + 1, units):
                lines[place] = row
    return "\n".join(lines)


def _rows(lines: Sequence[str], start: int, units: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The rows below a head, each with its place, up to the first line that is none."""
    for place in range(start, min(start + _MOST_ROWS, len(lines))):
        match = _ROW.match(lines[place])
        if match is None or "average" in match["name"].casefold():
            if lines[place].strip():
                return
            continue
        cells = zip(match.groups()[1:], units, strict=True)
        figures = [_UNITS[unit].format(cell) for cell, unit in cells if cell[0].isdigit()]
        if figures:
            yield place, "  ".join(f"{match['name']} {figure}" for figure in figures)
