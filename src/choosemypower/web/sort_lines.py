"""The sentence above a list on its order, and the one that stands for an answer that it cannot have."""

from collections.abc import Sequence

from choosemypower.facets import Sort
from choosemypower.pricing import PlanCost

NO_ANSWER = (
    "None of these plans is picked to look at first: none has a price for the whole year that everybody gets."
)
_WITHOUT_COSTS = (
    "What they cost now is not known; they are in the order of what they cost when listed, lowest first."
)
_SORT_LINES = {
    Sort.COST: "Lowest cost first.",
    Sort.HIGHEST_MONTH: "Highest month, lowest first.",
    Sort.CANCEL_FEE: "Lowest fee to leave first.",
    Sort.SHORTEST_TERM: "Shortest term first.",
    Sort.LONGEST_TERM: "Longest term first.",
    Sort.RENEWABLE: "Highest renewable share first.",
    Sort.PROVIDER: "By provider, A to Z.",
}


def sort_line(sort: Sort, costs: Sequence[PlanCost]) -> str:
    """How plans with these costs are ordered; by cost only where one is known."""
    if sort is Sort.COST and not any(
        cost.known_cents is not None or cost.by_day_cents is not None for cost in costs
    ):
        return _WITHOUT_COSTS
    return _SORT_LINES[sort]
