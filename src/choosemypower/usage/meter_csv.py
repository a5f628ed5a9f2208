"""Meter reports as CSV: Smart Meter Texas 15-minute, daily and monthly reports, and others with the same columns."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from choosemypower.usage.readings import SENTENCE_NO_KWH, MeterFileError, ReadFile, Reading

_KWH_COLUMNS = (
    "USAGE_KWH",
    "ACTUAL_KWH",
    "BILLED_KWH",
    "METERED_KWH",
    "TOTAL_KWH",
    "KWH",
    "USAGE",
    "CONSUMPTION_KWH",
)
_DAY_COLUMNS = ("USAGE_DATE", "DATE", "READ_DATE", "DAY", "START_DATE", "USAGE_MONTH", "MONTH")
_WANTED = {
    *_KWH_COLUMNS,
    *_DAY_COLUMNS,
    *(
        "ESIID",
        "ESI_ID",
        "REVISION_DATE",
        "USAGE_START_TIME",
        "USAGE_END_TIME",
        "START_TIME",
        "END_TIME",
        "TIME",
    ),
    *("END_DATE", "ESTIMATED_ACTUAL", "CONSUMPTION_SURPLUSGENERATION"),
}
_DATE_FORMATS = (
    "%m/%d/%Y",
    "%Y-%m-%d",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
)
_MONTH_FORMATS = ("%Y-%m", "%m/%Y", "%B %Y", "%b %Y", "%b-%y", "%b-%Y")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AaPp][Mm])?")
_DAY = 24 * 60
_MOST_REVISIONS_OF_A_DAY = 10
_HEADER_WITHIN_ROWS = 20
_MOST_KWH_AN_HOUR = 200
_MOST_KWH_A_READING = 100_000


class _Interval(NamedTuple):
    day: date
    start: time | None


class _Found(NamedTuple):
    revision: str
    kwh: Decimal
    minutes: int


class _Counts:
    """What happened to rows on the way."""

    def __init__(self) -> None:
        self.surplus = self.estimated = self.repeated = self.unreadable = 0

    def notes(self) -> list[str]:
        told = (
            (self.surplus, "We left out {n} of surplus generation: they are not use."),
            (self.repeated, "{n} came twice. The latest revision counts."),
            (self.estimated, "{n} are estimated by the utility. We took them as they are."),
            (self.unreadable, "We could not read {n} and left them out."),
        )
        return [
            sentence.format(n="1 row" if count == 1 else f"{count:,} rows")
            for count, sentence in told
            if count
        ]


def read_csv(content: bytes) -> ReadFile:
    """The readings of a CSV report. Raises MeterFileError."""
    header, rows = _table(content)
    kwh_column = next((name for name in _KWH_COLUMNS if name in header), None)
    day_column = next((name for name in _DAY_COLUMNS if name in header), None)
    if kwh_column is None:
        raise MeterFileError(SENTENCE_NO_KWH)
    if day_column is None:
        raise MeterFileError(
            "This file has no USAGE_DATE column. Download the 15-minute or daily report from smartmetertexas.com."
        )
    counts = _Counts()
    records = list(_records(header, rows))
    _check_one_meter(records)
    if "END_DATE" in header or day_column in ("USAGE_MONTH", "MONTH"):
        readings = _periods(records, kwh_column, day_column, counts)
    else:
        readings = _intervals(records, kwh_column, day_column, counts)
    if not readings and counts.unreadable:
        raise MeterFileError(
            "We could not read the dates and readings of this file. Download it again and leave it as it is."
        )
    return ReadFile(readings, counts.notes())


def _table(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The header, in capitals with underscores, and the rows below it."""
    text = _decoded(content)
    delimiter = max(",;\t|", key=text[:2000].count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        raise MeterFileError("This file is not a readable CSV. Download the report again.") from None
    for at, line in enumerate(lines[:_HEADER_WITHIN_ROWS]):
        header = [re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_") for name in line]
        if any(name in _KWH_COLUMNS for name in header):
            return header, lines[at + 1 :]
    raise MeterFileError(SENTENCE_NO_KWH)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _records(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[dict[str, str]]:
    """The columns that count, without blanks and the apostrophes of spreadsheets; short rows miss the last ones."""
    wanted = [(at, name) for at, name in enumerate(header) if name in _WANTED]
    for row in rows:
        yield {name: row[at].strip(" '\t\r") for at, name in wanted if at < len(row)}


def _check_one_meter(records: Sequence[Mapping[str, str]]) -> None:
    meters = {number for record in records if (number := record.get("ESIID") or record.get("ESI_ID"))}
    if len(meters) > 1:
        raise MeterFileError("The file holds more than one meter. Download one meter at a time.")


def _intervals(
    records: Sequence[Mapping[str, str]], kwh_column: str, day_column: str, counts: _Counts
) -> list[Reading]:
    """Readings of quarter hours, hours or days; of one stretch told twice, the latest revision."""
    found: dict[_Interval, list[_Found]] = {}
    step_minutes = _step_minutes(records, day_column)
    for number, record in enumerate(records, start=2):
        if _is_surplus(record.get("CONSUMPTION_SURPLUSGENERATION", "")):
            counts.surplus += 1
            continue
        day = _day(record.get(day_column, ""))
        kwh = _kwh(record.get(kwh_column, ""), number)
        if day is None or kwh is None:
            if record.get(kwh_column):
                counts.unreadable += 1
            continue
        start = _start(record, day_column) if step_minutes < _DAY else None
        end = _clock(record.get("USAGE_END_TIME") or record.get("END_TIME") or "")
        minutes = _DAY if start is None else _minutes(start, end, step_minutes)
        if kwh > _MOST_KWH_AN_HOUR * minutes / 60:
            raise MeterFileError(f"Row {number} says {kwh} kWh in {minutes} minutes. That cannot be a home.")
        if record.get("ESTIMATED_ACTUAL", "").upper().startswith("E"):
            counts.estimated += 1
        found.setdefault(_Interval(day, start), []).append(
            _Found(_revision(record.get("REVISION_DATE", "")), kwh, minutes)
        )
    readings = []
    for interval, told in found.items():
        kept = _latest(interval, told)
        if interval.start is None and len(told) > _MOST_REVISIONS_OF_A_DAY:
            raise MeterFileError(
                "The file has many readings a day and does not say when they began. Download the 15-minute report "
                "from smartmetertexas.com."
            )
        counts.repeated += len(told) - len(kept)
        hour = None if interval.start is None else interval.start.hour
        readings += [Reading(interval.day, one.minutes, one.kwh, hour) for one in kept]
    return readings


def _start(record: Mapping[str, str], day_column: str) -> time | None:
    """When a reading began: in a column of its own, or beside the date."""
    own = record.get("USAGE_START_TIME") or record.get("START_TIME") or record.get("TIME")
    return _clock(own or record.get(day_column, ""))


def _step_minutes(records: Sequence[Mapping[str, str]], day_column: str) -> int:
    """How long a reading of this file is, by the clock: with one time of day only, a whole day."""
    starts = {start for record in records if (start := _start(record, day_column)) is not None}
    if len(starts) < 2:
        return _DAY
    minutes = {start.minute for start in starts}
    return next((step for step in (60, 30, 15) if all(at % step == 0 for at in minutes)), 5)


def _latest(interval: _Interval, told: Sequence[_Found]) -> Sequence[_Found]:
    """What counts of the readings of one stretch; the hour that comes twice in November counts twice."""
    newest = max(one.revision for one in told)
    latest = [one for one in told if one.revision == newest]
    if interval.start is not None and interval.start.hour == 1 and _is_clock_set_back(interval.day):
        return latest[:2]
    return latest[-1:]


def _is_clock_set_back(day: date) -> bool:
    """The first Sunday of November: the hour from 1:00 comes twice."""
    return day.month == 11 and day.weekday() == 6 and day.day <= 7


def _periods(
    records: Sequence[Mapping[str, str]], kwh_column: str, day_column: str, counts: _Counts
) -> list[Reading]:
    """Readings of billing periods or months, shared out evenly over their days."""
    readings: dict[date, Reading] = {}
    for number, record in enumerate(records, start=2):
        kwh = _kwh(record.get(kwh_column, ""), number)
        first = _day(record.get(day_column, "")) or _month(record.get(day_column, ""))
        last = _day(record.get("END_DATE", "")) if record.get("END_DATE") else None
        if last is None and first is not None:
            last = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        if kwh is None or first is None or last is None or not 0 < (last - first).days <= 100:
            if record.get(kwh_column):
                counts.unreadable += 1
            continue
        length = (last - first).days
        for at in range(length):
            day = first + timedelta(days=at)
            readings[day] = Reading(day, 24 * 60, kwh / length, None)
    return list(readings.values())


@lru_cache(maxsize=64)
def _is_surplus(kind: str) -> bool:
    return "surplus" in kind.casefold() or "generation" in kind.casefold()


def _kwh(text: str, number: int) -> Decimal | None:
    """A reading; None when it is blank or no number. Raises MeterFileError below 0."""
    try:
        kwh = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    if not kwh.is_finite():
        return None
    if kwh < 0:
        raise MeterFileError(
            f"Row {number} has a use below 0. Leave surplus generation out, or download the consumption report."
        )
    if kwh > _MOST_KWH_A_READING:
        raise MeterFileError(f"Row {number} says {kwh:.3g} kWh. That cannot be a home.")
    return kwh


@lru_cache(maxsize=8192)
def _day(text: str) -> date | None:
    plain = text.split("T")[0] if re.match(r"\d{4}-\d\d-\d\dT", text) else text
    for part in (plain, plain.split(" ")[0]):
        for shape in _DATE_FORMATS:
            try:
                day = datetime.strptime(part, shape).date()
            except ValueError:
                continue
            return day if 2000 <= day.year <= 2100 else None
    return None


def _month(text: str) -> date | None:
    for shape in _MONTH_FORMATS:
        try:
            return datetime.strptime(text, shape).date().replace(day=1)
        except ValueError:
            continue
    return None


@lru_cache(maxsize=8192)
def _clock(text: str) -> time | None:
    match = _CLOCK.search(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        hour = hour % 12 + (12 if match[3].lower() == "pm" else 0)
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _minutes(start: time, end: time | None, step_minutes: int) -> int:
    """How long a reading is; where the clock is set back or forward, as long as the others."""
    if end is None:
        return step_minutes
    minutes = (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % _DAY
    return minutes if 0 < minutes <= 60 else step_minutes


@lru_cache(maxsize=8192)
def _revision(text: str) -> str:
    """A revision's moment in an order that sorts; unreadable ones come first."""
    for shape in ("%m/%d/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M"):
        try:
            return datetime.strptime(text, shape).isoformat()
        except ValueError:
            continue
    day = _day(text)
    return "" if day is None else day.isoformat()
