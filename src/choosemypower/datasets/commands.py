"""Writes of the dataset versions: one writer at a time, a pointer that moves in one short transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import msgspec

from choosemypower import database
from choosemypower.datasets.follow import CHANNEL
from choosemypower.datasets.model import Dataset, DatasetState
from choosemypower.datasets.queries import find_current_epoch, get_dataset, read_lineage
from choosemypower.datasets.tables import DatasetRow, PublicationRow
from choosemypower.errors import AppError
from choosemypower.settings import Settings

LOCK = "choosemypower.datasets"
POLL_SECONDS = 0.1


class NothingBeforeError(AppError):
    code = "nothing_before"
    status = 409
    title = "Nothing to return to"


class BusyError(AppError):
    code = "ingest_busy"
    status = 409
    title = "Another ingest is running"


@asynccontextmanager
async def only_writer(settings: Settings, *, wait_seconds: float = 120) -> AsyncIterator[None]:
    """Hold the one writer's place for the block; waits for the one who has it. Raises BusyError.

    The lock lives in an open transaction of a connection of its own: so it also holds through a pooler in
    transaction mode, and a killed process gives it back at once. It is polled, never waited for inside a
    statement, which would keep a snapshot open.
    """
    connection = await database.connect(settings)
    try:
        async with asyncio.timeout(wait_seconds):
            while True:
                attempt = connection.transaction()
                await attempt.start()
                await connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
                if await connection.fetchval("SELECT pg_try_advisory_xact_lock(hashtext($1))", LOCK):
                    break
                await attempt.rollback()
                await asyncio.sleep(POLL_SECONDS)
    except TimeoutError:
        connection.terminate()
        raise BusyError(f"Another ingest or rollback is still running after {wait_seconds:.0f} s.") from None
    except BaseException:
        connection.terminate()
        raise
    try:
        yield
    finally:
        await connection.close(timeout=5)


async def begin(
    *,
    source: str,
    shape: str,
    content_hash: str,
    as_of: datetime,
    fetched_at: datetime,
    rows: int,
    offers: int,
) -> int:
    """Note a run that starts and give its dataset an id; runs that never ended are marked as failed.

    Call it as the only writer: then whatever is still staged belongs to nobody.
    """
    await DatasetRow.raw(
        "UPDATE dataset SET state = {} WHERE state = {}", DatasetState.FAILED.value, DatasetState.STAGED.value
    )
    written = await DatasetRow.raw(
        "INSERT INTO dataset"
        " (source, shape, content_hash, as_of, confirmed_at, fetched_at, state, rows, offers)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}) RETURNING id",
        source,
        shape,
        content_hash,
        as_of,
        as_of,
        fetched_at,
        DatasetState.STAGED.value,
        rows,
        offers,
    )
    return int(written[0]["id"])


async def fail(dataset_id: int, reason: str) -> None:
    """Mark a run that ended before it could be published."""
    await DatasetRow.raw(
        "UPDATE dataset SET state = {}, report = {}::jsonb WHERE id = {} AND state = {}",
        DatasetState.FAILED.value,
        msgspec.json.encode({"failed": reason}).decode(),
        dataset_id,
        DatasetState.STAGED.value,
    )


async def publish(dataset_id: int, report: object) -> None:
    """Make a staged dataset the current one: move the pointer and tell every process, in one transaction."""
    async with database.transaction():
        await DatasetRow.raw(
            "UPDATE dataset SET state = {}, report = {}::jsonb WHERE id = {}",
            DatasetState.PUBLISHED.value,
            msgspec.json.encode(report).decode(),
            dataset_id,
        )
        await _point_at(dataset_id, "publish")


async def confirm(dataset_id: int, seen_at: datetime) -> bool:
    """Note that the listing still said the same at this moment; says whether that was news."""
    changed = await DatasetRow.raw(
        "UPDATE dataset SET confirmed_at = {} WHERE id = {} AND confirmed_at < {} RETURNING id",
        seen_at,
        dataset_id,
        seen_at,
    )
    return bool(changed)


async def rollback() -> Dataset:
    """Return to the dataset before the current one; done again, to the one before that.

    Raises NothingBeforeError when there is none.
    """
    async with database.transaction():
        await PublicationRow.raw("LOCK TABLE publication IN SHARE ROW EXCLUSIVE MODE")
        standing = await read_lineage()
        if len(standing) < 2:
            current = await find_current_epoch()
            raise NothingBeforeError(
                "No dataset has been published yet."
                if current is None
                else f"There is no dataset before {current}: it is the first one that was published."
            )
        await _point_at(standing[-2], "rollback")
    return await get_dataset(standing[-2])


async def _point_at(dataset_id: int, action: str) -> None:
    await PublicationRow.raw(
        "INSERT INTO publication (dataset, action, changed_at) VALUES ({}, {}, {})",
        dataset_id,
        action,
        datetime.now(UTC),
    )
    await PublicationRow.raw("SELECT pg_notify({}, {})", CHANNEL, str(dataset_id))
