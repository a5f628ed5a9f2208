"""From when to when does each row of a table count? By its two ends, or by the step to the next row.

Where ends are inclusive, and which of the two hours from 1:00 in November is meant, only the rows together tell.
"""

from array import array
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from datetime import timedelta
from itertools import groupby, islice, pairwise
from operator import sub
from statistics import median

from choosemypower.usage.meter_moments import (
    DAY,
    HOUR,
    Clock,
    date_of,
    is_clock_change,
    is_skipped,
    is_twice,
    midnight,
    seconds_at,
)
from choosemypower.usage.readings import EARLIEST, LATEST, MeterFileError

NO_DAY = -1
NO_CLOCK = -1
ON_THE_WALL = 1 << 20
"""In the place of an offset: the clock on a Texas wall."""
MOST_READINGS_A_DAY = 10
"""Of days without a time: more are readings whose times are missing, not revisions."""
LONGEST_PERIOD = 100 * DAY
COMMON_STEP_SHARE = 0.2
STEPS_IN_A_ROW = 4
"""As many equal steps one after the other are no gaps: a file may have days first and hours later."""
CLEAR_MAJORITY = 4
MINUTE = 60
DAYS_TO_A_BILL = 5


class Raw:
    """Day and clock of start and end of each row, as they stand there."""

    def __init__(self) -> None:
        self.days, self.clocks, self.offsets = array("i"), array("i"), array("i")
        self.end_days, self.end_clocks, self.end_offsets = array("i"), array("i"), array("i")
        self.are_last = array("b")
        self.numbers = array("i")

    def add(
        self, day: int | None, clock: Clock | None, end_day: int | None, end_clock: Clock | None, number: int
    ) -> None:
        self.days.append(NO_DAY if day is None else day)
        self.clocks.append(NO_CLOCK if clock is None else clock.seconds)
        self.offsets.append(ON_THE_WALL if clock is None or clock.offset is None else clock.offset)
        self.end_days.append(NO_DAY if end_day is None else end_day)
        self.end_clocks.append(NO_CLOCK if end_clock is None else end_clock.seconds)
        self.end_offsets.append(
            ON_THE_WALL if end_clock is None or end_clock.offset is None else end_clock.offset
        )
        self.are_last.append(end_clock is not None and end_clock.is_last)
        self.numbers.append(number)

    def start(self, at: int) -> tuple[int, Clock]:
        return self.days[at], _clock(self.clocks[at], self.offsets[at])

    def end(self, at: int) -> tuple[int, Clock]:
        return self.end_days[at], _clock(self.end_clocks[at], self.end_offsets[at])


def _clock(seconds: int, offset: int) -> Clock:
    return Clock(max(seconds, 0), None if offset == ON_THE_WALL else offset, False)


def stretches(
    raw: Raw,
    keys: Sequence[int],
    revisions: Sequence[int],
    micro: "array[int]",
    *,
    is_smt_periods: bool,
    is_read_date: bool = False,
    are_days_counted: bool = False,
) -> "tuple[array[int], array[int]]":
    """Start and end of each row in seconds since 1970.

    `keys` tell apart what may stand at the same time: meters, parts, use and generation. A row at an hour that
    the clock skips hands its power in `micro` on and has no length. Raises MeterFileError.
    """
    if not len(raw.days):
        return array("q"), array("q")
    if all(day == NO_DAY for day in raw.days):
        return _by_ends_alone(raw, keys, revisions)
    skipped = _fold_in(raw, keys, revisions, micro)
    if all(day != NO_DAY for day in raw.end_days):
        starts, ends = _by_both_ends(raw, keys, revisions, is_smt_periods, are_days_counted)
    elif all(seconds <= 0 for seconds in raw.clocks):
        starts, ends = _days(raw, keys, revisions, is_read_date)
    else:
        starts = _starts(raw, keys, revisions)
        ends = by_steps(starts, keys)
        if any(seconds == DAY for seconds in raw.clocks):  # nothing begins at 24:00
            starts, ends = (
                array("q", (2 * start - end for start, end in zip(starts, ends, strict=True))),
                starts,
            )
    for at in skipped:
        ends[at] = starts[at]
    _check(raw, starts, ends, skipped)
    return starts, ends


