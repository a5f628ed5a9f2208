"""Places as people type them: spelling, blanks, case, the state's name, short words and ZIP codes within a line."""

import pytest

from choosemypower.territories.atlas import Atlas
from choosemypower.territories.search import find_cities, named_city, near_places, unknown_city, zip_within


@pytest.mark.parametrize(
    ("typed", "city"),
    [
        ("Houston, TX", "Houston"),
        ("houston tx", "Houston"),
        ("HOUSTON TEXAS", "Houston"),
        ("Houston, Tex., USA", "Houston"),
        ("City of Houston", "Houston"),
        ("Houston City", "Houston"),
        ("Houston!", "Houston"),
        ("Houston, Texas 77002", "Houston"),
        ("Mc Allen", "McAllen"),
        ("mckinney", "McKinney"),
        ("Ft Worth", "Fort Worth"),
        ("ft. worth, tx", "Fort Worth"),
        ("St. Hedwig", "Saint Hedwig"),
        ("Mt Pleasant", "Mount Pleasant"),
        ("Pt. Arthur", "Port Arthur"),
        ("Pt Comfort", "Point Comfort"),
        ("N. Richland Hills", "North Richland Hills"),
        ("Ft Sam Houston", None),
        ("De Soto", "DeSoto"),
        ("LaPorte", "La Porte"),
        ("Sugarland", "Sugar Land"),
        ("O'Donnell", "O'Donnell"),
        ("ODonnell", "O'Donnell"),
        ("O’Brien", "O'Brien"),
        ("Cañon", None),
        ("Peñitas", "Penitas"),
        ("Texas City, TX", "Texas City"),
        ("Texas City", "Texas City"),
        ("Canyon", "Canyon"),
        ("Canyon Lake", "Canyon Lake"),
        ("Dyess A.F.B.", "Dyess AFB"),
        ("Houson", None),
        ("Houston, MO", None),
        ("Texas", None),
        ("TX", None),
        ("", None),
    ],
)
def test_a_city_is_found_however_it_is_spelled(atlas: Atlas, typed: str, city: str | None) -> None:
    found = named_city(atlas, typed)
    assert (found.name if found else None) == city


def test_every_city_is_found_by_its_name_in_all_its_spellings(atlas: Atlas) -> None:
    short = {
        "Fort ": "Ft. ",
        "Saint ": "St. ",
        "Mount ": "Mt ",
        "North ": "N ",
        "South ": "S. ",
        "Port ": "Pt ",
    }
    for city in atlas.cities.values():
        shorter = city.name
        for full, abbreviated in short.items():
            shorter = shorter.replace(full, abbreviated)
        for typed in (
            city.name.upper(),
            city.name.lower(),
            city.name.replace(" ", ""),
            f"  {city.name},  Texas ",
            f"{city.name} TX {city.zips[0]}",
            shorter,
        ):
            assert named_city(atlas, typed) is city, typed


@pytest.mark.parametrize(
    ("misspelled", "city"),
    [
        ("Houson", "Houston"),
        ("Huoston, TX", "Houston"),
        ("Corpus Cristi", "Corpus Christi"),
        ("Dalas", "Dallas"),
        ("Arlinton", "Arlington"),
        ("Galvestin", "Galveston"),
        ("Wacco", "Waco"),
        ("Lewisvile", "Lewisville"),
        ("Waxahatchie", "Waxahachie"),
        ("7700 Houston", "Houston"),
    ],
)
def test_a_misspelled_name_is_answered_by_the_cities_that_it_looks_like(
    atlas: Atlas, misspelled: str, city: str
) -> None:
    assert near_places(atlas, misspelled)[0].name == city
    assert f"Did you mean {city}" in unknown_city(misspelled, atlas)


def test_what_looks_like_no_city_is_answered_without_suggestions(atlas: Atlas) -> None:
    for typed in ("qqxxyyzz", "x" * 5000, "", "??", "99999"):
        assert near_places(atlas, typed) == ()


def test_a_part_of_a_name_or_a_county_finds_its_cities(atlas: Atlas) -> None:
    assert {city.name for city in find_cities(atlas, "mc k")} >= {"McKinney"}
    assert find_cities(atlas, "houston, tx")[0].name == "Houston"
    assert {city.county for city in find_cities(atlas, "Harris County, TX")} == {"Harris"}


@pytest.mark.parametrize(
    ("line", "zip_code"),
    [
        ("Houston, TX 77002", "77002"),
        ("77002 Houston", "77002"),
        ("Houston TX 77002-1234", "77002-1234"),
        ("77002", "77002"),
        ("77002 or 77003", None),
        ("Houston", None),
        ("770021", None),
        ("713-555-77002", None),
    ],
)
def test_a_zip_code_is_found_within_a_line(line: str, zip_code: str | None) -> None:
    assert zip_within(line) == zip_code
