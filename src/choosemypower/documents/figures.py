"""The figures of a label: numbers with their unit, and the words around them."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import islice

import msgspec


class Unit(StrEnum):
    KWH = "kwh"
    MONTH = "month"
    DAY = "day"


class Figure(msgspec.Struct, frozen=True):
    """An amount of money by kWh, month or day."""

    start: int
    end: int
    """Behind its unit."""
    unit: Unit
    usd: Decimal
    before: str
    """Folded words between the figure before and this one."""
    line: str
    """Folded words of its own line before it."""
    after: str
    """Folded words behind it, to the end of the line or the next figure."""
    behind: str = ""
    """The same, over the end of the line."""
    contradicts_itself: bool = False
    """Dollars and cents at once: "$0.39 cents"."""


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[.,]\d+|[.,]\d+|\d+)"
_KWH = r"(?:kwhs?|kw/?h|kilo-?watt[- ]?hours?|kilovatios?[- ]?horas?|kwr)\b"
_CENTS = r"(?:¢|cents?\b|centavos?\b|c\b(?=\s*(?:/|per|por|\n|$|\s\s)))"
_AMOUNT = re.compile(
    r"(?=[-$.,\d])(?:"
    r"(?P<minus>-|(?<=\n)- |(?<=  )- )?(?P<dollar>\$)"
    rf" {{0,3}}(?P<minus2>-\s?)?\(?(?P<usd>{_NUMBER})\)?(?!\d)(?P<odd>\s?{_CENTS})?"
    rf"|(?<![\w.,$/:-])(?P<cents>{_NUMBER}) {{0,3}}{_CENTS}"
    rf"|(?<![\d.,$/:-])(?P<dollars>{_NUMBER}) {{0,3}}(?:dollars?\b|dolares\b|\$(?=\s*(?:per|/|a|por)\b))"
    rf"|(?<![\d.,$/:#-])(?P<bare>\d*[.,]\d+|\d+)(?=\s+(?:¢\s)?(?:per|/|por)\s*{_KWH}))"
)
_UNIT_AFTER = re.compile(
    r"[\s()¢$:]*(?:cents?\s*)?(?:"
    rf"(?P<kwh>(?:/|per|por|each|a|el|by(?:\s+the)?|(?:for\s+)?(?:each|every)|cada)\s*(?:cada\s)?{_KWH})"
    r"|(?P<kw>(?:/|per)\s*kw\b)"
    r"|(?P<day>(?:/|per|por|each|a|al|(?:for\s+)?(?:each|every)|cada)\s*(?:cada\s)?(?:day|dia)\b)"
    r"|(?P<month>(?:/|per|por|each|a|al|by(?:\s+the)?|(?:for\s+)?(?:each|every|the)|cada)\s*(?:cada\s)?(?:esi-?id\s*per\s*)?(?:monthly\s)?"
    r"(?:bill(?!\s*credit)(?:ing)?\s*(?:cycle|month|period)?"
    r"|month|mo\b|mes|ciclo|factura|statement|illing c?cle|illing ccle|cycle)\w*)"
    r")(?:\s*\([$¢]\))?"
)
_KWH_BEFORE = re.compile(
    rf"(?:per|/|por)\s*{_KWH}\s*(?:charge)?\s*\)?\s*(?:\([¢$c]\))?\s*\)?\s*:?\s*\$?\s*$|\(¢\s*/\s*kwh\)\s*$"
)
_MONTH_BEFORE = re.compile(r"(?:per|/|por)\s*(?:month|billing cycle|mes)\s*\)?\s*(?:\(\$\))?\s*:?\s*$")
_DAY_BEFORE = re.compile(r"(?:per|/|por)\s*(?:day|dia)\s*\)?\s*(?:\(\$\))?\s*[:.]?\s*$")
_NAMED_DAILY = re.compile(r"\bdaily (?:\w+ )?(?:charge|fee)\W*$|cargo (?:base )?diario\W*$")
_SAID_ON_THE_LINE = (
    ("kwh", re.compile(rf"\b(?:each|every|cada)\s+{_KWH}")),
    ("day", re.compile(r"\b(?:each|every|cada|per|por)\s+(?:calendar\s+)?(?:day|dia)\b")),
)
_EACH_ALONE = re.compile(r"[\s()¢$:]*(?:cents?\s*)?(?:each|cada)[ ]*\n")
"""At the end of a line it needs no unit: that of the line below begins another row."""
_MOST_USD_PER_KWH = 2
_LINES_BEFORE = 3
MOST_FIGURES = 100
_MOST_BEFORE = 240
_MOST_BEHIND = 170


def figures_of(folded: str, start: int, end: int) -> tuple[Figure, ...]:
    """The figures of a part of a folded text, in order."""
    return tuple(islice(_figures(folded, start, end), MOST_FIGURES))


def _figures(folded: str, start: int, end: int) -> Iterator[Figure]:
    place = start
    matches = list(islice(_AMOUNT.finditer(folded, start, end), 4 * MOST_FIGURES))
    for at, match in enumerate(matches):
        following = matches[at + 1].start() if at + 1 < len(matches) else end
        line_start = max(start, folded.rfind("\n", start, match.start()) + 1, place)
        own_line = folded[line_start : match.start()]
        unit_match = _unit_after(folded, match.end(), following, own_line)
        if _begins_next_row(match, unit_match):
            unit_match = None
        before = _last_lines(folded[max(place, match.start() - _MOST_BEFORE) : match.start()])
        read = _read(match, unit_match, own_line)
        if read is None:
            place = unit_match.end() if unit_match else match.end()
            continue
        unit, usd = read
        figure_end = unit_match.end() if unit_match else match.end()
        line_end = folded.find("\n", figure_end, following)
        after = folded[figure_end : line_end if line_end >= 0 else following]
        yield Figure(
            start=match.start(),
            end=figure_end,
            unit=unit,
            usd=usd,
            before=before,
            line=own_line,
            after=after,
            behind=folded[figure_end : min(following, figure_end + _MOST_BEHIND)],
            contradicts_itself=match["odd"] is not None,
        )
        place = figure_end


def _unit_after(folded: str, place: int, following: int, own_line: str) -> re.Match[str] | None:
    """The unit behind a number; on the next line only where none stands before the number already."""
    unit = _UNIT_AFTER.match(folded, place, following)
    if unit is None or "\n" not in unit[0]:
        return unit
    if any(said.search(own_line) for _, said in _SAID_ON_THE_LINE) or _EACH_ALONE.match(unit[0]):
        return None
    is_name_of_next = folded[unit.end() : following].strip() == ":"  # "Per kWh: 6.0072¢" on the line below.
    return None if is_name_of_next or _unit_before(own_line) is not None else unit


def _read(match: re.Match[str], unit: re.Match[str] | None, own_line: str) -> tuple[Unit, Decimal] | None:
    """The unit of a figure and its USD; None for a figure of another kind, as demand in kW."""
    kind = (unit.lastgroup if unit else None) or _unit_before(own_line)
    if kind == "kw":
        return None
    number = _signed_number(match)
    if number is None:
        return None
    if match["cents"] is not None:
        return (Unit.DAY if kind == "day" else Unit.KWH), number / 100
    if match["bare"] is not None:
        return Unit.KWH, number / 100 if number >= 1 else number
    if kind is None and _looks_like_a_price_per_kwh(number):
        return Unit.KWH, number
    if kind is None and _NAMED_DAILY.search(own_line):
        return Unit.DAY, number
    if kind is None:
        kind = next((name for name, said in _SAID_ON_THE_LINE if said.search(own_line)), None)
    return {"kwh": Unit.KWH, "day": Unit.DAY}.get(kind or "", Unit.MONTH), number


def _begins_next_row(match: re.Match[str], unit: re.Match[str] | None) -> bool:
    """Whether "each kWh" on the line below names the next price: no kWh costs as much as this."""
    number = _signed_number(match)
    is_below = unit is not None and unit.lastgroup == "kwh" and "\n" in unit[0] and match["cents"] is None
    return is_below and number is not None and abs(number) > _MOST_USD_PER_KWH


def _signed_number(match: re.Match[str]) -> Decimal | None:
    text: str = match["usd"] or match["cents"] or match["dollars"] or match["bare"]
    if match["cents"] is not None and re.fullmatch(r"\d{1,2},\d{3}", text):
        text = text.replace(",", ".")  # No price is thousands of cents.
    number = number_of(text)
    if number is None:
        return None
    return -number if match["minus"] or match["minus2"] else number


def _looks_like_a_price_per_kwh(number: Decimal) -> bool:
    """Less than 60 cents, with three decimals or more."""
    return abs(number) < Decimal("0.6") and -int(number.as_tuple().exponent) >= 3


def _unit_before(own_line: str) -> str | None:
    if _KWH_BEFORE.search(own_line):
        return "kwh"
    if _DAY_BEFORE.search(own_line):
        return "day"
    return "month" if _MONTH_BEFORE.search(own_line) else None


def number_of(text: str) -> Decimal | None:
    """A number with points or commas: 1,000 · 6.1196 · 9,94 · .09."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def _last_lines(text: str) -> str:
    return "\n".join(text.split("\n")[-_LINES_BEFORE:])
