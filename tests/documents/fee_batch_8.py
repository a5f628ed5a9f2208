"""Forty wordings and their charges, written before they were first read (November 2026, eighth batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, S, T
from tests.documents.wording_charges import only, within

WORDINGS: list[tuple[str, list[Charge]]] = [
("Base charge of $9.95 per billing cycle; a $50 usage credit is applied if usage is 1,000 kWh or greater.", [B(9.95), C(50, 1000)]),
("Usage credit: $125 applied monthly for usage between 1,000 and 2,000 kWh.", [C(125, 1000, 2000)]),
("$9.95 Min Usage Fee <1000 kWh", [F(9.95, 0, 999)]),
("$14.99 minimum usage charge per bill cycle if you don't use 1,000 kWh", [F(14.99, 0, 999)]),
("Bill credit of $100 for usage above or equal to 1000 kWh but below or equal to 2000 kWh", [C(100, 1000, 2000)]),
("$0.32 per day customer charge", [D(.32)]),
("Credit $25/month at 500+ kWh; credit $50/month at 1,000+ kWh in addition", [C(25, 500), C(50, 1000)]),
("Customers on AutoPay save $10 every month", [only(C(10), Condition.AUTOPAY)]),
("e-bill discount $2.50/mo", [only(C(2.5), Condition.PAPERLESS)]),
("Bills from June to August with 1,500 kWh or more earn a $45 credit", [within(C(45, 1500), 6, 7, 8)]),
("Tier 1 (0-500 kWh): 8.9¢/kWh; Tier 2 (501+ kWh): 10.9¢/kWh", [T(0, 500, 8.9), T(500, None, 10.9)]),
("No minimum usage charges, no base charges", [B(0)]),
("Bill credit: $30 ≥ 1,000 kWh. Cancel fee: $15 × months remaining.", [C(30, 1000)]),
("Enrollment fee of $20 charged once. $9.95 monthly base charge.", [S(20), B(9.95)]),
("Consumo de 1,000 kWh o más: crédito de $80", [C(80, 1000)]),
("Crédito mensual de $30 para uso igual o superior a 800 kWh y un cargo base de $4.95", [C(30, 800), B(4.95)]),
("El cargo de $9.95 aplica solo si usa menos de 1,000 kWh", [F(9.95, 0, 999)]),
("Cargo diario de servicio de $0.33", [D(.33)]),
("Ahorre $50 cuando use 1,000 kWh o más en un mes", [C(50, 1000)]),
("$5 de crédito cada mes con autopago", [only(C(5), Condition.AUTOPAY)]),
("Usage of 999 kWh or below results in a $9.95 charge", [F(9.95, 0, 999)]),
("A usage credit totaling $100 will apply when your monthly usage meets 1,000 kWh", [C(100, 1000)]),
("$60 monthly bill credit: use 1,000 kWh or more", [C(60, 1000)]),
("Fee for usage under 800 kWh - $7.95/month", [F(7.95, 0, 799)]),
("Monthly base charge is $4.95, bill credit is $35 at 1,000 kWh and $70 more at 2,000 kWh", [B(4.95), C(35, 1000), C(70, 2000)]),
("$75 credit per bill if kWh are 1,000-2,000", [C(75, 1000, 2000)]),
("Minimum bill charge $9.95 for usage under 1,000 kWh", [F(9.95, 0, 999)]),
("All bills include a $6.50 service charge.", [B(6.5)]),
("Usage over 1,999 kWh is rewarded with a $100 bill credit", [C(100, 2000)]),
("Credit of $40 if usage ≥1000kWh, otherwise no credit", [C(40, 1000)]),
("$9.95 usage fee; waived ≥ 1,000 kWh", [F(9.95, 0, 999)]),
("You qualify for a $50 bill credit when you use 1,000 kWh or more.", [C(50, 1000)]),
("Receive $20 per month in credits when usage stays below 500 kWh", [C(20, 0, 499)]),
("Low user charge of $12 for months under 600 kWh", [F(12, 0, 599)]),
("Bill Credit 1: $50 at 1,000 kWh. Bill Credit 2: additional $50 at 2,000 kWh.", [C(50, 1000), C(50, 2000)]),
("Usage credit ($100) is given for usage from 1000 kWh to 2000 kWh; base charge ($4.95)", [C(100, 1000, 2000), B(4.95)]),
("Base charge: $0 | Min. usage fee: $9.95 (<1000 kWh) | Bill credit: none", [B(0), F(9.95, 0, 999)]),
("$90 bill credit for using ≥1000 kWh in your billing cycle", [C(90, 1000)]),
("Fees: $4.95/month base. Credits: $100/month (1,000 kWh or more).", [B(4.95), C(100, 1000)]),
("$150 credit if the meter read shows 1,500 kWh or more", [C(150, 1500)]),
]  # fmt: skip
