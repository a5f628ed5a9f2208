"""Redis in every kind of trouble: it is only a shelf that several processes share, and nobody waits for it."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.cache.conftest import RedisServer
from tests.faults.house import House
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.server, pytest.mark.db]


async def unseen_pages_come(house: House, count: int = 5) -> None:
    for _ in range(count):
        assert (await house.ask(house.unseen())).status_code == 200


async def is_given_up(house: House) -> None:
    """Health says that Redis is not used now; asked while pages are made, for without them nobody asks Redis."""

    async def is_said() -> bool:
        await unseen_pages_come(house, 1)
        return bool((await house.ask("/api/health/cache")).json()["shared"] != "ok")

    await until(is_said, "Redis was never given up")


async def test_redis_is_killed_and_started_again(house: House) -> None:
    async with house.under_load() as visits:
        house.redis_server.stop()
        await is_given_up(house)
        await visits.more(25)
        await asyncio.to_thread(house.redis_server.start)


async def test_redis_stands_still(house: House) -> None:
    async with house.under_load() as visits:
        house.redis_server.freeze()
        try:
            await is_given_up(house)
            await visits.more(25)
        finally:
            house.redis_server.thaw()


async def test_the_network_to_redis_loses_everything(house: House) -> None:
    async with house.under_load() as visits, house.redis.frozen():
        await is_given_up(house)
        await visits.more(25)


async def test_redis_refuses_and_cuts_connections(house: House) -> None:
    async with house.under_load() as visits, house.redis.refusing():
        await is_given_up(house)
        await visits.more(25)


async def test_redis_answers_a_fifth_of_a_second_late(house: House) -> None:
    async with house.under_load() as visits, house.redis.slow(0.2):
        await is_given_up(house)
        await visits.more(25)


async def test_redis_speaks_rubbish(house: House) -> None:
    async with house.under_load() as visits, house.redis.speaking(b"HTTP/1.1 400 Bad Request\r\n\r\n"):
        await unseen_pages_come(house)
        await visits.more(25)


async def test_redis_is_flushed(house: House) -> None:
    async with house.under_load() as visits, Redis.from_url(house.redis_server.url) as client:
        await client.flushall()
        await unseen_pages_come(house)
        await visits.more(25)


async def test_redis_is_full(house: House) -> None:
    async with house.under_load() as visits, Redis.from_url(house.redis_server.url) as client:
        await client.config_set("maxmemory", "1")
        try:
            await unseen_pages_come(house)
            await visits.more(25)
        finally:
            await client.config_set("maxmemory", "0")


async def test_redis_became_a_replica_that_takes_no_writes(house: House) -> None:
    async with house.under_load() as visits, Redis.from_url(house.redis_server.url) as client:
        await client.config_set("replica-serve-stale-data", "yes")
        await client.replicaof("127.0.0.1", 1)
        try:
            await unseen_pages_come(house)
            await visits.more(25)
        finally:
            await client.replicaof("NO", "ONE")


async def test_another_redis_takes_over_the_address(house: House, tmp_path: Path) -> None:
    other = await asyncio.to_thread(RedisServer, tmp_path)
    try:
        async with house.under_load() as visits, house.redis.leading_to(other.port):
            await unseen_pages_come(house)
            await visits.more(25)
            async with Redis.from_url(other.url) as client:

                async def is_used() -> bool:
                    return await client.dbsize() > 0

                await until(is_used, "the new one was never used")
    finally:
        other.stop()
