"""Measuring labels and fee texts against cases in a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from choosemypower.evaluation import CasesUnreadableError, evaluate_fees, evaluate_labels
from tests.support.charges import DELIVERY

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def a_label_case(**fields: Any) -> dict[str, Any]:
    """CleanSky Embrace Green 12: 7.999 cents and Oncor's delivery of 2025-12-29."""
    components = {
        "energy_tiers": [{"from_kwh": 0, "to_kwh": None, "cents_per_kwh": 7.999}],
        "time_of_use": [],
        "base_usd_per_month": 0,
        "credits": [],
        "fees": [],
        "delivery": {"bundled": False, "usd_per_month": 4.23, "cents_per_kwh": 5.5833},
    }
    case = {
        "id": "one",
        "utility": "oncor",
        "efl_date": None,
        "components": components,
        "published_cents_per_kwh": {"500": 14.4, "1000": 14.0, "2000": 13.8},
        "tolerance_cents": 0.05,
        "expected_bill_usd": {"250": 38.19, "750": 106.10, "999": 139.92, "1500": 207.96, "2500": 343.79},
    }
    return case | fields


def a_file(folder: Path, *cases: dict[str, Any]) -> Path:
    path = folder / "cases.json"
    path.write_text(json.dumps({"about": "test", "cases": cases}), encoding="utf-8")
    return path


def test_a_label_is_right_when_averages_and_bills_are_met(tmp_path: Path) -> None:
    for from_listing in (False, True):
        result = evaluate_labels(a_file(tmp_path, a_label_case()), from_listing)
        assert (result["cases"], result["right"], result["wrong"], result["misses"]) == (1, 1, 0, [])


def test_a_wrong_bill_is_a_miss_with_its_reason(tmp_path: Path) -> None:
    case = a_label_case(expected_bill_usd={"250": 40.00})
    result = evaluate_labels(a_file(tmp_path, case, a_label_case(id="two")))
    assert (result["right"], result["wrong"]) == (1, 1)
    assert result["misses"] == [
        {"outcome": "wrong", "id": "one", "faults": ["bill at 250 kWh: 38.19 USD, expected 40.0"]}
    ]


def test_a_hidden_structure_is_not_computable_from_the_listing(tmp_path: Path) -> None:
    """Texas Instant: a flat bill of 135 USD prints 27, 13.5 and 13.8 cents."""
    case = a_label_case(
        components={
            "energy_tiers": [
                {"from_kwh": 0, "to_kwh": 1000, "cents_per_kwh": 0},
                {"from_kwh": 1001, "to_kwh": None, "cents_per_kwh": 14.0},
            ],
            "base_usd_per_month": 135,
            "delivery": {"bundled": True},
        },
        published_cents_per_kwh={"500": 27.0, "1000": 13.5, "2000": 13.8},
        expected_bill_usd={"250": 135.0, "1500": 205.0},
    )
    assert evaluate_labels(a_file(tmp_path, case))["right"] == 1
    assert evaluate_labels(a_file(tmp_path, case), from_listing=True)["refused"] == 1


@pytest.mark.parametrize(
    "masked",
    [
        {"usd_per_month": None, "cents_per_kwh": None},
        {"usd_per_month": 4.90, "cents_per_kwh": None},
        {"usd_per_month": None, "cents_per_kwh": 6.0009},
    ],
)
def test_a_masked_delivery_charge_is_the_one_that_meets_the_printed_averages(
    tmp_path: Path, masked: dict[str, Any]
) -> None:
    """CenterPoint took 4.90 USD and 6.0009 cents on 2025-12-29; with 7.999 cents that prints 15.0, 14.5 and 14.2."""
    case = a_label_case(
        utility="centerpoint",
        efl_date="2025-12-15",
        published_cents_per_kwh={"500": 15.0, "1000": 14.5, "2000": 14.2},
        expected_bill_usd={"750": 109.90, "1500": 214.90},
    )
    case["components"]["delivery"] = {"bundled": False, "masked_in_efl": True} | masked
    with pytest.raises(CasesUnreadableError, match="masks its delivery charge"):
        evaluate_labels(a_file(tmp_path, case))
    result = evaluate_labels(a_file(tmp_path, case), delivery=DELIVERY)
    assert (result["right"], result["misses"]) == (1, [])


