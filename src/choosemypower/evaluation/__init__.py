"""How well we understand: cases of a file in; right, refused, wrong and the list of misses out.

Owns: the shapes of the files of cases, what counts as right.
Leaves to others: the understanding itself (`documents`, `plans`, `pricing`, `ingest`, `territories`).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from choosemypower.evaluation.cancel_fees import evaluate_cancel_fees
from choosemypower.evaluation.cases import CasesUnreadableError
from choosemypower.evaluation.fees import evaluate_fees
from choosemypower.evaluation.label_texts import evaluate_label_texts
from choosemypower.evaluation.labels import evaluate_labels
from choosemypower.evaluation.listing import evaluate_listing
from choosemypower.evaluation.zips import evaluate_zips
from choosemypower.territories.queries import read_atlas_from_files

__all__ = [
    "EVALUATIONS",
    "CasesUnreadableError",
    "evaluate",
    "evaluate_cancel_fees",
    "evaluate_fees",
    "evaluate_label_texts",
    "evaluate_labels",
    "evaluate_listing",
    "evaluate_zips",
]


def _labels(file: Path) -> Mapping[str, Any]:
    return evaluate_labels(file, delivery=read_atlas_from_files().delivery_charges)


def _zips(file: Path) -> Mapping[str, Any]:
    return evaluate_zips(file, read_atlas_from_files())


EVALUATIONS: dict[str, Callable[[Path], Mapping[str, Any]]] = {
    "cancel-fees": evaluate_cancel_fees,
    "fees": evaluate_fees,
    "labels": _labels,
    "listing": evaluate_listing,
    "zips": _zips,
}
"""What `choosemypower evaluate` offers, by its kind."""


def evaluate(kind: str, file: Path, *, from_listing: bool = False) -> Mapping[str, Any]:
    """Measure one kind on a file of cases: an object to be printed as JSON. Raises an AppError with the reason."""
    if kind == "labels" and from_listing:
        return evaluate_labels(file, from_listing=True)
    return EVALUATIONS[kind](file)
