"""The compiled tables keep their promises: all of Texas is there, and no row contradicts another."""

import re
from datetime import date
from decimal import Decimal

import pytest

from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import Standing, ZipKind, parse_claim

CLOSED = {ZipKind.MUNICIPAL, ZipKind.COOPERATIVE, ZipKind.OUTSIDE_ERCOT}


def test_all_zips_and_cities_of_texas_are_there(atlas: Atlas) -> None:
    assert len(atlas.zips) == 2662
    assert len(atlas.cities) == 1471
    assert set(atlas.utilities) == {
        "oncor", "centerpoint", "aep-central", "aep-north", "tnmp", "lubbock", "nueces",
    }  # fmt: skip


def test_as_many_cities_are_open_as_the_sources_say(atlas: Atlas) -> None:
    """871 and 749, less four towns where a utility has no lines near, and two of the co-op that opted in."""
    open_cities = [city for city in atlas.cities.values() if city.is_open]
    assert len(open_cities) == 869
    assert sum(city.has_homes for city in open_cities) == 746


def test_every_zip_answers_coherently(atlas: Atlas) -> None:
    for area in atlas.zips.values():
        assert re.fullmatch(r"[0-9]{5}", area.zip)
        assert set(area.utilities) <= set(atlas.utilities)
        assert set(area.other_utilities) <= set(atlas.other_utilities)
        assert len(area.utilities) == len(set(area.utilities))
        assert len(area.other_utilities) == len(set(area.other_utilities))
        assert area.evidence
        assert area.city == atlas.cities[area.city_slug].name
        if area.kind is ZipKind.OPEN:
            assert len(area.utilities) == 1
        elif area.kind is ZipKind.SPLIT:
            assert len(area.utilities) > 1
        else:
            assert not area.utilities
        if area.kind in CLOSED:
            assert atlas.other_utilities[area.other_utilities[0]].ownership is area.kind


def test_every_utility_of_a_zip_has_one_claim_with_known_sources(atlas: Atlas) -> None:
    for area in atlas.zips.values():
        claims = area.utility_claims
        shown = [*area.utilities, *area.other_utilities]
        assert [claim.utility for claim in claims if claim.utility in shown] == shown, area.zip
        assert {claim.utility for claim in claims} - set(shown) <= {"nueces"}, area.zip
        for claim in claims:
            assert claim.sources, area.zip
            assert all(code in atlas.sources for code in claim.sources), area.zip
            assert parse_claim(str(claim)) == claim


def test_every_source_says_what_it_is(atlas: Atlas) -> None:
    assert all(source.says for source in atlas.sources.values())
    assert atlas.sources["state-2026"].dated == "2026-07-21"


def test_a_zip_is_settled_only_where_one_utility_is_likely(atlas: Atlas) -> None:
    for area in atlas.zips.values():
        likely = [claim for claim in area.utility_claims if claim.standing is not Standing.POSSIBLE]
        if area.is_settled:
            assert len(likely) == 1, area.zip
        if area.kind is ZipKind.SPLIT:
            assert not area.is_settled, area.zip


def test_the_co_op_that_opted_in_is_offered_where_it_is_reported(atlas: Atlas) -> None:
    for zip_code in ("78363", "78372", "78343", "78380", "78072"):
        assert "nueces" in atlas.zips[zip_code].utilities, zip_code
    assert atlas.cities["kingsville"].is_open


def test_every_zip_lies_in_texas(atlas: Atlas) -> None:
    for area in atlas.zips.values():
        assert 25.8 < area.lat < 36.6, area.zip
        assert -106.7 < area.lon < -93.5, area.zip


