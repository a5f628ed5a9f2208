"""Four real servers: one message for all of them."""

import asyncio

import pytest

from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.standins.slack import Slack
from tests.support.postgres import unreachable_postgres
from tests.support.server import running_servers
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.server, pytest.mark.db]


def said(slack: Slack, words: str) -> int:
    return slack.headlines.count(words)


async def test_four_servers_tell_of_each_outage_and_of_its_end_once(
    stocked_unconnected: Settings, slack: Slack, redis: RedisServer
) -> None:
    environment = {
        "SLACK_WEBHOOK_URL": slack.url,
        "REDIS_URL": redis.url,
        "ALERTS_EVERY_SECONDS": "1",
    }
    with running_servers(stocked_unconnected, 4, **environment):
        await until(lambda: said(slack, "Alert: data stale") > 0)
        redis.stop()
        await until(lambda: said(slack, "Alert: cache down") > 0)
        redis.start()
        await until(lambda: said(slack, "Over: cache down") > 0)
        async with unreachable_postgres(stocked_unconnected):
            await until(lambda: said(slack, "Alert: database down") > 0)
            await asyncio.sleep(3)  # for a second message, which must not come
        await until(lambda: said(slack, "Over: database down") > 0)
        await asyncio.sleep(3)
    for what in ("data stale", "cache down", "database down"):
        assert said(slack, f"Alert: {what}") == 1
    assert said(slack, "Over: cache down") == said(slack, "Over: database down") == 1
