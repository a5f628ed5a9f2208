"""Sixty texts by another author who had seen neither the code nor any case (33rd batch)."""

from choosemypower.plans.charges import Charge, Condition
from tests.documents.fee_wordings import B, C, D, F, P, S, T
from tests.documents.wording_charges import only, waived, within

WORDINGS: list[tuple[str, list[Charge]]] = [
    # --- English: minimum usage fees
    ("Min usage fee $9.95 <1000kwh", [F(9.95, 0, 999)]),
    (
        "A $9.95 minimum usage fee applies if usage is less then 1,000 KWH in a billing cycle.",
        [F(9.95, 0, 999)],
    ),
    ("Minimum Usage Charge:$14.95 for usage of 500Kwh or less", [F(14.95, 0, 500)]),
    (
        "Usage Fee: $7.99 when usage falls below 800 kWhs.Late fee 5%. Disconnect Fee $25.00,"
        "Reconnect fee $25.00. Early Termination Fee $150",
        [F(7.99, 0, 799)],
    ),
    (
        "$5 fee per month for usage between 0 and 499 kW-h , N/A at 500 and above",
        [F(5, 0, 499)],
    ),
    (
        "Minimum usuage fee of $12.95 if you use up to 999 kwh in the month. "
        "Questions? Call 1-800-555-0147 Mon-Fri 8am - 6pm CST.",
        [F(12.95, 0, 999)],
    ),
    (
        "Minimum usage fee: $19.90 per cycle under 500 kWh; $9.95 per cycle from 500 to 999 kWh",
        [F(19.90, 0, 499), F(9.95, 500, 999)],
    ),
    (
        "Mthly Min. Usage Fee is $6.95, waived when usage is 1000 kWh or greater",
        [F(6.95, 0, 999)],
    ),
    (
        "$10 Min Usage Fee will be assessed unless you use more than 650kWh in the billing period",
        [F(10, 0, 650)],
    ),
    # --- English: usage credits
    ("$50 credit @ 1000 kwh+", [C(50, 1000)]),
    ("$100 Bill Credit if usage > 999 kWh", [C(100, 1000)]),
    ("Usage credit: $ 40.00/month if usage is >1000 kWh", [C(40, 1001)]),
    (
        "Customer recieves a $75 usage credit when monthly usage excedes 1,000 kWh.",
        [C(75, 1001)],
    ),
    (
        "Residential usage credit of 60 dollars for usage between 1000-2000 kWh. "
        "No credit below 1000 kWh or above 2000 kWh.",
        [C(60, 1000, 2000)],
    ),
    (
        "Bill credit $35.00 applied each month you use 1000 KwH or more but less than 2000 KwH",
        [C(35, 1000, 1999)],
    ),
    (
        "Bill Credits- $30 from 500-999kWh, $60 from 1000-1999kWh, $90 for 2000kWh and up",
        [C(30, 500, 999), C(60, 1000, 1999), C(90, 2000)],
    ),
    (
        "$25 credit when you reach 1000kWh,plus another $25 when you reach 2000kWh",
        [C(25, 1000), C(25, 2000)],
    ),
    (
        "Get $125 off your bill every month you hit 1,000 kWh! No gimicks!! Deposit may be required.",
        [C(125, 1000)],
    ),
    (
        "Low usage credit: $15 each billing cycle with usage below 500 kwh.",
        [C(15, 0, 499)],
    ),
    ("$20 monthly bill credit regardless of usage.", [C(20)]),
    (
        "Usage Credit $30 (usage must be greater than or equal to 1200 kilowatt hours). "
        "Minimum Usage Fee: N/A. Base Charge: N/A",
        [C(30, 1200)],
    ),
    (
        "A credit of $30.00 will be given on every bill with 800 kWh or more.Cancellation fee "
        "is $20 for each month remaining in the contract.$10 disconnection notice fee.",
        [C(30, 800)],
    ),
    (
        "$55 summer credit in June, July and August bills when you use at least 1500 kWh",
        [within(C(55, 1500), 6, 7, 8)],
    ),
    # --- English: base, customer and daily charges
    ("Base Charge $4.95/mo", [B(4.95)]),
    ("$9.95 per month customer charge applys regardless of usage", [B(9.95)]),
    ("Monthly base fee:$12.00per bill month , TDU charges passed thru at cost", [B(12)]),
    ("Daily charge of $.33 per day", [D(0.33)]),
    ("Customer charge 25 cents/day. NSF fee $30", [D(0.25)]),
    (
        "Base Charge: $7.50 Per Month. Minimum Usage Charge: $8.00 (<600 kWh)",
        [B(7.50), F(8, 0, 599)],
    ),
    (
        "base charge of $5.00 per month,$50 bill credit if over 1000 kwhs used",
        [B(5), C(50, 1001)],
    ),
    (
        "BASE CHARGE $9.95 PER BILLING CYCLE FOR USAGE LESS THAN 1000 KWH; "
        "$0.00 FOR USAGE 1000 KWH OR HIGHER",
        [F(9.95, 0, 999)],
    ),
    # --- English: energy tiers and prices by total usage
    (
        "Energy Charge: 0-1000 kWh $.0995/kWh, >1000 kWh $.0795/kWh",
        [T(0, 1000, 9.95), T(1000, None, 7.95)],
    ),
    (
        "First 500kwh billed at 6.9 cents per kwh, all kwh after that 11.4 cents per kwh",
        [T(0, 500, 6.9), T(500, None, 11.4)],
    ),
    (
        "Base charge $5. Energy: 12.1¢ 0 - 1200 kWh; 4.5¢ 1201 - 2000 kWh; 9.9¢ over 2000 kWh.",
        [B(5), T(0, 1200, 12.1), T(1200, 2000, 4.5), T(2000, None, 9.9)],
    ),
    (
        "If your total usage is under 1000 kWh, ALL your kWh are billed at 13.5¢. "
        "If it is 1000 kWh or more, all your kWh are billed at 9.5¢.",
        [P(0, 999, 13.5), P(1000, None, 9.5)],
    ),
    (
        "Price for all kWh is based on total monthly usage: up to 1000kWh=$0.11 per kWh, "
        "1001kWh and up=$0.089 per kWh",
        [P(0, 1000, 11), P(1001, None, 8.9)],
    ),
    (
        "Energy charge 1-1000 kWh = 5.8c/kWh; energy charge 1001+ kWh = 10.25c/kWh; Base chrg $0.50 per day",
        [T(0, 1000, 5.8), T(1000, None, 10.25), D(0.50)],
    ),
    # --- English: conditional
    ("$5 autopay credit every month", [only(C(5), Condition.AUTOPAY)]),
    (
        "Sign up for Auto Pay & recieve a $7.00 discount on each monthly bill.",
        [only(C(7), Condition.AUTOPAY)],
    ),
    (
        "$3/month credit for customers who enroll in paperless billing.Late payment penalty 5%",
        [only(C(3), Condition.PAPERLESS)],
    ),
    (
        "Base charge of $8.95/month is waived if you are enrolled in AutoPay",
        [waived(B(8.95), Condition.AUTOPAY)],
    ),
    (
        "$5.95 monthly paper bill fee. Fee does not apply if you choose paperless billing.",
        [waived(F(5.95), Condition.PAPERLESS)],
    ),
    (
        "Min usage fee $9.95 under 1000kWh. $5.00 a month auto-pay discount.",
        [F(9.95, 0, 999), only(C(5), Condition.AUTOPAY)],
    ),
    # --- English: one-time and nothing at all
    (
        "One time $20 account set-up fee charged on the first bill. No minimum usage fee.",
        [S(20)],
    ),
    ("N/A", []),
    (
        "Deposit of $100 may be required based on credit score. Disconnection fee $20. "
        "Late fee 5% of past due. Returned check $30",
        [],
    ),
    (
        "No min usage fee! No hidden fees! Early cancel fee of $175 applies. Call us 24/7 at (877) 555-0119.",
        [],
    ),
    (
        "Minimum Usage Fee - N/A / Usage credit - $80 at 1000 kWh or above / Enrollment fee - none",
        [C(80, 1000)],
    ),
    # --- Spanish
    ("Cargo por uso minimo $9.95 si usa menos de 1000 kwh", [F(9.95, 0, 999)]),
    (
        "Se cobrará un cargo por consumo mínimo de$14.95 por ciclo de facturación cuando su "
        "consumo sea de 500 kWh o menos.Cargo por cancelación $150.",
        [F(14.95, 0, 500)],
    ),
    ("Cargo base de $4.95 al mes", [B(4.95)]),
    ("Credito de $50 en su factura si su consumo es mayor a 1,000 KWH.", [C(50, 1001)]),
    (
        "Reciba un crédito de $100 cada mes que use 1000kWh o mas. Preguntas? Llame al 1-888-555-0133",
        [C(100, 1000)],
    ),
    (
        "Crédito de $40 por mes para uso entre 1000 y 2000 kWh . Cargo por pago tardio 5%",
        [C(40, 1000, 2000)],
    ),
    (
        "Crédito de $30 al llegar a 1000 kWh y $30 adicionales al llegar a 2000 kWh",
        [C(30, 1000), C(30, 2000)],
    ),
    (
        "Cargo de cliente $0.30 por dia. Puede requerirse un depósito.",
        [D(0.30)],
    ),
    (
        "Cargo por energia: primeros 1000 kWh a 8.5¢ por kWh, mas de 1000 kWh a 10.2¢ por kWh",
        [T(0, 1000, 8.5), T(1000, None, 10.2)],
    ),
    (
        "Descuento de $5 cada mes con pago automático (AutoPay)",
        [only(C(5), Condition.AUTOPAY)],
    ),
    (
        "Cargo base mensual $9.95. Sin cargo por uso mínimo. Cargo por desconexión: $20.00",
        [B(9.95)],
    ),
    (
        "No hay cargo por uso mínimo. Cargo por cancelación anticipada de $175. "
        "Cargo por cheque devuelto $25",
        [],
    ),
]

# Amount or threshold is missing, so nobody can state the charges.
REFUSED = (
    "A minimum usage fee may apply, see EFL for details",
    "Bill credit applied when usage is 1000 kWh or more. See EFL",
    "Bill credits vary by usage and service area",
    "Cargo por uso mínimo puede aplicar,vea el EFL",
)
