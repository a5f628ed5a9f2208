"""Reads of the dataset versions."""

import gzip
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from choosemypower.datasets.model import Dataset, DatasetState
from choosemypower.datasets.tables import DatasetRow, PublicationRow, ReferenceLoadRow
from choosemypower.errors import NotFoundError

CURRENT = "(SELECT dataset FROM publication ORDER BY id DESC LIMIT 1)"
"""In SQL: the id of the dataset that is published now; NULL before the first."""
COLUMNS = (
    "id, source, shape, content_hash, understood_hash, as_of, confirmed_at, fetched_at, state, rows, offers, report,"  # noqa: S608 — a constant
    f" id = {CURRENT} IS TRUE AS is_current,"
    " (SELECT max(changed_at) FROM publication WHERE publication.dataset = dataset.id) AS published_at,"
    " (SELECT coalesce(max(label_revision.id), 0) FROM label_revision) AS label_revision,"
    " (SELECT max(label_revision.changed_at) FROM label_revision) AS labels_at"
)


async def find_current_epoch() -> int | None:
    """Which dataset is published now; None before the first."""
    rows = await PublicationRow.raw(f"SELECT {CURRENT} AS epoch")
    epoch: int | None = rows[0]["epoch"]
    return epoch


async def find_current_dataset() -> Dataset | None:
    """The dataset that is published now; None before the first."""
    found = await _read(f"WHERE id = {CURRENT}")
    return found[0] if found else None


async def get_dataset(dataset_id: int) -> Dataset:
    """One dataset, whatever its state. Raises NotFoundError."""
    found = await _read("WHERE id = {}", dataset_id)
    if not found:
        raise NotFoundError(f"There is no dataset {dataset_id}.")
    return found[0]


async def list_datasets() -> tuple[Dataset, ...]:
    """The newest datasets first, the failed ones too, without their reports."""
    return await _read("ORDER BY id DESC LIMIT 1000", columns=COLUMNS.replace("report,", "NULL AS report,"))


async def were_references_loaded_since(moment: datetime) -> bool:
    """Were delivery charges or territories written anew after this?"""
    return bool(
        await ReferenceLoadRow.raw("SELECT 1 FROM reference_load WHERE loaded_at > {} LIMIT 1", moment)
    )


async def find_staged_dataset() -> Dataset | None:
    """The dataset that waits to be accepted, if there is one."""
    found = await _read("WHERE state = {} ORDER BY id DESC LIMIT 1", DatasetState.STAGED.value)
    return found[0] if found else None


async def read_staged_listing(dataset_id: int) -> bytes:
    """The file of a dataset that waits to be accepted. Raises NotFoundError."""
    rows = await DatasetRow.raw("SELECT listing FROM dataset WHERE id = {}", dataset_id)
    if not rows or rows[0]["listing"] is None:
        raise NotFoundError(f"The listing of dataset {dataset_id} is not kept.")
    return gzip.decompress(rows[0]["listing"])


async def find_rolled_back(content_hash: str) -> Dataset | None:
    """The dataset of this content that was published last, where a rollback has taken it away since."""
    found = await _read(
        "WHERE content_hash = {} AND state = {} ORDER BY id DESC LIMIT 1",
        content_hash,
        DatasetState.PUBLISHED.value,
    )
    return found[0] if found and found[0].id not in await read_lineage() else None


async def read_lineage() -> tuple[int, ...]:
    """The ids of the datasets that stand, oldest publication first; the last one is current.

    A rollback takes the last one away, so that what was rolled back is no part of anybody's history.
    """
    rows = await PublicationRow.raw("SELECT dataset, action FROM publication ORDER BY id")
    standing: list[int] = []
    for row in rows:
        if row["action"] == "rollback":
            standing = standing[:-1] or [row["dataset"]]
        else:
            standing.append(row["dataset"])
    return tuple(standing)


async def _read(condition: str, *values: Any, columns: str = COLUMNS) -> tuple[Dataset, ...]:
    rows = await DatasetRow.raw(f"SELECT {columns} FROM dataset {condition}", *values)  # noqa: S608
    return tuple(map(_dataset, rows)) if isinstance(rows, Sequence) else ()


def _dataset(row: dict[str, Any]) -> Dataset:
    report = msgspec.json.decode(row["report"]) if row["report"] is not None else None
    return msgspec.convert({**row, "report": report}, Dataset)
