"""Meter files in the shapes of Smart Meter Texas and Green Button, with made-up readings."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from choosemypower.usage import MeterFileError
from tests.support.meters import reading_of

TEXAS = ZoneInfo("America/Chicago")
ESIID = "10443720009999999"
HEADER = (
    "ESIID,USAGE_DATE,REVISION_DATE,USAGE_START_TIME,USAGE_END_TIME,USAGE_KWH,ESTIMATED_ACTUAL,"
    "CONSUMPTION_SURPLUSGENERATION"
)


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=at) for at in range((last - first).days + 1))


def quarter_hours(day: date) -> Iterator[tuple[str, str]]:
    """Start and end of each interval of a Texas day, as the utility's clock shows them."""
    moment = datetime(day.year, day.month, day.day, tzinfo=TEXAS).astimezone(UTC)
    while (local := moment.astimezone(TEXAS)).date() == day:
        moment += timedelta(minutes=15)
        yield f"{local:%H:%M}", f"{moment.astimezone(TEXAS):%H:%M}"


def interval_rows(
    day: date, kwh: str = ".25", revision: str = "01/01/2026 05:00:00", kind: str = "A"
) -> list[str]:
    return [
        f"'{ESIID},{day:%m/%d/%Y},{revision}, {start}, {end},{kwh},{kind},Consumption"
        for start, end in quarter_hours(day)
    ]


def csv_file(rows: Iterable[str], header: str = HEADER) -> bytes:
    return "\r\n".join([header, *rows, ""]).encode()


def a_year() -> list[str]:
    return [row for day in days(date(2025, 1, 1), date(2025, 12, 31)) for row in interval_rows(day)]


def test_an_interval_file_becomes_twelve_months_and_hours() -> None:
    reading = reading_of(csv_file(a_year()))
    # 1 kWh an hour; March has an hour less and November an hour more.
    assert reading.usage.year.kwh_by_month == (744, 672, 743, 720, 744, 720, 744, 744, 720, 744, 721, 744)
    assert reading.covered_months == 12
    assert reading.notes == ()
    assert reading.usage.filled_months == ()
    shares = reading.usage.year.hourly_shares
    assert shares is not None
    assert sum(shares) == 1
    weekdays = sum(day.weekday() < 5 for day in days(date(2025, 1, 1), date(2025, 12, 31)))
    assert shares[12] == pytest.approx(Decimal(weekdays) / 8760, abs=Decimal("0.0001"))
    assert shares[24 + 12] == pytest.approx(Decimal(365 - weekdays) / 8760, abs=Decimal("0.0001"))
    assert reading.usage.canonical[0] == ("months", "744-672-743-720-744-720-744-744-720-744-721-744")


def test_days_of_92_and_100_quarter_hours_are_whole_days() -> None:
    assert len(interval_rows(date(2025, 3, 9))) == 92
    assert len(interval_rows(date(2025, 11, 2))) == 100
    november = [row for day in days(date(2025, 11, 1), date(2025, 11, 30)) for row in interval_rows(day)]
    reading = reading_of(csv_file(november))
    assert reading.usage.year.kwh_by_month[10] == 721
    assert not any("twice" in note for note in reading.notes)


def test_the_meter_number_is_not_kept() -> None:
    reading = reading_of(csv_file(a_year()))
    assert ESIID not in repr(reading)


def test_the_latest_revision_of_a_reading_counts() -> None:
    june = [row for day in days(date(2025, 6, 1), date(2025, 6, 30)) for row in interval_rows(day, kwh=".25")]
    later = interval_rows(date(2025, 6, 10), kwh="1.25", revision="02/01/2026 05:00:00")
    for rows in (june + later, later + june):
        reading = reading_of(csv_file(rows))
        assert reading.usage.year.kwh_by_month[5] == 720 + 96
        assert "96 rows came twice. The latest revision counts." in reading.notes


def test_surplus_generation_is_left_out() -> None:
    june = [row for day in days(date(2025, 6, 1), date(2025, 6, 30)) for row in interval_rows(day)]
    surplus = [row.replace("Consumption", "Surplus Generation") for row in june]
    reading = reading_of(csv_file(june + surplus))
    assert reading.usage.year.kwh_by_month[5] == 720
    assert "We left out 2,880 rows of surplus generation: they are not use." in reading.notes


