"""What tests share: one PostgreSQL for the run, a database of its own for each test that asks for one.

Databases are copies of a template, so that a migrated or a stocked one costs some 50 ms. Async tests carry
`pytestmark = pytest.mark.anyio`; all of them run in one loop per module.
"""

import asyncio
import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import asyncpg
import httpx
import hypothesis
import msgspec
import pytest

from choosemypower import database, ingest
from choosemypower.app import Site, create_app
from choosemypower.embedded import embedded_postgres
from choosemypower.migrations import migrate
from choosemypower.settings import Settings, load_settings
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.queries import read_atlas_from_files
from tests.support.waiting import HANG_SECONDS

_numbers = itertools.count(1)

READ_ON = date(2026, 1, 12)
"""The Texas day on which tests read the site: three days after the bundled listing."""

# A slow machine is no fault of an example; and CI tries the same examples each time, so that red means changed.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
# Thousands of runs over changed code: fewer examples, always the same.
hypothesis.settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, max_examples=30
)
hypothesis.settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "here")
)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def base_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the environment without a database, with folders of this run's own."""
    for name in ("DATABASE_URL", "REDIS_URL", "PLANS", "PORT", "BASE_URL"):
        os.environ.pop(name, None)
    return msgspec.structs.replace(
        load_settings(),
        data_dir=tmp_path_factory.mktemp("data"),
        db_command_timeout_seconds=60.0,  # a loaded machine is slow
    )


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server for this run; stops with it.

    Not under pytest's own folder: each new run closes that to other users, and as root PostgreSQL is one.
    """
    with tempfile.TemporaryDirectory(prefix="choosemypower-") as folder:
        Path(folder).chmod(0o755)
        with embedded_postgres(Path(folder) / "postgres") as url:
            yield url


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder for a PostgreSQL of the test's own.

    Not under pytest's own folder: each new run closes that to other users, and as root PostgreSQL is one.
    """
    with tempfile.TemporaryDirectory(prefix="choosemypower-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def empty(postgres_url: str, base_settings: Settings) -> Iterator[Settings]:
    """Settings of a database that holds nothing."""
    with _copy(postgres_url, base_settings, "template0") as settings:
        yield settings


@pytest.fixture(scope="session")
def _migrated_template(postgres_url: str, base_settings: Settings) -> str:
    settings = _create(postgres_url, base_settings, "migrated_template", "template0")
    asyncio.run(migrate(settings))
    return "migrated_template"


@pytest.fixture(scope="session")
def _stocked_template(postgres_url: str, base_settings: Settings, _migrated_template: str) -> str:
    settings = _create(postgres_url, base_settings, "stocked_template", _migrated_template)

    async def stock() -> None:
        database.configure(settings)
        async with database.pool(settings):
            await ingest.run(str(ingest.bundled_listing()), settings=settings)

    asyncio.run(stock())
    return "stocked_template"


@pytest.fixture
async def migrated(
    postgres_url: str, base_settings: Settings, _migrated_template: str
) -> AsyncIterator[Settings]:
    """A migrated database without plans; the engine points at it and has a pool."""
    with _copy(postgres_url, base_settings, _migrated_template) as settings:
        async with database.pool(settings):
            yield settings


@pytest.fixture(scope="module")
def stocked_for_module(
    postgres_url: str, base_settings: Settings, _stocked_template: str
) -> Iterator[Settings]:
    """Like `stocked_unconnected`, once for all tests of a file, which change nothing in it."""
    with _copy(postgres_url, base_settings, _stocked_template) as settings:
        yield settings


@pytest.fixture
def unconnected(postgres_url: str, base_settings: Settings, _migrated_template: str) -> Iterator[Settings]:
    """A migrated database without plans, for what connects by itself: commands, processes."""
    with _copy(postgres_url, base_settings, _migrated_template) as settings:
        yield settings


@pytest.fixture
async def stocked(
    postgres_url: str, base_settings: Settings, _stocked_template: str
) -> AsyncIterator[Settings]:
    """A database with the bundled dataset published; the engine points at it and has a pool."""
    with _copy(postgres_url, base_settings, _stocked_template) as settings:
        async with database.pool(settings):
            yield settings


@pytest.fixture
def stocked_unconnected(
    postgres_url: str, base_settings: Settings, _stocked_template: str
) -> Iterator[Settings]:
    """The same for a whole program, which opens a pool of its own."""
    with _copy(postgres_url, base_settings, _stocked_template) as settings:
        yield settings


@pytest.fixture(scope="module")
async def site(postgres_url: str, base_settings: Settings, _stocked_template: str) -> AsyncIterator[Site]:
    """The whole program over a stocked database, its lifespan running, for the tests of one module."""
    with _copy(postgres_url, base_settings, _stocked_template) as settings:
        app = create_app(settings, today=lambda: READ_ON)
        async with app.litestar.lifespan():
            yield app


@pytest.fixture(scope="module")
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP against `site`, in the test's own loop; redirects are not followed."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=site), base_url="http://localhost:4324"
    ) as http:
        yield http


class _copy:
    """A database copied from a template for the block, and the engine pointed at it."""

    def __init__(self, postgres_url: str, base: Settings, template: str) -> None:
        self._url, self._base, self._template = postgres_url, base, template
        self._name = f"test_{os.getpid()}_{next(_numbers)}"

    def __enter__(self) -> Settings:
        settings = _create(self._url, self._base, self._name, self._template)
        database.configure(settings)
        return settings

    def __exit__(self, *_: object) -> None:
        _run(self._url, f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')


def _create(postgres_url: str, base: Settings, name: str, template: str) -> Settings:
    _run(postgres_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    settings = msgspec.structs.replace(
        base, database_url=postgres_url.replace("/choosemypower?", f"/{name}?")
    )
    database.configure(settings)
    return settings


def _run(postgres_url: str, statement: str) -> None:
    """Run a statement from a thread: fixtures may be inside a running loop."""

    async def execute() -> None:
        connection = await asyncpg.connect(postgres_url, timeout=HANG_SECONDS)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, execute()).result()


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """The territories as compiled, read once."""
    return read_atlas_from_files()


SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real listings beside the repository; only tests marked `shared` ask for it."""
    assert SHARED.is_dir(), f"{SHARED} is missing: tests marked `shared` run where it is, as in .ci/run"
    return SHARED
