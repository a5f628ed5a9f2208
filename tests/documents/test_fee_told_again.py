"""Fee texts that say of a charge what takes its place, ends with its condition, or is the utility's."""

from decimal import Decimal

import msgspec
import pytest

from choosemypower.documents.fee_proof import read_fees
from choosemypower.plans.charges import Charge, Condition, UsageCredit, UsageFee

TEXTS: list[tuple[str, list[Charge]]] = [
    (
        "Under 1,000 kWh a fee of $8.99 is assessed. "
        "Under 500 kWh a fee of $17.99 is assessed in lieu of the $8.99 fee.",
        [
            UsageFee(usd=Decimal("8.99"), min_kwh=500, max_kwh=999),
            UsageFee(usd=Decimal("17.99"), min_kwh=0, max_kwh=499),
        ],
    ),
    (
        "$4 monthly AutoPay discount. If you stop AutoPay the discount will be removed.",
        [UsageCredit(usd=Decimal(4), min_kwh=0, max_kwh=None, conditions=(Condition.AUTOPAY,))],
    ),
    ("$15 fee per remaining month if you cancel early. Late payments incur a 5% charge.", []),
]
REFUSED = [
    "If you stop AutoPay the discount will be removed. $4 monthly discount.",
    "Late payments incur a 5% charge. A monthly charge applies.",
    "Our base charge and the fees charged by Oncor are on each bill.",
    "Minimum usage fee of $9 under 1,000 kWh in lieu of the $4 base charge.",
]


@pytest.mark.parametrize(("text", "charges"), TEXTS)
def test_it_is_read_from_the_text_alone(text: str, charges: list[Charge]) -> None:
    reading = read_fees(text)
    assert reading.is_believed, reading.note
    assert [msgspec.structs.replace(one, sentence=None) for one in reading.items] == charges


@pytest.mark.parametrize("text", REFUSED)
def test_what_leaves_a_charge_open_is_not_read(text: str) -> None:
    assert not read_fees(text).is_believed
