"""Loading the compiled tables into PostgreSQL, and reading them back."""

import asyncio

import pytest

from choosemypower.datasets.tables import ReferenceLoadRow
from choosemypower.settings import Settings
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.commands import load_reference
from choosemypower.territories.queries import read_atlas
from choosemypower.territories.tables import UtilityRow, ZipRow

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_the_database_holds_what_the_files_say(migrated: Settings, atlas: Atlas) -> None:
    await load_reference()
    read = await read_atlas()
    assert read.utilities == atlas.utilities
    assert read.other_utilities == atlas.other_utilities
    assert read.cities == atlas.cities
    assert read.zips == atlas.zips
    assert read.delivery_charges == atlas.delivery_charges
    assert read.sources == atlas.sources


async def test_loading_again_changes_nothing(migrated: Settings) -> None:
    await load_reference()
    assert await load_reference() == ()


async def test_only_a_table_that_differs_is_written_anew(migrated: Settings) -> None:
    await load_reference()
    await ReferenceLoadRow.update({ReferenceLoadRow.content_hash: "older"}).where(
        ReferenceLoadRow.name == "utilities"
    )
    await UtilityRow.delete(force=True)
    assert await load_reference() == ("utilities",)
    assert await UtilityRow.count() == 7


async def test_two_loads_at_once_both_end_well(migrated: Settings) -> None:
    await ReferenceLoadRow.delete(force=True)
    done = await asyncio.gather(load_reference(), load_reference())
    assert sorted(len(changed) for changed in done) == [0, 6]
    assert await ZipRow.count() == 2662
