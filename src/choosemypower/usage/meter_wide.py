"""Tables with a row for each day: which columns are its hours or quarter hours."""

import re
from collections.abc import Sequence

from choosemypower.usage.meter_moments import DAY, HOUR, Clock, midnight, parse_clock
from choosemypower.usage.readings import MeterFileError

MOST_COLUMNS = 200
_HOURS_OF_LONG_DAY = 25
_NUMBERED = re.compile(r"(HR|HOUR|H|HE|HOUR_ENDING|INT|INTERVAL)_?(\d{1,3}|\d\d00)(_KWH)?")


def _clock_of_column(cell: str) -> str:
    """The beginning of "00:00 - 01:00", "0:00 kWh"."""
    return re.split(r"\s*[-–]\s*|\s+\(?kwh\)?$", cell.strip(), maxsplit=1, flags=re.IGNORECASE)[0]


def wide_columns(names: Sequence[str], cells: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Columns that are the hours or quarter hours of a day, and the second of the day at which each begins."""
    clocks = [
        (at, clock.seconds)
        for at, cell in enumerate(cells[:MOST_COLUMNS])
        if (clock := parse_clock(_clock_of_column(cell))) is not None
    ]
    lengths: tuple[int, ...] = (24, 48, 96)
    if not clocks:
        lengths = (24, 48, 96, 25, 50, 100)  # numbered, with room for the hour that comes twice in November
        clocks = [
            (at, int(found[2])) for at, name in enumerate(names) if (found := _NUMBERED.fullmatch(name))
        ]
    if len(clocks) not in lengths or [second for _, second in clocks[1:-1]] != sorted(
        second for _, second in clocks[1:-1]
    ):
        return ()
    step = DAY // (len(clocks) * 24 // 25 if len(clocks) % 25 == 0 else len(clocks))
    assert step <= HOUR, "24 columns or more"
    return tuple((at, number * step) for number, (at, _) in enumerate(clocks))


def clock_of_wide(
    wide: Sequence[tuple[int, int]], day: int, second: int, row: tuple[int, Sequence[str]]
) -> Clock:
    """The clock of a column of a day. Tables with 25 hours count them from midnight, whatever the clock shows."""
    number, cells = row
    if len(wide) % _HOURS_OF_LONG_DAY:
        return Clock(second, None, False)
    length = midnight(day + 1) - midnight(day)
    if second >= max(length, DAY):
        raise MeterFileError(
            f"Row {number} has power in an hour that its day does not have. Download the report again."
        )
    if length < DAY and any(at < len(cells) and cells[at] for at, start in wide if length <= start < DAY):
        return Clock(second, None, False)
    ahead = day * DAY - midnight(day)
    return Clock(second, ahead, False) if second < DAY else Clock(second - HOUR, ahead - HOUR, False)
