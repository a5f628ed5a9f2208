"""Which request is being answered, and what became of it? One id links its log lines, headers, errors and trace.

The page cache, the handlers and the logs read it from here, so that nobody has to hand it on. Of the address only the
route's template is kept: neither path nor query.
"""

import os
import re
import time
from collections.abc import Iterable
from contextvars import ContextVar

_GIVEN_ID = re.compile(rb"(?![0-9]{17,22}\Z)[A-Za-z0-9][A-Za-z0-9._-]{3,127}")
"""What we take as an id from outside: no address, sentence or meter number fits in, nor what breaks a line of log."""
_TRACE_PARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"
)

Headers = Iterable[tuple[bytes, bytes]]


class Asked:
    """One request and what is known of its answer so far."""

    __slots__ = (
        "began_at",
        "cache",
        "ended_at",
        "id",
        "level",
        "method",
        "page_class",
        "render_seconds",
        "route",
        "status",
    )

    def __init__(self, request_id: str, method: str) -> None:
        self.id = request_id
        self.method = method
        self.began_at = time.perf_counter()
        self.route = ""
        """`/electricity-plans/{city}`; empty until it is found."""
        self.page_class = ""
        self.cache = ""
        """What the cache did, in a word."""
        self.status = 0
        self.render_seconds: float | None = None
        """Making it took so long; None: nothing was made for this request."""
        self.ended_at = self.began_at
        """`time.perf_counter` when the answer was sent; not before."""
        self.level = 0
        """How important its line of log is, as `logging` counts."""

    @property
    def took_seconds(self) -> float:
        """In all; once it has ended."""
        return self.ended_at - self.began_at


CURRENT: ContextVar[Asked | None] = ContextVar("asked", default=None)


def current_id() -> str:
    """The id of the request that is being answered; a new one where there is none."""
    asked = CURRENT.get()
    return asked.id if asked is not None else _new_id()


def _new_id() -> str:
    """An id that nobody has had before; also a valid trace id."""
    return os.urandom(16).hex()


def id_of(headers: Headers) -> str:
    """The id that the caller gave, by X-Request-ID or traceparent, when it is one that we take; else a new one."""
    trace = b""
    for name, value in headers:
        if name == b"x-request-id" and is_id(value):
            return value.decode("ascii")
        if name == b"traceparent":
            trace = value
    found = _TRACE_PARENT.fullmatch(trace) if trace else None
    return found[1].decode("ascii") if found else _new_id()


def is_id(given: bytes) -> bool:
    """May this be repeated in headers and logs?"""
    return _GIVEN_ID.fullmatch(given) is not None


def note_answer(route: str, page_class: str, cache: str) -> None:
    """Remember what became of the request that is being answered."""
    asked = CURRENT.get()
    if asked is not None:
        asked.route, asked.page_class, asked.cache = route, page_class, cache


def note_render(seconds: float) -> None:
    """Remember how long the answer took to make."""
    asked = CURRENT.get()
    if asked is not None:
        asked.render_seconds = seconds
