"""Eighty texts by a fourth author who had seen neither the code nor any case (35th batch).

At first sight 86.2 % were read with prices and 85.0 % alone; one was wrong: a credit on the second bill passed over.

Conventions taken here (from the helpers' table, or else this author's own):
- charges in the order of the text; 'no base charge' is B(0); 'no minimum usage fee', 'none' are nothing;
- 'between A and B' takes both ends;
- charges of an event (late, returned payment, disconnection, leaving early) are no charge of a bill;
- delivery charges of the TDU passed through are no charge of the plan, with or without figures;
- a credit on certain bills of the contract is C with `bills` counted from 1.
"""

# ruff: noqa: E501

import msgspec

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, P, S, T
from tests.documents.wording_charges import only, waived, within


def bills(charge: Charge, *numbers: int) -> Charge:
    return msgspec.structs.replace(charge, bills=tuple(sorted(numbers)))


WORDINGS: list[tuple[str, list[Charge]]] = [
    # ---- one usage credit (14)
    (
        "Gexa will apply a $110 bill credit on every monthly statement showing 1,000 kWh or more.",
        [C(110, 1000)],
    ),
    ("Bill Credit $ 60 per billing cycle, usage >= 1000 kwh", [C(60, 1000)]),
    ("You earn a $25 usage credit any month your home uses at least 800 kWh.", [C(25, 800)]),
    ("A monthly bill credit of $75 is issued when usage exceeds 1,000 kWh.", [C(75, 1001)]),
    ("USAGE CREDIT OF $50.00 APPLIED EACH BILLING CYCLE WITH USAGE OF 1000 KWH OR GREATER", [C(50, 1000)]),
    ("$85 Usage Credit applied each month that usage is equal to or more than 1,200 kWh.", [C(85, 1200)]),
    ("Once your usage for the billing period hits 2,000 kWh, we take $150 off your bill.", [C(150, 2000)]),
    ("$40 credit per billing cycle for usage over 999 kWh.", [C(40, 1000)]),
    (
        "Includes a monthly $30.00 Bill Credit.Credit applies only if usage is1000 kWh or higher",
        [C(30, 1000)],
    ),
    (
        "Customers whose consumption is no less than 1500 kWh during a billing cycle are credited $65 on that cycle's bill.",
        [C(65, 1500)],
    ),
    ("35.00 bill credit if you use 1000 kWh or more in the billing cycle.", [C(35, 1000)]),
    ("Recieve a $120 bill credit each billing cylce that your usage is atleast 1,000 kWh!", [C(120, 1000)]),
    ("Power Perk: $20 off each month you use more than 500 kWh.", [C(20, 501)]),
    ("$100 Monthly Bill Credit for 1,000+ kWh. No base charge.", [C(100, 1000), B(0)]),
    # ---- a credit over a range (7)
    (
        "A $125 credit is applied to each bill where usage is between 1,000 and 2,000 kWh.",
        [C(125, 1000, 2000)],
    ),
    ("Usage credit: $50 from 800 kWh to 1200 kWh per month.", [C(50, 800, 1200)]),
    ("$70 bill credit when monthly usage is at least 1000 kWh but less than 2000 kWh", [C(70, 1000, 1999)]),
    ("Bill credit - $45/mo (500-999 kWh)", [C(45, 500, 999)]),
    (
        "A $90 credit applies if you use more than 1000 kWh and up to 2000 kWh in a billing cycle; there's no credit outside of that range.",
        [C(90, 1001, 2000)],
    ),
    ("You'll get $15 back every month you keep your usage under 1,000 kWh.", [C(15, 0, 999)]),
    ("Small home credit: $10 per month for usage of 500 kWh or less.", [C(10, 0, 500)]),
    # ---- two or three credits (10)
    (
        "A $30 bill credit will be applied at 1,000 kWh, and an additional $20 bill credit will be applied at 2,000 kWh.",
        [C(30, 1000), C(20, 2000)],
    ),
    (
        "Bill credits per billing cycle: $50 for usage from 1000-1999 kWh; $100 for usage of 2000 kWh or more.",
        [C(50, 1000, 1999), C(100, 2000)],
    ),
    (
        "Usage Credit 1: $40 if usage is 500 kWh or more. Usage Credit 2: $35 if usage is 1000 kWh or more. Usage Credit 3: $25 if usage is 2000 kWh or more. Credits are cumulative.",
        [C(40, 500), C(35, 1000), C(25, 2000)],
    ),
    ("$25 credit for >1000 kWh & another $25 credit for >2000 kWh", [C(25, 1001), C(25, 2001)]),
    (
        "Enjoy a $60 credit when you use at least 1,000 kWh, plus an extra $15 when your usage reaches 1,500 kWh in the same billing cycle.",
        [C(60, 1000), C(15, 1500)],
    ),
    (
        "500 - 999 kWh: $10 bill credit; 1000 - 1499 kWh: $30 bill credit; 1500 kWh and up: $55 bill credit",
        [C(10, 500, 999), C(30, 1000, 1499), C(55, 1500)],
    ),
    (
        "$4.95 monthly base charge. $75 Bill Credit for usage of 1,000 kWh or above; additional $50 Bill Credit for usage of 2,000 kWh or above",
        [B(4.95), C(75, 1000), C(50, 2000)],
    ),
    (
        "<p>Usage credit of $80 for usage &gt;= 1000 kWh</p><p>Additional usage credit of $20 for usage &gt;= 2000 kWh</p>",
        [C(80, 1000), C(20, 2000)],
    ),
    (
        "Your bill is reduced by $35 if you use 1000 kWh or more and by a further $35 if you use 2000 kWh or more",
        [C(35, 1000), C(35, 2000)],
    ),
    (
        "BILL CREDIT: $55.00 >= 1000 kWh and < 2000 kWh, $110.00 >= 2000 kWh",
        [C(55, 1000, 1999), C(110, 2000)],
    ),
    # ---- minimum usage fees (11)
    ("A $9.95 usage fee will be charged on any bill with less than 1,000 kWh of usage.", [F(9.95, 0, 999)]),
    ("Min. usage fee $9.99 <1000kWh", [F(9.99, 0, 999)]),
    ("Minimum Usage Fee of $6.95 for each month in which you consume 500 kWh or below", [F(6.95, 0, 500)]),
    (
        "Low usage charge of $14.95 assessed on billing cycles with usage at or below 999 kWh",
        [F(14.95, 0, 999)],
    ),
    ("Monthly minimum use charge: $8.00 if usage falls short of 650 kWh.", [F(8, 0, 649)]),
    ("$12.95 charge if you don't use at least 1000 kWh in the month", [F(12.95, 0, 999)]),
    ("MINIMUM USAGE FEE: $9.95/MONTH UNDER 1000 KWH; NO FEE AT 1000 KWH OR MORE", [F(9.95, 0, 999)]),
    ("Usage Fee: 0-499 kWh $14.95; 500-999 kWh $9.95; 1000+ kWh $0", [F(14.95, 0, 499), F(9.95, 500, 999)]),
    ("A minimum usage charge of 9.95 applies when usage does not exceed 500 kWh.", [F(9.95, 0, 500)]),
    ("No minimum usage fee!", []),
    (
        "Usage fee of $7.95 per meter per month if usage <= 800 kWh. Late payment penalty of 5% on past due amounts.",
        [F(7.95, 0, 800)],
    ),
    # ---- a fee and a credit (3)
    (
        "Minimum usage fee of $9.95 if usage is below 500 kWh; $25 bill credit if usage is 1,000 kWh or more.",
        [F(9.95, 0, 499), C(25, 1000)],
    ),
    (
        "$19.95 fee applies under 1000 kWh; $30 usage credit at 2000 kWh and over.",
        [F(19.95, 0, 999), C(30, 2000)],
    ),
    (
        "Base charge $5/mo, min usage charge $10 less than 500kWh, bill credit $40 1000kWh or more",
        [B(5), F(10, 0, 499), C(40, 1000)],
    ),
    # ---- base charges by month or day (9)
    ("$9.95 Base Charge per billing cycle", [B(9.95)]),
    ("Monthly customer charge of $4.95 applies regardless of usage.", [B(4.95)]),
    ("Base charge: $0.00/month; Minimum usage fee: none", [B(0)]),
    ("This plan carries a base charge of 33 cents per day.", [D(0.33)]),
    ("$0.49 daily service charge. Prepaid plan, no deposit and no credit check.", [D(0.49)]),
    ("The monthly base charge of $9.95 is waived for usage of 1,000 kWh or more.", [F(9.95, 0, 999)]),
    ("A flat $15 subscription fee is billed each month. No other fees from us.", [B(15)]),
    ("no base charge, no minimum usage fee, no gimmicks", [B(0)]),
    (
        "Base Charge - $7.90 per month. An early cancellation fee of $150 applies if you leave before the end of the term.",
        [B(7.90)],
    ),
    # ---- autopay, paperless, device (9)
    (
        "Get a $5 monthly credit while enrolled in AutoPay and paperless billing.",
        [only(C(5), Condition.AUTOPAY, Condition.PAPERLESS)],
    ),
    ("Customers enrolled in Auto Pay receive a $3.00 discount on each bill", [only(C(3), Condition.AUTOPAY)]),
    (
        "A $9.95 monthly base charge applies, waived for customers on AutoPay.",
        [waived(B(9.95), Condition.AUTOPAY)],
    ),
    (
        "Paper bill fee of $2.99 per month. Fee is waived if you sign up for paperless billing.",
        [waived(B(2.99), Condition.PAPERLESS)],
    ),
    (
        "$50 bill credit at 1000 kWh or more. Additional $5 bill credit every month with autopay.",
        [C(50, 1000), only(C(5), Condition.AUTOPAY)],
    ),
    (
        "Connect an eligible smart thermostat and receive a $10 credit each month.",
        [only(C(10), Condition.DEVICE)],
    ),
    (
        "EV drivers get a $15 monthly bill credit; proof of electric vehicle registration required.",
        [only(C(15), Condition.VEHICLE)],
    ),
    (
        "Requires paperless billing and autopay. If not enrolled in autopay, an extra $4.95 is added to your bill each month.",
        [waived(B(4.95), Condition.AUTOPAY)],
    ),
    ("New customers: $50 credit on first bill.", [only(bills(C(50), 1), Condition.NEW_CUSTOMER)]),
    # ---- some months, some bills, once (5)
    (
        "A $40 summer credit is applied to bills for June, July, August and September when usage is 1,000 kWh or more.",
        [within(C(40, 1000), 6, 7, 8, 9)],
    ),
    ("Winter bonus: $20 bill credit every December, January and February.", [within(C(20), 12, 1, 2)]),
    ("$30 bill credit on each of your first 3 bills.", [bills(C(30), 1, 2, 3)]),
    ("One-time enrollment fee of $25. Base charge of $4.95 per month.", [S(25), B(4.95)]),
    (
        "A one time credit of $75 will be applied to your second bill; $9.95 usage fee under 1000 kWh",
        [bills(C(75), 2), F(9.95, 0, 999)],
    ),
    # ---- energy prices by usage; delivery; nothing (6)
    (
        "Energy Charge 11.9¢ per kWh for the first 1000 kWh, 8.4¢ per kWh for all usage above 1000 kWh.",
        [T(0, 1000, 11.9), T(1000, None, 8.4)],
    ),
    (
        "If total monthly usage is 1000 kWh or less every kWh is billed at 14.2 cents; if total usage is more than 1000 kWh, every kWh is billed at 11.2 cents.",
        [P(0, 1000, 14.2), P(1001, None, 11.2)],
    ),
    (
        "Oncor delivery charges ($4.23 per month and 5.58 cents per kWh) are passed through without mark-up. $30 usage credit >= 1000 kWh.",
        [C(30, 1000)],
    ),
    ("None", []),
    ("N/A", []),
    ("Cancellation fee $20 per month remaining; does not apply if you move.", []),
    # ---- Spanish (6)
    ("Recibirá un crédito de $50 en su factura cada mes que consuma 1,000 kWh o más.", [C(50, 1000)]),
    (
        "Cargo por uso mínimo de $9.95 si el consumo es menos de 1000 kWh por ciclo de facturación",
        [F(9.95, 0, 999)],
    ),
    (
        "Crédito de $100 por ciclo de facturación cuando el uso esté entre 1000 y 2000 kWh. Sin cargo base.",
        [C(100, 1000, 2000), B(0)],
    ),
    (
        "Cargo base de $4.95 al mes. Credito de $35 al usar 1000 kWh o mas y $15 adicionales al llegar a 2000 kWh",
        [B(4.95), C(35, 1000), C(15, 2000)],
    ),
    ("Descuento de $5 mensuales con AutoPago.", [only(C(5), Condition.AUTOPAY)]),
    ("Ninguno", []),
]

# Not decidable from the words: no amount, or no threshold, or a share of charges not stated here.
REFUSED: list[str] = [
    "Same flat amount each month so long as your usage stays within your usage band.",
    "A bill credit is applied when usage is 1,000 kWh or more. See EFL for the amount.",
    "$50 bill credit when you meet the monthly usage requirement shown in your Electricity Facts Label.",
    "Receive a credit equal to 10% of your energy charges in the form of a reward at the end of each contract year.",
]
