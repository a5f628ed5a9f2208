"""What a label says a second time of its limits must be what its charges say; one of both changed refuses it."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import ReadState
from tests.documents.labels import a_label


def averages(*usd: str) -> str:
    """The averages of three bills, delivery of 4.06 USD and 6.1196 cents included, as a label prints them."""
    printed = []
    for kwh, own in zip((500, 1000, 2000), usd, strict=True):
        cents = (Decimal(own) + Decimal("4.06") + kwh * Decimal("0.061196")) * 100 / kwh
        printed.append(f"{cents.quantize(Decimal('0.1'), ROUND_HALF_UP)}¢")
    return " ".join(printed)


CREDITS = "Energy Charge 12.9000¢ per kWh\nBill Credit, usage 1,000 to 2,000 kWh  $60.00 per billing cycle\n"
STEPS = "Energy Charge 0 - 600 kWh  12.9¢ per kWh\nEnergy Charge over 600 kWh  9.7¢ per kWh\n"
LADDER = (
    "Energy Charge 12.9000¢ per kWh\n  kWh of the bill      credit\n  under 500            none\n"
    "  500 to 999           $20.00\n  1,000 and up         $65.00\n"
)


@pytest.mark.parametrize(
    ("rows", "prices", "said", "bent"),
    [
        (
            CREDITS,
            averages("64.50", "69", "198"),
            "No bill credit is given below 1,000 kWh or above 2,000 kWh.\n",
            "No bill credit is given below 2,000 kWh or above 2,000 kWh.\n",
        ),
        (
            CREDITS,
            averages("64.50", "69", "198"),
            "No hay crédito con menos de 1,000 kWh o más de 2,000 kWh.\n",
            "No hay crédito con menos de 900 kWh o más de 2,000 kWh.\n",
        ),
        (
            STEPS,
            averages("64.50", "116.20", "213.20"),
            "The first 600 kWh always cost the first price, also in a month when you use more.\n",
            "The first 605 kWh always cost the first price, also in a month when you use more.\n",
        ),
        (
            CREDITS,
            averages("64.50", "69", "198"),
            "The credit is not paid in months with usage below 1,000 kWh or above 2,000 kWh.\n",
            "The credit is not paid in months with usage below 2,000 kWh or above 2,000 kWh.\n",
        ),
        (
            "Energy Charge 12.9000¢ per kWh\nUsage Credit (when usage is 1,000 kWh or more)  $70.00 per month\n",
            averages("64.50", "59", "188"),
            "The Usage Credit comes with each bill whose usage equals or exceeds 1,000 kWh.\n",
            "The Usage Credit comes with each bill whose usage equals or exceeds 1,005 kWh.\n",
        ),
        (
            "Energy Charge 12.9000¢ per kWh\nMinimum Usage Fee, usage below 500 kWh  $4.95 per month\n",
            averages("64.50", "129", "258"),
            "At 500 kWh and higher the Minimum Usage Fee is $0.\n",
            "At 505 kWh and higher the Minimum Usage Fee is $0.\n",
        ),
        (
            STEPS,
            averages("64.50", "116.20", "213.20"),
            "Each month the first price goes for kWh up to 600, the second for what is above.\n",
            "Each month the first price goes for kWh up to 700, the second for what is above.\n",
        ),
        (LADDER, averages("44.50", "64", "193"), "under 500  ", "under 600  "),
    ],
)
def test_a_limit_that_is_said_again_must_be_the_same(rows: str, prices: str, said: str, bent: str) -> None:
    label = a_label(rows, prices) if said in rows else a_label(f"{rows}\n{said}\n", prices)
    reading = read_label(label)
    assert reading.state is ReadState.PROVEN, reading.note
    other = read_label(label.replace(said, bent))
    assert other.state is not ReadState.PROVEN
    assert other.note


BILLS = """Electricity Facts Label
Worked Example 18  Oncor Electric Delivery service area
Electricity Price
  Monthly use                                   500 kWh    1,000 kWh   2,000 kWh
  Energy Charge @ 10.35¢ per kWh                 $51.75      $103.50     $207.00
  Base Charge per billing cycle                   $8.50        $8.50       $8.50
  Oncor monthly charge                            $4.06        $4.06       $4.06
  Oncor delivery @ 6.1196¢ per kWh               $30.60       $61.20     $122.39
  Total of recurring charges                     $94.91      $177.26     $341.95
  Average price per kWh                           19.0¢        17.7¢       17.1¢
Product type  Fixed Rate
"""


def test_a_base_charge_that_differs_within_its_row_refuses_the_label() -> None:
    assert read_label(BILLS).state is ReadState.PROVEN
    for at in range(3):
        parts = BILLS.split("$8.50")
        bent = "".join(
            f"{part}{'$8.90' if place == at else '$8.50'}" for place, part in enumerate(parts[:-1])
        )
        assert read_label(bent + parts[-1]).state is not ReadState.PROVEN


SEASONS = """Energy Charge, June to September  12.4¢ per kWh
Energy Charge, other months  8.2¢ per kWh
The average price assumes that 42% of a year's use falls in June to September and 58% in other months.
"""


def test_shares_of_a_year_that_a_label_states_are_not_replaced_by_those_of_the_calendar() -> None:
    prices = averages("49.82", "99.64", "199.28")
    label = a_label(SEASONS, prices)
    assert read_label(label).state is ReadState.PROVEN
    by_calendar = label.replace("8.2¢", "8.745¢")
    assert read_label(by_calendar).state is not ReadState.PROVEN
