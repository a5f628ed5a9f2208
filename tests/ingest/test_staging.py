"""Listings that are kept back: what makes one doubtful, what visitors see meanwhile, and how it is accepted."""

import asyncio
import logging
from pathlib import Path

import pytest

from choosemypower import ingest
from choosemypower.datasets.commands import rollback
from choosemypower.datasets.model import DatasetState
from choosemypower.datasets.queries import find_current_epoch, list_datasets
from choosemypower.datasets.tables import DatasetRow
from choosemypower.errors import AppError
from choosemypower.ingest import IngestReport, ListingOutcome
from choosemypower.ingest.report import DoubtKind
from choosemypower.plans.queries import find_plan_by_url, read_catalogue
from choosemypower.plans.tables import PlanAliasRow, PlanRow
from choosemypower.providers.tables import ProviderRow
from choosemypower.publishing import LISTING_STAGED, publish
from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row, a_plain_listing, a_spanish_twin

pytestmark = [pytest.mark.anyio, pytest.mark.db]

CENTERPOINT = "CENTERPOINT ENERGY HOUSTON ELECTRIC LLC"
Row = dict[str, str]


def plans(count: int, *, first: int = 0, price: str = "0.12", **fields: str) -> list[Row]:
    """So many plans, each in both languages."""
    rows = []
    for number in range(first, first + count):
        row = a_listing_row(
            idKey=1000 + 10 * number,
            Product=f"Plan {number}",
            kwh500=price,
            kwh1000=price,
            kwh2000=price,
            **fields,
        )
        rows += [row, a_spanish_twin(row)]
    return rows


