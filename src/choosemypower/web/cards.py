"""What a plan's card says: the part that stays the same for every home, and the part that a home's use decides.

The first is rendered once per plan and epoch and kept as HTML; the second is a few short strings per request.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from markupsafe import Markup, escape

from choosemypower.plans.model import Plan
from choosemypower.pricing import AsListed, PlanCost, PriceModel, Sort
from choosemypower.units import MONTH_NAMES, divided
from choosemypower.web.filters import MINUS, cents_per_kwh, day, whole_dollars
from choosemypower.web.plan_words import (
    contradiction_lines,
    is_pdf,
    leaving_words,
    plan_flags,
    renewable_words,
    sign_up_words,
    term_text,
    web_url,
)
from choosemypower.web.rendering import Renderer
from choosemypower.web.threshold_words import ThresholdText, credit_of
from choosemypower.world import World

SHOWN_THRESHOLDS = 2
LABEL_DIFFERS_MICRO_USD = 5_000
"""A home's own price per kWh that lies this far from the label's is said on the card."""


class CardText(msgspec.Struct, frozen=True, kw_only=True):
    """What a card says of a plan whatever the home: `plans/_card_fixed.html` makes HTML of it."""

    plan_id: str
    name: str
    url: str
    provider: str
    sign_up: str
    """What is asked of whoever signs up: "new customers only"; empty where nothing is."""
    utility: str | None
    """Named only where the list holds several."""
    flags: tuple[str, ...]
    contradictions: tuple[str, ...]
    """What the listing says in two ways: "English says $150 to leave, Spanish says $250: ask before you sign."."""
    facts: tuple[tuple[str, str], ...]
    """Field and words: "18 months", "$125 to leave", "35% renewable"."""
    facts_url: str | None
    facts_kind: str
    sorted_by: str
    """Which field is bold: term, leave, renewable, provider or none."""


class CardHtml(msgspec.Struct, frozen=True):
    """The fixed HTML of a card, cut where the parts of a home go in."""

    to_link: str
    """Up to the end of the plan's address; the use of the home and `">` follow."""
    name: str
    facts: str
    """Up to the price at this use."""
    actions: str
    label: "LabelPrice"
    has_two_prices: bool = False
    """Another price for those who meet a condition is known."""


class LabelPrice(msgspec.Struct, frozen=True):
    """A plan's printed price at 1,000 kWh."""

    micro_usd: Decimal
    """Per kWh, in millionths of a dollar."""
    text: str
    """ "label says 13.1¢"."""

    @classmethod
    def of(cls, usd_per_kwh: Decimal) -> "LabelPrice":
        return cls(usd_per_kwh * 1_000_000, f"label says {cents_per_kwh(usd_per_kwh)}")


class CardMoney(msgspec.Struct, frozen=True):
    """What a card says a plan costs: the month first, because people budget by the month."""

    figure: str
    """ "$149", or "" where it is not known."""
    unit: str
    """ "a month", "in December"."""
    spread: str
    """The lowest and the highest month, or what is not known."""
    year: str


class CardHome(msgspec.Struct, frozen=True, kw_only=True):
    """What the cards of one list have in common."""

    kwh_by_month: Sequence[int]
    first_month: int
    """Its year begins with this month."""
    usual_interval_usd: int
    """A figure that is less sure than this says so."""
    travel_query: Markup
    """What links to plans carry, escaped: "?from=houston&amp;home=1600"."""


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
    text = _card_text(plan, world.market.model_of(plan), sorted_by=sorted_by, utility=utility)
    to_link, name, facts, actions = renderer.render_parts("plans/_card_fixed.html", text)
    label = LabelPrice.of(plan.label_usd_per_kwh_1000)
    charges = world.market.model_of(plan).charges
    has_two = charges is not None and bool(charges.conditions)
    return CardHtml(str(to_link), str(name), str(facts), str(actions), label, has_two)


