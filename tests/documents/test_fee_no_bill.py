"""Amounts that no bill holds, credits of every month, denials behind a colon: in many words, with traps beside them."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F
from tests.documents.test_fee_wordings_fresh import BENT_BY, is_same, printed
from tests.documents.wording_charges import waived

# ruff: noqa: E501 -- a table reads across

WORDINGS: list[tuple[str, list[Charge]]] = [
# (1)
("$150 deposit required",[]),
("A deposit of up to $300 may be required.",[]),
("Late fee of $10. Returned check fee: $30.",[]),
("Disconnect fee $25, reconnect fee $25",[]),
("Early termination fee: $20 per month remaining in the contract",[]),
("Refer a friend and you both get $50!",[]),
("Refer a friend and earn a $50 gift card",[]),
("Refer a neighbor and receive a $25 gift card",[]),
("Get a $100 Visa gift card after 3 months of service!",[]),
("$50 Amazon gift card",[]),
("ETF $150",[]),
("Cancellation fee: $175. Late payment fee: $10.",[]),
("Start with a $50 account balance",[]),
("Cargo por cancelación de $175",[]),
("Depósito de $200. Cargo por mora de $10.",[]),
("Recomiende a un amigo y reciba $50",[]),
("Puede requerirse un depósito de $150.",[]),
("Cargo por pago tardío: $15. Cargo por reconexión: $25.",[]),
("Tarjeta de regalo de $50",[]),
("Base charge $5/month. $30 returned check fee.",[B(5)]),
("$50 credit when usage is 1,000 kWh or more. Refer a friend and get $50.",[C(50,1000)]),
("Crédito de $50 con 1,000 kWh o más. Recomiende a un amigo y reciba $25.",[C(50,1000)]),
("Daily charge of 50 cents. Initial account balance of $40.",[D(.5)]),
("Minimum usage fee $9.95 under 1,000 kWh, late fee $10, deposit of $100 may be required",[F(9.95,0,999)]),
("Cargo base $9.95 al mes. Depósito inicial de $75.",[B(9.95)]),
# (2)
("$10 bill credit each month of your contract",[C(10)]),
("$15 bill credit every month, no matter how much you use",[C(15)]),
("A $12 credit applies to every bill regardless of your usage",[C(12)]),
("$20 monthly credit at any usage level",[C(20)]),
("Crédito de $10 cada mes sin importar su consumo",[C(10)]),
("Crédito de $15 al mes independientemente del consumo",[C(15)]),
("Crédito de $10 cada mes de su plan",[C(10)]),
("Base charge of $9.95 a month no matter how much you use",[B(9.95)]),
# (3)
("$50 credit when usage exceds 1,000 kWh",[C(50,1001)]),
("$50 credit if your usage exeeds 1000 kWh",[C(50,1001)]),
("You will recieve a $50 credit if usage exceedes 1000 kWh",[C(50,1001)]),
# (4)
("$60 credit for usage over 1,000 kWh and up to 1,500 kWh",[C(60,1001,1500)]),
("$60 credit for usage above 1000 kWh up to 2000 kWh",[C(60,1001,2000)]),
("$40 credit from 500 kWh and up to 1000 kWh",[C(40,500,1000)]),
("Crédito de $60 si el consumo es mayor a 1200 kWh y hasta 2000 kWh",[C(60,1201,2000)]),
("$50 credit at 1,000 kWh and up",[C(50,1000)]),
# (5)
("$9.95 fee from 0 to 999 kWh, none at 1,000 kWh and above",[F(9.95,0,999)]),
("$50 credit at 1,000 kWh or more, N/A below 1,000 kWh",[C(50,1000)]),
("Monthly fee: none / Usage credit: $40 at 1,000 kWh or above",[C(40,1000)]),
("Base charge - N/A; minimum usage fee - $9.95 under 1000 kWh",[F(9.95,0,999)]),
("Cargo por uso mínimo - ninguno / Crédito por uso - $80 con 1000 kWh o más",[C(80,1000)]),
("Minimum usage fee: none",[]),
("Cargo base: no aplica",[]),
# (6)
("$3 monthly paper bill fee. Waived with paperless billing.",[waived(F(3), Condition.PAPERLESS)]),
("Monthly paper statement fee of $2.95. This fee does not apply to paperless customers.",[waived(F(2.95), Condition.PAPERLESS)]),
("$5 monthly fee. Fee does not apply if you choose AutoPay.",[waived(F(5), Condition.AUTOPAY)]),
("Cargo mensual de $3 por factura en papel. No aplica con facturación electrónica.",[waived(F(3), Condition.PAPERLESS)]),
# (7)
("$9.95 base charge per month. Paper bills are free.",[B(9.95)]),
("$9.95 base charge per month. Paper bill customers pay no extra charge.",[B(9.95)]),
("Cargo base de $5 al mes. Los clientes con factura en papel no pagan nada extra.",[B(5)]),
# base waived
("Customer charge $4.95 a month. Waived with AutoPay.",[waived(B(4.95), Condition.AUTOPAY)]),
("Cargo base de $9.95 al mes, eximido con pago automático",[waived(B(9.95), Condition.AUTOPAY)]),
]  # fmt: skip

REFUSED = [
"Late fee of $10 per month","$10 deposit every month","Deposit of $100 is credited to your first bill","$25 monthly late fee",
"Base charge or deposit of $100","Late fee $10, charged each month","Bill credits vary. Cancellation fee $150.","Minimum usage fee may apply. Late fee of $10.",
"$50 gift card when usage is at least 1000 kWh","$9.95 fee, deposit required","Monthly charge $9.95 late fee applies","Base charge applies. Deposit of $100.",
"$50 credit for 1,000 kWh or a $100 gift card","Refer a friend and get a $50 bill credit","$5.95 monthly paper bill fee","Paper bill fee $3. Deposit $100.",
"Usage fee applies, disconnection fee $20","Late fee $10 or base charge","Each of you gets $50","Your bill includes a deposit of $25 per month",
"$9.95 a month, $100 deposit, $30","$9.95 blorp. Deposit $100.","Blorp of $15. Late fee $10.","Deposit of $100 plus $9.95 monthly blorp","$10 bill credit","$10 bill credit every month of your plan with blorp",
"$20 credit regardless of usage for blorpers","$20 credit regardless of usage in summer","$20 credit for the first 3 months regardless of usage","$9.95 cargo y depósito","Cargo mensual. Depósito de $100.","Cargo por mora de $10 cada mes","Convenience fee $2.50","Monthly deposit of $10","Service charge: late fee $10 a bill",
"The monthly deposit balance fee is $10","Daily: deposit $10","Late fee $10 a day","Every bill: $10 disconnection fee",
"Your monthly bill will have a late fee of $10","All customers: cancellation fee $150 or $9.95 monthly","Monthly usage fee and late fee $10","Usage charge and deposit of $100",
"Monthly fee and returned check fee $30","Base charge, late fee $10","Base charge / late fee $10","Energy rate plus deposit $100 plus fixed charges","Bill credit and gift card $50","$50 gift card or bill credit","Credit or gift card of $50",
"Service fee. Late fee $10.","Low usage penalty applies. Deposit $100","A surcharge applies. Late fee: $10",
"Tarifa mensual aplica. Cargo por mora $10","Recargo y cargo por mora $10","Hay un costo mensual. Depósito $100.","A monthly cost applies. Deposit $100.","You pay monthly. Deposit $100","Nightly plan. ETF $150. Free weekends.",
"$9.95 fee under 1,000 kWh unless you pay a deposit of $100","Disconnect fee $25. Applies monthly.","Deposit of $100. Billed in 10 monthly installments.",
"Gift card of $50. Paid as a bill credit at 1,000 kWh.","Early termination fee $150. A minimum usage applies.","Deposit $100. Prepaid plan with a daily fee.",
"Refer a friend and get $50 on your bill","$20 credit regardless of usage, $50 at 1,000 kWh","Base charge $9.95. Late fee is waived with AutoPay.",
"$5.95 monthly fee. Paper bill fee does not apply if you choose paperless billing.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_what_no_bill_holds_is_passed_over_and_the_rest_is_read(text: str, charges: list[Charge]) -> None:
    for reading in (read_fees(text), read_fees(text, printed(charges))):
        assert reading.is_believed, reading.note
        assert is_same(reading.items, charges), reading.items


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_prices_that_are_no_line_leave_a_text_without_charges_unbelieved(
    text: str, charges: list[Charge]
) -> None:
    at_500, at_1000, at_2000 = printed(charges)
    for by in BENT_BY:
        assert not read_fees(text, (at_500, at_1000 + by, at_2000)).is_believed


@pytest.mark.parametrize("text", REFUSED)
def test_a_charge_that_may_be_monthly_never_passes_for_one_that_no_bill_holds(text: str) -> None:
    assert not read_fees(text).is_believed
