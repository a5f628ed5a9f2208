"""The words of the groups whose words are known beforehand, each said once. A new filter word is one entry here."""

import re
from collections.abc import Callable
from typing import Final

from choosemypower.facets.facet import Word
from choosemypower.plans.charges import Condition, UsageCredit, UsageFee
from choosemypower.plans.conditions import conditions_of_plan, has_price_condition
from choosemypower.plans.model import CancelFeeKind, Plan, RateType


def _has_rate(rate: RateType) -> Callable[[Plan], bool]:
    return lambda plan: plan.rate_type is rate


def _is_green(percent: int) -> Callable[[Plan], bool]:
    return lambda plan: plan.renewable_percent is not None and plan.renewable_percent >= percent


_CREDIT = re.compile(r"credit|cr[eé]dito", re.IGNORECASE)


def has_credit(plan: Plan) -> bool:
    """Whether a plan gives a credit: one that we read, or one of a text that we could not turn into numbers."""
    if plan.fees is None:
        return False
    if plan.fees.of(UsageCredit):
        return True
    texts = [text.fees_text for text in (plan.english, plan.spanish) if text is not None and text.fees_text]
    return not plan.fees.is_believed and (not texts or any(_CREDIT.search(text) for text in texts))


def _depends_on_usage(plan: Plan) -> bool:
    return has_credit(plan) or plan.has_usage_fees or (plan.fees is not None and bool(plan.fees.of(UsageFee)))


def _may_cost_to_leave(plan: Plan) -> bool:
    """An unknown fee to leave counts as a fee."""
    return (
        plan.cancel_fee.kind is CancelFeeKind.UNKNOWN or plan.cancel_fee.worst_case_usd(plan.term_months) != 0
    )


RATE_WORDS: Final = tuple(
    Word(
        word=rate.value,
        label=rate.value.capitalize(),
        chip=f"{rate.value.capitalize()} price",
        title=f"{rate.value}-price",
        leaves=_has_rate(rate),
        segment=f"{rate.value}-rate",
    )
    for rate in RateType
)
GREEN_WORDS: Final = tuple(
    Word(
        word=str(percent),
        label="100%" if percent == 100 else f"At least {percent}%",
        chip=f"{percent}% renewable",
        title=f"{percent}% renewable",
        leaves=_is_green(percent),
        segment=segment,
        old_segments=old_segments,
        is_offered=percent >= 50,
    )
    for percent, segment, old_segments in (
        (10, "some-green", ()),
        (25, "25-green", ()),
        (50, "50-green", ("partial-green",)),
        (100, "green-energy", ("renewable", "100-green")),
    )
)


def _feature(word: str, label: str, title: str, leaves: Callable[[Plan], bool]) -> Word:
    return Word(word=word, label=label, chip=label, title=title, leaves=leaves, segment=word)


def _claimed(word: str, label: str, title: str, claim: str) -> Word:
    """A feature that only the plan's own text claims."""
    return Word(
        word=word,
        label=label,
        chip=label,
        title=title,
        leaves=lambda plan: word in plan.features,
        segment=word,
        claim=claim,
    )


CONDITION_TITLES: Final = (
    (Condition.AUTOPAY, "Needs autopay", "that need autopay"),
    (Condition.PAPERLESS, "Needs paperless billing", "that need paperless billing"),
    (Condition.DEVICE, "Needs a smart device", "that need a smart device"),
    (Condition.PROMO_CODE, "Needs a promo code", "that need a promo code"),
    (Condition.BUNDLE, "Needs another service", "that need another service"),
    (Condition.MEMBERSHIP, "Needs a membership", "that need a membership"),
    (Condition.FIRST_MONTHS_PRICE, "Lower price at first", "with a lower price at first"),
    (Condition.NEW_CUSTOMER, "New customers only", "for new customers only"),
    (Condition.CREDIT_CHECK, "Needs a credit check or deposit", "that need a credit check or deposit"),
    (Condition.FIRST_PAYMENT, "Needs a first payment", "that need a first payment"),
    (Condition.MINIMUM_STAY, "Needs a minimum stay", "that need a minimum stay"),
)


