"""All that the listing says of a plan, ready to be shown."""

import re
from datetime import date

import msgspec

from choosemypower.documents import in_words
from choosemypower.plans.charges import Basis, FeeReading, ReadState
from choosemypower.plans.model import CancelFee, CancelFeeKind, Plan, PlanText, RateType
from choosemypower.providers.model import Provider
from choosemypower.territories.model import Utility
from choosemypower.web.filters import cents_per_kwh
from choosemypower.web.plan_words import end_text, is_pdf, leave_text, renewable_text, term_text, web_url
from choosemypower.world import World

_NUMBER = re.compile(r"\$?[\d,]+(?:\.\d+)?")
RATE_LABELS = {
    RateType.FIXED: "Fixed for the term",
    RateType.VARIABLE: "Can change every month",
    RateType.INDEXED: "Follows a published figure",
}
FIXED_WITHOUT_TERM = "Fixed, a month at a time"


def rate_label(plan: Plan) -> str:
    """How the price may change; a price without a term cannot be fixed for one."""
    if plan.rate_type is RateType.FIXED and plan.is_month_to_month:
        return FIXED_WITHOUT_TERM
    return RATE_LABELS[plan.rate_type]


class DocumentLink(msgspec.Struct, frozen=True):
    name: str
    url: str
    lang: str


class LanguageText(msgspec.Struct, frozen=True, kw_only=True):
    """What the listing says in one language."""

    lang: str
    language: str
    name: str
    fees_text: str | None
    special_terms: tuple[str, ...]
    documents: tuple[DocumentLink, ...]


class ListedFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the listing, for plans that are listed and for those that are gone."""

    plan: Plan
    provider: Provider | None
    utility: Utility | None
    term: str
    term_note: str
    price_kind: str
    leave: str
    renewable: str
    printed: tuple[tuple[str, str], ...]
    """Use and average price, as printed."""
    yes_no: tuple[tuple[str, str], ...]
    texts: tuple[LanguageText, ...]
    facts_url: str | None
    facts_kind: str
    enroll_url: str | None
    phone: str | None


def plan_facts(plan: Plan, world: World, on: date) -> ListedFacts:
    """What the listing says of a plan, ready to be shown."""
    text = plan.text
    facts_url = web_url(text.facts_url)
    if plan.is_time_of_use:
        kind = "Depends on the hour"
    else:  # that a variable price can change stands with the cost, once
        kind = "Variable" if plan.rate_type is RateType.VARIABLE else rate_label(plan)
    return ListedFacts(
        plan=plan,
        provider=world.catalogue.providers_by_slug.get(plan.provider_slug),
        utility=world.atlas.utilities.get(plan.utility),
        term=term_text(plan),
        term_note=end_text(plan, on),
        price_kind=kind,
        leave=leave_text(plan.cancel_fee, plan.term_months),
        renewable=renewable_text(plan),
        printed=(
            ("500\u00a0kWh", cents_per_kwh(plan.usd_per_kwh_500)),
            ("1,000\u00a0kWh", cents_per_kwh(plan.usd_per_kwh_1000)),
            ("2,000\u00a0kWh", cents_per_kwh(plan.usd_per_kwh_2000)),
        ),
        yes_no=(
            ("Prepaid", _yes_no(plan.is_prepaid)),
            ("Price depends on the hour", _yes_no(plan.is_time_of_use)),
            ("New customers only", _yes_no(plan.is_new_customers_only)),
            ("Fee or credit that depends on use", _yes_no(plan.has_usage_fees)),
            ("Promotion", _yes_no(plan.is_promotion)),
            *_fees_as_read(plan.fees),
            *_fee_as_listed(plan.cancel_fee),
        ),
        texts=tuple(
            _language(one, lang, language)
            for one, lang, language in (
                (plan.english, "en", "English"),
                (plan.spanish, "es", "Spanish"),
            )
            if one is not None
        ),
        facts_url=facts_url,
        facts_kind=" (PDF)" if is_pdf(facts_url) else "",
        enroll_url=web_url(text.enroll_url) or web_url(text.website),
        phone=text.enroll_phone,
    )


_HOW_READ = {
    ReadState.PROVEN: "The printed prices prove it.",
    ReadState.READ: "Only the text says so; the printed prices do not show it.",
}

_AMOUNTS_OF_PRICES = "The text names no amounts: these are worked out from the printed prices."


def _fees_as_read(fees: FeeReading | None) -> tuple[tuple[str, str], ...]:
    """What we understood of the text about fees and credits, and how far we believe it."""
    if fees is None:
        return ()
    if fees.is_believed:
        is_filled = any(one.basis is Basis.FITTED for one in fees.items)
        said = f"{in_words(fees.items)}. {_AMOUNTS_OF_PRICES if is_filled else _HOW_READ[fees.state]}"
    elif fees.state is ReadState.CONTRADICTED:
        said = fees.note if fees.fitting else f"{in_words(fees.items)}. The printed prices do not fit that."
    else:
        said = "We could not turn the text into numbers."
    said = said[:1].upper() + said[1:]
    sentences = "; ".join(fees.sentences)
    return (("Fees and credits, as we read them", f"{said} From: “{sentences}”" if sentences else said),)


def _fee_as_listed(fee: CancelFee) -> tuple[tuple[str, str], ...]:
    """The listing's own words on leaving, where they say more than the page does already.

    A mere number does not; nor has every listing the words of a fee that it states.
    """
    if _NUMBER.fullmatch(fee.text) or (not fee.text and fee.kind is not CancelFeeKind.UNKNOWN):
        return ()
    return (("Fee to leave, as listed", f"“{fee.text}”" if fee.text else "Not stated"),)


def _yes_no(value: bool | None) -> str:
    return "Not stated" if value is None else "Yes" if value else "No"


def _language(text: PlanText, lang: str, language: str) -> LanguageText:
    named = (
        ("Facts label", text.facts_url),
        ("Terms of service", text.terms_url),
        ("Your rights", text.rights_url),
        ("Prepaid disclosure", text.prepaid_url),
        ("Sign-up page", text.enroll_url),
        ("Website", text.website),
    )
    documents = []
    for name, given in named:
        url = web_url(given)
        if url is not None:
            documents.append(DocumentLink(f"{name} (PDF)" if is_pdf(url) else name, url, lang))
    return LanguageText(
        lang=lang,
        language=language,
        name=text.name,
        fees_text=text.fees_text,
        special_terms=split_terms(text.special_terms),
        documents=tuple(documents),
    )


def split_terms(text: str | None) -> tuple[str, ...]:
    """The provider's own words, cut where the listing marks cuts (`:::` and `|`)."""
    if not text:
        return ()
    return tuple(part for part in (part.strip() for part in text.replace(":::", "|").split("|")) if part)
