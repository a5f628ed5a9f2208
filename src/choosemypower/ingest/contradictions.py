"""What the English and the Spanish row of one offer say differently, and what we go by.

The fields of the offer hold what is worse for a home: the dearer fee, the price that may change. The term is that of
the English row, because a plan is known by it. Both are kept as they were said.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from choosemypower.documents import in_words
from choosemypower.ingest.rows import ListedRow
from choosemypower.plans.charges import BaseCharge, Charge, FeeReading, ReadState
from choosemypower.plans.model import CancelFee, CancelFeeKind, Contradiction, Offer, RateType, Said
from choosemypower.sentences import list_of
from choosemypower.units import MONTHS_IN_YEAR, PRINTED_AT_KWH

Stating = ListedRow | Offer
"""Whatever states the facts of an offer in one language."""
_MOST_BELIEVED_FIRST = (ReadState.PROVEN, ReadState.READ, ReadState.CONTRADICTED, ReadState.UNREAD)
_NOT_STATED_USD = Decimal("0.01")
_FIRM = (RateType.VARIABLE, RateType.INDEXED, RateType.FIXED)
"""What may change soonest first."""


class _Fact(msgspec.Struct, frozen=True):
    """One fact, how it is said, and which of two to go by."""

    what: Said
    field: str
    words: Callable[[Any], str]
    worse: Callable[[Any, Any], Any]


def contradictions_of(english: Stating, spanish: Stating) -> tuple[Contradiction, ...]:
    """All that the two say differently; what one of them leaves out is no contradiction."""
    found = []
    for fact in _FACTS:
        one, other = getattr(english, fact.field), getattr(spanish, fact.field)
        if not _agree(fact, one, other):
            words = (_prices(one, other), _prices(other, one)) if fact.what is Said.PRICES else None
            words = words or (fact.words(one), fact.words(other))
            found.append(Contradiction(what=fact.what, english=words[0], spanish=words[1]))
    if (fees := _fees_contradiction(english.fees, spanish.fees)) is not None:
        found.append(fees)
    return tuple(found)


def worse_of(english: Stating, spanish: Stating) -> dict[str, Any]:
    """The fields of the offer that the two rows make, where they contradict each other; never its prices."""
    values = {}
    for fact in _FACTS:
        one, other = getattr(english, fact.field), getattr(spanish, fact.field)
        if fact.what is not Said.PRICES and not _agree(fact, one, other):
            values[fact.field] = fact.worse(one, other)
    return values


def _fees_contradiction(english: FeeReading | None, spanish: FeeReading | None) -> Contradiction | None:
    """Where both texts were understood and state other money; the one that the prices prove is right."""
    if english is None or spanish is None or not (english.is_believed and spanish.is_believed):
        return None
    if _money(english) == _money(spanish):
        return None
    proven = [reading.state is ReadState.PROVEN for reading in (english, spanish)]
    right = "" if proven[0] is proven[1] else "en" if proven[0] else "es"
    words = [in_words(reading.items) or "no fees and credits" for reading in (english, spanish)]
    return Contradiction(what=Said.FEES, english=words[0], spanish=words[1], right=right)


def most_believed(readings: Iterable[FeeReading | None]) -> FeeReading | None:
    """What the texts state: that of the language which the prices bear out best, the first among equals."""
    stated = [reading for reading in readings if reading is not None]
    return min(stated, key=lambda reading: _MOST_BELIEVED_FIRST.index(reading.state), default=None)


def _agree(fact: _Fact, one: Any, other: Any) -> bool:
    if one is None or other is None:
        return True
    if isinstance(one, CancelFee):
        return one.kind is other.kind and _worst(one) == _worst(other)
    return bool(one == other)


def _prices(prices: Sequence[Decimal], others: Sequence[Decimal]) -> str:
    """Those that the other row prints differently: "16.2¢ at 500 kWh"."""
    differing = [
        (f"{price * 100:.2f}".removesuffix("0") + "¢", f"{kwh:,}")
        for price, other, kwh in zip(prices, others, PRINTED_AT_KWH, strict=True)
        if price != other
    ]
    return f"{list_of([cents for cents, _ in differing])} at {list_of([kwh for _, kwh in differing])} kWh"


def _fee(fee: CancelFee) -> str:
    if fee.kind is CancelFeeKind.NONE:
        return "free to leave"
    if fee.usd is None:
        return "nothing of a fee to leave"
    per_month = " for each month left" if fee.kind is CancelFeeKind.PER_REMAINING_MONTH else ""
    return f"${fee.usd:,.2f}".removesuffix(".00") + f"{per_month} to leave"


def _dearer(one: CancelFee, other: CancelFee) -> CancelFee:
    """By the most that leaving can cost with a year left; one that is not stated stands between none and any."""
    return max(one, other, key=_worst_or_unsaid)


def _worst_or_unsaid(fee: CancelFee) -> Decimal:
    worst_usd = _worst(fee)
    return _NOT_STATED_USD if worst_usd is None else worst_usd


def _worst(fee: CancelFee) -> Decimal | None:
    return fee.worst_case_usd(MONTHS_IN_YEAR)


def _months(months: int) -> str:
    return "month to month" if months <= 1 else f"{months} months"


def _either(one: bool, other: bool) -> bool:
    return one or other


_FACTS = (
    _Fact(Said.PRICES, "prices", str, lambda one, _: one),
    _Fact(Said.CANCEL_FEE, "cancel_fee", _fee, _dearer),
    _Fact(Said.TERM, "term_months", _months, lambda one, _: one),
    _Fact(
        Said.RATE_TYPE,
        "rate_type",
        lambda kind: f"a {kind.value} price" if kind is not RateType.INDEXED else "an indexed price",
        lambda one, other: min(one, other, key=_FIRM.index),
    ),
    _Fact(Said.PREPAID, "is_prepaid", lambda yes: "prepaid" if yes else "not prepaid", _either),
    _Fact(
        Said.TIME_OF_USE,
        "is_time_of_use",
        lambda yes: "a price by the hour" if yes else "one price at all hours",
        _either,
    ),
    _Fact(
        Said.NEW_CUSTOMERS,
        "is_new_customers_only",
        lambda yes: "new customers only" if yes else "open to all customers",
        _either,
    ),
    _Fact(Said.RENEWABLE, "renewable_percent", lambda share: f"{share.normalize():f}% renewable", min),
)


def _money(fees: FeeReading) -> tuple[frozenset[Charge], bool]:
    """What a reading states, without its words, and with an unstated base charge like one stated to be none."""
    stated = (msgspec.structs.replace(charge, sentence=None) for charge in fees.items)
    return frozenset(
        charge for charge in stated if charge != BaseCharge(usd=Decimal(0))
    ), fees.bundled_delivery
