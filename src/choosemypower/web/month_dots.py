"""Which months get a credit, come close to its limit, or miss it: twelve dots on a plan's card."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup

from choosemypower.pricing import Threshold
from choosemypower.units import MONTH_NAMES


@lru_cache(maxsize=4096)
def month_dots(missed: tuple[int, ...], close: tuple[int, ...]) -> Markup:
    """Twelve dots, January first: solid for paid, half for close, a ring for missed. The text beside says it."""
    parts = []
    for month in range(1, 13):
        x = 10.5 + (month - 1) * 21
        state = state_of(month, missed, close)
        css = ' class="paid"' if state == "paid" else ""
        parts.append(f'<circle{css} cx="{x:g}" cy="9" r="5"/>')
        if state == "close":
            parts.append(f'<path class="half" d="M{x:g} 4a5 5 0 0 0 0 10z"/>')
        parts.append(f'<text x="{x:g}" y="29">{MONTH_NAMES[month - 1][0]}</text>')
    return Markup(  # noqa: S704 - made of numbers
        f'<svg class="dots" width="252" height="33" aria-hidden="true">{"".join(parts)}</svg>'
    )


def missed_and_close(thresholds: Iterable[Threshold]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The calendar months that miss at least one threshold, and those that only come close."""
    missed: set[int] = set()
    close: set[int] = set()
    for threshold in thresholds:
        missed.update(threshold.missed_months)
        close.update(threshold.close_months)
    return tuple(sorted(missed)), tuple(sorted(close - missed))


def state_of(month: int, missed: Sequence[int], close: Sequence[int]) -> str:
    """paid, close or missed."""
    return "missed" if month in missed else "close" if month in close else "paid"
