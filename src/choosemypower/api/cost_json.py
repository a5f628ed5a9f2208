"""What a plan costs a home, as JSON: the summary of a list and the twelve bills of one plan."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from choosemypower.api.charge_json import BASIS, ChargeJson, charges_json, shown_rate
from choosemypower.api.money import rate, usd
from choosemypower.api.plan_json import PlanSummary
from choosemypower.facets import ListPart
from choosemypower.plans.charges import Basis, Condition
from choosemypower.pricing import (
    BillLine,
    CostCurve,
    CurvePoint,
    LineKind,
    Method,
    MonthBill,
    PlanCost,
    Threshold,
    ThresholdKind,
    YearBills,
)

LEFT_OUT = "Local tax is not included; a one-time fee is, in the first bill, where the plan states it."
GROUP_WORDS = {part.group: part.value for part in ListPart}
"""The words of the `only` filter."""
CALENDAR_MONTH = Meta(description="Calendar month, 1 to 12.", ge=1, le=12)


class ThresholdJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A use at which a month's bill falls: a month that stays below costs more."""

    kind: Annotated[
        ThresholdKind,
        Meta(
            description="Below it a `credit` is missed, a `fee` is charged, or every kWh has a higher `price`."
        ),
    ]
    at_kwh: Annotated[int, Meta(description="From here the credit is given, or the fee falls away.")]
    max_kwh: Annotated[
        int | None, Meta(description="A credit in a band ends here; null: it has no upper end.")
    ]
    usd: Annotated[Decimal, Meta(description="USD that one missed month costs.")]
    missed_months: Annotated[tuple[int, ...], Meta(description="Calendar months of this home that miss it.")]
    close_months: Annotated[
        tuple[int, ...], Meta(description="Calendar months that reach it by no more than 15 %.")
    ]


# Not tuple[Decimal, Decimal]: generators of clients cannot read the schema of a tuple with fixed places.
LowAndHigh = Annotated[tuple[Decimal, ...], Meta(min_length=2, max_length=2)]


class CostJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What twelve months cost at the usage in `meta.usage`; amounts are null when that cannot be known."""

    usd_per_year: Annotated[
        Decimal | None, Meta(description="USD for the next twelve months; null unless all are known.")
    ]
    known_months: Annotated[
        int,
        Meta(
            description="For how many of the next twelve months the price is known; 0: it cannot be worked out. "
            "All amounts but those of the year are of these months alone."
        ),
    ]
    known_usd: Annotated[Decimal | None, Meta(description="USD, the bills of the known months together.")]
    usd_per_month: Annotated[Decimal | None, Meta(description="USD, mean of the known months' bills.")]
    give_or_take_usd: Annotated[
        Decimal | None,
        Meta(
            description="USD that the known months' bills together can be more or less, by the rounding of the "
            "printed prices; null: exact, or no estimate."
        ),
    ]
    by_day_usd_per_year: Annotated[
        LowAndHigh | None,
        Meta(
            description="Prices by the hour, for a home whose hours are not known: USD of the lowest and the highest "
            "year of three stated days (home in the day, away in the day, charges a car at night). Null elsewhere."
        ),
    ]
    lowest_month_usd: Annotated[Decimal | None, Meta(description="USD of the lowest known month's bill.")]
    low_usd_per_year: Annotated[Decimal | None, Meta(description="USD: lower end of the interval.")]
    high_usd_per_year: Annotated[Decimal | None, Meta(description="USD: upper end of the interval.")]
    highest_month: Annotated[int, CALENDAR_MONTH] | None
    highest_month_usd: Annotated[Decimal | None, Meta(description="USD of the highest known month's bill.")]
    usd_per_kwh: Annotated[Decimal | None, Meta(description="The known months' bills divided by their kWh.")]
    method: Annotated[
        Method,
        Meta(
            description="`label`: from the facts label's charges. `listing_explained`: from the three "
            "printed prices and the stated credits and fees. `listing_line`: from the three prices. "
            "`listing_points`: only the three prices are known."
        ),
    ]
    group: Annotated[
        str,
        Meta(
            description="Where a list shows the plan; the `only` filter takes the same words.",
            extra_json_schema={"enum": list(GROUP_WORDS.values())},
        ),
    ]
    is_rough: Annotated[bool, Meta(description="The interval is over 3 % of the cost.")]
    thresholds: tuple[ThresholdJson, ...]
    reason: Annotated[str | None, Meta(description="Why there is no good estimate; null where there is one.")]
    unexplained_credit_usd: Annotated[
        Decimal | None,
        Meta(
            description="USD: a credit of every month that the printed prices hold and the list does not explain, "
            "often for autopay. All amounts take it as given, so they are estimates; null: there is none."
        ),
    ]
    as_listed_usd: Annotated[
        Decimal | None,
        Meta(
            description="USD of the first month at the price of `asListedOn`. Only where the provider can change the "
            "price every month and the listing was last seen in an earlier one, more than seven days ago: what it "
            "costs now is not known."
        ),
    ]
    as_listed_on: Annotated[date | None, Meta(description="Texas day on which that price was last seen.")]


class CostedPlan(PlanSummary, frozen=True, kw_only=True, rename="camel"):
    """A plan of a list with its cost."""

    cost: Annotated[CostJson | None, Meta(description="Null for a plan that is no longer listed.")]


class LineJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One line of a bill. The lines add up to the total."""

    kind: LineKind
    usd: Annotated[Decimal, Meta(description="USD; negative for credits.")]
    usage_kwh: Annotated[
        Decimal | None, Meta(description="kWh that this line charges; null: it does not depend on use.")
    ]
    usd_per_kwh: Decimal | None
    name: Annotated[str, Meta(description="Of a price that holds for part of the day; empty otherwise.")]
    basis: Annotated[Basis, BASIS]


class BillJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One month's bill."""

    year: int
    month: Annotated[int, CALENDAR_MONTH]
    usage_kwh: int
    usd: Annotated[Decimal, Meta(description="USD, without tax.")]
    give_or_take_usd: Annotated[Decimal | None, Meta(description="USD; null: from the label.")]
    provider_usd: Annotated[Decimal, Meta(description="USD to the provider; may be negative.")]
    delivery_usd: Annotated[Decimal, Meta(description="USD to the utility; 0 when bundled.")]
    lines: tuple[LineJson, ...]


class DeliveryJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The delivery charge behind the bills; amounts are null when bundled or unknown."""

    usd_per_month: Decimal | None
    usd_per_kwh: Decimal | None
    valid_from: Annotated[date | None, Meta(description="First day for which the charge is documented.")]


class CurvePointJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    usage_kwh: int
    usd: Annotated[Decimal, Meta(description="USD of the month's bill at this use.")]


class CliffJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A use at which one more kWh makes the bill jump."""

    below: CurvePointJson
    at: CurvePointJson
    usd: Annotated[
        Decimal,
        Meta(
            description="USD of the jump, without what the one kWh more costs: the amount of a credit exactly. "
            "Negative when the bill falls."
        ),
    ]


class CurveJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The month's bill from 0 to 3,000 kWh."""

    month: Annotated[int | None, Meta(description="Calendar month it holds for; null: all.")]
    points: tuple[CurvePointJson, ...]
    cliffs: tuple[CliffJson, ...]


class ConditionalCostJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a plan costs a home that meets conditions which most need not."""

    conditions: Annotated[tuple[Condition, ...], Meta(description="All of these are met, and no others.")]
    cost: CostJson


class PlanBillsJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The next twelve bills of a home on a plan, and how they were found."""

    plan_id: str
    cost: CostJson
    conditional: Annotated[
        tuple[ConditionalCostJson, ...],
        Meta(
            description="What it costs where conditions of the plan are met; `cost` is for a home that meets none."
        ),
    ]
    charges: Annotated[
        tuple[ChargeJson, ...],
        Meta(
            description="The provider's charges behind the bills; empty when only three prices are known. Where "
            "`cost.asListedOn` is given they, and the cost curve, are those of that day."
        ),
    ]
    months: Annotated[tuple[BillJson, ...], Meta(description="Empty when the plan cannot be priced.")]
    provider_usd_per_year: Decimal | None
    delivery_usd_per_year: Decimal | None
    credit_usd_per_year: Annotated[Decimal | None, Meta(description="USD taken off in the year, positive.")]
    delivery: DeliveryJson
    contract_ends: Annotated[
        str | None, Meta(description="Year and month, like 2027-01; null: month to month.")
    ]
    ends_in_expensive_season: Annotated[
        bool | None, Meta(description="The next contract would begin from June to September.")
    ]
    cost_curve: CurveJson | None


