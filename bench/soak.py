"""Does anything grow while visitors come for a long time?

    python -m bench.soak [--minutes 20] [--per-second 30]

Seen pages at a steady rate, one in ten never asked for before, each fifth visit on a connection of its own. The first
quarter fills caches; over the rest a line is laid through memory, open files and threads.
"""

import argparse
import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from bench.memory import sizes
from bench.site import RunningSite, processes_of

SEEN = ("/", "/electricity-plans/houston", "/providers", "/utilities/oncor", "/api/v1/plans?city=houston")
SAMPLE_SECONDS = 5.0
MB_PER_10_MINUTES_MAX = 1.0
LIMIT_MS = 3_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--per-second", type=float, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="choosemypower-") as folder:
        Path(folder).chmod(0o755)
        with RunningSite(Path(folder)) as site:
            is_level = asyncio.run(soak(site, options.minutes * 60, options.per_second))
    sys.exit(0 if is_level else 1)


async def soak(site: RunningSite, seconds: float, per_second: float) -> bool:
    """Run it; prints what came of it."""
    samples: list[tuple[float, float, int, int]] = []
    statuses: Counter[str] = Counter()
    times: list[float] = []
    began = time.monotonic()

    async def visit(http: httpx.AsyncClient, number: int) -> None:
        path = SEEN[number % 5] if number % 10 else f"/electricity-plans/dallas?kwh={300 + number % 4700}"
        headers = {"Connection": "close"} if number % 5 == 0 else {}
        asked = time.monotonic()
        try:
            statuses[str((await http.get(path, headers=headers)).status_code)] += 1
        except httpx.HTTPError as error:
            statuses[type(error).__name__] += 1
        times.append(time.monotonic() - asked)

    async def sample() -> None:
        while True:
            samples.append((time.monotonic() - began, *held(site)))
            await asyncio.sleep(SAMPLE_SECONDS)

    async with httpx.AsyncClient(base_url=site.url, timeout=30) as http:
        sampling = asyncio.create_task(sample())
        tasks: set[asyncio.Task[None]] = set()
        for number in itertools.count():
            if time.monotonic() - began > seconds:
                break
            task = asyncio.create_task(visit(http, number))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
        await asyncio.gather(*tasks)
        sampling.cancel()
    late = [one for one in samples if one[0] > seconds / 4]
    slope = statistics.linear_regression([one[0] for one in late], [one[1] for one in late]).slope * 600
    quantiles = statistics.quantiles(times, n=1000)
    print(
        f"{seconds / 60:.0f} minutes, {sum(statuses.values())} visits {dict(statuses)}: "
        f"p50 {quantiles[499] * 1000:.0f} ms, p99 {quantiles[989] * 1000:.0f} ms, longest {max(times):.2f} s"
    )
    print(
        f"server memory {late[0][1]:.0f} → {late[-1][1]:.0f} MB ({slope:+.1f} MB in ten minutes), "
        f"open files {late[0][2]} → {late[-1][2]}, threads {late[0][3]} → {late[-1][3]}"
    )
    return slope < MB_PER_10_MINUTES_MAX and max(times) * 1000 < LIMIT_MS


def held(site: RunningSite) -> tuple[float, int, int]:
    """Megabytes (what is shared counted once), open files and threads of the server's processes."""
    pids = processes_of(site.pid)
    return (
        sum(sizes(pid)["Pss"] for pid in pids),
        sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids),
    )


if __name__ == "__main__":
    main()
