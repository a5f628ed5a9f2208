"""Does the event loop still go round, and how late is it?"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from choosemypower.measures import LAG_BOUNDS, Durations

BEAT_SECONDS = 0.25
DEAD_SECONDS = 30.0
"""A loop that did not go round for so long is not coming back: reading a new listing takes a second or two."""


class Pulse:
    """Beats in the loop; read from any thread."""

    def __init__(self) -> None:
        self.lags = Durations(LAG_BOUNDS)
        self._beat_at = time.monotonic()

    @property
    def silent_seconds(self) -> float:
        """Since the last beat."""
        return time.monotonic() - self._beat_at

    @property
    def is_alive(self) -> bool:
        return self.silent_seconds < DEAD_SECONDS

    @contextlib.asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beat for the block."""
        task = asyncio.create_task(self._beat(), name="pulse")
        try:
            yield
        finally:
            task.cancel()

    async def _beat(self) -> None:
        while True:
            due = time.monotonic() + BEAT_SECONDS
            await asyncio.sleep(BEAT_SECONDS)
            self._beat_at = time.monotonic()
            self.lags.note(max(0.0, self._beat_at - due))
