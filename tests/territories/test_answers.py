"""What somebody who typed a ZIP is told."""

import pytest

from choosemypower.territories.answers import (
    answer_zip,
    main_other_utility,
    partly_open_city_note,
    who_serves,
)
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import ZipAnswer, ZipAnswerCode, ZipKind


def answer(given: str, atlas: Atlas, **plans: int) -> ZipAnswer:
    return answer_zip(given, atlas, plans_by_utility=plans or None)


@pytest.mark.parametrize(
    "given",
    [
        "abc",
        "7700",
        "",
        "   ",
        "770021",
        "77 00",
        "77002-",
        "77002-12",
        "7700²",
        "٧٧٠٠٢",
        "77002\x00",
        "7" * 10_000,
    ],
)
def test_what_is_not_five_digits_is_refused_with_an_example(given: str, atlas: Atlas) -> None:
    refused = answer(given, atlas)
    assert refused.code is ZipAnswerCode.INVALID_FORMAT
    assert refused.message == "Enter 5 digits, like 77002."
    assert refused.redirect_url is None


def test_a_refusal_repeats_at_most_twenty_characters(atlas: Atlas) -> None:
    assert answer("x" * 10_000, atlas).given == "x" * 20


@pytest.mark.parametrize(
    "given", [" 77002", "77002\n", "77002-1234", "\t77002-0000 ", "77 002", "7 7 0 0 2", "77002 1234"]
)
def test_blanks_and_the_last_four_digits_do_not_matter(given: str, atlas: Atlas) -> None:
    assert answer(given, atlas).redirect_url == "/electricity-plans/houston"


@pytest.mark.parametrize("given", ["10001", "00000", "90210", "73401", "74001", "80001", "88001", "99999"])
def test_a_zip_elsewhere_is_not_texas(given: str, atlas: Atlas) -> None:
    refused = answer(given, atlas)
    assert refused.code is ZipAnswerCode.NOT_TEXAS
    assert refused.message == f"{given} is not in Texas. We only cover Texas."
    assert refused.redirect_url is None


@pytest.mark.parametrize("given", ["77999", "78000", "75000", "88599", "73399"])
def test_a_texan_number_that_is_no_zip_is_not_known(given: str, atlas: Atlas) -> None:
    refused = answer(given, atlas)
    assert refused.code is ZipAnswerCode.NOT_FOUND
    assert refused.message == f"We do not know {given}. Check it, or choose your city."
    assert refused.redirect_url is None


@pytest.mark.parametrize("given", ["73301", "73960", "88510"])
def test_texas_reaches_beyond_the_prefixes_75_to_79(given: str, atlas: Atlas) -> None:
    found = answer(given, atlas)
    assert found.area is not None
    assert found.redirect_url == f"/zip/{given}"


def test_an_open_zip_leads_to_its_city(atlas: Atlas) -> None:
    found = answer("75201", atlas)
    assert found.code is ZipAnswerCode.OK
    assert found.area is not None
    assert found.area.utilities == ("oncor",)
    assert found.redirect_url == "/electricity-plans/dallas"


def test_an_open_zip_names_its_utility_where_the_city_has_several(atlas: Atlas) -> None:
    found = answer("76226", atlas)  # Argyle: Oncor here
    city = atlas.cities["argyle"]
    assert found.redirect_url == "/electricity-plans/argyle" + (
        "?utility=oncor" if len(city.utilities) > 1 else ""
    )


def test_a_split_zip_is_never_guessed(atlas: Atlas) -> None:
    found = answer("75067", atlas)
    assert found.code is ZipAnswerCode.SPLIT
    assert found.message.startswith("75067 has 2 utilities. Who delivers your power?")
    assert found.redirect_url == "/zip/75067"
    assert found.area is not None
    assert set(found.area.utilities) == {"oncor", "tnmp"}


@pytest.mark.parametrize(
    ("given", "code", "utility"),
    [
        ("78701", ZipAnswerCode.MUNICIPAL, "Austin Energy"),
        ("78745", ZipAnswerCode.MUNICIPAL, "Austin Energy"),  # an old list has Oncor here
        ("73301", ZipAnswerCode.MUNICIPAL, "Austin Energy"),  # one organisation
        ("78205", ZipAnswerCode.MUNICIPAL, "CPS Energy"),
        ("78109", ZipAnswerCode.MUNICIPAL, "CPS Energy"),  # Converse, a suburb
        ("77840", ZipAnswerCode.MUNICIPAL, "College Station Utilities"),
        ("77803", ZipAnswerCode.MUNICIPAL, "Bryan Texas Utilities"),
        ("78028", ZipAnswerCode.MUNICIPAL, "Kerrville Public Utility Board"),
        ("78640", ZipAnswerCode.COOPERATIVE, "Pedernales Electric Cooperative"),
        ("79901", ZipAnswerCode.OUTSIDE_ERCOT, "El Paso Electric"),
        ("79101", ZipAnswerCode.OUTSIDE_ERCOT, "Xcel Energy"),
        ("77701", ZipAnswerCode.OUTSIDE_ERCOT, "Entergy Texas"),
        ("75601", ZipAnswerCode.OUTSIDE_ERCOT, "SWEPCO"),
        ("75501", ZipAnswerCode.OUTSIDE_ERCOT, "SWEPCO"),
    ],
)
def test_a_closed_zip_names_who_serves_it(
    given: str, code: ZipAnswerCode, utility: str, atlas: Atlas
) -> None:
    found = answer(given, atlas)
    assert found.code is code
    assert found.message.startswith(f"Homes in {given} cannot choose a provider. {utility} ")
    assert " serves this area. " in found.message
    assert found.redirect_url == f"/zip/{given}"


