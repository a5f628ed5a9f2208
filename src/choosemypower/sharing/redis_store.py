"""The second level: what all processes share in Redis. Every failure is a miss; nothing here ever raises.

One request waits for Redis no longer than its allowance; a breaker spares it the wait when Redis is known to be sick.
Each class has its own byte budget, kept by a script beside the values.
"""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
from redis.asyncio import Redis
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff
from redis.exceptions import ReadOnlyError, RedisError, ResponseError

from choosemypower import spans
from choosemypower.measures import CALL_BOUNDS, Durations
from choosemypower.settings import redis_hosts
from choosemypower.sharing.breaker import CALL_SECONDS, OPEN_SECONDS, Allowance, Breaker, BreakerState
from choosemypower.sharing.budgets import KEY_PREFIX, Budget
from choosemypower.sharing.envelope import open_envelope
from choosemypower.sharing.refusals import WriteRefusals

log = logging.getLogger(__name__)

WRITE_SECONDS = 0.5
"""Nobody waits for a write; it only must not pile up."""
TRIAL_KEY = f"{KEY_PREFIX}trial"
TRIAL_MILLISECONDS = 10_000
LATE_SECONDS = 0.01
"""Whose timer rings later than this was held up itself."""
LATE_TURNS = 10
"""Turns of the event loop that it takes to read an answer that lies there."""
LOCK_MILLISECONDS = 500
"""A process that dies while it fills a page, or cannot give its lock back, holds the others up no longer than this:
less than a visitor waits for a page (`page_cache.PATIENCE_SECONDS`)."""
BUSY_CALLS_MAX = 48
"""More calls at once than this are misses: a queue in front of a slow Redis helps nobody."""
CONNECTIONS_MAX = BUSY_CALLS_MAX + 16
"""A call that was cut off lets go of its connection a moment later."""

# KEYS: value, sizes (hash), uses (sorted set), total. ARGV: bytes, size, seconds to live, now, budget.
KEEP_SCRIPT = """
local old = tonumber(redis.call('HGET', KEYS[2], KEYS[1]) or '0')
local total = tonumber(redis.call('GET', KEYS[4]) or '0') - old
local budget = tonumber(ARGV[5])
local size = tonumber(ARGV[2])
if size > budget then return -1 end
local evicted = 0
while total + size > budget do
  local oldest = redis.call('ZPOPMIN', KEYS[3], 16)
  if #oldest == 0 then total = 0 break end
  for i = 1, #oldest, 2 do
    if oldest[i] ~= KEYS[1] then
      total = total - tonumber(redis.call('HGET', KEYS[2], oldest[i]) or '0')
      redis.call('HDEL', KEYS[2], oldest[i])
      evicted = evicted + redis.call('UNLINK', oldest[i])
    end
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('HSET', KEYS[2], KEYS[1], size)
redis.call('ZADD', KEYS[3], ARGV[4], KEYS[1])
redis.call('SET', KEYS[4], total + size)
return evicted
"""

UNLOCK_SCRIPT = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"

Answer = TypeVar("Answer")
Client = Any  # Redis and RedisCluster share their commands, but no base class


class SharedCounts(msgspec.Struct):
    """What happened between this process and Redis since the start."""

    hits: int = 0
    misses: int = 0
    failures: int = 0
    refused_by_breaker: int = 0
    damaged: int = 0
    writes: int = 0
    failed_writes: int = 0
    refused_writes: int = 0
    """Of those: Redis answered, but takes no writes (READONLY, OOM)."""
    evictions: int = 0


def redis_client(url: str) -> Client:
    """A client for this address that fails fast. Connects at the first call.

    Besides redis://, rediss:// and unix://: `redis+sentinel://host:26379,host2:26379/master-name/0` and
    `redis+cluster://host:6379,host2:6379`.
    """
    options: dict[str, Any] = {
        # Our own limits are shorter, and know when it was this process that was late.
        "socket_timeout": 10 * WRITE_SECONDS,
        "socket_connect_timeout": WRITE_SECONDS,
        "socket_keepalive": True,
        "retry": Retry(NoBackoff(), 0),
        "health_check_interval": 0,
        "decode_responses": False,
    }
    scheme = urlsplit(url).scheme
    if scheme == "redis+cluster":
        nodes = [ClusterNode(host, port) for host, port in redis_hosts(url)]
        # Found anew by the hosts of the address, always: else by those seen last, and who saw a master without its
        # replica (it joins, it is held up) never finds the replica once it is the master.
        return RedisCluster(startup_nodes=nodes, dynamic_startup_nodes=False, **options, **_credentials(url))
    if scheme == "redis+sentinel":
        return _sentinel_client(url, options)
    return Redis.from_url(url, max_connections=CONNECTIONS_MAX, **options)


