"""Meter files in the shapes that utilities, retailers and tools write. The home uses 1 kWh an hour, so June is 720."""

# ruff: noqa: E501 - one shape is one line

import contextlib
import io
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.usage import MeterFile, MeterFileError, read_meter_file
from tests.support.meters import JUNE, PROFILES, june, prove, reading_of, table

TEXAS = ZoneInfo("America/Chicago")


def starts(minutes: int = 60, first: date = date(2025, 6, 1), days: int = 30) -> Iterator[datetime]:
    begin = datetime(first.year, first.month, first.day)
    return (begin + timedelta(minutes=at) for at in range(0, days * 1440, minutes))


def file_of(content: bytes) -> MeterFile:
    return read_meter_file(content, PROFILES)


DAYS = [f"{at:%m/%d/%Y},24" for at in starts(1440)]
HOURS = [f"{at:%m/%d/%Y %H:%M},1" for at in starts()]
SHAPES: dict[str, Callable[[], bytes]] = {
    "two hour steps": lambda: table("DATE,START TIME,END TIME,KWH", [f"{at:%m/%d/%Y},{at:%H:%M},{at + timedelta(hours=2):%H:%M},2" for at in starts(120)]),
    "four hours without an end": lambda: table("Date,Usage (kWh)", [f"{at:%m/%d/%Y %H:%M},4" for at in starts(240)]),
    "ends at :14": lambda: table("Start Date,End Date,kWh", [f"{at:%m/%d/%Y %H:%M},{at + timedelta(minutes=14):%m/%d/%Y %H:%M},0.25" for at in starts(15)]),
    "ends at :59:59": lambda: table("Start Date,End Date,kWh", [f"{at:%m/%d/%Y %H:%M:%S},{at + timedelta(minutes=59, seconds=59):%m/%d/%Y %H:%M:%S},1" for at in starts()]),
    "utc with zone": lambda: table("Start Date/Time,Usage (kWh)", [f"{at.replace(tzinfo=TEXAS).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ},1" for at in starts()]),
    "offset": lambda: table("Start Date/Time,Usage (kWh)", [f"{at.replace(tzinfo=TEXAS).isoformat()},1" for at in starts()]),
    "seconds since 1970": lambda: table("timestamp,kwh", [f"{at.replace(tzinfo=TEXAS).timestamp():.0f},1" for at in starts()]),
    "watt-hours": lambda: table("Date,Energy (Wh)", [f"{at:%m/%d/%Y %H:%M},1000" for at in starts()]),
    "a row for each day": lambda: table("Date," + ",".join(f"{hour}:00" for hour in range(24)), [f"{at:%m/%d/%Y}," + ",".join(["1"] * 24) for at in starts(1440)]),
    "hour ending 1 to 24": lambda: table("Date,Hour,kWh", [f"{at:%m/%d/%Y},{at.hour + 1},1" for at in starts()]),
    "range in one column": lambda: table("Date,Time,kWh", [f"{at:%m/%d/%Y},{at:%I:%M %p} - {at + timedelta(hours=1):%I:%M %p},1" for at in starts()]),
    "days first": lambda: table("Date,kWh", [f"{at:%d/%m/%Y},24" for at in starts(1440)]),
    "month in words": lambda: table("Date,kWh", [f'"{at:%b %d, %Y}",24' for at in starts(1440)]),
    "decimal comma": lambda: table("Date;kWh", [f"{at:%m/%d/%Y %H:%M};0,250" for at in starts(15)]),
    "total row": lambda: table("Date,kWh", [*DAYS, "Total,720"]),
    "joined downloads": lambda: table("Date,kWh", [*DAYS[:15], "Date,kWh", *DAYS[10:]]),
    "joined, columns turned": lambda: table("Date,kWh", [*DAYS[:15], "kWh,Date", *[",".join(reversed(row.split(","))) for row in DAYS[15:]]]),
    "words before the header": lambda: b"Account 123\nDownloaded today\n\n" + table("Date,kWh", DAYS),
    "generation beside use": lambda: table("Date,Consumption (kWh),Generation (kWh)", [row + ",30" for row in DAYS]),
    "kind in a column without a name": lambda: table("Date,kWh,", [f"{row},{kind}" for row in DAYS for kind in ("Consumption", "Surplus Generation")]).replace(b"24,Surplus", b"31,Surplus"),
    "parts of the day": lambda: table("Date,On-Peak kWh,Off-Peak kWh", [f"{at:%m/%d/%Y},9,15" for at in starts(1440)]),
    "parts beside the whole": lambda: table("Date,On-Peak kWh,Off-Peak kWh,Total kWh", [f"{at:%m/%d/%Y},9,15,24" for at in starts(1440)]),
    "parts in rows": lambda: table("Date,Period,kWh", [f"{at:%m/%d/%Y},{part},{kwh}" for at in starts(1440) for part, kwh in (("On-Peak", 9), ("Off-Peak", 15))]),
    "cost beside use": lambda: table("Date,Cost (USD),kWh", [f"{at:%m/%d/%Y},$3.10,24" for at in starts(1440)]),
    "gas beside power": lambda: table("TYPE,DATE,USAGE,UNITS", [f"{kind},{at:%m/%d/%Y},{use},{unit}" for at in starts(1440) for kind, use, unit in (("Electric usage", 24, "kWh"), ("Natural gas usage", 3, "therms"))]),
    "estimates replaced": lambda: table("USAGE_DATE,USAGE_KWH,ESTIMATED_ACTUAL", [f"{at:%m/%d/%Y},{kwh},{mark}" for at in starts(1440) for kwh, mark in ((30, "E"), (24, "A"))]),
    "sums beside hours": lambda: table("Start,End,kWh", [f"{at:%m/%d/%Y %H:%M},{at + timedelta(hours=1):%m/%d/%Y %H:%M},1" for at in starts()] + [f"{at:%m/%d/%Y} 00:00,{at + timedelta(days=1):%m/%d/%Y} 00:00,24" for at in starts(1440)]),
    "older revision last": lambda: table("USAGE_DATE,REVISION_DATE,USAGE_KWH", [f"{at:%m/%d/%Y},{moment},{kwh}" for at in starts(1440) for moment, kwh in (("07/20/2025 08:00:00", 24), ("07/02/2025 08:00:00", 50))]),
    "month alone": lambda: table("Month,kWh", ["2025-06,720"]),
    "first of each month": lambda: table("Date,kWh", [f"{month:02d}/01/2025,{720 if month == 6 else 744}" for month in range(4, 9)]),
    "in a zip archive": lambda: zipped({"IntervalData.csv": table("Date,kWh", DAYS), "__MACOSX/._IntervalData.csv": b"\0"}),
}  # fmt: skip


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("shape", SHAPES)
def test_june_of_one_kwh_an_hour_is_720_in_every_shape(shape: str) -> None:
    assert june(SHAPES[shape]()) == 720


