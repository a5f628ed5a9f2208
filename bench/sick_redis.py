"""What a Redis that is frozen, slow or gone costs the visitors of pages that nobody asked for before."""

import contextlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.city_page import addresses
from bench.single import ask, connection, on_client_core
from bench.site import RunningSite, free_port

ALLOWANCE_MS = 50
"""What one request may wait for Redis (`sharing/breaker.py`); the sick one costs the first few so much at most."""
STALL_MS = 250
"""What the machine may add to the slowest of all."""
SLOW_SECONDS = 0.2
START_SECONDS = 10


def measure_sick_redis(site: RunningSite, add: Callable[..., None], count: int) -> None:
    """Median and slowest answer in milliseconds with a Redis in each state; nothing where no redis-server is."""
    server = shutil.which("redis-server")
    if server is None:
        print("  Redis is left out: redis-server (Debian: redis-server) is not installed", file=sys.stderr)
        return
    unseen = iter(addresses("houston", 9_999)[::-1])
    port, proxy_port = free_port(), free_port()
    command = [server, "--port", str(port), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        well = 0.0
        for state, address in (("well", port), ("frozen", port), ("slow", proxy_port), ("gone", port)):
            if state == "gone":
                process.kill()
                process.wait()
            with _slow_proxy(proxy_port, port), _restarted(site, f"redis://127.0.0.1:{address}/0"):
                if state == "frozen":
                    process.send_signal(signal.SIGSTOP)
                median, slowest = _asked(site, [next(unseen) for _ in range(count)])
                process.send_signal(signal.SIGCONT)
            well = well or median
            add(f"uncached city page, Redis {state}, median", median, "ms", None)
            if state != "well":
                add("    of that with a Redis that is well", median / well, "times", 1.5)
            add("    slowest", slowest, "ms", None if state == "well" else ALLOWANCE_MS + STALL_MS)
    finally:
        process.kill()
        process.wait()
        site.environment.pop("REDIS_URL", None)
        site.stop()
        site.start()


@contextmanager
def _restarted(site: RunningSite, redis_url: str) -> Iterator[None]:
    site.stop()
    site.environment["REDIS_URL"] = redis_url
    site.start()
    yield


def _asked(site: RunningSite, paths: list[str]) -> tuple[float, float]:
    took = []
    with on_client_core(), contextlib.closing(connection(site.url)) as client:
        for path in paths:
            began = time.perf_counter()
            status, _ = ask(client, path)
            took.append((time.perf_counter() - began) * 1000)
            assert status == 200, (path, status)
    return statistics.median(took), max(took)


@contextmanager
def _slow_proxy(port: int, target_port: int) -> Iterator[None]:
    """Every answer of the target comes so much later."""
    with socket.create_server(("127.0.0.1", port)) as listening:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    target = socket.create_connection(("127.0.0.1", target_port))
                    for source, sink, seconds in ((client, target, 0.0), (target, client, SLOW_SECONDS)):
                        threading.Thread(target=_copy, args=(source, sink, seconds), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield
        listening.shutdown(socket.SHUT_RDWR)


def _copy(source: socket.socket, sink: socket.socket, seconds: float) -> None:
    with contextlib.suppress(OSError), source, sink:
        while data := source.recv(65_536):
            time.sleep(seconds)
            sink.sendall(data)


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    raise RuntimeError("redis-server does not start")
