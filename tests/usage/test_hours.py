"""At which hours a home uses power, as the parameter `hours=` says it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.errors import InvalidParameterError
from choosemypower.usage import parse_usage, read_profiles
from choosemypower.usage.hours import CELLS, LENGTH, hours_word, parse_hours

PROFILES = read_profiles()
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
words = st.text(DIGITS, min_size=LENGTH, max_size=LENGTH).filter(lambda word: set(word) != {"0"})
amounts = st.lists(
    st.decimals(0, 5000, places=3, allow_nan=False, allow_infinity=False), min_size=CELLS, max_size=CELLS
).filter(any)


@given(amounts)
def test_shares_keep_what_each_hour_used_to_a_twentieth_of_a_percent(kwh: list[Decimal]) -> None:
    _, shares = parse_hours(hours_word(kwh))
    assert sum(shares) == 1
    total, highest = sum(kwh), max(kwh)
    for one, share in zip(kwh, shares, strict=True):
        assert abs(share - one / total) <= Decimal("0.0005") * CELLS * highest / total


@given(words)
def test_each_word_has_one_canonical_form(word: str) -> None:
    canonical, shares = parse_hours(word)
    assert parse_hours(canonical) == (canonical, shares)
    assert "zz" in [canonical[at : at + 2] for at in range(0, LENGTH, 2)]


def test_a_night_owl_s_weekdays_and_weekends_stand_apart() -> None:
    _, shares = parse_hours("zz" * 6 + "00" * 18 + "00" * 12 + "zz" * 6 + "00" * 6)
    assert shares[:6] == pytest.approx([Decimal(1) / 12] * 6, abs=Decimal("0.000001"))
    assert shares[24 + 12 : 24 + 18] == pytest.approx([Decimal(1) / 12] * 6, abs=Decimal("0.000001"))


@pytest.mark.parametrize(
    "family", [{"months": "-".join(["900"] * 12)}, {"kwh": "1200"}, {"home": "1600"}, {}]
)
def test_hours_stand_beside_any_way_to_say_the_use(family: dict[str, str]) -> None:
    alone, with_hours = (
        parse_usage(parameters, PROFILES) for parameters in (family, {**family, "hours": "0Z" * 48})
    )
    assert with_hours.year.kwh_by_month == alone.year.kwh_by_month
    assert with_hours.canonical == (*alone.canonical, ("hours", "zz" * 48))
    assert alone.year.hourly_shares is None


@pytest.mark.parametrize(
    "word", ["1", "0" * LENGTH, "z" * (LENGTH - 1), "z" * (LENGTH + 1), "é" * LENGTH, "+" * LENGTH]
)
def test_anything_else_is_refused_with_a_sentence(word: str) -> None:
    with pytest.raises(InvalidParameterError, match=r"hours .*\.$") as refused:
        parse_usage({"kwh": "1000", "hours": word}, PROFILES)
    assert refused.value.extra == {"parameter": "hours"}
