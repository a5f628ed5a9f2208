"""Forty wordings and their charges, written before they were first read (November 2026, fifth batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Monthly base charge $8.95; usage credit $45.00 when kWh used ≥ 1,000", [B(8.95), C(45, 1000)]),
("Bill credit $30 at 500 kWh, $60 at 1,000 kWh and $90 at 2,000 kWh, added together", [C(30, 500), C(60, 1000), C(90, 2000)]),
("If you use fewer than 800 kWh in a billing cycle, we add $9.95 to your bill.", [F(9.95, 0, 799)]),
("Min. usage chg. $9.95 < 1000 kWh", [F(9.95, 0, 999)]),
("$50 BC for 1000+ kWh/mo", [C(50, 1000)]),
("Your bill will include a $4.95 base charge plus a minimum usage charge of $5.00 when usage is under 500 kWh.", [B(4.95), F(5, 0, 499)]),
("$100 statement credit on every bill with usage >= 1,000 kWh", [C(100, 1000)]),
("Usage between 500 & 999 kWh: $15 credit. Usage 1,000 kWh+: $40 credit. Usage under 500 kWh: no credit.", [C(15, 500, 999), C(40, 1000)]),
("No base charge; low-usage charge of $6.95/month if total usage is ≤ 499 kWh", [B(0), F(6.95, 0, 499)]),
("A bill credit of $85 applies to usage at or in excess of 1,000 kWh each cycle.", [C(85, 1000)]),
("50 cents per day base charge, waived never", [D(.5)]),
("Auto Pay customers receive a $5.00 credit on every bill", [only(C(5), Condition.AUTOPAY)]),
("Go paperless and save $1.50 per month", [only(C(1.5), Condition.PAPERLESS)]),
("$60 credit per month during June, July, August and September with usage over 1,999 kWh", [within(C(60, 2000), 6, 7, 8, 9)]),
("Energy charge: 8.5¢ for the first 1,000 kWh, 10.5¢ for all additional kWh. Base charge: $4.95.", [T(0, 1000, 8.5), T(1000, None, 10.5), B(4.95)]),
("No hidden fees! $0 base charge. ETF $15/mo. remaining.", [B(0)]),
("Early termination: $200. Bill credit: $110 for billing periods where you consume between 1,000 - 2,000 kWh.", [C(110, 1000, 2000)]),
("Deposit: $0 with AutoPay. Base charge: $6.95/mo.", [B(6.95)]),
("$19.99 one-time setup fee. Minimum usage fee of $9.95 under 1,000 kWh.", [S(19.99), F(9.95, 0, 999)]),
("Minimum charge: $14.95 per month for months in which the customer uses 0 to 999 kWh", [F(14.95, 0, 999)]),
("Usted paga $9.95 adicionales si su consumo es menor de 1,000 kWh", [F(9.95, 0, 999)]),
("Crédito de $75 por mes – consumo igual o mayor a 1,000 kWh", [C(75, 1000)]),
("Obtenga un crédito de $40 al consumir 1,000 kWh y $40 adicionales al llegar a 2,000 kWh", [C(40, 1000), C(40, 2000)]),
("Cargo base: ninguno. Cargo por uso mínimo: $7.95 por debajo de 500 kWh.", [B(0), F(7.95, 0, 499)]),
("Cargo mensual del cliente: $5.95", [B(5.95)]),
("Con pago automático ahorra $5 al mes", [only(C(5), Condition.AUTOPAY)]),
("La energía cuesta 11¢ por kWh hasta 500 kWh y 9¢ por kWh después de 500 kWh", [T(0, 500, 11), T(500, None, 9)]),
("Usage Credit: $50 [1,000 kWh – 1,499 kWh]; $80 [≥1,500 kWh]", [C(50, 1000, 1499), C(80, 1500)]),
("$9.95/bill cycle if monthly usage is not greater than 999 kWh", [F(9.95, 0, 999)]),
("We charge $9.95 whenever monthly usage fails to reach 1,000 kWh", [F(9.95, 0, 999)]),
("There is a $30 credit for customers consuming at least 800kWh in a month; there is no minimum usage fee.", [C(30, 800)]),
("Base $9.95; credit $9.95 if ≥ 1000 kWh", [B(9.95), C(9.95, 1000)]),
("$70 bill credit if > 999 kWh, base charge $5", [C(70, 1000), B(5)]),
("Credit $35 (>= 1000 kWh) per ESI ID per billing month", [C(35, 1000)]),
("The plan's usage credit of $125 applies only in months where usage is between 1,000 and 1,999 kWh.", [C(125, 1000, 1999)]),
("Pay $0 base charge. Use under 1,000 kWh and a $9.95 fee is added.", [B(0), F(9.95, 0, 999)]),
("Use 2,000 kWh or more in any month & receive a $100 bill credit!!", [C(100, 2000)]),
("Base charge: N/A. Usage charge: $10.00 if <1,000kWh.", [B(0), F(10, 0, 999)]),
("$40.00 credit per cycle for >=800kWh; additional $20.00 credit per cycle for >=1600kWh", [C(40, 800), C(20, 1600)]),
("Monthly charge: $9.95 for 0-499 kWh, $4.95 for 500-999 kWh, $0 for 1,000+ kWh", [F(9.95, 0, 499), F(4.95, 500, 999)]),
]  # fmt: skip

REFUSED = [
    "$50 credit when you use 1,000 kWh or more during free hours",
    "Credit of $10 for every 500 kWh used",
    "A $25 monthly credit ends after 6 bills for usage above 1,000 kWh",
    "$30 credit if you renew and use 1,000 kWh or more",
    "$9.95 fee for each paper bill",
    "Crédito de $50 los primeros 3 meses con 1,000 kWh",
    "3% surcharge on usage below 1,000 kWh",
    "Rate drops 1¢ at 1,000 kWh",
]
