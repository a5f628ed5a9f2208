"""When a home uses power, where nobody knows: three days, stated, so that prices by the hour have a range.

Assumptions of ours, not measurements. Each is a flat use of the night, the day and the evening in the proportions
below; weekends are as weekdays, but for the home that is empty in the day.
"""

from collections.abc import Mapping
from decimal import Decimal

_HOURS = 24
_NIGHT, _DAY, _EVENING = range(0, 7), range(7, 17), range(17, 24)

Shares = tuple[Decimal, ...]
"""Of a month's usage: the 24 hours of weekdays, then the 24 of weekends; together 1."""


def _week(weekday: tuple[int, int, int], weekend: tuple[int, int, int]) -> Shares:
    """Shares from parts of use in one hour of the night, the day and the evening."""
    parts = [
        days * (night if hour in _NIGHT else day if hour in _DAY else evening)
        for days, (night, day, evening) in ((5, weekday), (2, weekend))
        for hour in range(_HOURS)
    ]
    total = sum(parts)
    return tuple(Decimal(part) / total for part in parts)


STATED_DAYS: Mapping[str, Shares] = {
    "home in the day": _week((2, 3, 4), (2, 3, 4)),
    "away in the day": _week((2, 1, 5), (2, 3, 4)),
    "charges a car at night": _week((6, 2, 4), (6, 2, 4)),
}
"""By the words that pages use."""
