"""Which column of a table says what, from the names that utilities, retailers and tools give them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from choosemypower.usage.meter_asides import (
    is_comparison,
    is_given_back,
    is_of_device,
    is_ratio,
    not_your_own,
)
from choosemypower.usage.meter_names import tidy
from choosemypower.usage.meter_roles import (
    AVERAGES,
    BILL_WORDS,
    COUNTER_NAMES,
    END,
    MONEY,
    ROLES,
    START,
    roles_of,
)
from choosemypower.usage.meter_wide import MOST_COLUMNS, wide_columns
from choosemypower.usage.readings import MICRO, FlowDirection, MeterFileError

_NO_ENERGY = MONEY | frozenset((
    "DATE", "TIME", "TYPE", "UNIT", "UNITS", "UOM", "DAY", "DAYS", "KW", "ESTIMATED", "STATUS", "QUALITY",
    "TEMPERATURE", "TEMP", "AVERAGE", "AVG", "NUMBER", "ID", "MONTH", "NOTES", "BUDGET", "REACTIVE",
    "APPARENT", "SELF", "GAS", "WATER", "MAX", "MIN", "MAXIMUM", "MINIMUM", "HIGHEST", "LOWEST", "MEDIAN",
))  # fmt: skip
_OTHER_QUANTITY = re.compile(r"(?:.*_)?(?:K?VARH?|K?VAH|REACTIVE|APPARENT|THERMS?|CCF|GAS|WATER)(?:_.*)?")
"""Of the same hours, and never use: reactive and apparent power, gas."""
_COUNTERS = frozenset(
    ("CUMULATIVE", "LIFETIME", "RUNNING", "YTD", "ACCUMULATED", "COUNTER", "ODOMETER", "REGISTER")
)
_UNITS = {"KWH": MICRO, "WH": MICRO // 1000, "MWH": MICRO * 1000, "KWHS": MICRO, "KILOWATTHOURS": MICRO}
_BARE = frozenset(("USAGE", "CONSUMPTION", "CONSUMED", "ENERGY", "USE", "ELECTRICITY"))
_BESIDE_BARE = frozenset((
    "ELECTRIC", "TOTAL", "INTERVAL", "HOURLY", "DAILY", "MONTHLY", "METERED", "ACTUAL", "MY", "HOME", "USED", "NET",
    "ENERGY", "ELECTRICITY", "MEASURED",
))  # fmt: skip
_BARE_GENERATION = frozenset((
    "GENERATION", "GENERATED", "EXPORT", "EXPORTED", "SURPLUS", "PRODUCTION", "PRODUCED", "SOLAR",
))  # fmt: skip
_GENERATION = frozenset((
    "GENERATION", "GENERATED", "SURPLUS", "SURPLUSGENERATION", "EXPORT", "EXPORTED", "RECEIVED", "RETURNED",
    "SOLAR", "PV", "YIELD", "INVERTER", "EXCESS", "PRODUCTION", "PRODUCED",
    "OUTFLOW", "BUYBACK", "SOLD", "SELL", "REVERSE", "SENT", "OUT", "FEEDIN",
))  # fmt: skip
_PARTS = frozenset((
    "PEAK", "ONPEAK", "OFFPEAK", "MIDPEAK", "SHOULDER", "NIGHT", "NIGHTS", "FREE", "WEEKEND", "WEEKENDS",
    "WEEKDAY", "WEEKDAYS", "TOU", "TIER", "SUPER", "PAID", "EVENING", "EVENINGS", "MORNING", "AFTERNOON", "OVERNIGHT",
))  # fmt: skip
_SAME_QUANTITY = ("USAGE_KWH", "ACTUAL_KWH", "METERED_KWH", "BILLED_KWH")
"""Smart Meter Texas prints several of these side by side; the first that is there counts."""
_TO_GRID = re.compile(r"(TO|INTO)_(THE_)?(GRID|UTILITY)|FEED_IN|GIVEN_BACK|(CUSTOMER|HOME)_TO_|GRID_RETURN")
_FROM_GRID = re.compile(r"FROM_(THE_)?(GRID|UTILITY)|GRID_(IMPORT|CONSUMPTION)|(GRID|UTILITY)_TO_")
_USE = frozenset((
    "CONSUMPTION", "CONSUMED", "USAGE", "USE", "USED", "IMPORT", "IMPORTED", "DELIVERED", "FORWARD", "PURCHASED",
    "INFLOW", "LOAD", "BUY", "BOUGHT",
))  # fmt: skip
_VALUES = frozenset(("VALUE", "QUANTITY", "AMOUNT"))
"""Energy where another column names its unit."""
_UNIT_NAMES = frozenset(("UNIT", "UNITS", "UOM"))


class EnergyColumn(NamedTuple):
    at: int
    name: str
    """As the file writes it."""
    micro_per_unit: int
    kind: FlowDirection
    part: int = 0
    """0: the whole; above: a part by price; NET and COUNTER are no use of a time."""


NET, COUNTER = -1, -2


class Columns(NamedTuple):
    """Where a table says what; None: nowhere."""

    energy: tuple[EnergyColumn, ...]
    ignored_energy: tuple[EnergyColumn, ...]
    """The same quantity once more, or the parts of a total."""
    others: tuple[int, ...]
    """Columns of another quantity of the same hours, such as reactive power."""
    multiplier: int | None
    """By which a reading of the counter is multiplied, or was already."""
    unknown: tuple[int, ...]
    """Columns whose meaning we do not know, and which may tell rows of the same time apart."""
    wide: tuple[tuple[int, int], ...]
    """Column and second of the day where a row holds a whole day."""
    meter: int | None
    date: int | None
    time: int | None
    start: int | None
    start_time: int | None
    end: int | None
    end_time: int | None
    month: int | None
    year: int | None
    """Beside a column that holds the number or the name of a month alone."""
    days: int | None
    """How many days a period has."""
    revision: int | None
    estimated: int | None
    unit: int | None
    service: int | None
    zone: int | None
    is_read_date: bool
    """The only date is the one on which the meter was read, or a bill written: where a period ends."""
    is_bill_date: bool
    is_smt_periods: bool
    """Named as in the monthly report of Smart Meter Texas, whose periods end where the next one begins."""


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names a column of energy, or 23 and more hours of a day, rather than holding them."""
    names = [tidy(cell) for cell in cells[:MOST_COLUMNS]]
    found = [
        one
        for name, cell in zip(names, cells, strict=False)
        if name and not name[0].isdecimal() and (one := _energy(0, name, cell))
    ]
    if not found and _value_at(names) is not None:
        return True
    if found and (any(not is_bare(tidy(one.name)) for one in found) or sum(map(bool, names)) > 1):
        return not any(re.fullmatch(r"\d+([.,]\d+)?", cell.strip()) for cell in cells)
    return len(wide_columns(names, cells)) > 0


