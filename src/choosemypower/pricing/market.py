"""All plans of an epoch made ready to be priced: what every list asks.

Each plan is worked out once and kept as whole numbers (billionths of a dollar), so that a request only multiplies and
adds. The figures equal those of the exact bills (`bills.py`) to the cent; a test compares them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from choosemypower.plans.charges import (
    Charges,
    Condition,
)
from choosemypower.plans.model import Plan
from choosemypower.pricing.delivery import DeliverySeries, twelve_months
from choosemypower.pricing.home_year import HomeYear, Spread
from choosemypower.pricing.known import is_price_of
from choosemypower.pricing.listing import price_model, with_delivery
from choosemypower.pricing.model import ConditionalCost, PlanCost, PriceModel
from choosemypower.pricing.prepared import Prepared
from choosemypower.pricing.straight import StraightPlans
from choosemypower.territories.model import DeliveryCharge, delivery_on
from choosemypower.usage.model import UsageYear

_MOST_COSTS_KEPT = 20_000
"""About 6 MB."""
_MOST_YEARS_KEPT = 200
_MANY = 60
"""From so many plans on, all straight ones of their utilities are priced at once: sooner than these one by one."""


class PricedMarket:
    """The plans of one epoch with their worked-out charges. Build it once per epoch with `prepare`."""

    def __init__(
        self,
        plans: Iterable[Plan],
        delivery: DeliverySeries,
        on: date,
        labels: Mapping[str, Charges] | None = None,
        *,
        listed_on: date | None = None,
        seen_on: date | None = None,
    ) -> None:
        self.on = on
        """The Texas day of reading: the year begins with its month, delivery is charged as known on it."""
        self.months = twelve_months(on)
        self.month_order = tuple(month for _, month in self.months)
        self._delivery = delivery
        listed = {utility: delivery_on(series, listed_on or on) for utility, series in delivery.items()}
        in_force = {utility: delivery_on(series, on) for utility, series in delivery.items()}
        seen_on = seen_on or listed_on or on
        seen_before = None if is_price_of(on, seen_on) else seen_on
        spreads: dict[tuple[tuple[Decimal, Decimal], ...], Spread] = {}
        self._prepared = {}
        for tie_rank, plan in enumerate(sorted(plans, key=_tie_key)):
            label = (labels or {}).get(plan.plan_id)
            model = with_delivery(
                price_model(plan, listed.get(plan.utility), label), in_force.get(plan.utility)
            )
            corners = tuple((float(fixed), float(slope)) for fixed, slope in model.spread)
            spread = spreads.setdefault(model.spread, Spread(corners)) if corners else None
            self._prepared[plan.plan_id] = Prepared(
                plan, model, spread, tie_rank, self.month_order, seen_before=seen_before
            )
        lines: dict[str, dict[int, list[Prepared]]] = {}
        for one in self._prepared.values():
            if one.line is not None:
                lines.setdefault(one.plan.utility, {}).setdefault(one.known_months, []).append(one)
        self._straight = {
            utility: [_StraightGroup(months, members) for months, members in groups.items()]
            for utility, groups in lines.items()
        }
        self._conditional: dict[tuple[str, frozenset[Condition]], Prepared] = {}
        self._years: dict[tuple[int, ...], HomeYear] = {}
        self._cost_count = 0
        """Of all of them."""

    def model_of(self, plan: Plan) -> PriceModel:
        """What we know of a plan's charges. Raises KeyError for a plan of another epoch."""
        return self._prepared[plan.plan_id].model

    def delivery_of(self, plan: Plan) -> Sequence[DeliveryCharge]:
        """What the plan's utility charges for delivery, oldest first; empty where unknown."""
        return self._delivery.get(plan.utility, ())

    def costs(self, plans: Iterable[Plan], usage: UsageYear) -> tuple[PlanCost, ...]:
        """What each of these plans costs a home for the next twelve months, in the order given.

        The home meets none of the conditions that a plan may set: those prices are in `conditional_costs`.
        """
        year = self._year_of(usage)
        known, count_before = year.costs, len(year.costs)
        plans = tuple(plans)
        if len(plans) - count_before >= _MANY:
            for utility in {plan.utility for plan in plans}:
                for group in self._straight.get(utility, ()):
                    known.update(group.costs(year))
        found = []
        for plan in plans:
            cost = known.get(plan.plan_id)
            if cost is None:
                cost = known[plan.plan_id] = self._prepared[plan.plan_id].cost(year)
            found.append(cost)
        self._cost_count += len(known) - count_before
        return tuple(found)

    def _year_of(self, usage: UsageYear) -> "HomeYear":
        """The home's year with the costs worked out for it: most homes are asked for again, with other filters.

        Homes whose own hours are known are not remembered.
        """
        if usage.hourly_shares is not None:
            return HomeYear(usage, self.month_order)
        year = self._years.get(usage.kwh_by_month)
        if year is None:
            if self._cost_count > _MOST_COSTS_KEPT or len(self._years) >= _MOST_YEARS_KEPT:
                self._years.clear()
                self._cost_count = 0
            year = self._years[usage.kwh_by_month] = HomeYear(usage, self.month_order)
        return year

    def conditional_costs(self, plan: Plan, usage: UsageYear) -> tuple[ConditionalCost, ...]:
        """What a plan costs a home that meets its conditions: one cost for each that changes a charge."""
        charges = self.model_of(plan).charges
        if charges is None:
            return ()
        sets = dict.fromkeys(
            needed for charge in charges.items for needed in (charge.conditions, charge.waived_by) if needed
        )
        year = HomeYear(usage, self.month_order)
        return tuple(
            ConditionalCost(conditions=needed, cost=self._prepared_for(plan, frozenset(needed)).cost(year))
            for needed in sets
        )

    def _prepared_for(self, plan: Plan, met: frozenset[Condition]) -> "Prepared":
        key = (plan.plan_id, met)
        if key not in self._conditional:
            self._conditional[key] = self._prepared[plan.plan_id].meeting(met)
        return self._conditional[key]


