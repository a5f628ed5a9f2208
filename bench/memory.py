"""What does the site weigh when every cache is full?

    python -m bench.memory [--count 100000]

Asks one server for so many different addresses of every kind of route, each from a client of its own, now and then
twice and in another coding, and says what the parent and the worker hold: resident each by itself, and with what they
share counted once, as a container's limit counts it. Exits with 1 above the limits.
"""

import argparse
import asyncio
import collections
import itertools
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.site import RunningSite, processes_of

PARENT_MB_MAX = 30.0
CONTAINER_MB_MAX = 300.0
WARM_MB_MAX = 200.0
CONNECTIONS = 6
CODINGS = ("br", "gzip", "gzip, deflate, br, zstd", "identity")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="choosemypower-") as folder:
        Path(folder).chmod(0o755)
        with RunningSite(Path(folder), TRUSTED_PROXIES="127.0.0.0/8") as site:
            kept = asyncio.run(fill(site, options.count))
    sys.exit(0 if kept else 1)


async def fill(site: RunningSite, count: int) -> bool:
    """Ask for everything; prints what is held on the way, and returns whether it stays within the limits."""
    say("after the start", site)
    known = await read_names(site.url)
    pages = [*itertools.islice(warm_addresses(known), 3_000)]
    await ask_all(site.port, pages)
    _, warmed = say(f"after {len(pages)} pages of the sitemaps", site)
    statuses: collections.Counter[int] = collections.Counter()
    addresses = unseen_addresses(known)
    for _ in range(10):
        statuses += await ask_all(site.port, [*itertools.islice(addresses, count // 10)])
        say(f"after {sum(statuses.values()):,} more addresses", site)
    print(f"answers by status: {dict(sorted(statuses.items()))}")
    async with httpx.AsyncClient(timeout=60) as http:
        print(f"the page cache says: {(await http.get(f'{site.url}/api/health/cache')).text}")
    await asyncio.sleep(60)
    parent, whole = say("a minute later", site)
    return parent <= PARENT_MB_MAX and whole <= CONTAINER_MB_MAX and warmed <= WARM_MB_MAX


def say(when: str, site: RunningSite) -> tuple[float, float]:
    """Megabytes: of the parent alone, and of the container."""
    parent, *children = (sizes(pid) for pid in processes_of(site.pid))
    total = sum(one["Rss"] for one in (parent, *children))
    shared_once = sum(one["Pss"] for one in (parent, *children))
    of_children = ", ".join(f"{one['Rss']:.0f}" for one in children)
    print(
        f"{time.strftime('%H:%M:%S')} {when}: parent {parent['Rss']:.0f} MB, "
        f"worker {of_children} MB, together {total:.0f} MB "
        f"({shared_once:.0f} MB with what they share counted once)",
        flush=True,
    )
    return parent["Rss"], shared_once


def sizes(pid: int) -> dict[str, float]:
    """Rss and Pss of a process, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines}


async def read_names(url: str) -> dict[str, list[str]]:
    """Every place, plan and provider of the site, from its own sitemaps and API."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        pages: list[str] = []
        for name in ("cities", "pages", "plans", "providers", "filters"):
            text = (await http.get(f"/sitemap-{name}.xml")).text
            pages += [re.sub(r"^https?://[^/]+", "", place) for place in re.findall(r"<loc>([^<]+)", text)]
        plans = (await http.get("/api/v1/plans?city=houston&page-size=100")).json()["data"]
        more = (await http.get("/api/v1/plans?city=dallas&page-size=100")).json()["data"]
    cities = sorted(
        {page.split("/")[2] for page in pages if re.fullmatch(r"/electricity-plans/[a-z-]+", page)}
    )
    return {
        "pages": pages,
        "cities": cities,
        "plan_pages": [page for page in pages if page.startswith("/electricity-plans/plans/")],
        "plans": [plan["planId"] for plan in (*plans, *more)],
        "providers": sorted({page.split("/")[2] for page in pages if page.startswith("/providers/")}),
        "zips": [f"{number:05}" for number in range(75_001, 79_999)],
    }


def warm_addresses(known: dict[str, list[str]]) -> Iterator[str]:
    return iter(known["pages"])


def unseen_addresses(known: dict[str, list[str]]) -> Iterator[str]:
    """Different addresses of every kind of route, mixed, without end; the same ones in each run."""
    chance = random.Random(9)
    one = chance.choice
    for number in itertools.count(300):
        usage = f"kwh={number % 4_700 + 300}"
        filters = one(
            ("term=12&", "rate=fixed&", "green=100&", "", f"max-usd-per-year={900 + number % 3000}&")
        )
        city, plan, page = one(known["cities"]), one(known["plans"]), one(known["plan_pages"])
        yield from (
            f"/electricity-plans/{city}?{filters}{usage}",
            f"/fragments/electricity-plans/{city}?{filters}{usage}",
            f"/fragments/more-plans/{city}?{usage}&page=2",
            f"{page}?{usage}",
            f"/api/v1/plans?city={city}&{filters}{usage}",
            f"/api/v1/plans/{plan}/bills?{usage}",
            f"/api/v1/plans/{plan}",
            f"/api/v1/facets?city={city}&{filters}{usage}",
            f"/api/v1/plans.csv?city={city}&{usage}&page-size=20",
            f"/compare/plans?plan={plan}&plan={one(known['plans'])}&{usage}",
            f"/calculator?{usage}&zip={one(known['zips'])}",
            f"/fragments/calculator?{usage}&city={city}",
            f"/zip/{one(known['zips'])}",
            f"/api/v1/zips/{one(known['zips'])}",
            f"/api/v1/search?q={number:x}",
            f"/locations?q={number:x}",
            f"/providers/{one(known['providers'])}",
            f"/providers/nobody-{number}",
            f"/old-plans/{city}?{usage}",
            f"/zip?zip={one(known['zips'])}&n={number}",
            f"/wp-admin/{number}.php",
            f"/assets/{number}.js",
        )


async def ask_all(port: int, addresses: list[str]) -> collections.Counter[int]:
    """How they were answered."""
    waiting = iter(addresses)
    statuses: collections.Counter[int] = collections.Counter()
    await asyncio.gather(*(_ask_in_turn(port, waiting, statuses) for _ in range(CONNECTIONS)))
    return statuses


async def _ask_in_turn(port: int, waiting: Iterator[str], statuses: collections.Counter[int]) -> None:
    chance = random.Random(port)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for address in waiting:
        for _ in range(2 if chance.random() < 0.2 else 1):
            for _ in range(20):
                client = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
                writer.write(
                    f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {chance.choice(CODINGS)}\r\n"
                    f"X-Forwarded-For: {client}\r\n\r\n".encode()
                )
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"\ncontent-length: (\d+)", head.lower())
                await reader.readexactly(int(length[1]) if length else 0)
                status = int(head[9:12])
                if status != 503:
                    break
                await asyncio.sleep(0.1)
        statuses[status] += 1
    writer.close()


if __name__ == "__main__":
    main()
