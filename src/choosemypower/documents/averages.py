"""The printed averages of a label: the rows of three prices at 500, 1,000 and 2,000 kWh."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice, pairwise

import msgspec

from choosemypower.documents.figures import figures_of, number_of
from choosemypower.pricing.line_fit import PRINTED_AT_KWH
from choosemypower.units import usd_from_cents

_PRICE = r"(?:\$ ?)?\d{0,2}[.,]\d{1,4}(?![\d])(?:\s*(?:¢|cents?\b|centavos?\b|c\b))?|\d{1,2}\s*(?:¢|cents\b)"
_BETWEEN = r"(?:\s|\||/|;|,\s)*(?:per kwh|/\s?kwh)?(?:\s|\||/|;|,\s)*"
_ONE = re.compile(rf"(?<![\d.,])(?:{_PRICE})(?![\d.,])")
_GAP = re.compile(_BETWEEN)
_USE = r"(?:k\s?wh?r?s?)?"
_THEN = r"[^\d$]{0,60}?(?<![\d.,])"
_BILL = r"(?:[ ]{2,}\$ ?[\d,]+(?:\.\d\d)?)?"
"""A column behind the averages: what a month at that use costs."""
_IN_TURN = re.compile(
    rf"(?<![\d.,$])500\s*{_USE}{_THEN}({_PRICE})(?![\d.,]*\d){_BILL}[^\d$]{{0,60}}?(?<![\d.,])1,?000\s*{_USE}{_THEN}({_PRICE})(?![\d.,]*\d)"
    rf"{_BILL}[^\d$]{{0,60}}?(?<![\d.,])2,?000\s*{_USE}{_THEN}({_PRICE})(?![\d.,]*\d){_BILL}"
)
"""In a list or in sentences: "500 kWh ... 15.1 cents, 1,000 kWh ... 14.3 cents, 2,000 kWh ... 13.9 cents"."""
_IN_TURN_BACK = re.compile(
    rf"(?<![\d.,$])2,?000\s*{_USE}{_THEN}({_PRICE})(?![\d.,]*\d)[^\d$]{{0,60}}?(?<![\d.,])1,?000\s*{_USE}{_THEN}({_PRICE})(?![\d.,]*\d)"
    rf"[^\d$]{{0,60}}?(?<![\d.,])500\s*{_USE}{_THEN}({_PRICE})(?![\d.,]*\d)"
)
"""The same from 2,000 kWh down."""
_PER_KWH = r"(?:[ ]*(?:per|each|a|/) ?(?:kwh|kilo-?watt[- ]?hour))?"
_MARK = r"[ ]*(?:[\[(][\da-h][\])])?(?:[ ]{2,}\$ ?[\d,]+\.\d\d)?[ ]*"
_USE_AND_PRICE = re.compile(
    rf"(?<![\d.,$])(?P<kwh>500|1,?000|2,?000)\s*k\s?wh[^\d$\n]{{0,60}}?(?:\$ ?[\d,]+\.\d\d[^\d$\n]{{1,40}}?)?"
    rf"(?<![\d.,])(?P<price>{_PRICE}){_PER_KWH}{_MARK}(?=\n|$|[ ]{{2}}[12],?000 ?kwh)"
)
_PRICE_AND_USE = re.compile(
    rf"(?<![\d.,])(?P<price>{_PRICE}){_PER_KWH}[^\d$\n]{{2,60}}"
    rf"(?<![\d.,$])(?P<kwh>500|1,?000|2,?000) ?kwh(?: (?:in|of|per|a|each|for|al|por) [a-z ]{{2,20}})?{_MARK}(?=\n|$)"
)
_USE_ALONE = re.compile(r"(?:500|1,?000|2,?000) ?kwh")
_AT_USES = re.compile(rf"(?<![\d.,$])(?:500|1,?000|2,?000)\s*k\s?wh[^\d$\n]{{0,20}}{_PRICE}(?:{_PER_KWH})")
"""A use with its price on one line."""
_AT = r"\s*(?:per kwh|/ ?kwh)?\s*\(?(?:at|for|@|when you use|if you use|con|para|a)?\s*"
_PRICES_FIRST = re.compile(
    rf"(?<![\d.,])({_PRICE})(?=\s*(?:per kwh|/ ?kwh)?\s*(?:\(|at |for |@|when |if |con |para )){_AT}500\s*kwhs?\b"
    rf"[^\d$]{{0,30}}?(?<![\d.,])({_PRICE}){_AT}1,?000\s*kwhs?\b[^\d$]{{0,30}}?(?<![\d.,])({_PRICE}){_AT}2,?000\s*kwhs?\b"
)
"""Each price before its use: "15.1¢ (at 500 kWh), 14.3¢ (at 1,000 kWh) and 13.9¢ (at 2,000 kWh)"."""
_USES = re.compile(
    r"(?<![\d.,])(500|1,?000|1\.000|2,?000|2\.000)(?![\d.,])\D{0,40}?(?<![\d.,])(500|1,?000|1\.000)(?![\d.,])\D{0,40}?(?<![\d.,])(2,?000|2\.000|500)(?![\d.,])"
)
_SPEAKS_OF_PRICES = re.compile(
    r"(?:a?verage|\bavg\.?)\s+(?:monthl?\w*|price|pric|usage)|precio\s+(?:promedio|medio)|promedi\w+"
)
_OTHER_HOME = re.compile(r"commercial|demand meter average|comercial|powerwall|w/ (?!no)")
_VEHICLE = re.compile(r"\bev\b|vehicle|\bcars?\b")
_CONDITIONAL = re.compile(
    r"auto[- ]?pay|paperless|e-?bill|thermostat|automatic pay|pago automatico|autopago|sin papel|termostato"
)
_NAMES_A_ROW = re.compile(r"average|\bavg|price|precio|promedio")
_ANY_CENTS = re.compile(r"\d ?(?:¢|cents?\b)")
_CENTS_AT_END = re.compile(r"(?<![\d.,$])([\d.,]*\d) ?(?:¢|cents?)(?: ?(?:per|/) ?kwh)?\s*$")
_LEAST_LOST = 2
_MOST_WORDS_BEFORE = 200
_NEAR_USES = 500
_MOST_PRICES = 300
_LONGEST_ROW = 200


class AverageRow(msgspec.Struct, frozen=True):
    """Three printed averages in USD per kWh."""

    prices: tuple[Decimal, Decimal, Decimal]
    start: int
    end: int
    is_vehicle: bool = False
    is_other: bool = False
    """Of a business, or of a home with devices."""
    is_conditional: bool = False
    """Named by what a home does for a lower bill, or does not do: "Average price without AutoPay"."""

    @property
    def is_of_any_home(self) -> bool:
        return not (self.is_vehicle or self.is_other or self.is_conditional)


def is_at_home_uses(folded: str, row: AverageRow) -> bool:
    """Whether 500, 1,000 and 2,000 kWh stand near a row of averages; a business has others."""
    around = max(0, row.start - _NEAR_USES), row.end + _NEAR_USES
    found = (pattern.search(folded, *around) for pattern in (_USES, _IN_TURN, _IN_TURN_BACK, _PRICES_FIRST))
    return any(match is not None for match in found) or any(
        begin == row.start for begin, _, _ in _in_any_order(folded, 0)
    )


def price_beside(folded: str, row: AverageRow) -> Decimal | None:
    """A fourth price before the three of a row, on its line: a column of the charge that they hold."""
    line = folded[folded.rfind("\n", 0, row.start) + 1 : row.start]
    beside = _CENTS_AT_END.search(line)
    if beside is not None and (cents := number_of(beside[1])) is not None:
        return usd_from_cents(cents)
    *_, last = (None, *_ONE.finditer(line))
    if last is None or _GAP.fullmatch(line, last.end()) is None:
        return None
    return _usd_per_kwh(last[0])


def has_lost_row(folded: str, first: AverageRow) -> bool:
    """Whether averages stand before the first row that were not taken for prices: "184¢ 17.2¢ 16.6¢"."""
    heads = [match.end() for match in _USES.finditer(folded, 0, first.start)]
    return any(
        len(_ANY_CENTS.findall(folded, head, min(following, head + _NEAR_USES))) >= _LEAST_LOST
        for head, following in pairwise(heads)
    )


def has_odd_row(folded: str, rows: Sequence[AverageRow]) -> bool:
    """Whether a line that names averages, behind the first row, holds three prices of which one is none."""
    start = rows[0].end
    for line in folded[start:].split("\n"):
        # A label that is all on one line has three charges by the kWh there.
        if len(line) <= _LONGEST_ROW and len(_ANY_CENTS.findall(line)) == len(PRINTED_AT_KWH):
            is_named = _CONDITIONAL.search(line) or _SPEAKS_OF_PRICES.search(line)
            is_a_row = any(row.start <= start + len(line) and start <= row.end for row in rows[1:])
            if is_named and not is_a_row:
                return True
        start += len(line) + 1
    return False


def average_rows(folded: str) -> tuple[AverageRow, ...]:
    """Every row of three averages, first one first; none where the label prints none."""
    named = _SPEAKS_OF_PRICES.search(folded) or _USES.search(folded)
    in_turn = (pattern.search(folded) for pattern in (_IN_TURN, _IN_TURN_BACK, _PRICES_FIRST))
    begins = [match.start() for match in (named, *in_turn) if match is not None]
    begins += [begin for begin, _, _ in islice(_in_any_order(folded, 0), 1)]
    return tuple(_rows(folded, max(0, min(begins) - _MOST_WORDS_BEFORE))) if begins else ()


def _rows(folded: str, start: int) -> Iterator[AverageRow]:
    uses = _USES.search(folded, start)
    is_reversed = uses is not None and uses[1].replace(",", "").replace(".", "") == "2000"
    place = start
    in_turn = list(_beside_uses(folded, start))
    for begin, end, printed in sorted(in_turn + list(_triples(folded, start))):
        if begin < place:
            continue
        label = folded[max(place, begin - _MOST_WORDS_BEFORE) : begin]
        is_named = _NAMES_A_ROW.search(label) or _CONDITIONAL.search(label.rpartition("\n")[2])
        if place > start and (is_named is None or "$" in "".join(printed)):
            continue
        first, second, third = (_usd_per_kwh(price) for price in printed)
        if first is None or second is None or third is None:
            continue
        if is_reversed and (begin, end, printed) not in in_turn:
            first, third = third, first
        tail = folded[end : end + 40].split("\n")
        if len(tail) > 1 and _NAMES_A_ROW.search(tail[1]):
            tail = tail[:1]  # The name of the next row.
        around = label.split("\n\n")[-1][-120:] + " ".join(tail[:2])
        yield AverageRow(
            (first, second, third),
            begin,
            end,
            is_vehicle=_VEHICLE.search(around.split("no devices")[-1] if "no" in around else around)
            is not None
            and "w/" in label[-120:],
            is_other=_OTHER_HOME.search(label[-120:]) is not None,
            is_conditional=_CONDITIONAL.search(label.rpartition("\n")[2][-120:]) is not None,
        )
        place = end


def _beside_uses(folded: str, start: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Three prices that each stand beside their use."""
    found = [
        (match.start(), match.end(), match.groups(""))
        for pattern in (_IN_TURN, _PRICES_FIRST)
        for match in pattern.finditer(folded, start)
    ]
    found += [
        (match.start(), match.end(), match.groups("")[::-1])
        for match in _IN_TURN_BACK.finditer(folded, start)
    ]
    # "15.1¢ at 500 kWh / 14.3¢ at 1,000 kWh" is "500 kWh / 14.3¢" too.
    price_first = list(_lines_of_three(_PRICE_AND_USE, folded, start)) if _has_lines_of_uses(folded) else []
    yield from price_first or found or _in_any_order(folded, start)


