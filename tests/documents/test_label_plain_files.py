"""Labels as lists, questions, cells between commas, two columns, and hours that a sentence or a cell calls free."""

# ruff: noqa: E501 -- labels read across

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BaseCharge,
    EnergyTier,
    HourlyPrice,
    OneTimeCharge,
    ReadState,
    UsageCredit,
    UsageFee,
)
from tests.documents.test_label_kinds import DELIVERY, ONCOR, Kind, energy, rows, same, stated

D = Decimal
PLAIN = (energy("8.9"), BaseCharge(usd=D("4.95")))
CREDIT = UsageCredit(usd=D(30), min_kwh=1000)
NAME = "Electricity Facts Label\nExample Power, Saver 12\nOncor Electric Delivery, July 21, 2026\n\n"
KINDS = {
    "all in one sentence, parted by semicolons": Kind(
        rows(
            "Charges: energy 8.9¢/kWh; base $4.95/month; delivery 6.1196¢/kWh and $4.06/month; usage credit $30.00/month from\n"
            "1,000 kWh; low-use fee $9.95/month below 500 kWh.\n"
        ),
        (*PLAIN, CREDIT, UsageFee(usd=D("9.95"), max_kwh=499)),
    ),
    "questions and answers": Kind(
        rows(
            "What do I pay for each kWh?\n8.9 cents\nWhat do I pay each month, whatever I use?\n$4.95\nWhat does Oncor get?\n"
            "6.1196 cents per kWh and $4.06 a month\nIs there a credit?\nYes. $30.00 in each month in which I use 1,000 kWh or more\n"
        ),
        (*PLAIN, CREDIT),
    ),
    "cells between commas": Kind(
        NAME + "item,amount,unit\nenergy charge,8.9,cents per kWh\nbase charge,4.95,dollars per month\n"
        "delivery charge,6.1196,cents per kWh\ndelivery charge,4.06,dollars per month\n\n"
        "average use (kWh),500,1000,2000\naverage price (cents per kWh),{0},{1},{2}\n",
        PLAIN,
    ),
    "cells between semicolons": Kind(
        NAME
        + "average use (kWh);500;1000;2000\naverage price (cents per kWh);{0};{1};{2}\n\nitem;amount;unit\n"
        "energy charge;8.9;cents per kWh\nbase charge;4.95;dollars per month\n"
        "delivery charge;6.1196;cents per kWh\ndelivery charge;4.06;dollars per month\n",
        PLAIN,
    ),
    "two columns parted by a stroke": Kind(
        NAME + "Average monthly use   Average price per kWh   |  Energy charge       8.9¢ per kWh\n"
        "500 kWh               {0}¢                   |  Base charge         $4.95 per month\n"
        "1,000 kWh             {1}¢                   |  Oncor per kWh       6.1196¢\n"
        "2,000 kWh             {2}¢                   |  Oncor per month     $4.06\n",
        PLAIN,
    ),
    "a list of credits below its head": Kind(
        rows(
            "Energy charge 14.5¢ per kWh\n"
            + ONCOR
            + "Usage credits per month\n  1,000 to 1,499 kWh    $40.00\n"
            "  1,500 to 1,999 kWh    $60.00\n  2,000 kWh and more    $90.00\n"
        ),
        (
            energy("14.5"),
            UsageCredit(usd=D(40), min_kwh=1000, max_kwh=1499),
            UsageCredit(usd=D(60), min_kwh=1500, max_kwh=1999),
            UsageCredit(usd=D(90), min_kwh=2000),
        ),
    ),
    "a charge that comes once, and what it is a month": Kind(
        rows(
            "Energy charge: 12.5¢ per kWh\nOne-time setup charge: $36.00 on the first bill, counted in the averages as $3.00 a month\n"
            + ONCOR
        ),
        (energy("12.5"), OneTimeCharge(usd=D(36))),
    ),
    "prices from the last kWh to the first": Kind(
        rows("kWh above 1,000 in a month: 9.6¢ each\nkWh up to 1,000 in a month: 13.1¢ each\n" + ONCOR),
        (energy("13.1", to_kwh=1000), energy("9.6", from_kwh=1000)),
    ),
    "a monthly price that includes the first kWh": Kind(
        rows(
            "$89.00 per month includes the first 1,000 kWh. Each kWh above that is 15.5¢. Oncor's charges (6.1196¢ per kWh, $4.06\n"
            "per month) come on top.\n"
        ),
        (BaseCharge(usd=D(89)), energy("0", to_kwh=1000), energy("15.5", from_kwh=1000)),
    ),
    "a number and its unit on lines of their own": Kind(
        NAME
        + "Average monthly use\n\n500 kWh\n\n1,000 kWh\n\n2,000 kWh\n\nAverage price per kWh\n\n{0} ¢\n\n{1} ¢\n\n{2} ¢\n\n"
        "Energy charge\n\n8.9\n\n¢/kWh\n\nBase charge\n\n$4.95\n\nper month\n\nOncor delivery charge (usage)\n\n6.1196\n\n¢/kWh\n\n"
        "Oncor delivery charge (fixed)\n\n$4.06\n\nper month\n",
        PLAIN,
    ),
    "two languages side by side, the condition of a credit below its name": Kind(
        "Electricity Facts Label                             Hoja Informativa de Electricidad\n"
        "Example Power, Window 12                            Example Power, Window 12\n"
        "Oncor, July 21, 2026                                Oncor, 21 de julio de 2026\n\n"
        "Average monthly use     500 kWh  1000 kWh  2000 kWh Consumo mensual medio   500 kWh  1000 kWh  2000 kWh\n"
        "Average price per kWh   {0}¢     {1}¢      {2}¢     Precio medio por kWh    {0}¢     {1}¢      {2}¢\n\n"
        "Energy Charge           8.9¢ per kWh                Cargo por energía       8.9¢ por kWh\n"
        "Base Charge             $4.95 per month             Cargo base              $4.95 al mes\n"
        "Window Credit           $30.00 per month            Crédito Window          $30.00 al mes\n"
        "Oncor Delivery          6.1196¢ per kWh             Entrega Oncor           6.1196¢ por kWh\n"
        "Oncor Delivery          $4.06 per month             Entrega Oncor           $4.06 al mes\n\n"
        "The Window Credit is paid in months with            El Crédito Window se da en los meses de\n"
        "at least 1000 kWh.                                  1000 kWh como mínimo.\n\n"
        "Type of Product         Fixed Rate                  Tipo de producto        Tarifa fija\n",
        (*PLAIN, CREDIT),
    ),
    "a condition before its charge": Kind(
        rows(
            "Energy charge  12.5¢ per kWh\nIf a month's usage is under 1,000 kWh, we add a $12.50 small-use charge\n"
            + ONCOR
        ),
        (energy("12.5"), UsageFee(usd=D("12.5"), max_kwh=999)),
    ),
}
TWO_CREDITS = (energy("14.4"), UsageCredit(usd=D(25), min_kwh=800), UsageCredit(usd=D(35), min_kwh=1000))
FEE_AND_CREDIT = (energy("14.4"), UsageFee(usd=D(8), max_kwh=699), UsageCredit(usd=D(30), min_kwh=1200))
ON_ONE_LINE = {
    "Monthly credits: from 800 kWh $25.00, from 1,000 kWh another $35.00.": TWO_CREDITS,
    "Monthly credits: $25.00 from 800 kWh, a further $35.00 from 1,000 kWh.": TWO_CREDITS,
    "Below 700 kWh a fee of $8.00, from 1,200 kWh a credit of $30.00.": FEE_AND_CREDIT,
    "Minimum usage fee $8.00 below 700 kWh, usage credit $30.00 from 1,200 kWh.": FEE_AND_CREDIT,
}


