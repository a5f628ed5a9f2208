"""The short way: who asks with the very bytes of a request that was answered before gets ready messages.

A hit is one dictionary look-up and two sends. No log line, no id of its own, no clock but the one that says whether
`Age` is still right; it is counted by adding one to a number.
"""

import math
from collections.abc import Awaitable, Callable
from typing import Any

from choosemypower.cache.entries import NO_BODY, Entry, Variant
from choosemypower.cache.headers import named
from choosemypower.editions.edition import Editions
from choosemypower.traffic import CacheOutcome, Traffic

Scope = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[Any], Any]
App = Callable[[Any, Any, Any], Awaitable[None]]

MEMO_MAX = 10_000
MEMO_BYTES_MAX = 600


class Hits:
    """Remembers requests by path, query and Accept-Encoding as they came, each with the variant that answers it."""

    def __init__(self, traffic: Traffic, editions: Editions, clock: Callable[[], float]) -> None:
        self._traffic = traffic
        self._editions = editions
        self._clock = clock
        self._memo: dict[tuple[bytes, bytes, bytes], Variant] = {}

    def before(self, longer_way: App) -> App:
        """An ASGI app that answers plain hits itself and hands everything else on.

        One function with all it needs in variables of its own, which the server calls directly: each frame around it,
        and each call in it, costs a hit 1 to 2 % of its CPU.
        """
        find, editions, clock = self._memo.get, self._editions, self._clock

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope.get("method") == "GET":  # only requests by HTTP have one
                accept_encoding = b""
                if_none_match = given_id = None
                has_date = False
                for name, value in scope["headers"]:
                    if name == b"accept-encoding":
                        accept_encoding = value
                    elif name == b"if-none-match":
                        if_none_match = value
                    elif name == b"if-modified-since":
                        has_date = True
                    elif name == b"x-request-id":
                        given_id = value
                variant = find((scope["raw_path"], scope["query_string"], accept_encoding))
                if (
                    variant is not None
                    and variant.edition is editions.current
                    and clock() < variant.good_until
                ):
                    if if_none_match is None:
                        if not has_date:
                            variant.tally.count += 1
                            await send(variant.start if given_id is None else named(variant.start, given_id))
                            await send(variant.body)
                            return
                    elif if_none_match in variant.etags:
                        variant.tally_not_modified.count += 1
                        start = variant.start_not_modified
                        await send(start if given_id is None else named(start, given_id))
                        await send(NO_BODY)
                        return
            await longer_way(scope, receive, send)

        return answer

    def have_ready(self, entry: Entry, variant: Variant, now: float) -> None:
        """Have messages that are right until the next second, or until something else must happen."""
        if now >= variant.good_until:
            entry.stamp(variant, now)
            next_second = entry.validated_at + math.floor(now - entry.validated_at) + 1
            variant.good_until = min(next_second, entry.refresh_at, entry.expires_at)
        # What does not depend on the data is good in every edition; it is looked at again each second.
        variant.edition = self._editions.current

    def remember(self, scope: Scope, entry: Entry, variant: Variant) -> None:
        """Let the next request with these very bytes find the variant at once."""
        codings = [value for name, value in scope["headers"] if name == b"accept-encoding"]
        key = (scope["raw_path"], scope["query_string"], codings[0] if codings else b"")
        if scope["method"] != "GET" or len(codings) > 1 or sum(map(len, key)) > MEMO_BYTES_MAX:
            return
        if self._memo.get(key) is variant:
            return
        if len(self._memo) >= MEMO_MAX:
            self._memo.clear()
        variant.tally = self._traffic.tally(entry.route, entry.page.status, CacheOutcome.HIT)
        variant.tally_not_modified = self._traffic.tally(entry.route, 304, CacheOutcome.HIT)
        self._memo[key] = variant
        entry.memo_keys.add(key)

    def forget(self, entry: Entry) -> None:
        """Let go of an entry that was dropped. One address has one entry, so the requests for it were its own."""
        for key in entry.memo_keys:
            self._memo.pop(key, None)
