"""Labels in the layouts of other retailers, made up before they were first read: one batch."""

from decimal import Decimal as D

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Condition,
    UsageCredit,
    UsageFee,
)
from tests.documents.retailer_labels_1 import AEP, CENTERPOINT, ONCOR, TNMP, printed
from tests.documents.test_label_kinds import Kind, energy, hours

LABELS = {
    "overnight sentence": Kind(
        """Electricity Facts Label (EFL)
Moonlight Retail Power
Owl 12
Oncor Electric Delivery service area
Date: 09/05/2026
Average monthly use: 500 kWh 1000 kWh 2000 kWh
Average price per kWh: {0} ¢ {1} ¢ {2} ¢
The average prices are based on a usage profile of 29% of consumption during nighttime hours.
Base Charge $5.95 per billing cycle
Daytime Energy Charge 17.25¢ per kWh
Nighttime Energy Charge 3.10¢ per kWh
Oncor Delivery Charges $4.06 per billing cycle and 6.0295¢ per kWh
Nighttime hours are from 10 p.m. to 6 a.m. every day.
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("5.95")),
            hours("day", "17.25", "0.71"),
            hours("night", "3.1", "0.29"),
        ),
        printed("4.06", "6.0295"),
    ),
    "credit then fee": Kind(
        """Electricity Facts Label
Longhorn Value Electric
Value Plus 12 (Oncor)
Date: Aug 09, 2026
                                500 kWh   1,000 kWh   2,000 kWh
Average price per kWh           {0}¢     {1}¢       {2}¢
Charges used above
  Energy charge                 12.1¢/kWh
  Usage charge                  $10.00/month on usage under 800 kWh
  Bill credit                   $45.00/month on usage of 1,000 kWh and over
  Oncor                         $4.06/month, 6.1196¢/kWh
Type of Product                 Fixed Rate
""",
        (
            energy("12.1"),
            UsageCredit(usd=D("45"), min_kwh=1000, max_kwh=None),
            UsageFee(usd=D("10"), max_kwh=799),
        ),
        ONCOR,
    ),
    "tdu first": Kind(
        """Electricity Facts Label
Gulf Breeze Electric
Breeze Lock 24
Service area: CenterPoint Energy
Effective 07/25/2026
Average Monthly Use      500 kWh     1000 kWh    2000 kWh
Average Price per kWh    {0} ¢      {1} ¢      {2} ¢
Components of the price:
CenterPoint Energy TDSP Delivery Charges
   Monthly: $4.90
   Per kWh: 6.0072¢
Gulf Breeze Electric Charges
   Monthly: $8.95
   Per kWh: 9.25¢
Type of Product          Fixed Rate
""",
        (
            BaseCharge(usd=D("8.95")),
            energy("9.25"),
        ),
        CENTERPOINT,
    ),
    "bullets": Kind(
        """Electricity Facts Label (EFL)
Hill Country Home Power
Live Oak 12
Oncor
Issue Date: July 19th, 2026
Average Monthly Use: 500 kWh 1000 kWh 2000 kWh
Average Price per kWh: {0}¢ {1}¢ {2}¢
This price disclosure is based on:
• Energy Charge – 9.40 ¢/kWh
• Base Charge – $9.95/month
• Oncor Delivery – $4.06/month & 6.1196 ¢/kWh
• Bill Credit – $30.00/month for usage ≥ 1,200 kWh
Type of Product: Fixed Rate
""",
        (
            BaseCharge(usd=D("9.95")),
            energy("9.4"),
            UsageCredit(usd=D("30"), min_kwh=1200, max_kwh=None),
        ),
        ONCOR,
    ),
    "weekend free credit": Kind(
        """Electricity Facts Label (EFL)
Southwest Sun Power
Weekends On Us 12
Oncor
07/30/2026
Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Base Charge: $0.00 per billing cycle
Weekday Energy Charge: 14.8¢ per kWh
Weekend Energy Charge: 0¢ per kWh
Oncor Delivery Charge: $4.06 per billing cycle and 6.1196¢ per kWh
The average price assumes 28% of monthly usage on weekends. Weekend hours are 8:00 PM Friday through 5:59 AM Monday.
Type of Product: Fixed Rate
""",
        (
            hours("weekday", "14.8", "0.72"),
            hours("weekend", "0", "0.28"),
        ),
        ONCOR,
    ),
    "autopay table": Kind(
        """Electricity Facts Label
Clear Creek Energy
Creek Auto 12
TNMP Service Area
08/14/2026
Average Monthly Use        500 kWh      1,000 kWh      2,000 kWh
Average Price per kWh      {0}¢        {1}¢          {2}¢
Base Charge                $9.00 per billing cycle
Energy Charge              10.6¢ per kWh
Auto-Pay Credit            -$5.00 per billing cycle
TNMP Delivery Charges      $7.85 per billing cycle and 7.2370¢ per kWh
Average prices include the Auto-Pay Credit.
Type of Product            Fixed Rate
""",
        (
            BaseCharge(usd=D("9")),
            energy("10.6"),
            UsageCredit(usd=D("5"), conditions=(Condition.AUTOPAY,)),
        ),
        TNMP,
    ),
    "spanish columns": Kind(
        """Etiqueta con Datos de la Electricidad
Luz del Valle
Plan Valle 12
AEP Texas Central
3 de agosto de 2026
Uso promedio mensual:        500 kWh       1,000 kWh      2,000 kWh
Precio promedio por kWh:     {0}¢         {1}¢          {2}¢
Cargo por energía            9.95¢ por kWh
Cargo mensual                $6.95 por mes
Cargos de entrega TDU        5.9123¢ por kWh
Cargos de entrega TDU        $5.88 por mes
Crédito en la factura        $20.00 por mes cuando el consumo sea igual o mayor a 1,000 kWh
Tipo de producto             Tarifa fija
""",
        (
            BaseCharge(usd=D("6.95")),
            energy("9.95"),
            UsageCredit(usd=D("20"), min_kwh=1000, max_kwh=None),
        ),
        AEP,
    ),
    "first 500 included": Kind(
        """Electricity Facts Label
Simple Bill Power
Simple 500
Oncor
07/16/2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Base Charge $79.00 per month, includes the first 500 kWh
Energy Charge 14.2¢ per kWh above 500 kWh
Delivery charges from Oncor are included in these prices.
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("79")),
            energy("0", to_kwh=500),
            energy("14.2", from_kwh=500),
        ),
        BUNDLED,
    ),
    "values then names": Kind(
        """Electricity Facts Label
Pecan Valley Power
Pecan 12 - Oncor - 7/11/2026
500 kWh 1,000 kWh 2,000 kWh
Average Monthly Use
{0}¢ {1}¢ {2}¢
Average Price per kWh
9.15¢ per kWh
Energy Charge
$7.00 per billing cycle
Base Charge
6.1196¢ per kWh
Oncor Delivery Charge
$4.06 per billing cycle
Oncor Delivery Charge
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("7")),
            energy("9.15"),
        ),
        ONCOR,
    ),
    "solar exports apart": Kind(
        """Electricity Facts Label (EFL)
Rooftop Friends Energy
Buyback 12
Oncor
2026-07-31
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Base Charge: $14.95 per month
Energy Charge: 11.4¢ per kWh
Solar buyback credit: 4.0¢ per kWh exported, up to your import (not part of the average prices)
Oncor Delivery Charges: $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("14.95")),
            energy("11.4"),
        ),
        ONCOR,
    ),
    "summer winter": Kind(
        """Electricity Facts Label (EFL)
Four Seasons Retail Energy
Seasonal Saver 12
CenterPoint
August 8, 2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Energy Charge 10.9¢ per kWh
Base Charge $4.95 per month
Minimum Usage Fee $12.00 per month applies if you use fewer than 600 kWh
CenterPoint Delivery $4.90 per month and 6.0072¢ per kWh
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("4.95")),
            energy("10.9"),
            UsageFee(usd=D("12"), max_kwh=599),
        ),
        CENTERPOINT,
    ),
}

TRAPS = {
    "cents pair": """Electricity Facts Label
Blue Norther Energy
Norther 12
Oncor
7/2/2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh 16.6¢ 16.1¢ 15.9¢
Energy Charge $9.5¢ per kWh
Daily Charge $0.03 cents per day
Oncor Delivery $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
    "shares": """Electricity Facts Label
Mixed Hours Power
Mixed 12
Oncor
7/2/2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh 15.9¢ 15.5¢ 15.3¢
Peak Energy Charge 13.0¢ per kWh
Off-Peak Energy Charge 5.0¢ per kWh
Average prices assume 45% of use in peak hours and 40% of use in off-peak hours.
Oncor Delivery $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
}
