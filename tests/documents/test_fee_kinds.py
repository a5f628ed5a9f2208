"""Kinds of fee texts that several people said in their own way: one amount for several uses, fees waived, free nights."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, F
from tests.documents.test_fee_wordings_fresh import is_same, printed
from tests.documents.wording_charges import waived

# ruff: noqa: E501 -- a table reads across

WORDINGS: list[tuple[str, list[Charge]]] = [
("$25 bill credit each at 1,000 and 1,500 kWh", [C(25, 1000), C(25, 1500)]),
("Earn a $25 bill credit at 500 kWh, 1,000 kWh and again at 1,500 kWh", [C(25, 500), C(25, 1000), C(25, 1500)]),
("A $30 credit is given at each of these levels: 1,000 kWh and 2,000 kWh", [C(30, 1000), C(30, 2000)]),
("Crédito de $30 a los 1,000 y a los 2,000 kWh, cada uno", [C(30, 1000), C(30, 2000)]),
("Base charge of $9.95 per month. Free nights from 9 pm to 6 am.", [B(9.95)]),
("Free nights and a base charge of $4.95 per month", [B(4.95)]),
("Base charge $9.95. Free electricity on weekends.", [B(9.95)]),
("Noches gratis con un cargo base de $9.95 al mes", [B(9.95)]),
("$4.95 monthly fee waived with AutoPay", [waived(F(4.95), Condition.AUTOPAY)]),
("$4.95 per month charge. Waived with AutoPay.", [waived(F(4.95), Condition.AUTOPAY)]),
("A $5 monthly charge applies unless you are enrolled in AutoPay", [waived(F(5), Condition.AUTOPAY)]),
("A $4.95 fee applies to customers who are not on AutoPay", [waived(F(4.95), Condition.AUTOPAY)]),
("$5 fee if not enrolled in AutoPay", [waived(F(5), Condition.AUTOPAY)]),
("Cargo mensual de $5, eximido con pago automático", [waived(F(5), Condition.AUTOPAY)]),
("Minimum usage 1,000 kWh. $9.95 fee if not met", [F(9.95, 0, 999)]),
("$9.95 fee if minimum usage of 800 kWh is not met", [F(9.95, 0, 799)]),
("Minimum usage requirement: 500 kWh. Fee if not met: $14.95", [F(14.95, 0, 499)]),
("Uso mínimo: 800 kWh. Si no se cumple, cargo de $9.95", [F(9.95, 0, 799)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_it_is_read_from_the_text_alone_and_with_its_prices(text: str, charges: list[Charge]) -> None:
    for reading in (read_fees(text), read_fees(text, printed(charges))):
        assert is_same(reading.items, charges), reading


@pytest.mark.parametrize(
    "text",
    [
        "$5 monthly discount for AutoPay and blorp",
        "$10 credit with AutoPay and blorp billing",
        "$5 off each month with blorp and paperless billing",
        "$5.00 monthly discount when you stay enrolled in blorp pay and e-bill",
        "Descuento de $5 al mes con pago automático y blorp",
    ],
)
def test_a_second_condition_that_is_not_known_is_not_left_out(text: str) -> None:
    assert not read_fees(text).is_believed


def test_a_credit_for_some_hours_only_is_not_read() -> None:
    assert not read_fees("$10 credit for usage of 500 kWh from 9 pm to 6 am").is_believed


def test_one_amount_for_two_uses_without_a_word_that_adds_it_is_left_to_the_prices() -> None:
    text, charges = "A $30 credit at 1,000 and 2,000 kWh", [C(30, 1000), C(30, 2000)]
    assert not read_fees(text).is_believed
    assert is_same(read_fees(text, printed(charges)).items, charges)


def test_a_base_charge_credited_back_is_no_credit_without_the_charge() -> None:
    text = "The $14.95 base charge is credited back to you if you use 1,000 kWh or more"
    assert not read_fees(text).is_believed
    assert not read_fees(text, printed([F(14.95, 0, 999)])).is_believed
