"""One request at a time: pages nobody has seen, warming, and the start of a process."""

import asyncio
import contextlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlsplit

import httpx

from bench.city_page import addresses, api_addresses
from bench.load import CLIENT_CORE, SERVER_CORE, pinned
from bench.site import RunningSite
from choosemypower.edges.warm import sitemap_urls

BROWSER_ACCEPTS = "gzip, deflate, br, zstd"
WARM_UP = 30
AT_ONCE = 8
ATTEMPTS = 50
FOLLOWING_SECONDS = 30.0
"""Longer is not waited for a publication to be followed."""
PAUSE_SECONDS = 0.2
"""Long enough for the encodings that are made when nobody waits."""
FIRST_ASKED = {
    "home page": "/",
    "all plans": "/electricity-plans",
    "all cities": "/locations",
    "cities of one letter": "/locations?letter=h",
    "all providers": "/providers",
    "a utility's page": "/utilities/oncor",
    "sitemap": "/sitemap.xml",
    "sitemap of cities": "/sitemap-cities.xml",
    "sitemap of filters": "/sitemap-filters.xml",
    "API, all plans": "/api/v1/plans",
    "API, cities": "/api/v1/cities",
    "API, search": "/api/v1/search?q=houston",
}
"""What grows with the number of plans, providers or cities."""


def measure_uncached(site: RunningSite, kind: str, count: int) -> tuple[float, float, float]:
    """Median and 99th percentile of distinct addresses, and the server's CPU seconds a request.

    `kind`: "page" and "json" have any filter and use; "json of all plans" only uses.
    """
    wanted = count + WARM_UP
    match kind:
        case "page":
            paths = addresses("houston", wanted)
        case "json":
            paths = api_addresses("houston", wanted)
        case _:  # uses that the others do not have; in tens, three in ten stand twice
            paths = [f"/api/v1/plans?city=houston&kwh={601 + 7 * number}" for number in range(wanted)]
    took: list[float] = []
    with on_client_core(), contextlib.closing(connection(site.url)) as client:
        for path in paths[:WARM_UP]:
            ask(client, path)
        cpu = site.cpu_seconds()
        for path in paths[WARM_UP:]:
            began = time.perf_counter()
            status, cache_status = ask(client, path)
            took.append(time.perf_counter() - began)
            assert status == 200, (path, status)
            assert "fwd=miss" in cache_status, path
        cpu = (site.cpu_seconds() - cpu) / len(took)
    took.sort()
    return statistics.median(took), took[int(len(took) * 0.99)], cpu


def measure_parts(site: RunningSite, kind: str, count: int) -> dict[str, float]:
    """What each part of the program takes of an uncached answer in milliseconds, in a process without a server."""
    command = [sys.executable, "-m", "bench.city_page", "--json", "--of", kind, "--count", str(count)]
    done = subprocess.run(
        [*pinned(SERVER_CORE), *command], env=site.environment, capture_output=True, text=True, check=True
    )
    parts: dict[str, float] = json.loads(done.stdout)["parts_ms"]
    return parts


def connection(url: str) -> http.client.HTTPConnection:
    """The leanest client of the standard library: what it costs itself is measured with the answer."""
    return http.client.HTTPConnection(urlsplit(url).netloc)


def ask(client: http.client.HTTPConnection, path: str) -> tuple[int, str]:
    client.request("GET", path, headers={"accept-encoding": BROWSER_ACCEPTS})
    answer = client.getresponse()
    answer.read()
    return answer.status, answer.getheader("cache-status", "")


def measure_warming(site: RunningSite, count: int) -> tuple[float, float]:
    """Seconds for so many pages of the sitemap, and the server's CPU seconds a page."""

    async def warm() -> tuple[float, float]:
        async with httpx.AsyncClient(timeout=30) as client:
            paths = (await sitemap_urls(client, site.url))[:count]
            assert len(paths) == count, f"the sitemap has only {len(paths)} pages"
            cpu, began = site.cpu_seconds(), time.perf_counter()
            turns = asyncio.Semaphore(AT_ONCE)

            async def ask(path: str) -> None:
                async with (
                    turns,
                    client.stream("GET", site.url + path, headers={"accept-encoding": "br"}) as answer,
                ):
                    async for _ in answer.aiter_raw():
                        pass
                    assert answer.status_code == 200, (path, answer.status_code)

            await asyncio.gather(*map(ask, paths))
            return time.perf_counter() - began, (site.cpu_seconds() - cpu) / count

    with on_client_core():
        return asyncio.run(warm())


def measure_first_answers(site: RunningSite) -> dict[str, float]:
    """The server's CPU seconds for each page of `FIRST_ASKED`, right after the start: nothing is known yet."""
    found = {}
    with contextlib.closing(connection(site.url)) as client:
        for name, path in FIRST_ASKED.items():
            before = site.busy_seconds()
            for _ in range(ATTEMPTS):
                status, _ = ask(client, path)
                time.sleep(PAUSE_SECONDS)
                if status != 503:  # it takes longer than a visitor is kept waiting, and goes on
                    break
            assert status == 200, (path, status)
            found[name] = site.busy_seconds() - before
    return found


def measure_following(site: RunningSite, raised_by: Decimal) -> float:
    """Seconds from a publication until the server answers from it; asked all the time, as visitors do."""
    before, seen_at = _dataset_of(site), list[datetime]()
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.01):
            if _dataset_of(site) != before:
                seen_at.append(datetime.now(UTC))
                return

    looking = threading.Thread(target=look)
    looking.start()
    published_at = site.publish(raised_by)
    looking.join(FOLLOWING_SECONDS)
    is_over.set()
    looking.join()
    return (seen_at[0] - published_at).total_seconds() if seen_at else FOLLOWING_SECONDS


def _dataset_of(site: RunningSite) -> str | None:
    dataset: str | None = httpx.get(site.url + "/electricity-plans/houston").headers.get("x-dataset")
    return dataset


def measure_cold_start(site: RunningSite) -> float:
    """Seconds from the start of the command to the first city page."""
    site.stop()
    return site.start()


@contextmanager
def on_client_core() -> Iterator[None]:
    """Keep this process off the server's core for the block."""
    before = os.sched_getaffinity(0)
    if len(before) > 1:
        os.sched_setaffinity(0, {int(CLIENT_CORE)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
