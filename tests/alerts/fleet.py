"""Several processes' watches over one program, on a clock that a test moves."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import msgspec

from choosemypower import database
from choosemypower.alerts import Notice, NoticeKind
from choosemypower.alerts.channels import Channels
from choosemypower.alerts.rules import MeasuredVital
from choosemypower.alerts.watch import Watch
from choosemypower.app import Site, create_app
from choosemypower.settings import Settings
from tests.standins.slack import Slack


class Fleet:
    """Watches that look in turn, a minute apart."""

    def __init__(self, site: Site, settings: Settings, count: int, http: httpx.AsyncClient) -> None:
        self.site, self.settings, self.http = site, settings, http
        self.now = datetime.now(UTC)
        self.vitals: dict[str, MeasuredVital] = {}
        self.watches = [self.another() for _ in range(count)]

    def another(self) -> Watch:
        return Watch(
            self.settings,
            self.site.page_cache,
            self.site.litestar.state.shelf,
            vitals=self._vitals,
            clock=lambda: self.now,
            channels=Channels(self.settings, pause_seconds=0.01),
        )

    async def _vitals(self) -> Mapping[str, MeasuredVital]:
        return self.vitals

    async def look(self, rounds: int = 1, *, minutes: float = 1) -> list[Notice]:
        """All of them look at the same moment, so many times, so far apart; what they told."""
        told: list[Notice] = []
        for _ in range(rounds):
            for notices in await asyncio.gather(*(watch.look() for watch in self.watches)):
                told += notices
            self.now += timedelta(minutes=minutes)
        return told


def kinds(notices: Sequence[Notice], rule: str) -> list[NoticeKind]:
    return [notice.kind for notice in notices if notice.rule == rule]


@asynccontextmanager
async def a_fleet(
    settings: Settings, slack: Slack | None, *, count: int = 4, **changes: object
) -> AsyncIterator[Fleet]:
    """So many watches over the program with these settings, which tell this Slack."""
    given = {"slack_webhook_url": slack.url if slack is not None else None, "alerts_every_seconds": 60}
    watched = msgspec.structs.replace(settings, **{**given, **changes})  # type: ignore[arg-type]
    engine = database.engine()
    had_pool = engine.pool is not None
    if had_pool:
        await engine.close_connection_pool()
    # The program's own watch looks once an hour: not during a test.
    site = create_app(msgspec.structs.replace(watched, alerts_every_seconds=3600))
    transport = httpx.ASGITransport(app=site)
    try:
        async with (
            site.litestar.lifespan(),
            httpx.AsyncClient(transport=transport, base_url="http://localhost:4324") as http,
        ):
            yield Fleet(site, watched, count, http)
    finally:
        if had_pool:
            await engine.start_connection_pool(min_size=0, max_size=1)
