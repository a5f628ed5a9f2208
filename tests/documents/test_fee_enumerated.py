"""Long prose that no grammar reads: each amount in the roles that its nearest words allow, proved by the prices."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge, ReadState
from tests.documents.fee_wordings import B, C, D, F
from tests.documents.test_fee_wordings_fresh import is_same, printed

# ruff: noqa: E501 -- a table reads across
PROSE: list[tuple[str, list[Charge]]] = [
    ("Big families love this one! Hit 1,000 kWh and we shave $80 off; hit 2,000 kWh and a further $20 is shaved off, so that is $100 altogether. A bounced check is $30.", [C(80, 1000), C(20, 2000)]),
    ("Light users beware: whenever the meter shows fewer than 1,000 kWh, $12 lands on that bill as a low usage charge. Agents take payments by phone for $3.95. Leaving early costs $150.", [F(12, 0, 999)]),
    ("Our Lantern plan trims $60 from any bill of 1,000 kWh and beyond. Use 999 kWh and the bill costs more than one of 1,000 kWh, so plan ahead!", [C(60, 1000)]),
    ("Each bill carries our $6.95 base charge, which pays for the meter reading. Use 1,000 kWh or more and $45 comes off, so at 1,000 kWh you are $38.05 better off. Declined payments: $25.", [B(6.95), C(45, 1000)]),
    ("Prepay and never see a deposit. A service charge of 80 cents for every day keeps the lights on (roughly $24 in a month of 30 days). Reconnects are free.", [D(0.8)]),
    ("A charge of $14 for usage under 1,000 kWh, an $8 part for billing and a $6 part for the meter. Early exit: $20 for every month not served.", [F(14, 0, 999)]),
]  # fmt: skip
OPEN_WORDS = [
    "A great deal! A $60 credit lands on your bill every month that you qualify. Bounced checks: $30.",
    "An added monthly fee of $9.95 for homes below the plan's minimum. Late payments cost 5%. Cancel fee $99.",
    "A $75 credit is yours at 1,000 kWh. The $75 credit stops after your sixth bill. Bounced checks: $30.",
    "Blorp! We shave $75 off at 1,000 kWh for veterans. A bounced check is $30.",
    "Blorp! In July and August we shave $75 off at 1,000 kWh. A bounced check is $30.",
    "Late charges of $10 are on each monthly bill. Bounced checks: $30.",
]


@pytest.mark.parametrize(("text", "charges"), PROSE)
def test_the_prices_prove_what_prose_says(text: str, charges: list[Charge]) -> None:
    reading = read_fees(text, printed(charges))
    assert reading.is_believed, reading.note
    assert is_same(reading.items, charges), reading.items


@pytest.mark.parametrize(("text", "charges"), PROSE)
def test_prose_is_never_read_wrong_without_prices_or_with_those_of_another_plan(
    text: str, charges: list[Charge]
) -> None:
    for prices in (None, printed([C(130, 1000)]), printed([F(25, 0, 999)])):
        reading = read_fees(text, prices)
        assert not reading.is_believed or is_same(reading.items, charges), reading.items


@pytest.mark.parametrize("text", OPEN_WORDS)
def test_what_prose_leaves_open_stays_unread(text: str) -> None:
    for charges in ([], [C(75, 1000)], [B(9.95)], [F(9.95, 0, 999)]):
        assert not read_fees(text, printed(charges)).is_believed


def test_a_charge_by_the_day_beside_what_it_comes_to_in_a_month_needs_no_prices() -> None:
    text, charges = PROSE[4]
    assert is_same(read_fees(text).items, charges)


TIERS: list[tuple[str, list[tuple[int, int | None, float]]]] = [
    ("The opening 1,000 kWh cost 8 cents apiece and whatever you use past 1,000 kWh 14 cents. A bounced check is $30.", [(0, 1000, 0.08), (1000, None, 0.14)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tiers"), TIERS)
def test_prices_in_prose_are_never_read_as_others(
    text: str, tiers: list[tuple[int, int | None, float]]
) -> None:
    assert not read_fees(text).is_believed


@pytest.mark.parametrize("between", [" and ", "\n", ", "])
def test_a_text_of_too_many_amounts_is_unread_whatever_joins_them(between: str) -> None:
    text = between.join(f"${at} credit from {100 * at} kWh" for at in range(5, 120))

    assert read_fees(text).state is ReadState.UNREAD
