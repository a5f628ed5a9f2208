"""Who asks for each page first? We do, before the visitors: every page of the sitemap, city by city.

The whole sitemap is more than one process keeps in memory, and what was used longest ago leaves first. So the largest
cities, which the sitemap names first, come first, and the rest is left out once the memory of the site is full.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import httpx
import msgspec

from choosemypower.errors import AppError

CITY_PATH = re.compile(r"^/(?:electricity-plans|texas)/(?!plans/)([^/?]+)")
_LOCATION = re.compile(r"<loc>\s*([^<]+?)\s*</loc>")
CITY_BUDGET = "city"
HEALTH_PATH = "/api/health/cache"
PAGES_AT_ONCE = 2
PAUSE_TIMES = 2.0
"""After a page that was made we wait so many times as long as it took: the site is ours for about half its time at
most, and the busier it is, the less of it."""
PAUSE_SECONDS_MAX = 2.0
ACCEPTED = {"Accept-Encoding": "br, gzip", "Priority": "u=7"}
"""Of the lowest urgency (RFC 9218): the site makes a page for us when no visitor waits for one."""
CALL_SECONDS = 30.0
ATTEMPTS = 3
RETRY_SECONDS = 1.0
FAILURES_SHOWN = 20

Progress = Callable[[str, int, int], None]


class NothingToWarmError(AppError):
    code = "nothing_to_warm"
    title = "The site does not answer"


class WarmReport(msgspec.Struct, frozen=True, kw_only=True):
    """What warming came to."""

    pages: int
    cities: int
    batches: int
    made: int
    """Pages that were rendered for us."""
    from_redis: int
    """Pages that another process had made."""
    present: int
    """Pages that were warm already."""
    failed: int
    failures: tuple[str, ...]
    skipped_cities: int
    """Beyond MAX_CITIES."""
    left_out: int
    """Pages that nobody was asked for any more: each would have put out one that is warm."""
    dropped: int | None
    """Pages that the answering process let go meanwhile, to make room for later ones; None when it does not say."""
    bytes: int
    seconds: float

    def as_text(self) -> str:
        """The summary for people."""
        lines = [
            f"Warmed {self.pages} pages of {self.cities} cities in {self.seconds:.1f} s "
            f"({self.pages / max(self.seconds, 0.001):.0f} pages/s, {self.bytes / 1e6:.1f} MB).",
            f"{self.made} were made, {self.from_redis} came from Redis, {self.present} were there, "
            f"{self.failed} failed.",
        ]
        if self.skipped_cities:
            lines.append(f"{self.skipped_cities} cities, the smallest, were left out (MAX_CITIES).")
        if self.left_out:
            lines.append(
                f"The memory of one process is full: {self.left_out} pages of the smallest cities were left out."
            )
        return "\n".join((*lines, *(f"  {failure}" for failure in self.failures)))


async def warm(
    base_url: str,
    *,
    max_cities: int = 881,
    batch_size: int = 10,
    batch_delay_ms: int = 0,
    progress: Progress = lambda step, done, total: None,
    client: httpx.AsyncClient | None = None,
) -> WarmReport:
    """Ask a running site for every page of its sitemap, a batch of cities at a time.

    Raises NothingToWarmError when there is no sitemap at this address.
    """
    own = client is None
    client = client or httpx.AsyncClient(timeout=CALL_SECONDS)
    try:
        addresses = await sitemap_urls(client, base_url)
        return await _Warming(client, base_url, progress).run(
            addresses, max_cities=max_cities, batch_size=batch_size, batch_delay_ms=batch_delay_ms
        )
    finally:
        if own:
            await client.aclose()


async def sitemap_urls(client: httpx.AsyncClient, base_url: str) -> list[str]:
    """The paths of all pages that the sitemap names."""
    index = await _read(client, base_url, "/sitemap.xml")
    if "<sitemapindex" not in index:
        return _paths(index)
    paths: list[str] = []
    for part in _paths(index):
        paths += _paths(await _read(client, base_url, part))
    return list(dict.fromkeys(paths))


def batches_of(paths: Iterable[str], *, max_cities: int, batch_size: int) -> tuple[list[list[str]], int, int]:
    """The paths in batches of so many cities, the number of cities taken, and of those left out.

    Pages of no city come first, as a batch of their own; cities in the order of the sitemap, the largest first.
    """
    general: list[str] = []
    by_city: dict[str, list[str]] = {}
    for path in paths:
        city = CITY_PATH.match(path)
        if city is None:
            general.append(path)
        else:
            by_city.setdefault(city.group(1), []).append(path)
    cities = list(by_city)[:max_cities]
    of_cities = [
        [path for city in cities[start : start + batch_size] for path in by_city[city]]
        for start in range(0, len(cities), batch_size)
    ]
    return [*([general] if general else []), *of_cities], len(cities), len(by_city) - len(cities)


class _Kept(msgspec.Struct, frozen=True):
    evictions: int


class _Health(msgspec.Struct, frozen=True):
    """What we read of /api/health/cache."""

    classes: dict[str, _Kept]


class _Dropped(msgspec.Struct, frozen=True, kw_only=True):
    total: int
    of_cities: int


class _Warming:
    def __init__(self, client: httpx.AsyncClient, base_url: str, progress: Progress) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._progress = progress
        self._at_once = asyncio.Semaphore(PAGES_AT_ONCE)
        self._counts = {"made": 0, "from_redis": 0, "present": 0, "failed": 0, "bytes": 0}
        self._failures: list[str] = []
        self._done = 0

    async def run(
        self, paths: list[str], *, max_cities: int, batch_size: int, batch_delay_ms: int
    ) -> WarmReport:
        began = time.monotonic()
        batches, _, skipped = batches_of(paths, max_cities=max_cities, batch_size=batch_size)
        total = sum(map(len, batches))
        before = await self._dropped()
        asked_for: list[list[str]] = []
        after = before
        for batch in batches:
            if asked_for and batch_delay_ms:
                await asyncio.sleep(batch_delay_ms / 1000)
            await asyncio.gather(*(self._ask(path, total) for path in batch))
            asked_for.append(batch)
            after = await self._dropped()
            if after is not None and before is not None and after.of_cities > before.of_cities:
                break
        pages = sum(map(len, asked_for))
        return WarmReport(
            pages=pages,
            cities=len(
                {city.group(1) for batch in asked_for for path in batch if (city := CITY_PATH.match(path))}
            ),
            batches=len(asked_for),
            skipped_cities=skipped,
            left_out=total - pages,
            # With several processes behind one address the two numbers may be those of different ones.
            dropped=None if after is None or before is None else max(0, after.total - before.total),
            seconds=time.monotonic() - began,
            failures=tuple(self._failures[:FAILURES_SHOWN]),
            **self._counts,
        )

    async def _dropped(self) -> "_Dropped | None":
        """How many pages the process that answers has dropped for want of room since its start."""
        try:
            answer = await self._client.get(self._base_url + HEALTH_PATH)
            classes = msgspec.json.decode(answer.content, type=_Health).classes
        except (httpx.HTTPError, msgspec.DecodeError):
            return None
        city = classes.get(CITY_BUDGET)
        return _Dropped(
            total=sum(kept.evictions for kept in classes.values()),
            of_cities=0 if city is None else city.evictions,
        )

    async def _ask(self, path: str, total: int) -> None:
        async with self._at_once:
            problem = ""
            for attempt in range(ATTEMPTS):
                if attempt:
                    await asyncio.sleep(RETRY_SECONDS)
                began = time.monotonic()
                made_before = self._counts["made"]
                problem, is_final = await self._attempt(path)
                if problem or self._counts["made"] > made_before:
                    pause = PAUSE_TIMES * (time.monotonic() - began)
                    await asyncio.sleep(min(pause, PAUSE_SECONDS_MAX))
                if is_final:
                    break
            if problem:
                self._counts["failed"] += 1
                self._failures.append(f"{path}: {problem}")
        self._done += 1
        self._progress("Warming pages", self._done, total)

    async def _attempt(self, path: str) -> tuple[str, bool]:
        """What was wrong, or nothing; and whether asking again is idle."""
        try:
            async with self._client.stream("GET", self._base_url + path, headers=ACCEPTED) as answer:
                # Raw: the bytes are of no interest, so they need not be unpacked.
                size = sum([len(chunk) async for chunk in answer.aiter_raw()])
        except httpx.HTTPError as error:
            return type(error).__name__, False
        if answer.status_code >= 400:
            return str(answer.status_code), answer.status_code < 500
        self._counts[_how(answer.headers.get("cache-status", ""))] += 1
        self._counts["bytes"] += size
        return "", True


def _how(cache_status: str) -> str:
    if "detail=redis" in cache_status:
        return "from_redis"
    return "made" if "fwd=miss" in cache_status or not cache_status else "present"


async def _read(client: httpx.AsyncClient, base_url: str, path: str) -> str:
    """A document of the sitemap; a long one may be ready only when it is asked for again."""
    for attempt in range(ATTEMPTS):
        if attempt:
            await asyncio.sleep(RETRY_SECONDS)
        try:
            answer = await client.get(base_url.rstrip("/") + path)
        except httpx.HTTPError as error:
            raise NothingToWarmError(f"{base_url}{path} does not answer ({type(error).__name__}).") from None
        if answer.status_code < 500:
            break
    if answer.status_code != 200:
        raise NothingToWarmError(f"{base_url}{path} answers {answer.status_code}.")
    return answer.text


def _paths(document: str) -> list[str]:
    """Where the entries of a sitemap are, without the host: it is BASE_URL's, we may ask another."""
    found = []
    for address in _LOCATION.findall(document):
        parts = urlsplit(address.replace("&amp;", "&"))
        found.append((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    return found