@pytest.mark.parametrize("line", ON_ONE_LINE)
def test_amounts_of_one_line_keep_their_own_uses(line: str) -> None:
    charges = ON_ONE_LINE[line]
    reading = read_label(Kind(rows(f"Energy Charge: 14.4¢ per kWh. {line}\n{ONCOR}"), charges).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(charges))


FREE_NIGHTS = {
    "a cell that says free": "Hours                     Energy charge     Delivery\n9 PM - 6 AM               free              6.1196¢/kWh\n"
    "6 AM - 9 PM               19.9¢/kWh         6.1196¢/kWh\nPer month                 $4.95             $4.06\n"
    "Night use in the averages: 38%\n",
    "a sentence with both ranges": "Energy costs 19.9¢ per kWh from 6 AM to 9 PM and nothing from 9 PM to 6 AM. We assume that 38% of a home's\n"
    "use falls into the free hours.\nBase charge $4.95 per month.\n" + ONCOR,
}


def test_averages_of_one_sentence_are_read_in_dollars() -> None:
    text = (
        f"{NAME}At 500 kWh, 1000 kWh and 2000 kWh a month the average price per kWh is $0.160, $0.155 and $0.153\n"
        "respectively. It comes from an energy charge of $0.089 for each kWh, a base charge of $0.95 per month and Oncor's\n"
        "charges, which are $0.061196 for each kWh and $4.06 per month.\n"
    )
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.printed_usd_per_kwh == (D("0.160"), D("0.155"), D("0.153"))


@pytest.mark.parametrize("name", KINDS)
def test_it_is_read_as_stated(name: str) -> None:
    kind = KINDS[name]
    reading = read_label(kind.label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(kind.charges))
    assert reading.charges.delivery == DELIVERY


@pytest.mark.parametrize("name", FREE_NIGHTS)
def test_free_hours_are_read_with_their_clock(name: str) -> None:
    shares = (
        HourlyPrice(usd_per_kwh=D(0), share=D("0.38")),
        HourlyPrice(usd_per_kwh=D("0.199"), share=D("0.62")),
    )
    reading = read_label(Kind(rows(FREE_NIGHTS[name]), (*shares, BaseCharge(usd=D("4.95")))).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert not reading.charges.of(EnergyTier)
    by_price = {one.usd_per_kwh: one for one in reading.charges.of(HourlyPrice)}
    night = by_price[D(0)]
    assert night.share == D("0.38")
    assert [window.hours for window in night.windows] == [(0, 1, 2, 3, 4, 5, 21, 22, 23)]


WEEKENDS = (
    "The averages rest on a profile with {share}% of consumption on weekends.\nWeekday Energy Charge 18.2¢ per kWh\n"
    "Weekend Energy Charge $0.00 per kWh\n"
    + ONCOR
    + "Where readings are missing, 69% of the difference is priced at the\n"
    "Weekday Energy Charge and 31% at the Weekend Energy Charge.\n"
)


def test_a_share_that_is_said_twice_and_differently_refuses_a_label() -> None:
    charges = (
        HourlyPrice(usd_per_kwh=D("0.182"), share=D("0.69")),
        HourlyPrice(usd_per_kwh=D(0), share=D("0.31")),
    )
    text = Kind(rows(WEEKENDS.replace("{share}", "38")), charges).label
    assert read_label(text).state is not ReadState.PROVEN
