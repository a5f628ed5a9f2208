"""What a stored text says of a plan: read, proved by its own averages, and of the right utility."""

import re

import msgspec

from choosemypower.documents.label_reading import LabelReading, read_label
from choosemypower.documents.label_terms import LabelTerms, read_label_terms
from choosemypower.documents.words import fold
from choosemypower.plans.charges import Charges, DeliveryKind, ReadState
from choosemypower.plans.label import LEAST_DIFFERENCE_USD_PER_KWH, LabelSays
from choosemypower.plans.model import Plan
from choosemypower.pricing.delivery import DeliverySeries

_WORD = re.compile(r"[a-z]{3,}")
_COMMON = frozenset(
    {
        "electricity",
        "energy",
        "electric",
        "power",
        "plan",
        "plans",
        "rate",
        "fixed",
        "variable",
        "month",
        "months",
    }
    | {"the", "and", "for", "with", "your"}
)
"""Words of many a plan's name that tell none from another."""


def says_of(text: str, plan: Plan, series: DeliverySeries) -> LabelSays:
    """What this text says of this plan."""
    reading = read_label(text, series)
    if reading.utility is not None and reading.utility != plan.utility:
        return LabelSays(state=ReadState.UNREAD, note="The label is one for the area of another utility.")
    terms = read_label_terms(text)
    if _is_of_another_plan(text, reading, terms, plan):
        return LabelSays(
            state=ReadState.UNREAD,
            printed_usd_per_kwh=reading.printed_usd_per_kwh,
            issued_on=reading.issued_on,
            term_months=terms.term_months,
            note="The label seems to be that of another plan: its prices differ, and so does its name or its term.",
        )
    return LabelSays(
        state=reading.state,
        charges=_charges(reading) if reading.state is ReadState.PROVEN else None,
        printed_usd_per_kwh=reading.printed_usd_per_kwh,
        issued_on=reading.issued_on,
        prints_delivery=reading.state is ReadState.PROVEN and _prints_delivery(reading),
        term_months=terms.term_months,
        cancel_fee_usd=terms.cancel_fee_usd,
        note=reading.note,
    )


def _is_of_another_plan(text: str, reading: LabelReading, terms: LabelTerms, plan: Plan) -> bool:
    """Whether a label with other averages than the listing names another plan, or runs for another time.

    A newer label of the same plan has other averages as well, but its name and its term.
    """
    listed = (plan.usd_per_kwh_500, plan.usd_per_kwh_1000, plan.usd_per_kwh_2000)
    printed = reading.printed_usd_per_kwh
    if len(printed) != len(listed) or all(
        abs(one - other) < LEAST_DIFFERENCE_USD_PER_KWH for one, other in zip(printed, listed, strict=True)
    ):
        return False
    own_term = 0 if plan.is_month_to_month else plan.term_months
    if terms.term_months is not None and max(terms.term_months, 1) != max(own_term, 1):
        return True
    words = set(_WORD.findall(fold(plan.name))) - _COMMON
    return bool(words) and not words & set(_WORD.findall(fold(text)))


def _prints_delivery(reading: LabelReading) -> bool:
    return reading.charges is not None and reading.charges.delivery.kind is DeliveryKind.PRINTED


def _charges(reading: LabelReading) -> Charges | None:
    """The charges with the delivery that proves them, for utilities whose charge of today is not known."""
    if reading.charges is None or reading.delivery_used is None or reading.charges.delivery.is_bundled:
        return reading.charges
    return msgspec.structs.replace(reading.charges, delivery=reading.delivery_used)
