"""Which plans answer "what would we look at first?": by stated rules, cost alone, nobody pays for a place.

Only plans whose price is known for the whole year are picked, and none with a condition to meet, a prepaid account, a
row that cannot be trusted or a credit that nothing explains. Ties go to the lower fee to leave.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from operator import attrgetter

import msgspec

from choosemypower.plans.model import Plan
from choosemypower.pricing.model import PlanCost

_BY_COST = attrgetter("known_cents", "tie_rank")


class PickReason(StrEnum):
    """Why a plan stands in the answer, in the order of its rows."""

    LOWEST = "lowest"
    FREE_TO_LEAVE = "free-to-leave"
    """The lowest of those that can be left at any time for nothing."""
    RENEWABLE = "renewable"
    """The lowest of those that are 100 % renewable."""


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    reason: PickReason
    cost: PlanCost
    also: tuple[PickReason, ...] = ()
    """Further reasons whose lowest plan is this one; they get no row of their own."""


def pick_first(
    costs: Iterable[PlanCost], reasons_of: Callable[[Plan], Sequence[PickReason]]
) -> tuple[Pick, ...]:
    """At most three plans, each the lowest of its kind; empty where no plan can be picked.

    `reasons_of` says what a plan can be picked for: `pick_reasons`, or what was kept of it.
    """
    whole_year = [cost for cost in costs if cost.has_year and cost.unexplained_credit_usd is None]
    lowest: dict[PickReason, PlanCost] = {}
    for cost in sorted(whole_year, key=_BY_COST):
        for reason in reasons_of(cost.plan):
            lowest.setdefault(reason, cost)
        if len(lowest) == len(PickReason):
            break
    rows: dict[str, Pick] = {}
    for reason in PickReason:
        picked = lowest.get(reason)
        if picked is None:
            continue
        row = rows.get(picked.plan.plan_id)
        rows[picked.plan.plan_id] = (
            Pick(reason=reason, cost=picked)
            if row is None
            else msgspec.structs.replace(row, also=(*row.also, reason))
        )
    return tuple(rows.values())


def pick_reasons(plan: Plan, *, has_condition: bool) -> tuple[PickReason, ...]:
    """What a plan would be picked for if it were the lowest: the same for every home."""
    if plan.is_prepaid or has_condition:
        return ()
    worst_fee_usd = plan.cancel_fee.worst_case_usd(plan.term_months)
    reasons = [PickReason.LOWEST]
    if worst_fee_usd is not None and not worst_fee_usd:
        reasons.append(PickReason.FREE_TO_LEAVE)
    if plan.renewable_percent is not None and plan.renewable_percent >= 100:
        reasons.append(PickReason.RENEWABLE)
    return tuple(reasons)