def _sentinel_client(url: str, options: dict[str, Any]) -> Client:
    parts = urlsplit(url)
    master, _, database = parts.path.strip("/").partition("/")
    sentinel_password = parse_qs(parts.query).get("sentinel_password", [None])[0]
    # One sentinel that is gone or frozen must leave time to ask the next.
    asking = options | {
        "socket_timeout": CALL_SECONDS,
        "socket_connect_timeout": CALL_SECONDS,
        "password": sentinel_password,
    }
    sentinel = Sentinel(  # type: ignore[no-untyped-call]
        redis_hosts(url), sentinel_kwargs=asking, **options, **_credentials(url)
    )
    return sentinel.master_for(master or "mymaster", db=int(database or 0), max_connections=CONNECTIONS_MAX)


def _credentials(url: str) -> dict[str, Any]:
    given, _, _ = urlsplit(url).netloc.rpartition("@")
    user, _, password = given.partition(":")
    named = {"username": unquote(user), "password": unquote(password)}
    return {name: value for name, value in named.items() if value}


class RedisStore:
    """Pages, locks and sessions in Redis, with its sickness kept away from visitors."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._busy = 0
        self._watch: asyncio.Task[None] | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._trial: asyncio.Task[None] | None = None
        self.breaker = Breaker(clock)
        self.refusals = WriteRefusals()
        self.counts = SharedCounts()
        self.calls = Durations(CALL_BOUNDS)

    @property
    def is_usable(self) -> bool:
        """Would a call be made now?"""
        return self.breaker.state is BreakerState.CLOSED

    async def close(self) -> None:
        """Let the connections go."""
        for task in (self._watch, self._trial):
            if task is not None:
                task.cancel()
        try:
            await asyncio.wait_for(self._client.aclose(), 1)
        except (RedisError, OSError, TimeoutError) as error:
            log.info("The connections to Redis did not close cleanly: %s", error)

    async def find(self, key: str, kind: type[Answer], allowance: Allowance) -> Answer | None:
        """The sealed value under this key."""
        sealed = await self._read(lambda: self._client.get(key), allowance)
        if sealed is None:
            self.counts.misses += 1
            return None
        value = open_envelope(sealed, kind)
        if value is None:
            self.counts.damaged += 1
            self.counts.misses += 1
            return None
        self.counts.hits += 1
        return value

    async def keep(self, key: str, sealed: bytes, budget: Budget, lifetime_seconds: float) -> bool:
        """Write a sealed value within its class's budget; True when it is there."""
        books = f"{KEY_PREFIX}{{{budget.name}}}"
        size = len(sealed) + len(key) + 100
        evicted = await self._write(
            lambda: self._client.eval(
                KEEP_SCRIPT,
                4,
                key,
                f"{books}:sizes",
                f"{books}:uses",
                f"{books}:bytes",
                sealed,
                size,
                max(int(lifetime_seconds * 1000), 1),
                repr(time.time()),
                budget.shared_bytes_max,
            )
        )
        if not isinstance(evicted, int):
            return False
        self.counts.writes += 1
        self.counts.evictions += max(evicted, 0)
        return True

    async def touch(self, key: str, budget: Budget) -> None:
        """Say that this value was used, so that it leaves last."""
        uses = f"{KEY_PREFIX}{{{budget.name}}}:uses"
        await self._write(lambda: self._client.zadd(uses, {key: time.time()}, xx=True))

    async def forget(self, key: str) -> None:
        """Delete one value; its size leaves the books when the books are next cleared."""
        await self._write(lambda: self._client.unlink(key))

    async def take_lock(self, key: str, allowance: Allowance) -> str | None:
        """A token when the lock is ours; "" when another has it; None when Redis does not say."""
        token = secrets.token_hex(8)
        taken = await self._call(
            lambda: self._client.set(key, token, nx=True, px=LOCK_MILLISECONDS), allowance
        )
        if taken is _FAILED:
            return None
        return token if taken else ""

    async def free_lock(self, key: str, token: str) -> None:
        """Give the lock back, unless it has passed on meanwhile."""
        await self._write(lambda: self._client.eval(UNLOCK_SCRIPT, 1, key, token))

    async def run_script(
        self, script: str, key: str, *arguments: str, seconds: float = CALL_SECONDS
    ) -> list[bytes | int] | None:
        """What a script of one key gives, in one atomic step; None when Redis does not answer in time."""
        answer = await self._read(lambda: self._client.eval(script, 1, key, *arguments), Allowance(seconds))
        return answer if isinstance(answer, list) else None

    async def _read(self, call: Callable[[], Awaitable[Any]], allowance: Allowance) -> Any:
        answer = await self._call(call, allowance)
        return None if answer is _FAILED else answer

    async def _write(self, call: Callable[[], Awaitable[Any]]) -> Any:
        answer = await self._call(call, Allowance(WRITE_SECONDS))
        if answer is _FAILED:
            self.counts.failed_writes += 1
            self.counts.refused_writes += self.refusals.code is not None and self.is_usable
            return None
        self.refusals.taken()
        return answer

    async def _call(self, call: Callable[[], Awaitable[Any]], allowance: Allowance) -> Any:
        if not self.is_usable:
            self.counts.refused_by_breaker += 1
            return _FAILED
        if allowance.left_seconds <= 0 or self._busy >= BUSY_CALLS_MAX:
            return _FAILED
        return await self._attempt(call, allowance)

    async def _attempt(self, call: Callable[[], Awaitable[Any]], allowance: Allowance) -> Any:
        began = self._clock()
        self._busy += 1
        try:
            with spans.part("redis"):
                answer = await _in_time(call(), allowance.left_seconds)
        except (ReadOnlyError, ResponseError) as error:
            # Full, or a replica, or it knows no such command: it answers, so reads may go on.
            self.counts.failures += 1
            self.breaker.succeeded()
            if self.refusals.note(error):
                self._connect_anew()
                self._wait_to_write()
            return _FAILED
        except asyncio.CancelledError:
            raise
        except Exception as error:  # rubbish on the wire raises whatever the parser trips over
            self.counts.failures += 1
            self._failed(error)
            return _FAILED
        finally:
            self._busy -= 1
            took = self._clock() - began
            self.calls.note(took)
            allowance.left_seconds -= took
        self.breaker.succeeded()
        return answer

    def _failed(self, error: Exception) -> None:
        self.breaker.failed()
        if not self.is_usable and (self._watch is None or self._watch.done()):
            log.warning(
                "Redis does not answer and is not asked until it does: %s", str(error) or type(error).__name__
            )
            self._watch = asyncio.create_task(self._wait_for_redis(), name="wait-for-redis")

    def _connect_anew(self) -> None:
        """After a failover our connections may lead to what was the master; its name leads to the new one."""
        pool = getattr(self._client, "connection_pool", None)
        if pool is not None:
            self._leaving = asyncio.create_task(_leave(pool), name="leave-redis")

    def _wait_to_write(self) -> None:
        if self._trial is None or self._trial.done():
            self._trial = asyncio.create_task(self._try_to_write(), name="wait-to-write-to-redis")

    async def _try_to_write(self) -> None:
        """Write now and then, so that nobody has to ask for a new page before Redis is known to take writes again."""
        while self.refusals.code is not None:
            await asyncio.sleep(OPEN_SECONDS)
            if self.is_usable:
                answer = await self._attempt(
                    lambda: self._client.set(TRIAL_KEY, b"", px=TRIAL_MILLISECONDS), Allowance(WRITE_SECONDS)
                )
                if answer is not _FAILED:
                    self.refusals.taken()

    async def _wait_for_redis(self) -> None:
        """Ask now and then, so that no visitor has to find out that Redis is back."""
        while not self.is_usable:
            await asyncio.sleep(OPEN_SECONDS)
            # First with the time to connect and to find the master; then as a visitor would ask.
            await self._attempt(lambda: self._client.ping(), Allowance(WRITE_SECONDS))
            self.breaker.try_again()
            await self._attempt(lambda: self._client.ping(), Allowance())
        log.info("Redis answers again.")


async def _leave(pool: Any) -> None:
    """Close the connections that nobody uses. Under the pool's lock: else a call is given one that is being closed."""
    with contextlib.suppress(RedisError, OSError):
        async with pool._lock:
            await pool.disconnect(inuse_connections=False)


async def _in_time(call: Awaitable[Any], seconds: float) -> Any:
    """What the call gives within so long. Raises TimeoutError.

    Redis is not to blame when this process was held up itself (a new dataset is read, others have the machine).
    """
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + seconds
    task = asyncio.ensure_future(call)
    try:
        await asyncio.wait({task}, timeout=seconds)
        turns = LATE_TURNS if loop.time() - ends_at > LATE_SECONDS else 0
        while turns and not task.done():
            turns -= 1
            await asyncio.sleep(0)
        if task.done():
            return task.result()
        raise TimeoutError
    finally:
        # Whatever the call still comes to, nobody waits for it any more.
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        task.cancel()


_FAILED: Any = object()
