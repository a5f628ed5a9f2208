"""Columns and words that say more than one file knows: reactive power, directions, bills, languages, zones, counters."""

# ruff: noqa: E501 - one shape is one line

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from choosemypower.usage import MeterFileError, read_meter_file
from tests.support.meters import DAYS, HOURS, JUNE, PROFILES, QUARTERS, june, reading_of, table

TEXAS = ZoneInfo("America/Chicago")
BILLS = [date(2024, 12, 15) + timedelta(days=30 * at) for at in range(13)]
FIRSTS = [date(2025, month, 1) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date,kWh,kVARh", "{at},1,0.3"),
        ("Date,kVARh,kWh", "{at},0.3,1"),
        ("Date,Active Energy kWh,Reactive Energy kWh", "{at},1,0.3"),
        ("Date,Active Energy (Wh),Reactive Energy (VARh)", "{at},1000,300"),
        ("Date,Usage kWh,Apparent Energy kVAh", "{at},1,1.1"),
    ],
)
def test_reactive_power_is_never_use_and_is_left_out_with_its_reason(header: str, row: str) -> None:
    reading = reading_of(table(header, [row.format(at=f"{at:%m/%d/%Y %H:%M}") for at in HOURS]))
    assert reading.usage.year.kwh_by_month[JUNE] == 720
    assert [(one.reason.value, one.rows, one.kwh) for one in reading.energy.left_out] == [
        ("other_quantity", 720, 0)
    ]
    assert "We left out 720 rows that are not kWh of electricity." in reading.notes


@pytest.mark.parametrize("name", ["Channel", "Unit", "", "Quantity"])
def test_rows_of_reactive_power_are_left_out(name: str) -> None:
    rows = [
        f"{at:%m/%d/%Y %H:%M},{unit},{value}" for at in HOURS for unit, value in (("KWH", 1), ("KVARH", 0.3))
    ]
    reading = reading_of(table(f"Date,{name},Usage", rows))
    assert (reading.energy.in_file_kwh, reading.energy.counted_kwh) == (720, 720)
    assert [one.reason.value for one in reading.energy.left_out] == ["other_quantity"]


WORDS = [
    ("C", "S"), ("C", "G"), ("D", "R"), ("I", "E"), ("In", "Out"), ("U", "S"), ("F", "R"), ("+", "-"), ("A+", "A-"),
    ("KWH-D", "KWH-R"), ("1.8.0", "2.8.0"), ("DLV", "RCV"), ("1", "19"), ("Utility to Customer", "Customer to Utility"),
    ("Buy", "Sell"), ("Bezug", "Einspeisung"), ("Consumo", "Excedentes"), ("Load", "Generation"),
]  # fmt: skip


@pytest.mark.parametrize("column", ["Direction", "Flow Direction", "CONSUMPTION_SURPLUSGENERATION"])
@pytest.mark.parametrize(("use", "generation"), WORDS)
def test_words_of_a_column_that_tells_use_from_generation_are_known(
    column: str, use: str, generation: str
) -> None:
    rows = [f"{at:%m/%d/%Y},{kwh},{word}" for at in DAYS for kwh, word in ((31, generation), (24, use))]
    reading = reading_of(table(f"USAGE_DATE,USAGE_KWH,{column}", rows))
    assert reading.energy.counted_kwh == 720
    assert [(one.reason.value, one.kwh) for one in reading.energy.left_out] == [("generation", 930)]


def test_generation_alone_is_no_use() -> None:
    with pytest.raises(MeterFileError, match="surplus generation only"):
        june(
            table(
                "USAGE_DATE,USAGE_KWH,CONSUMPTION_SURPLUSGENERATION", [f"{at:%m/%d/%Y},31,S" for at in DAYS]
            )
        )


