"""Labels in the layouts of other retailers, made up before they were first read: one batch."""

# ruff: noqa: E501 -- labels read across

from decimal import Decimal as D

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Condition,
    Delivery,
    UsageCredit,
    UsageFee,
)
from tests.documents.test_label_kinds import Kind, energy, hours


def printed(usd_per_month: str, cents_per_kwh: str) -> Delivery:
    return Delivery(usd_per_month=D(usd_per_month), usd_per_kwh=D(cents_per_kwh) / 100)


ONCOR = printed("4.06", "6.1196")
CENTERPOINT = printed("4.90", "6.0072")
TNMP = printed("7.85", "7.2370")
AEP = printed("5.88", "5.9123")

LABELS = {
    "credit in a table": Kind(
        """Electricity Facts Label (EFL)
Gulf Sky Energy, LP
Sky Saver Plus 12
CenterPoint Energy
Date:07/14/2026

Average Monthly Use:           500 kWh       1000 kWh      2000 kWh
Average Price per kWh:         {0} ¢        {1} ¢        {2} ¢
The above price disclosure is based on the following prices:
                     Energy Charge                                         12.4839 ¢ per kWh
                     Residential Usage Credit                              $125.00 per billing cycle for usage ( >=1000) kWh
Electricity          TDU Delivery Charges                                  $4.90 per billing cycle
Price                TDU Delivery Charges                                  6.0072 ¢ per kWh

                     Except as described below, this price disclosure is an example based on average prices - your average
                     price for electricity service will vary according to your usage. The average price above reflects the TDU
                     delivery charges effective as of the date above.
Type of Product      Fixed Rate
Contract Term        12 Months
""",
        (
            energy("12.4839"),
            UsageCredit(usd=D("125"), min_kwh=1000, max_kwh=None),
        ),
        CENTERPOINT,
    ),
    "pines clear saver": Kind(
        """Electricity Facts Label (EFL)
Tall Pines Retail Company LLC
Tall Pines Saver 12℠
Service Area - CenterPoint Energy Houston Electric
August 3, 2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Your Average Price per kWh for electric service will depend on your usage and the following pricing components.
Base Charge: Per Month ($) $9.95
Energy Charge: Per kWh (¢)
0 to 1200 kWh 11.3000¢
> 1200 kWh 17.9000¢
TDU Delivery Charges: Per Month ($) $4.90
Per kWh (¢) 6.0072¢
Electricity
Price TDU Delivery Charges Per Month and TDU Delivery Charges Per kWh will be passed through to customer as
billed from the Transmission and Distribution Utility (TDU).
Type of Product Fixed Rate
Contract Term 12 Months
""",
        (
            BaseCharge(usd=D("9.95")),
            energy("11.3", to_kwh=1200),
            energy("17.9", from_kwh=1200),
        ),
        CENTERPOINT,
    ),
    "base charge waived": Kind(
        """ELECTRICITY FACTS LABEL (EFL)
Blue Mesa Energy Company
Pollution Free e-Plus 12 Preferred
Oncor Electric Delivery service area
Date: 08/04/2026

Average monthly use:    500 kWh    1,000 kWh    2,000 kWh
Average price per kWh:   {0}¢     {1}¢      {2}¢

This price disclosure is based on the following components:
Monthly Base Charge:  $9.95 per billing cycle, waived when usage is 800 kWh or more
Energy Charge:        9.7¢ per kWh
Oncor Electric Delivery Charges:  $4.06 per billing cycle and
                                  6.1196¢ per kWh
Oncor Electric Delivery Charges include all recurring charges from Oncor passed through without mark-up.
The price shown includes all recurring charges, excluding state and local sales taxes.
Type of Product      Fixed Rate
Contract Term        12 months
""",
        (
            energy("9.7"),
            UsageFee(usd=D("9.95"), max_kwh=799),
        ),
        ONCOR,
    ),
    "forward maxx saver": Kind(
        """Electricity Facts Label (EFL)
Forward Energy
Maxx Saver Value 12
Service Area – TNMP
July 9, 2026
Average Monthly Use                  500 kWh             1000 kWh             2000 kWh
Average Price per kWh                {0}¢                {1}¢                {2}¢
Base Charge:                         Per Month ($)       $0.00
Energy Charge:                       Per kWh (¢)         15.2000¢
TDU Delivery Charges:                Per Month ($)       $7.85
                                     Per kWh (¢)         7.2370¢
A bill credit of $100 will be applied each billing cycle in which your usage is between 1,000 kWh and 2,000 kWh, inclusive.
Type of Product                      Fixed Rate
Contract Term                        12 Months
""",
        (
            energy("15.2"),
            UsageCredit(usd=D("100"), min_kwh=1000, max_kwh=2000),
        ),
        TNMP,
    ),
    "tempo simply": Kind(
        """Electricity Facts Label (EFL) | Tempo Energy
Simply Select 12 | AEP Texas Central
Effective August 1, 2026
Electricity price
Average monthly use
500 kWh
1000 kWh
2000 kWh
Average price per kWh
{0}¢
{1}¢
{2}¢
Base charge (per billing cycle)
$4.95
Energy charge (per kWh)
10.41¢
AEP Texas Central delivery charge (per billing cycle)
$5.88
AEP Texas Central delivery charge (per kWh)
5.9123¢
The price you pay each month depends on your usage and the charges above.
Type of product
Fixed rate
Contract term
12 months
""",
        (
            BaseCharge(usd=D("4.95")),
            energy("10.41"),
        ),
        AEP,
    ),
    "victory champ saver": Kind(
        """Victory Energy Services, LLC
ELECTRICITY FACTS LABEL
Champ Saver-24
ONCOR
07/30/2026
Electricity Price | Average Monthly Use | 500 kWh | 1,000 kWh | 2,000 kWh
 | Average Price per kWh | {0}¢ | {1}¢ | {2}¢
 | Victory Energy Charge | 10.2¢ per kWh
 | Monthly Usage Charge | $4.95 per month if usage is less than 500 kWh
 | TDU Charges | $4.06 per month plus 6.1196¢ per kWh
This disclosure is an example based on average prices.
Other Key Terms and Questions | See Terms of Service statement for a full listing of fees, deposit policy, and other terms.
Type of Product | Fixed
Contract Term | 24 months
""",
        (
            energy("10.2"),
            UsageFee(usd=D("4.95"), max_kwh=499),
        ),
        ONCOR,
    ),
    "ocelot 12": Kind(
        """Electricity Facts Label
Ocelot Energy LLC
Octo12
Oncor Delivery Area
Issued 2026-08-11

Average usage per month   Average price per kWh
500 kWh                   {0}¢
1,000 kWh                 {1}¢
2,000 kWh                 {2}¢

What makes up your price
Unit rate                 8.15¢ per kWh
Standing charge           $6.00 per month
Oncor charges             $4.06 per month, 6.1196¢ per kWh

Type of Product           Fixed
Contract Term             12 months
""",
        (
            BaseCharge(usd=D("6")),
            energy("8.15"),
        ),
        ONCOR,
    ),
    "vecino spanish": Kind(
        """Etiqueta de Información sobre la Electricidad (EFL)
Vecino Energía
Vecino Ahorro 12
Área de servicio de CenterPoint
28/07/2026
Consumo mensual promedio        500 kWh      1,000 kWh     2,000 kWh
Precio promedio por kWh         {0}¢        {1}¢         {2}¢
Esta divulgación de precios se basa en los siguientes componentes:
Cargo base                                  $12.50 por mes
Cargo de energía                            11.9 ¢ por kWh
Crédito por consumo                         $50.00 por mes si el consumo es de 1,000 kWh o más
Cargos de distribución de CenterPoint       $4.90 por mes y 6.0072 ¢ por kWh
Tipo de producto                            Tarifa fija
Plazo del contrato                          12 meses
""",
        (
            BaseCharge(usd=D("12.5")),
            energy("11.9"),
            UsageCredit(usd=D("50"), min_kwh=1000, max_kwh=None),
        ),
        CENTERPOINT,
    ),
    "straight free weekends": Kind(
        """Electricity Facts Label (EFL)
Straight Energy
Free Power Weekends 18
Oncor Electric Delivery service area
Date: 07/22/2026
Average monthly use: 500 kWh 1000 kWh 2000 kWh
Average price per kWh: {0}¢ {1}¢ {2}¢
Your average price is an example that assumes 70% of your usage on Weekdays and 30% on Weekends.
Base Charge: $4.95 per billing cycle
Weekday Energy Charge: 16.9¢ per kWh
Weekend Energy Charge: 0.0¢ per kWh
Oncor Electric Delivery Charges: $4.06 per billing cycle and 6.1196¢ per kWh
Weekends are Saturday and Sunday, all day.
Type of Product Fixed Rate
Contract Term 18 months
""",
        (
            BaseCharge(usd=D("4.95")),
            hours("weekday", "16.9", "0.7"),
            hours("weekend", "0", "0.3"),
        ),
        ONCOR,
    ),
    "pines free nights": Kind(
        """Electricity Facts Label (EFL)
Tall Pines Retail Company LLC
Tall Pines Free Nights 12
Service Area - Oncor Electric Delivery
July 30, 2026
Average Monthly Use            500 kWh      1000 kWh      2000 kWh
Average Price per kWh          {0}¢        {1}¢        {2}¢
Base Charge:                   Per Month ($)                 $9.95
Energy Charge:
  Day Hours (5:00 a.m. - 7:59 p.m.)      Per kWh (¢)         21.4000¢
  Night Hours (8:00 p.m. - 4:59 a.m.)    Per kWh (¢)         0.0000¢
TDU Delivery Charges:          Per Month ($)                 $4.06
                               Per kWh (¢)                   6.1196¢
The average prices above assume that 38% of your usage occurs during Night Hours.
Type of Product                Fixed Rate
Contract Term                  12 Months
""",
        (
            BaseCharge(usd=D("9.95")),
            hours("day", "21.4", "0.62"),
            hours("night", "0", "0.38"),
        ),
        ONCOR,
    ),
    "cloud smart lock": Kind(
        """Cloud Energy Electricity Facts Label (EFL)
Smart Lock 12
Service area: Texas-New Mexico Power
Issue date: July 27, 2026
                      500 kWh     1000 kWh     2000 kWh
Average price         {0}¢       {1}¢        {2}¢
per kWh
Price components:
- Energy charge of 12.8 cents per kWh
- Base charge of $0.00 per billing cycle
- Minimum usage fee of $9.95 per billing cycle, applies when usage is below 1,000 kWh
- TNMP delivery charge of 7.2370 cents per kWh and $7.85 per billing cycle
Type of Product: Fixed Rate
Contract Term: 12 Months
""",
        (
            energy("12.8"),
            UsageFee(usd=D("9.95"), max_kwh=999),
        ),
        TNMP,
    ),
    "abce truclassic": Kind(
        """ABC&E
ELECTRICITY FACTS LABEL
TrueClassic 12 - ONCOR - 7/16/2026
Average Monthly Usage:              500 kWh            1,000 kWh            2,000 kWh
Average Price per Kilowatt-Hour:    {0}¢              {1}¢                {2}¢
ABC&E Energy Charge (¢/kWh):        8.8
ABC&E Monthly Charge ($/month):     14.95
Oncor Energy Charge (¢/kWh):        6.1196
Oncor Monthly Charge ($/month):     4.06
ABC&E Bill Credit ($/month):        -$30.00 (applied when monthly usage is at least 1,001 kWh)
Type of Product: Fixed Rate
Contract Term: 12 months
""",
        (
            BaseCharge(usd=D("14.95")),
            energy("8.8"),
            UsageCredit(usd=D("30"), min_kwh=1001, max_kwh=None),
        ),
        ONCOR,
    ),
    "value power tiers": Kind(
        """ELECTRICITY FACTS LABEL
Worth Power
Value Tier 24
Oncor
Version 08.01.2026
AVERAGE MONTHLY USE    500 KWH    1,000 KWH    2,000 KWH
AVERAGE PRICE PER KWH    {0}¢    {1}¢    {2}¢
ENERGY CHARGE
 FIRST 1,000 KWH    $0.0825 PER KWH
 ALL ADDITIONAL KWH    $0.1195 PER KWH
BASE CHARGE    $5.00 PER MONTH
ONCOR DELIVERY    $0.061196 PER KWH    $4.06 PER MONTH
TYPE OF PRODUCT    FIXED RATE
CONTRACT TERM    24 MONTHS
""",
        (
            BaseCharge(usd=D("5")),
            energy("8.25", to_kwh=1000),
            energy("11.95", from_kwh=1000),
        ),
        ONCOR,
    ),
    "unlimited flat": Kind(
        """Electricity Facts Label
Evergreen Power
Unlimited Home 12
CenterPoint Energy service area
July 1, 2026
Average Monthly Use: 500 kWh / 1000 kWh / 2000 kWh
Average Price per kWh: {0}¢ / {1}¢ / {2}¢
Monthly flat charge: $149.00 per billing cycle for the first 1,500 kWh
Energy charge: 9.5¢ per kWh for usage above 1,500 kWh in a billing cycle
TDU delivery charges are included in the charges above.
Type of Product Fixed Rate
Contract Term 12 months
""",
        (
            BaseCharge(usd=D("149")),
            energy("0", to_kwh=1500),
            energy("9.5", from_kwh=1500),
        ),
        BUNDLED,
    ),
    "oldtimer autopay": Kind(
        """Electricity Facts Label (EFL)
Oldtimer Energy, LLC
Secure Saver 12+
Oncor
Effective: Jul 20 2026
Avg. Monthly Usage      500kWh     1000kWh     2000kWh
Avg. Price/kWh          {0}¢      {1}¢       {2}¢
Based on: Energy Charge 9.99¢/kWh; Base Charge $7.95/bill month; AutoPay discount $5.00/bill month when enrolled in AutoPay; Oncor TDU charge $4.06/bill month and 6.1196¢/kWh.
Type of product: Fixed
Contract term: 12 months
""",
        (
            BaseCharge(usd=D("7.95")),
            energy("9.99"),
            UsageCredit(usd=D("5"), conditions=(Condition.AUTOPAY,)),
        ),
        ONCOR,
    ),
}
