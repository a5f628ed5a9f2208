"""How a running site learns that another dataset is published."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from choosemypower import ingest
from choosemypower.datasets.commands import rollback
from choosemypower.datasets.tables import DatasetRow
from choosemypower.settings import Settings
from choosemypower.world import Shelf
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]


@pytest.fixture
async def shelf(stocked: Settings) -> AsyncIterator[Shelf]:
    shelf = Shelf(stocked)
    await shelf.start()
    yield shelf
    await shelf.stop()


async def test_a_publication_and_a_rollback_reach_the_shelf(
    shelf: Shelf, stocked: Settings, tmp_path: Path
) -> None:
    first = shelf.epoch
    listing = a_listing_file(tmp_path, a_listing_row())
    report = await ingest.run(str(listing), settings=stocked, accept=True)
    await until(lambda: shelf.epoch == report.dataset)
    assert len(shelf.world.catalogue.plans) == 1
    await rollback()
    await until(lambda: shelf.epoch == first)


async def test_a_listing_seen_again_refreshes_its_date_without_a_new_epoch(
    shelf: Shelf, stocked: Settings
) -> None:
    before = shelf.world
    later = before.dataset.confirmed_at + timedelta(hours=1)
    await DatasetRow.update({DatasetRow.confirmed_at: later}).where(DatasetRow.id == shelf.epoch).run()
    await until(lambda: shelf.world.dataset.confirmed_at == later)
    assert shelf.epoch == before.dataset.epoch
    assert shelf.world.market is before.market


async def test_the_site_starts_without_a_database_and_follows_when_it_answers(stocked: Settings) -> None:
    nowhere = msgspec.structs.replace(stocked, database_url="postgresql://nobody@127.0.0.1:1/none")
    shelf = Shelf(nowhere)
    await shelf.start()
    try:
        assert not shelf.world.has_listing
        assert not shelf.is_database_reachable
    finally:
        await shelf.stop()


async def test_a_killed_connection_is_made_anew(shelf: Shelf, stocked: Settings, tmp_path: Path) -> None:
    first = shelf.epoch
    report = await ingest.run(str(a_listing_file(tmp_path, a_listing_row())), settings=stocked, accept=True)
    await until(lambda: shelf.epoch == report.dataset)
    for following in (first, report.dataset, first):
        killed = await DatasetRow.raw(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND query LIKE '%FROM publication%'"
        )
        assert killed
        await _publish_silently(following)
        await until(lambda: shelf.epoch == following)  # noqa: B023


async def test_a_dataset_that_cannot_be_read_is_said_and_the_next_one_followed(
    shelf: Shelf, stocked: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = shelf.epoch
    odd = await ingest.run(
        str(a_listing_file(tmp_path, a_listing_row(Product="Odd 12"))), settings=stocked, accept=True
    )
    await until(lambda: shelf.epoch == odd.dataset)
    plain = await ingest.run(str(a_listing_file(tmp_path, a_listing_row())), settings=stocked, accept=True)
    await until(lambda: shelf.epoch == plain.dataset)
    await _publish_silently(first)
    await until(lambda: shelf.epoch == first)
    # As a later release might write it.
    await DatasetRow.raw("UPDATE plan_version SET rate_type = 'lunar' WHERE name = 'Odd 12'")
    await _publish_silently(odd.dataset)
    await until(lambda: "cannot be read" in caplog.text)
    assert shelf.epoch == first
    await _publish_silently(plain.dataset)
    await until(lambda: shelf.epoch == plain.dataset)
    assert caplog.text.count("cannot be read") == 1


async def _publish_silently(dataset: int | None) -> None:
    """Move the pointer without a NOTIFY."""
    await DatasetRow.raw(
        "INSERT INTO publication (dataset, action, changed_at) VALUES ({}, 'publish', now())", dataset
    )
