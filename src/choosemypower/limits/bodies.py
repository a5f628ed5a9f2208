"""Bodies that never end: each has a deadline and a least rate, and all of a process together have a bound."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from choosemypower.errors import AppError

PATIENCE_SECONDS = 10.0
"""For the first byte, and for small bodies."""
LEAST_BYTES_A_SECOND = 50_000
"""Beyond that each byte gives so much more time: 10 MB have 210 s, at 0.4 Mbit/s."""
MOST_BYTES = 48 * 1024 * 1024
"""Of all bodies that a process holds at once: four meter files of 10 MB, and small ones."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Program = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


class BodyTooSlowError(AppError):
    code = "timeout"
    status = 408
    title = "The body came too slowly"

    def __init__(self) -> None:
        super().__init__("The request body did not arrive in time. Try again on a faster connection.")


class TooManyBodiesError(AppError):
    code = "busy"
    status = 503
    title = "Too many files at once"

    def __init__(self) -> None:
        super().__init__("We are receiving as many files as we can. Try again in a few seconds.")


class BodyCutShortError(AppError):
    """Nobody is there any more to read this. It is not our fault either: no 500, and no error in the log."""

    code = "invalid_request"
    status = 400
    title = "The body was cut short"

    def __init__(self) -> None:
        super().__init__("The connection ended before the whole request body had come. Send it again.")


class BodyLimits:
    """Around what the page cache hands on: `receive` raises one of the errors above where a body is read."""

    def __init__(
        self,
        program: Program,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        least_bytes_a_second: float = LEAST_BYTES_A_SECOND,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._program = program
        self._patience_seconds = patience_seconds
        self._least_bytes_a_second = least_bytes_a_second
        self._most_bytes = most_bytes
        self.held_bytes = 0

    def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return self._program(scope, receive, send)  # no frame of ours around what carries no body
        return self._limited(scope, receive, send)

    async def _limited(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        begin = asyncio.get_running_loop().time()
        own_bytes, is_whole = 0, False

        async def receive_in_time() -> Message:
            nonlocal own_bytes, is_whole
            if is_whole:
                return await receive()  # from now on only the end of the connection comes
            deadline = begin + self._patience_seconds + own_bytes / self._least_bytes_a_second
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise BodyTooSlowError from None
            if message["type"] == "http.disconnect":
                raise BodyCutShortError
            length = len(message.get("body", b""))
            if self.held_bytes + length > self._most_bytes:
                raise TooManyBodiesError
            own_bytes += length
            self.held_bytes += length
            is_whole = not message.get("more_body", False)
            return message

        try:
            await self._program(scope, receive_in_time, send)
        finally:
            self.held_bytes -= own_bytes
