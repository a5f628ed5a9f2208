"""A slow query is named in the log by who asks; its values are not."""

import logging

import asyncpg
import pytest

from choosemypower import database
from choosemypower.datasets.tables import PublicationRow
from choosemypower.settings import Settings

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_a_slow_query_is_a_warning_with_a_name_and_a_quick_one_is_not(
    migrated: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    before = database.QUERIES.slow.count
    with caplog.at_level(logging.WARNING, "choosemypower"):
        await PublicationRow.raw("SELECT {}", "marker-value")
        assert caplog.records == []
        await PublicationRow.raw("SELECT pg_sleep(1.05), {}", "marker-value")
        async with database.transaction():
            await PublicationRow.raw("SELECT pg_sleep(1.05)")
    slow = [record.getMessage() for record in caplog.records]
    assert len(slow) == 2
    assert all(line.startswith("Slow query: ") for line in slow)
    assert "marker-value" not in caplog.text
    assert database.QUERIES.slow.count == before + 2


async def test_a_query_that_fails_late_is_told_too(
    migrated: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "choosemypower"), pytest.raises(asyncpg.PostgresError):
        await PublicationRow.raw("SELECT 1 / (CASE WHEN pg_sleep(1.05) IS NULL THEN 1 ELSE 0 END)")
    assert "Slow query" in caplog.text
