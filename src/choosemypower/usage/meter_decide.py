"""Which readings of a meter count: the latest revision, each stretch of time once, whole or in parts, never a guess.

What differs for one meter, stretch and revision is refused with both meanings.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter, le
from typing import NamedTuple

from choosemypower.usage.meter_moments import DAY, HOUR, date_of, day_of, midnight
from choosemypower.usage.readings import (
    FlowDirection,
    LeftOut,
    MeterFileError,
    Quality,
    Reading,
    Readings,
    kwh,
)

_LONGEST = 1 << 24
"""Longer than any reading, in seconds."""
SAME_WITHIN = 0.02
"""Sums and their parts may differ by this share, and by rounding to whole kWh."""
ROUNDING_MICRO_KWH = 600_000


class CountedUsage:
    """Power used, each moment at most once, in order of time."""

    def __init__(self) -> None:
        self.starts, self.ends, self.micro = array("q"), array("q"), array("q")
        self.qualities = array("b")
        self.left_out: dict[LeftOut, list[int]] = {}

    def add(self, start: int, end: int, micro: int, quality: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.micro.append(micro)
        self.qualities.append(quality)

    def extend(
        self, starts: Iterable[int], ends: Iterable[int], micro: Iterable[int], qualities: Iterable[int]
    ) -> None:
        self.starts.extend(starts)
        self.ends.extend(ends)
        self.micro.extend(micro)
        self.qualities.extend(qualities)

    def leave_out(self, reason: LeftOut, micro: int, rows: int = 1) -> None:
        count = self.left_out.setdefault(reason, [0, 0])
        count[0] += rows
        count[1] += micro

    @property
    def estimated(self) -> int:
        """How many readings the utility estimated."""
        return sum(self.qualities)


class _Open(NamedTuple):
    """A stretch within which others may lie."""

    start: int
    end: int
    micro: int
    quality: int
    inside: list[int]
    """Micro kWh of those within, the moment up to which they reach, and gaps as start, end, start, end …"""


def decide(readings: Readings, meter: int) -> CountedUsage:
    """What counts of one meter's readings. Raises MeterFileError where two meanings fit."""
    counted = CountedUsage()
    if _is_plain(readings, meter):
        _, _, _, starts, ends, micro, qualities, _ = readings.columns
        counted.extend(starts, ends, micro, qualities)
        return counted
    _flatten(_whole(_latest(_in_order(readings, meter, counted), counted), counted), counted)
    return counted


def _is_plain(readings: Readings, meter: int) -> bool:
    """Whether nothing is to be decided, as in most files: one meter's use, each reading after the one before."""
    meters, _, kinds, starts, ends, _, _, _ = readings.columns
    return (
        all(map(meter.__eq__, meters))
        and all(map(int(FlowDirection.USE).__eq__, kinds))
        and all(map(le, ends, starts[1:]))
    )


def _in_order(readings: Readings, meter: int, counted: CountedUsage) -> Iterator[Reading]:
    """The meter's use by time, longest first, part and revision."""
    meters, parts, kinds, starts, ends, _, _, revisions = readings.columns
    order = [at for at in range(len(readings)) if meters[at] == meter and kinds[at] == FlowDirection.USE]
    order.sort(key=revisions.__getitem__)
    order.sort(key=lambda at: ((starts[at] << 24) + _LONGEST - ends[at] + starts[at] << 8) + parts[at])
    for at, (kind, micro) in enumerate(zip(kinds, readings.columns[5], strict=True)):
        if kind == FlowDirection.GENERATION and meters[at] == meter:
            counted.leave_out(LeftOut.GENERATION, micro)
    if len(order) == len(readings) and all(later > earlier for earlier, later in pairwise(order)):
        yield from readings.all()
        return
    for at in order:
        yield Reading._make([column[at] for column in readings.columns])


def _latest(readings: Iterator[Reading], counted: CountedUsage) -> Iterator[Reading]:
    """Of each stretch and part one reading: the latest revision, and an actual one before an estimate."""
    for _, same in groupby(readings, key=itemgetter(1, 3, 4)):
        told = list(same)
        if len(told) == 1:
            yield told[0]
            continue
        newest = told[-1].revision
        best = [one for one in told if one.revision == newest]
        actual = [one for one in best if one.quality == Quality.ACTUAL]
        kept = (actual or best)[0]
        for one in actual or best:
            if one.micro_kwh != kept.micro_kwh:
                raise _two_readings(kept, one)
        for one in told:
            if one is kept:
                continue
            if one.revision < newest:
                counted.leave_out(LeftOut.REVISED, one.micro_kwh)
            elif one.micro_kwh == kept.micro_kwh:
                counted.leave_out(LeftOut.REPEATED, one.micro_kwh)
            else:
                counted.leave_out(LeftOut.ESTIMATE_REPLACED, one.micro_kwh)
        yield kept


