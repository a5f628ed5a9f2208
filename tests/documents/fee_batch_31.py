"""Fifty-two texts, each in the voice of another row, written before they were first read (31st batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, P, S, T
from tests.documents.wording_charges import only, waived, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Usage Fee: $9.95 per month if your usage falls under 1,000 kWh in any given billing cycle", [F(9.95, 0, 999)]),
("$50 monthly credit when 1,000 kWh threshold is met", [C(50, 1000)]),
("Monthly fee = $9.95 | Bill credit = $30 if kWh >= 1000", [B(9.95), C(30, 1000)]),
("A $100.00 Bill Credit is provided each month that metered usage is at least 1,000 kWh and does not exceed 2,000 kWh.", [C(100, 1000, 2000)]),
("Credit of $20 for 500 kWh, credit of $40 for 1,000 kWh, credits are not cumulative", [C(20, 500, 999), C(40, 1000)]),
("The customer pays a $9.95 usage charge in every month when less than 1,000 kWh are used; it is not charged otherwise.", [F(9.95, 0, 999)]),
("NOTE: $9.95 min. usage fee for <500 kWh/mo", [F(9.95, 0, 499)]),
("Bill credits up to $100: $50 for usage of 1,000 kWh or more plus $50 for usage of 2,000 kWh or more", [C(50, 1000), C(50, 2000)]),
("$4.95 customer charge/mo., $5 low use charge if less than 300 kWh/mo.", [B(4.95), F(5, 0, 299)]),
("Our plan has a usage-based discount: 1,000 kWh and over gets $60 off the monthly bill.", [C(60, 1000)]),
("A charge of $15.95 is added to your bill when your monthly usage is 999 kWh and below.", [F(15.95, 0, 999)]),
("If usage is 500 kWh or less: $12 charge. If usage is 501 kWh to 999 kWh: $6 charge.", [F(12, 0, 500), F(6, 501, 999)]),
("Receive a credit in the amount of $45.00 (forty-five dollars) if you consume 1,000 kWh or more", [C(45, 1000)]),
("Base Monthly Charge: $9.95; Usage Bill Credit: ($50.00) for usage at 1,000 kWh or above", [B(9.95), C(50, 1000)]),
("Bill Credit per month: -$75.00 if usage >= 1,000 kWh", [C(75, 1000)]),
("EMAIL US AT HELP@ACMEPOWER.COM. $9.95 BASE CHARGE PER MONTH.", [B(9.95)]),
("Call 1-888-555-0199 to enroll. Bill credit of $40 with 1,200 kWh or more.", [C(40, 1200)]),
("12 month contract. $150 cancellation fee. $35 usage credit at 1000 kWh.", [C(35, 1000)]),
("Minimum Usage Charge: $0.00. Base Charge: $5.00 per billing period.", [B(5)]),
("no fees other than a $3.50 monthly base charge", [B(3.5)]),
("Your monthly bill will be credited $25 for usage between 700 kWh and 1,400 kWh", [C(25, 700, 1400)]),
("Each bill with usage of 2,000 kWh or greater will have $120 taken off", [C(120, 2000)]),
("Spend less with a $30 credit on bills of 1,000 kWh or more and a $9.95 fee on bills under 500 kWh", [C(30, 1000), F(9.95, 0, 499)]),
("$0.10/kWh up to 1000 kWh, $0.12/kWh over 1000 kWh", [T(0, 1000, 10), T(1000, None, 12)]),
("8 cents per kWh until 500 kWh; 10 cents per kWh from 500 to 1000 kWh; 14 cents per kWh past 1000 kWh", [T(0, 500, 8), T(500, 1000, 10), T(1000, None, 14)]),
("Under 1,000 kWh you pay 13.5¢ for every kWh; at 1,000 kWh or more you pay 10.5¢ for every kWh", [P(0, 999, 13.5), P(1000, None, 10.5)]),
("Basic daily charge of 95 cents", [D(.95)]),
("$1.50/day prepaid service fee", [D(1.5)]),
("Enrollment fee: $12.50 (one time). Customer charge: $2.00/month.", [S(12.5), B(2)]),
("$30 summer credit for July, Aug. and Sept. bills of at least 1,000 kWh", [within(C(30, 1000), 7, 8, 9)]),
("$8 off your bill each month with automatic payments", [only(C(8), Condition.AUTOPAY)]),
("AutoPay + paperless = $10/month bill credit", [only(C(10), Condition.AUTOPAY, Condition.PAPERLESS)]),
("Monthly charge $6, waived for AutoPay customers", [waived(F(6), Condition.AUTOPAY)]),
("Free electricity every weekend from Friday 6 pm to Sunday midnight. Monthly base charge $12.95.", [B(12.95)]),
("Bill credit of $20 each for reaching 800 kWh and 1,600 kWh", [C(20, 800), C(20, 1600)]),
("Must use 1,000 kWh per month or pay $9.95 fee", [F(9.95, 0, 999)]),
("$14.95 will be billed if you don't reach 1,000 kWh", [F(14.95, 0, 999)]),
("1000+ kWh = -$100", [C(100, 1000)]),
("Cargo mensual por bajo consumo (menos de 500 kWh): $9.95", [F(9.95, 0, 499)]),
("Recibe un descuento de $50 en tu recibo si llegas a 1,000 kWh al mes", [C(50, 1000)]),
("Cargo base: $9.95/mes | Crédito por consumo: $30/mes (1,000 kWh o más)", [B(9.95), C(30, 1000)]),
("Si consume menos de 1,000 kWh durante el mes pagará $9.95 extra", [F(9.95, 0, 999)]),
("Crédito de $100 válido para consumos de 1,000 a 2,000 kWh por mes", [C(100, 1000, 2000)]),
("Crédito de $25 al llegar a 500 kWh y otro de $25 al llegar a 1,000 kWh", [C(25, 500), C(25, 1000)]),
("Cargo por consumo mínimo: $9.95, se aplica cuando el consumo es menor a 1,000 kWh", [F(9.95, 0, 999)]),
("El cargo de $9.95 no aplica si su consumo es igual o mayor a 1,000 kWh", [F(9.95, 0, 999)]),
("Solo cobramos una cuota mensual de $5.95", [B(5.95)]),
("9¢/kWh los primeros 500 kWh, 11¢/kWh los siguientes 500 kWh y 13¢/kWh el resto", [T(0, 500, 9), T(500, 1000, 11), T(1000, None, 13)]),
("Cuota diaria de 35 centavos", [D(.35)]),
("Crédito de $6 mensual con pago automático y sin papel", [only(C(6), Condition.AUTOPAY, Condition.PAPERLESS)]),
("Crédito de $30 para las facturas de julio, agosto y septiembre con 1,200 kWh o más", [within(C(30, 1200), 7, 8, 9)]),
("Fines de semana gratis. Cargo base de $10.95 por mes.", [B(10.95)]),
]  # fmt: skip

REFUSED = [
"$10 a month for the first 3 months",
"$75 credit if you use 1,000 kWh on weekdays",
"Usage fee prorated by day: $9.95",
"$25 credit per 500 kWh",
]  # fmt: skip
