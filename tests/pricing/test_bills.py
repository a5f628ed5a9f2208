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
    Condition,
    DailyCharge,
    Days,
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
from choosemypower.pricing import ChargesError, LineKind, bill_from_charges, printed_average
from choosemypower.pricing.bills import share_of
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


def lines_of(*usd_per_month: str) -> list[str]:
    """The lines of a bill of nothing but these monthly charges, in cents as shown."""
    charges = Charges(items=tuple(BaseCharge(usd=Decimal(one)) for one in usd_per_month), delivery=BUNDLED)
    bill = bill_from_charges(charges, 0)
    assert sum((line.usd for line in bill.lines), Decimal(0)) == bill.total_usd
    return [str(line.usd) for line in bill.lines]


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        # 6.007 is 6.01: the cent that 1.00, 2.00 and 3.00 lack goes to the line that rounding cut most.
        (("1.001", "2.004", "3.002"), ["1.00", "2.01", "3.00"]),
        # 6.017 is 6.02: the cent too much leaves the line that rounding raised most.
        (("2.006", "1.005", "3.006"), ["2.01", "1.00", "3.01"]),
        # 10.015 is 10.02: two cents, to the two that lost most; of equals the first.
        (("1.003", "2.004", "3.004", "4.004"), ["1.00", "2.01", "3.01", "4.00"]),
        # 4.98 is 4.98: two cents too many.
        (("1.005", "2.009", "0.966", "1.000"), ["1.00", "2.01", "0.97", "1.00"]),
        (("0.005",), ["0.01"]),
        (("-0.004", "1.004"), ["0.00", "1.00"]),
        (("1.25", "2.50"), ["1.25", "2.50"]),
    ],
)
def test_the_odd_cent_goes_where_rounding_cut_most(exact: tuple[str, ...], shown: list[str]) -> None:
    assert [one.removeprefix("-") for one in lines_of(*exact)] == shown


def test_a_bill_is_rounded_half_up_once_not_line_by_line() -> None:
    charges = Charges(items=(BaseCharge(usd=Decimal("1.0025")),) * 2, delivery=BUNDLED)
    assert usd(charges, 0) == Decimal("2.01")
    assert bill_from_charges(charges, 0).usage_kwh == 0


def test_half_a_cent_below_zero_is_rounded_up_as_in_lists() -> None:
    assert [
        usd(Charges(items=(BaseCharge(usd=Decimal(one)),), delivery=BUNDLED), 0)
        for one in ("-0.005", "-0.006")
    ] == [
        0,
        Decimal("-0.01"),
    ]


def test_a_month_of_31_days_has_31_daily_charges() -> None:
    charges = Charges(items=(DailyCharge(usd_per_day=Decimal("0.85")),), delivery=BUNDLED)
    assert usd(charges, 0) == Decimal("25.50")
    assert bill_from_charges(charges, 0, days=31).total_usd == Decimal("26.35")


# Kinds that labels of 2026 brought


AUTOPAY = frozenset({Condition.AUTOPAY})


def test_a_conditional_credit_counts_only_for_homes_that_meet_all_of_it() -> None:
    """Energy Texas No Bull 12: 5 USD off with autopay and paperless billing, inside its printed averages."""
    credit = UsageCredit(usd=Decimal(5), conditions=(Condition.AUTOPAY, Condition.PAPERLESS))
    charges = label_charges("6.024", credit)
    both = frozenset({Condition.AUTOPAY, Condition.PAPERLESS})
    totals = [bill_from_charges(charges, 1000, met=met).total_usd for met in (frozenset(), AUTOPAY, both)]
    assert totals == [Decimal("120.30"), Decimal("120.30"), Decimal("115.30")]
    assert bill_from_charges(charges, 1000, met=both).lines[1].name == "autopay, paperless"


def test_a_fee_is_waived_for_those_who_meet_its_condition() -> None:
    """Chariot Bright Nights 12: 5 USD for processing a bill that is not paid automatically."""
    fee = UsageFee(usd=Decimal(5), waived_by=(Condition.AUTOPAY,))
    charges = label_charges("9.8", fee)
    assert usd(charges, 1000) - bill_from_charges(charges, 1000, met=AUTOPAY).total_usd == 5


def test_a_discount_by_the_kwh_is_a_credit_with_its_kwh() -> None:
    """Pulse Power, label of 2023-09-15: 0.1 cent off with paperless billing; prints 22.6 cents at 500 kWh."""
    charges = Charges(
        items=(
            *flat("15.8"),
            EnergyDiscount(usd_per_kwh=Decimal("0.001"), conditions=(Condition.PAPERLESS,)),
            BaseCharge(usd=Decimal("4.95")),
        ),
        delivery=Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.050339")),
    )
    met = frozenset({Condition.PAPERLESS})
    for kwh, cents in ((500, "22.6"), (1000, "21.7"), (2000, "21.2")):
        assert abs(printed_average(charges, kwh, met=met) * 100 - Decimal(cents)) <= Decimal("0.05")
    bill = bill_from_charges(charges, 1000, met=met)
    assert bill.credit_usd == Decimal("1.00")
    assert bill_from_charges(charges, 1000).credit_usd == 0


