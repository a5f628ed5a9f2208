"""After publishing, an edge that was told what changed holds no public answer that says something else than ours."""

import asyncio
import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from choosemypower import ingest
from choosemypower.app import Site
from choosemypower.datasets.commands import confirm
from choosemypower.datasets.tables import DatasetRow, ReferenceLoadRow
from choosemypower.editions.tags import ALL_TAGS
from choosemypower.publishing import tags_between
from tests.cache.addresses import example_query, public_routes
from tests.cache.support import raw_get
from tests.support.waiting import HANG_SECONDS, until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

# What the examples of the routes do not reach; each shows something of the plans of Houston or of all.
MORE = (
    "/sitemap-plans.xml",
    "/electricity-plans/houston/12-month/fixed-rate",
    "/utilities/centerpoint",
    "/api/v1/utilities/centerpoint",
    "/api/v1/zips/77002",
    "/api/v1/plans?kwh=1500",
    "/zip/75001",
)


CURRENT = "/api/v1/datasets/current"
Row = dict[str, str]


async def test_every_answer_that_a_lost_plan_changes_is_purged(site: Site, tmp_path: Path) -> None:
    def without_one(rows: list[Row]) -> list[Row]:
        gone = next(row for row in rows if row["utility"] == "centerpoint" and row["language"] == "English")
        return [row for row in rows if any(row[name] != gone[name] for name in ("utility", "plan"))]

    changed, steady = await _changed_and_steady(site, tmp_path, without_one)
    assert len(changed) > 15, "a plan that is gone shows in many places"
    assert {"/about", "/utilities/oncor"} <= steady, "what did not change stays where it is"


async def test_every_answer_that_another_scorecard_changes_is_purged(site: Site, tmp_path: Path) -> None:
    plan = site.litestar.state.shelf.world.catalogue.plans[0]

    def rated_anew(rows: list[Row]) -> list[Row]:
        provider = next(row["provider"] for row in rows if row["plan"] == plan.name)
        return [
            row | {"scorecard": str(5 - int(row["scorecard"] or 0))} if row["provider"] == provider else row
            for row in rows
        ]

    changed, steady = await _changed_and_steady(site, tmp_path, rated_anew)
    assert f"/providers/{plan.provider_slug}" in changed
    assert "/about" in steady


async def test_every_answer_that_a_later_day_changes_is_purged(site: Site, tmp_path: Path) -> None:
    changed, _ = await _changed_and_steady(site, tmp_path, lambda rows: rows, later=timedelta(days=60))
    assert "/utilities/centerpoint" in changed, "delivery charges change on the first of March"
    assert "/electricity-plans/houston" in changed


async def test_every_answer_that_a_confirmed_listing_changes_is_purged(site: Site) -> None:
    shelf = site.litestar.state.shelf
    before, dataset = await _answers(site), shelf.world.dataset
    followed = asyncio.Event()
    shelf.on_confirm.append(lambda *_: followed.set())
    await confirm(dataset.id, datetime.now(UTC))
    async with asyncio.timeout(HANG_SECONDS):
        await followed.wait()
    told = set(await tags_between(dataset, shelf.world.dataset))
    site.page_cache.forget()
    changed = _changed(before, await _answers(site))
    assert "/electricity-plans/houston" in changed, "the warning of old listings is gone"
    assert not {path for path in changed if not before[path][1] & told}


async def test_new_delivery_charges_purge_everything(site: Site) -> None:
    dataset = site.litestar.state.shelf.world.dataset
    assert await tags_between(dataset, dataset, now=dataset.published_at) == ()
    await ReferenceLoadRow.update({ReferenceLoadRow.loaded_at: datetime.now(UTC)}, force=True).run()
    assert await tags_between(dataset, dataset, now=dataset.published_at) == ALL_TAGS


async def test_a_listing_that_is_seen_twice_on_a_day_makes_no_kept_answer_stale(site: Site) -> None:
    shelf = site.litestar.state.shelf

    async def seen(moment: datetime) -> None:
        await DatasetRow.update({DatasetRow.confirmed_at: moment}).where(DatasetRow.id == shelf.epoch).run()
        await until(lambda: shelf.world.dataset.confirmed_at == moment)

    noon = datetime.now(UTC).replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=1)
    await seen(noon)
    site.page_cache.forget()
    before, dataset = await _answers(site), shelf.world.dataset
    current = (await raw_get(site.page_cache, CURRENT))[2]
    await seen(noon + timedelta(hours=1))
    assert await tags_between(dataset, shelf.world.dataset, now=noon + timedelta(hours=1)) == ()
    assert (await raw_get(site.page_cache, CURRENT))[2] != current, "it says when, to the second"
    site.page_cache.forget()
    assert _changed(before, await _answers(site)) == set()


async def _changed_and_steady(
    site: Site,
    tmp_path: Path,
    change: Callable[[list[Row]], list[Row]],
    later: timedelta = timedelta(0),
) -> tuple[set[str], set[str]]:
    """What another listing changed, all of which is purged; and what is not purged."""
    with ingest.bundled_listing().open(newline="", encoding="utf-8") as source:
        reader = csv.DictReader(source)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    listing = tmp_path / "listing.csv"
    with listing.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, columns)
        writer.writeheader()
        writer.writerows(change(rows))
    shelf = site.litestar.state.shelf
    followed = asyncio.Event()
    shelf.on_change.append(lambda _: followed.set())
    first, before = shelf.world.dataset, await _answers(site)
    await ingest.run(str(listing), settings=site.litestar.state.settings, as_of=first.as_of + later)
    async with asyncio.timeout(HANG_SECONDS):
        await followed.wait()
    told = set(await tags_between(first, shelf.world.dataset))
    changed = _changed(before, await _answers(site))
    assert not {path for path in changed if not before[path][1] & told}
    return changed, {path for path in before if not before[path][1] & told}


Answers = dict[str, tuple[object, set[str]]]


def _changed(before: Answers, after: Answers) -> set[str]:
    return {path for path in before if before[path][0] != after[path][0]}


async def test_purging_everything_reaches_every_public_answer(site: Site) -> None:
    for path, (_, tags) in (await _answers(site)).items():
        assert tags & set(ALL_TAGS), path


async def _answers(site: Site) -> Answers:
    """What each address that edges keep says now, without the number of the dataset, and its tags."""
    paths = [*MORE]
    for path, route in public_routes(site):
        paths += [path, f"{path}?{example_query(route)}"]
    found: Answers = {}
    for address in paths:
        path, _, query = address.partition("?")
        status, headers, body = await raw_get(site.page_cache, path, query=query)
        if not headers["cache-control"].startswith("public"):
            continue
        text = re.sub(rb'"epoch":\d+|"datasetId":\d+', b"", body)
        found[address] = (
            (status, text, headers.get("location")),
            set(headers["surrogate-key"].split()),
        )
    return found
