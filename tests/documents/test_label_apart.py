"""Labels whose charges stand apart from their names: in lists, notes, columns of clock times, on another page."""

# ruff: noqa: E501 -- labels read across

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from choosemypower.documents import LabelReading, read_label
from choosemypower.plans.charges import (
    BaseCharge,
    Charges,
    Condition,
    Delivery,
    DeliveryKind,
    EnergyDiscount,
    HourlyPrice,
    HourWindow,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing import PRINTED_AT_KWH, printed_average
from choosemypower.territories.model import DeliveryCharge
from tests.documents.test_label_kinds import DELIVERY, ONCOR, PLAIN, TERMS, Kind, energy, rows, same, stated

D = Decimal
LISTS = (
    "What the price is made of:\nEnergy Charge\nSmall Bill Fee\nOncor Delivery Charge\nOncor Delivery Charge\n"
    "7.3¢\n$8.95\n6.1196¢\n$4.06\n"
    "per kWh\nper billing cycle for usage (<1000) kWh\nper kWh\nper billing cycle\n"
    "Your own price follows your usage.\n"
)
NOTES = (
    "Energy Charge     7.3¢ per kWh\nLoyal Home Bonus     See (2)\nOncor Delivery     See note 3\n\n"
    "Other terms: the Terms of Service tell you more.\n"
)
BELOW = (
    "\n(1) The average price holds all monthly charges.\n"
    "(2) A bonus credit of $35.00 is taken off any bill on which your usage is at least 1,000 kWh but not more than"
    " 2,000 kWh.\n(3) $4.06 per month and 6.1196¢ per kWh, as the utility charges it.\n"
)
CLOCKS = (
    "Band     From        To          Share     Energy charge\n"
    "Night    9:00 PM     5:00 AM     30%       4.1¢/kWh\n"
    "Morning  5:00 AM     1:00 PM     28%       8.2¢/kWh\n"
    "Rest     1:00 PM     9:00 PM     42%       12.6¢/kWh\n"
)
BY_COLUMN = (
    "Band\nNight\nMorning\nRest\nStarts\n9 PM\n5 AM\n1 PM\nEnds\n5 AM\n1 PM\n9 PM\nEnergy charge\n4.1¢/kWh\n8.2¢/kWh\n"
    "12.6¢/kWh\nDelivery charge (Oncor)\n6.1196¢/kWh\n6.1196¢/kWh\n6.1196¢/kWh\n"
    "Share of use in the averages\n30%\n28%\n42%\n\n"
    "Oncor takes $4.06 per month.\n"
)
SEASONS = (
    "ENERGY CHARGE: 10.9¢ per kWh in the billing months of May through October; 7.7¢ per kWh in the billing months of"
    " November through April.\n" + ONCOR
)
EVERY_UTILITY = (
    "Energy Charge 7.3¢ per kWh\nBase Charge $9.95 per month\nDelivery charges of each utility:\n\n"
    "Utility                Per month     Per kWh\nCenterPoint            $4.90         6.0009¢\n"
    "Oncor                  $4.06         6.1196¢\nTNMP                   $7.85         6.4665¢\n"
    "Lubbock Power & Light  $0.00         6.3120¢\n"
)
UNITS_IN_NAMES = (
    "Energy charge, ¢ per kWh .............. 7.3\nOncor delivery charge, ¢ per kWh ...... 6.1196\n"
    "Oncor delivery charge, $ per month .... 4.06\nCredit from 1,500 kWh on, $ per month .... (12.00)\n"
)
REWARDS = (
    "Energy Charge 7.3¢ per kWh\nHigh Use Reward (1,500 kWh or more) $12.00 /month\n"
    + ONCOR
    + "Is there a fee if I end service early? Yes - $150\n"
)
SCAN = (
    "ELECTRlCITY FACTS LABEL\nExample Power\nOncor Electric Delivery\nJuly 2l, 2O26\n"
    "Average Monthly Use    5OO kWh    l,OOO kWh    2,OOO kWh\nAverage Price per kWh  {0}¢  {1}¢  {2}¢\n"
    "Energy Charge  7.3¢ per kWh\nBase Charge  $9.95 per month\nOncor Delivery  6.ll96¢ per kWh\n"
    "Oncor Delivery  $4.O6 per month\n"
) + TERMS
ROWS_WITH_USES = (
    "The prices above come from these charges:\nEnergy Charge\nUsage Credit\nTDU Delivery Charges\nTDU Delivery Charges\n"
    "7.3¢ per kWh\n$35.00 per billing cycle for usage ( >=1000 and <=2000 ) kWh\n$4.06 per billing cycle\n6.1196¢ per kWh\n"
)
WAIVED = (
    "The average prices include an Energy Charge of 7.3¢ for each kWh, a Customer Charge of $8.95 for every billing cycle in\n"
    "which you use fewer than 1,000 kWh (waived at 1,000 kWh and up), and the delivery charges of Oncor, which are 6.1196¢\n"
    "for each kWh and $4.06 for each billing cycle.\n"
)
ONE_LINE = (
    "Electricity Facts Label Example Power Oncor 07/21/2026 Average Monthly Use 500 kWh 1000 kWh 2000 kWh Average Price per"
    " kWh {0}¢ {1}¢ {2}¢ Price components: Energy Charge 7.55¢ per kWh Monthly Charge $9.95 per month Paperless Billing"
    " Discount -0.25¢ per kWh Oncor Delivery Charge 6.1196¢ per kWh Oncor Delivery Charge $4.06 per month. Your average price"
    " depends on usage. Type of Product Fixed Rate Contract Term 12 months\n"
)
MISREAD = (
    "Electricity Facts Label – Example Power\nOncor – July 21, 2026\n"
    "Average Monthly Use • 500 kWh • 1000 kWh • 2000 kWh\n"
    "Average Price • {0}¢ • {1}¢ • {2}¢\n• Energy Charge – 7.3¢ per kWh\n• Base Charge – $9.95 per month\n"
    "• Oncor Delivery – 6.1196¢ per kWh\n• Oncor Delivery – $4.06 per month\nWhat’s not in it – taxes.\n"
)
SPACED = (
    "E L E C T R I C I T Y   F A C T S   L A B E L\nExample Power, Oncor, July 21, 2026\n\n"
    "A V E R A G E   M O N T H L Y   U S E      500 kWh    1,000 kWh    2,000 kWh\n"
    "A V E R A G E   P R I C E   P E R   K W H  {0}¢  {1}¢  {2}¢\n\nEnergy Charge  7.3 ¢/kWh\n"
    "Base Charge  $9.95 a month\n" + ONCOR
)
PAGES = (
    "Base Charge\nExample Power Saver 12 - Electricity Facts Label\nVersion A - Page 1 of 2\n"
    "Example Power Saver 12 - Electricity Facts Label\nVersion A - Page 2 of 2\nPer month $9.95\n"
    "Energy Charge\nPer kWh 7.3¢\n"
    "Oncor Delivery Charges\nPer month $4.06\nPer kWh 6.1196¢\n"
)
UNITS_BEHIND = (
    "Component  Amount  Unit  When\nEnergy  7.30  ¢/kWh  all usage\n"
    "High use credit  -12.00  $/month  usage 1,500 kWh or more\n"
    "TDSP energy  6.1196  ¢/kWh  all usage\nTDSP customer  4.06  $/month  every bill\n"
)
CREDIT = UsageCredit(usd=D(35), min_kwh=1000, max_kwh=2000)
HIGH = UsageCredit(usd=D(12), min_kwh=1500)
KINDS = {
    "names, amounts and what each is for, in three lists": Kind(
        rows(LISTS), (energy("7.3"), UsageFee(usd=D("8.95"), max_kwh=999))
    ),
    "delivery of every utility": Kind(rows(EVERY_UTILITY), PLAIN),
    "units at the end of names, what is taken off in brackets": Kind(
        rows(UNITS_IN_NAMES), (energy("7.3"), HIGH)
    ),
    "two seasons in one sentence": Kind(
        rows(SEASONS),
        (energy("10.9", months=(5, 6, 7, 8, 9, 10)), energy("7.7", months=(1, 2, 3, 4, 11, 12))),
    ),
    "amounts with their uses below a list of names": Kind(rows(ROWS_WITH_USES), (energy("7.3"), CREDIT)),
    "a limit that a bracket says again": Kind(
        rows(WAIVED), (energy("7.3"), UsageFee(usd=D("8.95"), max_kwh=999))
    ),
    "signs read byte by byte": Kind(MISREAD.encode().decode("cp1252"), PLAIN),
    "words with their letters apart": Kind(SPACED, PLAIN),
    "a row that goes on behind the foot of a page": Kind(rows(PAGES), PLAIN),
    "a column of units behind the amounts": Kind(rows(UNITS_BEHIND), (energy("7.3"), HIGH)),
    "a credit called reward": Kind(rows(REWARDS), (energy("7.3"), HIGH)),
    "letters of a scan": Kind(SCAN, PLAIN),
    "charges in notes": Kind(rows(NOTES) + BELOW, (energy("7.3"), CREDIT)),
}


def hour(cents: str, share: str, hours: tuple[int, ...]) -> HourlyPrice:
    return HourlyPrice(
        name="", usd_per_kwh=D(cents) / 100, share=D(share), windows=(HourWindow(hours=hours),)
    )


BY_HOUR = (
    hour("4.1", "0.30", (0, 1, 2, 3, 4, 21, 22, 23)),
    hour("8.2", "0.28", tuple(range(5, 13))),
    hour("12.6", "0.42", tuple(range(13, 21))),
)


@pytest.mark.parametrize("name", KINDS)
def test_it_is_read_as_stated(name: str) -> None:
    reading = read_label(KINDS[name].label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(KINDS[name].charges))
    assert reading.charges.delivery == DELIVERY


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"])
def test_it_is_read_whatever_ends_its_lines(name: str, line_end: str) -> None:
    """A browser sends the lines of a form with carriage returns."""
    label = KINDS[name].label
    reading = read_label(label.replace("\n", line_end))
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges == read_label(label).charges


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("names, amounts and what each is for, in three lists", "$8.95", "$9.95"),
        ("names, amounts and what each is for, in three lists", "(<1000)", "(<2001)"),
        ("names, amounts and what each is for, in three lists", "7.3¢", "7.5¢"),
        ("delivery of every utility", "$4.06         6.1196¢", "$4.90         6.0009¢"),
        ("units at the end of names, what is taken off in brackets", "(12.00)", "(21.00)"),
        ("a credit called reward", "$12.00", "$21.00"),
        ("letters of a scan", "6.ll96", "6.3l96"),
        ("charges in notes", "$35.00", "$36.00"),
        ("charges in notes", "than 2,000 kWh", "than 1,999 kWh"),
        ("charges in notes", "6.1196¢", "6.2196¢"),
    ],
)
def test_a_figure_that_contradicts_the_others_is_refused(name: str, old: str, new: str) -> None:
    assert read_label(KINDS[name].changed(old, new)).state is not ReadState.PROVEN


