"""What becomes of visitors when a server is asked for three times the pages that it can make?

    python -m bench.overload [--seconds 20] [--times 3] [--crawler] [--json]

Starts the site with half a core (a cgroup where one can be made, else beside a busy loop on the same core), finds out
how many pages nobody asked for before it makes a second, then asks for so many times as many, beside twenty pages a
second that were seen before, health, and one visitor with unseen pages of his own. `--crawler`: all of the crowd has
one address.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import msgspec

from bench.city_page import addresses
from bench.load import SERVER_CORE, pinned
from bench.site import RunningSite

SEEN = ("/", "/electricity-plans/houston", "/providers", "/utilities/oncor", "/api/v1/plans?city=houston")
SEEN_PER_SECOND = 20
CITIES = ("dallas", "fort-worth", "houston", "corpus-christi", "plano", "arlington", "irving", "laredo")
CGROUPS = Path("/sys/fs/cgroup")
LIMIT_SECONDS = 6.0


class Answer(msgspec.Struct, frozen=True):
    """One request of a run."""

    status: int
    seconds: float
    has_retry_after: bool


_idle: defaultdict[str, list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]] = defaultdict(list)
"""Open connections of each client, kept as proxies and browsers keep them."""


async def get(port: int, path: str, client: str) -> Answer:
    """Ask from an address of this machine; 0 when nothing came in time."""
    began = time.perf_counter()
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            if _idle[client]:
                reader, writer = _idle[client].pop()
            else:
                reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(client, 0))
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = re.search(rb"\ncontent-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            _idle[client].append((reader, writer))
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return Answer(0, time.perf_counter() - began, has_retry_after=False)
    return Answer(int(head[9:12]), time.perf_counter() - began, b"\nretry-after:" in head)


async def at_rate(per_second: float, seconds: float, ask: Callable[[int], Awaitable[Answer]]) -> list[Answer]:
    """Ask so often, whatever becomes of it."""
    began = time.perf_counter()
    tasks: list[asyncio.Task[Answer]] = []
    while (passed := time.perf_counter() - began) < seconds:
        while len(tasks) < passed * per_second:
            tasks.append(asyncio.ensure_future(ask(len(tasks))))
        await asyncio.sleep(0.002)
    return list(await asyncio.gather(*tasks))


async def capacity_of(port: int, unseen: Iterator[str], seconds: float) -> float:
    """How many unseen pages come a second when four visitors take one after the other."""
    ends_at = time.perf_counter() + seconds
    served: list[str] = []

    async def visit(client: str) -> None:
        while time.perf_counter() < ends_at:
            if (await get(port, next(unseen), client)).status == 200:
                served.append(client)

    await asyncio.gather(*(visit(f"127.0.1.{number}") for number in range(1, 5)))
    return len(served) / seconds


async def measure(site: RunningSite, *, seconds: float, times: float, is_crawler: bool) -> dict[str, object]:
    port = site.port
    # Cities in turn: pages of one cost more than those of another, and capacity and crowd must have the same mixture.
    unseen = iter(
        [path for paths in zip(*(addresses(city, 3000) for city in CITIES), strict=True) for path in paths]
    )
    for path in SEEN * 2:
        await get(port, path, "127.0.0.1")
    await capacity_of(port, unseen, 2)
    cpu = site.cpu_seconds()
    capacity = await capacity_of(port, unseen, seconds / 2)
    pages_a_cpu_second = capacity * seconds / 2 / (site.cpu_seconds() - cpu)
    cpu = site.cpu_seconds()
    crowd, seen, health, visitor = await asyncio.gather(
        at_rate(
            capacity * times,
            seconds,
            lambda n: get(port, next(unseen), "127.0.2.1" if is_crawler else f"127.0.2.{n % 50 + 1}"),
        ),
        at_rate(SEEN_PER_SECOND, seconds, lambda n: get(port, SEEN[n % len(SEEN)], "127.0.3.1")),
        at_rate(2, seconds, lambda n: get(port, "/api/health/system", "127.0.4.1")),
        at_rate(2, seconds, lambda n: get(port, next(unseen), "127.0.5.1")),
    )
    ended, cpu = time.perf_counter(), site.cpu_seconds() - cpu
    served = sum(answer.status == 200 for answer in (*crowd, *visitor))
    while True:
        answer = await get(port, next(unseen), "127.0.6.1")
        if answer.status == 200 and answer.seconds < 0.3:
            break
    refused = [answer.seconds for answer in crowd if answer.status == 503]
    return {
        "capacity_per_second": round(capacity, 1),
        "crowd": dict(Counter(answer.status for answer in crowd)),
        "served_of_capacity": round(served / seconds / capacity, 2),
        # What neighbours on the machine disturb less.
        "served_of_capacity_by_cpu": round(served / cpu / pages_a_cpu_second, 2),
        "served_ms": _times([answer.seconds for answer in crowd if answer.status == 200]),
        "refused_ms": _times(refused),
        "refused_after_300_ms": sum(took > 0.3 for took in refused),
        "refused_without_retry_after": sum(
            answer.status == 503 and not answer.has_retry_after for answer in crowd
        ),
        "seen": dict(Counter(answer.status for answer in seen)),
        "seen_ms": _times([answer.seconds for answer in seen]),
        "health": dict(Counter(answer.status for answer in health)),
        "health_ms": _times([answer.seconds for answer in health]),
        "visitor": dict(Counter(answer.status for answer in visitor)),
        "visitor_ms": _times([answer.seconds for answer in visitor]),
        "recovered_after_seconds": round(time.perf_counter() - ended, 2),
    }


def _times(took: list[float]) -> dict[str, float]:
    if not took:
        return {}
    ordered = sorted(took)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return {
        "median": round(statistics.median(took) * 1000, 1),
        "p99": round(p99 * 1000, 1),
        "max": round(ordered[-1] * 1000, 1),
    }


@contextlib.contextmanager
def half_a_core(pid: int) -> Iterator[str]:
    """Give a process and its children half a core; says how."""
    group = CGROUPS / "cpu" / f"bench-{os.getpid()}"
    try:
        group.mkdir()
        (group / "cpu.cfs_period_us").write_text("100000")
        (group / "cpu.cfs_quota_us").write_text("50000")
        for process in (pid, *_children(pid)):
            (group / "cgroup.procs").write_text(str(process))
    except OSError:
        busy = subprocess.Popen([*pinned(SERVER_CORE), sys.executable, "-c", "while True: pass"])
        try:
            yield "beside a busy loop"
        finally:
            busy.kill()
            busy.wait()
        return
    try:
        yield "a quota of 50 ms in 100"
    finally:
        for process in (pid, *_children(pid)):
            (CGROUPS / "cpu" / "cgroup.procs").write_text(str(process))
        group.rmdir()


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.overload", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--times", type=float, default=3)
    parser.add_argument("--crawler", action="store_true", help="the crowd is one client")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        RunningSite(Path(folder)) as site,
        half_a_core(site.pid) as how,
    ):
        result = asyncio.run(
            measure(site, seconds=options.seconds, times=options.times, is_crawler=options.crawler)
        )
    result = {"half_a_core": how, **result}
    print(
        json.dumps(result) if options.json else "\n".join(f"{key:28} {said}" for key, said in result.items())
    )


if __name__ == "__main__":
    main()
