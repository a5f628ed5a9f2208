"""Forty wordings and their charges, written before they were first read (November 2026, seventh batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Residential Usage Credit of $75.00 per billing cycle for consumption of 1,000 kWh or greater", [C(75, 1000)]),
("$9.95 fee applied to accounts using under 1,000 kWh in the month", [F(9.95, 0, 999)]),
("Monthly Base Fee: $6.95. Bill Credit: $60 (>999 kWh).", [B(6.95), C(60, 1000)]),
("We will credit your bill $40 if you use 1,000 to 1,500 kWh", [C(40, 1000, 1500)]),
("Each bill with at least 2,000 kWh gets $50 off", [C(50, 2000)]),
("A minimum monthly usage charge of $9.95 is billed for usage less than or equal to 999 kWh.", [F(9.95, 0, 999)]),
("$0.20/day base charge and a $35 usage credit (1,000+ kWh)", [D(.2), C(35, 1000)]),
("Usage credits: $30 (1,000-1,999 kWh) or $60 (2,000+ kWh)", [C(30, 1000, 1999), C(60, 2000)]),
("Get $7 off each month when enrolled in Auto Pay", [only(C(7), Condition.AUTOPAY)]),
("$3/month credit for paperless billing", [only(C(3), Condition.PAPERLESS)]),
("$35 credit in July, August and September on usage of 1,000 kWh or more", [within(C(35, 1000), 7, 8, 9)]),
("0-1,000 kWh: 12¢ per kWh; above 1,000 kWh: 9¢ per kWh", [T(0, 1000, 12), T(1000, None, 9)]),
("No fees for low usage; no base charge; no credits", [B(0)]),
("$150 early termination fee. $9.95 base charge per billing cycle. No minimum usage charge.", [B(9.95)]),
("One-time $15 account setup charge; $25 credit for usage > 999 kWh", [S(15), C(25, 1000)]),
("Crédito: $45 por ciclo de facturación si el uso es mayor a 999 kWh", [C(45, 1000)]),
("Se cobra $9.95 por mes cuando se consumen menos de 800 kWh", [F(9.95, 0, 799)]),
("Cargo base $0. Crédito de $100 entre 1,000 y 2,000 kWh.", [B(0), C(100, 1000, 2000)]),
("Cargo fijo de $7.95 al mes más $5 si usa menos de 500 kWh", [B(7.95), F(5, 0, 499)]),
("Descuento de $5 mensual con pago automático", [only(C(5), Condition.AUTOPAY)]),
("If your usage is 1,000 kWh or more you'll get a $95 credit; if it's below 1,000 kWh there's a $5 fee.", [C(95, 1000), F(5, 0, 999)]),
("Base charge of $9.95 goes away at 1,000 kWh", [F(9.95, 0, 999)]),
("$80 bill credit @ ≥1,000 kWh & ≤1,999 kWh", [C(80, 1000, 1999)]),
("REP base charge: $9.95 per billing month, minimum usage fee: none", [B(9.95)]),
("Low usage fee applies under 1,000 kWh: $14.95", [F(14.95, 0, 999)]),
("A credit of $20 is issued for any cycle of 800 kWh or more, rising to $50 for any cycle of 1,500 kWh or more", [C(20, 800, 1499), C(50, 1500)]),
("Plan credit: $100 / cycle, kWh ≥ 1,000", [C(100, 1000)]),
("Minimum charge of $10 if kWh is < 1000", [F(10, 0, 999)]),
("When you use over 999 kWh per cycle, $50 will come off your bill", [C(50, 1000)]),
("$30 bill credit (usage of at least 500 kWh but under 1,000 kWh)", [C(30, 500, 999)]),
("Bill credit of $150 for 2,000 kWh and more", [C(150, 2000)]),
("Customer incurs a $9.95 usage fee when usage is less than 1,000 kWh.", [F(9.95, 0, 999)]),
("Base charge per month: $4.95; usage credit per month: $55 at 1,000 kWh", [B(4.95), C(55, 1000)]),
("$65 credit every billing cycle you consume 1,000 kWh or more electricity", [C(65, 1000)]),
("Monthly charge $9.95 when < 1000 kWh; $0 when >= 1000 kWh", [F(9.95, 0, 999)]),
("Bill credit for 1,000 kWh usage: $50. Additional bill credit for 2,000 kWh usage: $25.", [C(50, 1000), C(25, 2000)]),
("$4.99 base charge/billing cycle", [B(4.99)]),
("Usage credit of $100 when usage ranges between 1000 and 2000 kWh", [C(100, 1000, 2000)]),
("$9.95 monthly, waived with usage of 1,000 kWh or more", [F(9.95, 0, 999)]),
("Your bill goes down by $75 at 1,000 kWh or more", [C(75, 1000)]),
]  # fmt: skip
