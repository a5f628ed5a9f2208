"""Facts labels as text: read by the words around their figures, proved by their own averages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.documents import LabelReading, read_label
from choosemypower.plans.charges import (
    BaseCharge,
    Condition,
    DailyCharge,
    DeliveryKind,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
    PriceByTotal,
    ReadState,
    SolarCredit,
    UsageCredit,
    UsageFee,
)
from choosemypower.territories.queries import read_atlas_from_files
from tests.documents.labels import DELIVERY, HEAD, PLAIN, TAIL, USES, a_label

SERIES = read_atlas_from_files().delivery_charges


def proven(text: str) -> LabelReading:
    reading = read_label(text, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    return reading


def energy_cents(reading: LabelReading) -> list[Decimal]:
    assert reading.charges is not None
    return [tier.usd_per_kwh * 100 for tier in reading.charges.of(EnergyTier)]


LAYOUTS = {
    "rows": a_label("Base Charge: $0.00 per billing cycle\nEnergy Charge: 6.9¢ per kWh\n", PLAIN),
    "amount, then its unit in a column": a_label(
        "Energy Charge        6.9       ¢ per kWh\nBase Charge    0.00     $ per bill month\n", PLAIN
    ),
    "unit, then amount": a_label(
        "Base Charge: Per Month ($) $0.00\nEnergy Charge: Per kWh (¢) 6.9000¢\n", PLAIN
    ),
    "dollars": a_label("Energy Charge $0.069 per kWh\nBase Charge $0.00 per month\n", "$0.138 $0.134 $0.132"),
    "dollars in words": a_label("Energy Charge: .069 dollars per kWh\n", PLAIN),
    "blanks in numbers": a_label("Energy Charge: 6 .9 ¢/kWh\n", "13.8 ¢ 13.4 ¢ 13.2 ¢"),
    "numbered": a_label("1) Energy Rate (¢) per kWh: 6.9¢\n2) Base Charge ($) per month: $0.00\n", PLAIN),
    "lost cent signs": a_label(
        "Energy Charge 6.9 per kWh\n",
        "13.8 13.4 13.2",
        delivery="Oncor Charges 6.1196 per kWh\nOncor Charges $4.06 per billing cycle\n",
    ),
    "amounts before their names": a_label(
        "6.9¢ per kWh Energy Charge\n$0.00 per month Base Charge\n",
        PLAIN,
        delivery="$4.06 per month Oncor Delivery Charge\n6.1196¢ per kWh Oncor Delivery Charge\n",
    ),
    "a column of names, then one of amounts": a_label(
        "Base Charge\nEnergy Charge\nOncor Delivery Charges\nOncor Monthly Charges\n$0.00\n6.9¢\n6.1196¢\n$4.06\n",
        PLAIN,
        delivery="",
    ),
    "in a sentence": a_label(
        "This price is calculated using: (i) a fixed\nEnergy Charge of 6.9¢ per kWh, (ii) the tariff of your TDU,"
        " (iii) a monthly Base\nCharge per ESI-ID of $0.00.\n",
        PLAIN,
        delivery="TDU charges are passed through.\n",
    ),
    "Spanish, with commas": (
        "Etiqueta de Datos de Electricidad\nEnergía Ejemplo, Oncor\n"
        "Uso mensual promedio 500 kWh 1.000 kWh 2.000 kWh\nPrecio promedio por kWh 13,8¢ 13,4¢ 13,2¢\n"
        "Cargo base: $0.00 por ciclo de facturación\nCargo por energía: 6,9¢ por kWh\n"
        "Cargos de entrega de Oncor: $4.06 por mes y 6,1196¢ por kWh\nTipo de producto Tarifa fija\n"
    ),
    "averages by use": HEAD.format(day="7/21/2026")
    + "Average price per kWh\n500 kWh 13.8¢ 1,000 kWh 13.4¢ 2,000 kWh 13.2¢\nEnergy Charge: 6.9¢ per kWh\n"
    + DELIVERY + TAIL,
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_label_says_the_same_in_every_layout(layout: str) -> None:
    reading = proven(LAYOUTS[layout])
    assert reading.charges is not None
    assert energy_cents(reading) == [Decimal("6.9")]
    assert reading.delivery_used is not None
    assert (reading.delivery_used.usd_per_month, reading.delivery_used.usd_per_kwh) == (
        Decimal("4.06"),
        Decimal("0.061196"),
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_changed_average_or_charge_is_never_accepted_as_before(layout: str) -> None:
    text = LAYOUTS[layout]
    for figure, changed in (("13.8", "13.9"), ("13,8", "13,9"), ("13.2", "13.1"), ("0.138", "0.139")):
        if figure in text:
            assert read_label(text.replace(figure, changed), SERIES).state is not ReadState.PROVEN
    for figure, changed in (("6.9", "7.9"), ("6,9", "7,9"), (".069", ".079"), ("$0.00", "$5.00")):
        if figure in text:
            reading = read_label(text.replace(figure, changed), SERIES)
            assert reading.state is not ReadState.PROVEN


def test_letters_that_a_font_hides_are_told_from_their_words() -> None:
    hidden = str.maketrans("BEbsy", "\ue000\ue001\ue002\ue003\ue004")
    rows = "Base Charge $0.00 per billing cycle\nEnergy Charge 6.9¢ per kWh\n"
    assert energy_cents(proven(a_label(rows, PLAIN).translate(hidden))) == [Decimal("6.9")]


def test_digits_that_a_font_hides_are_told_from_500_1000_and_2000() -> None:
    hidden = {ord(str(digit)): chr(0xE010 + digit) for digit in range(10)}
    text = LAYOUTS["rows"].replace("1,000", "1000").replace("2,000", "2000")
    assert energy_cents(proven(text.translate(hidden))) == [Decimal("6.9")]


def test_a_usage_credit_keeps_its_threshold_and_two_add_up() -> None:
    rows = (
        "Energy Charge 12.27 ¢ per kWh\nResidential Usage Credit 35.00 $ per bill month if usage >= 1000kWh\n"
        "Additional Usage Credit 15.00 $ per bill month if usage >= 2000kWh\n"
    )
    reading = proven(a_label(rows, "19.2¢ 15.3¢ 16.1¢"))
    assert reading.charges is not None
    assert [(one.usd, one.min_kwh) for one in reading.charges.of(UsageCredit)] == [(35, 1000), (15, 2000)]


def test_credits_in_a_sentence_over_two_lines_keep_their_bands() -> None:
    """14.18 + 18.2339 cents a kWh, less 50 and 100 USD: 21.07, 14.652, 13.9429."""
    rows = (
        "Energy Charge: $0.132 per kWh\nBase Charge: $9.95 per billing cycle\n"
        "Usage Credits: Customer will receive a bill credit of $50 when usage is at\nleast 1000 kWh but less than"
        " 2000 kWh in a billing cycle. Customer will receive a bill credit of $100 when usage is at\n"
        "least 2000 kWh in a billing cycle.\n"
    )
    delivery = "TDU Delivery Charge: $0.050339 per kWh\nTDU Delivery Charge: $4.23 per billing cycle\n"
    reading = proven(a_label(rows, "21.1c 14.7c 13.9c", delivery=delivery))
    assert reading.charges is not None
    assert [(one.usd, one.min_kwh, one.max_kwh) for one in reading.charges.of(UsageCredit)] == [
        (50, 1000, 1999),
        (100, 2000, None),
    ]


def test_a_low_use_fee_and_a_fee_up_to_a_limit() -> None:
    rows = (
        "Energy Charge 10.0000 ¢ per kWh\nMinimum Usage Fee $9.95 per billing cycle for usage (<1000) kWh\n"
    )
    reading = proven(a_label(rows, "18.9¢ 16.5¢ 16.3¢"))
    assert reading.charges is not None
    assert [(one.usd, one.max_kwh) for one in reading.charges.of(UsageFee)] == [(Decimal("9.95"), 999)]


def test_tiers_and_a_price_by_the_total_are_told_apart_by_the_averages() -> None:
    tiers = "Energy Charge (0 to 1,200 kWh): 7.0¢ per kWh\nEnergy Charge (over 1,200 kWh): 12.0¢ per kWh\n"
    reading = proven(a_label(tiers, "13.9¢ 13.5¢ 15.3¢"))
    assert reading.charges is not None
    assert [tier.from_kwh for tier in reading.charges.of(EnergyTier)] == [0, 1200]
    total = "Energy Charge (usage less than 1000 kWh): 10.0¢ per kWh\nEnergy Charge (1000 kWh or more): 7.0¢ per kWh\n"
    reading = proven(a_label(total, "16.9¢ 13.5¢ 13.3¢"))
    assert reading.charges is not None
    assert [band.min_kwh for band in reading.charges.of(PriceByTotal)] == [0, 1000]


@pytest.mark.parametrize(
    ("row", "condition"),
    [
        ("Auto Pay Credit: $5.00 per month\n", Condition.AUTOPAY),
        ("Smart Thermostat Credit $5.00 Per Billing Cycle\n", Condition.DEVICE),
    ],
)
def test_a_credit_inside_the_averages_is_conditional(row: str, condition: Condition) -> None:
    """6.9 cents, delivery and 5 USD off: 12.8316, 12.9256, 12.9726."""
    reading = proven(a_label("Energy Charge 6.9¢ per kWh\n" + row, "12.8¢ 12.9¢ 13.0¢"))
    assert reading.charges is not None
    assert [one.conditions for one in reading.charges.of(UsageCredit)] == [(condition,)]
    assert reading.averages_meet == (condition,)
    assert not reading.charges.of(BaseCharge)


def test_a_credit_that_the_averages_leave_out_is_kept_as_conditional() -> None:
    reading = proven(a_label("Energy Charge 6.9¢ per kWh\nAuto Pay Credit: $5.00 per month\n", PLAIN))
    assert reading.charges is not None
    assert reading.averages_meet == ()
    assert [one.usd for one in reading.charges.of(UsageCredit)] == [5]


def test_a_discount_per_kwh_is_conditional_and_a_second_mention_must_agree() -> None:
    rows = (
        "Energy Charge 7.4¢ per kWh\nPaperless: Discount of $0.005 per kWh off energy rate, included above.\n"
    )
    text = (
        a_label(rows, PLAIN) + "You must enroll for Paperless billing for your discount of $0.005 per kWh.\n"
    )
    reading = proven(text)
    assert reading.charges is not None
    (discount,) = reading.charges.of(EnergyDiscount)
    assert (discount.usd_per_kwh, discount.conditions) == (Decimal("0.005"), (Condition.PAPERLESS,))
    other = text.replace("your discount of $0.005", "your discount of $0.006")
    assert read_label(other, SERIES).state is not ReadState.PROVEN


def test_export_in_the_averages_is_a_solar_credit() -> None:
    """9.95 + 4.06 + 18.8196 cents a kWh less 580 × 3.5 cents: 17.5616, 18.1906, 18.5051."""
    rows = (
        "The Average Price per kWh includes a buyback credit for 580 kWh of Excess Energy, which can offset up to\n"
        "100% of your Energy Charges.\nBase Charge: $9.95 per month\nEnergy Charge: 12.7¢ per kWh\n"
        "Buyback Rate: 3.5¢ per kWh\n"
    )
    reading = proven(
        a_label(rows, "17.6¢ 18.2¢ 18.5¢", delivery="TDU Delivery Charges are passed through.\n")
    )
    assert reading.charges is not None
    (credit,) = reading.charges.of(SolarCredit)
    assert (credit.kwh, credit.usd_per_kwh, credit.is_capped_by_energy) == (580, Decimal("0.035"), True)
    assert reading.charges.delivery.kind is DeliveryKind.PASSED_THROUGH


def test_passed_through_delivery_is_that_of_the_day_of_the_label() -> None:
    text = a_label("Energy Charge 6.9¢ per kWh\n", PLAIN, delivery="TDU charges are passed through.\n")
    assert proven(text).delivery_used is not None
    older = text.replace("July 21, 2026", "January 5, 2026")
    assert read_label(older, SERIES).state is not ReadState.PROVEN
    assert read_label(text).state is not ReadState.PROVEN, "without the series nothing is known"


def test_prices_by_the_hour_have_shares_hours_and_their_own_delivery() -> None:
    """68 % at 18.5982 + 6.0295 cents, 32 % free: 16.7469 and 4.06 USD."""
    text = a_label(
        "The average price is based on 32% of consumption at nighttime.\n"
        "Daytime Energy Charge 18.5982¢ per kWh\nNighttime Energy Charge $0.00 per kWh\n"
        "Nighttime hours are 9:00 PM to 6:00 AM every day.\n",
        "17.6 ¢ 17.2 ¢ 16.9 ¢",
        delivery="Oncor Monthly Charges $4.06 per billing cycle\nOncor Daytime Delivery\n6.0295¢ per kWh\nCharges\n"
        "Oncor Nighttime Delivery $0.00 per kWh\n",
    )
    reading = proven(text)
    assert reading.charges is not None
    night = next(one for one in reading.charges.of(HourlyPrice) if one.name == "night")
    assert (night.share, night.usd_per_kwh, night.delivery_usd_per_kwh) == (Decimal("0.32"), 0, 0)
    assert night.windows[0].hours == (0, 1, 2, 3, 4, 5, 21, 22, 23)
    for said, changed in (("32%", "31%"), ("18.5982", "18.9982")):
        assert read_label(text.replace(said, changed), SERIES).state is not ReadState.PROVEN


def test_hours_that_contradict_each_other_are_refused() -> None:
    text = a_label(
        "Energy Charge Peak 11.79¢ / kWh\nEnergy Charge Off-Peak 5.9¢ / kWh\n"
        "Average price is based on 32% of Off-Peak consumption.\n"
        "Off-Peak hours are 9:00 PM - 4:59 AM. Peak hours are 5:00 AM - 8:59 PM\n",
        "16.8¢ 16.4¢ 16.2¢",
    )
    assert proven(text)
    assert read_label(text.replace("4:59 AM", "6:59 AM"), SERIES).state is not ReadState.PROVEN


def test_a_flat_bill_with_bundled_delivery() -> None:
    text = a_label(
        "*Energy Charge 14.00¢ per kWh\nBase Charge $135.00 per bill month\n",
        "27.0¢ 13.5¢ 13.8¢",
        delivery="TDU Delivery Charge 0.00000¢ per kWh\nTDU Delivery Charge $0.00 per bill month\n"
        "*The Energy Charge is only applicable to usage above 1000 kWh in a billing cycle.\n"
        "All delivery charges from your TDU are bundled into your Base Charge and per kWh rate.\n",
    )
    reading = proven(text)
    assert reading.charges is not None
    assert reading.charges.delivery.is_bundled
    assert [tier.from_kwh for tier in reading.charges.of(EnergyTier)] == [0, 1000]


def test_heads_of_columns_name_the_prices_of_a_row() -> None:
    """70 % at 14.4 cents, 5.6032 cents and 4.23 USD: 16.5292, 16.1062, 15.8947."""
    text = a_label(
        "Prices assume that 30.0% of usage occurs during Weekends and 70.0% during Weekdays.\n"
        "Example Energy Charges      Delivery Charges from Oncor Electric Delivery\n"
        "Weekdays    Weekends        per kWh     per month\n"
        "14.4¢/kWh   0.0¢/kWh   Base Charge $0.00   5.6032¢/kWh   $4.23\n",
        "16.5¢ 16.1¢ 15.9¢",
        delivery="",
    )
    reading = proven(text)
    assert reading.charges is not None
    assert [(one.name, one.usd_per_kwh, one.share) for one in reading.charges.of(HourlyPrice)] == [
        ("weekday", Decimal("0.144"), Decimal("0.7")),
        ("weekend", Decimal("0.0"), Decimal("0.3")),
    ]
    assert reading.charges.delivery.usd_per_kwh == Decimal("0.056032")


def test_energy_that_is_credited_for_some_hours_is_free_in_them() -> None:
    """75 % at 10 cents, 6.1196 cents and 4.06 USD: 14.4316, 14.0256, 13.8226."""
    text = a_label(
        "Energy Charge: 10.0¢/kWh\nDay Hours = 9:00 AM – 4:00 PM. Your bill will contain a credit for Energy\n"
        "Charges of the energy used during Day Hours. We assume 25% of consumption during Day Hours.\n",
        "14.4¢ 14.0¢ 13.8¢",
    )
    reading = proven(text)
    assert reading.charges is not None
    free = next(one for one in reading.charges.of(HourlyPrice) if not one.usd_per_kwh)
    assert (free.share, free.windows[0].hours) == (Decimal("0.25"), (9, 10, 11, 12, 13, 14, 15))


def test_delivery_that_the_averages_leave_no_room_for_is_bundled() -> None:
    """15.3 cents and 4.95 USD alone: 16.29, 15.795, 15.5475."""
    rows = "Base Charge: Per Month ($) $4.95\nEnergy Charge: Per kWh (¢) All kWh 15.3000¢\n"
    reading = proven(a_label(rows, "16.3¢ 15.8¢ 15.5¢", delivery="Changes in TDU charges may change it.\n"))
    assert reading.charges is not None
    assert reading.charges.delivery.is_bundled


def test_a_prepaid_label_with_a_daily_charge_and_a_credit_at_low_use() -> None:
    """0.85 × 30 + 4.23 + 16.6059 cents a kWh, 15 USD off up to 500: 19.5519, 19.5789, 18.0924."""
    text = a_label(
        "Daily Charge $0.85 per day.\nMonthly Credit -$15.00 Applies: 500 kWh usage or less.\n"
        "Energy Charge 10.9000¢ per kWh.\n",
        "19.6¢ 19.6¢ 18.1¢",
        delivery="TDSP Delivery Charge 5.7059¢ per kWh\nTDSP Monthly Charge $4.23 per month\n",
    )
    reading = proven(text)
    assert reading.charges is not None
    assert [one.usd_per_day for one in reading.charges.of(DailyCharge)] == [Decimal("0.85")]
    assert [(one.usd, one.max_kwh) for one in reading.charges.of(UsageCredit)] == [(15, 500)]


def test_dollars_and_cents_at_once_are_refused_though_cents_would_fit() -> None:
    rows = "Variable Rate 17.9¢ per kWh\nDaily Customer Fee $0.39 cents per day\n"
    text = a_label(rows, "17.9¢ 17.9¢ 17.9¢", delivery="TDSP charges: $0, included in the rate\n")
    assert read_label(text, SERIES).state is not ReadState.PROVEN


@pytest.mark.parametrize(
    ("rows", "averages", "why"),
    [
        ("Energy Charge 6.9¢ per kWh (first 3 months only)\n", PLAIN, "first months"),
        ("Introductory Energy Rate 6.9¢ per kWh\n", PLAIN, "first months"),
        ("Energy Charge 6.9¢ per kWh\nDaily charge 0.39 cents per day\n", PLAIN, "less than a cent"),
        ("Energy Charge 6.4¢ per kWh\nAncillary Fee 0.5¢ per kWh\n", PLAIN, "Two amounts"),
        ("Energy Charge 6.9¢ per kWh\nEnergy Charge 7.9¢ per kWh\n", PLAIN, "Two amounts"),
        (
            "Energy Charge 13.0¢ per kWh\nUsage Credit $100 per month when usage is 1,000 kWh or more for the first"
            " 3 months\n",
            "19.9¢ 9.5¢ 14.3¢",
            "first months",
        ),
        ("Energy Charge 6.9¢ per kWh\n", "13.2¢ 13.4¢ 13.8¢", "would give"),
    ],
)
def test_a_trap_is_refused_with_its_reason(rows: str, averages: str, why: str) -> None:
    reading = read_label(a_label(rows, averages), SERIES)
    assert reading.state is not ReadState.PROVEN
    assert why in reading.note


def test_a_base_charge_that_falls_away_is_a_fee_below() -> None:
    """6.9 cents, delivery and 9.95 USD below 1,000 kWh: 15.8216, 13.4256, 13.2226."""
    rows = "Energy Charge 6.9¢ per kWh\nBase Charge $9.95 per month, waived if usage is 1,000 kWh or more\n"
    reading = proven(a_label(rows, "15.8¢ 13.4¢ 13.2¢"))
    assert reading.charges is not None
    assert [(one.usd, one.max_kwh) for one in reading.charges.of(UsageFee)] == [(Decimal("9.95"), 999)]


def test_rows_of_a_business_are_left_out() -> None:
    text = (
        HEAD.format(day="7/21/2026") + USES + "Average Price per kWh 13.8¢ 13.4¢ 13.2¢\n"
        "Average Monthly Use (Small Commercial) 1500 kWh 2500 kWh 3500 kWh\nAverage Price per kWh 27.8¢ 27.6¢ 27.5¢\n"
        f"Energy Charge 6.9¢ per kWh\n{DELIVERY}If Small Commercial\nTDU Delivery Charge $22.00 per month\n{TAIL}"
    )
    assert energy_cents(proven(text)) == [Decimal("6.9")]


def test_a_second_half_that_differs_from_the_first_is_refused() -> None:
    half = a_label("Base Charge $0.00 per month\nEnergy Charge 6.9¢ per kWh\n", PLAIN)
    assert proven(half + half)
    assert read_label(half + half.replace("6.9¢", "7.0¢"), SERIES).state is not ReadState.PROVEN
    assert read_label(half + half.replace("13.4¢", "13.5¢"), SERIES).state is not ReadState.PROVEN


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no Electricity Facts Label"),
        ("Terms of Service. You agree to pay us.", "no Electricity Facts Label"),
        ("Electricity Facts Label\nExample Power", "prints no average prices"),
        (a_label("", PLAIN, delivery="TDU Delivery Charges: ** see our site\n"), "no charges"),
        ("13.8¢ " * 40_000, "too long"),
    ],
)
def test_what_is_no_readable_label_says_why(text: str, word: str) -> None:
    reading = read_label(text, SERIES)
    assert reading.state is ReadState.UNREAD
    assert word in reading.note


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    for whole in (text, LAYOUTS["rows"] + text, a_label(text + "\n", PLAIN)):
        reading = read_label(whole, SERIES)
        assert (reading.state is ReadState.PROVEN) or reading.note
