"""Forty texts in the manner of retailers' rows, with their charges, written before they were first read (26th batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, P, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Cirro Energy will apply a $40 bill credit for each billing cycle where usage is at least 1,000 kWh.", [C(40, 1000)]),
("Usage charge of $9.95 per billing cycle for usage under 1,000 kWh", [F(9.95, 0, 999)]),
("A $30 bill credit is applied on bills of at least 800 kWh, plus an additional $20 on bills of at least 1,600 kWh.", [C(30, 800), C(20, 1600)]),
("Minimum usage fee of $9.95 if monthly usage is less than 1,000 kWh. Base charge of $4.95 per month.", [F(9.95, 0, 999), B(4.95)]),
("Bill credit of $100 for monthly usage of 1,000 kWh and up. Early cancellation fee $20 per remaining month.", [C(100, 1000)]),
("This plan has a monthly base charge of $9.95 and includes free nights", [B(9.95)]),
("$50 off each bill when you use between 1,000 and 1,999 kWh; $75 off each bill when you use 2,000 kWh or more", [C(50, 1000, 1999), C(75, 2000)]),
("You will be charged a low usage fee of $12.95 if you use less than 1,000 kWh in your billing cycle", [F(12.95, 0, 999)]),
("There is no base charge on this plan. A bill credit of $25 is given for 1,000 kWh or more.", [B(0), C(25, 1000)]),
("Usage credit of $60.00/month when usage is 1,000 kWh or greater and not more than 2,000 kWh", [C(60, 1000, 2000)]),
("Base Charge: $9.95 (if usage is less than 1,000 kWh) or $0.00 (if usage is 1,000 kWh or more)", [F(9.95, 0, 999)]),
("A daily charge of $0.65 applies. No monthly base charge.", [D(.65), B(0)]),
("Monthly charge of $14.95 waived if usage is greater than 1,000 kWh", [F(14.95, 0, 1000)]),
("The usage fee is $7.95 when your consumption is at or below 500 kWh", [F(7.95, 0, 500)]),
("Enroll in AutoPay for a $5 monthly bill credit", [only(C(5), Condition.AUTOPAY)]),
("$25 bill credit from June to September when usage is 1,000 kWh or more", [within(C(25, 1000), 6, 7, 8, 9)]),
("First 1,000 kWh at 10.5 cents per kWh; over 1,000 kWh at 8.5 cents per kWh", [T(0, 1000, 10.5), T(1000, None, 8.5)]),
("If your usage is 1,000 kWh or more, every kWh costs 10.9¢; otherwise every kWh costs 13.9¢", [P(1000, None, 10.9), P(0, 999, 13.9)]),
("Setup fee: $20 one time. Minimum usage fee: $9.95 under 500 kWh.", [S(20), F(9.95, 0, 499)]),
("Base charge: $4.95; usage credit: $40 @ 1,000 kWh+; AutoPay credit: $5", [B(4.95), C(40, 1000), only(C(5), Condition.AUTOPAY)]),
("Customers who use 1,000 or more kWh in a month get $75 off their bill", [C(75, 1000)]),
("Bill credit of $35 when usage ≥ 1,000 kWh/month. No credit when usage < 1,000 kWh/month.", [C(35, 1000)]),
("A monthly fee of $9.95 is assessed for low usage (999 kWh or less)", [F(9.95, 0, 999)]),
("Your account is credited $50 for any month in which you use 1,000 kWh or more", [C(50, 1000)]),
("Minimum charge of $9.95 for less than 500 kWh used in a cycle", [F(9.95, 0, 499)]),
("$80 credit applies when your usage meets 1,000 kWh in a billing cycle", [C(80, 1000)]),
("Bill credit: usage of 1,000 kWh or more gets you $100 off", [C(100, 1000)]),
("Recibirá un crédito de $50 cuando su consumo mensual llegue a 1,000 kWh o más", [C(50, 1000)]),
("Cargo por uso mínimo de $9.95 si su consumo mensual no supera 999 kWh", [F(9.95, 0, 999)]),
("Cargo base de $4.95 por mes más cargo de $5 por uso menor a 500 kWh", [B(4.95), F(5, 0, 499)]),
("Crédito de $100 en cada factura de 1,000 kWh o más", [C(100, 1000)]),
("Sin cargo base ni cargo por uso mínimo. Crédito de $30 a partir de 1,000 kWh.", [B(0), C(30, 1000)]),
("Crédito de $40 por consumo entre 1,000 y 2,000 kWh y sin crédito fuera de ese rango", [C(40, 1000, 2000)]),
("Se cobra un cargo de $9.95 en los meses con menos de 1,000 kWh de consumo", [F(9.95, 0, 999)]),
("Reciba $5 de descuento al mes por inscribirse en pago automático", [only(C(5), Condition.AUTOPAY)]),
("Los primeros 1,000 kWh a 9.5¢ por kWh y los kWh adicionales a 11.5¢ por kWh", [T(0, 1000, 9.5), T(1000, None, 11.5)]),
("Cargo mensual fijo de $9.95", [B(9.95)]),
("Crédito de $25 por usar 500 kWh o más y $25 adicionales por usar 1,000 kWh o más", [C(25, 500), C(25, 1000)]),
("Cargo diario de $0.30 y sin cargo base mensual", [D(.3), B(0)]),
("Cuando el uso sea de 1,000 kWh o más, se aplica un crédito de $60", [C(60, 1000)]),
]  # fmt: skip
