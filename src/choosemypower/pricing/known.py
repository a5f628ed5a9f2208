"""For how long is a plan's price known, before any home is asked about?"""

from datetime import date

from choosemypower.plans.model import Plan, RateType
from choosemypower.pricing.model import CostGroup, PriceModel
from choosemypower.units import MONTH_NAMES, MONTHS_IN_YEAR


def group_of(plan: Plan, model: PriceModel) -> CostGroup:
    """Where lists show a plan, before the width of its interval is known."""
    if plan.suspect is not None or model.charges is None:
        return CostGroup.NOT_PRICED_WELL
    if plan.is_time_of_use:
        return CostGroup.BY_THE_HOUR
    if plan.rate_type is RateType.FIXED and plan.term_months >= MONTHS_IN_YEAR:
        return CostGroup.WHOLE_YEAR
    return CostGroup.LESS_THAN_A_YEAR


def known_months(plan: Plan) -> int:
    """How many of the next twelve bills have a known price; 1 where the provider can change it every month."""
    if plan.rate_type is not RateType.FIXED:
        return 1
    return max(1, min(MONTHS_IN_YEAR, plan.term_months))


def could_change(seen_on: date, month: int) -> str:
    """Why even the first month of a price that can change is not known: the listing is of an earlier one."""
    day = f"{MONTH_NAMES[seen_on.month - 1]} {seen_on.day}, {seen_on.year}"
    return (
        f"The provider can change this price every month, and the list is from {day}: "
        f"what {MONTH_NAMES[month - 1]} costs is not known."
    )
