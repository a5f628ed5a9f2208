"""From the dates and times of a file to moments: every shape that exports print, Texas clocks and UTC alike."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from choosemypower.units import MONTH_NAMES, TEXAS
from choosemypower.usage.readings import MeterFileError

DAY = 86_400
HOUR = 3_600
_EPOCH = date(1970, 1, 1)
_MONTHS = {name[:3].casefold(): at for at, name in enumerate(MONTH_NAMES, 1)} | {
    "ene": 1, "fev": 2, "mrz": 3, "maer": 3, "abr": 4, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "ago": 8, "aou": 8,
    "set": 9, "okt": 10, "dic": 12, "dez": 12,
}  # fmt: skip
"""In English, German, French and Spanish."""
_NUMERIC = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_PACKED = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_PACKED_MOMENT = re.compile(r"(20\d{6})[T ]?(\d\d)(\d\d)(\d\d)?")
_WEEK = re.compile(r"(20\d\d)-?W(\d\d)")
_ORDINAL = re.compile(r"(20\d\d)[-.]?(\d{3})")
"""Year and day of the year, which some call Julian."""
_NAMED = re.compile(
    r"(?:[^\W\d_]{3,10},?\s+)?([^\W\d_]{3,10})\.?[-/\s]\s*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|[-/\s]\s*)(\d{4}|\d\d)"
)
_NAMED_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]{3,10},?\s+)?(\d{1,2})(?:st|nd|rd|th)?\.?[-/\s]?(?:de |of )?([^\W\d_]{3,10})"
    r"\.?,?[-/\s]?(?:de )?(\d{4}|\d\d)"
)
_NAMED_YEAR_FIRST = re.compile(r"(\d{4})[-/\s]([^\W\d_]{3,10})[-/\s](\d{1,2})")
_CLOCK = re.compile(
    r"(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?\s*"
    r"(Z|UTC|GMT|[ECMP][DS]T|CP?T|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?: UTC)?"
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+(?=\d)"
    r"|(?<=\d),?\s+\(?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\)?$",
    re.IGNORECASE,
)
"""Before a date or behind it."""
_SPLIT = re.compile(
    r"(.*?\d)(?:T|_|,?\s+(?:(?:-|at|um|à|a las)\s+)?)(\d{1,2}(?:[:.]\d{2}|\s*[AaPp]\.?[Mm]).*|\d{4})"
)
_CLOCK_WORDS = {"midnight": "00:00", "noon": "12:00"}
_POINTED_CLOCK = re.compile(r"\d{1,2}\.\d{2}(?:\.\d{2})?")
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -5 * HOUR, "EDT": -4 * HOUR, "CST": -6 * HOUR, "CDT": -5 * HOUR,
    "MST": -7 * HOUR, "MDT": -6 * HOUR, "PST": -8 * HOUR, "PDT": -7 * HOUR,
}  # fmt: skip
_HOURS_BEHIND_IN_AMERICA = range(4, 11)
_TEXAS_WORDS = frozenset(
    ("", "CT", "CPT", "CST", "CDT", "CST6CDT", "CENTRAL", "CENTRAL TIME", "LOCAL", "US/CENTRAL")
)
"""In a column of its own: programs write CST all year and mean the clock on the wall."""


class Clock(NamedTuple):
    """A time of day."""

    seconds: int
    """Since midnight, 0 to 86,400: a file may write 24:00."""
    offset: int | None
    """Seconds ahead of UTC where the file says it; None: the clock on a Texas wall."""
    is_last: bool
    """It names the last minute or second of a stretch, like 23:59 or 00:14:59."""


class Moment(NamedTuple):
    """A day and what stands beside it."""

    day: int
    """Days since 1970."""
    clock: Clock | None


class DateOrder(NamedTuple):
    """How a file writes its dates, as far as they are numbers."""

    is_day_first: bool


MONTH_FIRST = DateOrder(False)
DAY_FIRST = DateOrder(True)


@lru_cache(maxsize=8192)
def parse_day(text: str, order: DateOrder = MONTH_FIRST) -> int | None:
    """A date in days since 1970; None for anything else."""
    numbers = _numbers(text, order)
    if numbers is None:
        return None
    try:
        day = date(*numbers)
    except ValueError:
        return None
    return (day - _EPOCH).days if 2000 <= day.year < 2100 else None


def _numbers(text: str, order: DateOrder) -> tuple[int, int, int] | None:
    if found := _NUMERIC.fullmatch(text):
        first, second, third = int(found[1]), int(found[2]), int(found[3])
        if len(found[1]) == 4:
            return first, second, third
        year = third + 2000 if len(found[3]) == 2 else third
        return (year, second, first) if order.is_day_first else (year, first, second)
    if found := _PACKED.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _ORDINAL.fullmatch(text):
        return _of_ordinal(int(found[1]), int(found[2]))
    if found := _NAMED.fullmatch(text):
        name, on, year_text = found[1], found[2], found[3]
    elif found := _NAMED_DAY_FIRST.fullmatch(text):
        on, name, year_text = found[1], found[2], found[3]
    elif found := _NAMED_YEAR_FIRST.fullmatch(text):
        year_text, name, on = found[1], found[2], found[3]
    else:
        return None
    number = month_number(name)
    return (
        None if number is None else (int(year_text) + (2000 if len(year_text) == 2 else 0), number, int(on))
    )


def _of_ordinal(year: int, number: int) -> tuple[int, int, int] | None:
    """The day of a year by its number."""
    on = date(year, 1, 1) + timedelta(days=number - 1)
    return (on.year, on.month, on.day) if number and on.year == year else None


@lru_cache(maxsize=64)
def month_number(name: str) -> int | None:
    """A month by its name or the beginning of it, in four languages."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in bare if letter.isalpha())
    return _MONTHS.get(letters[:4]) or _MONTHS.get(letters[:3])