def test_estimated_rows_count_and_are_said() -> None:
    june = [row for day in days(date(2025, 6, 1), date(2025, 6, 29)) for row in interval_rows(day)]
    reading = reading_of(csv_file(june + interval_rows(date(2025, 6, 30), kind="E")))
    assert reading.usage.year.kwh_by_month[5] == 720
    assert "96 rows are estimated by the utility. We took them as they are." in reading.notes


def test_missing_days_and_months_are_filled_and_said() -> None:
    wanted = [
        day
        for day in days(date(2025, 1, 1), date(2025, 9, 30))
        if day not in (date(2025, 4, 5), date(2025, 4, 6))
    ]
    reading = reading_of(csv_file(row for day in wanted for row in interval_rows(day)))
    assert reading.usage.year.kwh_by_month[3] == 720
    assert reading.usage.filled_months == (10, 11, 12)
    assert "Readings of 2 days are missing. We filled them with the mean of their month." in reading.notes
    assert (
        "The file covers 271 days. We filled October, November and December by the months of a typical Texas home at "
        "your level, whatever the weather was." in reading.notes
    )


def test_days_outside_the_file_are_told_from_gaps_in_it() -> None:
    """A year that begins and ends within October lacks eight days; two more are a gap."""
    wanted = [
        day
        for day in days(date(2024, 10, 20), date(2025, 10, 11))
        if day not in (date(2025, 4, 5), date(2025, 4, 6))
    ]
    reading = reading_of(csv_file(row for day in wanted for row in interval_rows(day)))
    assert "Readings of 10 days are missing. We filled them with the mean of their month." in reading.notes
    assert "8 days of them lie before the first or after the last day of the file." in reading.notes


def test_of_two_years_the_latest_whole_month_counts() -> None:
    rows = [row for day in days(date(2024, 1, 1), date(2024, 1, 31)) for row in interval_rows(day, kwh="1")]
    rows += [row for day in days(date(2025, 1, 1), date(2025, 1, 31)) for row in interval_rows(day)]
    assert reading_of(csv_file(rows)).usage.year.kwh_by_month[0] == 744


def test_older_files_without_the_last_two_columns_are_read() -> None:
    header = HEADER.rsplit(",", 2)[0]
    june = [row for day in days(date(2025, 6, 1), date(2025, 6, 30)) for row in interval_rows(day)]
    rows = [row.rsplit(",", 2)[0] for row in june]
    assert reading_of(csv_file(rows, header)).usage.year.kwh_by_month[5] == 720


def test_daily_reports_have_no_hours() -> None:
    rows = [f"'{ESIID},{day:%Y-%m-%d},,30.5" for day in days(date(2025, 6, 1), date(2025, 6, 30))]
    reading = reading_of(csv_file(rows, "ESIID,USAGE_DATE,REVISION_DATE,USAGE_KWH"))
    assert reading.usage.year.kwh_by_month[5] == 915
    assert reading.usage.year.hourly_shares is None


@pytest.mark.parametrize("minutes", [15, 30, 60])
@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date,kWh", "{0:%m/%d/%Y %H:%M},{1}"),
        ("START_DATE,Usage (kWh)", "{0:%Y-%m-%dT%H:%M:%S},{1}"),
        ("KWH,DATE", "{1},{0:%m/%d/%Y %I:%M:%S %p}"),
        ("USAGE_DATE,USAGE_START_TIME,USAGE_KWH", "{0:%m/%d/%Y},{0:%H:%M},{1}"),
        (
            "TYPE,DATE,START TIME,END TIME,USAGE (kWh),COST",
            "Electric usage,{0:%Y-%m-%d},{0:%H:%M},,{1},$0.10",
        ),
    ],
)
def test_the_time_may_stand_beside_the_date_and_the_end_be_left_out(
    header: str, row: str, minutes: int
) -> None:
    starts = (datetime(2025, 6, 1) + timedelta(minutes=at) for at in range(0, 30 * 24 * 60, minutes))
    reading = reading_of(csv_file((row.format(at, minutes / 60) for at in starts), header))
    assert reading.usage.year.kwh_by_month[5] == 720
    assert reading.notes == ("The file covers 30 days. We filled the rest of the year by the months of a typical Texas "
                             "home at your level, whatever the weather was.",)  # fmt: skip
    assert reading.usage.year.hourly_shares is not None


def test_a_midnight_beside_each_date_is_no_time_of_day() -> None:
    rows = [f"{day:%m/%d/%Y} 12:00:00 AM,24" for day in days(date(2025, 6, 1), date(2025, 6, 30))]
    reading = reading_of(csv_file(rows, "Date,kWh"))
    assert reading.usage.year.kwh_by_month[5] == 720
    assert reading.usage.year.hourly_shares is None