@pytest.mark.parametrize(
    "header",
    [
        "Bill Date,Days,kWh",
        "Statement Date,Billing Days,Usage (kWh)",
        "Invoice Date,No. of Days,Total kWh",
        "Bill Date,Days of Service,kWh Used",
    ],
)
def test_a_bill_s_date_ends_its_days_and_that_is_said(header: str) -> None:
    reading = reading_of(table(header, [f"{bill:%m/%d/%Y},30,720" for bill in BILLS]))
    assert (reading.usage.year.kwh_by_month[JUNE], reading.last_day) == (720, BILLS[-1] - timedelta(days=1))
    assert any("those of bills" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("header", "begins"), [("Start Date,Days,kWh", 0), ("Period End Date,Days,kWh", -30)]
)
def test_one_end_and_the_days_are_a_period(header: str, begins: int) -> None:
    reading = reading_of(table(header, [f"{bill:%m/%d/%Y},30.0,720" for bill in BILLS[:3]]))
    assert (reading.first_day, reading.energy.counted_kwh) == (BILLS[0] + timedelta(days=begins), 2160)


def test_bills_that_are_written_some_days_after_the_reading_overlap_in_nothing() -> None:
    written = [bill + timedelta(days=at % 3) for at, bill in enumerate(BILLS)]
    reading = reading_of(
        table("Bill Date,Days,kWh", [f"{bill:%m/%d/%Y},30,720" for bill in reversed(written)])
    )
    assert reading.energy.in_file_kwh == 13 * 720
    assert set(reading.day_states) == {"s"}, "no gap; and of no day more is known than its share of a bill"


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("E/A", "E"),
        ("Estimated", "Y"),
        ("Is Estimated", "TRUE"),
        ("Status", "Projected"),
        ("Read Type", "Estimate"),
    ],
)
def test_estimates_are_told_however_they_are_marked(header: str, word: str) -> None:
    rows = [f"{at:%m/%d/%Y},24,{word if number == 3 else 'A'}" for number, at in enumerate(DAYS)]
    assert any("1 row is estimated" in note for note in reading_of(table(f"Date,kWh,{header}", rows)).notes)


def test_bills_without_their_days_are_refused_with_both_meanings() -> None:
    with pytest.raises(MeterFileError, match="30 days apart"):
        june(table("Bill Date,kWh", [f"{bill:%m/%d/%Y},720" for bill in BILLS]))


LANGUAGES: dict[str, Callable[[], bytes]] = {
    "German hours": lambda: table("Datum;Uhrzeit;Verbrauch (kWh)", [f"{at:%d.%m.%Y};{at:%H:%M};1,0" for at in HOURS]),
    "German periods": lambda: table("Von;Bis;Verbrauch kWh;Einspeisung kWh", [f"{at:%d.%m.%Y %H:%M};{at + timedelta(hours=1):%d.%m.%Y %H:%M};1,0;0,5" for at in HOURS]),
    "German months": lambda: table("Monat;Stromverbrauch (kWh)", [f"{name} 2025;720" for name in ("Mai", "Juni", "Juli")]),
    "firsts of months, the day first": lambda: table("Datum;kWh", [f"01.{month:02d}.2025;{720 if month == 6 else 744}" for month in range(1, 13)]),
    "French": lambda: table("Horodate;Consommation (kWh)", [f"{at:%d/%m/%Y %H:%M};1,0" for at in HOURS]),
    "French periods": lambda: table("Début;Fin;Consommation (kWh)", [f"{at:%d/%m/%Y %H:%M};{at + timedelta(hours=1):%d/%m/%Y %H:%M};1,0" for at in HOURS]),
    "French months": lambda: table("Mois;Énergie (kWh)", [f"{name} 2025;720" for name in ("mai", "juin", "juil.")]),
    "Spanish hours": lambda: table("CUPS;Fecha;Hora;Consumo_kWh;Metodo_obtencion", [f"ES1;{at:%d/%m/%Y};{at.hour + 1};1,0;R" for at in HOURS]),
    "Spanish in Texas": lambda: table("Fecha de inicio,Fecha de fin,Uso (kWh)", [f"{at:%m/%d/%Y %H:%M},{at + timedelta(hours=1):%m/%d/%Y %H:%M},1" for at in HOURS]),
    "Spanish months": lambda: table("Mes,Consumo (kWh)", [f"{name},720" for name in ("Mayo 2025", "Junio de 2025", "Julio 2025")]),
}  # fmt: skip