def join_bills(raw: Raw, keys: Sequence[int]) -> None:
    """Bills are written some days after the meter was read: their periods begin where the one before ends."""
    for group in _groups(raw.end_days, keys):
        for before, at in pairwise(group):
            if (
                0
                < abs(raw.days[at] - raw.end_days[before])
                <= DAYS_TO_A_BILL
                < raw.end_days[at] - raw.end_days[before]
            ):
                raw.days[at] = raw.end_days[before]


def _fold_in(raw: Raw, keys: Sequence[int], revisions: Sequence[int], micro: "array[int]") -> frozenset[int]:
    """The rows at an hour that the Texas clock skips in March, where the hour after it is there too.

    Files that do not know of the change have both: the power of the skipped hour counts in the hour that follows, on
    the day that the file names, and the row stays without power and length.
    """
    rows = [
        at
        for at, clock in enumerate(raw.clocks)
        if 2 * HOUR <= clock < 3 * HOUR and is_skipped(*raw.start(at))
    ]
    if not rows:
        return frozenset()
    days = {raw.days[at] for at in rows}
    later: dict[tuple[int, int, int, int], list[int]] = {}
    for at, day in enumerate(raw.days):
        if day in days and 3 * HOUR <= raw.clocks[at] < 4 * HOUR:
            later.setdefault((keys[at], revisions[at], day, raw.clocks[at]), []).append(at)
    folded = set()
    for at in rows:
        place = (raw.days[at], raw.clocks[at] + HOUR)
        partners = later.get((keys[at], revisions[at], *place))
        if not partners:  # rows that were each revised at a moment of their own
            groups = (
                group for key, group in later.items() if key[0] == keys[at] and key[2:] == place and group
            )
            partners = next(groups, None)
        if partners:
            micro[partners.pop(0)] += micro[at]
            micro[at] = 0
            folded.add(at)
    return frozenset(folded)


def _check(raw: Raw, starts: Sequence[int], ends: Sequence[int], skipped: Container[int] = ()) -> None:
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if at not in skipped and not (EARLIEST <= start < end <= LATEST and end - start <= LONGEST_PERIOD):
            raise MeterFileError(
                f"Row {raw.numbers[at]} lasts {(end - start) / DAY:.3g} days. A reading has a start, a later end, and "
                "at most 100 days. Download the report again."
            )


def _starts(raw: Raw, keys: Sequence[int], revisions: Sequence[int]) -> "array[int]":
    """When each row begins, in seconds since 1970."""
    starts = array("q")
    doubtful: list[int] = []
    for at, (day, seconds, offset) in enumerate(zip(raw.days, raw.clocks, raw.offsets, strict=True)):
        starts.append(_second(day, seconds, offset))
        if HOUR <= seconds < 2 * HOUR and is_twice(*raw.start(at)):
            doubtful.append(at)
    if doubtful:
        _tell_the_two_hours_apart(raw, keys, revisions, doubtful, starts)
    return starts


def _tell_the_two_hours_apart(
    raw: Raw, keys: Sequence[int], revisions: Sequence[int], doubtful: Sequence[int], starts: "array[int]"
) -> None:
    """Of readings at 1:15 that come twice in November the second is an hour later, unless all came twice."""
    counts: Counter[tuple[int, int, int, int]] = Counter()
    days = {raw.days[at] for at in doubtful}
    for at, day in enumerate(raw.days):
        if day in days and raw.clocks[at] < 2 * HOUR:
            counts[keys[at], revisions[at], day, raw.clocks[at]] += 1
    seen: Counter[tuple[int, int, int, int]] = Counter()
    for at in doubtful:
        key = (keys[at], revisions[at], raw.days[at], raw.clocks[at])
        before = counts.get((*key[:3], raw.clocks[at] - HOUR), 1)
        if counts[key] >= 2 * before and seen[key] % 2:
            starts[at] = seconds_at(*raw.start(at), is_second=True)
        seen[key] += 1


def by_steps(starts: Sequence[int], keys: Sequence[int]) -> "array[int]":
    """Each reading lasts until the next one begins, as long as that is a step that the file has."""
    ends = array("q", bytes(8 * len(starts)))
    for group in _groups(starts, keys):
        moments = array("q")
        for at in group:
            if not moments or starts[at] != moments[-1]:
                moments.append(starts[at])
        gaps = array("q", map(sub, moments[1:], moments))
        counts = Counter(gaps)
        common = {gap for gap, count in counts.items() if count >= COMMON_STEP_SHARE * len(gaps)}
        common |= {
            gap for gap, run in groupby(gaps) if len(tuple(islice(run, STEPS_IN_A_ROW))) == STEPS_IN_A_ROW
        }
        common = common or set(counts)
        usual = counts.most_common(1)[0][0] if gaps else DAY
        number = 0
        for at in group:
            number += starts[at] != moments[number]
            ends[at] = moments[number] + _step(gaps, number, common, usual)
    return ends


