import json
from pathlib import Path

import pytest

from choosemypower import ingest
from choosemypower.errors import AppError
from tests.support.listings import a_listing_file, a_listing_row


def cases_file(folder: Path, *cases: tuple[str, str, str | None]) -> Path:
    path = folder / "cases.json"
    content = {"cases": [{"text": text, "expected": {"kind": kind, "usd": usd}} for text, kind, usd in cases]}
    path.write_text(json.dumps(content))
    return path


def test_cancel_fee_cases_are_counted_and_misses_named(tmp_path: Path) -> None:
    cases = [
        ("150.00", "flat", "150"),
        ("None", "none", None),
        ("", "unknown", None),
        ("20/mes", "flat", "20"),
    ]
    result = ingest.evaluate_cancel_fees(cases_file(tmp_path, *cases))
    assert (result["cases"], result["right"], result["wrong"]) == (4, 3, 1)
    (miss,) = result["misses"]
    assert miss["found"] == {"kind": "per_remaining_month", "usd": "20"}


def test_cases_of_another_shape_are_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text("[1, 2]")
    with pytest.raises(AppError, match="holds no cases of cancel fees"):
        ingest.evaluate_cancel_fees(path)
    with pytest.raises(AppError, match="cannot be read"):
        ingest.evaluate_cancel_fees(tmp_path / "none.json")


def test_a_listing_is_measured_without_a_database(tmp_path: Path) -> None:
    path = a_listing_file(tmp_path, a_listing_row(), a_listing_row(TduCompanyName="GOTHAM POWER"))
    result = ingest.evaluate_listing(path)
    assert (result["rows"], result["offers"], result["rows_quarantined"]) == (2, 1, 1)
    assert result["misses"] == [
        {"reason": "its utility 'GOTHAM POWER' is not known", "rows": 1, "lines": [3]}
    ]
    assert result["straight_line"]["failing_without_fee_text"] == 0
    json.dumps(result)


def test_the_bundled_listing_holds_facts_only() -> None:
    header, *lines = ingest.bundled_listing().read_text(encoding="utf-8").splitlines()
    assert not {"special_terms", "fees", "fees_text", "promotion_desc"} & set(header.split(","))
    assert len(lines) == 1854
    result = ingest.evaluate_listing(ingest.bundled_listing())
    assert (result["rows_quarantined"], result["warnings"][1:]) == (0, [])
