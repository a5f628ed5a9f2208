"""Health while the database is missing, empty or frozen, over the whole program."""

import asyncio
from typing import Any

import msgspec
import pytest

from choosemypower.settings import Settings
from tests.support.postgres import frozen_postgres
from tests.support.program import running_program
from tests.support.waiting import HANG_SECONDS, until

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_without_a_listing_it_is_not_ready(migrated: Settings) -> None:
    async with running_program(migrated) as http:
        response = await http.get("/api/health/database")
        assert response.status_code == 503
        assert response.json()["status"] == "unavailable"
        assert (await http.get("/api/health/system")).status_code == 200


async def test_without_our_schema_it_is_not_usable(empty: Settings) -> None:
    async with running_program(empty) as http:
        answer = (await http.get("/api/health/database")).json()
        assert not answer["database"]["isUsable"]
        assert answer["status"] == "unavailable"


@pytest.mark.parametrize(
    ("mode", "status", "word"), [("serve-stale", 200, "degraded"), ("strict", 503, "unavailable")]
)
async def test_a_frozen_database_is_answered_in_time(
    stocked: Settings, mode: Any, status: int, word: str
) -> None:
    settings = msgspec.structs.replace(
        stocked, readiness_mode=mode, db_command_timeout_seconds=2 * HANG_SECONDS
    )
    async with running_program(settings) as http:
        assert (await http.get("/api/health/database")).status_code == 200
        async with frozen_postgres(settings):
            await asyncio.sleep(1.1)  # what the last look found is no longer trusted without asking

            async def is_noticed() -> bool:
                for path in ("/api/health/system", "/api/health/cache"):
                    assert (await http.get(path)).status_code == 200
                return (await http.get("/api/health/database")).json()["status"] == word

            # Whoever waited for the database would wait longer than this.
            async with asyncio.timeout(HANG_SECONDS):
                await until(is_noticed)
            assert (await http.get("/api/health/database")).status_code == status

        async def is_back() -> bool:
            return (await http.get("/api/health/database")).json()["status"] == "ok"

        await until(is_back, "not usable again after the database came back")


async def test_a_database_that_never_was_leaves_the_process_alive(base_settings: Settings) -> None:
    nowhere = msgspec.structs.replace(base_settings, database_url="postgresql://nobody@127.0.0.1:1/nothing")
    async with running_program(nowhere) as http:
        alive = await http.get("/api/health/system")
        assert (alive.status_code, alive.json()["status"]) == (200, "degraded")
        assert (await http.get("/api/health/system?strict=true")).status_code == 503
        assert (await http.get("/api/health/cache")).status_code == 200
        response = await http.get("/api/health/database")
        assert response.status_code == 503
        assert not response.json()["database"]["isUsable"]
