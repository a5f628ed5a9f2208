"""Downloads of utilities, retailers, portals and home monitors, each with the answer that follows from how it was made.

The home uses 1 kWh an hour unless a row says otherwise, so June 2025 has 720.
"""

# ruff: noqa: E501 - one shape is one line

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from choosemypower.usage import MeterFileError, read_meter_file
from tests.support.meters import DAYS, HOURS, PROFILES, QUARTERS, reading_of, table

TEXAS = ZoneInfo("America/Chicago")
FIRSTS = [datetime(2025, month, 1) for month in range(1, 13)] + [datetime(2026, 1, 1)]
PERIODS = [(begin, end, (end - begin).days * 24) for begin, end in pairwise(FIRSTS)]


def test_rows_that_say_that_they_have_no_reading_are_gaps() -> None:
    rows = [
        f"{at:%m/%d/%Y},{0 if at.day == 9 else 24},{'Missing' if at.day == 9 else 'Valid'}" for at in DAYS
    ]
    reading = reading_of(table("Date,kWh,Status", rows))
    assert reading.day_states == "r" * 8 + "g" + "r" * 21
    assert reading.usage.year.kwh_by_month[5] == 720


def assert_june(content: bytes) -> None:
    reading = reading_of(content)
    assert reading.energy.counted_kwh == 720
    assert (str(reading.first_day), str(reading.last_day)) == ("2025-06-01", "2025-06-30")
    assert set(reading.day_states) == {"r"}


def quarter(at: datetime) -> int:
    return at.hour * 4 + at.minute // 15 + 1


NUMBERED: dict[str, Callable[[], bytes]] = {
    "1 to 96": lambda: table("Date,Interval,kWh", [f"{at:%m/%d/%Y},{quarter(at)},0.25" for at in QUARTERS]),
    "before the date": lambda: table("ESIID,IntervalNo,Date,kWh", [f"1,{quarter(at)},{at:%m/%d/%Y},0.25" for at in QUARTERS]),
    "0 to 95": lambda: table("Date,Interval Number,kWh", [f"{at:%m/%d/%Y},{quarter(at) - 1},0.25" for at in QUARTERS]),
    "1 to 48": lambda: table("Date,Settlement Period,kWh", [f"{at:%m/%d/%Y},{quarter(at) // 2 + 1},0.5" for at in QUARTERS[::2]]),
    "hours of the day": lambda: table("Date,Hour of Day,kWh", [f"{at:%m/%d/%Y},{at.hour + 1},1" for at in HOURS]),
    "Hour 1": lambda: table("Date,Hour,kWh", [f"{at:%m/%d/%Y},Hour {at.hour + 1},1" for at in HOURS]),
    "HE01": lambda: table("Date,Hour,kWh", [f"{at:%m/%d/%Y},HE{at.hour + 1:02d},1" for at in HOURS]),
    "latest first": lambda: table("Date,Interval,kWh", [f"{at:%m/%d/%Y},{quarter(at)},0.25" for at in reversed(QUARTERS)]),
    "quarters of hours": lambda: table("Date,Hour,kWh", [f"{at:%m/%d/%Y},{at.hour + at.minute / 60:g},0.25" for at in QUARTERS]),
    "hours in columns": lambda: table("Date," + ",".join(f"HE{hour:02d}00" for hour in range(1, 25)), [f"{at:%m/%d/%Y}" + ",1" * 24 for at in DAYS]),
    "with the day of the year": lambda: table("JDATE,INTERVAL,KWH", [f"{at:%Y%j},{quarter(at)},0.25" for at in QUARTERS]),
}  # fmt: skip


@pytest.mark.parametrize("case", NUMBERED)
def test_hours_and_quarter_hours_may_be_numbered(case: str) -> None:
    assert_june(NUMBERED[case]())


def counted_from_midnight(month: int, minutes: int) -> Iterator[tuple[datetime, int]]:
    """Every step of a month of 2025 and its number in its day."""
    at, number, day = datetime(2025, month, 1, tzinfo=TEXAS).astimezone(UTC), 0, 0
    while (local := at.astimezone(TEXAS)).month == month:
        number, day = (number + 1 if local.day == day else 1), local.day
        yield local, number
        at += timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "name"), [(15, "Interval"), (60, "Hour"), (60, "Hour Ending"), (60, "HE")]
)
@pytest.mark.parametrize(("month", "kwh"), [(3, 743), (11, 721)])
def test_days_of_23_and_25_hours_lose_no_number(month: int, kwh: int, minutes: int, name: str) -> None:
    rows = [f"{at:%m/%d/%Y},{number},{minutes / 60}" for at, number in counted_from_midnight(month, minutes)]
    reading = reading_of(table(f"Date,{name},kWh", rows))
    assert reading.energy.counted_kwh == kwh
    assert reading.energy.left_out == ()


