"""What pricing answers with: bills and their lines, the cost of a year, the cost curve.

USD as Decimal, to the cent unless a name says otherwise. What is left out of every total: local tax, city fees and
one-time charges that nobody states for the plan; a stated one is in the first bill.
"""

from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

import msgspec

from choosemypower.plans.charges import Basis, Charges, Condition, HourlyPrice, UsageCredit
from choosemypower.plans.model import Plan
from choosemypower.units import MONTHS_IN_YEAR

_CENT = Decimal("0.01")
_PRICE = Decimal("0.000001")


class Method(StrEnum):
    """How a plan's bill was found."""

    LABEL = "label"
    """From the charges on its facts label."""
    SOURCE_CHARGES = "source_charges"
    """From the charges that a further source states in numbers; they give the printed prices."""
    LISTING_EXPLAINED = "listing_explained"
    """From the three printed prices and the credits and fees that the listing states."""
    LISTING_LINE = "listing_line"
    """From the three printed prices alone."""
    LISTING_POINTS = "listing_points"
    """Only the bills at 500, 1,000 and 2,000 kWh are known."""


class LineKind(StrEnum):
    ENERGY = "energy"
    BASE = "base"
    DAILY = "daily"
    FEE = "fee"
    CREDIT = "credit"
    ONCE = "once"
    """Charged once, in the first bill of the contract."""
    DELIVERY_MONTH = "delivery_month"
    DELIVERY_KWH = "delivery_kwh"


class BillLine(msgspec.Struct, frozen=True, kw_only=True):
    kind: LineKind
    usd: Decimal
    """To the cent; negative for credits."""
    usage_kwh: Decimal | None = None
    """The kWh that this line charges; None for amounts that do not depend on it."""
    usd_per_kwh: Decimal | None = None
    name: str = ""
    """Of a price that holds for part of the day."""
    basis: Basis = Basis.STATED
    """Whether its price is stated somewhere or fitted to the printed averages."""


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """One month's bill, without tax. The lines add up to the total."""

    usage_kwh: int
    month: int | None
    """Calendar month, 1 to 12; None: an average month, seasonal charges weighted by their months."""
    lines: tuple[BillLine, ...]
    total_usd: Decimal

    @property
    def delivery_usd(self) -> Decimal:
        """The utility's part; 0 when the plan bundles delivery."""
        kinds = (LineKind.DELIVERY_MONTH, LineKind.DELIVERY_KWH)
        return sum((line.usd for line in self.lines if line.kind in kinds), Decimal(0))

    @property
    def provider_usd(self) -> Decimal:
        """The provider's part, credits and fees included; may be negative."""
        return self.total_usd - self.delivery_usd

    @property
    def credit_usd(self) -> Decimal:
        """What was taken off, as a positive amount."""
        return -sum((line.usd for line in self.lines if line.kind is LineKind.CREDIT), Decimal(0))


class PriceModel(msgspec.Struct, frozen=True, kw_only=True):
    """All that we know of what a plan charges, and how we know it."""

    method: Method
    charges: Charges | None
    """None for `listing_points`."""
    spread: tuple[tuple[Decimal, Decimal], ...] = ()
    """Corners (USD per month, USD per kWh), relative to the charges, of the lines whose bills print the same three
    prices. Empty for `label` and `listing_points`."""
    reason: str | None = None
    """Why there is no better method, as a sentence for people."""

    @property
    def unexplained_credit_usd(self) -> Decimal | None:
        """A credit of every month that the printed prices hold and nothing explains; often for autopay."""
        items = () if self.charges is None else self.charges.of(UsageCredit)
        return next((credit.usd for credit in items if credit.basis is Basis.FITTED), None)


class CostGroup(IntEnum):
    """Where a list shows a plan: what is sure for the whole year comes first."""

    WHOLE_YEAR = 1
    LESS_THAN_A_YEAR = 2
    BY_THE_HOUR = 3
    NOT_PRICED_WELL = 4


class ThresholdKind(StrEnum):
    CREDIT = "credit"
    """Below it a credit is missed."""
    FEE = "fee"
    """Below it a low-use fee is charged."""
    PRICE = "price"
    """Below it every kWh costs more."""


