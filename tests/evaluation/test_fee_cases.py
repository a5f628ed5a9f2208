"""Cases of fee texts in the ways in which people write down what they expect."""

import json
from pathlib import Path
from typing import Any

import pytest

from choosemypower.evaluation import evaluate_fees

BOTH = "$5.00 per month discount for AutoPay and paperless billing."
BY_DAY = "Daily service charge of $0.40 per day."


def _outcome(tmp_path: Path, text: str, **expected: Any) -> str:
    path = tmp_path / "cases.json"
    path.write_text(
        json.dumps({"cases": [{"id": "one", "text": text, "expected": {"resolved": True, **expected}}]})
    )
    counts = evaluate_fees(path)
    return next(name for name in ("right", "refused", "wrong") if counts[name])


@pytest.mark.parametrize(
    ("conditions", "outcome"),
    [
        (["autopay", "paperless"], "right"),
        (["paperless", "autopay"], "right"),
        (["autopay"], "wrong"),
        (["device"], "wrong"),
    ],
)
def test_conditions_may_stand_beside_the_charges(tmp_path: Path, conditions: list[str], outcome: str) -> None:
    assert _outcome(tmp_path, BOTH, credits=[{"usd": 5}], conditions=conditions) == outcome
    assert _outcome(tmp_path, BOTH, credits=[{"usd": 5, "conditions": conditions}]) == outcome


def test_a_credit_that_the_case_says_is_for_all_is_not_one_with_a_condition(tmp_path: Path) -> None:
    assert _outcome(tmp_path, BOTH, credits=[{"usd": 5}]) == "wrong"


@pytest.mark.parametrize(
    ("base_usd", "outcome"), [(None, "right"), (12, "right"), (12.5, "wrong"), (4, "wrong")]
)
def test_a_charge_by_the_day_may_be_said_by_the_month_too(
    tmp_path: Path, base_usd: float | None, outcome: str
) -> None:
    assert _outcome(tmp_path, BY_DAY, base_usd=base_usd, usd_per_day=0.4) == outcome