@pytest.mark.parametrize("name", ["Interval", "Hour"])
def test_the_25th_number_of_an_ordinary_day_is_not_taken_for_another_hour(name: str) -> None:
    rows = [f"{at:%m/%d/%Y},{number},1" for at in DAYS for number in range(1, 26)]
    with pytest.raises(MeterFileError):
        read_meter_file(table(f"Date,{name},kWh", rows), PROFILES)


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("Julian Date", "%Y%j"), ("Date", "%Y%j"), ("Date", "%Y-%j"), ("Julian", "%y%j"), ("Year,Day of Year", "%Y,%j"),
        ("Year,Julian Day", "%Y,%j"), ("Date", "%b-%d-%y"), ("Date", "%Y %B %d"), ("Date", "%m/%d/%Y (%a)"),
        ("Date", "%m/%d/%Y %A"), ("Date", "%d/%b/%Y"), ("Date", "%d of %B %Y"),
    ],
)  # fmt: skip
def test_days_may_be_written_in_many_ways(header: str, form: str) -> None:
    assert_june(table(f"{header},kWh", [f"{at.strftime(form)},24" for at in DAYS]))


def test_days_may_be_ordinals() -> None:
    endings = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}
    assert_june(table("Date,kWh", [f"{at.day}{endings.get(at.day, 'th')} June 2025,24" for at in DAYS]))


DOWNLOADS: dict[str, Callable[[], bytes]] = {
    "import and export beside the type of service": lambda: table("TYPE,DATE,START TIME,END TIME,IMPORT (kWh),EXPORT (kWh)", [f"Electric usage,{at:%Y-%m-%d},{at:%H:%M},{at + timedelta(minutes=14):%H:%M},0.25,0.10" for at in QUARTERS]),
    "the time of the highest demand": lambda: table("Date,kWh,Peak kW,Peak Time", [f"{at:%m/%d/%Y},24,5.2,17:00" for at in DAYS]),
    "ends alone as times": lambda: table("Date,Interval End,kWh", [f"{at:%m/%d/%Y},{at.hour + 1:02d}:00,1" for at in HOURS]),
    "values with a unit": lambda: table("Start,End,Quantity,UOM", [f"{at},{at + timedelta(hours=1)},1,KWH" for at in HOURS]),
    "names of programmers": lambda: table("fromDateTime,toDateTime,quantityUnit,quantityValue", [f"{at.isoformat()}-05:00,{(at + timedelta(hours=1)).isoformat()}-05:00,kWh,1" for at in HOURS]),
    "units in a row of their own": lambda: table("Date,Usage\n,kWh", [f"{at:%m/%d/%Y},24" for at in DAYS]),
    "watt-hours in a row of their own": lambda: table("Date,Usage\n,Wh", [f"{at:%m/%d/%Y},24000" for at in DAYS]),
    "watt-hours in the cells": lambda: table("Date,Usage", [f"{at:%m/%d/%Y},24000 Wh" for at in DAYS]),
    "gas beside power": lambda: table("Date,Electricity (kWh),Gas (kWh)", [f"{at:%m/%d/%Y},24,33" for at in DAYS]),
    "words of a retailer around it": lambda: table("TXU Energy\nAccount: 123\n\nDate,Usage (kWh),Estimated Cost", [*[f"{at:%m/%d/%Y},24,$3.05" for at in DAYS], "Total,720,$91.50", "* Estimated cost excludes taxes, and 5 kWh rounding"]),
    "last year beside it": lambda: table("Date,Last Year kWh,This Year kWh", [f"{at:%m/%d/%Y},20,24" for at in DAYS]),
    "neighbors beside it": lambda: table("Date,Similar Homes kWh,Your Usage kWh", [f"{at:%m/%d/%Y},30,24" for at in DAYS]),
    "a forecast beside it": lambda: table("Date,Actual kWh,Forecast kWh", [f"{at:%m/%d/%Y},24,30" for at in DAYS]),
    "the codes of a meter": lambda: table("Date,A+ (kWh),A- (kWh)", [f"{at:%m/%d/%Y},24,9" for at in DAYS]),
    "money for each kWh beside it": lambda: table("Date,$/kWh,Usage kWh", [f"{at:%m/%d/%Y},0.12,24" for at in DAYS]),
    "days first and hours later": lambda: table("Start,kWh", [f"{at:%m/%d/%Y %H:%M},24" for at in DAYS[:15]] + [f"{at:%m/%d/%Y %H:%M},1" for at in HOURS[360:]]),
    "midnight and noon in words": lambda: table("Date,Time,kWh", [f"{at:%m/%d/%Y},{ {0: 'Midnight', 12: 'Noon'}.get(at.hour, at.strftime('%I %p'))},1" for at in HOURS]),
    "the whole home of a monitor": lambda: table("DateTime,Device ID,Name,Avg Wattage,kWh", [f"{at},a1,Total Usage,1000,1" for at in HOURS]),
}  # fmt: skip


