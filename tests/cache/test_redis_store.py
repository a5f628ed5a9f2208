"""What the shared cache gives when it works, and that its sickness reaches no visitor."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from choosemypower.cache.entries import WholePage
from choosemypower.cache.page_cache import PATIENCE_SECONDS, PageCache
from choosemypower.sharing.breaker import Allowance, BreakerState
from choosemypower.sharing.budgets import BUDGETS, Budget
from choosemypower.sharing.envelope import open_envelope, seal
from choosemypower.sharing.redis_store import LOCK_MILLISECONDS, RedisStore, redis_client
from choosemypower.sharing.state import state_of
from tests.cache.conftest import Proxy, RedisServer
from tests.cache.support import PatientRedisStore, SmallSite, a_listing, raw_get, small_cache
from tests.support.server import free_port
from tests.support.waiting import HANG_SECONDS, until

pytestmark = pytest.mark.anyio

MakeCache = Callable[..., PageCache]


@pytest.fixture
async def make_cache() -> AsyncIterator[MakeCache]:
    """Page caches as if each were a process of its own; stopped after the test."""
    async with AsyncExitStack() as stack:
        made: list[PageCache] = []

        def make(site: SmallSite, url: str, *, is_hurried: bool = False, **options: Any) -> PageCache:
            """`is_hurried`: as a process is; the others wait for a Redis that is well, however busy the machine."""
            kind = RedisStore if is_hurried else PatientRedisStore
            cache = small_cache(site, shared=kind(redis_client(url)), **options)
            made.append(cache)
            return cache

        yield make
        for cache in made:
            await stack.enter_async_context(cache.running())


async def all_keys(server: RedisServer) -> list[str]:
    async with Redis.from_url(server.url) as client:
        return [key.decode() async for key in client.scan_iter()]


async def test_second_process_gets_the_page_of_the_first(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    site = SmallSite()
    first, second = make_cache(site, redis_server.url), make_cache(site, redis_server.url)
    await raw_get(first, "/pages/houston", {"accept-encoding": "br"})
    await first.maker.settle()
    made = await raw_get(first, "/pages/houston", {"accept-encoding": "br"})
    given = await raw_get(second, "/pages/houston", {"accept-encoding": "br"})
    assert given[2] == made[2]
    assert given[1]["etag"] == made[1]["etag"]
    assert "detail=redis" in given[1]["cache-status"]
    assert site.asked["/pages/houston"] == 1
    plain = await raw_get(second, "/pages/houston")
    assert plain[2].startswith(b"/pages/houston|")


async def test_all_keys_have_the_prefix_and_pages_live_as_long_as_their_class(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    cache = make_cache(SmallSite(), redis_server.url)
    for number in range(20):
        await raw_get(cache, f"/pages/{number}")
        await raw_get(cache, "/api/plans", query=f"kwh={number}")
    await cache.maker.settle()
    lifetimes: dict[str, set[int]] = {"city": set(), "plan": set()}
    async with Redis.from_url(redis_server.url) as client:
        async for key in client.scan_iter():
            assert key.startswith(b"choosemypower:")
            lifetime = await client.ttl(key)
            if lifetime > 0:
                lifetimes[key.decode().split("{")[1].split("}")[0]].add(lifetime)
    for name, seconds in lifetimes.items():
        full = BUDGETS[name].lifetime_seconds
        assert all(0.89 * full <= lifetime <= 1.11 * full for lifetime in seconds)
        assert len(seconds) > 10, "lifetimes are spread"


async def test_four_cold_caches_make_a_page_at_most_twice(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    """Most of the time: a machine that stands still lets a lock go by. `test_pods` does this with processes."""
    site = SmallSite()
    site.delay_seconds = 0.1
    caches = [make_cache(site, redis_server.url, patience_seconds=10) for _ in range(4)]
    for name in ("austin", "houston", "laredo", "waco", "tyler"):
        path = f"/pages/{name}"
        answers = await asyncio.gather(*(raw_get(cache, path) for cache in caches for _ in range(10)))
        assert {status for status, _, _ in answers} == {200}
        assert len({body for _, _, body in answers}) == 1
    assert sorted(site.asked.values())[2] <= 2


async def test_lock_of_a_process_that_died_fails_no_request_of_the_others(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    site = SmallSite()
    made = make_cache(site, redis_server.url)
    await raw_get(made, "/pages/houston")
    await made.maker.settle()
    (key,) = [key for key in await all_keys(redis_server) if "houston" in key]
    assert made.shared is not None
    async with Redis.from_url(redis_server.url) as client:
        await client.delete(key)
    assert await made.shared.take_lock(f"{key}:lock", Allowance(1))
    other = make_cache(site, redis_server.url, patience_seconds=HANG_SECONDS)
    assert (await raw_get(other, "/pages/houston"))[0] == 200
    assert LOCK_MILLISECONDS / 1000 <= PATIENCE_SECONDS - 0.2, "a visitor waits for the lock and for the page"


async def test_process_that_was_held_up_itself_does_not_blame_redis(redis_server: RedisServer) -> None:
    store = RedisStore(redis_client(redis_server.url))

    async def ask(allowance_seconds: float) -> None:
        allowances = [Allowance(allowance_seconds) for _ in range(4)]
        await asyncio.gather(
            *(store.find("choosemypower:nothing", WholePage, allowance) for allowance in allowances)
        )

    def be_held_up(seconds: float) -> None:
        """As when this process reads a new dataset: the answers come, and nobody looks at them."""
        redis_server.thaw()
        time.sleep(seconds)

    await ask(HANG_SECONDS)  # the connections are there
    redis_server.freeze()
    asked = asyncio.create_task(ask(1))
    await asyncio.sleep(0.05)
    be_held_up(1.5)
    await asked
    assert store.counts.failures == 0
    await store.close()


async def test_new_dataset_leaves_the_keys_of_the_old_one_alone(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    site = SmallSite()
    cache = make_cache(site, redis_server.url)
    await raw_get(cache, "/pages/houston")
    await cache.maker.settle()
    before = await all_keys(redis_server)
    site.epoch = 2
    await raw_get(cache, "/pages/houston")
    await cache.maker.settle()
    assert set(before) < set(await all_keys(redis_server))
    site.epoch = 1
    _, headers, body = await raw_get(cache, "/pages/houston")
    assert b"|1|" in body
    assert "detail=redis" in headers["cache-status"], "rolling back makes nothing anew"


async def test_database_made_anew_gets_no_page_of_the_old_one(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    """Its first dataset has the same number as the first one of the old database."""
    old, new = SmallSite(), SmallSite()
    new.show(a_listing(fetched_at=old.listing.fetched_at + timedelta(hours=1)))
    for site in (old, new):
        cache = make_cache(site, redis_server.url)
        await raw_get(cache, "/pages/houston")
        await cache.maker.settle()
    assert (old.asked["/pages/houston"], new.asked["/pages/houston"]) == (1, 1)


async def test_damaged_and_foreign_values_are_misses(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    site = SmallSite()
    first = make_cache(site, redis_server.url)
    await raw_get(first, "/pages/houston")
    await first.maker.settle()
    (key,) = [key for key in await all_keys(redis_server) if "houston" in key]
    async with Redis.from_url(redis_server.url) as client:
        good = await client.get(key)
        assert good is not None
        damaged = bytearray(good)
        damaged[-10] ^= 0xFF
        other_schema = good[:4] + bytes([good[4] + 1]) + good[5:]
        for value in (b"", b"x", good[:-1], bytes(damaged), other_schema, b"\x80\x04pickle" * 50):
            await client.set(key, value)
            asked = site.asked["/pages/houston"]
            cache = make_cache(site, redis_server.url)
            status, _, body = await raw_get(cache, "/pages/houston")
            assert status == 200
            assert body.startswith(b"/pages/houston|")
            assert site.asked["/pages/houston"] == asked + 1
            await cache.maker.settle()
        await client.delete(key)
        await client.hset(key, "a", "b")
        assert (await raw_get(make_cache(site, redis_server.url), "/pages/houston"))[0] == 200


def test_envelope_refuses_other_shapes() -> None:
    assert open_envelope(seal({"a": 1}), dict) == {"a": 1}
    assert open_envelope(seal({"a": 1}), list) is None
    assert open_envelope("text", dict) is None
    assert open_envelope(None, dict) is None


async def see_pages(cache: PageCache, count: int, name: str) -> None:
    """Cold pages, one after the other: all must come."""
    for number in range(count):
        status, _, _ = await raw_get(cache, f"/pages/{name}-{number}")
        assert status == 200


async def see_pages_without(cache: PageCache, name: str) -> None:
    """The same over a sick Redis: a few requests meet it, then it is left alone and nobody waits for it."""
    assert cache.shared is not None
    shared, numbers = cache.shared, itertools.count()

    async def is_given_up() -> bool:
        # How many it takes: where this process was late itself, Redis is not blamed.
        await see_pages(cache, 1, f"{name}-{next(numbers)}")
        return shared.breaker.state is BreakerState.OPEN

    await until(is_given_up)
    refused = shared.counts.refused_by_breaker
    await see_pages(cache, 20, f"{name}-left-alone")
    assert shared.counts.refused_by_breaker >= refused + 20


async def test_refused_redis_costs_nothing(make_cache: MakeCache) -> None:
    cache = make_cache(SmallSite(), f"redis://127.0.0.1:{free_port()}/0", is_hurried=True)
    await see_pages_without(cache, "refused")
    assert state_of(cache.shared) == "open"


async def test_frozen_redis_adds_at_most_its_allowance_and_is_back_in_ten_seconds(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    site = SmallSite()
    cache = make_cache(site, redis_server.url, is_hurried=True)
    await raw_get(cache, "/pages/before")
    await cache.maker.settle()
    redis_server.freeze()
    await see_pages_without(cache, "frozen")
    assert state_of(cache.shared) == "open"
    redis_server.thaw()
    await until(lambda: state_of(cache.shared) == "ok")
    await raw_get(cache, "/pages/written")
    await cache.maker.settle()
    assert any("/pages/written" in key for key in await all_keys(redis_server))


async def test_slow_redis_is_left_alone(proxy: Proxy, make_cache: MakeCache) -> None:
    proxy.delay_seconds = 0.2
    cache = make_cache(SmallSite(), proxy.url, is_hurried=True)
    await see_pages_without(cache, "slow")


async def test_redis_that_speaks_rubbish_is_left_alone(proxy: Proxy, make_cache: MakeCache) -> None:
    for rubbish in (b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00\xff\xfe" * 100, b"$-5\r\n"):
        proxy.rubbish = rubbish
        await see_pages_without(make_cache(SmallSite(), proxy.url, is_hurried=True), "rubbish")


async def test_redis_that_says_ok_to_everything_fails_no_page(proxy: Proxy, make_cache: MakeCache) -> None:
    proxy.rubbish = b"+OK\r\n" * 9
    await see_pages(make_cache(SmallSite(), proxy.url, is_hurried=True), 20, "rubbish")


async def test_flushed_redis_is_filled_again(redis_server: RedisServer, make_cache: MakeCache) -> None:
    site = SmallSite()
    cache = make_cache(site, redis_server.url)
    await raw_get(cache, "/pages/houston")
    await cache.maker.settle()
    async with Redis.from_url(redis_server.url) as client:
        await client.flushall()
    other = make_cache(site, redis_server.url)
    assert (await raw_get(other, "/pages/houston"))[0] == 200
    await other.maker.settle()
    assert any("houston" in key for key in await all_keys(redis_server))


async def test_full_redis_stops_no_page(tmp_path: Path, make_cache: MakeCache) -> None:
    server = RedisServer(tmp_path, "--maxmemory", "1mb", "--maxmemory-policy", "noeviction")
    try:
        cache = make_cache(SmallSite(), server.url)
        await see_pages(cache, 100, "full")
        await cache.maker.settle()
        assert cache.shared is not None
        assert cache.shared.counts.failed_writes > 0
        assert cache.shared.breaker.state is BreakerState.CLOSED, "reads go on"
    finally:
        server.stop()


async def test_class_stays_within_its_bytes_in_redis(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    budgets = BUDGETS | {
        "city": Budget(name="city", lifetime_seconds=86_400, shared_bytes_max=30_000, bytes_max=30_000)
    }
    cache = make_cache(SmallSite(), redis_server.url, budgets=budgets)
    await raw_get(cache, "/api/plans")
    for number in range(150):
        await raw_get(cache, f"/pages/{number}")
    await cache.maker.settle()
    async with Redis.from_url(redis_server.url) as client:
        kept = [key async for key in client.scan_iter("choosemypower:{city}:1:*")]
        total = sum([await client.strlen(key) + len(key) for key in kept])
        assert 0 < total <= 30_000
        assert len(await client.keys("choosemypower:{plan}:1:*")) == 1, "other classes are not touched"
    assert cache.shared is not None
    assert cache.shared.counts.evictions > 0


async def test_pages_come_while_redis_dies_and_returns(tmp_path: Path, make_cache: MakeCache) -> None:
    server = RedisServer(tmp_path)
    cache = make_cache(SmallSite(), server.url, is_hurried=True)
    try:
        await see_pages(cache, 5, "alive")
        server.stop()
        await see_pages_without(cache, "dead")
        server.start()
        assert cache.shared is not None
        # Nobody asks for a page meanwhile: that Redis is back is found out without a visitor.
        await until(lambda: state_of(cache.shared) == "ok")
        assert cache.shared.breaker.openings == 1
    finally:
        server.stop()


async def test_a_redis_that_takes_no_writes_is_degraded_and_said_once(
    redis_server: RedisServer, make_cache: MakeCache, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "choosemypower.sharing")
    cache = make_cache(SmallSite(), redis_server.url)

    async def ask_for(first: int) -> None:
        for number in range(first, first + 20):
            assert (await raw_get(cache, f"/pages/{number}"))[0] == 200
        await cache.maker.settle()

    async with Redis.from_url(redis_server.url) as client:
        await ask_for(0)
        assert state_of(cache.shared) == "ok"
        await client.replicaof("127.0.0.1", str(free_port()))
        try:
            await ask_for(100)
            assert state_of(cache.shared) == "READONLY"
            assert sum("READONLY" in record.getMessage() for record in caplog.records) == 1
            refused = cache.shared.counts.refused_writes  # type: ignore[union-attr]
            assert refused >= 20
        finally:
            await client.replicaof("NO", "ONE")
        await ask_for(200)
    assert state_of(cache.shared) == "ok"
    assert sum("takes writes again" in record.getMessage() for record in caplog.records) == 1


async def test_that_redis_takes_writes_again_is_found_out_without_a_visitor(
    redis_server: RedisServer, make_cache: MakeCache
) -> None:
    cache = make_cache(SmallSite(), redis_server.url)
    async with Redis.from_url(redis_server.url) as client:
        await client.replicaof("127.0.0.1", str(free_port()))
        try:
            for number in range(3):
                assert (await raw_get(cache, f"/pages/{number}"))[0] == 200
            await cache.maker.settle()
            assert state_of(cache.shared) == "READONLY"
        finally:
            await client.replicaof("NO", "ONE")
    await until(lambda: state_of(cache.shared) == "ok")
