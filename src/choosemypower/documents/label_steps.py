"""Credits and fees of a ladder, of which a bill gets one: "500 kWh or more $20, 1,000 kWh or more $45"."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from choosemypower.plans.charges import Charge, UsageCredit, UsageFee


def in_steps(amounts: Sequence[Charge]) -> list[Charge] | None:
    """The same, each step in place of the one before it; None where they make no ladder. The averages tell which."""
    stepped: list[Charge] = []
    is_ladder = False
    for kind in (UsageCredit, UsageFee):
        rising = [one for one in amounts if isinstance(one, kind) and one.min_kwh and one.max_kwh is None]
        falling = [
            one for one in amounts if isinstance(one, kind) and not one.min_kwh and one.max_kwh is not None
        ]
        ends = {id(one): (one.min_kwh, one.max_kwh) for one in (*rising, *falling)}
        for lower, upper in pairwise(sorted(rising, key=lambda one: one.min_kwh)):
            ends[id(lower)] = lower.min_kwh, upper.min_kwh - 1
        for lower, upper in pairwise(sorted(falling, key=lambda one: one.max_kwh or 0)):
            ends[id(upper)] = (lower.max_kwh or 0) + 1, upper.max_kwh
        is_ladder = is_ladder or len(rising) > 1 or len(falling) > 1
        stepped += [
            msgspec.structs.replace(one, min_kwh=ends[id(one)][0], max_kwh=ends[id(one)][1])
            if id(one) in ends
            else one
            for one in amounts
            if isinstance(one, kind)
        ]
    others = [one for one in amounts if not isinstance(one, UsageCredit | UsageFee)]
    is_proper = all(
        one.max_kwh is None or one.min_kwh <= one.max_kwh
        for one in stepped
        if isinstance(one, UsageCredit | UsageFee)
    )
    return [*stepped, *others] if is_ladder and is_proper else None
