import json
from pathlib import Path

from choosemypower import ingest
from choosemypower.evaluation import evaluate_listing
from tests.support.listings import a_listing_file, a_listing_row


def test_a_listing_is_measured_without_a_database(tmp_path: Path) -> None:
    path = a_listing_file(tmp_path, a_listing_row(), a_listing_row(TduCompanyName="GOTHAM POWER"))
    result = evaluate_listing(path)
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
    result = evaluate_listing(ingest.bundled_listing())
    assert (result["rows_quarantined"], result["warnings"][1:]) == (0, [])
