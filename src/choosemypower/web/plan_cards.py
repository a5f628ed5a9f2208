"""What a plan's card says: the part that stays the same for every home, and the part that a home's use decides.

The first is rendered once per plan and epoch and kept as HTML; the second is a few short strings per request.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

import msgspec
from markupsafe import Markup

from choosemypower.plans.charges import EnergyTier, PriceByTotal
from choosemypower.plans.model import CancelFee, CancelFeeKind, Plan, RateType
from choosemypower.pricing import (
    PlanCost,
    PriceModel,
    Sort,
    Threshold,
    ThresholdKind,
    contract_end,
)
from choosemypower.units import MONTH_NAMES
from choosemypower.web.filters import cents_per_kwh, list_of, percent, plural, usd, usd_cents
from choosemypower.web.month_dots import missed_and_close, month_dots
from choosemypower.web.rendering import Renderer
from choosemypower.world import World

SHOWN_THRESHOLDS = 2


class CardText(msgspec.Struct, frozen=True, kw_only=True):
    """What a card says of a plan whatever the home: `plans/_card_fixed.html` makes HTML of it."""

    plan_id: str
    name: str
    url: str
    provider: str
    new_customers: bool
    utility: str | None
    """Named only where the list holds several."""
    flags: tuple[str, ...]
    term: str
    term_note: str
    leave: str
    label_price: str
    renewable: str
    facts_url: str | None
    facts_kind: str
    sorted_by: str
    """Which field is bold: term, leave, renewable, provider or none."""


class CardHtml(msgspec.Struct, frozen=True):
    """The fixed HTML of a card, cut where the parts of a home go in."""

    to_link: Markup
    """Up to the end of the plan's address; the use of the home and `">` follow."""
    name: Markup
    facts: Markup
    """Up to the price at this use."""
    actions: Markup


class Credit(msgspec.Struct, frozen=True):
    """One sentence block about a credit, a low-use fee or a price step."""

    is_met: bool
    strong: str
    text: str
    detail: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One card of a list."""

    html: CardHtml
    anchor: int | None
    """Place in the list for `#plan-21`; None in previews."""
    money: str | None
    money_unit: str
    doubt: str
    lines: tuple[str, ...]
    flags: tuple[str, ...]
    per_kwh: str
    credits: tuple[Credit, ...]
    dots: Markup | None
    """Of the first credit."""


CUT = "<!--cut-->"
SORTED_FIELDS = {
    Sort.CANCEL_FEE: "leave",
    Sort.SHORTEST_TERM: "term",
    Sort.LONGEST_TERM: "term",
    Sort.RENEWABLE: "renewable",
    Sort.PROVIDER: "provider",
}


# The fixed part


def card_html(
    world: World, plan_id: str, sorted_by: str, utility: str | None, renderer: Renderer
) -> CardHtml:
    """What of a plan's card is the same for every home; ask for it through `world.once`."""
    plan = world.catalogue.by_id[plan_id]
    text = card_text(plan, world.market.model_of(plan), world.on, sorted_by=sorted_by, utility=utility)
    parts = renderer.render("plans/_card_fixed.html", text).split(CUT)
    return CardHtml(*(Markup(part) for part in parts))  # noqa: S704 - escaped by the template


def card_text(plan: Plan, model: PriceModel, on: date, *, sorted_by: str, utility: str | None) -> CardText:
    """The words of a card that do not depend on the home."""
    facts_url = web_url(plan.text.facts_url)
    return CardText(
        plan_id=plan.plan_id,
        name=plan.name,
        url=plan.url,
        provider=plan.provider_name,
        new_customers=bool(plan.is_new_customers_only),
        utility=utility,
        flags=plan_flags(plan, model),
        term=term_text(plan),
        term_note=end_text(plan, on),
        leave=leave_text(plan.cancel_fee, plan.term_months),
        label_price=cents_per_kwh(plan.usd_per_kwh_1000),
        renewable=renewable_text(plan),
        facts_url=facts_url,
        facts_kind=" (PDF)" if is_pdf(facts_url) else "",
        sorted_by=sorted_by,
    )


