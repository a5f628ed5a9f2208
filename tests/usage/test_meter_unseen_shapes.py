"""Further spellings of what meter files say: words for surplus generation, dates, periods, spreadsheets."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from choosemypower.usage import MeterFileError, read_meter_file
from tests.support.meters import DAYS, HOURS, JUNE, PROFILES, june, reading_of, table

TEXAS = ZoneInfo("America/Chicago")


@pytest.mark.parametrize("column", ["Consumption/Surplus Generation", "", "Flow", "Register", "READING_TYPE"])
@pytest.mark.parametrize(
    ("use", "generation"),
    [
        ("Consumption", "Surplus Generation"),
        ("kWh Import", "kWh Export"),
        ("Energy Delivered", "Energy Received"),
        ("Forward", "Reverse"),
        ("From Grid", "To Grid"),
        ("Usage", "Solar Export"),
        ("C", "G"),
    ],
)
def test_rows_of_surplus_generation_are_left_out_however_they_are_called(
    column: str, use: str, generation: str
) -> None:
    rows = [f"{at:%m/%d/%Y},{kwh},{word}" for at in DAYS for kwh, word in ((31, generation), (24, use))]
    reading = reading_of(table(f"Date,kWh,{column}", rows))
    assert reading.energy.counted_kwh == 720
    assert [(one.reason.value, one.kwh) for one in reading.energy.left_out] == [("generation", 930)]


@pytest.mark.parametrize(
    ("use", "generation"),
    [
        ("kWh In", "kWh Out"),
        ("From Grid kWh", "To Grid kWh"),
        ("kWh Used", "kWh Sent Back"),
        ("Purchased kWh", "Sold kWh"),
    ],
)
def test_a_column_of_surplus_generation_is_left_out_however_it_is_called(use: str, generation: str) -> None:
    assert june(table(f"Date,{use},{generation}", [f"{at:%m/%d/%Y},24,31" for at in DAYS])) == 720


def test_dates_may_stand_in_columns_that_are_called_times() -> None:
    two_hours = [
        f"{at:%m/%d/%Y %H:%M:%S},{at + timedelta(minutes=119, seconds=59):%m/%d/%Y %H:%M:%S},2"
        for at in HOURS[::2]
    ]
    assert june(table("Start Time,End Time,kWh", two_hours)) == 720
    assert june(table("Time,kWh", [f"{at:%Y-%m-%d %H:%M},1" for at in HOURS])) == 720


@pytest.mark.parametrize("name", ["Revision", "Version"])
def test_revisions_may_be_numbers(name: str) -> None:
    rows = [f"{at:%m/%d/%Y},{number},{kwh}" for at in DAYS for number, kwh in ((10, 24), (9, 30))]
    assert june(table(f"Date,{name},kWh", rows)) == 720


def test_a_total_of_each_day_is_left_out() -> None:
    rows = [
        line
        for day in DAYS
        for line in [f"{day:%m/%d/%Y},{hour}:00,1" for hour in range(24)] + [f"{day:%m/%d/%Y},Total,24"]
    ]
    reading = reading_of(table("Date,Time,kWh", rows))
    assert reading.energy.counted_kwh == 720
    assert [one.reason.value for one in reading.energy.left_out] == ["total_row"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Billing Period,kWh", "06/01/2025 - 06/30/2025,720"),
        ("Year,Month,kWh", "2025,6,720"),
        ("Month,Year,kWh", "June,2025,720"),
        ("Read Date,Days,kWh", "07/01/2025,30,720"),
    ],
)
def test_a_period_in_one_field_is_read(header: str, row: str) -> None:
    assert june(table(header, [row])) == 720


def test_of_a_date_and_a_number_of_days_both_meanings_are_named() -> None:
    with pytest.raises(MeterFileError, match="begin or end"):
        read_meter_file(table("Date,Days,kWh", ["07/01/2025,30,720", "06/01/2025,31,744"]), PROFILES)


def test_monthly_readings_of_the_counter_are_not_taken_for_the_month_that_begins() -> None:
    with pytest.raises(MeterFileError, match="days apart"):
        read_meter_file(
            table("Read Date,kWh", ["05/01/2025,720", "06/01/2025,744", "07/01/2025,720"]), PROFILES
        )


def test_a_zone_may_stand_behind_its_offset() -> None:
    rows = [f"{at.replace(tzinfo=TEXAS).astimezone(UTC):%Y-%m-%d %H:%M:%S +0000 UTC},1" for at in HOURS]
    assert june(table("Start Date/Time,Usage (kWh)", rows)) == 720


def test_thirty_days_over_two_months_keep_their_level() -> None:
    reading = reading_of(table("Date,kWh", [f"{at + timedelta(days=15):%m/%d/%Y},24" for at in DAYS]))
    assert (reading.covered_days, reading.energy.counted_kwh) == (30, 720)
    assert reading.usage.year.kwh_by_month[JUNE] == 720


def spreadsheet(*sheets: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook as spreadsheets write it, with the least that the format asks for."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        + "".join(f'<sheet name="Sheet{at}" sheetId="{at}" r:id="r{at}"/>' for at in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{at}" Type="{links}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at in numbers
        )
        + f'<Relationship Id="r0" Type="{links}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
        "</styleSheet>",
    }
    for at, rows in zip(numbers, sheets, strict=True):
        body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/sheet{at}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _cell(value: str | float) -> str:
    """Text, or a number; from 40,000 on it is a date, as spreadsheets count days from 1900."""
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c s="{int(value > 40_000)}"><v>{value!r}</v></c>'


def days_since_1900(at: datetime) -> float:
    return (at - datetime(1899, 12, 30)) / timedelta(days=1)


READINGS = [("Date", "kWh"), *[(days_since_1900(at), 1.0) for at in HOURS]]


def test_a_spreadsheet_whose_dates_are_numbers_is_read() -> None:
    assert june(spreadsheet(READINGS)) == 720


def test_a_spreadsheet_with_a_sheet_of_words_before_the_readings_is_read() -> None:
    assert june(spreadsheet([("Account", "123")], READINGS)) == 720


def test_of_two_sheets_with_readings_none_is_dropped_in_silence() -> None:
    with pytest.raises(MeterFileError, match="2 sheets with readings"):
        read_meter_file(spreadsheet(READINGS[:361], [READINGS[0], *READINGS[361:]]), PROFILES)


def test_words_beside_the_one_file_of_an_archive_are_no_second_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("reports/usage.CSV", table("Date,kWh", [f"{at:%m/%d/%Y},24" for at in DAYS]))
        archive.writestr("reports/README.txt", "How to read this report")
    assert june(packed.getvalue()) == 720


def test_a_first_day_is_named_as_the_file_has_it() -> None:
    assert reading_of(table("Date,kWh", [f"{at:%m/%d/%Y},24" for at in DAYS])).first_day == date(2025, 6, 1)


@pytest.mark.parametrize(
    ("word", "zone"),
    [
        ("UTC", ZoneInfo("UTC")),
        ("EDT", ZoneInfo("America/New_York")),
        ("America/New_York", ZoneInfo("America/New_York")),
        ("US/Mountain", ZoneInfo("America/Denver")),
        ("America/Chicago", ZoneInfo("America/Chicago")),
        ("Central Time", ZoneInfo("America/Chicago")),
    ],
)
def test_times_in_another_zone_are_those_of_the_texas_clock(word: str, zone: ZoneInfo) -> None:
    texas = ZoneInfo("America/Chicago")
    rows = [
        f"{at.replace(tzinfo=texas).astimezone(zone):%m/%d/%Y %H:%M},{word},{2 if at.hour < 12 else 0}"
        for at in HOURS
    ]
    reading = read_meter_file(table("Start,Time Zone,kWh", rows), PROFILES).meters[0].reading
    assert reading is not None
    assert (reading.first_day, reading.covered_days) == (HOURS[0].date(), 30)
    assert set(reading.watt_hours_by_day) == {24_000}


def test_a_time_may_carry_the_name_of_its_zone() -> None:
    rows = [f"{at + timedelta(hours=1):%m/%d/%Y %I:%M %p} EDT,1" for at in HOURS]
    reading = read_meter_file(table("Start,kWh", rows), PROFILES).meters[0].reading
    assert reading is not None
    assert reading.first_day == HOURS[0].date()


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(MeterFileError, match="“Mars”"):
        read_meter_file(table("Start,Time Zone,kWh", [f"{HOURS[0]:%m/%d/%Y %H:%M},Mars,1"]), PROFILES)


def test_a_spreadsheet_may_come_in_an_archive_and_an_archive_may_not() -> None:
    def packed(name: str, content: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return file.getvalue()

    assert june(packed("Usage.xlsx", spreadsheet(READINGS))) == 720
    with pytest.raises(MeterFileError, match="holds another one"):
        read_meter_file(packed("usage.csv", packed("usage.csv", table("Date,kWh", []))), PROFILES)
