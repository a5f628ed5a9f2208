"""What we call the facts of a plan and its cost: the words that cards, tables and plan pages share."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup, escape

from choosemypower.documents import in_words
from choosemypower.plans.charges import Condition, EnergyTier, FeeReading, PriceByTotal, ReadState
from choosemypower.plans.conditions import price_conditions, sentence_of, who_signs_up
from choosemypower.plans.model import CancelFee, CancelFeeKind, Plan, RateType
from choosemypower.pricing import ConditionalCost, PlanCost, PriceModel, contract_end
from choosemypower.sentences import list_of
from choosemypower.units import MONTH_NAMES
from choosemypower.usage.days import STATED_DAYS
from choosemypower.web.filters import MINUS, percent, plural, usd, usd_cents, whole_dollars

STATED_DAYS_LINE = f"For three days that we assume: {', '.join(STATED_DAYS)}. Your own hours decide."


def plan_flags(plan: Plan, model: PriceModel) -> tuple[str, ...]:
    """Only what changes the price."""
    flags = []
    if needed := needs_text(plan, model):
        flags.append(needed)
    if plan.is_prepaid:
        flags.append("Prepaid")
    if plan.is_time_of_use:
        flags.append("Price depends on the hour")
    if plan.rate_type is not RateType.FIXED:
        flags.append("Price can change each month")
    if model.unexplained_credit_usd is not None:
        flags.append(unexplained_words(model.unexplained_credit_usd))
    if (above_kwh := rises_above_kwh(model)) is not None:
        flags.append(f"Price rises above {above_kwh:,} kWh")
    return tuple(flags)


def unexplained_words(credit_usd: Decimal) -> str:
    """Said beside a price that takes a credit as given which nothing explains."""
    return f"Estimate: about {usd(credit_usd)} a month of it is a credit that the list does not explain"


CONDITION_WORDS: dict[Condition, str] = {
    Condition.AUTOPAY: "autopay",
    Condition.PAPERLESS: "paperless billing",
    Condition.DEVICE: "a smart device in the provider’s app",
    Condition.PROMO_CODE: "a promo code",
    Condition.BUNDLE: "another service of the company",
    Condition.MEMBERSHIP: "a membership",
    Condition.NEW_CUSTOMER: "being a new customer",
    Condition.CREDIT_CHECK: "a credit check or a deposit",
    Condition.MINIMUM_STAY: "a minimum stay",
    Condition.FIRST_PAYMENT: "a first payment",
    Condition.FIRST_MONTHS_PRICE: "the first months only",
    Condition.SOLAR: "solar panels",
    Condition.VEHICLE: "an electric car",
    Condition.OTHER: "a condition that the listing names",
}
"""Said after "needs" and "with"; a test holds one for every condition."""


def needs_text(plan: Plan, model: PriceModel) -> str:
    """ "Needs autopay and paperless billing"; empty where the price asks nothing.

    Where the price without a condition is known too, it is the one that pages show, and needs nothing.
    """
    needed = price_conditions(plan)
    priced = model.charges.conditions if model.charges is not None else ()
    tasks = [condition for condition in needed if condition is not Condition.FIRST_MONTHS_PRICE]
    parts = []
    if asked := [condition for condition in tasks if condition not in priced]:
        parts.append(f"Needs {condition_words(asked)}")
    if other := [condition for condition in tasks if condition in priced]:
        parts.append(f"{'another' if parts else 'Another'} price with {condition_words(other)}")
    if len(tasks) < len(needed):
        parts.append("the price is lower at first" if parts else "Lower price in the first months only")
    return "; ".join(parts)


_SIGN_UP_WORDS = {
    Condition.NEW_CUSTOMER: "new customers only",
    Condition.CREDIT_CHECK: "a credit check or a deposit",
    Condition.MINIMUM_STAY: "a minimum stay at the address",
    Condition.FIRST_PAYMENT: "a first payment before power flows",
}


def words_elsewhere(plan: Plan) -> Markup:
    """Where the provider's words are that the bundled listing does not keep; links where it names the documents."""
    return Markup(
        "The bundled listing does not keep the provider's words: they are in the {} and the {}."
    ).format(document_link(plan.text.facts_url, "facts label"), document_link(plan.text.terms_url, "terms"))


def document_link(url: str | None, name: str) -> Markup:
    """A document of the provider by its name, linked where a browser may follow its address."""
    address = web_url(url)
    if address is None:
        return escape(name)
    return Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(address, name)


def sign_up_words(plan: Plan) -> str:
    """ "new customers only; a credit check or a deposit"; empty where everybody may sign up."""
    return "; ".join(_SIGN_UP_WORDS[one] for one in who_signs_up(plan))


def sign_up_text(plan: Plan) -> str:
    """The same as the beginning of a sentence."""
    words = sign_up_words(plan)
    return words[:1].upper() + words[1:]


def said_sentences(plan: Plan, conditions: Iterable[Condition]) -> Markup:
    """The sentences of the listing that state conditions, each once, in their language; empty where none is kept."""
    said = {one.sentence: one for one in (sentence_of(plan, condition) for condition in conditions) if one}
    spanish, english = Markup('“<span lang="es">{}</span>”'), Markup("“{}”")
    quoted = [(spanish if one.language == "es" else english).format(one.sentence) for one in said.values()]
    return Markup("The list says: {}.").format(Markup(" ").join(quoted)) if quoted else Markup("")


