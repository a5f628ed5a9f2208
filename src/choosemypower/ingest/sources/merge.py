"""One offer that several sources list is one plan: the listing's facts, and a note of what each source says of it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal

import msgspec

from choosemypower.ingest.sources.table import SourceTable
from choosemypower.plans.identity import fold_plan_name
from choosemypower.plans.model import CancelFeeKind, Offer, SourceNote
from choosemypower.units import PRINTED_AT_KWH

ROUNDING_USD_PER_KWH = Decimal("0.0005")
Key = Callable[[Offer], Iterable[Hashable]]


def join(offers: Sequence[Offer], others: Sequence[Offer], table: SourceTable) -> tuple[Offer, ...]:
    """The offers with those of one more source: paired where exactly one of each side fits, else added."""
    joined = list(offers)
    left = list(others)
    for key in (_by_id, _by_name, _by_price):
        places = _unique(key, enumerate(joined))
        theirs = _unique(key, enumerate(left))
        taken: set[int] = set()
        for fact, place in theirs.items():
            mine = places.get(fact)
            if mine is None or place in taken or _has_note(joined[mine], table):
                continue
            joined[mine] = _one(joined[mine], left[place], table)
            taken.add(place)
        left = [other for place, other in enumerate(left) if place not in taken]
    return (*joined, *(_alone(other, table) for other in left))


def _unique(key: Key, offers: Iterable[tuple[int, Offer]]) -> dict[Hashable, int]:
    """The facts that exactly one offer has."""
    found: defaultdict[Hashable, set[int]] = defaultdict(set)
    for place, offer in offers:
        for fact in key(offer):
            found[fact].add(place)
    return {fact: next(iter(places)) for fact, places in found.items() if len(places) == 1}


def _by_id(offer: Offer) -> Iterable[Hashable]:
    return offer.id_keys


def _by_name(offer: Offer) -> Iterable[Hashable]:
    names = {fold_plan_name(text.name) for text in (offer.english, offer.spanish) if text is not None}
    return [(offer.utility, offer.provider_slug, offer.term_months, offer.is_prepaid, name) for name in names]


def _by_price(offer: Offer) -> Iterable[Hashable]:
    fee = offer.cancel_fee
    return [(offer.utility, offer.provider_slug, offer.term_months, offer.prices, fee.kind, fee.usd)]


def _has_note(offer: Offer, table: SourceTable) -> bool:
    return any(note.source == table.source.spoken for note in offer.sources)


def _note(other: Offer, table: SourceTable) -> SourceNote:
    entry = table.entries[other.lines[0]]
    return SourceNote(
        source=table.source.spoken,
        reference=entry.reference,
        kept_since=entry.kept_since,
        charges=entry.charges,
    )


def _alone(other: Offer, table: SourceTable) -> Offer:
    note = msgspec.structs.replace(_note(other, table), is_only=True)
    return msgspec.structs.replace(other, sources=(note,))


def _one(offer: Offer, other: Offer, table: SourceTable) -> Offer:
    note = _note(other, table)
    differences = tuple(_differences(offer, other, note.source))
    return msgspec.structs.replace(
        offer,
        sources=(*offer.sources, msgspec.structs.replace(note, differences=differences)),
        lines=tuple(sorted((*offer.lines, *other.lines))),
        suspect=offer.suspect if note.charges is None or differences else None,
    )


def _differences(offer: Offer, other: Offer, source: str) -> Iterable[str]:
    """Where the two say otherwise, in sentences: the listing's figures are shown."""
    for kwh, ours, theirs in zip(PRINTED_AT_KWH, offer.prices, other.prices, strict=True):
        if abs(ours - theirs) > ROUNDING_USD_PER_KWH:
            yield f"{source} says {_cents(theirs)} at {kwh:,} kWh, the listing {_cents(ours)}."
    green, their_green = offer.renewable_percent or Decimal(0), other.renewable_percent
    if their_green is not None and abs(green - their_green) > 1:
        yield f"{source} says {their_green.normalize():f}% renewable, the listing {green.normalize():f}%."
    if CancelFeeKind.FLAT is other.cancel_fee.kind is offer.cancel_fee.kind and (
        offer.cancel_fee.usd != other.cancel_fee.usd
    ):
        yield (
            f"{source} says that leaving costs ${other.cancel_fee.usd}, the listing ${offer.cancel_fee.usd}."
        )
    if offer.is_time_of_use is not other.is_time_of_use:
        word = "depends" if other.is_time_of_use else "does not depend"
        yield f"{source} says that the price {word} on the hour; the listing says otherwise."


def _cents(usd: Decimal) -> str:
    return f"{usd * 100:.1f}¢"
