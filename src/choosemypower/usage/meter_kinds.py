"""What the words of one column say together: use or generation, part of the day, unit. "S" alone says nothing."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from choosemypower.usage.meter_columns import kind_named
from choosemypower.usage.meter_names import tidy
from choosemypower.usage.readings import FlowDirection, MeterFileError

MOST_WORDS = 12
UNIT_WORDS = frozenset(
    ("KWH", "WH", "MWH", "KVARH", "VARH", "KVAH", "VAH", "KW", "KVAR", "KVA", "THERMS", "CCF", "USD")
)
_ENERGY_WORDS = frozenset(("KWH", "WH", "MWH"))
_PAIRS = (
    ("c", "s"), ("c", "g"), ("u", "s"), ("u", "g"), ("d", "r"), ("i", "e"), ("f", "r"), ("+", "-"), ("a+", "a-"),
    ("in", "out"), ("dlv", "rcv"), ("del", "rec"), ("imp", "exp"), ("fwd", "rev"), ("kwh-d", "kwh-r"),
    ("kwh-del", "kwh-rec"), ("1.8.0", "2.8.0"), ("1-0:1.8.0", "1-0:2.8.0"), ("electricity", "solar"), ("1", "19"),
)  # fmt: skip
"""Use and generation, where a column has both words or its name says that it tells them apart."""
_PART = re.compile(
    r"(super[ -]?)?(on|off|mid|part|partial)?[ -]?peak|nights?|days?|evenings?|shoulder|free( nights?| weekends?)?|paid"
    r"|weekdays?|weekends?|tier ?\d|base|on|off|mid"
)
_KINDS = {
    "ELECTRIC_BILLING": FlowDirection.USE,
    "C": FlowDirection.USE,
    "DEL": FlowDirection.USE,
    "G": FlowDirection.GENERATION,
    "REC": FlowDirection.GENERATION,
}
_OTHERS = frozenset(("GAS", "WATER", "NET", "TOTAL", "BOTH", "DATE", "READING"))
"""Words beside which "usage" is not the power that came from the grid."""
_FLOW = frozenset(("DIRECTION", "FLOW", "FLOWDIRECTION"))


class WordColumns(NamedTuple):
    """Which columns without a role of their own say what by their words; None: none does."""

    kind: int | None = None
    kinds: Mapping[str, FlowDirection] = {}
    """What the words of `kind` mean, in lower case."""
    part: int | None = None
    unit: int | None = None


def kind_of(word: str) -> FlowDirection | None:
    """Use or generation; nothing for a word that can be either."""
    name = tidy(word).removeprefix("KWH_")
    if name in _KINDS:
        return _KINDS[name]
    return None if frozenset(name.split("_")) & _OTHERS else kind_named(name)


def word_columns(
    unknown: Sequence[int], header: Sequence[str], words_of: Callable[[int], frozenset[str]]
) -> WordColumns:
    """The first column of each sort that has such words only. Raises MeterFileError for a direction we do not know."""
    found = WordColumns()
    for at in unknown:
        words = frozenset(word.casefold() for word in words_of(at))
        if not words or len(words) > MOST_WORDS:
            continue
        tells_apart = _tells_apart(header[at])
        kinds = _kinds(words, tells_apart)
        if kinds and found.kind is None:
            found = found._replace(kind=at, kinds=kinds)
        elif _are_units(words) and found.unit is None:
            found = found._replace(unit=at)
        elif found.part is None and all(map(_PART.fullmatch, words)):
            found = found._replace(part=at)
        elif tells_apart and found.kind is None:
            shown = " and ".join(f"“{word[:20]}”" for word in sorted(words)[:2])
            raise MeterFileError(
                f"The column “{header[at].strip()[:40]}” says {shown}, and we do not know which is power that you used "
                "and which you gave back. Download the report of consumption alone."
            )
    return found


def _kinds(words: frozenset[str], tells_apart: bool) -> dict[str, FlowDirection]:
    """What each word means; empty where one is unclear."""
    known = {word: kind for word in words if (kind := kind_of(word)) is not None}
    if len(known) == len(words):
        return known
    for use, generation in _PAIRS:
        is_clear = tells_apart or (len(words) > 1 and not use.isdecimal())
        if is_clear and words <= {use, generation}:
            return {use: FlowDirection.USE, generation: FlowDirection.GENERATION}
    return {}


def _tells_apart(name: str) -> bool:
    """Whether a column's name says that it tells use from generation."""
    tokens = frozenset(tidy(name).split("_"))
    return bool(tokens & _FLOW) or (
        bool(tokens & {"CONSUMPTION", "USAGE", "IMPORT", "DELIVERED"})
        and kind_named(tidy(name)) is FlowDirection.GENERATION
    )


def _are_units(words: frozenset[str]) -> bool:
    units = {tidy(word) for word in words}
    return units <= UNIT_WORDS and bool(units & _ENERGY_WORDS)
