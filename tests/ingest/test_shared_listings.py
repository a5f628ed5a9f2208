"""The real listings of January 2026, beside the repository. What is expected is said in their README."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from choosemypower import evaluation, ingest
from choosemypower.ingest.reading import read_content
from choosemypower.plans.charges import FeeReading
from choosemypower.plans.model import Offer
from choosemypower.plans.queries import read_catalogue
from choosemypower.settings import Settings

pytestmark = pytest.mark.shared


def test_the_export_gives_every_row_to_an_offer(shared_data: Path) -> None:
    """1,854 rows; 865 combinations of utility, provider, prices, term and fee are there in both languages.

    Ten of these hold two different plans (one by the hour, one not), so that there are 875 pairs; 14 more
    are rows of one name that differ in one thing, such as the fee to leave: 965 offers.
    """
    result = evaluation.evaluate_listing(shared_data / "ptc_2026-01-09.csv")
    assert (result["rows"], result["rows_in_offers"], result["rows_quarantined"]) == (1854, 1854, 0)
    assert result["keys_in_both_languages"] == 865
    assert (result["pairs"], result["english_only"], result["spanish_only"]) == (889, 74, 2)
    assert result["offers"] == 965 == 889 + 74 + 2
    assert result["suspect_offers"] == 10
    assert result["providers"] == 45  # 46 names, two of them one provider
    straight = result["straight_line"]
    assert (straight["rows_without_fee_text"], straight["failing_without_fee_text"]) == (1776, 3)
    assert straight["rows_with_fee_text"] == straight["failing_before_fees_are_put_back"] == 78


@pytest.mark.parametrize(
    ("name", "column"), [("ptc_2026-01-09.csv", "[Language]"), ("ptc_2026-01-17.csv", "language")]
)
def test_without_its_language_column_a_listing_has_nearly_the_same_offers(
    shared_data: Path, name: str, column: str
) -> None:
    content = (shared_data / name).read_bytes()
    whole = read_content(content).counts
    table = list(csv.reader(io.StringIO(content.decode(), newline="")))
    place = table[0].index(column)
    file = io.StringIO(newline="")
    csv.writer(file).writerows([cells[:place] + cells[place + 1 :] for cells in table])
    without = read_content(file.getvalue().encode()).counts
    assert without.rows == whole.rows == without.rows_in_offers
    assert abs(without.offers - whole.offers) < whole.offers / 100


@pytest.mark.parametrize(
    ("name", "rows", "providers"),
    [("ptc_2026-01-12.csv", 897, None), ("ptc_2026-01-17.csv", 1869, 45), ("ptc_2026-01-26.csv", 1069, 31),
     ("ptc_zip76107_2026-01-09.csv", 155, None)],
)  # fmt: skip
def test_every_other_shape_is_read_without_a_lost_row(
    shared_data: Path, name: str, rows: int, providers: int | None
) -> None:
    result = evaluation.evaluate_listing(shared_data / name)
    assert (result["rows"], result["rows_in_offers"], result["rows_quarantined"]) == (rows, rows, 0)
    assert providers is None or result["providers"] == providers


def test_the_example_cancel_fees_are_all_read(shared_data: Path) -> None:
    result = evaluation.evaluate_cancel_fees(shared_data / "cancel_fee_examples.json")
    assert (result["cases"], result["wrong"]) == (13, 0)


def test_the_bundle_says_what_the_export_says(shared_data: Path) -> None:
    export = read_content((shared_data / "ptc_2026-01-09.csv").read_bytes())
    bundle = read_content(ingest.bundled_listing().read_bytes())

    def numbers(fees: FeeReading | None) -> str:
        if fees is None:
            return ""
        items = tuple(msgspec.structs.replace(one, sentence=None) for one in fees.items)
        return str((fees.state, items, fees.bundled_delivery))

    def facts(offers: Iterable[Offer]) -> list[object]:
        return sorted(
            (offer.utility, offer.provider_slug, offer.name, offer.prices, offer.id_keys, offer.term_months,
             offer.cancel_fee.kind, offer.cancel_fee.usd or 0, offer.features, offer.suspect or "",
             numbers(offer.fees))
            for offer in offers
        )  # fmt: skip

    assert facts(bundle.offers) == facts(export.offers)


@pytest.mark.db
@pytest.mark.anyio
async def test_ids_survive_a_cold_snap_and_a_file_without_spanish(
    migrated: Settings, shared_data: Path
) -> None:
    """Of 1,069 row ids of the 26th, 1,038 were there on the 17th; a fall of 43 % is a warning."""
    plans: dict[str, dict[int, str]] = {}
    for day in ("09", "12", "17", "26"):
        path = shared_data / f"ptc_2026-01-{day}.csv"
        # Nueces has one plan in the whole market, and none in the file of the 12th.
        report = await ingest.run(str(path), settings=migrated, accept=day == "12")
        assert report.status == "published"
        catalogue = await read_catalogue()
        assert catalogue is not None
        plans[day] = {
            text.id_key: plan.plan_id
            for plan in catalogue.plans
            for text in (plan.english, plan.spanish)
            if text is not None and text.id_key is not None
        }
    assert any("43% fewer rows" in warning for warning in report.warnings)
    kept = plans["17"].keys() & plans["26"].keys()
    assert len(kept) == 1038
    moved = [id_key for id_key in kept if plans["17"][id_key] != plans["26"][id_key]]
    # Rows whose twin disagreed on one of the two days change partners; nothing else moves.
    assert len(moved) <= 3
    english = plans["12"].keys() & plans["09"].keys()
    # The file of the 12th calls every row English: two rows of one label, one of them without a term, are apart there.
    assert sum(plans["12"][id_key] != plans["09"][id_key] for id_key in english) == 2
