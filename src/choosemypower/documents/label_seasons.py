"""The energy figures of a label as prices by season: "June - September 15.0¢, other months 11.0¢"."""

import re
from collections.abc import Sequence

from choosemypower.documents.bands import Unread
from choosemypower.documents.figures import Figure
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


def seasonal_prices(figures: Sequence[Figure], seasons: Sequence[tuple[int, ...]]) -> tuple[EnergyTier, ...]:
    """A price for each season. Raises Unread where they do not make one year."""
    by_season = dict(zip(seasons, (one.usd for one in figures), strict=True))
    if any(by_season[season] != one.usd for season, one in zip(seasons, figures, strict=True)):
        raise Unread("Two prices for one season.")
    if sorted(month for season in by_season for month in season) != list(range(1, MONTHS_IN_YEAR + 1)):
        raise Unread("Prices by season that do not make one year.")
    return tuple(EnergyTier(usd_per_kwh=usd, months=season) for season, usd in by_season.items())


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
