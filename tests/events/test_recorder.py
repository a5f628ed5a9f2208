"""Counts are added up in memory and written whole: by many at once, while the database was away, and at the end."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from choosemypower import database
from choosemypower.beacons import forget_old_beacons, waiting
from choosemypower.beacons.tables import BeaconRow
from choosemypower.events import OTHER, CountKind, Recorder
from choosemypower.events import recorder as recorder_module
from choosemypower.events.commands import add_counts
from choosemypower.events.model import KEEP_DAYS, CounterKey
from choosemypower.events.queries import read_counts, read_days
from choosemypower.settings import Settings

pytestmark = [pytest.mark.anyio, pytest.mark.db]

LATE = datetime(2026, 11, 28, 4, 30, tzinfo=UTC)
"""Half past ten in the evening of the day before, in Texas."""
DAY = date(2026, 11, 27)


def recorder() -> Recorder:
    return Recorder(clock=lambda: LATE)


async def test_counts_are_of_the_day_and_hour_in_texas(migrated: Settings) -> None:
    events = recorder()
    for _ in range(3):
        events.count_beacon(None, events.seen("/electricity-plans/{city}"))
    await events.write()
    found = await read_counts(DAY, DAY)
    assert found["view"] == {"/electricity-plans/{city}": 3}
    assert found["hour"] == {"22": 3}
    assert await read_counts(DAY + timedelta(days=1), DAY + timedelta(days=9)) == {}


async def test_processes_that_write_at_once_lose_nothing(migrated: Settings) -> None:
    recorders = [recorder() for _ in range(4)]
    for number, events in enumerate(recorders):
        for label in range(200):
            events.count(CountKind.ZIP, str(75_000 + (label * (number + 1)) % 200), 5)
    for _ in range(3):
        await asyncio.gather(*(events.write() for events in recorders))
    assert sum((await read_counts(DAY, DAY))["zip"].values()) == 4 * 200 * 5


async def test_what_is_written_is_not_written_again(migrated: Settings) -> None:
    events = recorder()
    events.count(CountKind.ZIP, "77002")
    await events.write()
    await events.write()
    assert (await read_counts(DAY, DAY))["zip"] == {"77002": 1}


async def test_counts_wait_for_a_database_that_is_away(migrated: Settings) -> None:
    events = recorder()
    events.count(CountKind.ZIP, "77002", 2)
    await database.engine()._run_in_new_connection("ALTER TABLE visitor_count RENAME TO away")
    with pytest.raises(database.ERRORS):
        await events.write()
    events.count(CountKind.ZIP, "77002", 3)
    await database.engine()._run_in_new_connection("ALTER TABLE away RENAME TO visitor_count")
    await events.write()
    assert (await read_counts(DAY, DAY))["zip"] == {"77002": 5}


async def test_nothing_is_lost_at_the_end_of_a_process(migrated: Settings) -> None:
    async with recorder() as events:
        events.count(CountKind.ZIP, "77002")
    assert (await read_counts(DAY, DAY))["zip"] == {"77002": 1}
    assert events.waiting == []


async def test_numbers_that_grow_are_counted_by_their_growth(migrated: Settings) -> None:
    totals = {"hit": 100}
    events = recorder()
    events.watch(CountKind.CACHE, lambda: totals)
    await events.write()
    assert await read_counts(DAY, DAY) == {}
    totals |= {"hit": 130, "made": 7}
    await events.write()
    totals["hit"] = 131
    await events.write()
    assert (await read_days(("cache",), DAY, DAY))[DAY] == {"cache/hit": 31, "cache/made": 7}


async def test_what_is_older_than_a_year_and_a_month_goes(migrated: Settings) -> None:
    await add_counts(
        {CounterKey(DAY - timedelta(days=days), "zip", "77002"): 1 for days in (0, KEEP_DAYS, 999)}
    )
    async with recorder():
        pass
    found = await read_days(("zip",), DAY - timedelta(days=1000), DAY)
    assert sorted(found) == [DAY - timedelta(days=KEEP_DAYS), DAY]


async def test_labels_without_end_take_no_memory(migrated: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder_module, "MOST_LABELS", 10)
    events = recorder()
    for label in range(1000):
        events.count(CountKind.ZIP, str(label))
    assert len(events.waiting) <= 11
    await events.write()
    found = (await read_counts(DAY, DAY))["zip"]
    assert found[OTHER] == 990
    assert sum(found.values()) == 1000


async def test_a_beacon_that_reaches_several_processes_again_and_again_counts_once(
    migrated: Settings,
) -> None:
    recorders = [recorder() for _ in range(4)]
    for _ in range(3):
        for events in recorders:
            for number in range(50):
                events.count_beacon(f"{number:016x}", events.seen("/about"))
        await asyncio.gather(*(events.write() for events in recorders))
    assert (await read_counts(DAY, DAY))["view"] == {"/about": 50}


async def test_beacons_wait_for_a_database_that_is_away_and_still_count_once(
    migrated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST_WAITING", 10)
    events = Recorder(clock=lambda: LATE)
    await database.engine()._run_in_new_connection("ALTER TABLE visitor_count RENAME TO away")
    for number in range(8):
        events.count_beacon(f"{number:016x}", events.seen("/about"))
    with pytest.raises(database.ERRORS):
        await events.write()
    for number in range(4, 30):
        events.count_beacon(f"{number:016x}", events.seen("/about"))
    await database.engine()._run_in_new_connection("ALTER TABLE away RENAME TO visitor_count")
    await events.write()
    assert (await read_counts(DAY, DAY))["view"] == {"/about": 30}


async def test_a_beacon_is_remembered_for_two_days_as_a_hash(migrated: Settings) -> None:
    events = recorder()
    events.count_beacon("0123456789abcdef", events.seen("/about"))
    await events.write()
    (kept,) = await BeaconRow.raw("SELECT * FROM beacon")
    assert len(kept["hash"]) == 16
    assert b"0123456789abcdef" not in kept["hash"]
    await forget_old_beacons()
    assert len(await BeaconRow.raw("SELECT 1 FROM beacon")) == 1
    await BeaconRow.raw("UPDATE beacon SET day = day - 2")
    await forget_old_beacons()
    assert await BeaconRow.raw("SELECT 1 FROM beacon") == []
