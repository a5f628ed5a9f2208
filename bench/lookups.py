"""How long does a visitor wait for the meters at an address, for a meter number, and for a ZIP code?

    python -m bench.lookups [--rounds 200]

The whole site under Granian, asked over HTTP by one visitor after the other; behind it the stand-in of the meter
look-up, which answers after 100 ms as a service far away does. Every ZIP code is another one, so that no answer comes
from a cache. Prints median and p99 with what is allowed, and writes bench/results/lookups.json; ends with 1 where a
median misses it (p99 on a busy machine says more of the machine).
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

import httpx

from bench.site import RunningSite
from choosemypower.territories.queries import read_atlas_from_files
from tests.standins.ercot import HOMES, Ercot
from tests.standins.server import KEY

RESULTS = Path(__file__).parent / "results"
ANSWER_SECONDS = 0.1
BARS_MS = {"address": 300.0, "meter": 400.0, "zip (API)": 200.0, "zip (form)": 200.0}
WARM_UP = 5


def timed(ask: Callable[[], httpx.Response], statuses: Iterable[int]) -> float:
    """Milliseconds of one answer, which must have one of these statuses."""
    began = time.perf_counter()
    answer = ask()
    took = (time.perf_counter() - began) * 1000
    assert answer.status_code in statuses, (answer.request.url, answer.status_code, answer.text[:200])
    return took


def measure(url: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each answer, by what was asked."""
    codes = [area.zip for area in read_atlas_from_files().zips.values() if area.utilities]
    took: dict[str, list[float]] = {name: [] for name in BARS_MS}
    with httpx.Client(base_url=url, timeout=30) as client:
        for at in range(-WARM_UP, rounds):
            home, code = HOMES[at % len(HOMES)], codes[at * 7 % len(codes)]
            client.headers["x-forwarded-for"] = (
                f"198.51.100.{at % 250}"  # nobody may look up 20 meters a minute
            )
            body = {"address": home["address"], "zip": home["zip_code"]}
            one = {
                "address": timed(lambda: client.post("/api/v1/addresses/meters", json=body), (200,)),  # noqa: B023 - called at once
                "meter": timed(
                    lambda: client.post("/api/v1/meters/validate", json={"esiid": home["esiid"]}),  # noqa: B023
                    (200,),
                ),
                "zip (API)": timed(lambda: client.get(f"/api/v1/zips/{code}"), (200,)),  # noqa: B023
                "zip (form)": timed(lambda: client.get("/zip", params={"zip": code}), (200, 302)),  # noqa: B023
            }
            if at >= 0:
                for name, milliseconds in one.items():
                    took[name].append(milliseconds)
    return took


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.lookups")
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-lookups-")))
        meters = Ercot()
        meters.fault, meters.slow_seconds = "slow", ANSWER_SECONDS
        stack.enter_context(meters.running())
        site = stack.enter_context(
            RunningSite(folder, ERCOT_API_KEY=KEY, ERCOT_API_URL=meters.url, TRUSTED_PROXIES="127.0.0.0/8")
        )
        took = measure(site.url, rounds)
    result = {}
    for name, times in took.items():
        median, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
        result[name] = {"median_ms": round(median, 1), "p99_ms": round(p99, 1), "bar_ms": BARS_MS[name]}
        print(
            f"{name}: median {median:.1f} ms, p99 {p99:.1f} ms (bar {BARS_MS[name]:.0f} ms; {rounds} rounds)"
        )
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "lookups.json").write_text(json.dumps(result, indent=2))
    return int(any(one["median_ms"] > one["bar_ms"] for one in result.values()))


if __name__ == "__main__":
    sys.exit(main())