def test_many_readings_a_day_without_their_times_are_refused() -> None:
    rows = [f"06/{day:02d}/2025,1" for day in range(1, 31) for _ in range(24)]
    with pytest.raises(MeterFileError, match="does not say when they began"):
        reading_of(csv_file(rows, "Date,kWh"))


def test_monthly_reports_are_shared_out_over_their_days() -> None:
    rows = [
        f"'{ESIID},{start},{end},{kwh}"
        for start, end, kwh in [("01/16/2025", "02/15/2025", 900), ("02/15/2025", "03/17/2025", 600)]
    ]
    reading = reading_of(csv_file(rows, "ESIID,START DATE,END DATE,ACTUAL KWH"))
    assert reading.usage.year.kwh_by_month[1] == 14 * 30 + 14 * 20


def test_spreadsheet_encodings_and_separators_are_read() -> None:
    rows = [f"{day:%m/%d/%Y};24" for day in days(date(2025, 6, 1), date(2025, 6, 30))]
    text = "\r\n".join(["USAGE_DATE;USAGE_KWH", *rows])
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        assert reading_of(text.encode(encoding)).usage.year.kwh_by_month[5] == 720


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Download the report again."),
        (b"a,b\n1,2\n",
         "This file has no USAGE_KWH column. Download the 15-minute or daily report from smartmetertexas.com."),
        (b"USAGE_KWH\n5\n",
         "This file has no USAGE_DATE column. Download the 15-minute or daily report from smartmetertexas.com."),
        (b"%PDF-1.4 ...", "This is a PDF. If it is a bill, type its kWh and its month under “One typical bill”. "
         "If it is a meter report, download it as a CSV or Green Button file."),
        (b"PK\x03\x04", "This ZIP archive or spreadsheet is damaged. Unzip it, or save it as CSV, and try again."),
        (b"\x89PNG\x00\x01", "This is a picture. If it is a bill, type its kWh and its month under “One typical "
         "bill”. If it is a meter report, download it as a CSV or Green Button file."),
        (b"\x00\x01\x02", "This is not a meter file. Download the 15-minute or daily report as CSV."),
        (b'{"intervaldata": []}',
         "This is JSON. At smartmetertexas.com choose CSV or Green Button as the format of the report instead."),
        (b"<!DOCTYPE html><html></html>",
         "This is a web page, not a meter file. Sign in and use the button that downloads the report."),
        (b"x" * 10_000_001, "The file is larger than 10 MB. Download one year at most."),
        (b"USAGE_DATE,USAGE_KWH\n01/01/2025,-3\n",
         "Row 2 has a use below 0. Leave surplus generation out, or download the consumption report."),
        (b"USAGE_DATE,USAGE_KWH\n01/01/2025,0\n",
         "Every reading in the file is 0. Check that it is the meter of your home."),
        (b"USAGE_DATE,USAGE_KWH\n",
         "The file holds no readings. Download a report that covers at least one month."),
        (b"USAGE_DATE,USAGE_KWH\n01/01/2025,30\n",
         "The file covers 1 day. Download a report that covers at least one month."),
        (b"USAGE_DATE,USAGE_KWH\nyesterday,30\n",
         "We could not read the dates and readings of this file. Download it again and leave it as it is."),
        (b"ESIID,USAGE_DATE,USAGE_KWH\n1,01/01/2025,3\n2,01/01/2025,3\n",
         "The file covers 1 day. Download a report that covers at least one month."),
        (b"USAGE_DATE,USAGE_KWH\n01/01/2025,1e300\n", "Row 2 says “1e300” kWh. That cannot be a home."),
        (b"<html><body>Sign in</body></html>",
         "This is a web page, not a meter file. Sign in and use the button that downloads the report."),
        (b"<feed><entry>", "This XML file is damaged or not a Green Button file. Download it again."),
        (b'<?xml version="1.0" encoding="UTF-8."?><feed/>',
         "This XML file is damaged or not a Green Button file. Download it again."),
        (b'<?xml version="1.0" encoding="shift_jis"?><feed/>',
         "This XML file is damaged or not a Green Button file. Download it again."),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>',
         "This XML file declares a document type, which Green Button files never do."),
    ],
)  # fmt: skip
def test_wrong_files_get_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(MeterFileError) as refused:
        reading_of(content)
    assert str(refused.value) == sentence


