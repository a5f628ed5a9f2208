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


def seasons_of(figures: Sequence[Figure]) -> list[tuple[int, ...]] | None:
    """The calendar months of each figure; None where not every figure names some."""
    months = [_months_named(f"{one.line} {one.after}") for one in figures]
    rest = [
        at for at, one in enumerate(figures) if not months[at] and _REST.search(f"{one.line} {one.after}")
    ]
    if len(rest) == 1:
        named = {month for one in months for month in one}
        months[rest[0]] = tuple(month for month in range(1, MONTHS_IN_YEAR + 1) if month not in named)
    return months if len(figures) > 1 and all(months) else None


def seasonal_prices(
    folded: str, figures: Sequence[Figure], seasons: Sequence[tuple[int, ...]]
) -> list[tuple[EnergyTier, ...]]:
    """A price for each season, by each way to share out a year's usage. Raises Unread where they make no year."""
    by_season = dict(zip(seasons, (one.usd for one in figures), strict=True))
    if any(by_season[season] != one.usd for season, one in zip(seasons, figures, strict=True)):
        raise Unread("Two prices for one season.")
    if sorted(month for season in by_season for month in season) != list(range(1, MONTHS_IN_YEAR + 1)):
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
