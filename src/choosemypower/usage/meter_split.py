"""Tables that write a moment in pieces: year, month and day, or hour and minute, each in a column of its own."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from choosemypower.usage.meter_names import tidy
from choosemypower.usage.meter_table import Row, Table

_DAYS = ("DAY", "DAY_OF_MONTH")
_MINUTES = ("MINUTE", "MINUTES", "MIN")


class _Pieces(NamedTuple):
    year: int | None
    month: int | None
    day: int | None
    hour: int | None
    minute: int | None


def with_whole_moments(table: Table) -> Table:
    """The same table with whole dates in the column of days, and whole times in that of hours."""
    names = [tidy(cell) for cell in table.header]
    place = {name: at for at, name in reversed(list(enumerate(names)))}
    day = next((place[name] for name in _DAYS if name in place), None)
    minute = next((place[name] for name in _MINUTES if name in place), None)
    year, month, hour = (place.get(name) for name in ("YEAR", "MONTH", "HOUR"))
    if year is None or month is None or day is None:
        year = month = day = None
    if hour is None or minute is None:
        hour = minute = None
    pieces = _Pieces(year, month, day, hour, minute)
    if pieces == _Pieces(None, None, None, None, None):
        return table
    header = list(table.header)
    for at, name in ((year, ""), (month, ""), (day, "Date"), (minute, ""), (hour, "Time")):
        if at is not None:
            header[at] = name

    def rows() -> Iterator[Row]:
        for row in table.rows():
            if row.cells[: len(names)] != table.header:
                yield Row(row.number, _whole(row.cells, pieces))

    def cells(places: Sequence[int]) -> Iterator[list[str]]:
        for row in rows():
            yield [row.cells[at] if at < len(row.cells) else "" for at in places]

    return Table(header, rows, table.delimiter, cells)


def _whole(cells: list[str], pieces: _Pieces) -> list[str]:
    year, month, day, hour, minute = pieces
    last = max(at for at in pieces if at is not None)
    if last >= len(cells):
        return cells
    whole = list(cells)
    if year is not None and month is not None and day is not None:
        whole[day] = f"{cells[year]}-{cells[month]}-{cells[day]}"
        whole[year] = whole[month] = ""
    if hour is not None and minute is not None:
        whole[hour] = f"{cells[hour]}:{cells[minute]:0>2}"
        whole[minute] = ""
    return whole
