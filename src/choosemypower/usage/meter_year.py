"""From the readings that count to a year: days, months, hours, gaps, and where every kWh of the file went."""

from calendar import isleap
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import msgspec

from choosemypower.units import MONTH_NAMES, MONTHS_IN_YEAR, TEXAS
from choosemypower.usage.hours import CELLS, HOURS_IN_DAY, hours_word
from choosemypower.usage.meter_decide import CountedUsage
from choosemypower.usage.meter_moments import DAY, HOUR, date_of, midnight
from choosemypower.usage.meter_notes import MeterNotes, days_in_words, sentences_of
from choosemypower.usage.model import Heating, UsageChoice
from choosemypower.usage.parameters import MAX_MONTH_KWH, usage_of_months, with_hours
from choosemypower.usage.profiles import Profiles
from choosemypower.usage.readings import MICRO, Energy, EnergyLeftOut, LeftOut, MeterFileError, Readings, kwh

SATURDAY = 5
ENOUGH_OF_A_MONTH = 0.5
"""With less than this share of its days a month is filled from the level and shape of the year."""
FEWEST_DAYS = 14.5
WHOLE_DAY = 0.95
LEAST_KWH_A_DAY = 0.1
"""Less is an empty home, or another unit."""
LONGEST_DAY = DAY + HOUR
"""Of a longer reading, such as a bill's month, no single day is known."""
LONGEST_HOURLY = 2 * HOUR
"""Readings up to this length say at which hours power is used."""
HOURLY_SHARE = 0.95


class MeterReading(msgspec.Struct, frozen=True, kw_only=True):
    """A meter's readings, added up to a year."""

    usage: UsageChoice
    """Twelve months, filled where the file has none, with their hours from interval files."""
    first_day: date
    last_day: date
    """Of the year that was read."""
    covered_months: int
    covered_days: int
    told: tuple[MeterNotes, ...]
    """What was left out, filled or estimated: of the meter, or of each that was added up."""
    energy: Energy
    watt_hours_by_day: tuple[int, ...]
    """Every day from the first to the last."""
    day_states: str
    """A letter for each of them: `r` read, `e` estimated by the utility, `p` read in part, `s` an even share of a
    reading of several days, `g` a gap."""

    @property
    def notes(self) -> tuple[str, ...]:
        """`told` as sentences."""
        return sentences_of(self.told)


