"""Meter files in the making, and the year that is read from one. Energy that goes in must always come out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from choosemypower.usage import MeterReading, read_meter_file, read_profiles

PROFILES = read_profiles()
JUNE = 5
"""Its place among twelve months."""
HOURS = [datetime(2025, 6, 1) + timedelta(hours=at) for at in range(720)]
"""Of June 2025; at 1 kWh each it has 720."""
QUARTERS = [datetime(2025, 6, 1) + timedelta(minutes=15 * at) for at in range(2880)]
DAYS = HOURS[::24]


def table(header: str, rows: Sequence[str]) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def reading_of(content: bytes) -> MeterReading:
    """What the only meter of a file says."""
    (meter,) = read_meter_file(content, PROFILES).meters
    assert meter.reading is not None
    prove(meter.reading)
    return meter.reading


def prove(reading: MeterReading) -> None:
    """Energy in is energy counted and energy left out with a reason."""
    energy = reading.energy
    assert energy.in_file_kwh == energy.counted_kwh + sum(one.kwh for one in energy.left_out)
    assert sum(reading.watt_hours_by_day) <= energy.counted_kwh * 1000
    assert len(reading.day_states) == len(reading.watt_hours_by_day)


def june(content: bytes) -> int:
    """The kWh of June in a file."""
    return reading_of(content).usage.year.kwh_by_month[JUNE]
