"""Shapes of meter files that a stranger made up, each with the answer that follows from how it was made."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from choosemypower.usage import MeterFileError, read_meter_file
from tests.support.meters import HOURS, PROFILES, reading_of, table

TEXAS = ZoneInfo("America/Chicago")
MARCH, JUNE, NOVEMBER = 3, 6, 11
BEGIN = int(datetime(2025, 6, 1, tzinfo=TEXAS).timestamp())


def kwh_of(month: int, content: bytes) -> int:
    return reading_of(content).usage.year.kwh_by_month[month - 1]


def moments_of(month: int, minutes: int = 60) -> Iterator[datetime]:
    """Every step of a month of 2025 on the clock that passes, in Texas time."""
    at = datetime(2025, month, 1, tzinfo=TEXAS).astimezone(UTC)
    while (local := at.astimezone(TEXAS)).month == month:
        yield local
        at += timedelta(minutes=minutes)


HOURS_NAMED: dict[str, Callable[[datetime], str]] = {
    "Date,Hour Ending,kWh": lambda at: f"{at:%m/%d/%Y},{at.hour + 1:02d}:00,1",
    "Date,HE,kWh": lambda at: f"{at:%m/%d/%Y},{at.hour + 1},1",
    "Date,Ending Time,kWh": lambda at: f"{at:%m/%d/%Y},{(at.hour + 1) % 24:02d}:00,1",
    "Date,Time,kWh": lambda at: f"{at:%m/%d/%Y},{at.hour:02d}:00-{at.hour + 1:02d}:00,1",
    "Date,Hour,kWh": lambda at: f"{at:%m/%d/%Y},{at:%I:%M %p}-{at + timedelta(hours=1):%I:%M %p},1",
    "Date, Time,kWh": lambda at: f"{at:%m/%d/%Y},{at:%H}:00-05:00,1",
    "Start,End,kWh": lambda at: f"{at + timedelta(seconds=1)},{at + timedelta(hours=1)},1",
    "From,To,kWh": lambda at: f"{at + timedelta(minutes=1):%m/%d/%Y %H:%M},{at + timedelta(hours=1):%m/%d/%Y %H:%M},1",
    "Timestamp,kWh": lambda at: f"{at:%Y%m%d%H%M},1",
    "Start,Usage,Unit": lambda at: f"{at},1000,Wh",
}  # fmt: skip


@pytest.mark.parametrize("header", HOURS_NAMED)
def test_june_of_one_kwh_an_hour_is_720_however_its_hours_are_named(header: str) -> None:
    reading = reading_of(table(header, [HOURS_NAMED[header](at) for at in HOURS]))
    assert reading.energy.counted_kwh == 720
    assert (str(reading.first_day), str(reading.last_day)) == ("2025-06-01", "2025-06-30")
    assert set(reading.day_states) == {"r"}


@pytest.mark.parametrize("minutes", [60, 15])
@pytest.mark.parametrize("is_called_by_the_clock", [True, False])
@pytest.mark.parametrize(("month", "kwh"), [(MARCH, 743), (NOVEMBER, 721)])
def test_ends_alone_lose_no_hour_where_the_clock_changes(
    month: int, kwh: int, is_called_by_the_clock: bool, minutes: int
) -> None:
    rows = []
    for at in moments_of(month, minutes):
        end = (at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(TEXAS)
        seconds = (at.hour * 60 + at.minute + minutes) * 60
        by_start = f"{at:%m/%d/%Y},{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
        by_clock = f"{end:%m/%d/%Y},{end:%H:%M}"
        rows.append(f"{by_clock if is_called_by_the_clock else by_start},{minutes / 60}")
    assert reading_of(table("Date,Interval Ending Time,kWh", rows)).energy.counted_kwh == kwh


@pytest.mark.parametrize("columns", [25, 50, 100])
@pytest.mark.parametrize("is_blank_in_the_middle", [True, False])
@pytest.mark.parametrize(("month", "kwh"), [(MARCH, 743), (NOVEMBER, 721)])
def test_tables_with_room_for_a_25th_hour_lose_none(
    month: int, kwh: int, is_blank_in_the_middle: bool, columns: int
) -> None:
    a_day = columns * 24 // 25
    rows = []
    for day in sorted({at.date() for at in moments_of(month)}):
        hours = sum(at.date() == day for at in moments_of(month))
        cells = [str(24 / a_day)] * (hours * a_day // 24)
        if hours == 23 and is_blank_in_the_middle:
            at = 2 * a_day // 24
            cells[at:at] = [""] * (a_day // 24)
        rows.append(",".join([str(day), *cells, *[""] * (columns - len(cells))]))
    header = "Date," + ",".join(f"INT{at:03d}" for at in range(1, columns + 1))
    assert kwh_of(month, table(header, rows)) == kwh


def test_power_in_a_25th_hour_of_an_ordinary_day_is_refused() -> None:
    header = "Date," + ",".join(f"HR{at}" for at in range(1, 26))
    with pytest.raises(MeterFileError, match="an hour that its day does not have"):
        read_meter_file(table(header, ["2025-06-01" + ",1" * 25]), PROFILES)


def test_a_row_with_another_unit_than_its_column_is_refused() -> None:
    with pytest.raises(MeterFileError, match="another unit than its column"):
        read_meter_file(table("Date,kWh,Unit", ["06/01/2025,24,Wh"]), PROFILES)


def test_weeks_are_read_from_monday_to_monday() -> None:
    weeks = [f"2025-W{at:02d},168" for at in range(1, 53)]
    assert kwh_of(JUNE, table("Week,kWh", weeks)) == 720


def test_revisions_without_separators_are_moments() -> None:
    rows = [
        f"{day:%m/%d/%Y},{revised},{kwh}"
        for day in HOURS[::24]
        for revised, kwh in (("20250705050000", 24), ("20250605050000", 40))
    ]
    assert kwh_of(JUNE, table("USAGE_DATE,REVISION_DATE,USAGE_KWH", rows)) == 720


def test_what_the_counter_showed_is_no_moment() -> None:
    rows = [f"{day:%m/%d/%Y},{at * 24},{at * 24 + 24},24" for at, day in enumerate(HOURS[::24])]
    assert kwh_of(JUNE, table("READ_DATE,START_READ,END_READ,USAGE_KWH", rows)) == 720


def green_button(value: object = 1000, power: int = 0, seconds: int = 3600, head: str = "") -> str:
    readings = "".join(
        f"<IntervalReading><timePeriod><duration>{seconds}</duration><start>{at}</start></timePeriod>"
        f"<value>{value}</value></IntervalReading>"
        for at in range(BEGIN, BEGIN + 30 * 86_400, seconds)
    )
    kind = f"<ReadingType><powerOfTenMultiplier>{power}</powerOfTenMultiplier><uom>72</uom></ReadingType>"
    return f"{head}<feed><entry>{kind}</entry><entry><IntervalBlock>{readings}</IntervalBlock></entry></feed>"


def test_green_button_keeps_the_decimals_of_large_units() -> None:
    assert kwh_of(JUNE, green_button("0.0833333333", power=3, seconds=300).encode()) == 720


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("said", ["UTF-8", "utf-16"])
def test_green_button_is_read_in_the_encoding_it_has_whatever_it_says(encoding: str, said: str) -> None:
    text = green_button(head=f'<?xml version="1.0" encoding="{said}"?>\n')
    assert kwh_of(JUNE, text.encode(encoding)) == 720


def test_a_block_without_a_feed_is_read() -> None:
    text = green_button()
    block = text[text.index("<IntervalBlock>") : text.index("</entry></feed>")]
    assert kwh_of(JUNE, block.encode()) == 720


def test_kwh_that_are_called_watt_hours_are_refused() -> None:
    with pytest.raises(MeterFileError, match=r"0\.024 kWh a day.*may mean kWh"):
        read_meter_file(green_button(1).encode(), PROFILES)


@pytest.mark.parametrize(
    "page", ["<html><body>Sign in</body></html>", "<table><tr><td>kWh</td></tr></table>"]
)
def test_a_web_page_is_called_one(page: str) -> None:
    with pytest.raises(MeterFileError, match="This is a web page"):
        read_meter_file(page.encode(), PROFILES)
