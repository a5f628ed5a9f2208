"""Texts that promise the same bill up to a use, and leave its amount to the printed prices."""

from choosemypower.documents.bands import Unread, items_of
from choosemypower.documents.tokens import tokens_of
from choosemypower.documents.words import fold, sentences

_SAME_AMOUNT = (
    "same amount every month",
    "misma cantidad cada mes",
    "same bill every month",
    "mismo monto cada mes",
)


def flat_until(said: str) -> int | None:
    """Where a text says that all months below a use cost the same."""
    folded = " ".join(fold(said).split())
    if not any(phrase in folded for phrase in _SAME_AMOUNT):
        return None
    try:
        bands = [
            item.band for part in sentences(said) for item in items_of(tokens_of(part)) if item.kind == "BAND"
        ]
    except Unread:
        return None
    if len(bands) != 1 or bands[0] is None or bands[0].min_kwh or bands[0].max_kwh is None:
        return None
    return bands[0].max_kwh + 1 if bands[0].max_kwh % 10 == 9 else bands[0].max_kwh
