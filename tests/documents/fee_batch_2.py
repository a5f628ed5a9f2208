"""Forty wordings and their charges, written before they were first read (November 2026, second batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Monthly usage of 1,000 kWh through 2,000 kWh qualifies for a $65 bill credit", [C(65, 1000, 2000)]),
("$4.95 REP base chg/mo + $9.95 min use chg if < 500 kWh", [B(4.95), F(9.95, 0, 499)]),
("Bill Credit: $50.00/cycle (1000 kWh min.)", [C(50, 1000)]),
("Usage credit $110 >= 1000 kWh and <= 1999 kWh; no credit outside this range", [C(110, 1000, 1999)]),
("Base fee 49 cents per day plus usage credit of $100 for 1,000 kWh & above", [D(.49), C(100, 1000)]),
("If consumption is lower than 800 kWh, an $8.00 fee is charged for that billing cycle.", [F(8, 0, 799)]),
("AutoPay discount: $3.00 per month", [only(C(3), Condition.AUTOPAY)]),
("$7 off every month for customers enrolled in paperless billing. Base charge $9.95.", [only(C(7), Condition.PAPERLESS), B(9.95)]),
("Usage Bill Credit of $15.00 for >500 kWh, plus an additional $35.00 for >1000 kWh", [C(15, 501), C(35, 1001)]),
("Receive $40 back in each of the months December, January and February that you use 1,000 kWh or more.", [within(C(40, 1000), 12, 1, 2)]),
("First 1000 kWh @ 8.9¢, all over 1000 kWh @ 11.2¢; base charge $5", [T(0, 1000, 8.9), T(1000, None, 11.2), B(5)]),
("Zero base charge. Zero minimum usage fee. $150 cancellation fee.", [B(0)]),
("This plan features a $95 credit on bills with 1,000 kWh or more. Cancellation fee: $20 x months left.", [C(95, 1000)]),
("Minimum usage fee $9.95 (0-999 kWh). Security deposit may be required based on credit.", [F(9.95, 0, 999)]),
("A non-refundable $10 enrollment fee is charged on the first bill. $30 credit for usage ≥ 800 kWh.", [S(10), C(30, 800)]),
("Bill credit of $50 for usage at 1,000 kWh; second bill credit of $50 for usage at 2,000 kWh", [C(50, 1000), C(50, 2000)]),
("Los clientes que consuman 1,000 kWh o más reciben $80 de crédito por ciclo de facturación.", [C(80, 1000)]),
("Cuota por consumo mínimo de $12.95 si el consumo mensual no llega a los 800 kWh", [F(12.95, 0, 799)]),
("Cargo base: $4.95 por ciclo. Crédito de $60: consumo de 1,000 kWh en adelante.", [B(4.95), C(60, 1000)]),
("Sin cargo mensual ni cargo por uso mínimo. Crédito: $25 (≥ 500 kWh).", [B(0), C(25, 500)]),
("Tarifa de energía: 10.5¢ hasta 1,000 kWh y 8.5¢ arriba de 1,000 kWh", [T(0, 1000, 10.5), T(1000, None, 8.5)]),
("Bill Credit $45 if 1000 <= kWh <= 1500", [C(45, 1000, 1500)]),
("Under 1,000 kWh: $9.95 charge. 1,000 kWh & over: no charge.", [F(9.95, 0, 999)]),
("Monthly fee: $0 (1,000 kWh+) / $9.95 (under 1,000 kWh)", [F(9.95, 0, 999)]),
("$9.95 per month applies only to usage below 1000 kWh", [F(9.95, 0, 999)]),
("Customers will be credited fifty dollars ($50.00) when kWh consumption in a bill cycle is equal to or above 1,000", [C(50, 1000)]),
("Use less than 500 kWh & pay $5 more; use 1,000 kWh or more & save $35", [F(5, 0, 499), C(35, 1000)]),
("Credit of $30 per bill month, usage from 1000-1999kWh; $60 per bill month, usage 2000kWh+", [C(30, 1000, 1999), C(60, 2000)]),
("A $75 usage credit applies so long as you use at least 1,000 kWh during your billing period.", [C(75, 1000)]),
("Your account gets $100 credited every month with at least 1,000 kilowatt-hours.", [C(100, 1000)]),
("Minimum Usage Charge of $9.95 only when usage drops below 1,000 kWh. No other fees.", [F(9.95, 0, 999)]),
("Residential customer charge of $10.95 billed monthly", [B(10.95)]),
("$0.00 base, $0.00 min use, $90 usage credit (1,000-2,000 kWh)", [B(0), C(90, 1000, 2000)]),
("Plan includes a usage credit: $50 for 1,000 kWh to 1,499 kWh, $100 for 1,500 kWh and up.", [C(50, 1000, 1499), C(100, 1500)]),
("$5.00 monthly discount when you stay enrolled in auto pay and e-bill", [only(C(5), Condition.AUTOPAY, Condition.PAPERLESS)]),
("Usage < 1,000 kWh = $9.95. Usage ≥ 1,000 kWh = $0.", [F(9.95, 0, 999)]),
("Low-use fee is $7.50 each month that your meter registers fewer than 600 kWh.", [F(7.5, 0, 599)]),
("Bill credit ($125) for billing cycles w/ usage 1,000 kWh or higher", [C(125, 1000)]),
("There's no fee for low usage, and you earn $20 whenever you top 1,500 kWh.", [C(20, 1501)]),
("$14.95 base charge is reduced to $0 when usage is 1,000 kWh or more", [F(14.95, 0, 999)]),
]  # fmt: skip
