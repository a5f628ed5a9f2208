"""Meter files in Green Button XML (NAESB ESPI, an Atom feed). No document type, no entities: they are refused."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from operator import itemgetter
from xml.parsers import expat

from choosemypower.units import TEXAS
from choosemypower.usage.readings import MeterFileError, ReadFile, Reading

_WATT_HOURS = 72
_REVERSE = 19
_ESTIMATED = "8"
_HOUR_SECONDS = 3600
_DAY_SECONDS = 24 * _HOUR_SECONDS


def is_xml(content: bytes) -> bool:
    """Whether a file begins like XML, in any of the encodings that XML comes in."""
    return content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<")


def read_green_button(content: bytes) -> ReadFile:
    """The readings of a Green Button file, in Texas time. Raises MeterFileError."""
    feed = _Feed()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = feed.start
    parser.EndElementHandler = feed.end
    parser.CharacterDataHandler = feed.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise MeterFileError(
            "This XML file is damaged or not a Green Button file. Download it again."
        ) from None
    readings = list(feed.readings())
    notes = []
    if feed.surplus:
        notes.append("We left out the readings of surplus generation: they are not use.")
    if feed.estimated:
        rows = "1 reading is" if feed.estimated == 1 else f"{feed.estimated:,} readings are"
        notes.append(f"{rows} estimated by the utility. We took them as they are.")
    return ReadFile(readings, notes)


def _refuse_doctype(*_: object) -> None:
    raise MeterFileError("This XML file declares a document type, which Green Button files never do.")


class _ReadingType:
    def __init__(self) -> None:
        self.multiplier = 0
        self.unit = _WATT_HOURS
        self.flow = 1


class _Feed:
    """What an Atom feed says, entry by entry."""

    def __init__(self) -> None:
        self.surplus = False
        self.estimated = 0
        self._path: list[str] = []
        self._text: list[str] = []
        self._links: list[str] = []
        self._types: dict[str, _ReadingType] = {}
        self._type_of_meter_reading: dict[str, str] = {}
        self._type: _ReadingType | None = None
        self._start: int | None = None
        self._seconds = 0
        self._value: Decimal | None = None
        self._block: list[tuple[int, int, Decimal]] = []
        self._blocks: list[tuple[str, list[tuple[int, int, Decimal]]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._path.append(local)
        self._text = []
        if local == "entry":
            self._links, self._type, self._block = [], None, []
        elif local == "link":
            self._links.append(attributes.get("href", ""))
        elif local == "ReadingType":
            self._type = _ReadingType()
        elif local == "IntervalReading":
            self._start, self._seconds, self._value = None, 0, None

    def text(self, characters: str) -> None:
        self._text.append(characters)

    def end(self, name: str) -> None:
        local = self._path.pop()
        text = "".join(self._text).strip()
        self._text = []
        parent = self._path[-1] if self._path else ""
        if self._type is not None and parent == "ReadingType":
            self._set_type(local, text)
        elif "IntervalReading" in self._path and parent in ("timePeriod", "IntervalReading"):
            if local == "start":
                self._start = _whole(text)
            elif local == "duration":
                self._seconds = _whole(text)
            elif local == "value":
                self._value = _decimal(text)
        elif local == "quality" and text == _ESTIMATED:
            self.estimated += 1
        elif local == "IntervalReading" and self._start is not None and self._value is not None:
            self._block.append((self._start, self._seconds, self._value))
        elif local == "entry":
            self._end_entry()

    def _set_type(self, local: str, text: str) -> None:
        assert self._type is not None, "inside a ReadingType"
        if local == "powerOfTenMultiplier":
            self._type.multiplier = max(-12, min(12, _whole(text)))
        elif local == "uom":
            self._type.unit = _whole(text)
        elif local == "flowDirection":
            self._type.flow = _whole(text)

    def _end_entry(self) -> None:
        links = " ".join(self._links)
        type_id = re.search(r"ReadingType/([^/\s]+)", links)
        meter_reading_id = re.search(r"MeterReading/([^/\s]+)", links)
        if self._type is not None:
            self._types[type_id[1] if type_id else ""] = self._type
        elif self._block:
            self._blocks.append((meter_reading_id[1] if meter_reading_id else "", self._block))
        elif type_id and meter_reading_id:
            self._type_of_meter_reading[meter_reading_id[1]] = type_id[1]

    def readings(self) -> Iterator[Reading]:
        """Power used, once per stretch of time, from the finest readings that there are of it."""
        if not self._blocks:
            raise MeterFileError("This XML file holds no Green Button readings. Download the report again.")
        kwh_of: dict[tuple[int, int], Decimal] = {}
        measures_power = False
        for meter_reading_id, block in self._blocks:
            kind = self._kind_of(meter_reading_id)
            if kind.unit != _WATT_HOURS:
                continue
            measures_power = True
            if kind.flow == _REVERSE:
                self.surplus = True
                continue
            for start, seconds, value in block:
                if value < 0:
                    raise MeterFileError("The file has a use below 0. Download the consumption report.")
                kwh_of.setdefault((seconds, start), value.scaleb(kind.multiplier) / 1000)
        if not measures_power:
            raise MeterFileError("This Green Button file does not measure electricity in kWh.")
        for start, seconds in _finest(kwh_of):
            yield _reading(start, seconds, kwh_of[seconds, start])

    def _kind_of(self, meter_reading_id: str) -> _ReadingType:
        type_id = self._type_of_meter_reading.get(meter_reading_id)
        if type_id in self._types:
            return self._types[type_id]
        return next(iter(self._types.values())) if self._types else _ReadingType()


def _finest(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those (seconds, start) within which no shorter one begins, as (start, seconds): no hour counts twice."""
    known: list[int] = []
    for seconds, starts in groupby(sorted(stretches), key=itemgetter(0)):
        kept = [
            start
            for _, start in starts
            if (at := bisect_left(known, start)) == len(known) or known[at] >= start + max(seconds, 1)
        ]
        yield from ((start, seconds) for start in kept)
        known = sorted((*known, *kept))


def _reading(start: int, seconds: int, kwh: Decimal) -> Reading:
    try:
        moment = datetime.fromtimestamp(start, UTC).astimezone(TEXAS)
    except (OverflowError, ValueError, OSError):
        raise MeterFileError("The file has a date that cannot be. Download the report again.") from None
    if not 2000 <= moment.year <= 2100 or seconds > _DAY_SECONDS + _HOUR_SECONDS:
        raise MeterFileError("Download the 15-minute, hourly or daily Green Button file.")
    minutes = seconds // 60 or 15
    return Reading(moment.date(), minutes, kwh, moment.hour if seconds <= _HOUR_SECONDS else None)


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise MeterFileError("This Green Button file has a number that we cannot read.") from None


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise MeterFileError("This Green Button file has a reading that we cannot read.")
    return value
