"""Meter reports as tables: Smart Meter Texas, retailers, Green Button CSV and what spreadsheets make of them."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from choosemypower.usage.meter_columns import Columns, EnergyColumn, columns_of, has_dates, is_bare, is_header
from choosemypower.usage.meter_decide import ROUNDING_MICRO_KWH, SAME_WITHIN
from choosemypower.usage.meter_moments import DAY, month_number
from choosemypower.usage.meter_names import tidy
from choosemypower.usage.meter_numbers import (
    ENERGY_UNITS,
    bare_number,
    is_cut_number,
    plain,
    unit_of,
    unit_of_cell,
)
from choosemypower.usage.meter_proofs import (
    check_counter,
    check_power,
    check_told_apart,
    check_whole_home,
)
from choosemypower.usage.meter_quality import is_void, quality_of
from choosemypower.usage.meter_split import with_whole_moments
from choosemypower.usage.meter_stretches import Raw, join_bills, stretches
from choosemypower.usage.meter_table import Row, Table, table_after
from choosemypower.usage.meter_when import When, at_of, with_clocks
from choosemypower.usage.meter_wide import clock_of_wide
from choosemypower.usage.meter_words import Dialect, dialect_of
from choosemypower.usage.readings import (
    MICRO,
    FlowDirection,
    LeftOut,
    MeterFileError,
    Quality,
    Readings,
    kwh,
    micro_kwh,
)

MOST_KWH_A_READING = 100_000
MOST_UNREADABLE_SHARE = 0.1
MOST_PARTS = 24
MOST_HEADERS = 24
MOST_TEXTS = 4_096
MOST_WORDS = 1_000
"""Different texts that are remembered, so that each is read once."""
_LONGEST_REVISION = 3
_TOTALS = ("total", "grand total", "sum", "subtotal", "average", "avg", "mean", "minimum", "maximum", "count")
_NO_POWER = ("gas", "water", "therm", "ccf", "gallon", "sewer", "trash")


def read_table(table: Table) -> Readings:
    """Each reading of a table, in Texas time. Raises MeterFileError."""
    reader = _Reader(with_whole_moments(table))
    reader.read()
    return reader.finish()


class _Words(NamedTuple):
    """What the words of a row say."""

    meter: int
    kind: FlowDirection
    quality: Quality
    part: int


class _Reader:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._found = Readings()
        self._raw = Raw()
        self._micro = array("q")
        self._kinds = array("b")
        self._qualities = array("b")
        self._meters = array("h")
        self._parts = array("h")
        self._revisions = array("q")
        self._prints = array("q")
        """What the columns that we do not know say of each row, as a number."""
        self._header = [cell.strip() for cell in table.header]
        self._columns = with_clocks(columns_of(self._header), table)
        self._dialect: Dialect = dialect_of(self._columns, table)
        self._values: dict[str, int | None] = {}
        self._revisions_read: dict[str, int] = {}
        self._words: dict[tuple[str, ...], _Words] = {}
        self._part_numbers: dict[str, int] = {}
        self._is_smt_periods = self._columns.is_smt_periods
        self._unreadable = 0
        self._when = When(self._columns, self._dialect)
        self._unknown: tuple[int, ...] = ()
        self._headers = 0
        self._unit_at: int | None = None
        self._nameless: list[int] = []
        """Columns without a name behind those of energy."""
        self._set_columns()

    def _set_columns(self) -> None:
        columns, words = self._columns, self._dialect.words
        self._when = When(columns, self._dialect)
        self._unit_at = columns.unit if columns.unit is not None else words.unit
        known = (words.kind, words.part, words.unit)
        self._unknown = tuple(at for at in columns.unknown if at not in known)
        behind = [at + 1 for at in (*[one.at for one in columns.energy], *[at for at, _ in columns.wide])]
        self._nameless = [at for at in behind if at < len(self._header) and not self._header[at]]

    def read(self) -> None:
        """Raises MeterFileError."""
        self._require_dates()
        check_whole_home(self._table)
        for row in self._table.rows():
            self._row(row)

    def _require_dates(self) -> None:
        if not has_dates(self._columns):
            raise MeterFileError(
                "This file has no USAGE_DATE column. Download the 15-minute or daily report from smartmetertexas.com."
            )

    def _row(self, row: Row) -> None:
        columns, cells = self._columns, row.cells
        if columns.multiplier is not None:
            self._check_multiplier(at_of(cells, columns.multiplier), row.number)
        energies = [(*one, self._value(one[2])) for one in self._energies(columns, cells) if one[2]]
        if not energies:
            return
        day, clock, end_day, end_clock = self._when.of(cells)
        has_date = day is not None or end_day is not None
        has_words_only = not has_date and all(one[3] is None for one in energies)
        if has_words_only and is_header(cells) and self._new_header(row):
            return
        for column, second, text, value in energies:
            if value is None:
                self._unreadable += 1
                continue
            micro = value * self._micro_per_unit(column, text, row) // 1_000_000
            reason = self._reason_to_leave_out(cells, has_date)
            if reason is not None:
                self._leave_out(reason, micro, row)
                continue
            if micro > MOST_KWH_A_READING * 1_000_000:
                raise MeterFileError(f"Row {row.number} says “{text[:12]}” kWh. That cannot be a home.")
            if is_void(at_of(cells, columns.estimated), micro, row.number):
                self._unreadable += 1
                continue
            if second is not None and day is not None:
                clock = clock_of_wide(columns.wide, day, second, row)
            self._raw.add(day, clock, end_day, end_clock, row.number)
            self._add(column, micro, row)
        if day is not None:
            self._check_cells(row)
            self._leave_out_others(energies[0][3], row)

    def _leave_out(self, reason: LeftOut, micro: int, row: Row) -> None:
        if reason is LeftOut.UNREADABLE_DATE and micro and self._dialect.numbers is not None:
            self._dialect.numbers.check(row.cells, row.number)
        is_energy = unit_of(at_of(row.cells, self._unit_at)) in ENERGY_UNITS
        self._found.leave_out(reason, micro if is_energy else 0)

    def _add(self, column: EnergyColumn, micro: int, row: Row) -> None:
        """A reading with what the words of its row say of it."""
        cells = row.cells
        words = self._words_of(column, cells, row.number)
        kind = words.kind
        if micro < 0:
            micro, kind = self._below_zero(micro, kind, row.number)
        self._micro.append(micro)
        self._kinds.append(kind)
        self._qualities.append(words.quality)
        self._meters.append(words.meter)
        self._parts.append(words.part)
        self._revisions.append(self._revision(at_of(cells, self._columns.revision)))
        self._prints.append(hash(tuple(at_of(cells, at) for at in self._unknown)) if self._unknown else 0)

    def _leave_out_others(self, whole: int | None, row: Row) -> None:
        """The columns that say the same again or measure something else. Raises MeterFileError where parts are more."""
        columns, cells = self._columns, row.cells
        parts = 0
        for column in columns.ignored_energy:
            ignored = self._value(at_of(cells, column.at))
            if ignored is not None:
                self._found.leave_out(LeftOut.SUM_OF_PARTS, ignored * column.micro_per_unit // 1_000_000)
                parts += ignored if column.part > 0 else 0
        if whole is not None and parts > whole * (1 + SAME_WITHIN) + ROUNDING_MICRO_KWH:
            raise MeterFileError(
                f"In row {row.number} “{columns.energy[0].name.strip()}” says {kwh(whole):f} and the parts beside it "
                f"add up to {kwh(parts):f}: it can be the whole or one more part. Leave out what does not count and "
                "send it again."
            )
        for at in columns.others:
            if self._value(at_of(cells, at)) is not None:
                self._found.leave_out(LeftOut.NOT_A_KWH_CHANNEL, 0)

    def _check_cells(self, row: Row) -> None:
        """Raises MeterFileError where a comma within a number may have made two cells of it."""
        cells, header = row.cells, self._header
        beyond = cells[len(header) :] if len(cells) > len(header) else ()
        if any(map(is_cut_number, beyond)) or any(is_cut_number(at_of(cells, at)) for at in self._nameless):
            raise MeterFileError(
                f"Row {row.number} has more cells than the header has names: a comma within a number may have made two "
                "of one. Download the file again, or save it with semicolons."
            )

    def _check_multiplier(self, text: str, number: int) -> None:
        if self._value(text) not in (None, MICRO, 0):
            raise MeterFileError(
                f"Row {number} has a multiplier of {text[:9]}, and does not say whether its kWh are multiplied by it "
                "already. Download the report of use in kWh, without it."
            )

    def _energies(
        self, columns: Columns, cells: Sequence[str]
    ) -> Iterator[tuple[EnergyColumn, int | None, str]]:
        """Column, second of the day in tables with a row for each day, and what the cell says."""
        for column in columns.energy:
            yield column, None, at_of(cells, column.at)
        for at, second in columns.wide:
            text = at_of(cells, at)
            if second < DAY or self._value(text):  # the 25th hour of other days is empty or 0
                yield EnergyColumn(at, "", 1_000_000, FlowDirection.USE), second, text

    def _value(self, text: str) -> int | None:
        """A number in millionths; each text is read once."""
        if text not in self._values:
            if len(self._values) > MOST_TEXTS:
                self._values.clear()
            number = bare_number(text)
            self._values[text] = micro_kwh(plain(number, self._dialect.has_decimal_comma)) if number else None
        return self._values[text]

    def _new_header(self, row: Row) -> bool:
        """Two downloads in one file: the second may have its columns in another order. False: words about the file."""
        if row.cells == self._header:
            return True
        columns = columns_of(row.cells)
        if not has_dates(columns):
            return False
        self._headers += 1
        if self._headers > MOST_HEADERS:
            raise MeterFileError("The file has more tables than downloads. Send one download at a time.")
        table = table_after(self._table, row)
        self._header = row.cells
        self._columns = with_clocks(columns, table)
        self._dialect = self._dialect.with_columns(self._columns, table)
        self._set_columns()
        return True

    def _reason_to_leave_out(self, cells: Sequence[str], has_date: bool) -> LeftOut | None:
        columns = self._columns
        if has_date and columns.service is self._unit_at is columns.time is None:
            return None
        service, unit = at_of(cells, columns.service).casefold(), unit_of(at_of(cells, self._unit_at))
        if any(word in service for word in _NO_POWER) or unit not in ENERGY_UNITS:
            return LeftOut.NOT_A_KWH_CHANNEL
        if at_of(cells, columns.time).casefold().rstrip(": ").endswith(_TOTALS):
            return LeftOut.TOTAL_ROW
        if has_date:
            return None
        first = next((cell.casefold().rstrip(": ") for cell in cells if cell), "")
        is_total = first.startswith(_TOTALS) or first.endswith(("total", "totals"))
        return LeftOut.TOTAL_ROW if is_total else LeftOut.UNREADABLE_DATE

    def _micro_per_unit(self, column: EnergyColumn, text: str, row: Row) -> int:
        """Millionths of a kWh, by the row's own unit. Raises MeterFileError where the column's name has another."""
        told = unit_of_cell(text)
        if told is None and self._unit_at is not None:
            told = ENERGY_UNITS.get(unit_of(at_of(row.cells, self._unit_at)))
        if told is None or told == column.micro_per_unit:
            return column.micro_per_unit
        if not column.name or is_bare(tidy(column.name)):
            return told
        raise MeterFileError(
            f"Row {row.number} names another unit than its column, “{column.name.strip()}”. Download the report again."
        )

    def _words_of(self, column: EnergyColumn, cells: Sequence[str], number: int) -> _Words:
        """What the words of a row mean: nearly all rows of a file have the same ones, which are read once."""
        columns, dialect = self._columns, self._dialect
        places = (columns.meter, columns.estimated, dialect.words.kind, dialect.words.part)
        key = (column.name, *[at_of(cells, at) for at in places])
        words = self._words.get(key)
        if words is None:
            if len(self._words) > MOST_WORDS:
                self._words.clear()
            words = self._words[key] = _Words(
                meter=self._found.meter(at_of(cells, columns.meter)),
                kind=self._kind(column, cells, number),
                quality=self._quality(cells),
                part=column.part or self._part(cells),
            )
        return words

    def _kind(self, column: EnergyColumn, cells: Sequence[str], number: int) -> FlowDirection:
        at = self._dialect.words.kind
        word = at_of(cells, at)
        if at is None or not word or column.kind is FlowDirection.GENERATION:
            return column.kind
        kind = self._dialect.kind_of(word)
        if kind is None:
            raise MeterFileError(
                f"Row {number} says “{word[:30]}”, which can be power that you used or that you gave back. Download "
                "the report of consumption alone."
            )
        return kind

    def _below_zero(self, micro: int, kind: FlowDirection, number: int) -> tuple[int, FlowDirection]:
        if kind is FlowDirection.GENERATION:
            return -micro, kind
        raise MeterFileError(
            f"Row {number} has a use below 0. Leave surplus generation out, or download the consumption report."
        )

    def _quality(self, cells: Sequence[str]) -> Quality:
        at = self._columns.estimated
        if at is None or at == self._dialect.words.kind:
            return Quality.ACTUAL
        return quality_of(at_of(cells, at), self._header[at])

    def _part(self, cells: Sequence[str]) -> int:
        word = at_of(cells, self._dialect.words.part).casefold()
        if not word:
            return 0
        if len(self._part_numbers) >= MOST_PARTS and word not in self._part_numbers:
            raise MeterFileError(
                "The file has more parts of the day than any plan. Download the hourly report."
            )
        return self._part_numbers.setdefault(word, len(self._part_numbers) + 1)

    def _revision(self, text: str) -> int:
        """When a row was last revised, as a number that grows; each text is read once."""
        if text not in self._revisions_read:
            if len(self._revisions_read) > MOST_TEXTS:
                self._revisions_read.clear()
            self._revisions_read[text] = self._parse_revision(text)
        return self._revisions_read[text]

    def _parse_revision(self, text: str) -> int:
        if text.isdecimal() and len(text) <= _LONGEST_REVISION:
            return int(text)
        day, clock = self._dialect.moment(text)
        return 0 if day is None else day * DAY + (0 if clock is None else clock.seconds)

    def finish(self) -> Readings:
        """Raises MeterFileError."""
        found, raw = self._found, self._raw
        found.is_end_assumed = self._when.is_end_assumed
        self._check_unreadable()
        told_apart = zip(self._meters, self._parts, self._kinds, strict=True)
        keys = array("i", ((meter * 64 + part) * 2 + kind for meter, part, kind in told_apart))
        if self._when.is_end_assumed:
            join_bills(raw, keys)
        starts, ends = stretches(
            raw,
            keys,
            self._revisions,
            self._micro,
            is_smt_periods=self._is_smt_periods,
            is_read_date=self._columns.is_read_date,
            are_days_counted=self._columns.days is not None,
        )
        check_counter(keys, starts, self._micro)
        skipped = check_power(starts, ends, self._micro, raw.numbers)
        if self._unknown:
            moments = (keys, starts, ends, self._revisions, self._qualities)
            check_told_apart(moments, self._prints, self._raw.numbers, self._table, self._unknown)
        columns = (
            self._meters,
            self._parts,
            self._kinds,
            starts,
            ends,
            self._micro,
            self._qualities,
            self._revisions,
        )
        found.extend(columns, skipped)
        return found

    def _check_unreadable(self) -> None:
        rows = self._found.left_out.get(LeftOut.UNREADABLE_DATE, [0, 0])[0]
        bad, good = rows + self._unreadable, len(self._micro)
        if bad and (not good or bad > MOST_UNREADABLE_SHARE * (good + bad)):
            raise MeterFileError(
                "The months of this file have no year. Write them like “June 2025” and send it again."
                if self._has_months_without_year()
                else "We could not read the dates and readings of this file. Download it again and leave it as it is."
            )
        self._found.unreadable = bad

    def _has_months_without_year(self) -> bool:
        at = self._columns.month
        words = [at_of(row.cells, at) for row in islice(self._table.rows(), 12)]
        return at is not None and all(map(month_number, words))
