"""What the commands say to programs: one JSON object on stdout, and an exit code, also when they fail."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row

pytestmark = [pytest.mark.anyio, pytest.mark.db]


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'provider'::regclass"


def run(settings: Settings, *command: str, **environment: str) -> tuple[int, Any, str]:
    """Exit code, the object on stdout, what stands on stderr."""
    ended = subprocess.run(
        [sys.executable, "-m", "choosemypower", *command],
        env=os.environ | {"DATABASE_URL": settings.database_url or ""} | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return ended.returncode, json.loads(ended.stdout or "null"), ended.stderr


async def test_a_listing_goes_in_is_listed_and_goes_out_again_as_json(
    migrated: Settings, tmp_path: Path
) -> None:
    first = a_listing_file(tmp_path, a_listing_row(), name="listing_2026-01-09.csv")
    second = a_listing_file(tmp_path, a_listing_row(kwh1000="0.1300"), name="listing_2026-01-10.csv")
    code, report, _ = run(migrated, "ingest", "--json", str(first))
    assert (code, report["status"], report["counts"]["offers"]) == (0, "published", 1)
    assert run(migrated, "ingest", "--json", str(first))[1]["status"] == "unchanged"
    assert run(migrated, "ingest", "--json", str(second))[1]["changes"]["price_changes"] == 1
    code, versions, _ = run(migrated, "datasets", "--json")
    assert (code, [version["is_current"] for version in versions["datasets"]]) == (0, [True, False])
    code, now, _ = run(migrated, "rollback", "--json")
    assert (code, now["id"], now["is_current"]) == (0, report["dataset"], True)


async def test_a_refusal_is_a_json_object_too_and_a_sentence_on_stderr(
    migrated: Settings, tmp_path: Path
) -> None:
    cut = a_listing_file(tmp_path, a_listing_row(), end_mark="")
    code, refusal, said = run(migrated, "ingest", "--json", str(cut))
    assert (code, refusal["status"], refusal["code"]) == (1, "failed", "listing_refused")
    assert "END OF FILE" in refusal["detail"]
    assert f"choosemypower: {refusal['detail']}" in said
    code, refusal, _ = run(migrated, "rollback", "--json")
    assert (code, refusal["code"]) == (1, "nothing_before")


async def test_a_command_waits_longer_for_the_database_than_a_visitor(
    migrated: Settings, tmp_path: Path
) -> None:
    listing = a_listing_file(tmp_path, a_listing_row())
    connection = await asyncpg.connect(migrated.database_url)
    try:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("LOCK TABLE provider IN ACCESS EXCLUSIVE MODE")
        running = asyncio.create_task(
            asyncio.to_thread(
                run, migrated, "ingest", str(listing), "--json", DB_COMMAND_TIMEOUT_SECONDS="0.1"
            )
        )
        for _ in range(600):
            if running.done() or await connection.fetchval(WAITING):
                break
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        await transaction.rollback()
        code, report, said = await running
    finally:
        await connection.close()
    assert (code, (report or {}).get("status")) == (0, "published"), said


async def test_wrong_use_ends_with_2(migrated: Settings) -> None:
    assert [run(migrated, *command)[0] for command in (("nonsense",), ("ingest", "a", "b"), ())] == [2, 2, 2]
