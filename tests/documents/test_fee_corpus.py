"""Many ways to say a charge in a Fees/Credits text, in the manner of the listings since 2016, and traps beside them."""

# ruff: noqa: E501 -- a table reads across

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import (
    Charge,
    Charges,
    Delivery,
    EnergyTier,
    PriceByTotal,
)
from choosemypower.pricing.bills import printed_average
from choosemypower.pricing.line_fit import PRINTED_AT_KWH
from tests.documents.fee_wordings import WORDINGS

TRAPS = [
"$100 credit after 3 months of service when usage is at least 1000 kWh",
"A $50 sign-up credit is applied to your first bill.",
"You receive a $25 bill credit for every friend you refer",
"$50 credit if usage is 1000 kWh or more for the first six months",
"Up to $200 in credits per year",
"10% discount on usage above 1,000 kWh",
"$0.02 per kWh credit for usage over 1000 kWh",
"Minimum usage fee may apply",
"$9.95 per month if you do not enroll in paperless billing",
"Free weekends. $9.95 base charge applies only on weekdays",
"A credit of $50 applies twice a year when usage is at least 1,000 kWh",
"Usage credits of $50 or $100",
"Bill credit: 1000 kWh",
"Credit of $50 when usage is between 2000 and 1000 kWh",
"Credit of $50 per 1,000 kWh used",
"No credit of $50 is given when usage is 1,000 kWh or more",
"$50 credit is not applied when usage is 1000 kWh or more",
"$1,000 credit",
"$50 will not be credited when usage is at least 1,000 kWh",
"The $50 credit expired in June for usage of 1,000 kWh or more",
"$50 credit only for customers with solar panels using 1000 kWh",
"Annual fee of $50 if usage is less than 12,000 kWh a year",
"Crédito de $50 por cada 1000 kWh",
"Crédito de $50 cada tres meses si usa 1,000 kWh",
"No se aplica crédito de $50 con 1,000 kWh o más",
"Descuento del 10% al usar 1,000 kWh",
"$25 quarterly credit with 1000 kWh or more",
"Credit of $50 when usage is 1000 kWh or more in at least 6 months of the year",
"If your average usage over the year is 1,000 kWh you get $50",
"A $50 credit on every other bill when usage is at least 1000 kWh",
"$50 gift card after 90 days, when usage is at least 1000 kWh",
"$50 credit for military customers using 1,000 kWh or more","$50 credit for homes over 1,000 sq ft","$50 credit when temperature exceeds 100 degrees",
"$100 credit with 1,000 reward points","$50 credit for low-income households using 1000 kWh or more","$50 credit through March when usage is 1000 kWh or more",
"$50 credit starting in June when usage is 1000 kWh or more","$50 credit from June when usage is at least 1,000 kWh","$50 credit by December when usage is at least 1,000 kWh",
"$50 credit if usage is 1000 kWh or your bill is over $100","You will not receive the $50 credit if usage is less than 1,000 kWh","You will lose the $50 credit if usage is less than 1,000 kWh",
"The $50 credit is removed when usage is below 1,000 kWh","$50 credit cannot be used with 1,000 kWh or more","A $50 credit is not included for usage of 1,000 kWh or more",
"We no longer offer a $50 credit at 1,000 kWh or more","If your usage falls 1,000 kWh short of last year you receive $50","$50 credit when you use 1,000 kWh less than last month",
"Use 1,000 kWh more than last year and receive a $50 credit","$50 credit when your neighbour uses 1,000 kWh or more and you refer them","Credit of $50 to $100 when usage is 1,000 kWh or more",
"A $50 credit applies when usage is 1,000 kWh or more in a row","$50 loan when usage is 1,000 kWh or more","$50 increase when usage is 1,000 kWh or more",
"Base charge increases by $5 when usage is over 1,000 kWh","Your deposit of $50 is waived at 1,000 kWh","Late fee of $10 if your bill is above $1,000",
"$50 donation for each customer with 1,000 kWh or more","We plant trees worth $50 when you use 1,000 kWh","A $50 visa card when you use 1,000 kWh or more for 3 months",
"$50 credit if total usage over three billing cycles is at least 3,000 kWh","If usage exceeds 1,000 kWh on any day you get $50","$0.50 credit when usage is at least 1000 kWh per day",
"Crédito de $50 hasta marzo si usa 1,000 kWh o más","Crédito de $50 para militares que usen 1,000 kWh o más","No recibirá el crédito de $50 si usa menos de 1,000 kWh","Perderá el crédito de $50 con menos de 1,000 kWh",
"$50 credit for 1,000 kWh of solar exports","$50 per 1,000 kWh","$50 for the first 1,000 kWh","Pay $50 for the first 1,000 kWh","$150 flat bill up to 1,500 kWh","$99 per month for 1,000 kWh","All you can use for $150 a month",
"A $10 fee applies if you call us more than 100 times","$25 fee for paper bills of 1,000 pages","$9.95 fee when payment is less than $1000","Switch before 1/1/2026 and get a $50 credit at 1,000 kWh","$50 credit, minus $10 when usage is below 1,000 kWh",
"Earn $50 credit when usage is at least 1,000 kWh, then nothing after June","$50 credit unless usage is at least 1,000 kWh","The credit of $50 is not for usage of 1,000 kWh or more","$50 credit never applies at 1,000 kWh or more",
"Pay $50 less when usage is at least 1,000 kWh than at 999 kWh","Usage credit (may be taxed): $50 at 1,000 kWh","Example: at 1,000 kWh with a $50 credit your price is 9 cents",
]  # fmt: skip


