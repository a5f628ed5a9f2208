"""Forty wordings and their charges, written before they were first read (November 2026, sixth batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Usage Credit: $100.00/billing cycle (usage of 1,000 kWh or more)", [C(100, 1000)]),
("Minimum usage fee of $9.95 applies if you use < 1,000 kWh in a billing cycle", [F(9.95, 0, 999)]),
("A $35.00 bill credit will be applied each billing cycle usage is ≥1000 kWh", [C(35, 1000)]),
("$4.95 monthly base charge and $9.95 minimum usage charge below 1,000 kWh", [B(4.95), F(9.95, 0, 999)]),
("Bill credit of $50 per month if usage is between 1,001 kWh and 2,000 kWh", [C(50, 1001, 2000)]),
("Base Charge $0.30 per day; Bill Credit $50 at 1,000 kWh or higher", [D(.3), C(50, 1000)]),
("$15 min usage fee for monthly usage of 499 kWh and under", [F(15, 0, 499)]),
("You earn a $75 credit in each billing month your usage is 1,000 to 1,999 kWh", [C(75, 1000, 1999)]),
("$30/mo bill credit w/ 1,000+ kWh usage", [C(30, 1000)]),
("AutoPay credit of $5/month. No base charge.", [only(C(5), Condition.AUTOPAY), B(0)]),
("$100 off your monthly bill if you use 1,000 kWh or more & less than 2,000 kWh", [C(100, 1000, 1999)]),
("No monthly charges. No minimum usage. Cancellation fee $20 per month remaining in the term.", [B(0)]),
("Energy charge 9.9¢/kWh up to 1,000 kWh, 11.9¢/kWh over 1,000 kWh", [T(0, 1000, 9.9), T(1000, None, 11.9)]),
("Setup fee (one-time): $25. Base charge: $4.95 per month.", [S(25), B(4.95)]),
("Summer savings: $20 credit June–September for usage of at least 1,000 kWh", [within(C(20, 1000), 6, 7, 8, 9)]),
("Crédito de $50 en cada ciclo con 1,000 kWh o más de consumo", [C(50, 1000)]),
("Cargo de $9.95 al mes por consumo menor a 1,000 kWh", [F(9.95, 0, 999)]),
("Cargo base de $4.95 al mes y crédito de $30 por uso de 1,000 kWh o más", [B(4.95), C(30, 1000)]),
("Recibe un crédito de $100 si tu consumo es de al menos 1,000 kWh y no más de 2,000 kWh", [C(100, 1000, 2000)]),
("Si el consumo es inferior a 500 kWh se agrega un cargo de $5", [F(5, 0, 499)]),
("If usage ≥ 1,000 kWh, a $60 credit is applied; if usage ≥ 2,000 kWh, an additional $20 credit is applied", [C(60, 1000), C(20, 2000)]),
("Usage fee waived when you use at least 1,000 kWh; otherwise $9.95 per month", [F(9.95, 0, 999)]),
("Usage charge is $0 for 1,000 kWh or more and $9.95 for less than 1,000 kWh", [F(9.95, 0, 999)]),
("A $9.95 charge will be added each month you use less than 1000 kWh.", [F(9.95, 0, 999)]),
("Base charge: $9.95 per month regardless of kWh used", [B(9.95)]),
("$90 credit on your bill at 1,000 kWh, $0 base charge", [C(90, 1000), B(0)]),
("Monthly usage credits: $20 @ 500 kWh, additional $30 @ 1000 kWh, additional $50 @ 2000 kWh", [C(20, 500), C(30, 1000), C(50, 2000)]),
("Minimum Usage Fee applies: $9.95 (less than 1000 kWh)", [F(9.95, 0, 999)]),
("The monthly service charge is $9.95 (waived when usage is greater than 1,999 kWh)", [F(9.95, 0, 1999)]),
("Earn $50 each time usage in a billing cycle is more than 999 kWh", [C(50, 1000)]),
("Use 1000kWh → get $100 credit", [C(100, 1000)]),
("$10.00 monthly bill credit when enrolled in AutoPay and Paperless", [only(C(10), Condition.AUTOPAY, Condition.PAPERLESS)]),
("Flat customer fee of $5.99 per cycle, $25 credit for cycles over 1,499 kWh", [B(5.99), C(25, 1500)]),
("Customer Charge: $0.00; Minimum Usage Fee: $0.00; Usage Credit: $45.00 if 1,000 kWh or above", [B(0), C(45, 1000)]),
("$125.00 bill credit when usage ≥ 1,000 and ≤ 2,000 kWh", [C(125, 1000, 2000)]),
("Monthly fee of $9.95 is charged if your household uses fewer than 1,000 kWh", [F(9.95, 0, 999)]),
("Bill credit applies when usage is 1,000 kWh or more: $50 per month", [C(50, 1000)]),
("Usage credit, $40 per bill, above 999 kWh", [C(40, 1000)]),
("Fee (usage less than 1,000 kWh): $9.95. Credit (usage 2,000 kWh or more): $25.", [F(9.95, 0, 999), C(25, 2000)]),
("This plan has a base charge of $8/month and rewards high usage with a $50 credit at 2,000 kWh", [B(8), C(50, 2000)]),
]  # fmt: skip
