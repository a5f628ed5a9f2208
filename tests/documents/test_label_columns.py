"""Labels whose charges stand in tables: worked bills per use, columns per part of the day or season, units apart."""

# ruff: noqa: E501 -- labels read across

from decimal import ROUND_HALF_UP, Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BaseCharge,
    Charges,
    Condition,
    EnergyTier,
    HourlyPrice,
    HourWindow,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing import PRINTED_AT_KWH, printed_average
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
WORKED = (
    "                             500 kWh      1,000 kWh     2,000 kWh\n"
    "Energy, 7.3¢ per kWh          $36.50        $73.00       $146.00\n"
    "Base charge                    $9.95         $9.95         $9.95\n"
    "Oncor, 6.1196¢ per kWh        $30.60        $61.20       $122.39\n"
    "Oncor by month                 $4.06         $4.06         $4.06\n"
    "Bill                          $81.11       $148.21       $282.40\n"
    "Average price per kWh          {0}¢          {1}¢           {2}¢\n"
)
PER_ROW = (
    "| kWh a month | Energy | Monthly service | Oncor kWh | Oncor month | Credit | Total | Per kWh |\n"
    "| 500 | $36.50 | $9.95 | $30.60 | $4.06 | $0.00 | $81.11 | {0}¢ |\n"
    "| 1,000 | $73.00 | $9.95 | $61.20 | $4.06 | -$20.00 | $128.21 | {1}¢ |\n"
    "| 2,000 | $146.00 | $9.95 | $122.39 | $4.06 | -$20.00 | $262.40 | {2}¢ |\n\n"
    "| Energy | 7.3¢ per kWh |\n| Oncor | 6.1196¢ per kWh; $4.06 monthly |\n"
    "| Credit | $20 once a month if you use more than 800 kWh |\n"
)
HEADS = (
    "+--------+---------------+----------------+----------------+---------------+\n"
    "| Usage  | Energy Charge | Oncor Delivery | Oncor Delivery | Average Price |\n"
    "|        | (¢ per kWh)   | (¢ per kWh)    | ($ per month)  | (¢ per kWh)   |\n"
    "+--------+---------------+----------------+----------------+---------------+\n"
    "|  500   |     7.300     |     6.1196     |      4.06      |     {0}       |\n"
    "| 1000   |     7.300     |     6.1196     |      4.06      |     {1}       |\n"
    "| 2000   |     7.300     |     6.1196     |      4.06      |     {2}       |\n"
)
SEASONS = (
    "                     May - September       October - April\n"
    "Energy charge         9.0¢ per kWh          7.3¢ per kWh\n"
    "Base charge           $9.95 per month       $9.95 per month\n"
    "Oncor delivery        6.1196¢ per kWh       6.1196¢ per kWh\n"
    "                      $4.06 per month       $4.06 per month\n"
)
CAR = (
    "   Car hours                        Other hours\n"
    "   11 p.m. - 5 a.m., every day      5 a.m. - 11 p.m.\n"
    "   4.5¢ per kWh                     11.9¢ per kWh\n"
    "   35% of use assumed               65% of use assumed\n\n"
)
BOX = (
    "22:00                     06:00                                        22:00\n"
    " |---- plug-in window ----|------------ rest of the day ---------------|\n"
    " |  energy    3.0 ¢/kWh   |   energy   14.75 ¢/kWh                     |\n"
    " |  Oncor     0.0 ¢/kWh   |   Oncor     6.1196 ¢/kWh                   |\n\n"
    "Oncor's $4.06 a month is billed all the same. Our own fee is $9.95 a month.\n"
    "We took 45% of the use inside the window, 55% outside.\n"
)
UNITS = (
    "Charge               Unit           Amount\nEnergy charge        cents/kWh      7.3\nBase charge          $/month        9.95\n"
    "Oncor delivery       $/month        4.06\nOncor delivery       cents/kWh      6.1196\n"
)
HEADS_OF_PARTS = (
    "OUR CHARGES\nEnergy ......... 7.3¢/kWh\nCustomer ....... $9.95/month\n"
    "ONCOR'S CHARGES\nMonthly ........ $4.06\nPer kWh ........ 6.1196¢\n"
)
WRAPPED = (
    "Base Charge $9.95 per billing cycle\nOncor Delivery Charges by Month $4.06 per billing cycle\n"
    "Oncor Delivery Charges\n6.1196¢ per kWh\nby Day\nDaytime Energy Charge 17.3¢ per kWh\nQuiet Hours Energy Charge* $0.00 per kWh\n"
    "Oncor Delivery Charges in\n$0.00 per kWh\nQuiet Hours*\n30% of the year's use is placed in the quiet hours described below.\n"
    "*Quiet hours: 10:00 PM to 6:00 AM, every day of the week.\n"
)
FURTHER = (
    "(1) Energy, 7.3¢ for each kWh.\n(2) Oncor, $4.06 for each bill and 6.1196¢ for each kWh.\n"
    "(3) Bill credit of $40.00 in any cycle with 1,000 kWh or more.\n"
    "(4) In the cycles that end in July, August or September: a further $24.00 on top of (3), same condition.\n"
    "    For the prices above, (4) counts as 3/12, that is $6.00 a bill.\n"
)
NIGHT = tuple(sorted({22, 23, 0, 1, 2, 3, 4, 5}))
DAY = tuple(range(6, 22))


