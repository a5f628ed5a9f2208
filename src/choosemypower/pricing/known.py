"""For how long is a plan's price known, before any home is asked about?"""

from datetime import date
from functools import lru_cache

from choosemypower.datasets.model import VERY_OLD_AFTER
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


def is_price_of(on: date, seen_on: date) -> bool:
    """Whether a price that can change every month, last seen on one day, is still that of a contract begun on another.

    It is in the month in which it was seen, and for as long as no page calls the list very old: what was offered
    yesterday is what a home that signs today pays first, though a new month has begun.
    """
    return (seen_on.year, seen_on.month) >= (on.year, on.month) or on - seen_on <= VERY_OLD_AFTER


CAN_CHANGE = "The provider can change this price every month"


@lru_cache(maxsize=8)
def could_change(seen_on: date, month: int) -> str:
    """Why even the first month of a price that can change is not known: see `is_price_of`."""
    day = f"{MONTH_NAMES[seen_on.month - 1]} {seen_on.day}, {seen_on.year}"
    return f"{CAN_CHANGE}, and the list is from {day}: what {MONTH_NAMES[month - 1]} costs is not known."
