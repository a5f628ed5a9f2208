"""What a plan is: one offer of one provider in one utility's area, in both languages."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import msgspec

from choosemypower import paths
from choosemypower.plans.charges import Charges, Condition, FeeReading
from choosemypower.plans.label import (
    LEAST_DIFFERENCE_USD_PER_KWH,
    Difference,
    LabelDifference,
    PlanLabel,
)

PRICES = (Difference.PRICE_500, Difference.PRICE_1000, Difference.PRICE_2000)


Prices = tuple[Decimal, Decimal, Decimal]
"""USD per kWh as printed at 500, 1,000 and 2,000 kWh."""


class RateType(StrEnum):
    FIXED = "fixed"
    VARIABLE = "variable"
    INDEXED = "indexed"


class CancelFeeKind(StrEnum):
    FLAT = "flat"
    PER_REMAINING_MONTH = "per_remaining_month"
    NONE = "none"
    UNKNOWN = "unknown"


class CancelFee(msgspec.Struct, frozen=True, kw_only=True):
    """What it costs to end the contract before its term."""

    kind: CancelFeeKind
    usd: Decimal | None = None
    """Flat amount, or amount per remaining month; 0 for none; None when unknown."""
    text: str = ""
    """As listed."""

    def worst_case_usd(self, term_months: int) -> Decimal | None:
        """The most that leaving can cost, in USD; None when unknown.

        A fee for each month left of a term that is not stated has no known end.
        """
        if self.kind is CancelFeeKind.NONE:
            return Decimal(0)
        if self.usd is None or self.kind is not CancelFeeKind.PER_REMAINING_MONTH:
            return self.usd
        return self.usd * term_months if term_months else None


class PlanText(msgspec.Struct, frozen=True, kw_only=True):
    """What one language's row of the listing says. Texts have no line breaks, and one blank between words."""

    name: str
    id_key: int | None = None
    """The state's own row id."""
    fees_text: str | None = None
    special_terms: str | None = None
    facts_url: str | None = None
    terms_url: str | None = None
    rights_url: str | None = None
    enroll_url: str | None = None
    prepaid_url: str | None = None
    enroll_phone: str | None = None
    website: str | None = None


class SourceNote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What another source than the state's listing says of the same offer."""

    source: str
    """As said in a sentence, e.g. "ComparePower"."""
    reference: str = ""
    """Its own id of the offer."""
    is_only: bool = False
    """The state's listing does not hold the offer."""
    kept_since: date | None = None
    """It could not be asked: this is what it said on that day. None: what it says."""
    charges: Charges | None = None
    """What it states in numbers, where they give the averages that it states."""
    differences: tuple[str, ...] = ()
    """Where it contradicts the listing, in sentences."""


class StatedCondition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a home must do or be for the listed price, and the words that say so."""

    kind: Condition
    sentence: str = ""
    """In the provider's words; empty where none was kept."""
    language: str = "en"


class Said(StrEnum):
    """What the two languages of one offer may say differently; the value is its name in JSON."""

    PRICES = "prices"
    CANCEL_FEE = "cancel-fee"
    TERM = "term"
    RATE_TYPE = "rate-type"
    PREPAID = "prepaid"
    TIME_OF_USE = "time-of-use"
    NEW_CUSTOMERS = "new-customers"
    RENEWABLE = "renewable-percent"
    FEES = "fees"


_REPEATED = (
    " to leave",
    " renewable",
    " at 500, 1,000 and 2,000 kWh",
    " at 500 kWh",
    " at 1,000 kWh",
    " at 2,000 kWh",
)
"""Ends of what is said that are not said twice in one sentence."""


class Contradiction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that the English and the Spanish row of an offer say differently: both, as they said it."""

    what: Said
    english: str
    spanish: str
    right: str = ""
    """The language that the three printed prices prove right, `en` or `es`; "" where they prove neither."""

    @property
    def sentence(self) -> str:
        """ "English says $150 to leave, Spanish says $250: ask before you sign." """
        shorter = self.spanish
        at = self.english.find(" at ")
        for tail in (*_REPEATED, self.english[at:] if at >= 0 else ""):
            if self.english.endswith(tail):
                shorter = shorter.removesuffix(tail)
        said = f"English says {self.english}, Spanish says {shorter}"
        if not self.right:
            return f"{said}: ask before you sign."
        name = "English" if self.right == "en" else "Spanish"
        return f"{said}; the printed prices fit only the {name} one."


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing says of an offer: all that a version of a plan holds (`columns.py`)."""

    name: str
    term_months: int
    """0 or 1: month to month."""
    rate_type: RateType
    usd_per_kwh_500: Decimal
    usd_per_kwh_1000: Decimal
    usd_per_kwh_2000: Decimal
    renewable_percent: Decimal | None = None
    is_prepaid: bool = False
    is_time_of_use: bool = False
    is_new_customers_only: bool | None = None
    """By the listing's column or its text; None: neither says."""
    has_usage_fees: bool = False
    """The listing states a fee or credit that depends on use."""
    is_promotion: bool | None = None
    cancel_fee: CancelFee
    fees: FeeReading | None = None
    """None: the listing states no fees or credits."""
    features: tuple[str, ...] = ()
    """What the listing's own text claims, in short words, e.g. "no-deposit"; sorted. The facet grammar knows most."""
    conditions: tuple[StatedCondition, ...] = ()
    """What the price asks of a home, by special terms and fee text; each kind once."""
    english: PlanText | None = None
    spanish: PlanText | None = None
    contradictions: tuple[Contradiction, ...] = ()
    """Where its two languages differ: the fields hold what is worse for a home, or what the prices prove."""
    suspect: str | None = None
    """Why its price cannot be trusted: the three printed prices settle it neither alone nor with its twin."""
    sources: tuple[SourceNote, ...] = ()
    """What further sources say of it; empty: the state's listing alone."""

    @property
    def prices(self) -> tuple[Decimal, Decimal, Decimal]:
        return (self.usd_per_kwh_500, self.usd_per_kwh_1000, self.usd_per_kwh_2000)


