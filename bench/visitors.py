"""A day of synthetic visitors: they open pages, search ZIP codes, filter, compare, sign up, and tell it by beacons.

One beacon in five is sent again, to another of the servers: it counts once. Each page view tells its vitals as well.

    python bench/visitors.py --views 20000 http://127.0.0.1:4324 http://127.0.0.1:4325 …

The servers must trust us as a proxy (TRUSTED_PROXIES=127.0.0.1), since each visitor has an address of its own. Prints
what was done, for holding against `choosemypower report --json`.
"""

import argparse
import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import httpx

AT_ONCE = 16
RETRY_SECONDS = 0.5
TRIES = 60
CITIES = ("houston", "dallas", "fort-worth", "arlington", "plano", "katy", "mckinney")
ZIPS = ("77002", "75201", "76102", "78701", "75001", "90210", "00000")
FILTERS = ((), ("12-month",), ("fixed-rate",), ("12-month", "100-green"))
NO_PAGE = "/no-such-page"
AGAIN = 0.2
"""Share of the beacons that are sent a second time."""
Step = tuple[str, str, Mapping[str, object]]
"""GET or POST, address, body."""


class Visitors:
    """Makes visitors until there are enough page views, and remembers what they did."""

    def __init__(self, views: int, plans: Sequence[str], seed: int = 7) -> None:
        self._views = views
        self._plans = plans
        self._random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.lcp: list[float] = []
        """What their browsers measured, in milliseconds."""

    def __iter__(self) -> Iterator[list[Step]]:
        while self.done["views"] < self._views:
            yield list(self._visit(min(self._random.randint(1, 6), self._views - self.done["views"])))

    def _visit(self, pages: int) -> Iterator[Step]:
        draw = self._random
        path = draw.choice(("/", "/electricity-plans", f"/electricity-plans/{draw.choice(CITIES)}"))
        self.done["visits"] += 1
        yield from self._seen(path, visit="begun")
        goes_on: Mapping[str, object] = {"visit": "went-on"}
        for _ in range(pages - 1):
            self.done["went-on"] += bool(goes_on)
            if draw.random() < 0.3:
                self.done["zip searches"] += 1
                yield "GET", f"/zip?zip={draw.choice(ZIPS)}", {}
            yield from self._next_page(goes_on)
            goes_on = {}

    def _next_page(self, more: Mapping[str, object]) -> Iterator[Step]:
        draw = self._random
        kind = draw.random()
        if kind < 0.4:
            segments = draw.choice(FILTERS)
            yield from self._seen("/".join(("/electricity-plans", draw.choice(CITIES), *segments)), **more)
        elif kind < 0.8:
            plan = draw.choice(self._plans)
            self.done["plan views"] += 1
            yield from self._seen(plan, **more)
            if draw.random() < 0.2:
                self.done["sign-ups"] += 1
                yield self._beacon("events", event="sign-up", path=plan)
        elif kind < 0.9:
            self.done["comparisons"] += 1
            yield from self._seen("/compare/plans", plans=draw.randint(1, 4), **more)
        else:
            yield from self._seen(draw.choice(("/providers", "/about", NO_PAGE)), **more)

    def _seen(self, path: str, **more: object) -> Iterator[Step]:
        self.done["views"] += 1
        yield "GET", path, {}
        yield self._beacon("events", event="view", path=path, **more)
        if path != NO_PAGE:
            lcp = round(self._random.lognormvariate(7.2, 0.5), 1)
            self.lcp.append(lcp)
            device = self._random.choice(("phone", "tablet", "desktop"))
            yield self._beacon("vitals", path=path, device=device, lcp=lcp, ttfb=lcp / 10)

    def _beacon(self, name: str, **said: object) -> Step:
        return "POST", f"/api/v1/{name}", {"id": f"{self._random.getrandbits(128):032x}", **said}


async def let_visit(urls: Sequence[str], views: int) -> Visitors:
    """So many page views over these servers, each visitor at one of them; returns who was there."""
    async with httpx.AsyncClient(timeout=60) as http:
        answer = await http.get(f"{urls[0]}/sitemap.xml")
        plans = [
            plan["pageUrl"]
            for plan in (await http.get(f"{urls[0]}/api/v1/plans?page-size=100")).json()["data"]
        ]
        answer.raise_for_status()
        visitors = Visitors(views, [httpx.URL(plan).path for plan in plans])
        turns = asyncio.Semaphore(AT_ONCE)
        tasks = []
        for number, steps in enumerate(visitors):
            await turns.acquire()
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            task = asyncio.create_task(
                _walk(http, (urls[number % len(urls)], urls[(number + 1) % len(urls)]), address, steps)
            )
            tasks.append(task)
            task.add_done_callback(lambda _: turns.release())
        await asyncio.gather(*tasks)
        return visitors


async def _walk(http: httpx.AsyncClient, urls: tuple[str, str], address: str, steps: list[Step]) -> None:
    """Pages come from the first server, and of some beacons a second copy goes to the other."""
    url = urls[0]
    draw = random.Random(address)
    headers = {"X-Forwarded-For": address, "User-Agent": "Mozilla/5.0 (synthetic visitor)"}
    for method, path, body in steps:
        if method == "GET":
            for _ in range(TRIES):
                answer = await http.get(url + path, headers=headers)
                if answer.status_code != 503:  # too many at once: the visitor asks again
                    break
                await asyncio.sleep(RETRY_SECONDS)
            if answer.status_code >= 500:
                raise RuntimeError(f"{path}: {answer.status_code}")
            continue
        for to in urls if draw.random() < AGAIN else urls[:1]:
            answer = await http.post(to + path, json=body, headers=headers)
            if answer.status_code != 204:
                raise RuntimeError(f"beacon {body}: {answer.status_code} {answer.text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--views", type=int, default=20_000)
    parser.add_argument("urls", nargs="+")
    options = parser.parse_args()
    print(json.dumps(asyncio.run(let_visit(options.urls, options.views)).done, indent=2))


if __name__ == "__main__":
    main()
