"""One house for all faults: what a test breaks it mends again, and the house must be as before."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from choosemypower import database, ingest
from choosemypower.embedded import embedded_postgres
from choosemypower.migrations import migrate
from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.cache.pods import a_family
from tests.faults.house import House, open_house
from tests.support.server import free_port


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def own_database(base_settings: Settings) -> Iterator[Settings]:
    """A PostgreSQL that may be killed, with a listing published in it."""
    with tempfile.TemporaryDirectory(prefix="choosemypower-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with embedded_postgres(Path(folder) / "postgres") as url:
            settings = msgspec.structs.replace(base_settings, database_url=url)
            asyncio.run(_stock(settings, a_family(Path(folder), "Alpha")))
            yield settings


@pytest.fixture(scope="session")
async def house(own_database: Settings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    redis_server = RedisServer(tmp_path_factory.mktemp("redis"))
    socket = Path(parse_qs(urlsplit(own_database.database_url or "").query)["host"][0]) / ".s.PGSQL.5432"
    try:
        async with open_house(
            own_database, socket, redis_server, METRICS_PORT=str(free_port()), DB_COMMAND_TIMEOUT_SECONDS="2"
        ) as opened:
            yield opened
    finally:
        redis_server.stop()


async def _stock(settings: Settings, listing: Path) -> None:
    await migrate(settings)
    database.configure(settings)
    async with database.pool(settings):
        await ingest.run(str(listing), settings=settings)
