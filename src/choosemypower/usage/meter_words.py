"""How one table writes dates, numbers and kinds: found out from its own rows before they are read."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from itertools import islice

from choosemypower.usage.meter_clocks import ClockStyle, check_halves_of_day, zone_of_names
from choosemypower.usage.meter_columns import Columns
from choosemypower.usage.meter_intervals import Numbers, numbers_of
from choosemypower.usage.meter_kinds import WordColumns, kind_of, word_columns
from choosemypower.usage.meter_moments import (
    DAY,
    DAY_FIRST,
    MONTH_FIRST,
    Clock,
    DateOrder,
    date_of,
    first_numbers,
    parse_clock,
    parse_day,
    parse_month,
    split_moment,
    zone_of,
)
from choosemypower.usage.meter_names import is_day_first
from choosemypower.usage.meter_numbers import has_decimal_comma
from choosemypower.usage.meter_roles import ROLES
from choosemypower.usage.meter_table import Table
from choosemypower.usage.readings import EARLIEST, LATEST, FlowDirection, MeterFileError

_SAMPLE_ROWS = 3000
_MOST_TEXTS = 4_096
_MOST_MOMENTS = 4_096
_MONTHS_IN_YEAR = 12
_PERIOD = re.compile(r"\s+(?:-|–|to|through|thru)\s+")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_CENTURY = re.compile(r"\d{10}|\d{13}")
_SERIAL = re.compile(r"[3-7]\d{4}(\.\d+)?")
"""A day of the years 2000 to 2099 as spreadsheets count them, with the time as its fraction."""
_SERIAL_OF_1970 = 25_569
Moment = tuple[int | None, Clock | None]


class Dialect:
    """What the rows of a table tell of all its rows."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.order: DateOrder = MONTH_FIRST
        self.has_decimal_comma = False
        self.words = WordColumns()
        self.clock_style = ClockStyle()
        self.zone_of_all: tzinfo | None = None
        """The zone that the name of a column of times says."""
        self.numbers: Numbers | None = None
        """The intervals of a day are numbered."""
        self.has_periods = False
        """Both days of a period stand in one field."""
        self._moments: dict[str, Moment] = {}
        self._zones: dict[str, tzinfo | None] = {}

    def with_columns(self, columns: Columns, table: Table) -> "Dialect":
        """The same for a second header of the same table."""
        other = dialect_of(columns, table)
        other.order, other.has_decimal_comma = self.order, self.has_decimal_comma
        return other

    def moment(self, text: str) -> Moment:
        """A date with or without a time; nothing for anything else."""
        if text not in self._moments:
            if len(self._moments) > _MOST_MOMENTS:
                self._moments.clear()
            self._moments[text] = self._parse(text)
        return self._moments[text]

    def _parse(self, text: str) -> Moment:
        if not text:
            return None, None
        if _CENTURY.fullmatch(text):
            second = int(text[:10])
            if EARLIEST <= second < LATEST:
                return second // DAY, Clock(second % DAY, 0, False)
        if found := _SERIAL.fullmatch(text):
            second = round(float(text) * DAY)
            clock = Clock(second % DAY, None, False) if found[1] else None
            return second // DAY - _SERIAL_OF_1970, clock
        day_text, clock_text = split_moment(text)
        day = parse_day(day_text, self.order)
        if day is None:
            return None, None
        clock = parse_clock(clock_text) if clock_text else None
        return (None, None) if clock_text and clock is None else (day, clock)

    def month(self, text: str) -> tuple[int, int] | None:
        """A calendar month or a week alone."""
        return parse_month(text)

    def period(self, text: str) -> tuple[Moment, Moment] | None:
        """Both ends of a period in one field: "06/01/2025 - 06/30/2025", each with a time or both without one."""
        if not self.has_periods:
            return None
        first, *rest = _PERIOD.split(text, maxsplit=1)
        start, end = self.moment(first), self.moment(rest[0]) if rest else (None, None)
        return None if start[0] is None or end[0] is None else (start, end)

    def clocks(self, text: str) -> tuple[Clock | None, Clock | None]:
        """A time of day, or two: "12:00 AM - 12:15 AM"."""
        return self.clock_style.clocks(text)

    def in_zone(self, day: int | None, clock: Clock | None, cells: Sequence[str]) -> Clock | None:
        """The clock in the zone that a column of its own names. Raises MeterFileError for an unknown zone."""
        at = self._columns.zone
        if day is None or clock is None or clock.offset is not None:
            return clock
        zone = self.zone_of_all if at is None else self._zone(cells[at]) if at < len(cells) else None
        if zone is None:
            return clock
        wall = datetime.combine(date_of(day), time.min, zone) + timedelta(seconds=clock.seconds)
        return clock._replace(offset=int((wall.utcoffset() or timedelta()).total_seconds()))

    def _zone(self, word: str) -> tzinfo | None:
        if word not in self._zones:
            self._zones[word] = zone_of(word)
        return self._zones[word]

    def kind_of(self, word: str) -> FlowDirection | None:
        """Use or generation; nothing for a word that can be either."""
        known = self.words.kinds.get(word.casefold())
        return known if known is not None else kind_of(word)


