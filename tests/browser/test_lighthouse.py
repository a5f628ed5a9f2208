"""Lighthouse finds ten kinds of page fast, open to all, sound and easy to find."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "lighthouse.py"

pytestmark = [pytest.mark.lighthouse, pytest.mark.server, pytest.mark.db]


def test_lighthouse_finds_ten_kinds_of_page_good(base_url: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), base_url, "--out", str(tmp_path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.glob("*.json"))) == 10
