"""Limits of usage that a text names and a reading of it does not have: such a text contradicts itself, or says more."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from choosemypower.documents.proposals import Proposal
from choosemypower.documents.words import fold
from choosemypower.plans.charges import (
    BaseCharge,
    EnergyTier,
    OneTimeCharge,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)

# ruff: noqa: E501 -- patterns read across
_USE = r"(\d{1,3}(?:,\d{3})+|\d{2,5}) ?(?:kwh|kilo)\w*"
_LIMIT = re.compile(
    r"(?:\b(?:under|below|(?:less|fewer|more|greater|higher|lower|other) th[ae]n|over|above|exceed\w*|at least|up to"
    r"|reach\w*|hits?|waived (?:at|from)|exactly|from|menos de|mas de|por debajo de|por encima de"
    r"|hasta|desde|a partir de|llega a|(?:menor|mayor|inferior|superior)(?:es)? (?:a|de|que))"
    rf"|[<>]=?|≤|≥) ?(?<![\d.,$]){_USE}"
    rf"|(?<![\d.,$]){_USE}(?: (?:and|or|y|o)? ?(?:more|less|greater|higher|lower|over|above|up|below|under|fewer|mas"
    r"|menos)\b| ?\+)"
    r"|\b(?:under|below|less than|over|above|more than|menos de|mas de) (\d{1,3}(?:,\d{3})+|\d{3,5})"
    r"(?= (?:kwh )?(?:or|and|y|o|ni|nor) (?:under|below|less|over|above|more|menos|mas)\b)"
    r"|(?:\bif |\bwhen |\bsi |[;,] |^)(?:usage (?:is|of) )?(\d{1,3}(?:,\d{3})+|\d{3,5})"
    r" (?:and|or) (?:more|less|greater|higher|lower|above|below|fewer)\b"
)
_ANY_USE = re.compile(rf"(?<![\d.,$]){_USE}")
_OF_IT = re.compile(
    r"(?:and |but |then )?(?:it|this|that|(?:the|this|that) (?:credit|discount|fee|charge|bonus|offer|savings)|el (?:credito|descuento|cargo))\b"
)
_OF_AVERAGES = re.compile(r"average|promedi")
_OF_AN_AMOUNT = re.compile(
    rf"\$ ?[1-9][\d,.]*[^.;$\d]{{0,40}}\b(?:if|when|whenever|unless|si|cuando)\b[^.;$\d]{{0,40}}(?<![\d.,$]){_USE}"
    r"|\$ ?[1-9][\d,.]*[^.;$\d]{0,40}\b(?:becomes?|(?:drops?|falls?|goes|reduce[sd]) (?:down )?to|baja a|se reduce a)"
    r" \$ ?0\b"
)
"""A use or a nought that ends an amount: "$9.95 if usage drops under 1,000 kWh", "$9.95, becomes $0 when ..."."""
_WITHOUT_ITS_EDGE = re.compile(
    r"(?:exactly|exactamente) (\d{1,3}(?:,\d{3})+|\d{2,5})(?! ?(?:kwh|kilo\w*)? (?:or|and|o|y)\b)[^.;$\d]{0,30}"
    r"(?:\bnot\b|n't\b|\bno\b)[^.;$\d]{0,12}\b(?:qualify|earn|receive|get|count|enough|reach|califica|recibe|gana)"
)
""" "Consumption of exactly 1,000 kWh does not qualify": the credit is for more."""


def names_another_limit(parts: Sequence[str], reading: Proposal) -> bool:
    """Whether a sentence limits something by a use at which no charge of the reading begins or ends.

    Where no charge has a limit a text may deny one, "no fee below 1,000 kWh": only one beside an amount counts.
    """
    edges = set(_edges(reading))
    said = [fold(part) for part in parts]
    if not edges:
        has_amount = any(isinstance(one, BaseCharge) and one.usd for one in reading.charges)
        return has_amount and any(map(_OF_AN_AMOUNT.search, said))
    return (
        _is_denied_at_its_edge(said, reading)
        or _names_another_amount(said, reading)
        or _leaves_out_an_end(said, reading)
        or any(
            not {use - 1, use, use + 1} & edges
            for part in said
            if not _OF_AVERAGES.search(part)
            for use in _limits_in(part)
        )
    )


def _names_another_amount(said: Sequence[str], reading: Proposal) -> bool:
    """Whether a text speaks of "the $16" that it has not stated: "$40 in place of the $16" behind one of $15."""
    charges = (UsageCredit, UsageFee, BaseCharge, OneTimeCharge)
    stated = {one.usd for one in reading.charges if isinstance(one, charges)}
    known = stated | {sum(pair, Decimal(0)) for pair in combinations(stated, 2)} | {sum(stated, Decimal(0))}
    patterns = (_SAID_AGAIN, _WITHOUT_A_SIGN)
    named = {Decimal(match[1]) for part in said for one in patterns for match in one.finditer(part)}
    return bool(stated) and not named <= known


_SAID_AGAIN = re.compile(
    r"\b(?:(?:instead|in (?:lieu|place)) of(?: the)?|loses?(?: the)?|that's(?: an?)?|en (?:lugar|vez) de(?: los)?) \$ ?"
    r"(\d{1,3}(?:\.\d\d)?)(?![\d.,]*\d|[^.;$]{0,30}(?:terminat|cancel|deposit|late|value|year))"
)


_WITHOUT_A_SIGN = re.compile(
    r"(?<![\d.,$])(?<!\$ )(\d{1,3}\.\d\d) (?:base|monthly|customer|service|minimum|usage)\b"
    r"(?![^.;$]{0,30}(?:terminat|cancel|deposit|late|per kwh|¢))"
)
""" "4.95 base (all usage)"."""


def _limits_in(part: str) -> Iterator[int]:
    patterns = (_LIMIT, _RANGE) if _OF_A_HOME.search(part) is None else (_LIMIT,)
    for pattern in patterns:
        for match in pattern.finditer(part):
            yield from (int(use.replace(",", "")) for use in match.groups() if use and use not in "01")


_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d{3,5})"
_RANGE = re.compile(
    rf"(?<![\d.,$])(?:{_NUMBER}|[01]) ?(?:kwh ?)?(?:-|–|to|through|thru|a|hasta) ?{_NUMBER} ?kwh"
    rf"|(?<![\d.,$]){_NUMBER} ?\+ ?kwh|(?<![\d.,$]){_NUMBER} ?kwh (?:and|or) beyond"
    rf"|\b(?:over|above|under|below|mas de|menos de) {_NUMBER}(?=[ .:=-]*(?:\$ ?0(?:\.00?)?(?![\d.])|none\b))"
    rf"|/ ?{_NUMBER} (?:and|or) (?:more|less|above|below)\b"
)
_OF_A_HOME = re.compile(
    r"\b(?:designed|ideal|perfect|suit\w*|made|best|great|homes?|average|typical|promedio)\b"
)


def _leaves_out_an_end(said: Sequence[str], reading: Proposal) -> bool:
    """Whether the sentence of a charge without an upper or a lower end names a further use there, in whatever words."""
    edges = set(_edges(reading))
    told_of_it = [part for part in said if "$" not in part and _OF_IT.match(part)]
    for one in reading.charges:
        if not isinstance(one, UsageCredit | UsageFee) or bool(one.min_kwh) == (one.max_kwh is not None):
            continue
        own = fold(one.sentence or "")
        if own not in said or _OF_AVERAGES.search(own):
            continue
        uses = [int(use.replace(",", "")) for part in (own, *told_of_it) for use in _ANY_USE.findall(part)]
        further = [use for use in uses if (use > one.min_kwh if one.min_kwh else use < (one.max_kwh or 0))]
        if any(not {use - 1, use, use + 1} & edges for use in further):
            return True
    return False


def _is_denied_at_its_edge(said: Sequence[str], reading: Proposal) -> bool:
    denied = {int(match[1].replace(",", "")) for part in said for match in _WITHOUT_ITS_EDGE.finditer(part)}
    return any(isinstance(one, UsageCredit) and one.min_kwh in denied for one in reading.charges)


def _edges(reading: Proposal) -> list[int]:
    found: list[int | None] = []
    for charge in reading.charges:
        if isinstance(charge, UsageCredit | UsageFee | PriceByTotal):
            found += (charge.min_kwh, charge.max_kwh)
        if isinstance(charge, EnergyTier):
            found += (charge.from_kwh, charge.to_kwh)
    return [use for use in found if use]