def dialect_of(columns: Columns, table: Table) -> Dialect:
    """How this table writes things. Raises MeterFileError where two meanings fit."""
    dialect = Dialect(columns)
    energy = [column.at for column in columns.energy] + [at for at, _ in columns.wide]
    dates = [at for at in (columns.date, columns.start, columns.end) if at is not None]
    day_texts, numbers = _scan(table, dates, energy)
    dialect.order = _order_of(day_texts, table.header)
    dialect.has_decimal_comma = has_decimal_comma(numbers, table.delimiter)
    sample = [row.cells for row in islice(table.rows(), _SAMPLE_ROWS)]
    roles = (getattr(columns, role) for role in ROLES if role not in ("service", "estimated"))
    dialect.has_periods = _has_periods(columns, sample)
    known = {*energy, *(at for at in roles if at is not None)}
    unknown = [at for at in range(len(table.header)) if at not in known]
    dialect.words = word_columns(unknown, table.header, lambda at: frozenset(_values(sample, at)))
    dialect.numbers = numbers_of(columns, table.header, table.cells, lambda text: dialect.moment(text)[0])
    times = [at for at in (columns.time, columns.start_time, columns.end_time) if at is not None]
    for at in times or dates:
        texts = _values(sample, at)
        check_halves_of_day(texts if times else {split_moment(text)[1] for text in texts})
    if dialect.numbers is None:
        dialect.clock_style = _clock_style(columns.time, times, sample)
    dialect.zone_of_all = zone_of_names(table.header[at] for at in (*dates, *times))
    return dialect


def _clock_style(time_at: int | None, times: Sequence[int], sample: Sequence[Sequence[str]]) -> ClockStyle:
    hours = _values(sample, time_at) if time_at is not None else frozenset()
    return ClockStyle(hours, [_values(sample, at) for at in times])


def _has_periods(columns: Columns, sample: Sequence[Sequence[str]]) -> bool:
    """Whether both ends of a period stand in one field."""
    places = [at for at in (columns.start, columns.date, columns.month) if at is not None]
    first = next((cells[at] for cells in sample for at in places if _has(cells, at)), "")
    return _PERIOD.search(first) is not None


def _values(sample: Sequence[Sequence[str]], at: int) -> set[str]:
    return {cells[at] for cells in sample if _has(cells, at)}


def _has(cells: Sequence[str], at: int) -> bool:
    return at < len(cells) and bool(cells[at])


def _scan(table: Table, dates: Sequence[int], energy: Sequence[int]) -> tuple[set[str], set[str]]:
    """The different dates, and the different numbers that have a point or a comma, as far as they tell something."""
    day_texts: set[str] = set()
    numbers: set[str] = set()
    count = len(dates)
    for texts in table.cells((*dates, *energy)):
        for text in texts[:count]:
            if text and len(day_texts) < _MOST_TEXTS:
                day_texts.add(text[:10])
        for text in texts[count:]:
            if "," in text or ("." in text and len(numbers) < _MOST_TEXTS):
                numbers.add(text)
    return day_texts, numbers


def _order_of(day_texts: Iterable[str], header: Sequence[str]) -> DateOrder:
    """Months first, as in Texas, unless a number, points between them or the language of the header says otherwise."""
    month_first = day_first = either = ""
    for text in day_texts:
        first, second = first_numbers(text) or (0, 0)
        if first > _MONTHS_IN_YEAR >= second:
            day_first = text
        elif second > _MONTHS_IN_YEAR >= first:
            month_first = text
        elif first and first != second:
            either = text
    if day_first and month_first:
        raise MeterFileError(
            f"The dates of this file do not agree: {month_first} begins with the month and {day_first} with the day. "
            "Download it again and leave it as it is."
        )
    if day_first or month_first or not either:
        return DAY_FIRST if day_first else MONTH_FIRST
    says_header = is_day_first(header)
    if says_header is None and not _DOTTED.fullmatch(either):
        raise MeterFileError(
            f"The date {either} can begin with the month or with the day, and the file does not show which. Download "
            "more days, or dates like 2025-06-01."
        )
    return DAY_FIRST if says_header or _DOTTED.fullmatch(either) else MONTH_FIRST