def _card_text(plan: Plan, model: PriceModel, *, sorted_by: str, utility: str | None) -> CardText:
    """The words of a card that do not depend on the home."""
    facts_url = web_url(plan.text.facts_url)
    return CardText(
        plan_id=plan.plan_id,
        name=plan.name,
        url=plan.url,
        provider=plan.provider_name,
        sign_up=sign_up_words(plan),
        utility=utility,
        flags=plan_flags(plan, model),
        contradictions=contradiction_lines(plan),
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


def card_item(
    cost: PlanCost,
    html: CardHtml,
    home: CardHome,
    anchor: int | None,
    *,
    takes_focus: bool = False,
    both: Sequence[str] = (),
) -> str:
    """A plan's card for one home: name, cost, credits, facts, actions.

    Made here, not in a template: a page has twenty. `anchor` is its place in the list for `#plan-21`, None in previews.
    """
    money = card_money(cost, home.first_month)
    note = _note_of(cost, home.usual_interval_usd, home.first_month)
    if both:
        note = " ".join(filter(None, (*(f"{one}." for one in both), note)))
    label = label_price_text(cost, html.label)
    return "".join(
        (
            '<li class="card"' if anchor is None else f'<li class="card" id="plan-{anchor}"',
            f'>\n{html.to_link}{home.travel_query}"{" data-focus-first" if takes_focus else ""}>{html.name}\n'
            '<div class="card-cost">\n',
            f'<p class="money"><b>{money.figure}</b> {money.unit}</p>\n<p class="small">{money.spread}</p>\n</div>\n'
            if money.figure
            else '<p class="muted">Not known</p>\n</div>\n',
            *[_credit(credit_of(one, home.kwh_by_month)) for one in cost.thresholds[:SHOWN_THRESHOLDS]],
            html.facts,
            f' · <span class="nowrap">{label}</span></p>\n' if label else "</p>\n",
            f'<p class="card-note muted small">{escape(note)}</p>\n' if note else "",
            html.actions,
            f'<p class="card-year small">{money.year}</p></div>\n</li>\n'
            if money.year
            else "</div>\n</li>\n",
        )
    )


def _credit(said: ThresholdText) -> str:
    strong = f"<strong>{escape(said.strong)}</strong> " if said.strong else ""
    return f'<p class="card-credit{" met" if said.is_met else ""}">{strong}{escape(said.text)}</p>\n'


def _note_of(cost: PlanCost, usual_interval_usd: int, first_month: int) -> str:
    """Why there is no price, or how sure it is, where that is unusual."""
    if cost.as_listed is not None and cost.plan.suspect is None:
        return f"{_as_listed_words(cost.as_listed, first_month)}."
    if cost.reason:
        return cost.reason
    if cost.known_cents is None:
        return "Only the three printed prices are known."
    if cost.year_cents is not None and (cost.interval_usd or 0) > 2 * max(usual_interval_usd, 1):
        return f"Give or take ${cost.interval_usd:,} a year."
    return ""


def card_money(cost: PlanCost, first_month: int) -> CardMoney:
    """What a card says of the cost: only of months whose price is known. Nothing in it needs to be escaped."""
    if cost.as_listed is not None:
        return CardMoney("", "", _as_listed_words(cost.as_listed, first_month), "")
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
            "" if cost.year_cents is None else f"{whole_dollars(low)} to {whole_dollars(high)} a year",
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


def _as_listed_words(listed: AsListed, first_month: int) -> str:
    """ "$99 in November at the price of January 9, 2026": of a price that can have changed since."""
    return f"{whole_dollars(listed.cents)} in {MONTH_NAMES[first_month - 1]} at the price of {day(listed.on)}"


def label_price_text(cost: PlanCost, label: LabelPrice) -> str:
    """The label's price at 1,000 kWh beside this home's, where they differ by more than half a cent."""
    if cost.known_cents is None or not cost.known_kwh:
        return ""
    own_micro_usd = divided(cost.known_cents * 10_000, cost.known_kwh)
    if abs(own_micro_usd - label.micro_usd) <= LABEL_DIFFERS_MICRO_USD:
        return ""
    tenths = (abs(own_micro_usd) + 500) // 1000
    return f"{label.text}, here {MINUS if own_micro_usd < 0 else ''}{tenths // 10:,}.{tenths % 10}¢"
