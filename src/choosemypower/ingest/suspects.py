"""Which offers cannot be trusted, and why: what the three printed prices settle neither alone nor with their twin.

A suspect offer is shown last with its reason, never hidden.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from choosemypower.ingest.contradictions import contradictions_of, most_believed, worse_of
from choosemypower.ingest.rows import ListedRow
from choosemypower.plans.charges import FeeReading
from choosemypower.plans.identity import fold_plan_name
from choosemypower.plans.model import Contradiction, Offer, Said
from choosemypower.pricing.listing import is_straight, straight_line_residual

NO_LINE = (
    "The three printed prices do not fit one bill,"
    " and the listing states no fee or credit that would explain them."
)
MONEY = frozenset({Said.PRICES, Said.FEES})
"""What decides a bill: while the printed prices do not settle it, the price cannot be trusted."""


def reason_in_itself(row: ListedRow, fees: FeeReading | None) -> str | None:
    """Why a row contradicts itself: prices off the straight line without any fee to explain it."""
    return NO_LINE if fees is None and not is_straight(straight_line_residual(*row.prices)) else None


def unsettled(contradictions: Sequence[Contradiction]) -> str | None:
    """Why the price of an offer in two languages cannot be trusted; None where it can."""
    open_ones = [one.sentence for one in contradictions if one.what in MONEY and not one.right]
    return " ".join(open_ones) or None


def settle_twins(offers: Sequence[Offer]) -> list[Offer]:
    """Joins offers in one language with their twins of the same name that say one thing differently.

    Where other prices are that thing and those of one of the two make a line while those of the other do not, that one
    is right. Twins that say several things differently stay two offers, which are
    suspect where only prices and the fee to leave differ.
    """
    alone: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, offer in enumerate(offers):
        if (offer.english is None) is not (offer.spanish is None):
            alone[offer.utility, offer.provider_slug, fold_plan_name(offer.name)].append(place)
    settled: list[Offer | None] = list(offers)
    for places in alone.values():
        english = [place for place in places if offers[place].english is not None]
        spanish = [place for place in places if offers[place].spanish is not None]
        if len(english) != 1 or len(spanish) != 1:
            continue
        (one,), (other,) = english, spanish
        joined = _joined(offers[one], offers[other])
        if joined is not None:
            settled[one], settled[other] = joined, None
            continue
        for place, twin in ((one, other), (other, one)):
            settled[place] = _doubted(offers[place], offers[twin])
    return [offer for offer in settled if offer is not None]


def _joined(english: Offer, spanish: Offer) -> Offer | None:
    """The one offer that twins make; None where they say too much differently to be one."""
    if (english.term_months <= 1) is not (spanish.term_months <= 1) and not _has_one_label(english, spanish):
        return None  # A plan without a term is sold beside one with a term under the same name.
    contradictions = contradictions_of(english, spanish)
    kinds = {one.what for one in contradictions}
    right = _right(english, spanish) if Said.PRICES in kinds else None
    if right is not None and not kinds <= {Said.PRICES, Said.CANCEL_FEE, Said.FEES}:
        right = None
    if right is None and len(contradictions) > 1:
        return None
    base = spanish if right == "es" else english
    said = tuple(
        msgspec.structs.replace(one, right=right) if right and one.what is Said.PRICES else one
        for one in contradictions
    )
    makes_a_line = right is not None or _makes_a_line(english) or _makes_a_line(spanish)
    return msgspec.structs.replace(
        base,
        **worse_of(english, spanish),
        name=english.name,
        english=english.english,
        spanish=spanish.spanish,
        features=tuple(sorted({*english.features, *spanish.features})),
        conditions=english.conditions or spanish.conditions,
        id_keys=tuple(dict.fromkeys((*english.id_keys, *spanish.id_keys))),
        lines=tuple(sorted((*english.lines, *spanish.lines))),
        contradictions=said,
        fees=base.fees if Said.PRICES in kinds else most_believed((english.fees, spanish.fees)),
        suspect=unsettled(said) or (None if makes_a_line else NO_LINE),
    )


def _has_one_label(english: Offer, spanish: Offer) -> bool:
    """Both rows lead to the very same facts label: what one of them says of the term is a slip."""
    urls = [text.facts_url for text in (english.english, spanish.spanish) if text is not None]
    return len(urls) == 2 and bool(urls[0]) and urls[0] == urls[1]


def _right(english: Offer, spanish: Offer) -> str | None:
    """The language whose prices make a line while those of the other do not."""
    lines = _makes_a_line(english), _makes_a_line(spanish)
    if lines[0] is lines[1]:
        return None
    return "en" if lines[0] else "es"


def _makes_a_line(offer: Offer) -> bool:
    """Whether the prices fit one bill, with the fees and credits that its text states."""
    if offer.fees is not None:
        return offer.fees.is_believed
    return is_straight(straight_line_residual(*offer.prices))


def _doubted(offer: Offer, twin: Offer) -> Offer:
    """One of two twins that stay apart: suspect, where prices and fee are all that they say differently."""
    if offer.suspect or (offer.term_months, offer.rate_type) != (twin.term_months, twin.rate_type):
        return offer
    pair = (offer, twin) if offer.english is not None else (twin, offer)
    reason = " ".join(one.sentence for one in contradictions_of(*pair))
    return msgspec.structs.replace(offer, suspect=reason or None)
