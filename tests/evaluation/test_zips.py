"""Measuring our answers against cases in a file."""

import json
from pathlib import Path

import pytest

from choosemypower.evaluation import CasesUnreadableError, evaluate_zips
from choosemypower.territories.atlas import Atlas


def cases(*pairs: tuple[str, list[str] | None]) -> bytes:
    return json.dumps(
        {"cases": [{"zip": zip_code, "utilities": names} for zip_code, names in pairs]}
    ).encode()


def test_right_answers_are_counted(atlas: Atlas) -> None:
    file = cases(("77002", ["centerpoint"]), ("75067", ["tnmp", "oncor"]), ("78701", []), ("10001", None))
    report = evaluate_zips(file, atlas)
    assert {name: report[name] for name in ("kind", "cases", "right", "refused", "wrong", "misses")} == {
        "kind": "zips", "cases": 4, "right": 4, "refused": 0, "wrong": 0, "misses": [],
    }  # fmt: skip


def test_what_is_not_settled_is_said_with_its_evidence(atlas: Atlas) -> None:
    report = evaluate_zips(cases(("77002", ["centerpoint"]), ("75067", ["tnmp", "oncor"])), atlas)
    unsettled = json.loads(json.dumps(report["not_settled"]))
    assert [case["zip"] for case in unsettled] == ["75067"]
    assert unsettled[0]["most_likely"] == "tnmp"
    assert any(claim.startswith("oncor named ") for claim in unsettled[0]["evidence"])


@pytest.mark.parametrize(
    ("case", "right"),
    [
        ({"zip": "77380", "must_name": ["entergy-texas", "centerpoint"]}, 1),
        ({"zip": "77380", "must_name": ["oncor"]}, 0),
        ({"zip": "79316", "must_name": ["city of Brownfield (municipal)"], "kind": "municipal"}, 1),
        ({"zip": "79316", "must_name": ["city of Brownfield"], "kind": "cooperative"}, 0),
        ({"zip": "77414", "not_open": ["oncor"]}, 1),
        ({"zip": "77414", "not_open": ["aep-central"]}, 0),
        ({"zip": "10001", "must_name": ["oncor"]}, 0),
    ],
)
def test_a_case_may_say_what_must_be_named_and_what_must_not_be_offered(
    case: dict[str, object], right: int, atlas: Atlas
) -> None:
    assert evaluate_zips(json.dumps({"cases": [case]}).encode(), atlas)["right"] == right


def test_a_miss_says_what_was_expected_and_what_we_say(atlas: Atlas) -> None:
    report = evaluate_zips(cases(("77002", ["oncor"]), ("78701", None)), atlas)
    assert report["wrong"] == 2
    misses = json.loads(json.dumps(report["misses"]))
    assert misses[0]["zip"] == "77002"
    assert misses[0]["expected"] == ["oncor"]
    assert misses[0]["got"] == ["centerpoint"]
    assert misses[1]["got"] == []


def test_a_file_is_read_by_its_path(atlas: Atlas, tmp_path: Path) -> None:
    file = tmp_path / "zips.json"
    file.write_bytes(cases(("75201", ["oncor"])))
    assert evaluate_zips(file, atlas)["right"] == 1
    assert evaluate_zips(str(file), atlas)["right"] == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"zip,utilities", b"[]", b'{"cases": 1}', b'{"cases": [{"zip": 77002}]}',
     b'{"cases": [{"zip": "77002"}]}',
     b'{"cases": [{"zip": "77002", "utilities": "centerpoint"}]}'],
)  # fmt: skip
def test_a_malformed_file_is_refused_with_its_reason(content: bytes, atlas: Atlas) -> None:
    with pytest.raises(CasesUnreadableError, match="This is not a file of ZIP cases"):
        evaluate_zips(content, atlas)


def test_a_missing_file_is_refused_with_its_name(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(CasesUnreadableError, match=r"nothing\.json cannot be read"):
        evaluate_zips(tmp_path / "nothing.json", atlas)
