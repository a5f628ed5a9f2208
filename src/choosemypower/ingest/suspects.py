"""Which rows cannot be trusted, and why: they contradict themselves or their twin in the other language.

A suspect offer is shown last with its reason, never hidden.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from choosemypower.ingest.rows import ListedRow
from choosemypower.plans.charges import BaseCharge, Charge, FeeReading
from choosemypower.plans.identity import fold_plan_name
from choosemypower.plans.model import CancelFee, CancelFeeKind, Offer
from choosemypower.pricing.listing import is_straight, straight_line_residual

NO_LINE = (
    "The three printed prices do not fit one bill,"
    " and the listing states no fee or credit that would explain them."
)


def reason_in_itself(row: ListedRow, fees: FeeReading | None) -> str | None:
    """Why a row contradicts itself: prices off the straight line without any fee to explain it."""
    return NO_LINE if fees is None and not is_straight(straight_line_residual(*row.prices)) else None


def reason_in_pair(english: ListedRow, spanish: ListedRow) -> str | None:
    """Why the two rows of one offer contradict each other: another kind of price, or other fees."""
    if english.rate_type is not spanish.rate_type:
        return (
            f"The English listing calls the price {english.rate_type.value},"
            f" the Spanish one {spanish.rate_type.value}."
        )
    both = [fees for fees in (english.fees, spanish.fees) if fees is not None and fees.is_believed]
    if len(both) == 2 and _money(both[0]) != _money(both[1]):
        return "The Spanish listing states other fees or credits than the English one."
    return None


def settle_twins(offers: Sequence[Offer]) -> list[Offer]:
    """Offers in one language and their twins of the same name that print other prices or another fee to leave.

    Where the prices of one of the two make a line and those of the other do not, that one is right: both are one offer
    with its prices. What nothing settles is suspect on both sides.
    """
    alone: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, offer in enumerate(offers):
        if (offer.english is None) is not (offer.spanish is None):
            alone[_twin_key(offer)].append(place)
    settled: list[Offer | None] = list(offers)
    for places in alone.values():
        english = [place for place in places if offers[place].english is not None]
        spanish = [place for place in places if offers[place].spanish is not None]
        if len(english) != 1 or len(spanish) != 1:
            continue
        (one,), (other,) = english, spanish
        right, wrong = sorted((one, other), key=lambda place: not _makes_a_line(offers[place]))
        if _makes_a_line(offers[right]) and not _makes_a_line(offers[wrong]):
            settled[right], settled[wrong] = _joined(offers[right], offers[one], offers[other]), None
            continue
        for place, twin in ((one, other), (other, one)):
            reason = offers[place].suspect or _disagreement(offers[place], offers[twin])
            settled[place] = msgspec.structs.replace(offers[place], suspect=reason)
    return [offer for offer in settled if offer is not None]


def _makes_a_line(offer: Offer) -> bool:
    """Whether the prices fit one bill, with the fees and credits that its text states."""
    if offer.fees is not None:
        return offer.fees.is_believed
    return is_straight(straight_line_residual(*offer.prices))


def _joined(right: Offer, english: Offer, spanish: Offer) -> Offer:
    return msgspec.structs.replace(
        right,
        name=english.name,
        english=english.english,
        spanish=spanish.spanish,
        features=tuple(sorted({*english.features, *spanish.features})),
        conditions=english.conditions or spanish.conditions,
        id_keys=tuple(dict.fromkeys((*english.id_keys, *spanish.id_keys))),
        lines=tuple(sorted((*english.lines, *spanish.lines))),
        suspect=None,
    )


def _twin_key(offer: Offer) -> tuple[object, ...]:
    return (
        offer.utility,
        offer.provider_slug,
        fold_plan_name(offer.name),
        offer.term_months,
        offer.rate_type,
    )


def _disagreement(offer: Offer, twin: Offer) -> str:
    other = "Spanish" if twin.spanish is not None else "English"
    if offer.prices != twin.prices:
        cents = [f"{price * 100:.2f}".removesuffix("0") for price in twin.prices]
        return (
            f"Its {other} listing prints other prices: {cents[0]}¢, {cents[1]}¢ and {cents[2]}¢"
            " at 500, 1,000 and 2,000 kWh."
        )
    return f"Its {other} listing states another fee to leave early: {_fee(twin.cancel_fee)}."


def _fee(fee: CancelFee) -> str:
    if fee.kind is CancelFeeKind.NONE:
        return "none"
    if fee.usd is None:
        return "not stated"
    per_month = " per remaining month" if fee.kind is CancelFeeKind.PER_REMAINING_MONTH else ""
    return f"${fee.usd:,.2f}{per_month}"


def _money(fees: FeeReading) -> tuple[frozenset[Charge], bool]:
    """What a reading states, without its words, and with an unstated base charge like one stated to be none."""
    stated = (msgspec.structs.replace(charge, sentence=None) for charge in fees.items)
    return frozenset(
        charge for charge in stated if charge != BaseCharge(usd=Decimal(0))
    ), fees.bundled_delivery
