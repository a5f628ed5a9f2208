"""Runs against a real database: publish, unchanged, refuse, roll back, two at once, killed in the middle."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import asyncpg
import pytest

from choosemypower import ingest
from choosemypower.datasets.commands import NothingBeforeError, rollback
from choosemypower.datasets.model import DatasetState
from choosemypower.datasets.queries import find_current_dataset, find_current_epoch, list_datasets
from choosemypower.errors import AppError
from choosemypower.plans.queries import find_plan, find_plan_by_url, list_price_records, read_catalogue
from choosemypower.providers.tables import ProviderRow
from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row, a_spanish_twin
from tests.support.waiting import HANG_SECONDS

pytestmark = [pytest.mark.anyio, pytest.mark.db]


def rows_of(prices: dict[str, str]) -> list[dict[str, str]]:
    """One plan per name, at that price at 1,000 kWh, in both languages."""
    rows = []
    for number, (name, price) in enumerate(prices.items()):
        row = a_listing_row(
            idKey=1000 + 10 * number, Product=name, kwh500=price, kwh1000=price, kwh2000=price
        )
        rows += [row, a_spanish_twin(row)]
    return rows


async def test_a_listing_is_published_whole(migrated: Settings, tmp_path: Path) -> None:
    rows = rows_of({"Saver 12": "0.12", "Flex": "0.15"})
    report = await ingest.run(str(a_listing_file(tmp_path, *rows)), settings=migrated)
    catalogue = await read_catalogue()
    assert catalogue is not None
    assert (report.status, report.dataset, catalogue.epoch) == (
        "published",
        await find_current_epoch(),
        report.dataset,
    )
    assert (report.counts.rows, report.counts.offers, report.counts.pairs) == (4, 2, 2)
    saver = catalogue.by_url["gexa-energy", "saver-12-oncor"]
    assert (saver.usd_per_kwh_1000, saver.renewable_percent, saver.is_listed) == (Decimal("0.12"), 26, True)
    assert saver.spanish is not None
    assert (saver.english and saver.english.id_key, saver.spanish.id_key) == (1000, 1001)
    (gexa,) = catalogue.providers
    assert (gexa.name, gexa.certificate, gexa.phone, gexa.scorecard) == (
        "Gexa Energy",
        "10027",
        "(888) 555-0100",
        3,
    )
    assert gexa.website == "https://www.gexaenergy.example.com"
    assert report.new_providers == ("Gexa Energy",)


async def test_the_same_content_again_is_unchanged_and_changes_nothing(
    migrated: Settings, tmp_path: Path
) -> None:
    path = a_listing_file(tmp_path)
    first = await ingest.run(str(path), settings=migrated)
    before = await list_datasets()
    os.utime(path)
    second = await ingest.run(str(path), settings=migrated)
    assert (second.status, second.dataset) == ("unchanged", first.dataset)
    assert await list_datasets() == before


async def test_the_same_content_on_a_later_day_confirms_the_dataset_only(
    migrated: Settings, tmp_path: Path
) -> None:
    first = await ingest.run(str(a_listing_file(tmp_path, name="ptc_2026-01-18.csv")), settings=migrated)
    await ingest.run(str(a_listing_file(tmp_path, name="ptc_2026-01-19.csv")), settings=migrated)
    current = await find_current_dataset()
    assert current is not None
    assert (current.id, len(await list_datasets())) == (first.dataset, 1)
    assert (current.as_of, current.confirmed_at) == (
        datetime(2026, 1, 18, 18, tzinfo=UTC),
        datetime(2026, 1, 19, 18, tzinfo=UTC),
    )


async def test_a_plan_keeps_its_id_and_its_prices_are_kept_for_ever(
    migrated: Settings, tmp_path: Path
) -> None:
    listings = {
        "ptc_2026-01-09.csv": {"Saver 12": "0.12", "Flex": "0.15"},
        "ptc_2026-01-10.csv": {"Saver 12": "0.13", "Flex": "0.15"},
        "ptc_2026-01-11.csv": {"Saver 12": "0.13"},
        "ptc_2026-01-12.csv": {"Saver 12": "0.12", "Flex": "0.15"},
    }
    reports = [
        await ingest.run(str(a_listing_file(tmp_path, *rows_of(prices), name=name)), settings=migrated)
        for name, prices in listings.items()
    ]
    catalogue = await read_catalogue()
    assert catalogue is not None
    saver, flex = (catalogue.by_url["gexa-energy", f"{name}-oncor"] for name in ("saver-12", "flex"))
    assert [(record.as_of.day, record.last_seen.day, record.usd_per_kwh_1000, record.is_listed)
            for record in await list_price_records(saver.plan_id)] == [
        (9, 9, Decimal("0.12"), True), (10, 11, Decimal("0.13"), True), (12, 12, Decimal("0.12"), True)
    ]  # fmt: skip
    records = await list_price_records(flex.plan_id)
    assert [(record.as_of.day, record.last_seen.day, record.is_listed) for record in records] == [
        (9, 10, True), (11, 11, False), (12, 12, True)
    ]  # fmt: skip
    assert (saver.first_listed, saver.updated_on) == (date(2026, 1, 9), date(2026, 1, 12))
    # It came back on that day, with what it said before: `updated-since` reports that too.
    assert (flex.first_listed, flex.updated_on) == (date(2026, 1, 9), date(2026, 1, 12))
    changes = reports[1].changes
    assert changes is not None
    assert (changes.new, changes.gone, changes.changed, changes.price_changes) == (0, 0, 1, 1)
    (change,) = changes.largest_price_changes
    assert (change.usd_per_kwh_1000_before, change.usd_per_kwh_1000_after) == (
        Decimal("0.12"),
        Decimal("0.13"),
    )


async def test_a_plan_that_is_gone_can_still_be_found(migrated: Settings, tmp_path: Path) -> None:
    both = a_listing_file(tmp_path, *rows_of({"Saver 12": "0.12", "Flex": "0.15"}), name="ptc_2026-01-09.csv")
    await ingest.run(str(both), settings=migrated)
    catalogue = await read_catalogue()
    assert catalogue is not None
    flex = catalogue.by_url["gexa-energy", "flex-oncor"]
    one = a_listing_file(tmp_path, *rows_of({"Saver 12": "0.12"}), name="ptc_2026-01-10.csv")
    await ingest.run(str(one), settings=migrated)
    gone = await find_plan(flex.plan_id)
    assert gone is not None
    assert (gone.is_listed, gone.last_listed, gone.name) == (False, date(2026, 1, 9), "Flex")
    assert await find_plan_by_url("gexa-energy", "flex-oncor") == gone
    saver = await find_plan_by_url("gexa-energy", "saver-12-oncor")
    assert saver is not None
    assert saver.is_listed
    assert await find_plan("nosuchplan") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 99, "binary"),
        (b"<html></html>", "web page"),
        (b"a,b\n1,2\n", "no header row"),
    ],
)
async def test_a_refused_file_leaves_the_published_data_as_it_was(
    migrated: Settings, tmp_path: Path, content: bytes, sentence: str
) -> None:
    await ingest.run(str(a_listing_file(tmp_path)), settings=migrated)
    before = await list_datasets()
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    with pytest.raises(AppError, match=sentence):
        await ingest.run(str(bad), settings=migrated)
    assert await list_datasets() == before


async def test_a_cut_export_is_refused_and_nothing_moves(migrated: Settings, tmp_path: Path) -> None:
    await ingest.run(str(a_listing_file(tmp_path)), settings=migrated)
    before = await list_datasets()
    with pytest.raises(AppError, match="the download was cut"):
        await ingest.run(str(a_listing_file(tmp_path, name="cut.csv", end_mark="")), settings=migrated)
    assert await list_datasets() == before


async def test_a_listing_of_unusable_rows_is_refused_with_their_reasons(
    migrated: Settings, tmp_path: Path
) -> None:
    path = a_listing_file(tmp_path, a_listing_row(TduCompanyName="GOTHAM POWER"))
    with pytest.raises(AppError, match="1 × its utility 'GOTHAM POWER' is not known"):
        await ingest.run(str(path), settings=migrated)
    assert await find_current_dataset() is None


async def test_a_fall_by_half_is_published_with_a_warning(migrated: Settings, tmp_path: Path) -> None:
    many = rows_of({f"Plan {number}": "0.12" for number in range(10)})
    await ingest.run(str(a_listing_file(tmp_path, *many)), settings=migrated)
    report = await ingest.run(str(a_listing_file(tmp_path, *many[:10], name="few.csv")), settings=migrated)
    assert report.status == "published"
    assert any("50% fewer rows" in warning for warning in report.warnings)


async def test_rollback_returns_step_by_step_and_then_says_that_nothing_is_before(
    migrated: Settings, tmp_path: Path
) -> None:
    for price in ("0.12", "0.13", "0.14"):
        path = a_listing_file(tmp_path, *rows_of({"Saver 12": price}), name=f"{price}.csv")
        await ingest.run(str(path), settings=migrated)
    first, second, _ = sorted(dataset.id for dataset in await list_datasets())
    assert (await rollback()).id == second
    assert (await rollback()).id == first
    with pytest.raises(NothingBeforeError, match="no dataset before"):
        await rollback()
    assert await find_current_epoch() == first
    catalogue = await read_catalogue()
    assert catalogue is not None
    assert catalogue.plans[0].usd_per_kwh_1000 == Decimal("0.12")
    assert [record.usd_per_kwh_1000 for record in await list_price_records(catalogue.plans[0].plan_id)] == [
        Decimal("0.12")
    ]
    other = await ingest.run(
        str(a_listing_file(tmp_path, *rows_of({"Saver 12": "0.15"}), name="0.15.csv")), settings=migrated
    )
    assert (other.status, (await rollback()).id) == ("published", first)


async def test_rollback_of_nothing_says_so(migrated: Settings) -> None:
    with pytest.raises(NothingBeforeError, match="No dataset has been published yet"):
        await rollback()


async def test_publishing_and_rolling_back_tell_every_listener(migrated: Settings, tmp_path: Path) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    connection = await asyncpg.connect(migrated.database_url)
    try:
        await connection.add_listener("choosemypower_epoch", lambda *message: heard.put_nowait(message[-1]))
        first = await ingest.run(str(a_listing_file(tmp_path)), settings=migrated)
        assert await asyncio.wait_for(heard.get(), HANG_SECONDS) == str(first.dataset)
        await ingest.run(str(a_listing_file(tmp_path, a_listing_row(kwh1000="0.128"))), settings=migrated)
        await asyncio.wait_for(heard.get(), HANG_SECONDS)
        await rollback()
        assert await asyncio.wait_for(heard.get(), HANG_SECONDS) == str(first.dataset)
    finally:
        await connection.close()


async def test_a_provider_is_not_made_twice(migrated: Settings, tmp_path: Path) -> None:
    await ingest.run(
        str(a_listing_file(tmp_path, a_listing_row(RepCompany="New Volts LLC"))), settings=migrated
    )
    report = await ingest.run(
        str(a_listing_file(tmp_path, a_listing_row(RepCompany="NEW VOLTS"), name="other.csv")),
        settings=migrated,
    )
    assert report.new_providers == ()
    assert await ProviderRow.count() == 1


async def test_a_day_that_is_yet_to_come_is_refused(migrated: Settings, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="yet to come"):
        await ingest.run(
            str(a_listing_file(tmp_path)), settings=migrated, as_of=datetime(2999, 1, 1, tzinfo=UTC)
        )


async def test_the_bundled_listing_is_published_under_its_own_date(migrated: Settings) -> None:
    report = await ingest.run(str(ingest.bundled_listing()), settings=migrated)
    assert (report.source, report.as_of) == (
        "Power to Choose export of 2026-01-09 (bundled facts)",
        datetime(2026, 1, 10, 2, tzinfo=UTC),
    )
    assert report.counts.rows == report.counts.rows_in_offers == 1854


# Two runs at once, and one that is killed: real processes.

RUN = """
import asyncio, sys, time
from choosemypower import database, ingest
from choosemypower.settings import load_settings

