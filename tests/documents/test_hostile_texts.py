"""Texts written to hold up a reader: refused at once, or read as if the idle part were not there."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_fees, read_label
from choosemypower.documents.label_text import MOST_CHARACTERS
from choosemypower.plans.charges import ReadState, UsageCredit
from tests.documents.labels import PLAIN, a_label

CREDIT = "A $50 bill credit applies in any billing cycle with usage of at least 1,000 kWh. "
PRICES = (Decimal("0.178"), Decimal("0.124"), Decimal("0.147"))


@pytest.mark.parametrize(
    "idle",
    [
        "energy charge: 8¢ ",
        "8¢/kWh up to 500 kWh, ",
        "8¢ per kWh for the first 500 kWh / ",
        "1.",
        "1,",
        "0-",
        "(",
        "&",
        "$",
        "¢",
        "no fee below 500 kWh, ",
    ],
)
def test_a_fee_text_of_many_figures_or_marks_is_refused(idle: str) -> None:
    for text in (idle * 160, CREDIT + idle * 160):
        reading = read_fees(text, PRICES)
        assert reading.state is ReadState.UNREAD
        assert "too long" in reading.note


def test_a_fee_text_of_many_words_is_refused_only_where_no_listing_has_as_many() -> None:
    words = "Prices do not change during the term of the contract. "
    reading = read_fees(CREDIT + words * 10, PRICES)
    assert reading.state is ReadState.PROVEN
    assert [one.usd for one in reading.of(UsageCredit)] == [50]
    assert "too long" in read_fees(CREDIT + words * 60, PRICES).note


@pytest.mark.parametrize("idle", ["500", "1,", "1.", "1..", "1,,", "1 .", "500 kWh ", "12 ", "(", "each "])
def test_a_label_behind_idle_figures_is_read_as_without_them(idle: str) -> None:
    label = a_label("Energy Charge 6.9000¢ per kWh\n", PLAIN)
    charges = read_label(label).charges
    assert charges is not None
    rest = MOST_CHARACTERS - len(label) - 2
    longer = f"{label}\n{(idle * rest)[:rest]}\n"
    assert read_label(longer).charges in (charges, None)
    assert not read_label((idle * rest)[:rest]).is_label
