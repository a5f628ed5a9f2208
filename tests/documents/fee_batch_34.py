"""Seventy texts by a third author who had seen neither the code nor any case (34th batch): 88.6 % at first sight."""

# ruff: noqa: E501 -- a table reads across
from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, P, S, T
from tests.documents.wording_charges import only, waived, within

WORDINGS: list[tuple[str, list[Charge]]] = [
    # ---- English: minimum usage fees
    (
        "A $9.95 minimum usage fee applies for each billing cycle in which usage is less than 1000 kWh.",
        [F(9.95, 0, 999)],
    ),
    ("Minimum Usage Fee: $9.95 per billing cycle < 1000 kWh", [F(9.95, 0, 999)]),
    ("$14.95 Usage Charge if monthly usage is under 800 kWh.", [F(14.95, 0, 799)]),
    (
        "If you use 999 kWh or less in a billing cycle, you will be charged a minimum usage fee of $9.99.",
        [F(9.99, 0, 999)],
    ),
    (
        "A minimum usage charge of $5.34 will be assessed if your monthly usage is less than or equal to 500 kWh.",
        [F(5.34, 0, 500)],
    ),
    (
        "Minimum usage fee of $6.95 for usage below 500 kWh per month. A $10 disconnect notice fee applies "
        "only if your payment is past due.",
        [F(6.95, 0, 499)],
    ),
    (
        "$19.95 minimum usage fee when usage is less than 500 kWh; $9.95 minimum usage fee when usage is "
        "between 500 and 999 kWh.",
        [F(19.95, 0, 499), F(9.95, 500, 999)],
    ),
    (
        "The $7.95 monthly minimum usage fee is waived when you use 650 kWh or more in a billing period.",
        [F(7.95, 0, 649)],
    ),
    (
        "A Monthly Service Fee of $8.99 is charged when your usage is under 1,000 kWh. There is no charge at "
        "1,000 kWh and above.",
        [F(8.99, 0, 999)],
    ),
    ("Low usage fee $12.50 (0-999 kWh).", [F(12.50, 0, 999)]),
    # ---- usage credits
    ("$100 usage credit when you use 1000 kWh or more.", [C(100, 1000)]),
    (
        "You will receive a $50 usage credit on your bill each month your usage is equal to or greater than 1000 kWh.",
        [C(50, 1000)],
    ),
    ("Usage Credit: $75.00 per billing cycle >= 1000 kWh", [C(75, 1000)]),
    ("Customer receives a $60 bill credit each billing cycle that usage exceeds 1,000 kWh.", [C(60, 1001)]),
    (
        "A residential usage credit of $35.00 will be applied when monthly usage is over 999 kWh.",
        [C(35, 1000)],
    ),
    (
        "Bill credit of $120 applied in any month your usage is between 1000 and 2000 kWh.",
        [C(120, 1000, 2000)],
    ),
    (
        "$30 credit for usage from 500 kWh to 999 kWh, $55 credit for usage of 1000 kWh or more.",
        [C(30, 500, 999), C(55, 1000)],
    ),
    (
        "A $40 usage credit applies at 800 kWh. An additional $20 usage credit applies at 1500 kWh.",
        [C(40, 800), C(20, 1500)],
    ),
    ("$90.00 bill credit if usage is > 999 kWh and < 2001 kWh", [C(90, 1000, 2000)]),
    (
        "Get a $15 credit every month you use at least 500 kWh, plus an additional $45 credit every month you use "
        "at least 1,000 kWh, plus an additional $25 credit every month you use at least 2,000 kWh.",
        [C(15, 500), C(45, 1000), C(25, 2000)],
    ),
    (
        "Use less and save: a $10 bill credit is applied for each billing cycle with usage of less than 1,000 kWh.",
        [C(10, 0, 999)],
    ),
    ("A $5 bill credit is applied every month.", [C(5)]),
    (
        "$125 bill credit applies when your usage is at least 1000 kWh. The credit is not prorated and is not "
        "carried over to the following month.",
        [C(125, 1000)],
    ),
    # ---- base charges
    ("Base Charge: $9.95 per month.", [B(9.95)]),
    ("$4.95 base charge per billing cycle.", [B(4.95)]),
    ("A monthly base charge of $14.95 applies regardless of usage.", [B(14.95)]),
    ("$9.95 base charge and $50 usage credit for 1000 kWh or higher.", [B(9.95), C(50, 1000)]),
    (
        "Base charge of $5.00 per month. Minimum usage fee of $9.95 if you use less than 1000 kWh in a billing cycle.",
        [B(5), F(9.95, 0, 999)],
    ),
    ("A daily charge of $0.33 applies to each day in your billing cycle.", [D(0.33)]),
    ("Prepaid plan. Daily service charge of $1.25 per day. No deposit, no credit check.", [D(1.25)]),
    # ---- tiers and prices by usage
    (
        "Energy Charge: 0-1000 kWh 8.5¢ per kWh; above 1000 kWh 10.2¢ per kWh.",
        [T(0, 1000, 8.5), T(1000, None, 10.2)],
    ),
    (
        "The energy charge is 12.4 cents per kWh for the first 1,000 kWh and 6.9 cents per kWh for every kWh after that.",
        [T(0, 1000, 12.4), T(1000, None, 6.9)],
    ),
    (
        "First 500 kWh at 5.0¢/kWh, next 500 kWh at 9.0¢/kWh, all kWh over 1000 at 13.0¢/kWh.",
        [T(0, 500, 5), T(500, 1000, 9), T(1000, None, 13)],
    ),
    (
        "If your total monthly usage is below 1000 kWh, all kWh are billed at 12.9¢. If your total monthly usage is "
        "1000 kWh or more, all kWh are billed at 9.9¢.",
        [P(0, 999, 12.9), P(1000, None, 9.9)],
    ),
    (
        "Base charge $7.95 per month. Energy charge of 7.1¢ per kWh up to 1200 kWh and 11.5¢ per kWh over 1200 kWh.",
        [B(7.95), T(0, 1200, 7.1), T(1200, None, 11.5)],
    ),
    # ---- fee and credit together
    (
        "$9.95 minimum usage fee under 500 kWh. $30 usage credit at 1000 kWh or above.",
        [F(9.95, 0, 499), C(30, 1000)],
    ),
    (
        "Monthly base charge $9.95; usage credit of $50 applied at 1000 kWh; additional usage credit of $15 "
        "applied at 2000 kWh.",
        [B(9.95), C(50, 1000), C(15, 2000)],
    ),
    # ---- conditions and seasons
    ("Enroll in AutoPay and receive a $5 bill credit each month.", [only(C(5), Condition.AUTOPAY)]),
    ("$3 monthly credit for customers enrolled in paperless billing.", [only(C(3), Condition.PAPERLESS)]),
    (
        "A $9.95 monthly fee applies to usage below 1000 kWh. The fee is waived if you are enrolled in AutoPay.",
        [waived(F(9.95, 0, 999), Condition.AUTOPAY)],
    ),
    (
        "$25 bill credit in June, July and August when you use 1000 kWh or more.",
        [within(C(25, 1000), 6, 7, 8)],
    ),
    (
        "$100 usage credit at 1,000 kWh or more. Plus a $5 monthly discount with AutoPay.",
        [C(100, 1000), only(C(5), Condition.AUTOPAY)],
    ),
    # ---- marketing, deposits, cancel and late fees, gift cards
    (
        "Lock in a low rate for 24 months with 100% Texas wind power! As our thank you, we will take $70 off your bill "
        "every month you use 1,000 kWh or more. Early termination fee of $20 per month remaining in the term.",
        [C(70, 1000)],
    ),
    (
        "Receive a $50 Visa gift card after your third paid invoice. Minimum usage fee of $9.95 applies when usage is "
        "under 1,000 kWh.",
        [F(9.95, 0, 999)],
    ),
    (
        "Sign up today and get a $100 Amazon gift card after 90 days of active service. No minimum usage fee.",
        [],
    ),
    ("A deposit of up to $200 may be required based on credit. Late payment penalty of 5%.", []),
    ("Cancellation fee: $150. See the Electricity Facts Label for details.", []),
    (
        "Late fee is 5% of the past due amount. Returned check fee is $25. Minimum usage fee is $4.95 for less than "
        "1000 kWh.",
        [F(4.95, 0, 999)],
    ),
    (
        "No deposit with approved credit. $80 bill credit each month that usage is 1,000 kWh or greater. $175 early "
        "cancellation fee.",
        [C(80, 1000)],
    ),
    (
        "Enjoy the peace of mind of a fixed rate, award-winning customer service and a 60-day happiness guarantee. "
        "This plan includes a $30 bill credit when your monthly usage is at least 1,000 kWh, and a second $30 bill "
        "credit when your monthly usage is at least 2,000 kWh.",
        [C(30, 1000), C(30, 2000)],
    ),
    ("A one-time enrollment fee of $9.95 will be added to every new customer's first bill.", [S(9.95)]),
    ("Free Nest thermostat for new customers (a $249 value). Base charge: $9.95/month.", [B(9.95)]),
    ("Simple pricing, no gimmicks. The price you see is the price you pay.", []),
    (
        "$0.00 deposit for qualified customers. $8.95 customer charge per month waived in months with usage of 1,000 kWh "
        "or more.",
        [F(8.95, 0, 999)],
    ),
    # ---- Spanish
    (
        "Se aplica un cargo por uso mínimo de $9.95 por cada ciclo de facturación con un consumo menor a 1000 kWh.",
        [F(9.95, 0, 999)],
    ),
    ("Cargo por uso mínimo: $14.95 si su consumo mensual es de menos de 500 kWh.", [F(14.95, 0, 499)]),
    ("Cargo de $7.95 por consumo de 999 kWh o menos.", [F(7.95, 0, 999)]),
    ("Crédito por uso de $50 cuando su consumo sea igual o mayor a 1,000 kWh.", [C(50, 1000)]),
    ("Usted recibirá un crédito de $100 en su factura cada mes que utilice 1000 kWh o más.", [C(100, 1000)]),
    ("Recibirá un crédito de $60 en su factura cada mes que su consumo supere los 1,000 kWh.", [C(60, 1001)]),
    ("Crédito de $75 en la factura si el uso mensual está entre 1000 y 2000 kWh.", [C(75, 1000, 2000)]),
    (
        "Crédito de $30 por un consumo de 500 a 999 kWh; crédito de $55 por un consumo de 1000 kWh o más.",
        [C(30, 500, 999), C(55, 1000)],
    ),
    (
        "Se aplicará un crédito de $40 al llegar a 800 kWh y un crédito adicional de $20 al llegar a 1500 kWh.",
        [C(40, 800), C(20, 1500)],
    ),
    ("Cargo base: $9.95 al mes.", [B(9.95)]),
    ("Cargo base mensual de $4.95 y crédito de $35 por uso de 1000 kWh o más.", [B(4.95), C(35, 1000)]),
    (
        "Cargo por energía de 12.4¢ por kWh por los primeros 1,000 kWh y de 6.9¢ por cada kWh adicional.",
        [T(0, 1000, 12.4), T(1000, None, 6.9)],
    ),
    ("Reciba un crédito de $5 cada mes al inscribirse en AutoPay.", [only(C(5), Condition.AUTOPAY)]),
    (
        "Reciba una tarjeta de regalo Visa de $50 después de su tercera factura pagada. Se cobrará un cargo por uso "
        "mínimo de $9.95 cuando use menos de 1,000 kWh.",
        [F(9.95, 0, 999)],
    ),
    ("Cargo por cancelación anticipada de $150. Es posible que se requiera un depósito.", []),
    (
        "Disfrute de una tarifa fija por 12 meses con energía 100% renovable. Le descontaremos $80 de su factura cada mes "
        "que consuma al menos 1,000 kWh. Cargo por pago atrasado del 5%.",
        [C(80, 1000)],
    ),
]

REFUSED = ()