def plan_flags(plan: Plan, model: PriceModel) -> tuple[str, ...]:
    """Only what changes the price."""
    flags = []
    if plan.is_prepaid:
        flags.append("Prepaid")
    if plan.is_time_of_use:
        flags.append("Price depends on the hour")
    if plan.rate_type is not RateType.FIXED:
        flags.append("Price can change each month")
    if (above_kwh := rises_above_kwh(model)) is not None:
        flags.append(f"Price rises above {above_kwh:,} kWh")
    return tuple(flags)


def rises_above_kwh(model: PriceModel) -> int | None:
    """Above which use the energy price rises; None where it does not."""
    if model.charges is None:
        return None
    tiers = model.charges.of(EnergyTier)
    bands = model.charges.of(PriceByTotal)
    rises = [upper.from_kwh for lower, upper in pairwise(tiers) if upper.usd_per_kwh > lower.usd_per_kwh]
    rises += [upper.min_kwh - 1 for lower, upper in pairwise(bands) if upper.usd_per_kwh > lower.usd_per_kwh]
    return min(rises, default=None)


def term_text(plan: Plan) -> str:
    """ "12 months", "Month to month"."""
    return "Month to month" if plan.is_month_to_month else plural(plan.term_months, "month")


def end_text(plan: Plan, on: date) -> str:
    """ "to January 2027" for a home that starts in the month of the data; empty for month to month."""
    end = contract_end(plan, on)
    return "" if end is None else f"to {MONTH_NAMES[end.month - 1]} {end.year}"


def leave_text(fee: CancelFee, term_months: int) -> str:
    """What leaving early costs, the worst case always shown; an unknown fee is never zero."""
    worst_usd = fee.worst_case_usd(term_months)
    if worst_usd is None or fee.kind is CancelFeeKind.UNKNOWN:
        return "Not stated"
    if worst_usd == 0:
        return "None"
    if fee.kind is CancelFeeKind.PER_REMAINING_MONTH and fee.usd is not None:
        return f"{amount(fee.usd)} per month left, at most {amount(worst_usd)}"
    return amount(worst_usd)


def renewable_text(plan: Plan) -> str:
    return "Not stated" if plan.renewable_percent is None else percent(plan.renewable_percent)


def amount(value: Decimal) -> str:
    """Dollars as a person writes them: "$150", "$9.95"."""
    return usd(value) if value == value.to_integral_value() else usd_cents(value)


def web_url(url: str | None) -> str | None:
    """An address of the listing that a browser may follow; None for anything but http and https."""
    if url and url.strip().lower().startswith(("http://", "https://")):
        return url.strip()
    return None


def is_pdf(url: str | None) -> bool:
    return url is not None and url.split("?")[0].lower().endswith(".pdf")


# The part of a home


def card_of(cost: PlanCost, html: CardHtml, kwh_by_month: Sequence[int], *, anchor: int | None) -> Card:
    """A plan's card for one home."""
    money, unit, doubt, lines = money_of(cost)
    first = cost.thresholds[0] if cost.thresholds else None
    return Card(
        html=html,
        anchor=anchor,
        money=money,
        money_unit=unit,
        doubt=doubt,
        lines=lines,
        flags=("Rough estimate",) if cost.is_rough else (),
        per_kwh=per_kwh_text(cost),
        credits=tuple(credit_of(one, kwh_by_month) for one in cost.thresholds[:SHOWN_THRESHOLDS]),
        dots=month_dots(*missed_and_close((first,))) if first and first.missed_months else None,
    )


