"""A year of bills on a facts label's charges, for a label of a plan that no list needs to hold."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from choosemypower.plans.charges import Charges, Condition, HourlyPrice
from choosemypower.pricing.bills import NO_CONDITIONS, ChargesError, bill_from_charges, one_time_of
from choosemypower.pricing.delivery import delivery_for_month, twelve_months
from choosemypower.pricing.model import MonthBill
from choosemypower.territories.model import DeliveryCharge, delivery_on
from choosemypower.usage.days import STATED_DAYS
from choosemypower.usage.model import UsageYear


class LabelYear(msgspec.Struct, frozen=True, kw_only=True):
    """Twelve bills, exact, the first month first."""

    months: tuple[MonthBill, ...]
    usd: Decimal
    """Of the twelve bills, with what is charged once."""
    one_time_usd: Decimal
    """Part of the first bill."""
    met: frozenset[Condition] = NO_CONDITIONS
    """The conditions that the home meets."""
    delivery: DeliveryCharge | None = None
    """The utility's charge of the first month; None: as the label prints it, or bundled."""
    is_by_label_hours: bool = False
    """Prices by the hour are weighed with the label's own shares, an assumption."""
    by_day: tuple[tuple[str, Decimal], ...] = ()
    """What the year costs on each of our stated days, where the home's hours are not known."""


def label_years(
    charges: Charges, usage: UsageYear, series: Sequence[DeliveryCharge], on: date
) -> tuple[LabelYear, ...]:
    """The year of a home that meets no condition, then that of one that meets all, where the label has any.

    `series` is that of the home's utility; without any the label's own delivery counts. Raises ChargesError where a
    month has no price.
    """
    all_met = frozenset(charges.conditions)
    return tuple(
        _label_year(charges, usage, series, on, met) for met in dict.fromkeys((NO_CONDITIONS, all_met))
    )


def _label_year(
    charges: Charges, usage: UsageYear, series: Sequence[DeliveryCharge], on: date, met: frozenset[Condition]
) -> LabelYear:
    hours = usage.hourly_shares
    is_hourly = bool(charges.of(HourlyPrice))
    by_day: Mapping[str, Sequence[Decimal]] = STATED_DAYS if is_hourly and hours is None else {}
    totals = []
    for name, shares in by_day.items():
        try:
            months = _months(charges, usage, series, on, met, shares)
        except ChargesError:
            continue
        totals.append((name, _total(months)))
    months = _months(charges, usage, series, on, met, hours)
    return LabelYear(
        months=months,
        usd=_total(months),
        one_time_usd=one_time_of(charges, met),
        met=met,
        delivery=None if charges.delivery.is_bundled else delivery_on(series, on),
        is_by_label_hours=is_hourly and hours is None,
        by_day=tuple(totals),
    )


def _months(
    charges: Charges,
    usage: UsageYear,
    series: Sequence[DeliveryCharge],
    on: date,
    met: frozenset[Condition],
    hourly_shares: Sequence[Decimal] | None,
) -> tuple[MonthBill, ...]:
    return tuple(
        MonthBill(
            year=year,
            month=month,
            bill=bill_from_charges(
                charges,
                usage.kwh_by_month[month - 1],
                delivery_for_month(series, year, month, on),
                month,
                bill_number=number,
                hourly_shares=hourly_shares,
                met=met,
            ),
            interval_usd=None,
        )
        for number, (year, month) in enumerate(twelve_months(on), start=1)
    )


def _total(months: Sequence[MonthBill]) -> Decimal:
    return sum((one.bill.total_usd for one in months), Decimal(0))
