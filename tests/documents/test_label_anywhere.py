"""Labels whose charges stand before the averages, on both sides of them, or in sentences: read by the same proof."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BaseCharge,
    DailyCharge,
    EnergyTier,
    HourlyPrice,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.units import usd_from_cents

OFFICIAL_USAGE_KWH = (500, 1000, 2000)


def averages(
    base: str, energy: str, by_month: str = "0", by_kwh: str = "0", *, fee: str = "0", below: int = 0
) -> list[str]:
    """Cents per kWh at the three usages, to a tenth, worked out here from USD a month and cents per kWh."""
    printed = []
    for kwh in OFFICIAL_USAGE_KWH:
        usd = Decimal(base) + Decimal(by_month) + usd_from_cents(Decimal(energy) + Decimal(by_kwh)) * kwh
        usd += Decimal(fee) if kwh < below else 0
        printed.append(f"{usd / kwh * 100:.1f}")
    return printed


def table_first() -> str:
    low, middle, high = averages("7.25", "8.9", "4.06", "6.1196")
    return f"""QUARRY HILL RETAIL    Facts label    Oncor    May 5, 2026
What you are billed
   Quarry energy              $0.089       each kilowatt-hour
   Quarry account charge      $7.25        each billing cycle
   Wires company, by usage    $0.061196    each kilowatt-hour
   Wires company, customer    $4.06        each billing cycle
What it comes to
   500 kWh      {low} cents
   1,000 kWh    {middle} cents
   2,000 kWh    {high} cents
One time: leaving early $120. Late payment 5%, returned payment $30."""


def formula() -> str:
    low, middle, high = averages("7.25", "8.9", "4.06", "6.1196")
    return f"""Quarry Hill Retail - Electricity Facts Label - Oncor - 5/5/2026
Bill = $7.25 + ( kWh x $0.089 ) + delivery
where delivery is $4.06 for the month together with 6.1196 cents for every kWh.
A home that uses in a month    500 kWh   1000 kWh   2000 kWh
Divided by its kWh             {low} c    {middle} c    {high} c
Q. What if I quit?   A. $99."""


def values_behind_names() -> str:
    low, middle, high = averages("7.25", "8.9", "4.06", "6.1196")
    return f"""Electricity Facts Label
Quarry Hill Retail
Oncor
05/05/2026
Average price
Quarry Hill base charge
Quarry Hill energy charge
Oncor fixed delivery charge
Oncor variable delivery charge
500 kWh
1,000 kWh
2,000 kWh
{low}¢/kWh
{middle}¢/kWh
{high}¢/kWh
$7.25/month
8.9¢/kWh
$4.06/month
6.1196¢/kWh"""


def uses_in_another_order() -> str:
    low, middle, high = averages("7.25", "8.9", "4.06", "6.1196")
    return f"""Quarry Hill EFL   Oncor, 05/05/2026
Usage        Price
1000 kWh     {middle}¢
500 kWh      {low}¢
2000 kWh     {high}¢
(1) Energy, 8.9¢ for each kWh.
(2) Base charge, $7.25 for each bill.
(3) Oncor, $4.06 for each bill and 6.1196¢ for each kWh."""


@pytest.mark.parametrize("label", [table_first, formula, values_behind_names, uses_in_another_order])
def test_charges_are_found_wherever_they_stand(label: object) -> None:
    assert callable(label)
    reading = read_label(label())
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert [one.usd for one in reading.charges.of(BaseCharge)] == [Decimal("7.25")]
    assert [one.usd_per_kwh for one in reading.charges.of(EnergyTier)] == [Decimal("0.089")]
    assert reading.charges.delivery.usd_per_month == Decimal("4.06")
    assert reading.charges.delivery.usd_per_kwh == Decimal("0.061196")


@pytest.mark.parametrize("label", [table_first, formula, values_behind_names, uses_in_another_order])
@pytest.mark.parametrize(
    ("said", "changed"),
    [("7.25", "7.85"), ("8.9", "9.8"), ("0.089", "0.098"), ("6.1196", "6.9116"), ("4.06", "4.60")],
)
def test_a_changed_charge_is_never_passed_over(label: object, said: str, changed: str) -> None:
    assert callable(label)
    text = label()
    if said not in text:
        said, changed = {
            "8.9": ("0.089", "0.098"),
            "0.089": ("8.9", "9.8"),
            "6.1196": ("0.061196", "0.069116"),
        }[said]
    assert said in text
    assert read_label(text.replace(said, changed)).state is not ReadState.PROVEN


def test_what_a_month_costs_in_all_is_no_charge() -> None:
    low, middle, high = averages("0", "11.5", "4.06", "6.1196")
    bills = [
        f"${Decimal(price) * kwh / 100:.2f}"
        for price, kwh in zip((low, middle, high), OFFICIAL_USAGE_KWH, strict=True)
    ]
    text = f"""Quarry Hill - facts - Oncor - 05/05/2026
