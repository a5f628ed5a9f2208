"""Many ways to say a charge in a Fees/Credits text, in the manner of the listings since 2016, and traps beside them."""

# ruff: noqa: E501 -- a table reads across

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
    DailyCharge,
    Delivery,
    EnergyTier,
    OneTimeCharge,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing.bills import printed_average
from choosemypower.pricing.listing import PRINTED_AT_KWH


def C(usd: float, low: int = 0, high: int | None = None) -> Charge:
    return UsageCredit(usd=Decimal(str(usd)), min_kwh=low, max_kwh=high)


def F(usd: float, low: int = 0, high: int | None = None) -> Charge:
    return UsageFee(usd=Decimal(str(usd)), min_kwh=low, max_kwh=high)


def B(usd: float) -> Charge:
    return BaseCharge(usd=Decimal(str(usd)))


def D(usd: float) -> Charge:
    return DailyCharge(usd_per_day=Decimal(str(usd)))


def S(usd: float) -> Charge:
    return OneTimeCharge(usd=Decimal(str(usd)))


def T(low: int, high: int | None, cents: float) -> Charge:
    return EnergyTier(from_kwh=low, to_kwh=high, usd_per_kwh=Decimal(str(cents)) / 100)


WORDINGS: list[tuple[str, list[Charge]]] = [

("Minimum Usage Fee: $9.95 per billing cycle in which usage is less than 1000 kWh",[F(9.95,0,999)]),
("$14.95 Base Charge/month if usage <1000kWh",[F(14.95,0,999)]),
("A base charge of $9.95 will be applied to each billing cycle.",[B(9.95)]),
("Usage Charge: $9.95 per billing cycle < 1000 kWh; $0.00 >= 1000 kWh",[F(9.95,0,999)]),
("Usage Credit: $100.00 per billing cycle >=1000kWh",[C(100,1000)]),
("Customers will receive a $50 bill credit every month that their usage is at or above 1000 kWh",[C(50,1000)]),
("Monthly Base Charge: $4.95 per ESIID, bill credit of $55 in any billing cycle in which you use 2000kWh or more",[B(4.95),C(55,2000)]),
("$25.00 bill credit for usage over 1000 kWh and an additional $25.00 for usage over 2000 kWh.",[C(25,1001),C(25,2001)]),
("$9.95 usage charge if <1000 kWh/mo.",[F(9.95,0,999)]),
("Minimum usage charge of $9.95 applies for usage < 800 kWh",[F(9.95,0,799)]),
("Minimum Usage Charge - A Minimum Usage Charge of $9.95 applies if the usage is less than 1000 kWh in your billing cycle",[F(9.95,0,999)]),
("This product contains a minimum usage fee of $4.95 if your usage is 999 kWh or less.",[F(4.95,0,999)]),
("Bill credit of $120 applied when usage is between 1000 - 2000 kWh.",[C(120,1000,2000)]),
("Base charge $9.95/month waived if usage is ≥ 800 kWh",[F(9.95,0,799)]),
("A usage based credit of $35 is applied each month you hit the 1000 kWh mark.",[C(35,1000)]),
("A $100 bill credit is applied in any month usage is above or equal to 1,000 kWh",[C(100,1000)]),
("Customer receives a $75.00 bill credit per month if usage is between 1000 kWh and 2000 kWh",[C(75,1000,2000)]),
("Your plan gives you a monthly credit of $50 provided you consume 1,000 kWh or more in the billing cycle.",[C(50,1000)]),
("$9.95 Monthly Fee for usage < 1000 kWh.",[F(9.95,0,999)]),
("Low usage fee of $9.99 is added to the bill if less than 1000 kWh are consumed in a billing period",[F(9.99,0,999)]),
("Bill credit of $125 is given for each billing period where consumption falls between 1,000 kWh and 1,999 kWh",[C(125,1000,1999)]),
("Residential customers using 1000 kWh or more per billing cycle will get a $40 usage credit.",[C(40,1000)]),
("If you use less than 1,000 kWh in a month, a $9.95 minimum usage fee applies.",[F(9.95,0,999)]),
("$4.95 base charge; $9.95 usage fee under 500 kWh",[B(4.95),F(9.95,0,499)]),
("$5.95 Customer charge. Credit of $60 for 1000+ kWh usage.",[B(5.95),C(60,1000)]),
("A $95 credit will appear on your monthly bill if usage is greater than 999 kWh and less than 2001 kWh",[C(95,1000,2000)]),
("Save $50 on your bill each month you use 1,000 kWh or more!",[C(50,1000)]),
("$50 off each month usage exceeds 999 kWh.",[C(50,1000)]),
("Usage credits of $30 at 1000 kWh, plus $30 at 2000 kWh",[C(30,1000),C(30,2000)]),
("Charges: Base Fee $0.00. Usage Credit $75 (1,000 kWh and above)",[B(0),C(75,1000)]),
("Daily charge of $0.33 per day",[D(.33)]),
("Energy Charge: 0-1000 kWh: 9.9¢ per kWh; over 1000 kWh: 12.5¢ per kWh",[T(0,1000,9.9),T(1000,None,12.5)]),
("A bill credit of $40.00 per month will apply if your monthly usage is equal or greater than 1,000 kWh.",[C(40,1000)]),
("A credit in the amount of $100 applies for monthly usage at 1000 kWh and over",[C(100,1000)]),
("No minimum usage fee. No base charge. $30 bill credit when your usage is 1000kWh or more.",[B(0),C(30,1000)]),
("Se aplica un cargo de $9.95 por ciclo si el consumo es menor a 1,000 kWh",[F(9.95,0,999)]),
("Crédito de $100 en su factura cuando el consumo mensual es de 1,000 kWh o superior",[C(100,1000)]),
("Recibirá un crédito mensual de $50 si su consumo está entre 1000 y 2000 kWh",[C(50,1000,2000)]),
("Cargo por uso mínimo: $9.95 cuando el uso sea inferior a 1000 kWh",[F(9.95,0,999)]),
("Se acreditarán $100 a su factura cada mes que consuma por lo menos 1,000 kWh",[C(100,1000)]),
("Un crédito de $75 se aplicará automáticamente a cada factura en la que el consumo sea igual o superior a 1,000 kWh; sin cargo base.",[B(0),C(75,1000)]),
("Tarifa por bajo consumo de $9.95 en los ciclos con menos de 1,000 kWh",[F(9.95,0,999)]),
("Crédito de $125,00 cuando el consumo sea de 1.000 kWh o más",[C(125,1000)]),
("Cargo base mensual de $9.95. Crédito por uso de $50 si usa más de 999 kWh.",[B(9.95),C(50,1000)]),
("Usage between 1,000 and 1,500 kWh earns you a $30 credit; usage between 1,501 and 2,000 kWh earns you a $15 credit.",[C(30,1000,1500),C(15,1501,2000)]),
("Earn a $100 credit on any bill with usage ranging from 1,000 kWh to 2,000 kWh",[C(100,1000,2000)]),
("$100 credit in months with at least 1,000 kWh used",[C(100,1000)]),
("A $9.95 charge is assessed in months where you don't use at least 1,000 kWh",[F(9.95,0,999)]),
("Base charge: $9.95 per month (waived for usage at or above 1000 kWh)",[F(9.95,0,999)]),
("Minimum use fee $12.95/mo for less than 1,000 kWh used.",[F(12.95,0,999)]),
("Includes $120 Usage Credit (applied when usage is >= 1,000 kWh and <= 2,000 kWh).",[C(120,1000,2000)]),
("$100 bill credit if usage is >1000 kWh and < 2000 kWh",[C(100,1001,1999)]),
("You'll get a $125 bill credit when you use 1000kWh+ per month. Early termination fee: $150.",[C(125,1000)]),
("Bill credits: $35.00 @ 1000 kWh; additional $15.00 @ 2000 kWh",[C(35,1000),C(15,2000)]),
("A monthly $7.50 charge applies. This plan rewards you with a $100 bill credit when usage exceeds 1,999 kWh",[B(7.5),C(100,2000)]),
("One time $25 enrollment fee. $9.95 per month base charge",[S(25),B(9.95)]),
("Get $20 off each bill, when you use 800 kWh or more. AutoPay and paperless billing available.",[C(20,800)]),
("Credit of $50 for usage of 1000 kWh or higher; fee of $9.95 for usage of 499 kWh or lower",[C(50,1000),F(9.95,0,499)]),
("$30.00 Residential Usage Credit per bill month if usage >= 800kWh",[C(30,800)]),
("Residential usage credit 100.00 $ per bill month if usage >= 1000kWh",[C(100,1000)]),
("A monthly usage credit of one hundred dollars ($100) applies for usage of 1,000 kWh or more",[C(100,1000)]),
("There is a $4.95 monthly charge for this plan, and a $50 credit when you use more than 999 kWh",[B(4.95),C(50,1000)]),
("$3.00 per month base charge and $0.085 per kWh",[B(3),T(0,None,8.5)]),
("Base charge $5 per month. Energy charge 7.9 cents/kWh.",[B(5),T(0,None,7.9)]),
("Use between 1,000 and 2,000 kWh and get $80 back on your bill",[C(80,1000,2000)]),
("Bill credit: $50.00/month for usage at or above 1,000 kWh/month.",[C(50,1000)]),
("There are no fees for usage. $75 bill credit with usage of 1000 kWh and up",[C(75,1000)]),
("$9.95 if under 1000 kWh",[F(9.95,0,999)]),
("$75.00 Bill Credit is applied when usage equals or exceeds 1,000 kWh. $0 Base Charge.",[B(0),C(75,1000)]),
("AVG Monthly use of 1000 kWh or more will receive $100 bill credit",[C(100,1000)]),
("Bill credit of $50 will be applied to customer's account each month customer's usage reaches or exceeds 1000 kWh.",[C(50,1000)]),
("Customer will be billed a Minimum Usage Charge of $9.95 per month for usage below 1000 kWh",[F(9.95,0,999)]),
("Utility delivery charges are passed through. A usage credit of $50 will apply when monthly usage is equal to or greater than 1000 kWh",[C(50,1000)]),

("$9.95 Base Charge/month - Credit of $9.95 if usage >1000 kWh",[B(9.95),C(9.95,1001)]),
("Usage credit of $35.00 per month if the customer's usage is greater than or equal to 1,000 kWh; additional $35.00 credit if usage is greater than or equal to 2,000 kWh",[C(35,1000),C(35,2000)]),
("A Residential Usage Credit of $40 will be applied if monthly usage exceeds 999 kWh. Minimum Usage Fee: $0.",[C(40,1000)]),
("Min Usage Fee: $4.95 if usage < 500kWh",[F(4.95,0,499)]),
("Minimum usage fee - $9.95 per month if usage is less than 1,000 kWh per month.",[F(9.95,0,999)]),
("Monthly charge of $9.95 for usage under 1000 kWh",[F(9.95,0,999)]),
("$9.99 Monthly Charge if usage is < 1000 kWh per billing cycle. $0 charge if usage is >= 1000 kWh per billing cycle.",[F(9.99,0,999)]),
("Base Charge $9.99 per month for usage less than or equal to 999 kWh",[F(9.99,0,999)]),
("$100 BILL CREDIT per month when you use 1000-2000 kWh!",[C(100,1000,2000)]),
("$30 Bill Credit applied each month you use between 500 kWh and 1,000 kWh",[C(30,500,1000)]),
("$15 credit on usage from 501 to 1000 kWh; $30 credit on usage from 1001 to 2000 kWh.",[C(15,501,1000),C(30,1001,2000)]),
("Usage Bill Credit $120 given for any billing cycle in which Customer's usage is 1,000 kWh to 2,000 kWh",[C(120,1000,2000)]),
("Customers who use at least 2,000 kWh will receive a $75 credit on that month's bill.",[C(75,2000)]),
("$10 Minimum Usage Charge for less than 1000 kWh of monthly usage",[F(10,0,999)]),
("This plan has a monthly usage fee of $9.95 for usage below 1000kWh.",[F(9.95,0,999)]),
("Meter charge of $3.50 per month",[B(3.5)]),
("Customer charge: $5.25 per month per ESI ID",[B(5.25)]),
("Includes a monthly base charge in the amount of $14.95",[B(14.95)]),
("$4.95/mo base charge. $50 credit/mo for usage at or above 1,000 kWh",[B(4.95),C(50,1000)]),
("$1.00 per day customer charge",[D(1.0)]),
("A daily service fee of $.33 per day applies",[D(.33)]),
("Bill credit of $45 per billing cycle for usage that meets or exceeds 1,000 kWh.",[C(45,1000)]),
("Your energy bill is lowered by $100 every month you use 1000 kWh or above.",[C(100,1000)]),
("If monthly usage is 1000 kWh or greater, customer is credited $50.",[C(50,1000)]),
("A $75.00 bill credit shall be provided if Customer consumes no less than 1,000 kWh during the billing period.",[C(75,1000)]),
("Minimum Usage Fee of $9.95/month is charged if usage for the month is not at least 1000 kWh",[F(9.95,0,999)]),
("Fee of $9.95 is charged unless your usage is 1,000 kWh or greater",[F(9.95,0,999)]),
("$9.95 minimum usage charge is waived if monthly usage is at least 800 kWh.",[F(9.95,0,799)]),
("Bill credits: $50 @ 500 kWh, additional $50 @ 1000 kWh",[C(50,500),C(50,1000)]),
("Earn a credit worth $35 each time your bill reaches 1,000 kWh",[C(35,1000)]),
("Low Usage Charge $14.95 applies below 500 kWh; $7.50 between 500 and 999 kWh",[F(14.95,0,499),F(7.5,500,999)]),
("Crédito de factura de $100 al mes al consumir 1,000 kWh o más",[C(100,1000)]),
("Obtén $125 de crédito en tu factura los meses en que uses 1000 kWh o más.",[C(125,1000)]),
("Se cobrará un cargo de $9.95 cuando el uso sea menor que 1000 kWh en un ciclo de facturación.",[F(9.95,0,999)]),
("Cargo mensual de $4.95; crédito de $50 si el uso es de 1000 a 2000 kWh",[B(4.95),C(50,1000,2000)]),
("Recibe $30 de descuento en cada factura con un uso de 1,000 kWh o más",[C(30,1000)]),
("Si su consumo es mayor o igual que 1,000 kWh recibirá un crédito de $100",[C(100,1000)]),
("Se aplica una tarifa mínima de $9.95 si se consumen menos de 1,000 kWh",[F(9.95,0,999)]),
("El crédito de $50 se otorga cuando el consumo excede 999 kWh.",[C(50,1000)]),
("Un cargo por uso mínimo de $9.95 por cada ciclo de facturación con menos de 1,000 kWh de consumo",[F(9.95,0,999)]),
("Crédito por uso: $75 de 1,000 kWh a 1,999 kWh",[C(75,1000,1999)]),
("Sin cargo por uso mínimo. Cargo base de $0.00.",[B(0)]),
("0 - 999 kWh: $9.95; 1,000+ kWh: $0",[F(9.95,0,999)]),
("$9.95 when usage is less than 1000 kWh; otherwise $0.",[F(9.95,0,999)]),
("Bill Credit: $100 (usage 1,000 kWh+).",[C(100,1000)]),
("- $50 bill credit if usage is 1000 kWh or more",[C(50,1000)]),
("• Base Charge: $0.00 • Usage Credit: $50.00 for usage >= 1,000 kWh",[B(0),C(50,1000)]),
("Base Charge $7.95 | Usage Credit $80 at 1000 kWh & up",[B(7.95),C(80,1000)]),
("One-time enrollment fee of $10. Usage credit of $50 at or over 1000 kWh per month.",[S(10),C(50,1000)]),
("Energy charge is 8.9 cents per kWh up to 1,000 kWh and 13.9 cents per kWh after 1,000 kWh.",[T(0,1000,8.9),T(1000,None,13.9)]),
("The first 500 kWh are billed at 9.5¢/kWh, all kWh over 500 are billed at 11.5¢/kWh",[T(0,500,9.5),T(500,None,11.5)]),
("A $100 credit is applied to your bill for usage over 1,000 kWh. Deposit may be required. Early termination fee $175.",[C(100,1001)]),
("Bill credit $50.00 for 1000 or more kWh",[C(50,1000)]),
("For usage under 800 kWh there's a $9.95 fee",[F(9.95,0,799)]),
("You'll see a $15 charge for months under 500 kWh",[F(15,0,499)]),
("$50.00 Usage Credit is triggered at 1000 kWh",[C(50,1000)]),
("Get rewarded with $100 in bill credits each month your usage is at least 1,000 kWh",[C(100,1000)]),
("Bill credit of $100 each month you use at least 1,000 kWh. New customers only. Not available with other offers.",[C(100,1000)]),
("$100 credit each billing cycle you use ≥1,000kWh. Terms apply. See EFL for details.",[C(100,1000)]),
("USAGE CREDIT = $50 / BILLING CYCLE WHEN USAGE > 999 KWH",[C(50,1000)]),
("An 18-month fixed-rate plan with a $4.95 base charge and 50% renewable energy.",[B(4.95)]),
("A base charge of $9.95 per month applies to this plan. This charge is waived when usage is 2,000 kWh or more.",[F(9.95,0,1999)]),
("Flat $9.95 monthly fee. No other fees.",[B(9.95)]),
("A usage fee of $9.95 will apply in any month that the usage is less than 1000 kWh, and an additional $5 will apply if usage is less than 500 kWh",[F(9.95,0,999),F(5,0,499)]),
("$50 Credit (1000kWh-1499kWh), $75 Credit (1500kWh+)",[C(50,1000,1499),C(75,1500)]),
("Pay no base charge when you use 500 kWh or more, otherwise $9.95",[F(9.95,0,499)]),
("Get 100% renewable energy with a 12 month fixed rate plan and a $100 bill credit every month you use 1,000 kWh or more",[C(100,1000)]),
("<b>Usage Credit:</b> $50.00<br/>Applies to each billing cycle with usage of at least 1000 kWh",[C(50,1000)]),
("Bill Credit $50.00 per bill cycle (usage of 1,000kWh or more)",[C(50,1000)]),
("Monthly Minimum Usage Charge of $9.95 assessed if monthly usage &lt; 1000 kWh",[F(9.95,0,999)]),
("Minimum Usage: $9.95 if monthly usage is under 1,000kWh",[F(9.95,0,999)]),
("usage of less than 1000 kWh will incur a $9.95 charge",[F(9.95,0,999)]),
("$9.95 if you consume fewer than 1000 kWh",[F(9.95,0,999)]),
("You avoid the $9.95 usage charge when you use 1,000 kWh or more",[F(9.95,0,999)]),
("No monthly fee if usage is 1000 kWh or more, $9.95 otherwise",[F(9.95,0,999)]),
("Base Charge: $9.95. Base Charge is waived for any month with 1,000 kWh usage or more",[F(9.95,0,999)]),
("This plan comes with a $50 usage bill credit any month your home uses 1,000 kWh or more - that's up to $600 a year!",[C(50,1000)]),
("A usage credit of $100 will be applied monthly once you hit 1,000 kWh.",[C(100,1000)]),
("Usage Credit Tier 1: $30 at 500 kWh; Tier 2: additional $40 at 1000 kWh",[C(30,500),C(40,1000)]),
("Enjoy $35 off your bill each month you use over 999 kWh, and an extra $15 off when you use over 1,999 kWh",[C(35,1000),C(15,2000)]),
("Monthly usage credit: $50 (1,000-1,999 kWh) / $100 (2,000+ kWh)",[C(50,1000,1999),C(100,2000)]),
("A base charge of $4.95 per month applies in addition to the energy charge.",[B(4.95)]),
("$4.95 monthly base charge plus TDU charges",[B(4.95)]),
("Fees: $9.95 base charge; Credits: $75 for 1000 kWh or more",[B(9.95),C(75,1000)]),
("Charge of $10.95 on monthly usage below 800 kWh, waived on monthly usage at or above 800 kWh",[F(10.95,0,799)]),
("Usage fee $9.95<1000kwh",[F(9.95,0,999)]),
("minimum usage fee $14.99 0-1000 kwh",[F(14.99,0,1000)]),
("There will be a monthly charge of $5.00.",[B(5)]),
("$0.00 base charge. $0.00 minimum usage charge.",[B(0)]),
("Bill credit of one hundred dollars ($100.00) when usage equals or is greater than 1000 kWh",[C(100,1000)]),
("Customer will receive a monthly credit in the amount of $25.00 on electric bills for usage of at least 800 kilowatt-hours (kWh)",[C(25,800)]),
("A $0.75 daily charge applies",[D(.75)]),
("Pre-paid plan: daily charge of 99¢ per day",[D(.99)]),
("Bono de $100 en tu factura cada mes si tu uso llega a 1,000 kWh",[C(100,1000)]),
("Crédito mensual: $50 cuando consuma 1000 kWh o mas",[C(50,1000)]),
("Se aplicara un credito de facturacion de $100 si el uso es igual a o mayor que 1000 kWh",[C(100,1000)]),
("Cargo por consumo mínimo de $9.95 por mes si el consumo mensual es inferior a 1,000 kWh. El cargo no se aplica si el consumo es de 1,000 kWh o más.",[F(9.95,0,999)]),
("Cobro de $9.95 si su consumo está por debajo de 1,000 kWh",[F(9.95,0,999)]),
("Los clientes que utilicen más de 999 kWh recibirán un crédito de $75 en su factura",[C(75,1000)]),
("Cargo básico de $4.95 al mes",[B(4.95)]),
("Tarifa mensual de $9.95, que se elimina al usar 1,000 kWh o más",[F(9.95,0,999)]),
("Descuento en factura de $30 por consumo de 1000 kWh o más al mes",[C(30,1000)]),
("Un crédito de uso de $35 a partir de 1,000 kWh y $15 adicionales a partir de 2,000 kWh",[C(35,1000),C(15,2000)]),
("Reciba $100 de crédito en cada factura con 1,000 kWh de consumo o más",[C(100,1000)]),
("Cargo de servicio mensual: $5.95",[B(5.95)]),
("$120 Bill Credit for usage 1000 to 2000 kWh. $9.95 Base Charge under 1000 kWh.",[C(120,1000,2000),F(9.95,0,999)]),
("The energy charge is 7.9¢ for the first 1000 kWh and 11.9¢ for additional kWh",[T(0,1000,7.9),T(1000,None,11.9)]),
("Credit of $50 will be given to customers whose usage was 1000 kWh or more for that billing cycle",[C(50,1000)]),
("A bill credit equal to $40 is included in each bill with usage > 999 kWh",[C(40,1000)]),
("Rewards you with a $50 bill credit each month your usage meets 1,000 kWh or more.",[C(50,1000)]),
("$75 bill credit on each billing cycle you reach the 1,000 kWh threshold.",[C(75,1000)]),
("Includes a bill credit of $50/month at 1,000 kWh/month or greater and has no minimum usage fees.",[C(50,1000)]),
("For every billing cycle in which usage is at or above 1,000 kWh, a $100 bill credit will be applied; for usage below, no credit applies.",[C(100,1000)]),
("You will not be charged the $9.95 minimum usage fee if you use 1,000 kWh or more",[F(9.95,0,999)]),
]  # fmt: skip
TRAPS = [
"$100 credit after 3 months of service when usage is at least 1000 kWh",
"A $50 sign-up credit is applied to your first bill.",
"You receive a $25 bill credit for every friend you refer",
"$50 credit if usage is 1000 kWh or more for the first six months",
"Up to $200 in credits per year",
"10% discount on usage above 1,000 kWh",
"$0.02 per kWh credit for usage over 1000 kWh",
"Minimum usage fee may apply",
"$9.95 per month if you do not enroll in paperless billing",
"A $4.95 fee applies to customers who are not on AutoPay",
"Free weekends. $9.95 base charge applies only on weekdays",
"$150 deposit required",
"Late fee of 5%",
"Bill credit of $100 in your 12th month when usage is at least 1000 kWh",
"Get $10 off monthly for the first year with 1,000 kWh or more",
"A credit of $50 applies twice a year when usage is at least 1,000 kWh",
"Usage credits of $50 or $100",
"Bill credit: 1000 kWh",
"Credit of $50 when usage is between 2000 and 1000 kWh",
"Credit of $50 per 1,000 kWh used",
"No credit of $50 is given when usage is 1,000 kWh or more",
"$50 credit is not applied when usage is 1000 kWh or more",
"$1,000 credit",
"$50 will not be credited when usage is at least 1,000 kWh",
"The $50 credit expired in June for usage of 1,000 kWh or more",
"$50 credit only for customers with solar panels using 1000 kWh",
"Annual fee of $50 if usage is less than 12,000 kWh a year",
"Crédito de $50 por cada 1000 kWh",
"Crédito de $50 cada tres meses si usa 1,000 kWh",
"No se aplica crédito de $50 con 1,000 kWh o más",
"Descuento del 10% al usar 1,000 kWh",
"$25 quarterly credit with 1000 kWh or more",
"Credit of $50 when usage is 1000 kWh or more in at least 6 months of the year",
"If your average usage over the year is 1,000 kWh you get $50",
"A $50 credit on every other bill when usage is at least 1000 kWh",
"$50 gift card after 90 days, when usage is at least 1000 kWh",
"$50 credit for military customers using 1,000 kWh or more","$50 credit for homes over 1,000 sq ft","$50 credit when temperature exceeds 100 degrees",
"$100 credit with 1,000 reward points","$50 credit for low-income households using 1000 kWh or more","$50 credit through March when usage is 1000 kWh or more",
"$50 credit starting in June when usage is 1000 kWh or more","$50 credit from June when usage is at least 1,000 kWh","$50 credit by December when usage is at least 1,000 kWh",
"$50 credit if usage is 1000 kWh or your bill is over $100","You will not receive the $50 credit if usage is less than 1,000 kWh","You will lose the $50 credit if usage is less than 1,000 kWh",
"The $50 credit is removed when usage is below 1,000 kWh","$50 credit cannot be used with 1,000 kWh or more","A $50 credit is not included for usage of 1,000 kWh or more",
"We no longer offer a $50 credit at 1,000 kWh or more","If your usage falls 1,000 kWh short of last year you receive $50","$50 credit when you use 1,000 kWh less than last month",
"Use 1,000 kWh more than last year and receive a $50 credit","$50 credit when your neighbour uses 1,000 kWh or more and you refer them","Credit of $50 to $100 when usage is 1,000 kWh or more",
"A $50 credit applies when usage is 1,000 kWh or more in a row","$50 loan when usage is 1,000 kWh or more","$50 increase when usage is 1,000 kWh or more",
"Base charge increases by $5 when usage is over 1,000 kWh","Your deposit of $50 is waived at 1,000 kWh","Late fee of $10 if your bill is above $1,000",
"$50 donation for each customer with 1,000 kWh or more","We plant trees worth $50 when you use 1,000 kWh","A $50 visa card when you use 1,000 kWh or more for 3 months",
"$50 credit if total usage over three billing cycles is at least 3,000 kWh","If usage exceeds 1,000 kWh on any day you get $50","$0.50 credit when usage is at least 1000 kWh per day",
"Crédito de $50 hasta marzo si usa 1,000 kWh o más","Crédito de $50 para militares que usen 1,000 kWh o más","No recibirá el crédito de $50 si usa menos de 1,000 kWh","Perderá el crédito de $50 con menos de 1,000 kWh",
"$50 credit for 1,000 kWh of solar exports","$50 per 1,000 kWh","$50 for the first 1,000 kWh","Pay $50 for the first 1,000 kWh","$150 flat bill up to 1,500 kWh","$99 per month for 1,000 kWh","All you can use for $150 a month",
"A $10 fee applies if you call us more than 100 times","$25 fee for paper bills of 1,000 pages","$9.95 fee when payment is less than $1000","Switch before 1/1/2026 and get a $50 credit at 1,000 kWh","$50 credit, minus $10 when usage is below 1,000 kWh",
"Earn $50 credit when usage is at least 1,000 kWh, then nothing after June","$50 credit unless usage is at least 1,000 kWh","The credit of $50 is not for usage of 1,000 kWh or more","$50 credit never applies at 1,000 kWh or more",
"Pay $50 less when usage is at least 1,000 kWh than at 999 kWh","Usage credit (may be taxed): $50 at 1,000 kWh","Example: at 1,000 kWh with a $50 credit your price is 9 cents",
]  # fmt: skip


