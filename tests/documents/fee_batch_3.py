"""Forty wordings and their charges, written before they were first read (November 2026, third batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Bill credit of $70.00 applied to cycles in which metered usage equals 1,000 kWh or greater", [C(70, 1000)]),
("Usage fee: $9.95/mo (0–999 kWh); $0.00/mo (1000+ kWh)", [F(9.95, 0, 999)]),
("A fixed charge of $8.50 each billing cycle, plus TDU delivery charges.", [B(8.5)]),
("$100 credit/mo. when you use 1000+ kWh; $50 credit/mo. when you use 500-999 kWh", [C(100, 1000), C(50, 500, 999)]),
("Monthly min. charge: $9.95, not applied if usage ≥ 1,000 kWh", [F(9.95, 0, 999)]),
("Get an automatic $25 monthly bill credit by using 750 kWh or more", [C(25, 750)]),
("Usage credit is $60 for any cycle at or above 1,200 kWh. Base charge is $4.95 for every cycle.", [C(60, 1200), B(4.95)]),
("Customer pays $9.95 if kWh < 1000", [F(9.95, 0, 999)]),
("$0.16 per day base charge", [D(.16)]),
("Daily base charge: 16.5 cents/day; low usage charge: $6.99 (< 400 kWh)", [D(.165), F(6.99, 0, 399)]),
("Bill credits: $20 (800 to 1,199 kWh), $45 (1,200 to 1,999 kWh), $80 (2,000 kWh or more)", [C(20, 800, 1199), C(45, 1200, 1999), C(80, 2000)]),
("With auto-pay enrollment you save $4 each bill cycle", [only(C(4), Condition.AUTOPAY)]),
("$6.00/month paperless & AutoPay credit; $9.95/month base charge", [only(C(6), Condition.AUTOPAY, Condition.PAPERLESS), B(9.95)]),
("$50 usage credit in July and August for bills over 1,500 kWh", [within(C(50, 1501), 7, 8)]),
("10.9¢/kWh for the first 800 kWh; 8.9¢/kWh for kWh above 800; $40 credit at 1,000 kWh or more", [T(0, 800, 10.9), T(800, None, 8.9), C(40, 1000)]),
("No base charges, no minimum use fees, no deposit (with approved credit)", [B(0)]),
("Early cancellation fee of $15 per each month remaining on contract. Usage credit $90 for 1,000 kWh or more.", [C(90, 1000)]),
("One time $30 activation fee applies to first invoice, $5 monthly base charge", [S(30), B(5)]),
("Consumo < 1,000 kWh: cargo de $9.95. Consumo ≥ 1,000 kWh: $0.", [F(9.95, 0, 999)]),
("Por usar entre 1,000 kWh y 2,000 kWh en un ciclo obtendrá $75 de crédito", [C(75, 1000, 2000)]),
("Descuento de $45 por mes en consumos superiores a 999 kWh", [C(45, 1000)]),
("No hay cargo base ni cargos por consumo bajo; crédito de $100 con 1,000 kWh o más por mes.", [B(0), C(100, 1000)]),
("Cargo por servicio: $5.95 al mes. Cargo por bajo consumo: $9.95 (menos de 500 kWh).", [B(5.95), F(9.95, 0, 499)]),
("$5 de crédito al mes con facturación electrónica y pago automático", [only(C(5), Condition.AUTOPAY, Condition.PAPERLESS)]),
("Usage credit: If 1,000 ≤ kWh ≤ 2,000, $100", [C(100, 1000, 2000)]),
("An $80 bill credit will be given to customers whose usage is 1000kWh or greater in a given billing month", [C(80, 1000)]),
("The $9.95 monthly fee does not apply to months with 1,000 or more kWh of usage", [F(9.95, 0, 999)]),
("Min usage charge ($12.50): <750kWh per bill cycle", [F(12.5, 0, 749)]),
("BILL CREDIT OF $30.00 PER BILLING CYCLE WHEN USAGE IS >= 500 KWH AND < 1000 KWH", [C(30, 500, 999)]),
("Bill credit: $100.00 when usage is more than 999 but less than 2001 kWh", [C(100, 1000, 2000)]),
("You'll be charged $15.00 for any bill that is lower than 1,000 kWh, and $0.00 for any other bill", [F(15, 0, 999)]),
("Free nights not included. $30 credit when usage hits 1,000 kWh", [C(30, 1000)]),
("Credits: $35.00 for 1000kWh and above/mo; Charges: $4.95 base/mo", [C(35, 1000), B(4.95)]),
("There is a monthly customer charge ($4.95). There's also a $55 credit on bills of 1,000 kWh plus.", [B(4.95), C(55, 1000)]),
("$9.95 Minimum Usage Fee/Cycle <= 999 kWh", [F(9.95, 0, 999)]),
("$125 off when usage lands between 1000 & 1500 kWh", [C(125, 1000, 1500)]),
("REP Charge: $7.95/month. Usage Credit: ($50.00)/month for >= 1,000 kWh", [B(7.95), C(50, 1000)]),
("Bill is credited $35 once 1,000 kWh is used & another $35 once 2,000 kWh is used", [C(35, 1000), C(35, 2000)]),
("Fee of $0.00 for usage ≥ 1000 kWh and $9.95 for usage < 1000 kWh per billing cycle", [F(9.95, 0, 999)]),
("$20.00 monthly discount for 1,000 kWh+ users", [C(20, 1000)]),
]  # fmt: skip
