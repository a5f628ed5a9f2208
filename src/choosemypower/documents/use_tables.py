"""Tables of worked bills, with a column or a row for each printed use, as the charges and averages that they state.

"Energy  $45.00  $90.00  $180.00" below "500 kWh  1,000 kWh  2,000 kWh" is an energy charge of 9.0¢ per kWh. A row whose
sums another line explains loses them; one that nothing explains stays as it is, and the label is refused.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from choosemypower.documents.figures import number_of
from choosemypower.pricing.line_fit import PRINTED_AT_KWH

_USE_HEAD = re.compile(
    r"(?i)^(?P<name>.*?)(?<![\d.,$])500(?: ?kwh)?\s+(?:[^\d\s]+\s+)?1,?000(?: ?kwh)?\s+"
    r"(?:[^\d\s]+\s+)?2,?000(?: ?kwh)?\s*$"
)
_SUM = r"(?:-?\(?\$ ?-?[\d,]+\.\d\d\)?|-?\$0|-?[\d,]+\.\d\d(?![\d¢%]| ?¢| ?cents))"
_THREE_SUMS = re.compile(rf"[\s:=]({_SUM})\s+({_SUM})\s+({_SUM})\s*$")
_USE_ROW = re.compile(r"(?i)^\W{0,16}(?P<kwh>500|1,?000|2,?000)(?: ?kwh)?\s{2,}\S")
_CELL = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(
    r"(?i)-?\(?\$? ?-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?<=\d)\)?(?: ?(?:¢|cents?))?"
    r"(?: ?(?:/|per|a) ?(?:kwh|month|mo))?"
)
_PRICE_IN_NAME = re.compile(r"(?i)(\d+(?:\.\d+)?) ?(?:¢|cents)|\$ ?(\d*\.\d{3,})")
_SUM_IN_NAME = re.compile(r"\$ ?(\d+(?:\.\d\d)?)(?![\d.])")
_TOTAL = re.compile(r"(?i)\b(?:total|sum|bill|you pay|cost)\b(?! credit)")
_AVERAGE = re.compile(r"(?i)average|\bavg|all[- ]in|^(?:price |¢ |cents )?(?:per|a|/) ?kwh$|promedio|medio")
_CENTS_HEAD = re.compile(r"(?i)¢|cents")
_ENDS_OF_SUMS = (*"0123456789", ")")
_HALF_A_CENT = Decimal("0.0051")
_LEAST_SUMS = 2
_LEAST_COLUMNS = 4
_MOST_ROWS = 14
_MOST_HEAD_LINES = 3
_Cells = tuple[Decimal, Decimal, Decimal]


class _Column(NamedTuple):
    name: str
    printed: tuple[str, ...]
    start: int
    end: int


def with_use_tables(text: str) -> str:
    """The text with such tables as charges and averages; any other as it is."""
    lines = text.replace("|", "  ").split("\n")
    before = list(lines)
    for at, line in enumerate(lines):
        if _heads_uses(line):
            _spell_rows(lines, at + 1)
    after = _with_rows_of_uses(lines)
    return text if after == before else "\n".join(after)


def _heads_uses(line: str) -> bool:
    return "500" in line and "00" in line[line.index("500") + 3 :] and _USE_HEAD.match(line) is not None


def _spell_rows(lines: list[str], start: int) -> None:
    """Rows of sums below the uses, each as the charge that it states."""
    end = next(
        (at for at in range(start, min(start + _MOST_ROWS, len(lines))) if _heads_uses(lines[at])),
        min(start + _MOST_ROWS, len(lines)),
    )
    rows = [(at, row) for at in range(start, end) if (row := _row_of_sums(lines[at])) is not None]
    if len(rows) < _LEAST_SUMS:
        return
    rest = "\n".join(line for at, line in enumerate(lines) if at not in {place for place, _ in rows})
    parts: list[_Cells] = []
    for at, (name, cells) in rows:
        charge = _charge_of(name, cells, parts, rest)
        parts.append(cells)
        if charge is not None:
            lines[at] = charge


def _row_of_sums(line: str) -> tuple[str, _Cells] | None:
    if not line.rstrip().endswith(_ENDS_OF_SUMS):
        return None
    match = _THREE_SUMS.search(line)
    name = "" if match is None else line[: match.start()].strip()
    if match is None or not re.search(r"[A-Za-z]", name):
        return None
    return name, (_usd(match[1]), _usd(match[2]), _usd(match[3]))


def _charge_of(name: str, cells: _Cells, parts: Sequence[_Cells], rest: str) -> str | None:
    """The line that says what a row of sums says; None where it says nothing by itself."""
    if _AVERAGE.search(name) and max(cells) < 1:
        return None
    is_total = len(parts) > 1 and all(
        abs(sum(column, Decimal(0)) - cell) <= len(parts) * _HALF_A_CENT
        for column, cell in zip(zip(*parts, strict=True), cells, strict=True)
    )
    if is_total and _TOTAL.search(name):
        return ""
    by_kwh = [cell / kwh for cell, kwh in zip(cells, PRINTED_AT_KWH, strict=True)]
    stated = _PRICE_IN_NAME.search(name)
    if stated is not None:
        usd = Decimal(stated[1]) / 100 if stated[1] else Decimal(stated[2])
        return name if _gives(usd, cells) else None
    if (of_month := _SUM_IN_NAME.search(name)) is not None:
        return name if set(map(abs, cells)) <= {Decimal(of_month[1]), Decimal(0)} and any(cells) else None
    if not any(cells):
        return ""
    if len(set(cells)) == 1:
        return f"{name}  ${cells[0]} per month".replace("$-", "-$")
    if len(set(by_kwh)) == 1:
        return f"{name}  {(by_kwh[0] * 100).normalize():f}¢ per kWh".replace("-", "")
    return "" if _is_explained(name, cells, rest) else None


def _gives(usd_per_kwh: Decimal, cells: _Cells) -> bool:
    return all(
        abs(abs(cell) - usd_per_kwh * kwh) <= _HALF_A_CENT
        for cell, kwh in zip(cells, PRINTED_AT_KWH, strict=True)
    )


def _is_explained(name: str, cells: _Cells, rest: str) -> bool:
    """Whether another line states what gives these sums: a price per kWh, an amount, or prices by that name."""
    prices = {Decimal(one[0]) / 100 if one[0] else Decimal(one[1]) for one in _PRICE_IN_NAME.findall(rest)}
    if any(_gives(price, cells) for price in prices):
        return True
    amounts = {Decimal(one) for one in _SUM_IN_NAME.findall(rest)}
    if {abs(cell) for cell in cells if cell} <= amounts:
        return True
    again = re.compile(rf"(?im)^\W*{re.escape(name)}\W+.*\d ?(?:¢|cents).*\d ?(?:¢|cents)")
    return again.search(rest) is not None


def _with_rows_of_uses(lines: list[str]) -> list[str]:
    """The lines, a table with a row for each use as the lines of its columns."""
    for at in range(len(lines) - 2):
        rows = [_USE_ROW.match(line) for line in lines[at : at + 3]]
        uses = [int(row["kwh"].replace(",", "")) for row in rows if row is not None]
        if uses != list(PRINTED_AT_KWH):
            continue
        columns = _columns(lines, at)
        spelled = None if len(columns) < _LEAST_COLUMNS else _spelled(columns, lines, at)
        if spelled is not None:
            return [*lines[: at - _height(lines, at)], *spelled, *lines[at + 3 :]]
    return lines


def _height(lines: Sequence[str], at: int) -> int:
    """How many lines of heads stand right above a row."""
    height = 0
    while height < min(_MOST_HEAD_LINES, at) and _is_head(lines[at - 1 - height]):
        height += 1
    while height and not re.search("[A-Za-z]", lines[at - height]):
        height -= 1
    return height


def _is_head(line: str) -> bool:
    return not re.search(r"[A-Za-z]", line) or (
        not re.search(r"\d", line) and re.search(r"\S {2,}\S", line) is not None
    )


def _columns(lines: Sequence[str], at: int) -> list[_Column]:
    """The columns of three rows, with what their heads say; none where the rows do not have as many cells."""
    rows = [list(_CELL.finditer(line)) for line in lines[at : at + 3]]
    if len({len(cells) for cells in rows}) != 1:
        return []
    heads = [
        match
        for line in lines[at - _height(lines, at) : at]
        for match in _CELL.finditer(line)
        if re.search("[A-Za-z¢$]", match[0])
    ]
    columns = [
        _Column("", tuple(cell[0] for cell in cells), cells[0].start(), max(cell.end() for cell in cells))
        for cells in zip(*rows, strict=True)
    ]
    names: list[list[str]] = [[] for _ in columns]
    for head in heads:
        nearest = min(range(len(columns)), key=lambda one: _distance(columns[one], head))
        names[nearest].append(head[0])
    if len(heads) == len(columns):
        names = [[head[0]] for head in heads]
    return [column._replace(name=" ".join(name)) for column, name in zip(columns, names, strict=True)]


def _distance(column: _Column, head: re.Match[str]) -> tuple[int, float]:
    apart = max(0, head.start() - column.end, column.start - head.end())
    return apart, abs((head.start() + head.end()) - (column.start + column.end)) / 2


def _spelled(columns: Sequence[_Column], lines: Sequence[str], at: int) -> list[str] | None:
    """What the columns say, one line each; None where one cannot be told, or none holds the averages."""
    rest = "\n".join([*lines[: at - _height(lines, at)], *lines[at + 3 :]])
    averages: list[str] = []
    charges: list[str] = []
    parts: list[_Cells] = []
    for column in columns[1:]:
        if len(set(column.printed)) == 1 and _NUMBER.fullmatch(column.printed[0]) is None:
            charges.append(f"{column.name}  {column.printed[0]}")
            continue
        if any(_NUMBER.fullmatch(cell) is None for cell in column.printed):
            return None
        numbers = (_usd(column.printed[0]), _usd(column.printed[1]), _usd(column.printed[2]))
        is_cents = _CENTS_HEAD.search(" ".join((column.name, *column.printed))) is not None
        is_price = is_cents or max(map(abs, numbers)) < 1
        if _AVERAGE.search(column.name) and is_price:
            averages.append(_as_averages(numbers, is_cents=is_cents))
            continue
        if is_price:
            line = _of_prices(column.name, numbers, is_cents=is_cents)
        else:
            line = _charge_of(column.name, numbers, parts, rest)
            parts.append(numbers)
        if line is None:
            return None
        charges.append(line)
    return [*averages, *charges] if len(averages) == 1 else None


def _as_averages(numbers: _Cells, *, is_cents: bool) -> str:
    shown = "  ".join(f"{number}¢" if is_cents else f"${number}" for number in numbers)
    return f"Average monthly use  500 kWh  1,000 kWh  2,000 kWh\nAverage price per kWh  {shown}\n"


def _of_prices(name: str, numbers: _Cells, *, is_cents: bool) -> str | None:
    if len(set(numbers)) > 1:
        return None
    bare = re.sub(r"\([^()]*\)", "", name).strip()
    return f"{bare}  {numbers[0]}¢ per kWh" if is_cents else f"{bare}  ${numbers[0]} per kWh"


def _usd(printed: str) -> Decimal:
    number = number_of(re.sub(r"[^\d.]", "", printed)) or Decimal(0)
    return -number if "-" in printed or "(" in printed else number
