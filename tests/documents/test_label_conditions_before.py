"""Labels that state a condition before its amount, or a price in words alone: read as stated, refused when bent."""

from decimal import Decimal

import msgspec
import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    HourlyPrice,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)
from tests.documents.test_label_kinds import NAME, ONCOR, USES, Kind, energy, hours, rows, same, stated

D = Decimal
BY_TOTAL = (
    PriceByTotal(usd_per_kwh=D("0.141"), max_kwh=1299),
    PriceByTotal(usd_per_kwh=D("0.118"), min_kwh=1300),
)
FREE_WEEKEND = (hours("weekday", "16.9", "0.68"), hours("weekend", "0", "0.32"))
FREE_NIGHT = (hours("day", "16.9", "0.64"), hours("night", "0", "0.36"))
KINDS = {
    "a price by total in two sentences": Kind(
        rows(
            "If a month's use is less than 1,300 kWh, all its kWh cost 14.1¢. If it is 1,300 kWh or more,"
            " all its kWh cost 11.8¢.\n" + ONCOR
        ),
        BY_TOTAL,
    ),
    "a fee without a name, behind its limit": Kind(
        rows("Energy Charge 8.7¢ per kWh\n" + ONCOR + "In months with less than 900 kWh of use, we add $7.50.\n"),
        (energy("8.7"), UsageFee(usd=D("7.50"), max_kwh=899)),
    ),
    "a fee among other charges, behind its limit": Kind(
        rows(
            "You pay for energy (8.7¢ per kWh), for delivery by Oncor (6.1196¢ per kWh and $4.06 per month), and, for"
            " bills of fewer than 700 kWh, a Small Use Charge of $7.50.\n"
        ),
        (energy("8.7"), UsageFee(usd=D("7.50"), max_kwh=699)),
    ),
    "a credit, behind its limit": Kind(
        rows("Energy Charge 14.7¢ per kWh\n" + ONCOR + "When you use at least 1,000 kWh, you get $28.00 back.\n"),
        (energy("14.7"), UsageCredit(usd=D("28"), min_kwh=1000)),
    ),
    "one price that holds delivery": Kind(
        rows("Energy Charge (all-inclusive of TDU delivery charges): 15.7¢ per kWh\nBase Charge: $7.25 per month\n"),
        (energy("15.7"), BaseCharge(usd=D("7.25"))),
        BUNDLED,
    ),
    "one price, delivery in its name": Kind(
        rows("Rate, delivery by Oncor included: 15.7¢ per kWh\nPlan fee: $7.25 a month\n"),
        (energy("15.7"), BaseCharge(usd=D("7.25"))),
        BUNDLED,
    ),
    "free weekends in a row": Kind(
        rows(
            "Energy Charge: 16.9¢ per kWh\nSaturday and Sunday Energy Charge: FREE\n" + ONCOR
            + "These averages assume 32% of the use on Saturdays and Sundays.\n"
        ),
        FREE_WEEKEND,
    ),
    "free weekends in a note": Kind(
        rows(
            "Energy Charge* 16.9¢ per kWh\n" + ONCOR + "*Free Weekends: the Energy Charge is waived on Saturday and"
            " Sunday. The averages take 32% of your use to fall into this time.\n"
        ),
        FREE_WEEKEND,
    ),
    "free nights in a note": Kind(
        rows(
            "Energy Charge: 16.9¢ per kWh\n" + ONCOR + "Free Nights: you are not charged for energy from 9:00 PM to"
            " 5:59 AM.\nWe take 36% of the use to fall into these hours.\n"
        ),
        FREE_NIGHT,
    ),
    "a ladder of which a bill gets one step": Kind(
        rows(
            "Energy Charge: 14.7¢ per kWh\nBill credits\n  500 kWh or more         $18.00\n"
            "  1,000 kWh or more       $41.00\n  2,000 kWh or more       $77.00\n"
            "A bill gets the highest of them.\n" + ONCOR
        ),
        (
            energy("14.7"),
            UsageCredit(usd=D("18"), min_kwh=500, max_kwh=999),
            UsageCredit(usd=D("41"), min_kwh=1000, max_kwh=1999),
            UsageCredit(usd=D("77"), min_kwh=2000),
        ),
    ),
    "credits that add up": Kind(
        rows(
            "Energy Charge: 14.7¢ per kWh\n"
            "Credit of $18.00 at 500 kWh; an additional $23.00 at 1,000 kWh; and another $36.00 at 2,000 kWh\n" + ONCOR
        ),
        (
            energy("14.7"),
            UsageCredit(usd=D("18"), min_kwh=500),
            UsageCredit(usd=D("23"), min_kwh=1000),
            UsageCredit(usd=D("36"), min_kwh=2000),
        ),
    ),
    "the chart beside the charges": Kind(
        NAME
        + USES
        + "Energy Charge (per kWh)       10.30¢     Plan type                 Fixed\n"
        "Base Charge (per month)       $7.25      Contract term             12 months\n"
        "Delivery Charge (per kWh)     6.1196¢    Early termination fee     $175\n"
        "Delivery Charge (per month)   $4.06      Renewable content         6%\n",
        (energy("10.30"), BaseCharge(usd=D("7.25"))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_it_is_read_as_stated(name: str) -> None:
    reading = read_label(KINDS[name].label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    items = [
        msgspec.structs.replace(one, name="", windows=()) if isinstance(one, HourlyPrice) else one
        for one in reading.charges.items
    ]
    wanted = [
        msgspec.structs.replace(one, name="") if isinstance(one, HourlyPrice) else one
        for one in KINDS[name].charges
    ]
    assert same(stated(items), stated(wanted))
    assert reading.charges.delivery == KINDS[name].delivery


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a price by total in two sentences", "14.1¢", "14.3¢"),
        ("a price by total in two sentences", "or more", "or less"),
        ("a fee without a name, behind its limit", "$7.50", "$5.70"),
        ("a fee without a name, behind its limit", "900 kWh", "400 kWh"),
        ("a credit, behind its limit", "$28.00", "$82.00"),
        ("one price that holds delivery", "15.7¢", "15.9¢"),
        ("one price, delivery in its name", "$7.25", "$2.75"),
        ("free weekends in a row", "32%", "23%"),
        ("a ladder of which a bill gets one step", "$41.00", "$59.00"),
        ("a ladder of which a bill gets one step", "1,000 kWh or more", "1,200 kWh or more"),
        ("credits that add up", "$23.00", "$32.00"),
        ("the chart beside the charges", "6.1196¢", "6.2196¢"),
        ("the chart beside the charges", "$7.25", "$4.06"),
        ("free weekends in a note", "32%", "23%"),
        ("free nights in a note", "36%", "63%"),
    ],
)
def test_a_figure_that_contradicts_the_averages_is_refused(name: str, old: str, new: str) -> None:
    label = KINDS[name].label
    assert label.count(old) == 1
    assert read_label(label.replace(old, new)).state is not ReadState.PROVEN


def test_nights_and_weekends_that_are_both_free_are_not_taken_for_nights() -> None:
    label = KINDS["free nights in a note"].label.replace("Free Nights:", "Free Nights and Weekends:")
    assert read_label(label).state is not ReadState.PROVEN
