"""Amounts of a label that it only tells of, and conditions that stand in brackets below a row of columns."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charge,
    Delivery,
    HourlyPrice,
    HourWindow,
    ReadState,
    UsageCredit,
)
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
HELD = (energy("15.8"), BaseCharge(usd=D("11")))
ALL_IN = (
    "Base charge $11.00 per billing cycle\nEnergy charge 15.8¢ per kWh\n"
    "TDU delivery charges: included in the charges above\n"
)
CREDIT = (energy("13.1"), BaseCharge(usd=D("8.95")), UsageCredit(usd=D(90), min_kwh=1000))
COLUMNS = (
    "                           $ per billing cycle      ¢ per kWh\n"
    "  Gull base charge               8.95                  -\n"
    "  Gull energy charge              -                   13.1\n"
    "  Oncor delivery                 4.06                6.1196\n"
    "  Gull usage credit            (90.00)                 -\n"
    "  {}\n\n"
)


@pytest.mark.parametrize(
    ("text", "charges", "delivery"),
    [
        (
            f"Base charge $9.95 per month\nEnergy charge 7.3¢ per kWh\n{ONCOR}"
            "We care: $1 of every base charge is donated to a shelter.\n",
            PLAIN,
            DELIVERY,
        ),
        (
            f"{ALL_IN}The charges hold what Oncor takes, today $4.06 per month and 6.1196¢ per kWh, which is printed\n"
            "for your information.\n",
            HELD,
            BUNDLED,
        ),
        (
            f"{ALL_IN}Oncor's recurring charges of $4.06 per month and 6.1196¢ per kWh are within them and will not\n"
            "be billed again.\n",
            HELD,
            BUNDLED,
        ),
        (
            f"Base charge $9.95 per month\nEnergy charge 7.3¢ per kWh\n{ONCOR}"
            "Credits that are left over are kept for later bills, to a limit of $300.\n",
            PLAIN,
            DELIVERY,
        ),
        (
            "Flat energy charge, TDU delivery charges included     15.8¢ per kWh\n"
            "Monthly base charge, TDU delivery charges included    $11.00 per month\n"
            "Oncor's delivery charges are bundled in both and are not billed separately.\n",
            HELD,
            BUNDLED,
        ),
        (
            "  What the average is made of    $ per month    ¢ per kWh    Applies to usage (kWh)\n"
            "  Gull Energy Charge                  -           13.100             all\n"
            "  Gull Base Charge                   8.95            -               all\n"
            "  Gull Usage Credit                (90.00)           -           1,000 and over\n"
            "  Oncor Delivery Charges             4.06          6.1196            all\n\n",
            CREDIT,
            DELIVERY,
        ),
        (COLUMNS.format("(billing cycles with usage of 1,000 kWh or more)"), CREDIT, DELIVERY),
        (COLUMNS.format("(only in months of at least 1,000 kWh)"), CREDIT, DELIVERY),
    ],
)
def test_what_is_only_told_is_no_charge_and_brackets_hold_a_condition(
    text: str, charges: tuple[Charge, ...], delivery: Delivery
) -> None:
    reading = read_label(Kind(rows(text), charges, delivery).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(charges))
    assert reading.charges.delivery == delivery


@pytest.mark.parametrize("name", ["Moonlight", "Starlit"])
def test_hours_that_a_seller_calls_by_a_name_of_its_own_are_read(name: str) -> None:
    def window(hours: tuple[int, ...]) -> tuple[HourWindow, ...]:
        return (HourWindow(hours=hours),)

    night = (0, 1, 2, 3, 4, 22, 23)
    prices = (
        HourlyPrice(usd_per_kwh=D("0.11"), share=D("0.7"), windows=window(tuple(range(5, 22)))),
        HourlyPrice(usd_per_kwh=D(0), share=D("0.3"), windows=window(night)),
    )
    text = (
        f"Daytime energy charge 11.0¢ per kWh\n{name} energy charge 0¢ per kWh\n{ONCOR}"
        f"The averages take it that 30% of the use falls in the {name} hours. {name} hours\n"
        "are 10:00 PM to 05:00 AM. Daytime hours are 05:00 AM to 10:00 PM.\n"
    )
    reading = read_label(Kind(rows(text), prices).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    read = {(one.usd_per_kwh, one.share, one.windows) for one in reading.charges.of(HourlyPrice)}
    assert read == {(one.usd_per_kwh, one.share, one.windows) for one in prices}


def test_a_limit_in_brackets_that_the_averages_refute_is_refused() -> None:
    label = Kind(rows(COLUMNS.format("(billing cycles with usage of 1,000 kWh or more)")), CREDIT).label
    assert read_label(label.replace("1,000 kWh or more", "500 kWh or more")).state is not ReadState.PROVEN


def test_averages_stand_before_the_words_that_explain_them() -> None:
    text = (
        NAME + "Usage in the month     What it costs per kWh on average\n"
        "    500 kWh              {0}¢\n  1,000 kWh              {1}¢\n  2,000 kWh              {2}¢\n\n"
        f"(a) Gull energy charge, per kWh:   $0.07300\n(b) Gull base charge, per month:  $9.95\n{ONCOR}"
        "Average price = [(a + c) x kWh + b + d] / kWh\n" + TERMS
    )
    reading = read_label(Kind(text, PLAIN).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(PLAIN))
