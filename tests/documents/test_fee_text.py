"""Fees/Credits texts of the kinds that the state's listings have carried since 2016, English and Spanish."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from choosemypower.documents import read_fees
from choosemypower.plans.charges import (
    Condition,
    DailyCharge,
    EnergyTier,
    FeeReading,
    OneTimeCharge,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)

Band = tuple[float, int, int | None]


def credits_of(reading: FeeReading) -> list[Band]:
    return [(float(credit.usd), credit.min_kwh, credit.max_kwh) for credit in reading.of(UsageCredit)]


def fees_of(reading: FeeReading) -> list[Band]:
    return [(float(fee.usd), fee.min_kwh, fee.max_kwh) for fee in reading.of(UsageFee)]


@pytest.mark.parametrize(
    ("text", "credits"),
    [
        ("$125 bill credit when usage is greater than 999 kWh", [(125, 1000, None)]),
        ("Usage credit of $50 per billing cycle if usage >= 1000 kWh", [(50, 1000, None)]),
        ("$50 bill credit if usage ≥1,000 kWh", [(50, 1000, None)]),
        ("Residential usage credit $100 (1000+ kWh)", [(100, 1000, None)]),
        ("Receive a $75 bill credit each month your usage exceeds 1,000 kWh.", [(75, 1001, None)]),
        ("Receive a $75 credit every month you use more than 1,000 kWh", [(75, 1001, None)]),
        ("Bill Credit: $30 per month for usage between 1000 and 2000 kWh", [(30, 1000, 2000)]),
        ("$30 credit for usage of 1,000-2,000 kWh", [(30, 1000, 2000)]),
        ("$30 credit for usage from 1,000 kWh to 1,500 kWh and $15 credit for usage from 1,501 kWh to 2,000 kWh",
         [(30, 1000, 1500), (15, 1501, 2000)]),
        ("You get $40 credit when usage is at least 1000 kWh and less than 2000 kWh.", [(40, 1000, 1999)]),
        ("$100 Usage Credit applied to billing cycles with usage equal to or greater than 1,000 kWh",
         [(100, 1000, None)]),
        ("A residential usage credit of $35.00 will be applied to each bill in which usage meets or exceeds 1200 kWh.",
         [(35, 1200, None)]),
        ("Receive credits on your bill when you use more! A credit of $90 dollars will be applied to each monthly "
         "billing cycle when your consumption is equal to or greater than 1,000 kWh.", [(90, 1000, None)]),
        ("GreenCo credits $30 per billing cycle when usage is 1000 kWh or above and an additional $15 when usage is "
         "2000 kWh or above.", [(30, 1000, None), (15, 2000, None)]),
        ("If your usage is at least 1000 kWh, you will receive a $50 credit.", [(50, 1000, None)]),
        ("When monthly usage reaches 800 kWh a $30 bill credit is applied.", [(30, 800, None)]),
        ("A $15 credit applies if usage is 500 kWh or less.", [(15, 0, 500)]),
        ("$50 will be credited to your bill when you use 1000 kWh or more in a billing cycle", [(50, 1000, None)]),
        ("$30 off your bill when you use 1000 kWh or more. For new customers only.", [(30, 1000, None)]),
        ("Bill credit(s) of $30 when usage is 1000 kWh or more", [(30, 1000, None)]),
        ("Includes a $100 bill credit at 1,000 kWh.", [(100, 1000, None)]),
        ("Usage Credit: $50. Applies when usage is 1,000 kWh or more.", [(50, 1000, None)]),
        ("$125 Usage Bill Credit per month for usage 1000 kWh or more", [(125, 1000, None)]),
        ("<p>$50&nbsp;bill credit<br>if usage is over\n999 kWh</p>", [(50, 1000, None)]),
        ("Managing a budget is now easier with a $30 bill credit each month your usage is 800 kWh or more.",
         [(30, 800, None)]),
        # Spanish
        ("Ahora es más fácil manejar su presupuesto con un crédito de $30 cada mes que su consumo es de 800 kWh o "
         "superior.", [(30, 800, None)]),
        ("Un plan de tarifa fija por 12 meses con energía renovable. Recibe un crédito de $125 cada mes que tu consumo "
         "sea de 1,000 kWh o más.", [(125, 1000, None)]),
        ("Se aplicará un crédito de $30 cuando el consumo sea igual o mayor a 1000 kWh.", [(30, 1000, None)]),
        ("Crédito de uso residencial de $100 por ciclo de facturación si el uso es mayor o igual a 1,000 kWh",
         [(100, 1000, None)]),
        ("Reciba un crédito de $50 si usa más de 999 kWh al mes", [(50, 1000, None)]),
        ("Crédito en la factura de $75 cuando el uso supere los 999 kWh", [(75, 1000, None)]),
        ("Crédito de $40 para un consumo entre 1,000 y 2,000 kWh", [(40, 1000, 2000)]),
        ("Crédito por consumo de $35 al usar 1000 kWh o más y $15 adicionales al usar 2000 kWh o más.",
         [(35, 1000, None), (15, 2000, None)]),
        ("Por cada ciclo de facturación con un consumo de 1000 kWh o más, se aplicará a tu factura un créditode $30.",
         [(30, 1000, None)]),
    ],
)  # fmt: skip
def test_credits_are_read_with_their_bands(text: str, credits: list[Band]) -> None:
    reading = read_fees(text)
    assert reading.is_believed, reading.note
    assert credits_of(reading) == credits
    assert reading.of(UsageFee) == ()


@pytest.mark.parametrize(
    ("text", "fees"),
    [
        ("Minimum usage fee of $9.95 if usage is less than 1000 kWh", [(9.95, 0, 999)]),
        ("Minimum Usage Charge: $14.95 per billing cycle < 1000 kWh", [(14.95, 0, 999)]),
        ("A usage charge of $4.95 applies if usage is under 500", [(4.95, 0, 499)]),
        ("$9.95 base charge waived when usage is 1000 kWh or more", [(9.95, 0, 999)]),
        ("A $9.95 base charge will apply if the usage is less than 1000 kWh ", [(9.95, 0, 999)]),
        ("Low Usage Fee: You will be charged $7.95 on any invoice where your meter read usage is less than 1000 kWh",
         [(7.95, 0, 999)]),
        ("$6.95 fee if usage is below 1,000 kWh per month", [(6.95, 0, 999)]),
        ("$9.95 for usage less than 1,000 kWh", [(9.95, 0, 999)]),
        ("$9.99<1000kWh", [(9.99, 0, 999)]),
        ("If usage in the month is less than 1000 kWh, a $19.95 fee will apply.\n", [(19.95, 0, 999)]),
        ("$9.95/month usage charge if usage falls below 800 kWh in a month. No usage charge for usage greater than or "
         "equal to 800 kWh/month.", [(9.95, 0, 799)]),
        (" A Minimum Usage Fee of ten dollars and ninety-nine cents ($10.99) for each Customer ESI ID with electricity "
         "consumption less than 1,000 kWh per billing cycle.", [(10.99, 0, 999)]),
        ("Usage fee of $8 for usage up to 1,999 kWh", [(8, 0, 1999)]),
        ("Min. Usage Fee $7.95 (0-999 kWh)", [(7.95, 0, 999)]),
        ("$5.00 low usage fee when usage does not exceed 750 kWh.", [(5, 0, 750)]),
        ("A minimum usage fee of $9.95 will be charged unless usage is at least 1,000 kWh.", [(9.95, 0, 999)]),
        ("Base Charge $9.95 per month. Waived if usage is 1,000 kWh or more.", [(9.95, 0, 999)]),
        ("You will be charged $9.95 when you use less than 1,000 kWh in a billing cycle.", [(9.95, 0, 999)]),
        ("Base Charge: $9.95 for usage < 1000 kWh; $0 for usage >= 1000 kWh", [(9.95, 0, 999)]),
        ("Usage fee: $14.95 for 0-499 kWh, $9.95 for 500-999 kWh", [(14.95, 0, 499), (9.95, 500, 999)]),
        ("Min usage fee: $9.95 (waived at 1,000 kWh)", [(9.95, 0, 999)]),
        ("A minimum monthly fee of $9.95 when you use less than 1,000 kWh", [(9.95, 0, 999)]),
        # Spanish
        ("Cargo mínimo de $9.95 si usted usa menos de 1,000 kWh", [(9.95, 0, 999)]),
        ("Cargo por uso mínimo de $9.95 si el uso es menos de 1000 kWh", [(9.95, 0, 999)]),
        ("Cargo de $9.95 por consumo inferior a 1,000 kWh", [(9.95, 0, 999)]),
        ("Se cobrará una tarifa base de $9.95 si el consumo es menor de 1000 kWh", [(9.95, 0, 999)]),
        ("Si el consumo es menor a 500 kWh, se aplicará un cargo de $4.95 por ciclo de facturación.", [(4.95, 0, 499)]),
        ("$9.95 por uso menos de 1,000 kWh", [(9.95, 0, 999)]),
        ("Tarifa de uso mínimo de $9.95 cuando el uso es igual o menor a 999 kWh", [(9.95, 0, 999)]),
    ],
)  # fmt: skip
def test_low_use_fees_are_read_with_their_bands(text: str, fees: list[Band]) -> None:
    reading = read_fees(text)
    assert reading.is_believed, reading.note
    assert fees_of(reading) == fees
    assert reading.of(UsageCredit) == ()


@pytest.mark.parametrize(
    ("text", "base_usd"),
    [
        ("$9.95 base charge per month", "9.95"),
        ("Base Charge: $4.95 per billing cycle", "4.95"),
        ("\nA $4.95 Base Charge will be charged per ESIID", "4.95"),
        ("Monthly base charge $4.95.", "4.95"),
        ("With this fixed rate, there’s a $8.99 monthly service fee.", "8.99"),
        ("No base charge. No minimum usage fee.", "0"),
        ("Sin cargo base", "0"),
        ("Cargo base mensual de $5", "5"),
        ("Tarifa base: $9.95 por mes", "9.95"),
        ("No minimum usage fee", None),
    ],
)
def test_base_charges_are_read_or_denied(text: str, base_usd: str | None) -> None:
    reading = read_fees(text)
    assert reading.is_believed, reading.note
    assert reading.base_usd == (None if base_usd is None else Decimal(base_usd))
    assert reading.of(UsageCredit) == reading.of(UsageFee) == ()


def test_a_base_charge_and_a_credit_stand_side_by_side() -> None:
    reading = read_fees(
        "Base charge of $9.95 per billing cycle and a $50 usage credit when usage is 1,000 kWh or more"
    )
    assert reading.base_usd == Decimal("9.95")
    assert credits_of(reading) == [(50, 1000, None)]


def test_a_fee_and_a_credit_keep_their_own_thresholds() -> None:
    reading = read_fees(
        "Minimum usage fee of $9.95 for usage below 500 kWh. Bill credit of $30 for usage of 1000 kWh or more."
    )
    assert fees_of(reading) == [(9.95, 0, 499)]
    assert credits_of(reading) == [(30, 1000, None)]


@pytest.mark.parametrize(
    "text",
    [
        "$100 usage credit each billing cycle your usage is 1,000 kWh or more, plus $25 in billing cycles ending July "
        "to September",
        "$100 credit per month when usage is at least 1000 kWh. An additional $25 credit in July, August, September.",
        "Crédito de $100 cuando el uso sea de 1000 kWh o más, más $25 en los ciclos que terminan de julio a septiembre",
    ],
)
def test_a_seasonal_credit_needs_the_same_use_as_the_one_it_adds_to(text: str) -> None:
    reading = read_fees(text)
    assert reading.is_believed, reading.note
    assert credits_of(reading) == [(100, 1000, None), (25, 1000, None)]
    assert [credit.months for credit in reading.of(UsageCredit)] == [None, (7, 8, 9)]


def test_tiers_cover_every_use() -> None:
    reading = read_fees("First 1200 kWh at 8.9 cents per kWh, above 1200 kWh at 15 cents per kWh")
    assert [(tier.from_kwh, tier.to_kwh, tier.usd_per_kwh) for tier in reading.of(EnergyTier)] == [
        (0, 1200, Decimal("0.089")),
        (1200, None, Decimal("0.15")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "If your usage is less than 1000 kWh, the price is 13.3¢ per kWh. If your usage is 1000 kWh or more, the price "
        "is 10.8¢ per kWh.",
        "If usage is 1000 kWh or more all kWh are billed at 10.8¢ per kWh; if usage is less than 1000 kWh all kWh are "
        "billed at 13.3¢ per kWh",
        "Any month your usage is 999 kWh or less the price is 13.3¢ per kWh. Any month your usage is more than 999 kWh "
        "the price is 10.8¢ per kWh.",
    ],
)
def test_a_price_that_follows_the_total_is_no_tier(text: str) -> None:
    reading = read_fees(text)
    assert [(band.min_kwh, band.max_kwh, band.usd_per_kwh) for band in reading.of(PriceByTotal)] == [
        (0, 999, Decimal("0.133")),
        (1000, None, Decimal("0.108")),
    ]
    assert reading.of(EnergyTier) == ()


def test_an_autopay_credit_says_its_condition() -> None:
    reading = read_fees("$5 AutoPay discount per month")
    assert [(credit.usd, credit.conditions) for credit in reading.of(UsageCredit)] == [
        (Decimal(5), (Condition.AUTOPAY,))
    ]


def test_a_daily_charge_is_read() -> None:
    for text in (
        "Daily charge of $0.85 per day",
        "Daily charge $0.85",
        "$0.85 per day",
        "Cargo diario de $0.85",
    ):
        assert read_fees(text).items == (DailyCharge(usd_per_day=Decimal("0.85")),), text


def test_one_time_fees_stand_apart() -> None:
    reading = read_fees(
        "One-time setup fee of $50. Minimum usage fee of $9.95 if usage is less than 1000 kWh"
    )
    assert reading.of(OneTimeCharge) == (OneTimeCharge(usd=Decimal(50)),)
    assert fees_of(reading) == [(9.95, 0, 999)]


def test_a_fee_for_leaving_is_no_part_of_a_bill() -> None:
    reading = read_fees("Early cancellation fee $150. Usage credit of $30 if usage is at least 1000 kWh.")
    assert credits_of(reading) == [(30, 1000, None)]
    assert reading.of(UsageFee) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pay the same amount every month whenever your usage is below 1,000 kWh.",
        "Pague la misma cantidad cada mes cuando su uso de electricidad es menos de 1,000 kWh.",
        "Usage credits apply. See the facts label.",
        "We'll match your initial payment up to $150 with a credit if made on the same day as enrollment**\n",
        "$100 credit for the first 3 months when usage is at least 1000 kWh",
        "Up to $100 in bill credits when usage is at least 1000 kWh",
        "$25 credit for every 500 kWh used",
        "$25 credit per 1000 kWh",
        "$.05 credit per kWh over 1000 kWh",
        "$100 annual credit when usage is at least 1000 kWh",
        "$50 credit if usage is 1000 kWh or more in 2 of 3 months",
        "TDU charges $4.23 per month and 5.5833 cents per kWh",
        "10% off when usage is over 1000 kWh",
        "$50-$100 credit when usage is above 1000 kWh",
        "A minimum usage fee of $9.95 may apply",
        "Minimum usage fee: $9.95",
        "$50 credit at 1000 kWh or $100 credit at 2000 kWh",
        "$50 credit when usage is 1000 kWh or more. $100 credit when usage is 2000 kWh or more.",
        "Free nights from 9 pm. $30 credit when usage is at least 1000 kWh on weekends",
        "$30 credit when usage is at least 1000 kWh excluding solar buyback",
        "$30 credit when usage is at least 1000 kWh, except in winter",
        "Bill credit of $30 for usage of 1000 kWh or more. The credit does not apply to variable customers.",
        "If you use at least 1 kWh, you will be charged $53, which covers energy usage up to 1000 kWh per month. "
        "Additionally, usage beyond 1000 kWh is billed at 12.9¢ per kWh.",
        "8.9¢ per kWh up to 1000 kWh",
        "8.9¢ per kWh each month up to 1000 kWh, 12¢ per kWh each month over 1000 kWh",
        "Average price at 1000 kWh is 9.2 cents",
        "$9.95 fee below 1000 kWh, no fee below 500 kWh",
        "Hasta $100 de crédito si usa 1000 kWh",
    ],
)
def test_what_is_not_understood_never_becomes_a_number(text: str) -> None:
    reading = read_fees(text)
    assert not reading.is_believed
    assert reading.note
    assert reading.items == ()
    assert reading.base_usd is None


def test_a_credit_on_one_bill_only_is_one_of_that_bill() -> None:
    reading = read_fees("Get a $25 credit on your second bill. $9.95 usage fee when usage is below 1000 kWh.")
    assert fees_of(reading) == [(9.95, 0, 999)]
    assert [(one.usd, one.bills) for one in reading.of(UsageCredit)] == [(25, (2,))]


@example("0\x1f")
@example("Saver ² 5")
@given(st.text(max_size=300))
def test_any_text_is_read_or_left(text: str) -> None:
    reading = read_fees(text)
    assert reading.is_believed or reading.note


@given(
    st.lists(
        st.sampled_from(
            [
                "$50",
                "$9.95",
                "1000",
                "2,000",
                "kWh",
                "credit",
                "fee",
                "base",
                "charge",
                "if",
                "when",
                "usage",
                "is",
                "at",
                "least",
                "less",
                "than",
                "over",
                "between",
                "and",
                "or",
                "an",
                "additional",
                "per",
                "month",
                "8.9¢",
                "first",
                "waived",
                "no",
                "July",
                "to",
                "September",
                "crédito",
                "de",
                "uso",
                "cargo",
                "más",
            ]
        ),
        max_size=25,
    )
)
def test_shuffled_words_never_give_a_band_without_use_or_a_negative_amount(words: list[str]) -> None:
    reading = read_fees(" ".join(words))
    for charge in (*reading.of(UsageCredit), *reading.of(UsageFee)):
        assert charge.usd > 0
        assert charge.max_kwh is None or 0 <= charge.min_kwh <= charge.max_kwh
