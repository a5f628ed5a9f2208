"""Around each request that is not a plain hit: its id, the headers that name it, and one line of log at its end."""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from choosemypower import spans
from choosemypower.asked import CURRENT, Asked, id_of
from choosemypower.telemetry import lines
from choosemypower.telemetry.logs import OF_REQUESTS

log = logging.getLogger(OF_REQUESTS)

App = Callable[[Any, Any, Any], Awaitable[None]]

QUIET_PREFIX = "/api/health/"
"""Probes come every few seconds: their lines are for DEBUG."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
"""What else a caller makes up does not get into the log."""


async def watched(app: App, scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Let the app answer; say in headers and in the log which request it was.

    Plain hits never come here (docs/decisions/0014-logs.md), but the first one of each page in each second does.
    """
    if scope["type"] != "http":
        await app(scope, receive, send)
        return
    method = scope["method"]
    asked = Asked(id_of(scope["headers"]), method if method in METHODS else "another")
    token = CURRENT.set(asked)

    # Not async itself: each coroutine around another costs.
    def send_named(message: dict[str, Any]) -> Awaitable[None]:
        if message["type"] == "http.response.start":
            asked.status = message["status"]
            message = {**message, "headers": _named(message["headers"], asked)}
        return send(message)  # type: ignore[no-any-return]

    try:
        if spans.is_traced():
            with spans.of_request(asked, scope["headers"]):
                await app(scope, receive, send_named)
        else:
            await app(scope, receive, send_named)
    finally:
        _note(asked)
        CURRENT.reset(token)


def _named(headers: Sequence[tuple[bytes, bytes]], asked: Asked) -> list[tuple[bytes, bytes]]:
    """The answer's headers with the request's id and how long it took in all."""
    request_id = asked.id.encode()
    milliseconds = (time.perf_counter() - asked.began_at) * 1000
    named = [(b"x-request-id", request_id), *headers]
    # Last, where the page cache puts it.
    if headers and headers[-1][0] == b"server-timing":
        named[-1] = (
            b"server-timing",
            b'%b, total;dur=%.1f;desc="%b"' % (headers[-1][1], milliseconds, request_id),
        )
    else:
        named.append((b"server-timing", b'total;dur=%.1f;desc="%b"' % (milliseconds, request_id)))
    return named


def _note(asked: Asked) -> None:
    """One line: who asks, for what address and with which words stays out of it."""
    level = logging.DEBUG if asked.route.startswith(QUIET_PREFIX) else logging.INFO
    if log.isEnabledFor(level):
        asked.level = level
        asked.ended_at = time.perf_counter()
        lines.note(asked)
