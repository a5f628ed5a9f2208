"""Labels in the layouts of other retailers, made up before they were first read: one batch."""

# ruff: noqa: E501 -- labels read across

from decimal import Decimal as D

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Condition,
    EnergyDiscount,
    OneTimeCharge,
    PriceByTotal,
    UsageCredit,
)
from tests.documents.retailer_labels_1 import AEP, CENTERPOINT, ONCOR, TNMP
from tests.documents.test_label_kinds import Kind, energy, hours

LABELS = {
    "terra nova": Kind(
        """Terra Nova Energy
Electricity Facts Label (EFL)
Terra Connect 24
CenterPoint Service Area
Dated: 08-05-2026

Electricity Price
                      Average Monthly Use      500 kWh       1,000 kWh      2,000 kWh
                      Average Price per kWh     {0} cents    {1} cents    {2} cents

Energy Charge:  $0.1129 per kWh
Monthly Base Charge:  $8.00
TDSP Charges:  4.90 dollars per month and 6.0072 cents per kWh

Type of Product       Fixed Rate
Contract Term         24 Months
""",
        (
            BaseCharge(usd=D("8")),
            energy("11.29"),
        ),
        CENTERPOINT,
    ),
    "discount power bundle": Kind(
        """Electricity Facts Label (EFL)
Discount Power
Wise Buy Conserve 1000 - 12
Oncor Electric Delivery
Effective date: 07/28/2026
Average Monthly Use: | 500 kWh | 1000 kWh | 2000 kWh
Average Price per kWh: | {0}¢ | {1}¢ | {2}¢
Discount Power Energy Charge | 13.9¢ per kWh
Discount Power Usage Credit | $75.00 credit per billing cycle when your usage is at or above 1000 kWh but less than 2000 kWh
Discount Power Super Usage Credit | $110.00 credit per billing cycle when your usage is at or above 2000 kWh
Oncor Charges | $4.06 per billing cycle and 6.1196¢ per kWh
Type of Product | Fixed Rate
""",
        (
            energy("13.9"),
            UsageCredit(usd=D("75"), min_kwh=1000, max_kwh=1999),
            UsageCredit(usd=D("110"), min_kwh=2000, max_kwh=None),
        ),
        ONCOR,
    ),
    "express esi": Kind(
        """ELECTRICITY FACTS LABEL (EFL)
Swift Energy
Flash 18 - Oncor
August 2, 2026
Average Monthly Use                500 kWh          1000 kWh         2000 kWh
Average Price per kWh             {0} ¢           {1} ¢           {2} ¢
Price is calculated from:
    Energy Charge     8.1500 ¢ per kWh
    Base Charge       $ 9.95 per ESI-ID per month
    Oncor Delivery    6.1196 ¢ per kWh
    Oncor Delivery    $ 4.06 per ESI-ID per month
Type of Product    Fixed Rate
""",
        (
            BaseCharge(usd=D("9.95")),
            energy("8.15"),
        ),
        ONCOR,
    ),
    "new power texas low": Kind(
        """Electricity Facts Label
Newer Power LLC - Simple 12 - TNMP
07/18/2026
Your average price per kWh for electric service depends on your usage:
Usage            500 kWh   1000 kWh   2000 kWh
Average price    {0}¢     {1}¢      {2}¢
The charges in these prices are:
(1) an energy charge of 10.75¢ for each kWh you use,
(2) a monthly charge of $7.99,
(3) the delivery charges of TNMP of $7.85 per month and 7.2370¢ per kWh, and
(4) a usage credit of $25.00 in each month in which you use 1,500 kWh or more.
Type of Product: Fixed Rate
""",
        (
            BaseCharge(usd=D("7.99")),
            energy("10.75"),
            UsageCredit(usd=D("25"), min_kwh=1500, max_kwh=None),
        ),
        TNMP,
    ),
    "iron horse two col": Kind(
        """Electricity Facts Label
Iron Horse Power
Mustang 36
AEP Texas Central
7/7/2026
          Average Monthly Use        500 kWh    1,000 kWh    2,000 kWh
          Average Price per kWh      {0}¢      {1}¢       {2}¢

          Retail Electric Provider Charges        AEP Texas Central Charges
          Energy: 9.85¢ per kWh                   Delivery: 5.9123¢ per kWh
          Base: $10.00 per month                  Customer: $5.88 per month

Type of Product Fixed Rate
Contract Term 36 Months
""",
        (
            BaseCharge(usd=D("10")),
            energy("9.85"),
        ),
        AEP,
    ),
    "peak offpeak ev": Kind(
        """Electricity Facts Label (EFL)
Current Wheels Energy
EV Night Saver 12
Oncor
Date: 07/30/2026
Average Monthly Use      500 kWh    1000 kWh    2000 kWh
Average Price per kWh    {0}¢      {1}¢       {2}¢
Off-Peak Energy Charge (midnight to 6:00 AM)      4.0¢ per kWh
Peak Energy Charge (all other hours)              15.5¢ per kWh
Base Charge                                       $0 per month
Oncor Delivery Charges                            $4.06 per month; 6.1196¢ per kWh
Average prices assume 45% of consumption in off-peak hours.
Type of Product Fixed Rate
""",
        (
            hours("off-peak", "4.0", "0.45"),
            hours("peak", "15.5", "0.55"),
        ),
        ONCOR,
    ),
    "bill assurance": Kind(
        """Electricity Facts Label (EFL)
Mesa Verde Energy
Bundle Saver 24
Oncor Electric Delivery
July 15, 2026
Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Energy Charge including TDU delivery 15.9¢ per kWh
Base Charge $6.95 per month
Charges of the TDU are included in the energy charge and are not billed separately.
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("6.95")),
            energy("15.9"),
        ),
        BUNDLED,
    ),
    "by total dollar": Kind(
        """ELECTRICITY FACTS LABEL
Prairie Wind Power
Breeze 12
TNMP
7-9-2026
Average Monthly Use:         500 kWh        1,000 kWh       2,000 kWh
Average Price per kWh:       {0}¢           {1}¢            {2}¢
Energy Rate if usage is below 1,000 kWh in the billing cycle:  14.5¢ per kWh (all kWh)
Energy Rate if usage is 1,000 kWh or more in the billing cycle:  10.2¢ per kWh (all kWh)
TNMP Delivery Charge: $7.85/month + 7.2370¢/kWh
Type of Product: Fixed Rate
""",
        (
            PriceByTotal(min_kwh=0, max_kwh=999, usd_per_kwh=D("14.5") / 100),
            PriceByTotal(min_kwh=1000, max_kwh=None, usd_per_kwh=D("10.2") / 100),
        ),
        TNMP,
    ),
    "onetime setup": Kind(
        """Electricity Facts Label
Red River Electric
Red 12
Oncor
August 1, 2026
Average Monthly Use    500 kWh   1000 kWh   2000 kWh
Average Price per kWh    {0}¢   {1}¢   {2}¢
Energy Charge     9.3¢ per kWh
Base Charge       $4.00 per month
One-time enrollment fee   $48.00 (spread over 12 months in the average prices above)
Oncor Delivery    $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("4")),
            energy("9.3"),
            OneTimeCharge(usd=D("48")),
        ),
        ONCOR,
    ),
    "paperless penny": Kind(
        """Electricity Facts Label (EFL)
Sunrise Light & Power
Morning 12
CenterPoint Energy Houston
July 12, 2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh {0}¢ {1}¢ {2}¢
Base Charge: $5.95 per bill cycle
Energy Charge: 10.80¢ per kWh
Paperless billing discount: 0.2¢ per kWh off the energy charge, included above
CenterPoint Delivery Charges: $4.90 per bill cycle and 6.0072¢ per kWh
Type of Product Fixed Rate
""",
        (
            BaseCharge(usd=D("5.95")),
            energy("10.8"),
            EnergyDiscount(usd_per_kwh=D("0.2") / 100, conditions=(Condition.PAPERLESS,)),
        ),
        CENTERPOINT,
    ),
    "three tiers spanish": Kind(
        """Etiqueta de Datos de Electricidad (EFL)
Sol y Luz Energía
Sol 12 - Oncor
15 de julio de 2026
Uso mensual promedio     500 kWh    1,000 kWh    2,000 kWh
Precio promedio por kWh     {0}¢    {1}¢    {2}¢
Cargo por energía:
Primeros 500 kWh: 13.5¢ por kWh
Siguientes 500 kWh: 11.2¢ por kWh
Más de 1,000 kWh: 9.1¢ por kWh
Cargo base: $5.00 por ciclo de facturación
Cargos de entrega de Oncor: $4.06 por ciclo de facturación y 6.1196¢ por kWh
Tipo de producto: Tarifa fija
""",
        (
            BaseCharge(usd=D("5")),
            energy("13.5", to_kwh=500),
            energy("11.2", from_kwh=500, to_kwh=1000),
            energy("9.1", from_kwh=1000),
        ),
        ONCOR,
    ),
}

