"""What keeps a charge from some homes or months is not passed over, whichever sentence says it."""

import pytest

from choosemypower.documents import read_fees


@pytest.mark.parametrize(
    "text",
    [
        "$45 credit from 1,000 kWh. For example, only in August.",
        "$45 credit at 1,000 kWh or more while you stay in our energy saver program.",
        "$8.95 fee under 1,000 kWh. Seniors are exempt.",
        "$45 credit at 1,000 kWh or more. Excludes the winter months.",
        "$45 credit at 1,000 kWh or more. Summer months only.",
        "$45 credit at 1,000 kWh or more as long as you pay on time.",
        "$45 credit at 1,000 kWh or more if your account is in good standing.",
        "$45 credit at 1,000 kWh or more. Teachers receive it twice.",
        "Credito de $45 desde 1,000 kWh. Solo en agosto.",
        "Cargo de $8.95 por menos de 1,000 kWh. Los veteranos estan exentos.",
    ],
)
def test_a_charge_that_a_later_sentence_limits_is_not_read_from_the_text_alone(text: str) -> None:
    assert not read_fees(text).items


@pytest.mark.parametrize(
    "text",
    [
        "$45 credit at 1,000 kWh or more. Early cancellation fee applies if you leave before the end.",
        "$45 credit at 1,000 kWh or more. Only available to residential customers.",
        "$45 credit at 1,000 kWh or more. You must keep your account current.",
    ],
)
def test_a_sentence_that_keeps_it_from_nobody_leaves_it_read(text: str) -> None:
    assert len(read_fees(text).items) == 1
