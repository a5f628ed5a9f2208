"""How does a page come into the cache? Once per process and address, whoever asks meanwhile; with Redis, about
once for all processes.

It is made in a task of its own: a visitor who leaves does not stop it, and its failure is told to everybody who waited
and then forgotten.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from choosemypower.cache.answers import Origin, Reply
from choosemypower.cache.entries import Entry, Variant, WholePage, make_page
from choosemypower.cache.headers import answer_policy, header
from choosemypower.cache.keys import shared_key
from choosemypower.cache.packing import Packing
from choosemypower.cache.parts import Parts
from choosemypower.cache.policies import CacheKind
from choosemypower.cache.routes import Route
from choosemypower.cache.wanted import Made, Wanted
from choosemypower.editions.edition import Edition
from choosemypower.encodings import OFF_LOOP_FROM_BYTES, Effort, Encoding, compress, restore
from choosemypower.sharing.breaker import Allowance
from choosemypower.sharing.envelope import seal
from choosemypower.traffic import CacheOutcome
from choosemypower.turns import NoTurnError

if TYPE_CHECKING:
    from choosemypower.sharing.redis_store import RedisStore

log = logging.getLogger(__name__)

PLAIN_BYTES_KEPT_BELOW = 4_000
"""Larger bodies are kept compressed only, unless somebody takes nothing else: what is wanted is made from those."""
LOCK_POLL_SECONDS = 0.012
LOCK_PATIENCE_SECONDS = 1.5
"""Longer than this nobody waits for another process's page."""
EDITION_ATTEMPTS = 3


