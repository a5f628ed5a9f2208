"""Which pages an edge must fetch anew after publishing."""

from pathlib import Path

import pytest

from choosemypower import ingest
from choosemypower.plans.changed_tags import changed_tags
from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def published(folder: Path, settings: Settings, name: str, *rows: dict[str, str]) -> int:
    report = await ingest.run(str(a_listing_file(folder, *rows, name=name)), settings=settings)
    return report.dataset


async def test_only_what_differs_is_named(migrated: Settings, tmp_path: Path) -> None:
    steady = a_listing_row(idKey=1, Product="Steady 12", RepCompany="GEXA ENERGY")
    moving = a_listing_row(idKey=2, Product="Moving 12", RepCompany="TXU ENERGY")
    dearer = moving | {"kwh1000": "0.1390"}
    first = await published(tmp_path, migrated, "one.csv", steady, moving)
    second = await published(tmp_path, migrated, "two.csv", steady, dearer)
    tags = await changed_tags(first, second)
    assert tags[0] == "market"
    assert [tag for tag in tags if tag.startswith("utility/")] == ["utility/oncor"]
    assert len([tag for tag in tags if tag.startswith("provider/")]) == 1
    assert len([tag for tag in tags if tag.startswith("plan/")]) == 1
    assert "sitemap" not in tags, "no page came or went"
    assert await changed_tags(second, second) == ()


async def test_plan_that_goes_changes_the_sitemap(migrated: Settings, tmp_path: Path) -> None:
    rows = [a_listing_row(idKey=number, Product=f"Plan {number}") for number in (1, 2)]
    first = await published(tmp_path, migrated, "one.csv", *rows)
    second = await published(tmp_path, migrated, "two.csv", rows[0])
    assert "sitemap" in await changed_tags(first, second)
    assert await changed_tags(first, second) == await changed_tags(second, first), (
        "rolling back purges the same"
    )


async def test_first_dataset_changes_everything_that_it_shows(migrated: Settings, tmp_path: Path) -> None:
    first = await published(tmp_path, migrated, "one.csv", a_listing_row())
    tags = await changed_tags(None, first)
    assert tags[:5] == ("market", "sitemap", "redirect", "not-found", "utility/oncor")
