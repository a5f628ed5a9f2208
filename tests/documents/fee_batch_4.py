"""Forty wordings and their charges, written before they were first read (November 2026, fourth batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Monthly usage credit: $55.00. To qualify, usage in the billing cycle must be 1,000 kWh or more.", [C(55, 1000)]),
("Base Charge of $9.95 per billing cycle. Base Charge is waived for billing cycles with usage ≥ 1,000 kWh.", [F(9.95, 0, 999)]),
("Usage <1000kWh: $9.95 fee; usage 1000kWh or >: $0 fee", [F(9.95, 0, 999)]),
("$40.00 RESIDENTIAL BILL CREDIT FOR 1000–1500 KWH; NO CREDIT ABOVE 1500 KWH", [C(40, 1000, 1500)]),
("REP charges a $4.95 monthly base charge. In months with usage of 1,000 kWh+, REP gives a $50 credit.", [B(4.95), C(50, 1000)]),
("Base charge of ten dollars ($10.00) per month and a usage credit of one hundred dollars ($100.00) for 1,000 kWh or more.", [B(10), C(100, 1000)]),
("Customer receives $0.00 credit for usage under 1,000 kWh and $75.00 credit for usage of at least 1,000 kWh", [C(75, 1000)]),
("Minimum Usage Charge of $9.95 is assessed when consumption for the month totals 999 kWh or less", [F(9.95, 0, 999)]),
("The minimum usage fee ($7.95) kicks in when you use less than 800 kWh.", [F(7.95, 0, 799)]),
("You'll save $30 a month every time your usage reaches 1,500 kWh", [C(30, 1500)]),
("$65/mo. bill credit: 1,000-1,999 kWh. $130/mo. bill credit: 2,000 kWh & up.", [C(65, 1000, 1999), C(130, 2000)]),
("Fixed monthly fee - $12.50", [B(12.5)]),
("Daily base charge $0.32876/day", [D(.32876)]),
("$10 bill credit for each month with AutoPay. $50 usage credit at 1,000 kWh or more.", [only(C(10), Condition.AUTOPAY), C(50, 1000)]),
("If you sign up for paperless billing, you get $2 off each month's bill.", [only(C(2), Condition.PAPERLESS)]),
("Winter bonus: $30 credit for bills in December, January, and February with 1,000 kWh or more", [within(C(30, 1000), 12, 1, 2)]),
("Tiered pricing: 13.5¢ per kWh from 0 to 500 kWh, 10.1¢ per kWh from 501 kWh upward", [T(0, 500, 13.5), T(500, None, 10.1)]),
("No credits. No base fee. No usage fees.", [B(0)]),
("$100 usage credit if your usage falls between 1,000 kWh and 2,000 kWh, inclusive. $175 early termination fee applies.", [C(100, 1000, 2000)]),
("Connection fees from your TDU may apply. Monthly base charge of $5.95.", [B(5.95)]),
("A one-time processing charge of $12.00 at enrollment and $9.95 if usage is less than 500 kWh/month", [S(12), F(9.95, 0, 499)]),
("Usage Credit: $25 bill credit when monthly usage exceeds 500 kWh but does not exceed 1,000 kWh", [C(25, 501, 1000)]),
("$50 Credit/month for usage 1000 to 2000 (kWh)", [C(50, 1000, 2000)]),
("Crédito por consumo de $100: aplica si consume entre 1,000 y 2,000 kWh (inclusive)", [C(100, 1000, 2000)]),
("Cuota mínima: $9.95 por mes para consumos de 999 kWh o menos", [F(9.95, 0, 999)]),
("No tiene cargo base. Si usa 1,000 kWh o más, le damos $60 de crédito en su factura.", [B(0), C(60, 1000)]),
("Cargo de $0.25 por día", [D(.25)]),
("Reciba $10 mensuales de crédito con autopago y factura electrónica", [only(C(10), Condition.AUTOPAY, Condition.PAPERLESS)]),
("El cargo base mensual de $9.95 se elimina al consumir 800 kWh o más", [F(9.95, 0, 799)]),
("Primeros 1,000 kWh: 9.9¢/kWh. Más de 1,000 kWh: 12.9¢/kWh.", [T(0, 1000, 9.9), T(1000, None, 12.9)]),
("$1.50/day customer charge with a $20 credit at 1500+ kWh", [D(1.5), C(20, 1500)]),
("$9.95/mo fee unless usage hits 1,000 kWh", [F(9.95, 0, 999)]),
("Customers with less than 1000kWh usage pay $9.95; others pay $0", [F(9.95, 0, 999)]),
("We give you back $35 on months of 1,000 kWh or more", [C(35, 1000)]),
("Bill credit $90 - min. 1,000 kWh usage per bill", [C(90, 1000)]),
("Bill Credit = $120.00 (≥1000 kWh, ≤2000 kWh)", [C(120, 1000, 2000)]),
("Usage threshold 1000 kWh; credit amount $100", [C(100, 1000)]),
("Base charge: $4.95 + $3.95 for usage of less than 500 kWh", [B(4.95), F(3.95, 0, 499)]),
("All customers are charged a base fee of $6 per month; those using 2,000 kWh or more get a $25 credit.", [B(6), C(25, 2000)]),
("Includes a $30 monthly loyalty discount on usage greater than or equal to 1000kWh", [C(30, 1000)]),
]  # fmt: skip

REFUSED = [
    "5% off your energy charge when usage is 1,000 kWh or more",
    "$25 credit on your 3rd, 6th and 9th bills when usage is 1,000 kWh or more",
    "$50 credit for the first three months with 1,000 kWh or more",
    "$100 credit after your 12th bill",
    "10% cash back each year",
    "$9.95 per month after the first 6 months",
    "Credit of 2¢ per kWh above 1,000 kWh",
    "$75 credit if average usage over the term is 1,000 kWh",
    "Usage credit up to $100 depending on usage",
]
