"""A plan as JSON: what lists say of it, and everything that one plan's own address says."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from choosemypower.api.charge_json import StatedFees, stated_fees
from choosemypower.api.label_json import PlanLabelJson, plan_label_json
from choosemypower.api.money import rate, usd
from choosemypower.plans.charges import Condition
from choosemypower.plans.model import (
    CancelFeeKind,
    Contradiction,
    Plan,
    PlanText,
    RateType,
    Said,
    SourceNote,
)
from choosemypower.units import Moment
from choosemypower.world.plan_history import PricedRecord

UsdPerKwh = Annotated[
    Decimal, Meta(description="USD per kWh: average price at this use, delivery included, tax excluded.")
]


class CancelFeeJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What it costs to end the contract before its term."""

    kind: CancelFeeKind
    usd: Annotated[
        Decimal | None,
        Meta(description="USD, once or per remaining month, as `kind` says; null: not stated."),
    ]
    worst_case_usd: Annotated[
        Decimal | None, Meta(description="USD: the most that leaving can cost; null when unknown.")
    ]
    text: Annotated[str, Meta(description="As listed.")]


class ContradictionJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing that the English and the Spanish row of an offer say differently."""

    what: Said
    english: Annotated[str, Meta(description="What the English row says, in words.")]
    spanish: Annotated[str, Meta(description="What the Spanish row says, in English words.")]
    right: Annotated[
        str | None,
        Meta(description="`en` or `es`: the row that the printed prices prove; null: they prove neither."),
    ]
    sentence: Annotated[str, Meta(description="Both, as our pages say it.")]


class StatedConditionJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a home must do or be for the listed price."""

    kind: Condition
    sentence: Annotated[str, Meta(description="The provider's words; empty where only a kind was kept.")]
    language: Annotated[str, Meta(description="Of the sentence: `en` or `es`.")]


class PlanSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A plan in a list."""

    plan_id: Annotated[str, Meta(description="Stays the same while the offer stays the same.")]
    name: str
    provider: Annotated[str, Meta(description="Slug of the provider.")]
    provider_name: str
    utility: Annotated[str, Meta(description="Slug of the delivery utility in whose area it is offered.")]
    term_months: Annotated[int, Meta(description="Whole months; 0 or 1 is month to month.")]
    rate_type: RateType
    usd_per_kwh_500: Annotated[UsdPerKwh, Meta(description="At 500 kWh a month.")] = msgspec.field(
        name="usdPerKwhAt500"
    )
    usd_per_kwh_1000: Annotated[UsdPerKwh, Meta(description="At 1,000 kWh a month.")] = msgspec.field(
        name="usdPerKwhAt1000"
    )
    usd_per_kwh_2000: Annotated[UsdPerKwh, Meta(description="At 2,000 kWh a month.")] = msgspec.field(
        name="usdPerKwhAt2000"
    )
    renewable_percent: Annotated[Decimal | None, Meta(description="0 to 100; null when not stated.")]
    is_prepaid: bool
    is_time_of_use: bool
    is_new_customers_only: Annotated[
        bool | None, Meta(description="By the listing's column or its text; null: neither says.")
    ]
    has_usage_fees: Annotated[bool, Meta(description="A fee or credit depends on the month's use.")]
    is_promotion: Annotated[bool | None, Meta(description="Null: the listing does not say.")]
    cancel_fee: CancelFeeJson
    features: Annotated[
        tuple[str, ...],
        Meta(description="What the listing's own text claims; the `with` filter takes most of these words."),
    ]
    conditions: Annotated[
        tuple[StatedConditionJson, ...],
        Meta(description="What the price asks of a home, by special terms and fee text; each kind once."),
    ]
    contradictions: Annotated[
        tuple[ContradictionJson, ...],
        Meta(
            description="Where the two languages of the listing differ. The fields of the plan hold what is worse "
            "for a home, or what the printed prices prove."
        ),
    ]
    suspect: Annotated[
        str | None,
        Meta(
            description="Why the price cannot be trusted: nothing in the listing settles it; null when it can."
        ),
    ]
    is_listed: Annotated[bool, Meta(description="False: gone from the current listing.")]
    first_listed: Annotated[date | None, Meta(description="Texas day.")]
    last_listed: Annotated[date | None, Meta(description="Texas day.")]
    updated_on: Annotated[
        date | None,
        Meta(description="Texas day on which it came, came back, or anything of it last changed."),
    ]
    gone_on: Annotated[
        date | None,
        Meta(
            description="Texas day of the first listing without it; null while it is listed, or where only a "
            "rollback took it."
        ),
    ]
    page_url: Annotated[str, Meta(description="Its page on this site, without the host.")]
    facts_label_url: Annotated[str | None, Meta(description="The provider's Electricity Facts Label.")]


class Documents(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What one language's row of the listing says and links to."""

    name: str
    listing_id: Annotated[int | None, Meta(description="The state's own id of this row.")]
    fees_text: str | None
    special_terms: str | None
    facts_label_url: str | None
    terms_url: str | None
    rights_url: str | None
    enroll_url: str | None
    prepaid_url: str | None
    enroll_phone: str | None
    website: str | None


