"""Do bad beacons slow a page, or count? A flood of every kind of them, in turns with quiet, each from another address.

python -m bench.beacons [--rate 1000] [--rounds 6]
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx

from bench.city_page import addresses
from bench.load import CLIENT_CORE, pinned
from bench.single import ask, connection, on_client_core
from bench.site import RunningSite, free_port

CONNECTIONS = 8
SEEN = "/electricity-plans/houston"
SEEN_EACH, UNSEEN_EACH = 150, 40
"""Pages in each part of a round."""
GOOD = {"path": SEEN, "device": "phone", "id": "0123456789abcdef", "lcp": 812.4}
VIEW = {"event": "view", "path": SEEN}
BAD: tuple[tuple[str, object], ...] = (
    ("vitals", GOOD | {"lcp": -1}),
    ("vitals", GOOD | {"lcp": 1e300}),
    ("vitals", GOOD | {"lcp": "812"}),
    ("vitals", GOOD | {"lcp": [812]}),
    ("vitals", GOOD | {"lcp": None, "path": None}),
    ("vitals", GOOD | {"device": "toaster"}),
    ("vitals", GOOD | {"id": "'; DROP TABLE vital_count; --"}),
    ("vitals", GOOD | {"path": "/" + "x" * 700}),
    ("vitals", GOOD | {"path": "/no-such-page"}),
    ("vitals", GOOD | {"more": 1}),
    ("vitals", b'{"path": "/", "lcp": NaN}'),
    ("vitals", b"[" * 100_000),
    ("vitals", b"\xff\xfe" * 400),
    ("vitals", b""),
    ("vitals", b"x" * 300_000),
    ("events", VIEW | {"event": "drop"}),
    ("events", VIEW | {"plans": "4"}),
    ("events", VIEW | {"plans": 10**30}),
    ("events", VIEW | {"path": 7}),
    ("events", VIEW | {"visit": {"begun": True}}),
    ("events", VIEW | {"id": "Z" * 32}),
    ("events", VIEW | {"filters": "a," * 4000}),
    ("events", b'{"event":' * 100),
)


def flood_of(url: str) -> Iterator[bytes]:
    """Requests as bytes, for ever; each from another address."""
    draw = random.Random(11)
    ready = []
    for name, body in BAD:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        ready.append(
            (
                f"POST /api/v1/{name} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nUser-Agent: Mozilla/5.0\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\nX-Forwarded-For: ",
                b"\r\n\r\n" + content,
            )
        )
    for head, rest in itertools.cycle(ready):
        yield head.encode() + "10.{}.{}.{}".format(*draw.choices(range(250), k=3)).encode() + rest


class Flood:
    """Sends at a steady rate in a process of its own while `going`; how each was answered stands in `statuses`."""

    def __init__(self, url: str, rate: float) -> None:
        self.statuses: Counter[str] = Counter()
        self.seconds = 0.0
        self._command = [
            *pinned(CLIENT_CORE),
            *(sys.executable, "-m", "bench.beacons", "--flood", url, "--rate", str(rate)),
        ]

    @contextmanager
    def going(self) -> Iterator[None]:
        """For the block."""
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        try:
            yield
        finally:
            process.stdin.close()
            self.seconds += time.monotonic() - began
            self.statuses.update(json.loads(process.stdout.read()))
            process.wait()


async def send_flood(url: str, rate: float) -> Counter[str]:
    """Send until standard input ends; how each was answered."""
    statuses: Counter[str] = Counter()
    address, bodies, pause = urlsplit(url), flood_of(url), CONNECTIONS / rate
    ending = asyncio.Event()

    async def send_by_one() -> None:
        while not ending.is_set():
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while not ending.is_set():
                    due = time.monotonic() + pause
                    writer.write(next(bodies))
                    await writer.drain()
                    head = await reader.readuntil(b"\r\n\r\n")
                    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
                    await reader.readexactly(length)
                    statuses[head[9:12].decode()] += 1
                    await asyncio.sleep(max(0.0, due - time.monotonic()))
            writer.close()

    asyncio.get_running_loop().add_reader(sys.stdin, ending.set)
    print("going", flush=True)
    await asyncio.gather(*(send_by_one() for _ in range(CONNECTIONS)))
    return statuses


def _asked(client_url: str, paths: Sequence[str]) -> list[float]:
    took = []
    with contextlib.closing(connection(client_url)) as client:
        for path in paths:
            began = time.perf_counter()
            status, _ = ask(client, path)
            took.append((time.perf_counter() - began) * 1000)
            assert status == 200, (path, status)
    return took


async def _counted(url: str) -> int:
    """What the database holds of visitors, but for what the cache did."""
    connection = await asyncpg.connect(url)
    try:
        found: int = await connection.fetchval(
            "SELECT (SELECT count(*) FROM visitor_count WHERE kind <> 'cache') +"
            " (SELECT count(*) FROM vital_count)"
        )
        return found
    finally:
        await connection.close()


def measure(rate: float, rounds: int) -> None:
    """Print medians of both kinds of page in quiet and in the flood, and what was counted."""
    unseen = iter(addresses("houston", 9_999)[::-1])
    metrics = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningSite(Path(folder), TRUSTED_PROXIES="127.0.0.1", METRICS_PORT=str(metrics)) as site,
        on_client_core(),
    ):
        flood = Flood(site.url, rate)
        took: dict[tuple[str, bool], list[float]] = {}
        busy = {False: 0.0, True: 0.0}
        _asked(site.url, [SEEN, *(next(unseen) for _ in range(UNSEEN_EACH))])
        for number in range(rounds * 2):
            is_flooded = number % 2 == 1
            began = site.busy_seconds()
            with flood.going() if is_flooded else contextlib.nullcontext():
                took.setdefault(("seen", is_flooded), []).extend(_asked(site.url, [SEEN] * SEEN_EACH))
                paths = [next(unseen) for _ in range(UNSEEN_EACH)]
                took.setdefault(("unseen", is_flooded), []).extend(_asked(site.url, paths))
            busy[is_flooded] += site.busy_seconds() - began
        said = httpx.get(f"http://127.0.0.1:{metrics}/metrics").text
        site.stop()
        counted = asyncio.run(_counted(site.environment["DATABASE_URL"]))
    for kind in ("seen", "unseen"):
        quiet, flooded = (statistics.median(took[kind, is_flooded]) for is_flooded in (False, True))
        slowest = max(took[kind, True])
        print(
            f"{kind} page: {quiet:.2f} ms in quiet, {flooded:.2f} ms in the flood: {flooded / quiet:.2f} times;",
            end=" ",
        )
        print(f"slowest {max(took[kind, False]):.0f} and {slowest:.0f} ms")
    total = flood.statuses.total()
    print(f"{total} bad beacons, {total / flood.seconds:.0f} a second, answered {dict(flood.statuses)}")
    cost = (busy[True] - busy[False]) / total
    print(
        f"  each takes {cost * 1e6:.0f} µs of the server's CPU, all {cost * total / flood.seconds:.0%} of a core"
    )
    taken = [line for line in said.splitlines() if line.startswith("choosemypower_vitals_beacons_total")]
    print(f"counted in the database: {counted}; {taken}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--flood", metavar="URL", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.flood:
        print(json.dumps(asyncio.run(send_flood(arguments.flood, arguments.rate))))
    else:
        measure(arguments.rate, arguments.rounds)


if __name__ == "__main__":
    main()
