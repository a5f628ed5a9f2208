"""Credits of some bills, for some homes, and amounts of no role, in many words; with traps beside each kind."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge, Condition, UsageCredit
from tests.documents.fee_wordings import B, C, F
from tests.documents.test_fee_wordings_fresh import is_same, printed
from tests.documents.wording_charges import in_bills, only, waived

# ruff: noqa: E501 -- a table reads across

YEAR = range(1, 13)

WORDINGS: list[tuple[str, list[Charge]]] = [
("Bill credit of $100 in your 12th month when usage is at least 1000 kWh",[in_bills(C(100,1000), 12)]),
("Get $10 off monthly for the first year with 1,000 kWh or more",[in_bills(C(10,1000), *YEAR)]),
("$10 credit every month of your plan for the first year",[in_bills(C(10), *YEAR)]),
("$50 credit on your third bill",[in_bills(C(50), 3)]),
("Crédito de $50 en la primera factura",[in_bills(C(50), 1)]),
("$50 descuento en la primera factura con 1,000 kWh",[in_bills(C(50,1000), 1)]),
("$100 credit on your 12th bill",[in_bills(C(100), 12)]),
("Crédito de $50 en la tercera factura",[in_bills(C(50), 3)]),
("$20 credit regardless of usage on your first bill",[in_bills(C(20), 1)]),
("A $50 credit will be applied to a new customer's first bill.",[in_bills(C(50), 1)]),
("$9.95 base charge per month. $50 credit on your first bill.",[B(9.95), in_bills(C(50), 1)]),
("$20 bill credit each month for the first 3 months, $9.95 fee below 1,000 kWh",[in_bills(C(20), 1, 2, 3), F(9.95,0,999)]),
("$50 credit on each of your first three bills",[in_bills(C(50), 1, 2, 3)]),
("Crédito mensual de $20 durante los primeros tres meses",[in_bills(C(20), 1, 2, 3)]),
("Crédito de $20 en cada una de sus primeras 3 facturas",[in_bills(C(20), 1, 2, 3)]),
("Monthly bill credit of $5 for EV owners",[only(C(5), Condition.VEHICLE)]),
("$10 monthly credit if you drive an electric vehicle",[only(C(10), Condition.VEHICLE)]),
("$15 credit at 1,000 kWh for EV owners",[only(C(15,1000), Condition.VEHICLE)]),
("Use promo code SAVE5 for $5 off each month",[only(C(5), Condition.PROMO_CODE)]),
("$5 off each month with promo code 1000",[only(C(5), Condition.PROMO_CODE)]),
("$5 monthly credit when you bundle with our home internet",[only(C(5), Condition.BUNDLE)]),
("If not enrolled in autopay, an extra $4.95 is added to your bill each month.",[waived(B(4.95), Condition.AUTOPAY)]),
("Oncor delivery charges ($4.23 per month and 5.58 cents per kWh) are passed through. $4.95 monthly fee.",[B(4.95)]),
("Usage below 1000 kWh/mo. incurs a $9.95/mo. fee; Our Bill Credit pays you $100 each month for usage of at least 1,000 kWh",[F(9.95,0,999), C(100,1000)]),
("Late fee of 5%",[]),
("Cancellation fee $20 per month remaining; does not apply if you move.",[]),
("Cancellation fee $150 and a monthly fee of $5",[B(5)]),
("Small home credit: $10 per month for usage of 500 kWh or less.",[C(10,0,500)]),
("35.00 bill credit if you use 1000 kWh or more",[C(35,1000)]),
("$100 credit from 1,000 kWh. You pay $9.95 below 800 kWh.",[C(100,1000), F(9.95,0,799)]),
("Usage credit: $100 if ≥ 1000 kWh, $30 if < 1000 kWh",[C(100,1000), C(30,0,999)]),
("$100 credit at 1,000 kWh; $9.95 is assessed below 800 kWh",[C(100,1000), F(9.95,0,799)]),
("$100 credit at 1,000 kWh. Minimum energy charge of $9.95 below 800 kWh",[C(100,1000), F(9.95,0,799)]),
("Crédito de $100 desde 1,000 kWh. Por usar menos de 500 kWh se agregan $5 a su factura",[C(100,1000), F(5,0,499)]),
]  # fmt: skip

REFUSED = [
"$50 credit after 3 bills","$50 credit on your bill after the first 3 months","$9.95 monthly fee after the first 6 months",
"Base charge $9.95, first month free","$10 monthly credit except on your first bill","$10 monthly credit starting with your second bill",
"$10 monthly credit from the second bill on","$10 credit every third bill","$10 monthly credit until your third bill",
"$10 credit each month not including the first 3 months","$50 credit on your first bill if you use 1,000 kWh, otherwise $25",
"$50 credit on your first or second bill","$50 credit on your first and sixth bill","$50 credit split over your first 2 bills",
"$60 credit spread across your first 3 bills","Crédito de $10 cada mes excepto la primera factura","$30 credit over the first 3 months",
"$60 total credit in the first 3 months","$50 credit on first bill of each year","$9.95 base charge, credited back on your first bill",
"$5 fee on your first bill","$9.95 monthly fee for the first 3 months","$50 credit before your third bill","By your third bill, a $50 credit",
"$25 monthly credit for first 6 months, then $10 monthly credit","$25 credit on your 1st, 6th and 12th bill","A $50 credit on your final bill",
"$50 credit on your next bill","$5 monthly credit when you bundle with home internet and security",
"$5 monthly credit when you bundle internet or blorp","EV drivers get a $15 monthly bill credit at night","EV drivers pay $15 per month",
"No electric vehicle required. $10 monthly credit","New customers get $50 off, existing customers $25 off each month",
"New customers: $100 credit at 1,000 kWh. Existing customers: $50 credit at 1,000 kWh.","New customers: base charge $9.95",
"TDU delivery charges of $4.23 per month are passed through and a base charge of $9.95 per month applies",
"TDU delivery is passed through at $4.23 a month plus 5.58 cents per kWh; usage credit $30 at 1,000 kWh",
"Delivery charges $4.23 per month and our monthly fee of $5 are passed through.","Cancellation fee $150 if you leave; $9.95 per month if you stay",
"Rate 10.50 base charge 9.95","$100 credit from 1,000 kWh. $9.95 below 800 kWh.","$100 credit from 1,000 kWh. $50 below 800 kWh.",
"$9.95 is added to your bill at 1,000 kWh",
]  # fmt: skip


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_a_credit_of_some_bills_or_homes_is_read_with_them(text: str, charges: list[Charge]) -> None:
    for reading in (read_fees(text), read_fees(text, printed(charges))):
        assert reading.is_believed, reading.note
        assert is_same(reading.items, charges), reading.items


@pytest.mark.parametrize("text", REFUSED)
def test_words_that_turn_a_bill_or_a_home_round_leave_the_text_unread(text: str) -> None:
    assert not read_fees(text).is_believed


JOINED = [
    "$100 credit from 1,000 kWh. $9.95 below 800 kWh.",
    "Bill cr. of $40/mo. for 1,000 kWh - 2,000 kWh Minimum usage fee - usage < 1000 kWh - $9.95",
    "The plan's minimum usage is 1,000 kWh; customers below it pay $9.95 per month\nDiscount of $5 with autopay",
    "A charge of $9.95 will be assessed if you consume less than 1,000 kWh in a bill cycle Credit of $45 at 500 kWh",
]


@pytest.mark.parametrize("text", JOINED)
def test_a_fee_beside_a_credit_is_never_read_as_a_second_credit(text: str) -> None:
    fee: Charge = F(9.95, 0, 999)
    for prices in (None, printed([fee]), printed([fee, C(40, 1000)]), printed([fee, C(45, 500)])):
        reading = read_fees(text, prices)
        credits_usd = [float(one.usd) for one in reading.items if isinstance(one, UsageCredit)]
        assert not reading.is_believed or 9.95 not in credits_usd, reading.items
