"""The page cache: an ASGI app around the whole site. A page that was seen before never reaches the framework.

A hit is one dictionary look-up and two sends of ready messages. Everything else (other epochs, expiry, conditional
requests, HEAD, unknown paths, what may not be kept) takes the longer way below it.
"""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from choosemypower.cache.edition import Editions
from choosemypower.cache.encodings import Encoding, accepted_encodings
from choosemypower.cache.entries import (
    CACHE_NAME,
    Entry,
    Headers,
    Variant,
    is_not_modified,
)
from choosemypower.cache.filling import Filler
from choosemypower.cache.keys import URL_CHARACTERS_MAX, canonical_query, canonical_url, has_unknown_names
from choosemypower.cache.memory import Memory
from choosemypower.cache.origin import Origin
from choosemypower.cache.passing import Reply, pass_through, preflight_answer, unavailable_reply
from choosemypower.cache.policies import BUDGETS, Budget, Kind
from choosemypower.cache.routes import Route, RouteTable
from choosemypower.cache.sessions import SessionStore
from choosemypower.cache.stats import CacheCounts, CacheHealth

if TYPE_CHECKING:
    from choosemypower.cache.redis_store import RedisStore

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[Any], Any]
App = Callable[[Any, Any, Any], Any]

PATIENCE_SECONDS = 0.8
"""Longer than this nobody waits for a page: an older one or 503 comes instead, within a second."""
RETRY_SECONDS = 2.0
"""After a failed fill the old page is given out at once for so long."""
MEMO_MAX = 10_000
MEMO_BYTES_MAX = 600
ENCODING_HEADERS_MAX = 500


