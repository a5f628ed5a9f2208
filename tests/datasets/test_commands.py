import asyncio

import asyncpg
import pytest

from choosemypower.datasets.commands import OtherWriterError, only_writer
from choosemypower.datasets.queries import (
    find_current_dataset,
    find_current_epoch,
    get_dataset,
    list_datasets,
)
from choosemypower.errors import NotFoundError
from choosemypower.settings import Settings
from tests.support.waiting import HANG_SECONDS

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_writers_come_one_after_the_other(migrated: Settings) -> None:
    told: list[str] = []

    async def write(name: str) -> None:
        async with only_writer(migrated):
            told.append(f"{name} in")
            await asyncio.sleep(0.2)
            told.append(f"{name} out")

    await asyncio.gather(write("a"), write("b"), write("c"))
    assert [entry.split()[1] for entry in told] == ["in", "out"] * 3


async def test_a_writer_that_waits_too_long_gives_up_with_a_sentence(migrated: Settings) -> None:
    async with only_writer(migrated):
        with pytest.raises(OtherWriterError, match="still running"):
            async with only_writer(migrated, wait_seconds=0.3):
                pass


async def test_a_writer_whose_connection_is_killed_stops_nobody(migrated: Settings) -> None:
    async with only_writer(migrated):
        killer = await asyncpg.connect(migrated.database_url)
        await killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        await killer.close()
        async with only_writer(migrated, wait_seconds=HANG_SECONDS):
            pass


async def test_before_the_first_listing_there_is_no_dataset(migrated: Settings) -> None:
    assert (await find_current_epoch(), await find_current_dataset(), await list_datasets()) == (
        None,
        None,
        (),
    )
    with pytest.raises(NotFoundError, match="no dataset 7"):
        await get_dataset(7)
