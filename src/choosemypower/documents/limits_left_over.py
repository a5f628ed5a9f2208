"""Limits of usage that a text names and a reading of it does not have: such a text contradicts itself, or says more."""

import re
from collections.abc import Sequence

from choosemypower.documents.proposals import Proposal
from choosemypower.documents.words import fold
from choosemypower.plans.charges import EnergyTier, PriceByTotal, UsageCredit, UsageFee

_USE = r"(\d{1,3}(?:,\d{3})+|\d{2,5}) ?(?:kwh|kilo)\w*"
_LIMIT = re.compile(
    r"(?:\b(?:under|below|(?:less|fewer|more|greater|higher|lower|other) th[ae]n|over|above|exceed\w*|at least|up to"
    r"|reach\w*|hits?|waived (?:at|from)|exactly|from|menos de|mas de|por debajo de|por encima de"
    r"|hasta|desde|a partir de|llega a)"
    rf"|[<>]=?|≤|≥) ?(?<![\d.,$]){_USE}"
    rf"|(?<![\d.,$]){_USE}(?: (?:and|or|y|o)? ?(?:more|less|greater|higher|over|above|up|below|under|fewer|mas|menos)\b"
    r"| ?\+)"
)
_OF_AVERAGES = re.compile(r"average|promedi")


def names_another_limit(parts: Sequence[str], reading: Proposal) -> bool:
    """Whether a sentence limits something by a use at which no charge of the reading begins or ends.

    False where no charge has a limit: a text may deny one, "no fee below 1,000 kWh".
    """
    edges = set(_edges(reading))
    return bool(edges) and any(
        not {use - 1, use, use + 1} & edges
        for part in parts
        if not _OF_AVERAGES.search(said := fold(part))
        for match in _LIMIT.finditer(said)
        if (use := int((match[1] or match[2]).replace(",", "")))
    )


def _edges(reading: Proposal) -> list[int]:
    found: list[int | None] = []
    for charge in reading.charges:
        if isinstance(charge, UsageCredit | UsageFee | PriceByTotal):
            found += (charge.min_kwh, charge.max_kwh)
        if isinstance(charge, EnergyTier):
            found += (charge.from_kwh, charge.to_kwh)
    return [use for use in found if use]
