"""Each kind of charge by itself, twice, in some months and some bills: a list costs it as the exact bills do.

Beside the random charges of test_market.py, so that no kind and no threshold depends on what is drawn.
"""

from decimal import Decimal

import msgspec
import pytest

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charge,
    Charges,
    DailyCharge,
    Delivery,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
    HourWindow,
    OneTimeCharge,
    PriceByTotal,
    SolarCredit,
    UsageCredit,
    UsageFee,
    VehicleEnergy,
)
from choosemypower.plans.model import CancelFee, CancelFeeKind
from choosemypower.pricing import CostGroup, bill_from_charges, prepare
from choosemypower.usage import UsageWay, UsageYear
from tests.support.charges import DATA_DATE, DELIVERY, ONCOR, a_plan_with, label_charges

USD = Decimal("7.31")
RATE = Decimal("0.0137")
NIGHT = (HourWindow(hours=tuple(range(6))),)
DAY = (HourWindow(hours=tuple(range(6, 24))),)
HOURS = (Decimal("0.02"),) * 6 + (Decimal("0.04"),) * 17 + (Decimal("0.2"),)
USES = (0, 1, 499, 500, 501, 999, 1000, 1001, 1999, 2000, 2500, 2501)
"""At each threshold below, one short of it and one beyond."""
KINDS: dict[str, Charge] = {
    "tier": EnergyTier(from_kwh=0, to_kwh=None, usd_per_kwh=RATE),
    "tier above": EnergyTier(from_kwh=1000, to_kwh=None, usd_per_kwh=RATE),
    "tier between": EnergyTier(from_kwh=500, to_kwh=2500, usd_per_kwh=RATE),
    "discount": EnergyDiscount(usd_per_kwh=RATE),
    "base": BaseCharge(usd=USD),
    "daily": DailyCharge(usd_per_day=Decimal("0.41")),
    "credit": UsageCredit(usd=USD),
    "credit from 1": UsageCredit(usd=USD, min_kwh=1),
    "credit between": UsageCredit(usd=USD, min_kwh=1000, max_kwh=1999),
    "fee": UsageFee(usd=USD, min_kwh=0, max_kwh=999),
    "vehicle": VehicleEnergy(usd_per_month=USD, kwh=300, usd_per_kwh=RATE, is_delivery_free=True),
    "once": OneTimeCharge(usd=USD),
    "solar": SolarCredit(kwh=580, usd_per_kwh=RATE),
    "free nights": HourlyPrice(
        usd_per_kwh=Decimal(0), share=Decimal("0.3"), windows=NIGHT, delivery_usd_per_kwh=Decimal(0)
    ),
    "dear nights": HourlyPrice(
        usd_per_kwh=RATE, share=Decimal("0.3"), windows=NIGHT, delivery_usd_per_kwh=Decimal("0.09")
    ),
    "days": HourlyPrice(usd_per_kwh=RATE, share=Decimal("0.7"), windows=DAY),
}
WHEN: dict[str, dict[str, tuple[int, ...]]] = {
    "always": {},
    "in summer": {"months": (6, 7, 8, 9)},
    "first bills": {"bills": (1, 2)},
    "last bill": {"bills": (12,)},
}


@pytest.mark.parametrize("delivery", [ONCOR, BUNDLED], ids=["oncor", "bundled"])
@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_costs_a_charge_as_the_exact_bills_do(kind: str, when: str, delivery: Delivery) -> None:
    charge = msgspec.structs.replace(KINDS[kind], **WHEN[when])
    for items in ((charge,), (charge, charge)):
        charges = label_charges("9.8", *items, delivery=delivery)
        for turn in range(0, 12, 5):
            kwh = USES[turn:] + USES[:turn]
            assert_costs_what_the_bills_say(
                charges, UsageYear(kwh_by_month=kwh, way=UsageWay.MONTHS, hourly_shares=HOURS)
            )


def test_a_list_costs_prices_by_total_and_one_time_charges_as_the_exact_bills_do() -> None:
    bands = [
        PriceByTotal(min_kwh=low, max_kwh=high, usd_per_kwh=Decimal(cents) / 1000)
        for low, high, cents in ((0, 999, 133), (1000, 1999, 108), (2000, None, 121))
    ]
    charges = Charges(items=(*bands, OneTimeCharge(usd=USD), OneTimeCharge(usd=USD)), delivery=ONCOR)
    for turn in range(12):
        kwh = USES[turn:] + USES[:turn]
        assert_costs_what_the_bills_say(charges, UsageYear(kwh_by_month=kwh, way=UsageWay.MONTHS))


def assert_costs_what_the_bills_say(charges: Charges, usage: UsageYear) -> None:
    plan = a_plan_with(charges, term_months=12)
    market = prepare((plan,), DELIVERY, DATA_DATE, {plan.plan_id: charges})
    now = market.model_of(plan).charges
    assert now is not None
    (cost,) = market.costs((plan,), usage)
    bills = [
        bill_from_charges(
            now,
            usage.kwh_by_month[month - 1],
            month=month,
            bill_number=number,
            hourly_shares=usage.hourly_shares,
        ).total_usd
        for number, month in enumerate(market.month_order, start=1)
    ]
    assert cost.usd_per_year == sum(bills)
    assert (cost.lowest_usd, cost.highest_usd) == (min(bills), max(bills))
    assert cost.highest_month == market.month_order[bills.index(max(bills))]


def test_a_price_by_the_hour_says_why_it_has_no_year_and_what_leaving_costs() -> None:
    charges = Charges(items=(KINDS["dear nights"], KINDS["days"]), delivery=ONCOR)
    fee = CancelFee(kind=CancelFeeKind.FLAT, usd=Decimal(150))
    usage = UsageYear(kwh_by_month=(1000,) * 12, way=UsageWay.MONTHS)
    for term_months in (12, 6):
        plan = a_plan_with(charges, is_time_of_use=True, term_months=term_months, cancel_fee=fee)
        (cost,) = prepare((plan,), DELIVERY, DATA_DATE, {plan.plan_id: charges}).costs((plan,), usage)
        assert cost.group is CostGroup.BY_THE_HOUR
        assert cost.usage_kwh_per_year == 12_000
        assert cost.worst_fee_usd == 150
        assert cost.reason is not None
        assert "hour" in cost.reason
        assert (cost.by_day_cents is not None) is (term_months == 12), "half a year is no year"