def test_one_case_that_cannot_be_read_is_a_miss_and_the_others_count(tmp_path: Path) -> None:
    masked = a_label_case(id="masked", utility="nowhere")
    masked["components"]["delivery"] = {"bundled": False, "usd_per_month": None, "cents_per_kwh": None}
    result = evaluate_labels(a_file(tmp_path, masked, a_label_case(id="fine")))
    assert (result["cases"], result["right"], result["wrong"]) == (2, 1, 1)
    assert "masks its delivery charge" in str(result["misses"])
    texts = [
        {"id": "empty", "text": "No fees."},
        {"id": "fine", "text": "Ask.", "expected": {"resolved": False}},
    ]
    fees = evaluate_fees(a_file(tmp_path, *texts))
    assert (fees["cases"], fees["right"], fees["refused"], fees["wrong"]) == (2, 0, 1, 1)


def test_an_energy_charge_beside_free_hours_is_for_the_other_hours(tmp_path: Path) -> None:
    """37.5 % of the use free, the rest at 20 cents, delivery bundled: 12.5 cents on average."""
    case = a_label_case(
        published_cents_per_kwh={"500": 12.5, "1000": 12.5, "2000": 12.5},
        expected_bill_usd={"1000": 125.0},
    )
    case["components"] |= {
        "energy_tiers": [{"from_kwh": 0, "to_kwh": None, "cents_per_kwh": 20}],
        "time_of_use": [{"name": "free nights", "share": 0.375, "cents_per_kwh": 0}],
        "delivery": {"bundled": True},
    }
    assert evaluate_labels(a_file(tmp_path, case))["misses"] == []


@pytest.mark.parametrize("one_time", [60, {"usd": 60}, [{"usd": 45}, {"usd": 15}]])
def test_one_time_charges_count_with_a_twelfth_in_the_averages_only(tmp_path: Path, one_time: Any) -> None:
    """5 USD more a month than 14.4, 14.0 and 13.8 cents."""
    case = a_label_case(published_cents_per_kwh={"500": 15.4, "1000": 14.5, "2000": 14.0})
    case["components"]["one_time"] = one_time
    for from_listing in (False, True):
        assert evaluate_labels(a_file(tmp_path, case), from_listing)["misses"] == []


def test_a_seasonal_label_may_state_the_bills_of_any_month(tmp_path: Path) -> None:
    """100 USD from 1,000 kWh and 25 more from July to September: 106.25 in the printed averages."""
    case = a_label_case(
        published_cents_per_kwh={"500": 20.4, "1000": 9.4, "2000": 14.5},
        expected_bill_usd={"500": 102.15, "1000": 100.06, "1500": 198.10},
    )
    case["components"]["energy_tiers"][0]["cents_per_kwh"] = 14.0
    case["components"]["credits"] = [
        {"usd": 100, "min_kwh": 1000, "max_kwh": None},
        {"usd": 25, "min_kwh": 1000, "max_kwh": None, "months": [7, 8, 9]},
    ]
    for expected in ({"500": 102.15, "1000": 100.06}, {"1000": 75.06}, {"1000": 93.81}):
        result = evaluate_labels(a_file(tmp_path, case | {"expected_bill_usd": expected}))
        assert result["misses"] == []


@pytest.mark.parametrize("bounds", [("min_kwh", "max_kwh"), ("from_kwh", "to_kwh")])
def test_a_price_by_total_is_read_from_a_label_case(tmp_path: Path, bounds: tuple[str, str]) -> None:
    case = a_label_case(
        published_cents_per_kwh={"500": 13.3, "1000": 10.8, "2000": 10.8},
        expected_bill_usd={"999": 132.87, "1000": 108.0},
    )
    lower, upper = bounds
    case["components"] |= {
        "energy_tiers": [],
        "price_by_total_usage": [
            {lower: 0, upper: 999, "cents_per_kwh": 13.3},
            {lower: 1000, upper: None, "cents_per_kwh": 10.8},
        ],
        "delivery": {"bundled": True},
    }
    assert evaluate_labels(a_file(tmp_path, case))["misses"] == []
    assert evaluate_labels(a_file(tmp_path, case), from_listing=True)["refused"] == 1


