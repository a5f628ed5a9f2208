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
    lines = text.split("\n")
    rows = [_is_row_of_cells(line) for line in lines]
    if sum(rows) > _LEAST_ROWS:
        lines = [
            re.sub("[,;]", "   ", line) if is_row else line for line, is_row in zip(lines, rows, strict=True)
        ]
    if "|" in text:
        lines = [
            line
            for is_two, run in groupby(lines, lambda line: _TWO_PARTS.fullmatch(line) is not None)
            for line in (_below_another(list(run)) if is_two else run)
        ]
    return "\n".join(lines)


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
