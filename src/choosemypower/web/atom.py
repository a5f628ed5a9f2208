"""A feed in Atom (RFC 4287): titles, days and HTML, which every reader of feeds takes."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from markupsafe import Markup, escape

ATOM = "application/atom+xml; charset=utf-8"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened."""

    key: str
    """Its name for ever, as an address."""
    title: str
    at: datetime
    url: str
    content: Markup


def atom_feed(*, title: str, page: str, feed: str, updated: datetime, entries: Iterable[FeedEntry]) -> bytes:
    """The feed: `page` shows the same to people, `feed` is its own address; `updated` where it has no entry."""
    listed = tuple(entries)
    newest = max((entry.at for entry in listed), default=updated)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<title>{_xml(title)}</title>\n<id>{_xml(feed)}</id>\n<updated>{_moment(newest)}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href="{_xml(feed)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{_xml(page)}"/>\n'
        "<author><name>ChooseMyPower</name></author>\n"
        f"{''.join(map(_entry, listed))}</feed>\n"
    )
    return text.encode()


def _entry(entry: FeedEntry) -> str:
    return (
        f"<entry>\n<title>{_xml(entry.title)}</title>\n<id>{_xml(entry.key)}</id>\n"
        f"<updated>{_moment(entry.at)}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{_xml(entry.url)}"/>\n'
        # HTML inside XML: escaped once more, as the format asks.
        f'<content type="html">{_xml(str(entry.content))}</content>\n</entry>\n'
    )


def _xml(text: str) -> Markup:
    return escape(str(_NOT_IN_XML.sub("", text)))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
