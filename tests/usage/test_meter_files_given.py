"""The meter files of public bug reports that lie beside the repository, against the right answers of their README."""

from pathlib import Path

import pytest

from choosemypower.usage import MeterReading, read_meter_file, read_profiles

pytestmark = pytest.mark.shared
PROFILES = read_profiles()
JUNE = 5
JUNE_IS_720 = (
    "two_hour_steps.csv",
    "solar_type_column_named_otherwise.csv",
    "start_end_datetime_hour.csv",
    "monthly_older_revision_last.csv",
    "two_downloads_joined.csv",
    "estimates_replaced.csv",
    "gb_gas_after_power_same_reading_id.xml",
    "gb_no_duration_half_hours.xml",
    "gb_blank_line_first.xml",
    "gb_tou_parts_same_start.xml",
)


def the_only_reading(shared_data: Path, name: str) -> MeterReading:
    (meter,) = read_meter_file((shared_data / "meter_files" / name).read_bytes(), PROFILES).meters
    assert meter.reading is not None
    return meter.reading


@pytest.mark.parametrize("name", JUNE_IS_720)
def test_june_of_a_given_file_is_720(shared_data: Path, name: str) -> None:
    assert the_only_reading(shared_data, name).usage.year.kwh_by_month[JUNE] == 720


def test_bill_periods_that_hold_their_last_day_are_whole_months(shared_data: Path) -> None:
    reading = the_only_reading(shared_data, "bill_periods_inclusive_end.csv")
    assert reading.usage.year.kwh_by_month == (744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744)
    assert reading.notes == ()


def test_estimates_that_were_replaced_are_not_told_as_estimates(shared_data: Path) -> None:
    notes = the_only_reading(shared_data, "estimates_replaced.csv").notes
    assert not any("estimate" in note for note in notes)


def test_generation_is_left_out_with_its_reason(shared_data: Path) -> None:
    energy = the_only_reading(shared_data, "solar_type_column_named_otherwise.csv").energy
    assert [(one.reason.value, one.kwh) for one in energy.left_out] == [("generation", 2160)]


def test_one_bill_of_thirty_days_over_two_months_is_read(shared_data: Path) -> None:
    reading = the_only_reading(shared_data, "one_bill_period_dec17_jan15.csv")
    assert (reading.covered_days, reading.energy.counted_kwh) == (30, 720)


def test_two_meters_of_green_button_are_a_choice(shared_data: Path) -> None:
    file = read_meter_file(
        (shared_data / "meter_files" / "gb_two_meters_same_step.xml").read_bytes(), PROFILES
    )
    assert file.choose(None) is None
    assert file.together is not None
    assert file.together.energy.counted_kwh == 1080


def test_every_given_file_is_tried(shared_data: Path) -> None:
    others = {
        "bill_periods_inclusive_end.csv",
        "one_bill_period_dec17_jan15.csv",
        "gb_two_meters_same_step.xml",
    }
    given = {path.name for path in (shared_data / "meter_files").iterdir() if path.suffix != ".md"}
    assert given == others | set(JUNE_IS_720)
