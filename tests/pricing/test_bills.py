"""Bills from label charges. Figures are from real labels where a name is given."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charges,
    DailyCharge,
    Delivery,
    EnergyTier,
    HourlyPrice,
    HourWindow,
    OneTimeCharge,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing import ChargesError, LineKind, bill_from_charges, printed_average
from tests.support.charges import a_credit, a_delivery_charge, a_fee, flat, label_charges, labels


def usd(charges: Charges, usage_kwh: int, month: int | None = None) -> Decimal:
    return bill_from_charges(charges, usage_kwh, month=month).total_usd


def test_a_low_use_fee_applies_up_to_its_threshold() -> None:
    """Frontier Light Saver 12+, label of 2025-12-15: 8 USD up to 1,999 kWh; prints 17.8, 16.6 and 15.6 cents."""
    charges = label_charges("9.8", a_fee("8", 1999))
    assert usd(charges, 750) == Decimal("127.60")
    assert usd(charges, 1500) == Decimal("242.98")
    assert usd(charges, 1999) - usd(charges, 2000) > Decimal("7.8")
    for kwh, cents in ((500, "17.8"), (1000, "16.6"), (2000, "15.6")):
        assert printed_average(charges, kwh) * 100 == pytest.approx(Decimal(cents), abs=Decimal("0.05"))


def test_two_credits_add_up() -> None:
    """Constellation usage credits in TNMP: 35 USD from 1,000 kWh and 15 more from 2,000."""
    delivery = Delivery(usd_per_month=Decimal("7.85"), usd_per_kwh=Decimal("0.07237"))
    charges = Charges(items=(*flat("11.58"), a_credit("35"), a_credit("15", 2000)), delivery=delivery)
    assert [usd(charges, kwh) for kwh in (999, 1000, 2000)] == [
        Decimal("195.83"), Decimal("161.02"), Decimal("334.19"),
    ]  # fmt: skip


def test_a_credit_at_low_use_stops_above_its_band() -> None:
    """Payless prepaid 12: 0.85 USD a day, 15 USD off up to 500 kWh; a label's month has 30 days."""
    charges = label_charges("10.9", DailyCharge(usd_per_day=Decimal("0.85")), a_credit("15", 0, 500))
    assert usd(charges, 500) == Decimal("97.15")
    assert usd(charges, 501) - usd(charges, 500) > 15


def test_a_credit_in_a_band_ends_with_it() -> None:
    charges = label_charges("9.8", a_credit("30", 1000, 1500), a_credit("15", 1501, 2000))
    plain = label_charges()
    assert [usd(plain, kwh) - usd(charges, kwh) for kwh in (999, 1000, 1500, 1501, 2000, 2001)] == [
        0,
        30,
        30,
        15,
        15,
        0,
    ]


def test_a_credit_makes_a_cliff_of_exactly_its_amount() -> None:
    charges = label_charges("0", a_credit("125"), delivery=BUNDLED)
    assert usd(charges, 999) - usd(charges, 1000) == 125


def test_a_flat_bill_bundles_delivery() -> None:
    """Texas Instant: 135 USD up to 1,000 kWh, 14 cents for each more, delivery inside."""
    charges = Charges(
        items=(
            EnergyTier(from_kwh=0, to_kwh=1000, usd_per_kwh=Decimal(0)),
            EnergyTier(from_kwh=1000, to_kwh=None, usd_per_kwh=Decimal("0.14")),
            BaseCharge(usd=Decimal(135)),
        ),
        delivery=BUNDLED,
    )
    assert [usd(charges, kwh) for kwh in (250, 1000, 1500, 2500)] == [135, 135, 205, 345]
    with_utility = bill_from_charges(charges, 1000, a_delivery_charge())
    assert with_utility.total_usd == 135
    assert with_utility.delivery_usd == 0


def test_a_price_by_total_holds_for_every_kwh() -> None:
    charges = Charges(
        items=(
            PriceByTotal(min_kwh=0, max_kwh=999, usd_per_kwh=Decimal("0.133")),
            PriceByTotal(min_kwh=1000, max_kwh=None, usd_per_kwh=Decimal("0.108")),
        ),
        delivery=BUNDLED,
    )
    assert usd(charges, 999) == Decimal("132.87")
    assert usd(charges, 1000) == Decimal("108.00")