@pytest.mark.parametrize("case", DOWNLOADS)
def test_june_of_a_download_is_720(case: str) -> None:
    assert_june(DOWNLOADS[case]())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_without_the_mark_at_its_beginning(encoding: str) -> None:
    text = table("Date,Usage (kWh)", [f"{at:%m/%d/%Y},24" for at in DAYS]).decode()
    assert_june(text.encode(encoding))


BILLS = {
    "a reading's date and the days": ("Reading Date,Days,Electric Usage (kWh),Water Usage (gal)", lambda begin, end, kwh: f"{end:%m/%d/%Y},{(end - begin).days},{kwh},4000"),
    "months in a column of periods": ("Period,kWh", lambda begin, end, kwh: f"{begin.year}-{begin.month},{kwh}"),
    "a unit that is explained": ("Meter Name,Usage/Quantity,Units,Start Date,End Date", lambda begin, end, kwh: f"Main,{kwh},kWh (thousand Watt-hours),{begin:%m/%d/%Y},{end - timedelta(days=1):%m/%d/%Y}"),
}  # fmt: skip


@pytest.mark.parametrize("case", BILLS)
def test_twelve_bills_make_the_year(case: str) -> None:
    header, row = BILLS[case]
    reading = reading_of(table(header, [row(*period) for period in PERIODS]))
    assert list(reading.usage.year.kwh_by_month) == [kwh for _, _, kwh in PERIODS]


def cut_archive() -> bytes:
    """A ZIP archive whose packed bytes were changed on the way."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("usage.csv", table("Date,kWh", [f"{at:%m/%d/%Y},{at.day}" for at in DAYS]))
    content = bytearray(packed.getvalue())
    content[60:120] = b"\xff" * 60
    return bytes(content)


def nameless_archive() -> bytes:
    """A ZIP archive that calls its file by an empty name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), "Date,kWh")
    return packed.getvalue()


