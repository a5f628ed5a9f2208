"""What a meter file says: twelve months and their hours. The file and its meter numbers are not kept.

Three steps: a reader gives each reading of the file its meaning (meter_csv, green_button), `meter_decide` says which
count, `meter_year` adds them up. Source of the shapes: files of Smart Meter Texas, retailers and utilities.
"""

from functools import lru_cache

import msgspec

from choosemypower.usage.green_button import is_xml, read_green_button
from choosemypower.usage.meter_containers import LONGEST_FILE_BYTES, opened
from choosemypower.usage.meter_csv import read_table
from choosemypower.usage.meter_decide import CountedUsage, decide
from choosemypower.usage.meter_table import Table, csv_table
from choosemypower.usage.meter_year import MeterReading, added_up, year_of
from choosemypower.usage.profiles import Profiles, read_profiles
from choosemypower.usage.readings import LeftOut, MeterFileError, Readings

ALL_METERS = "all"
_SHOWN_DIGITS = 4

__all__ = [
    "ALL_METERS",
    "LONGEST_FILE_BYTES",
    "MeterFile",
    "MeterOptions",
    "MeterReading",
    "OneMeter",
    "read_in_worker",
    "read_meter_file",
]


class MeterOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the sender said of the file."""


class OneMeter(msgspec.Struct, frozen=True, kw_only=True):
    """One meter of a file."""

    number: int
    """From 1, in the order of the file."""
    ending: str
    """The last digits of its number; empty where the file names none."""
    reading: MeterReading | None
    refusal: str | None = None
    """Why this meter alone gives no year."""


class MeterFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says: one meter, or several to choose from."""

    meters: tuple[OneMeter, ...]
    together: MeterReading | None
    """All meters added up, where there are several and each can be read."""

    def choose(self, meter: str | None) -> MeterReading | None:
        """The only meter, the one of this number, or all together; None where one must be chosen first."""
        if meter == ALL_METERS:
            return self.together if len(self.meters) > 1 else self.meters[0].reading
        if meter is not None:
            return next((one.reading for one in self.meters if str(one.number) == meter), None)
        return self.meters[0].reading if len(self.meters) == 1 else None


def read_in_worker(content: bytes, options: MeterOptions) -> MeterFile:
    """What a process of `workers` does with a file that was sent."""
    return read_meter_file(content, _profiles())


@lru_cache(maxsize=1)
def _profiles() -> Profiles:
    return read_profiles()


def read_meter_file(content: bytes, profiles: Profiles) -> MeterFile:
    """What a meter file says of a year. Raises MeterFileError with a sentence that says what to do."""
    text = opened(content)
    if isinstance(text, Table):
        readings = read_table(text)
    else:
        readings = read_green_button(text) if is_xml(text) else read_table(csv_table(text))
    return _file(readings, profiles)


def _file(readings: Readings, profiles: Profiles) -> MeterFile:
    counted = {at: decide(readings, at) for at in range(len(readings.meters))}
    used = {at: one for at, one in counted.items() if len(one.starts)}
    if len(used) <= 1:
        at = next(iter(used), 0)
        whole = counted.get(at, CountedUsage())
        left_out = _with_others(readings, counted, at)
        reading = year_of(whole, left_out, profiles, of=readings)
        return MeterFile(
            meters=(OneMeter(number=1, ending=_ending(readings, at), reading=reading),), together=None
        )
    meters = tuple(
        _one_meter(readings, counted, at, number, profiles) for number, at in enumerate(used, start=1)
    )
    if all(one.reading is None for one in meters):
        raise MeterFileError(meters[0].refusal or "No meter of the file can be read.")
    return MeterFile(meters=meters, together=_together(readings, counted, list(used), profiles))


def _one_meter(
    readings: Readings, counted: dict[int, CountedUsage], at: int, number: int, profiles: Profiles
) -> OneMeter:
    reading, refusal = None, None
    try:
        reading = year_of(counted[at], _with_others(readings, counted, at), profiles, of=readings)
    except MeterFileError as error:
        refusal = error.detail
    return OneMeter(number=number, ending=_ending(readings, at), reading=reading, refusal=refusal)


def _together(
    readings: Readings, counted: dict[int, CountedUsage], used: list[int], profiles: Profiles
) -> MeterReading | None:
    """All meters added up; what the file leaves out besides is told once."""
    try:
        years = [
            year_of(
                counted[at],
                readings.left_out if not number else {},
                profiles,
                of=readings if not number else None,
            )
            for number, at in enumerate(used)
        ]
        return added_up(years, profiles)
    except MeterFileError:
        return None


def _with_others(
    readings: Readings, counted: dict[int, CountedUsage], at: int
) -> dict[LeftOut, tuple[int, int]]:
    """What the file leaves out besides a meter's own: totals, unreadable rows, the other meters."""
    left_out = {reason: (rows, micro) for reason, (rows, micro) in readings.left_out.items()}
    meters, micro = readings.columns[0], readings.columns[5]
    others = [amount for meter, amount in zip(meters, micro, strict=True) if meter != at]
    if others:
        left_out[LeftOut.OTHER_METER] = (len(others), sum(others))
    return left_out


def _ending(readings: Readings, at: int) -> str:
    """The last digits of a meter's number, enough to tell it from another."""
    if at >= len(readings.meters):
        return ""
    name = readings.meters[at].rpartition("/")[2]
    digits = "".join(letter for letter in name if letter.isdecimal())
    return digits[-_SHOWN_DIGITS:]