def _whole(readings: Iterator[Reading], counted: CountedUsage) -> Iterator[Reading]:
    """Parts by price added up, unless the whole stands there too."""
    for _, same in groupby(readings, key=itemgetter(3, 4)):
        told = list(same)
        if len(told) == 1:
            yield told[0]
            continue
        wholes = [one for one in told if one.part == 0]
        parts = [one for one in told if one.part != 0]
        total = sum(one.micro_kwh for one in parts)
        if wholes:
            whole = wholes[0]
            if not _is_same(whole.micro_kwh, total):
                raise MeterFileError(
                    f"{_when(whole.start, whole.end)} the whole says {kwh(whole.micro_kwh):f} kWh and its parts "
                    f"add up to {kwh(total):f} kWh. Download the report again."
                )
            counted.leave_out(LeftOut.SUM_OF_PARTS, total, len(parts))
            yield whole
        else:
            quality = max(one.quality for one in parts)
            yield parts[0]._replace(micro_kwh=total, quality=quality, part=0)


def _flatten(readings: Iterator[Reading], counted: CountedUsage) -> None:
    """The finest readings of each moment, and of longer ones what lies between."""
    stack: list[_Open] = []
    for one in readings:
        while stack and stack[-1].end <= one.start:
            _close(stack.pop(), counted)
        if stack:
            around = stack[-1]
            if one.end > around.end:
                raise MeterFileError(
                    f"Two readings overlap: {_when(around.start, around.end)} and "
                    f"{_when(one.start, one.end).replace('On', 'on', 1)}. Download the report again."
                )
            if one.start > around.inside[1]:
                around.inside.extend((around.inside[1], one.start))
            around.inside[0] += one.micro_kwh
            around.inside[1] = one.end
        stack.append(_Open(one.start, one.end, one.micro_kwh, one.quality, [0, one.start]))
    while stack:
        _close(stack.pop(), counted)


def _close(node: _Open, counted: CountedUsage) -> None:
    inside, reached = node.inside[0], node.inside[1]
    if reached == node.start:
        counted.add(node.start, node.end, node.micro, node.quality)
        return
    gaps = node.inside[2:] + ([reached, node.end] if reached < node.end else [])
    rest = node.micro - inside
    if (rest < 0 or not gaps) and not _is_same(node.micro, inside):
        raise MeterFileError(
            f"{_when(node.start, node.end)} the file says {kwh(node.micro):f} kWh, and the readings within add up to "
            f"{kwh(inside):f} kWh. Download the report again."
        )
    rest = max(rest, 0) if gaps else 0
    counted.leave_out(LeftOut.SUM_OF_PARTS, node.micro - rest)
    for start, end, micro in _shared_out(rest, list(zip(gaps[::2], gaps[1::2], strict=True))):
        counted.add(start, end, micro, node.quality)


def _shared_out(micro: int, gaps: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Energy over stretches by their length, exactly."""
    total = sum(end - start for start, end in gaps)
    passed = given = 0
    for start, end in gaps:
        passed += end - start
        share = micro * passed // total - given
        given += share
        yield start, end, share


def _is_same(whole: int, parts: int) -> bool:
    return abs(whole - parts) <= max(SAME_WITHIN * whole, ROUNDING_MICRO_KWH)


def _two_readings(one: Reading, other: Reading) -> MeterFileError:
    return MeterFileError(
        f"{_when(one.start, one.end)} the file says {kwh(one.micro_kwh):f} kWh and {kwh(other.micro_kwh):f} kWh, and "
        "not which is right: they can be two meters, use and surplus generation, or a correction. Download the report "
        "again, of one meter and of consumption alone."
    )


def _when(start: int, end: int) -> str:
    """A stretch in words: "On June 1, 2025 from 13:15"."""
    day = date_of(day_of(start))
    on = f"On {day:%B} {day.day}, {day.year}"
    seconds = start - midnight(day_of(start))
    if seconds == 0 and end - start >= DAY - HOUR:
        return on
    return f"{on} from {seconds // HOUR}:{seconds % HOUR // 60:02d}"
