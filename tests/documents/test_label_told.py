"""Amounts of a label that it only tells of, and conditions that stand in brackets below a row of columns."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import BUNDLED, BaseCharge, Charge, Delivery, ReadState, UsageCredit
from tests.documents.test_label_kinds import DELIVERY, ONCOR, PLAIN, Kind, energy, rows, same, stated

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


def test_a_limit_in_brackets_that_the_averages_refute_is_refused() -> None:
    label = Kind(rows(COLUMNS.format("(billing cycles with usage of 1,000 kWh or more)")), CREDIT).label
    assert read_label(label.replace("1,000 kWh or more", "500 kWh or more")).state is not ReadState.PROVEN