Use                    500 kWh    1,000 kWh    2,000 kWh
What you would pay     {bills[0]}    {bills[1]}    {bills[2]}
Which is, per kWh      {low}¢    {middle}¢    {high}¢
Energy 11.5¢ per kWh, Oncor delivery 6.1196¢ per kWh and $4.06 per month"""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert not reading.charges.of(BaseCharge)


def test_a_charge_for_each_day_is_told_by_its_line() -> None:
    low, middle, high = averages("15.00", "9.9", "0", "6.312")
    text = f"""QUARRY DAILY * LUBBOCK POWER & LIGHT area * 05-05-2026
Taken each day that you are connected .................. $0.50
Taken for each kWh, ours ............................... 9.9 c
Taken for each kWh, delivery (no monthly part) ......... 6.312 c
With a month of 30 days that is, per kWh:
  500 kWh month = {low} c     1000 kWh month = {middle} c     2000 kWh month = {high} c
Smallest load $40. Text messages warn you at $15."""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert [one.usd_per_day for one in reading.charges.of(DailyCharge)] == [Decimal("0.50")]


def test_a_sentence_of_its_own_says_when_a_fee_falls_away() -> None:
    low, middle, high = averages("0", "7.9", "7.85", "5.0653", fee="9.00", below=2000)
    text = f"""Questions about the Quarry plan (TNMP homes), May 5, 2026
What do you charge me for energy?
   $0.079 a kilowatt-hour.
And the wires?
   TNMP asks $0.050653 a kilowatt-hour and $7.85 a month.
Is there a monthly fee of your own?
   Yes, $9.00. You do not pay it in months of 2,000 kilowatt-hours or more.
So what is my average?
   At 500 kilowatt-hours {low} cents, at 1,000 {middle} cents, at 2,000 {high} cents.
What if I break it?
   $295."""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert [(one.usd, one.min_kwh, one.max_kwh) for one in reading.charges.of(UsageFee)] == [
        (Decimal("9.00"), 0, 1999)
    ]


def test_power_that_is_given_back_is_no_discount_on_power_that_is_used() -> None:
    low, middle, high = averages("9.95", "11.1", "4.06", "6.1196")
    text = f"""Electricity Facts Label   Quarry Solar 12   Oncor   05/05/2026
Average use per month: 500 kWh 1000 kWh 2000 kWh
Average kWh price: {low}¢ {middle}¢ {high}¢
Base Charge: $9.95 per billing cycle
Energy Charge: 11.1¢ per kWh
Oncor Delivery: $4.06 per billing cycle and 6.1196¢ per kWh
Surplus Solar Credit: 4.8¢ per kWh sent out, left out of the averages
Type of Product Fixed Rate"""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert {type(one) for one in reading.charges.items} == {BaseCharge, EnergyTier}


def test_a_ladder_of_bare_ranges_gets_its_unit_and_name_from_its_head() -> None:
    credits = {500: Decimal(20), 1000: Decimal(65), 2000: Decimal(90)}
    low, middle, high = (
        f"{(Decimal('4.90') + (Decimal('0.152') + Decimal('0.060009')) * kwh - usd) / kwh * 100:.1f}"
        for kwh, usd in credits.items()
    )
    text = f"""Quarry Hill Retail   Electricity Facts Label   CenterPoint   January 15, 2026
Your credit depends on the kWh of the bill.
   kWh of the bill       credit
   under 500             none
   500 to 999            $20.00
   1,000 to 1,999        $65.00
   2,000 and up          $90.00
Before the credit you pay
   15.2 cents     Energy, per kWh
   6.0009 cents   CenterPoint delivery, per kWh
   $4.90          CenterPoint delivery, per bill
After it the price per kWh comes to (cents)
   at 500         at 1000        at 2000
   {low}          {middle}       {high}