def hour(cents: str, share: str, hours: tuple[int, ...], delivery: str | None = None) -> HourlyPrice:
    return HourlyPrice(
        usd_per_kwh=D(cents) / 100,
        share=D(share),
        windows=(HourWindow(hours=hours),),
        delivery_usd_per_kwh=None if delivery is None else D(delivery),
    )


KINDS = {
    "a worked bill for each use": Kind(NAME + WORKED + TERMS, PLAIN),
    "a row of sums for each use": Kind(
        NAME + PER_ROW + TERMS, (*PLAIN, UsageCredit(usd=D(20), min_kwh=801))
    ),
    "a row of prices for each use": Kind(NAME + HEADS + TERMS, PLAIN[:1]),
    "seasons in columns": Kind(
        rows(SEASONS),
        (
            EnergyTier(usd_per_kwh=D("0.09"), months=(5, 6, 7, 8, 9)),
            EnergyTier(usd_per_kwh=D("0.073"), months=(1, 2, 3, 4, 10, 11, 12)),
            PLAIN[1],
        ),
    ),
    "a column of units": Kind(rows(UNITS), PLAIN),
    "heads of the seller and of the utility": Kind(rows(HEADS_OF_PARTS), PLAIN),
    "a further credit on the same condition": Kind(
        rows(FURTHER),
        (PLAIN[0], UsageCredit(usd=D(40), min_kwh=1000), UsageCredit(usd=D(24), min_kwh=1000, months=(7, 8, 9))),
    ),
    "another credit of a list": Kind(
        rows("Energy charge 7.3¢/kWh\nCredits, per month:\n  - $35 once you reach 1,000 kWh\n  - another $20 once you reach 2,000 kWh\n" + ONCOR),
        (PLAIN[0], UsageCredit(usd=D(35), min_kwh=1000), UsageCredit(usd=D(20), min_kwh=2000)),
    ),
    "a fee that is dropped": Kind(
        rows("Energy charge 7.3¢/kWh, and a fixed fee of $8.95 per month that we drop when you use at least 1,000 kWh.\n" + ONCOR),
        (PLAIN[0], UsageFee(usd=D("8.95"), max_kwh=999)),
    ),
}  # fmt: skip
BY_HOUR = {
    "columns of hours": (CAR + ONCOR, (hour("4.5", ".35", (0, 1, 2, 3, 4, 23)), hour("11.9", ".65", tuple(range(5, 23))))),
    "a box of hours": (BOX, (PLAIN[1], hour("3.0", ".45", NIGHT, "0"), hour("14.75", ".55", DAY))),
    "names wrapped around their prices": (WRAPPED, (PLAIN[1], hour("0", ".3", NIGHT, "0"), hour("17.3", ".7", DAY))),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_it_is_read_as_stated(name: str) -> None:
    reading = read_label(KINDS[name].label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(KINDS[name].charges))
    assert reading.charges.delivery == DELIVERY


@pytest.mark.parametrize("name", BY_HOUR)
def test_prices_by_the_hour_have_their_hours_and_shares(name: str) -> None:
    text, charges = BY_HOUR[name]
    reading = read_label(Kind(rows(text), charges).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert reading.charges.delivery == DELIVERY

    def of(items: tuple[object, ...]) -> set[tuple[object, ...]]:
        hourly = [one for one in items if isinstance(one, HourlyPrice)]
        return {(one.usd_per_kwh, one.share, one.windows, one.delivery_usd_per_kwh) for one in hourly}

    assert of(reading.charges.items) == of(charges)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a worked bill for each use", "$36.50", "$37.50"),
        ("a worked bill for each use", "$9.95         $9.95\n", "$9.95         $9.59\n"),
        ("a worked bill for each use", "7.3¢", "7.4¢"),
        ("a row of sums for each use", "7.3¢", "7.4¢"),
        ("a row of sums for each use", "$20 once", "$25 once"),
        ("a row of prices for each use", "7.300     |     6.1196     |      4.06      |     {1}", "7.400     |     6.1196     |      4.06      |     {1}"),
        ("seasons in columns", "6.1196¢ per kWh       6.1196¢", "6.1196¢ per kWh       6.1169¢"),
        ("seasons in columns", "9.0¢", "9.2¢"),
        ("a column of units", "7.3\n", "7.5\n"),
        ("a further credit on the same condition", "$6.00", "$7.00"),
    ],
)  # fmt: skip
def test_a_figure_that_contradicts_the_others_is_refused(name: str, old: str, new: str) -> None:
    assert read_label(KINDS[name].changed(old, new)).state is not ReadState.PROVEN


