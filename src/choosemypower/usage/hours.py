"""At which hours a home uses power, on weekdays and at weekends, and how a URL says it.

`hours=` is 96 digits of base 36 (0-9, a-z), two for each of 48 hours: 0 to 23 of Monday to Friday, then of Saturday and
Sunday. Each pair is a number from 0 to 1295, the year's use in that hour measured by the largest of the 48, which is
1295. Not base 64: many a tool writes addresses in small letters.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from choosemypower.errors import InvalidParameterError

HOURS_IN_DAY = 24
CELLS = 2 * HOURS_IN_DAY
LENGTH = 2 * CELLS
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_HIGHEST = _BASE * _BASE - 1
PATTERN = rf"^(?=.*[1-9a-z])[0-9a-z]{{{LENGTH}}}$"


def hours_word(amounts: Sequence[Decimal | int]) -> str:
    """48 amounts of power, weekdays first, as the canonical word of `hours=`. One of them is above 0."""
    highest = max(amounts)
    words = []
    for amount in amounts:
        value = round(Decimal(amount) * _HIGHEST / highest)
        words.append(_DIGITS[value // _BASE] + _DIGITS[value % _BASE])
    return "".join(words)


@lru_cache(maxsize=256)
def parse_hours(word: str) -> tuple[str, tuple[Decimal, ...]]:
    """The canonical word, and the 48 shares of the year's use, which add up to 1. Raises InvalidParameterError."""
    word = word.lower()
    if len(word) != LENGTH or any(digit not in _VALUES for digit in word):
        raise InvalidParameterError(
            f"hours takes {LENGTH} letters and digits, as the calculator makes them from a meter file. "
            "Read the file again, or leave hours out.",
            parameter="hours",
        )
    if not word.strip("0"):
        raise InvalidParameterError("hours has no use in any hour. Leave it out.", parameter="hours")
    canonical = hours_word(_values(word))
    values = _values(canonical)
    total = sum(values)
    shares = [(Decimal(value) / total).quantize(Decimal("0.0000001")) for value in values]
    shares[shares.index(max(shares))] += 1 - sum(shares)
    return canonical, tuple(shares)


def _values(word: str) -> list[int]:
    return [_BASE * _VALUES[word[at]] + _VALUES[word[at + 1]] for at in range(0, LENGTH, 2)]
