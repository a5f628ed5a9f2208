"""Around each request that is not a plain hit: its id, the headers that name it, and one line of log at its end."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from choosemypower import spans
from choosemypower.asked import CURRENT, Asked, id_of

log = logging.getLogger("choosemypower.access")

App = Callable[[Any, Any, Any], Awaitable[None]]

QUIET_PREFIX = "/api/health/"
"""Probes come every few seconds: their lines are for DEBUG."""


async def watched(app: App, scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Let the app answer; say in headers and in the log which request it was.

    Plain hits never come here (docs/decisions/0014-logs.md), but the first one of each page in each second does.
    """
    if scope["type"] != "http":
        await app(scope, receive, send)
        return
    asked = Asked(id_of(scope["headers"]), scope["method"])
    token = CURRENT.set(asked)

    async def send_named(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            asked.status = message["status"]
            message = {**message, "headers": _named(message["headers"], asked)}
        await send(message)

    try:
        with spans.of_request(asked, scope["headers"]):
            await app(scope, receive, send_named)
    finally:
        _note(asked)
        CURRENT.reset(token)


def _named(headers: Iterable[tuple[bytes, bytes]], asked: Asked) -> list[tuple[bytes, bytes]]:
    """The answer's headers with the request's id and how long it took in all."""
    timing = f'total;dur={asked.seconds * 1000:.1f};desc="{asked.id}"'.encode()
    named = [(b"x-request-id", asked.id.encode()), *headers]
    # From the end, where the page cache puts it.
    for at in range(len(named) - 1, 0, -1):
        if named[at][0] == b"server-timing":
            timing = b"%s, %s" % (named.pop(at)[1], timing)
            break
    return [*named, (b"server-timing", timing)]


def _note(asked: Asked) -> None:
    """One line: who asks, for what address and with which words stays out of it."""
    level = logging.DEBUG if asked.route.startswith(QUIET_PREFIX) else logging.INFO
    if not log.isEnabledFor(level):
        return
    milliseconds = round(asked.seconds * 1000, 2)
    facts: dict[str, object] = {
        "method": asked.method,
        "route": asked.route,
        "class": asked.page_class,
        "status": asked.status,
        "milliseconds": milliseconds,
        "cache": asked.cache,
    }
    if asked.render_seconds is not None:
        facts["renderMilliseconds"] = round(asked.render_seconds * 1000, 2)
    words = f"{asked.method} {asked.route or '-'} {asked.status or 'no answer'} {milliseconds} ms {asked.cache or '-'}"
    # Not `log.info`, which looks through the stack for who logs: half of what a line costs.
    record = log.makeRecord(log.name, level, "", 0, words, (), None, extra={"facts": facts})
    log.handle(record)
