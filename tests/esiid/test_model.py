"""What a meter number looks like; what is wrong with one that does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.esiid import (
    MeterAddressError,
    MeterNumberError,
    hinted_utility,
    parse_meter_number,
    parse_street,
)
from choosemypower.esiid.lookup import plain_address
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.queries import read_atlas_from_files
from tests.standins.ercot import meter_number

ATLAS = read_atlas_from_files()
ONCOR = meter_number("oncor", 7)
CENTERPOINT = meter_number("centerpoint", 7)


@pytest.mark.parametrize(
    "given_number",
    [
        ONCOR,
        f" {ONCOR} ",
        f"'{ONCOR}",
        f"’{ONCOR}",
        f"{ONCOR[:7]} {ONCOR[7:]}",
        f"\u00a0{ONCOR}\n",
        f"\ufeff{ONCOR}",
    ],
)
def test_blanks_and_a_leading_apostrophe_are_forgiven(given_number: str) -> None:
    assert parse_meter_number(given_number, ATLAS) == ONCOR


def test_seventeen_and_twenty_two_digits_are_taken() -> None:
    assert len(parse_meter_number(ONCOR, ATLAS)) == 17
    assert len(parse_meter_number(CENTERPOINT, ATLAS)) == 22


@pytest.mark.parametrize(
    ("given_number", "sentence"),
    [
        ("", "Enter the meter number"),
        (" ' ", "Enter the meter number"),
        (ONCOR[:-1], "This number has 16 digits"),
        (ONCOR + "0", "This number has 18 digits"),
        (CENTERPOINT + "0", "This number has 23 digits"),
        ("2" + ONCOR[1:], "starts with 10, this one with 20"),
        (ONCOR[:4] + "O" + ONCOR[5:], "Character 5 is “O”"),
        ("1.04437E+16", "A spreadsheet has shortened this number"),
        ("1,04437e16", "A spreadsheet has shortened this number"),
        (CENTERPOINT[:17], "are CenterPoint Energy's and have 22 digits. This one has 17."),
        (ONCOR + "00000", "are Oncor's and have 17 digits. This one has 22."),
        ("١٠" + ONCOR[2:], "Character 1 is"),
        ("9" * 5000, "This number has 5000 digits"),
    ],
)
def test_what_is_no_meter_number_is_refused_with_what_is_wrong(given_number: str, sentence: str) -> None:
    with pytest.raises(MeterNumberError) as refused:
        parse_meter_number(given_number, ATLAS)
    assert sentence in refused.value.detail
    assert refused.value.status == 422
    assert ONCOR[:16] not in refused.value.detail, "a number is personal and is not repeated"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_taken_or_refused(text: str) -> None:
    try:
        parsed = parse_meter_number(text, ATLAS)
    except MeterNumberError:
        return
    assert len(parsed) in (17, 22)
    assert set(parsed) <= set("0123456789")


@pytest.mark.parametrize(
    "slug", ["oncor", "centerpoint", "aep-central", "aep-north", "tnmp", "lubbock", "nueces"]
)
def test_the_first_digits_hint_at_the_utility(slug: str, atlas: Atlas) -> None:
    hint = hinted_utility(meter_number(slug, 1), atlas)
    assert hint is not None
    assert hint.slug == slug


def test_unknown_first_digits_hint_at_nobody(atlas: Atlas) -> None:
    assert hinted_utility("10" + "9" * 15, atlas) is None
    assert parse_meter_number("10" + "9" * 15, atlas)


@pytest.mark.parametrize("street", ["", "  ", "12", "Main Street", "x" * 200, "\x00"])
def test_an_address_that_cannot_be_looked_up_is_refused(street: str) -> None:
    with pytest.raises(MeterAddressError):
        parse_street(street)


def test_an_address_is_asked_for_as_the_look_up_has_it() -> None:
    assert parse_street("  500   Main St.\n") == "500 Main St."
    assert plain_address("500 Main St., Unit #2") == "500 main st apt 2"
