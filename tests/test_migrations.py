"""Bringing a database to this release, however many try at once."""

import asyncio
import os
import subprocess
import sys

import asyncpg
import pytest

from choosemypower import database
from choosemypower.migrations import MigrationError, list_missing_migrations, migrate
from choosemypower.settings import Settings
from tests.support.waiting import HANG_SECONDS

pytestmark = [pytest.mark.anyio, pytest.mark.db]


def start_migrate(settings: Settings) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "choosemypower", "migrate"],
        env=os.environ | {"DATABASE_URL": settings.database_url or ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def test_runners_at_once_on_an_empty_database_all_succeed_and_one_works(empty: Settings) -> None:
    runners = [start_migrate(empty) for _ in range(4)]
    outputs = [runner.communicate(timeout=HANG_SECONDS) for runner in runners]
    assert [runner.returncode for runner in runners] == [0] * 4, outputs
    worked = [out for out, _ in outputs if "Nothing to do" not in out]
    assert len(worked) == 1
    connection = await asyncpg.connect(empty.database_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM zip") == 2662
    finally:
        await connection.close()


async def test_a_second_run_changes_nothing(migrated: Settings) -> None:
    assert await migrate(migrated) == []
    assert await list_missing_migrations() == []


async def test_a_database_that_never_answers_is_given_up_with_the_reason() -> None:
    nowhere = Settings(database_url="postgresql://nobody@127.0.0.1:1/none")
    said: list[str] = []
    with pytest.raises(MigrationError, match="nobody listens at its address"):
        await migrate(nowhere, wait_seconds=0.1, say=said.append)
    assert any("Waiting for the database" in line for line in said)


async def test_migrate_leaves_the_engine_with_the_limits_of_the_web(migrated: Settings) -> None:
    await migrate(migrated)
    assert database.engine().config["command_timeout"] == migrated.db_command_timeout_seconds


async def test_a_failing_commit_gives_the_connection_back(migrated: Settings) -> None:
    # A deferred constraint makes COMMIT itself fail, which leaks the connection with Piccolo's own transaction.
    pool = database.engine().pool
    assert pool is not None
    await pool.execute(
        "CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child "
        "(parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"
    )
    for _ in range(migrated.db_pool_max + 1):
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with database.transaction():
                await database.engine().run_ddl("INSERT INTO child VALUES (1)")
    async with asyncio.timeout(HANG_SECONDS):
        assert await pool.fetchval("SELECT count(*) FROM child") == 0
