"""Our tables against the sources that they were compiled from."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from choosemypower.evaluation import evaluate_zips
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import ZipKind

pytestmark = pytest.mark.shared


@pytest.fixture
def rows(shared_data: Path) -> dict[str, dict[str, str]]:
    with (shared_data / "zip_tx.csv").open(newline="", encoding="utf-8") as file:
        return {row["zip"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("file", ["zip_examples.json", "zip_utilities_stated.json"])
def test_the_examples_are_all_right(file: str, shared_data: Path, atlas: Atlas) -> None:
    assert evaluate_zips(shared_data / file, atlas)["misses"] == []


def test_every_zip_of_the_source_is_ours(rows: dict[str, dict[str, str]], atlas: Atlas) -> None:
    assert atlas.zips.keys() == rows.keys()
    for zip_code, row in rows.items():
        area = atlas.zips[zip_code]
        assert area.zip_type == row["zip_type"]
        assert area.is_active == (row["active"] == "1")
        assert (area.county or "") == row["county"]
        assert area.city.replace("'", "") == row["city"].replace("'", "") or "'" in area.city


def test_an_open_zip_has_no_utility_that_no_source_names(
    rows: dict[str, dict[str, str]], atlas: Atlas
) -> None:
    for zip_code, row in rows.items():
        if row["market"] == "competitive":
            assert set(atlas.zips[zip_code].utilities) <= {*row["tdus"].split("|"), "nueces"}, zip_code


def test_a_utility_is_left_out_only_where_it_has_no_lines_near_and_that_is_said(
    rows: dict[str, dict[str, str]], atlas: Atlas
) -> None:
    left_out = 0
    for zip_code, row in rows.items():
        if row["market"] == "competitive":
            missing = set(row["tdus"].split("|")) - set(atlas.zips[zip_code].utilities)
            left_out += bool(missing)
            assert not missing or "no lines near" in atlas.zips[zip_code].evidence, zip_code
    assert 0 < left_out < 30


def test_a_street_zip_without_offers_is_open_only_for_the_co_op_that_opted_in(
    rows: dict[str, dict[str, str]], atlas: Atlas
) -> None:
    for zip_code, row in rows.items():
        if row["zip_type"] == "STANDARD" and row["active"] == "1" and row["market"] != "competitive":
            assert set(atlas.zips[zip_code].utilities) <= {"nueces"}, zip_code


def test_every_utility_that_a_table_gives_for_a_zip_is_named_there(
    rows: dict[str, dict[str, str]], shared_data: Path, atlas: Atlas
) -> None:
    """The state's lookup, unless it has no lines near; NREL's rates by ZIP; EIA's counties of outside companies."""
    with (shared_data / "tx_zip_noniou_2020.csv").open(newline="", encoding="utf-8") as file:
        reports = [(row["zip"], row["eia_utility_id"]) for row in csv.DictReader(file)]
    slugs = {utility.eia_utility_id: utility.slug for utility in atlas.other_utilities.values()}
    slugs |= {utility.eia_utility_id: utility.slug for utility in atlas.utilities.values()}
    for zip_code, number in reports:
        area = atlas.zips[zip_code]
        is_alone = not area.is_active or area.zip_type != "STANDARD"
        named = (*area.utilities, *area.other_utilities)
        assert is_alone or slugs[number] in named or slugs[number] == "lubbock", (zip_code, number)
    for zip_code, row in rows.items():
        area = atlas.zips[zip_code]
        if row["ptc_tdu_2026"] in atlas.utilities and "no lines near" not in area.evidence:
            assert row["ptc_tdu_2026"] in area.utilities, zip_code


def test_a_zip_the_state_was_not_asked_about_is_never_open(
    rows: dict[str, dict[str, str]], atlas: Atlas
) -> None:
    for zip_code, row in rows.items():
        if row["market"] == "unknown":
            assert not set(atlas.zips[zip_code].utilities) - {"nueces"}, zip_code


def test_nearly_every_closed_street_zip_is_explained(rows: dict[str, dict[str, str]], atlas: Atlas) -> None:
    """581 of 594 have a named utility in the source."""
    closed = [
        atlas.zips[zip_code]
        for zip_code, row in rows.items()
        if row["zip_type"] == "STANDARD" and row["active"] == "1" and row["market"] != "competitive"
    ]
    assert len(closed) == 594
    assert sum(area.kind is not ZipKind.UNKNOWN for area in closed) >= 581


def test_delivery_charges_are_those_of_the_source(shared_data: Path, atlas: Atlas) -> None:
    with (shared_data / "tdu_delivery_rates.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ours = {
        (charge.utility, charge.valid_from.isoformat()): charge
        for series in atlas.delivery_charges.values()
        for charge in series
    }
    assert len(ours) == len(rows)
    for row in rows:
        charge = ours[row["tdu"], row["observed_from"]]
        assert str(charge.usd_per_month) == row["usd_per_month"]
        if row["cents_per_kwh"]:
            assert charge.usd_per_kwh is not None
            assert charge.usd_per_kwh * 100 == Decimal(row["cents_per_kwh"])