@pytest.mark.parametrize("case", LANGUAGES)
def test_files_in_german_french_and_spanish_are_read(case: str) -> None:
    assert june(LANGUAGES[case]()) == 720


def test_spanish_dates_that_can_be_both_are_refused() -> None:
    with pytest.raises(MeterFileError, match="with the month or with the day"):
        june(table("Fecha,Consumo (kWh)", [f"{on:%d/%m/%Y},720" for on in FIRSTS]))


MOMENTS: dict[str, Callable[[], bytes]] = {
    "hour and minute apart": lambda: table("Date,Hour,Minute,kWh", [f"{at:%m/%d/%Y},{at.hour},{at.minute},0.25" for at in QUARTERS]),
    "year, month, day, hour apart": lambda: table("Year,Month,Day,Hour,kWh", [f"{at.year},{at.month},{at.day},{at.hour},1" for at in HOURS]),
    "year, month, day apart": lambda: table("Year,Month,Day,kWh", [f"{at.year},{at.month},{at.day},24" for at in DAYS]),
    "130 for 1:30": lambda: table("Date,Time,kWh", [f"{at:%m/%d/%Y},{at.hour * 100 + at.minute},0.25" for at in QUARTERS]),
    "0130 for 1:30": lambda: table("Date,Time,kWh", [f"{at:%m/%d/%Y},{at:%H%M},0.25" for at in QUARTERS]),
    "both moments in one field": lambda: table("Energy consumption time period,Usage(Real energy in kilowatt-hours)", [f"{at} to {at + timedelta(hours=1)},1" for at in HOURS]),
    "times beside the date called read": lambda: table("Usage Date,Read Start,Read End,kWh", [f"{at:%m/%d/%Y},{at:%I:%M %p},{at + timedelta(hours=1):%I:%M %p},1" for at in HOURS]),
    "weekdays": lambda: table("Date;kWh", [f"{at:%a %m/%d/%Y};24" for at in DAYS]),
    "a comma before the time": lambda: table("Date;kWh", [f"{at:%m/%d/%Y, %I:%M:%S %p};1" for at in HOURS]),
    "at": lambda: table("Date;kWh", [f"{at:%m/%d/%Y at %I:%M %p};1" for at in HOURS]),
    "points in the time": lambda: table("Date;kWh", [f"{at:%Y-%m-%d %H.%M};1" for at in HOURS]),
    "01Jun2025": lambda: table("Date;kWh", [f"{at:%d%b%Y};24" for at in DAYS]),
    "2025-Jun-01": lambda: table("Date;kWh", [f"{at:%Y-%b-%d};24" for at in DAYS]),
    "202506": lambda: table("Month,kWh", [f"{on:%Y%m},720" for on in FIRSTS]),
    "2025 Jun": lambda: table("Month,kWh", [f"{on:%Y %b},720" for on in FIRSTS]),
    "kilowatt hours": lambda: table("Date,Kilowatt-Hours Used", [f"{at:%m/%d/%Y},24" for at in DAYS]),
    "kW·h": lambda: table("Date,kW·h", [f"{at:%m/%d/%Y},24" for at in DAYS]),
    "use without a unit": lambda: table("Date,Daily Usage", [f"{at:%m/%d/%Y},24" for at in DAYS]),
    "generation without a unit": lambda: table("Date,Consumption,Generation,Net", [f"{at:%m/%d/%Y},24,31,-7" for at in DAYS]),
    "free and paid": lambda: table("Date,Free kWh,Paid kWh", [f"{at:%m/%d/%Y},9,15" for at in DAYS]),
    "day and night": lambda: table("Date,Day kWh,Night kWh", [f"{at:%m/%d/%Y},15,9" for at in DAYS]),
    "what the counter showed beside": lambda: table("Date,Usage (kWh),Cumulative Usage (kWh)", [f"{at:%m/%d/%Y},24,{24 * number}" for number, at in enumerate(DAYS, 1)]),
    "numbers that a spreadsheet keeps as text": lambda: table("Date,kWh", [f'="{at:%m/%d/%Y}",="24"' for at in DAYS]),
    "days as spreadsheets count them": lambda: table("Date,kWh", [f"{(at - datetime(1899, 12, 30)).days},24" for at in DAYS]),
    "moments as spreadsheets count them": lambda: table("Date,kWh", [f"{(at - datetime(1899, 12, 30)).total_seconds() / 86400:.6f},1" for at in HOURS]),
    "hours named with their unit": lambda: table("Date," + ",".join(f"{hour:02d}:00 kWh" for hour in range(24)), [f"{at:%m/%d/%Y}" + ",1" * 24 for at in DAYS]),
    "hours named from and to": lambda: table("Date," + ",".join(f"{hour:02d}:00-{hour + 1:02d}:00" for hour in range(24)), [f"{at:%m/%d/%Y}" + ",1" * 24 for at in DAYS]),
    "a row for each day in watt-hours": lambda: table("Date,Unit," + ",".join(f"{hour}:00" for hour in range(24)), [f"{at:%m/%d/%Y},Wh" + ",1000" * 24 for at in DAYS]),
    "both days on which the counter was read": lambda: table("Previous Read Date,Current Read Date,kWh", [f"{bill:%m/%d/%Y},{bill + timedelta(days=30):%m/%d/%Y},720" for bill in BILLS]),
    "totals of weeks between the days": lambda: table("Date,kWh", [line for number, at in enumerate(DAYS, 1) for line in [f"{at:%m/%d/%Y},24", *(["Week total,168"] if number % 7 == 0 else [])]]),
    "a multiplier of one": lambda: table("Date,kWh,Multiplier", [f"{at:%m/%d/%Y},24,1" for at in DAYS]),
    "blanks between thousands": lambda: table("Month;kWh", [f"2025-{month:02d};1\u202f720,0" for month in (5, 6, 7)]).replace(b"1\xe2\x80\xaf720", b"720"),
}  # fmt: skip


