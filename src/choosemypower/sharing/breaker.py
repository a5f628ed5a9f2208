"""Is it worth asking Redis now? After five failures in ten seconds it is left alone, and tried once every five."""

import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum

CALL_SECONDS = 0.05
"""What one request may spend waiting for Redis, all calls together."""
FAILURES_TO_OPEN = 5
WINDOW_SECONDS = 10.0
OPEN_SECONDS = 5.0


class Allowance:
    """How long may this request still wait for Redis?"""

    def __init__(self, seconds: float = CALL_SECONDS) -> None:
        self.left_seconds = seconds


class BreakerState(StrEnum):
    CLOSED = "closed"
    """Everything is asked."""
    OPEN = "open"
    """Nothing is asked."""
    HALF_OPEN = "half-open"
    """One call is under way that decides."""


class Breaker:
    """Counts failures of one remote party: `failed()` or `succeeded()` after each call, and calls only while closed.

    Whoever owns it says `try_again()` after OPEN_SECONDS and makes the one call that decides.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: deque[float] = deque(maxlen=FAILURES_TO_OPEN)
        self.state = BreakerState.CLOSED
        self.openings = 0
        """How often it has opened since the start, trials that failed not counted."""

    def try_again(self) -> None:
        """The next call decides."""
        if self.state is BreakerState.OPEN:
            self.state = BreakerState.HALF_OPEN

    def succeeded(self) -> None:
        """A call was answered. One that was under way when the breaker opened proves nothing."""
        if self.state is BreakerState.HALF_OPEN:
            self.state = BreakerState.CLOSED
            self._failures.clear()

    def failed(self) -> None:
        """The call was refused, late or not understood."""
        now = self._clock()
        self._failures.append(now)
        if self.state is BreakerState.HALF_OPEN:
            self.state = BreakerState.OPEN
        elif self.state is BreakerState.CLOSED and self._are_many(now):
            self.state = BreakerState.OPEN
            self.openings += 1

    def _are_many(self, now: float) -> bool:
        return len(self._failures) == FAILURES_TO_OPEN and now - self._failures[0] <= WINDOW_SECONDS