@pytest.mark.parametrize("text", [CLOCKS + ONCOR, BY_COLUMN])
def test_clock_times_may_stand_in_two_columns(text: str) -> None:
    reading = read_label(Kind(rows("\n" + text), BY_HOUR).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    read = {(one.usd_per_kwh, one.share, one.windows) for one in reading.charges.of(HourlyPrice)}
    assert read == {(one.usd_per_kwh, one.share, one.windows) for one in BY_HOUR}


def test_a_label_on_one_line_is_read_with_what_it_takes_off() -> None:
    charges = (
        energy("7.55"),
        BaseCharge(usd=D("9.95")),
        EnergyDiscount(usd_per_kwh=D("0.0025"), conditions=(Condition.PAPERLESS,)),
    )
    averages = [
        printed_average(Charges(items=charges, delivery=DELIVERY), kwh, met=frozenset({Condition.PAPERLESS}))
        * 100
        for kwh in PRINTED_AT_KWH
    ]
    label = ONE_LINE.format(*(one.quantize(D("0.1"), ROUND_HALF_UP) for one in averages))
    reading = read_label(label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(charges))


SCHEDULE = "Delivery is charged per the schedule on page 2.\nSchedule of delivery charges\n"
KNOWN = DeliveryCharge(
    utility="oncor",
    valid_from=date(2026, 7, 1),
    valid_to=None,
    usd_per_month=D("4.06"),
    usd_per_kwh=D("0.061196"),
    basis="a test",
    source="a test",
)


def _with_schedule(schedule: str) -> LabelReading:
    charges = (
        "Base Charge: $9.95 per billing cycle\nEnergy Charge: 7.3¢ per kWh\nTDU charges are passed through.\n"
    )
    return read_label(Kind(rows(charges) + SCHEDULE + schedule, PLAIN).label, {"oncor": [KNOWN]})


@pytest.mark.parametrize(
    ("schedule", "kind"),
    [
        ("Monthly   4.06\nPer kWh, ¢   6.1196\n", DeliveryKind.PRINTED),
        ("Ask us for it.\n", DeliveryKind.PASSED_THROUGH),
    ],
)
def test_documented_delivery_is_printed_where_both_its_amounts_stand(
    schedule: str, kind: DeliveryKind
) -> None:
    reading = _with_schedule(schedule)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert reading.charges.delivery.kind is kind
    assert reading.delivery_used == Delivery(usd_per_month=D("4.06"), usd_per_kwh=D("0.061196"))


@pytest.mark.parametrize(
    "schedule", ["Monthly   4.60\nPer kWh, ¢   6.1196\n", "Monthly   4.06\nPer kWh, ¢   6.1169\n"]
)
def test_a_schedule_with_another_amount_refuses_the_label(schedule: str) -> None:
    assert _with_schedule(schedule).state is not ReadState.PROVEN