def pause(step, done, total):
    if step == sys.argv[2]:
        print("paused", flush=True)
        time.sleep(3600)

async def main():
    settings = load_settings()
    database.configure(settings)
    async with database.pool(settings):
        report = await ingest.run(sys.argv[1], settings=settings, progress=pause)
    print('{"dataset": %d, "status": "%s"}' % (report.dataset, report.status))

asyncio.run(main())
"""


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def start(settings: Settings, path: Path, pause_at: str = "-") -> subprocess.Popen[str]:
    environment = {**os.environ, "DATABASE_URL": settings.database_url or ""}
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(path), pause_at], env=environment, stdout=subprocess.PIPE, text=True
    )


async def test_two_runs_at_once_both_end_well_and_the_later_one_wins(
    migrated: Settings, tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    for name, price in (("one.csv", "0.12"), ("two.csv", "0.13")):
        path = a_listing_file(tmp_path, *rows_of({"Saver 12": price, "Flex": price}), name=name)
        processes.append(start(migrated, path))
    answers = [await asyncio.to_thread(process.communicate, timeout=HANG_SECONDS) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    reports = [json.loads(output) for output, _ in answers]
    assert {report["status"] for report in reports} == {"published"}
    assert await find_current_epoch() == max(report["dataset"] for report in reports)
    assert {dataset.state for dataset in await list_datasets()} == {DatasetState.PUBLISHED}
    catalogue = await read_catalogue()
    assert catalogue is not None
    assert len(catalogue.plans) == 2
    assert len({plan.usd_per_kwh_1000 for plan in catalogue.plans}) == 1


async def test_a_run_killed_in_the_middle_leaves_the_old_dataset_and_stops_nobody(
    migrated: Settings, tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    old = await ingest.run(str(a_listing_file(tmp_path, *rows_of({"Saver 12": "0.12"}))), settings=migrated)
    new = a_listing_file(tmp_path, *rows_of({"Saver 12": "0.13", "Flex": "0.15"}), name="new.csv")
    process = start(migrated, new, pause_at="Staging plans")
    processes.append(process)
    assert process.stdout is not None
    assert await asyncio.to_thread(process.stdout.readline) == "paused\n"
    process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(process.wait)
    catalogue = await read_catalogue()
    assert catalogue is not None
    assert (catalogue.epoch, len(catalogue.plans)) == (old.dataset, 1)
    after = await ingest.run(str(new), settings=migrated)
    assert after.status == "published"
    states = [(dataset.state, dataset.is_current) for dataset in await list_datasets()]
    assert states == [
        (DatasetState.PUBLISHED, True),
        (DatasetState.FAILED, False),
        (DatasetState.PUBLISHED, False),
    ]
