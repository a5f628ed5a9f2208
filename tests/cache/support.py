"""A small site behind the page cache: what it answers, how slowly, and how often it was asked."""

import asyncio
from collections import Counter
from typing import Any

import httpx

from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.policies import (
    API_ACTION,
    API_READ,
    ASSET,
    BUDGETS,
    HEALTH,
    PAGE,
    PRIVATE,
    REDIRECT,
    Budget,
    Policy,
)
from choosemypower.cache.redis_store import RedisStore
from choosemypower.cache.routes import Route, RouteTable

LONG_TEXT = "A plan that looks cheap at 1,000 kWh need not be cheap at yours. " * 200


class Clock:
    """A clock that goes on when told to, for both kinds of time."""

    def __init__(self) -> None:
        self.moved = 0.0
        # Noon in Texas on 14 March 2026: no midnight within the lifetimes that tests look at.
        self.start = 1_773_507_600.0

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
        self.epoch: int | None = 1
        self.data_changed_at = 1_773_500_000.0
        self.data_fetched_at = 1_773_400_000.0
        self.status = 200
        self.delay_seconds = 0.0
        self.extra_headers: list[tuple[bytes, bytes]] = []
        self.raises = False
        self.scopes: list[dict[str, Any]] = []
        self.change_epoch_while_making = False

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
    return table


def small_cache(
    site: SmallSite,
    *,
    clock: Clock | None = None,
    shared: RedisStore | None = None,
    budgets: dict[str, Budget] | None = None,
    patience_seconds: float = 0.8,
    release: str = "test",
    turning_points: tuple[float, ...] = (),
    released_at: float = 0.0,
) -> PageCache:
    timing = {} if clock is None else {"clock": clock.monotonic, "wall_clock": clock.wall}
    return PageCache(
        site,
        routes=small_routes(budgets),
        epoch=lambda: site.epoch,
        release=release,
        data_fetched_at=lambda: site.data_fetched_at,
        data_changed_at=lambda: site.data_changed_at,
        released_at=released_at,
        turning_points=lambda: turning_points,
        shared=shared,
        headers=((b"x-frame-options", b"DENY"),),
        budgets=budgets or BUDGETS,
        patience_seconds=patience_seconds,
        **timing,
    )


def browser(cache: PageCache) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=cache), base_url="http://testserver")


async def raw_get(
    cache: PageCache, path: str, headers: dict[str, str] | None = None, method: str = "GET", query: str = ""
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
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
    }
    await cache(scope, receive, send)
    start, *bodies = messages
    answered = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
    assert len(answered) == len(start["headers"]), "a header was sent twice"
    return start["status"], answered, b"".join(message.get("body", b"") for message in bodies)
