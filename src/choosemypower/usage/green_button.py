"""Meter files in Green Button XML (NAESB ESPI, an Atom feed): what each entry says, in one pass of bounded depth."""

import re
from array import array
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from choosemypower.usage.green_button_channels import Block, Feed, ReadingType
from choosemypower.usage.readings import EARLIEST, LATEST, MOST_READINGS, MeterFileError, Quality, Readings

_ESTIMATED = "8"
_SAYS_UTF_16 = re.compile(rb"<\?xml[^>]{0,60}encoding=[\"']utf-?16", re.IGNORECASE)
_DEEPEST = 32
"""Real files are 8 deep."""
_LONGEST_TEXT = 64
_LONGEST_LINK = 300
_MOST_LINKS = 40
_MOST_ENTRIES = 100_000
_NO_DURATION = -1
_MILLIONTHS = 1_000_000
_MOST_DIGITS = 11
_TYPE_NUMBERS = frozenset((
    "powerOfTenMultiplier", "uom", "flowDirection", "intervalLength", "tou", "commodity", "accumulationBehaviour",
    "dataQualifier",
))  # fmt: skip
_NO_VALUE = frozenset(("", "nan", "null", "none", "n/a", "-", "--"))
"""What programs write into the value of a reading that they do not have."""
_TEXTS = _TYPE_NUMBERS | {"start", "duration", "value", "quality", "updated", "kind", "tou"}


def is_xml(content: bytes) -> bool:
    """Whether a file begins like XML, in any of the encodings that XML comes in."""
    return content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith((b"<", b"\0<"))


def read_green_button(content: bytes) -> Readings:
    """The readings of a Green Button file. Raises MeterFileError."""
    handler = _Handler()
    text, encoding = _in_its_encoding(content)
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(text, True)
    except (
        expat.ExpatError,
        LookupError,
        ValueError,
    ):  # the last two: encodings that Python lacks or cannot use
        raise MeterFileError(
            "This XML file is damaged or not a Green Button file. Download it again."
        ) from None
    handler.finish()
    return handler.feed.readings()


def _in_its_encoding(content: bytes) -> tuple[bytes, str | None]:
    """XML without what may not stand before it, and its encoding where its own first line is wrong about that.

    Programs write "utf-16" above UTF-8, and turn files into UTF-16 without changing the line; blank lines come first.
    """
    marked = content.lstrip(b" \t\r\n")
    if marked.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        known = "utf-16" if marked[0] > 0x7F else "utf-16-le" if marked[0] else "utf-16-be"
        return marked.decode(known, errors="replace").lstrip().encode(errors="replace"), "utf-8"
    bare = content.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if not bare.startswith(b"<"):
        return content, None
    return bare, "utf-8" if _SAYS_UTF_16.match(bare) else None


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
        self._millionths: int | None = None
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
            self._start, self._seconds, self._millionths = None, _NO_DURATION, None
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
        elif local == "ReadingType" and not self._entries:
            self.feed.add_entry([], self._type, None, 0, self._block)
        elif local == "entry":
            self.feed.add_entry(self._links, self._type, self._service, self._updated, self._block)

    def finish(self) -> None:
        """A block may stand alone, without the entries of a feed around it."""
        if not self._entries and len(self._block.starts):
            self.feed.add_entry([], None, None, 0, self._block)

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
                self._start = _whole(text) if text else None
            case "timePeriod", "duration":
                self._seconds = _whole(text) if text else _NO_DURATION
            case "IntervalReading", "value":
                self._millionths = None if text.casefold() in _NO_VALUE else _millionths(text)
            case "IntervalReading", "tou":
                self._tou = _small(text)
            case _, "quality" if text == _ESTIMATED:
                self._quality = Quality.ESTIMATED

    def _end_reading(self) -> None:
        if self._start is None or self._millionths is None:
            self.feed.gaps += 1
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
        seconds = self._seconds + (
            self._seconds % 60 == 59
        )  # some name the last second: 899 of a quarter hour
        block.seconds.append(seconds if seconds > 0 else _NO_DURATION)
        block.millionths.append(self._millionths)
        block.qualities.append(self._quality)
        block.tous.append(self._tou)


def _number(text: str, most_digits: int = 14) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or (value and abs(value.adjusted()) > most_digits):
        raise MeterFileError(
            f"This Green Button file says “{text[:30]}” in the place of a number. Download it again, or as CSV."
        )
    return value


def _whole(text: str) -> int:
    return int(_number(text))


def _small(text: str) -> int:
    return max(-1, min(999, _whole(text))) if text else 0


def _millionths(text: str) -> int:
    return round(_number(text, _MOST_DIGITS) * _MILLIONTHS)
