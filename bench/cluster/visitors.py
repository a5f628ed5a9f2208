"""Visitors who ask for seen pages at a steady rate, and remember every answer that was not whole."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATHS = ("/", "/electricity-plans/houston", "/electricity-plans/dallas", "/api/v1/plans")
SLOW_SECONDS = 3.0


class Visits:
    """What became of the requests so far."""

    def __init__(self) -> None:
        self.count = 0
        self.slowest = 0.0
        self.failed: list[str] = []
        self._lock = threading.Lock()

    def note(self, seconds: float, failure: str | None) -> None:
        with self._lock:
            self.count += 1
            self.slowest = max(self.slowest, seconds)
            if failure is not None:
                self.failed.append(failure)

    def said(self) -> str:
        return f"{self.count} requests, {len(self.failed)} failed, slowest {self.slowest:.2f} s"


@contextmanager
def visiting(address: str, per_second: float) -> Iterator[Visits]:
    """A new connection for each request, as a load balancer's health of pods would have it."""
    visits = Visits()
    ends = threading.Event()
    threads = [
        threading.Thread(target=_visit, args=(address, path, len(PATHS) / per_second, visits, ends))
        for path in PATHS
    ]
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


def _failure(address: str, path: str) -> str | None:
    connection = http.client.HTTPConnection(address, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        return None if answer.status == 200 and body else f"{path}: {answer.status}"
    except (OSError, http.client.HTTPException) as error:
        return f"{path}: {error!r}"
    finally:
        connection.close()
