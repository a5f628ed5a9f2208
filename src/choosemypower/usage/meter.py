"""What a meter file says: twelve months and 24 hourly shares. The file and its meter number are not kept.

Read: Smart Meter Texas reports (15-minute, daily, monthly CSV) and Green Button XML. Surplus generation is left out,
the latest revision of a reading wins, days of 92 and 100 quarter hours are whole days, gaps are filled and said.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from choosemypower.sentences import list_of
from choosemypower.units import MONTH_NAMES, MONTHS_IN_YEAR
from choosemypower.usage.green_button import is_xml, read_green_button
from choosemypower.usage.hours import CELLS, HOURS_IN_DAY, hours_word
from choosemypower.usage.meter_csv import read_csv
from choosemypower.usage.model import UsageChoice
from choosemypower.usage.parameters import MAX_MONTH_KWH, usage_of_months, with_hours
from choosemypower.usage.profiles import Profiles, read_profiles
from choosemypower.usage.readings import MeterFileError, Reading

LONGEST_FILE_BYTES = 10_000_000
SATURDAY, SUNDAY = 5, 6
MINUTES_A_DAY = 24 * 60
WHOLE_MONTH = 0.9
"""A month with readings for this share of it is taken as it is, scaled to its length."""
ENOUGH_OF_A_MONTH = 0.5
"""With less than this share a month is filled from a typical home."""


class MeterReading(msgspec.Struct, frozen=True, kw_only=True):
    """A meter file, added up."""

    usage: UsageChoice
    """Twelve months, filled where the file has none, with their hours from interval files."""
    first_day: date
    last_day: date
    covered_months: int
    notes: tuple[str, ...]
    """What was left out, filled or estimated, as sentences."""


class MeterOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the sender said of the file."""


def read_in_worker(content: bytes, options: MeterOptions) -> MeterReading:
    """What a process of `workers` does with a file that was sent."""
    return read_meter_file(content, _profiles())


@lru_cache(maxsize=1)
def _profiles() -> Profiles:
    return read_profiles()


def read_meter_file(content: bytes, profiles: Profiles) -> MeterReading:
    """What a meter file says of a year. Raises MeterFileError with a sentence that says what to do."""
    _check_kind(content)
    read = read_green_button(content) if is_xml(content) else read_csv(content)
    return _add_up(list(read.readings), read.notes, profiles)


def _check_kind(content: bytes) -> None:
    if len(content) > LONGEST_FILE_BYTES:
        raise MeterFileError("The file is larger than 10 MB. Download one year at most.")
    if not content.strip():
        raise MeterFileError("The file is empty. Download the report again.")
    if content.startswith(b"PK"):
        raise MeterFileError(
            "This is a spreadsheet or a ZIP file. Unzip it, or save it as CSV, and try again."
        )
    if content.startswith(b"%PDF"):
        raise MeterFileError("This is a PDF. Download the report as CSV or Green Button file instead.")
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise MeterFileError("This is not a meter file. Download the 15-minute or daily report as CSV.")


def _add_up(readings: list[Reading], notes: list[str], profiles: Profiles) -> MeterReading:
    if not readings:
        raise MeterFileError("The file holds no readings. Download a report that covers at least one month.")
    if not any(reading.kwh for reading in readings):
        raise MeterFileError("Every reading in the file is 0. Check that it is the meter of your home.")
    kwh_by_day: defaultdict[date, Decimal] = defaultdict(Decimal)
    minutes_by_day: defaultdict[date, int] = defaultdict(int)
    for reading in readings:
        kwh_by_day[reading.day] += reading.kwh
        minutes_by_day[reading.day] += reading.minutes
    kwh_by_month, filled_days = _months(kwh_by_day, minutes_by_day)
    covered = sum(kwh is not None for kwh in kwh_by_month)
    if not covered:
        raise MeterFileError(
            "The file covers less than half of any month. Download a report that covers at least one month."
        )
    if filled_days:
        days = "1 day" if filled_days == 1 else f"{filled_days} days"
        notes.append(f"Readings of {days} are missing. We filled them with the mean of their month.")
    usage = usage_of_months(kwh_by_month, profiles)
    if usage.filled_months:
        names = list_of([MONTH_NAMES[month - 1] for month in usage.filled_months])
        months = "1 month" if covered == 1 else f"{covered} months"
        notes.append(f"The file covers {months}. We filled {names} from a typical home.")
    return MeterReading(
        usage=with_hours(usage, _hours(readings)),
        first_day=min(kwh_by_day),
        last_day=max(kwh_by_day),
        covered_months=covered,
        notes=tuple(notes),
    )


def _months(
    kwh_by_day: Mapping[date, Decimal], minutes_by_day: Mapping[date, int]
) -> tuple[list[int | None], int]:
    """Whole kWh of each calendar month, January first, None where too little is known; and how many days were filled.

    The latest whole month counts; without one, all days of that month of any year together.
    """
    days_of: defaultdict[tuple[int, int], list[date]] = defaultdict(list)
    for day in kwh_by_day:
        days_of[day.month, day.year].append(day)
    months: list[int | None] = []
    filled_days = 0
    for month in range(1, MONTHS_IN_YEAR + 1):
        years = sorted((year for at, year in days_of if at == month), reverse=True)
        parts = {year: sum(_share(minutes_by_day[day]) for day in days_of[month, year]) for year in years}
        length = monthrange(years[0], month)[1] if years else 0
        whole = next((year for year in years if parts[year] >= WHOLE_MONTH * length), None)
        chosen = [whole] if whole is not None else years
        covered_days = sum(parts[year] for year in chosen)
        if not years or covered_days < ENOUGH_OF_A_MONTH * length:
            months.append(None)
            continue
        kwh = sum((kwh_by_day[day] for year in chosen for day in days_of[month, year]), Decimal(0))
        total = round(float(kwh) * length / covered_days)
        if total > MAX_MONTH_KWH:
            raise MeterFileError(
                f"{MONTH_NAMES[month - 1]} adds up to {total:,} kWh. We can work with up to {MAX_MONTH_KWH:,} a month."
            )
        months.append(total)
        filled_days += max(0, round(length - covered_days))
    return months, filled_days


def _share(minutes: int) -> float:
    """How much of a day is covered; days of 23 and 25 hours are whole days."""
    return min(1.0, minutes / (MINUTES_A_DAY - 60))


def _hours(readings: Iterable[Reading]) -> str:
    """The word of `hours=`; empty where a reading does not say its hour."""
    kwh_by_hour = [Decimal(0)] * CELLS
    for reading in readings:
        if reading.hour is None:
            return ""
        first = HOURS_IN_DAY if reading.day.weekday() in (SATURDAY, SUNDAY) else 0
        kwh_by_hour[first + reading.hour] += reading.kwh
    return hours_word(kwh_by_hour)
