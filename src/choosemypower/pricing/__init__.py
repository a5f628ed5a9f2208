"""A bill from charges, credits, delivery charges and use: pure functions, exact in Decimal. No storage.

For lists, once per epoch:

    market = prepare(catalogue.plans, atlas.delivery_charges, on)       on: Texas day of the data; ~0.1 ms a plan
    costs = market.costs(plans, usage_year)                             any subset, order kept; ~5 µs a plan
    ranking = rank(costs, Sort.COST)     .groups of (group, costs), .costs flat, .is_grouped (headings needed?)
    cost_range(costs)                    lowest, highest, median USD a year of group 1; None when it is empty

A `PlanCost` has: plan, group (CostGroup 1 to 4), method, usd_per_year, usd_per_month, highest_usd, highest_month,
usd_per_kwh, interval_usd (whole dollars; None for label), low_usd, high_usd, is_rough, known_months, worst_fee_usd,
reason (group 4), thresholds: tuple[Threshold] (kind credit | fee | price, at_kwh, usd, missed_months, close_months).
Amounts are None for plans that cannot be priced (method `listing_points`).

For one plan (exact bills with lines):

    year_bills(market, plan, usage_year)                       YearBills: cost, model (PriceModel), months of
        (year, month, bill, interval_usd), provider_usd, delivery_usd, credit_usd, contract_end,
        delivery_usd_per_month, delivery_usd_per_kwh, delivery_from
    cost_curve(market, plan)                                   CostCurve: points, cliffs (below, at, usd); or None
    contract_end(plan, start)                                  ContractEnd: year, month, is_expensive_season

For ingest: straight_line_residual(usd_per_kwh_500, …_1000, …_2000, fees=None) -> Decimal; is_straight(residual).
For labels: bill_from_charges(charges, usage_kwh, delivery, month) -> Bill; printed_average(charges, usage_kwh).
"""

from choosemypower.pricing.bills import (
    ChargesError,
    bill_from_charges,
    printed_average,
)
from choosemypower.pricing.delivery import DeliverySeries
from choosemypower.pricing.known import CAN_CHANGE, is_price_of
from choosemypower.pricing.line_fit import PRINTED_AT_KWH
from choosemypower.pricing.listing import (
    is_straight,
    model_from_prices,
    price_model,
    straight_line_residual,
)
from choosemypower.pricing.market import PricedMarket, prepare
from choosemypower.pricing.model import (
    AsListed,
    BillLine,
    Cliff,
    ConditionalCost,
    CostCurve,
    CostGroup,
    CurvePoint,
    LineKind,
    Method,
    MonthBill,
    PlanCost,
    PriceModel,
    Sort,
    Threshold,
    ThresholdKind,
    YearBills,
)
from choosemypower.pricing.picks import Pick, PickReason, pick_first, pick_reasons
from choosemypower.pricing.prepared import SENTENCE_NO_HOURLY_PRICES
from choosemypower.pricing.ranking import CostRange, GroupedCosts, Ranking, cost_range, rank
from choosemypower.pricing.thresholds import thresholds_of
from choosemypower.pricing.year import (
    bill_interval,
    contract_end,
    cost_curve,
    year_bills,
)

__all__ = [
    "CAN_CHANGE",
    "PRINTED_AT_KWH",
    "SENTENCE_NO_HOURLY_PRICES",
    "AsListed",
    "BillLine",
    "ChargesError",
    "Cliff",
    "ConditionalCost",
    "CostCurve",
    "CostGroup",
    "CostRange",
    "CurvePoint",
    "DeliverySeries",
    "GroupedCosts",
    "LineKind",
    "Method",
    "MonthBill",
    "Pick",
    "PickReason",
    "PlanCost",
    "PriceModel",
    "PricedMarket",
    "Ranking",
    "Sort",
    "Threshold",
    "ThresholdKind",
    "YearBills",
    "bill_from_charges",
    "bill_interval",
    "contract_end",
    "cost_curve",
    "cost_range",
    "is_price_of",
    "is_straight",
    "model_from_prices",
    "pick_first",
    "pick_reasons",
    "prepare",
    "price_model",
    "printed_average",
    "rank",
    "straight_line_residual",
    "thresholds_of",
    "year_bills",
]  # fmt: skip
