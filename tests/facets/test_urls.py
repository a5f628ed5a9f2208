"""Filter URLs: what they mean and which one is canonical."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.errors import InvalidParameterError
from choosemypower.facets import (
    Choices,
    FacetRequest,
    Group,
    KnownWords,
    ListPart,
    Sort,
    TermRange,
    canonical_address,
    canonical_parts,
    canonical_url,
    is_indexable,
    parse_request,
)
from choosemypower.facets.grammar import PARAMETERS
from choosemypower.plans.model import RateType
from tests.support.filters import Wanted

WORDS = KnownWords(
    providers=frozenset({"txu-energy", "gexa-energy", "reliant"}),
    provider_aliases={"txu": "txu-energy", "gexa": "gexa-energy"},
)
UTILITIES = ("oncor", "tnmp")
ZIPS = ("77002", "77003")
BASE = "/electricity-plans/houston"
Pairs = tuple[tuple[str, str], ...]


def usage_of(request: FacetRequest) -> Pairs:
    """One family only, as `usage` does it: months, else kwh, else home."""
    given_ = request.usage_parameters
    families = (("months",), ("kwh", "heat"), ("home", "heat", "pool"))
    family = next((names for names in families if names[0] in given_), ())
    return tuple((name, given_[name]) for name in family if name in given_)


def canonical(path: str, query: Pairs = ()) -> str:
    request = parse_request([part for part in path.split("/") if part], query, WORDS, UTILITIES, ZIPS)
    usage, choices = usage_of(request), request.choices
    segments, pairs = canonical_parts(
        choices, usage, part=request.part, sort=request.sort, page=request.page, zip=request.zip
    )
    address = canonical_address(BASE, segments, pairs)
    # The quick way, from texts that are kept.
    assert address == canonical_url(
        BASE, choices, usage, part=request.part, sort=request.sort, page=request.page, zip=request.zip
    )
    return address.removeprefix(BASE)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ((("zip", "77003"),), "?zip=77003"),
        ((("zip", "78701"),), ""),
        ((("page", "2"), ("zip", "77002"), ("sort", "provider")), "?zip=77002&sort=provider&page=2"),
        ((("zip", ""), ("nothing", "x"), ("page", "2")), "?page=2"),
        ((("zip", "77002"), ("zip", "77003"), ("page", "2")), "?zip=77002&page=2"),
    ],
)
def test_a_zip_of_the_place_is_kept_in_the_address_and_another_is_dropped(
    query: Pairs, expected: str
) -> None:
    assert canonical("", query) == expected
    assert canonical("12-month", query) == f"/12-month{expected}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ""),
        ("12-month", "/12-month"),
        ("7-month", "/7-month"),
        ("120-month", "/120-month"),
        ("1-month", "/month-to-month"),
        ("no-contract", "/month-to-month"),
        ("renewable", "/green-energy"),
        ("100-green", "/green-energy"),
        ("partial-green", "/50-green"),
        ("some-green", "/some-green"),
        ("low-usage", "/500-kwh"),
        ("high-usage", "/2000-kwh"),
        ("txu", "/txu-energy"),
        ("12-MONTH/Fixed-Rate", "/12-month/fixed-rate"),
        ("gexa-energy/12-month", "/12-month/gexa-energy"),
        ("prepaid/no-deposit", "/prepaid/no-deposit"),
        ("no-deposit/prepaid/12-month", "/12-month/prepaid/no-deposit"),
        ("12-month/12-month", "/12-month"),
        ("1000-kwh/green-energy", "/green-energy/1000-kwh"),
    ],
)
def test_paths_have_one_order_and_one_word_for_each_choice(path: str, expected: str) -> None:
    assert canonical(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("nonsense", ""),
        ("12-month/nonsense", "/12-month"),
        ("12-month/nonsense/fixed-rate", "/12-month"),
        ("12-month/24-month", "/12-month"),
        ("0-month", ""),
        ("121-month", ""),
        ("012-month", ""),
        ("1500-kwh", ""),
        ("30-green", ""),
        ("../../etc/passwd", ""),
    ],
)
def test_an_unknown_segment_leads_to_the_longest_valid_parent(path: str, expected: str) -> None:
    assert canonical(path) == expected


def test_a_fourth_choice_moves_to_the_query_and_nothing_is_lost() -> None:
    assert (
        canonical("12-month/fixed-rate/green-energy/prepaid")
        == "/12-month/fixed-rate/green-energy?with=prepaid"
    )
    assert (
        canonical("txu/1000-kwh/bill-credit/prepaid/12-month")
        == "/12-month/prepaid/bill-credit?provider=txu-energy&kwh=1000"
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ((("term", "12"),), "/12-month"),
        ((("term", "3-11"),), "?term=3-11"),
        ((("term", "25-"),), "?term=25-"),
        ((("term", "24"), ("term", "3-11"), ("term", "")), "?term=3-11,24"),
        ((("term", "12-12"),), "/12-month"),
        ((("term", "0"),), "/month-to-month"),
        ((("rate", "fixed"),), "/fixed-rate"),
        ((("rate", "variable,fixed"),), "?rate=fixed,variable"),
        ((("green", "100"),), "/green-energy"),
        ((("with", "prepaid"),), "/prepaid"),
        ((("without", "prepaid,bill-credit"),), "?without=bill-credit,prepaid"),
        ((("max-usd-per-year", "2000"),), "?max-usd-per-year=2000"),
        ((("max-usd-per-year", "$2,000"), ("without", "prepaid")), "?without=prepaid&max-usd-per-year=2000"),
        ((("provider", "gexa,txu"),), "?provider=gexa-energy,txu-energy"),
        ((("utility", "oncor"),), "?utility=oncor"),
        ((("kwh", "1000"),), "/1000-kwh"),
        ((("kwh", "1000"), ("heat", "gas")), "?kwh=1000&heat=gas"),
        ((("home", "1600"), ("heat", "electric")), "?home=1600&heat=electric"),
        ((("sort", "cost"), ("page", "1")), ""),
        ((("page", "2"), ("sort", "renewable"), ("term", "3-11")), "?term=3-11&sort=renewable&page=2"),
        ((("only", "by-the-hour"),), "?only=by-the-hour"),
        ((("term", ""), ("sort", ""), ("home", "")), ""),
        ((("utm_source", "mail"), ("gclid", "x")), ""),
        ((("TERM", "12"),), ""),
    ],
)
def test_queries_become_their_canonical_form(query: Pairs, expected: str) -> None:
    assert canonical("", query) == expected


def test_path_and_query_of_one_group_add_up() -> None:
    assert canonical("12-month", (("term", "24"),)) == "?term=12,24"
    assert canonical("50-green", (("green", "100"),)) == "/green-energy"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("term", "x"),
        ("term", "11-3"),
        ("term", "500"),
        ("rate", "cheap"),
        ("green", "30"),
        ("with", "unicorns"),
        ("without", "fees"),
        ("provider", "nobody"),
        ("utility", "centerpoint"),
        ("only", "best"),
        ("sort", "rating"),
        ("max-usd-per-year", "0"),
        ("max-usd-per-year", "-5"),
        ("max-usd-per-year", "1999.50"),
        ("max-usd-per-year", "100000"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "99999999999999999999"),
        ("page", "２"),
    ],
)
def test_a_known_filter_with_a_meaningless_value_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(InvalidParameterError, match=name):
        parse_request([], [(name, value)], WORDS, UTILITIES)


def test_a_refusal_shows_a_short_value_whole_and_of_a_long_one_the_beginning() -> None:
    for value, shown in (("w" * 40, "“" + "w" * 40 + "”"), ("w" * 41, "“" + "w" * 40 + "…”")):
        with pytest.raises(InvalidParameterError) as refused:
            parse_request([], [("term", value)], WORDS, UTILITIES)
        assert shown in str(refused.value)


def test_a_place_with_one_utility_needs_no_choice_of_it() -> None:
    request = parse_request([], [("utility", "oncor")], WORDS, ("oncor",))
    assert request.choices.one(Group.UTILITY) is None


choices_ = st.builds(
    Wanted,
    terms=st.sets(st.builds(TermRange, st.integers(1, 60), st.integers(61, 120) | st.none()), max_size=2).map(
        lambda terms: tuple(sorted(terms, key=lambda term: (term.from_months, term.to_months or 121)))
    ),
    rates=st.sampled_from([(), (RateType.FIXED,), (RateType.FIXED, RateType.INDEXED)]),
    green_percent=st.sampled_from([None, 10, 25, 50, 100]),
    features=st.sampled_from([(), ("prepaid",), ("prepaid", "no-deposit", "free-weekends", "smart-meter")]),
    leave_outs=st.sampled_from([(), ("bill-credit",), ("time-of-use", "cancel-fee")]),
    providers=st.sampled_from([(), ("reliant",), ("gexa-energy", "txu-energy")]),
    max_usd_per_year=st.none() | st.integers(1, 99_999),
    utility=st.sampled_from([None, "oncor"]),
).map(lambda wanted: wanted.choices)
usages = st.sampled_from([(), (("kwh", "1000"),), (("kwh", "1260"), ("heat", "gas")), (("home", "1600"),)])


@given(choices_, usages, st.sampled_from([None, *ListPart]), st.sampled_from(Sort), st.integers(1, 99))
def test_a_canonical_url_means_the_choices_it_was_made_from(
    choices: Choices, usage: Pairs, part: ListPart | None, sort: Sort, page: int
) -> None:
    segments, query = canonical_parts(choices, usage, part=part, sort=sort, page=page)
    request = parse_request(segments, query, WORDS, UTILITIES)
    assert request.choices == choices
    assert (request.part, request.sort, request.page) == (part, sort, page)
    assert usage_of(request) == usage
    assert canonical_parts(request.choices, usage, part=part, sort=sort, page=page) == (segments, query)
    assert len(segments) <= 3
    assert [name for name, _ in query] == sorted((name for name, _ in query), key=PARAMETERS.index)


@given(
    st.lists(
        st.sampled_from(["12-month", "fixed-rate", "txu", "prepaid", "500-kwh", "renewable", "zz"]),
        max_size=5,
    ),
    st.lists(
        st.tuples(
            st.sampled_from([*PARAMETERS, "utm"]), st.sampled_from(["12", "fixed", "100", "prepaid", ""])
        )
    ),
)
def test_a_redirect_never_leads_to_another_redirect(path: list[str], query: list[tuple[str, str]]) -> None:
    try:
        address = canonical("/".join(path), tuple(query))
    except InvalidParameterError:
        return
    again_path, _, again_query = address.partition("?")
    pairs = tuple(tuple(pair.split("=", 1)) for pair in again_query.split("&") if pair)
    assert canonical(again_path, pairs) == address


def test_only_small_choices_with_three_plans_or_more_are_indexed() -> None:
    assert is_indexable(segments=0, has_query=False, plans=3)
    assert is_indexable(segments=2, has_query=False, plans=3)
    assert not is_indexable(segments=3, has_query=False, plans=50)
    assert not is_indexable(segments=1, has_query=False, plans=2)
    assert not is_indexable(segments=0, has_query=True, plans=50)