class Maker:
    """Makes entries: from Redis when another process has made the page, else from the app."""

    def __init__(self, origin: Origin, parts: Parts) -> None:
        self._origin = origin
        self._parts = parts
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="compress")
        self._packing = Packing(self._pack, lambda: bool(self._under_way), parts.clock)
        self._under_way: dict[tuple[str | None, str], asyncio.Task[Made]] = {}
        self._encodings: dict[tuple[int, Encoding], asyncio.Task[Variant]] = {}
        self._tails: set[asyncio.Task[None]] = set()

    def is_too_busy_for(self, wanted: Wanted) -> bool:
        """Would a turn be refused now? Asked before any work is done, Redis included: a refusal must cost little."""
        if wanted.client is None or self.is_making(wanted.url):
            return False
        return self._parts.turns.is_full_for(wanted.client)

    def is_making(self, url: str) -> bool:
        """Is this address being made for the edition of the moment?"""
        return self._key(url) in self._under_way

    def _key(self, url: str) -> tuple[str | None, str]:
        edition = self._parts.editions.look()
        return (edition.key if edition is not None else None, url)

    def make(self, wanted: Wanted, *, renewing: Entry | None = None) -> tuple[asyncio.Task[Made], bool]:
        """The one making of this address and edition, and whether this call has started it."""
        self._packing.hold()
        key = self._key(wanted.url)
        task = self._under_way.get(key)
        if task is not None and not task.done():
            return task, False
        edition = self._parts.editions.current
        if wanted.client is not None:
            self._parts.turns.expect(wanted.url, wanted.client)
        task = self._under_way[key] = asyncio.create_task(self._make(wanted, edition, renewing))

        def ended(task: asyncio.Task[Made]) -> None:
            if self._under_way.get(key) is task:
                del self._under_way[key]

        task.add_done_callback(ended)
        return task, True

    async def ready_variant(self, entry: Entry, accepted: tuple[Encoding, ...]) -> Variant:
        """The best variant for this client; compressed or restored first where it never was."""
        coding = next(coding for coding in accepted if coding is Encoding.IDENTITY or entry.is_compressible)
        return entry.variants.get(coding) or await self._encoded(entry, coding)

    async def stop(self) -> None:
        """Stop what is under way."""
        self._packing.stop()
        tasks = [*self._under_way.values(), *self._encodings.values(), *self._tails]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def settle(self) -> None:
        """Wait until nothing is under way behind the visitors' backs."""
        await self._packing.run_out()
        while tasks := [*self._under_way.values(), *self._encodings.values(), *self._tails]:
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._packing.run_out()
            await asyncio.sleep(0)

    async def _make(self, wanted: Wanted, edition: Edition | None, renewing: Entry | None) -> Made:
        shared, route = self._parts.shared, wanted.route
        try:
            if (
                shared is None
                or edition is None
                or not route.template
                or route.policy.kind is not CacheKind.STORED
            ):
                return await self._made_here(wanted)
            return await self._made_for_all(shared, wanted, edition, renewing)
        except NoTurnError:
            return Made(is_busy=True)
        finally:
            self._parts.turns.arrived(wanted.url)

    async def _made_for_all(
        self, shared: "RedisStore", wanted: Wanted, edition: Edition, renewing: Entry | None
    ) -> Made:
        """From Redis, or here for all processes."""
        key = shared_key(edition.key, wanted.route.budget.name, wanted.url)
        allowance = Allowance()
        found = await shared.find(key, WholePage, allowance)
        token: str | None = None
        if not self._is_usable(found, wanted.url, renewing):
            token, found = await self._take_lock(shared, key, wanted.url, renewing, allowance)
        if found is not None and self._is_usable(found, wanted.url, renewing):
            self._parts.counts.filled_from_shared += 1
            self._later(shared.touch(key, wanted.route.budget))
            entry = self._entry(found, wanted.route, edition)
            return self._kept(entry, CacheOutcome.SHARED)
        made: Made | None = None
        try:
            made = await self._made_here(wanted)
            return made
        finally:
            self._later(self._share(shared, made, key, token, edition))

    async def _take_lock(
        self, shared: "RedisStore", key: str, url: str, renewing: Entry | None, allowance: Allowance
    ) -> tuple[str | None, WholePage | None]:
        """The lock for this page, or the page itself once the process that has the lock is done.

        The lock of a process that is gone or very slow passes on by itself; at last nobody is waited for.
        """
        deadline = self._parts.clock() + LOCK_PATIENCE_SECONDS
        while True:
            token = await shared.take_lock(f"{key}:lock", allowance)
            if token is None or token:
                return token, None
            await asyncio.sleep(LOCK_POLL_SECONDS)
            # Each poll is a wait for the other process, not for Redis; a frozen Redis ends it at once.
            allowance = Allowance()
            found = await shared.find(key, WholePage, allowance)
            if self._is_usable(found, url, renewing):
                return None, found
            if not shared.is_usable or self._parts.clock() > deadline:
                return None, None

    def _is_usable(self, found: WholePage | None, url: str, renewing: Entry | None) -> bool:
        if found is None or found.page.url != url:
            return False
        page = found.page
        if self._parts.wall_clock() >= page.made_at + page.lifetime_seconds:
            return False
        # Who renews wants a page that is newer than his own.
        return renewing is None or page.made_at > renewing.page.made_at + 0.001

    async def _made_here(self, wanted: Wanted) -> Made:
        """By the app, when its client may have one more made and it is our turn."""
        parts, route = self._parts, wanted.route
        if wanted.client is not None and (refusal := await parts.affords(wanted.client, wanted.path)):
            return Made(is_busy=True, reply=refusal)
        parts.turns.arrived(wanted.url)
        for _ in range(EDITION_ATTEMPTS):
            await parts.turns.take(wanted.client)
            try:
                edition = parts.editions.look()
                began = parts.clock()
                reply = await self._origin.ask(wanted.path, wanted.query)
                render_seconds = parts.clock() - began
                parts.traffic.note_render(route, render_seconds)
            finally:
                parts.turns.give_back()
            if parts.editions.look() is edition or route.policy.kind is CacheKind.STATIC:
                break
        else:
            # The data changed under each attempt: whole, but of a version that nobody can name.
            return Made(reply=reply)
        if reply is None or not _may_be_kept(reply, route, edition):
            parts.counts.failed_fills += reply is None or reply.status >= 500
            parts.counts.not_kept += reply is not None
            return Made(reply=reply)
        parts.counts.filled += 1
        made_at = parts.wall_clock()
        page = make_page(reply, wanted.url, route, edition, made_at=made_at, render_seconds=render_seconds)
        whole = WholePage(page=page, bodies={Encoding.IDENTITY: reply.body}, is_dense=False)
        entry = self._entry(whole, route, edition)
        # Before it is kept: the one coding that its first visitor wants. The dense one comes when there is time.
        variant = await self.ready_variant(entry, wanted.accepted)
        if variant.encoding is not Encoding.IDENTITY and len(reply.body) >= PLAIN_BYTES_KEPT_BELOW:
            del entry.variants[Encoding.IDENTITY]
        return self._kept(entry, CacheOutcome.MADE)

    def _kept(self, entry: Entry, outcome: CacheOutcome) -> Made:
        self._parts.memory.keep(entry)
        self._packing.add(entry)
        return Made(entry=entry, outcome=outcome)

    def _entry(self, whole: WholePage, route: Route, edition: Edition | None) -> Entry:
        now, wall_now = self._parts.clock(), self._parts.wall_clock()
        return Entry(whole, route, edition, self._parts.headers, now=now, wall_now=wall_now)

    async def _encoded(self, entry: Entry, coding: Encoding) -> Variant:
        """One coding of an entry, made once whoever asks."""
        is_static = entry.policy.kind is CacheKind.STATIC
        effort = Effort.DENSEST if is_static else Effort.QUICK
        largest = max(len(variant.content) for variant in entry.variants.values())
        is_plain = Encoding.IDENTITY in entry.variants
        if not is_static and largest * (1 if is_plain else 7) < OFF_LOOP_FROM_BYTES:
            return self._take(entry, coding, _encode(entry.plain(), coding, effort), effort)
        key = (id(entry), coding)
        task = self._encodings.get(key)
        if task is None:
            task = asyncio.create_task(self._encode_in_thread(entry, coding, effort))
            self._encodings[key] = task
            task.add_done_callback(lambda _: self._encodings.pop(key, None))
        return await asyncio.shield(task)

    async def _encode_in_thread(self, entry: Entry, coding: Encoding, effort: Effort) -> Variant:
        kept = entry.a_variant()
        body = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: _encode(restore(kept.content, kept.encoding), coding, effort)
        )
        return self._take(entry, coding, body, effort)

    def _take(self, entry: Entry, coding: Encoding, body: bytes, effort: Effort) -> Variant:
        variant = entry.put(coding, body, is_dense=effort is not Effort.QUICK)
        if self._parts.memory.holds(entry):
            if not variant.is_dense and coding is not Encoding.IDENTITY:
                self._packing.add(entry)
            self._parts.memory.weigh_again(entry)
        return variant

    async def _pack(self, entry: Entry) -> None:
        """Make densely what was made quickly, and give it to the other processes."""
        is_static = entry.policy.kind is CacheKind.STATIC
        for coding in (Encoding.BROTLI, Encoding.GZIP):
            variant = entry.variants.get(coding)
            is_due = is_static if variant is None else not variant.is_dense
            if self._parts.memory.holds(entry) and entry.is_compressible and is_due:
                effort = Effort.DENSEST if is_static else Effort.DENSE
                await self._encode_in_thread(entry, coding, effort)
        shared = self._parts.shared
        if shared is not None and entry.shared_as is not None and self._parts.memory.holds(entry):
            await _give(shared, entry, entry.shared_as)

    async def _share(
        self, shared: "RedisStore", made: Made | None, key: str, token: str | None, edition: Edition
    ) -> None:
        """Write a new page to Redis and give the lock back."""
        try:
            entry = made.entry if made is not None else None
            if entry is not None and entry.edition is edition and entry.page.status == 200:
                entry.shared_as = key
                await _give(shared, entry, key)
        finally:
            if token:
                await shared.free_lock(f"{key}:lock", token)

    def _later(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tails.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tails.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("Background work of the page cache failed.", exc_info=error)


async def _give(shared: "RedisStore", entry: Entry, key: str) -> None:
    """Write an entry for the other processes."""
    await shared.keep(key, seal(entry.whole()), entry.budget, entry.page.lifetime_seconds)


def _may_be_kept(reply: Reply, route: Route, edition: Edition | None) -> bool:
    if edition is None and route.policy.kind is not CacheKind.STATIC:
        return False
    if header(reply.headers, b"content-encoding") or reply.is_refused:
        return False
    return answer_policy(route, reply.status).kind is not CacheKind.NEVER


def _encode(plain: bytes, coding: Encoding, effort: Effort) -> bytes:
    return plain if coding is Encoding.IDENTITY else compress(plain, coding, effort)
