"""When are the encodings made that the first visitor did not want? When nobody is waiting for a page."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from choosemypower.cache.entries import Entry

QUIET_SECONDS = 0.05
"""So long no fill must have begun."""
WAITING_BYTES_MAX = 24_000_000
"""More than this is not put off, though visitors keep coming: the next may want gzip."""


class Finisher:
    """A queue of entries; each is finished once, in the pauses between fills."""

    def __init__(self, finish: Callable[[Entry], Awaitable[None]], clock: Callable[[], float]) -> None:
        self._finish = finish
        self._clock = clock
        self._waiting: deque[Entry] = deque()
        self._task: asyncio.Task[None] | None = None
        self._held_at = 0.0
        self._is_hurried = False
        self._waiting_bytes = 0

    def hold(self) -> None:
        """A fill begins: the queue waits a little longer."""
        self._held_at = self._clock()

    def add(self, entry: Entry) -> None:
        """Finish this entry soon."""
        self._waiting.append(entry)
        self._waiting_bytes += entry.page.size
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="finish encodings")

    async def run_out(self) -> None:
        """Finish everything now."""
        self._is_hurried = True
        while self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
        self._is_hurried = False

    def stop(self) -> None:
        """Finish nothing more."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _work(self) -> None:
        try:
            while self._waiting:
                if self._is_early():
                    await asyncio.sleep(QUIET_SECONDS / 5)
                    continue
                # One at a time: whoever comes meanwhile is served first.
                entry = self._waiting.popleft()
                # Its size has grown when a second encoding was asked for meanwhile; an empty queue sets it right.
                self._waiting_bytes = max(0, self._waiting_bytes - entry.page.size) if self._waiting else 0
                await self._finish(entry)
                await asyncio.sleep(0)
        finally:
            self._task = None

    def _is_early(self) -> bool:
        if self._is_hurried or self._waiting_bytes >= WAITING_BYTES_MAX:
            return False
        return self._clock() - self._held_at < QUIET_SECONDS