class PlanSource(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where the facts come from: the current listing, or of a plan that is gone the last one that had it."""

    source: Annotated[str, Meta(description="The listing's address or file name.")]
    epoch: int
    as_of: Annotated[Moment, Meta(description="When the listing said this (UTC).")]


class FurtherSource(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What another source than the state's listing says of the same offer."""

    name: str
    reference: Annotated[str, Meta(description="Its own id of the offer; empty where it has none.")]
    is_only: Annotated[bool, Meta(description="The state's listing does not hold the offer.")]
    kept_since: Annotated[
        date | None,
        Meta(
            description="It could not be asked since: this is what it said on that Texas day. Null: it is new."
        ),
    ]
    differences: Annotated[
        tuple[str, ...],
        Meta(description="Where it contradicts the listing, in sentences. The listing's figures are shown."),
    ]


class PlanDetail(PlanSummary, frozen=True, kw_only=True, rename="camel"):
    """A plan with all that the listing says of it."""

    stated_fees: StatedFees | None
    english: Documents | None
    spanish: Documents | None
    label: Annotated[PlanLabelJson | None, Meta(description="Null: its facts label was not fetched.")]
    source: PlanSource
    further_sources: Annotated[
        tuple[FurtherSource, ...], Meta(description="Other sources of the same offer, besides `source`.")
    ]


class HistoryRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The prices of a plan while they stood."""

    epoch: Annotated[int, Meta(description="The first dataset with these prices.")]
    first_day: Annotated[date, Meta(description="Texas day of the first dataset with these prices.")]
    last_day: Annotated[date, Meta(description="Texas day of the last dataset with these prices.")]
    usd_per_kwh_500: UsdPerKwh = msgspec.field(name="usdPerKwhAt500")
    usd_per_kwh_1000: UsdPerKwh = msgspec.field(name="usdPerKwhAt1000")
    usd_per_kwh_2000: UsdPerKwh = msgspec.field(name="usdPerKwhAt2000")
    is_listed: Annotated[
        bool, Meta(description="False: the plan was not listed; the prices are those before.")
    ]
    usd_per_year: Annotated[
        Decimal | None,
        Meta(
            description="USD of a year of the typical home at these prices. Every year is counted with the delivery "
            "charge of today, so that years differ by what the provider asked; null: it cannot be worked out."
        ),
    ]
    printed_delivery_usd_per_month: Annotated[
        Decimal | None,
        Meta(
            description="USD a month of the utility's charge that the printed prices hold, unless the plan's price "
            "includes delivery. Null: not known."
        ),
    ]
    printed_delivery_usd_per_kwh: Annotated[Decimal | None, Meta(description="The same, for each kWh.")]
    printed_delivery_from: Annotated[
        date | None, Meta(description="First day for which that charge is documented.")
    ]


_encoder = msgspec.json.Encoder()


def summary_bytes(plan: Plan) -> bytes:
    """A plan's summary as a JSON object."""
    return _encoder.encode(plan_summary(plan))


def plan_summary(plan: Plan) -> PlanSummary:
    """What a list says of a plan."""
    return PlanSummary(**_summary_fields(plan))


def plan_detail(plan: Plan, source: PlanSource) -> PlanDetail:
    """Everything the listing says of a plan."""
    return PlanDetail(
        **_summary_fields(plan),
        stated_fees=stated_fees(plan.fees) if plan.fees else None,
        english=_documents(plan.english) if plan.english else None,
        spanish=_documents(plan.spanish) if plan.spanish else None,
        label=plan_label_json(plan),
        source=source,
        further_sources=tuple(_further_source(note) for note in plan.sources),
    )


def stated_conditions(plan: Plan) -> Iterator[StatedConditionJson]:
    """What the listing's price asks of a home, its column of new customers included."""
    for one in plan.conditions:
        yield StatedConditionJson(kind=one.kind, sentence=one.sentence, language=one.language)
    if plan.is_new_customers_only and all(
        one.kind is not Condition.NEW_CUSTOMER for one in plan.conditions
    ):  # by the listing's column alone
        yield StatedConditionJson(kind=Condition.NEW_CUSTOMER, sentence="", language="en")


def _further_source(note: SourceNote) -> FurtherSource:
    return FurtherSource(
        name=note.source,
        reference=note.reference,
        is_only=note.is_only,
        kept_since=note.kept_since,
        differences=note.differences,
    )


def history_record(priced: PricedRecord) -> HistoryRecord:
    """One stretch of a plan's history."""
    record, delivery = priced.record, priced.delivery
    return HistoryRecord(
        epoch=record.dataset_id,
        first_day=record.as_of,
        last_day=record.last_seen,
        usd_per_kwh_500=rate(record.usd_per_kwh_500),
        usd_per_kwh_1000=rate(record.usd_per_kwh_1000),
        usd_per_kwh_2000=rate(record.usd_per_kwh_2000),
        is_listed=record.is_listed,
        usd_per_year=usd(priced.usd_per_year),
        printed_delivery_usd_per_month=usd(delivery.usd_per_month) if delivery else None,
        printed_delivery_usd_per_kwh=rate(delivery.usd_per_kwh) if delivery else None,
        printed_delivery_from=delivery.valid_from if delivery else None,
    )


_TAKEN_OVER = frozenset(field.name for field in msgspec.structs.fields(PlanSummary)) & frozenset(
    field.name for field in msgspec.structs.fields(Plan)
) - {
    *(
        "cancel_fee",
        "conditions",
        "contradictions",
        "usd_per_kwh_500",
        "usd_per_kwh_1000",
        "usd_per_kwh_2000",
    ),
}
"""What the API says in the words of the model."""


def _summary_fields(plan: Plan) -> dict[str, Any]:
    fee = plan.cancel_fee
    return {
        **{name: getattr(plan, name) for name in _TAKEN_OVER},
        "usd_per_kwh_500": rate(plan.usd_per_kwh_500),
        "usd_per_kwh_1000": rate(plan.usd_per_kwh_1000),
        "usd_per_kwh_2000": rate(plan.usd_per_kwh_2000),
        "provider": plan.provider_slug,
        "conditions": tuple(stated_conditions(plan)),
        "contradictions": tuple(_contradiction(one) for one in plan.contradictions),
        "cancel_fee": CancelFeeJson(
            kind=fee.kind,
            usd=usd(fee.usd),
            worst_case_usd=usd(fee.worst_case_usd(plan.term_months)),
            text=fee.text,
        ),
        "page_url": plan.url,
        "facts_label_url": plan.text.facts_url,
    }


def _contradiction(one: Contradiction) -> ContradictionJson:
    return ContradictionJson(
        what=one.what,
        english=one.english,
        spanish=one.spanish,
        right=one.right or None,
        sentence=one.sentence,
    )


def _documents(text: PlanText) -> Documents:
    return Documents(
        name=text.name,
        listing_id=text.id_key,
        fees_text=text.fees_text,
        special_terms=text.special_terms,
        facts_label_url=text.facts_url,
        terms_url=text.terms_url,
        rights_url=text.rights_url,
        enroll_url=text.enroll_url,
        prepaid_url=text.prepaid_url,
        enroll_phone=text.enroll_phone,
        website=text.website,
    )
