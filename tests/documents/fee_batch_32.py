"""Sixty texts by an author who had seen neither the code nor any case (32nd batch)."""

# ruff: noqa: E501 -- a table reads across

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, P, S, T
from tests.documents.wording_charges import only, waived, within

WORDINGS: list[tuple[str, list[Charge]]] = [
    # --- English: usage credits ---
    (
        "Reliant will apply a $100 usage credit to your bill each billing cycle that your usage is equal to or greater than 1,000 kWh.",
        [C(100, 1000)],
    ),
    (
        "$30 bill credit if usage >= 1000 kWh; $9.95 minimum usage fee if usage < 1000 kWh",
        [C(30, 1000), F(9.95, 0, 999)],
    ),
    ("$120 Residential Usage Credit applied each billing cycle with usage over 999 kWh.", [C(120, 1000)]),
    (
        "You'll receive a $50 credit on each bill when your usage is between 1,000 kWh and 2,000 kWh. No credit is applied if your usage falls outside this range.",
        [C(50, 1000, 2000)],
    ),
    ("Usage Credit: $75.00 per billing cycle for usage greater than 1000 kWh.", [C(75, 1001)]),
    (
        "Usage Credit for 1,000 kWh or more: $40.00 per billing cycle. Additional Usage Credit for 2,000 kWh or more: $20.00 per billing cycle.",
        [C(40, 1000), C(20, 2000)],
    ),
    (
        "Champion Energy will provide a $25 bill credit for every billing cycle in which usage exceeds 1,000 kWh.",
        [C(25, 1001)],
    ),
    (
        "Get a $35 bill credit when you use 500-999 kWh, a $70 bill credit when you use 1000-1999 kWh, or a $90 bill credit when you use 2000 kWh or more.",
        [C(35, 500, 999), C(70, 1000, 1999), C(90, 2000)],
    ),
    (
        "A $55 monthly bill credit will apply if your usage is at least 1000 kWh but less than 2000 kWh.",
        [C(55, 1000, 1999)],
    ),
    (
        "$125 Bill Credit applied at 1000 kWh usage and above. Early termination fee of $20 per month remaining applies. See EFL for details.",
        [C(125, 1000)],
    ),
    (
        "Bill Credit of $60.00 applies when usage is above 1200 kWh and up to 2000 kWh in a billing cycle.",
        [C(60, 1201, 2000)],
    ),
    (
        "TXU Energy Free Pass: $10 bill credit every month of your plan. Plus, no deposit for customers who qualify!",
        [C(10)],
    ),
    (
        "Receive a $15 bill credit each month your usage is 500 kWh or more AND an extra $35 bill credit each month your usage is 1,000 kWh or more.",
        [C(15, 500), C(35, 1000)],
    ),
    (
        "Summer Savings! A $20 bill credit is applied in June, July, and August when usage is 1,000 kWh or greater.",
        [within(C(20, 1000), 6, 7, 8)],
    ),
    (
        "Customer receives a $100 credit per month when usage is 1,000 kWh or more. Refer a friend and each of you gets a $50 reward!",
        [C(100, 1000)],
    ),
    # --- English: minimum usage fees ---
    ("Minimum Usage Fee: $9.95 per billing cycle if usage is less than 1000 kWh.", [F(9.95, 0, 999)]),
    ("A minimum usage charge of $9.95 applies for usage < 1,000 kWh per month", [F(9.95, 0, 999)]),
    (
        "$9.99 usage charge will be applied to each billing cycle with usage of 999 kWh or less.",
        [F(9.99, 0, 999)],
    ),
    (
        "Usage Charge (0-499 kWh): $19.95 per billing cycle. Usage Charge (500-999 kWh): $9.95 per billing cycle.",
        [F(19.95, 0, 499), F(9.95, 500, 999)],
    ),
    (
        "Minimum usage fee of $14.95 for usage below 800 kWh. Disconnect notice fee $25. Insufficient funds fee $30.",
        [F(14.95, 0, 799)],
    ),
    (
        "A monthly service fee of $9.95 applies when usage is less than 500 kWh. The fee is waived when usage is 500 kWh or more.",
        [F(9.95, 0, 499)],
    ),
    (
        "$4.95 monthly fee for usage up to and including 1000 kWh. $0 for usage over 1000 kWh.",
        [F(4.95, 0, 1000)],
    ),
    ("Low usage fee: $12.00 when monthly usage does not reach 650 kWh", [F(12, 0, 649)]),
    ("Usage fee of $10.00 per month if kWh used is under 1001.", [F(10, 0, 1000)]),
    (
        "$6.95 Minimum Usage Fee assessed if less than 500kWh are used in a billing cycle. Cancellation fee: $150.",
        [F(6.95, 0, 499)],
    ),
    # --- English: base, customer, daily, one-time charges ---
    ("Base Charge: $9.95 per billing cycle.", [B(9.95)]),
    ("This plan includes a $5.00 monthly Customer Charge.", [B(5)]),
    (
        "Base Charge of $4.95 per month. $50 bill credit when usage is 1000 kWh or more.",
        [B(4.95), C(50, 1000)],
    ),
    (
        "Base Charge: $14.95 per month, waived when usage is 1,000 kWh or more in the billing cycle.",
        [F(14.95, 0, 999)],
    ),
    ("Daily charge of $0.33 per day applies in addition to the energy charge.", [D(0.33)]),
    (
        "Payless Power prepaid: daily fee of 99 cents. No deposit, no credit check, no long-term contract. Start with a $75 account balance.",
        [D(0.99)],
    ),
    ("A one-time enrollment fee of $4.95 will be added to your first bill.", [S(4.95)]),
    (
        "$7.95/month base charge. Paper billing customers pay nothing extra. Sign up now and get a $100 Visa gift card by mail after 3 months of service!",
        [B(7.95)],
    ),
    # --- English: tiers ---
    (
        "Energy Charge: 8.5¢ per kWh for the first 1,000 kWh; 11.2¢ per kWh for all kWh above 1,000.",
        [T(0, 1000, 8.5), T(1000, None, 11.2)],
    ),
    (
        "Energy charge 0-1200 kWh: 9.9 cents per kWh; > 1200 kWh: 7.4 cents per kWh. Base charge $9.95.",
        [T(0, 1200, 9.9), T(1200, None, 7.4), B(9.95)],
    ),
    (
        "Your energy charge for all kWh is 12.0¢ per kWh if total monthly usage is less than 1000 kWh, and 9.0¢ per kWh if total monthly usage is 1000 kWh or more.",
        [P(0, 999, 12), P(1000, None, 9)],
    ),
    # --- English: conditional ---
    ("Receive a $5 monthly bill credit when you enroll in AutoPay.", [only(C(5), Condition.AUTOPAY)]),
    (
        "Direct Energy: $10.00 bill credit per month for customers enrolled in Auto Pay. $9.95 base charge per month.",
        [only(C(10), Condition.AUTOPAY), B(9.95)],
    ),
    (
        "Go green! Customers enrolled in paperless billing receive a $3 credit on every bill.",
        [only(C(3), Condition.PAPERLESS)],
    ),
    (
        "Base charge of $9.95 per month is waived for customers enrolled in AutoPay.",
        [waived(B(9.95), Condition.AUTOPAY)],
    ),
    (
        "$100 bill credit at 1000 kWh or more. Plus a $5 credit every month you are enrolled in autopay.",
        [C(100, 1000), only(C(5), Condition.AUTOPAY)],
    ),
    # --- English: nothing to charge / mixed ---
    ("No minimum usage fees. No gimmicks - just one low rate!", []),
    (
        "Early cancellation fee $175. Deposit of up to $400 may be required. 100% renewable energy from Texas wind farms.",
        [],
    ),
    (
        "Minimum Usage Fee $9.95 for usage under 500 kWh; Usage Credit $30 for usage of 1000 kWh or above; Usage Credit $20 additional for usage of 2000 kWh or above.",
        [F(9.95, 0, 499), C(30, 1000), C(20, 2000)],
    ),
    (
        "APG&E will credit $45.00 to your bill for any billing cycle in which your usage is no less than 1,000 kWh and no more than 1,500 kWh.",
        [C(45, 1000, 1500)],
    ),
    # --- Spanish ---
    (
        "Recibe un crédito de $100 en tu factura cada mes que tu consumo sea igual o mayor a 1,000 kWh.",
        [C(100, 1000)],
    ),
    (
        "Cargo por uso mínimo: $9.95 por ciclo de facturación si el consumo es menor de 1000 kWh.",
        [F(9.95, 0, 999)],
    ),
    (
        "Se aplicará una tarifa de uso mínimo de $9.95 por cada ciclo de facturación con un uso inferior a 500 kWh.",
        [F(9.95, 0, 499)],
    ),
    ("Cargo base de $9.95 al mes.", [B(9.95)]),
    ("Crédito de $50 en su factura cuando su consumo esté entre 1,000 kWh y 2,000 kWh.", [C(50, 1000, 2000)]),
    ("Crédito por consumo de $75 por ciclo de facturación cuando el uso supere los 1000 kWh.", [C(75, 1001)]),
    (
        "Reciba un crédito de $30 con un consumo de 1000 kWh o superior y un crédito adicional de $20 con un consumo de 2000 kWh o superior.",
        [C(30, 1000), C(20, 2000)],
    ),
    ("Recibirás un crédito mensual de $5 al inscribirte en AutoPay.", [only(C(5), Condition.AUTOPAY)]),
    (
        "Cargo por energía: 8.9¢ por kWh para los primeros 1,000 kWh y 10.9¢ por kWh para el consumo por encima de 1,000 kWh.",
        [T(0, 1000, 8.9), T(1000, None, 10.9)],
    ),
    ("Cargo diario de $0.49 por día.", [D(0.49)]),
    ("Cargo mensual de $4.95 si usa 999 kWh o menos. Sin cargo si usa 1000 kWh o más.", [F(4.95, 0, 999)]),
    (
        "Cargo base mensual de $7.95. Crédito de $60 por ciclo de facturación si el consumo es de 1,000 kWh o más. Cargo por cancelación anticipada de $150.",
        [B(7.95), C(60, 1000)],
    ),
    ("Cargo único de inscripción de $4.95 que se incluirá en su primera factura.", [S(4.95)]),
    ("Sin cargos por uso mínimo ni trucos. Recomiende a un amigo y reciba $50.", []),
    (
        "Los clientes inscritos en la facturación electrónica sin papel reciben un crédito de $3 cada mes.",
        [only(C(3), Condition.PAPERLESS)],
    ),
]

REFUSED = ()
