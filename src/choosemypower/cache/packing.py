"""When is a page compressed densely? When nobody waits for another one, in a thread, one page at a time."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from choosemypower.cache.entries import Entry

QUIET_SECONDS = 0.1
"""So long no page must have been begun, and none may be under way."""
WAITING_MAX = 1_000
"""What has waited longest is forgotten first: it stays as it is until somebody asks for it in another coding."""


class Packing:
    """A queue of entries; each is packed once, in the pauses between fills."""

    def __init__(
        self,
        pack: Callable[[Entry], Awaitable[None]],
        is_busy: Callable[[], bool],
        clock: Callable[[], float],
    ) -> None:
        self._pack = pack
        self._is_busy = is_busy
        self._clock = clock
        self._waiting: deque[Entry] = deque(maxlen=WAITING_MAX)
        self._task: asyncio.Task[None] | None = None
        self._held_at = 0.0
        self._is_hurried = False

    def hold(self) -> None:
        """A page is begun: the queue waits a little longer."""
        self._held_at = self._clock()

    def add(self, entry: Entry) -> None:
        """Pack this entry soon."""
        self._waiting.append(entry)
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
                await self._pack(self._waiting.popleft())
        finally:
            self._task = None

    def _is_early(self) -> bool:
        if self._is_hurried:
            return False
        return self._is_busy() or self._clock() - self._held_at < QUIET_SECONDS