REFUSED = {
    "one device": (table("DateTime,Device ID,Name,Avg Wattage,kWh", [f"{at},a4,Fridge,100,0.1" for at in HOURS]), "devices of a home"),
    "the car alone": (table("Date,EV Charging kWh", [f"{at:%m/%d/%Y},9" for at in DAYS]), "a part of the home"),
    "neighbors alone": (table("Date,Efficient Neighbors kWh", [f"{at:%m/%d/%Y},9" for at in DAYS]), "not what your home used"),
    "a forecast alone": (table("Date,Projected kWh", [f"{at:%m/%d/%Y},9" for at in DAYS]), "not what your home used"),
    "last year alone": (table("Date,Previous Year kWh", [f"{at:%m/%d/%Y},9" for at in DAYS]), "not what your home used"),
    "hours and the quarters within them": (table("Date,DeliveryHour,DeliveryInterval,kWh", [f"{at:%m/%d/%Y},{at.hour + 1},{at.minute // 15 + 1},0.25" for at in QUARTERS]), "differ in the column"),
    "four blocks of a day": (table("Date,Interval,kWh", [f"{at:%m/%d/%Y},{at.hour // 6 + 1},6" for at in HOURS[::6]]), "differ in the column"),
    "bills of other days than their month": (table("Bill Month,Days,kWh", [f"{begin:%b %Y},{33 if begin.month == 4 else 30},700" for begin, _, _ in PERIODS]), "can begin and end in other months"),
    "water by its title": (table("Water report\n\nDate,Usage", [f"{at:%m/%d/%Y},240" for at in DAYS]), "of water"),
    "gas by its title": (table("Atmos Energy gas usage\nDate,Usage", [f"{at:%m/%d/%Y},2" for at in DAYS]), "of gas"),
    "what the meter's code calls given back": (table("Date,A- (kWh)", [f"{at:%m/%d/%Y},9" for at in DAYS]), "surplus generation only"),
    "the battery alone": (table("Date,Battery Discharge kWh", [f"{at:%m/%d/%Y},9" for at in DAYS]), "a part of the home"),
    "the roof alone": (table("Date,PV (kWh)", [f"{at:%m/%d/%Y},9" for at in DAYS]), "surplus generation only"),
    "the roof's yield alone": (table("Date,Yield (kWh)", [f"{at:%m/%d/%Y},9" for at in DAYS]), "surplus generation only"),
    "what was saved": (table("Date,Saved kWh", [f"{at:%m/%d/%Y},9" for at in DAYS]), "not what your home used"),
    "the highest day of each month": (table("Month,Max Daily kWh", [f"{begin:%b %Y},40" for begin, _, _ in PERIODS]), "no USAGE_KWH column"),
    "a price for each kWh": (table("Date,Cents/kWh", [f"{at:%m/%d/%Y},12.1" for at in DAYS]), "no USAGE_KWH column"),
    "carbon for each kWh": (table("Date,CO2 kg/kWh", [f"{at:%m/%d/%Y},0.4" for at in DAYS]), "no USAGE_KWH column"),
    "twelve hours twice": (table("Date,Time,kWh", [f"{at:%m/%d/%Y},{at:%I:%M},1" for at in HOURS]), "AM or PM"),
    "twelve hours twice in one field": (table("Start,kWh", [f"{at:%m/%d/%Y %I:%M},1" for at in HOURS]), "AM or PM"),
    "readings that do not count": (table("Date,kWh,Status", [f"{at:%m/%d/%Y},24,{'Invalid' if at.day < 4 else 'Valid'}" for at in DAYS]), "marked “Invalid”"),
    "parts with different columns": (table("Date,kWh,Zulu", ["06/01/2025,1,x", "kWh,Date,Zulu,Yankee", "1,06/01/2025,x,y"]), "both of June 1, 2025"),
    "the highest number of a second header": (table("Date,kWh", ["06/01/2025,1", "kWh,x,y,z,Start,Time", "1,,,,06/01/2025,08:00"]), "covers 1 day"),
    "a header in every second row": (table("Date,kWh", ["kWh,Date", "Date,kWh"] * 20), "more tables than downloads"),
    "words of energy in rows without a reading": (table("Date,Type,kWh", [f"{at:%m/%d/%Y},Electric usage," for at in DAYS]), "no readings"),
    "an archive whose file has no name": (nameless_archive(), "no CSV"),
    "an archive that was cut": (cut_archive(), "damaged"),
    "another weather": (table("Start,End,Weather-Normalized kWh", [f"{begin:%m/%d/%Y},{end:%m/%d/%Y},{kwh}" for begin, end, kwh in PERIODS]), "not what your home used"),
    "MWh that nobody calls so": (table("Units: MWh\nDate,Usage", [f"{at:%m/%d/%Y},0.024" for at in DAYS]), "another unit than kWh"),
    "thousands that a comma cut": (table("Start,End,kWh,Cost", [f"{begin:%m/%d/%Y},{end:%m/%d/%Y},1,{kwh},99" for begin, end, kwh in PERIODS]), "made two of one"),
    "parts of a kWh that a comma cut": (table("Date,kWh", [f"{at:%m/%d/%Y},24,5" for at in DAYS]), "made two of one"),
    "thousands cut before a column without a name": (table("Date,kWh,", [f"{at:%m/%d/%Y},1,024" for at in DAYS]), "made two of one"),
    "times that are none": (table("Date,Time,kWh", [f"{at:%m/%d/%Y},noonish,1" for at in HOURS]), "could not read"),
    "days of no year": (table("Day of Year,kWh", [f"{at:%j},24" for at in DAYS]), "could not read"),
    "watt-hours in cells of kWh": (table("Date,kWh", [f"{at:%m/%d/%Y},24 Wh" for at in DAYS]), "another unit than its column"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_the_use_of_the_home_is_refused_with_the_reason(case: str) -> None:
    content, words = REFUSED[case]
    with pytest.raises(MeterFileError) as refused:
        read_meter_file(content, PROFILES)
    assert words in refused.value.detail
