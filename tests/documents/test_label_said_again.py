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