def _in_any_order(folded: str, start: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Three lines in a row that each state a use and its price, whatever the order: 1,000, 500, 2,000 kWh."""
    for pattern in (_PRICE_AND_USE, _USE_AND_PRICE) if _has_lines_of_uses(folded) else (_USE_AND_PRICE,):
        yield from _lines_of_three(pattern, folded, start)


@lru_cache(maxsize=4)
def _has_lines_of_uses(folded: str) -> bool:
    """Whether three lines end with a use, each behind its price: to look for the prices takes longest of all."""
    lines = [
        line for line in folded.split("\n") if "00" in line and "kwh" in line and _USE_ALONE.search(line)
    ]
    return len(lines) >= len(PRINTED_AT_KWH)


def _lines_of_three(
    pattern: re.Pattern[str], folded: str, start: int
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    lines = list(islice(pattern.finditer(folded, start), _MOST_PRICES))
    for three in zip(lines, lines[1:], lines[2:], strict=False):
        prices = {int(line["kwh"].replace(",", "")): line["price"] for line in three}
        if set(prices) == set(PRINTED_AT_KWH):
            yield three[0].start(), three[-1].end(), tuple(prices[kwh] for kwh in PRINTED_AT_KWH)


def _triples(folded: str, start: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Three prices with nothing between them but blanks and units; of a longer run, its rows."""
    run: list[re.Match[str]] = []
    for match in islice(_ONE.finditer(folded, start), _MOST_PRICES):
        if run and _GAP.fullmatch(folded, run[-1].end(), match.start()) is None:
            yield from _rows_of_run(run)
            run = []
        run.append(match)
    yield from _rows_of_run(run)


def _rows_of_run(run: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The rows that prices in sequence make: lines of three, of four the last three; else the first three."""
    lines: list[list[re.Match[str]]] = []
    for match in run:
        if not lines or "\n" in match.string[lines[-1][-1].end() : match.start()]:
            lines.append([])
        lines[-1].append(match)
    rows = [line[-3:] for line in lines if len(line) in (3, 4)]
    if not rows and len(run) >= 3:
        rows = [list(run[:3])]
    for row in rows:
        yield row[0].start(), row[-1].end(), tuple(match[0] for match in row)


def _usd_per_kwh(text: str) -> Decimal | None:
    number = number_of(re.sub(r"[^\d.,]", "", text))
    if number is None:
        return None
    usd = number if "$" in text and number < 2 else usd_from_cents(number)
    if number < Decimal("0.6") and "¢" not in text and "c" not in text:
        usd = number
    return usd if Decimal("0.02") <= usd <= 1 else None


def without_averages(folded: str, rows: Sequence[AverageRow]) -> str:
    """The folded text with blanks where averages stand, as long as before."""
    for row in rows:
        printed = folded[row.start : row.end]
        blanks = _AT_USES.sub(_blanks, printed)
        if "\n" not in printed or not figures_of(blanks, 0, len(blanks)):  # else charges stand beside them
            blanks = re.sub(r"[^\n]", " ", printed)
        folded = folded[: row.start] + blanks + folded[row.end :]
    return folded


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])