def test_delivery_can_be_free_at_night() -> None:
    """Reliant Free Overnight 12: neither energy nor delivery from 21 to 6 o'clock, 32 % by the label."""
    night = HourlyPrice(
        name="Nighttime",
        usd_per_kwh=Decimal(0),
        share=Decimal("0.32"),
        windows=(HourWindow(hours=(21, 22, 23, 0, 1, 2, 3, 4, 5)),),
        delivery_usd_per_kwh=Decimal(0),
    )
    day = HourlyPrice(
        name="Daytime",
        usd_per_kwh=Decimal("0.185982"),
        share=Decimal("0.68"),
        windows=(HourWindow(hours=tuple(range(6, 21))),),
    )
    charges = Charges(
        items=(night, day),
        delivery=Delivery(usd_per_month=Decimal("4.06"), usd_per_kwh=Decimal("0.060295")),
    )
    bill = bill_from_charges(charges, 1000)
    assert bill.total_usd == Decimal("171.53")  # 680 × (18.5982 + 6.0295) cents + 4.06 USD
    assert bill.delivery_usd == Decimal("45.06")
    by_day = (Decimal(0),) * 12 + (Decimal(1),) + (Decimal(0),) * 11
    assert bill_from_charges(charges, 1000, hourly_shares=by_day).delivery_usd == Decimal("64.36")


def test_weekend_hours_need_hours_of_weekends() -> None:
    weekend = HourlyPrice(
        name="Free weekends",
        usd_per_kwh=Decimal(0),
        share=Decimal("0.3"),
        windows=(HourWindow(hours=tuple(range(24)), days=Days.WEEKENDS),),
    )
    weekdays = HourlyPrice(
        name="Weekdays",
        usd_per_kwh=Decimal("0.2"),
        share=Decimal("0.7"),
        windows=(HourWindow(hours=tuple(range(24)), days=Days.WEEKDAYS),),
    )
    charges = Charges(items=(weekend, weekdays), delivery=BUNDLED)
    assert usd(charges, 1000) == 140
    mean_day = (Decimal(1) / 24,) * 24
    assert bill_from_charges(charges, 1000, hourly_shares=mean_day).total_usd == 140
    both = (Decimal("0.6") / 24,) * 24 + (Decimal("0.4") / 24,) * 24
    assert bill_from_charges(charges, 1000, hourly_shares=both).total_usd == 120


def test_a_price_by_the_hour_without_any_share_is_refused() -> None:
    price = HourlyPrice(name="night", usd_per_kwh=Decimal(0))
    with pytest.raises(ChargesError, match="night"):
        usd(Charges(items=(price,), delivery=BUNDLED), 1000)


def test_a_cars_kwh_are_priced_apart() -> None:
    """Tesla Electric Drive 12: 15 USD for 300 kWh free of energy and delivery; prints 10.0, 12.8 and 14.2 cents."""
    car = VehicleEnergy(
        usd_per_month=Decimal(15), kwh=300, is_delivery_free=True, conditions=(Condition.VEHICLE,)
    )
    charges = Charges(
        items=(*flat("9.5"), car),
        delivery=Delivery(usd_per_month=Decimal("4.06"), usd_per_kwh=Decimal("0.060295")),
    )
    met = frozenset({Condition.VEHICLE})
    for kwh, with_car, without in ((500, "10.0", "16.3"), (1000, "12.8", "15.9"), (2000, "14.2", "15.7")):
        assert abs(printed_average(charges, kwh, met=met) * 100 - Decimal(with_car)) <= Decimal("0.05")
        assert abs(printed_average(charges, kwh) * 100 - Decimal(without)) <= Decimal("0.05")
    assert bill_from_charges(charges, 100, met=met).total_usd == Decimal("19.06")


def test_power_given_back_is_paid_for_up_to_the_energy_charge() -> None:
    """Ambit Texas Solar Buyback 12: 580 kWh at 3.5 cents inside the averages; prints 17.6, 18.2 and 18.5 cents."""
    solar = SolarCredit(
        kwh=580,
        usd_per_kwh=Decimal("0.035"),
        is_capped_by_energy=True,
        conditions=(Condition.SOLAR,),
    )
    charges = Charges(
        items=(solar, *flat("12.7"), BaseCharge(usd=Decimal("9.95"))),
        delivery=Delivery(usd_per_month=Decimal("4.06"), usd_per_kwh=Decimal("0.061196")),
    )
    met = frozenset({Condition.SOLAR})
    for kwh, cents in ((500, "17.6"), (1000, "18.2"), (2000, "18.5")):
        assert abs(printed_average(charges, kwh, met=met) * 100 - Decimal(cents)) <= Decimal("0.05")
    assert usd(charges, 1000) - bill_from_charges(charges, 1000, met=met).total_usd == Decimal("20.30")
    # At 100 kWh the energy charge is 12.70 USD, and the credit no more.
    assert bill_from_charges(charges, 100, met=met).credit_usd == Decimal("12.70")