def test_a_share_that_stands_for_both_parts_proves_nothing() -> None:
    text, charges = BY_HOUR["a box of hours"]
    assert read_label(Kind(rows(text.replace("45%", "55%")), charges).label).state is not ReadState.PROVEN


ROWS = (
    "                                500 kWh   1,000 kWh   2,000 kWh\n"
    "Average price with AutoPay       {0}¢       {1}¢        {2}¢\n"
    "Average price without AutoPay    %s¢      %s¢       %s¢\n"
    "Energy charge  8.7¢ per kWh\nBase charge $15.00 per month\nAutoPay discount -$5.00 per month\n"
)
AUTOPAY = (
    energy("8.7"),
    BaseCharge(usd=D(15)),
    UsageCredit(usd=D(5), conditions=(Condition.AUTOPAY,)),
)


def _with_rows(second: tuple[str, str, str]) -> str:
    charges = Charges(items=AUTOPAY, delivery=DELIVERY)
    met = frozenset({Condition.AUTOPAY})
    averages = [printed_average(charges, kwh, met=met) * 100 for kwh in PRINTED_AT_KWH]
    shown = (one.quantize(D("0.1"), ROUND_HALF_UP) for one in averages)
    return NAME + (ROWS % second).format(*shown) + ONCOR + TERMS


def test_a_second_row_of_averages_is_of_homes_without_the_condition() -> None:
    reading = read_label(_with_rows(("18.6", "16.7", "15.8")))
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.averages_meet == (Condition.AUTOPAY,)
    assert read_label(_with_rows(("18.9", "16.7", "15.8"))).state is not ReadState.PROVEN


def test_a_plain_label_does_not_need_any_of_it() -> None:
    text = NAME + USES + "Energy Charge: 7.3¢ per kWh\nBase Charge: $9.95 per month\n" + ONCOR + TERMS
    assert read_label(Kind(text, PLAIN).label).state is ReadState.PROVEN
