"""What the readers of meter files give back, in columns so that a year of quarter hours takes two megabytes.

A reader says what stands in the file, each row once, and decides nothing: `meter_decide` does.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from enum import IntEnum, StrEnum
from typing import NamedTuple

import msgspec

from choosemypower.errors import InvalidFormError

MICRO = 1_000_000
"""Energy is counted in millionths of a kWh, as whole numbers: sums come out exactly."""
EARLIEST, LATEST = 946_706_400, 4_102_466_400
"""The years 2000 to 2099, in seconds since 1970."""
MOST_READINGS = 250_000
"""Two years of five minutes have 210,240."""
MOST_METERS = 12


class MeterFileError(InvalidFormError):
    """The file cannot be used; the sentence says why and what to do."""

    code = "meter_file"
    title = "This meter file cannot be used"


class FlowDirection(IntEnum):
    USE = 0
    GENERATION = 1


class Quality(IntEnum):
    ACTUAL = 0
    ESTIMATED = 1


class LeftOut(StrEnum):
    """Why energy that stands in a file does not count as the year's use."""

    GENERATION = "generation"
    REVISED = "revised"
    ESTIMATE_REPLACED = "estimate_replaced"
    REPEATED = "repeated"
    SUM_OF_PARTS = "sum_of_parts"
    TOTAL_ROW = "total_row"
    UNREADABLE_DATE = "unreadable_date"
    BEFORE_THE_YEAR = "before_the_year"
    OTHER_METER = "other_meter"
    NOT_A_KWH_CHANNEL = "other_quantity"


class Reading(NamedTuple):
    """Power that went through a meter in a stretch of time."""

    meter: int
    """Number of the meter in the file, from 0."""
    part: int
    """Part of the use by price (time of use); 0: all of it. Parts of one stretch add up."""
    kind: int
    start: int
    end: int
    """Seconds since 1970; `end` is the first second that is no longer in it."""
    micro_kwh: int
    quality: int
    revision: int
    """Higher is later; 0: none stated."""


class Readings:
    """What a reader found."""

    def __init__(self) -> None:
        self.columns = tuple(array(kind) for kind in "hhbqqqbq")
        self.left_out: dict[LeftOut, list[int]] = {}
        """Reason → rows and millionths of a kWh that the reader itself left out."""
        self.unreadable = 0
        """Rows that could not be read."""
        self.is_unit_assumed = False
        self.is_end_assumed = False
        """Periods end on the date of their bill, which is the only date of the file."""
        self.meters: list[str] = []
        """What each meter is called in the file; never shown whole."""

    def __len__(self) -> int:
        return len(self.columns[0])

    def extend(self, columns: Sequence[Sequence[int]], but: Collection[int]) -> None:
        """Readings in the columns of `Reading`, without the rows in `but`. Raises MeterFileError like `add`."""
        self._require_room(len(columns[0]))
        for column, values in zip(self.columns, columns, strict=True):
            column.extend(values if not but else [one for at, one in enumerate(values) if at not in but])

    def _require_room(self, count: int) -> None:
        if len(self) + count > MOST_READINGS:
            raise MeterFileError(
                f"The file has more than {MOST_READINGS:,} readings. Download one year at most."
            )

    def add(self, reading: Reading) -> None:
        """Raises MeterFileError past the most readings that any real file has."""
        self._require_room(1)
        for column, value in zip(self.columns, reading, strict=True):
            column.append(value)

    def leave_out(self, reason: LeftOut, micro_kwh: int, rows: int = 1) -> None:
        """Account for energy that stands in the file and does not count."""
        count = self.left_out.setdefault(reason, [0, 0])
        count[0] += rows
        count[1] += micro_kwh

    def meter(self, name: str) -> int:
        """The number of a meter. Raises MeterFileError where there are too many."""
        if name in self.meters:
            return self.meters.index(name)
        if len(self.meters) >= MOST_METERS:
            raise MeterFileError("The file holds more meters than a home has. Download one meter at a time.")
        self.meters.append(name)
        return len(self.meters) - 1

    def all(self) -> Iterable[Reading]:
        return map(Reading._make, zip(*self.columns, strict=True))


class EnergyLeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """Energy of the file that does not count, with its reason."""

    reason: LeftOut
    rows: int
    kwh: Decimal


class Energy(msgspec.Struct, frozen=True, kw_only=True):
    """Where every kWh of a file went: `in_file_kwh` is `counted_kwh` and all that was left out, exactly."""

    in_file_kwh: Decimal
    counted_kwh: Decimal
    left_out: tuple[EnergyLeftOut, ...]


_MOST_DIGITS = 11
_MOST = 10**17


def micro_kwh(text: str) -> int | None:
    """A plain number of kWh in millionths; None where it is none. One that no home could have is cut off."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    if value.adjusted() > _MOST_DIGITS:
        return _MOST if value > 0 else -_MOST
    return round(value * MICRO) if value.adjusted() > -_MOST_DIGITS else 0


def kwh(micro: int) -> Decimal:
    """Millionths as kWh, without zeros at the end."""
    return (Decimal(micro) / MICRO).normalize() + Decimal(0)
