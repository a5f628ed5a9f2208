"""From when to when a row of a table says that it counts, whichever of date, times, ends and days it has."""

from collections.abc import Sequence
from itertools import islice

from choosemypower.usage.meter_columns import Columns
from choosemypower.usage.meter_moments import Clock, parse_clock, split_moment
from choosemypower.usage.meter_table import Table
from choosemypower.usage.meter_words import Dialect
from choosemypower.usage.readings import MeterFileError

_SAMPLE_ROWS = 50


def with_clocks(columns: Columns, table: Table) -> Columns:
    """The same columns, where a start or an end beside a date are times of day: "Read Start", "Interval End"."""
    if columns.date is None:
        return columns
    if columns.start is not None and columns.start_time is None and _are_clocks(table, columns.start):
        return columns._replace(start=None, start_time=columns.start, end=None, end_time=columns.end)
    is_end_alone = columns.start is columns.end_time is None
    if is_end_alone and columns.end is not None and _are_clocks(table, columns.end):
        return columns._replace(end=None, end_time=columns.end)
    return columns


def _are_clocks(table: Table, at: int) -> bool:
    texts = {text for row in islice(table.rows(), _SAMPLE_ROWS) if (text := at_of(row.cells, at))}
    return bool(texts) and all(parse_clock(text) and not split_moment(text)[1] for text in texts)


class When:
    """How one table says it."""

    def __init__(self, columns: Columns, dialect: Dialect) -> None:
        self._columns, self._dialect = columns, dialect
        self.is_end_assumed = False
        """A bill's date was taken for the end of its days."""

    def of(self, cells: Sequence[str]) -> tuple[int | None, Clock | None, int | None, Clock | None]:
        """Day and clock of the start and of the end, as far as the row says them."""
        columns, dialect = self._columns, self._dialect
        month = self._month(cells)
        if month is not None:
            return month[0], None, month[1], Clock(0, None, False)
        start_text = at_of(cells, columns.start) or at_of(cells, columns.date) or at_of(cells, columns.month)
        if columns.end is None and (period := dialect.period(start_text)) is not None:
            (day, clock), (end_day, end_clock) = period
            return (
                day,
                dialect.in_zone(day, clock, cells),
                end_day,
                dialect.in_zone(end_day, end_clock, cells),
            )
        day, clock = dialect.moment(start_text)
        if columns.days is not None:
            end_day = dialect.moment(at_of(cells, columns.end))[0]
            if (day is None) != (end_day is None):
                return self._by_days(day, end_day, at_of(cells, columns.days))
        if dialect.numbers is not None:
            own = None if day is None else dialect.numbers.clock(day, at_of(cells, dialect.numbers.at))
            return (None, None, None, None) if own is None else (day, own, None, None)
        return self._by_clocks(day, clock, cells)

    def _by_clocks(
        self, day: int | None, clock: Clock | None, cells: Sequence[str]
    ) -> tuple[int | None, Clock | None, int | None, Clock | None]:
        """A row with times of day, in columns of their own or beside its dates."""
        columns, dialect = self._columns, self._dialect
        end_day, end_clock = dialect.moment(at_of(cells, columns.end))
        time_text = at_of(cells, columns.start_time) or at_of(cells, columns.time)
        own, own_end = dialect.clocks(time_text)
        if own is None and time_text:  # a time that cannot be read is no midnight
            return None, None, None, None
        clock = own if own is not None else clock
        last = dialect.clocks(at_of(cells, columns.end_time))[0] or own_end
        if last is not None:
            if clock is None and end_day is None:  # "Date, Hour Ending": it began a step before
                return None, None, day, dialect.in_zone(day, last, cells)
            end_clock = last
            if end_day is None and day is not None:
                begin = clock.seconds if clock is not None else -1
                end_day = day if last.seconds > begin else day + 1
        return (
            day,
            dialect.in_zone(day, clock, cells),
            end_day,
            dialect.in_zone(end_day, end_clock, cells),
        )

    def _month(self, cells: Sequence[str]) -> tuple[int, int] | None:
        """The calendar month of a row that names no day."""
        columns, dialect = self._columns, self._dialect
        if columns.month is None or columns.start is not None:
            return None
        text = at_of(cells, columns.month)
        month = dialect.month(text) or dialect.month(f"{text}-{at_of(cells, columns.year)}")
        count = _count_of(at_of(cells, columns.days))
        if month is not None and count is not None and abs(count - (month[1] - month[0])) > 1:
            raise MeterFileError(
                f"The file has {count} days for {text}, which can begin and end in other months. Send a file that has "
                "both dates, or download the daily report."
            )
        return month

    def _by_days(
        self, day: int | None, end_day: int | None, days: str
    ) -> tuple[int | None, Clock | None, int | None, Clock | None]:
        """A period of which a row has one end and its days. Raises MeterFileError for a date that can be both ends."""
        columns, count = self._columns, _count_of(days)
        if count is None:
            return None, None, None, None
        midnight_clock = Clock(0, None, False)
        if end_day is None and day is not None and columns.start is not None:
            return day, None, day + count, midnight_clock
        if count > 1 and end_day is None and not columns.is_read_date:
            raise MeterFileError(
                f"The file has periods of {count} days and one date each, on which they can begin or end. Send a file "
                "that has both dates, or download the daily report."
            )
        if end_day is None and day is not None:
            end_day = day if columns.is_read_date else day + 1
            self.is_end_assumed = columns.is_bill_date
        return end_day and end_day - count, None, end_day, midnight_clock


def _count_of(days: str) -> int | None:
    """A number of days as tables write it: 30, 30.0."""
    whole, _, rest = days.partition(".")
    return (
        int(whole) if whole.isdecimal() and len(whole) <= 3 and not rest.strip("0") and int(whole) else None
    )


def at_of(cells: Sequence[str], at: int | None) -> str:
    """What stands in a column of a row; empty where there is none."""
    return cells[at] if at is not None and at < len(cells) else ""
