"""Does a plan's price hold for everybody who signs up, or only for those who do something for it?"""

from choosemypower.plans.charges import Condition, conditions_of
from choosemypower.plans.model import Plan, StatedCondition

WHO_SIGNS_UP = frozenset(
    {Condition.NEW_CUSTOMER, Condition.CREDIT_CHECK, Condition.MINIMUM_STAY, Condition.FIRST_PAYMENT}
)
"""About who may sign up, not about the price: said on card and page."""


def conditions_of_plan(plan: Plan) -> tuple[Condition, ...]:
    """Everything that the listing asks of a home, in the order of `Condition`."""
    named = {one.kind for one in plan.conditions}
    if plan.fees is not None:
        named |= set(conditions_of(plan.fees.items))
    if plan.is_new_customers_only:
        named.add(Condition.NEW_CUSTOMER)
    return tuple(condition for condition in Condition if condition in named)


def price_conditions(plan: Plan) -> tuple[Condition, ...]:
    """What the price itself asks besides using power: autopay, a device, a code, another service."""
    return tuple(condition for condition in conditions_of_plan(plan) if condition not in WHO_SIGNS_UP)


def who_signs_up(plan: Plan) -> tuple[Condition, ...]:
    """Who may sign up at all, and what else is asked of them; a credit for new customers asks it of nobody else."""
    asked = {one.kind for one in plan.conditions if one.kind in WHO_SIGNS_UP}
    if plan.is_new_customers_only:
        asked.add(Condition.NEW_CUSTOMER)
    return tuple(condition for condition in Condition if condition in asked)


def has_price_condition(plan: Plan) -> bool:
    """Whether the price holds only for homes that do something for it."""
    return bool(price_conditions(plan))


def sentence_of(plan: Plan, condition: Condition) -> StatedCondition | None:
    """Where the listing says so; None where only a charge or a column of the listing names it."""
    return next((one for one in plan.conditions if one.kind is condition and one.sentence), None)
