"""What the last measurement of our reading said: written by `make how-well`, read by the page that shows it."""

from datetime import date
from importlib.resources import files

import msgspec

CASES = files("choosemypower") / "reference" / "cases"
"""The cases that come with the program."""
FILE = files("choosemypower") / "reference" / "how_well.json"


class EvaluationRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run of `evaluate` over the cases of one kind that come with the program."""

    name: str
    """What was read, e.g. "Texts about fees and credits"."""
    command: str
    """How to run it again, from the root of the repository."""
    cases: int
    right: int
    refused: int
    refused_as_expected: int
    """Of the refused, those that nobody could turn into numbers."""
    wrong: int


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    measured_on: date
    measures: tuple[EvaluationRun, ...]


def read_measurement() -> Measurement:
    """The measurement that comes with this release."""
    return msgspec.json.decode(FILE.read_bytes(), type=Measurement)