TRAPS = {
    "dollars cents": """Electricity Facts Label
Southern Star Power
Star Saver 6
Oncor
7/1/2026
Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh
Average Price per kWh 15.8¢ 15.5¢ 15.4¢
Energy Charge $9.20 cents per kWh
Daily service fee $0.04 cents per day
Oncor Delivery $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
    "first bill": """Electricity Facts Label
Lone Meadow Energy
Welcome 12
Oncor
7/1/2026
Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh
Average Price per kWh 11.2¢ 13.7¢ 15.0¢
Energy Charge 9.7¢ per kWh
Welcome credit of $25.00 per month during the first three billing cycles
Oncor Delivery $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
    "two plans": """Electricity Facts Label
Twin Lakes Power
Twin 12
Oncor
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh (with AutoPay) 14.9¢ 14.6¢ 14.5¢
Average Price per kWh (without AutoPay) 15.9¢ 15.1¢ 14.7¢
Energy Charge 8.2¢ per kWh
Oncor Delivery $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
    "wrong math": """Electricity Facts Label
Broken Sum Energy
Sum 12
Oncor
07/01/2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh 14.9¢ 13.6¢ 14.0¢
Energy Charge 7.5¢ per kWh
Usage Credit $15.00 per month when usage is 1,000 kWh or more
Base Charge $4.95 per month
Oncor Delivery $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
""",
}
