"""Refused at once: an answer that nobody has made, while no turn can be had.

What is refused takes time from what is served. So nothing is done for it but to find out that it must be refused: no
framework, no Redis, no line of log of its own (how many there were is said once a second, and counted in /metrics),
and its bytes are kept.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from choosemypower.cache.headers import named
from choosemypower.cache.hits import App, Receive, Scope, Send
from choosemypower.cache.keys import canonical_query, canonical_url
from choosemypower.cache.parts import Parts
from choosemypower.cache.policies import CacheKind, Policy
from choosemypower.cache.routes import Route, is_of_api
from choosemypower.traffic import Unkept

log = logging.getLogger(__name__)

PATIENT_PRIORITY = b"u=7"
"""Who says this (RFC 9218: background), as `warm` does, is served when nobody else waits."""
SAID_EVERY_SECONDS = 1.0

Messages = tuple[dict[str, Any], dict[str, Any]]


class EarlyRefusals:
    """Stands before the longer way; see the module. `is_there` knows what is kept, or being made just now."""

    def __init__(self, parts: Parts, is_there: Callable[[str], bool]) -> None:
        self._parts = parts
        self._is_there = is_there
        self._kept: dict[tuple[Policy, bool], Messages] = {}
        self._unsaid = 0

    def before(self, longer_way: App) -> App:
        """An ASGI app that refuses what must be refused, and hands everything else on."""
        turns = self._parts.turns

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if turns.is_full and scope.get("method") == "GET":
                route = self._parts.routes.find(scope["path"], "GET")
                if route is not None and self._must_refuse(route, scope):
                    await self._refuse(route, scope, send)
                    return
            await longer_way(scope, receive, send)

        return answer

    def _must_refuse(self, route: Route, scope: Scope) -> bool:
        if route.policy.kind is CacheKind.NEVER or is_patient(scope):
            return False
        url = canonical_url(scope["path"], canonical_query(scope["query_string"], route.query))
        return not self._is_there(url) and self._parts.turns.is_full_for(self._parts.client_of(scope))

    async def _refuse(self, route: Route, scope: Scope, send: Send) -> None:
        start, body = self._messages(route, scope["path"])
        self._parts.traffic.tally(route, 503, Unkept.REFUSED).count += 1
        if not self._unsaid:
            asyncio.get_running_loop().call_later(SAID_EVERY_SECONDS, self._say)
        self._unsaid += 1
        for name, value in scope["headers"]:
            if name == b"x-request-id":
                start = named(start, value)
        await send(start)
        await send(body)

    def _messages(self, route: Route, path: str) -> Messages:
        key = (route.policy, is_of_api(path))
        kept = self._kept.get(key)
        if kept is None:
            reply = self._parts.unavailable(path, 503).with_policy(
                route, self._parts.headers, may_be_kept=False
            )
            kept = self._kept[key] = reply.messages()
        return kept

    def _say(self) -> None:
        log.warning(
            "Refused %d requests in the last second: more is asked for than can be made.", self._unsaid
        )
        self._unsaid = 0


def is_patient(scope: Scope) -> bool:
    """Does this request wait until nobody else does?"""
    return any(name == b"priority" and PATIENT_PRIORITY in value for name, value in scope["headers"])
