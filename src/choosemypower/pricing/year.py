"""Twelve bills of one plan, its cost curve and the end of its contract: what a plan page shows."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import assert_never

from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
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
from choosemypower.plans.model import Plan
from choosemypower.pricing.bills import CENT, NO_CONDITIONS, bill_from_charges, is_in_band, weight_of
from choosemypower.pricing.delivery import delivery_for_month, twelve_months
from choosemypower.pricing.market import PricedMarket
from choosemypower.pricing.model import (
    Bill,
    Cliff,
    ContractEnd,
    CostCurve,
    CurvePoint,
    MonthBill,
    PriceModel,
    YearBills,
)
from choosemypower.territories.model import DeliveryCharge
from choosemypower.usage.model import UsageYear

EXPENSIVE_SEASON = (6, 7, 8, 9)
"""June to September: the months in which Texas homes use most (EIA-861M) and offers are dearest."""
CURVE_END_KWH = 3000
CURVE_STEP_KWH = 250


def year_bills(market: PricedMarket, plan: Plan, usage: UsageYear, *, start: date | None = None) -> YearBills:
    """The next bills of a home on a plan of the market, exact, with their lines: those whose price is known.

    The year begins with the month of the market's day, or of `start`. Each bill takes the delivery charge of its
    month; months after the market's day take the newest one known then.
    """
    on, series, model = market.on, market.delivery_of(plan), market.model_of(plan)
    (cost,) = market.costs((plan,), usage)
    months: list[MonthBill] = []
    if model.charges is not None:
        known = twelve_months(start or on)[: cost.known_months]
        for number, (year, month) in enumerate(known, start=1):
            charge = delivery_for_month(series, year, month, on)
            bill = _month_bill(model.charges, usage, month, number, charge)
            months.append(
                MonthBill(
                    year=year, month=month, bill=bill, interval_usd=bill_interval(model, bill.usage_kwh)
                )
            )
    in_first = None
    if model.charges is not None and not model.charges.delivery.is_bundled:
        first = start or on
        in_first = delivery_for_month(series, first.year, first.month, on)
    return YearBills(
        cost=cost,
        model=model,
        months=tuple(months),
        provider_usd=_sum(months, "provider_usd"),
        delivery_usd=_sum(months, "delivery_usd"),
        credit_usd=_sum(months, "credit_usd"),
        delivery_usd_per_month=None if in_first is None else in_first.usd_per_month,
        delivery_usd_per_kwh=None if in_first is None else in_first.usd_per_kwh,
        delivery_from=None if in_first is None else in_first.valid_from,
        conditional=market.conditional_costs(plan, usage),
        contract_end=contract_end(plan, start or on),
    )


def _month_bill(
    charges: Charges, usage: UsageYear, month: int, number: int, charge: DeliveryCharge | None
) -> Bill:
    return bill_from_charges(
        charges,
        usage.kwh_by_month[month - 1],
        charge,
        month,
        bill_number=number,
        hourly_shares=usage.hourly_shares,
    )


def _sum(months: list[MonthBill], part: str) -> Decimal | None:
    if not months:
        return None
    return sum((getattr(month.bill, part) for month in months), Decimal(0))


def bill_interval(model: PriceModel, usage_kwh: int) -> Decimal | None:
    """How far the true bill of a month can lie from ours, in USD to the cent; None for `label` and unknown bills."""
    if not model.spread:
        return None
    furthest = max(abs(fixed + slope * usage_kwh) for fixed, slope in model.spread)
    return max(furthest.quantize(CENT, ROUND_CEILING), CENT)


def contract_end(plan: Plan, start: date) -> ContractEnd | None:
    """In which month the term ends for a home that starts in the month of `start`; None: month to month."""
    if plan.is_month_to_month:
        return None
    at = start.year * 12 + start.month - 1 + plan.term_months
    return ContractEnd(year=at // 12, month=at % 12 + 1, is_expensive_season=at % 12 + 1 in EXPENSIVE_SEASON)


def cost_curve(market: PricedMarket, plan: Plan, *, month: int | None = None) -> CostCurve | None:
    """The bill at 0 to 3,000 kWh and its cliffs, with the delivery charge of the market's day; None when unknown.

    Without `month` a plan with seasonal charges is shown for the month of the market's day.
    """
    charges = market.model_of(plan).charges
    if charges is None:
        return None
    if month is None and _is_seasonal(charges):
        month = market.on.month
    breaks = _breaks(charges)
    kwh_shown = {*range(0, CURVE_END_KWH + 1, CURVE_STEP_KWH), *breaks, *(at - 1 for at in breaks)}
    usd_at = {
        kwh: bill_from_charges(charges, kwh, month=month).total_usd
        for kwh in sorted(kwh_shown)
        if 0 <= kwh <= CURVE_END_KWH
    }
    points = tuple(CurvePoint(usage_kwh=kwh, usd=usd) for kwh, usd in usd_at.items())
    return CostCurve(points=points, cliffs=_cliffs(charges, usd_at, breaks, month), month=month)


def _is_seasonal(charges: Charges) -> bool:
    return any(charge.months for charge in charges.items)


def _breaks(charges: Charges) -> list[int]:
    """Usages from which a credit, fee, tier or band begins to count or stops."""
    breaks: set[int] = set()
    for charge in held_by(charges.items, NO_CONDITIONS):
        match charge:
            case UsageCredit() | UsageFee() | PriceByTotal():
                breaks.add(charge.min_kwh)
                if charge.max_kwh is not None:
                    breaks.add(charge.max_kwh + 1)
            case EnergyTier():
                breaks.add(charge.from_kwh)
            case VehicleEnergy():
                breaks.add(charge.kwh)
            case HourlyPrice() | BaseCharge() | DailyCharge() | OneTimeCharge():
                pass
            case EnergyDiscount() | SolarCredit():
                pass
            case _:
                assert_never(charge)
    return sorted(at for at in breaks if 0 < at <= CURVE_END_KWH)


def _cliffs(
    charges: Charges, usd_at: Mapping[int, Decimal], breaks: list[int], month: int | None
) -> tuple[Cliff, ...]:
    cliffs = []
    for at in breaks:
        jump_usd = _jump_usd(charges, at, month)
        if abs(jump_usd) > 1:
            cliffs.append(
                Cliff(
                    below=CurvePoint(usage_kwh=at - 1, usd=usd_at[at - 1]),
                    at=CurvePoint(usage_kwh=at, usd=usd_at[at]),
                    usd=jump_usd,
                )
            )
    return tuple(cliffs)


def _jump_usd(charges: Charges, at: int, month: int | None) -> Decimal:
    """By how much credits, fees and the price of all kWh change the bill at a usage, to the cent.

    What one more kWh costs is not in it: a credit of 125 USD makes a jump of -125.
    """
    usd = sum((_step_usd(charge, at, month) for charge in held_by(charges.items, NO_CONDITIONS)), Decimal(0))
    return usd.quantize(CENT, ROUND_HALF_UP)


def _step_usd(charge: Charge, at: int, month: int | None) -> Decimal:
    """What a charge adds at a usage and did not add one kWh below, without the price of the one kWh more."""
    weight = weight_of(charge, month, None)
    match charge:
        case UsageFee():
            return charge.usd * weight * (is_in_band(charge, at) - is_in_band(charge, at - 1))
        case UsageCredit():
            return -charge.usd * weight * (is_in_band(charge, at) - is_in_band(charge, at - 1))
        case PriceByTotal():
            return charge.usd_per_kwh * weight * at * (is_in_band(charge, at) - is_in_band(charge, at - 1))
        case EnergyTier() | HourlyPrice() | EnergyDiscount() | VehicleEnergy() | SolarCredit():
            return Decimal(0)
        case BaseCharge() | DailyCharge() | OneTimeCharge():
            return Decimal(0)
        case _:
            assert_never(charge)
