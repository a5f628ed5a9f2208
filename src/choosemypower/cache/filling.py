"""How does a page come into the cache? Once per process and address, whoever asks meanwhile; with Redis, about
once for all processes.

A fill is a task of its own: a visitor who leaves does not stop it, and its failure is told to everybody who waited
and then forgotten.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec

from choosemypower.cache.breaker import Allowance
from choosemypower.cache.edition import Edition, Editions
from choosemypower.cache.encodings import Encoding
from choosemypower.cache.entries import (
    Entry,
    Headers,
    Page,
    Variant,
    encode_page,
    header,
    make_page,
    takes_long,
)
from choosemypower.cache.finishing import Finisher
from choosemypower.cache.keys import shared_key
from choosemypower.cache.memory import Memory
from choosemypower.cache.origin import Origin
from choosemypower.cache.passing import Reply, answer_policy
from choosemypower.cache.policies import STALE_WHEN_SICK_SECONDS, Kind
from choosemypower.cache.routes import UNKNOWN_ROUTE, Route
from choosemypower.cache.stats import CacheCounts
from choosemypower.cache.timing import early_by_seconds, jittered_seconds

if TYPE_CHECKING:
    from choosemypower.cache.redis_store import RedisStore

log = logging.getLogger(__name__)

PLAIN_BYTES_KEPT_BELOW = 4_000
"""Larger bodies are kept compressed only: whatever else is asked for is made from that."""
LOCK_POLL_SECONDS = 0.012
LOCK_PATIENCE_SECONDS = 1.5
"""Longer than this nobody waits for another process's fill."""
EPOCH_ATTEMPTS = 3


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What a fill came to: an entry, or an answer that may not be kept (None when the app raised)."""

    entry: Entry | None = None
    reply: Reply | None = None
    how: str = "fwd=miss; stored"


class Filler:
    """Makes entries: from Redis when another process has made the page, else from the app."""

    def __init__(
        self,
        origin: Origin,
        *,
        memory: Memory,
        shared: "RedisStore | None",
        counts: CacheCounts,
        editions: Editions,
        fixed_headers: Headers,
        clock: Callable[[], float],
        wall_clock: Callable[[], float],
    ) -> None:
        self._origin = origin
        self._memory = memory
        self._shared = shared
        self._counts = counts
        self._editions = editions
        self._fixed_headers = fixed_headers
        self._clock = clock
        self._wall_clock = wall_clock
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="compress")
        self._finisher = Finisher(self._finish_encodings, clock)
        self._fills: dict[tuple[str | None, str], asyncio.Task[Filled]] = {}
        self._encodings: dict[tuple[int, Encoding], asyncio.Task[bytes]] = {}
        self._tails: set[asyncio.Task[None]] = set()

    def fill(
        self,
        path: str,
        query: str,
        url: str,
        route: Route,
        accepted: tuple[Encoding, ...],
        *,
        renewing: Entry | None = None,
    ) -> tuple[asyncio.Task[Filled], bool]:
        """The one fill of this address and epoch, and whether this call has started it."""
        self._finisher.hold()
        edition = self._editions.look()
        key = (edition.key if edition is not None else None, url)
        task = self._fills.get(key)
        if task is not None:
            return task, False
        task = asyncio.create_task(
            self._fill(path, query, url, route, accepted, renewing), name=f"fill {url}"
        )
        self._fills[key] = task
        task.add_done_callback(lambda _: self._fills.pop(key, None))
        return task, True

    async def ready_variant(self, entry: Entry, accepted: tuple[Encoding, ...]) -> Variant:
        """The best variant for this client; compressed or restored first where it never was."""
        for encoding in accepted:
            ready = entry.variants.get(encoding)
            if ready is not None:
                return ready
            body = await self._body(entry, encoding)
            if body is not None:
                return entry.variants.get(encoding) or entry.add_variant(encoding, body, self._fixed_headers)
        raise AssertionError("The plain bytes can always be had.")

    async def stop(self) -> None:
        """Stop what is under way."""
        self._finisher.stop()
        tasks = [*self._fills.values(), *self._encodings.values(), *self._tails]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def settle(self) -> None:
        """Wait until nothing is under way behind the visitors' backs."""
        await self._finisher.run_out()
        while tasks := [*self._fills.values(), *self._encodings.values(), *self._tails]:
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.sleep(0)

    async def _fill(
        self,
        path: str,
        query: str,
        url: str,
        route: Route,
        accepted: tuple[Encoding, ...],
        renewing: Entry | None,
    ) -> Filled:
        edition = self._editions.look()
        if (
            self._shared is None
            or route.policy.kind is not Kind.STORED
            or edition is None
            or route is UNKNOWN_ROUTE
        ):
            return await self._render(path, query, url, route, accepted)
        key = shared_key(edition.key, route.budget.name, url)
        allowance = Allowance()
        page = await self._shared.find_page(key, allowance)
        token: str | None = None
        if not self._is_usable(page, url, renewing):
            token, page = await self._take_turn(key, url, renewing, allowance)
        if page is not None and self._is_usable(page, url, renewing):
            self._counts.filled_from_shared += 1
            self._later(self._shared.touch(key, route.budget))
            entry = self._keep(page, route, edition)
            self._finisher.add(entry)
            return Filled(entry=entry, how="fwd=miss; detail=redis; stored")
        filled: Filled | None = None
        try:
            filled = await self._render(path, query, url, route, accepted)
            return filled
        finally:
            self._later(self._share(filled, key, token, edition))

    async def _take_turn(
        self, key: str, url: str, renewing: Entry | None, allowance: Allowance
    ) -> tuple[str | None, Page | None]:
        """The lock for this page, or the page itself once the process that has the lock is done.

        The lock of a process that is gone or very slow passes on by itself; at last nobody is waited for.
        """
        assert self._shared is not None
        deadline = self._clock() + LOCK_PATIENCE_SECONDS
        lock = f"{key}:lock"
        while True:
            token = await self._shared.take_lock(lock, allowance)
            if token is None or token:
                return token, None
            await asyncio.sleep(LOCK_POLL_SECONDS)
            # Each poll is a wait for the other process, not for Redis; a frozen Redis ends it at once.
            allowance = Allowance()
            page = await self._shared.find_page(key, allowance)
            if self._is_usable(page, url, renewing):
                return None, page
            if not self._shared.is_usable or self._clock() > deadline:
                return None, None

    def _is_usable(self, page: Page | None, url: str, renewing: Entry | None) -> bool:
        if page is None or page.url != url:
            return False
        if self._wall_clock() >= page.made_at + page.lifetime_seconds:
            return False
        # Who renews wants a page that is newer than his own.
        return renewing is None or page.made_at > renewing.page.made_at + 0.001

    async def _render(
        self, path: str, query: str, url: str, route: Route, accepted: tuple[Encoding, ...]
    ) -> Filled:
        for _ in range(EPOCH_ATTEMPTS):
            edition = self._editions.look()
            began = self._clock()
            reply = await self._origin.ask(path, query)
            render_seconds = self._clock() - began
            if self._editions.look() is edition or route.policy.kind is Kind.STATIC:
                break
        else:
            # The data changed under each attempt: whole, but of a version that nobody can name.
            return Filled(reply=reply)
        if reply is None or not self._may_be_kept(reply, route, edition):
            self._counts.failed_fills += reply is None or reply.status >= 500
            self._counts.not_kept += reply is not None
            return Filled(reply=reply)
        self._counts.filled += 1
        self._counts.fill_seconds += render_seconds
        kept_as = self._route_of_answer(route, reply.status)
        page = make_page(
            url=url,
            route=kept_as,
            status=reply.status,
            headers=reply.headers,
            body=reply.body,
            made_at=self._wall_clock(),
            lifetime_seconds=jittered_seconds(kept_as.budget.lifetime_seconds),
            render_seconds=render_seconds,
            modified_at=None if route.policy.kind is Kind.STATIC or edition is None else edition.modified_at,
        )
        entry = self._keep(page, kept_as, edition)
        # Before the first visitor gets it: the one encoding that he wants. The rest comes when there is time.
        await self.ready_variant(entry, accepted)
        self._finisher.add(entry)
        return Filled(entry=entry)

    def _may_be_kept(self, reply: Reply, route: Route, edition: Edition | None) -> bool:
        if edition is None and route.policy.kind is not Kind.STATIC:
            return False
        if header(reply.headers, b"content-encoding") or b"no-store" in dict(reply.headers).get(
            b"cache-control", b""
        ):
            return False
        return answer_policy(route, reply.status).kind is not Kind.NEVER

    def _route_of_answer(self, route: Route, status: int) -> Route:
        """A redirect and a 404 have lifetimes of their own; a 404 also leaves the class of its route."""
        policy = answer_policy(route, status)
        if policy is route.policy:
            return route
        budget = self._memory.budgets[policy.budget] if status in (404, 410) else route.budget
        return msgspec.structs.replace(route, policy=policy, budget=budget, tags=(*policy.tags, *route.tags))

    def _keep(self, page: Page, route: Route, edition: Edition | None) -> Entry:
        now = self._clock()
        made_at = now - max(0.0, self._wall_clock() - page.made_at)
        entry = Entry(page, route, answer_policy(route, page.status), edition, now)
        entry.made_at = made_at
        entry.expires_at = made_at + page.lifetime_seconds
        if route.policy.kind is Kind.STORED and edition is not None:
            # Spread over half a minute, so that not everything is made anew in the same second.
            until_change = edition.ends_at - self._wall_clock() + random.uniform(0, 30)  # noqa: S311
            entry.expires_at = min(entry.expires_at, now + until_change)
        entry.refresh_at = entry.expires_at - early_by_seconds(page.lifetime_seconds, page.render_seconds)
        entry.kept_until = entry.expires_at + STALE_WHEN_SICK_SECONDS
        self._memory.keep(entry)
        return entry

    async def _body(self, entry: Entry, encoding: Encoding) -> bytes | None:
        """One encoding of an entry, made once whoever asks; None when it would not be smaller."""
        body = entry.page.bodies.get(encoding.value)
        if body is not None or (encoding is not Encoding.IDENTITY and not entry.is_compressible):
            return body
        if entry.policy.kind is not Kind.STATIC and not takes_long(entry.page):
            return self._take_body(entry, encoding, encode_page(entry.page, encoding))
        key = (id(entry), encoding)
        task = self._encodings.get(key)
        if task is None:
            task = asyncio.create_task(
                self._encode_in_thread(entry, encoding), name=f"{encoding} {entry.page.url}"
            )
            self._encodings[key] = task
            task.add_done_callback(lambda _: self._encodings.pop(key, None))
        return await asyncio.shield(task)

    async def _encode_in_thread(self, entry: Entry, encoding: Encoding) -> bytes:
        page, is_asset = entry.page, entry.policy.kind is Kind.STATIC
        loop = asyncio.get_running_loop()
        body = await loop.run_in_executor(
            self._threads, lambda: encode_page(page, encoding, is_asset=is_asset)
        )
        return self._take_body(entry, encoding, body)

    def _take_body(self, entry: Entry, encoding: Encoding, body: bytes) -> bytes:
        entry.page.bodies[encoding.value] = body
        self._memory.resize(entry, len(body))
        if encoding is not Encoding.IDENTITY:
            self._let_plain_go(entry)
        return body

    def _let_plain_go(self, entry: Entry) -> None:
        """Drop the plain bytes of a large page once they can be restored: they are most of its memory."""
        bodies = entry.page.bodies
        plain = bodies.get(Encoding.IDENTITY.value, b"")
        if len(plain) >= PLAIN_BYTES_KEPT_BELOW and Encoding.IDENTITY not in entry.variants:
            del bodies[Encoding.IDENTITY.value]
            self._memory.resize(entry, -len(plain))

    async def _finish_encodings(self, entry: Entry) -> None:
        """Make the encodings that nobody has asked for yet."""
        if self._memory.find(entry.page.url) is not entry:
            return
        for encoding in (Encoding.BROTLI, Encoding.GZIP):
            await self._body(entry, encoding)

    async def _share(self, filled: Filled | None, key: str, token: str | None, edition: Edition) -> None:
        """Write a new page to Redis and give the lock back."""
        assert self._shared is not None
        try:
            entry = filled.entry if filled is not None else None
            if entry is not None and entry.edition is edition and entry.page.status == 200:
                await self._finish_encodings(entry)
                page = entry.page
                if Encoding.GZIP.value in page.bodies:
                    bodies = {
                        name: body for name, body in page.bodies.items() if name != Encoding.IDENTITY.value
                    }
                    page = msgspec.structs.replace(page, bodies=bodies)
                await self._shared.keep_page(key, page, entry.route.budget)
        finally:
            if token:
                await self._shared.free_lock(f"{key}:lock", token)

    def _later(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tails.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tails.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("Work behind a visitor's back failed.", exc_info=error)