def test_periods_that_hold_their_last_day_and_those_that_do_not_make_the_same_year() -> None:
    firsts = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
    kwh = [(end - begin).days * 24 for begin, end in pairwise(firsts)]
    periods = list(zip(pairwise(firsts), kwh, strict=True))
    inclusive = [f"{begin},{end - timedelta(days=1)},{use}" for (begin, end), use in periods]
    exclusive = [f"{begin},{end},{use}" for (begin, end), use in periods]
    for rows in (inclusive, exclusive):
        reading = reading_of(table("Start Date,End Date,Usage (kWh)", rows))
        assert list(reading.usage.year.kwh_by_month) == kwh
        assert reading.notes == ()


REFUSED = {
    "two readings of one hour": (table("Date,kWh", [*HOURS, HOURS[5].replace(",1", ",3")]), "1 kWh and 3 kWh"),
    "generation without a word": (table("Date,kWh", [*HOURS, *[row.replace(",1", ",3") for row in HOURS]]), "1 kWh and 3 kWh"),
    "one period that may hold its last day": (table("Start Date,End Date,kWh", ["06/03/2025,07/02/2025,700"]), "June 3 to July 2"),
    "either comma": (table("Date;kWh", [f"{at:%m/%d/%Y};1,234" for at in starts(1440)]), "1234 kWh or 1.234 kWh"),
    "two columns of use": (table("Date,Usage kWh,Other kWh", [row + ",5" for row in DAYS]), "two columns of use"),
    "use less generation": (table("Date,Net kWh", DAYS), "does not say how much you used"),
    "seven days apart": (table("Date,kWh", [f"{at:%m/%d/%Y},168" for at in starts(7 * 1440)]), "7 days apart"),
    "sum that differs from its hours": (table("Start,End,kWh", [f"{at:%m/%d/%Y %H:%M},{at + timedelta(hours=1):%m/%d/%Y %H:%M},1" for at in starts()] + ["06/02/2025 00:00,06/03/2025 00:00,48"]), "48 kWh, and the readings within add up to 24 kWh"),
    "overlap": (table("Start,End,kWh", ["06/01/2025 08:00,06/16/2025 09:00,300", "06/10/2025 08:00,06/30/2025 09:00,300"]), "overlap"),
    "dates both ways": (table("Date,kWh", ["06/13/2025,24", "13/06/2025,24"]), "do not agree"),
    "two files in a zip archive": (zipped({"a.csv": b"x", "b.csv": b"x"}), "2 files"),
    "a bomb": (zipped({"a.csv": b"0" * 30_000_000}), "larger than 10 MB"),
    "half of the rows without a date": (table("Date,kWh", [*DAYS, *["soon,24"] * 30]), "could not read"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_two_meanings_is_refused_with_both(case: str) -> None:
    content, words = REFUSED[case]
    with pytest.raises(MeterFileError) as refused:
        file_of(content)
    assert words in refused.value.detail


def test_several_meters_are_never_added_up_unasked() -> None:
    rows = [f"1044372000000{meter},{row}" for meter in (1111, 2222) for row in DAYS]
    file = file_of(table("ESIID,USAGE_DATE,USAGE_KWH", rows))
    assert [(one.number, one.ending) for one in file.meters] == [(1, "1111"), (2, "2222")]
    assert file.choose(None) is None
    for choice, kwh in (("1", 720), ("2", 720), ("all", 1440)):
        reading = file.choose(choice)
        assert reading is not None
        assert reading.usage.year.kwh_by_month[JUNE] == kwh
        prove(reading)
    assert file.choose("3") is None
    assert "10443720000001111" not in repr(file)


def test_of_more_than_a_year_the_latest_twelve_months_count() -> None:
    rows = [
        f"{at:%m/%d/%Y},{48 if at < datetime(2024, 7, 1) else 24}"
        for at in starts(1440, date(2024, 1, 1), 547)
    ]
    reading = reading_of(table("Date,kWh", rows))
    assert (reading.first_day, reading.last_day) == (date(2024, 7, 1), date(2025, 6, 30))
    assert reading.usage.year.kwh_per_year == 365 * 24
    assert reading.energy.left_out[0].kwh == 182 * 48
    assert any("latest twelve months, from July 1, 2024" in note for note in reading.notes)


def test_a_gap_is_seen_in_the_picture_of_the_year() -> None:
    reading = reading_of(table("Date,kWh", [row for at, row in enumerate(DAYS) if at not in (4, 5)]))
    assert reading.day_states == "rrrrgg" + "r" * 24
    assert reading.watt_hours_by_day[3:7] == (24_000, 0, 0, 24_000)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2025, 3, 9), 23), (date(2025, 11, 2), 25)], ids=["March", "November"]
)
@pytest.mark.parametrize("minutes", [15, 60])
def test_nights_when_the_clock_changes_lose_and_double_nothing(day: date, hours: int, minutes: int) -> None:
    month = [day.replace(day=1) + timedelta(days=at) for at in range(30)]
    rows = []
    for on in month:
        moment = datetime(on.year, on.month, on.day, tzinfo=TEXAS).astimezone(UTC)
        while (local := moment.astimezone(TEXAS)).date() == on:
            moment += timedelta(minutes=minutes)
            rows.append(f"{local:%m/%d/%Y},{local:%H:%M},{moment.astimezone(TEXAS):%H:%M},{minutes / 60}")
    for header, kept in (("DATE,START TIME,END TIME,KWH", rows), ("DATE,START TIME,,KWH", rows)):
        reading = reading_of(table(header, kept))
        assert reading.energy.counted_kwh == 29 * 24 + hours
        assert reading.watt_hours_by_day[month.index(day)] == hours * 1000
        twice = [row for row in rows for _ in range(2)]
        assert reading_of(table(header, twice)).energy.counted_kwh == 29 * 24 + hours


