"""Labels that call nothing by its usual name: told by lists, heads, hours, and by what the utility is known to take."""

# ruff: noqa: E501 -- labels read across

from datetime import date
from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Condition,
    DailyCharge,
    EnergyTier,
    HourlyPrice,
    HourWindow,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.territories.model import DeliveryCharge
from tests.documents.test_label_kinds import (
    DELIVERY,
    NAME,
    ONCOR,
    PLAIN,
    TERMS,
    Kind,
    energy,
    rows,
    same,
    stated,
)

D = Decimal
SERIES = {
    "oncor": (
        DeliveryCharge(
            utility="oncor",
            valid_from=date(2026, 3, 1),
            valid_to=None,
            usd_per_month=D("4.06"),
            usd_per_kwh=D("0.061196"),
            basis="documented",
            source="a test",
        ),
    )
}
LISTS = (
    "Gull Power\nLISTED 12\nONCOR\n\nUsage\n500\n1,000\n2,000\nkWh\nkWh\nkWh\nPrice\n{0}\n{1}\n{2}\ncents per kWh\ncents per kWh\ncents per kWh\n\n"
    "Item\nEnergy\nCustomer fee\nOncor, by the kWh\nOncor, by the month\nAmount\n7.3\n9.95\n6.1196\n4.06\n"
    "Unit\ncents per kWh\ndollars per month\ncents per kWh\ndollars per month\n\nMonths\n12\n"
)
FIRST_AMOUNTS = (
    "Heron Gas & Electric -- Facts about Block 24, Oncor\n\n"
    "$0.1190   a kWh   first 400 kWh of the billing cycle\n$0.0970   a kWh   next 600 kWh\n$0.0835   a kWh   all further kWh\n"
    "$0.061196 a kWh   Oncor delivery\n$4.06     a cycle Oncor delivery\n$9.95     a cycle Heron account fee\n\n"
    "{0}¢   a kWh   mean price when the cycle has   500 kWh\n{1}¢   a kWh   mean price when the cycle has 1,000 kWh\n"
    "{2}¢   a kWh   mean price when the cycle has 2,000 kWh\n\n$200 is due when you end the agreement early.\n"
)
BALANCE = (
    "Tern Power    Oncor    5 Jan 2026\n  What comes off your balance                         How much\n"
    "  For being connected, each calendar day              $1.12\n"
    "  For each kWh, with Oncor's delivery already inside  13.9 cents\n  Oncor as a separate item                            nothing\n\n"
    "  In thirty days you would use          That is, by the kWh,\n               500                          {0} cents\n"
    "             1,000                          {1} cents\n             2,000                          {2} cents\n"
    "  You must hold $20 at the start; below $0 the supply stops.\n"
)
SPANISH = (
    "Garza Energía, hoja de datos del plan Rangos 18, zona de Oncor\n\n1) ¿Cuánto cuesta?\nLa energía vale 14.85 centavos el kWh. "
    "A eso se suma lo que cobra Oncor por llevar la electricidad hasta su casa: 6.1196 centavos\nel kWh y 4.06 dólares por factura. No cobramos cuota mensual.\n\n"
    "2) ¿Qué me devuelven?\nSi la factura es de 800 a 1,200 kWh, se le abonan 40 dólares. Si es de 1,201 a 2,400 kWh, se le abonan 65 dólares.\n\n"
    "3) ¿En cuánto me sale el kWh?\nCon 500 kWh al mes, en {0} centavos; con 1,000 kWh, en {1} centavos; con 2,000 kWh, en {2} centavos.\n"
)
IN_AND_OUT = (
    "       IN  (what you take from the grid)         OUT  (what your panels send to the grid)\n"
    "       7.3¢ per kWh to Egret                     5.25¢ per kWh from Egret\n"
    "       6.1196¢ per kWh to Oncor                  0¢ per kWh from Oncor\n"
    "       $9.95 per month to Egret                  up to the energy cost of the month\n"
    "       $4.06 per month to Oncor\n"
)
TWO_FEES = (
    "   7.3 cents/kWh                  energy charge\n   6.1196 cents/kWh + $4.06/month Oncor\n"
    "   $7.50/month                    small use charge, months with less than 1000 kWh\n"
    "   $5.00/month                    very small use charge, months with less than 600 kWh; comes on top of the\n"
    "                                  small use charge\nNot included above\n   taxes; $20 late notice; $30 bounced payment\n"
)
UNNAMED = "Ibis lets you have a kWh for 7.3¢ and asks $9.95 of you every month.\n6.1196¢ a kWh and $4.06 a month go to the wires.\n"
KINDS = {
    "lists of names, numbers and units": Kind(LISTS, PLAIN),
    "amounts before their names": Kind(
        FIRST_AMOUNTS,
        (
            EnergyTier(to_kwh=400, usd_per_kwh=D("0.119")),
            EnergyTier(from_kwh=400, to_kwh=1000, usd_per_kwh=D("0.097")),
            EnergyTier(from_kwh=1000, usd_per_kwh=D("0.0835")),
            PLAIN[1],
        ),
    ),
    "what comes off a balance": Kind(BALANCE, (energy("13.9"), DailyCharge(usd_per_day=D("1.12"))), BUNDLED),
    "answers in Spanish": Kind(
        SPANISH,
        (energy("14.85"), UsageCredit(usd=D(40), min_kwh=800, max_kwh=1200), UsageCredit(usd=D(65), min_kwh=1201, max_kwh=2400)),
    ),
    "what goes in and what comes out": Kind(rows(IN_AND_OUT), PLAIN),
    "two fees, one on top of the other": Kind(
        rows(TWO_FEES), (PLAIN[0], UsageFee(usd=D("7.50"), max_kwh=999), UsageFee(usd=D(5), max_kwh=599))
    ),
    "a sum that is nought from some usage on": Kind(
        rows("Energy Charge: 7.3¢ per kWh\nBase Charge: $9.95 per month, $0 if usage is 1,000 kWh or more\n" + ONCOR),
        (PLAIN[0], UsageFee(usd=D("9.95"), max_kwh=999)),
    ),
    "the number of a form": Kind(rows("Energy Charge: 7.3¢ per kWh\nBase Charge: $9.95 per month\n" + ONCOR + "R1F00277410035C\n"), PLAIN),
    "parts of a price in brackets": Kind(
        rows("This month's price per kWh: 7.3¢ (index 4.1¢ + adder 3.2¢)\nMonthly fee: $9.95\n" + ONCOR), PLAIN
    ),
    "charges without names": Kind(rows(UNNAMED), PLAIN),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_it_is_read_as_stated(name: str) -> None:
    reading = read_label(KINDS[name].label, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(KINDS[name].charges))
    assert reading.charges.delivery == KINDS[name].delivery


def test_an_amount_that_the_utility_takes_is_its_own_wherever_it_stands() -> None:
    text = rows("9.95 dollars and 4.06 dollars a month, 6.1196¢ a kWh and 7.3¢ a kWh: that is all.\n")
    reading = read_label(Kind(text, PLAIN).label, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert reading.charges.delivery == DELIVERY
    assert [one.usd for one in reading.charges.of(BaseCharge)] == [D("9.95")]


NIGHT, DAY = (0, 1, 2, 3, 4, 5), tuple(range(6, 24))
CAR = (
    "| Energy, any time of day                     | 12.3¢/kWh          |\n"
    "| Car discount, midnight to 6:00 a.m. daily   | minus 6.5¢/kWh     |\n"
    "| Stork monthly fee                           | $5.00              |\n"
    "| Oncor per kWh (not discounted)              | 6.1196¢/kWh        |\n"
    "| Oncor per month                             | $4.06              |\n\n"
    "| If you use this much | and 38% of it from midnight to 6:00 a.m. |\n"
    "| 500 kWh              | {0}¢/kWh                                |\n"
    "| 1,000 kWh            | {1}¢/kWh                                |\n"
    "| 2,000 kWh            | {2}¢/kWh                                |\n"
)
FREE = (
    "Free from midnight to 6 AM: energy costs nothing then. From 6 AM to midnight energy costs 19.5¢ a kWh.\n"
    "Our fee: $5.00 a month. Assumed: 38% of use in the free hours.\n"
)


def hour(cents: str, share: str, hours: tuple[int, ...]) -> HourlyPrice:
    return HourlyPrice(usd_per_kwh=D(cents) / 100, share=D(share), windows=(HourWindow(hours=hours),))


BY_HOUR = {
    "a discount in some hours": (NAME + CAR + TERMS, (hour("5.8", ".38", NIGHT), hour("12.3", ".62", DAY))),
    "hours that are free": (rows(FREE + ONCOR), (hour("0", ".38", NIGHT), hour("19.5", ".62", DAY))),
}


@pytest.mark.parametrize("name", BY_HOUR)
def test_hours_with_less_to_pay_are_prices_by_the_hour(name: str) -> None:
    text, prices = BY_HOUR[name]
    reading = read_label(Kind(text, (BaseCharge(usd=D(5)), *prices)).label, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    read = {(one.usd_per_kwh, one.share, one.windows) for one in reading.charges.of(HourlyPrice)}
    assert read == {(one.usd_per_kwh, one.share, one.windows) for one in prices}


def test_a_price_behind_the_averages_that_no_charge_has_is_refused() -> None:
    text, prices = BY_HOUR["a discount in some hours"]
    label = Kind(text, (BaseCharge(usd=D(5)), *prices)).label
    said = "The discount brings the energy price in those hours to {}¢/kWh.\n"
    proven = [
        read_label(label.replace(TERMS, said.format(cents) + TERMS), SERIES).state is ReadState.PROVEN
        for cents in ("5.8", "5.9")
    ]
    assert proven == [True, False]


THREE_ROWS = (
    "  Monthly usage                            500 kWh    1,000 kWh    2,000 kWh\n"
    "  Nothing enrolled, average                {0}¢      {1}¢       {2}¢\n"
    "  AutoPay enrolled                         14.2¢     13.8¢      13.6¢\n"
    "  AutoPay and thermostat enrolled          %s¢     13.2¢      13.3¢\n"
    "  Energy   7.3¢ per kWh\n  Base     $9.95 per month\n"
    "  Optional: AutoPay savings     $10.00 per month, second and third row\n"
    "  Optional: Thermostat savings  $6.00 per month, third row\n"
)


def test_rows_of_homes_that_enroll_follow_from_the_charges() -> None:
    reading = read_label(Kind(NAME + THREE_ROWS % "13.0" + ONCOR + TERMS, PLAIN).label, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert not reading.averages_meet
    assert {one.conditions for one in reading.charges.of(UsageCredit)} == {
        (Condition.AUTOPAY,),
        (Condition.DEVICE,),
    }
    for odd in ("13.3", "130", "1.30"):
        label = Kind(NAME + THREE_ROWS % odd + ONCOR + TERMS, PLAIN).label
        assert read_label(label, SERIES).state is not ReadState.PROVEN, odd


BLOCK = (
    "Energy Charge 14.5¢ per kWh\nBase Charge $125.00 per month\nTDU Delivery Charge $0.00 per month\n{}\n"
)
HELD = (
    EnergyTier(to_kwh=1000, usd_per_kwh=D(0)),
    EnergyTier(from_kwh=1000, usd_per_kwh=D("0.145")),
    BaseCharge(usd=D(125)),
)


@pytest.mark.parametrize(
    "said",
    [
        "The first 1,000 kWh of a billing cycle carry no Energy Charge.",
        "No Energy Charge is due for the first 1000 kWh; it starts with kWh 1,001.",
        "Only kWh beyond 1,000 in a billing cycle are charged the Energy Charge.",
        "Usage up to 1000 kWh is covered by the Base Charge; the Energy Charge is for usage above that.",
    ],
)
def test_a_base_charge_holds_the_first_kwh_in_whatever_words(said: str) -> None:
    reading = read_label(Kind(rows(BLOCK.replace("{}", said)), HELD, BUNDLED).label, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(HELD))
    assert reading.charges.delivery == BUNDLED


@pytest.mark.parametrize(
    "said",
    [
        "Usage Credit -$100.00 per billing cycle; requires usage of at least 1000 kWh",
        "High Usage Reward: -$100.00 per billing cycle from the 1,000th kWh",
        "Usage Credit $100.00 per billing cycle, not given below 1,000 kWh",
    ],
)
def test_a_credit_says_its_usage_in_whatever_words(said: str) -> None:
    charges = (energy("13.3"), UsageCredit(usd=D(100), min_kwh=1000))
    text = rows(f"Energy Charge 13.3¢ per kWh\n{said}\n{ONCOR}")
    reading = read_label(Kind(text, charges).label, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(charges))


@pytest.mark.parametrize(
    ("shares", "hours"),
    [
        (
            "Usage split behind the averages: day 68%, night 32%.",
            "The night begins at 9:00 PM and ends at 6:00 AM.",
        ),
        (
            "32% of use falls into the night in this example.",
            "Night hours run 9:00 PM through 5:59 AM each day.",
        ),
    ],
)
def test_a_night_says_its_share_and_hours_in_whatever_words(shares: str, hours: str) -> None:
    night = tuple(sorted({21, 22, 23, 0, 1, 2, 3, 4, 5}))
    prices = (hour("3.0", ".32", night), hour("15.1", ".68", tuple(range(6, 21))))
    text = rows(
        f"Day Energy Charge 15.1¢ per kWh\nNight Energy Charge 3.0¢ per kWh\n{ONCOR}{shares}\n{hours}\n"
    )
    reading = read_label(Kind(text, prices).label, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    read = {(one.usd_per_kwh, one.share, one.windows) for one in reading.charges.of(HourlyPrice)}
    assert read == {(one.usd_per_kwh, one.share, one.windows) for one in prices}


def test_a_price_beside_the_averages_is_held_to_the_charges_also_where_it_is_none() -> None:
    text = NAME + "Rate   500   1000   2000\nONCOR   17.9¢   {0}¢   {1}¢   {2}¢\nAverage price per kWh\n"
    text += (
        "Daily fee $0.42 per day\nTDSP charges: $0 (they are in the variable rate of 17.9 cents)\n" + TERMS
    )
    charges = (energy("17.9"), DailyCharge(usd_per_day=D("0.42")))
    label = Kind(text, charges, BUNDLED).label
    assert read_label(label, SERIES).state is ReadState.PROVEN
    for odd in ("179", "1.79", "17.8"):
        assert read_label(label.replace("17.9¢", f"{odd}¢"), SERIES).state is not ReadState.PROVEN, odd


MORE = {
    "a column of sums": Kind(
        NAME
        + "            Our part     Oncor's part    Together\nEach kWh    7.3¢         6.1196¢         13.4196¢\n"
        + "Each month  $9.95        $4.06           $14.01\n\nWhat a kWh costs: 500 kWh: {0}¢ | 1,000 kWh: {1}¢ | 2,000 kWh: {2}¢\n"
        + TERMS,
        PLAIN,
    ),
    "two sums in one cell": Kind(
        NAME
        + "Monthly kWh | Rail | Oncor | Fixed | Average\n  500 | 7.3¢ | 6.1196¢ | $4.06+$9.95 | {0}¢\n1,000 | 7.3¢ | 6.1196¢ | $4.06+$9.95 | {1}¢\n"
        + "2,000 | 7.3¢ | 6.1196¢ | $4.06+$9.95 | {2}¢\nFixed: $4.06 is Oncor's, $9.95 is ours.\n"
        + TERMS,
        PLAIN,
    ),
    "a flat price above its further kWh": Kind(
        rows("Up to 1,000 kWh, all included, per month .... $149.00\nEach kWh more, all included ...... 14.2¢\nNo other charges recur.\n"),
        (
            EnergyTier(to_kwh=1000, usd_per_kwh=D(0)),
            EnergyTier(from_kwh=1000, usd_per_kwh=D("0.142")),
            BaseCharge(usd=D(149)),
        ),
        BUNDLED,
    ),
    "each in Spanish": Kind(
        rows("Energía ..... 7.3 ¢ cada kWh\nServicio .... $7.00 cada mes (gratis a partir de 1,000 kWh)\nOncor ....... 6.1196 ¢ cada kWh y $4.06 cada mes\n"),
        (PLAIN[0], UsageFee(usd=D(7), max_kwh=999)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MORE)
def test_more_of_them_are_read_as_stated(name: str) -> None:
    reading = read_label(MORE[name].label, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(MORE[name].charges))
    assert reading.charges.delivery == MORE[name].delivery


@pytest.mark.parametrize(
    "said",
    [
        "New customers pay no monthly fee in their first three months.",
        "Seniors are exempt from the monthly charge.",
        "The base charge is waived for your first two bills.",
    ],
)
def test_a_sentence_that_keeps_a_charge_from_some_is_not_passed_over(said: str) -> None:
    text = "Energy Charge: 7.3¢ per kWh\nMonthly Fee: $9.95\n" + ONCOR
    assert read_label(Kind(rows(text), PLAIN).label, SERIES).state is ReadState.PROVEN
    assert read_label(Kind(rows(f"{text}{said}\n"), PLAIN).label, SERIES).state is not ReadState.PROVEN


@pytest.mark.parametrize("cell", ["7.3.5", "7.3+1", "$", "--", "7,3,", "(7.3"])
def test_a_cell_that_is_no_number_is_refused_and_breaks_nothing(cell: str) -> None:
    label = MORE["two sums in one cell"].label
    for old in ("7.3¢", "$4.06+$9.95"):
        assert read_label(label.replace(old, f"{cell}¢", 1), SERIES).state is not ReadState.PROVEN
