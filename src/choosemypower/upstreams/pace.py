"""Not faster than agreed, and not at all while a service is ill."""

import asyncio
import time
from collections.abc import Callable


class Pace:
    """Lets calls through at a rate; a burst may come at once, those after it wait their turn."""

    def __init__(self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = 1 / per_second
        self._ahead = self._step * burst
        self._clock = clock
        self._paid = 0.0

    def slow_to(self, per_second: float) -> None:
        """Let calls through no faster than this, and none of them early."""
        self._step = max(self._step, 1 / per_second)
        self._ahead = self._step

    async def wait(self) -> None:
        """Come back when it is this call's turn."""
        now = self._clock()
        self._paid = max(self._paid, now) + self._step
        if (early := self._paid - self._ahead - now) > 0:
            await asyncio.sleep(early)


class Fuse:
    """Opens after so many failures in a row; after a rest one call decides."""

    def __init__(
        self, failures_to_open: int, open_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = failures_to_open
        self._rest = open_seconds
        self._clock = clock
        self._failures = 0
        self._opened_at: float | None = None
        self.is_trying = False
        """One call is under way that decides."""
        self.openings = 0
        """How often it has opened, trials that failed not counted."""

    def may_ask(self) -> bool:
        """Whether a call may go out now; while it rests only one that tries whether the service is back."""
        if self._opened_at is None:
            return True
        if self.is_trying or self._clock() - self._opened_at < self._rest:
            return False
        self.is_trying = True
        return True

    def succeeded(self) -> None:
        self._failures = 0
        self._opened_at, self.is_trying = None, False

    def failed(self) -> None:
        self._failures += 1
        if self.is_trying or self._failures >= self._most:
            self.openings += self._opened_at is None
            self._opened_at = self._clock()
        self.is_trying = False

    def gave_up(self) -> None:
        """A call ended without telling anything of the service: it was cancelled."""
        self.is_trying = False

    @property
    def is_open(self) -> bool:
        return self._opened_at is not None
