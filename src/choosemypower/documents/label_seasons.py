"""Seasons of a label: prices by season ("June - September 15.0¢, other months 11.0¢"), credits of some months."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from choosemypower.documents.bands import Unread
from choosemypower.documents.figures import Figure
from choosemypower.documents.hours import shares_to_try
from choosemypower.documents.phrases import MONTH_NAMES
from choosemypower.documents.words import fold
from choosemypower.plans.charges import EnergyTier
from choosemypower.units import MONTHS_IN_YEAR

_NUMBERS = {fold(name): number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
_NAME = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b\.?"
_RANGE = re.compile(rf"({_NAME})(?: \d{{1,2}}\b,?)?\s*(?:-|–|to|through|thru|until|a|al|hasta)\s*({_NAME})")
_ONE = re.compile(_NAME)
_YEAR = list(range(1, MONTHS_IN_YEAR + 1))
_REST = re.compile(
    r"other months|rest of (?:the )?year|remaining months|otros meses|demas meses|resto del ano"
)
_DATE = re.compile(
    rf"{_NAME} \d{{1,2}},? 20\d\d|{_NAME},? 20\d\d|\d{{1,2}} (?:de )?{_NAME}(?: de)?(?: 20\d\d)?"
    r"|\bmay (?=be|not|only|also|apply|vary|change|receive|require|qualify|differ|have|need)"
)
"""A day, not a season; and "may" where it is no month."""
_NAMED_ONLY = re.compile(
    r"\b(summer|winter|spring|seasonal|verano|invierno|primavera|otono|(fall|autumn)(?= (months|season|credit|bill)))\b"
)
_SEASON = re.compile(r"\b(summer|winter|spring|fall|autumn|hot|cool|warm|cold|verano|invierno)\b")
_OTHER_CHARGE = re.compile(r"credit|charge|fee\b|price|cargo|tarifa|precio")
_EXCEPTION = re.compile(r"\b(except|excluding|other than|excepto|salvo|until|starting|beginning)\b")


def months_of(figure: Figure) -> tuple[int, ...] | None:
    """The calendar months in which a credit or fee holds, as its own sentence says; None: in all.

    Raises Unread where a season is named without its months.
    """
    own, *further = figure.behind.split("\n\n")[0].split("\n")
    same = takewhile(lambda line: not _OTHER_CHARGE.search(line), further)
    behind = " ".join((own, *same)).split(". ")[0]
    words = _DATE.sub(" ", f"{figure.line} {behind}")
    months = _months_named(words)
    if not months:
        if _NAMED_ONLY.search(words):
            raise Unread("A season whose months the label does not name.")
        return None
    if _EXCEPTION.search(words):
        raise Unread("Months with an exception.")
    return None if len(months) == MONTHS_IN_YEAR else months


def seasons_of(folded: str, figures: Sequence[Figure]) -> list[tuple[int, ...]] | None:
    """The calendar months of each figure, beside it or by the name of its season; None where not each has some."""
    if len(figures) < 2:
        return None
    beside = [(f"{one.line} {one.after}", one.line, one.after) for one in figures]
    ways = [_with_the_rest(words) for words in zip(*beside, strict=True)]
    ways.append(_by_names(folded, [one.line for one in figures]))
    of_year = [months for months in ways if sorted(month for one in set(months) for month in one) == _YEAR]
    return next((months for months in (*of_year, ways[0]) if all(months)), None)


def _by_names(folded: str, lines: Sequence[str]) -> list[tuple[int, ...]]:
    """The months of seasons that the label names in their rows and explains elsewhere: "Summer is June 1 to ..."."""
    names = [found[-1] if (found := _SEASON.findall(line)) else "" for line in lines]
    said = {name: _months_explained(folded, name) for name in names if name}
    months = [said.get(name, ()) for name in names]
    others = [at for at, one in enumerate(months) if not one]
    if len(set(names)) == len(names) and len(others) == 1:
        named = {month for one in months for month in one}
        months[others[0]] = tuple(month for month in _YEAR if month not in named)
    return months


def _months_explained(folded: str, name: str) -> tuple[int, ...]:
    """The months that stand behind the name of a season, in the first sentence that says some."""
    for match in re.finditer(rf"\b{name}\b(?P<said>[^.;$¢]{{3,120}})", folded):
        until_next = _SEASON.split(" ".join(match["said"].split()))[0]
        months = _months_named(until_next)
        if months:
            return months
    return ()


def _with_the_rest(words: Sequence[str]) -> list[tuple[int, ...]]:
    """The months that each of some words name; "other months" are those that the others leave."""
    months = [_months_named(one) for one in words]
    rest = [at for at, one in enumerate(words) if not months[at] and _REST.search(one)]
    if len(rest) == 1:
        named = {month for one in months for month in one}
        months[rest[0]] = tuple(month for month in _YEAR if month not in named)
    return months


def seasonal_prices(
    folded: str, figures: Sequence[Figure], seasons: Sequence[tuple[int, ...]]
) -> list[tuple[EnergyTier, ...]]:
    """A price for each season, by each way to share out a year's usage. Raises Unread where they make no year."""
    by_season = dict(zip(seasons, (one.usd for one in figures), strict=True))
    if any(by_season[season] != one.usd for season, one in zip(seasons, figures, strict=True)):
        raise Unread("Two prices for one season.")
    if sorted(month for season in by_season for month in season) != _YEAR:
        raise Unread("Prices by season that do not make one year.")
    said: list[Sequence[Decimal | None]] = [*shares_to_try(folded, len(by_season))]
    ways = said or [[None] * len(by_season)]
    return [
        tuple(
            EnergyTier(usd_per_kwh=usd, months=season, year_share=share)
            for (season, usd), share in zip(by_season.items(), shares, strict=True)
        )
        for shares in ways
    ]


@lru_cache(maxsize=256)
def _months_named(words: str) -> tuple[int, ...]:
    found: set[int] = set()
    for match in _RANGE.finditer(words):
        first, last = (_NUMBERS[name.rstrip(".")] for name in match.groups())
        found |= {
            (first - 1 + step) % MONTHS_IN_YEAR + 1 for step in range((last - first) % MONTHS_IN_YEAR + 1)
        }
    if not found:
        found = {_NUMBERS[name.rstrip(".")] for name in _ONE.findall(words)}
    return tuple(sorted(found))
