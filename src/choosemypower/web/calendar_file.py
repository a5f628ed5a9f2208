"""A calendar file of whole days (RFC 5545), which every calendar program takes.

Own code, not the library `icalendar`: that costs each process 10 MB, a third of which is a time zone table, and whole
days need no time zone. The tests read these files with that library.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import msgspec

LINE_BYTES_MAX = 75
"""RFC 5545, 3.1; longer lines go on in the next one, behind a blank."""
ALARM_HOUR = 9
"""When a calendar speaks up on a whole day: the whole day itself begins at midnight."""
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class DayEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One or more whole days, with an alarm on the morning of the first."""

    key: str
    """What it is about: the same key always is the same event, so that a second file renews the first."""
    first_day: date
    last_day: date
    title: str
    text: str
    url: str


def calendar_file(events: Sequence[DayEvent], *, host: str, now: datetime) -> bytes:
    """The file. `host` makes the events' names ours for ever, `now` says which of two files is newer."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_escaped(host)}//ChooseMyPower//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for event in events:
        lines += _event_lines(event, host, now)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for part in _folded(lines))


def _event_lines(event: DayEvent, host: str, now: datetime) -> list[str]:
    title = _escaped(event.title)
    return [
        "BEGIN:VEVENT",
        f"UID:{sha256(event.key.encode()).hexdigest()[:32]}@{_escaped(host)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.first_day:%Y%m%d}",
        # The end is the first day that no longer belongs to it.
        f"DTEND;VALUE=DATE:{event.last_day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{title}",
        f"DESCRIPTION:{_escaped(event.text)}",
        f"URL:{_NOT_IN_TEXT.sub('', event.url)}",
        # It takes no time away: nobody is busy on that day.
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{title}",
        f"TRIGGER:PT{ALARM_HOUR}H",
        "END:VALARM",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return _NOT_IN_TEXT.sub("", text.replace("\r\n", "\n")).translate(_ESCAPED)


def _folded(lines: Iterable[str]) -> Iterator[bytes]:
    """Each line in parts of at most 75 bytes; no character is cut."""
    for line in lines:
        part = b""
        for character in line:
            encoded = character.encode("utf-8", "replace")
            if len(part) + len(encoded) > LINE_BYTES_MAX:
                yield part
                part = b" "
            part += encoded
        yield part
