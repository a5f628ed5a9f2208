"""Charges in columns, each of which is for another part of the day, the year or the use, as lines of their own.

Energy charge      12.0¢ per kWh       9.0¢ per kWh      below "May - September    October - April" becomes
Energy charge (May - September)  12.0¢ per kWh    and    Energy charge (October - April)  9.0¢ per kWh
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_GAP = re.compile(r"\s{2,}")
_AMOUNT = re.compile(r"\$ ?-?\d|\d ?(?:¢|cents?\b|centavos?\b)|(?<![\w.,/-])\d{1,2}\.\d{2,5}(?![\d.])")
_PRINTED_USE = re.compile(r"(?<![\d.,$])(?:500|1,?000|2,?000)(?![\d.,]*\d)")
_CLOCK = re.compile(r"(?i)\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|noon|midnight")
_NAMED_AMOUNT = re.compile(r"(?i)([a-z][^\d$¢]*?:?)\s+(-?\$ ?-?\d.*|-?\d[\d.]* ?(?:¢|cents?\b).*)$")
_LEAST_COLUMNS = 2
_MOST_COLUMNS = 4
_MOST_LINES = 14
_EDGES = re.compile(r"^[-=+~_>: ]+(?=[A-Za-z(]|$)|[-=+~_> ]+$")


def one_below_another(said: str) -> str | None:
    """The text with such columns as lines; None where it has none."""
    lines = said.split("\n")
    rows = [_cells(line) for line in lines]
    written: list[str] = []
    at = 0
    is_changed = False
    while at < len(lines):
        block = _end_of_block(rows, at)
        spelled = None if block is None else _spelled(rows[at:block], rows[at - 1] if at else [])
        if block is None or spelled is None:
            written.append(lines[at])
            at += 1
            continue
        written += ["", *spelled, ""]
        at, is_changed = block, True
    return "\n".join(written) if is_changed else None


def _cells(line: str) -> list[str]:
    cells: list[str] = []
    parts = _GAP.split(line.strip())
    goes_on = any(not part.startswith("(") for part in parts)  # else a row of heads in brackets
    for one in parts:
        cell = _EDGES.sub("", one)
        if cells and goes_on and cell.startswith("("):
            cells[-1] = f"{cells[-1]} {cell}"
        elif cell:
            cells.append(cell)
    return cells


def _end_of_block(rows: Sequence[Sequence[str]], start: int) -> int | None:
    """Where a block of columns that begins with their heads ends; None where none begins."""
    heads = rows[start]
    if not _LEAST_COLUMNS <= len(heads) <= _MOST_COLUMNS or any(_AMOUNT.search(head) for head in heads):
        return None
    if (
        len([head for head in heads if _PRINTED_USE.fullmatch(head.casefold().replace("kwh", "").strip())])
        > 1
    ):
        return None  # The averages.
    width = len(heads)
    end = start + 1
    while end < min(start + _MOST_LINES, len(rows)) and _goes_on(rows, end, width):
        end += 1
    while end > start and not rows[end - 1]:
        end -= 1
    return end if any(_holds_amounts(row, width) for row in rows[start + 1 : end]) else None


def _goes_on(rows: Sequence[Sequence[str]], at: int, width: int) -> bool:
    row = rows[at]
    if not row:
        return at + 1 < len(rows) and _holds_amounts(rows[at + 1], width)
    is_of_averages = len([cell for cell in row if _PRINTED_USE.search(cell)]) > 1 or "verage" in row[0]
    return len(row) in (width, width + 1, 2 * width) and not is_of_averages


def _holds_amounts(row: Sequence[str], width: int) -> bool:
    """Whether each column of a row holds an amount."""
    return (len(row) in (width, width + 1) and all(_AMOUNT.search(cell) for cell in row[-width:])) or (
        len(row) == 2 * width and all(_AMOUNT.search(cell) for cell in row[1::2])
    )


def _spelled(block: Sequence[Sequence[str]], above: Sequence[str]) -> list[str] | None:
    """The lines that a block says; None where its columns are those of the averages."""
    width = len(block[0])
    heads = list(block[0])
    hours = _hours_above(above, width)
    if hours is not None:
        heads = [f"{head} {hour}" for head, hour in zip(heads, hours, strict=True)]
    body = list(block[1:])
    while body and len(body[0]) == width and not any(_AMOUNT.search(cell) for cell in body[0]):
        heads = [f"{head} {cell}" for head, cell in zip(heads, body.pop(0), strict=True)]
    if any(len(row) == width + 1 for row in body) or any(len(row) == 2 * width for row in body):
        return _of_named_rows(heads, body)
    return _of_bare_columns(heads, body)


def _hours_above(above: Sequence[str], width: int) -> list[str] | None:
    """The hours of each column where the line above names the hours between them: "23:00    05:00    23:00"."""
    if len(above) != width + 1 or not all(_CLOCK.fullmatch(cell) for cell in above):
        return None
    return [f"{start} - {end}" for start, end in pairwise(above)]


def _of_named_rows(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    width = len(heads)
    lines: list[str] = []
    name = ""
    for row in body:
        if not row:
            continue
        if len(row) == 2 * width:  # each column has its own names
            cells = [f"{row[2 * place]}  {row[2 * place + 1]}" for place in range(width)]
            lines += _row("", cells, heads)
            continue
        if len(row) == width + 1:
            name = row[0]
        lines += _row(name, row[-width:], heads)
    return lines


def _row(name: str, cells: Sequence[str], heads: Sequence[str]) -> Iterator[str]:
    if len(set(cells)) == 1:
        yield f"{name}  {cells[0]}".strip()
        return
    for head, cell in zip(heads, cells, strict=True):
        own, _, amount = cell.partition("  ")
        yield f"{own} ({head})  {amount}" if amount else f"{name} ({head})  {cell}"


def _of_bare_columns(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    rows = [row for row in body if row]
    named = [row for row in rows if all(_NAMED_AMOUNT.match(cell) for cell in row)]
    if len(named) > 1:  # each cell names its amount: "energy 3.0 ¢/kWh"
        lines = [
            _of_head(head, cell)
            for row in rows
            if row not in named
            for head, cell in zip(heads, row, strict=True)
        ]
        for row in named:
            cells = [
                f"{match[1].strip()}  {match[2]}" for cell in row if (match := _NAMED_AMOUNT.match(cell))
            ]
            lines += _row("", cells, heads)
        return lines
    if len([row for row in rows if _AMOUNT.search(row[0])]) > 1:
        return [_of_head(head, row[place]) for place, head in enumerate(heads) for row in rows]
    return ["  ".join(column) for column in zip(heads, *rows, strict=True)]


def _of_head(head: str, cell: str) -> str:
    return f"{head}  {cell}"