class MeteredDays:
    """What is known of each Texas day."""

    def __init__(self, counted: CountedUsage) -> None:
        self.micro: dict[int, int] = {}
        self.seconds: dict[int, int] = {}
        self.estimated: set[int] = set()
        self.shared: set[int] = set()
        self.by_hour = [0] * CELLS
        self.hourly_micro = 0
        columns = (counted.starts, counted.ends, counted.micro, counted.qualities)
        for start, end, micro, quality in zip(*columns, strict=True):
            self._add(start, end, micro, quality)

    def _add(self, start: int, end: int, micro: int, quality: int) -> None:
        hour = start // HOUR
        if hour == (end - 1) // HOUR:
            day, cell = _place(hour)
            self._add_to_day(day, end - start, micro, quality)
            self.by_hour[cell] += micro
            self.hourly_micro += micro
        elif end - start <= LONGEST_HOURLY:
            for part_start, part_end, share in _split(start, end, micro, _hours(start, end)):
                day, cell = _place(part_start // HOUR)
                self._add_to_day(day, part_end - part_start, share, quality)
                self.by_hour[cell] += share
            self.hourly_micro += micro
        else:
            for part_start, part_end, share in _split(start, end, micro, _midnights(start, end)):
                day = _place(part_start // HOUR)[0]
                self._add_to_day(day, part_end - part_start, share, quality)
                if end - start > LONGEST_DAY:
                    self.shared.add(day)

    def _add_to_day(self, day: int, seconds: int, micro: int, quality: int) -> None:
        self.micro[day] = self.micro.get(day, 0) + micro
        self.seconds[day] = self.seconds.get(day, 0) + seconds
        if quality:
            self.estimated.add(day)

    def share(self, day: int) -> float:
        """How much of a day is known, from 0 to 1; days of 23 and 25 hours are whole days."""
        # Many a file gives the day of 25 hours only 24.
        length = min(DAY, midnight(day + 1) - midnight(day))
        return min(1.0, self.seconds.get(day, 0) / length)

    def state(self, day: int) -> str:
        share = self.share(day)
        if not share:
            return "g"
        if share < WHOLE_DAY:
            return "p"
        if day in self.shared:
            return "s"
        return "e" if day in self.estimated else "r"


@lru_cache(maxsize=65536)
def _place(hour: int) -> tuple[int, int]:
    """The Texas day and the cell of the week of an hour, counted from 1970."""
    local = datetime.fromtimestamp(hour * HOUR, UTC).astimezone(TEXAS)
    first = HOURS_IN_DAY if local.weekday() >= SATURDAY else 0
    return (local.date() - date(1970, 1, 1)).days, first + local.hour


def _hours(start: int, end: int) -> Iterator[int]:
    yield from range((start // HOUR + 1) * HOUR, end, HOUR)


def _midnights(start: int, end: int) -> Iterator[int]:
    day = _place(start // HOUR)[0] + 1
    while (moment := midnight(day)) < end:
        yield moment
        day += 1


def _split(start: int, end: int, micro: int, cuts: Iterator[int]) -> Iterator[tuple[int, int, int]]:
    """A stretch in pieces, its energy by their length, exactly."""
    given, begin = 0, start
    for cut in (*cuts, end):
        share = micro * (cut - start) // (end - start) - given
        yield begin, cut, share
        given += share
        begin = cut


def year_of(
    counted: CountedUsage,
    left_out: Mapping[LeftOut, Sequence[int]],
    profiles: Profiles,
    *,
    of: Readings | None,
) -> MeterReading:
    """The latest twelve months of a meter. `left_out` is the file's own; what `of` says of itself is told too.

    Raises MeterFileError.
    """
    days = MeteredDays(counted)
    _check(days, counted, left_out)
    last = max(days.micro)
    first = max(min(days.micro), _a_year_before(last))
    kwh_by_month, filled, filled_days = _months(days, first, last, profiles)
    energy = _energy(days, counted, left_out, first)
    covered_days = round(sum(days.share(day) for day in range(first, last + 1)))
    usage = usage_of_months(kwh_by_month, profiles)
    usage = msgspec.structs.replace(usage, filled_months=filled)
    if days.hourly_micro >= HOURLY_SHARE * sum(days.micro.values()):
        usage = with_hours(usage, hours_word(days.by_hour))
    return MeterReading(
        usage=usage,
        first_day=date_of(first),
        last_day=date_of(last),
        covered_months=MONTHS_IN_YEAR - len(filled),
        covered_days=covered_days,
        told=(
            MeterNotes(
                first_day=date_of(first),
                last_day=date_of(last),
                covered_days=covered_days,
                left_out={one.reason: one.rows for one in energy.left_out},
                estimated=counted.estimated,
                filled_days=filled_days,
                filled_months=filled,
                unreadable=of.unreadable if of else 0,
                is_unit_assumed=of.is_unit_assumed if of else False,
                is_end_assumed=of.is_end_assumed if of else False,
            ),
        ),
        energy=energy,
        watt_hours_by_day=tuple(days.micro.get(day, 0) // 1000 for day in range(first, last + 1)),
        day_states="".join(days.state(day) for day in range(first, last + 1)),
    )


def _check(days: MeteredDays, counted: CountedUsage, left_out: Mapping[LeftOut, Sequence[int]]) -> None:
    if not days.micro and LeftOut.GENERATION in counted.left_out:
        raise MeterFileError(
            "The file holds surplus generation only, which is power that you gave back. Download the report of "
            "consumption."
        )
    if not days.micro and LeftOut.NOT_A_KWH_CHANNEL in left_out:
        raise MeterFileError(
            "No row of the file is use in kWh. Download the 15-minute or daily report of use."
        )
    if not days.micro:
        raise MeterFileError("The file holds no readings. Download a report that covers at least one month.")
    if not any(days.micro.values()):
        raise MeterFileError("Every reading in the file is 0. Check that it is the meter of your home.")
    a_day = sum(days.micro.values()) / MICRO / len(days.micro)
    if a_day < LEAST_KWH_A_DAY:
        raise MeterFileError(
            f"The readings add up to {a_day:.2g} kWh a day, which no home takes: they may be in another unit than kWh. "
            "Download the report in kWh."
        )


def _a_year_before(day: int) -> int:
    """The first of the twelve months that end with a day."""
    after = date_of(day) + timedelta(days=1)
    if (after.month, after.day) == (2, 29) and not isleap(after.year - 1):
        after += timedelta(days=1)
    return day - (after - after.replace(year=after.year - 1)).days + 1


def _months(
    days: MeteredDays, first: int, last: int, profiles: Profiles
) -> tuple[list[int | None], tuple[int, ...], int]:
    """Whole kWh of each calendar month, January first; which were filled from the shape; and days filled in others.

    A month with half of its days takes their mean for the others. The rest of the year follows the shape of Texas homes
    at the level of all days that are known.
    """
    shape = profiles.shapes[Heating.UNSURE]
    lengths, covered, micro = [0] * MONTHS_IN_YEAR, [0.0] * MONTHS_IN_YEAR, [0] * MONTHS_IN_YEAR
    for day in range(first, last + 1):
        on = date_of(day)
        lengths[on.month - 1] = max(lengths[on.month - 1], _length(on))
        covered[on.month - 1] += days.share(day)
        micro[on.month - 1] += days.micro.get(day, 0)
    lengths = [length or _length(date(2025, at, 1)) for at, length in enumerate(lengths, 1)]
    if sum(covered) < FEWEST_DAYS:
        raise MeterFileError(
            f"The file covers {days_in_words(round(sum(covered)))}. Download a report that covers at least one month."
        )
    weights = [
        float(one) * share / length for one, share, length in zip(shape, covered, lengths, strict=True)
    ]
    level = sum(micro) / MICRO / sum(weights)
    months: list[int | None] = []
    filled: list[int] = []
    filled_days = 0
    for at, (share, length) in enumerate(zip(covered, lengths, strict=True)):
        own = micro[at] / MICRO
        if share >= ENOUGH_OF_A_MONTH * length:
            total = round(own * length / min(share, length))
            filled_days += max(0, round(length - share))
        else:
            total = round(own + level * float(shape[at]) * (1 - share / length))
            filled.append(at + 1)
        if total > MAX_MONTH_KWH:
            raise MeterFileError(
                f"{MONTH_NAMES[at]} adds up to {total:,} kWh. We can work with up to {MAX_MONTH_KWH:,} a month."
            )
        months.append(total)
    return months, tuple(filled), filled_days


def _length(on: date) -> int:
    return ((on.replace(day=1) + timedelta(days=32)).replace(day=1) - on.replace(day=1)).days


def _energy(
    days: MeteredDays, counted: CountedUsage, left_out: Mapping[LeftOut, Sequence[int]], first: int
) -> Energy:
    """The account of the file."""
    sums: dict[LeftOut, tuple[int, int]] = {}
    for reason, (rows, micro) in (*left_out.items(), *counted.left_out.items()):
        before = sums.get(reason, (0, 0))
        sums[reason] = (before[0] + rows, before[1] + micro)
    older = sum(micro for day, micro in days.micro.items() if day < first)
    if any(day < first for day in days.micro):
        begins = midnight(first)
        sums[LeftOut.BEFORE_THE_YEAR] = (sum(start < begins for start in counted.starts), older)
    counts = sum(micro for day, micro in days.micro.items() if day >= first)
    return Energy(
        in_file_kwh=kwh(counts + sum(micro for _, micro in sums.values())),
        counted_kwh=kwh(counts),
        left_out=tuple(
            EnergyLeftOut(reason=reason, rows=sums[reason][0], kwh=kwh(sums[reason][1]))
            for reason in LeftOut
            if reason in sums
        ),
    )


def added_up(readings: Sequence[MeterReading], profiles: Profiles) -> MeterReading:
    """Several meters of one home as one. Raises MeterFileError."""
    totals = [sum(months) for months in zip(*(one.usage.year.kwh_by_month for one in readings), strict=True)]
    if max(totals) > MAX_MONTH_KWH:
        raise MeterFileError(
            f"The meters add up to {max(totals):,} kWh in a month. We can work with up to {MAX_MONTH_KWH:,}."
        )
    filled = sorted({month for one in readings for month in one.usage.filled_months})
    usage = msgspec.structs.replace(usage_of_months(totals, profiles), filled_months=tuple(filled))
    first, last = min(one.first_day for one in readings), max(one.last_day for one in readings)
    watt_hours, states = _days_of_all(readings, first, (last - first).days + 1)
    return MeterReading(
        usage=_with_hours_of_all(usage, readings),
        first_day=first,
        last_day=last,
        covered_months=MONTHS_IN_YEAR - len(filled),
        covered_days=min(one.covered_days for one in readings),
        told=tuple(note for one in readings for note in one.told),
        energy=_energy_of_all(readings),
        watt_hours_by_day=tuple(watt_hours),
        day_states="".join(states),
    )


def _with_hours_of_all(usage: UsageChoice, readings: Sequence[MeterReading]) -> UsageChoice:
    """With the hours of the home where every meter has them."""
    shares = [(one.usage.year.kwh_per_year, one.usage.year.hourly_shares) for one in readings]
    if any(hours is None for _, hours in shares):
        return usage
    cells = [sum(hours[at] * total for total, hours in shares if hours) for at in range(CELLS)]
    return with_hours(usage, hours_word([Decimal(cell) for cell in cells]))


def _days_of_all(readings: Sequence[MeterReading], first: date, length: int) -> tuple[list[int], list[str]]:
    """Watt-hours and state of each day from the first on."""
    watt_hours, states = [0] * length, ["g"] * length
    for one in readings:
        offset = (one.first_day - first).days
        for at, (amount, state) in enumerate(zip(one.watt_hours_by_day, one.day_states, strict=True), offset):
            watt_hours[at] += amount
            states[at] = max(states[at], state, key="gresp".index) if states[at] != "g" else state
    return watt_hours, states


def _energy_of_all(readings: Sequence[MeterReading]) -> Energy:
    sums: dict[LeftOut, tuple[int, Decimal]] = {}
    for one in readings:
        for left in one.energy.left_out:
            if left.reason is not LeftOut.OTHER_METER:
                rows, amount = sums.get(left.reason, (0, Decimal(0)))
                sums[left.reason] = (rows + left.rows, amount + left.kwh)
    counted = sum((one.energy.counted_kwh for one in readings), Decimal(0))
    return Energy(
        in_file_kwh=counted + sum((amount for _, amount in sums.values()), Decimal(0)),
        counted_kwh=counted,
        left_out=tuple(
            EnergyLeftOut(reason=reason, rows=sums[reason][0], kwh=sums[reason][1])
            for reason in LeftOut
            if reason in sums
        ),
    )
