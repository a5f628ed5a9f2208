"""A small site behind the page cache: what it answers, how slowly, and how often it was asked."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from choosemypower.cache.answers import Affords, Reply, affords_all
from choosemypower.cache.page_cache import PageCache, Watch
from choosemypower.cache.parts import Parts
from choosemypower.cache.policies import (
    API_ACTION,
    API_READ,
    ASSET,
    BEACON,
    HEALTH,
    PAGE,
    PRIVATE,
    REDIRECT,
    Policy,
)
from choosemypower.cache.routes import Route, RouteTable
from choosemypower.datasets.model import Dataset, DatasetState
from choosemypower.editions.edition import Edition, Editions, Release
from choosemypower.sharing.breaker import Allowance
from choosemypower.sharing.budgets import BUDGETS, Budget
from choosemypower.sharing.redis_store import RedisStore
from tests.support.waiting import HANG_SECONDS

NOON = 1_773_507_600.0
"""In Texas on 14 March 2026: no midnight within the lifetimes that tests look at."""
LISTED_AT = NOON - 7600
LONG_TEXT = "A plan that looks cheap at 1,000 kWh need not be cheap at yours. " * 200


class PatientRedisStore(RedisStore):
    """Waits for Redis as long as it takes: what a process does without its answer is another test's."""

    async def _call(self, call: Callable[[], Awaitable[Any]], allowance: Allowance) -> Any:
        return await super()._call(call, Allowance(HANG_SECONDS))


def a_listing(**said: object) -> Dataset:
    """A dataset that was seen just now, by the test's clock or the real one."""
    seen_at = datetime.fromtimestamp(LISTED_AT, UTC)
    facts = {
        "id": 1, "source": "listing.csv", "shape": "sheet", "content_hash": "", "as_of": seen_at,
        "confirmed_at": seen_at, "fetched_at": seen_at, "state": DatasetState.PUBLISHED, "rows": 1, "offers": 1,
    }  # fmt: skip
    return Dataset(**(facts | said))


class Clock:
    """A clock that goes on when told to, for both kinds of time."""

    def __init__(self) -> None:
        self.moved = 0.0
        self.start = NOON

    def monotonic(self) -> float:
        return 1000.0 + self.moved

    def wall(self) -> float:
        return self.start + self.moved

    def move(self, seconds: float) -> None:
        self.moved += seconds


class SmallSite:
    """An ASGI app whose pages say their address, query and dataset."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.listing: Dataset | None = a_listing()
        self.caches: list[PageCache] = []
        """Those before this site; they are told of another dataset."""
        self.status = 200
        self.delay_seconds = 0.0
        self.extra_headers: list[tuple[bytes, bytes]] = []
        self.raises = False
        self.scopes: list[dict[str, Any]] = []
        self.change_epoch_while_making = False

    @property
    def epoch(self) -> int | None:
        return None if self.listing is None else self.listing.epoch

    @epoch.setter
    def epoch(self, epoch: int | None) -> None:
        self.show(None if epoch is None else a_listing(id=epoch))

    def show(self, listing: Dataset | None) -> None:
        """Exchange the dataset, as the real site does when another one is published or confirmed."""
        self.listing = listing
        for cache in self.caches:
            cache.renew_edition()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope["path"]
        self.asked[path] += 1
        self.scopes.append(scope)
        epoch = self.epoch
        if self.raises:
            raise RuntimeError("broken on purpose")
        if self.delay_seconds:
            await asyncio.sleep(self.delay_seconds)
        if self.change_epoch_while_making:
            self.change_epoch_while_making = False
            self.epoch = (self.epoch or 0) + 1
        status = 404 if path.startswith("/missing") else 301 if path.startswith("/old") else self.status
        body = f"{path}|{scope['query_string'].decode()}|{epoch}|{LONG_TEXT}".encode()
        content_type = b"application/json" if path.startswith("/api") else b"text/html; charset=utf-8"
        headers = [(b"content-type", content_type), *self.extra_headers]
        if status == 301:
            headers.append((b"location", b"/new"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def small_routes(budgets: dict[str, Budget] | None = None) -> RouteTable:
    budgets = budgets or BUDGETS
    table = RouteTable()

    def add(
        template: str, policy: Policy, query: tuple[str, ...] = (), methods: tuple[str, ...] = ("GET",)
    ) -> None:
        table.add(
            template,
            methods,
            Route(
                template=template, policy=policy, query=query, budget=budgets[policy.budget], tags=policy.tags
            ),
        )

    add("/pages/{name}", PAGE, ("page", "sort"))
    add("/api/plans", API_READ, ("kwh",))
    add("/assets/{name}", ASSET)
    add("/old/{name}", REDIRECT)
    add("/mine", PRIVATE)
    add("/health", HEALTH)
    add("/api/act", API_ACTION, methods=("POST",))
    add("/api/beacon", BEACON, methods=("POST",))
    return table


def small_cache(
    site: SmallSite,
    *,
    clock: Clock | None = None,
    shared: RedisStore | None = None,
    budgets: dict[str, Budget] | None = None,
    patience_seconds: float = 0.8,
    affords: Affords = affords_all,
    release: str = "test",
    released_at: float = 0.0,
    watch: Watch | None = None,
) -> PageCache:
    timing = {} if clock is None else {"clock": clock.monotonic, "wall_clock": clock.wall}
    build = Release(name=release, made_at=released_at)

    def edition(now: float) -> Edition | None:
        return None if site.listing is None else Edition.of(site.listing, build, now)

    cache = PageCache(
        site,
        Parts(
            routes=small_routes(budgets),
            editions=Editions(edition, time.time if clock is None else clock.wall),
            unavailable=unavailable,
            client_of=lambda scope: scope.get("client", ("127.0.0.1",))[0],
            affords=affords,
            shared=shared,
            headers=((b"x-frame-options", b"DENY"),),
            budgets=budgets or BUDGETS,
            **timing,
        ),
        patience_seconds=patience_seconds,
        watch=watch,
    )
    site.caches.append(cache)
    return cache


def unavailable(path: str, status: int) -> Reply:
    kind = b"application/problem+json" if path.startswith("/api/") else b"text/html"
    return Reply(status=status, headers=((b"content-type", kind),), body=b"busy")


def browser(cache: PageCache) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=cache), base_url="http://testserver")


async def raw_get(
    cache: PageCache,
    path: str,
    headers: dict[str, str] | None = None,
    method: str = "GET",
    query: str = "",
    client: str = "127.0.0.1",
) -> tuple[int, dict[str, str], bytes]:
    """A request without a client in between that would decode bodies or add headers."""
    messages: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "client": (client, 1),
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
    }
    await cache(scope, receive, send)
    start, *bodies = messages
    answered = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
    assert len(answered) == len(start["headers"]), "a header was sent twice"
    return start["status"], answered, b"".join(message.get("body", b"") for message in bodies)
