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
    assert evaluate_zips(file, atlas) == {
        "kind": "zips", "cases": 4, "right": 4, "refused": 0, "wrong": 0, "misses": [],
    }  # fmt: skip


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
     b'{"cases": [{"zip": "77002", "utilities": "centerpoint"}]}'],
)  # fmt: skip
def test_a_malformed_file_is_refused_with_its_reason(content: bytes, atlas: Atlas) -> None:
    with pytest.raises(CasesUnreadableError, match="This is not a file of ZIP cases"):
        evaluate_zips(content, atlas)


def test_a_missing_file_is_refused_with_its_name(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(CasesUnreadableError, match=r"nothing\.json cannot be read"):
        evaluate_zips(tmp_path / "nothing.json", atlas)
