"""More layouts of labels, made up before they were first read: columns, sentences, Spanish, hours, traps."""

# ruff: noqa: E501 -- labels read across

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charge,
    Condition,
    DailyCharge,
    Delivery,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)
from tests.documents.test_label_kinds import PLAIN, Kind, energy, hours, same, stated

D = Decimal
HEAD = "Electricity Facts Label\nNorth Star Power\nSteady 12 - AEP Texas Central\nDate: October 2, 2026\n"
USES = (
    "Average monthly use:   500 kWh   1,000 kWh   2,000 kWh\n"
    "Average price per kilowatt-hour:   {0}¢   {1}¢   {2}¢\n"
)
AEP_LINE = "AEP Texas Delivery: 6.0563¢ per kWh and $3.24 per month\n"
TERMS = "Type of Product Fixed Rate\nContract Term 12 months\n"
AEP = Delivery(usd_per_month=D("3.24"), usd_per_kwh=D("0.060563"))
SPANISH = (
    "Etiqueta de Datos de Electricidad (EFL)\nEstrella Norte\nAEP Texas Central\n2 de octubre de 2026\n"
    "Uso mensual promedio: 500 kWh 1,000 kWh 2,000 kWh\nPrecio promedio por kWh: {0}¢ {1}¢ {2}¢\n"
)
SPANISH_END = (
    "Cargos de entrega de AEP Texas: $3.24 por mes y 6.0563¢ por kWh\nTipo de producto: Tarifa fija\n"
)


def layout(body: str, *charges: Charge, delivery: Delivery = AEP) -> Kind:
    return Kind(HEAD + USES + body + TERMS, charges, delivery)


