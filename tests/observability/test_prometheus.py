"""A fault of what the site stands on goes through a real Prometheus and Alertmanager to Slack, and so does its end."""

import json
from functools import partial
from pathlib import Path

import httpx
import pytest

from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.chart.chart import CHART
from tests.observability.chain import Chain, running_chain
from tests.standins.slack import Slack
from tests.support.postgres import unreachable_postgres
from tests.support.server import free_port, running_server
from tests.support.waiting import HANG_SECONDS, until

pytestmark = [pytest.mark.anyio, pytest.mark.observability]

ELSEWHERE = ("kube_", "container_", "probe_")
"""Kubernetes' own, which no machine without a cluster has."""


async def test_faults_reach_slack_by_prometheus_once_and_so_does_their_end(
    stocked_unconnected: Settings, tmp_path: Path
) -> None:
    redis, port = RedisServer(tmp_path), free_port()
    # Its own alerts look once an hour: what Slack hears here comes from Alertmanager.
    environment = {"METRICS_PORT": str(port), "REDIS_URL": redis.url, "ALERTS_EVERY_SECONDS": "3600"}
    with (
        Slack().running() as slack,
        running_server(stocked_unconnected, **environment) as url,
        running_chain(tmp_path, port, slack.url) as chain,
    ):
        try:
            await until(lambda: bool(chain.query("up == 1")))
            redis.stop()
            # The breaker learns of it when somebody asks.
            ask(url, 600)
            await until(lambda: heard(slack, "Alert: ChooseMyPowerCacheDown (warning)") > 0)
            redis.start()
            await until(lambda: heard(slack, "Over: ChooseMyPowerCacheDown (warning)") > 0)
            async with unreachable_postgres(stocked_unconnected):
                await until(lambda: heard(slack, "Alert: ChooseMyPowerDatabaseDown (critical)") > 0)
            await until(lambda: heard(slack, "Over: ChooseMyPowerDatabaseDown (critical)") > 0)
            await every_panel_has_a_source(chain, url)
        finally:
            redis.stop()
    for name in ("CacheDown (warning)", "DatabaseDown (critical)"):
        assert heard(slack, f"Alert: ChooseMyPower{name}") == heard(slack, f"Over: ChooseMyPower{name}") == 1
    told = next(message for message in slack.messages if "DatabaseDown" in str(message))["attachments"][0]
    assert "contact requests are refused" in told["text"]
    assert "docs/runbooks/ChooseMyPowerDatabaseDown.md" in told["text"]


def heard(slack: Slack, title: str) -> int:
    return sum(
        attachment["title"] == title
        for message in slack.messages
        for attachment in message.get("attachments", [])
    )


def ask(url: str, first_kwh: int) -> None:
    for kwh in range(first_kwh, first_kwh + 40, 10):
        httpx.get(f"{url}/electricity-plans/houston?kwh={kwh}", timeout=HANG_SECONDS)


async def every_panel_has_a_source(chain: Chain, url: str) -> None:
    """Each query of the dashboard, put to this Prometheus, has an answer; what needs a cluster is understood."""
    ask(url, 600)
    ask(url, 700)
    dashboard = json.loads((CHART / "dashboards" / "choosemypower.json").read_text())
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            names = target["expr"].replace("$namespace", "compose").replace("$release", "choosemypower")
            if any(word in names for word in ELSEWHERE) or is_rare(names):
                chain.query(names)
            else:
                await until(partial(has_answer, chain, names), f"{panel['title']}: {names}")


def has_answer(chain: Chain, expression: str) -> bool:
    return bool(chain.query(expression))


def is_rare(expression: str) -> bool:
    """Without a series until it happens once."""
    return 'status="5xx"' in expression or "vitals_total" in expression