def _needing(condition: Condition, label: str, title: str) -> Word:
    """A condition of the price or of signing up; without a path of its own, as nobody searches for it."""
    return Word(
        word=f"needs-{condition.value}",
        label=label,
        chip=label,
        title=title,
        leaves=lambda plan: condition in conditions_of_plan(plan),
    )


FEATURE_WORDS: Final = (
    _feature("prepaid", "Prepaid", "prepaid", lambda plan: plan.is_prepaid),
    _claimed(
        "no-deposit",
        "No deposit",
        "without a deposit",
        r"\bno\s+(?:security\s+)?deposits?\b|\bno\s+credit\s+check\s+(?:or|and|nor)\s+deposit\b|\bzero\s+deposit\b"
        r"|\bdeposit\s+(?:is\s+)?not\s+required\b|\bwithout\s+a?\s*deposit\b|\bsin\s+dep[oó]sitos?\b"
        r"|\bno\s+(?:se\s+)?requiere\s+dep[oó]sito\b",
    ),
    _claimed(
        "autopay-discount",
        "Autopay discount",
        "with an autopay discount",
        r"auto[\s-]?pay(?:ment)?\s+(?:bill\s+)?(?:discount|credit)"
        r"|(?:discount|credit)\w*[^.:|]{0,60}\b(?:auto[\s-]?pay|automatic\s+payment)"
        r"|(?:auto[\s-]?pay|automatic\s+payment)\w*[^.:|]{0,60}\b(?:discount(?:ed)?|credit)\b(?!\s*card)"
        r"|(?:descuento|cr[eé]dito|con\s+descuento)[^.:|]{0,60}\bpago\s+autom[aá]tico"
        r"|pago\s+autom[aá]tico[^.:|]{0,80}\b(?:descuento|con\s+descuento)",
    ),
    _feature(
        "time-of-use", "Price depends on the hour", "priced by the hour", lambda plan: plan.is_time_of_use
    ),
    _claimed(
        "free-weekends",
        "Free weekends",
        "with free weekends",
        r"\bfree\s+(?:electricity\s+)?(?:\w+\s+)?weekends?\b|\bweekends?\s+free\b"
        r"|\bfin(?:es)?\s+de\s+semana\s+grat(?:is|uitos?)\b",
    ),
    _feature("bill-credit", "Bill credits", "with a bill credit", has_credit),
    _claimed(
        "smart-meter",
        "Smart meter",
        "with a smart meter",
        r"\bsmart\s+meters?\b|\bmedidor(?:es)?\s+inteligentes?\b",
    ),
    _claimed(
        "free-nights",
        "Free nights",
        "with free nights",
        r"\bfree\s+(?:electricity\s+)?(?:\w+\s+)?nights?\b|\bnights?\s+free\b|\bnoches?\s+grat(?:is|uitas?)\b",
    ),
    *(_needing(condition, label, title) for condition, label, title in CONDITION_TITLES),
)


def _left_out(word: str, label: str, chip: str, has: Callable[[Plan], bool]) -> Word:
    title = chip[0].lower() + chip[1:]
    return Word(word=word, label=label, chip=chip, title=title, leaves=lambda plan: not has(plan))


LEAVE_OUT_WORDS: Final = (
    _left_out("bill-credit", "Bill credits and low-use fees", "No bill credits", _depends_on_usage),
    _left_out(
        "time-of-use",
        "Prices that depend on the hour",
        "No prices by the hour",
        lambda plan: plan.is_time_of_use,
    ),
    _left_out("prepaid", "Prepaid", "No prepaid", lambda plan: plan.is_prepaid),
    _left_out(
        "new-customers",
        "New customers only",
        "Not only for new customers",
        lambda plan: plan.is_new_customers_only is True,
    ),
    _left_out("conditions", "Plans with conditions", "No conditions", has_price_condition),
    _left_out("cancel-fee", "Plans with a fee to leave", "No fee to leave", _may_cost_to_leave),
)

GREEN_PERCENTS: Final = tuple(int(one.word) for one in GREEN_WORDS)
FEATURES: Final = tuple(one.word for one in FEATURE_WORDS)
LEAVE_OUTS: Final = tuple(one.word for one in LEAVE_OUT_WORDS)
CLAIMS: Final = {one.word: one.claim for one in FEATURE_WORDS if one.claim is not None}
"""Patterns of what a plan's own text claims, by word."""