def columns_of(cells: Sequence[str]) -> Columns:
    """What the columns under this header mean. Raises MeterFileError where that cannot be known."""
    names = [tidy(cell) for cell in cells[:MOST_COLUMNS]]
    wide = wide_columns(names, cells)
    found, asides = _energy_of(names, cells)
    if asides and not found and not wide:
        raise not_your_own(cells[min(asides)])
    energy, ignored = ((), ()) if wide else _chosen(found)
    taken = {one.at for one in found} | {at for at, _ in wide}
    roles = roles_of(names, taken | asides)
    others = {at for at, name in enumerate(names) if at not in taken and _OTHER_QUANTITY.fullmatch(name)}
    others |= asides
    known = taken | others | {roles[role] for role in (*ROLES, "bill_date", "home") if role in roles}
    date_words = frozenset(names[roles["date"]].split("_")) if "date" in roles else frozenset()
    return Columns(
        is_read_date=bool(date_words & (BILL_WORDS | {"READ", "READING"})),
        is_bill_date=bool(date_words & BILL_WORDS),
        energy=energy,
        ignored_energy=ignored,
        others=tuple(sorted(others)),
        multiplier=_multiplier(names),
        unknown=tuple(at for at, name in enumerate(names) if at not in known and not _is_remark(name)),
        wide=wide,
        is_smt_periods=any(tidy(one.name) in _SAME_QUANTITY[1:] for one in found),
        **{role: roles.get(role) for role in ROLES},
    )


