"""Visitors who ask for seen pages at a steady rate, and remember every answer that was not whole.

Beside them one asks for pages that nobody has asked for before, two a second. Those may be refused with 503 where too
much is asked for; a pod that is said to be ready and cannot make a page yet would show in them.
"""

import contextlib
import http.client
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bench.city_page import addresses

PATHS = ("/", "/electricity-plans/houston", "/electricity-plans/dallas", "/api/v1/plans")
SLOW_SECONDS = 3.0
UNSEEN_EVERY_SECONDS = 0.5
UNSEEN = iter(addresses("austin", 3000))


class Visits:
    """What became of the requests so far."""

    def __init__(self) -> None:
        self.count = 0
        self.slowest = 0.0
        self.failed: list[str] = []
        self.unseen: Counter[int] = Counter()
        self._lately: list[float] = []
        self._lock = threading.Lock()

    def note(self, seconds: float, failure: str | None) -> None:
        with self._lock:
            self.count += 1
            self.slowest = max(self.slowest, seconds)
            self._lately.append(seconds)
            if failure is not None:
                self.failed.append(failure)

    def note_unseen(self, status: int) -> None:
        with self._lock:
            self.unseen[status] += 1
            if status not in (200, 301, 503):
                self.failed.append(f"an unseen page: {status}")

    def median_since_last_time(self) -> float:
        """Seconds of the requests since this was asked last."""
        with self._lock:
            lately, self._lately = self._lately, []
        return statistics.median(lately) if lately else 0.0

    def said(self) -> str:
        return (
            f"{self.count} requests, {len(self.failed)} failed, slowest {self.slowest:.2f} s; "
            f"{self.unseen.total()} unseen pages, {self.unseen[503]} refused"
        )


@contextmanager
def visiting(address: str, per_second: float) -> Iterator[Visits]:
    """A new connection for each request, as a load balancer's health of pods would have it."""
    for path in PATHS:  # seen before anything is broken
        _failure(address, path)
    visits = Visits()
    ends = threading.Event()
    threads = [
        threading.Thread(target=_visit, args=(address, path, len(PATHS) / per_second, visits, ends))
        for path in PATHS
    ]
    threads.append(threading.Thread(target=_visit_unseen, args=(address, visits, ends)))
    for thread in threads:
        thread.start()
    try:
        yield visits
    finally:
        ends.set()
        for thread in threads:
            thread.join()


def _visit(address: str, path: str, every: float, visits: Visits, ends: threading.Event) -> None:
    while not ends.is_set():
        began = time.monotonic()
        failure = _failure(address, path)
        seconds = time.monotonic() - began
        if failure is None and seconds > SLOW_SECONDS:
            failure = f"{path}: {seconds:.1f} s"
        visits.note(seconds, failure)
        ends.wait(max(0.0, every - seconds))


def _visit_unseen(address: str, visits: Visits, ends: threading.Event) -> None:
    while not ends.wait(UNSEEN_EVERY_SECONDS):
        try:
            status = _status(address, next(UNSEEN))
        except (OSError, http.client.HTTPException) as error:
            visits.note(0.0, f"an unseen page: {error!r}")
        else:
            visits.note_unseen(status)


def first_answers(address: str, count: int) -> list[int]:
    """What a server answers to as many pages that nobody has asked for."""
    return [_status(address, next(UNSEEN)) for _ in range(count)]


def _failure(address: str, path: str) -> str | None:
    try:
        status = _status(address, path)
    except (OSError, http.client.HTTPException) as error:
        return f"{path}: {error!r}"
    return None if status == 200 else f"{path}: {status}"


def _status(address: str, path: str) -> int:
    with contextlib.closing(http.client.HTTPConnection(address, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
