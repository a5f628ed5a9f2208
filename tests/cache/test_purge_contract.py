"""After publishing, an edge that was told what changed holds no public answer that says something else than ours."""

import asyncio
import csv
import re
from pathlib import Path

import pytest

from choosemypower import ingest
from choosemypower.app import Site
from choosemypower.plans.differences import changed_tags
from choosemypower.publishing import ALL_TAGS
from tests.cache.addresses import example_query, public_routes
from tests.cache.support import raw_get

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


async def test_every_answer_that_publishing_changes_is_purged(site: Site, tmp_path: Path) -> None:
    with ingest.bundled_listing().open(newline="", encoding="utf-8") as source:
        reader = csv.DictReader(source)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    gone = next(row for row in rows if row["utility"] == "centerpoint" and row["language"] == "English")
    listing = tmp_path / "listing.csv"
    with listing.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, columns)
        writer.writeheader()
        writer.writerows(row for row in rows if any(row[name] != gone[name] for name in ("utility", "plan")))
    shelf = site.litestar.state.shelf
    followed = asyncio.Event()
    shelf.on_change.append(lambda _: followed.set())
    first, before = shelf.epoch, await _answers(site)
    report = await ingest.run(
        str(listing), settings=site.litestar.state.settings, as_of=shelf.world.dataset.as_of
    )
    async with asyncio.timeout(60):
        await followed.wait()
    after = await _answers(site)
    told = set(await changed_tags(first, report.dataset))
    changed = {path for path in before if before[path][0] != after[path][0]}
    assert len(changed) > 15, "a plan that is gone shows in many places"
    assert not {path for path in changed if not before[path][1] & told}
    steady = {path for path in before if not before[path][1] & told}
    assert {"/about", "/utilities/oncor"} <= steady, "what did not change stays where it is"


async def test_purging_everything_reaches_every_public_answer(site: Site) -> None:
    for path, (_, tags) in (await _answers(site)).items():
        assert tags & set(ALL_TAGS), path


async def _answers(site: Site) -> dict[str, tuple[object, set[str]]]:
    """What each address that edges keep says now, without the number of the dataset, and its tags."""
    paths = [*MORE]
    for path, route in public_routes(site):
        paths += [path, f"{path}?{example_query(route)}"]
    found: dict[str, tuple[object, set[str]]] = {}
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
