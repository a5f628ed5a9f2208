"""Two texts of one offer that state other money for the same thing."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_fees, stated_otherwise

FEES = "No base charge. $125 bill credit each month your usage is 1,000 kWh or more."


@pytest.mark.parametrize(
    ("terms", "usd"),
    [
        ("Use 1,000 kWh or more and get a $100 usage credit.", ["100"]),
        ("Si consumes 1,000 kWh o más, recibirás un crédito de $100 en tu factura.", ["100"]),
        ("Get a $125 usage credit when you use 1,000 kWh or more.", []),
        ("Get a $100 usage credit when you use 2,000 kWh or more.", []),
        ("Monthly base charge $4.95.", ["4.95"]),
        ("$100 gift card after 60 days.", []),
        ("Simple and honest.", []),
    ],
)
def test_other_money_for_the_same_thing_is_found(terms: str, usd: list[str]) -> None:
    assert [one.usd for one in stated_otherwise(read_fees(FEES), terms)] == [Decimal(one) for one in usd]