class _StraightGroup:
    """Plans of one utility whose bills are a fixed part and a price per kWh, known for as many months."""

    def __init__(self, months: int, members: Sequence[Prepared]) -> None:
        self._months = months
        self._members = members
        self._sums = StraightPlans([one.line for one in members if one.line is not None])

    def costs(self, year: HomeYear) -> dict[str, PlanCost]:
        """What those of them cost that are not priced for this home yet, by plan id."""
        first = year.stretches[self._months - 1]
        if first.highest_kwh > self._sums.most_kwh:
            return {}
        sums = map(self._sums.cents, (first.months, (first.lowest_kwh,), (first.highest_kwh,)))
        return {
            one.plan.plan_id: one.cost_of(year, first, known, lowest, highest, first.highest_month)
            for one, known, lowest, highest in zip(self._members, *sums, strict=True)
            if one.plan.plan_id not in year.costs
        }


def prepare(
    plans: Iterable[Plan],
    delivery: DeliverySeries,
    on: date,
    labels: Mapping[str, Charges] | None = None,
    *,
    listed_on: date | None = None,
    seen_on: date | None = None,
) -> PricedMarket:
    """All plans of an epoch made ready to be priced; takes about 0.1 ms a plan, once.

    `delivery` is `Atlas.delivery_charges`; `on` the Texas day of reading; `labels` the charges read from facts
    labels, by plan id; `listed_on` the day of the listing, whose printed prices hold the delivery charges of then
    (default: the day of reading); `seen_on` the day on which it was last seen (default: its own): where that is too
    long ago (`is_price_of`), a price that can change every month is not known.
    """
    return PricedMarket(plans, delivery, on, labels, listed_on=listed_on, seen_on=seen_on)


def _tie_key(plan: Plan) -> tuple[Decimal, str, str]:
    worst_usd = plan.cancel_fee.worst_case_usd(plan.term_months)
    return (Decimal("Infinity") if worst_usd is None else worst_usd, plan.name.casefold(), plan.plan_id)
