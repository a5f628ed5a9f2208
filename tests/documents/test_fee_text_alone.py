"""What a text says by itself, where no prices are printed: as much as a careful reader would be sure of, and no more."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge, Condition, UsageCredit
from tests.documents.fee_wordings import B, C, D, F
from tests.documents.test_fee_wordings_fresh import is_same

# ruff: noqa: E501 -- a table reads across
SAID: list[tuple[str, list[Charge]]] = [
    ("A credit of $35 per cycle is yours in months with 1,000 kWh or more. Months under 1,000 kWh earn none, so your average price rises there.", [C(35, 1000)]),
    ("We charge a small-home fee of $6.50 on invoices of 700 kWh and under; invoices above 700 kWh aren't charged.", [F(6.5, 0, 700)]),
    ("Save $4 monthly for as long as your account stays in AutoPay - the discount isn't in the average prices shown.", [UsageCredit(usd=4, conditions=(Condition.AUTOPAY,))]),
    ("Our plan drops your bill by $55 when usage is 1,000 kWh or more, and by a further $20 when usage is 2,000 kWh or more.", [C(55, 1000), C(20, 2000)]),
    ("You'll see a $90 usage credit on each bill where your home used 1,000 kWh or more. Come up short and the credit isn't given that month.", [C(90, 1000)]),
    ("Bill Cr. $45 @ >=1200kWh; >=2000 kWh addt'l $15.00", [C(45, 1200), C(15, 2000)]),
    ("Un crédito de $30 al mes si usa 900 kWh o más, y un segundo crédito de $20 si usa 1,800 kWh o más.", [C(30, 900), C(20, 1800)]),
    ("Every bill that reaches 1,000 kWh gets a $15 usage credit (limit one per bill). Taxes are figured before the credit.", [C(15, 1000)]),
    ("Your bill shrinks by $45 whenever usage lands on 1,000 kWh or above in a billing cycle.", [C(45, 1000)]),
    ("$14/mo credit kicks in with usage over 600 kWh.", [C(14, 601)]),
    ("Monthly Usage Credit $35.00 | Min kWh 1,000 | Max kWh 2,000", [C(35, 1000, 2000)]),
    ("Every bill carries a flat $11 plan charge per month, with no usage minimums.", [B(11)]),
    ("Two-step credit: at least 800 kWh earns $15, at least 1,600 kWh earns $40 (in place of the $15).", [C(15, 800, 1599), C(40, 1600)]),
    ("$8.50 fee for usage less than 500 kWh, $3.50 fee for usage 500 kWh but less than 1000 kWh", [F(8.5, 0, 499), F(3.5, 500, 999)]),
    ("A $60 bill credit is yours in months of 1000 kWh and more; 2500 kWh and more earns an additional $40.", [C(60, 1000), C(40, 2500)]),
    ("We charge sixty-five cents ($0.65) per day while your service is active, in addition to the energy charge.", [D(0.65)]),
    ("$4 Auto-Pay credit per month (already in the prices). Customers who cancel Auto-Pay lose the $4 credit.", [UsageCredit(usd=4, conditions=(Condition.AUTOPAY,))]),
    ("4.95 base fee per month and a $65 credit @ 1000+ kWh", [B(4.95), C(65, 1000)]),
    ("Usage credit of $80, must be btwn 1000 & 1500 kWh, else $0", [C(80, 1000, 1500)]),
    ("*min usage* $6.50 fee each month usage isnt over 900 kWh", [F(6.5, 0, 900)]),
    ("You get an $8 credit on each of your first three (3) bills, not reflected in the prices shown. 100% wind.", [UsageCredit(usd=8, bills=(1, 2, 3))]),
    ("Cada factura con 800 kWh o más obtiene un crédito de $40. Las facturas de menos de 800 kWh no lo obtienen.", [C(40, 800)]),
]  # fmt: skip
OPEN = [
    "New customers get a $10 credit on each of their first couple of bills.",
    "Usage credit of $30 applies at kWh or more per billing cycle.",
    "A $50 credit is not applied when usage is 1,000 kWh or more.",
    "A $100 credit for usage of 1,000 kWh or more (no credit for usage of 1,000 kWh or more).",
    "Bill credit $100 at 1000 kWh. A bill credit of $75 is applied when usage reaches 1000 kWh in the cycle.",
    "Minimum usage fee: $9.95 below 1,000 kWh. Minimum usage fee: $4.95 below 1,000 kWh. Fees are not refunded.",
    "Like most of our plans, free from base charges. It does have an $11.95 charge for months with a low reading, low meaning anything short of 1,000 kWh.",
    "An added monthly fee of $9.99 for homes whose usage isn't up to the plan's minimum. See our Terms for the minimum.",
    "$9.95 fee under 1,000 kWh unless you pay a deposit of $100.",
]


@pytest.mark.parametrize(("text", "charges"), SAID)
def test_words_that_leave_no_doubt_need_no_prices(text: str, charges: list[Charge]) -> None:
    assert is_same(read_fees(text).items, charges)


@pytest.mark.parametrize("text", OPEN)
def test_what_only_prices_could_settle_is_not_read_without_them(text: str) -> None:
    assert not read_fees(text).is_believed
