"""Tables whose heads hold the units: "Per kWh (¢)  Per Month ($)" above bare numbers, each of which gets its own."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_CYCLE = r"(?:month|mo\b|billing (?:cycle|month)|bill|mes)"
_PER = r"(?:per|/|por)"
_HEAD = re.compile(
    rf"(?i)(?P<cents>{_PER} ?kwh ?\(? ?(?:¢|cents) ?\)?|\(? ?(?:¢|cents|centavos) ?{_PER} ?kwh ?\)?)"
    rf"|(?P<dollars>{_PER} ?kwh ?\(? ?(?:\$|dollars) ?\)?|\(? ?(?:\$|dollars) ?{_PER} ?kwh ?\)?)"
    rf"|(?P<month>{_PER} ?{_CYCLE} ?\(? ?\$ ?\)?|\(? ?(?:\$|dollars) ?{_PER} ?{_CYCLE} ?\)?)"
)
_OF_AVERAGES = re.compile(r"(?i)average|promedio|medio")
_CELL = r"(\(?-?\d{1,3}(?:\.\d+)?\)?|-+|n/a|none)"
_ROW = re.compile(rf"(?i)^\s*(?P<name>[a-z][^\d$¢]*?)[\s:]+{_CELL}\s+{_CELL}\s*$")
_BARE = re.compile(
    r"(?i)(?<![\w.,$:/-])\d{1,3}(?:\.\d+)?(?![\d.,:]*[\d%¢])(?! ?(?:¢|cents|%|kwh|am\b|pm\b|a\.m|p\.m|\$))"
)
_DIGIT = re.compile(r"\d")
_UNITS = {"cents": "{}¢ per kWh", "dollars": "${} per kWh", "month": "${} per month"}
_MOST_ROWS = 8
_MOST_OTHERS = 2
_MOST_APART = 9
_BAND_HEAD = re.compile(r"(?i)\b(?:from|min\w*|over|desde)\b.*\b(?:to|max\w*|up to|through|hasta)\b")
_HEAD_OF_USES = re.compile(r"(?i)\b(?:usage|use|uso|consumo)\b[^()]{0,20}\(kwh\)\s*$")
_USE_AT_END = re.compile(r"(?i)(?<![\w.,$])(\d{1,3}(?:,\d{3})+|\d{3,4})(?=(?: ?\+| (?:and|or|y|o) \w+)?\s*$)")
_ORDINAL = re.compile(r"(?i)\b(?:first|next|last|primer\w*)\b")
_BAND_ROW = re.compile(
    r"(?i)^(?P<name>.*?)(?<![\w.,$])(?P<low>\d{1,3}(?:,\d{3})+|\d{1,4})(?: ?kwh)?\s+"
    r"(?P<high>\d{1,3}(?:,\d{3})+|\d{3,4}|no (?:limit|max\w*)|unlimited|(?:and )?(?:up|above|over|more)|sin limite"
    r"|-+|∞)(?: ?kwh)?"
    r"\s+(?P<price>[$]?\d{0,3}\.\d+ ?(?:¢|cents)?.*)$"
)

_USES_AND_MORE = re.compile(r"(?i)^.*?\b500 ?kwh\b.*?2,?000 ?kwh\s{3,}(?=[A-Za-z]{3})")
_MOST_LINES_BESIDE = 14
_LONGEST_LINE = 500
"""A line of a page is shorter; what looks for two uses in it tries each pair."""
_CELL_START = re.compile(r"(?<=\s\s)\S")
_MOST_DRIFT = 4
_LEAST_BESIDE = 2


class _Column(NamedTuple):
    unit: str
    start: int
    end: int

    def distance(self, start: int, end: int) -> int:
        """How far a cell stands from below the head."""
        return max(0, start - self.end, self.start - end)


def with_units_of_heads(text: str) -> str:
    """The text with a unit behind each number of such tables; any other as it is."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if "kwh" not in line.casefold() or _DIGIT.search(line) is not None:
            continue
        columns = [
            _Column(match.lastgroup or "", match.start(), match.end()) for match in _HEAD.finditer(line)
        ]
        if not columns:
            continue
        if len(columns) == 1 and _OF_AVERAGES.search(line) is not None:
            continue
        if _HEAD_OF_USES.search(line) is not None:
            _spell_uses(lines, at + 1)
        if _BAND_HEAD.search(line) is not None:
            _spell_bands(lines, at + 1)
        units = [column.unit for column in columns]
        rows = list(_pairs(lines, at + 1, units)) if len(set(units)) == len(units) == 2 else []
        for place, row in rows or _aligned(lines, at + 1, columns):
            lines[place] = row
    return "\n".join(lines)