def condition_words(conditions: Sequence[Condition]) -> str:
    """ "autopay and paperless billing"."""
    return list_of([CONDITION_WORDS[condition] for condition in conditions])


def both_prices(conditional: Iterable[ConditionalCost], cost: PlanCost) -> list[str]:
    """ "$152 a month with autopay, $157 without": for each condition whose two prices are known and differ."""
    found = []
    for one in conditional:
        met_usd, usual_usd = one.cost.usd_per_month, cost.usd_per_month
        if met_usd is None or usual_usd is None or met_usd == usual_usd:
            continue
        shown = usd if usd(met_usd) != usd(usual_usd) else usd_cents
        words = condition_words(one.conditions)
        found.append(f"{shown(met_usd)} a month with {words}, {shown(usual_usd)} without")
    return found


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
    if worst_usd == 0:
        return "None"
    if fee.kind is CancelFeeKind.PER_REMAINING_MONTH and fee.usd is not None:
        most = f"at most {amount(worst_usd)}" if worst_usd is not None else "of a term that is not stated"
        return f"{amount(fee.usd)} per month left, {most}"
    if worst_usd is None or fee.kind is CancelFeeKind.UNKNOWN:
        return "Not stated"
    return amount(worst_usd)


def leaving_words(plan: Plan) -> str:
    """The fee to leave in the words of a card: "$125 to leave", "free to leave"."""
    fee, worst_usd = plan.cancel_fee, plan.cancel_fee.worst_case_usd(plan.term_months)
    if worst_usd == 0:
        return "free to leave"
    if fee.kind is CancelFeeKind.PER_REMAINING_MONTH and fee.usd is not None:
        most = f", at most {amount(worst_usd)}" if worst_usd is not None else ""
        return f"{amount(fee.usd)} for each month left to leave{most}"
    if worst_usd is None or fee.kind is CancelFeeKind.UNKNOWN:
        return "fee to leave not stated"
    return f"{amount(worst_usd)} to leave"


def contradiction_lines(plan: Plan) -> tuple[str, ...]:
    """What the listing says in two ways; what makes its price doubtful is said as the reason for that."""
    doubt = plan.suspect or ""
    said = [one.sentence for one in plan.contradictions if one.sentence not in doubt]
    if plan.fees is not None and plan.fees.fitting:
        said.append(plan.fees.note)
    if plan.fees is not None and plan.fees.elsewhere:
        said.append(_texts_differ(plan.fees))
    return tuple(said)


def _texts_differ(fees: FeeReading) -> str:
    """ "The special terms say $100 credit from 1,000 kWh, the text on fees says $125 credit from 1,000 kWh." """
    kinds = {type(one) for one in fees.elsewhere}
    own = in_words([one for one in fees.items if type(one) in kinds])
    said = f"The special terms say {in_words(fees.elsewhere)}, the text on fees says {own}"
    if fees.state is ReadState.PROVEN:
        return f"{said}; the printed prices fit only the text on fees."
    return f"{said}; we count with the text on fees: ask before you sign."


def renewable_words(plan: Plan) -> str:
    share = plan.renewable_percent
    return "renewable share not stated" if share is None else f"{percent(share)} renewable"


def renewable_text(plan: Plan) -> str:
    return "Not stated" if plan.renewable_percent is None else percent(plan.renewable_percent)


@lru_cache(maxsize=1024)
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


def money_of(cost: PlanCost) -> tuple[str | None, str, str, tuple[str, ...]]:
    """A card's cost: the figure, its unit, the doubt beside it, the lines below."""
    if cost.by_day_cents is not None:
        low, high = map(whole_dollars, cost.by_day_cents)
        return f"{low} to {high}", "a year", "", (STATED_DAYS_LINE,)
    if cost.known_cents is None or cost.highest_cents is None or cost.highest_month is None:
        return None, "", "", (cost.reason or "Only the three printed prices are known.",)
    year, month = whole_dollars(cost.known_cents), whole_dollars(cost.known_cents, cost.known_months)
    doubt = f"give or take ${cost.interval_usd:,}" if cost.interval_usd else ""
    highest = f"{whole_dollars(cost.highest_cents)} in {MONTH_NAMES[cost.highest_month - 1]}, the highest"
    if cost.is_rough and cost.interval_usd is not None:
        low, high = (whole_dollars(cost.known_cents + sign * cost.interval_usd * 100) for sign in (-1, 1))
        return f"{low} to {high}", "a year", "", (highest, *((cost.reason,) if cost.reason else ()))
    if cost.year_cents is None:
        known = plural(cost.known_months, "month")
        return month, "a month", f"for {known}", ("After that: not known.", highest)
    lines = (f"{month} a month on average", highest)
    return year, "a year", doubt, (*lines, cost.reason) if cost.reason else lines


def per_kwh_text(cost: PlanCost) -> str:
    """The price at this use: "14.3¢"; a dash where it is unknown."""
    if cost.known_cents is None or not cost.known_kwh:
        return "Not known"
    tenths = (abs(cost.known_cents) * 20 + cost.known_kwh) // (2 * cost.known_kwh)
    return f"{MINUS if cost.known_cents < 0 else ''}{tenths // 10:,}.{tenths % 10}¢"


def month_names(months: Sequence[int]) -> str:
    """ "March, April and November", in calendar order."""
    return list_of([MONTH_NAMES[month - 1] for month in sorted(months)])
