"""When is a page compressed densely? When nobody waits for another one, in a thread, one page at a time."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from choosemypower.cache.entries import Entry

QUIET_SECONDS = 0.05
"""So long no page must have been begun."""
WAITING_BYTES_MAX = 24_000_000
"""More than this is not put off, though visitors keep coming: dense pages take a fifth less memory."""


class Packing:
    """A queue of entries; each is packed once, in the pauses between fills."""

    def __init__(self, pack: Callable[[Entry], Awaitable[None]], clock: Callable[[], float]) -> None:
        self._pack = pack
        self._clock = clock
        self._waiting: deque[Entry] = deque()
        self._task: asyncio.Task[None] | None = None
        self._held_at = 0.0
        self._is_hurried = False
        self._waiting_bytes = 0

    def hold(self) -> None:
        """A page is begun: the queue waits a little longer."""
        self._held_at = self._clock()

    def add(self, entry: Entry) -> None:
        """Pack this entry soon."""
        self._waiting.append(entry)
        self._waiting_bytes += entry.size
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="pack pages")

    async def run_out(self) -> None:
        """Pack everything now."""
        self._is_hurried = True
        while self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
        self._is_hurried = False

    def stop(self) -> None:
        """Pack nothing more."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _work(self) -> None:
        try:
            while self._waiting:
                if self._is_early():
                    await asyncio.sleep(QUIET_SECONDS / 5)
                    continue
                entry = self._waiting.popleft()
                # Its size may have changed since; an empty queue sets it right.
                self._waiting_bytes = max(0, self._waiting_bytes - entry.size) if self._waiting else 0
                await self._pack(entry)
        finally:
            self._task = None

    def _is_early(self) -> bool:
        if self._is_hurried or self._waiting_bytes >= WAITING_BYTES_MAX:
            return False
        return self._clock() - self._held_at < QUIET_SECONDS
