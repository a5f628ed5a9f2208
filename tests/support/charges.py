"""Charges, delivery charges and labels for pricing tests, made from the one field a test is about."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charge,
    Charges,
    Condition,
    DailyCharge,
    Delivery,
    EnergyDiscount,
    EnergyTier,
    FeeReading,
    HourlyPrice,
    OneTimeCharge,
    ReadState,
    SolarCredit,
    UsageCredit,
    UsageFee,
    VehicleEnergy,
)
from choosemypower.plans.model import Plan
from choosemypower.pricing import (
    CostCurve,
    DeliverySeries,
    YearBills,
    cost_curve,
    prepare,
    printed_average,
    year_bills,
)
from choosemypower.territories.model import DeliveryCharge
from choosemypower.usage import UsageYear
from tests.support.plans import a_plan

DATA_DATE = date(2026, 1, 9)


def a_delivery_charge(
    utility: str = "centerpoint",
    usd_per_month: str = "4.90",
    cents_per_kwh: str | None = "6.0009",
    valid_from: date = date(2025, 12, 29),
) -> DeliveryCharge:
    """CenterPoint's charge of 2025-12-29."""
    return DeliveryCharge(
        utility=utility,
        valid_from=valid_from,
        valid_to=None,
        usd_per_month=Decimal(usd_per_month),
        usd_per_kwh=None if cents_per_kwh is None else Decimal(cents_per_kwh) / 100,
        basis="test",
        source="test",
    )


DELIVERY = {"centerpoint": (a_delivery_charge(),)}


ONCOR = Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833"))


def flat(cents_per_kwh: str) -> tuple[EnergyTier, ...]:
    """One price for every kWh."""
    return (EnergyTier(from_kwh=0, to_kwh=None, usd_per_kwh=Decimal(cents_per_kwh) / 100),)


def label_charges(cents_per_kwh: str = "9.8", *more: Charge, delivery: Delivery = ONCOR) -> Charges:
    """A label with a flat energy charge, Oncor's delivery of 2025-12-29, and these charges beside them."""
    return Charges(items=(*flat(cents_per_kwh), *more), delivery=delivery)


def a_credit(usd: str = "100", min_kwh: int = 1000, max_kwh: int | None = None, **fields: Any) -> UsageCredit:
    return UsageCredit(usd=Decimal(usd), min_kwh=min_kwh, max_kwh=max_kwh, **fields)


def a_fee(usd: str = "9.95", max_kwh: int | None = 999, min_kwh: int = 0) -> UsageFee:
    return UsageFee(usd=Decimal(usd), min_kwh=min_kwh, max_kwh=max_kwh)


def some_fees(*items: Charge, **fields: Any) -> FeeReading:
    """What a listing states, read."""
    return FeeReading(state=ReadState.READ, items=items, **fields)


NOT_READ = FeeReading(state=ReadState.UNREAD, note="?")


def printed_prices(charges: Charges) -> tuple[Decimal, ...]:
    """The three averages as a label prints them: to 0.1 cent."""
    return tuple(
        printed_average(charges, kwh).quantize(Decimal("0.001"), ROUND_HALF_UP) for kwh in (500, 1000, 2000)
    )


def stated_on(charges: Charges) -> FeeReading | None:
    """The credits and fees of a label as its listing states them; None when it has none."""
    stated = [
        charge for charge in charges.items if isinstance(charge, UsageCredit | UsageFee | OneTimeCharge)
    ]
    return some_fees(*stated) if stated else None


def a_plan_with(charges: Charges, **fields: Any) -> Plan:
    """A plan listed with the prices and texts of these label charges."""
    usd_500, usd_1000, usd_2000 = printed_prices(charges)
    values: dict[str, Any] = {
        "usd_per_kwh_500": usd_500,
        "usd_per_kwh_1000": usd_1000,
        "usd_per_kwh_2000": usd_2000,
        "fees": stated_on(charges),
    }
    return a_plan(**(values | fields))


def _cents(low: str, high: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=4).map(lambda cents: cents / 100)


def _dollars(low: str, high: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=2)


