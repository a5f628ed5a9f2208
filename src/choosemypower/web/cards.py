"""What a plan's card says: the part that stays the same for every home, and the part that a home's use decides.

The first is rendered once per plan and epoch and kept as HTML; the second is a few short strings per request.
"""

from collections.abc import Sequence
from datetime import date

import msgspec
from markupsafe import Markup

from choosemypower.plans.model import Plan
from choosemypower.pricing import (
    PlanCost,
    PriceModel,
    Sort,
)
from choosemypower.web.filters import cents_per_kwh
from choosemypower.web.month_dots import missed_and_close, month_dots
from choosemypower.web.plan_words import (
    end_text,
    is_pdf,
    leave_text,
    money_of,
    per_kwh_text,
    plan_flags,
    renewable_text,
    term_text,
    web_url,
)
from choosemypower.web.rendering import Renderer
from choosemypower.web.threshold_words import ThresholdText, credit_of
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
    credits: tuple[ThresholdText, ...]
    dots: Markup | None
    """Of the first credit."""


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
    return CardHtml(*renderer.render_parts("plans/_card_fixed.html", text))


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
