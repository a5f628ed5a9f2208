"""Warnings of a plan's page, and the good news that there is none: conditions, credits, what is not known."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec
from markupsafe import Markup, escape

from choosemypower.plans.charges import BaseCharge, Condition, OneTimeCharge, UsageCredit, UsageFee
from choosemypower.plans.conditions import price_conditions, who_signs_up
from choosemypower.plans.model import Plan, RateType
from choosemypower.pricing import (
    CAN_CHANGE,
    SENTENCE_NO_HOURLY_PRICES,
    CostCurve,
    PlanCost,
    Threshold,
    ThresholdKind,
    YearBills,
)
from choosemypower.sentences import list_of
from choosemypower.units import MONTH_NAMES, PRINTED_AT_KWH
from choosemypower.usage import UsageChoice
from choosemypower.web.filters import plural, usd
from choosemypower.web.plan_money import is_change_said
from choosemypower.web.plan_words import (
    amount,
    both_prices,
    contradiction_lines,
    document_link,
    needs_text,
    rises_above_kwh,
    said_sentences,
    sign_up_text,
    words_elsewhere,
)
from choosemypower.web.threshold_words import credit_of, met_text

_MONEY = r"(?:\$ ?\d|\d ?(?:¢|cents\b|centavos\b))"
_WITHOUT = r"\b(?:without|unless|stop|fail|not enroll|remove|sin|no se inscrib|cancela)"
_AMOUNT = re.compile(_MONEY)
_DOLLARS = re.compile(r"\$ ?(\d[\d,]*(?:\.\d\d)?)")
_PAID_FOR = (Condition.BUNDLE, Condition.MEMBERSHIP)
"""Conditions that are met by paying for something."""
_WITH_AMOUNT = (BaseCharge, OneTimeCharge, UsageCredit, UsageFee)
_AMOUNT_WITHOUT = re.compile(
    rf"{_WITHOUT}[^.]{{0,150}}{_MONEY}|{_MONEY}[^.]{{0,150}}{_WITHOUT}", re.IGNORECASE
)
CANNOT_PRICE = "The three printed prices do not fit any simple bill. We show them and no yearly cost."


class PlanNotice(msgspec.Struct, frozen=True):
    """A warning, or the good news that there is none: kind is warn, bad or good."""

    kind: str
    strong: str
    text: str


def plan_notices(
    plan: Plan, bills: YearBills, curve: CostCurve | None, usage: UsageChoice
) -> list[PlanNotice]:
    found = []
    cost = bills.cost
    if plan.suspect is not None:
        found.append(PlanNotice("bad", "The price of this plan is in doubt.", plan.suspect))
    if lines := contradiction_lines(plan):
        found.append(PlanNotice("warn", "The listing contradicts itself.", " ".join(lines)))
    if not cost.known_months and cost.by_day_cents is None and cost.as_listed is None:
        reason = "" if plan.suspect else cost.reason or CANNOT_PRICE
        if reason == SENTENCE_NO_HOURLY_PRICES:  # that it depends on the hour is said below
            reason = "No source that we have says the price of each hour."
        found.append(PlanNotice("warn", "No yearly cost.", reason))
    elif cost.is_rough:
        found.append(PlanNotice("warn", "Rough estimate.", cost.reason or ""))
    found += [_threshold_notice(one, curve, usage.year.kwh_by_month) for one in cost.thresholds]
    if plan.is_time_of_use:
        text = "The three label prices hold the label’s own guess of when you use power, not yours."
        found.append(PlanNotice("warn", "The price depends on the hour.", text))
    if plan.rate_type is not RateType.FIXED:
        if not is_change_said(cost):
            found.append(PlanNotice("warn", f"{CAN_CHANGE}.", ""))
    elif 0 < cost.known_months < len(usage.year.kwh_by_month):
        known = plural(cost.known_months, "month")
        text = "After that you move to a month-to-month price that nobody knows yet."
        found.append(PlanNotice("warn", f"The price is known for {known} only.", text))
    found += _needed(plan, bills)
    found += _condition_notices(bills)
    if plan.is_prepaid:
        found.append(PlanNotice("warn", "Prepaid.", _prepaid_text(plan)))
    if (above_kwh := rises_above_kwh(bills.model)) is not None:
        found.append(PlanNotice("warn", f"The price rises above {above_kwh:,} kWh.", ""))
    return found


def _prepaid_text(plan: Plan) -> str | Markup:
    text = "You pay first, and power stops when the money is gone."
    if any(one.kind is Condition.FIRST_PAYMENT for one in plan.conditions):
        return text
    disclosure = plan.text.prepaid_url
    name = "prepaid disclosure" if disclosure else "facts label"
    where = document_link(disclosure or plan.text.facts_url, name)
    return Markup("{} The list does not say the first payment: it is in the {}.").format(text, where)


def _needed(plan: Plan, bills: YearBills) -> Iterator[PlanNotice]:
    """What the listing asks of a home, with the words that say so."""
    needed, asked = price_conditions(plan), who_signs_up(plan)
    found: list[tuple[str, Markup, str]] = []
    if needed:
        said = said_sentences(plan, needed)
        is_said = bool(bills.conditional) or _may_say_otherwise(plan, said)
        unsaid = "" if is_said else _price_without(plan, needed)
        found.append((needs_text(plan, bills.model), said, _uncounted(plan, bills) or unsaid))
    sentences = said_sentences(plan, asked)
    # That it is for new customers stands below the plan's name already.
    if sentences or set(asked) - {Condition.NEW_CUSTOMER}:
        found.append((sign_up_text(plan), sentences, ""))
    is_kept = any(one.sentence for one in plan.conditions) or not plan.conditions
    elsewhere = Markup("") if is_kept else words_elsewhere(plan)
    for place, (title, said, more) in enumerate(found, 1):
        yield PlanNotice("warn", f"{title}.", _joined(said, more, elsewhere if place == len(found) else ""))


def _uncounted(plan: Plan, bills: YearBills) -> str:
    """That what must be paid to meet a condition is in no bill: charges are read from the fee text, not from this."""
    charges = (
        *(bills.model.charges.items if bills.model.charges else ()),
        *(plan.fees.items if plan.fees else ()),
    )
    counted = {abs(one.usd) for one in charges if isinstance(one, _WITH_AMOUNT)}
    asked = [one.sentence for one in plan.conditions if one.kind in _PAID_FOR]
    amounts = [Decimal(text.replace(",", "")) for said in asked for text in _DOLLARS.findall(said)]
    missing = dict.fromkeys(amount(usd) for usd in amounts if usd not in counted)
    return f"The costs on this page do not count {list_of(missing)}." if missing else ""


def _price_without(plan: Plan, needed: Sequence[Condition]) -> str:
    """That nobody gave us the price without it: the list only where we hold all of its words on that."""
    is_kept = all(one.sentence for one in plan.conditions if one.kind in needed)
    return (
        "The list does not say the price without it." if is_kept else "We do not know the price without it."
    )


def _may_say_otherwise(plan: Plan, said: str) -> bool:
    """Whether the listing's words may name the price of who does not meet a condition, though we do not count it."""
    texts = [
        part
        for text in (plan.english, plan.spanish)
        if text is not None
        for part in (text.special_terms, text.fees_text)
        if part
    ]
    return _AMOUNT.search(said) is not None or any(_AMOUNT_WITHOUT.search(text) for text in texts)


