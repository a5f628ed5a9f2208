"""The sentences above a list on its order and on what is known of its costs, and the one that stands for an answer."""

from collections.abc import Sequence

from choosemypower.facets import Sort
from choosemypower.pricing import CostGroup, PlanCost

_NO_ANSWER = (
    "None of these plans is picked to look at first: none has a price for the whole year that everybody gets."
)
_NO_ANSWER_OF_ONE = (
    "This plan is not picked to look at first: it has no price for the whole year that everybody gets."
)
_NOT_KNOWN = "What they cost now is not known; they are in the order of"
_IN_THE_ORDER = "They are in the order of"
"""Below a lead that says what is not known."""
_COME_AFTER = (
    "plans whose cost now is not known come after those of their group whose cost is, in the order of"
)
_BY_LISTED = "what they cost when listed"
_BY_FEE = "the fee to leave"
_AND_BY_NAME = "; plans that we cannot price well by name"
_SORT_LINES = {
    Sort.CANCEL_FEE: "Lowest fee to leave first.",
    Sort.SHORTEST_TERM: "Shortest term first.",
    Sort.LONGEST_TERM: "Longest term first.",
    Sort.RENEWABLE: "Highest renewable share first.",
    Sort.PROVIDER: "By provider, A to Z.",
}


def no_answer(count: int) -> str:
    """Why a list of so many plans has no answer before it."""
    return _NO_ANSWER_OF_ONE if count == 1 else _NO_ANSWER if count else ""


def position(first: int, last: int, total: int) -> str:
    """ "Plans 21 to 40 of 110"."""
    where = f"Plan {last:,}" if first == last else f"Plans {first:,} to {last:,}"
    return f"{where} of {total:,}"


def sort_line(sort: Sort, costs: Sequence[PlanCost], *, has_notes: bool) -> str:
    """How plans with these costs are ordered; by cost only where one is known. `has_notes`: their groups say more."""
    if sort is Sort.COST and has_notes and any(_stands_by_cost(cost) for cost in costs):
        return "Lowest cost first."  # most lists, told from their first plan
    if len(costs) == 1:
        return ""
    if has_notes and sort is Sort.COST and all(cost.group is CostGroup.NOT_PRICED_WELL for cost in costs):
        return ""  # their note says that they stand by name
    if sort is Sort.COST:
        return cost_order_line(costs, says_unknown=not has_notes)
    if sort is Sort.HIGHEST_MONTH:
        if not any(cost.highest_cents is not None for cost in costs):
            return (
                "Their highest month is not known; they are in the order of the fee to leave, lowest first."
            )
        return "Highest month, lowest first."
    return _SORT_LINES[sort]


def cost_order_line(
    costs: Sequence[PlanCost], *, is_by_group: bool = False, says_unknown: bool = True
) -> str:
    """How plans stand in order of cost; `is_by_group`: in groups without notes of their own, so all of it is said here.

    `says_unknown`: also how those stand whose cost is not known, where others of their group have one.
    Plans that we cannot price well are ordered by name, whatever is known of them.
    """
    ordered = [cost for cost in costs if cost.group is not CostGroup.NOT_PRICED_WELL]
    if not ordered:
        return "By name." if costs else ""
    unknown = [cost for cost in ordered if not is_known(cost)]
    are_listed = any(cost.as_listed is not None for cost in unknown)
    if len(unknown) == len(ordered):
        start = _NOT_KNOWN if is_by_group else _IN_THE_ORDER
        line = f"{start} {_BY_LISTED if are_listed else _BY_FEE}, lowest first"
    else:
        line = "Lowest cost first in each group" if is_by_group else "Lowest cost first"
        if says_unknown and {cost.group for cost in unknown} & {
            cost.group for cost in ordered if is_known(cost)
        }:
            line += f"; {_COME_AFTER} {_BY_LISTED if are_listed else _BY_FEE}"
    return f"{line}{_AND_BY_NAME if is_by_group and len(ordered) < len(costs) else ''}."


def _stands_by_cost(cost: PlanCost) -> bool:
    return is_known(cost) and cost.group is not CostGroup.NOT_PRICED_WELL


def is_known(cost: PlanCost) -> bool:
    """Whether a cost says anything of what a home would pay now: a month, a year, or a range by the hour."""
    return cost.known_cents is not None or cost.by_day_cents is not None


def costs_shown(costs: Sequence[PlanCost]) -> str:
    """What a list promises of these costs: only what it can show."""
    # Known ones stand first and others last: mostly one look at each end tells.
    if not any(map(is_known, costs)):
        now = " now" if any(cost.as_listed is not None for cost in costs) else ""
        they = "it" if len(costs) == 1 else "they"
        return f"what {they} would cost a home like yours{now} is not known" if costs else ""
    if all(map(is_known, reversed(costs))):
        return f"with what {'it' if len(costs) == 1 else 'each'} would cost a home like yours"
    return "with what each would cost a home like yours, where that is known"
