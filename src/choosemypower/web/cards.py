"""What a plan's card says: the part that stays the same for every home, and the part that a home's use decides.

The first is rendered once per plan and epoch and kept as HTML; the second is a few short strings per request.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from markupsafe import Markup

from choosemypower.plans.model import Plan
from choosemypower.pricing import (
    PlanCost,
    PriceModel,
    Sort,
)
from choosemypower.units import MONTH_NAMES
from choosemypower.web.filters import cents_per_kwh, whole_dollars
from choosemypower.web.plan_words import (
    is_pdf,
    leaving_words,
    plan_flags,
    renewable_words,
    term_text,
    web_url,
)
from choosemypower.web.rendering import Renderer
from choosemypower.web.threshold_words import ThresholdText, credit_of
from choosemypower.world import World

SHOWN_THRESHOLDS = 2
LABEL_DIFFERS_USD = Decimal("0.005")
"""A home's own price per kWh that lies this far from the label's is said on the card."""


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
    facts: tuple[tuple[str, str], ...]
    """Field and words: "18 months", "$125 to leave", "35% renewable"."""
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


class CardMoney(msgspec.Struct, frozen=True):
    """What a card says a plan costs: the month first, because people budget by the month."""

    figure: str
    """ "$149", or "" where it is not known."""
    unit: str
    """ "a month", "in December"."""
    spread: str
    """The lowest and the highest month, or what is not known."""
    year: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One card of a list."""

    html: CardHtml
    anchor: int | None
    """Place in the list for `#plan-21`; None in previews."""
    money: CardMoney
    note: str
    """Why there is no price, or how sure it is, where that is unusual."""
    label_price: str
    """The label's price where it is not that of this home."""
    credits: tuple[ThresholdText, ...]


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
    text = card_text(plan, world.market.model_of(plan), sorted_by=sorted_by, utility=utility)
    return CardHtml(*renderer.render_parts("plans/_card_fixed.html", text))


def card_text(plan: Plan, model: PriceModel, *, sorted_by: str, utility: str | None) -> CardText:
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
        facts=(
            ("term", term_text(plan)),
            ("leave", leaving_words(plan)),
            ("renewable", renewable_words(plan)),
        ),
        facts_url=facts_url,
        facts_kind=" (PDF)" if is_pdf(facts_url) else "",
        sorted_by=sorted_by,
    )


# The part of a home


def card_of(
    cost: PlanCost,
    html: CardHtml,
    kwh_by_month: Sequence[int],
    *,
    first_month: int,
    usual_interval_usd: int,
    anchor: int | None,
) -> Card:
    """A plan's card for one home, whose year begins with `first_month`."""
    note = cost.reason or ("" if cost.known_cents is not None else "Only the three printed prices are known.")
    if not note and cost.year_cents is not None and (cost.interval_usd or 0) > 2 * max(usual_interval_usd, 1):
        note = f"Give or take ${cost.interval_usd:,} a year."
    return Card(
        html=html,
        anchor=anchor,
        money=card_money(cost, first_month),
        note=note,
        label_price=label_price_text(cost),
        credits=tuple(credit_of(one, kwh_by_month) for one in cost.thresholds[:SHOWN_THRESHOLDS]),
    )


def card_money(cost: PlanCost, first_month: int) -> CardMoney:
    """What a card says of the cost: only of months whose price is known."""
    if cost.by_day_cents is not None:
        low, high = cost.by_day_cents
        return CardMoney(
            f"{whole_dollars(low, 12)} to {whole_dollars(high, 12)}",
            "a month",
            "by when you use power",
            f"{whole_dollars(low)} to {whole_dollars(high)} a year",
        )
    if cost.known_cents is None or cost.lowest_cents is None or cost.highest_cents is None:
        return CardMoney("", "", "", "")
    if cost.is_rough and cost.interval_usd is not None:
        low, high = (cost.known_cents + sign * cost.interval_usd * 100 for sign in (-1, 1))
        return CardMoney(
            f"{whole_dollars(low, cost.known_months)} to {whole_dollars(high, cost.known_months)}",
            "a month",
            "rough estimate",
            "",
        )
    month = whole_dollars(cost.known_cents, cost.known_months)
    lowest, highest = whole_dollars(cost.lowest_cents), whole_dollars(cost.highest_cents)
    spread = "every month" if lowest == highest else f"{lowest} to {highest}"
    if cost.year_cents is not None:
        return CardMoney(month, "a month", spread, f"{whole_dollars(cost.year_cents)} a year")
    if cost.known_months == 1:
        return CardMoney(month, f"in {MONTH_NAMES[first_month - 1]}", "then it can change", "")
    last = MONTH_NAMES[(first_month + cost.known_months - 2) % 12]
    return CardMoney(month, "a month", f"{MONTH_NAMES[first_month - 1]} to {last}", "after that: not known")


def label_price_text(cost: PlanCost) -> str:
    """The label's price at 1,000 kWh beside this home's, where they differ by more than half a cent."""
    own = cost.usd_per_kwh
    printed = cost.plan.usd_per_kwh_1000
    if own is None or abs(own - printed) <= LABEL_DIFFERS_USD:
        return ""
    return f"label says {cents_per_kwh(printed)}, here {cents_per_kwh(own)}"