def green_button(types: str, blocks: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{types}{blocks}</feed>'.encode()


def reading_type(link: str, inside: str = "<uom>72</uom>") -> str:
    return f'<entry><link rel="self" href="{link}"/><content><ReadingType>{inside}</ReadingType></content></entry>'


def meter_reading(link: str, kind: str) -> str:
    return f'<entry><link rel="self" href="{link}"/><link rel="related" href="{kind}"/><content><MeterReading/></content></entry>'


def block(link: str, kwh: int = 24, start: str = "", duration: str = "<duration>86400</duration>") -> str:
    begin = int(datetime(2025, 6, 1, tzinfo=TEXAS).timestamp())
    readings = "".join(
        f"<IntervalReading><timePeriod>{duration}<start>{begin + 86400 * at}{start}</start></timePeriod>"
        f"<value>{kwh * 1000}</value></IntervalReading>"
        for at in range(30)
    )
    return f'<entry><link rel="up" href="{link}/IntervalBlock"/><content><IntervalBlock>{readings}</IntervalBlock></content></entry>'


POINT = "User/1/UsagePoint/1/MeterReading/01"
GREEN_BUTTON = {
    "start with decimals": green_button(reading_type("ReadingType/1") + meter_reading(POINT, "ReadingType/1"), block(POINT, start=".0")),
    "no duration, steps of a day": green_button(reading_type("ReadingType/1") + meter_reading(POINT, "ReadingType/1"), block(POINT, duration="")),
    "types behind the readings": green_button(block(POINT), meter_reading(POINT, "ReadingType/1") + reading_type("ReadingType/1")),
    "no reading type": green_button("", block(POINT)),
    "power times ten": green_button(reading_type("ReadingType/1", "<uom>72</uom><powerOfTenMultiplier>1</powerOfTenMultiplier>") + meter_reading(POINT, "ReadingType/1"), block(POINT).replace("24000", "2400")),
    "the counter beside the use": green_button(
        reading_type("ReadingType/1") + meter_reading(POINT, "ReadingType/1")
        + reading_type("ReadingType/2", "<uom>72</uom><accumulationBehaviour>1</accumulationBehaviour>") + meter_reading(POINT + "2", "ReadingType/2"),
        block(POINT) + block(POINT + "2", kwh=9000)),
    "the same block twice": green_button(reading_type("ReadingType/1") + meter_reading(POINT, "ReadingType/1"), block(POINT) * 2),
}  # fmt: skip


@pytest.mark.parametrize("case", GREEN_BUTTON)
def test_green_button_of_24_kwh_a_day_is_720_in_june(case: str) -> None:
    assert june(GREEN_BUTTON[case]) == 720


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            green_button(
                reading_type("ReadingType/1")
                + reading_type("ReadingType/1", "<uom>72</uom><powerOfTenMultiplier>1</powerOfTenMultiplier>")
                + meter_reading(POINT, "ReadingType/1"),
                block(POINT),
            ),
            "two ways",
        ),
        (
            green_button(
                reading_type("ReadingType/1")
                + reading_type("ReadingType/2", "<uom>72</uom><powerOfTenMultiplier>1</powerOfTenMultiplier>")
                + meter_reading(POINT, "ReadingType/1")
                + meter_reading(POINT, "ReadingType/2"),
                block(POINT),
            ),
            "two meanings",
        ),
        (
            green_button(reading_type("ReadingType/1"), block(POINT) + block(POINT, kwh=20)),
            "24 kWh and 20 kWh",
        ),
        (b"<feed>" + b"<a>" * 100_000, "nested deeper"),
    ],
    ids=["two powers of ten in one type", "two types of one channel", "two values", "depth"],
)
def test_green_button_with_two_meanings_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(MeterFileError) as refused:
        file_of(content)
    assert words in refused.value.detail


