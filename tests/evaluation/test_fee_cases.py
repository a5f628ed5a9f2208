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


def test_cases_that_list_conditions_apart_leave_out_what_is_on_some_bills_only(tmp_path: Path) -> None:
    welcome = "$20 off each of your first 3 bills."
    assert _outcome(tmp_path, welcome, conditions=[], credits=[]) == "right"
    assert _outcome(tmp_path, welcome, credits=[]) == "wrong"
    assert _outcome(tmp_path, welcome, credits=[{"usd": 20, "bills": [1, 2, 3]}]) == "right"


@pytest.mark.parametrize(("cents", "outcome"), [(11.4, "right"), (11.5, "wrong"), (None, "wrong")])
def test_the_price_of_all_kwh_may_stand_beside_the_tiers(
    tmp_path: Path, cents: float | None, outcome: str
) -> None:
    text = "Base charge $7.99 per month. Energy charge 11.4 cents per kWh."
    assert _outcome(tmp_path, text, base_usd=7.99, stated_energy_cents_per_kwh=cents) == outcome


@pytest.mark.parametrize("base_usd", [None, 0])
def test_no_base_charge_may_be_said_in_two_ways(tmp_path: Path, base_usd: int | None) -> None:
    assert _outcome(tmp_path, "No base charge. $50 credit from 1,000 kWh.", base_usd=base_usd,
                    credits=[{"usd": 50, "min_kwh": 1000}]) == "right"  # fmt: skip
