"""One plan as whole numbers (billionths of a dollar), ready to be priced for any home's year.

A request only multiplies and adds. What is no sum of steps and slopes is worked out as exact bills (`bills.py`).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

import msgspec

from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
    Condition,
    DailyCharge,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
    OneTimeCharge,
    PriceByTotal,
    SolarCredit,
    UsageCredit,
    UsageFee,
    VehicleEnergy,
    held_by,
)
from choosemypower.plans.model import Plan, RateType
from choosemypower.pricing.bills import (
    DAYS_IN_LABEL_MONTH,
    NO_CONDITIONS,
    ChargesError,
    bill_from_charges,
    share_of,
)
from choosemypower.pricing.home_year import HomeYear, Spread, Stretch
from choosemypower.pricing.known import could_change, group_of, known_months
from choosemypower.pricing.model import AsListed, CostGroup, PlanCost, PriceModel, Threshold
from choosemypower.pricing.straight import HALF_CENT, NANO_PER_CENT
from choosemypower.pricing.thresholds import thresholds_of, with_months
from choosemypower.units import MONTHS_IN_YEAR
from choosemypower.usage.days import STATED_DAYS

_NANO = 10**9
SENTENCE_BY_THE_HOUR = "The price depends on the hour, and we do not know when this home uses power."
SENTENCE_ROUGH = "Rounding of the printed prices leaves more than 3 % of the cost open at this use."
SENTENCE_NO_HOURLY_PRICES = (
    "The price depends on the hour, and no source that we have says the price of each hour."
)
_Months = tuple[int, ...] | None
"""Calendar months in which something counts; None is all."""
_Jump = tuple[int, int, int | None, _Months]
"""Nano-USD added within a band: (amount, min_kwh, max_kwh, months)."""
_Band = tuple[int, int | None, int, _Months]
"""(from or min kWh, to or max kWh, nano-USD per kWh, months)."""


class Prepared:
    """One plan as whole numbers."""

    __slots__ = (
        "_bands",
        "_by_day_nano",
        "_exact",
        "_fixed",
        "_group",
        "_hourly",
        "_is_straight",
        "_is_unpriced",
        "_jumps",
        "_kept",
        "_met",
        "_method",
        "_order",
        "_per_kwh",
        "_seen_before",
        "_spread",
        "_thresholds",
        "_tie_rank",
        "_tiers",
        "_unexplained_credit_usd",
        "_worst_fee_usd",
        "known_months",
        "model",
        "plan",
    )

    def __init__(
        self,
        plan: Plan,
        model: PriceModel,
        spread: Spread | None,
        tie_rank: int,
        order: Sequence[int],
        met: frozenset[Condition] = NO_CONDITIONS,
        *,
        seen_before: date | None = None,
    ) -> None:
        """`seen_before` is the day on which the listing was last seen, where that is before the first month shown."""
        self.plan = plan
        self._seen_before = None if plan.rate_type is RateType.FIXED else seen_before
        self._met = met
        self.model = model
        self._method = model.method
        self._spread = spread
        self._tie_rank = tie_rank
        self._order = order
        self._group = group_of(plan, model)
        self.known_months = known_months(plan) if self._seen_before is None else 0
        self._worst_fee_usd = plan.cancel_fee.worst_case_usd(plan.term_months)
        self._unexplained_credit_usd = model.unexplained_credit_usd
        self._thresholds: tuple[Threshold, ...] = ()
        self._jumps: tuple[_Jump, ...] = ()
        self._tiers: tuple[_Band, ...] = ()
        self._bands: tuple[_Band, ...] = ()
        self._fixed = self._per_kwh = 0
        self._by_day_nano: tuple[int, ...] = ()
        self._hourly: tuple[HourlyPrice, ...] = ()
        self._exact: Charges | None = None
        """Charges that are no sum of steps and slopes: their months are worked out as exact bills."""
        self._kept: PlanCost | None = None
        # The listing's three prices hold the label's own guess of the hours, which is nobody's.
        self._is_unpriced = model.charges is None or (
            plan.is_time_of_use and not model.charges.of(HourlyPrice)
        )
        if model.charges is not None and not self._is_unpriced:
            self._compile(model.charges)
        self._is_straight = not (self._tiers or self._bands or self._jumps or self._exact)

    def meeting(self, met: frozenset[Condition]) -> "Prepared":
        """The same plan for a home that meets conditions."""
        return Prepared(
            self.plan,
            self.model,
            self._spread,
            self._tie_rank,
            self._order,
            met,
            seen_before=self._seen_before,
        )

    @property
    def line(self) -> tuple[int, int] | None:
        """Fixed part and price per kWh, where the bill is nothing else."""
        if self._is_unpriced or self._hourly or not self._is_straight or self._seen_before is not None:
            return None
        return (self._fixed, self._per_kwh) if self._fixed >= 0 and self._per_kwh >= NANO_PER_CENT else None

    def _compile(self, charges: Charges) -> None:
        items = held_by(charges.items, self._met)
        self._thresholds = thresholds_of(items)
        for charge in items:
            self._add(charge, charges)
        if not charges.delivery.is_bundled:
            self._fixed += _nano(charges.delivery.usd_per_month or 0)
            self._per_kwh += _nano(charges.delivery.usd_per_kwh or 0)
        try:
            self._by_day_nano = tuple(_nano(self._hourly_usd_per_kwh(day)) for day in STATED_DAYS.values())
        except ChargesError:  # a label that says neither the hours of a price nor its share
            self._is_unpriced = True

    def _add(self, charge: Charge, charges: Charges) -> None:
        """One charge as steps and slopes; those that depend on the others make the plan one of exact bills."""
        months = self._months_of(charge)
        match charge:
            case EnergyTier(from_kwh=0, to_kwh=None) if months is None:
                self._per_kwh += _nano(charge.usd_per_kwh)
            case EnergyTier():
                band = (charge.from_kwh, charge.to_kwh, _nano(charge.usd_per_kwh), months)
                self._tiers += (band,)
            case PriceByTotal():
                self._bands += ((charge.min_kwh, charge.max_kwh, _nano(charge.usd_per_kwh), months),)
            case HourlyPrice():
                self._hourly += (charge,)
                if months is not None:
                    self._exact = charges
            case EnergyDiscount() if months is None:
                self._per_kwh -= _nano(charge.usd_per_kwh)
            case EnergyDiscount():
                self._tiers += ((0, None, -_nano(charge.usd_per_kwh), months),)
            case VehicleEnergy() | SolarCredit():
                self._exact = charges
            case BaseCharge(usd=usd) if months is None:
                self._fixed += _nano(usd)
            case BaseCharge(usd=usd):
                self._jumps += ((_nano(usd), 0, None, months),)
            case DailyCharge(usd_per_day=usd_per_day) if months is None:
                self._fixed += _nano(usd_per_day * DAYS_IN_LABEL_MONTH)
            case DailyCharge(usd_per_day=usd_per_day):
                self._jumps += ((_nano(usd_per_day * DAYS_IN_LABEL_MONTH), 0, None, months),)
            case UsageCredit(min_kwh=0, max_kwh=None) if months is None:
                self._fixed -= _nano(charge.usd)
            case UsageCredit():
                self._jumps += ((-_nano(charge.usd), charge.min_kwh, charge.max_kwh, months),)
            case UsageFee():
                self._jumps += ((_nano(charge.usd), charge.min_kwh, charge.max_kwh, months),)
            case OneTimeCharge():
                once = self._months_of(msgspec.structs.replace(charge, bills=(charge.bill_number,)))
                self._jumps += ((_nano(charge.usd), 0, None, once),)
            case _:
                assert_never(charge)

    def _months_of(self, charge: Charge) -> _Months:
        """In which calendar months of the year shown a charge holds: its seasons, and its bills of the contract."""
        if charge.bills is None:
            return charge.months
        billed = [self._order[bill - 1] for bill in charge.bills if bill <= len(self._order)]
        return tuple(month for month in billed if charge.months is None or month in charge.months)

    def _hourly_usd_per_kwh(self, hourly_shares: Sequence[Decimal] | None) -> Decimal:
        """The mean of prices by the hour, weighted by the home's own hours where they are known.

        With what delivery in those hours differs from the usual charge.
        """
        delivery = self.model.charges.delivery if self.model.charges is not None else None
        usual = Decimal(0) if delivery is None else delivery.usd_per_kwh or Decimal(0)
        mean = Decimal(0)
        for price in self._hourly:
            usd_per_kwh = price.usd_per_kwh
            if price.delivery_usd_per_kwh is not None and delivery is not None and not delivery.is_bundled:
                usd_per_kwh += price.delivery_usd_per_kwh - usual
            mean += share_of(price, hourly_shares) * usd_per_kwh
        return mean

    def cost(self, year: HomeYear) -> PlanCost:
        if self._is_unpriced:
            return self._unpriced()
        if self._seen_before is not None:
            return self._as_listed(year, self._seen_before)
        fixed, per_kwh = self._fixed, self._per_kwh
        known = year.stretches[self.known_months - 1]
        if self._hourly:
            if year.hourly_shares is None:
                return self._by_day(year)
            per_kwh += _nano(self._hourly_usd_per_kwh(year.hourly_shares))
        if self._is_straight and per_kwh >= NANO_PER_CENT:
            # Bills rise with use, so the highest month is known.
            fixed += HALF_CENT
            return self.cost_of(
                year,
                known,
                sum([(fixed + per_kwh * kwh) // NANO_PER_CENT for kwh in known.months]),
                (fixed + per_kwh * known.lowest_kwh) // NANO_PER_CENT,
                (fixed + per_kwh * known.highest_kwh) // NANO_PER_CENT,
                known.highest_month,
            )
        cents = self._cents(year, known, per_kwh)
        highest_cents = max(cents)
        return self.cost_of(
            year,
            known,
            sum(cents),
            min(cents),
            highest_cents,
            year.order[cents.index(highest_cents)],
            with_months(self._thresholds, year.kwh_by_month, year.order[: self.known_months]),
        )

    def cost_of(
        self,
        year: HomeYear,
        known: Stretch,
        known_cents: int,
        lowest_cents: int,
        highest_cents: int,
        highest_month: int,
        thresholds: tuple[Threshold, ...] = (),
    ) -> PlanCost:
        """The cost that these sums make."""
        group, reason, interval_usd, is_rough = self._group, self.plan.suspect, None, False
        if self._spread is not None:
            interval_usd, rough_below_cents = known.intervals[self._spread]
            if abs(known_cents) < rough_below_cents:
                group, is_rough = CostGroup.NOT_PRICED_WELL, True
                reason = reason or SENTENCE_ROUGH
        # In their order, not by name: msgspec looks each name up among all, a third of pricing a list.
        return PlanCost(
            self.plan,
            group,
            self._method,
            self.known_months,
            known_cents,
            known.kwh,
            lowest_cents,
            highest_cents,
            highest_month,
            interval_usd,
            is_rough,
            year.total_kwh,
            None,
            thresholds,
            self._worst_fee_usd,
            reason,
            self._tie_rank,
            self._unexplained_credit_usd,
        )

    def _as_listed(self, year: HomeYear, seen_on: date) -> PlanCost:
        """Nothing is known: the price could change since it was seen; what the first month would cost at that one."""
        return PlanCost(
            plan=self.plan,
            group=self._group,
            method=self._method,
            usage_kwh_per_year=year.total_kwh,
            worst_fee_usd=self._worst_fee_usd,
            reason=self.plan.suspect or could_change(seen_on, year.order[0]),
            tie_rank=self._tie_rank,
            unexplained_credit_usd=self._unexplained_credit_usd,
            as_listed=self._at_listed_price(year, seen_on),
        )

    def _at_listed_price(self, year: HomeYear, seen_on: date) -> AsListed | None:
        """None where the hours of the home, or too much of the price, are not known."""
        per_kwh = self._per_kwh
        if self._hourly:
            if year.hourly_shares is None:
                return None
            per_kwh += _nano(self._hourly_usd_per_kwh(year.hourly_shares))
        first = year.stretches[0]
        (cents,) = self._cents(year, first, per_kwh)
        if self._spread is not None and abs(cents) < first.intervals[self._spread][1]:
            return None
        return AsListed(cents, seen_on)

    def _by_day(self, year: HomeYear) -> PlanCost:
        """Prices by the hour for a home whose hours are not known: the years of the three stated days."""
        whole = year.stretches[-1]
        years = [sum(self._cents_by_month(year, whole, self._per_kwh + nano)) for nano in self._by_day_nano]
        return PlanCost(
            plan=self.plan,
            group=self._group,
            method=self._method,
            usage_kwh_per_year=year.total_kwh,
            by_day_cents=(min(years), max(years)) if self.known_months == MONTHS_IN_YEAR else None,
            thresholds=with_months(self._thresholds, year.kwh_by_month, year.order[: self.known_months]),
            worst_fee_usd=self._worst_fee_usd,
            reason=self.plan.suspect or SENTENCE_BY_THE_HOUR,
            tie_rank=self._tie_rank,
        )

    def _cents(self, year: HomeYear, of: Stretch, per_kwh: int) -> list[int]:
        """The bills of the first months of a year."""
        return self._exact_cents(year, of) if self._exact else self._cents_by_month(year, of, per_kwh)

    def _cents_by_month(self, year: HomeYear, of: Stretch, per_kwh: int) -> list[int]:
        months = zip(of.months, year.order, strict=False)
        return [self._month_cents(kwh, month, per_kwh) for kwh, month in months]

    def _month_cents(self, kwh: int, month: int, per_kwh: int) -> int:
        nano = self._fixed + per_kwh * kwh
        for start, end, rate, months in self._tiers:
            if kwh > start and (months is None or month in months):
                nano += rate * ((kwh if end is None or kwh < end else end) - start)
        for low, high, rate, months in self._bands:
            if low <= kwh and (high is None or kwh <= high) and (months is None or month in months):
                nano += rate * kwh
                break
        for amount, low, high, months in self._jumps:
            if low <= kwh and (high is None or kwh <= high) and (months is None or month in months):
                nano += amount
        return (nano + HALF_CENT) // NANO_PER_CENT

    def _exact_cents(self, year: HomeYear, of: Stretch) -> list[int]:
        if self._exact is None:
            return []
        return [
            int(
                bill_from_charges(
                    self._exact,
                    kwh,
                    None,
                    month,
                    bill_number=number,
                    hourly_shares=year.hourly_shares,
                    met=self._met,
                ).total_usd.scaleb(2)
            )
            for number, (kwh, month) in enumerate(zip(of.months, year.order, strict=False), start=1)
        ]

    def _unpriced(self) -> PlanCost:
        if self._kept is None:
            self._kept = PlanCost(
                plan=self.plan,
                group=self._group,
                method=self._method,
                worst_fee_usd=self._worst_fee_usd,
                reason=self.plan.suspect or self.model.reason or SENTENCE_NO_HOURLY_PRICES,
                tie_rank=self._tie_rank,
            )
        return self._kept


def _nano(usd: Decimal | int) -> int:
    return int((usd * _NANO).to_integral_value()) if isinstance(usd, Decimal) else usd * _NANO
