"""Prices per kWh that the grammar does not read: each with the use beside it, as tiers or by the month's total."""

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from choosemypower.documents.bands import Band, Unread
from choosemypower.documents.drafts import Draft
from choosemypower.documents.parts import Price
from choosemypower.documents.said_amounts import Bound, Sentence, sentences_said
from choosemypower.documents.tokens import Token

_RATES = frozenset({"RATE", "RATE_USD"})
_MOST_PRICES = 4
_OTHER_WAY = 2
_ABOVE = re.compile(
    r"(?:after|over|above|past|beyond|exceed\w*|excess of|more than|sobre|despues de|arriba de)[^.;$¢\d]*$"
)
_FIRST = re.compile(r"(?:first|initial|opening|up to|through|until|to|primer\w*|hasta)[^.;$¢\d]*$")
_BY_TOTAL = re.compile(
    r"\b(?:every|all|each) kwh (?:on|of|in) (?:that|the|your)|entire|whole|all (?:of )?your (?:kwh|usage)"
    r"|todos? (?:los|el)"
)
_AS_TIERS = re.compile(
    r"\b(?:first|next|opening|remaining|blocks?|tiers?|steps?|excess|additional|primeros|siguientes|restantes)\b"
    r"|\beach kwh (?:over|above|past|up)|\ball kwh after"
)


def drafts_of_prices(parts: Sequence[str]) -> list[Draft]:
    """What the prices of some sentences can mean. Raises Unread where not each has a use of its own."""
    said = sentences_said(parts)
    prices = [_price(one, rate) for one in said for rate in one.tokens if rate.kind in _RATES]
    if not 1 < len(prices) <= _MOST_PRICES:
        raise Unread("Prices that do not follow each other.")
    words = " ".join(one.folded for one in said)
    by_total, as_tiers = _BY_TOTAL.search(words) is not None, _AS_TIERS.search(words) is not None
    tiers = tuple(msgspec.structs.replace(one, is_tier=True) for one in prices)
    total = tuple(msgspec.structs.replace(one, is_by_total=True, says_all_kwh=True) for one in prices)
    return [
        Draft(prices=tiers, doubt=_OTHER_WAY * (by_total and not as_tiers)),
        Draft(prices=total, doubt=_OTHER_WAY * (as_tiers and not by_total)),
    ]


def _price(sentence: Sentence, rate: Token) -> Price:
    bounds = sentence.own_bounds(rate)
    if len({bound.band for bound in bounds}) != 1 or rate.value is None:
        raise Unread("A price for a part of the use only.")
    return Price(
        usd_per_kwh=rate.value if rate.kind == "RATE_USD" else rate.value / Decimal(100),
        band=_band(sentence, bounds[0]),
        is_tier=False,
        is_rest=False,
        is_otherwise=False,
        is_by_total=False,
        says_all_kwh=False,
        next_kwh=None,
        in_every_bill=False,
        sentence=sentence.text,
    )


def _band(sentence: Sentence, bound: Bound) -> Band:
    if not bound.is_bare:
        return bound.band
    before = sentence.folded[: bound.start]
    if _ABOVE.search(before):
        return Band(bound.band.min_kwh + 1, None)
    if _FIRST.search(before):
        return Band(0, bound.band.min_kwh)
    raise Unread("A price for a part of the use only.")
