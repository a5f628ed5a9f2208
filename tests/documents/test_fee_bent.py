"""Prices that were bent prove no reading that the words make unlikely, and none that the words deny."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import BaseCharge, Charge, ReadState, UsageCredit, UsageFee

Prices = tuple[Decimal, Decimal, Decimal]


def bills(usd_500: str, usd_1000: str, usd_2000: str) -> Prices:
    """Three prices that come to these bills exactly."""
    return Decimal(usd_500) / 500, Decimal(usd_1000) / 1000, Decimal(usd_2000) / 2000


def line_with(*charges: UsageCredit | UsageFee | BaseCharge) -> Prices:
    """The prices of 12 cents and 5 USD a month with these charges."""
    found = []
    for kwh in (500, 1000, 2000):
        usd = Decimal(5) + kwh * Decimal("0.12")
        for one in charges:
            if isinstance(one, BaseCharge):
                usd += one.usd
            elif one.min_kwh <= kwh and (one.max_kwh is None or kwh <= one.max_kwh):
                usd += one.usd if isinstance(one, UsageFee) else -one.usd
        found.append(str(usd))
    return bills(*found)


def credit(usd: str, min_kwh: int = 0, max_kwh: int | None = None) -> UsageCredit:
    return UsageCredit(usd=Decimal(usd), min_kwh=min_kwh, max_kwh=max_kwh)


def fee(usd: str, min_kwh: int = 0, max_kwh: int | None = None) -> UsageFee:
    return UsageFee(usd=Decimal(usd), min_kwh=min_kwh, max_kwh=max_kwh)


SAID_AND_BENT: tuple[tuple[str, tuple[Charge, ...], tuple[Charge, ...]], ...] = (
    (
        "Households at or under 1,000 kWh see a $12 small home charge; above 1,000 kWh none is billed.",
        (fee("12", 0, 1000),),
        (fee("12", 1001),),
    ),
    (
        "There is a $6 thank-you credit on every bill and a $30 usage credit on bills that reach 1,000 kWh.",
        (credit("6"), credit("30", 1000)),
        (credit("6", 0, 999), credit("30", 1000)),
    ),
    (
        "There is a $6 thank-you credit on every bill and a $30 usage credit on bills that reach 1,000 kWh.",
        (credit("6"), credit("30", 1000)),
        (credit("6", 1000), credit("30", 1000)),
    ),
    (
        "$9.95 customer charge, becomes $0 once 1,000 kWh are used",
        (fee("9.95", 0, 999),),
        (fee("9.95", 1000),),
    ),
    (
        "Bill credits: 1000 kWh or more $55; 2000 kWh or more addt'l $25",
        (credit("55", 1000), credit("25", 2000)),
        (credit("55", 1000, 1999), credit("25", 2000)),
    ),
    (
        "Homes that use over 1,000 kWh receive $80 off that month. No credit at 1,000 kWh or below.",
        (credit("80", 1001),),
        (credit("80", 1000),),
    ),
)


@pytest.mark.parametrize(("text", "said", "bent"), SAID_AND_BENT)
def test_prices_prove_no_reading_that_the_words_make_unlikely(
    text: str, said: tuple[UsageCredit, ...], bent: tuple[UsageCredit, ...]
) -> None:
    reading = read_fees(text, line_with(*said))
    assert reading.is_believed
    assert not read_fees(text, line_with(*bent)).is_believed


def test_a_charge_that_ends_with_its_use_is_no_charge_of_every_month() -> None:
    text = (
        "Locked for 12 months monthly fee of $9.95 if usage drops under 1000 kWh $150 early termination fee"
    )
    assert read_fees(text, line_with(fee("9.95", 0, 999))).state is ReadState.PROVEN
    assert not read_fees(text, line_with()).is_believed


def test_over_a_use_may_mean_that_use_too_where_the_prices_say_so() -> None:
    text = "Earn $45 off when you use over 1,000 kWh."
    for min_kwh in (1000, 1001):
        reading = read_fees(text, line_with(credit("45", min_kwh)))
        assert reading.state is ReadState.PROVEN
        assert [one.min_kwh for one in reading.of(UsageCredit)] == [min_kwh]


def test_a_use_that_does_not_qualify_is_outside_of_its_credit() -> None:
    text = "Requirement: consumption greater than 1,000 kWh for a $40 bill credit. Exactly 1,000 kWh does not qualify."
    assert read_fees(text, line_with(credit("40", 1001))).is_believed
    assert not read_fees(text, line_with(credit("40", 1000))).is_believed


CONTRADICTIONS = (
    ("$9.95 fee for usage of 500 to 999 kWh, no fee from 500 kWh", fee("9.95", 500, 999)),
    ("A $12 fee applies up to 999 kWh. There is no fee from 800 kWh.", fee("12", 0, 999)),
    ("Low usage charge: less than 1000 kWh = $8.50, 900 kWh or greater = $0.00", fee("8.50", 0, 999)),
    (
        "$70 back between 1,000 and 2,000 kWh. No credit below 900 or above 2,000 kWh.",
        credit("70", 1000, 2000),
    ),
    ("$80 credit at 2000 kWh or more. If usage is 1799 or lower no credit.", credit("80", 2000)),
    (
        "Crédito de $55 por mes a partir de 1000 kWh; no aplica para consumo menor a 800 kWh.",
        credit("55", 1000),
    ),
    ("500-1099 kWh: $25 credit. 1,000+ kWh: $75 credit.", (credit("25", 500, 999), credit("75", 1000))),
    ("Usage charge: 0-999 kWh = $8.50 ; 1200+ kWh = $0.00", fee("8.50", 0, 999)),
    ("Energy credit: $.00 for 0-799 kWh, $90.00 for 1000 kWh+", credit("90", 1000)),
    ("1000 up to 2000 kWh ... $65 credit. Over 2200 ... $0", credit("65", 1000, 2000)),
    ("At 1200 kWh and beyond there is no fee. Under 1,000 kWh: $10 fee", fee("10", 0, 999)),
    (
        "At least 800 kWh earns $15, at least 1,600 kWh earns $40 instead of $16.",
        (credit("15", 800, 1599), credit("40", 1600)),
    ),
)


@pytest.mark.parametrize(("text", "charge"), CONTRADICTIONS)
def test_a_text_that_denies_what_it_states_is_refused_whatever_the_prices(
    text: str, charge: UsageCredit | UsageFee | tuple[UsageCredit, ...]
) -> None:
    charges = charge if isinstance(charge, tuple) else (charge,)
    for prices in (None, line_with(*charges)):
        reading = read_fees(text, prices)
        assert not reading.is_believed
        assert reading.note


def test_an_amount_without_a_sign_beside_the_name_of_a_charge_is_not_passed_over() -> None:
    text = "6.95 base (all usage)  minus 60.00 credit when 1,000kWh+ used"
    reading = read_fees(text, line_with(BaseCharge(usd=Decimal("6.95")), credit("60", 1000)))
    assert not reading.is_believed or reading.base_usd == Decimal("6.95")


OF_SOME_HOMES = (
    "$45 bill credit at 1,000 kWh or more, $7 fee below 500 kWh, neither for renters",
    "$45 bill credit at 1,000 kWh or more. Not offered to renters.",
    "$45 credit at 1,000 kWh or more. Neither applies to tenants.",
    "$45 bill credit at 1,000 kWh or more. Students are not eligible.",
    "$45 de crédito con 1,000 kWh o más. No es válido para inquilinos.",
    "Your first-month credit of $45 at 1,000 kWh",
    "Enroll and get a smart thermostat worth $45 for homes using 1,000 kWh or more",
)


@pytest.mark.parametrize("text", OF_SOME_HOMES)
def test_what_some_homes_or_bills_do_not_get_is_refused_whatever_the_prices(text: str) -> None:
    for prices in (None, line_with(credit("45", 1000)), line_with(credit("45", 1000), fee("7", 0, 499))):
        assert not read_fees(text, prices).is_believed


def test_what_leaving_costs_some_homes_limits_no_credit() -> None:
    text = "$45 bill credit at 1,000 kWh or more. No early termination fee for seniors 65 and over."
    assert read_fees(text, line_with(credit("45", 1000))).is_believed


def test_a_credit_that_is_worth_its_amount_is_read() -> None:
    text = "A monthly bill credit worth $45 for homes using 1,000 kWh or more"
    assert read_fees(text, line_with(credit("45", 1000))).state is ReadState.PROVEN


def test_a_use_behind_an_amount_and_a_comma_is_no_part_of_the_amount() -> None:
    reading = read_fees("Fee below 500 kWh: $15, 500 kWh or more: none", line_with(fee("15", 0, 499)))
    assert [(one.usd, one.max_kwh) for one in reading.of(UsageFee)] == [(15, 499)]


SAID_RIGHTLY = (
    ("500-1000 kWh: $25 credit. 1,000+ kWh: $75 credit.", (credit("25", 500, 999), credit("75", 1000))),
    ("Usage charge: 0-999 kWh = $8.50 ; 1000+ kWh = $0.00", (fee("8.50", 0, 999),)),
    (
        "At least 800 kWh earns $15, at least 1,600 kWh earns $40 instead of $15.",
        (credit("15", 800, 1599), credit("40", 1600)),
    ),
    ("A home of 1,500 to 2,500 kWh fits best. $45 credit at 1,000 kWh or more.", (credit("45", 1000),)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), SAID_RIGHTLY)
def test_what_a_text_only_says_again_is_read(text: str, charges: tuple[UsageCredit | UsageFee, ...]) -> None:
    assert read_fees(text, line_with(*charges)).state is ReadState.PROVEN
