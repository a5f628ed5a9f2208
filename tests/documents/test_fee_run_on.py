"""Fee texts whose charges are joined without a full stop, and roles and bounds that prices may not change."""

# ruff: noqa: E501 -- a table reads across

from decimal import Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F
from tests.documents.test_fee_wordings_fresh import is_same, printed
from tests.documents.wording_charges import only

AUTOPAY = Condition.AUTOPAY
PAPERLESS = Condition.PAPERLESS

JOINED: list[tuple[str, list[Charge]]] = [
    ("You'll receive a $40 bill credit if you use 800 kWh or more in any billing cycle $9.95 monthly, waived with usage of 1,000 kWh or more", [C(40, 800), F(9.95, 0, 999)]),
    ("Get a $5 monthly credit while enrolled in AutoPay and paperless billing, daily base charge $0.33/day", [only(C(5), AUTOPAY, PAPERLESS), D(0.33)]),
    ("If your usage is lower than 1,000 kWh, then you owe a Minimum Usage Charge of $9.95 Discounts: autopay - $5.00 per month", [F(9.95, 0, 999), only(C(5), AUTOPAY)]),
    ("$5.00 Credit for every month that usage exceeds 499 kWh - If you don't use at least 1,000 kWh in a month, there's a $9.95 charge", [C(5, 500), F(9.95, 0, 999)]),
    ("Recibe un crédito de $50 en cualquier mes que consumas 1,000 kWh o más and $9.95 per month applies only to usage below 1000 kWh", [C(50, 1000), F(9.95, 0, 999)]),
    ("Minimum 1,000 kWh monthly usage or a $9.95 fee applies / Savings: $20 credit for usage of at least 2,000 kWh", [F(9.95, 0, 999), C(20, 2000)]),
    ("Use 1000kWh → get $100 credit with $9.95 Base Charge per billing cycle", [C(100, 1000), B(9.95)]),
    ("Cargo base de $7.95 mensual crédito $30 si usa 1000 kWh o más", [B(7.95), C(30, 1000)]),
    ("Under 500 kWh you pay a $15 minimum use charge, from 500 through 999 kWh it drops to $7.50, and from 1000 kWh it is gone", [F(15, 0, 499), F(7.5, 500, 999)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), JOINED)
def test_charges_without_a_full_stop_between_them_are_read_with_their_prices(
    text: str, charges: list[Charge]
) -> None:
    proved = read_fees(text, printed(charges))
    assert proved.is_believed, proved.note
    assert is_same(proved.items, charges), proved.items
    alone = read_fees(text)
    assert not alone.is_believed or is_same(alone.items, charges), alone.items


@pytest.mark.parametrize(
    "text",
    [
        "Cargo base de $9.95 por mes, sin cargo base.",
        "Bill credit of 1,000 when usage is $50 or more.",
        "$9.95 fee under 1,000 kWh unless you pay a deposit of $100",
        "Credit of $50, 12 cents daily credit fee",
    ],
)
def test_a_text_at_odds_with_itself_is_left_unread(text: str) -> None:
    assert not read_fees(text).is_believed


@pytest.mark.parametrize(
    ("stated", "changed"),
    [("$9.95 base charge per month", "$21.95"), ("Base charge: $0.40 per day", "$1.40")],
)
def test_a_charge_of_every_bill_is_no_more_than_the_prices_leave_room_for(stated: str, changed: str) -> None:
    charges: list[Charge] = [D(0.4)] if "day" in stated else [B(9.95)]
    prices = printed(charges)
    assert read_fees(stated, prices).is_believed
    text = stated.replace("$9.95", changed).replace("$0.40", changed)
    assert not read_fees(text, prices).is_believed


def test_a_small_fee_behind_a_credit_is_left_to_the_prices() -> None:
    text = "Bill credit of $150 for 2,000 kWh and more / $9.95 para el uso menor de 800 kWh"
    assert not read_fees(text).is_believed
    proved = read_fees(text, printed([C(150, 2000), F(9.95, 0, 799)]))
    assert {(type(one).__name__, one.usd) for one in proved.items if hasattr(one, "usd")} == {
        ("UsageCredit", Decimal(150)),
        ("UsageFee", Decimal("9.95")),
    }
