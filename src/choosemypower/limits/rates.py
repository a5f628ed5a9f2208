"""Rates, counted exactly: one atomic step in Redis for all processes, in this process while Redis is away.

The count is a generic cell rate algorithm (GCRA): one number per client, the moment at which its debt is paid. It is
exact at any burst and needs no window that turns. Our own fifteen lines, because the kept libraries (`limits`,
`slowapi`) open a connection of their own to Redis, without the breaker and the short patience that keep a sick Redis
away from visitors.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from math import ceil
from typing import ClassVar, Protocol

import msgspec

from choosemypower.errors import AppError

CLIENTS_MAX = 20_000
"""Clients remembered in one process; the one that asked longest ago is forgotten first."""
KEY_BYTES = 16

# KEYS: the client's count. ARGV: seconds between two requests, seconds that a burst may run ahead.
# Gives: allowed (1 or 0), seconds until the next is allowed, seconds until all are.
TAKE_SCRIPT = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local step, ahead = tonumber(ARGV[1]), tonumber(ARGV[2])
local paid = tonumber(redis.call('GET', KEYS[1]) or '0')
if paid < now then paid = now end
if paid + step - now > ahead + 0.000001 then
  return {0, tostring(paid + step - now - ahead), tostring(paid - now)}
end
paid = paid + step
redis.call('SET', KEYS[1], string.format('%.6f', paid), 'PX', math.ceil((paid - now) * 1000) + 1)
return {1, '0', tostring(paid - now)}
"""


class SharedScripts(Protocol):
    """The store that all processes share."""

    async def run_script(self, script: str, key: str, *arguments: str) -> list[bytes | int] | None:
        """What the script gives; None when the store does not answer."""


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """So many requests of one client in so many seconds; all of them may come at once."""

    name: str
    """A token such as `contact`: part of the key and of the RateLimit headers."""
    requests: int
    seconds: int

    @property
    def step_seconds(self) -> float:
        """How long one request takes to be paid off."""
        return self.seconds / self.requests


FILES_OF_ONE_CLIENT = Rate(name="files", requests=60, seconds=60)
"""Files that are read in a process of their own, on pages and in the API alike."""
MESSAGES_OF_ONE_CLIENT = Rate(name="contact", requests=5, seconds=3600)
"""Messages to us, by the form and by the API together."""
UNSEEN_SECONDS = 60


def unseen_of_one_client(requests: int) -> Rate:
    """What one client may have made anew in a minute: pages and answers that nobody has asked for before."""
    return Rate(name="unseen", requests=requests, seconds=UNSEEN_SECONDS)


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """May this request go on, and what is left."""

    rate: Rate
    is_allowed: bool
    remaining: int
    reset_seconds: int
    """Until the whole budget is back."""
    retry_after_seconds: int = 0
    """0 when it is allowed."""

    @property
    def headers(self) -> dict[str, str]:
        """As the IETF's draft "RateLimit header fields for HTTP" has them."""
        rate = self.rate
        headers = {
            "RateLimit-Policy": f'"{rate.name}";q={rate.requests};w={rate.seconds}',
            "RateLimit": f'"{rate.name}";r={self.remaining};t={self.reset_seconds}',
        }
        if not self.is_allowed:
            headers["Retry-After"] = str(self.retry_after_seconds)
        return headers


class TooManyRequestsError(AppError):
    """The client has used up its rate; the headers say when to come back."""

    code: ClassVar[str] = "too_many_requests"
    status: ClassVar[int] = 429
    title: ClassVar[str] = "Too many requests"

    def __init__(self, decision: Decision) -> None:
        wait = decision.retry_after_seconds
        super().__init__(f"Too many requests. Wait {wait} second{'' if wait == 1 else 's'} and try again.")
        self.headers = decision.headers


class RateLimiter:
    """Counts requests by rate and client. Never raises for a store that is away: it then counts by itself."""

    def __init__(
        self, shared: SharedScripts | None, *, prefix: str = "", clock: Callable[[], float] = time.time
    ) -> None:
        self._shared = shared
        self._prefix = prefix
        self._clock = clock
        self._paid: OrderedDict[str, float] = OrderedDict()

    async def take(self, rate: Rate, client: str) -> Decision:
        """Count one request of this client."""
        key = f"{self._prefix}rate:{rate.name}:{_hashed(client)}"
        if self._shared is not None:
            given = await self._shared.run_script(
                TAKE_SCRIPT, key, repr(rate.step_seconds), str(rate.seconds)
            )
            if given is not None:
                allowed, wait, debt = given
                return _decision(rate, bool(int(allowed)), float(wait), float(debt))
        return self._take_here(rate, key)

    def _take_here(self, rate: Rate, key: str) -> Decision:
        now = self._clock()
        paid = max(self._paid.pop(key, 0.0), now)
        wait = paid + rate.step_seconds - now - rate.seconds
        is_allowed = wait <= 1e-6
        if is_allowed:
            paid += rate.step_seconds
        self._paid[key] = paid
        if len(self._paid) > CLIENTS_MAX:
            self._paid.popitem(last=False)
        return _decision(rate, is_allowed, max(wait, 0.0), paid - now)


def _decision(rate: Rate, is_allowed: bool, wait: float, debt: float) -> Decision:
    return Decision(
        rate=rate,
        is_allowed=is_allowed,
        remaining=max(0, int((rate.seconds - debt) / rate.step_seconds + 1e-6)) if is_allowed else 0,
        reset_seconds=ceil(debt),
        retry_after_seconds=0 if is_allowed else max(1, ceil(wait)),
    )


def _hashed(client: str) -> str:
    """A client without its address: nobody who sees Redis learns who asked."""
    return blake2b(client.encode(), digest_size=KEY_BYTES).hexdigest()
