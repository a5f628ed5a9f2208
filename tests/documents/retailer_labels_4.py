"""Labels in the layouts of other retailers, made up before they were first read: one batch."""

# ruff: noqa: E501 -- labels read across

from decimal import Decimal as D

from choosemypower.plans.charges import (
    BaseCharge,
    Condition,
    DailyCharge,
    UsageCredit,
    UsageFee,
)
from tests.documents.retailer_labels_1 import AEP, CENTERPOINT, ONCOR, TNMP
from tests.documents.test_label_kinds import Kind, energy, hours

LABELS = {
    "young table es en": Kind(
        """ELECTRICITY FACTS LABEL (EFL) / ETIQUETA DE DATOS DE ELECTRICIDAD
Puente Power
Puente 12
CenterPoint Energy / 07/24/2026
Average Monthly Use / Uso Promedio Mensual      500 kWh    1000 kWh    2000 kWh
Average Price per kWh / Precio Promedio por kWh   {0}¢      {1}¢       {2}¢
Base Charge / Cargo Base                        $9.95 per month / por mes
Energy Charge / Cargo por Energía               8.75¢ per kWh / por kWh
CenterPoint Charges / Cargos de CenterPoint     $4.90 per month and 6.0072¢ per kWh
Type of Product / Tipo de Producto              Fixed Rate / Tarifa Fija
""",
        (
            BaseCharge(usd=D("9.95")),
            energy("8.75"),
        ),
        CENTERPOINT,
    ),
    "formula style": Kind(
        """Electricity Facts Label
Open Range Electric
Range 12
Oncor
7/28/2026
Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Price per kWh = [Base Charge + (Energy Charge x kWh) + TDU charges] / kWh, where
Base Charge = $5.00 per month
Energy Charge = 9.35¢ per kWh
TDU charges = $4.06 per month + (6.1196¢ per kWh)
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("5")),
            energy("9.35"),
        ),
        ONCOR,
    ),
    "tier text": Kind(
        """Electricity Facts Label (EFL)
Summit Peak Retail
Summit Step 12
TNMP
08/03/2026
Average monthly use: 500 kWh 1000 kWh 2000 kWh
Average price per kWh: {0}¢ {1}¢ {2}¢
Base Charge: $0.00
Energy Charge (0-1000 kWh): 10.2¢ per kWh
Energy Charge (1001+ kWh): 14.9¢ per kWh
TNMP Delivery Charges: $7.85 per month and 7.2370¢ per kWh
Type of Product Fixed Rate
""",
        (
            energy("10.2", to_kwh=1000),
            energy("14.9", from_kwh=1000),
        ),
        TNMP,
    ),
    "two credits prose": Kind(
        """Electricity Facts Label (EFL)
Silver Creek Energy
Double Credit 12
Oncor Electric Delivery
July 31, 2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Energy Charge: 14.1¢ per kWh
Oncor Delivery Charges: 6.1196¢ per kWh and $4.06 per month
A residential usage credit of $50.00 will be applied to your bill for each billing cycle in which your usage is 1,000 kWh or
greater, and an additional usage credit of $25.00 will be applied when your usage is 2,000 kWh or greater.
Type of Product Fixed Rate
""",
        (
            energy("14.1"),
            UsageCredit(usd=D("50"), min_kwh=1000, max_kwh=None),
            UsageCredit(usd=D("25"), min_kwh=2000, max_kwh=None),
        ),
        ONCOR,
    ),
    "solar days": Kind(
        """Electricity Facts Label (EFL)
Daylight Power Co
Free Days 12
CenterPoint
Date: 07/23/2026
Average monthly use: 500 kWh 1000 kWh 2000 kWh
Average price per kWh: {0}¢ {1}¢ {2}¢
Free hours: 10 AM to 4 PM each day. Average price assumes 30% of usage in the free hours.
Energy Charge during free hours: 0.0¢ per kWh
Energy Charge during all other hours: 17.4¢ per kWh
Base Charge: $4.95 per month
CenterPoint Delivery Charge: $4.90 per month and 6.0072¢ per kWh
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("4.95")),
            hours("free", "0", "0.3"),
            hours("day", "17.4", "0.7"),
        ),
        CENTERPOINT,
    ),
    "thermostat": Kind(
        """Electricity Facts Label
Smart Home Retail Energy
Thermo Saver 12
Oncor
07/29/2026
Average Monthly Use       500 kWh     1,000 kWh    2,000 kWh
Average Price per kWh     {0}¢       {1}¢        {2}¢
Energy Charge             9.8¢ per kWh
Base Charge               $4.95 per month
Smart Thermostat Credit   $8.00 per month
Oncor Delivery            $4.06 per month and 6.1196¢ per kWh
The Smart Thermostat Credit is given in every month in which an enrolled thermostat is connected.
Type of Product           Fixed Rate
""",
        (
            BaseCharge(usd=D("4.95")),
            energy("9.8"),
            UsageCredit(usd=D("8"), conditions=(Condition.DEVICE,)),
        ),
        ONCOR,
    ),
    "caps": Kind(
        """ELECTRICITY FACTS LABEL
LIGHTHOUSE POWER
SAFE HARBOR 24
SERVICE AREA: AEP TEXAS CENTRAL
ISSUE DATE: 07/21/2026
AVERAGE MONTHLY USE: 500 KWH | 1,000 KWH | 2,000 KWH
AVERAGE PRICE PER KWH: {0} CENTS | {1} CENTS | {2} CENTS
ENERGY CHARGE: 9.65 CENTS PER KWH
MONTHLY SERVICE CHARGE: $6.50
AEP TEXAS CENTRAL CHARGES: 5.9123 CENTS PER KWH, $5.88 PER MONTH
TYPE OF PRODUCT: FIXED RATE
""",
        (
            BaseCharge(usd=D("6.5")),
            energy("9.65"),
        ),
        AEP,
    ),
    "delivery in prose": Kind(
        """Electricity Facts Label
Brazos Bend Power
Bend 12
Oncor
Date: 07/26/2026
Average Monthly Use: 500 kWh 1,000 kWh 2,000 kWh
Average Price per kWh: {0}¢ {1}¢ {2}¢
Energy Charge 8.95¢ per kWh
Monthly Fee $7.95
The average price shown includes Oncor's delivery charges of $4.06 per month and 6.1196 cents per kWh, which are passed through without mark-up.
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("7.95")),
            energy("8.95"),
        ),
        ONCOR,
    ),
    "min charge under": Kind(
        """Electricity Facts Label
Fair Share Energy
Fair 6
TNMP
07/12/2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Energy Charge 11.05¢ per kWh
Minimum Usage Charge $9.95 per billing cycle (usage < 1000 kWh)
TNMP Delivery Charges 7.2370¢ per kWh $7.85 per billing cycle
Type of Product Fixed Rate
""",
        (
            energy("11.05"),
            UsageFee(usd=D("9.95"), max_kwh=999),
        ),
        TNMP,
    ),
    "daily base": Kind(
        """Electricity Facts Label
Sunset Prepay
Easy Daily
Oncor Electric Delivery
Effective 08/02/2026
Avg Monthly Use 500 kWh 1000 kWh 2000 kWh
Avg Price per kWh {0}¢ {1}¢ {2}¢
Daily base charge: $0.33
Energy charge: 13.9¢ per kWh
Oncor: 6.1196¢ per kWh + $4.06 per month
Averages are for 30 days.
Type of Product Variable Rate
""",
        (
            energy("13.9"),
            DailyCharge(usd_per_day=D("0.33")),
        ),
        ONCOR,
    ),
    "pct table": Kind(
        """Electricity Facts Label
Cedar Elm Energy
Elm TOU 12
Oncor
07/27/2026
Average Monthly Use   500 kWh   1000 kWh   2000 kWh
Average Price per kWh   {0}¢   {1}¢   {2}¢
                 Energy Charge    Assumed share    Hours
Peak             19.9¢ per kWh    25%              2:00 PM - 7:00 PM
Off-Peak         9.4¢ per kWh     75%              7:00 PM - 2:00 PM
Base Charge      $4.95 per month
Oncor Delivery   $4.06 per month and 6.1196¢ per kWh
Type of Product  Fixed Rate
""",
        (
            BaseCharge(usd=D("4.95")),
            hours("peak", "19.9", "0.25"),
            hours("off-peak", "9.4", "0.75"),
        ),
        ONCOR,
    ),
    "included ev": Kind(
        """Electricity Facts Label
Plain Dealing Electric
Plain 12
CenterPoint
07/30/2026
Average Monthly Use        Average Price per kWh
500 kWh                    {0}¢
1,000 kWh                  {1}¢
2,000 kWh                  {2}¢
Your price is made of
 a base charge of $9.50 a month,
 an energy charge of 8.4¢ a kWh, and
 CenterPoint's charges, today $4.90 a month and 6.0072¢ a kWh
Type of Product            Fixed Rate
""",
        (
            BaseCharge(usd=D("9.5")),
            energy("8.4"),
        ),
        CENTERPOINT,
    ),
}

TRAPS = {
    "teaser": """Electricity Facts Label
Teaser Power
Teaser 12
Oncor
07/30/2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh 12.9¢ 12.5¢ 12.3¢
Energy Charge 6.0¢ per kWh for the first two months, then 9.0¢ per kWh
Oncor Delivery $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
    "missing": """Electricity Facts Label
Mask Energy
Mask 12
Oncor
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh 14.9¢ 14.6¢ 14.5¢
Energy Charge XX.X¢ per kWh
Base Charge $X.XX per month
Oncor Delivery ** passed through
Type of Product Fixed Rate
""",
}