@pytest.mark.parametrize("case", MOMENTS)
def test_june_is_720_however_moments_and_quantities_are_written(case: str) -> None:
    reading = reading_of(MOMENTS[case]())
    assert reading.usage.year.kwh_by_month[JUNE] == 720
    assert not any("came twice" in note for note in reading.notes)


def test_blanks_between_thousands_are_no_end_of_a_number() -> None:
    assert june(table("Month;kWh", [f"2025-{month:02d};1\u202f440,0" for month in (5, 6, 7)])) == 1440


@pytest.mark.parametrize(
    "header", ["timestamp_utc,kwh", "Date (UTC),kWh", "Start [GMT],kWh", "Time (Etc/UTC),kWh"]
)
def test_the_zone_in_a_column_s_name_counts(header: str) -> None:
    moments = [(at, at.replace(tzinfo=TEXAS).astimezone(UTC)) for at in HOURS]
    rows = [f"{moment:%Y-%m-%d %H:%M},{3 if at.hour == 18 else 1}" for at, moment in moments]
    reading = reading_of(table(header, rows))
    assert (str(reading.first_day), str(reading.last_day)) == ("2025-06-01", "2025-06-30")
    shares = reading.usage.year.hourly_shares
    assert shares is not None
    assert shares[:24].index(max(shares[:24])) == 18