def bare(charges: tuple[Charge, ...] | list[Charge]) -> list[str]:
    """Kinds and figures, without the words they came from."""
    figures = ("usd", "usd_per_day", "usd_per_kwh", "min_kwh", "max_kwh", "from_kwh", "to_kwh")
    return sorted(
        str((type(charge).__name__, *(_figure(getattr(charge, name, "-")) for name in figures)))
        for charge in charges
    )


def _figure(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def printed(charges: list[Charge], kwh: int) -> Decimal:
    items = tuple(charges)
    if not any(isinstance(charge, EnergyTier | PriceByTotal) for charge in items):
        items = (EnergyTier(usd_per_kwh=Decimal("0.087")), *items)
    delivery = Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833"))
    average = printed_average(Charges(items=items, delivery=delivery), kwh)
    return average.quantize(Decimal("0.001"), ROUND_HALF_UP)


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_a_wording_is_read_from_its_text_alone_and_with_its_prices(text: str, charges: list[Charge]) -> None:
    alone = read_fees(text)
    assert alone.is_believed, alone.note
    assert bare(alone.items) == bare(charges)
    at_500, at_1000, at_2000 = (printed(charges, kwh) for kwh in PRINTED_AT_KWH)
    proved = read_fees(text, (at_500, at_1000, at_2000))
    assert proved.is_believed, proved.note
    assert bare(proved.items) == bare(charges)
    bent = Decimal("0.09")
    for prices in (
        (at_500 + bent, at_1000, at_2000),
        (at_500, at_1000 + bent, at_2000),
        (at_500, at_1000, at_2000 + bent),
    ):
        assert not read_fees(text, prices).is_believed


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_never_becomes_a_charge(text: str) -> None:
    assert not read_fees(text).is_believed


SHAPES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "markup": lambda text: text.replace(". ", ".<br>"),
    "unbreakable blanks": lambda text: text.replace(" ", "\u00a0"),
    "no commas in numbers": lambda text: re.sub(r"(\d),(\d{3})", r"\1\2", text),
    "said twice": lambda text: f"{text.rstrip('. ')}. {text}",
    "a greeting before": lambda text: f"Example Energy offers you great service! {text}",
    "contacts behind": lambda text: (
        f"{text.rstrip('. ')}. Call 1-800-555-1234 or visit www.example.com today."
    ),
    "wrapped lines": lambda text: re.sub(r"((?:\S+ ){6})", lambda six: six[1].rstrip() + "\n", text),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_wording_in_another_shape_is_read_right_or_left(shape: str) -> None:
    read = 0
    for text, charges in WORDINGS:
        reading = read_fees(SHAPES[shape](text))
        read += reading.is_believed
        assert not reading.is_believed or bare(reading.items) == bare(charges), SHAPES[shape](text)
    assert read >= 0.97 * len(WORDINGS)