@st.composite
def labels(draw: st.DrawFn) -> Charges:
    """Labels of every structure whose bill the listing explains: flat energy, base, daily, credits, fees, one-time."""
    thresholds = st.sampled_from([500, 800, 1000, 1200, 1500, 2000])
    credits: Sequence[UsageCredit] = draw(
        st.lists(
            st.builds(
                UsageCredit,
                usd=_dollars("5", "125"),
                min_kwh=thresholds,
                max_kwh=st.sampled_from([None, 2499]),
                months=st.sampled_from([None, None, (7, 8, 9)]),
            ),
            max_size=2,
        )
    )
    fees: Sequence[UsageFee] = draw(
        st.lists(
            st.builds(
                UsageFee,
                usd=_dollars("4", "20"),
                min_kwh=st.just(0),
                max_kwh=thresholds.map(lambda kwh: kwh - 1),
            ),
            max_size=1,
        )
    )
    delivery = draw(
        st.sampled_from(
            [
                BUNDLED,
                Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833")),
                Delivery(usd_per_month=Decimal("7.85"), usd_per_kwh=Decimal("0.072370")),
            ]
        )
    )
    fixed: list[Charge] = [
        BaseCharge(usd=draw(st.one_of(st.just(Decimal(0)), _dollars("0", "15")))),
        *draw(st.sampled_from([(), (), (DailyCharge(usd_per_day=Decimal("0.85")),)])),
        *draw(st.sampled_from([(), (), (OneTimeCharge(usd=Decimal(50)),)])),
    ]
    return Charges(
        items=(EnergyTier(usd_per_kwh=draw(_cents("2", "25"))), *fixed, *fees, *credits), delivery=delivery
    )


@st.composite
def any_charges(draw: st.DrawFn) -> Charges:
    """Labels with every kind of charge, each in some months, some bills or under a condition."""
    when = {
        "months": st.sampled_from([None, None, (6, 7, 8, 9), (1,)]),
        "bills": st.sampled_from([None, None, (1, 2, 3), (12,), (13,)]),
        "conditions": st.sampled_from([(), (), (Condition.AUTOPAY,)]),
    }
    thresholds = st.sampled_from([0, 500, 1000, 1999])
    ends = st.sampled_from([None, 999, 2500])
    kinds = st.one_of(
        st.builds(
            EnergyTier,
            from_kwh=thresholds,
            to_kwh=st.sampled_from([None, 2500]),
            usd_per_kwh=_cents("2", "25"),
            **when,
        ),
        st.builds(UsageCredit, usd=_dollars("5", "125"), min_kwh=thresholds, max_kwh=ends, **when),
        st.builds(UsageFee, usd=_dollars("4", "20"), min_kwh=thresholds, max_kwh=ends, **when),
        st.builds(BaseCharge, usd=_dollars("0", "15"), **when),
        st.builds(DailyCharge, usd_per_day=_dollars("0.1", "1"), **when),
        st.builds(EnergyDiscount, usd_per_kwh=_cents("0.1", "2"), **when),
        st.builds(
            HourlyPrice,
            usd_per_kwh=_cents("0", "25"),
            share=st.sampled_from([Decimal("0.3"), Decimal("0.7")]),
            delivery_usd_per_kwh=st.sampled_from([None, Decimal(0)]),
        ),
        st.builds(
            VehicleEnergy,
            usd_per_month=_dollars("0", "15"),
            kwh=st.just(300),
            usd_per_kwh=_cents("0", "9"),
            is_delivery_free=st.booleans(),
            **when,
        ),
        st.builds(SolarCredit, kwh=st.just(580), usd_per_kwh=_cents("1", "9"), **when),
        st.builds(OneTimeCharge, usd=_dollars("5", "50")),
    )
    items: Sequence[Charge] = draw(st.lists(kinds, min_size=1, max_size=6))
    return Charges(items=tuple(items), delivery=draw(st.sampled_from([BUNDLED, ONCOR])))


def bills_of(
    plan: Plan,
    usage: UsageYear,
    delivery: DeliverySeries = DELIVERY,
    on: date = DATA_DATE,
    *,
    label: Charges | None = None,
    start: date | None = None,
) -> YearBills:
    """The twelve bills of a plan that is alone in its market."""
    market = prepare((plan,), delivery, on, {plan.plan_id: label} if label else None)
    return year_bills(market, plan, usage, start=start)


def curve_of(plan: Plan, *, month: int | None = None) -> CostCurve | None:
    """The bill of such a plan at any usage."""
    return cost_curve(prepare((plan,), DELIVERY, DATA_DATE), plan, month=month)
