"""What a row says of its reading: measured, estimated, or none."""

from choosemypower.usage.meter_names import tidy
from choosemypower.usage.readings import MeterFileError, Quality

_ESTIMATES = ("e", "project", "forecast", "predict")
_VOID = frozenset((
    "missing", "no data", "not available", "n/a", "gap", "invalid", "void", "voided", "cancelled", "canceled",
    "rejected", "bad", "error", "failed", "superseded", "replaced", "reversed", "deleted",
))  # fmt: skip
_YES = ("y", "yes", "true", "1", "x")
_FLAGS = frozenset(("ESTIMATED", "ESTIMATE", "EST"))


def quality_of(word: str, column: str) -> Quality:
    """Whether a reading was estimated, by the word in a column of this name."""
    is_flag = frozenset(tidy(column).split("_")) & _FLAGS
    is_estimated = word.casefold().startswith(_ESTIMATES) or (is_flag and word.casefold() in _YES)
    return Quality.ESTIMATED if is_estimated else Quality.ACTUAL


def is_void(word: str, micro_kwh: int, row: int) -> bool:
    """Whether a row is marked as without a reading. Raises MeterFileError where it has one that does not count."""
    if not word or word.casefold() not in _VOID:
        return False
    if micro_kwh:
        raise MeterFileError(
            f"Row {row} is marked “{word}” and has a reading. Leave such rows out and send it again."
        )
    return True