def test_a_closed_zip_says_who_sets_the_prices(atlas: Atlas) -> None:
    assert "It is owned by the city, and the city sets its prices." in answer("78701", atlas).message
    assert "owned by its members" in answer("78640", atlas).message
    assert "the state sets its prices" in answer("79901", atlas).message


def test_a_zip_whose_utility_nobody_knows_says_so(atlas: Atlas) -> None:
    found = answer("75286", atlas)  # Dallas, no longer in use; no source says anything
    assert found.code is ZipAnswerCode.UNKNOWN_UTILITY
    assert found.message == "We do not know who serves 75286. Your bill names the company."
    assert found.redirect_url == "/zip/75286"


@pytest.mark.parametrize("given", ["75221", "75398", "77210"])
def test_a_po_box_in_an_open_city_can_choose(given: str, atlas: Atlas) -> None:
    found = answer(given, atlas)
    assert found.code is ZipAnswerCode.OK
    assert found.redirect_url in ("/electricity-plans/dallas", "/electricity-plans/houston")


def test_an_open_zip_without_plans_says_so_only_when_plans_are_counted(atlas: Atlas) -> None:
    assert answer("75201", atlas).code is ZipAnswerCode.OK
    assert answer("75201", atlas, oncor=3).code is ZipAnswerCode.OK
    without = answer("75201", atlas, centerpoint=3)
    assert without.code is ZipAnswerCode.NO_PLANS
    assert "Oncor" in without.message
    assert without.redirect_url == "/electricity-plans/dallas"


def test_a_closed_zip_is_closed_whether_or_not_plans_are_counted(atlas: Atlas) -> None:
    assert answer("78701", atlas, oncor=3).code is ZipAnswerCode.MUNICIPAL


def test_a_partly_open_zip_warns_of_the_city_utility(atlas: Atlas) -> None:
    said, _, warning = answer("75001", atlas).message.partition(" Some ")
    assert said == "Oncor most likely delivers power in 75001, and its homes choose their provider."
    assert warning == "homes in 75001 may belong to Grayson-Collin Electric Cooperative and cannot choose."


@pytest.mark.parametrize(
    ("given", "open_name", "closed_name"),
    [
        ("76201", "Oncor", "Denton Municipal Electric"),  # the city owns a utility
        ("77382", "CenterPoint Energy", "Entergy Texas"),  # the township names both
        ("76092", "Oncor", "Tri-County Electric Cooperative"),  # the city's ordinance names both
    ],
)
def test_where_choice_and_none_are_both_named_the_address_decides(
    given: str, open_name: str, closed_name: str, atlas: Atlas
) -> None:
    found = answer(given, atlas)
    assert found.code is ZipAnswerCode.OK
    assert found.message == (
        f"{open_name} or {closed_name} delivers power in {given}; the address decides. "
        f"Homes of {open_name} choose their provider, those of {closed_name} cannot."
    )
    assert found.redirect_url == f"/zip/{given}"


def test_a_wholly_open_zip_needs_no_warning(atlas: Atlas) -> None:
    assert "cannot choose" not in answer("77002", atlas).message


def test_a_city_with_few_open_zips_knows_its_main_utility(atlas: Atlas) -> None:
    austin = atlas.cities["austin"]
    main = main_other_utility(austin, atlas)
    assert main is not None
    assert main.name == "Austin Energy"
    note = partly_open_city_note(austin, atlas)
    assert note is not None
    assert note.startswith("Most homes in Austin belong to Austin Energy")
    assert main_other_utility(atlas.cities["houston"], atlas) is None
    assert partly_open_city_note(atlas.cities["san-antonio"], atlas) is None


def test_every_zip_of_texas_gets_an_answer_that_leads_on(atlas: Atlas) -> None:
    for zip_code, area in atlas.zips.items():
        found = answer(zip_code, atlas)
        assert found.area is area
        assert found.redirect_url is not None
        assert (found.code is ZipAnswerCode.OK) == (area.kind is ZipKind.OPEN)
        leads_to_plans = area.kind is ZipKind.OPEN and not area.must_ask
        assert found.redirect_url.startswith("/electricity-plans/") == leads_to_plans


def test_every_city_can_say_who_serves_it(atlas: Atlas) -> None:
    for city in atlas.cities.values():
        assert who_serves(city, atlas).endswith(".")