def _cpu_seconds(content: bytes) -> float:
    before = time.process_time()
    with contextlib.suppress(MeterFileError):
        file_of(content)
    return time.process_time() - before


GREEDY: dict[str, Callable[[int], bytes]] = {
    "nested elements": lambda n: b"<feed>" + b"<IntervalReading><timePeriod>" * 10 + b"<a/>" * n + b"</a>" * 10,
    "links": lambda n: b"<feed><entry>" + b'<link href="MeterReading/%s"/>' % (b"x" * 300) * n + b"</entry></feed>",
    "entries": lambda n: b"<feed>" + b'<entry><link href="ReadingType/1"/></entry>' * n + b"</feed>",
    "unreadable dates": lambda n: table("Date,kWh", [f"day{at},1" for at in range(n)]),
    "billing periods": lambda n: table("Start Date,End Date,kWh", [f"01/{1 + at % 28:02d}/2025,02/{1 + at % 28:02d}/2025,{at}" for at in range(n)]),
    "columns": lambda n: table(",".join(f"kWh {at}" for at in range(n)), [",".join(["1"] * n)] * 3),
    "different parts": lambda n: table("Date,Period,kWh", [f"06/01/2025,tier {at % 10},{at}" for at in range(n)]),
    "meters": lambda n: table("ESIID,Date,kWh", [f"{at},06/01/2025,1" for at in range(n)]),
    "digits": lambda n: table("Date,kWh", ["06/01/2025," + "1" * n]),
    "quotes": lambda n: table("Date,kWh", ['"' * n]),
}  # fmt: skip