def _step(gaps: Sequence[int], number: int, common: Container[int], usual: int) -> int:
    """How long the reading at this moment lasts: one of the common steps, to the next or since the last one."""
    after = gaps[number] if number < len(gaps) else 0
    if after in common:
        return after
    before = gaps[number - 1] if number else 0
    return before if before in common else min(usual, after or usual)


def _groups(starts: Sequence[int], keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """The rows of each key in order of time."""
    groups: dict[int, array[int]] = {}
    for at, key in enumerate(keys):
        groups.setdefault(key, array("i")).append(at)
    for group in groups.values():
        if all(starts[group[at - 1]] <= starts[group[at]] for at in range(1, len(group))):
            yield group
        else:
            yield sorted(group, key=starts.__getitem__)


def _by_both_ends(
    raw: Raw, keys: Sequence[int], revisions: Sequence[int], is_smt_periods: bool, are_days_counted: bool
) -> "tuple[array[int], array[int]]":
    if all(clock <= 0 for clock in raw.clocks) and all(clock <= 0 for clock in raw.end_clocks):
        starts = array("q", map(midnight, raw.days))
        extra_days = 0 if are_days_counted else int(_are_days_inclusive(raw, keys, is_smt_periods))
        return starts, array("q", (midnight(day + extra_days) for day in raw.end_days))
    starts = _starts(raw, keys, revisions)
    early = _late_starts(raw)
    if early:
        starts = array("q", (start - early for start in starts))
    late = 0
    if all(raw.are_last):
        late = 1 if all(clock % MINUTE == MINUTE - 1 for clock in raw.end_clocks) else MINUTE
    ends = array("q", (_end(raw, at, start) + late for at, start in enumerate(starts)))
    usual = Counter(end - start for start, end in zip(starts, ends, strict=True)).most_common(1)[0][0]
    for at, start in enumerate(starts):
        # Where the clock changes, an end can stand before its start, or an hour too late.
        is_near = HOUR <= raw.clocks[at] < 2 * HOUR
        if is_near and is_twice(*raw.start(at)) and not 0 < ends[at] - start <= HOUR:
            ends[at] = start + usual
    return starts, ends


def _late_starts(raw: Raw) -> int:
    """By how much all rows name their second minute or second as their start: 0:01 to 0:15, 0:16 to 0:30 …"""
    for by in (1, MINUTE):
        if all(clock % (5 * MINUTE) == by for clock in raw.clocks) and all(
            clock % (5 * MINUTE) == 0 for clock in raw.end_clocks
        ):
            return by
    return 0


def _second(day: int, seconds: int, offset: int) -> int:
    """A moment in seconds since 1970; nearly all are of ordinary days on the Texas clock."""
    if offset == ON_THE_WALL and not is_clock_change(day):
        return midnight(day) + max(seconds, 0)
    return seconds_at(day, _clock(seconds, offset))


def _end(raw: Raw, at: int, start: int) -> int:
    end = _second(raw.end_days[at], raw.end_clocks[at], raw.end_offsets[at])
    if end > start:
        return end
    day, clock = raw.end(at)
    return seconds_at(day, clock, is_second=True) if end <= start and is_twice(day, clock) else end


def _are_days_inclusive(raw: Raw, keys: Sequence[int], is_smt_periods: bool) -> bool:
    """Whether periods like June 1 to June 30 hold their last day. Raises MeterFileError where both fit."""
    exclusive = inclusive = 0
    for group in _groups(raw.days, keys):
        periods = sorted({(raw.days[at], raw.end_days[at]) for at in group})
        inclusive += sum(CLEAR_MAJORITY for began, ended in periods if began == ended)
        for (_, ended), (began, _) in pairwise(periods):
            exclusive += began == ended
            inclusive += began == ended + 1
    if exclusive > CLEAR_MAJORITY * inclusive:
        return False
    if inclusive > CLEAR_MAJORITY * exclusive:
        return True
    first, last = date_of(raw.days[0]), date_of(raw.end_days[0])
    if not exclusive and not inclusive:
        if first.day == 1 and date_of(raw.end_days[0] + 1).day == 1:
            return True
        if is_smt_periods or first.day == last.day:
            return False
    raise MeterFileError(
        f"The period from {first:%B} {first.day} to {last:%B} {last.day} can hold its last day or end before it, and "
        "the file does not show which. Download two periods or more that follow each other, or the daily report."
    )


def _days(
    raw: Raw, keys: Sequence[int], revisions: Sequence[int], is_read_date: bool
) -> "tuple[array[int], array[int]]":
    """Readings that name a day and no time are of that day, unless they come too often or too seldom.

    Raises MeterFileError.
    """
    if any(day != NO_DAY for day in raw.end_days):
        row = next(raw.numbers[at] for at, day in enumerate(raw.end_days) if day == NO_DAY)
        raise MeterFileError(
            f"Row {row} says when it begins and not when it ends. Download the report again."
        )
    starts = array("q", map(midnight, raw.days))
    counts = Counter(zip(keys, revisions, raw.days, strict=True))
    if max(counts.values()) > MOST_READINGS_A_DAY:
        raise MeterFileError(
            "The file has many readings a day and does not say when they began. Download the 15-minute report from "
            "smartmetertexas.com."
        )
    days = sorted(set(raw.days))
    gaps = [later - earlier for earlier, later in pairwise(days)]
    if not gaps or median(gaps) < 2:
        return starts, array("q", (midnight(day + 1) for day in raw.days))
    if not is_read_date and all(date_of(day).day == 1 for day in days):
        return starts, array("q", (midnight(_first_after(day)) for day in raw.days))
    raise MeterFileError(
        f"The readings stand {median(gaps):g} days apart and have no end. Each can be of one day or of the whole time "
        "before or after it. Download the daily report."
    )


def _first_after(day: int) -> int:
    """The first day of the month after a day's."""
    later = date_of(day).replace(day=1) + timedelta(days=32)
    return day + (later.replace(day=1) - date_of(day)).days


def _name_midnights_by_their_day(raw: Raw) -> None:
    """Where 0:00 stands beside 23:00 of the same date it is the end of that day, 24:00."""
    late = DAY // 2
    for at, (day, clock) in enumerate(zip(raw.days, raw.clocks, strict=True)):
        beside = [one for one in (at - 1, at + 1) if 0 <= one < len(raw.days)]
        if clock == 0 and any(raw.days[one] == day and raw.clocks[one] > late for one in beside):
            raw.clocks[at] = DAY


def _tell_the_ends_of_two_hours_apart(
    raw: Raw, keys: Sequence[int], revisions: Sequence[int], ends: "array[int]"
) -> None:
    """Where hours are called by an hour after their start, 2:00 comes twice in November: the first is 1:00 again."""
    rows: dict[tuple[int, int, int], list[int]] = {}
    for at, clock in enumerate(raw.clocks):
        if clock == 2 * HOUR and is_twice(raw.days[at], _clock(HOUR, raw.offsets[at])):
            rows.setdefault((keys[at], revisions[at], raw.days[at]), []).append(at)
    for (key, revision, day), told in rows.items():
        ones = sum(
            (keys[at], revisions[at], raw.days[at], clock) == (key, revision, day, HOUR)
            for at, clock in enumerate(raw.clocks)
        )
        if len(told) > max(ones, 1):
            for at in told[::2]:
                ends[at] -= HOUR


def _by_ends_alone(
    raw: Raw, keys: Sequence[int], revisions: Sequence[int]
) -> "tuple[array[int], array[int]]":
    """Tables that name the end of each reading: it began a step before."""
    if all(clock <= 0 for clock in raw.end_clocks):
        raise MeterFileError(
            "The file says when its readings end and not when they began. Download the 15-minute or daily report."
        )
    moments = Raw()
    moments.days, moments.clocks, moments.offsets = raw.end_days, raw.end_clocks, raw.end_offsets
    _name_midnights_by_their_day(moments)
    ends = _starts(moments, keys, revisions)
    _tell_the_ends_of_two_hours_apart(moments, keys, revisions, ends)
    lasts = by_steps(ends, keys)
    starts = array("q", (2 * end - last for end, last in zip(ends, lasts, strict=True)))
    _check(raw, starts, ends)
    return starts, ends