_MONTH_ALONE = (
    re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)"),
    re.compile(r"(?P<year>20\d\d)[-\s](?P<name>[^\W\d_]{3,10})\.?"),
    re.compile(r"(?P<year>20\d\d)[-/](?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[-/](?P<year>20\d\d)"),
    re.compile(r"(?P<name>[^\W\d_]{3,10})\.?[-\s,]+(?:de )?(?P<year>20\d\d|\d\d)"),
)


@lru_cache(maxsize=1024)
def parse_month(text: str) -> tuple[int, int] | None:
    """A calendar month or a week alone, like "2025-06", "June 2025" or "2025-W23": its first day, the first after."""
    if found := _WEEK.fullmatch(text):
        return _week(int(found[1]), int(found[2]))
    for shape in _MONTH_ALONE:
        found = shape.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = (month_number(parts["name"]) or 0) if "name" in parts else int(parts["month"])
        if not 1 <= month <= 12:
            return None
        year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        return (first - _EPOCH).days, (after - _EPOCH).days
    return None


def _week(year: int, number: int) -> tuple[int, int] | None:
    """Monday to Monday of a week as ISO 8601 counts them."""
    try:
        first = (date.fromisocalendar(year, number, 1) - _EPOCH).days
    except ValueError:
        return None
    return first, first + 7


