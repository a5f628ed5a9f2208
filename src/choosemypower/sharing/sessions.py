"""Where is what one visitor asked us to remember, for half an hour: in Redis, or in this process without it.

Only answers that nobody else may keep read it. Names of entries are hashes: whoever sees Redis cannot take a
visitor's place.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from choosemypower.sharing.breaker import Allowance
from choosemypower.sharing.budgets import BUDGETS, KEY_PREFIX, KEY_SCHEMA, Budget
from choosemypower.sharing.envelope import open_envelope, seal

if TYPE_CHECKING:
    from choosemypower.sharing.redis_store import RedisStore

COOKIE = "__Host-home"
SESSION = BUDGETS["session"]
_TOKEN_LENGTH = 43

Value = TypeVar("Value")


class SessionStore:
    """Values by token, for `SESSION.lifetime_seconds` after the last writing."""

    def __init__(
        self,
        shared: "RedisStore | None",
        *,
        budget: Budget = SESSION,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shared = shared
        self._budget = budget
        self._clock = clock
        self._own: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self.bytes = 0

    async def find(self, token: str | None, kind: type[Value]) -> Value | None:
        """What is kept under this token; None when nothing is, or no longer."""
        if token is None or len(token) != _TOKEN_LENGTH:
            return None
        key = _key(token)
        if self._shared is not None:
            found = await self._shared.find(key, kind, Allowance())
            if found is not None:
                return found
        kept = self._own.get(key)
        if kept is None:
            return None
        ends_at, sealed = kept
        if self._clock() >= ends_at:
            self._drop(key)
            return None
        self._own.move_to_end(key)
        return open_envelope(sealed, kind)

    async def keep(self, value: object, token: str | None = None) -> str:
        """Keep a value; returns its token. Give only a token that `find` has just known."""
        token = token or secrets.token_urlsafe(32)
        key, sealed = _key(token), seal(value)
        lifetime = self._budget.lifetime_seconds
        if self._shared is not None and await self._shared.keep(key, sealed, self._budget, lifetime):
            self._drop(key)
            return token
        self._drop(key)
        self._own[key] = (self._clock() + lifetime, sealed)
        self.bytes += _size(key, sealed)
        while self.bytes > self._budget.bytes_max:
            self._drop(next(iter(self._own)))
        return token

    async def forget(self, token: str | None) -> None:
        """Delete what is kept under this token."""
        if token is None or len(token) != _TOKEN_LENGTH:
            return
        self._drop(_key(token))
        if self._shared is not None:
            await self._shared.forget(_key(token))

    def _drop(self, key: str) -> None:
        kept = self._own.pop(key, None)
        if kept is not None:
            self.bytes -= _size(key, kept[1])


def session_cookie(token: str) -> str:
    """The Set-Cookie value that hands this token to the browser."""
    return f"{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={SESSION.lifetime_seconds}"


def cleared_cookie() -> str:
    """The Set-Cookie value that takes it away."""
    return f"{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"


def _key(token: str) -> str:
    return f"{KEY_PREFIX}{{{SESSION.name}}}:{KEY_SCHEMA}:{sha256(token.encode()).hexdigest()}"


def _size(key: str, sealed: bytes) -> int:
    return len(key) + len(sealed) + 200