LAYOUTS = {
    "units in the heads of two columns": layout(
        "                       Per kWh (¢)   Per Month ($)\nNorth Star Charges     7.3            9.95\n"
        "AEP Texas Charges      6.0563         3.24\n",
        *PLAIN,
    ),
    "units in the heads, a dash where there is none": layout(
        "Charges\n                    ($ per billing cycle)    (¢ per kWh)\nEnergy Charge                —                7.3\n"
        "Base Charge                9.95               —\nDelivery Charges           3.24             6.0563\n",
        *PLAIN,
    ),
    "column by column": Kind(
        HEAD
        + "Average Monthly Use\nAverage Price per Kilowatt-hour\n500 kWh\n1,000 kWh\n2,000 kWh\n{0}¢\n{1}¢\n{2}¢\n"
        "Energy Charge\nBase Charge\nAEP Delivery Charge per kWh\nAEP Delivery Charge per month\n"
        "7.3¢ per kWh\n$9.95 per month\n6.0563¢ per kWh\n$3.24 per month\n" + TERMS,
        PLAIN,
        AEP,
    ),
    "one sentence": layout(
        "The average prices above include an energy charge of 7.3¢ per kWh, a base charge of $9.95 per billing cycle "
        "and the charges of AEP Texas of $3.24 per billing cycle and 6.0563¢ per kWh.\n",
        *PLAIN,
    ),
    "two names and two figures a line": layout(
        "Charge          Rate           Charge            Rate\n"
        "Energy Charge   7.3¢ per kWh    Base Charge     $9.95 per month\n"
        "TDU Charge      6.0563¢ per kWh    TDU Charge     $3.24 per month\n",
        *PLAIN,
    ),
    "wrapped in the middle of names and units": layout(
        "Energy\nCharge:\n7.3¢ per\nkWh\nBase\nCharge:\n$9.95 per\nbilling cycle\nDelivery\nCharge:\n6.0563¢ per\nkWh\n"
        "Delivery\nCharge:\n$3.24 per\nmonth\n",
        *PLAIN,
    ),
    "both languages in each line": layout(
        "Energy Charge / Cargo por energía: 7.3¢ per kWh / por kWh\nBase Charge / Cargo base: $9.95 per month / por mes\n"
        "TDU Delivery / Entrega: $3.24 per month / por mes; 6.0563¢ per kWh / por kWh\n",
        *PLAIN,
    ),
    "a business's averages and price behind": layout(
        f"Energy Charge: 7.3¢ per kWh\nBase Charge: $9.95 per month\n{AEP_LINE}Small Commercial: Average Monthly Use "
        "1,500 kWh 2,500 kWh 3,500 kWh\nAverage Price per kWh 18.1¢ 17.2¢ 16.9¢\nEnergy Charge (commercial): 8.8¢ per kWh\n",
        *PLAIN,
    ),
    "price by the total in dollars behind a dash": layout(
        "Energy Charge:\nMonthly usage up to 999 kWh - $0.1190 per kWh (applies to all kWh)\n"
        "Monthly usage of 1,000 kWh or greater - $0.0890 per kWh (applies to all kWh)\n" + AEP_LINE,
        PriceByTotal(max_kwh=999, usd_per_kwh=D("0.119")),
        PriceByTotal(min_kwh=1000, usd_per_kwh=D("0.089")),
    ),
    "credits by steps in one line": layout(
        "Energy Charge: 13.9¢ per kWh\nBill Credits: $20.00 (500 - 999 kWh), $40.00 (1,000 - 1,999 kWh), "
        f"$60.00 (2,000 kWh or more)\n{AEP_LINE}",
        energy("13.9"),
        UsageCredit(usd=D(20), min_kwh=500, max_kwh=999),
        UsageCredit(usd=D(40), min_kwh=1000, max_kwh=1999),
        UsageCredit(usd=D(60), min_kwh=2000),
    ),
    "free weekends, the rest at other times": layout(
        "Weekday Energy Charge (Mon 12:00 AM to Fri 7:59 PM): 17.9 ¢/kWh\n"
        "Free Weekend Energy Charge (Fri 8:00 PM to Sun 11:59 PM): 0.0 ¢/kWh\nAEP Texas: 6.0563 ¢/kWh and $3.24/month\n"
        "Averages assume that 31% of usage occurs during the free weekend period and 69% at other times.\n",
        hours("weekday", "17.9", "0.69"),
        hours("weekend", "0", "0.31"),
    ),
    "peak hours and all others": layout(
        "On-Peak Energy Charge (2 PM - 8 PM): 21.9¢ per kWh\nOff-Peak Energy Charge (all other hours): 8.9¢ per kWh\n"
        f"{AEP_LINE}Assumes 30% on-peak and 70% off-peak usage\n",
        hours("peak", "21.9", "0.3"),
        hours("off-peak", "8.9", "0.7"),
    ),
    "paperless discount inside the averages": layout(
        "Energy Charge: 9.3¢ per kWh\nPaperless Billing Discount: 0.1¢ per kWh (included in the average prices)\n"
        + AEP_LINE,
        energy("9.3"),
        EnergyDiscount(usd_per_kwh=D("0.001"), conditions=(Condition.PAPERLESS,)),
    ),
    "autopay credit inside the averages": layout(
        f"Energy Charge: 9.3¢ per kWh\n{AEP_LINE}"
        "Auto Pay Credit: $5.00 per month (the average prices above include this credit)\n",
        energy("9.3"),
        UsageCredit(usd=D(5), conditions=(Condition.AUTOPAY,)),
    ),
    "a daily charge": layout(
        f"Daily Charge: $0.95 per day (assumes 30 days)\nEnergy Charge: 9.9¢ per kWh\n{AEP_LINE}",
        energy("9.9"),
        DailyCharge(usd_per_day=D("0.95")),
    ),
    "one price with delivery within": layout(
        "All-in price: 15.9¢ per kWh. This price includes energy, base and delivery charges.\n",
        energy("15.9"),
        delivery=BUNDLED,
    ),
    "Spanish tiers": Kind(
        f"{SPANISH}Cargo por energía (0 a 1,000 kWh): 8.9¢ por kWh\n"
        f"Cargo por energía (más de 1,000 kWh): 11.9¢ por kWh\n{SPANISH_END}",
        (energy("8.9", to_kwh=1000), energy("11.9", from_kwh=1000)),
        AEP,
    ),
    "Spanish low-use fee": Kind(
        f"{SPANISH}Cargo por energía: 8.9¢ por kWh\n"
        f"Cargo por uso mínimo: $9.95 por ciclo de facturación si el uso es menor de 1,000 kWh\n{SPANISH_END}",
        (energy("8.9"), UsageFee(usd=D("9.95"), max_kwh=999)),
        AEP,
    ),
    "Spanish bundled": Kind(
        f"{SPANISH}Cargo por energía: 15.3¢ por kWh (incluye todos los cargos de entrega de la TDU)\n"
        "Cargo base: $9.95 por mes\nTipo de producto: Tarifa fija\n",
        (energy("15.3"), BaseCharge(usd=D("9.95"))),
        BUNDLED,
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_made_up_layout_is_read_as_stated(name: str) -> None:
    reading = read_label(LAYOUTS[name].label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(LAYOUTS[name].charges))
    assert reading.charges.delivery == LAYOUTS[name].delivery


@pytest.mark.parametrize(
    "body",
    [
        f"Energy Charge: 7.1¢ per kWh\nBase Charge: $0.39 cents per day\n{AEP_LINE}",
        f"Energy Charge for the first 3 billing cycles: 7.3¢ per kWh\nBase Charge: $9.95 per month\n{AEP_LINE}",
        "Energy Charge: **¢ per kWh\nAEP Delivery: ** per kWh\n",
        f"Energy Charge: 8.3¢ per kWh\nBase Charge: $9.95 per month\n{AEP_LINE}",
    ],
)
def test_a_trap_is_never_believed(body: str) -> None:
    label = Kind(HEAD + USES + "@" + TERMS, PLAIN, AEP).label.replace("@", body)
    assert read_label(label).state is not ReadState.PROVEN


def test_shares_that_do_not_add_up_are_refused() -> None:
    label = LAYOUTS["free weekends, the rest at other times"].label
    assert read_label(label.replace("69% at other", "68% at other")).state is not ReadState.PROVEN


def test_a_free_part_of_the_week_is_no_energy_tier() -> None:
    reading = read_label(LAYOUTS["free weekends, the rest at other times"].label)
    assert reading.charges is not None
    assert len(reading.charges.of(HourlyPrice)) == 2
    assert not reading.charges.of(EnergyTier)
