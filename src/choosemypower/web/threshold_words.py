"""What a credit, a low-use fee or a price step means for a home, in sentences."""

from collections.abc import Sequence

import msgspec

from choosemypower.pricing import Threshold, ThresholdKind
from choosemypower.units import MONTH_NAMES
from choosemypower.web.filters import plural
from choosemypower.web.plan_words import amount, month_names


class ThresholdText(msgspec.Struct, frozen=True):
    """One sentence block about a credit, a low-use fee or a price step."""

    is_met: bool
    strong: str
    text: str
    detail: str


def credit_of(threshold: Threshold, kwh_by_month: Sequence[int]) -> ThresholdText:
    """What a home gains or loses by a credit, a low-use fee or a price step."""
    missed, close = threshold.missed_months, threshold.close_months
    thing = _threshold_name(threshold)
    if not missed:
        return ThresholdText(is_met=True, strong="", text=met_text(threshold, kwh_by_month), detail="")
    count = len(missed)
    subject = "All 12 months" if count == len(kwh_by_month) else plural(count, "month")
    one = count == 1
    detail = "" if count == len(kwh_by_month) else f"{_past(threshold)} in {month_names(missed)}."
    if close and detail:
        detail += f" Close to the limit in {len(close)} more."
    match threshold.kind:
        case ThresholdKind.CREDIT:
            to_kwh = "" if threshold.max_kwh is None else f" to {threshold.max_kwh:,}"
            text = (
                f"It needs {threshold.at_kwh:,}{to_kwh} kWh. "
                f"Use {threshold.at_kwh - 1:,} and that month costs {amount(threshold.usd)} more."
            )
            return ThresholdText(False, f"{subject} {'misses' if one else 'miss'} {thing}.", text, detail)
        case ThresholdKind.FEE:
            text = f"It falls away at {threshold.at_kwh:,} kWh."
            return ThresholdText(False, f"{subject} {'pays' if one else 'pay'} {thing}.", text, detail)
        case ThresholdKind.PRICE:
            text = f"The price falls at {threshold.at_kwh:,} kWh: one kWh less costs {amount(threshold.usd)} more."
            return ThresholdText(False, f"{subject} {'pays' if one else 'pay'} {thing}.", text, detail)


def met_text(threshold: Threshold, kwh_by_month: Sequence[int]) -> str:
    """The sentence for a home that misses nothing: "You would get the $125 credit in all 12 months. …"."""
    months = threshold.months or tuple(range(1, 13))
    span = "all 12 months" if len(months) == len(kwh_by_month) else month_names(months)
    closest = min(months, key=lambda month: kwh_by_month[month - 1])
    tail = f"Closest: {MONTH_NAMES[closest - 1]}, {kwh_by_month[closest - 1]:,} kWh."
    if threshold.kind is ThresholdKind.CREDIT:
        return f"You would get {_threshold_name(threshold)} in {span}. {tail}"
    return f"You would not pay {_threshold_name(threshold)} in any month. {tail}"


def _threshold_name(threshold: Threshold) -> str:
    match threshold.kind:
        case ThresholdKind.CREDIT:
            return f"the {amount(threshold.usd)} credit"
        case ThresholdKind.FEE:
            return f"the {amount(threshold.usd)} low-use fee"
        case ThresholdKind.PRICE:
            return "the higher price per kWh"


def _past(threshold: Threshold) -> str:
    return "Missed" if threshold.kind is ThresholdKind.CREDIT else "Paid"
