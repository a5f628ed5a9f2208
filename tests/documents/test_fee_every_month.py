"""Credits of every bill, gifts, texts that only say what there is not, with the same words beside a real charge."""

import msgspec
import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S
from tests.documents.test_fee_wordings_fresh import is_same, printed
from tests.documents.wording_charges import waived

# ruff: noqa: E501 -- a table reads across

WORDINGS: list[tuple[str, list[Charge]]] = [
("$5 monthly bill credit",[C(5)]),
("$5 off every month",[C(5)]),
("Crédito mensual de $5",[C(5)]),
("Monthly bill credit of $5. Cancel anytime.",[C(5)]),
("A $12 credit is applied to every bill. No base charge.",[C(12)]),
("A charge of $0.50 for every day in your billing period",[D(.5)]),
("$0.50 per day for each day in your billing cycle",[D(.5)]),
("Free smart speaker (a $99 value). Base charge: $9.95/month.",[B(9.95)]),
("Termostato gratis (valorado en $249). Cargo base de $5 al mes.",[B(5)]),
("Usage credit (a $50 value) when over 1,000 kWh",[C(50,1001)]),
("$100 Visa gift card after 90 days. No minimum usage fee. $9.95 base charge per month.",[B(9.95)]),
("$50 gift card plus $25 bill credit over 1,000 kWh",[C(25,1001)]),
("Gift card of $50, $9.95 fee below 1000 kWh",[F(9.95,0,999)]),
("Simple pricing, no gimmicks",[]),
("100% renewable energy. No hidden fees.",[]),
("Tarifa fija simple. Sin cargos ocultos.",[]),
("Same low rate no matter how much you use. No tricks.",[]),
("A setup fee of $15 is charged to each new customer's first bill, one time",[S(15)]),
("A $5 bill credit is applied every month. AutoPay required.",[msgspec.structs.replace(C(5), conditions=(Condition.AUTOPAY,))]),
("$9.95 monthly fee below 1,000 kWh. The fee is waived with AutoPay.",[waived(F(9.95,0,999), Condition.AUTOPAY)]),
]  # fmt: skip

REFUSED = [
"Base charge - none first month, then $9.95","Base charge $0 first month, then $9.95","No base charge the first month, then $9.95 per month",
"Base charge waived first month, $9.95 after","Sin cargo base el primer mes, luego $9.95","A $5 bill credit is applied every month to seniors.",
"A $5 bill credit is applied every month. Must be a homeowner.",
"A $5 bill credit is applied every month if you blorp.","A $5 bill credit every month for 12 months.","$5 bill credit each month for blorpers",
"Daily charge of $0.33 for each day of the billing cycle. Weekends only.",
"Free nights. Simple pricing.","Simple pricing. See EFL for fees.","No hidden fees. A minimum usage fee applies.","No minimum usage fee, base charge applies",
"No usage fee, but a base charge applies","Sin cargo por uso mínimo, se aplica cargo base","The price you see is the price you pay unless you use less than 1,000 kWh",
"No gimmicks! Just one low rate, plus a monthly fee.","No gimmicks. Usage fee under 1000 kWh.","No tricks. $5.","Receive $50 each month on a gift card",
"Get a $50 gift card when you use 1,000 kWh. Base charge or fee.","$50 gift card or bill credit when usage is over 1,000 kWh",
"A base charge of $9.95 will be added to your first bill.",]  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_a_credit_of_every_bill_and_a_text_without_charges_are_read(text: str, charges: list[Charge]) -> None:
    for reading in (read_fees(text), read_fees(text, printed(charges))):
        assert reading.is_believed, reading.note
        assert is_same(reading.items, charges), reading.items


@pytest.mark.parametrize("text", REFUSED)
def test_a_charge_of_some_bills_or_homes_never_passes_for_one_of_every_bill(text: str) -> None:
    assert not read_fees(text).is_believed


def test_a_fee_that_autopay_waives_is_proven_whether_or_not_the_averages_hold_it() -> None:
    charges: list[Charge] = [waived(F(9.95, 0, 999), Condition.AUTOPAY)]
    text = "$9.95 monthly fee below 1,000 kWh. The fee is waived with AutoPay."
    held, not_held = read_fees(text, printed(charges)), read_fees(text, printed([]))
    assert held.is_believed
    assert held.averages_meet == ()
    assert not_held.is_believed
    assert not_held.averages_meet is None