class PageCache:
    """Wraps an ASGI app; see the module."""

    def __init__(
        self,
        app: App,
        *,
        routes: RouteTable,
        editions: Editions,
        shared: "RedisStore | None" = None,
        headers: Headers = (),
        host: str = "localhost",
        scheme: str = "http",
        budgets: Mapping[str, Budget] = BUDGETS,
        patience_seconds: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._app = app
        self.routes = routes
        self._editions = editions
        self._headers = headers
        self._patience_seconds = patience_seconds
        self._clock = clock
        self._memo: dict[tuple[bytes, bytes, bytes], Variant] = {}
        self._encodings: dict[bytes, tuple[Encoding, ...]] = {}
        self._retry_at: dict[str, float] = {}
        self.counts = CacheCounts()
        self.memory = Memory(budgets, self._on_drop)
        self.shared = shared
        self.sessions = SessionStore(shared, budget=budgets["session"], clock=clock)
        self._origin = Origin(app, host=host, scheme=scheme)
        self.filler = Filler(
            self._origin,
            memory=self.memory,
            shared=shared,
            counts=self.counts,
            editions=editions,
            fixed_headers=headers,
            clock=clock,
            wall_clock=wall_clock,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET":
            accept_encoding = b""
            if_none_match = None
            has_date = False
            for name, value in scope["headers"]:
                if name == b"accept-encoding":
                    accept_encoding = value
                elif name == b"if-none-match":
                    if_none_match = value
                elif name == b"if-modified-since":
                    has_date = True
            variant = self._memo.get((scope["raw_path"], scope["query_string"], accept_encoding))
            if (
                variant is not None
                and self._clock() < variant.good_until
                and variant.edition is self._editions.current
            ):
                if if_none_match is None:
                    if not has_date:
                        variant.hits += 1
                        await send(variant.start)
                        await send(variant.body)
                        return
                elif if_none_match == variant.etag and variant.is_ok:
                    variant.hits += 1
                    await send(variant.start_not_modified)
                    await send(variant.head_body)
                    return
        await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Everything that is not a plain hit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, method = scope["path"], scope["method"]
        route = self.routes.find(path, method)
        if method == "OPTIONS" and (answer := preflight_answer(scope, self.routes, self._headers)):
            await answer.send(send, is_head=False)
            return
        if route is None or route.policy.kind is Kind.NEVER or method not in ("GET", "HEAD"):
            self.counts.passed += 1
            await pass_through(self._app, scope, receive, send, route, self._headers)
            return
        query = canonical_query(scope["query_string"], route.query)
        if route.is_strict and has_unknown_names(scope["query_string"], query):
            await self._serve_unkept(path, scope["query_string"].decode("latin-1"), route, scope, send)
            return
        url = canonical_url(path, query)
        if len(url) > URL_CHARACTERS_MAX:
            await self._serve_unkept(path, query, route, scope, send)
            return
        self._origin.state = scope.get("state", {})
        await self._serve_stored(path, query, url, route, scope, send)

    async def _serve_stored(
        self, path: str, query: str, url: str, route: Route, scope: Scope, send: Send
    ) -> None:
        accepted = self._accepted(scope)
        entry = self.memory.find(url)
        now = self._clock()
        if entry is not None:
            entry.last_used = now
            if self._is_current(entry):
                if now < entry.expires_at:
                    if now >= entry.refresh_at:
                        self._refresh(entry, path, query, accepted)
                    await self._give(entry, accepted, scope, send, "hit")
                    return
                if now < entry.expires_at + route.policy.stale_while_revalidate_seconds:
                    self._refresh(entry, path, query, accepted)
                    self.counts.stale += 1
                    await self._give(entry, accepted, scope, send, "hit; detail=refreshing")
                    return
            if now < self._retry_at.get(url, 0.0) and now < entry.kept_until:
                await self._give_old(entry, accepted, scope, send, "recently-failed")
                return
        filled, how = await self._filled(path, query, url, route, accepted)
        if isinstance(filled, Entry):
            await self._give(filled, accepted, scope, send, how)
            return
        if entry is not None and now < entry.kept_until and (filled is None or filled.status >= 500):
            self._remember_failure(url, now)
            reason = "no-answer" if filled is None else f"status-{filled.status}"
            await self._give_old(entry, accepted, scope, send, reason)
            return
        reply = filled if filled is not None else unavailable_reply(path)
        await reply.with_policy(route, self._headers).send(send, is_head=scope["method"] == "HEAD")

    async def _serve_unkept(self, path: str, query: str, route: Route, scope: Scope, send: Send) -> None:
        """An address too long to be kept: made for this request alone, with nothing of the visitor in it either."""
        self.counts.passed += 1
        answer = await self._origin.ask(path, query)
        reply = answer if answer is not None else unavailable_reply(path)
        await reply.with_policy(route, self._headers, may_be_kept=False).send(
            send, is_head=scope["method"] == "HEAD"
        )

    async def _filled(
        self, path: str, query: str, url: str, route: Route, accepted: tuple[Encoding, ...]
    ) -> tuple[Entry | Reply | None, str]:
        """The new entry, an answer that may not be kept, or None when it takes too long; and how it came."""
        task, is_mine = self.filler.fill(path, query, url, route, accepted)
        if not is_mine:
            self.counts.coalesced += 1
        done, _ = await asyncio.wait({task}, timeout=self._patience_seconds)
        if not done:
            return None, ""
        filled = task.result()
        if filled.entry is None:
            return filled.reply, ""
        how = filled.how if is_mine else f"{filled.how}; collapsed"
        return filled.entry, how

    def _refresh(self, entry: Entry, path: str, query: str, accepted: tuple[Encoding, ...]) -> None:
        """Renew behind the visitor's back, once at a time, and not too soon after a failure."""
        now = self._clock()
        url = entry.page.url
        if entry.is_refreshing or now < self._retry_at.get(url, 0.0):
            return
        entry.is_refreshing = True
        self.counts.refreshes += 1
        task, _ = self.filler.fill(path, query, url, entry.route, accepted, renewing=entry)

        def ended(task: "asyncio.Task[Any]") -> None:
            entry.is_refreshing = False
            if task.cancelled() or task.result().entry is None:
                self._remember_failure(url, self._clock())

        task.add_done_callback(ended)

    def _remember_failure(self, url: str, now: float) -> None:
        if len(self._retry_at) > MEMO_MAX:
            self._retry_at.clear()
        self._retry_at[url] = now + RETRY_SECONDS

    async def _give(
        self, entry: Entry, accepted: tuple[Encoding, ...], scope: Scope, send: Send, how: str
    ) -> None:
        """Send a good entry, and remember the request so that the next one takes the short way."""
        now = self._clock()
        variant = await self.filler.ready_variant(entry, accepted)
        age_limit = max(1.0, min(60.0, entry.policy.max_age_seconds / 10))
        if now - entry.validated_at >= age_limit:
            # The epoch is still the entry's: that is a validation, so its age begins anew (RFC 9111 §4.2.3).
            entry.validated_at = now
        if how != "hit":
            await self._send(self._marked(entry, variant, now, how), scope, send)
            return
        if now >= variant.good_until:
            variant.stamp(
                int(now - entry.validated_at),
                b"%s; hit; ttl=%d" % (CACHE_NAME.encode(), max(0, int(entry.expires_at - now))),
                b"cache;desc=hit",
            )
            second_ends = entry.validated_at + math.floor(now - entry.validated_at) + 1
            variant.good_until = min(second_ends, entry.expires_at)
            if not entry.is_refreshing:
                variant.good_until = min(variant.good_until, entry.refresh_at)
        # What does not depend on the data is good in every epoch; it is looked at again each second.
        variant.edition = self._editions.current
        self._memoise(scope, variant)
        await self._send(variant, scope, send)

    async def _give_old(
        self, entry: Entry, accepted: tuple[Encoding, ...], scope: Scope, send: Send, reason: str
    ) -> None:
        """Send what was good once, because nothing newer can be had; say so."""
        self.counts.stale += 1
        variant = await self.filler.ready_variant(entry, accepted)
        now = self._clock()
        await self._send(self._marked(entry, variant, now, f"fwd=stale; detail={reason}"), scope, send)

    def _marked(self, entry: Entry, variant: Variant, now: float, how: str) -> Variant:
        """A copy of the variant with a status of its own; the ready messages stay as they are."""
        copy = Variant.__new__(Variant)
        for name in Variant.__slots__:
            setattr(copy, name, getattr(variant, name))
        status = f"{CACHE_NAME}; {how}"
        if how.startswith("hit"):
            status = f"{CACHE_NAME}; hit; ttl={int(entry.expires_at - now)}{how.removeprefix('hit')}"
        timing = f"cache;desc={'stale' if 'stale' in how or 'refreshing' in how else 'miss'}"
        if "fwd=miss" in how:
            timing += f", render;dur={entry.page.render_seconds * 1000:.1f}"
        copy.stamp(int(now - entry.validated_at), status.encode(), timing.encode())
        return copy

    async def _send(self, variant: Variant, scope: Scope, send: Send) -> None:
        if_none_match = if_modified_since = None
        for name, value in scope["headers"]:
            if name == b"if-none-match":
                if_none_match = value if if_none_match is None else if_none_match + b"," + value
            elif name == b"if-modified-since":
                if_modified_since = value
        if variant.is_ok and is_not_modified(variant, if_none_match, if_modified_since):
            variant.hits += 1
            await send(variant.start_not_modified)
            await send(variant.head_body)
            return
        variant.hits += 1
        await send(variant.start)
        await send(variant.head_body if scope["method"] == "HEAD" else variant.body)

    def _is_current(self, entry: Entry) -> bool:
        """Was this made from the data that is published now?"""
        if entry.policy.kind is Kind.STATIC:
            return True
        present = self._editions.look()
        return present is not None and entry.edition is not None and entry.edition.is_of_data_of(present)

    def _accepted(self, scope: Scope) -> tuple[Encoding, ...]:
        given = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
        accepted = self._encodings.get(given)
        if accepted is None:
            accepted = accepted_encodings(given.decode("latin-1"))
            if len(self._encodings) < ENCODING_HEADERS_MAX and len(given) < MEMO_BYTES_MAX:
                self._encodings[given] = accepted
        return accepted

    def _memoise(self, scope: Scope, variant: Variant) -> None:
        """Let the next request with these very bytes find the variant at once."""
        entry = variant.entry
        if self.memory.find(entry.page.url) is not entry or scope["method"] != "GET":
            return
        encodings = [value for name, value in scope["headers"] if name == b"accept-encoding"]
        if len(encodings) > 1:
            return
        key = (scope["raw_path"], scope["query_string"], encodings[0] if encodings else b"")
        if key in self._memo or sum(map(len, key)) > MEMO_BYTES_MAX:
            return
        if len(self._memo) >= MEMO_MAX:
            self._memo.clear()
        self._memo[key] = variant
        entry.memo_keys.append(key)

    def _on_drop(self, entry: Entry) -> None:
        for key in entry.memo_keys:
            remembered = self._memo.get(key)
            if remembered is not None and remembered.entry is entry:
                del self._memo[key]
        for variant in entry.variants.values():
            self.counts.hits_of_dropped += variant.hits
        # They refer to each other: without this the bytes would stay until the garbage collector comes, which is late.
        entry.variants.clear()

    def prepare(self, paths: Iterable[str]) -> None:
        """Begin to make these answers, in every encoding, before anybody asks."""
        for path in paths:
            route = self.routes.find(path, "GET")
            if route is not None:
                self.filler.fill(path, "", canonical_url(path, ""), route, (Encoding.IDENTITY,))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Around the app's life: at its end work under way is stopped and Redis left."""
        try:
            yield
        finally:
            await self.filler.stop()
            if self.shared is not None:
                await self.shared.close()

    def renew_edition(self) -> None:
        """To be called when a dataset was exchanged or confirmed: pages of another edition are made anew."""
        before = self._editions.current
        self._editions.renew()
        present = self._editions.current
        if before is not None and present is not None and before.key != present.key:
            self.memory.expire(self._clock())

    def forget(self) -> int:
        """Drop everything this process keeps; returns how many entries there were."""
        return self.memory.clear()

    def health(self) -> CacheHealth:
        """What of the cache works, and what it did since the start."""
        return CacheHealth.of(self)
