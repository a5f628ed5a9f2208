"""Fee texts read with the three printed prices of their row: proven, read, contradicted, unread."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import (
    BaseCharge,
    Basis,
    Charge,
    Charges,
    Delivery,
    EnergyTier,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing.bills import printed_average
from choosemypower.pricing.line_fit import PRINTED_AT_KWH
from choosemypower.pricing.listing import model_from_prices

Prices = tuple[Decimal, Decimal, Decimal]
ENERGY = EnergyTier(usd_per_kwh=Decimal("0.087"))


def printed(*charges: Charge) -> Prices:
    """What a label with these charges and Oncor's delivery of December 2025 prints."""
    if not any(isinstance(charge, EnergyTier | PriceByTotal) for charge in charges):
        charges = (ENERGY, *charges)
    label = Charges(
        items=charges, delivery=Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833"))
    )
    first, second, third = (
        printed_average(label, kwh).quantize(Decimal("0.001"), ROUND_HALF_UP) for kwh in PRINTED_AT_KWH
    )
    return first, second, third


def credit(usd: float, min_kwh: int = 0, max_kwh: int | None = None, **more: object) -> UsageCredit:
    return UsageCredit(usd=Decimal(str(usd)), min_kwh=min_kwh, max_kwh=max_kwh, **more)  # type: ignore[arg-type]


def fee(usd: float, max_kwh: int) -> UsageFee:
    return UsageFee(usd=Decimal(str(usd)), max_kwh=max_kwh)


def bare(charges: tuple[Charge, ...]) -> list[tuple[object, ...]]:
    """Kind, amount and band of charges."""
    found: list[tuple[object, ...]] = []
    for charge in charges:
        if isinstance(charge, UsageCredit | UsageFee):
            kind = "credit" if isinstance(charge, UsageCredit) else "fee"
            found.append((kind, float(charge.usd), charge.min_kwh, charge.max_kwh, charge.months))
        elif isinstance(charge, BaseCharge):
            found.append(("base", float(charge.usd)))
    return sorted(found, key=str)


