"""Several sources through a real run and database: one plan, all provenances, and each contradiction kept."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from choosemypower import ingest
from choosemypower.plans.queries import read_catalogue
from choosemypower.settings import Settings
from tests.standins.comparepower import DUNS, ComparePower
from tests.standins.powertochoose import NAMES, PowerToChoose
from tests.standins.server import KEY
from tests.support.listings import a_listing_file, a_listing_row

pytestmark = [pytest.mark.anyio, pytest.mark.db]


@pytest.fixture
def state() -> Iterator[PowerToChoose]:
    with PowerToChoose().running() as running:
        assert isinstance(running, PowerToChoose)
        yield running


@pytest.fixture
def pricing() -> Iterator[ComparePower]:
    with ComparePower().running() as running:
        assert isinstance(running, ComparePower)
        yield running


def asking(settings: Settings, folder: Path, **more: object) -> Settings:
    quick = {
        "data_dir": folder / "data",
        "batch_delay_ms": 0,
        "api_timeout_ms": 5000,
        "use_cached_data": False,
    }
    return msgspec.structs.replace(settings, **(quick | more))


async def test_an_offer_of_two_sources_is_one_plan_with_both(
    migrated: Settings, tmp_path: Path, state: PowerToChoose
) -> None:
    settings = asking(migrated, tmp_path, ptc_api_url=state.url)
    report = await ingest.run(str(a_listing_file(tmp_path, a_listing_row(idKey=9000))), settings=settings)
    assert report.status == "published"
    assert report.is_complete
    catalogue = await read_catalogue()
    assert catalogue is not None
    (note,) = catalogue.by_url["gexa-energy", "saver-12-oncor"].sources
    assert (note.source, note.is_only, note.differences) == ("Power to Choose’s API", False, ())
    others = [plan for plan in catalogue.plans if plan.utility != "oncor"]
    assert all(plan.sources[0].is_only for plan in others)
    assert len(catalogue.plans) == len(state.asked)


async def test_what_two_sources_say_otherwise_is_kept_beside_the_listings_figures(
    migrated: Settings, tmp_path: Path, state: PowerToChoose
) -> None:
    state.fields = {"price_kwh1000": 14.2}
    settings = asking(migrated, tmp_path, ptc_api_url=state.url)
    await ingest.run(str(a_listing_file(tmp_path, a_listing_row(idKey=9000))), settings=settings)
    catalogue = await read_catalogue()
    assert catalogue is not None
    plan = catalogue.by_url["gexa-energy", "saver-12-oncor"]
    assert str(plan.usd_per_kwh_1000).rstrip("0") == "0.127"
    assert plan.sources[0].differences == (
        "Power to Choose’s API says 14.2¢ at 1,000 kWh, the listing 12.7¢.",
    )


async def test_a_source_that_dies_in_the_middle_leaves_a_dataset_and_is_told(
    migrated: Settings, tmp_path: Path, state: PowerToChoose, pricing: ComparePower
) -> None:
    settings = asking(
        migrated,
        tmp_path,
        ptc_api_url=state.url,
        comparepower_api_key=KEY,
        comparepower_api_url=pricing.url,
        batch_size=1,
    )
    file = str(a_listing_file(tmp_path, a_listing_row(idKey=9000)))
    before = await ingest.run(file, settings=settings)
    assert before.is_complete
    pricing.fault = "down"
    after = await ingest.run(file, settings=settings)
    assert after.published_dataset is not None
    assert not after.is_complete
    failed = [one for one in after.sources if one.has_failed]
    assert {one.source for one in failed} == {"ComparePower"}
    assert {one.utility for one in failed} == set(DUNS.values())
    assert all(one.state == "kept" and one.kept_since for one in failed)
    catalogue = await read_catalogue()
    assert catalogue is not None
    kept = [plan for plan in catalogue.plans for note in plan.sources if note.kept_since]
    assert len(kept) == 20 * len(DUNS)
    assert any(note.source == "Power to Choose’s API" for plan in catalogue.plans for note in plan.sources)


async def test_without_a_word_of_one_utility_the_others_are_new(
    migrated: Settings, tmp_path: Path, pricing: ComparePower
) -> None:
    pricing.fault, pricing.faulty_calls = "html", 1
    settings = asking(
        migrated, tmp_path, comparepower_api_key=KEY, comparepower_api_url=pricing.url, batch_size=1
    )
    report = await ingest.run(str(a_listing_file(tmp_path, a_listing_row())), settings=settings)
    assert [one.state for one in report.sources].count("missing") == 1
    assert [one.state for one in report.sources].count("fresh") == len(DUNS) - 1
    assert report.published_dataset is not None
    assert not report.is_complete


def test_the_stand_in_knows_the_utilities_with_choice() -> None:
    assert set(DUNS.values()) >= set(NAMES)