def green_button(hours: int, value: int = 1000, flow: int = 1, start: datetime | None = None) -> bytes:
    begin = int((start or datetime(2025, 6, 1, tzinfo=TEXAS)).timestamp())
    readings = "".join(
        f"<IntervalReading><timePeriod><duration>3600</duration><start>{begin + at * 3600}</start></timePeriod>"
        f"<value>{value}</value></IntervalReading>"
        for at in range(hours)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
 <entry><link rel="self" href="/User/1/UsagePoint/1/MeterReading/7"/><link rel="related" href="/ReadingType/3"/>
  <content><MeterReading xmlns="http://naesb.org/espi"/></content></entry>
 <entry><link rel="self" href="/ReadingType/3"/><content><ReadingType xmlns="http://naesb.org/espi">
  <flowDirection>{flow}</flowDirection><powerOfTenMultiplier>0</powerOfTenMultiplier><uom>72</uom></ReadingType>
 </content></entry>
 <entry><link rel="up" href="/User/1/UsagePoint/1/MeterReading/7/IntervalBlock"/><content>
  <IntervalBlock xmlns="http://naesb.org/espi">{readings}</IntervalBlock></content></entry>
</feed>""".encode()


def test_green_button_is_read_in_texas_time() -> None:
    reading = reading_of(green_button(30 * 24))
    assert reading.usage.year.kwh_by_month[5] == 720
    assert (reading.first_day, reading.last_day) == (date(2025, 6, 1), date(2025, 6, 30))
    assert reading.usage.year.hourly_shares is not None


def channel(number: int, unit: int, seconds: int, value: int) -> str:
    """One more meter reading of June 2025 in a Green Button file, with its own reading type."""
    begin = int(datetime(2025, 6, 1, tzinfo=TEXAS).timestamp())
    readings = "".join(
        f"<IntervalReading><timePeriod><duration>{seconds}</duration><start>{start}</start></timePeriod>"
        f"<value>{value}</value></IntervalReading>"
        for start in range(begin, begin + 30 * 86_400, seconds)
    )
    return f"""
 <entry><link rel="self" href="/MeterReading/{number}"/><link rel="related" href="/ReadingType/{number}"/></entry>
 <entry><link rel="self" href="/ReadingType/{number}"/><content><ReadingType xmlns="http://naesb.org/espi">
  <uom>{unit}</uom></ReadingType></content></entry>
 <entry><link rel="up" href="/MeterReading/{number}/IntervalBlock"/><content>
  <IntervalBlock xmlns="http://naesb.org/espi">{readings}</IntervalBlock></content></entry>"""


@pytest.mark.parametrize(
    "other",
    [channel(8, 72, 86_400, 24_000), channel(8, 38, 900, 1000), channel(8, 169, 86_400, 3)],
    ids=["daily sums", "demand in watts", "gas in therms"],
)
def test_green_button_counts_each_hour_of_power_once_whatever_else_the_file_tells(other: str) -> None:
    content = green_button(30 * 24).decode().replace("</feed>", f"{other}</feed>").encode()
    reading = reading_of(content)
    assert reading.usage.year.kwh_by_month[5] == 720
    assert reading.usage.year.hourly_shares is not None


def test_green_button_without_power_is_refused() -> None:
    content = f'<feed xmlns="http://www.w3.org/2005/Atom">{channel(8, 169, 86_400, 3)}</feed>'.encode()
    with pytest.raises(MeterFileError, match="does not measure electricity"):
        reading_of(content)


def test_green_button_surplus_alone_is_no_use() -> None:
    with pytest.raises(MeterFileError, match="surplus generation only"):
        reading_of(green_button(30 * 24, flow=19))


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_answered_or_refused(content: bytes) -> None:
    answer = "."
    try:
        reading_of(content)
    except MeterFileError as refused:
        answer = str(refused)
    assert answer.endswith(".")


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=12),
            st.text("0123456789.,-eE NaInf", max_size=9),
            st.text("0123456789:aApPmM ", max_size=8),
        ),
        max_size=8,
    )
)
def test_any_rows_are_answered_or_refused(rows: list[tuple[str, str, str]]) -> None:
    content = csv_file((",".join(row) for row in rows), "USAGE_DATE,USAGE_KWH,USAGE_START_TIME")
    answer = "."
    try:
        reading_of(content)
    except MeterFileError as refused:
        answer = str(refused)
    assert answer.endswith(".")
