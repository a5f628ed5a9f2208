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


def test_the_examples_are_all_right(shared_data: Path, atlas: Atlas) -> None:
    assert evaluate_zips(shared_data / "zip_examples.json", atlas)["misses"] == []


def test_every_zip_of_the_source_is_ours(rows: dict[str, dict[str, str]], atlas: Atlas) -> None:
    assert atlas.zips.keys() == rows.keys()
    for zip_code, row in rows.items():
        area = atlas.zips[zip_code]
        assert area.zip_type == row["zip_type"]
        assert area.is_active == (row["active"] == "1")
        assert (area.county or "") == row["county"]
        assert area.city.replace("'", "") == row["city"].replace("'", "") or "'" in area.city


def test_an_open_zip_has_the_utilities_of_the_source(rows: dict[str, dict[str, str]], atlas: Atlas) -> None:
    for zip_code, row in rows.items():
        if row["market"] == "competitive":
            assert set(atlas.zips[zip_code].utilities) == set(row["tdus"].split("|")), zip_code


def test_a_street_zip_without_offers_is_never_open(rows: dict[str, dict[str, str]], atlas: Atlas) -> None:
    for zip_code, row in rows.items():
        if row["zip_type"] == "STANDARD" and row["active"] == "1" and row["market"] != "competitive":
            assert not atlas.zips[zip_code].utilities, zip_code


def test_a_zip_the_state_was_not_asked_about_is_never_open(
    rows: dict[str, dict[str, str]], atlas: Atlas
) -> None:
    for zip_code, row in rows.items():
        if row["market"] == "unknown":
            assert not atlas.zips[zip_code].utilities, zip_code


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