SAID = [
    ("A $100 bill credit is applied in any month usage is above or equal to 1,000 kWh", [credit(100, 1000)]),
    ("Low usage fee of $9.99 is added to the bill if less than 1000 kWh are consumed", [fee(9.99, 999)]),
    ("Residential usage credit 100.00 $ per bill month if usage >= 1000kWh", [credit(100, 1000)]),
    ("Save $50 on your bill each month you use 1,000 kWh or more!", [credit(50, 1000)]),
    ("$100 bill credit if usage is >1000 kWh and < 2000 kWh", [credit(100, 1001, 1999)]),
    ("Crédito de $125,00 cuando el consumo sea de 1.000 kWh o más", [credit(125, 1000)]),
    ("Tarifa por bajo consumo de $9.95 en los ciclos con menos de 1,000 kWh", [fee(9.95, 999)]),
    ("Usage Charge: $9.95 per billing cycle < 1000 kWh; $0.00 >= 1000 kWh", [fee(9.95, 999)]),
    ("Use between 1,000 and 2,000 kWh and get $80 back on your bill", [credit(80, 1000, 2000)]),
    ("Cargo por uso mínimo: $9.95 cuando el uso sea inferior a 1000 kWh", [fee(9.95, 999)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), SAID)
def test_the_printed_prices_prove_what_a_text_says(text: str, charges: list[Charge]) -> None:
    reading = read_fees(text, printed(*charges))
    assert reading.is_believed, reading.note
    assert bare(reading.items) == bare(tuple(charges))


@pytest.mark.parametrize("bent_at", range(3))
@pytest.mark.parametrize(("text", "charges"), SAID)
def test_bent_prices_prove_nothing(text: str, charges: list[Charge], bent_at: int) -> None:
    for by in ("0.09", "-0.03"):
        prices = list(printed(*charges))
        prices[bent_at] += Decimal(by)
        assert not read_fees(text, (prices[0], prices[1], prices[2])).is_believed


def test_credits_for_the_same_usage_add_up_or_replace_each_other_as_the_prices_tell() -> None:
    text = "$50 credit when usage is 1000 kWh or more. $100 credit when usage is 2000 kWh or more."
    assert not read_fees(text).is_believed
    added = read_fees(text, printed(credit(50, 1000), credit(100, 2000)))
    assert bare(added.items) == bare((credit(50, 1000), credit(100, 2000)))
    instead = read_fees(text, printed(credit(50, 1000, 1999), credit(100, 2000)))
    assert bare(instead.items) == bare((credit(50, 1000, 1999), credit(100, 2000)))
    assert added.state is instead.state is ReadState.PROVEN


def test_a_credit_of_some_months_adds_up_without_a_word_that_says_so() -> None:
    text = "$100 credit when usage is at least 1000 kWh. $25 credit for usage of 1000 kWh or more in July and August."
    charges = (credit(100, 1000), credit(25, 1000, months=(7, 8)))
    reading = read_fees(text, printed(*charges))
    assert (reading.state, bare(reading.items)) == (ReadState.PROVEN, bare(charges))


def test_over_includes_the_edge_where_only_that_fits() -> None:
    text = "$100 bill credit when usage is over 1,000 kWh"
    assert bare(read_fees(text, printed(credit(100, 1001))).items) == bare((credit(100, 1001),))
    assert bare(read_fees(text, printed(credit(100, 1000))).items) == bare((credit(100, 1000),))


def test_a_text_whose_amount_the_prices_do_not_bear_out_says_what_they_fit() -> None:
    reading = read_fees("$100 bill credit when usage is at least 1,000 kWh", printed(credit(125, 1000)))
    assert reading.state is ReadState.CONTRADICTED
    assert bare(reading.items) == bare((credit(100, 1000),))
    assert bare(reading.fitting) == bare((credit(125, 1000),))
    assert "$100" in reading.note
    assert "$125" in reading.note


def test_prices_that_are_silent_leave_the_word_of_the_text() -> None:
    reading = read_fees("$30 credit for usage of 1,200 to 1,800 kWh", printed())
    assert (reading.state, bare(reading.items)) == (ReadState.READ, bare((credit(30, 1200, 1800),)))


def test_a_reading_names_its_sentence() -> None:
    reading = read_fees("Renewable! A $100 credit applies from 1,000 kWh.", printed(credit(100, 1000)))
    assert reading.sentences == ("A $100 credit applies from 1,000 kWh",)


@pytest.mark.parametrize(
    "text",
    [
        "Pay the same amount every month whenever your usage is below 1,000 kWh.",
        "Pague la misma cantidad cada mes cuando su uso de electricidad es menos de 1,000 kWh.",
    ],
)
def test_a_flat_bill_takes_its_amount_from_the_prices(text: str) -> None:
    """Texas Instant 12 in January 2026: 145 USD at 500 and at 1,000 kWh, 286 at 2,000."""
    assert not read_fees(text).is_believed
    reading = read_fees(text, (Decimal("0.29"), Decimal("0.145"), Decimal("0.143")))
    assert reading.state is ReadState.PROVEN
    assert reading.base_usd == 145
    assert [(tier.from_kwh, tier.usd_per_kwh) for tier in reading.of(EnergyTier)] == [
        (0, 0),
        (1000, Decimal("0.141")),
    ]
    amounts = (*reading.of(BaseCharge), reading.of(EnergyTier)[1])
    assert {one.basis for one in amounts} == {Basis.FITTED}, "the text names none of them"
    assert not read_fees(text, (Decimal("0.29"), Decimal("0.165"), Decimal("0.143"))).is_believed


@pytest.mark.parametrize(
    "text",
    [
        "$100 credit for the first 3 months when usage is at least 1000 kWh",
        "$100 annual credit when usage is at least 1000 kWh",
        "$100 credit when usage is at least 1000 kWh on weekends",
        "$100¢ credit when usage is at least 1000 kWh",
    ],
)
def test_what_holds_for_some_time_only_is_not_proven_by_any_prices(text: str) -> None:
    assert not read_fees(text, printed(credit(100, 1000))).is_believed


def test_prices_that_rise_above_a_use_are_told_beside_the_credit_that_the_text_states() -> None:
    prices = (Decimal("0.198"), Decimal("0.135"), Decimal("0.181"))
    fees = read_fees("A bill credit of $30 for each cycle in which usage is 800 kWh or more", prices)
    assert fees.state is ReadState.CONTRADICTED
    model = model_from_prices(prices, fees, None)
    assert model.charges is None
    # Bills of 99, 135 + 30 and 362 + 30 USD.
    assert "13.2¢ from 500 to 1,000 kWh and 22.7¢ from 1,000 to 2,000" in str(model.reason)