class Market:
    """A migrated database and a folder of listings."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings, self.folder, self._files = settings, folder, 0

    def file(self, *rows: Row) -> Path:
        self._files += 1
        return a_listing_file(self.folder, *rows, name=f"listing_{self._files}.csv")

    async def lists(self, *rows: Row, accept: bool = False) -> IngestReport:
        return await self.reads(self.file(*rows), accept=accept)

    async def reads(self, file: Path, *, accept: bool = False, again: bool = False) -> IngestReport:
        return await ingest.run(str(file), settings=self.settings, accept=accept, again=again)

    async def accepts(self) -> IngestReport:
        return await ingest.run_staged(settings=self.settings)


@pytest.fixture
def market(migrated: Settings, tmp_path: Path) -> Market:
    return Market(migrated, tmp_path)


def kinds(report: IngestReport) -> list[DoubtKind]:
    return [doubt.kind for doubt in report.doubts]


async def test_a_listing_cut_to_a_single_plan_is_kept_until_it_is_accepted(market: Market) -> None:
    full = await market.lists(*plans(20))
    cut = await market.lists(*plans(1))
    assert (cut.status, kinds(cut)) == (ListingOutcome.STAGED, [DoubtKind.FALL])
    assert (cut.published_dataset, await find_current_epoch()) == (full.dataset, full.dataset)
    said = cut.as_text()
    assert f"1 plans instead of the 20 of dataset {full.dataset}" in said
    assert "95% fewer" in said
    assert "choosemypower ingest --accept" in said
    accepted = await market.accepts()
    assert (accepted.status, accepted.counts.offers, kinds(accepted)) == (
        ListingOutcome.PUBLISHED,
        1,
        [DoubtKind.FALL],
    )
    assert await find_current_epoch() == accepted.dataset
    with pytest.raises(AppError, match="No listing waits to be accepted"):
        await market.accepts()


async def test_half_of_the_market_may_go_and_one_plan_more_may_not(market: Market) -> None:
    await market.lists(*plans(20))
    assert (await market.lists(*plans(9))).status is ListingOutcome.STAGED
    half = await market.lists(*plans(10))
    assert half.status is ListingOutcome.PUBLISHED
    assert any("50% fewer rows" in warning for warning in half.warnings)


async def test_a_utility_that_loses_all_its_plans_is_doubtful_whatever_the_others_have(
    market: Market,
) -> None:
    await market.lists(*plans(20), *plans(1, first=20, TduCompanyName=CENTERPOINT))
    report = await market.lists(*plans(25))
    assert (report.status, kinds(report)) == (ListingOutcome.STAGED, [DoubtKind.UTILITY_GONE])
    assert "No plan is left of centerpoint (1 before)." in report.as_text()


async def test_a_utility_that_never_had_plans_is_missed_by_nobody(market: Market) -> None:
    await market.lists(*plans(20))
    assert (await market.lists(*plans(20, price="0.13"))).status is ListingOutcome.PUBLISHED
    both = await market.lists(*plans(20), *plans(1, first=20, TduCompanyName=CENTERPOINT))
    assert both.status is ListingOutcome.PUBLISHED


async def test_rows_that_cannot_be_read_are_doubtful_from_one_in_ten_on(market: Market) -> None:
    bad = [a_listing_row(idKey=9000 + number, TduCompanyName="GOTHAM POWER") for number in range(3)]
    await market.lists(*plans(10))
    assert (await market.lists(*plans(10), *bad[:2])).status is ListingOutcome.PUBLISHED, "2 of 22"
    report = await market.lists(*plans(10), *bad)
    assert (report.status, kinds(report)) == (ListingOutcome.STAGED, [DoubtKind.LEFT_OUT])
    assert "3 of 23 rows (13%) were left out" in report.as_text()


async def test_a_first_listing_is_doubtful_only_for_what_cannot_be_read_in_it(market: Market) -> None:
    bad = a_listing_row(idKey=9000, TduCompanyName="GOTHAM POWER")
    first = await market.lists(*plans(1), bad)
    assert (first.status, kinds(first), first.published_dataset) == (
        ListingOutcome.STAGED,
        [DoubtKind.LEFT_OUT],
        None,
    )
    assert "nothing is published yet" in first.as_text()
    assert (await market.lists(*plans(1))).status is ListingOutcome.PUBLISHED


async def test_a_listing_in_one_language_or_none_is_no_fall(market: Market) -> None:
    await market.lists(*plans(20))
    english = [row for row in plans(20, price="0.13") if row["Language"] == "English"]
    assert (await market.lists(*english)).status is ListingOutcome.PUBLISHED
    silent = market.folder / "silent.csv"
    columns = [name for name in english[0] if name != "Language"]
    silent.write_text(a_plain_listing(*plans(20, price="0.14"), columns=columns))
    report = await market.reads(silent)
    assert (report.status, report.doubts) == (ListingOutcome.PUBLISHED, ())


async def test_the_same_doubtful_listing_each_hour_is_one_dataset(market: Market) -> None:
    await market.lists(*plans(20))
    cut = market.file(*plans(1))
    reports = [await market.reads(cut) for _ in range(3)]
    assert {report.status for report in reports} == {ListingOutcome.STAGED}
    assert len({report.dataset for report in reports}) == 1
    assert [dataset.state for dataset in await list_datasets()] == [
        DatasetState.STAGED,
        DatasetState.PUBLISHED,
    ]


async def test_a_sound_listing_takes_the_place_of_one_that_waits(market: Market) -> None:
    await market.lists(*plans(20))
    cut = await market.lists(*plans(1))
    assert (await market.lists(*plans(19))).status is ListingOutcome.PUBLISHED
    states = {dataset.id: dataset.state for dataset in await list_datasets()}
    assert states[cut.dataset] is DatasetState.FAILED
    with pytest.raises(AppError, match="No listing waits"):
        await market.accepts()


async def test_of_two_doubtful_listings_the_later_one_waits(market: Market) -> None:
    await market.lists(*plans(20))
    await market.lists(*plans(1))
    await market.lists(*plans(2))
    assert (await market.accepts()).counts.offers == 2


async def test_a_listing_that_waits_leaves_no_trace_for_visitors(market: Market) -> None:
    await market.lists(*plans(20))
    before = (await PlanRow.count(), await PlanAliasRow.count(), await ProviderRow.count())
    waiting = a_listing_row(idKey=1000, Product="Never Seen 12", RepCompany="NEW VOLTS LLC")
    assert (await market.lists(waiting)).status is ListingOutcome.STAGED
    assert (await PlanRow.count(), await PlanAliasRow.count(), await ProviderRow.count()) == before
    assert await find_plan_by_url("new-volts", "never-seen-12-oncor") is None
    await market.accepts()
    assert await find_plan_by_url("new-volts", "never-seen-12-oncor") is not None


async def test_what_was_rolled_back_is_not_published_again_by_the_next_run(market: Market) -> None:
    first = await market.lists(*plans(20))
    bad = market.file(*plans(20, price="0.01"))
    await market.reads(bad)
    await rollback()
    for _ in range(2):
        report = await market.reads(bad)
        assert (report.status, kinds(report)) == (ListingOutcome.STAGED, [DoubtKind.ROLLED_BACK])
        assert await find_current_epoch() == first.dataset
    assert (await market.lists(*plans(20, price="0.13"))).status is ListingOutcome.PUBLISHED, (
        "another content"
    )
    assert (await market.reads(bad)).status is ListingOutcome.STAGED, "still not wanted"
    assert (await market.reads(bad, accept=True)).status is ListingOutcome.PUBLISHED
    assert (await market.reads(bad)).status is ListingOutcome.UNCHANGED
    await market.lists(*plans(20, price="0.14"))
    assert (await market.reads(bad)).status is ListingOutcome.PUBLISHED, "accepted once, it is like any other"


async def test_the_listing_that_a_rollback_returns_to_is_unchanged(market: Market) -> None:
    good = market.file(*plans(20))
    first = await market.reads(good)
    await market.lists(*plans(20, price="0.01"))
    await rollback()
    report = await market.reads(good)
    assert (report.status, report.dataset) == (ListingOutcome.UNCHANGED, first.dataset)


async def test_two_who_accept_at_once_publish_it_once(market: Market) -> None:
    await market.lists(*plans(20))
    await market.lists(*plans(1))
    reports = await asyncio.gather(market.accepts(), market.accepts())
    assert sorted(report.status for report in reports) == [ListingOutcome.PUBLISHED, ListingOutcome.UNCHANGED]


async def test_a_staged_listing_is_logged_under_a_name_that_stays(
    market: Market, caplog: pytest.LogCaptureFixture
) -> None:
    await market.lists(*plans(20))
    with caplog.at_level(logging.ERROR):
        await publish(str(market.file(*plans(1))), market.settings, say=lambda line: None)
    (record,) = (record for record in caplog.records if record.name == "choosemypower.publishing")
    assert record.__dict__["event"] == LISTING_STAGED == "listing_staged"
    assert record.getMessage().startswith("listing_staged: 1 plans instead of the 20")


# The same file, read again.


async def as_read_by_an_older_release(dataset: int, understood_hash: str | None = "0" * 64) -> None:
    """What we understand of a file is not what was understood then."""
    await DatasetRow.update({DatasetRow.understood_hash: understood_hash}).where(DatasetRow.id == dataset)


@pytest.mark.parametrize("understood_hash", ["0" * 64, None], ids=["otherwise", "not noted"])
async def test_a_file_that_is_understood_better_now_is_published_anew(
    market: Market, understood_hash: str | None
) -> None:
    file = market.file(*plans(20))
    first = await market.reads(file)
    await as_read_by_an_older_release(first.dataset, understood_hash)
    report = await market.reads(file)
    assert report.status is ListingOutcome.PUBLISHED
    assert f"Read anew   because this release reads the file of dataset {first.dataset} differently" in (
        report.as_text()
    )
    assert report.as_of == first.as_of, "the listing is of the day that it was"
    assert (await market.reads(file)).status is ListingOutcome.UNCHANGED


async def test_a_file_can_be_read_again_on_demand(market: Market) -> None:
    file = market.file(*plans(20))
    first = await market.reads(file)
    again = await market.reads(file, again=True)
    assert (again.status, again.dataset > first.dataset) == (ListingOutcome.PUBLISHED, True)
    assert "Read anew   because asked for (--again)" in again.as_text()
    assert again.changes is not None
    assert (again.changes.new, again.changes.gone, again.changes.changed) == (0, 0, 0)


async def test_a_better_reading_that_was_rolled_back_is_not_published_by_the_next_run(market: Market) -> None:
    file = market.file(*plans(20))
    first = await market.reads(file)
    await as_read_by_an_older_release(first.dataset)
    better = await market.reads(file)
    await rollback()
    report = await market.reads(file)
    assert (report.status, report.dataset) == (ListingOutcome.UNCHANGED, first.dataset)
    assert any(f"Dataset {better.dataset} read this file differently" in line for line in report.warnings)
    assert (await market.reads(file, accept=True)).status is ListingOutcome.PUBLISHED


async def test_reading_twice_understands_the_same(market: Market) -> None:
    """Providers that the first run made known must not make the second run see something else."""
    rows = [
        a_listing_row(idKey=number, RepCompany=name, Product=f"Plan {number}")
        for number, name in enumerate(("New Volts LLC", "NEW VOLTS", "Old Amps, Inc.", "TXU ENERGY"), start=1)
    ]
    file = market.file(*rows)
    assert [(await market.reads(file)).status for _ in range(2)] == [
        ListingOutcome.PUBLISHED,
        ListingOutcome.UNCHANGED,
    ]


async def test_the_bundled_listing_is_understood_the_same_twice(stocked: Settings) -> None:
    report = await ingest.run(str(ingest.bundled_listing()), settings=stocked)
    assert report.status is ListingOutcome.UNCHANGED


@pytest.mark.shared
async def test_ten_rows_do_not_replace_the_market_and_a_cold_snap_does(
    migrated: Settings, shared_data: Path
) -> None:
    async def read(name: str) -> IngestReport:
        return await ingest.run(str(shared_data / name), settings=migrated)

    await read("ptc_2026-01-17.csv")
    before = await read_catalogue()
    assert before is not None
    assert len(before.plans) > 900
    ten = await read("listing_ten_rows.csv")
    assert (ten.status, DoubtKind.FALL in kinds(ten)) == (ListingOutcome.STAGED, True)
    after = await read_catalogue()
    assert after is not None
    assert after.plans == before.plans
    cold = await read("ptc_2026-01-26.csv")
    assert (cold.status, cold.doubts) == (ListingOutcome.PUBLISHED, ())
    assert any("43% fewer rows" in warning for warning in cold.warnings)
