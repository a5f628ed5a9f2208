"""The page cache: an ASGI app around the whole site. A page that was seen before never reaches the framework.

Plain hits are answered in `hits.py`. Everything else (other editions, expiry, conditional requests, HEAD, unknown
paths, what may not be kept) takes the longer way here.
"""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from choosemypower.cache.answers import (
    Origin,
    Reply,
    marked,
    preflight_answer,
)
from choosemypower.cache.entries import NO_BODY, Entry
from choosemypower.cache.headers import OWN_NAMES, answer_policy, lower_case
from choosemypower.cache.hits import App, Receive, Scope, Send
from choosemypower.cache.keys import URL_CHARACTERS_MAX, canonical_query, canonical_url, has_unknown_names
from choosemypower.cache.making import Maker
from choosemypower.cache.parts import Parts
from choosemypower.cache.policies import NO_STORE, POLICIES, CacheKind
from choosemypower.cache.refusals import EarlyRefusals, is_patient
from choosemypower.cache.routes import Route
from choosemypower.cache.wanted import Made, Wanted
from choosemypower.encodings import Encoding, encodings_for
from choosemypower.traffic import CacheOutcome, Unkept
from choosemypower.turns import Flow, NoTurnError

if TYPE_CHECKING:
    pass

Watch = Callable[[App, Scope, Receive, Send], Any]

PATIENCE_SECONDS = 0.8
"""Longer than this nobody waits for a page: an older one or 503 comes instead, within a second."""
WARMING_PATIENCE_SECONDS = 10.0
RETRY_SECONDS = 2.0
"""After a failed making the old page is given out at once for so long."""


