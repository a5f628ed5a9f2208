"""The many ways to say the same charge in a Fees/Credits text, and the words that make it another charge."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import EnergyTier, FeeReading, PriceByTotal, UsageCredit, UsageFee

CREDIT_OF_50_FROM_1000 = [
    "You must use at least 1,000 kWh to receive the $50 credit.",
    "Provided that your usage is 1,000 kWh or more, a $50 credit applies each month",
    "$50 / mo bill credit when usage is 1000 kWh/month or more",
    "Usage credit: $(50.00) at or over 1,000 kWh",
    "Bill Credit: -$50 from 1,000 kWh",
    "We deduct $50 from your bill once your usage hits 1,000 kWh",
    "Get $50 off when you use 1,000 kWh or more.",
    "Your bill is reduced by $50 in any billing cycle your usage tops 999 kWh",
    "Energy charge credit of $50 @ 1,000 kWh or above",
    "$50 usage credit for 1,000 or more kilowatt hours of use",
    "$50 credit (usage ≥1000 kWh); no credit if usage is below 1,000 kWh; otherwise $0",
    "A $50 credit will be aplied when useage is 1000 kWh or more",
    "TXU Energy gives Saver 12 customers a $50 credit with 1,000 kWh or more",
    "Se descontarán $50 de su factura a partir de los 1,000 kWh",
    "Por cada ciclo en que consuma 1,000 kWh o más le damos un crédito de cincuenta dólares ($50)",
    "Bono de $50 al llegar a 1,000 kWh",
    "$50 credit with a 1,000 kWh minimum",
    "$50 credit if minimum usage of 1,000 kWh is met. Other fees may apply.",
    "$50 credit from 1,000 kWh. If usage is less than 1,000 kWh, you will not receive the credit.",
    "Le damos $50 de crédito cada vez que su consumo mensual pase de 999 kWh",
]

FEE_OF_9_95_BELOW_1000 = [
    "Usage Charge: Less than 1000 kWh $9.95; 1000 kWh or greater: No charge",
    "0-999 kWh: $9.95 per month; 1000+ kWh: $0.00 per month",
    "If you do not use 1,000 kWh in a billing cycle you will be charged $9.95",
    "$9.95 fee where usage falls short of one thousand (1,000) kWh",
    "Base charge: $0 if usage is 1,000 kWh or more, otherwise $9.95",
    "Base charge of USD 9.95 that you avoid by using at least 1,000 kWh",
    "A minumum usage fee of 9.95 dollars at 999 kWh and below",
    "Pay $9.95 when you use less than 1000 kWh",
    "A $9.95 fee below 1,000 kWh; the fee is waived for usage of 1,000 kWh or more.",
    "Base charge waived at 1,000 kWh, otherwise $9.95",
    "Cargo de $9,95 si no llega a 1,000 kWh",
    "Evite el cargo de $9.95 usando al menos 1,000 kWh",
    "No se cobra el cargo base de $9.95 cuando el consumo es de 1,000 kWh o más",
]


def bands_of(reading: FeeReading) -> list[tuple[str, float, int, int | None]]:
    credits = [("credit", float(one.usd), one.min_kwh, one.max_kwh) for one in reading.of(UsageCredit)]
    return credits + [("fee", float(one.usd), one.min_kwh, one.max_kwh) for one in reading.of(UsageFee)]


@pytest.mark.parametrize("text", CREDIT_OF_50_FROM_1000)
def test_a_credit_is_the_same_however_it_is_said(text: str) -> None:
    reading = read_fees(text)
    assert bands_of(reading) == [("credit", 50, 1000, None)], reading.note


@pytest.mark.parametrize("text", FEE_OF_9_95_BELOW_1000)
def test_a_low_use_fee_is_the_same_however_it_is_said(text: str) -> None:
    reading = read_fees(text)
    assert bands_of(reading) == [("fee", 9.95, 0, 999)], reading.note


@pytest.mark.parametrize(
    ("text", "base_usd"),
    [
        ("$9.95 per month membership fee", 9.95),
        ("Cuota mensual de membresía de $9.95", 9.95),
        ("Base charge - $9.95/mo.", 9.95),
        ("(1) $9.95 base. (2) One-time enrollment fee of $25.", 9.95),
        ("Base charge of $9.95, regardless of usage. TDU charges are passed through without mark-up.", 9.95),
        ("This plan does not have a base charge.", 0),
        ("Base charge: none", 0),
        ("No se cobra cargo base.", 0),
    ],
)
def test_base_charges_go_by_many_names(text: str, base_usd: float) -> None:
    reading = read_fees(text)
    assert reading.is_believed, reading.note
    assert reading.base_usd is not None
    assert float(reading.base_usd) == base_usd
    assert bands_of(reading) == []


@pytest.mark.parametrize(
    "text",
    [
        "First 1,200 kWh at 9.1¢/kWh, remaining kWh at 16.2¢/kWh",
        "$0.091 per kWh for the first 1200 kWh, $0.162 per kWh thereafter",
        "Energy charge: 9.1 cents per kWh up to 1,200 kWh; 16.2 cents per kWh for each kWh above 1,200 kWh",
        "9.1¢ por kWh por los primeros 1,200 kWh y 16.2¢ por kWh después de 1,200 kWh",
        "9.1¢/kWh up to 1,200 kWh, then 16.2¢/kWh",
        "Los primeros 1,200 kWh a 9.1¢ por kWh, el resto a 16.2¢ por kWh",
        "9.1 centavos por kWh hasta 1,200 kWh, 16.2 centavos por cada kWh adicional",
    ],
)
def test_tiers_are_the_same_however_they_are_said(text: str) -> None:
    reading = read_fees(text)
    tiers = [(tier.from_kwh, tier.to_kwh, float(tier.usd_per_kwh)) for tier in reading.of(EnergyTier)]
    assert tiers == [(0, 1200, 0.091), (1200, None, 0.162)], reading.note


def test_a_price_for_otherwise_holds_for_all_other_use() -> None:
    reading = read_fees(
        "When usage is 1,000 kWh or more the energy charge drops to 10¢ for all kWh; otherwise it is 12.5¢"
    )
    bands = [(band.min_kwh, band.max_kwh, float(band.usd_per_kwh)) for band in reading.of(PriceByTotal)]
    assert bands == [(0, 999, 0.125), (1000, None, 0.1)]


def test_a_comma_parts_two_charges() -> None:
    reading = read_fees("Bill credit of $50 at 1000+ kWh, Base Charge of $0.00 per ESI-ID per month")
    assert bands_of(reading) == [("credit", 50, 1000, None)]
    assert reading.base_usd == 0


@pytest.mark.parametrize(
    "limit",
    [
        "sometimes",
        "typically",
        "partial",
        "possible",
        "selected",
        "certain",
        "annual",
        "yearly",
        "quarterly",
        "weekly",
        "approximately",
        "exactly",
        "half",
        "promotional",
        "introductory",
        "peak",
        "daytime",
        "weekend",
        "Saturday",
        "EV",
        "summer",
        "single-family",
        "limited",
        "up-front",
        "referral",
        "per-person",
        "Sundays",
        "previous",
        "average",
        "only",
        "twice",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "{} $50 bill credit when usage is at least 1,000 kWh",
        "A {} $50 bill credit is applied when usage is at least 1,000 kWh.",
        "Receive A $50 {} Bill Credit When Usage Is At Least 1,000 kWh",
        "A $50 bill credit is applied when {} usage is at least 1,000 kWh",
    ],
)
def test_a_word_that_limits_a_credit_leaves_it_as_text(text: str, limit: str) -> None:
    stated = text.format(limit.capitalize() if text.startswith("{}") else limit)
    assert not read_fees(stated).is_believed, stated


@pytest.mark.parametrize(
    "text",
    [
        "$10 credit per month for 6 months when usage is at least 1000 kWh",
        "Crédito de $50 durante 3 meses cuando use 1,000 kWh o más",
        "Puede recibir un crédito de $50 cuando use 1,000 kWh o más",
        "$50 de crédito al año con 1,000 kWh o más",
        "$50 credit when usage is at least 1,000 kWh. Limited to three per year.",
        "$50 credit when usage is at least 1,000 kWh. The credit is halved in spring.",
        "Usage fee: -$15.00 for usage up to 500 kWh",
        "$150 per month for up to 1,500 kWh",
        "Base charge reduced by $5 when usage is 1,000 kWh or more",
        "An additional 5¢ per kWh applies to usage above 1,000 kWh. 9¢ per kWh up to 1,000 kWh.",
        "Real-time price plus 2¢ per kWh",
        "12 credits of $10",
        "Up to 12 bill credits of $10 each",
    ],
)
def test_what_holds_for_some_months_or_homes_only_stays_text(text: str) -> None:
    reading = read_fees(text)
    assert not reading.is_believed, reading
