"""Sentences beside the charges: what leaving costs, examples, old amounts, what averages hold. And texts in a hurry."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge
from tests.documents.fee_wordings import B, C, F
from tests.documents.test_fee_wordings_fresh import is_same, printed

# ruff: noqa: E501 -- a table reads across

WORDINGS: list[tuple[str, list[Charge]]] = [
("$40 credit at 1,000 kWh or more. Ending your contract early: an early termination fee of $150, unless you move.", [C(40, 1000)]),
("$40 credit at 1,000 kWh or more. For instance a 1,200 kWh bill drops by $40.", [C(40, 1000)]),
("$40 credit at 1,000 kWh or more. The average price at 1,000 kWh above already holds this credit.", [C(40, 1000)]),
("Formerly $30, the credit is now $40 at 1,000 kWh or more.", [C(40, 1000)]),
("A $12 fee applies below 800 kWh, made up of a $7 part and a $5 part.", [F(12, 0, 799)]),
("$40 crdt per mth if usg = or > 1000", [C(40, 1000)]),
("get $40 when u hit 1000 (kWh)", [C(40, 1000)]),
("$40 bill credit kicks in at 1k kWh", [C(40, 1000)]),
("8.95 MUF under 900", [F(8.95, 0, 899)]),
("Mthly Cust Chg=$6.50", [B(6.5)]),
("Membership: $8/month. Energy is sold at cost.", [B(8)]),
("Delivery costs are built into our rate. A base charge of $8 applies monthly.", [B(8)]),
("No fee for 900 kWh and above. Under that: $18.95/mo.", [F(18.95, 0, 899)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_it_is_read_from_the_text_alone_and_with_its_prices(text: str, charges: list[Charge]) -> None:
    for reading in (read_fees(text), read_fees(text, printed(charges))):
        assert is_same(reading.items, charges), reading


@pytest.mark.parametrize(
    "text",
    [
        "A deposit may be required. Late payment penalty is 4% of the past due balance.",
        "New customers receive a one-time $40 Visa prepaid card after 90 days.",
        "NSF $20, reconnect $15",
        "Late payment penalty 4%, returned payment $20, disconnect recovery $15.",
    ],
)
def test_what_no_bill_holds_is_no_charge(text: str) -> None:
    reading = read_fees(text)
    assert reading.is_believed
    assert not reading.items


@pytest.mark.parametrize(
    "text",
    [
        "Min usage fee: $8.95 if usage <1000 kWh. Min usage fee: None.",
        "base charge: 5.95 monthly. base charge is 0.00",
        "A $60 credit is applied for usage of 1,000 kWh or more. The $60 usage credit requires at least 2,000 kWh.",
        "As long as both stay active, you are given a $7 discount on each bill.",
        "$8.95 fee, deposit required",
        "Example: at 1,000 kWh with a $40 credit your price is 8 cents",
    ],
)
def test_what_contradicts_itself_or_leaves_its_condition_elsewhere_is_not_read(text: str) -> None:
    assert not read_fees(text).is_believed


def test_a_credit_strictly_above_a_use_never_holds_at_it() -> None:
    text = "$30 credit strictly above 1,000 kWh"
    assert is_same(read_fees(text).items, [C(30, 1001)])
    assert not read_fees(text, printed([C(30, 1000)])).is_believed


def test_one_price_for_all_kwh_may_be_said_a_sentence_before() -> None:
    text = "Your total usage decides which price applies to every kWh of the month. Less than 1,000 kWh: 12.5 cents. From 1,000 kWh: 10.5 cents."
    charges = read_fees(text).items
    assert not charges or {type(charge).__name__ for charge in charges} == {"PriceByTotal"}
