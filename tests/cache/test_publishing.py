"""What becomes of kept pages when the listings are seen again unchanged, and when a dataset is rolled back."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from choosemypower import ingest
from choosemypower.app import Site
from choosemypower.datasets.commands import rollback
from choosemypower.datasets.tables import DatasetRow
from tests.cache.support import raw_get
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PAGE = "/electricity-plans/houston"


async def test_warning_of_old_listings_goes_when_they_are_confirmed(site: Site) -> None:
    warning = b"Some of these offers may be gone."
    await _confirm(site, datetime.now(UTC) - timedelta(days=2))
    await _until_said(site, warning, True)
    await _confirm(site, datetime.now(UTC))
    await _until_said(site, warning, False)


async def test_a_page_of_the_day_before_is_given_once_more_but_no_edge_keeps_it(site: Site) -> None:
    warning = b"Some of these offers may be gone."
    await _confirm(site, datetime.now(UTC) - timedelta(days=2))
    await _until_said(site, warning, True)
    await _confirm(site, datetime.now(UTC))
    _, headers, body = await raw_get(site.page_cache, PAGE)
    assert warning in body, "the visitor does not wait for the new one"
    (max_age,) = re.findall(r"\bmax-age=(\d+)", headers["cache-control"])
    assert int(headers["age"]) >= int(max_age)
    await site.page_cache.maker.settle()
    _, headers, body = await raw_get(site.page_cache, PAGE)
    assert warning not in body
    assert int(headers["age"]) < int(max_age)


async def test_rolling_back_is_a_modification(site: Site, tmp_path: Path) -> None:
    settings, shelf = site.litestar.state.settings, site.litestar.state.shelf
    first = shelf.epoch
    report = await ingest.run(str(a_listing_file(tmp_path, a_listing_row())), settings=settings, accept=True)
    await until(lambda: shelf.epoch == report.dataset)
    _, newer, _ = await raw_get(site.page_cache, PAGE)
    await asyncio.sleep(1.1)  # dates in headers count whole seconds
    await rollback()
    await until(lambda: shelf.epoch == first)
    _, older, _ = await raw_get(site.page_cache, PAGE)
    assert parsedate_to_datetime(newer["last-modified"]) < parsedate_to_datetime(older["last-modified"])
    status, _, _ = await raw_get(site.page_cache, PAGE, {"if-modified-since": newer["last-modified"]})
    assert status == 200, "the page is another one"


async def _confirm(site: Site, moment: datetime) -> None:
    shelf = site.litestar.state.shelf
    await DatasetRow.update({DatasetRow.confirmed_at: moment}).where(DatasetRow.id == shelf.epoch).run()
    await until(lambda: shelf.world.dataset.confirmed_at == moment)


async def _until_said(site: Site, words: bytes, is_expected: bool) -> None:
    """A visitor may get the page before once more, while the new one is made; not longer."""
    for _ in range(2):
        await raw_get(site.page_cache, PAGE)
        await site.page_cache.maker.settle()
    _, _, body = await raw_get(site.page_cache, PAGE)
    assert (words in body) is is_expected
