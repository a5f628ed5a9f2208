"""The shared cache over a Redis of several processes, reached by an address whose first host is not there."""

import gc
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from choosemypower.sharing.redis_store import RedisStore, redis_client
from choosemypower.sharing.sessions import SessionStore
from tests.cache.support import SmallSite, raw_get, small_cache
from tests.cache.topologies import Cluster, WatchedPair, running_topology
from tests.support.waiting import until

pytestmark = pytest.mark.anyio


class Note(msgspec.Struct, frozen=True):
    text: str


@pytest.fixture(autouse=True)
async def left_connections() -> AsyncIterator[None]:
    """Collected here, while the loop still runs, also when the test fails: else another test is blamed for them."""
    yield
    gc.collect()


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
            # Any call may come too late for its request: the first finds out who the master is, and machines are busy.
            numbers = itertools.count()

            async def is_page_shared() -> bool:
                page = f"/pages/{next(numbers)}"
                assert (await raw_get(first, page))[0] == 200
                await first.maker.settle()
                _, headers, _ = await raw_get(second, page)
                return "detail=redis" in headers["cache-status"]

            async def is_note_shared() -> bool:
                token = await SessionStore(first.shared).keep(Note("home"))
                return await SessionStore(second.shared).find(token, Note) == Note("home")

            await until(is_page_shared)
            await until(is_note_shared)
            redis.master.stop()
            await redis.promote()
            await until(is_page_shared)