def _multiplier(names: Sequence[str]) -> int | None:
    return next((at for at, name in enumerate(names) if "MULTIPLIER" in name), None)


def _energy_of(names: Sequence[str], cells: Sequence[str]) -> tuple[list[EnergyColumn], frozenset[int]]:
    """The columns of energy, and those that only look like the home's."""
    found = [one for at, name in enumerate(names) if (one := _energy(at, name, cells[at])) is not None]
    asides = frozenset(one.at for one in found if is_comparison(names[one.at]))
    own = [one for one in found if one.at not in asides]
    return [*own, *_further(names, cells, own)], asides


_REMARKS = MONEY | AVERAGES | frozenset((
    "TEMP", "TEMPERATURE", "HIGH", "LOW", "WEATHER", "DEMAND", "KW", "POWER", "WATTAGE", "VOLTAGE", "NOTES", "NOTE",
    "COMMENT", "COMMENTS", "REMARKS", "ROW", "INDEX", "SEQ", "SOURCE", "FILE", "CREATED", "DOWNLOADED", "LOADED",
))  # fmt: skip


def _is_remark(name: str) -> bool:
    """Whether a column says something about a reading that does not tell one meter or channel from another."""
    if name in ("", "ID", "NO", "NUMBER", "UNNAMED_0") or COUNTER_NAMES.fullmatch(name):
        return True
    return bool(frozenset(name.split("_")) & (_REMARKS | _COUNTERS))


def has_dates(columns: Columns) -> bool:
    """Whether a table says when its readings are from."""
    return not (columns.date is columns.start is columns.end is columns.month is None)


def is_bare(name: str) -> bool:
    """Whether a name says use and no unit."""
    tokens = frozenset(name.split("_"))
    return bool(tokens & _BARE) and tokens <= _BARE | _BESIDE_BARE


def _energy(at: int, name: str, cell: str) -> EnergyColumn | None:
    tokens = frozenset(name.split("_"))
    units = tokens & _UNITS.keys()
    if name in ("UNITS_KWH", "KWH_UNITS"):
        return EnergyColumn(at, cell, MICRO, FlowDirection.USE)
    if tokens & _NO_ENERGY or (not units and not is_bare(name)) or is_ratio(cell, name):
        return None
    if "READING" in tokens and tokens & (START | END | {"PREVIOUS", "CURRENT"}):
        return None
    is_export = kind_named(name) is FlowDirection.GENERATION or is_given_back(cell)
    kind = FlowDirection.GENERATION if is_export else FlowDirection.USE
    micro = _UNITS[next(iter(units))] if units else MICRO
    if "NET" in tokens:
        return EnergyColumn(at, cell, micro, kind, NET)
    if tokens & _COUNTERS or "METER_READING" in name:
        return EnergyColumn(at, cell, micro, kind, COUNTER)
    return EnergyColumn(at, cell, micro, kind, 1 if _is_part(name) else 0)


def _is_part(name: str) -> bool:
    return bool(frozenset(name.split("_")) & _PARTS) or bool(re.search(r"(ON|OFF|MID)_?PEAK", name))


def _further(
    names: Sequence[str], cells: Sequence[str], found: Sequence[EnergyColumn]
) -> Iterator[EnergyColumn]:
    """What is energy because of the columns beside it: the day beside the night, generation, a value and its unit."""
    at_value = _value_at(names)
    if not found and at_value is not None:
        yield EnergyColumn(at_value, cells[at_value], MICRO, kind_named(names[at_value]) or FlowDirection.USE)
    has_parts = any(one.part > 0 for one in found)
    for at, name in enumerate(names):
        tokens = frozenset(name.split("_"))
        if has_parts and "DAY" in tokens and "/" not in cells[at]:
            rest = tokens - {"DAY"}
            if rest & _UNITS.keys() and rest <= _UNITS.keys() | _BARE | _BESIDE_BARE:
                yield EnergyColumn(
                    at, cells[at], _UNITS[next(iter(rest & _UNITS.keys()))], FlowDirection.USE, 1
                )
        elif tokens & _BARE_GENERATION and tokens <= _BARE_GENERATION | _BESIDE_BARE:
            is_new = all(one.at != at for one in found)
            yield from (
                (EnergyColumn(at, cells[at], MICRO, FlowDirection.GENERATION),) if found and is_new else ()
            )


