"""Does a table mean what was read? Counters that only rise, and rows of one time that a column tells apart."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from choosemypower.usage.meter_asides import DEVICE_COLUMNS, WHOLE_WORDS
from choosemypower.usage.meter_moments import date_of, day_of
from choosemypower.usage.meter_names import tidy
from choosemypower.usage.meter_table import Table
from choosemypower.usage.readings import MeterFileError, kwh

_FEWEST_OF_COUNTER = 12
"""Twelve readings of use do not rise one after the other."""
_SAMPLE_ROWS = 3000
MOST_KWH_AN_HOUR = 200


def check_counter(keys: Sequence[int], starts: Sequence[int], micro: Sequence[int]) -> None:
    """Raises MeterFileError where readings only ever rise, as what a meter's counter shows does."""
    groups: dict[int, array[int]] = {}
    for at, key in enumerate(keys):
        groups.setdefault(key, array("i")).append(at)
    for group in groups.values():
        if len(group) < _FEWEST_OF_COUNTER:
            continue
        values = [micro[at] for at in sorted(group, key=starts.__getitem__)]
        if any(later < earlier for earlier, later in pairwise(values)):
            continue
        if 2 * sum(later > earlier for earlier, later in pairwise(values)) >= len(values):
            raise MeterFileError(
                f"The readings only ever rise, from {kwh(values[0]):f} to {kwh(values[-1]):f} kWh, as what a meter's "
                "counter shows does. Download the report of use for each hour or day."
            )


def check_power(
    starts: Sequence[int], ends: Sequence[int], micro: Sequence[int], numbers: Sequence[int]
) -> frozenset[int]:
    """The rows without length, at an hour that the clock skips.

    Raises MeterFileError where one says more than a home takes.
    """
    skipped = set()
    for at, (start, end, amount) in enumerate(zip(starts, ends, micro, strict=True)):
        if not amount and end == start:
            skipped.add(at)
        elif amount * 3600 > MOST_KWH_AN_HOUR * 1_000_000 * max(end - start, 900):
            minutes = round((end - start) / 60)
            raise MeterFileError(
                f"Row {numbers[at]} says {kwh(amount):f} kWh in {minutes} minutes. That cannot be a home."
            )
    return frozenset(skipped)


def check_told_apart(
    moments: Sequence[Sequence[int]],
    prints: Sequence[int],
    numbers: Sequence[int],
    table: Table,
    unknown: Sequence[int],
) -> None:
    """Raises MeterFileError where a column that we do not know tells rows of the same time apart.

    They can be two meters or two kinds of power: equal readings among them are no repetition. `moments`: key, start,
    end, revision and quality of each row.
    """
    starts = moments[1]
    order = range(len(starts))
    if any(later < earlier for earlier, later in pairwise(starts)):
        order = array("i", sorted(order, key=starts.__getitem__))  # type: ignore[assignment]
    run: dict[tuple[int, ...], int] = {}
    start = None
    for at in order:
        if starts[at] != start:
            start = starts[at]
            run.clear()
        known = run.setdefault(tuple(column[at] for column in moments), at)
        if prints[known] != prints[at]:
            raise _two_rows(table, unknown, (numbers[known], numbers[at]), starts[at])


def _two_rows(table: Table, unknown: Sequence[int], numbers: tuple[int, int], start: int) -> MeterFileError:
    one, other = (row.cells for row in table.rows() if row.number in numbers)
    pairs = ((at, (one[at : at + 1] or [""])[0], (other[at : at + 1] or [""])[0]) for at in unknown)
    on = f"{date_of(day_of(start)):%B} {date_of(day_of(start)).day}, {date_of(day_of(start)).year}"
    found = next((pair for pair in pairs if pair[1] != pair[2]), None)
    if found is None:
        return MeterFileError(
            f"Rows {numbers[0]} and {numbers[1]} are both of {on}, in parts of the file with different columns. Keep "
            "one part and send it again."
        )
    at, first, second = found
    name = "".join(table.header[at : at + 1]).strip()[:40] or f"number {at + 1}"
    return MeterFileError(
        f"Rows {numbers[0]} and {numbers[1]} are both of {on}, and differ in the column "
        f"“{name}”: “{first[:30]}” and “{second[:30]}”. They can be two meters or two kinds of power. Keep the rows of "
        "one and send it again."
    )


def check_whole_home(table: Table) -> None:
    """Raises MeterFileError where a table of devices has none that stands for the whole home."""
    names = [frozenset(tidy(cell).split("_")) for cell in table.header]
    if not any(tokens & DEVICE_COLUMNS for tokens in names):
        return
    places = [at for at, tokens in enumerate(names) if tokens & (DEVICE_COLUMNS | {"NAME"})]
    words = _words(table.cells(places))
    if words and not any(frozenset(tidy(word).split("_")) & WHOLE_WORDS for word in words):
        shown = " and ".join(f"“{word[:30]}”" for word in sorted(words)[:2])
        raise MeterFileError(
            f"This file is of devices of a home, such as {shown}, and not of all its power. Download the meter's "
            "report from smartmetertexas.com or from your provider."
        )


def _words(rows: Iterable[Sequence[str]]) -> set[str]:
    return {cell for cells in islice(rows, _SAMPLE_ROWS) for cell in cells if cell}