class Threshold(msgspec.Struct, frozen=True, kw_only=True):
    """A use at which a month's bill falls: a month that stays below costs more than it should."""

    kind: ThresholdKind
    at_kwh: int
    """The credit is given, or the fee or higher price falls away, from here."""
    usd: Decimal
    """What one missed month costs: by how much the bill falls at this use."""
    missed_months: tuple[int, ...]
    """Calendar months of this home's year that miss it, in the order of the year shown."""
    close_months: tuple[int, ...]
    """Months that reach it by no more than 15 %."""
    months: tuple[int, ...] | None = None
    """Seasonal: calendar months in which it counts at all."""
    max_kwh: int | None = None
    """A credit in a band ends here; months above it miss it too."""


class AsListed(msgspec.Struct, frozen=True):
    """What the first month would cost at a price that can have changed since it was listed."""

    cents: int
    on: date
    """The Texas day on which the listing was last seen."""


class PlanCost(msgspec.Struct, frozen=True, gc=False):
    """What a plan costs a home for the next twelve months, as far as that is known.

    Amounts are None where the plan cannot be priced. Kept in whole cents, because a list makes hundreds of these;
    everybody else reads the USD properties.
    """

    plan: Plan
    group: CostGroup
    method: Method
    known_months: int = 0
    """How many of the next twelve bills have a known price: 12, a shorter term, 1 where it can change every month, 0
    where it could since the listing was seen, and where the plan cannot be priced. All amounts but `by_day` and
    `as_listed` are of these months alone."""
    known_cents: int | None = None
    """Sum of the known bills."""
    known_kwh: int = 0
    """The home's usage in the known months."""
    lowest_cents: int | None = None
    highest_cents: int | None = None
    highest_month: int | None = None
    """Calendar month of the highest known bill, 1 to 12; the first of equals."""
    interval_usd: int | None = None
    """The known bills together can be this many dollars more or less; None for `label` and where there is no cost."""
    is_rough: bool = False
    """The interval is over 3 % of the cost: show the range, not one figure."""
    usage_kwh_per_year: int = 0
    by_day_cents: tuple[int, int] | None = None
    """Prices by the hour for a home whose hours are not known: the lowest and the highest year of the three stated
    days (usage/days.py). There is then no single figure."""
    thresholds: tuple[Threshold, ...] = ()
    """Lowest first; empty on plans without credits and low-use fees."""
    worst_fee_usd: Decimal | None = None
    """The most that leaving early can cost; None when the listing does not say."""
    reason: str | None = None
    """Why there is no cost, or none that can be trusted, as a sentence; None elsewhere."""
    tie_rank: int = 0
    """Order among equals: lower worst fee to leave, then name."""
    unexplained_credit_usd: Decimal | None = None
    """Of every month: the printed prices hold it, and nothing explains who gets it. All amounts take it as given."""
    as_listed: AsListed | None = None
    """Only where the price can change every month and the listing was last seen too long ago."""

    @property
    def as_listed_usd(self) -> Decimal | None:
        return None if self.as_listed is None else _usd(self.as_listed.cents)

    @property
    def year_cents(self) -> int | None:
        """The twelve bills together; None unless the price of all of them is known."""
        return self.known_cents if self.known_months == MONTHS_IN_YEAR else None

    @property
    def has_year(self) -> bool:
        """Whether the price of the whole year is known and in no doubt; that of a rough one is within a wide range.

        Rounding is wide beside the small bill of a home that uses next to nothing, whose lowest plan can be such a one.
        """
        if self.group is CostGroup.WHOLE_YEAR:
            return True
        return self.is_rough and self.year_cents is not None and self.plan.suspect is None

    @property
    def usd_per_year(self) -> Decimal | None:
        return _usd(self.year_cents)

    @property
    def known_usd(self) -> Decimal | None:
        """The known bills together."""
        return _usd(self.known_cents)

    @property
    def usd_per_month(self) -> Decimal | None:
        """Mean of the known bills, to the cent."""
        if self.known_cents is None or not self.known_months:
            return None
        return (Decimal(self.known_cents) / (100 * self.known_months)).quantize(_CENT)

    @property
    def lowest_usd(self) -> Decimal | None:
        """The lowest known bill."""
        return _usd(self.lowest_cents)

    @property
    def highest_usd(self) -> Decimal | None:
        """The highest known bill."""
        return _usd(self.highest_cents)

    @property
    def usd_per_kwh(self) -> Decimal | None:
        """The known bills ÷ their kWh; None for a home that uses nothing."""
        if self.known_cents is None or not self.known_kwh:
            return None
        return (Decimal(self.known_cents) / (100 * self.known_kwh)).quantize(_PRICE)

    @property
    def low_usd(self) -> Decimal | None:
        """Lower end of the year's cost."""
        year_cents = self.year_cents
        return None if year_cents is None else _usd(year_cents - 100 * (self.interval_usd or 0))

    @property
    def high_usd(self) -> Decimal | None:
        year_cents = self.year_cents
        return None if year_cents is None else _usd(year_cents + 100 * (self.interval_usd or 0))


