"""How long does an uncached city page take, with any filter and usage, one request at a time?

    python -m bench.city_page [--of page|json] [--city houston] [--count 400] [--json]

Starts the program in this process over the database of the environment (or the embedded one), asks for distinct
addresses, and prints the median and the 99th percentile of a whole answer (all but the server), and what of it each
part of the program takes.
"""

import argparse
import asyncio
import itertools
import json
import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

from bench.parts import looking
from choosemypower.app import create_app
from choosemypower.embedded import database_for
from choosemypower.settings import Settings, load_settings

TERMS = ("", "/month-to-month", "/12-month", "/24-month")
RATES = ("", "/fixed-rate")
GREENS = ("", "/green-energy", "/50-green")
HOMES = ("", "home=800", "home=1600&heat=electric", "home=2500&heat=gas", "home=3000&heat=electric&pool=yes")
SORTS = ("", "sort=highest-month", "sort=renewable", "sort=provider")
FILTERS = {
    "month-to-month": "term=month-to-month",
    "12-month": "term=12",
    "24-month": "term=24",
    "fixed-rate": "rate=fixed",
    "green-energy": "green=100",
    "50-green": "green=50",
}
"""What a segment of a page's path is called in the API."""
WARM_UP = 30


def addresses(city: str, count: int) -> list[str]:
    """Distinct canonical addresses: segments, filters of the query, five homes and many monthly uses, four orders."""
    uses = (*HOMES, *(f"kwh={kwh}" for kwh in range(600, 3000, 70) if kwh not in (1000, 2000)))
    withouts = ("", "without=bill-credit", "without=time-of-use,prepaid")
    found = []
    for term, rate, green, without, use, sort in itertools.product(
        TERMS, RATES, GREENS, withouts, uses, SORTS
    ):
        query = "&".join(part for part in (without, use, sort) if part)
        found.append(f"/electricity-plans/{city}{term}{rate}{green}" + (f"?{query}" if query else ""))
    random.Random(4).shuffle(found)
    return found[:count]


def api_addresses(city: str, count: int) -> list[str]:
    """The lists of plans that stand on those pages, as the API gives them."""
    found = []
    for address in addresses(city, count):
        path, _, query = address.partition("?")
        words = [FILTERS[segment] for segment in path.split("/")[3:]]
        found.append("/api/v1/plans?" + "&".join([f"city={city}", *words, *([query] if query else [])]))
    return found


async def ask(app: Any, address: str) -> tuple[int, int]:
    """Status and bytes of one answer of an ASGI app."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(b"host", b"localhost"), (b"accept-encoding", b"gzip, deflate, br, zstd")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 4324),
        "state": {},
    }
    status, size = 0, 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, size
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            size += len(message.get("body", b""))

    await app(scope, receive, send)
    return status, size


async def measure(settings: Settings, kind: str, city: str, count: int) -> dict[str, Any]:
    site = create_app(settings)
    async with site.litestar.lifespan():
        await site.page_cache.maker.settle()
        todo = (addresses if kind == "page" else api_addresses)(city, count + WARM_UP)
        for address in todo[:WARM_UP]:
            await ask(site, address)
        seconds, sizes = [], []
        with looking() as share:
            for address in todo[WARM_UP:]:
                started = time.perf_counter()
                status, size = await ask(site, address)
                seconds.append(time.perf_counter() - started)
                if status != 200:
                    raise SystemExit(f"{address} answered {status}")
                sizes.append(size)
        plans = len(site.litestar.state.shelf.world.catalogue.plans)
    median_ms = statistics.median(seconds) * 1000
    return {
        "city": city,
        "plans_in_dataset": plans,
        "count": len(seconds),
        "median_ms": round(median_ms, 2),
        "p99_ms": round(_percentile(seconds, 99) * 1000, 2),
        "median_bytes": int(statistics.median(sizes)),
        "parts_ms": {part: round(took, 3) for part, took in share.of(median_ms).items()},
    }


def _percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def _lines(result: dict[str, Any]) -> Iterator[str]:
    yield f"{result['count']} distinct answers of {result['city']}, {result['plans_in_dataset']} plans in the dataset"
    yield f"median {result['median_ms']} ms, p99 {result['p99_ms']} ms, {result['median_bytes']:,} bytes compressed"
    for part, took in result["parts_ms"].items():
        yield f"  {part:<42} {took:6.3f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--of", choices=("page", "json"), default="page")
    parser.add_argument("--city", default="houston")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with database_for(load_settings()) as settings:
        result = asyncio.run(measure(settings, arguments.of, arguments.city, arguments.count))
    print(json.dumps(result) if arguments.json else "\n".join(_lines(result)))


if __name__ == "__main__":
    main()