def first_numbers(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date whose order is open, like 06/13/2025."""
    found = _NUMERIC.match(text)
    return None if found is None or len(found[1]) == 4 else (int(found[1]), int(found[2]))


@lru_cache(maxsize=8192)
def parse_clock(text: str) -> Clock | None:
    """A time of day; None for anything else."""
    found = _CLOCK.fullmatch(_CLOCK_WORDS.get(text.casefold(), text))
    if found is None or (found[2] is None and found[4] is None):
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    seconds = HOUR * hour + 60 * minute + second
    if minute > 59 or second > 59 or seconds > DAY:
        return None
    if not _can_be_here(found[5]):
        return None
    return Clock(seconds, _offset(found[5]), second == 59 or (second == 0 and minute % 5 == 4))


def zone_of(word: str) -> ZoneInfo | timezone | None:
    """The zone that a column of its own names; None is the clock on a Texas wall.

    Raises MeterFileError for a word that is none.
    """
    name = word.strip().upper()
    if name in _TEXAS_WORDS or name.startswith("CENTRAL "):
        return None
    if name in _ZONES:
        return timezone(timedelta(seconds=_ZONES[name]))
    try:
        return None if name == "AMERICA/CHICAGO" else ZoneInfo(word.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MeterFileError(
            f"The file gives its times in the zone “{word[:30]}”, which we do not know. Download it with Texas times "
            "or with UTC."
        ) from None


def _can_be_here(zone: str | None) -> bool:
    """Whether a distance from UTC can be one: "00:00-01:00" is rather an hour than a time on the Azores."""
    return zone is None or zone[0] != "-" or int(zone[1:3]) in (0, *_HOURS_BEHIND_IN_AMERICA)


def _offset(zone: str | None) -> int | None:
    if zone is None or zone in ("CT", "CPT"):
        return None
    if zone in _ZONES:
        return _ZONES[zone]
    digits = zone[1:].replace(":", "")
    seconds = HOUR * int(digits[:2]) + 60 * int(digits[2:] or 0)
    return -seconds if zone[0] == "-" else seconds


@lru_cache(maxsize=1024)
def split_moment(text: str) -> tuple[str, str]:
    """Date and time of one field; the time is empty where there is none."""
    if packed := _PACKED_MOMENT.fullmatch(text):
        return packed[1], f"{packed[2]}:{packed[3]}:{packed[4] or '00'}"
    bare = _WEEKDAY.sub("", text, count=1)
    found = _SPLIT.fullmatch(bare)
    if found is None:
        return bare, ""
    clock = found[2]
    if clock.isdecimal():
        return (found[1], f"{clock[:2]}:{clock[2:]}") if _NUMERIC.fullmatch(found[1]) else (bare, "")
    return found[1], clock.replace(".", ":") if _POINTED_CLOCK.fullmatch(clock) else clock


@lru_cache(maxsize=4096)
def midnight(day: int) -> int:
    """When a day, counted from 1970, begins in Texas."""
    on = _EPOCH + timedelta(days=day)
    return int(datetime(on.year, on.month, on.day, tzinfo=TEXAS).timestamp())


@lru_cache(maxsize=4096)
def is_clock_change(day: int) -> bool:
    """Whether a day has 23 or 25 hours."""
    return midnight(day + 1) - midnight(day) != DAY


def seconds_at(day: int, clock: Clock, is_second: bool = False) -> int:
    """The moment of a clock on a day; `is_second`: of the hour that comes twice in November, the later one."""
    if clock.offset is not None:
        return day * DAY + clock.seconds - clock.offset
    if not is_clock_change(day):
        return midnight(day) + clock.seconds
    if clock.seconds == DAY:
        return midnight(day + 1)
    on = _EPOCH + timedelta(days=day)
    wall = datetime(on.year, on.month, on.day, tzinfo=TEXAS) + timedelta(seconds=clock.seconds)
    return int(wall.replace(fold=int(is_second)).timestamp())


def is_skipped(day: int, clock: Clock) -> bool:
    """Whether the Texas clock never shows this: 2:00 to 2:59 in a night in March."""
    return (
        clock.offset is None
        and midnight(day + 1) - midnight(day) == DAY - HOUR
        and 2 * HOUR <= clock.seconds < 3 * HOUR
    )


def is_twice(day: int, clock: Clock) -> bool:
    """Whether the Texas clock shows this twice: 1:00 to 1:59 in a night in November."""
    return (
        clock.offset is None
        and midnight(day + 1) - midnight(day) == DAY + HOUR
        and HOUR <= clock.seconds < 2 * HOUR
    )


@lru_cache(maxsize=65536)
def _texas_day_of(hour: int) -> int:
    """The Texas day, counted from 1970, of an hour counted from 1970."""
    return (datetime.fromtimestamp(hour * HOUR, UTC).astimezone(TEXAS).date() - _EPOCH).days


def day_of(second: int) -> int:
    """The Texas day, counted from 1970, of a moment."""
    return _texas_day_of(second // HOUR)


def date_of(day: int) -> date:
    return _EPOCH + timedelta(days=day)