class ConditionalCost(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan costs a home that meets conditions which most need not: autopay, a device, a membership."""

    conditions: tuple[Condition, ...]
    """All of them are met, and no others."""
    cost: PlanCost


class MonthBill(msgspec.Struct, frozen=True, kw_only=True):
    """One of the twelve bills of a year."""

    year: int
    month: int
    bill: Bill
    interval_usd: Decimal | None
    """Give or take, to the cent; None for `label`."""


class YearBills(msgspec.Struct, frozen=True, kw_only=True):
    """The next bills of a home on a plan, first month first."""

    cost: PlanCost
    model: PriceModel
    months: tuple[MonthBill, ...]
    """Those of the next twelve whose price is known; the sums below are of them. Empty: cannot be priced."""
    provider_usd: Decimal | None
    delivery_usd: Decimal | None
    credit_usd: Decimal | None
    """Sum of all credits, positive."""
    delivery_usd_per_month: Decimal | None
    delivery_usd_per_kwh: Decimal | None
    """The utility's charge in the first month; None when the plan bundles it or it is unknown."""
    delivery_from: date | None
    """First day for which that charge is documented."""
    conditional: tuple[ConditionalCost, ...]
    """What the plan costs where its conditions are met; `cost` is for a home that meets none."""
    contract_end: "ContractEnd | None"
    """None: month to month."""

    @property
    def has_charges(self) -> bool:
        """Whether the model's charges, and a bill at another use, can be told.

        Three averages over unknown hours say nothing of the price of an hour.
        """
        charges = self.model.charges
        if charges is None:
            return False
        is_known = bool(self.months) or bool(charges.of(HourlyPrice))
        return is_known or not self.cost.plan.is_time_of_use


class ContractEnd(msgspec.Struct, frozen=True, kw_only=True):
    """When the term ends for a home that starts in the first month of the year shown."""

    year: int
    month: int
    is_expensive_season: bool
    """The new contract would begin in a month in which Texas homes use most (June to September)."""


class CurvePoint(msgspec.Struct, frozen=True, kw_only=True):
    usage_kwh: int
    usd: Decimal


class Cliff(msgspec.Struct, frozen=True, kw_only=True):
    """A use at which the bill jumps by more than one more kWh costs."""

    below: CurvePoint
    at: CurvePoint
    """One kWh more."""
    usd: Decimal
    """What credits, fees and the price of all kWh change there, without the price of the one kWh more; negative when
    the bill falls."""


class CostCurve(msgspec.Struct, frozen=True, kw_only=True):
    """The bill at uses up to 3,000 kWh: every 250 kWh, and on both sides of each use where something sets in."""

    points: tuple[CurvePoint, ...]
    cliffs: tuple[Cliff, ...]
    month: int | None
    """Calendar month it holds for; None: no seasonal charges, holds for all."""


class Sort(StrEnum):
    """Orders of a list ; values are those of the `sort` parameter."""

    COST = "cost"
    HIGHEST_MONTH = "highest-month"
    CANCEL_FEE = "cancel-fee"
    SHORTEST_TERM = "shortest-term"
    LONGEST_TERM = "longest-term"
    RENEWABLE = "renewable"
    PROVIDER = "provider"


def _usd(cents: int | None) -> Decimal | None:
    return None if cents is None else cents * _CENT