REFUSED = {
    "a counter without a word": (table("Date,Energy (kWh)", [f"{at:%m/%d/%Y},{24 * number}" for number, at in enumerate(DAYS)]), "only ever rise"),
    "a counter by its name": (table("Date,Cumulative kWh", [f"{at:%m/%d/%Y},24" for at in DAYS]), "counter showed"),
    "parts that are more than the whole": (table("Date,kWh,Night kWh", [f"{at:%m/%d/%Y},9,15" for at in DAYS]), "one more part"),
    "devices": (table("DateTime,Name,kWh", [f"{at},{name},{kwh}" for at in HOURS for name, kwh in (("Total Usage", 1), ("AC", 0.3))]), "“Name”: “Total Usage” and “AC”"),
    "equal readings of two things": (table("Date,kWh,Loop", [f"{at:%m/%d/%Y},24,{loop}" for at in DAYS for loop in "xy"]), "“Loop”: “x” and “y”"),
    "a direction nobody knows": (table("Date,kWh,Direction", [f"{at:%m/%d/%Y},24,Q" for at in DAYS]), "we do not know which"),
    "a multiplier": (table("Date,kWh,Multiplier", [f"{at:%m/%d/%Y},0.6,40" for at in DAYS]), "multiplier of 40"),
    "power in a row for each day": (table("Date,Unit," + ",".join(f"{hour}:00" for hour in range(24)), [f"{at:%m/%d/%Y},kW" + ",1" * 24 for at in DAYS]), "use in kWh"),
    "power alone": (table("Date,Demand (kW)", [f"{at},1" for at in HOURS]), "power in kW"),
    "months without a year": (table("Month,kWh", [f"{on:%B},720" for on in FIRSTS]), "no year"),
    "home and grid": (table("Date,Home (kWh),From Grid (kWh)", [f"{at:%m/%d/%Y},30,24" for at in DAYS]), "leave “From Grid (kWh)” in"),
    "Home Assistant": (table("entity_id,state,last_changed", ["sensor.energy,5,2025-06-01T00:00:00.000Z"]), "Home Assistant"),
    "numbers that are no times": (table("Date,Time,kWh", [f"{at:%m/%d/%Y},{(at.hour * 60 + at.minute)},0.25" for at in QUARTERS]), "no times of day"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_a_year_of_use_is_refused_with_the_reason(case: str) -> None:
    content, words = REFUSED[case]
    with pytest.raises(MeterFileError) as refused:
        read_meter_file(content, PROFILES)
    assert words in refused.value.detail


@pytest.mark.parametrize("column", ["Location", "Service Address", "Account Number", "NMI"])
def test_two_homes_are_a_choice_even_where_their_readings_are_equal(column: str) -> None:
    rows = [f"{home},{at:%m/%d/%Y},24" for at in DAYS for home in ("111", "222")]
    file = read_meter_file(table(f"{column},Date,kWh", rows), PROFILES)
    assert [one.reading and one.reading.energy.counted_kwh for one in file.meters] == [720, 720]


@pytest.mark.parametrize(
    "value", ["<value/>", "<value></value>", "", "<value>NaN</value>", "<value>null</value>"]
)
@pytest.mark.parametrize(("gaps", "day_state"), [((5, 245, 485), "r"), (tuple(range(24, 48)), "g")])
def test_a_green_button_reading_without_a_value_is_a_gap_and_said(
    value: str, gaps: tuple[int, ...], day_state: str
) -> None:
    begin = int(datetime(2025, 6, 1, tzinfo=TEXAS).timestamp())
    readings = "".join(
        f"<IntervalReading><timePeriod><duration>3600</duration><start>{begin + 3600 * at}</start></timePeriod>"
        f"{value if at in gaps else '<value>1000</value>'}</IntervalReading>"
        for at in range(720)
    )
    kind = "<entry><ReadingType><uom>72</uom></ReadingType></entry>"
    reading = reading_of(
        f"<feed>{kind}<entry><IntervalBlock>{readings}</IntervalBlock></entry></feed>".encode()
    )
    assert reading.energy.counted_kwh == 720 - len(gaps)
    assert f"We could not read {len(gaps)} rows, which we left out." in reading.notes
    assert reading.day_states[1] == day_state