def _joined(*parts: str) -> Markup:
    return Markup(" ").join(escape(part) for part in parts if part)


def _condition_notices(bills: YearBills) -> Iterator[PlanNotice]:
    """What the price is for those who meet a condition, and a credit that the listing does not explain."""
    cost, credit_usd = bills.cost, bills.model.unexplained_credit_usd
    for one in bills.conditional:
        for strong in both_prices([one], cost):
            yield PlanNotice("warn", f"{strong}.", _a_year_with_it(one.cost, cost))
    if credit_usd is not None:
        strong = f"About {usd(credit_usd)} a month of this price is a credit that the list does not explain."
        text = "Often it is for autopay."
        if cost.usd_per_year is not None:
            without_usd = cost.usd_per_year + credit_usd * len(MONTH_NAMES)
            text += f" Without it: about {usd(without_usd)} a year."
        yield PlanNotice("warn", strong, text)


def _a_year_with_it(met: PlanCost, usual: PlanCost) -> str:
    if met.usd_per_year is None or usual.usd_per_year is None:
        return "This page shows the price without."
    less = usual.usd_per_year - met.usd_per_year
    return (
        f"With it: {usd(met.usd_per_year)} a year, {usd(abs(less))} {'less' if less > 0 else 'more'} than without, "
        "which is what this page shows."
    )


def _threshold_notice(
    threshold: Threshold, curve: CostCurve | None, kwh_by_month: Sequence[int]
) -> PlanNotice:
    if not threshold.missed_months:
        return PlanNotice("good", "", met_text(threshold, kwh_by_month))
    cliff = next(
        (one for one in (curve.cliffs if curve else ()) if one.at.usage_kwh == threshold.at_kwh), None
    )
    said = credit_of(threshold, kwh_by_month)
    if threshold.kind is not ThresholdKind.CREDIT or cliff is None:
        return PlanNotice("bad", said.strong, f"{said.text} {said.detail}".strip())
    count = plural(len(threshold.missed_months), "month")
    printed = threshold.at_kwh in PRINTED_AT_KWH
    text = (
        f"You get {amount(threshold.usd)} off a month that reaches {threshold.at_kwh:,} kWh. "
        f"At {cliff.below.usage_kwh:,} kWh the bill is {usd(cliff.below.usd)}. "
        f"At {cliff.at.usage_kwh:,} kWh it is {usd(cliff.at.usd)}"
        f"{', and that is the price in the advertisement' if printed else ''}. {said.detail}"
    )
    return PlanNotice("bad", f"This plan leans on a credit that you would miss in {count}.", text.strip())
