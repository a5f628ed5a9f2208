"""Meter files in Green Button XML (NAESB ESPI, an Atom feed): what each entry says, in one pass of bounded depth."""

from array import array
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from choosemypower.usage.green_button_channels import Block, Feed, ReadingType
from choosemypower.usage.readings import EARLIEST, LATEST, MOST_READINGS, MeterFileError, Quality, Readings

_ESTIMATED = "8"
_DEEPEST = 32
"""Real files are 8 deep."""
_LONGEST_TEXT = 64
_LONGEST_LINK = 300
_MOST_LINKS = 40
_MOST_ENTRIES = 100_000
_NO_DURATION = -1
_MILLI = 1000
_TYPE_NUMBERS = frozenset((
    "powerOfTenMultiplier", "uom", "flowDirection", "intervalLength", "tou", "commodity", "accumulationBehaviour",
    "dataQualifier",
))  # fmt: skip
_TEXTS = _TYPE_NUMBERS | {"start", "duration", "value", "quality", "updated", "kind", "tou"}


def is_xml(content: bytes) -> bool:
    """Whether a file begins like XML, in any of the encodings that XML comes in."""
    return content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith((b"<", b"\0<"))


def read_green_button(content: bytes) -> Readings:
    """The readings of a Green Button file. Raises MeterFileError."""
    handler = _Handler()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(_without_blanks_before(content), True)
    except (
        expat.ExpatError,
        LookupError,
        ValueError,
    ):  # the last two: encodings that Python lacks or cannot use
        raise MeterFileError(
            "This XML file is damaged or not a Green Button file. Download it again."
        ) from None
    return handler.feed.readings()


def _without_blanks_before(content: bytes) -> bytes:
    """XML may begin with nothing but itself; downloads begin with blank lines."""
    bare = content.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    return bare if bare.startswith(b"<") else content


def _refuse_doctype(name: str, *_: object) -> None:
    if name.casefold() == "html":
        raise MeterFileError(
            "This is a web page, not a meter file. Sign in and use the button that downloads the report."
        )
    raise MeterFileError("This XML file declares a document type, which Green Button files never do.")


class _Handler:
    """The parser's events, sorted into entries."""

    def __init__(self) -> None:
        self.feed = Feed()
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._keeps_text = False
        self._entries = 0
        self._begin_entry()
        self._start: int | None = None
        self._seconds = _NO_DURATION
        self._milli: int | None = None
        self._quality = Quality.ACTUAL
        self._tou = 0
        self._in_reading = False

    def _begin_entry(self) -> None:
        self._links: list[tuple[str, str]] = []
        self._type: ReadingType | None = None
        self._service: int | None = None
        self._updated = 0
        self._block = Block(array("q"), array("q"), array("q"), array("b"), array("h"))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name[name.rfind(" ") + 1 :]
        self._path.append(local)
        if len(self._path) > _DEEPEST:
            raise MeterFileError(
                "This XML file is nested deeper than any Green Button file. Download it again."
            )
        self._keeps_text = local in _TEXTS
        self._text.clear()
        self._length = 0
        if local == "IntervalReading":
            self._start, self._seconds, self._milli = None, _NO_DURATION, None
            self._quality, self._tou, self._in_reading = Quality.ACTUAL, 0, True
        elif local == "entry":
            self._entries += 1
            if self._entries > _MOST_ENTRIES:
                raise MeterFileError(
                    "This Green Button file has too many entries. Download one year at most."
                )
            self._begin_entry()
        elif local == "link":
            if len(self._links) < _MOST_LINKS:
                self._links.append((attributes.get("rel", ""), attributes.get("href", "")[:_LONGEST_LINK]))
        elif local == "ReadingType":
            self._type = ReadingType()

    def text(self, characters: str) -> None:
        if self._keeps_text and self._length <= _LONGEST_TEXT:
            self._text.append(characters)
            self._length += len(characters)

    def end(self, name: str) -> None:
        local = self._path.pop()
        if self._keeps_text:
            self._keeps_text = False
            self._field(local, "".join(self._text)[:_LONGEST_TEXT].strip())
        elif local == "IntervalReading":
            self._in_reading = False
            self._end_reading()
        elif local == "entry":
            self.feed.add_entry(self._links, self._type, self._service, self._updated, self._block)

    def _field(self, local: str, text: str) -> None:
        parent = self._path[-1] if self._path else ""
        if self._in_reading:
            self._field_of_reading(parent, local, text)
        elif parent == "ReadingType" and self._type is not None:
            if local in _TYPE_NUMBERS and text:
                self._type.numbers[local] = _whole(text)
        elif parent == "entry" and local == "updated":
            digits = "".join(letter for letter in text if letter.isdecimal())[:14]
            self._updated = int(digits or 0)
        elif parent == "ServiceCategory" and local == "kind":
            self._service = _small(text)

    def _field_of_reading(self, parent: str, local: str, text: str) -> None:
        match parent, local:
            case "timePeriod", "start":
                self._start = _whole(text)
            case "timePeriod", "duration":
                self._seconds = _whole(text) if text else _NO_DURATION
            case "IntervalReading", "value":
                self._milli = _milli(text)
            case "IntervalReading", "tou":
                self._tou = _small(text)
            case _, "quality" if text == _ESTIMATED:
                self._quality = Quality.ESTIMATED

    def _end_reading(self) -> None:
        if self._start is None or self._milli is None:
            return
        if not EARLIEST <= self._start <= LATEST:
            raise MeterFileError("The file has a date that cannot be. Download the report again.")
        self.feed.count += 1
        if self.feed.count > MOST_READINGS:
            raise MeterFileError(
                f"The file has more than {MOST_READINGS:,} readings. Download one year at most."
            )
        block = self._block
        block.starts.append(self._start)
        block.seconds.append(self._seconds if self._seconds > 0 else _NO_DURATION)
        block.milli.append(self._milli)
        block.qualities.append(self._quality)
        block.tous.append(self._tou)


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > 14:
        raise MeterFileError("This Green Button file has a number that we cannot read.")
    return value


def _whole(text: str) -> int:
    return int(_number(text))


def _small(text: str) -> int:
    return max(-1, min(999, _whole(text))) if text else 0


def _milli(text: str) -> int:
    return round(_number(text) * _MILLI)