class LastListing(msgspec.Struct, frozen=True, kw_only=True):
    """Which listing said something."""

    epoch: int
    source: str
    as_of: datetime
    """UTC."""


class Plan(Terms, frozen=True, kw_only=True):
    plan_id: str
    """Opaque; stays the same while the offer stays the same across datasets."""
    slug: str
    """Unique within the provider."""
    provider_slug: str
    provider_name: str
    utility: str
    """Slug of the delivery utility."""
    first_listed: date | None = None
    """Texas day of the first dataset that held this plan."""
    updated_on: date | None = None
    """Texas day of the dataset in which it came, came back, or anything of it last changed."""
    last_listed: date | None = None
    is_listed: bool = True
    gone_on: date | None = None
    """Texas day of the first listing without it; None while it is listed, or where only a rollback took it."""
    last_listing: LastListing | None = None
    """The listing that spoke of it last; only of a plan that is gone."""
    label: PlanLabel | None = None
    """Its facts label as fetched; None: not fetched, or the listing names another address since."""

    @property
    def text(self) -> PlanText:
        """The text to show: English where there is one."""
        text = self.english or self.spanish
        assert text is not None, "a plan comes from at least one row"
        return text

    @property
    def is_month_to_month(self) -> bool:
        return self.term_months <= 1

    @property
    def label_usd_per_kwh_1000(self) -> Decimal:
        """The average at 1,000 kWh that its label prints; as the listing has it where no label is believed."""
        if self.label is None or self.label.charges is None or not self.label.says.printed_usd_per_kwh:
            return self.usd_per_kwh_1000
        return self.label.says.printed_usd_per_kwh[1]

    @property
    def label_differences(self) -> tuple[LabelDifference, ...]:
        """Where its facts label says otherwise than its listing; averages by a tenth of a cent or more."""
        if self.label is None:
            return ()
        says, found = self.label.says, []
        for what, on_label, listed in zip(PRICES, says.printed_usd_per_kwh, self.prices, strict=False):
            if abs(on_label - listed) >= LEAST_DIFFERENCE_USD_PER_KWH:
                found.append(LabelDifference(what=what, label=on_label, listing=listed))
        if says.term_months is not None and max(says.term_months, 1) != max(self.term_months, 1):
            months = Decimal(says.term_months), Decimal(self.term_months)
            found.append(LabelDifference(what=Difference.TERM_MONTHS, label=months[0], listing=months[1]))
        fee_usd = Decimal(0) if self.cancel_fee.kind is CancelFeeKind.NONE else self.cancel_fee.usd
        if says.cancel_fee_usd is not None and fee_usd is not None and says.cancel_fee_usd != fee_usd:
            found.append(
                LabelDifference(what=Difference.CANCEL_FEE, label=says.cancel_fee_usd, listing=fee_usd)
            )
        return tuple(found)

    @property
    def url(self) -> str:
        return paths.plan(self.provider_slug, self.slug)


class Offer(Terms, frozen=True, kw_only=True):
    """What one listing says of one plan, both languages joined, before it is known which plan of ours it is."""

    utility: str
    provider_slug: str
    id_keys: tuple[int, ...] = ()
    """The state's ids of its rows, English first."""
    lines: tuple[int, ...] = ()
    """Lines of the listing that it was made from; at least one."""


class PriceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The prices of a plan while they stood, for its history."""

    dataset_id: int
    as_of: date
    """Texas day of the first dataset with these prices."""
    last_seen: date
    usd_per_kwh_500: Decimal
    usd_per_kwh_1000: Decimal
    usd_per_kwh_2000: Decimal
    is_listed: bool = True
    """False: a stretch in which the plan was not listed; the prices are those before it."""