def test_every_city_agrees_with_its_zips(atlas: Atlas) -> None:
    seen = []
    for city in atlas.cities.values():
        areas = [atlas.zips[zip_code] for zip_code in city.zips]
        seen += city.zips
        assert {area.city_slug for area in areas} == {city.slug}
        assert set(city.utilities) == {utility for area in areas for utility in area.utilities}
        assert set(city.other_utilities) == {other for area in areas for other in area.likely_others}
        assert city.is_open == (city.kind is ZipKind.OPEN)
        if city.kind in CLOSED:
            assert city.kind in {area.kind for area in areas}
    assert sorted(seen) == sorted(atlas.zips)


def test_a_city_slug_is_its_name_in_lower_case(atlas: Atlas) -> None:
    assert atlas.cities["mcallen"].name == "McAllen"
    assert atlas.cities["odonnell"].name == "O'Donnell"
    assert atlas.cities["fort-worth"].name == "Fort Worth"
    for slug in atlas.cities:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)


def test_every_utility_without_choice_has_a_readable_name(atlas: Atlas) -> None:
    assert len(atlas.other_utilities) == 140
    for utility in atlas.other_utilities.values():
        assert utility.ownership in CLOSED
        assert not re.search(r"\b(Inc|Coop|Elec|Assn|Corp)\b|\(TX\)|  |[-,. ]$", utility.name), utility.name
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", utility.slug)


def test_utilities_that_joined_the_market_are_not_listed_as_closed(atlas: Atlas) -> None:
    names = {utility.name for utility in atlas.other_utilities.values()}
    assert not any("Lubbock" in name or "Nueces" in name for name in names)
    assert atlas.zips["79424"].utilities == ("lubbock",)


def test_outage_phones_are_those_two_sources_agree_on(atlas: Atlas) -> None:
    phones = {slug: utility.outage_phone for slug, utility in atlas.utilities.items()}
    assert phones == {
        "oncor": "888-313-4747",
        "centerpoint": "800-332-7143",
        "aep-central": "866-223-8508",
        "aep-north": "866-223-8508",
        "tnmp": "888-866-7456",
        "lubbock": "806-775-2509",
        "nueces": None,
    }


def test_no_spelling_of_a_listing_means_two_utilities(atlas: Atlas) -> None:
    names = [name for utility in atlas.utilities.values() for name in utility.listing_names]
    assert len(names) == len(set(names))
    assert "TEXAS-NEW MEXICO POWER COMPANY" in atlas.utilities["tnmp"].listing_names


@pytest.mark.parametrize(
    ("utility", "on", "usd_per_month", "usd_per_kwh"),
    [  # the table of 2025-12-29, built from the PUC's rate reports
        ("oncor", date(2026, 1, 9), "4.23", "0.055833"),
        ("centerpoint", date(2026, 1, 9), "4.90", "0.060009"),
        ("aep-central", date(2026, 1, 9), "3.24", "0.060563"),
        ("aep-north", date(2026, 1, 9), "3.24", "0.059233"),
        ("tnmp", date(2026, 1, 9), "7.85", "0.072370"),
        ("lubbock", date(2026, 1, 9), "0.00", "0.063120"),
        # before it, and after Oncor's labels of mid-2026
        ("oncor", date(2025, 12, 28), "4.23", "0.045403"),
        ("oncor", date(2026, 7, 1), "4.06", "0.061196"),
        ("tnmp", date(2025, 12, 20), "7.85", "0.072055"),
    ],
)
def test_a_day_has_the_delivery_charge_documented_for_it(
    utility: str, on: date, usd_per_month: str, usd_per_kwh: str, atlas: Atlas
) -> None:
    charge = atlas.find_delivery_charge(utility, on)
    assert charge is not None
    assert charge.usd_per_month == Decimal(usd_per_month)
    assert charge.usd_per_kwh == Decimal(usd_per_kwh)
    assert charge.source


def test_no_charge_is_made_up_before_the_first_documented_day(atlas: Atlas) -> None:
    assert atlas.find_delivery_charge("oncor", date(2019, 1, 1)) is None
    assert atlas.find_delivery_charge("nueces", date(2026, 1, 9)) is None
