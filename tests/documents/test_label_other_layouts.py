"""Kinds of other layouts: tables of periods, averages from 2,000 kWh down, conditions first, prices of businesses, bills."""

# ruff: noqa: E501 -- labels read across

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Days,
    HourlyPrice,
    HourWindow,
    ReadState,
    UsageCredit,
    UsageFee,
)
from tests.documents.test_label_kinds import (
    DELIVERY,
    NAME,
    ONCOR,
    PLAIN,
    TERMS,
    USES,
    Kind,
    energy,
    rows,
    same,
    stated,
)

D = Decimal
DOWN = (
    "Average price per kWh\n2,000 kWh ..... {2}¢\n1,000 kWh ..... {1}¢\n  500 kWh ..... {0}¢\n"
    "Energy Charge: 7.3¢ per kWh\nBase Charge: $9.95 per billing cycle\n"
)
CONDITION_FIRST = (
    "You pay us 7.3 cents for every kilowatt-hour and a customer charge of $9.95 each billing cycle. Delivery by Oncor is\n"
    "6.1196 cents for every kilowatt-hour and $4.06 each billing cycle. If you use fewer than 600 kWh in a billing cycle, a\n"
    "low usage charge of $7.50 is added. Taxes are extra.\n"
)
FOR_BUSINESSES = (
    "Residential averages are based on:   Energy Charge 7.3¢ per kWh; Service Charge $9.95 per month;\n"
    "                                     Oncor delivery 6.1196¢ per kWh and $4.06 per month.\n"
    "Small commercial averages are based on:  Energy Charge 10.4¢ per kWh; Service Charge $14.95 per month; Oncor\n"
    "                                     secondary service charges of 3.1¢ per kWh and $6.20 per month.\n"
)
FOOTNOTE = (
    "Energy Charge of        7.3¢ per kWh\nUsage Charge* of        $9.95 per billing cycle\n" + ONCOR + "\n"
    " * The Usage Charge applies to each billing cycle with fewer than 800 kWh. With {limit} kWh or more there is none.\n"
)
PRICES_FIRST = (
    "Average price per kWh: {0}¢ (at 500 kWh), {1}¢ (at 1,000 kWh), {2}¢ (at 2,000 kWh).\n"
    "These averages come from an energy charge of 7.3¢ per kWh, a monthly charge of $9.95 and Oncor's delivery charges\n"
    "($4.06 per month and 6.1196¢ per kWh).\n"
)
PARTS_OF_DELIVERY = (
    "Energy Charge: 7.3¢ per kWh\nBase Charge: $9.95 per month\nOncor customer charge: $1.57 per month\n"
    "Oncor metering charge: $2.49 per month\nOncor distribution charge: 3.2196¢ per kWh\n"
    "Oncor transmission charge: 2.9¢ per kWh\n"
)
BRIEF = "Energy 7.3¢; base $9.95; Oncor $4.06 + 6.1196¢. Usage below 1000 kWh: +$10.\n"
IN_UNITS = (
    "Energy charge (c/kWh) = 7.3\nBase charge ($/mo) = 9.95\nTDU delivery (c/kWh) = 6.1196\n"
    "TDU delivery ($/mo) = 4.06\n"
)
CHARGES = "Energy Charge: 7.3¢ per kWh\nBase Charge: $9.95 per month\n" + ONCOR
ASIDES = {
    "an example": "Example for 1,000 kWh: $73.00 + $9.95 + $65.26 = $148.21, which is 14.8¢ per kWh.\n",
    "totals": "Total per kWh: 13.4196¢\nTotal per month: $14.01\n",
    "delivery of another time": "Until August 31, 2026 the Oncor delivery charges were $4.23 per month and 5.5833¢ per kWh.\n",
    "gifts": "You earn 3% cash back on the energy charge, paid as a $25 gift card. Refer a friend and get $50.\n",
}
KINDS = {
    **{name: Kind(rows(CHARGES + said), PLAIN) for name, said in ASIDES.items()},
    "numbers of notes behind the averages": Kind(
        rows(CHARGES).replace("{0}¢ {1}¢ {2}¢", "{0}¢2   {1}¢2   {2}¢2") + "2 Includes the base charge.\n", PLAIN
    ),
    "what a month costs beside the averages": Kind(
        NAME + "Monthly use    Average price    Monthly bill\n500 kWh        {0}¢            $81.11\n"
        "1,000 kWh      {1}¢            $148.21\n2,000 kWh      {2}¢            $282.40\n" + CHARGES + TERMS,
        PLAIN,
    ),
    "a credit in words": Kind(
        rows(CHARGES + "Use more than 999 kWh in a billing cycle and we take $40.00 off your bill.\n"),
        (*PLAIN, UsageCredit(usd=D(40), min_kwh=1000)),
    ),
    "an average of businesses on a line of its own": Kind(
        rows("Small commercial average price per kWh at 2,500 kWh   14.9¢\n" + CHARGES), PLAIN
    ),
    "a membership each month": Kind(rows(CHARGES.replace("Base Charge", "Membership")), PLAIN),
    "a membership once": Kind(rows("Membership: $50.00 to join\nEnergy Charge: 7.3¢ per kWh\n" + ONCOR), PLAIN[:1]),
    "prices before their uses": Kind(NAME + PRICES_FIRST + TERMS, PLAIN),
    "delivery in its parts": Kind(rows(PARTS_OF_DELIVERY), PLAIN),
    "a condition, a colon, an amount": Kind(rows(BRIEF), (*PLAIN, UsageFee(usd=D(10), max_kwh=999))),
    "equal signs": Kind(rows(IN_UNITS), PLAIN),
    "averages from 2,000 kWh down": Kind(NAME + DOWN + ONCOR + TERMS, PLAIN),
    "a condition before its amount": Kind(
        rows(CONDITION_FIRST), (*PLAIN, UsageFee(usd=D("7.50"), max_kwh=599))
    ),
    "prices of businesses behind": Kind(rows(FOR_BUSINESSES), PLAIN),
    "a footnote by a star, and the chart first": Kind(
        NAME + "Termination fee?     Yes. $200. Not charged if you move.\n\n" + USES + FOOTNOTE.replace("{limit}", "800"),
        (energy("7.3"), UsageFee(usd=D("9.95"), max_kwh=799)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_it_is_read_as_stated(name: str) -> None:
    reading = read_label(KINDS[name].label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(KINDS[name].charges))
    assert reading.charges.delivery == DELIVERY


@pytest.mark.parametrize(
    "said",
    [
        "Total per month: $15.01\n",
        "The Oncor delivery charges were last changed in May 2026 and are $4.50 per month and 6.5¢ per kWh.\n",
        "The base charge of $9.00 is billed in each billing cycle.\n",
        "Your energy charge is 8.3¢ per kWh for the whole term.\n",
        "Minimum usage fee: $7.50 per month below 300 kWh\nThe minimum usage fee of $9.50 applies below 300 kWh.\n",
    ],
)
def test_a_figure_that_contradicts_another_is_not_passed_over(said: str) -> None:
    assert read_label(Kind(rows(CHARGES + said), PLAIN).label).state is not ReadState.PROVEN


def test_a_monthly_price_holds_the_first_kwh_where_energy_begins_above_them() -> None:
    text = (
        "Flat monthly charge of $99.00 for usage up to 1,000 kWh; each kWh above 1,000 kWh costs 14.5¢.\n"
        "Oncor delivery is bundled in the price.\n"
    )
    charges = (
        energy("0", to_kwh=1000),
        energy("14.5", from_kwh=1000),
        BaseCharge(usd=D(99)),
    )
    reading = read_label(Kind(rows(text), charges, BUNDLED).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(charges))


def test_an_all_inclusive_rate_holds_delivery() -> None:
    text = "All-inclusive rate (energy and Oncor delivery)   14.9¢ per kWh\nMonthly fee   $4.95\n"
    reading = read_label(Kind(rows(text), (energy("14.9"), BaseCharge(usd=D("4.95"))), BUNDLED).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert reading.charges.delivery.is_bundled


def test_a_footnote_that_names_two_limits_is_not_believed() -> None:
    charges = (energy("7.3"), UsageFee(usd=D("9.95"), max_kwh=799))
    reading = read_label(Kind(NAME + USES + FOOTNOTE.replace("{limit}", "900") + TERMS, charges).label)
    assert reading.state is not ReadState.PROVEN


def periods(*table: str) -> str:
    return (
        " PRICE PERIOD        HOURS                        ENERGY PRICE     SHARE OF USE ASSUMED\n"
        + "".join(f" {row}\n" for row in table)
        + " Oncor delivery, at all hours: 6.1196 ¢/kWh and $4.06 a month, passed through.\n"
    )


def period(name: str, cents: str, share: str, *windows: HourWindow) -> HourlyPrice:
    return HourlyPrice(name=name, usd_per_kwh=D(cents) / 100, share=D(share), windows=windows)


def at(start: int, end: int, days: Days = Days.ALL) -> HourWindow:
    hours = range(start, end if end > start else end + 24)
    return HourWindow(hours=tuple(sorted(hour % 24 for hour in hours)), days=days)


EVERY_DAY = (
    "Super Off-Peak      11:00 PM to 6:00 AM          4.2 ¢/kWh        25%",
    "Day                 6:00 AM to 4:00 PM           9.6 ¢/kWh        38%",
    "On-Peak             4:00 PM to 9:00 PM           16.8 ¢/kWh       30%",
    "Late Evening        9:00 PM to 11:00 PM          9.7 ¢/kWh         7%",
)
TABLES = {
    "every day": (
        EVERY_DAY,
        (
            period("super off-peak", "4.2", "0.25", at(23, 6)),
            period("day", "9.6", "0.38", at(6, 16)),
            period("on-peak", "16.8", "0.30", at(16, 21)),
            period("late evening", "9.7", "0.07", at(21, 23)),
        ),
    ),
    "a clock of 24 hours": (
        ("Low      22:00 - 06:00     5.0 ¢/kWh   40%", "High     06:00 - 22:00     11.0 ¢/kWh   60%"),
        (period("low", "5.0", "0.40", at(22, 6)), period("high", "11.0", "0.60", at(6, 22))),
    ),
    "days of the week": (
        (
            "Blue      Mon-Fri 2:00 PM - 8:00 PM     18.0 ¢/kWh   20%",
            "Green     Mon-Fri 8:00 PM - 2:00 PM     9.0 ¢/kWh    50%",
            "White     Saturday and Sunday           6.0 ¢/kWh    30%",
        ),
        (
            period("blue", "18.0", "0.20", at(14, 20, Days.WEEKDAYS)),
            period("green", "9.0", "0.50", at(20, 14, Days.WEEKDAYS)),
            period("white", "6.0", "0.30", HourWindow(hours=tuple(range(24)), days=Days.WEEKENDS)),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_periods_is_read_whatever_they_are_called(name: str) -> None:
    table, charges = TABLES[name]
    reading = read_label(Kind(rows(periods(*table)), charges).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    found = reading.charges.of(HourlyPrice)
    assert [(one.name, one.usd_per_kwh, one.share, one.windows) for one in found] == [
        (one.name, one.usd_per_kwh, one.share, one.windows) for one in charges
    ]


@pytest.mark.parametrize(
    ("row", "other"),
    [
        ("6:00 AM to 4:00 PM", "6:00 AM to 5:00 PM"),
        ("6:00 AM to 4:00 PM", "7:00 AM to 4:00 PM"),
        ("38%", "37%"),
    ],
)
def test_periods_that_do_not_make_one_day_are_not_believed(row: str, other: str) -> None:
    label = Kind(rows(periods(*EVERY_DAY)), TABLES["every day"][1]).label
    assert row in label
    assert read_label(label.replace(row, other)).state is not ReadState.PROVEN


def test_shares_are_told_by_the_hours_that_a_sentence_names() -> None:
    text = (
        "Energy Charge (6:00 a.m. to midnight)    12.9¢ per kWh\nEnergy Charge (midnight to 6:00 a.m.)    0.0¢ per kWh\n"
        + ONCOR
        + "The averages assume that {share}% of the usage is between midnight and {end}:00 a.m.\n"
    )
    charges = (period("", "12.9", "0.76", at(6, 24)), period("", "0", "0.24", at(0, 6)))
    reading = read_label(Kind(rows(text.replace("{share}", "24").replace("{end}", "6")), charges).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    found = reading.charges.of(HourlyPrice)
    assert [(one.share, one.windows) for one in found] == [(one.share, one.windows) for one in charges]
    for share, end in (("30", "6"), ("24", "5")):
        other = Kind(rows(text.replace("{share}", share).replace("{end}", end)), charges).label
        assert read_label(other).state is not ReadState.PROVEN


CHARGING = (
    "Charging Hours (12:00 a.m. - 5:59 a.m.): 3.9¢ per kWh\nAll Other Hours: 11.9¢ per kWh\n"
    + ONCOR
    + "Average prices assume 30% of use in Charging Hours and {share}% in All Other Hours.\n"
)


def test_shares_are_told_by_the_names_of_the_rows() -> None:
    charges = (
        period("charging hours", "3.9", "0.30", at(0, 6)),
        period("all other hours", "11.9", "0.70", at(6, 24)),
    )
    reading = read_label(Kind(rows(CHARGING.replace("{share}", "70")), charges).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    found = reading.charges.of(HourlyPrice)
    assert [(one.usd_per_kwh, one.share, one.windows) for one in found] == [
        (one.usd_per_kwh, one.share, one.windows) for one in charges
    ]
    other = Kind(rows(CHARGING.replace("{share}", "60")), charges).label
    assert read_label(other).state is not ReadState.PROVEN


THREE = (
    "Overnight   10 PM - 6 AM    5.5¢ per kWh\nMid-day     6 AM - 2 PM     8.8¢ per kWh\n"
    "Evening     2 PM - 10 PM    15.5¢ per kWh\nUsage assumed: Overnight 30%, Mid-day 30%, Evening {share}%.\n"
    + ONCOR
)


def test_shares_stand_behind_the_names_of_the_rows_too() -> None:
    charges = (
        period("overnight", "5.5", "0.30", at(22, 6)),
        period("mid-day", "8.8", "0.30", at(6, 14)),
        period("evening", "15.5", "0.40", at(14, 22)),
    )
    reading = read_label(Kind(rows(THREE.replace("{share}", "40")), charges).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    found = reading.charges.of(HourlyPrice)
    assert [(one.usd_per_kwh, one.share, one.windows) for one in found] == [
        (one.usd_per_kwh, one.share, one.windows) for one in charges
    ]
    assert read_label(Kind(rows(THREE.replace("{share}", "35")), charges).label).state is not ReadState.PROVEN


def test_a_price_beside_the_averages_is_held_against_the_charges() -> None:
    text = (
        NAME + "Utility       Energy Rate      500 kWh      1,000 kWh     2,000 kWh\n"
        "Average price per kWh\nONCOR         {rate}¢          {{0}}¢          {{1}}¢         {{2}}¢\n\n"
        "Energy Charge: 7.3¢ per kWh\nBase Charge: $9.95 per billing cycle\n" + ONCOR + TERMS
    )
    assert read_label(Kind(text.format(rate="7.3"), PLAIN).label).state is ReadState.PROVEN
    assert read_label(Kind(text.format(rate="7.9"), PLAIN).label).state is not ReadState.PROVEN


def test_a_bill_is_called_a_bill() -> None:
    reading = read_label(
        "Example Power\nELECTRICITY BILL\nStatement date 08/31/2026    Amount due by 09/16/2026   $167.75\n"
        "Previous read 47,168   Usage 1,043 kWh\nEnergy Charge  1,043 kWh @ 9.4000¢ per kWh   $98.04\n"
        "At 500 kWh or 2000 kWh your average price differs: ask for the Electricity Facts Label of your plan.\n"
    )
    assert (reading.state, reading.is_label) == (ReadState.UNREAD, False)
    assert "bill" in reading.note