Early termination $150."""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert [(one.usd, one.min_kwh, one.max_kwh) for one in reading.charges.of(UsageCredit)] == [
        (Decimal("20.00"), 500, 999),
        (Decimal("65.00"), 1000, 1999),
        (Decimal("90.00"), 2000, None),
    ]


def test_a_price_that_holds_the_first_kwh_needs_no_word_behind_it() -> None:
    low, middle, high = (
        f"{(Decimal(58) + Decimal('0.0935') * (kwh - 500)) / kwh * 100:.1f}" for kwh in OFFICIAL_USAGE_KWH
    )
    text = f"""QUARRY HILL ENERGY   ELECTRICITY FACTS LABEL   CENTERPOINT   APRIL 18, 2016
MINIMUM MONTHLY CHARGE (INCLUDES THE FIRST 500 KWH)     $58.00
EACH KWH AFTER THE FIRST 500                            $.0935
DELIVERY BY CENTERPOINT IS PART OF THESE TWO AMOUNTS AND IS NOT BILLED SEPARATELY.
AVERAGE PRICE PER KILOWATT-HOUR
IF YOU USE 500 KWH A MONTH      {low} CENTS
IF YOU USE 1000 KWH A MONTH     {middle} CENTS
IF YOU USE 2000 KWH A MONTH     {high} CENTS
CONTRACT   FIXED RATE, 12 MONTHS, $200 IF CANCELLED BEFORE THE END"""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert reading.charges.delivery.is_bundled
    assert [(one.from_kwh, one.usd_per_kwh) for one in reading.charges.of(EnergyTier)] == [
        (0, Decimal(0)),
        (500, Decimal("0.0935")),
    ]


def test_hours_are_told_by_what_the_seller_calls_them() -> None:
    low, middle, high = averages("7.95", "5.5945", "3.24", "5.6677")  # 0.67 of 8.35 cents
    text = f"""Electricity Facts Label   Quarry Hill   AEP Texas North   May 15, 2026
Use in a month           500 kWh    1,000 kWh    2,000 kWh
Average price per kWh    {low}¢     {middle}¢    {high}¢
Daytime Energy Charge           8.35¢     per kWh
Lantern Hours Energy Charge     0¢        per kWh
Base Monthly Charge             $7.95     per billing cycle
AEP Texas North Delivery        $3.24     per billing cycle
AEP Texas North Delivery        5.6677¢   per kWh
We assume that 33% of the kWh of a month fall into the Lantern Hours. Lantern Hours run from 10:00 PM to 05:00 AM,
Daytime hours from 05:00 AM to 10:00 PM.
Product Type   Fixed Rate"""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    shares = {one.usd_per_kwh: one.share for one in reading.charges.of(HourlyPrice)}
    assert shares == {Decimal("0.0835"): Decimal("0.67"), Decimal(0): Decimal("0.33")}


LOW, MIDDLE, HIGH = averages("7.25", "8.9", "4.06", "6.1196")


@pytest.mark.parametrize(
    "rows",
    [
        f"A month of    You pay    That is\n500 kWh    $87.21    {LOW}¢ a kWh\n"
        f"1,000 kWh    $161.51    {MIDDLE}¢ a kWh\n"
        f"2,000 kWh    $311.70    {HIGH}¢ a kWh",
        "Monthly use        500    800    1000    1500    2000\n"
        f"Average per kWh    {LOW}¢    16.4¢    {MIDDLE}¢    15.8¢    {HIGH}¢",
        f"Average per kWh at   500 kWh {LOW}¢ [1]   1,000 kWh {MIDDLE}¢ [1]   2,000 kWh {HIGH}¢ [1]\n"
        "[1] Without taxes.",
        f"Use in a month   Average   That bill\n500 kWh   {LOW}¢ / kWh   $87.21\n"
        f"1,000 kWh   {MIDDLE}¢ / kWh   $161.51\n"
        f"2,000 kWh   {HIGH}¢ / kWh   $311.70",
        f"How it averages out\n{LOW}¢ per kWh    in a home of 500 kWh\n{MIDDLE}¢ per kWh    in a home of 1,000 kWh\n"
        f"{HIGH}¢ per kWh    in a home of 2,000 kWh",
    ],
    ids=["bill between", "five uses", "note marks", "bill behind", "price first"],
)
def test_averages_are_found_in_rows_of_any_kind(rows: str) -> None:
    text = f"""Electricity Facts Label   Quarry Hill   Oncor   05/05/2026
{rows}
Energy charge: 8.9¢/kWh
Base charge: $7.25/month
Delivery (Oncor): 6.1196¢/kWh and $4.06/month
Type of Product: Fixed Rate"""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert [f"{price * 100:.1f}" for price in reading.printed_usd_per_kwh] == [LOW, MIDDLE, HIGH]


@pytest.mark.parametrize(
    "charges",
    [
        "Energy charge\n8.9 ¢/kWh\nMinimum usage fee (if usage is less than 800 kWh)\n$7.25 per month\n"
        "Oncor delivery charge\n6.1196 ¢/kWh\nOncor customer charge\n$4.06 per month",
        "Energy charge      $ per kWh      0.089\nLow use fee below 800 kWh  $7.25 per month\n"
        "Oncor delivery     $ per kWh      0.061196\nOncor delivery     $ per month    4.06",
        "The energy charge is 8.9\ncents per kWh. A minimum usage fee of $7.25 applies below 800 kWh.\n"
        "Oncor delivery is $4.06 per month plus 6.1196 cents per kWh.",
    ],
    ids=["one cell a line", "unit before its amount", "a break before the unit"],
)
def test_charges_are_told_from_cells_and_broken_lines(charges: str) -> None:
    low, middle, high = averages("0", "8.9", "4.06", "6.1196", fee="7.25", below=800)
    text = f"""Electricity Facts Label   Quarry Hill   Oncor   05/05/2026
