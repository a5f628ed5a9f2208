"""Does a plan's price hold for everybody who signs up, or only for those who do something for it?"""

from choosemypower.plans.charges import Condition, conditions_of
from choosemypower.plans.model import Plan

ANYBODY_MEETS = frozenset({Condition.NEW_CUSTOMER, Condition.CREDIT_CHECK, Condition.MINIMUM_STAY})
"""Said on card and page, but no change of the price."""


def has_price_condition(plan: Plan) -> bool:
    """Whether the price needs something of the home besides using power: autopay, a device, a code, another service."""
    return plan.fees is not None and bool(set(conditions_of(plan.fees.items)) - ANYBODY_MEETS)