def test_a_use_without_a_price_is_refused() -> None:
    charges = Charges(
        items=(PriceByTotal(min_kwh=0, max_kwh=999, usd_per_kwh=Decimal("0.1")),),
        delivery=BUNDLED,
    )
    with pytest.raises(ChargesError, match="1000 kWh"):
        usd(charges, 1000)


def test_unknown_delivery_is_refused() -> None:
    with pytest.raises(ChargesError, match="delivery"):
        bill_from_charges(Charges(items=flat("10")), 1000)


def test_prices_by_the_hour_take_the_labels_shares_without_a_profile() -> None:
    """OhmConnect EVConnect 12: 68 % at 11.79 cents, 32 % at 5.9; prints 15.9 cents at 1,000 kWh."""
    charges = Charges(
        items=(
            HourlyPrice(
                name="peak",
                share=Decimal("0.68"),
                usd_per_kwh=Decimal("0.1179"),
                windows=(HourWindow(hours=tuple(range(5, 21))),),
            ),
            HourlyPrice(
                name="off-peak",
                share=Decimal("0.32"),
                usd_per_kwh=Decimal("0.059"),
                windows=(HourWindow(hours=(21, 22, 23, 0, 1, 2, 3, 4)),),
            ),
        ),
        delivery=Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.056032")),
    )
    assert usd(charges, 1000) == Decimal("159.31")
    at_night = [Decimal(0)] * 21 + [Decimal(1), Decimal(0), Decimal(0)]
    assert bill_from_charges(charges, 1000, hourly_shares=at_night).total_usd == Decimal("119.26")


def test_a_seasonal_credit_makes_july_and_january_differ_by_its_amount() -> None:
    charges = label_charges("9.8", a_credit("100"), a_credit("25", months=(7, 8, 9)))
    assert usd(charges, 1000, month=1) - usd(charges, 1000, month=7) == 25


def test_printed_averages_spread_seasonal_and_one_time_charges_over_the_year() -> None:
    charges = label_charges(
        "9.8", a_credit("100"), a_credit("25", months=(7, 8, 9)), OneTimeCharge(usd=Decimal(48))
    )
    without = label_charges()
    assert (printed_average(without, 1000) - printed_average(charges, 1000)) * 1000 == Decimal("106.25") - 4
    assert usd(charges, 1000, month=1) == usd(without, 1000) - 100


def test_the_utilitys_charge_of_the_month_takes_the_place_of_the_labels() -> None:
    later = a_delivery_charge("oncor", "4.06", "6.1196", date(2026, 7, 1))
    bill = bill_from_charges(label_charges("9.8"), 1000, later)
    assert bill.delivery_usd == Decimal("65.26")
    assert bill.provider_usd == Decimal("98.00")


def test_lines_say_what_they_charge() -> None:
    charges = label_charges("9.8", BaseCharge(usd=Decimal("4.95")), a_credit("30"))
    kinds = [line.kind for line in bill_from_charges(charges, 1200).lines]
    assert kinds == [
        LineKind.ENERGY, LineKind.BASE, LineKind.CREDIT, LineKind.DELIVERY_MONTH, LineKind.DELIVERY_KWH,
    ]  # fmt: skip
    assert bill_from_charges(charges, 1200).credit_usd == 30


@given(labels(), st.integers(0, 5000), st.one_of(st.none(), st.integers(1, 12)))
def test_lines_add_up_to_the_total(charges: Charges, usage_kwh: int, month: int | None) -> None:
    bill = bill_from_charges(charges, usage_kwh, month=month)
    assert sum((line.usd for line in bill.lines), Decimal(0)) == bill.total_usd
    assert bill.provider_usd + bill.delivery_usd == bill.total_usd
    assert all(line.usd == line.usd.quantize(Decimal("0.01")) for line in bill.lines)


@given(labels(), st.integers(0, 3500), st.integers(1, 500), st.integers(1, 12))
def test_a_bill_never_falls_when_use_rises_except_at_a_stated_threshold(
    charges: Charges, usage_kwh: int, more_kwh: int, month: int
) -> None:
    starts = [credit.min_kwh for credit in charges.of(UsageCredit)]
    ends = [fee.max_kwh for fee in charges.of(UsageFee) if fee.max_kwh is not None]
    crosses = any(usage_kwh < start <= usage_kwh + more_kwh for start in starts) or any(
        usage_kwh <= end < usage_kwh + more_kwh for end in ends
    )
    if not crosses:
        assert usd(charges, usage_kwh + more_kwh, month) >= usd(charges, usage_kwh, month)
