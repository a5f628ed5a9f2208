"""Cases that were bent are never right: a changed price refuses the text, a changed meaning is found wrong."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from choosemypower.documents.how_well import CASES
from choosemypower.evaluation import evaluate_cancel_fees, evaluate_fees, evaluate_zips
from choosemypower.territories.atlas import Atlas

CREDIT = "A $50 bill credit applies in any billing cycle with usage of at least 1,000 kWh"
MEANT = {"credits": [{"usd": 50, "min_kwh": 1000, "max_kwh": None}], "fees": [], "resolved": True}
PRICES = [17.8, 12.4, 14.7]
"""10.9 cents, 4.06 USD and 6.1196 cents of delivery, 50 USD off from 1,000 kWh: 17.8316, 12.4256, 14.7226."""


def fees(folder: Path, *cases: dict[str, Any]) -> dict[str, Any]:
    path = folder / "fees.json"
    path.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    return dict(evaluate_fees(path))


def test_a_case_as_it_is_is_right(tmp_path: Path) -> None:
    assert fees(tmp_path, {"text": CREDIT, "prices": PRICES, "expected": MEANT})["right"] == 1


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("$25 credit on each of your first 3 bills.", {"usd": 25, "first_bills": 3}),
        ("$25 credit on each of your first 3 bills.", {"usd": 25, "bill_numbers": [1, 2, 3]}),
        ("$5 off each month with AutoPay and paperless billing", {"usd": 5, "condition": "autopay_and_paperless"}),
        (
            "$30 credit from November to February at 1,000 kWh or more",
            {"usd": 30, "min_kwh": 1000, "months": [11, 12, 1, 2]},
        ),
    ],
)  # fmt: skip
def test_a_case_may_name_bills_months_and_conditions_in_several_ways(
    tmp_path: Path, text: str, credit: dict[str, Any]
) -> None:
    case = {"text": text, "expected": {"credits": [credit], "fees": [], "resolved": True}}
    assert fees(tmp_path, case)["right"] == 1


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("cents", [-9, 9])
def test_a_case_with_a_bent_price_is_refused(tmp_path: Path, at: int, cents: int) -> None:
    bent = [float(Decimal(str(price)) + (cents if place == at else 0)) for place, price in enumerate(PRICES)]
    result = fees(tmp_path, {"text": CREDIT, "prices": bent, "expected": MEANT})
    assert (result["right"], result["refused"], result["wrong"]) == (0, 1, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"credits": [{"usd": 51, "min_kwh": 1000, "max_kwh": None}]},
        {"credits": [{"usd": 50, "min_kwh": 1001, "max_kwh": None}]},
        {"credits": [{"usd": 50, "min_kwh": 1000, "max_kwh": 2000}]},
        {"credits": [{"usd": 50, "min_kwh": 1000, "max_kwh": None, "months": [6, 7]}]},
        {"credits": [{"usd": 50, "min_kwh": 1000, "max_kwh": None, "condition": "autopay"}]},
        {"credits": []},
        {"fees": [{"usd": 5, "max_kwh": 999}]},
        {"base_usd": 4.95},
        {"usd_per_day": 0.1},
        {"one_time_usd": 20},
        {"bundled_delivery": True},
        {"energy_tiers": [{"from_kwh": 0, "to_kwh": None, "cents_per_kwh": 9}]},
        {"resolved": False},
    ],
    ids=str,
)
def test_a_case_that_means_something_else_is_wrong(tmp_path: Path, change: dict[str, Any]) -> None:
    result = fees(tmp_path, {"text": CREDIT, "prices": PRICES, "expected": MEANT | change})
    assert (result["right"], result["wrong"]) == (0, 1)


def test_shipped_fee_cases_with_a_changed_amount_are_never_right(tmp_path: Path) -> None:
    changed = []
    for case in json.loads((CASES / "fees.json").read_text(encoding="utf-8"))["cases"]:
        for band in (*case["expected"]["credits"], *case["expected"]["fees"])[:1]:
            band["usd"] += 1
            changed.append(case)
    assert len(changed) > 100
    assert fees(tmp_path, *changed)["right"] == 0


@pytest.mark.parametrize("usd", ["9", "0.01"])
def test_a_fee_to_leave_that_is_none_is_wrong_where_a_case_names_one(tmp_path: Path, usd: str) -> None:
    path = tmp_path / "cancel.json"
    for expected, right in (
        ({"kind": "none"}, 1),
        ({"kind": "none", "usd": "0.00"}, 1),
        ({"kind": "none", "usd": usd}, 0),
    ):
        path.write_text(json.dumps({"cases": [{"text": "0.00", "expected": expected}]}), encoding="utf-8")
        found = evaluate_cancel_fees(path)
        assert (found["right"], found["wrong"]) == (right, 1 - right)


def test_a_cancel_fee_and_a_zip_that_are_left_open_count_as_refused(tmp_path: Path, atlas: Atlas) -> None:
    path = tmp_path / "cancel.json"
    case = {"text": "see the terms of service", "expected": {"kind": "flat", "usd": "150"}}
    path.write_text(json.dumps({"cases": [case]}), encoding="utf-8")
    found = evaluate_cancel_fees(path)
    assert (found["right"], found["refused"], found["wrong"]) == (0, 1, 0)
    unknown = next(area.zip for area in atlas.zips.values() if area.kind.value == "unknown")
    cases = json.dumps({"cases": [{"zip": unknown, "utilities": ["oncor"]}]}).encode()
    answered = evaluate_zips(cases, atlas)
    assert (answered["right"], answered["refused"], answered["wrong"]) == (0, 1, 0)


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [({}, "right"), ({"bundled_delivery": True}, "right"), ({"bundled_delivery": False}, "wrong")],
)
def test_delivery_in_the_price_is_compared_where_a_case_says_it(
    tmp_path: Path, stated: dict[str, bool], outcome: str
) -> None:
    text = f"TDU delivery charges are included in the energy charge. {CREDIT}"
    assert fees(tmp_path, {"text": text, "expected": MEANT | stated})[outcome] == 1