def _value_at(names: Sequence[str]) -> int | None:
    """The one column of values, where another one names their unit."""
    tokens = [frozenset(name.split("_")) for name in names]
    values = [
        at for at, own in enumerate(tokens) if own & _VALUES and not own & (MONEY - _VALUES | _UNIT_NAMES)
    ]
    has_unit = any(own & _UNIT_NAMES for own in tokens)
    return values[0] if has_unit and len(values) == 1 else None


def kind_named(name: str) -> FlowDirection | None:
    """Use or generation, as the name of a column or a word of a row says it; None where it says neither, or both."""
    if _TO_GRID.search(name) or _FROM_GRID.search(name):
        return FlowDirection.GENERATION if _TO_GRID.search(name) else FlowDirection.USE
    tokens = frozenset(name.split("_"))
    if tokens & _GENERATION:
        return FlowDirection.GENERATION
    return FlowDirection.USE if tokens & _USE else None


def _chosen(found: Sequence[EnergyColumn]) -> tuple[tuple[EnergyColumn, ...], tuple[EnergyColumn, ...]]:
    """The columns that count, and those that say the same again."""
    use = [one for one in found if one.kind is FlowDirection.USE]
    generation = [one._replace(part=0) for one in found if one.kind is FlowDirection.GENERATION]
    counted = (*_counted_use(use), *generation)
    ats = {one.at for one in counted}
    return counted, tuple(one for one in found if one.at not in ats and one.part != COUNTER)


def _counted_use(use: Sequence[EnergyColumn]) -> list[EnergyColumn]:
    """The whole where the file has it, else its parts."""
    if whole := [one for one in use if one.part == 0]:
        if len(whole) == 1 and is_of_device(tidy(whole[0].name)):
            raise MeterFileError(
                f"The column “{whole[0].name.strip()}” is what a part of the home took, and not all its power. "
                "Download the report of the whole home."
            )
        return whole if len(whole) == 1 else [_one_of(whole)]
    if parts := [one for one in use if one.part > 0]:
        return [one._replace(part=at) for at, one in enumerate(parts, start=1)]
    if counters := [one for one in use if one.part == COUNTER]:
        if len(counters) == 1 and not frozenset(tidy(counters[0].name).split("_")) & _COUNTERS:
            return [
                counters[0]._replace(part=0)
            ]  # some call the use of a day its reading; rising ones are refused
        raise MeterFileError(
            f"The column “{counters[0].name.strip()}” is what the meter's counter showed, which only rises. Download "
            "the report of use for each hour or day."
        )
    if use:
        raise MeterFileError(
            f"The column “{use[0].name.strip()}” is use less surplus generation. It does not say how much you used. "
            "Download the report of consumption."
        )
    return []


def _one_of(whole: Sequence[EnergyColumn]) -> EnergyColumn:
    """The column that counts among several of the whole use: Smart Meter Texas' first one, else the one total."""
    known = [one for name in _SAME_QUANTITY for one in whole if tidy(one.name) == name]
    if len(known) == len(whole):
        return known[0]
    totals = [one for one in whole if "TOTAL" in tidy(one.name).split("_")]
    if len(totals) == 1:
        return totals[0]
    from_grid = [one for one in whole if _FROM_GRID.search(tidy(one.name)) or "IMPORT" in tidy(one.name)]
    billed = (
        f"A provider bills what comes from the grid: leave “{from_grid[0].name.strip()}” in. "
        if from_grid
        else ""
    )
    raise MeterFileError(
        f"The file has two columns of use, “{whole[0].name.strip()}” and “{whole[1].name.strip()}”, and does "
        f"not say which one is the whole. {billed}Take the others out and send it again."
    )
