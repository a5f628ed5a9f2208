"""Credits and fees of a ladder, of which a bill gets one: "500 kWh or more $20, 1,000 kWh or more $45"."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from choosemypower.plans.charges import Charge, UsageCredit, UsageFee

_OfUse = UsageCredit | UsageFee


def in_steps(amounts: Sequence[Charge]) -> list[Charge] | None:
    """The same, each step in place of the one before it; None where they make no ladder. The averages tell which."""
    stepped: list[Charge] = [one for one in amounts if not isinstance(one, _OfUse)]
    is_ladder = False
    for kind in (UsageCredit, UsageFee):
        own = [one for one in amounts if isinstance(one, kind)]
        steps = _steps(own)
        is_ladder = is_ladder or steps != own
        stepped += steps
    return stepped if is_ladder and all(map(_holds_some_use, stepped)) else None


def _steps(amounts: Sequence[_OfUse]) -> list[_OfUse]:
    """Amounts from a use on end where the next begins; amounts up to a use begin where the one below ends."""
    rising = sorted(
        (one for one in amounts if one.min_kwh and one.max_kwh is None), key=lambda one: one.min_kwh
    )
    falling = sorted(
        (one for one in amounts if not one.min_kwh and one.max_kwh), key=lambda one: one.max_kwh or 0
    )
    begins = {upper: (lower.max_kwh or 0) + 1 for lower, upper in pairwise(falling)}
    ends = {lower: upper.min_kwh - 1 for lower, upper in pairwise(rising)}
    return [
        msgspec.structs.replace(one, min_kwh=begins.get(one, one.min_kwh), max_kwh=ends.get(one, one.max_kwh))
        for one in amounts
    ]


def _holds_some_use(one: Charge) -> bool:
    return not isinstance(one, _OfUse) or one.max_kwh is None or one.min_kwh <= one.max_kwh
