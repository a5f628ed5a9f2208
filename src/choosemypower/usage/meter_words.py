"""How one table writes dates, numbers and kinds: found out from its own rows before they are read."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import islice

from choosemypower.usage.meter_columns import ROLES, Columns, kind_named, tidy
from choosemypower.usage.meter_moments import (
    DAY,
    DAY_FIRST,
    HOUR,
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
from choosemypower.usage.meter_numbers import has_decimal_comma
from choosemypower.usage.meter_table import Table
from choosemypower.usage.readings import EARLIEST, LATEST, Kind, MeterFileError

_SAMPLE_ROWS = 3000
_MOST_WORDS = 12
_MOST_TEXTS = 4_096
_MOST_MOMENTS = 4_096
_MONTHS_IN_YEAR = 12
_KINDS = {
    "ELECTRIC_BILLING": Kind.USE,
    "C": Kind.USE,
    "DEL": Kind.USE,
    "G": Kind.GENERATION,
    "REC": Kind.GENERATION,
}
_OTHERS = frozenset(("GAS", "WATER", "NET", "TOTAL", "BOTH", "DATE", "READING"))
"""Words beside which "usage" is not the power that came from the grid."""
_PART = re.compile(
    r"(super[ -]?)?(on|off|mid|part|partial)?[ -]?peak|nights?|days?|evenings?|shoulder|free( nights?| weekends?)?"
    r"|weekdays?|weekends?|tier ?\d|base"
)
_RANGE = re.compile(r"\s*(?:-|–|to)\s+")
_NARROW_RANGE = re.compile(r"\s*(?:-|–|to)\s*")
_CLOCK_AND_CLOCK = re.compile(
    r"\d{1,2}:\d{2}[:\d]*(?:\s?[AP]M)?-(\d{1,2}:\d{2})[:\d]*(?:\s?[AP]M)?", re.IGNORECASE
)
_MOST_OFFSETS = 2
"""Of the Texas clock in a year, summer's and winter's."""
_PERIOD = re.compile(r"\s+(?:-|–|to|through|thru)\s+")
_CENTURY = re.compile(r"\d{10}|\d{13}")
Moment = tuple[int | None, Clock | None]


class Dialect:
    """What the rows of a table tell of all its rows."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.order: DateOrder = MONTH_FIRST
        self.has_decimal_comma = False
        self.kind_column: int | None = None
        self.part_column: int | None = None
        self.hours_end = False
        """Hours are numbered 1 to 24."""
        self.has_periods = False
        """Both days of a period stand in one field."""
        self._moments: dict[str, Moment] = {}
        self.has_ranges = False
        """Times like 00:00-01:00 are two, none with a distance from UTC."""
        self._zones: dict[str, tzinfo | None] = {}
        self._clocks: dict[str, tuple[Clock | None, Clock | None]] = {}

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
        day_text, clock_text = split_moment(text)
        day = parse_day(day_text, self.order)
        if day is None:
            return None, None
        clock = parse_clock(clock_text) if clock_text else None
        return (None, None) if clock_text and clock is None else (day, clock)

    def month(self, text: str) -> tuple[int, int] | None:
        """A calendar month or a week alone."""
        return parse_month(text)

    def period(self, text: str) -> tuple[int, int] | None:
        """First and last day of a period in one field: "06/01/2025 - 06/30/2025"."""
        if not self.has_periods:
            return None
        first, *rest = _PERIOD.split(text, maxsplit=1)
        start, end = parse_day(first, self.order), parse_day(rest[0], self.order) if rest else None
        return None if start is None or end is None else (start, end)

    def clocks(self, text: str) -> tuple[Clock | None, Clock | None]:
        """A time of day, or two: "12:00 AM - 12:15 AM"."""
        if text not in self._clocks:
            self._clocks[text] = self._parse_clocks(text)
        return self._clocks[text]

    def _parse_clocks(self, text: str) -> tuple[Clock | None, Clock | None]:
        if text.isdecimal() and len(text) <= 2 and int(text) <= 24:
            return Clock(HOUR * (int(text) - self.hours_end), None, False), None
        first, *rest = (_NARROW_RANGE if self.has_ranges else _RANGE).split(text, maxsplit=1)
        start = parse_clock(split_moment(first)[1] or first)
        return start, parse_clock(rest[0]) if rest else None

    def in_zone(self, day: int | None, clock: Clock | None, cells: Sequence[str]) -> Clock | None:
        """The clock in the zone that a column of its own names. Raises MeterFileError for an unknown zone."""
        at = self._columns.zone
        if at is None or day is None or clock is None or clock.offset is not None or at >= len(cells):
            return clock
        zone = self._zone(cells[at])
        if zone is None:
            return clock
        wall = datetime.combine(date_of(day), time.min, zone) + timedelta(seconds=clock.seconds)
        return clock._replace(offset=int((wall.utcoffset() or timedelta()).total_seconds()))

    def _zone(self, word: str) -> tzinfo | None:
        if word not in self._zones:
            self._zones[word] = zone_of(word)
        return self._zones[word]

    @staticmethod
    @lru_cache(maxsize=256)
    def kind_of(word: str) -> Kind | None:
        """Use or generation; nothing for a word that can be either."""
        name = tidy(word).removeprefix("KWH_")
        if name in _KINDS:
            return _KINDS[name]
        return None if frozenset(name.split("_")) & _OTHERS else kind_named(name)


