"""What a text's unknown words leave open, told by the printed prices; and what even they must not tell."""

import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Charge, ReadState
from tests.documents.fee_wordings import B, C, F
from tests.documents.test_fee_wordings_fresh import is_same, printed

ODD_WORDS: list[tuple[str, list[Charge]]] = [
    ("Bill credit: $75 grzl 1,000 kWh fnord", [C(75, 1000)]),
    ("A low usage fee, $9.95 it is, 1,000 kWh being the line", [F(9.95, 0, 999)]),
    (
        "$4.95 base charge. Credit blorp $60 blorp at or above 1,000 kWh, blorp 2,000 kWh.",
        [B(4.95), C(60, 1000)],
    ),
]


@pytest.mark.parametrize(("text", "charges"), ODD_WORDS[:2])
def test_prices_tell_what_unknown_words_leave_open(text: str, charges: list[Charge]) -> None:
    reading = read_fees(text, printed(charges))
    assert reading.state is ReadState.PROVEN, reading.note
    assert is_same(reading.items, charges)


@pytest.mark.parametrize(("text", "charges"), ODD_WORDS)
def test_unknown_words_are_never_read_wrong(text: str, charges: list[Charge]) -> None:
    for reading in (read_fees(text), read_fees(text, printed(charges))):
        assert not reading.is_believed or is_same(reading.items, charges)


@pytest.mark.parametrize(
    "text",
    [
        "$75 credit for veterans blorp 1,000 kWh or more blorp",
        "Blorp $75 credit, blorp 1,000 kWh, on your first bill",
        "Credit blorp $75 blorp 1,000 kWh in summer",
        "Blorp credit of 5% and $75 blorp 1,000 kWh",
    ],
)
def test_prices_prove_no_charge_that_words_limit(text: str) -> None:
    assert not read_fees(text, printed([C(75, 1000)])).is_believed


@pytest.mark.parametrize(
    "text",
    [
        "A credit of fifty dollars is applied when usage is one thousand kWh or more",
        "Recibirá un crédito de cincuenta dólares cuando use 1,000 kWh o más",
        "A credit of fifty dollars ($50.00) is applied when usage is one thousand (1,000) kWh or more",
    ],
)
def test_amounts_in_words_are_read_as_in_digits(text: str) -> None:
    assert is_same(read_fees(text).items, [C(50, 1000)])


@pytest.mark.parametrize(
    ("text", "charges"),
    [
        (
            "$30 credit at 1,000 kWh and $60 credit at 2,000 kWh (not combined)",
            [C(30, 1000, 1999), C(60, 2000)],
        ),
        (
            "$30 credit at 1,000 kWh and $60 credit at 2,000 kWh. Credits are cumulative.",
            [C(30, 1000), C(60, 2000)],
        ),
        ("$30 credit at 1,000 kWh. Rises to $60 credit at 2,000 kWh.", [C(30, 1000, 1999), C(60, 2000)]),
    ],
)
def test_a_text_says_whether_credits_add_up(text: str, charges: list[Charge]) -> None:
    reading = read_fees(text)
    assert is_same(reading.items, charges), reading


@pytest.mark.parametrize(
    "text",
    [
        "$10 blorp discount per month",
        "$5 menos en su factura cada mes con factura blorp",
        "blorp discount - $3/month. Base charge - $9.95/month.",
    ],
)
def test_a_credit_whose_condition_is_not_known_is_for_nobody(text: str) -> None:
    assert not read_fees(text).is_believed
    assert not read_fees(text, printed([B(9.95)])).is_believed


def test_a_small_amount_without_a_name_is_no_credit_for_the_prices_of_a_fee() -> None:
    assert not read_fees(
        "$9.95 per month blorp you use over 1,000 kWh", printed([F(9.95, 0, 1000)])
    ).is_believed


@pytest.mark.parametrize("word", ["blorp", "tops", "exceeding"])
def test_a_line_at_999_parts_it_from_1_000(word: str) -> None:
    reading = read_fees(f"A credit of $40 for usage {word} 999 kWh", printed([C(40, 1000)]))
    assert is_same(reading.items, [C(40, 1000)])
