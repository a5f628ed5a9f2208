"""Tables that write a moment in pieces: year, month and day, year and day of the year, or hour and minute."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from choosemypower.usage.meter_names import tidy
from choosemypower.usage.meter_table import Row, Table

_DAYS = ("DAY", "DAY_OF_MONTH")
_ORDINALS = (
    "DAY_OF_YEAR",
    "DOY",
    "JULIAN",
    "JULIAN_DAY",
    "JULIAN_DATE",
    "JDATE",
    "JDAY",
    "ORDINAL_DATE",
    "ORDINAL_DAY",
)
_SHORT_ORDINAL = re.compile(r"([012]\d)(\d{3})")
"""The year without its century, and the day of the year."""
_MINUTES = ("MINUTE", "MINUTES", "MIN")


class _Pieces(NamedTuple):
    year: int | None
    month: int | None
    day: int | None
    hour: int | None
    minute: int | None
    ordinal: int | None
    """The day of the year, after its year or beside it."""


def with_whole_moments(table: Table) -> Table:
    """The same table with whole dates in the column of days, and whole times in that of hours."""
    pieces = _pieces_of([tidy(cell) for cell in table.header])
    if all(at is None for at in pieces):
        return table
    header = list(table.header)
    year, month, day, hour, minute, ordinal = pieces
    for at, name in (
        (year, ""),
        (month, ""),
        (ordinal, "Date"),
        (day, "Date"),
        (minute, ""),
        (hour, "Time"),
    ):
        if at is not None:
            header[at] = name

    def rows() -> Iterator[Row]:
        for row in table.rows():
            if row.cells[: len(table.header)] != table.header:
                yield Row(row.number, _whole(row.cells, pieces))

    def cells(places: Sequence[int]) -> Iterator[list[str]]:
        for row in rows():
            yield [row.cells[at] if at < len(row.cells) else "" for at in places]

    return Table(header, rows, table.delimiter, cells)


def _pieces_of(names: Sequence[str]) -> _Pieces:
    """Where the pieces stand; none of those that do not make a whole."""
    place = {name: at for at, name in reversed(list(enumerate(names)))}
    day = next((place[name] for name in _DAYS if name in place), None)
    minute = next((place[name] for name in _MINUTES if name in place), None)
    year, month, hour = (place.get(name) for name in ("YEAR", "MONTH", "HOUR"))
    ordinal = next((place[name] for name in _ORDINALS if name in place), None)
    if month is None or day is None or year is None:
        month = day = None
        year = year if ordinal is not None else None
    if hour is None or minute is None:
        hour = minute = None
    return _Pieces(year, month, day, hour, minute, ordinal if day is None else None)


def _whole(cells: list[str], pieces: _Pieces) -> list[str]:
    year, month, day, hour, minute, ordinal = pieces
    last = max(at for at in pieces if at is not None)
    if last >= len(cells):
        return cells
    whole = list(cells)
    if year is not None and month is not None and day is not None:
        whole[day] = f"{cells[year]}-{cells[month]}-{cells[day]}"
        whole[year] = whole[month] = ""
    elif ordinal is not None:
        whole[ordinal] = _ordinal_date(cells[year] if year is not None else "", cells[ordinal])
        if year is not None:
            whole[year] = ""
    if hour is not None and minute is not None:
        whole[hour] = f"{cells[hour]}:{cells[minute]:0>2}"
        whole[minute] = ""
    return whole


def _ordinal_date(year: str, day: str) -> str:
    """Year and day of the year as one date; the day as it is where it holds its year already."""
    if year:
        return f"{year}-{day:0>3}"
    found = _SHORT_ORDINAL.fullmatch(day)
    return f"20{found[1]}-{found[2]}" if found else day
