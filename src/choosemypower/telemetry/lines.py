"""Lines of log wait in a queue and a thread writes them, those of requests many at once.

So a request never waits for whoever reads the log, and its line costs less than half of what it costs alone.
"""

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Protocol, TextIO

from choosemypower.asked import Asked

GATHER_SECONDS = 0.25
"""So long a line of a request waits for others; what a killed process loses."""
LINES_MAX = 20_000
"""Some seconds of a busy server, and 10 MB. When nobody reads, what comes then is dropped and counted."""
LINES_AT_ONCE = 500
PIPE_BYTES = 4096
"""The system writes so much to a pipe in one piece: no line breaks another process's."""
END_SECONDS = 1.0
"""Nobody waits longer for a reader that does not read."""


class Form(Protocol):
    """What a line looks like."""

    def format(self, record: logging.LogRecord) -> str: ...

    def of_request(self, asked: Asked, at: float) -> str: ...


class Lines(logging.Handler):
    """Writes lines in this form: at once, or by its thread within `gathering`."""

    def __init__(self, stream: TextIO, form: Form) -> None:
        super().__init__()
        self.dropped = 0
        self._told_dropped = 0
        self._stream = stream
        self._form = form
        self._waiting: deque[str | Asked] = deque()
        self._writing = threading.Lock()
        self.is_idle = True
        """Does the thread wait until there is something?"""
        self._something = threading.Event()
        self._hurry = threading.Event()
        self._thread: threading.Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """What is no request's line is rare and may be the last: it is written at once."""
        try:
            self.note(self._form.format(record))
        except Exception:
            self.handleError(record)
            return
        self._hurry.set()

    def note(self, line: str | Asked) -> None:
        """Write this, or the line of a request; that looks the same as any other."""
        waiting = self._waiting
        if len(waiting) >= LINES_MAX:
            self.dropped += 1
            return
        waiting.append(line)
        if self._thread is None:
            self.flush()
        elif self.is_idle:
            self.is_idle = False
            self._something.set()
        elif len(waiting) >= LINES_AT_ONCE:
            self._hurry.set()

    @contextlib.contextmanager
    def gathering(self) -> Iterator[None]:
        """Around the time of serving; at its end everything is written."""
        thread = threading.Thread(target=self._keep_writing, name="log", daemon=True)
        self._thread = thread
        thread.start()
        try:
            yield
        finally:
            self._thread = None
            self._hurry.set()
            self._something.set()
            thread.join(END_SECONDS)
            self.flush()

    def _keep_writing(self) -> None:
        while self._thread is not None:
            # While much goes on it looks by itself: to be woken by a request costs that one more than its line.
            if not self._hurry.wait(GATHER_SECONDS) and not self._waiting:
                self._something.clear()
                self.is_idle = True
                # Looked at after it is said: what came before is seen, what comes after wakes.
                if not self._waiting and self._thread is not None:
                    self._something.wait()
                    continue
                self.is_idle = False
            self._hurry.clear()
            self._write()

    def flush(self) -> None:
        """Write what waits, unless somebody is at it who cannot get rid of it."""
        if self._writing.acquire(timeout=END_SECONDS):
            self._writing.release()
            self._write()

    def _write(self) -> None:
        with self._writing:
            piece: list[str] = []
            size = 0
            for line in self._ready():
                if piece and size + len(line) >= PIPE_BYTES:
                    self._give(piece)
                    piece, size = [], 0
                piece.append(line)
                size += len(line) + 1
            if piece:
                self._give(piece)

    def _ready(self) -> Iterator[str]:
        clock_ahead = time.time() - time.perf_counter()
        while self._waiting:
            line = self._waiting.popleft()
            if isinstance(line, str):
                yield line
            else:
                yield self._form.of_request(line, line.ended_at + clock_ahead)
        if (dropped := self.dropped) > self._told_dropped:
            words = f"{dropped - self._told_dropped} lines of log were dropped: nobody took them in time."
            self._told_dropped = dropped
            yield self._form.format(
                logging.LogRecord("choosemypower.telemetry", logging.WARNING, "", 0, words, None, None)
            )

    def _give(self, piece: list[str]) -> None:
        try:
            self._stream.write("\n".join(piece) + "\n")
            self._stream.flush()
        except (OSError, ValueError):  # nobody can be told: the log's reader is gone
            self.dropped += len(piece)


_EVERYWHERE: list[Lines] = []


def write_requests_to(lines: Lines) -> None:
    """From now on, the lines of requests too."""
    _EVERYWHERE.append(lines)


def write_no_more_to(lines: Lines) -> None:
    """Neither waiting ones: all are written first."""
    lines.flush()
    _EVERYWHERE.remove(lines)


def note(asked: Asked) -> None:
    """Write that this request was answered."""
    for lines in _EVERYWHERE:
        lines.note(asked)


@contextlib.contextmanager
def gathering() -> Iterator[None]:
    """Around the time of serving: lines are written by threads."""
    with contextlib.ExitStack() as stack:
        for lines in _EVERYWHERE:
            stack.enter_context(lines.gathering())
        yield


def dropped() -> int:
    """How many lines nobody took, since the start."""
    return sum(lines.dropped for lines in _EVERYWHERE)
