"""A sentence that the strict reading leaves: amounts and thresholds paired by their order, for the prices to judge.

Never believed from the text alone, and with prices only when these need every one of its amounts. A word that limits a
charge to some homes, bills or months still refuses the whole text.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from choosemypower.documents.bands import Band, Item, Unread, items_of
from choosemypower.documents.drafts import Draft
from choosemypower.documents.parts import Statement
from choosemypower.documents.statements import AMOUNTS, UNLESS
from choosemypower.documents.tokens import tokens_of

DOUBT_OF_LENIENCE = 5
_MOST_AMOUNTS = 3
_MOST_DRAFTS = 16
_SEEN_IN_PRICES = frozenset({500, 501, 1000, 1001})
"""Edges that the printed prices would show."""
_MOST_BANDS = 4
_OTHER_SIDE = 2
"""How much less likely the other side of a threshold is than the one that the text names."""
_REFUSING = frozenset(
    {"LIMIT", "ONE_BILL", "ONE_TIME", "OTHER_FEE", "REWARD", "SEASON", "SEASON_NAME", "CONTRADICTION", "DAILY"}
    | {"AUTOPAY", "PAPERLESS", "DEVICE", "PROMO", "BUNDLE", "VEHICLE", "NEW"}
    | {"SUM", "MINUS", "COUNT", "FIRST_KWH", "REST"}
    | (AMOUNTS - {"MONEY"})
)  # fmt: skip
_TURNING = frozenset({"WAIVED", "NO", "NOT"})
_NOUNS = {"CREDIT": "CREDIT", "FEE": "FEE", "BASE": "FEE", "LOW_USE": "FEE", "PAY": "FEE"}


def leniently(drafts: Sequence[Draft], sentence: str) -> list[Draft]:
    """The drafts with each way to read a sentence that strict reading refuses. Raises Unread where there is none."""
    return [
        draft.with_parts(parts, doubt=DOUBT_OF_LENIENCE + more)
        for draft in drafts
        for parts, more in _lenient_parts(draft, sentence)
    ][:_MOST_DRAFTS]


def _lenient_parts(draft: Draft, sentence: str) -> list[tuple[tuple[Statement, ...], int]]:
    """Each way to pair the amounts and thresholds of a sentence, with its doubt. Raises Unread where there is none.

    Thresholds without an amount must say again where the draft's charges hold, or where they do not.
    """
    items = items_of(tokens_of(sentence))
    kinds = {item.kind for item in items}
    places = [at for at, item in enumerate(items) if item.kind == "MONEY" and item.value]
    if kinds & _REFUSING:
        raise Unread("An amount without a clear meaning.")
    if not places:
        if _changes(draft, items):
            raise Unread("A threshold without an amount.")
        return [((), 0)]
    chosen = _of_amounts(items, len(places))
    noughts = tuple(
        Statement("BASE", Decimal(0))
        for at, item in enumerate(items)
        if item.kind == "MONEY" and item.value == 0 and items[max(0, at - 1)].kind == "BASE"
    )
    turns = bool(kinds & _TURNING)
    ways = [_ways(items, at, item, sentence, turns=turns) for at, item in zip(places, chosen, strict=True)]
    return [((*noughts, *(one for one, _ in way)), sum(more for _, more in way)) for way in product(*ways)]


def _changes(draft: Draft, items: Sequence[Item]) -> bool:
    """Whether thresholds without amounts may change where a stated charge holds: "it ends at 2,000 kWh"."""
    known = _SEEN_IN_PRICES.union(*(one.band.edges for one in draft.statements if one.band is not None))
    return any(not item.band.edges <= known for item in items if item.band is not None)


def _ways(
    items: Sequence[Item], place: int, threshold: Item, sentence: str, *, turns: bool
) -> tuple[tuple[Statement, int], ...]:
    """What one amount with its threshold can mean, the likeliest first."""
    noun = _nearest_noun(items, place)
    usd = items[place].value or Decimal(0)
    if noun == "CREDIT" and threshold.band is not None and _is_excepted(items, threshold):
        return ((Statement(noun, usd, band=threshold.band.complement(), sentence=sentence), 0),)
    return tuple(
        (Statement(noun, usd, band=band, sentence=sentence), _OTHER_SIDE * at)
        for at, band in enumerate(_sides(threshold, noun, turns=turns))
    )


def _is_excepted(items: Sequence[Item], threshold: Item) -> bool:
    """Whether "unless" or "except" stands before a threshold, and no other threshold between them."""
    before = items[: items.index(threshold)]
    at = max((place for place, item in enumerate(before) if item.text.startswith(UNLESS)), default=None)
    return at is not None and all(item.band is None for item in before[at:])


def _nearest_noun(items: Sequence[Item], place: int) -> str:
    """The noun that stands next to an amount. Raises Unread where none or two do."""
    named = [(abs(at - place), _NOUNS[item.kind]) for at, item in enumerate(items) if item.kind in _NOUNS]
    nearest = {noun for distance, noun in named if distance == min(named)[0]}
    if len(nearest) != 1:
        raise Unread("An amount without a clear meaning.")
    return nearest.pop()


def _of_amounts(items: Sequence[Item], amounts: int) -> list[Item]:
    """The thresholds that belong to the amounts; the others only say again where a charge does not hold."""
    thresholds = [item for item in items if item.kind in ("BAND", "BARE")][: _MOST_BANDS + 1]
    if len(thresholds) == amounts <= _MOST_AMOUNTS:
        return thresholds
    chosen: list[Item] = []
    for item in thresholds:
        if not any(_says_again(item, earlier) for earlier in chosen):
            chosen.append(item)
    if len(chosen) != amounts or amounts > _MOST_AMOUNTS:
        raise Unread("An amount without a clear meaning.")
    return chosen


def _says_again(item: Item, earlier: Item) -> bool:
    one, other = item.band or Band(), earlier.band or Band()
    return (one.min_kwh, one.max_kwh) == (other.min_kwh, other.max_kwh) or not one.meets(other)


def _sides(item: Item, noun: str, *, turns: bool) -> tuple[Band, ...]:
    """The uses that a threshold can mean for a charge: a fee for a use without a comparison holds below it."""
    band = item.band or Band()
    if noun == "FEE" and (item.kind == "BARE" or (turns and band.is_one_sided and band.min_kwh)):
        return (band.complement(),)
    return (band, band.complement()) if turns and band.is_one_sided else (band,)
