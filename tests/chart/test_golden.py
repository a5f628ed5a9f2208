"""Rendered text as it was last looked at. After a wanted change: `make chart-golden`, then read the diff."""

import os
from pathlib import Path

import pytest

from tests.chart.chart import scenario, template

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("default", "evaluation-backup", "external-secret", "monitoring")


@pytest.mark.parametrize("name", NAMES)
def test_the_chart_renders_as_it_was_last_looked_at(name: str) -> None:
    file = GOLDEN / f"{name}.yaml"
    rendered = template(scenario(name))
    if os.environ.get("WRITE_GOLDEN") == "1":
        file.write_text(rendered)
    assert rendered == file.read_text()
