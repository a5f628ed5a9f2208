"""What a facts label states, proved by its own printed averages. Never raises: a label that cannot be read says why."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from choosemypower.documents.averages import (
    average_rows,
    is_at_home_uses,
)
from choosemypower.documents.label_hours import with_night_named
from choosemypower.documents.label_result import LabelReading
from choosemypower.documents.label_text import (
    MOST_CHARACTERS,
    folded_text,
    is_a_bill,
    is_a_label,
    readable,
)
from choosemypower.documents.one_label import OneLabel
from choosemypower.documents.side_by_side import one_below_another
from choosemypower.plans.charges import (
    ReadState,
)
from choosemypower.territories.model import DeliveryCharge

__all__ = ["LabelReading", "read_label"]

_OF_A_BUSINESS = re.compile(r"commercial|comercial|business|demand|negocios")


def read_label(text: str, series: Mapping[str, Sequence[DeliveryCharge]] | None = None) -> LabelReading:
    """What the text of a label states. `series`: the utilities' charges by date, for labels that pass them through."""
    if len(text) > MOST_CHARACTERS:
        return LabelReading(state=ReadState.UNREAD, note="The text is too long for a facts label.")
    said = readable(text)
    reading, is_final = _read(said, series or {})
    below = None if is_final else one_below_another(said)
    again = None if below is None else _read(below, series or {})[0]
    return again if again is not None and again.state is ReadState.PROVEN else reading


def _read(said: str, series: Mapping[str, Sequence[DeliveryCharge]]) -> tuple[LabelReading, bool]:
    """What a readable text states, and whether another layout of it cannot state anything else."""
    folded = with_night_named(folded_text(said))
    rows = average_rows(folded)
    if not rows:
        reading = _without_averages(folded)
        return reading, not reading.is_label
    if not is_at_home_uses(folded, rows[0]):
        return LabelReading(state=ReadState.UNREAD, note=_other_uses(folded)), False
    label = OneLabel(said, folded, rows, series)
    reading = label.reading()
    if reading.state is ReadState.PROVEN or not label.is_open_to_other_parts:
        return reading, not label.is_unproven
    return _of_other_parts(label) or reading, False


def _of_other_parts(label: OneLabel) -> LabelReading | None:
    """What charges that stand elsewhere state: before the averages, or on both sides of them; the proof tells."""
    proven: dict[tuple[Decimal, ...], LabelReading] = {}
    for start, end in ((0, label.main.start), (0, len(label.folded))):
        other = OneLabel(label.said, label.folded, label.rows, label.all_series, part=(start, end))
        reading = other.reading()
        if reading.charges is not None and reading.state is ReadState.PROVEN:
            proven.setdefault(other.bills, reading)
    return next(iter(proven.values())) if len(proven) == 1 else None


def _without_averages(folded: str) -> LabelReading:
    if is_a_bill(folded):
        return LabelReading(
            state=ReadState.UNREAD, note="This is a bill, no Electricity Facts Label.", is_label=False
        )
    if is_a_label(folded):
        return LabelReading(state=ReadState.UNREAD, note=_other_uses(folded))
    return LabelReading(
        state=ReadState.UNREAD, note="The text is no Electricity Facts Label.", is_label=False
    )


def _other_uses(folded: str) -> str:
    if _OF_A_BUSINESS.search(folded):
        return "This is a label for businesses. Labels of homes print averages at 500, 1,000 and 2,000 kWh."
    return "The label prints no average prices at 500, 1,000 and 2,000 kWh."
