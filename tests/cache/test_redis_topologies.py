"""The shared cache over a Redis of several processes, reached by an address whose first host is not there."""

import asyncio
import gc
import time
from pathlib import Path

import msgspec
import pytest

from choosemypower.cache.redis_store import RedisStore, redis_client
from tests.cache.support import SmallSite, raw_get, small_cache
from tests.cache.topologies import Cluster, WatchedPair, running_topology

pytestmark = pytest.mark.anyio


class Note(msgspec.Struct, frozen=True):
    text: str


# redis-py leaves connections to a lost node of a cluster to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("kind", [WatchedPair, Cluster])
async def test_pages_and_notes_are_shared_and_outlive_the_master(
    tmp_path: Path, kind: type[WatchedPair] | type[Cluster]
) -> None:
    async with running_topology(kind, tmp_path) as redis:
        site = SmallSite()
        first, second = (small_cache(site, shared=RedisStore(redis_client(redis.url))) for _ in range(2))
        async with first.running(), second.running():
            # The first call finds out who the master is, and the one or the other may come too late for its request.
            for cache in (first, second):
                await raw_get(cache, "/pages/found-out")
                await cache.maker.settle()
            await raw_get(first, "/pages/houston")
            await first.maker.settle()
            _, headers, _ = await raw_get(second, "/pages/houston")
            assert "detail=redis" in headers["cache-status"]
            token = await first.sessions.keep(Note("home"))
            assert await second.sessions.find(token, Note) == Note("home")

            redis.master.stop()
            await redis.promote()
            began = time.monotonic()
            for number in range(10_000):
                assert (await raw_get(first, f"/pages/{number}"))[0] == 200
                await first.maker.settle()
                _, headers, _ = await raw_get(second, f"/pages/{number}")
                if "detail=redis" in headers["cache-status"]:
                    break
                # The promise is ten seconds from the new master's election on a machine of its own.
                assert time.monotonic() - began < 20
                await asyncio.sleep(0.1)
    gc.collect()