def cost_json(cost: PlanCost) -> CostJson:
    """The summary of a plan's year."""
    known_usd = cost.known_usd
    return CostJson(
        usd_per_year=None if cost.year_cents is None else known_usd,
        usd_per_month=cost.usd_per_month,
        known_months=cost.known_months,
        known_usd=known_usd,
        give_or_take_usd=usd(cost.interval_usd),
        by_day_usd_per_year=None
        if cost.by_day_cents is None
        else (
            usd(Decimal(cost.by_day_cents[0]) / 100),
            usd(Decimal(cost.by_day_cents[1]) / 100),
        ),
        lowest_month_usd=cost.lowest_usd,
        low_usd_per_year=cost.low_usd,
        high_usd_per_year=cost.high_usd,
        highest_month=cost.highest_month,
        highest_month_usd=cost.highest_usd,
        usd_per_kwh=rate(cost.usd_per_kwh),
        method=cost.method,
        group=GROUP_WORDS[cost.group],
        is_rough=cost.is_rough,
        thresholds=thresholds_json(cost),
        reason=cost.reason,
        unexplained_credit_usd=usd(cost.unexplained_credit_usd),
        as_listed_usd=usd(cost.as_listed_usd),
        as_listed_on=cost.as_listed.on if cost.as_listed is not None else None,
    )


def thresholds_json(cost: PlanCost) -> tuple[ThresholdJson, ...]:
    """The uses at which the plan's bill falls."""
    return tuple(_threshold(threshold) for threshold in cost.thresholds)


def plan_bills_json(bills: YearBills, curve: CostCurve | None) -> PlanBillsJson:
    """A plan's twelve bills."""
    end, charges = bills.contract_end, bills.model.charges
    return PlanBillsJson(
        plan_id=bills.cost.plan.plan_id,
        cost=cost_json(bills.cost),
        conditional=tuple(
            ConditionalCostJson(conditions=one.conditions, cost=cost_json(one.cost))
            for one in bills.conditional
        ),
        charges=charges_json(charges.items) if charges is not None and bills.has_charges else (),
        months=tuple(bill_json(month) for month in bills.months),
        provider_usd_per_year=usd(bills.provider_usd),
        delivery_usd_per_year=usd(bills.delivery_usd),
        credit_usd_per_year=usd(bills.credit_usd),
        delivery=DeliveryJson(
            usd_per_month=usd(bills.delivery_usd_per_month),
            usd_per_kwh=rate(bills.delivery_usd_per_kwh),
            valid_from=bills.delivery_from,
        ),
        contract_ends=f"{end.year:04}-{end.month:02}" if end else None,
        ends_in_expensive_season=end.is_expensive_season if end else None,
        cost_curve=_curve(curve) if curve and bills.has_charges else None,
    )


def _threshold(threshold: Threshold) -> ThresholdJson:
    return ThresholdJson(
        kind=threshold.kind,
        at_kwh=threshold.at_kwh,
        max_kwh=threshold.max_kwh,
        usd=usd(threshold.usd),
        missed_months=threshold.missed_months,
        close_months=threshold.close_months,
    )


def bill_json(month: MonthBill) -> BillJson:
    """One of the twelve bills."""
    bill = month.bill
    return BillJson(
        year=month.year,
        month=month.month,
        usage_kwh=bill.usage_kwh,
        usd=usd(bill.total_usd),
        give_or_take_usd=usd(month.interval_usd),
        provider_usd=usd(bill.provider_usd),
        delivery_usd=usd(bill.delivery_usd),
        lines=tuple(_line(line) for line in bill.lines),
    )


def _line(line: BillLine) -> LineJson:
    return LineJson(
        kind=line.kind,
        usd=usd(line.usd),
        usage_kwh=None if line.usage_kwh is None else _shown_kwh(line.usage_kwh),
        usd_per_kwh=shown_rate(line.usd_per_kwh, line.basis),
        name=line.name,
        basis=line.basis,
    )


def _shown_kwh(kwh: Decimal) -> Decimal:
    """A part of a month's use without the decimals of its share: 738, not 738.0000000."""
    return kwh if kwh.as_tuple().exponent == 0 else round(kwh, 2)


def _curve(curve: CostCurve) -> CurveJson:
    return CurveJson(
        month=curve.month,
        points=tuple(_point(point) for point in curve.points),
        cliffs=tuple(
            CliffJson(below=_point(cliff.below), at=_point(cliff.at), usd=usd(cliff.usd))
            for cliff in curve.cliffs
        ),
    )


def _point(point: CurvePoint) -> CurvePointJson:
    return CurvePointJson(usage_kwh=point.usage_kwh, usd=usd(point.usd))
