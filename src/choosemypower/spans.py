"""What of a request took how long? Marks in the program that cost next to nothing until `telemetry.traces` is set up.

A span is named by what we do, never by what was asked for: no address, query, value or message goes into it.
"""

import contextlib
from collections.abc import Callable
from typing import Protocol

from choosemypower.asked import CURRENT, Asked, Headers

Span = contextlib.AbstractContextManager[object]


class Tracer(Protocol):
    """Opens spans; what is opened within the block of another is part of it."""

    def of_request(self, asked: Asked, headers: Headers) -> Span: ...

    def part(self, name: str) -> Span: ...


_NOTHING: Span = contextlib.nullcontext()
_tracer: Tracer | None = None


def trace_with(tracer: Tracer | None) -> None:
    """From now on, in this process; None: no more."""
    global _tracer
    _tracer = tracer


def is_traced() -> bool:
    """Does anybody want to know?"""
    return _tracer is not None


def of_request(asked: Asked, headers: Headers) -> Span:
    """Around the whole of a request."""
    return _NOTHING if _tracer is None else _tracer.of_request(asked, headers)


def part(name: str, detail: Callable[[], str] | None = None) -> Span:
    """Around a part of the request under way. `detail` is asked only when somebody traces."""
    if _tracer is None or CURRENT.get() is None:
        return _NOTHING
    return _tracer.part(name if detail is None else f"{name} {detail()}")
