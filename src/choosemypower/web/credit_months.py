"""Which months get a credit, come close to its limit, or miss it."""

from collections.abc import Iterable, Sequence

from choosemypower.pricing import Threshold


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