def _pairs(lines: Sequence[str], start: int, units: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The rows of two cells below a head, each with its place, up to the first line that is none."""
    for place in range(start, min(start + _MOST_ROWS, len(lines))):
        match = _ROW.match(lines[place])
        if match is None or "average" in match["name"].casefold():
            if lines[place].strip():
                return
            continue
        cells = zip(match.groups()[1:], units, strict=True)
        figures = [_signed(cell, unit) for cell, unit in cells if _DIGIT.search(cell)]
        if figures:
            yield place, "  ".join(f"{match['name']} {figure}" for figure in figures)


def _signed(cell: str, unit: str) -> str:
    """A cell with its unit; what stands in brackets is taken off: "(90.00)" is "-$90.00 per month"."""
    sign = "-" if cell[0] in "(-" else ""
    return sign + _UNITS[unit].format(cell.strip("(-)"))


def _aligned(lines: Sequence[str], start: int, columns: Sequence[_Column]) -> Iterator[tuple[int, str]]:
    """Rows with a name whose bare numbers stand below heads, or end the row below one head at the end of its line."""
    others = 0
    for place in range(start, min(start + _MOST_ROWS, len(lines))):
        line = lines[place]
        numbers = list(_BARE.finditer(line))
        if not line.strip():
            continue
        if not numbers and _HEAD.search(line) is not None:
            return  # The next table.
        placed = [(match, column) for match in numbers if (column := _column_of(match, columns)) is not None]
        if len(columns) == 1 and not placed and numbers and not line[numbers[-1].end() :].strip():
            placed = [(numbers[-1], columns[0])]
        if (
            not placed
            or len({column for _, column in placed}) < len(placed)
            or not _has_name(line, placed[0][0])
        ):
            others += 1
            if others > _MOST_OTHERS:
                return
            continue
        for match, column in reversed(placed):
            line = line[: match.start()] + _UNITS[column.unit].format(match[0]) + line[match.end() :]
        yield place, line


def _column_of(match: re.Match[str], columns: Sequence[_Column]) -> _Column | None:
    nearest = min(columns, key=lambda column: column.distance(match.start(), match.end()))
    is_below = nearest.distance(match.start(), match.end()) <= _MOST_APART
    return nearest if is_below and "." in match[0] else None


def _has_name(line: str, first: re.Match[str]) -> bool:
    name = line[: first.start()]
    return re.search(r"(?i)[a-z]{3}", name) is not None and _OF_AVERAGES.search(name) is None


def _spell_bands(lines: list[str], start: int) -> None:
    """Writes "0  500  0.0689" below the heads "From  To" as words: "0 to 500 kWh  0.0689"."""
    for place in range(start, min(start + _MOST_ROWS, len(lines))):
        match = _BAND_ROW.match(lines[place])
        if match is None:
            if lines[place].strip():
                return
            continue
        is_open = not match["high"][0].isdigit()
        band = f"{match['low']} kWh or more" if is_open else f"{match['low']} to {match['high']} kWh"
        name = f"{_ORDINAL.sub('Block', match['name']).rstrip()}  {band}"
        # The price stays where it stood, so that it is still below its head.
        lines[place] = f"{name.ljust(match.start('price'))} {match['price']}"


def _spell_uses(lines: list[str], start: int) -> None:
    """Writes "1000 and over" below the head "Applies to usage (kWh)", the last of its row, as "1000 kWh and over"."""
    for place in range(start, min(start + _MOST_ROWS, len(lines))):
        lines[place] = _USE_AT_END.sub(r"\1 kWh", lines[place])


def beside_averages(text: str) -> str:
    """The text with a table that stands to the right of the averages below them."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        head = _USES_AND_MORE.match(line) if len(line) <= _LONGEST_LINE else None
        if head is None:
            continue
        cuts: list[int] = []
        for beside in lines[at : at + _MOST_LINES_BESIDE]:
            cut = _cell_near(beside, head.end())
            if cut is None:
                break
            cuts.append(cut)
        if len(cuts) < _LEAST_BESIDE:
            return text
        end = at + len(cuts)
        both = list(zip(lines[at:end], cuts, strict=True))
        left, right = [one[:cut].rstrip() for one, cut in both], [one[cut:].strip() for one, cut in both]
        return "\n".join([*lines[:at], *left, *right, *lines[end:]])
    return text


def _cell_near(line: str, edge: int) -> int | None:
    """Where a cell begins about at an edge."""
    starts = [
        match.start() for match in _CELL_START.finditer(line) if abs(match.start() - edge) <= _MOST_DRIFT
    ]
    return min(starts, key=lambda start: abs(start - edge), default=None)
