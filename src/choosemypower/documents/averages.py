"""The printed averages of a label: the rows of three prices at 500, 1,000 and 2,000 kWh."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from choosemypower.documents.figures import number_of
from choosemypower.units import usd_from_cents

_PRICE = r"\$?\s?\d{0,2}[.,]\d{1,4}(?![\d])\s*(?:¢|cents?\b|centavos?\b|c\b)?|\d{1,2}\s*(?:¢|cents\b)"
_BETWEEN = r"(?:\s|\||/|;|,\s)*(?:per kwh|/\s?kwh)?(?:\s|\||/|;|,\s)*"
_ROW = re.compile(
    rf"(?<![\d.,])({_PRICE}){_BETWEEN}({_PRICE}){_BETWEEN}({_PRICE})(?![\d.,])(?!{_BETWEEN}(?:{_PRICE})(?![\d.,]))"
)
_USE = r"(?:k\s?wh?r?s?)?"
_IN_TURN = re.compile(
    rf"500\s*{_USE}\s*[:=-]?\s*({_PRICE})[\s|,;]*1,?000\s*{_USE}\s*[:=-]?\s*({_PRICE})[\s|,;]*2,?000\s*{_USE}\s*[:=-]?\s*({_PRICE})"
)
_USES = re.compile(
    r"(?<![\d.,])(500|1,?000|1\.000|2,?000|2\.000)(?![\d.,])\D{0,40}?(?<![\d.,])(500|1,?000|1\.000)(?![\d.,])\D{0,40}?(?<![\d.,])(2,?000|2\.000|500)(?![\d.,])"
)
_SPEAKS_OF_PRICES = re.compile(r"a?verage\s+(?:monthl?\w*|price|pric)|precio\s+(?:promedio|medio)|promedi\w+")
_OTHER_HOME = re.compile(r"commercial|demand meter average|comercial|powerwall|w/ (?!no)")
_VEHICLE = re.compile(r"\bev\b|vehicle")
_NAMES_A_ROW = re.compile(r"average|price|precio|promedio")
_MOST_WORDS_BEFORE = 200


class AverageRow(msgspec.Struct, frozen=True):
    """Three printed averages in USD per kWh."""

    prices: tuple[Decimal, Decimal, Decimal]
    start: int
    end: int
    is_vehicle: bool = False
    is_other: bool = False
    """Of a business, or of a home with devices."""


def average_rows(folded: str) -> tuple[AverageRow, ...]:
    """Every row of three averages, first one first; none where the label prints none."""
    begins = _SPEAKS_OF_PRICES.search(folded)
    if begins is None:
        return ()
    start = max(0, begins.start() - _MOST_WORDS_BEFORE)
    return tuple(_rows(folded, start))


def _rows(folded: str, start: int) -> Iterator[AverageRow]:
    uses = _USES.search(folded, start)
    is_reversed = uses is not None and uses[1].replace(",", "").replace(".", "") == "2000"
    place = start
    for match in sorted(
        (*_IN_TURN.finditer(folded, start), *_ROW.finditer(folded, start)), key=lambda one: one.start()
    ):
        if match.start() < place:
            continue
        prices = tuple(_usd_per_kwh(match[group]) for group in (1, 2, 3))
        first, second, third = prices
        if first is None or second is None or third is None:
            continue
        if is_reversed and match.re is _ROW:
            first, third = third, first
        label = folded[max(place, match.start() - _MOST_WORDS_BEFORE) : match.start()]
        if place > start and (_NAMES_A_ROW.search(label) is None or "$" in match[0]):
            continue
        tail = folded[match.end() : match.end() + 40].split("\n")
        around = label.split("\n\n")[-1][-120:] + " ".join(tail[:2])
        yield AverageRow(
            (first, second, third),
            match.start(),
            match.end(),
            is_vehicle=_VEHICLE.search(around.split("no devices")[-1] if "no" in around else around)
            is not None
            and "w/" in label[-120:],
            is_other=_OTHER_HOME.search(label[-120:]) is not None,
        )
        place = match.end()


def _usd_per_kwh(text: str) -> Decimal | None:
    number = number_of(re.sub(r"[^\d.,]", "", text))
    if number is None:
        return None
    usd = number if "$" in text and number < 2 else usd_from_cents(number)
    if number < Decimal("0.6") and "¢" not in text and "c" not in text:
        usd = number
    return usd if Decimal("0.02") <= usd <= 1 else None
