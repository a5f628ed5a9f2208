"""Is it worth asking Redis now? After five failures in ten seconds it is left alone for five, then tried once."""

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
    """Counts failures of one remote party. `allows()` before each call, `succeeded()` or `failed()` after it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: deque[float] = deque(maxlen=FAILURES_TO_OPEN)
        self._opened_at = 0.0
        self._probe_at = 0.0
        self.state = BreakerState.CLOSED
        self.openings = 0
        """How often it has opened since the start."""

    def allows(self) -> bool:
        """May this call be made?"""
        if self.state is BreakerState.CLOSED:
            return True
        now = self._clock()
        if self.state is BreakerState.OPEN and now - self._opened_at >= OPEN_SECONDS:
            self.state = BreakerState.HALF_OPEN
            self._probe_at = now
            return True
        if self.state is BreakerState.HALF_OPEN and now - self._probe_at >= OPEN_SECONDS:
            # The probe was cancelled and never told us; another may try.
            self._probe_at = now
            return True
        return False

    def succeeded(self) -> None:
        """The call was answered."""
        if self.state is not BreakerState.CLOSED:
            self.state = BreakerState.CLOSED
            self._failures.clear()

    def failed(self) -> None:
        """The call was refused, late or not understood."""
        now = self._clock()
        self._failures.append(now)
        is_many = len(self._failures) == FAILURES_TO_OPEN and now - self._failures[0] <= WINDOW_SECONDS
        if self.state is BreakerState.HALF_OPEN or (self.state is BreakerState.CLOSED and is_many):
            self.state = BreakerState.OPEN
            self._opened_at = now
            self.openings += 1
