"""Our uncached city page and its JSON beside those of a framework, asked in turns.

The framework's page asks the database each time; what it makes the database do counts as its cost.
"""

import contextlib
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.city_page import addresses, api_addresses
from bench.hits import JSON, PAGE
from bench.load import SERVER_CORE, pinned
from bench.single import ask, connection, on_client_core
from bench.site import RunningSite, cpu_seconds_of, free_port

FRAMEWORK = "fastapi==0.165.0"
"""Not a dependency of ours: uv fetches it for the comparison."""
ROUNDS = 5
SEEN = 2000
"""As many addresses may have been asked for by the measurements before."""
START_SECONDS = 120
ROOT = Path(__file__).parents[1]


def measure_framework(site: RunningSite, add: Callable[..., None], count: int) -> None:
    """Ratios of the CPU time and of the median time of an answer; nothing where uv or FastAPI is not to be had."""
    try:
        with _framework(site) as (url, pid), on_client_core():
            rounds = {
                kind: _rounds(site, url, pid, paths, their_path, count)
                for kind, paths, their_path in (
                    ("page", addresses, "/electricity-plans/houston?"),
                    ("JSON", api_addresses, "/api/v1/plans?city=houston&"),
                )
            }
    except (OSError, RuntimeError) as reason:
        print(f"  The page of {FRAMEWORK} is left out: {reason}", file=sys.stderr)
        return
    for kind, of_kind in rounds.items():
        for what, place, bar in (("CPU, the database's included", 0, 0.5), ("median time", 2, None)):
            add(
                f"  {FRAMEWORK}, {kind}, straight-line prices: {what}",
                statistics.median(its[place] for _, its in of_kind),
                "ms",
            )
            if place == 0:
                add("    of which is the database's", statistics.median(its[1] for _, its in of_kind), "ms")
            ratio = statistics.median(mine[place] / its[place] for mine, its in of_kind)
            add("    ours with twelve-month prices, of that", ratio, "times", bar)


def _rounds(
    site: RunningSite,
    url: str,
    pid: int,
    paths: Callable[[str, int], list[str]],
    their_path: str,
    count: int,
) -> list[tuple[tuple[float, float, float], tuple[float, float, float]]]:
    """What both took, in turns: ours with any filter and use, theirs with uses alone."""
    # Those of hits.py were asked for from the start, wherever they stand among these.
    ours = [path for path in paths("houston", 9999)[SEEN:] if "?" in path and path not in (PAGE, JSON)]
    theirs = [f"{their_path}kwh={600 + number}" for number in range(ROUNDS * count)]
    found = []
    for number in range(ROUNDS):
        part = slice(number * count, (number + 1) * count)
        found.append((_asked(site, site.url, site.pid, ours[part]), _asked(site, url, pid, theirs[part])))
    return found


def _asked(site: RunningSite, url: str, pid: int, paths: list[str]) -> tuple[float, float, float]:
    """Milliseconds of CPU that an answer takes, those of the database among them, and the median of the time."""
    took = []
    with contextlib.closing(connection(url)) as client:
        ask(client, paths[0])
        before, database_before = cpu_seconds_of(pid), site.database_cpu_seconds()
        for path in paths[1:]:
            began = time.perf_counter()
            status, cache_status = ask(client, path)
            took.append(time.perf_counter() - began)
            assert status == 200, (url, path, status)
            assert "hit" not in cache_status, path
        cpu = (cpu_seconds_of(pid) - before) / len(took) * 1000
        database = (site.database_cpu_seconds() - database_before) / len(took) * 1000
    return cpu + database, database, statistics.median(took) * 1000


@contextmanager
def _framework(site: RunningSite) -> Iterator[tuple[str, int]]:
    uv = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    port = free_port()
    command = [
        uv,
        "run",
        "--quiet",
        "--no-project",
        "--with",
        FRAMEWORK,
        "python",
        "framework_page.py",
        str(port),
    ]
    environment = site.environment | {"VIRTUAL_ENV": sys.prefix}
    process = subprocess.Popen([*pinned(SERVER_CORE), *command], cwd=ROOT / "bench", env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield url, process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("it cannot be installed or started")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/electricity-plans/houston", timeout=5).status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"it does not answer within {START_SECONDS} s")
