"""Tables whose cells are parted by commas or semicolons, and two columns of lines parted by a stroke."""

import re
from collections.abc import Sequence
from itertools import groupby

_CELLS = re.compile(r"[^,;\n$]+(?P<mark>[,;])(?!\s)[^,;\n]+(?:(?P=mark)(?!\s)[^,;\n]+)*")
_LEAST_ROWS = 3
_TWO_PARTS = re.compile(r"(?P<left>[^|\n]*\S[^|\n]*)\|(?P<right>[^|\n]*\S[^|\n]*)")
_USES = (re.compile(r"(?<![\d.,$])500(?!\d)"), re.compile(r"1,?000"), re.compile(r"2,?000"))


def with_cells_apart(text: str) -> str:
    """The text with blanks between the cells of such tables, and the right of two columns below the left one."""
    text = _RESPECTIVELY.sub(r"\1  \2  ", text)
    lines = _amounts_with_units(_halves_below(text.split("\n")))
    rows = [_is_row_of_cells(line) for line in lines]
    if sum(rows) > _LEAST_ROWS:
        lines = [
            re.sub("[,;]", "   ", line) if is_row else line for line, is_row in zip(lines, rows, strict=True)
        ]
    if "|" in text:
        lines = [
            line
            for is_two, run in groupby(
                lines, lambda line: "|" in line and _TWO_PARTS.fullmatch(line) is not None
            )
            for line in (_below_another(list(run)) if is_two else run)
        ]
    return "\n".join(lines)


_PRICE = r"(?:\$ ?0?\.\d{3,4}|\d{1,2}\.\d{1,2} ?(?:¢|cents))"
_RESPECTIVELY = re.compile(
    rf"(?i)({_PRICE}),\s+({_PRICE}),?\s+(?:and|y)\s+(?={_PRICE}(?: per kwh| por kwh)?,?\s+respec)"
)
"""Three averages in a sentence: "$0.132, $0.118 and $0.111 respectively"."""
_NAMES_OF_HALVES = re.compile(
    r"(?i)facts label\s{3,}(?=(?:hoja|etiqueta)\b[^\n]*(?:electricidad|datos))"
    r"|(?:hoja|etiqueta)\b[^\n]*(?:electricidad|datos)\s{3,}(?=[^\n]{0,20}facts label)"
)
_MOST_LINES_OF_HALVES = 200


def _halves_below(lines: list[str]) -> list[str]:
    """The lines of a label in two languages side by side, the right one below the left one."""
    cut = next((match.end() for line in lines if (match := _NAMES_OF_HALVES.search(line))), None)
    if cut is None or len(lines) > _MOST_LINES_OF_HALVES:
        return lines
    both = [(line[:cut].rstrip(), line[cut:].strip()) for line in lines]
    is_cut = all(len(line) <= cut or line[cut - 1].isspace() for line in lines)
    return [*(left for left, _ in both), "", *(right for _, right in both)] if is_cut else lines


_NUMBER_ALONE = re.compile(r"\s*\$? ?\d[\d,]*(?:\.\d+)?\s*")
_AMOUNT_ALONE = re.compile(rf"{_NUMBER_ALONE.pattern}(?:¢|cents?)?\s*")
_UNIT_ALONE = re.compile(
    r"(?i)\s*(?:(?:¢|cents?|\$|dollars?) ?(?:/|per) ?|per )(?:kwh|month|billing (?:cycle|month)|bill|day)\s*"
)


def _amounts_with_units(lines: list[str]) -> list[str]:
    """The lines, a number alone on its own with its unit alone on the next that is not empty: "9.31 / ¢/kWh"."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    written = list(lines)
    for before, at, following, last in zip(filled, filled[1:], filled[2:], [*filled[3:], None], strict=False):
        is_pair = _NUMBER_ALONE.fullmatch(lines[at]) and _UNIT_ALONE.fullmatch(lines[following])
        is_of_list = _AMOUNT_ALONE.fullmatch(lines[before]) or (
            last is not None and _UNIT_ALONE.fullmatch(lines[last])
        )
        if is_pair and not is_of_list:
            written[at], written[following] = f"{lines[at].strip()} {lines[following].strip()}", ""
    return written


def _is_row_of_cells(line: str) -> bool:
    """A line of three cells or more without a blank behind its marks, one of them a number."""
    match = _CELLS.fullmatch(line.strip()) if re.search(r"[,;]\S", line) else None
    if match is None:
        return False
    cells = line.strip().split(match["mark"])
    return len(cells) > 2 and any(re.fullmatch(r"-?\d*\.?\d+", cell) for cell in cells)


def _below_another(run: Sequence[str]) -> list[str]:
    """Lines of two parts, the averages on the left: those first, then what stands beside them."""
    parts = [match for line in run if (match := _TWO_PARTS.fullmatch(line)) is not None]
    left = "\n".join(match["left"] for match in parts)
    if len(parts) < _LEAST_ROWS or not all(use.search(left) for use in _USES):
        return list(run)
    return [*(match["left"].rstrip() for match in parts), *(match["right"].strip() for match in parts)]