def dialect_of(columns: Columns, table: Table) -> Dialect:
    """How this table writes things. Raises MeterFileError where two meanings fit."""
    dialect = Dialect(columns)
    energy = [column.at for column in columns.energy] + [at for at, _ in columns.wide]
    dates = [at for at in (columns.date, columns.start, columns.end) if at is not None]
    day_texts, numbers = _scan(table, dates, energy)
    dialect.order = _order_of(day_texts)
    dialect.has_decimal_comma = has_decimal_comma(numbers, table.delimiter)
    sample = [row.cells for row in islice(table.rows(), _SAMPLE_ROWS)]
    roles = (getattr(columns, role) for role in ROLES if role not in ("service", "estimated"))
    places = [at for at in (columns.start, columns.date, columns.month) if at is not None]
    first = next((cells[at] for cells in sample for at in places if _has(cells, at)), "")
    dialect.has_periods = _PERIOD.search(first) is not None
    known = {*energy, *(at for at in roles if at is not None)}
    unknown = [at for at in range(len(table.header)) if at not in known]
    dialect.kind_column, dialect.part_column = _columns_of_words(unknown, sample, dialect)
    dialect.has_ranges = any(
        at is not None and _has_ranges(sample, at) for at in (columns.time, columns.start_time)
    )
    dialect.hours_end = columns.time is not None and _do_hours_end(_values(sample, columns.time))
    return dialect


def _do_hours_end(hours: set[str]) -> bool:
    """Whether hours are numbered 1 to 24."""
    return "24" in hours and not hours & {"0", "00"}


def _has_ranges(sample: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column says from when to when: more different second clocks than there are offsets from UTC."""
    ends = {found[1] for text in _values(sample, at) if (found := _CLOCK_AND_CLOCK.fullmatch(text))}
    return len(ends) > _MOST_OFFSETS


def _columns_of_words(
    unknown: Sequence[int], sample: Sequence[Sequence[str]], dialect: Dialect
) -> tuple[int | None, int | None]:
    """Where a row says use or generation, and where the part of the day: the first column with such words only."""
    kind_column = part_column = None
    for at in unknown:
        words = {text.casefold() for text in _values(sample, at)}
        if not words or len(words) > _MOST_WORDS:
            continue
        if kind_column is None and all(dialect.kind_of(word) is not None for word in words):
            kind_column = at
        elif part_column is None and all(map(_PART.fullmatch, words)):
            part_column = at
    return kind_column, part_column


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


def _order_of(day_texts: Iterable[str]) -> DateOrder:
    """Months first, as in Texas, unless a number says otherwise."""
    month_first = day_first = ""
    for text in day_texts:
        first, second = first_numbers(text) or (0, 0)
        if first > _MONTHS_IN_YEAR >= second:
            day_first = text
        elif second > _MONTHS_IN_YEAR >= first:
            month_first = text
    if day_first and month_first:
        raise MeterFileError(
            f"The dates of this file do not agree: {month_first} begins with the month and {day_first} with the day. "
            "Download it again and leave it as it is."
        )
    return DAY_FIRST if day_first else MONTH_FIRST
