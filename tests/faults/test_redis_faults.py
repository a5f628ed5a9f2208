"""Redis in every kind of trouble: it is only a shelf that several processes share, and nobody waits for it."""

import asyncio

import pytest

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
