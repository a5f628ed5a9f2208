"""The rows of a table, whatever program wrote it: CSV in its dialects and encodings, or a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, zip_longest
from typing import NamedTuple

from choosemypower.usage.meter_columns import is_header
from choosemypower.usage.meter_names import tidy
from choosemypower.usage.meter_wide import MOST_COLUMNS
from choosemypower.usage.readings import MOST_READINGS, MeterFileError

HEADER_WITHIN_ROWS = 40
LONGEST_CELL = 100
MOST_OTHER_LINES = 5_000
_DELIMITERS = ",;\t|"
_AROUND = " '\t\r\xa0=\""
"""Also what spreadsheets write so that a number stays text: ="24"."""
_SAMPLE_CHARACTERS = 8000
_ENERGY_UNITS = frozenset(("KWH", "WH", "MWH"))
_OTHER_SERVICES = frozenset(("WATER", "GAS", "SEWER", "PROPANE"))
_POWER_WORDS = frozenset(("ELECTRIC", "ELECTRICITY", "ELECTRICAL", "POWER", "KWH", "ESIID", "ESI"))
_UNITS = _ENERGY_UNITS | {"KW", "USD", "F", "C", "MM_DD_YYYY", "YYYY_MM_DD", "HH_MM", "KVARH", "HOURS", ""}
SENTENCE_NO_KWH = (
    "This file has no USAGE_KWH column. Download the 15-minute or daily report from smartmetertexas.com."
)


class Row(NamedTuple):
    number: int
    """As a spreadsheet shows it, from 1."""
    cells: list[str]


class Table(NamedTuple):
    """A table with its first header found; `rows` starts anew each time, at the row below."""

    header: list[str]
    rows: Callable[[], Iterator[Row]]
    delimiter: str
    cells: Callable[[Sequence[int]], Iterator[list[str]]]
    """Of each row below the header the cells in these columns; empty where it has none."""


def csv_table(content: bytes) -> Table:
    """Raises MeterFileError where there is no header with a column of energy."""
    if content.count(b"\n") > MOST_READINGS + MOST_OTHER_LINES:
        raise MeterFileError(f"The file has more than {MOST_READINGS:,} readings. Download one year at most.")
    encoding = _encoding(content)
    delimiter = _delimiter(content, encoding)

    def rows() -> Iterator[list[str]]:
        lines = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")
        try:
            yield from csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
        except csv.Error:
            raise MeterFileError("This file is not a readable CSV. Download the report again.") from None

    return table_of(rows, delimiter)


def table_of(rows: Callable[[], Iterator[Sequence[str]]], delimiter: str) -> Table:
    """The table in these rows. Raises MeterFileError where there is no header with a column of energy."""
    for number, cells in enumerate(rows(), start=1):
        if number > HEADER_WITHIN_ROWS:
            break
        if is_header(cells):
            _check_words_before(list(islice(rows(), number - 1)), cells)
            below = next(islice(rows(), number, None), ())
            if is_of_units := _is_row_of_units(below):
                cells = [f"{one} {unit}".strip() for one, unit in zip_longest(cells, below, fillvalue="")]
            return Table(
                list(cells),
                partial(_rows_below, rows, number + is_of_units),
                delimiter,
                partial(_cells_below, rows, number + is_of_units),
            )
    raise MeterFileError(_no_energy_sentence(list(islice(rows(), HEADER_WITHIN_ROWS))))


def _check_words_before(rows: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Raises MeterFileError where words above a table without a unit say that it is of water or gas."""
    if any(frozenset(tidy(cell).split("_")) & _ENERGY_UNITS for cell in header[:MOST_COLUMNS]):
        return
    words = {word for cells in rows for cell in cells for word in tidy(cell[:LONGEST_CELL]).split("_")}
    if (other := words & _OTHER_SERVICES) and not words & _POWER_WORDS:
        raise MeterFileError(
            f"The file says that it is of {min(other).lower()}. Download the report of electricity in kWh."
        )


def _is_row_of_units(cells: Sequence[str]) -> bool:
    """Whether the row under a header holds the units of its columns, and nothing else."""
    names = {tidy(cell) for cell in cells[:MOST_COLUMNS] if cell.strip()}
    return bool(names & _ENERGY_UNITS) and names <= _UNITS


def table_after(table: Table, header: Row) -> Table:
    """The rows below a second header of the same table."""

    def rows() -> Iterator[Row]:
        return (row for row in table.rows() if row.number > header.number)

    def cells(places: Sequence[int]) -> Iterator[list[str]]:
        for row in rows():
            yield [row.cells[at] if at < len(row.cells) else "" for at in places]

    return Table(header.cells, rows, table.delimiter, cells)


def _no_energy_sentence(rows: Sequence[Sequence[str]]) -> str:
    """Why no column of these rows is a year's energy, as far as their words tell."""
    names = [tidy(cell[:LONGEST_CELL]) for cells in rows for cell in cells if cell and not cell[:1].isdigit()]
    words = {word for name in names for word in name.split("_")}
    if names[:1] == ["ENTITY_ID"]:
        return (
            "This is a download of Home Assistant, whose states are counters and sums of its own. Download the meter's "
            "report from smartmetertexas.com or from your provider."
        )
    if any(name.startswith("NEM12") for name in names):
        return "This is an Australian file (NEM12). Download the 15-minute or daily report from smartmetertexas.com."
    if {"READING", "READ"} & words and "KWH" in words and words & {"START", "END", "PREVIOUS", "CURRENT"}:
        return "This file has what the counter showed and not the use between. Download the report of use in kWh."
    if words & {"AVERAGE", "AVG"} and "KWH" in words:
        return "This file has averages and not the use of each day or hour. Download the 15-minute or daily report."
    if words & {"KW", "KWATTS", "WATTS", "DEMAND"}:
        return "This file has power in kW and no energy in kWh. Download the 15-minute or daily report of use in kWh."
    return SENTENCE_NO_KWH


def _rows_below(rows: Callable[[], Iterator[Sequence[str]]], header: int) -> Iterator[Row]:
    """The rows under the header, without blanks and the apostrophes of spreadsheets."""
    for number, cells in enumerate(rows(), start=1):
        if number > header and any(cells):
            yield Row(number, [cell[:LONGEST_CELL].strip(_AROUND) for cell in cells])


def _cells_below(
    rows: Callable[[], Iterator[Sequence[str]]], header: int, places: Sequence[int]
) -> Iterator[list[str]]:
    for cells in islice(rows(), header, None):
        yield [cells[at][:LONGEST_CELL].strip(_AROUND) if at < len(cells) else "" for at in places]


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(content: bytes, encoding: str) -> str:
    sample = content[: 4 * _SAMPLE_CHARACTERS].decode(encoding, errors="replace")[:_SAMPLE_CHARACTERS]
    for line in sample.splitlines()[:HEADER_WITHIN_ROWS]:
        for delimiter in sorted(_DELIMITERS, key=line.count, reverse=True):
            if delimiter in line and is_header(next(csv.reader([line], delimiter=delimiter), [])):
                return delimiter
    return max(_DELIMITERS, key=sample.count)
