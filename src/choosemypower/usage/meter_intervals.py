"""Tables that number the hours or quarter hours of each day: 1 to 24, 1 to 96, HE01 to HE24, with 92 or 100 of them
where the clock changes."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from choosemypower.usage.meter_columns import Columns
from choosemypower.usage.meter_moments import DAY, HOUR, Clock, is_clock_change, midnight
from choosemypower.usage.meter_names import tidy
from choosemypower.usage.readings import MeterFileError

_NAMES = re.compile(
    r"(INTERVAL|INT|SLOT|PERIOD|SETTLEMENT_PERIOD|(DELIVERY_)?HOUR|HR|HE)(_?(NO|NUM|NUMBER|ID|INDEX|OF_DAY|ENDING))?"
)
_NUMBER = re.compile(
    r"(?:(?:HE|HR|H|HOUR(?:[ _]ENDING)?|INT|INTERVAL)[ _-]?)?(\d{1,3})(?:\.0+)?", re.IGNORECASE
)
_A_DAY = (24, 48, 96, 288)
_MOST_DIFFERENT = 400
_ENOUGH = 0.9
"""Of the numbers that a day has, this share must be there: others are no count of a day's intervals."""


class Numbers(NamedTuple):
    """How one table numbers the intervals of a day."""

    at: int
    first: int
    """0 or 1."""
    step: int
    """Seconds."""
    longest: dict[int, int]
    """On how many seconds the numbers of a day reach, where the clock changes."""

    def clock(self, day: int, text: str) -> Clock | None:
        """When an interval begins. Counts from midnight on, unless a short day has the numbers of a whole one."""
        number = _number(text)
        if number is None:
            return None
        second = (number - self.first) * self.step
        if not is_clock_change(day):
            return Clock(second, None, False) if second < DAY else None
        length = midnight(day + 1) - midnight(day)
        reached = self.longest.get(day, 0)
        if second >= max(length, DAY):
            return None
        if reached > length or reached == DAY:  # 24 hours as on other days: what the clock shows
            return Clock(second, None, False)
        ahead = day * DAY - midnight(day)
        return Clock(second, ahead, False) if second < DAY else Clock(second - HOUR, ahead - HOUR, False)

    def check(self, cells: Sequence[str], number: int) -> None:
        """Raises MeterFileError for power in an interval that its day does not have."""
        if self.at < len(cells) and _number(cells[self.at]) is not None:
            raise MeterFileError(
                f"Row {number} has power in an hour that its day does not have. Download the report again."
            )


def numbers_of(
    columns: Columns,
    header: Sequence[str],
    cells: Callable[[Sequence[int]], Iterable[list[str]]],
    day_of: Callable[[str], int | None],
) -> Numbers | None:
    """The column that numbers the intervals of each day; None where there is none, or a time of day beside it."""
    dates = columns.date if columns.date is not None else columns.start
    place = _place(columns, header, dates)
    if dates is None or place is None:
        return None
    values: set[str] = set()
    for _, text in cells((dates, place)):
        values.add(text)
        if len(values) > _MOST_DIFFERENT:
            return None
    found = _first_and_step(values, header[place])
    if found is None:
        return None
    numbers = Numbers(place, *found, {})
    for text, value in cells((dates, place)):
        day, number = day_of(text), _number(value)
        if day is not None and number is not None and is_clock_change(day):
            reached = (number - numbers.first + 1) * numbers.step
            numbers.longest[day] = max(numbers.longest.get(day, 0), reached)
    return numbers


def _place(columns: Columns, header: Sequence[str], dates: int | None) -> int | None:
    """The one column that may number intervals; none where another one says a time of day."""
    if columns.wide or (columns.date is not None and columns.start is not None):
        return None
    names = list(map(tidy, header))
    places = [at for at, name in enumerate(names) if at != dates and _NAMES.fullmatch(name)]
    clocks = {columns.start_time, columns.time, columns.end_time} - {None}
    return places[0] if len(places) == 1 and clocks <= set(places) else None


def _first_and_step(values: Iterable[str], name: str) -> tuple[int, int] | None:
    numbers = {number for text in values if (number := _number(text)) is not None}
    has_others = any(text[:1].isdecimal() and _number(text) is None for text in values)
    if not numbers or min(numbers) > 1 or has_others:
        return None
    first = min(numbers)
    if not first and "ENDING" in tidy(name):
        return None
    count = max(numbers) - first + 1
    for a_day in _A_DAY:
        if count in (a_day, a_day * 25 // 24) and len(numbers) >= _ENOUGH * count:
            return first, DAY // a_day
    return None


def _number(text: str) -> int | None:
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None
