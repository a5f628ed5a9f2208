"""Turns of phrase and lists that say what the table of phrases knows in other words."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import BaseCharge, Charge
from tests.documents.fee_wordings import B, C, D, F
from tests.documents.test_fee_wordings_fresh import is_same, printed

# ruff: noqa: E501 -- a table reads across

WORDINGS: list[tuple[str, list[Charge]]] = [
("A daily customer charge of 35 cents is deducted from the prepaid balance.", [D(0.35)]),
("Each day 35 cents is deducted from your account as a service charge.", [D(0.35)]),
("Base fee of 35 cents a day ($10.50 for a 30 day month).", [D(0.35)]),
("Daily access charge: 35¢ (about $10.50 a month).", [D(0.35)]),
("Prepaid plan. $0.35 per-day access fee. No deposit.", [D(0.35)]),
("Cada día se descuentan 35 centavos de su saldo como cargo de servicio.", [D(0.35)]),
("Base charge of $9.95 is billed one time each month.", [B(9.95)]),
("Monthly Base Charge = $9.95, assessed once per bill.", [B(9.95)]),
("Cargo base de $9.95, una vez por ciclo de facturación.", [B(9.95)]),
("Highlights: - fixed price - $50 monthly credit from 1,000 kWh to 2,500 kWh - online account", [C(50, 1000, 2500)]),
("- $50 credit: 1,000 kWh - 2,500 kWh - No monthly fee", [C(50, 1000, 2500)]),
("* 24 month term * $50 bill credit when usage is 1,000-2,500 kWh * 100% renewable", [C(50, 1000, 2500)]),
("Credits: (a) $40 for usage of 1,000 to 2,000 kWh (b) $10 each month at any usage.", [C(10), C(40, 1000, 2000)]),
("You get two credits. First, $10 on every bill regardless of usage. Second, $40 when you use between 1,000 and 2,000 kWh.", [C(10), C(40, 1000, 2000)]),
("A Usage Charge of $9.00 is billed every month except those where 1000 kWh or more is used", [F(9, 0, 999)]),
("Every bill has a $9 fee except bills of 1,000 kWh and up.", [F(9, 0, 999)]),
("Se cobra $9.00 cada mes excepto los meses con 1,000 kWh o más.", [F(9, 0, 999)]),
("Double the savings: $50 at 1,000 kWh and an additional $50 at 2,000 kWh.", [C(50, 1000), C(50, 2000)]),
("We'll subtract $75 each billing cycle your consumption isn't under 1,000 kWh.", [C(75, 1000)]),
("Use 500 kWh or less and $15 is credited back.", [C(15, 0, 500)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_a_turn_of_phrase_says_the_same(text: str, charges: list[Charge]) -> None:
    reading = read_fees(text, printed(charges))
    assert reading.is_believed
    assert is_same(reading.items, charges), reading


@pytest.mark.parametrize(
    "text", ["Welcome gift: $9.95 credit, given once.", "An account set-up charge of $9.95 is billed once."]
)
def test_what_is_billed_once_is_not_of_every_month(text: str) -> None:
    reading = read_fees(text, printed([]))
    assert not [one for one in reading.items if isinstance(one, BaseCharge) and one.usd]


def test_a_base_charge_that_is_credited_back_is_no_credit() -> None:
    text = "The base charge of $9.95 is credited back when you use 1,000 kWh or more."
    assert is_same(read_fees(text, printed([F(9.95, 0, 999)])).items, [F(9.95, 0, 999)])
