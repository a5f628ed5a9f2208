"""The check for hard-coded identifiers finds them, and finds none in the program."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.chart.chart import ROOT

SCRIPT = ROOT / "scripts" / "validate_ids.py"
# Written in two pieces, so that this file holds none either.
WRONG = {
    "a meter of 17 digits": 'meter = "10443720' + '000012345"',
    "a meter of 22 digits": "meter = 1008901" + "023809416120100",
    "the state's key": "row = by[id_key]; id_key = " + "12345",
    "the state's key in a link": "href='?idKey=" + "6213'",
    "a plan": 'if plan_id == "' + 'k3j9x0aa":',
    "an upstream object": 'PLAN = "68' + 'b4f2d99e8d5a1b2c3d4e5f"',
}


def run(*files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, *files], capture_output=True, text=True)


def test_the_program_holds_no_identifier() -> None:
    done = run()
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG.keys())
def test_an_identifier_in_the_code_is_found(line: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text(f"x = 1\n{line}\n")
    done = run(file)
    assert done.returncode == 1
    assert f"{file}:2:" in done.stdout


@pytest.mark.parametrize(
    "line",
    [
        'usage = "12345678901234567"',
        "plan_id: str",
        'f"/plans/{plan_id}"',
        'sha = "' + "ab" * 32 + '"',
        "phone = 18005551234",
    ],
)
def test_what_is_no_identifier_is_left_alone(line: str, tmp_path: Path) -> None:
    file = tmp_path / "right.py"
    file.write_text(line + "\n")
    assert run(file).returncode == 0
