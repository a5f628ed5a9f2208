"""The upper end of a credit in whatever words: it is read, or the text is not."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import UsageCredit, UsageFee
from tests.documents.fee_wordings import C, F
from tests.documents.test_fee_wordings_fresh import printed

HEADS = ("$100 bill credit from 1,000 kWh", "Get $100 off for usage that starts at 1,000 kWh")


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    "end",
    [
        " and tops out at 2,000 kWh.",
        " and maxes out at 2,000 kWh.",
        " with a ceiling of 2,000 kWh.",
        " (max 2,000 kWh).",
        " and is lost beyond 2,000 kWh.",
        ", capped at 2,000 kWh.",
        " but no higher than 2,000 kWh.",
    ],
)
def test_the_end_of_a_credit_is_read(head: str, end: str) -> None:
    (credit,) = read_fees(head + end, printed([C(100, 1000, 2000)])).items
    assert isinstance(credit, UsageCredit)
    assert (credit.min_kwh, credit.max_kwh) == (1000, 2000)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    "end", ["; it blorps at 2,000 kWh.", " (blorp 2,000 kWh).", " with a 2,000 kWh blorp."]
)
@pytest.mark.parametrize("last_kwh", [1999, 2000, None])
def test_an_end_in_words_that_nobody_knows_is_never_left_out(
    head: str, end: str, last_kwh: int | None
) -> None:
    reading = read_fees(head + end, printed([C(100, 1000, last_kwh)]))
    assert not reading.is_believed


@pytest.mark.parametrize("end", ["with a 300 kWh blorp", "(blorp 300 kWh)"])
def test_a_beginning_in_words_that_nobody_knows_is_never_left_out(end: str) -> None:
    reading = read_fees(f"$9.95 fee for usage under 1,000 kWh {end}.", printed([F(9.95, 300, 999)]))
    assert not any(isinstance(one, UsageFee) and one.usd == Decimal("9.95") for one in reading.items)


@pytest.mark.parametrize(
    "text",
    [
        "$100 credit from 1,000 kWh, customers over 65 only.",
        "$100 credit at 1,000 kWh every other month.",
        "One $100 credit per contract when usage is 1,000 kWh or more.",
        "$100 credit at 1,000 kWh; limited to four per year.",
        "$100 credit on even-numbered bills of 1,000 kWh or more.",
        "$100 credit each quarter with 1,000 kWh or more.",
        "- $100 credit - 1,000 kWh - first bill only",
        "1) $100 credit at 1,000 kWh 2) for veterans",
        "$100 credit except months with 1,000 kWh or more.",
    ],
)
def test_a_credit_of_some_months_or_homes_is_not_proven_as_one_of_all(text: str) -> None:
    assert not read_fees(text, printed([C(100, 1000)])).is_believed


def test_what_a_credit_comes_to_in_a_year_is_no_limit() -> None:
    text = "You get a $100 credit any month your home uses 1,000 kWh or more - that's up to $1,200 a year!"
    assert read_fees(text, printed([C(100, 1000)])).is_believed
