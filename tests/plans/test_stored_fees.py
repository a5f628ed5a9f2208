"""Fee readings in the database: what we write, and what earlier releases wrote."""

from decimal import Decimal

import msgspec
import pytest

from choosemypower.plans.charges import (
    BaseCharge,
    Condition,
    DailyCharge,
    EnergyTier,
    FeeReading,
    HourlyPrice,
    HourWindow,
    OneTimeCharge,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.plans.stored_fees import from_stored, to_stored

OLD = """{"resolved": true, "credits": [{"usd": "35", "min_kwh": 1000}, {"usd": "5", "condition": "autopay"}],
 "fees": [{"usd": "9.95", "min_kwh": 0, "max_kwh": 999, "months": [7, 8]}], "base_usd": "4.95",
 "energy_tiers": [{"from_kwh": 0, "to_kwh": null, "usd_per_kwh": "0.089"}],
 "price_by_total_usage": [{"min_kwh": 0, "max_kwh": 999, "usd_per_kwh": "0.133"}],
 "usd_per_day": "0.85", "one_time_usd": "50", "bundled_delivery": true, "note": ""}"""


def test_a_reading_comes_back_as_it_was_stored() -> None:
    reading = FeeReading(
        state=ReadState.CONTRADICTED,
        items=(
            UsageCredit(usd=Decimal("100.00"), min_kwh=1000, sentence="$100 credit at 1,000 kWh"),
            HourlyPrice(name="night", usd_per_kwh=Decimal(0), windows=(HourWindow(hours=(22, 23)),)),
        ),
        fitting=(UsageCredit(usd=Decimal(125), min_kwh=1000, conditions=(Condition.AUTOPAY,)),),
        sentences=("$100 credit at 1,000 kWh",),
    )
    assert from_stored(msgspec.json.encode(to_stored(reading))) == reading


def test_a_row_of_an_earlier_release_keeps_every_charge() -> None:
    reading = from_stored(OLD)
    assert reading.state is ReadState.READ
    assert reading.bundled_delivery
    assert set(reading.items) == {
        EnergyTier(usd_per_kwh=Decimal("0.089")),
        PriceByTotal(max_kwh=999, usd_per_kwh=Decimal("0.133")),
        BaseCharge(usd=Decimal("4.95")),
        DailyCharge(usd_per_day=Decimal("0.85")),
        OneTimeCharge(usd=Decimal(50)),
        UsageFee(usd=Decimal("9.95"), max_kwh=999, months=(7, 8)),
        UsageCredit(usd=Decimal(35), min_kwh=1000),
        UsageCredit(usd=Decimal(5), conditions=(Condition.AUTOPAY,)),
    }


def test_an_unread_text_of_an_earlier_release_stays_unread() -> None:
    assert from_stored('{"resolved": false, "note": "why"}') == FeeReading(state=ReadState.UNREAD, note="why")


def test_the_release_before_takes_a_new_row_as_unread() -> None:
    """It decodes `resolved` and needs it."""
    stored = to_stored(FeeReading(state=ReadState.PROVEN, items=(BaseCharge(usd=Decimal(5)),)))
    assert stored["resolved"] is False


@pytest.mark.parametrize("text", ["{", '{"state": "sure"}', '{"resolved": true, "credits": [{"usd": "x"}]}'])
def test_what_is_no_reading_is_refused(text: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        from_stored(text)
