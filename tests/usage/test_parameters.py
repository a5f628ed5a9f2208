"""What a visitor says of a home's use, in the URL and in forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.errors import InvalidParameterError
from choosemypower.usage import (
    Heating,
    UsageWay,
    parse_month_fields,
    parse_one_bill,
    parse_pasted,
    parse_usage,
    read_profiles,
    usage_of_months,
)

PROFILES = read_profiles()
TWELVE = "1301-1098-901-938-1273-1522-1681-1769-1416-1129-937-1155"


def test_nothing_said_is_the_typical_texas_home() -> None:
    choice = parse_usage({}, PROFILES)
    assert choice.year.way is UsageWay.TYPICAL
    assert choice.year.mean_kwh_per_month == 1140
    assert choice.year.kwh_per_year == 12 * 1140
    assert choice.canonical == ()


def test_a_home_takes_the_table_and_the_shape_of_its_heating() -> None:
    choice = parse_usage({"home": "1600", "heat": "electric"}, PROFILES)
    assert choice.year.kwh_per_year == 15120
    assert (choice.year.kwh_p10, choice.year.kwh_p90) == (9480, 24100)
    assert max(choice.year.kwh_by_month) == choice.year.kwh_by_month[7]
    assert choice.canonical == (("home", "1600"), ("heat", "electric"))


def test_gas_heating_moves_use_out_of_winter() -> None:
    electric = parse_usage({"kwh": "1000", "heat": "electric"}, PROFILES).year
    gas = parse_usage({"kwh": "1000", "heat": "gas"}, PROFILES).year
    assert electric.kwh_per_year == gas.kwh_per_year == 12000
    assert gas.kwh_by_month[0] < electric.kwh_by_month[0]


def test_a_pool_and_unsure_heating_stay_in_the_url() -> None:
    assert parse_usage({"home": "2000", "pool": "yes"}, PROFILES).query == "home=2000&pool=yes"


def test_every_home_of_the_closed_set_can_be_chosen() -> None:
    queries = {
        parse_usage({"home": str(sqft), "heat": heat, "pool": pool}, PROFILES).query
        for sqft in PROFILES.home_sizes
        for heat in ("electric", "gas", "")
        for pool in ("yes", "")
    }
    assert len(queries) == 42


def test_the_strongest_family_wins_and_the_rest_is_dropped() -> None:
    given_all = {"months": TWELVE, "kwh": "900", "home": "1600", "heat": "gas"}
    assert parse_usage(given_all, PROFILES).canonical == (("months", TWELVE),)
    assert parse_usage({"kwh": "900", "home": "1600", "pool": "yes"}, PROFILES).canonical == (("kwh", "900"),)


@pytest.mark.parametrize(
    ("said", "kwh"), [("1264", "1260"), ("1265", "1270"), ("1,260", "1260"), ("100", "100")]
)
def test_a_mean_is_rounded_to_ten(said: str, kwh: str) -> None:
    assert parse_usage({"kwh": said}, PROFILES).canonical == (("kwh", kwh),)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"kwh": "abc"}, "Enter kWh as a whole number, like 1260."),
        ({"kwh": "-5"}, "Enter kWh as a whole number, like 1260."),
        ({"kwh": "12.5"}, "Enter kWh as a whole number, like 1260."),
        ({"kwh": "0"}, "Enter between 100 and 6,000 kWh a month."),
        ({"kwh": "6001"}, "Enter between 100 and 6,000 kWh a month."),
        ({"kwh": "9" * 30}, "Enter kWh as a whole number, like 1260."),
        ({"months": "1-2-3"}, "Enter 12 numbers. We found 3."),
        ({"months": TWELVE.replace("901", "x")}, "March: enter a number or leave it empty."),
        ({"months": TWELVE.replace("901", "12345")}, "March: enter at most 9,999 kWh."),
        ({"months": "-".join(["0"] * 12)}, "Enter the kWh of at least one month."),
        ({"home": "1700"},
         "Choose one of these home sizes in square feet: 800, 1,200, 1,600, 2,000, 2,500, 3,000, 4,000."),
        ({"home": "1600", "heat": "wood"}, "Choose electric or gas heating."),
        ({"home": "1600", "pool": "2"}, "Say yes or no to a pool."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(parameters: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidParameterError) as refused:
        parse_usage(parameters, PROFILES)
    assert str(refused.value) == sentence


def test_empty_months_are_filled_at_the_level_of_the_others() -> None:
    given_months = usage_of_months([1301, None, *[1200] * 9, None], PROFILES)
    assert given_months.filled_months == (2, 12)
    assert given_months.year.kwh_by_month[0] == 1301
    assert 600 < given_months.year.kwh_by_month[1] < 1300


def test_twelve_numbers_can_be_pasted_with_any_separator() -> None:
    spaced = TWELVE.replace("-", " ")
    expected = parse_usage({"months": TWELVE}, PROFILES).year
    for separator in (" ", ",", "\t", "\n", ", ", ";"):
        assert parse_pasted(spaced.replace(" ", separator), PROFILES).year == expected
    assert parse_pasted(spaced.replace("1301", "1,301"), PROFILES).year == expected


def test_eleven_pasted_numbers_are_counted() -> None:
    with pytest.raises(InvalidParameterError, match=r"Enter 12 numbers\. We found 11\."):
        parse_pasted("1 2 3 4 5 6 7 8 9 10 11", PROFILES)


def test_form_fields_may_be_empty_but_not_words() -> None:
    assert parse_month_fields({"1": "1000", "7": "2000"}, PROFILES).filled_months == (
        2,
        3,
        4,
        5,
        6,
        8,
        9,
        10,
        11,
        12,
    )
    with pytest.raises(InvalidParameterError, match="March: enter a number or leave it empty"):
        parse_month_fields({"3": "many"}, PROFILES)


def test_one_bill_is_scaled_by_the_shape() -> None:
    august = parse_one_bill("8", "1,700", PROFILES, Heating.ELECTRIC)
    assert august.year.kwh_by_month[7] == pytest.approx(1700, abs=15)
    with pytest.raises(InvalidParameterError, match="Choose the month of the bill"):
        parse_one_bill("13", "1700", PROFILES)


@given(st.integers(100, 6000))
def test_a_mean_and_its_months_agree(kwh: int) -> None:
    choice = parse_usage({"kwh": str(kwh)}, PROFILES)
    assert choice.year.kwh_per_year == 12 * int(choice.canonical[0][1])
    assert parse_usage(dict(choice.canonical), PROFILES) == choice


@given(st.dictionaries(st.sampled_from(["months", "kwh", "home", "heat", "pool"]), st.text(max_size=40)))
def test_any_text_is_answered_or_refused(parameters: dict[str, str]) -> None:
    try:
        choice = parse_usage(parameters, PROFILES)
    except InvalidParameterError:
        return
    assert parse_usage(dict(choice.canonical), PROFILES) == choice


def test_a_year_that_is_asked_again_is_the_same_year() -> None:
    for heating in Heating:
        assert PROFILES.spread_year(13_680, heating) is PROFILES.spread_year(13_680, heating)
        assert sum(PROFILES.spread_year(13_687, heating)) == 13_687
