"""A table of periods that was taken apart column by column: a head and its cells, then the next head and its cells."""

import re
from collections.abc import Sequence

_HEAD = re.compile(r"[A-Za-zÁÉÍÓÚáéíóúñ][^\d$¢%]{1,60}")
_CLOCK = r"\d{1,2}(?::\d\d)? ?[ap]\.?m\.?"
_KINDS = (
    ("price", re.compile(r"-?\$?\d*\.?\d+ ?(?:¢|cents?|c)(?: ?(?:/|per) ?kwh)?", re.IGNORECASE)),
    ("share", re.compile(r"\d{1,3}(?:\.\d+)? ?%")),
    ("time", re.compile(rf"{_CLOCK}|noon|midnight", re.IGNORECASE)),
    ("range", re.compile(rf"\d{{1,2}}(?::\d\d)? ?(?:[ap]\.?m\.?)? ?(?:-|–|to) ?{_CLOCK}", re.IGNORECASE)),
    ("name", re.compile(r"[A-Za-zÁÉÍÓÚáéíóúñ][A-Za-zÁÉÍÓÚáéíóúñ' -]{1,24}")),
)  # fmt: skip
_TIME_ALONE = re.compile(rf"(?im)^[ \t]*{_CLOCK}(?: ?(?:-|–|to) ?{_CLOCK})?[ \t]*$")
_DELIVERY = re.compile(r"(?i)deliver|\btd[us]|oncor|center ?point|\baep\b|tnmp|utility|entrega")
_MOST_PERIODS = 4
_LEAST_COLUMNS = 3

_Column = tuple[str, str, list[str]]
"""A head, the kind of its cells, and the cells."""


def with_periods_in_rows(text: str) -> str:
    """The text with each period of such a table on a line of its own; any other as it is."""
    if _TIME_ALONE.search(text) is None:
        return text
    lines = text.split("\n")
    for start in range(len(lines)):
        for periods in range(_MOST_PERIODS, 1, -1):
            columns = _columns(lines, start, periods)
            rows = _rows(columns, periods)
            if rows:
                end = start + len(columns) * (periods + 1)
                return "\n".join([*lines[:start], *rows, *lines[end:]])
    return text


def _columns(lines: Sequence[str], start: int, periods: int) -> list[_Column]:
    """The columns that stand one below another from a line on."""
    found: list[_Column] = []
    at = start
    while at + periods < len(lines) and _HEAD.fullmatch(lines[at].strip()):
        cells = [line.strip() for line in lines[at + 1 : at + 1 + periods]]
        kind = next((name for name, pattern in _KINDS if all(map(pattern.fullmatch, cells))), None)
        if kind is None:
            break
        found.append((lines[at].strip(), kind, cells))
        at += periods + 1
    return found


def _rows(columns: Sequence[_Column], periods: int) -> list[str]:
    """A row for each period; none unless the columns hold prices and the hours of each."""
    kinds = [kind for _, kind, _ in columns]
    is_delivery = [kind == "price" and _DELIVERY.search(head) is not None for head, kind, _ in columns]
    own = [column for column, is_other in zip(columns, is_delivery, strict=True) if not is_other]
    has_hours = kinds.count("time") == 2 or kinds.count("range") == 1
    if len(columns) < _LEAST_COLUMNS or not has_hours or [kind for _, kind, _ in own].count("price") != 1:
        return []
    rows = [_row(own, at) for at in range(periods)]
    for head, _, cells in (column for column, is_other in zip(columns, is_delivery, strict=True) if is_other):
        if len(set(cells)) == 1:
            rows.append(f"{head}  {cells[0]}")
        else:
            rows += [f"{row.split('  ')[0]} {head}  {one}" for row, one in zip(rows, cells, strict=False)]
    return rows


def _row(columns: Sequence[_Column], at: int) -> str:
    """Name, hours, share and price of one period."""
    times = [cells[at] for _, kind, cells in columns if kind == "time"]
    cells_of = {kind: cells[at] for _, kind, cells in columns} | {"time": " - ".join(times)}
    return "  ".join(
        cells_of[kind] for kind in ("name", "range", "time", "share", "price") if cells_of.get(kind)
    )