@pytest.mark.parametrize("case", GREEDY)
def test_work_grows_no_faster_than_the_file(case: str) -> None:
    small, large = GREEDY[case](4_000), GREEDY[case](40_000)
    assert _cpu_seconds(large) < 40 * max(_cpu_seconds(small), 0.02)


cells = st.one_of(
    st.sampled_from(
        ["06/01/2025", "2025-06-02 13:00", "06/03/2025 24:00", "11/02/2025", "01:15", "02:30", "1", "24"]
    ),
    st.sampled_from(
        ["0,25", "1.234,5", "-3", "1e9", "E", "A", "Consumption", "Generation", "Total", "", "2025-06"]
    ),
    st.text(max_size=6),
)
headers = st.lists(
    st.sampled_from([
        "USAGE_DATE", "Date", "Start Date", "End Date", "START TIME", "END TIME", "Time", "kWh", "USAGE_KWH", "Wh",
        "Generation kWh", "On-Peak kWh", "ESIID", "REVISION_DATE", "ESTIMATED_ACTUAL", "Month", "Units", "x", "",
    ]),
    min_size=1,
    max_size=8,
)  # fmt: skip


@given(headers, st.lists(st.lists(cells, max_size=8), max_size=40))
def test_any_table_is_read_with_an_account_or_refused(header: list[str], rows: list[list[str]]) -> None:
    try:
        file = file_of("\n".join(",".join(row) for row in [header, *rows]).encode())
    except MeterFileError:
        return
    for meter in file.meters:
        if meter.reading is not None:
            prove(meter.reading)


@given(
    st.lists(
        st.tuples(st.integers(0, 59), st.sampled_from([15, 60, 1440]), st.integers(0, 5), st.integers(0, 2)),
        min_size=20,
        max_size=120,
    )
)
def test_every_kwh_of_a_file_is_accounted_for(rows: list[tuple[int, int, int, int]]) -> None:
    lines = []
    total = Decimal(0)
    for day, minutes, kwh, revision in rows:
        begin = datetime(2025, 6, 1) + timedelta(days=day)
        end = begin + timedelta(minutes=minutes)
        lines.append(f"{begin:%m/%d/%Y %H:%M},{end:%m/%d/%Y %H:%M},07/0{revision + 1}/2025,{kwh}")
        total += kwh
    try:
        file = file_of(table("Start,End,Revision Date,kWh", lines))
    except MeterFileError:
        return
    for meter in file.meters:
        if meter.reading is not None:
            prove(meter.reading)
            assert meter.reading.energy.in_file_kwh == total