def bare(charges: tuple[Charge, ...] | list[Charge]) -> list[str]:
    """Kinds and figures, without the words they came from."""
    figures = ("usd", "usd_per_day", "usd_per_kwh", "min_kwh", "max_kwh", "from_kwh", "to_kwh")
    return sorted(
        str((type(charge).__name__, *(_figure(getattr(charge, name, "-")) for name in figures)))
        for charge in charges
    )


def _figure(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def printed(charges: list[Charge], kwh: int) -> Decimal:
    items = tuple(charges)
    if not any(isinstance(charge, EnergyTier | PriceByTotal) for charge in items):
        items = (EnergyTier(usd_per_kwh=Decimal("0.087")), *items)
    delivery = Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833"))
    average = printed_average(Charges(items=items, delivery=delivery), kwh)
    return average.quantize(Decimal("0.001"), ROUND_HALF_UP)


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_a_wording_is_read_from_its_text_alone_and_with_its_prices(text: str, charges: list[Charge]) -> None:
    alone = read_fees(text)
    assert alone.is_believed, alone.note
    assert bare(alone.items) == bare(charges)
    at_500, at_1000, at_2000 = (printed(charges, kwh) for kwh in PRINTED_AT_KWH)
    proved = read_fees(text, (at_500, at_1000, at_2000))
    assert proved.is_believed, proved.note
    assert bare(proved.items) == bare(charges)
    bent = Decimal("0.09")
    for prices in (
        (at_500 + bent, at_1000, at_2000),
        (at_500, at_1000 + bent, at_2000),
        (at_500, at_1000, at_2000 + bent),
    ):
        assert not read_fees(text, prices).is_believed


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_never_becomes_a_charge(text: str) -> None:
    assert not read_fees(text).is_believed


SHAPES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "markup": lambda text: text.replace(". ", ".<br>"),
    "unbreakable blanks": lambda text: text.replace(" ", "\u00a0"),
    "no commas in numbers": lambda text: re.sub(r"(\d),(\d{3})", r"\1\2", text),
    "said twice": lambda text: f"{text.rstrip('. ')}. {text}",
    "a greeting before": lambda text: f"Example Energy offers you great service! {text}",
    "contacts behind": lambda text: (
        f"{text.rstrip('. ')}. Call 1-800-555-1234 or visit www.example.com today."
    ),
    "wrapped lines": lambda text: re.sub(r"((?:\S+ ){6})", lambda six: six[1].rstrip() + "\n", text),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_wording_in_another_shape_is_read_right_or_left(shape: str) -> None:
    read = 0
    for text, charges in WORDINGS:
        reading = read_fees(SHAPES[shape](text))
        read += reading.is_believed
        assert not reading.is_believed or bare(reading.items) == bare(charges), SHAPES[shape](text)
    assert read >= 0.97 * len(WORDINGS)
