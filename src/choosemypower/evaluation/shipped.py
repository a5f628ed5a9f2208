"""Every kind measured on the cases that come with the program: what the page `/how-well` shows."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from choosemypower.documents.how_well import EvaluationRun, Measurement
from choosemypower.evaluation.cancel_fees import evaluate_cancel_fees
from choosemypower.evaluation.fees import evaluate_fees
from choosemypower.evaluation.label_texts import evaluate_label_texts
from choosemypower.evaluation.zips import evaluate_zips
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.queries import read_atlas_from_files

CASES_IN_REPOSITORY = "src/choosemypower/reference/cases"

_KINDS: tuple[tuple[str, str, str, Callable[[Path, Atlas], Mapping[str, Any]]], ...] = (
    ("Texts about fees and credits", "fees", "fees.json", lambda path, _: evaluate_fees(path)),
    (
        "Facts labels, as text",
        "labels --text",
        "labels",
        lambda path, atlas: evaluate_label_texts(path, atlas.delivery_charges),
    ),
    ("Fees for leaving early", "cancel-fees", "cancel_fees.json", lambda path, _: evaluate_cancel_fees(path)),
    ("Who delivers in a ZIP code", "zips", "zips.json", evaluate_zips),
)
"""What was read, the kind of `evaluate`, its cases, and how they are measured."""


def measure_shipped(cases: Path, on: date) -> Measurement:
    """All kinds, measured now. `cases`: the folder that comes with the program; `on`: the day to write down."""
    atlas = read_atlas_from_files()
    return Measurement(
        measured_on=on,
        measures=tuple(
            _measure(name, f"choosemypower evaluate {kind} {CASES_IN_REPOSITORY}/{file}", found)
            for name, kind, file, run in _KINDS
            for found in (run(cases / file, atlas),)
        ),
    )


def _measure(name: str, command: str, found: Mapping[str, Any]) -> EvaluationRun:
    return EvaluationRun(
        name=name,
        command=command,
        cases=found["cases"],
        right=found["right"],
        refused=found["refused"],
        refused_as_expected=found.get("refused_as_expected", 0),
        wrong=found["wrong"],
    )