def test_a_credit_of_the_first_bills_ends_with_them() -> None:
    charges = label_charges("9.8", UsageCredit(usd=Decimal(12), bills=(1, 2, 3)))
    plain = usd(label_charges("9.8"), 1000)
    totals = [bill_from_charges(charges, 1000, bill_number=number).total_usd for number in (1, 3, 4, 12)]
    assert totals == [plain - 12, plain - 12, plain, plain]
    assert usd(charges, 1000) == plain - 3
    late = label_charges("9.8", UsageCredit(usd=Decimal(12), bills=(13, 14)))
    assert usd(late, 1000) == plain


def test_a_seasonal_price_holds_in_its_months() -> None:
    summer, winter = (6, 7, 8, 9), (1, 2, 3, 4, 5, 10, 11, 12)
    charges = Charges(
        items=(
            EnergyTier(usd_per_kwh=Decimal("0.15"), months=summer),
            EnergyTier(usd_per_kwh=Decimal("0.09"), months=winter),
        ),
        delivery=BUNDLED,
    )
    assert (usd(charges, 1000, month=7), usd(charges, 1000, month=1), usd(charges, 1000)) == (150, 90, 110)


def test_a_bill_says_its_month_and_what_each_line_charges() -> None:
    bill = bill_from_charges(label_charges("9.8", BaseCharge(usd=Decimal("4.95"))), 1200, month=7)
    assert (bill.month, bill.usage_kwh) == (7, 1200)
    told = [(str(line.kind), line.usage_kwh, line.usd_per_kwh, line.usd) for line in bill.lines]
    assert told == [
        ("energy", 1200, Decimal("0.098"), Decimal("117.60")),
        ("base", None, None, Decimal("4.95")),
        ("delivery_month", None, None, Decimal("4.23")),
        ("delivery_kwh", 1200, Decimal("0.055833"), Decimal("67.00")),
    ]


def test_half_a_cent_is_rounded_up_in_every_line() -> None:
    assert lines_of("1.005", "1.005") == ["1.00", "1.01"]  # the first of equals gives back the cent too much
    assert lines_of("1.025", "1.000") == ["1.03", "1.00"]


def test_an_average_can_take_another_delivery_and_conditional_charges_once() -> None:
    once = OneTimeCharge(usd=Decimal(120), conditions=(Condition.DEVICE,))
    charges = label_charges("10", once)
    plain, with_device = (
        printed_average(charges, 1000, met=met) for met in (frozenset(), frozenset({Condition.DEVICE}))
    )
    assert with_device - plain == Decimal("0.01")
    later = a_delivery_charge("oncor", "4.06", "6.1196", date(2026, 7, 1))
    assert printed_average(charges, 1000, later) == Decimal("0.165256")


def test_what_is_charged_once_is_in_the_first_bill_alone_and_named() -> None:
    charges = label_charges("9.8", OneTimeCharge(usd=Decimal(49), name="Enrollment fee"))
    first, second = (bill_from_charges(charges, 1000, month=1, bill_number=number) for number in (1, 2))
    assert first.total_usd - second.total_usd == 49
    assert [(line.name, line.usd) for line in first.lines if line.kind is LineKind.ONCE] == [
        ("Enrollment fee", Decimal(49))
    ]
    assert bill_from_charges(charges, 1000, month=1).total_usd == second.total_usd


def test_the_twelfth_bill_is_in_the_year_and_the_thirteenth_is_not() -> None:
    plain = usd(label_charges("9.8"), 1000)
    assert plain - usd(label_charges("9.8", UsageCredit(usd=Decimal(12), bills=(12, 13))), 1000) == 1


def test_windows_of_one_price_add_up() -> None:
    """Free from 22 to 24 o'clock on weekdays and all day at weekends."""
    free = HourlyPrice(
        usd_per_kwh=Decimal(0),
        windows=(
            HourWindow(hours=(22, 23), days=Days.WEEKDAYS),
            HourWindow(hours=(1,)),
            HourWindow(hours=(5, 6), days=Days.WEEKENDS),
        ),
    )
    shares = [Decimal(0)] * 48
    shares[22], shares[1], shares[24 + 1], shares[24 + 5], shares[24 + 22] = (
        Decimal(one) for one in ("0.1", "0.2", "0.05", "0.15", "0.5")
    )
    assert share_of(free, shares) == Decimal("0.5")


def test_conditions_stand_in_one_order_whatever_names_them() -> None:
    charges = label_charges(
        "9.8",
        UsageFee(usd=Decimal(5), waived_by=(Condition.PAPERLESS,)),
        UsageCredit(usd=Decimal(5), conditions=(Condition.DEVICE, Condition.AUTOPAY)),
    )
    assert charges.conditions == (Condition.AUTOPAY, Condition.PAPERLESS, Condition.DEVICE)
    assert label_charges("9.8").conditions == ()
