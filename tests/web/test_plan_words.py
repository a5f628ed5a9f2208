"""What cards and pages call the facts of a plan."""

from decimal import Decimal

import pytest

from choosemypower.plans.model import CancelFee, CancelFeeKind, RateType
from choosemypower.web.plan_facts import rate_label
from choosemypower.web.plan_words import leave_text, leaving_words
from tests.support.plans import a_plan

FIFTEEN_A_MONTH = CancelFee(kind=CancelFeeKind.PER_REMAINING_MONTH, usd=Decimal(15), text="15 per month left")


@pytest.mark.parametrize(
    ("term_months", "fact", "card"),
    [
        (4, "$15 per month left, at most $60", "$15 for each month left to leave, at most $60"),
        (0, "$15 per month left, of a term that is not stated", "$15 for each month left to leave"),
    ],
)
def test_a_fee_for_each_month_left_of_an_unstated_term_is_not_free(
    term_months: int, fact: str, card: str
) -> None:
    plan = a_plan(term_months=term_months, cancel_fee=FIFTEEN_A_MONTH)
    assert leave_text(plan.cancel_fee, plan.term_months) == fact
    assert leaving_words(plan) == card


def test_a_price_without_a_term_is_not_called_fixed_for_the_term() -> None:
    assert rate_label(a_plan(term_months=12)) == "Fixed for the term"
    assert rate_label(a_plan(term_months=0)) == "Fixed, a month at a time"
    assert rate_label(a_plan(term_months=0, rate_type=RateType.VARIABLE)) == "Can change every month"