class PageCache:
    """Wraps an ASGI app; see the module. `watch` is around all but plain hits."""

    def __init__(
        self,
        app: App,
        parts: Parts,
        *,
        host: str = "localhost",
        scheme: str = "http",
        patience_seconds: float = PATIENCE_SECONDS,
        watch: Watch | None = None,
    ) -> None:
        self._app = app
        self._patience_seconds = patience_seconds
        self._flows = {
            name: Flow(policy.most_a_second, parts.clock)
            for name, policy in POLICIES.items()
            if policy.most_a_second
        }
        self._parts = parts
        self._hits = parts.hits
        self.routes = parts.routes
        self.shared = parts.shared
        self.traffic = parts.traffic
        self.counts = parts.counts
        self.turns = parts.turns
        self.memory = parts.memory
        self._origin = Origin(app, host=host, scheme=scheme)
        self.maker = Maker(self._origin, parts)
        refusals = EarlyRefusals(parts, self._is_there)
        longer_way = self._serve if watch is None else partial(watch, self._serve)
        self.answer = self._hits.before(refusals.before(longer_way))
        """What the server calls."""

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return self.answer(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Everything that is not a plain hit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, method = scope["path"], scope["method"]
        route = self.routes.find(path, method)
        if method == "OPTIONS" and (answer := preflight_answer(scope, self.routes, self._parts.headers)):
            self.traffic.note(self.routes.any_of_path(path), answer.status, Unkept.PASSED)
            await answer.send(send)
            return
        if route is None or route.policy.kind is CacheKind.NEVER or method not in ("GET", "HEAD"):
            await self._pass(route, scope, receive, send)
            return
        query = canonical_query(scope["query_string"], route.query)
        wanted = Wanted(
            path=path,
            query=query,
            url=canonical_url(path, query),
            route=route,
            accepted=encodings_for(scope["headers"]),
            client=None if is_patient(scope) else self._parts.client_of(scope),
        )
        if route.is_strict and has_unknown_names(scope["query_string"], query):
            # The handler says what is wrong with it.
            whole = scope["query_string"].decode("latin-1")
            await self._serve_unkept(msgspec.structs.replace(wanted, query=whole), scope, send)
        elif len(wanted.url) > URL_CHARACTERS_MAX:
            await self._serve_unkept(wanted, scope, send)
        else:
            await self._serve_kept(wanted, scope, send)

    async def _serve_kept(self, wanted: Wanted, scope: Scope, send: Send) -> None:
        entry = self.memory.find(wanted.url)
        now = self._parts.clock()
        if entry is not None:
            may_be_old_for = entry.route.policy.stale_while_revalidate_seconds
            if now < entry.expires_at + may_be_old_for and self._is_current(entry):
                if now >= entry.refresh_at:
                    self._refresh(entry, wanted)
                outcome = CacheOutcome.HIT if now < entry.expires_at else CacheOutcome.REFRESHING
                await self._give(entry, wanted, scope, send, outcome)
                return
            if now < min(entry.failed_until, entry.kept_until):
                await self._give(entry, wanted, scope, send, CacheOutcome.STALE, "; detail=recently-failed")
                return
        made, is_mine = await self._made(wanted)
        if made is not None and made.entry is not None:
            await self._give(made.entry, wanted, scope, send, made.outcome, "" if is_mine else "; collapsed")
            return
        older = entry if entry is not None and now < entry.kept_until else None
        await self._serve_without(made, older, wanted, scope, send)

    async def _serve_without(
        self, made: Made | None, older: Entry | None, wanted: Wanted, scope: Scope, send: Send
    ) -> None:
        """Nothing came that may be kept: an older page where there is one, else the answer."""
        reply = made.reply if made is not None else None
        is_busy = made is not None and made.is_busy
        if older is not None and (is_busy or reply is None or reply.status >= 500):
            if not is_busy:
                older.failed_until = self._parts.clock() + RETRY_SECONDS
            await self._give(older, wanted, scope, send, CacheOutcome.STALE, f"; detail={_reason(made)}")
        elif is_busy and reply is not None:
            await self._refuse(reply, wanted.route, scope, send)
        else:
            await self._send_reply(reply, wanted, scope, send)

    async def _serve_unkept(self, wanted: Wanted, scope: Scope, send: Send) -> None:
        """An address too long to be kept: made for this request alone, with nothing of the visitor in it either."""
        if wanted.client is not None and (refusal := await self._parts.affords(wanted.client, wanted.path)):
            await self._refuse(refusal, wanted.route, scope, send)
            return
        reply = None
        with contextlib.suppress(NoTurnError):
            async with self.turns.turn(wanted.client):
                reply = await self._origin.ask(wanted.path, wanted.query)
        await self._send_reply(reply, wanted, scope, send, may_be_kept=False)

    async def _send_reply(
        self, reply: Reply | None, wanted: Wanted, scope: Scope, send: Send, *, may_be_kept: bool = True
    ) -> None:
        if reply is None:
            await self._refuse(self._parts.unavailable(wanted.path, 503), wanted.route, scope, send)
            return
        self.traffic.note(wanted.route, reply.status, Unkept.PASSED)
        answer = reply.with_policy(wanted.route, self._parts.headers, may_be_kept=may_be_kept)
        await answer.send(send, is_head=scope["method"] == "HEAD")

    async def _pass(self, route: Route | None, scope: Scope, receive: Receive, send: Send) -> None:
        """What is never kept. Health and beacons, which come when much is going on, take no turn."""
        path = scope["path"]
        if route is not None and route.policy.takes_no_turn:
            flow = self._flows.get(route.policy.name)
            if flow is None or flow.let_in():
                await self._pass_through(route, scope, receive, send)
            else:
                await self._refuse(self._parts.unavailable(path, 429), route, scope, send)
            return
        client = self._parts.client_of(scope)
        if refusal := await self._parts.affords(client, path):
            await self._refuse(refusal, route, scope, send)
            return
        try:
            async with self.turns.turn(client):
                await self._pass_through(route, scope, receive, send)
        except NoTurnError:
            await self._refuse(self._parts.unavailable(path, 503), route, scope, send)

    async def _pass_through(self, route: Route | None, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer; only the headers of the class and of the whole site are put on."""
        began = self._parts.clock()
        # Whatever its route says, the answer to a method that changes something is nobody's to keep.
        is_never = route is not None and route.policy.kind is CacheKind.NEVER
        policy = None if is_never or scope["method"] in ("GET", "HEAD") else NO_STORE
        of_path = route if route is not None else self.routes.any_of_path(scope["path"])

        async def send_marked(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                status = message["status"]
                self.traffic.note(of_path, status, Unkept.PASSED)
                self.traffic.note_render(route, self._parts.clock() - began)
                headers = marked(
                    status,
                    lower_case(message["headers"]),
                    policy or answer_policy(route, status),
                    of_path.policy,
                    self._parts.headers,
                    OWN_NAMES - {b"content-length"},
                )
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, send_marked)

    async def _refuse(self, reply: Reply, route: Route | None, scope: Scope, send: Send) -> None:
        self.traffic.note(route, reply.status, Unkept.REFUSED)
        answer = reply.with_policy(route, self._parts.headers, may_be_kept=False)
        await answer.send(send, is_head=scope["method"] == "HEAD")

    async def _made(self, wanted: Wanted) -> tuple[Made | None, bool]:
        """What comes of making it now, None when that takes too long; and whether this request began it."""
        while True:
            if self.maker.is_too_busy_for(wanted):
                return Made(is_busy=True), True
            task, is_mine = self.maker.make(wanted)
            if not is_mine:
                self.counts.coalesced += 1
            # Most are made in one go: to wait with a limit takes a tenth of the cache's time.
            await asyncio.sleep(0)
            if not task.done():
                patience = self._patience_seconds if wanted.client is not None else WARMING_PATIENCE_SECONDS
                await asyncio.wait({task}, timeout=patience)
            made = task.result() if task.done() else None
            if is_mine or made is None or not made.is_busy or made.reply is None:
                return made, is_mine
            # Who began it has used up what he may have made; that is not this client's fault.

    def _refresh(self, entry: Entry, wanted: Wanted) -> None:
        """Renew behind the visitor's back, once at a time, and not too soon after a failure."""
        entry.refresh_at = math.inf
        self.counts.refreshes += 1
        task, _ = self.maker.make(msgspec.structs.replace(wanted, client=None), renewing=entry)

        def ended(task: "asyncio.Task[Made]") -> None:
            if task.cancelled() or task.result().entry is None:
                entry.refresh_at = entry.failed_until = self._parts.clock() + RETRY_SECONDS

        task.add_done_callback(ended)

    async def _give(
        self, entry: Entry, wanted: Wanted, scope: Scope, send: Send, outcome: CacheOutcome, detail: str = ""
    ) -> None:
        """Send an entry; remember a hit's request, so that the next one takes the short way."""
        variant = await self.maker.ready_variant(entry, wanted.accepted)
        now = self._parts.clock()
        is_same = entry.is_held(variant, scope["headers"])
        is_present = outcome is CacheOutcome.HIT or self._is_of_present_edition(entry)
        if outcome is not CacheOutcome.STALE and is_present:
            entry.note_use(now)
        if outcome is CacheOutcome.HIT:
            self._hits.have_ready(entry, variant, now)
            if self.memory.holds(entry):
                self._hits.remember(scope, entry, variant)
            start, body = (variant.start_not_modified if is_same else variant.start), variant.body
        else:
            marks = entry.marks(now, outcome, detail, is_over=not is_present)
            start, body = entry.messages(variant, marks, is_not_modified=is_same)
        self.traffic.note(entry.route, start["status"], outcome)
        await send(start)
        await send(NO_BODY if is_same or scope["method"] == "HEAD" else body)

    def _is_there(self, url: str) -> bool:
        """Is an answer kept, whatever its age, or being made?"""
        return self.memory.find(url) is not None or self.maker.is_making(url)

    def _is_current(self, entry: Entry) -> bool:
        """Was this made from the data that is published now?"""
        if entry.policy.kind is CacheKind.STATIC:
            return True
        present = self._parts.editions.look()
        return present is not None and entry.edition is not None and entry.edition.is_of_data_of(present)

    def _is_of_present_edition(self, entry: Entry) -> bool:
        """Does this say what its address says now, the days on it too?"""
        return entry.policy.kind is CacheKind.STATIC or entry.edition == self._parts.editions.look()

    def prepare(self, paths: Iterable[str]) -> None:
        """Begin to make these answers, in every coding, before anybody asks."""
        for path in paths:
            route = self.routes.find(path, "GET")
            if route is not None:
                url = canonical_url(path, "")
                self.maker.make(Wanted(path=path, url=url, route=route, accepted=(Encoding.IDENTITY,)))

    async def rehearse(self, addresses: Iterable[tuple[str, str]]) -> None:
        """Have these paths and queries made, and keep nothing: what the first page costs more is paid before it."""
        for path, query in addresses:
            await self._origin.ask(path, query)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Around the app's life: at its end work under way is stopped and Redis left."""
        try:
            yield
        finally:
            await self.maker.stop()
            if self.shared is not None:
                await self.shared.close()

    def renew_edition(self) -> None:
        """To be called when a dataset was exchanged or confirmed: pages of another edition are made anew."""
        before = self._parts.editions.current
        self._parts.editions.renew()
        present = self._parts.editions.current
        if before is not None and present is not None and before.key != present.key:
            self.memory.expire(self._parts.clock())

    def forget(self) -> int:
        """Drop everything this process keeps; returns how many entries there were."""
        return self.memory.clear()


def _reason(made: Made | None) -> str:
    """Why an older page goes out."""
    if made is None:
        return "no-answer"
    if made.is_busy:
        return "busy"
    return "no-answer" if made.reply is None else f"status-{made.reply.status}"
