"""What the table of a comparison says, row by row."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from markupsafe import Markup, escape

from choosemypower import paths
from choosemypower.plans.charges import Condition
from choosemypower.plans.conditions import price_conditions, who_signs_up
from choosemypower.plans.model import Plan, RateType, Said
from choosemypower.pricing import (
    CostCurve,
    CostGroup,
    Method,
    PlanCost,
    YearBills,
    contract_end,
    thresholds_of,
)
from choosemypower.units import MONTH_NAMES, whole_usd
from choosemypower.web.cards import card_money
from choosemypower.web.charge_lines import charge_lines
from choosemypower.web.filters import MINUS, cents_per_kwh, plural, usd, whole_dollars
from choosemypower.web.plan_facts import rate_label
from choosemypower.web.plan_money import price_of_words
from choosemypower.web.plan_words import (
    both_prices,
    condition_words,
    is_pdf,
    leave_text,
    money_of,
    month_names,
    needs_text,
    renewable_text,
    said_sentences,
    term_text,
    unexplained_words,
    web_url,
)

SEASONS = dict(
    enumerate(("winter",) * 2 + ("spring",) * 3 + ("summer",) * 4 + ("fall",) * 2 + ("winter",), 1)
)
"""Of each month; September is of the months in which Texas homes use most."""
_OF_THE_PRICE = (Said.PRICES, Said.FEES, Said.RATE_TYPE, Said.PREPAID, Said.TIME_OF_USE)


class Cell(msgspec.Struct, frozen=True):
    text: str
    note: str = ""
    is_lowest: bool = False
    links: tuple[tuple[str, str], ...] = ()
    phone: str | None = None
    reminder_url: str = ""
    """A calendar file of what the cell says."""


class ComparisonRow(msgspec.Struct, frozen=True):
    name: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len({cell.text for cell in self.cells}) > 1


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    plan: Plan
    cost: PlanCost
    bills: YearBills
    curve: CostCurve | None


def compare_rows(compared: Sequence[Compared], missing: Sequence[str], on: date) -> list[ComparisonRow]:
    """Every attribute in the order of the table; columns at the end say nothing but why their plan is `missing`."""
    blanks = tuple(Cell(why) for why in missing)

    def row(name: str, cell: Callable[[Compared], Cell]) -> ComparisonRow:
        return ComparisonRow(name, (*(cell(one) for one in compared), *blanks))

    known = [one.cost for one in compared if _is_known_all_year(one.cost)]
    lowest = min((cost.year_cents for cost in known if cost.year_cents is not None), default=None)
    highest = min((cost.highest_cents for cost in known if cost.highest_cents is not None), default=None)
    many = len(known) > 1
    fee = min(
        (one.cost.worst_fee_usd for one in compared if one.cost.worst_fee_usd is not None), default=None
    )
    return [
        row("Sign up", lambda one: _sign_up_cell(one.plan)),
        row("Conditions", lambda one: _conditions_cell(one)),
        row("A month", lambda one: _month_cell(one, on)),
        row("Lowest and highest month", lambda one: _highest_cell(one.cost, highest if many else None)),
        row("Cost for a year", lambda one: _year_cell(one.cost, lowest if many else None, len(known))),
        row("Fee to leave early, worst case", lambda one: _fee_cell(one, fee if len(compared) > 1 else None)),
        row(
            f"Contract ends, if it starts in {MONTH_NAMES[on.month - 1]} {on.year}",
            lambda one: _end_cell(one.plan, on),
        ),
        row("Months that miss a credit", lambda one: _missed_cell(one)),
        row("Term", lambda one: Cell(term_text(one.plan), _contradicted(one.plan, Said.TERM))),
        row(
            "Renewable",
            lambda one: Cell(renewable_text(one.plan), _contradicted(one.plan, Said.RENEWABLE)),
        ),
        row("Price type", lambda one: Cell(_price_kind(one.plan), _contradicted(one.plan, *_OF_THE_PRICE))),
        row("Label price at 500\u00a0kWh", lambda one: Cell(cents_per_kwh(one.plan.usd_per_kwh_500))),
        row("Label price at 1,000\u00a0kWh", lambda one: Cell(cents_per_kwh(one.plan.usd_per_kwh_1000))),
        row("Label price at 2,000\u00a0kWh", lambda one: Cell(cents_per_kwh(one.plan.usd_per_kwh_2000))),
        row("Charges", lambda one: _charges_cell(one, on)),
        row("Documents", lambda one: _documents_cell(one.plan)),
    ]


def _is_known_all_year(cost: PlanCost) -> bool:
    """Only what is known is ranked: a short price that looks low would win otherwise."""
    return cost.group is CostGroup.WHOLE_YEAR


def _sign_up_cell(plan: Plan) -> Cell:
    """The way to the provider, first of all rows."""
    text = plan.text
    url = web_url(text.enroll_url) or web_url(text.website)
    links = ((f"Go to {plan.provider_name}", url),) if url else ()
    return Cell("" if links else "No address listed", links=links, phone=text.enroll_phone)


def _conditions_cell(one: Compared) -> Cell:
    plan = one.plan
    needed = needs_text(plan, one.bills.model)
    words = [needed] if needed else []
    asked = who_signs_up(plan)
    if who := [one for one in asked if one is not Condition.NEW_CUSTOMER]:
        words.append(f"{'to sign up' if words else 'To sign up'}: {condition_words(who)}")
    if Condition.NEW_CUSTOMER in asked:
        words.append("new customers only" if words else "New customers only")
    sentences = said_sentences(plan, (*price_conditions(plan), *asked))
    differing = _contradicted(plan, Said.NEW_CUSTOMERS)
    note = Markup(" ").join([part for part in (sentences, escape(differing)) if part])
    return Cell("; ".join(words) or "None stated", note)


def _month_cell(one: Compared, on: date) -> Cell:
    cost = one.cost
    money = card_money(cost, on.month)
    if not money.figure:
        why = cost.reason or "Only the three printed prices are known."
        return Cell("Not known", f"{why} {money.spread}." if money.spread else why)
    notes = ["" if cost.year_cents is not None else money.spread]
    if cost.unexplained_credit_usd is not None:
        notes.append(unexplained_words(cost.unexplained_credit_usd))
    notes += both_prices(one.bills.conditional, cost)
    return Cell(f"{money.figure} {money.unit}", ". ".join(note for note in notes if note))


def _year_cell(cost: PlanCost, lowest_cents: int | None, known: int) -> Cell:
    if cost.year_cents is None or cost.usd_per_year is None:
        if cost.by_day_cents is not None:
            return Cell(" to ".join(map(whole_dollars, cost.by_day_cents)), "by three stated days")
        # Where not even a month is known, the row of the month says why.
        few = f"The price is known for {plural(cost.known_months, 'month')} only."
        return Cell("Not known", few if cost.known_months else "")
    money, _, doubt, _ = money_of(cost)
    if cost.group is CostGroup.NOT_PRICED_WELL:
        return Cell(money or "Not known", cost.reason or "Rough estimate")
    if lowest_cents is None or not _is_known_all_year(cost):
        return Cell(usd(cost.usd_per_year), doubt)
    if cost.year_cents == lowest_cents:
        among = f"lowest of the {known} with a price for the year"
        return Cell(usd(cost.usd_per_year), f"{among}{', ' if doubt else ''}{doubt}", is_lowest=True)
    # Of the whole dollars shown, so that a reader who subtracts finds the same.
    more = f"+${whole_usd(cost.year_cents) - whole_usd(lowest_cents):,}"
    return Cell(usd(cost.usd_per_year), f"{more}{', ' if doubt else ''}{doubt}")


def _highest_cell(cost: PlanCost, lowest_cents: int | None) -> Cell:
    if cost.highest_usd is None or cost.lowest_usd is None or cost.highest_month is None:
        return Cell("Not known")
    is_lowest = _is_known_all_year(cost) and cost.highest_cents == lowest_cents
    if cost.known_months == 1:
        return Cell(usd(cost.highest_usd), f"in {MONTH_NAMES[cost.highest_month - 1]}, the only known month")
    note = f"highest in {MONTH_NAMES[cost.highest_month - 1]}" + (
        "; no plan here peaks lower" if is_lowest else ""
    )
    return Cell(f"{usd(cost.lowest_usd)} to {usd(cost.highest_usd)}", note, is_lowest=is_lowest)


def _missed_cell(one: Compared) -> Cell:
    cost = one.cost
    if one.plan.fees is not None and not (one.plan.fees.is_believed or one.plan.fees.fitting):
        return Cell("Not known", "the listing’s text on credits and fees could not be read")
    if cost.as_listed is not None:  # the row of the month says why nothing is known now
        charges = one.bills.model.charges
        is_plain = charges is not None and not thresholds_of(charges.items)
        return Cell("None", "no credit or low-use fee") if is_plain else Cell("Not known")
    missed = sorted({month for one in cost.thresholds for month in one.missed_months})
    if cost.method is Method.LISTING_POINTS or not (cost.known_months or cost.by_day_cents):
        return Cell("Not known", cost.reason or "")
    if not cost.thresholds:
        return Cell("None", "no credit or low-use fee")
    return Cell(str(len(missed)), month_names(missed)) if missed else Cell("None")


def _end_cell(plan: Plan, on: date) -> Cell:
    """When the term ends for a contract that starts this month, and in which season."""
    end = contract_end(plan, on)
    if end is None:
        return Cell("No term", "the price can change every month")
    season = SEASONS[end.month]
    note = f"in {season}, when homes use most: a new price costs most then" if end.is_expensive_season else ""
    note = (
        note
        or f"in {season}, {'when homes use less' if season != 'winter' else 'electric heat uses more then'}"
    )
    if plan.rate_type is not RateType.FIXED:
        note = "the price can change every month"
    return Cell(
        f"{MONTH_NAMES[end.month - 1]} {end.year}", note, reminder_url=paths.reminder(plan=plan.plan_id)
    )


def _fee_cell(one: Compared, lowest: Decimal | None) -> Cell:
    worst = one.cost.worst_fee_usd
    if worst is None:
        return Cell(leave_text(one.plan.cancel_fee, one.plan.term_months))
    is_lowest = lowest is not None and worst == lowest
    text = "None" if worst == 0 else usd(worst)
    listed = leave_text(one.plan.cancel_fee, one.plan.term_months)
    notes = [listed] if "per month" in listed else []
    if is_lowest:
        notes.append("lowest of these")
    if said := _contradicted(one.plan, Said.CANCEL_FEE):
        notes.append(said)
    return Cell(text, ", ".join(notes), is_lowest=is_lowest)


def _contradicted(plan: Plan, *what: Said) -> str:
    """What the two languages of the listing say differently of this."""
    return " ".join(one.sentence for one in plan.contradictions if one.what in what)


def _price_kind(plan: Plan) -> str:
    kind = rate_label(plan)
    extras = [
        text for text, is_so in (("by the hour", plan.is_time_of_use), ("prepaid", plan.is_prepaid)) if is_so
    ]
    return ", ".join([kind, *extras])


def _charges_cell(one: Compared, on: date) -> Cell:
    lines = [(line.name, line.price) for line in charge_lines(one.bills)]
    said = [
        Markup("{}: {}").format(_begun(name, at), _unbroken(price)) for at, (name, price) in enumerate(lines)
    ]
    return Cell(Markup("; ").join(said) or "Not known", price_of_words(one.cost, on))


def _begun(name: str, at: int) -> str:
    """A name at the beginning of a sentence, or within it."""
    return name[:1].lower() + name[1:] if at else name


def _unbroken(price: str) -> str:
    """A browser may break a line behind a minus: not before the amount that belongs to it."""
    amount, space, unit = price.partition(" ")
    return (
        Markup('<span class="nowrap">{}</span>{}{}').format(amount, space, unit) if MINUS in amount else price
    )


def _documents_cell(plan: Plan) -> Cell:
    """Label, terms and rights, in English first; what both languages share stands once."""
    links: dict[str, str] = {}
    for text, language in ((plan.english, ""), (plan.spanish, " in Spanish")):
        if text is None:
            continue
        named = (
            ("Facts label", text.facts_url),
            ("Terms of service", text.terms_url),
            ("Your rights", text.rights_url),
        )
        for name, given in named:
            url = web_url(given)
            if url is not None:
                links.setdefault(url, f"{name}{' (PDF)' if is_pdf(url) else ''}{language}")
    return Cell("" if links else "None listed", links=tuple((name, url) for url, name in links.items()))
