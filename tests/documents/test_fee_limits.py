"""Texts that name a limit of usage twice: a reading has every limit, and no price settles a contradiction."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import ReadState, UsageFee
from tests.documents.fee_wordings import C, F
from tests.documents.test_fee_wordings_fresh import printed

TWICE = {
    "A $25 bill credit each month you use 1,000 kWh or more; in months below {} kWh there is no credit.": C,
    "Si usted gasta 1000 kWh o mas le damos un credito de $25, si gasta menos de {} kWh no hay credito.": C,
    "Le damos un credito de $25 con 1000 kWh o mas; el credito es a partir de {} kWh.": C,
    "A monthly service fee of $25 is added for usage at or below 999 kWh; waived at {} kWh.": F,
    "A $25 usage fee applies below 1,000 kWh. Homes at or above {} kWh pay none.": F,
}


@pytest.mark.parametrize("text", TWICE)
def test_a_limit_that_contradicts_the_other_leaves_the_text_unread(text: str) -> None:
    charge = TWICE[text](25, 1000) if TWICE[text] is C else TWICE[text](25, 0, 999)
    prices = printed([charge])
    assert read_fees(text.format("1,000"), prices).state is ReadState.PROVEN
    for other in ("500", "2,000"):
        assert read_fees(text.format(other), prices).state is not ReadState.PROVEN, other


def test_a_use_that_the_average_prices_are_for_is_no_limit() -> None:
    text = "A $25 bill credit at 1,000 kWh or more. The average price of homes under 2,000 kWh holds it."
    assert read_fees(text, printed([C(25, 1000)])).state is ReadState.PROVEN


@pytest.mark.parametrize("said", ["Only on your first bill.", "Only in your first month."])
def test_a_sentence_that_keeps_a_charge_for_some_bills_leaves_the_text_unread(said: str) -> None:
    for text in ("E-Bill and AutoPay customers save $3 every month.", "$5 AutoPay discount each month."):
        assert read_fees(text).items
        assert not read_fees(f"{text} {said}").is_believed


@pytest.mark.parametrize(
    "said", ["and it's waived otherwise", "but is not billed in any other month", "waived otherwise"]
)
def test_what_is_waived_otherwise_is_due_within_its_limit(said: str) -> None:
    text = f"A $12.95 low usage charge is billed in any month with fewer than 650 kWh, {said}."
    for prices in (None, printed([F(12.95, 0, 649)])):
        reading = read_fees(text, prices)
        assert [(one.usd, one.min_kwh, one.max_kwh) for one in reading.of(UsageFee)] == [
            (Decimal("12.95"), 0, 649)
        ]
