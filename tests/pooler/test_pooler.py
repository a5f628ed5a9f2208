"""The program behind PgBouncer in transaction mode: pages, migrations, ingest and the epoch all work."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import httpx
import pytest

from choosemypower import ingest
from choosemypower.settings import Settings
from tests.pooler.pgbouncer import POOL_SIZE, pgbouncer
from tests.support.server import running_server
from tests.support.waiting import HANG_SECONDS, until

pytestmark = [pytest.mark.anyio, pytest.mark.edge]

PROGRAM = Path(sys.executable).with_name("choosemypower")
POOLED = {"DB_STATEMENT_CACHE_SIZE": "0"}


def run(settings: Settings, pooled: str, *arguments: str) -> str:
    """One command of the program, through the pooler, with the way past it."""
    assert settings.database_url is not None
    done = subprocess.run(
        [PROGRAM, *arguments],
        env={
            **os.environ,
            **POOLED,
            "DATABASE_URL": pooled,
            "DATABASE_DIRECT_URL": settings.database_url,
            "CHOOSEMYPOWER_HOME": str(settings.home),
        },
        capture_output=True,
        text=True,
        timeout=HANG_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def test_pages_and_the_api_answer_through_the_pooler(stocked: Settings) -> None:
    assert stocked.database_url is not None
    with pgbouncer(stocked.database_url) as pooled:
        environment = {**POOLED, "DATABASE_DIRECT_URL": stocked.database_url, "DATABASE_URL": pooled}
        with running_server(stocked, **environment) as url:
            # As `warm` asks: on a busy machine it waits for its turn, where a visitor would soon be told to come again.
            patient = {"priority": "u=7"}
            async with httpx.AsyncClient(base_url=url, timeout=HANG_SECONDS, headers=patient) as client:
                plans = (await client.get("/api/v1/plans")).json()["data"]
                histories = [f"/api/v1/plans/{plan['planId']}/history" for plan in plans[:20]]
                paths = [
                    "/",
                    "/electricity-plans/houston",
                    "/api/health/database",
                    "/api/v1/datasets/current",
                ]
                answers = await asyncio.gather(*(client.get(path) for path in (paths + histories) * 5))
    assert {answer.status_code for answer in answers} == {200}


async def test_migrations_and_ingest_run_with_a_pooler_declared(empty: Settings) -> None:
    assert empty.database_url is not None
    with pgbouncer(empty.database_url) as pooled:
        first = run(empty, pooled, "migrate")
        assert first.strip()
        assert "Nothing to do" in run(empty, pooled, "migrate")
        assert run(empty, pooled, "ingest", "--bundled")
        assert "bundled" in run(empty, pooled, "datasets")


async def test_a_publish_through_the_pooler_reaches_a_running_site(stocked: Settings, tmp_path: Path) -> None:
    assert stocked.database_url is not None
    lines = ingest.bundled_listing().read_text().splitlines(keepends=True)
    next_listing = tmp_path / "next.csv"
    next_listing.write_text("".join(lines[:-5]))
    with pgbouncer(stocked.database_url) as pooled:
        environment = {**POOLED, "DATABASE_DIRECT_URL": stocked.database_url, "DATABASE_URL": pooled}
        with running_server(stocked, **environment) as url:
            async with httpx.AsyncClient(base_url=url, timeout=HANG_SECONDS) as client:
                before = await _epoch(client)
                await asyncio.to_thread(run, stocked, pooled, "ingest", str(next_listing))

                async def is_followed() -> bool:
                    return await _epoch(client) != before

                await until(is_followed, "the site still shows the old dataset")


async def test_more_clients_than_server_connections_are_served(stocked: Settings) -> None:
    """What a pooler is for: many pods' pools, few connections of the server."""
    assert stocked.database_url is not None
    with pgbouncer(stocked.database_url) as pooled:
        clients = await asyncio.gather(
            *(asyncpg.connect(pooled, statement_cache_size=0) for _ in range(POOL_SIZE * 10))
        )
        answers = await asyncio.gather(*(client.fetchval("SELECT count(*) FROM plan") for client in clients))
        for client in clients:
            await client.close()
    assert len(set(answers)) == 1


async def _epoch(client: httpx.AsyncClient) -> object:
    return (await client.get("/api/health/database")).json()["dataset"]["epoch"]
