"""Writes of the dataset versions: one writer at a time, a pointer that moves in one short transaction."""

import asyncio
import gzip
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


class OtherWriterError(AppError):
    code = "ingest_busy"
    status = 409
    title = "Another ingest is running"


@asynccontextmanager
async def only_writer(settings: Settings, *, wait_seconds: float = 120) -> AsyncIterator[None]:
    """Hold the one writer's place for the block; waits for the one who has it. Raises OtherWriterError.

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
        raise OtherWriterError(
            f"Another ingest or rollback is still running after {wait_seconds:.0f} s."
        ) from None
    except BaseException:
        connection.terminate()
        raise
    try:
        yield
    finally:
        await connection.close(timeout=5)


class RunNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a run notes of the listing that it read."""

    source: str
    shape: str
    content_hash: str
    understood_hash: str
    as_of: datetime
    confirmed_at: datetime
    fetched_at: datetime
    rows: int
    offers: int


async def begin(note: RunNote) -> int:
    """Note a run that starts and give its dataset an id; runs that never ended are marked as failed.

    Call it as the only writer: then whatever still runs belongs to nobody.
    """
    await DatasetRow.raw(
        "UPDATE dataset SET state = {} WHERE state = {}",
        DatasetState.FAILED.value,
        DatasetState.RUNNING.value,
    )
    return await _insert(note, DatasetState.RUNNING)


async def stage(note: RunNote, listing: bytes) -> int:
    """Keep a listing that nobody may see before it is accepted; returns its dataset's id.

    There is one at a time: the same content is only noted as seen again, any other takes its place. Finish with
    `note_report`. Call it as the only writer.
    """
    async with database.transaction():
        again = await DatasetRow.raw(
            "UPDATE dataset SET confirmed_at = greatest(confirmed_at, {}), fetched_at = {}, understood_hash = {},"
            " rows = {}, offers = {} WHERE state = {} AND content_hash = {} RETURNING id",
            note.confirmed_at,
            note.fetched_at,
            note.understood_hash,
            note.rows,
            note.offers,
            DatasetState.STAGED.value,
            note.content_hash,
        )
        if again:
            return int(again[0]["id"])
        dataset_id = await _insert(note, DatasetState.STAGED)
        await _retire_staged(dataset_id)
        await DatasetRow.raw(
            "UPDATE dataset SET listing = {} WHERE id = {}", gzip.compress(listing, 6), dataset_id
        )
    return dataset_id


async def note_report(dataset_id: int, report: object) -> None:
    """Keep what a run said of a dataset."""
    await DatasetRow.raw(
        "UPDATE dataset SET report = {}::jsonb WHERE id = {}",
        database.json_text(report),
        dataset_id,
    )


async def fail(dataset_id: int, reason: str) -> None:
    """Mark a run that ended before it could be published."""
    await DatasetRow.raw(
        "UPDATE dataset SET state = {}, report = {}::jsonb WHERE id = {} AND state = {}",
        DatasetState.FAILED.value,
        database.json_text({"failed": reason}),
        dataset_id,
        DatasetState.RUNNING.value,
    )


async def publish(dataset_id: int, report: object) -> None:
    """Make a dataset the current one: move the pointer and tell every process, in one transaction.

    What is staged then goes: it was compared with another dataset.
    """
    async with database.transaction():
        await DatasetRow.raw(
            "UPDATE dataset SET state = {}, report = {}::jsonb WHERE id = {}",
            DatasetState.PUBLISHED.value,
            database.json_text(report),
            dataset_id,
        )
        await _retire_staged(dataset_id)
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


async def _insert(note: RunNote, state: DatasetState) -> int:
    columns = msgspec.structs.asdict(note) | {"state": state.value}
    written = await DatasetRow.raw(
        f"INSERT INTO dataset ({', '.join(columns)})"  # noqa: S608
        f" VALUES ({', '.join('{}' for _ in columns)}) RETURNING id",
        *columns.values(),
    )
    return int(written[0]["id"])


async def _retire_staged(successor_id: int) -> None:
    """Whatever else is staged was not accepted in time; its report stays, with the reason."""
    await DatasetRow.raw(
        "UPDATE dataset SET state = {}, listing = NULL, report = coalesce(report, jsonb_build_object()) || {}::jsonb"
        " WHERE state = {} AND id <> {}",
        DatasetState.FAILED.value,
        database.json_text({"failed": f"Dataset {successor_id} came before it was accepted."}),
        DatasetState.STAGED.value,
        successor_id,
    )


async def _point_at(dataset_id: int, action: str) -> None:
    await PublicationRow.raw(
        "INSERT INTO publication (dataset, action, changed_at) VALUES ({}, {}, {})",
        dataset_id,
        action,
        datetime.now(UTC),
    )
    await PublicationRow.raw("SELECT pg_notify({}, {})", CHANNEL, str(dataset_id))
