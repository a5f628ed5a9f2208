"""Forty wordings and their charges, written before they were first read (November 2026, first batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Base Charge: $4.95 per bill cycle. Usage credit: $75 per bill cycle if you use between 1,000 and 1,999 kWh (inclusive).", [B(4.95), C(75, 1000, 1999)]),
("$9.95/mo. min. usage fee, <1000kWh", [F(9.95, 0, 999)]),
("UC $50 cr. @ 1000+kWh", [C(50, 1000)]),
("Bill cr. of $40/mo. for 1,000 kWh – 2,000 kWh", [C(40, 1000, 2000)]),
("Base charge: 33¢/day. No minimum usage fee.", [D(.33)]),
("$0.25/day service charge; $30 usage credit at ≥ 1,000 kWh/mo.", [D(.25), C(30, 1000)]),
("Monthly service fee of $6.95 is assessed regardless of usage, and a $9.99 low-usage fee is added to cycles of under 500 kWh.", [B(6.95), F(9.99, 0, 499)]),
("We'll knock $60 off your bill whenever you use 1,000 kWh or more in a cycle.", [C(60, 1000)]),
("Usage Credit – $100 – for any month in which usage is > 999 kWh", [C(100, 1000)]),
("Enroll in AutoPay and get a $5 credit each month.", [only(C(5), Condition.AUTOPAY)]),
("$10 monthly credit with AutoPay and Paperless Billing", [only(C(10), Condition.AUTOPAY, Condition.PAPERLESS)]),
("Summer credit: $25 off each bill from June through September for usage of 1,000 kWh or more", [within(C(25, 1000), 6, 7, 8, 9)]),
("Energy charge 11.9¢ per kWh for usage up to 500 kWh, 9.4¢ per kWh for usage above 500 kWh. $50 credit at 1,000 kWh.", [T(0, 500, 11.9), T(500, None, 9.4), C(50, 1000)]),
("No minimum usage fee, no monthly base charge and no hidden fees. Cancel fee $15 per remaining month.", [B(0)]),
("Bill credit: $120 if usage is at least 1,000 kWh and no more than 2,000 kWh. ETF: $20/month remaining in term.", [C(120, 1000, 2000)]),
("A deposit of up to $300 may be required. Base charge $5.00 / billing cycle.", [B(5)]),
("One-time connection fee $15.00; usage credit $35 for consumption ≥1000kWh", [S(15), C(35, 1000)]),
("Minimum Usage Charge: $14.95 per cycle applies for kWh usage of 0 - 999", [F(14.95, 0, 999)]),
("Cargo mínimo por consumo: $9.95/mes si usa < 1,000 kWh", [F(9.95, 0, 999)]),
("Crédito en factura: $50/mes con consumo ≥ 1,000 kWh; cargo base: $0", [B(0), C(50, 1000)]),
("Le acreditamos $30 en los meses en que su consumo esté entre 800 y 1,500 kWh.", [C(30, 800, 1500)]),
("Cargo base de 30 centavos al día", [D(.30)]),
("$5 de descuento mensual por inscribirse en pago automático", [only(C(5), Condition.AUTOPAY)]),
("Usage credit tiers: 1,000–1,499 kWh = $25; 1,500–1,999 kWh = $50; 2,000+ kWh = $75", [C(25, 1000, 1499), C(50, 1500, 1999), C(75, 2000)]),
("$50 credit @1000kWh & $50 more @2000kWh", [C(50, 1000), C(50, 2000)]),
("You pay a $9.95 usage charge in months with less than 1,000 kWh and nothing at 1,000 kWh or more.", [F(9.95, 0, 999)]),
("Fee of $8.95 on bills under 800 kWh's", [F(8.95, 0, 799)]),
("$100 bill credit if you use 1,000 kWh's or more", [C(100, 1000)]),
("Minimum usage fee = $0. Base fee = $9.95/cycle", [B(9.95)]),
("$125 credit kicks in at 1000 kWh each bill cycle", [C(125, 1000)]),
("Hit 1,000 kWh? Get $75 off that bill.", [C(75, 1000)]),
("TDU charges passed through at cost. REP base charge $3.95/ESI ID/mo. Usage fee $4.95 below 500 kWh.", [B(3.95), F(4.95, 0, 499)]),
("$85.00 credit applied when 1,000kWh≤usage≤2,000kWh", [C(85, 1000, 2000)]),
("$20 usage credit (≥500 kWh) and an extra $30 (≥1,000 kWh)", [C(20, 500), C(30, 1000)]),
("Usage Credit $35.00 usage 1000 to 1999 kWh, Usage Credit $70.00 usage 2000 kWh and over", [C(35, 1000, 1999), C(70, 2000)]),
("This plan carries a $7.99 monthly account fee", [B(7.99)]),
("a $9.95 disconnection recovery fee may apply. $60 bill credit for each month with 1000kWh+.", [C(60, 1000)]),
("If monthly kWh usage < 1,000, then a charge of $9.95 applies", [F(9.95, 0, 999)]),
("Credits: $15 (500–999 kWh), $45 (≥1,000 kWh)", [C(15, 500, 999), C(45, 1000)]),
("Non-recurring setup fee of $20, then $4.95 monthly base charge", [S(20), B(4.95)]),
]  # fmt: skip
