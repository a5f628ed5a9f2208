import json
from pathlib import Path

import pytest

from choosemypower.errors import AppError
from choosemypower.evaluation import evaluate_cancel_fees


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
    result = evaluate_cancel_fees(cases_file(tmp_path, *cases))
    assert (result["cases"], result["right"], result["wrong"]) == (4, 3, 1)
    (miss,) = result["misses"]
    assert miss["found"] == {"kind": "per_remaining_month", "usd": "20"}


def test_cases_of_another_shape_are_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text("[1, 2]")
    with pytest.raises(AppError, match="holds no cases of cancel fees"):
        evaluate_cancel_fees(path)
    with pytest.raises(AppError, match="cannot be read"):
        evaluate_cancel_fees(tmp_path / "none.json")