def test_fee_texts_are_compared_exactly(tmp_path: Path) -> None:
    expected = {
        "credits": [{"usd": 30, "min_kwh": 1000, "max_kwh": None}],
        "fees": [],
        "base_usd": None,
        "energy_tiers": [],
        "price_by_total_usage": [],
        "resolved": True,
    }
    path = a_file(
        tmp_path,
        {"id": "right", "text": "A $30 credit when usage is 1000 kWh or more.", "expected": expected},
        {"id": "wrong", "text": "A $40 credit when usage is 1000 kWh or more.", "expected": expected},
        {"id": "unread", "text": "Ask us.", "expected": expected | {"credits": [], "resolved": False}},
    )
    result = evaluate_fees(path)
    assert (result["right"], result["refused"], result["wrong"]) == (1, 1, 1)
    assert (result["resolvable"], result["resolvable_right"]) == (2, 1)
    assert (result["refused_as_expected"], result["unresolvable_read_as_numbers"]) == (1, 0)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Daily charge of $0.85 per day.", "usd_per_day", 0.85),
        ("$9.95 per month base charge. One-time setup fee of $50.", "one_time_usd", 50),
        ("$5 AutoPay discount per month.", "credits", [{"usd": 5, "condition": "autopay"}]),
        (
            "Enroll in Auto Pay and Paperless to get a $5 credit on each monthly bill.",
            "credits",
            [{"usd": 5, "condition": "autopay_and_paperless"}],
        ),
    ],
)
def test_every_field_of_a_fee_text_counts(tmp_path: Path, text: str, field: str, value: Any) -> None:
    expected = {"resolved": True, field: value}
    if "base charge" in text:
        expected["base_usd"] = 9.95
    without = {name: stated for name, stated in expected.items() if name != field}
    assert evaluate_fees(a_file(tmp_path, {"text": text, "expected": expected}))["right"] == 1
    assert evaluate_fees(a_file(tmp_path, {"text": text, "expected": without}))["wrong"] == 1


def test_a_base_charge_that_autopay_waives_is_compared_with_who_does_not_pay_it(tmp_path: Path) -> None:
    case = {"text": "Base charge of $9.95 per month, waived with AutoPay."}
    for expected, outcome in (
        ({"base_usd": 9.95, "base_waived_by": ["autopay"]}, "right"),
        ({"fees": [{"usd": 9.95, "waived_by": ["autopay"]}]}, "right"),
        ({"base_usd": 9.95, "base_waived_by": ["paperless"]}, "wrong"),
        ({"base_usd": 9.95}, "wrong"),
        ({"base_usd": 8.95, "base_waived_by": ["autopay"]}, "wrong"),
    ):
        result = evaluate_fees(a_file(tmp_path, {**case, "expected": {"resolved": True, **expected}}))
        assert result[outcome] == 1, expected


@pytest.mark.parametrize("bent_kwh", ["500", "1000", "2000"])
def test_a_fee_text_with_bent_prices_is_never_right(tmp_path: Path, bent_kwh: str) -> None:
    """GridPlus 12 of Chariot, July 2026: 13.22 cents, 125 USD from 1,000 kWh, Oncor."""
    case = {
        "text": "Get a $125 usage credit each month your usage is 1,000 kWh or more.",
        "expected": {"resolved": True, "credits": [{"usd": 125, "min_kwh": 1000}]},
        "printed_cents_per_kwh": {"500": 20.2, "1000": 7.2, "2000": 13.3},
    }
    assert evaluate_fees(a_file(tmp_path, case))["right"] == 1
    bent = {**case["printed_cents_per_kwh"], bent_kwh: case["printed_cents_per_kwh"][bent_kwh] + 9}  # type: ignore[dict-item, index]
    result = evaluate_fees(a_file(tmp_path, {**case, "printed_cents_per_kwh": bent}))
    assert (result["right"], result["refused"], result["wrong"]) == (0, 1, 0)


@pytest.mark.parametrize(
    "content", ["not json", "[1, 2]", '{"about": 1}', '{"cases": [{"id": 1}]}', '{"cases": 5}']
)
def test_a_file_of_another_shape_is_refused_with_its_reason(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content, encoding="utf-8")
    for evaluate in (evaluate_labels, evaluate_fees):
        with pytest.raises(CasesUnreadableError):
            evaluate(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesUnreadableError, match="No such file"):
        evaluate_labels(tmp_path / "none.json")


@pytest.mark.shared
def test_the_worked_labels_and_texts_of_the_study_are_right() -> None:
    labels = SHARED / "efl_examples.json"
    assert evaluate_labels(labels)["wrong"] == 0
    assert evaluate_labels(labels, from_listing=True)["wrong"] == 0
    assert evaluate_fees(SHARED / "fees_credits_examples.json")["wrong"] == 0
