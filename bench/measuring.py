"""What does it cost that a site measures itself? The same unseen pages, with all measuring and without any, in turns.

    python -m bench.measuring [--count 400]

Both sites run in this process over one database. With: the request's id, its headers and its line of log (written to
nothing), counters and durations by route, and the marks for traces, which nobody reads. Without: none of them.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from bench.city_page import WARM_UP, addresses, ask
from bench.load import SERVER_CORE, pinned
from bench.site import RunningSite
from choosemypower.app import Site, create_app
from choosemypower.embedded import database_for
from choosemypower.settings import Settings, load_settings
from choosemypower.traffic import Traffic


class _Uncounted(Traffic):
    def note(self, *of: Any) -> None: ...

    def note_render(self, *of: Any) -> None: ...


def unmeasured(settings: Settings) -> Site:
    """A site that does not look at itself; it refuses like any other what is too much."""
    with mock.patch("choosemypower.app.watched", None):
        site = create_app(settings)
    cache = site.page_cache
    cache._parts.traffic = cache.traffic = _Uncounted()
    return site


async def measure(settings: Settings, count: int) -> dict[str, float]:
    """Milliseconds of CPU of a page without measuring, what measuring adds, and that as a share.

    Medians of the thread that answers, over those who were asked first and second each for themselves: the second finds
    warm memory. To what is added comes a page's part of all that the thread of the log took.
    """
    sites = (unmeasured(settings), create_app(settings))
    async with sites[0].litestar.lifespan(), sites[1].litestar.lifespan():
        for site in sites:
            await site.page_cache.maker.settle()
        plain: dict[int, list[float]] = {0: [], 1: []}
        added: dict[int, list[float]] = {0: [], 1: []}
        written = 0.0
        for number, address in enumerate(addresses("houston", count + WARM_UP)):
            if number == WARM_UP:
                written = _seconds_of_the_log()
            took = [0.0, 0.0]
            for which in (0, 1) if number % 2 else (1, 0):
                began = time.thread_time()
                status, _ = await ask(sites[which], address)
                took[which] = time.thread_time() - began
                assert status == 200, (address, status)
            if number >= WARM_UP:
                plain[number % 2].append(took[0])
                added[number % 2].append(took[1] - took[0])
        written = (_seconds_of_the_log() - written) / count
    without = statistics.mean(map(statistics.median, plain.values())) * 1000
    more = (statistics.mean(map(statistics.median, added.values())) + written) * 1000
    return {"without": without, "added": more, "share": more / without, "of it lines": written * 1000}


def _seconds_of_the_log() -> float:
    """Of CPU, that the threads which write lines have used, when all are written."""
    for handler in logging.getLogger().handlers:
        handler.flush()
    clocks = (
        time.pthread_getcpuclockid(thread.ident)
        for thread in threading.enumerate()
        if thread.name == "log" and thread.ident
    )
    return sum(map(time.clock_gettime, clocks))


def measure_measuring(site: RunningSite, add: Callable[..., None], count: int) -> None:
    """The same beside a running site, over its database."""
    command = [sys.executable, "-m", "bench.measuring", "--json", "--count", str(count)]
    environment = site.environment | {"LOG_LEVEL": "INFO", "METRICS_PORT": "0"}
    done = subprocess.run(
        [*pinned(SERVER_CORE), *command], env=environment, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    add("  measuring: what ids, log lines, counters and marks add", found["added"], "ms")
    add("    share of a page without them", found["share"], "times", 0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    # Where the lines go is not what is measured, that they are written is.
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stderr(nowhere),
        database_for(load_settings()) as settings,
    ):
        found = asyncio.run(measure(settings, arguments.count))
    print(
        json.dumps(found)
        if arguments.json
        else f"{found['without']:.3f} ms of CPU without, {found['added']:.3f} ms more with: {found['share']:.1%}"
    )


if __name__ == "__main__":
    main()
