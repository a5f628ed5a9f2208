"""Four real server processes over a PostgreSQL and a Redis of their own, each of which may be taken away."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec

from choosemypower import database, ingest
from choosemypower.embedded import embedded_postgres
from choosemypower.migrations import migrate
from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.postgres import frozen_postgres, unreachable_postgres
from tests.support.server import running_servers

PODS = 4
PLANS = 24
"""More than one page of a list shows."""


class Pods:
    """The addresses of the processes, and what they stand on."""

    def __init__(self, settings: Settings, urls: list[str], redis: RedisServer) -> None:
        self.settings = settings
        self.urls = urls
        self.redis = redis

    async def ask_all(self, http: httpx.AsyncClient, path: str) -> list[httpx.Response]:
        """The answer of each process."""
        return await asyncio.gather(*(http.get(url + path) for url in self.urls))

    async def cache_health(self, http: httpx.AsyncClient) -> list[dict[str, Any]]:
        return [answer.json() for answer in await self.ask_all(http, "/api/health/cache")]

    async def fills(self, http: httpx.AsyncClient) -> list[int]:
        """How many pages each process has made since its start."""
        return [health["counts"]["filled"] for health in await self.cache_health(http)]

    async def epochs(self, http: httpx.AsyncClient) -> list[int | None]:
        answers = [answer.json() for answer in await self.ask_all(http, "/api/health/database")]
        return [answer["dataset"]["epoch"] for answer in answers]

    async def follow(self, http: httpx.AsyncClient, epoch: int) -> bool:
        """Do all processes show this dataset?"""
        return set(await self.epochs(http)) == {epoch}

    @asynccontextmanager
    async def without_database_and_redis(self, trouble: str) -> AsyncIterator[None]:
        """Both are `frozen` or `gone` for the block."""
        if trouble == "frozen":
            self.redis.freeze()
            try:
                async with frozen_postgres(self.settings):
                    yield
            finally:
                self.redis.thaw()
        else:
            self.redis.stop()
            try:
                async with unreachable_postgres(self.settings):
                    yield
            finally:
                self.redis.start()

    async def publish(self, listing: Path) -> int:
        """Read a listing and publish it, as `choosemypower ingest` does; returns its epoch."""
        database.configure(self.settings)
        async with database.pool(self.settings):
            report = await ingest.run(str(listing), settings=self.settings)
        assert report.dataset is not None
        return report.dataset

    async def publish_silently(self, dataset: int) -> None:
        """Move the pointer without a NOTIFY."""
        connection = await asyncpg.connect(self.settings.database_url)
        try:
            await connection.execute(
                "INSERT INTO publication (dataset, action, changed_at) VALUES ($1, 'publish', now())", dataset
            )
        finally:
            await connection.close()


@contextmanager
def running_pods(base: Settings, folder: Path, listing: Path) -> Iterator[Pods]:
    """Start all of it with this listing published; ends all of it after the block.

    PostgreSQL's folder is not under pytest's, which each new run closes to other users.
    """
    with contextlib.ExitStack() as ends:
        data = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="choosemypower-")))
        data.chmod(0o755)
        url = ends.enter_context(embedded_postgres(data / "postgres"))
        settings = msgspec.structs.replace(base, database_url=url)
        asyncio.run(_stock(settings, listing))
        redis = RedisServer(folder)
        ends.callback(redis.stop)
        # One address for visitors, as pods have; without it each would say its own port.
        shared = {"REDIS_URL": redis.url, "BASE_URL": settings.base_url}
        urls = ends.enter_context(running_servers(settings, PODS, **shared))
        yield Pods(settings, urls, redis)


async def _stock(settings: Settings, listing: Path) -> None:
    await migrate(settings)
    database.configure(settings)
    async with database.pool(settings):
        await ingest.run(str(listing), settings=settings)


def a_family(folder: Path, name: str) -> Path:
    """A listing whose plans all bear this family name."""
    rows = (
        a_listing_row(idKey=7000 + number, Product=f"{name} {number}", kwh1000=f"0.12{number:02d}")
        for number in range(PLANS)
    )
    return a_listing_file(folder, *rows, name=f"{name}.csv")