def money_of(cost: PlanCost) -> tuple[str | None, str, str, tuple[str, ...]]:
    """A card's cost: the figure, its unit, the doubt beside it, the lines below."""
    if cost.by_day_cents is not None:
        low, high = map(whole, cost.by_day_cents)
        return f"{low} to {high}", "a year", "", ("By three stated days: your own hours decide.",)
    if cost.known_cents is None or cost.highest_cents is None or cost.highest_month is None:
        return None, "", "", (cost.reason or "Only the three printed prices are known.",)
    year, month = whole(cost.known_cents), whole(cost.known_cents, cost.known_months)
    doubt = f"give or take ${cost.interval_usd:,}" if cost.interval_usd else ""
    highest = f"{whole(cost.highest_cents)} in {MONTH_NAMES[cost.highest_month - 1]}, the highest"
    if cost.is_rough and cost.interval_usd is not None:
        low, high = (whole(cost.known_cents + sign * cost.interval_usd * 100) for sign in (-1, 1))
        return f"{low} to {high}", "a year", "", (highest, *((cost.reason,) if cost.reason else ()))
    if cost.year_cents is None:
        known = plural(cost.known_months, "month")
        return month, "a month", f"for {known}", ("After that: not known.", highest)
    lines = (f"{month} a month on average", highest)
    return year, "a year", doubt, (*lines, cost.reason) if cost.reason else lines


def whole(cents: int, parts: int = 1) -> str:
    """Cents as whole dollars, halves up: 196850 → "$1,969"; `parts` shares it first."""
    dollars = (abs(cents) * 2 + 100 * parts) // (200 * parts)
    return f"−${dollars:,}" if cents < 0 and dollars else f"${dollars:,}"


def per_kwh_text(cost: PlanCost) -> str:
    """The price at this use: "14.3¢"; a dash where it is unknown."""
    if cost.known_cents is None or not cost.known_kwh:
        return "Not known"
    tenths = (abs(cost.known_cents) * 20 + cost.known_kwh) // (2 * cost.known_kwh)
    return f"{'−' if cost.known_cents < 0 else ''}{tenths // 10}.{tenths % 10}¢"


def credit_of(threshold: Threshold, kwh_by_month: Sequence[int]) -> Credit:
    """What a home gains or loses by a credit, a low-use fee or a price step."""
    missed, close = threshold.missed_months, threshold.close_months
    thing = threshold_name(threshold)
    if not missed:
        return Credit(is_met=True, strong="", text=met_text(threshold, kwh_by_month), detail="")
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
            return Credit(False, f"{subject} {'misses' if one else 'miss'} {thing}.", text, detail)
        case ThresholdKind.FEE:
            text = f"It falls away at {threshold.at_kwh:,} kWh."
            return Credit(False, f"{subject} {'pays' if one else 'pay'} {thing}.", text, detail)
        case ThresholdKind.PRICE:
            text = f"The price falls at {threshold.at_kwh:,} kWh: one kWh less costs {amount(threshold.usd)} more."
            return Credit(False, f"{subject} {'pays' if one else 'pay'} {thing}.", text, detail)


def met_text(threshold: Threshold, kwh_by_month: Sequence[int]) -> str:
    """The sentence for a home that misses nothing: "You would get the $125 credit in all 12 months. …"."""
    months = threshold.months or tuple(range(1, 13))
    span = "all 12 months" if len(months) == len(kwh_by_month) else month_names(months)
    closest = min(months, key=lambda month: kwh_by_month[month - 1])
    tail = f"Closest: {MONTH_NAMES[closest - 1]}, {kwh_by_month[closest - 1]:,} kWh."
    if threshold.kind is ThresholdKind.CREDIT:
        return f"You would get {threshold_name(threshold)} in {span}. {tail}"
    return f"You would not pay {threshold_name(threshold)} in any month. {tail}"


def threshold_name(threshold: Threshold) -> str:
    match threshold.kind:
        case ThresholdKind.CREDIT:
            return f"the {amount(threshold.usd)} credit"
        case ThresholdKind.FEE:
            return f"the {amount(threshold.usd)} low-use fee"
        case ThresholdKind.PRICE:
            return "the higher price per kWh"


def _past(threshold: Threshold) -> str:
    return "Missed" if threshold.kind is ThresholdKind.CREDIT else "Paid"


def month_names(months: Sequence[int]) -> str:
    """ "March, April and November", in calendar order."""
    return list_of([MONTH_NAMES[month - 1] for month in sorted(months)])