Average monthly use   500 kWh   1000 kWh   2000 kWh
Average price         {low}¢    {middle}¢    {high}¢
{charges}
Type of Product
Fixed Rate"""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert [(one.usd, one.max_kwh) for one in reading.charges.of(UsageFee)] == [(Decimal("7.25"), 799)]
    assert [one.usd_per_kwh for one in reading.charges.of(EnergyTier)] == [Decimal("0.089")]


def test_charges_beside_the_averages_are_read() -> None:
    low, middle, high = averages("7.95", "11.6")
    text = f"""Quarry Hill Energy   Electricity Facts Label   Oncor   12/06/2021
PARTS OF THE PRICE                       | AVERAGE PRICE
Energy charge: 11.6¢ per kWh             |  500 kWh: {low}¢ per kWh
Base charge: $7.95 per month             | 1000 kWh: {middle}¢ per kWh
Delivery: included in the energy charge  | 2000 kWh: {high}¢ per kWh
CHART
Type: Fixed rate
Cancellation fee: $99"""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert reading.charges.delivery.is_bundled
    assert [one.usd for one in reading.charges.of(BaseCharge)] == [Decimal("7.95")]


def test_rows_below_the_head_of_delivery_are_the_utilitys() -> None:
    low, middle, high = averages("0", "10.4", "4.79", "4.8787")
    text = f"""Quarry Hill Energy   Electricity Facts Label   AEP Texas Central   03/11/2024
                         500 kWh    1000 kWh    2000 kWh
Avg. price (¢/kWh)        {low}       {middle}       {high}
Energy charge            10.4 ¢/kWh
AEP Texas Central delivery
   Customer charge       $4.79 /month
   Volume charge         4.8787 ¢/kWh
Early termination: $20 for each month left"""
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert not reading.charges.of(BaseCharge)
    assert reading.charges.delivery.usd_per_month == Decimal("4.79")
    assert reading.charges.delivery.usd_per_kwh == Decimal("0.048787")


@pytest.mark.parametrize(
    "row",
    [
        "   If you use less than 300 kWh, add    $15.00",
        "   If you use less than 300 kWh, subtract    $15.00",
        "   Quarry extra in July   $15.00",
        "   Comfort add-on   $15.00   each billing cycle",
        "   $15.00 Quarry extra, billed from the third month on",
    ],
)
def test_a_sum_that_is_due_in_some_months_is_not_passed_over(row: str) -> None:
    text = table_first().replace("What it comes to", f"{row}\nWhat it comes to")
    reading = read_label(text)
    fees = () if reading.charges is None else reading.charges.of(UsageFee)
    assert reading.state is not ReadState.PROVEN or [one.usd for one in fees] == [Decimal("15.00")]
