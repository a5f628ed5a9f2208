"""Charges, delivery charges and labels for pricing tests, made from the one field a test is about."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st

from choosemypower.plans.charges import (
    Charges,
    DeliveryOnLabel,
    EnergyTier,
    FeeReading,
    UsageCredit,
    UsageFee,
)
from choosemypower.plans.model import Plan
from choosemypower.pricing import printed_average
from choosemypower.territories.model import DeliveryCharge
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


def flat(cents_per_kwh: str) -> tuple[EnergyTier, ...]:
    """One price for every kWh."""
    return (EnergyTier(from_kwh=0, to_kwh=None, usd_per_kwh=Decimal(cents_per_kwh) / 100),)


def label_charges(cents_per_kwh: str = "9.8", **fields: Any) -> Charges:
    """A label with a flat energy charge and Oncor's delivery of 2025-12-29."""
    values: dict[str, Any] = {
        "energy_tiers": flat(cents_per_kwh),
        "delivery": DeliveryOnLabel(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833")),
    }
    return Charges(**(values | fields))


def a_credit(usd: str = "100", min_kwh: int = 1000, max_kwh: int | None = None, **fields: Any) -> UsageCredit:
    return UsageCredit(usd=Decimal(usd), min_kwh=min_kwh, max_kwh=max_kwh, **fields)


def a_fee(usd: str = "9.95", max_kwh: int | None = 999, min_kwh: int = 0) -> UsageFee:
    return UsageFee(usd=Decimal(usd), min_kwh=min_kwh, max_kwh=max_kwh)


def some_fees(**fields: Any) -> FeeReading:
    """What a listing states, read."""
    return FeeReading(resolved=True, **fields)


def printed_prices(charges: Charges) -> tuple[Decimal, ...]:
    """The three averages as a label prints them: to 0.1 cent."""
    return tuple(
        printed_average(charges, kwh).quantize(Decimal("0.001"), ROUND_HALF_UP) for kwh in (500, 1000, 2000)
    )


def stated_on(charges: Charges) -> FeeReading | None:
    """The credits and fees of a label as its listing states them; None when it has none."""
    if not (charges.credits or charges.fees or charges.one_time_usd):
        return None
    return some_fees(credits=charges.credits, fees=charges.fees, one_time_usd=charges.one_time_usd)


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
                DeliveryOnLabel(bundled=True),
                DeliveryOnLabel(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833")),
                DeliveryOnLabel(usd_per_month=Decimal("7.85"), usd_per_kwh=Decimal("0.072370")),
            ]
        )
    )
    return Charges(
        energy_tiers=(EnergyTier(from_kwh=0, to_kwh=None, usd_per_kwh=draw(_cents("2", "25"))),),
        base_usd_per_month=draw(st.one_of(st.just(Decimal(0)), _dollars("0", "15"))),
        usd_per_day=draw(st.sampled_from([None, None, Decimal("0.85")])),
        one_time_usd=draw(st.sampled_from([None, None, Decimal(50)])),
        credits=tuple(credits),
        fees=tuple(fees),
        delivery=delivery,
    )
