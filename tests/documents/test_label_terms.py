"""Terms of labels that change what a home pays: charges that fall away, shares taken off, signs that fonts hide."""

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import BaseCharge, Condition, EnergyDiscount, EnergyTier, ReadState
from choosemypower.territories.queries import read_atlas_from_files
from tests.documents.labels import PLAIN, a_label

SERIES = read_atlas_from_files().delivery_charges
OF_7_2_CENTS = "14.1¢ 13.7¢ 13.5¢"
"""7.2 cents and Oncor's delivery of July 2026: 14.1316, 13.7256, 13.5226."""


@pytest.mark.parametrize(
    "waived",
    [
        "waived when enrolled in AutoPay",
        "(waived with automatic payment)",
        "not charged to customers on Auto-Pay",
    ],
)
def test_a_base_charge_that_autopay_waives_is_read_as_one(waived: str) -> None:
    text = a_label(f"Base Charge: $9.95 per billing cycle, {waived}\nEnergy Charge: 6.9¢ per kWh\n", PLAIN)
    reading = read_label(text, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    (base,) = reading.charges.of(BaseCharge)
    assert (base.usd, base.waived_by) == (Decimal("9.95"), (Condition.AUTOPAY,))
    assert reading.averages_meet == (Condition.AUTOPAY,)
    changed = read_label(text.replace("9.95", "4.95"), SERIES)
    assert changed.charges != reading.charges


@pytest.mark.parametrize("words", ["", ", not waived with AutoPay", ". AutoPay is available"])
def test_a_base_charge_that_nothing_waives_is_never_left_out(words: str) -> None:
    text = a_label(f"Base Charge: $9.95 per billing cycle{words}\nEnergy Charge: 6.9¢ per kWh\n", PLAIN)
    assert read_label(text, SERIES).state is not ReadState.PROVEN


@pytest.mark.parametrize(
    "words",
    [
        "Discount: 10% off the Energy Charge every month",
        "10% discount on energy charges",
        "Energy Discount: 10%",
    ],
)
def test_a_share_off_the_energy_charge_is_a_discount(words: str) -> None:
    text = a_label(f"Energy Charge: 8.0¢ per kWh\n{words}\n", OF_7_2_CENTS)
    reading = read_label(text, SERIES)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert [one.usd_per_kwh for one in reading.charges.of(EnergyTier)] == [Decimal("0.08")]
    assert [one.usd_per_kwh for one in reading.charges.of(EnergyDiscount)] == [Decimal("0.008")]
    for changed in (text.replace("10%", "15%"), text.replace("8.0", "8.1"), text.replace("13.7¢", "13.8¢")):
        assert read_label(changed, SERIES).state is not ReadState.PROVEN


def test_a_share_off_for_the_first_months_only_proves_nothing() -> None:
    rows = "Energy Charge: 8.0¢ per kWh\n10% off the Energy Charge in your first 3 months\n"
    assert read_label(a_label(rows, OF_7_2_CENTS), SERIES).state is not ReadState.PROVEN


def test_a_sign_that_a_font_hides_behind_every_price_is_that_of_cents() -> None:
    text = a_label("Base Charge: $0.00 per billing cycle\nEnergy Charge: 6.9¢ per kWh\n", PLAIN)
    hidden = text.replace("¢", "\ue0a2")
    assert read_label(hidden, SERIES).charges == read_label(text, SERIES).charges
    assert read_label(hidden.replace("6.9", "7.9"), SERIES).state is not ReadState.PROVEN
