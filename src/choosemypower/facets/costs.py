"""Which plans cost at most so much a year, and which limits are worth offering."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from operator import or_

from choosemypower.pricing import PlanCost
from choosemypower.units import whole_usd

STEPS_USD = (50, 100, 250, 500, 1000, 2500, 5000)
MOST_STEPS = 5
CENTS_OF_NEXT_USD = 50
"""From here an amount is shown as the next dollar, and is above the limit."""


def last_usd_within(cents: int) -> int:
    """The highest limit that holds nothing above these cents."""
    return (cents - CENTS_OF_NEXT_USD + 1) // 100


class CostLimits:
    """What plans cost a home, by their position in an index. Plans without a cost are within no limit."""

    def __init__(self, costs: Iterable[tuple[int, PlanCost]]) -> None:
        self._known = sorted(
            [(cents, position) for position, cost in costs if (cents := cost.year_cents) is not None]
        )

    @cached_property
    def _masks(self) -> tuple[int, ...]:
        """The plans with the lowest cost, with the two lowest, and so on."""
        return (0, *accumulate((1 << position for _, position in self._known), or_))

    def mask_within(self, usd: int) -> int:
        """The plans that cost at most this, one bit per plan."""
        return self._masks[bisect_left(self._known, (CENTS_OF_NEXT_USD + 100 * usd,))]

    @property
    def steps(self) -> tuple[int, ...]:
        """Up to five round limits between the lowest and the highest cost; none where all cost about the same."""
        if not self._known:
            return ()
        low, high = whole_usd(self._known[0][0]), whole_usd(self._known[-1][0])
        step = next((step for step in STEPS_USD if (high - low) // step < MOST_STEPS), STEPS_USD[-1])
        first = -(-low // step) * step
        return tuple(range(first, high, step))[:MOST_STEPS]
