"""How one table writes the times of day: hours from 0 or from 1, 1:30 as 130, ranges, the zone in a column's name."""

import re
from collections.abc import Iterable, Sequence, Set
from datetime import tzinfo

from choosemypower.usage.meter_moments import HOUR, Clock, parse_clock, split_moment, zone_of
from choosemypower.usage.readings import MeterFileError

_RANGE = re.compile(r"\s*(?:-|–|to)\s+")
_NARROW_RANGE = re.compile(r"\s*(?:-|–|to)\s*")
_CLOCK_AND_CLOCK = re.compile(
    r"\d{1,2}:\d{2}[:\d]*(?:\s?[AP]M)?-(\d{1,2}:\d{2})[:\d]*(?:\s?[AP]M)?", re.IGNORECASE
)
_MOST_OFFSETS = 2
"""Of the Texas clock in a year, summer's and winter's."""
_ZONE_IN_NAME = re.compile(
    r"(?<![A-Za-z])(UTC|GMT|[EMP][SD]T|(?:America|US|Etc|Europe|Pacific|Atlantic|Asia|Africa|Australia)/[A-Za-z_]+)(?![A-Za-z])",
    re.IGNORECASE,
)
_HOURS = 24
_BARE_CLOCK = re.compile(r"(\d{1,2}):\d\d(?::\d\d)?")
_TWELVE = {str(hour) for hour in range(1, 13)}
_HOURS_WITH_PARTS = re.compile(r"\d{1,2}(\.\d{1,2})?")
_MINUTES = 60
_FEWEST_PACKED_DIGITS = 3


class ClockStyle:
    """What the times of a table have in common."""

    def __init__(self, hours: Set[str] = frozenset(), columns: Sequence[Set[str]] = ()) -> None:
        """`hours`: of the column that names each reading; `columns`: what stands in each column of times.

        Raises MeterFileError where numbers are no times.
        """
        self.hours_end = "24" in hours and not hours & {"0", "00"}
        """Hours are numbered 1 to 24."""
        self.has_ranges = any(map(_has_ranges, columns))
        """Times like 00:00-01:00 are two, none with a distance from UTC."""
        self.is_packed = any(map(_are_packed, columns))
        """1:30 is written 130."""
        self.are_hours_with_parts = any(map(_are_hours_with_parts, columns))
        """1:30 is written 1.5."""
        self._known: dict[str, tuple[Clock | None, Clock | None]] = {}

    def clocks(self, text: str) -> tuple[Clock | None, Clock | None]:
        """A time of day, or two: "12:00 AM - 12:15 AM"."""
        if text not in self._known:
            self._known[text] = self._parse(text)
        return self._known[text]

    def _parse(self, text: str) -> tuple[Clock | None, Clock | None]:
        if self.are_hours_with_parts and _HOURS_WITH_PARTS.fullmatch(text):
            return Clock(round(HOUR * float(text)), None, False), None
        if text.isdecimal() and len(text) <= 4:
            if self.is_packed:
                return Clock(HOUR * (int(text) // 100) + _MINUTES * (int(text) % 100), None, False), None
            if len(text) <= 2 and int(text) <= _HOURS:
                return Clock(HOUR * (int(text) - self.hours_end), None, False), None
        first, *rest = (_NARROW_RANGE if self.has_ranges else _RANGE).split(text, maxsplit=1)
        start = parse_clock(split_moment(first)[1] or first)
        return start, parse_clock(rest[0]) if rest else None


def zone_of_names(names: Iterable[str]) -> tzinfo | None:
    """The zone that the names of columns of times say, like "timestamp_utc"; None: the clock on a Texas wall."""
    for name in names:
        if found := _ZONE_IN_NAME.search(name.replace("_", " ") if "/" not in name else name):
            return zone_of(found[1].upper() if "/" not in found[1] else found[1])
    return None


def check_halves_of_day(times: Iterable[str]) -> None:
    """Raises MeterFileError where times go from 1 to 12 and do not say which half of the day they are in."""
    hours: set[str] = set()
    for text in times:
        found = _BARE_CLOCK.fullmatch(text)
        if found is None:
            return
        hours.add(found[1].lstrip("0") or "0")
    if hours == _TWELVE:
        raise MeterFileError(
            "The times of this file go from 1:00 to 12:59 and do not say AM or PM. Download it with times like "
            "13:15 or 1:15 PM."
        )


def _has_ranges(times: Set[str]) -> bool:
    """Whether a column says from when to when: more different second clocks than there are offsets from UTC."""
    ends = {found[1] for text in times if (found := _CLOCK_AND_CLOCK.fullmatch(text))}
    return len(ends) > _MOST_OFFSETS


def _are_hours_with_parts(times: Set[str]) -> bool:
    """Whether hours are divided into halves or quarters: 0, 0.25, 0.5, 0.75, and never 0.15."""
    if not times or not all(_HOURS_WITH_PARTS.fullmatch(text) for text in times):
        return False
    parts = {text.partition(".")[2].rstrip("0") for text in times}
    return (
        "5" in parts
        and max(map(float, times)) < _HOURS
        and parts <= {"", "25", "5", "75"}
        and _has_no_minutes(times)
    )


def _has_no_minutes(times: Set[str]) -> bool:
    """Whether no part can be minutes: 1.50 beside 1.00 alone could be ten to two."""
    return any(text.endswith((".25", ".75", ".5")) for text in times)


def _are_packed(times: Set[str]) -> bool:
    numbers = {text for text in times if text.isdecimal()}
    if not numbers or len(numbers) < len(times) or all(len(text) < _FEWEST_PACKED_DIGITS for text in numbers):
        return False
    for text in numbers:
        if int(text) // 100 > _HOURS or int(text) % 100 >= _MINUTES:
            raise MeterFileError(
                f"The times of this file are numbers like {text[:9]}, which are no times of day. Download it with "
                "times like 13:15."
            )
    return True
