"""Four real servers: one message for all of them."""

import json
from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from redis.asyncio import Redis

from choosemypower.alerts.board import KEY
from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.standins.slack import Slack
from tests.support.postgres import unreachable_postgres
from tests.support.server import running_servers
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.server, pytest.mark.db]


def said(slack: Slack, words: str) -> int:
    return slack.headlines.count(words)


async def look_again(rounds: Callable[[], Awaitable[int]], more: int = 3) -> None:
    """Return when so many more looks were noted: what would be told a second time is told by then."""
    before = await rounds()

    async def has_looked() -> bool:
        return await rounds() >= before + more

    await until(has_looked)


async def test_four_servers_tell_of_each_outage_and_of_its_end_once(
    stocked_unconnected: Settings, slack: Slack, redis: RedisServer
) -> None:
    environment = {
        "SLACK_WEBHOOK_URL": slack.url,
        "REDIS_URL": redis.url,
        "ALERTS_EVERY_SECONDS": "1",
    }

    async def looks_of_the_slowest() -> int:
        """Seconds of its clock, of which each look takes one at least."""
        connection = await asyncpg.connect(stocked_unconnected.database_url)
        try:
            rows = await connection.fetch("SELECT looked_at FROM alert_process")
        finally:
            await connection.close()
        return min(int(row["looked_at"].timestamp()) for row in rows)

    async def bad_looks() -> int:
        """That the database is away, as the processes note it in Redis."""
        async with Redis.from_url(redis.url) as client:
            courses = json.loads(await client.hget(KEY, "courses") or "{}")
        return int(courses.get("database_down", {}).get("bad", 0))

    with running_servers(stocked_unconnected, 4, **environment):
        await until(lambda: said(slack, "Alert: data stale") > 0)
        redis.stop()
        await until(lambda: said(slack, "Alert: cache down") > 0)
        redis.start()
        await until(lambda: said(slack, "Over: cache down") > 0)
        async with unreachable_postgres(stocked_unconnected):
            await until(lambda: said(slack, "Alert: database down") > 0)
            await look_again(bad_looks, more=4)
        await until(lambda: said(slack, "Over: database down") > 0)
        await look_again(looks_of_the_slowest)
    for what in ("data stale", "cache down", "database down"):
        assert said(slack, f"Alert: {what}") == 1
    assert said(slack, "Over: cache down") == said(slack, "Over: database down") == 1
