"""A fee sentence cut into one piece per amount, where its words look most like the ends of clauses."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from choosemypower.documents.bands import Item
from choosemypower.documents.parts import Part, Price, Statement
from choosemypower.documents.statements import AMOUNTS, CONDITIONS, UNLESS, read_piece

_JOINTS = ("AND", "ADDITIONAL", "OR")
_BEGINNING = frozenset(
    {"MONEY", "CREDIT", "FEE", "BASE", "LOW_USE", "DAILY", "DAILY_USD", "PAY", "ENERGY", "OTHER_FEE", "REWARD"}
)  # fmt: skip
"""What a clause may begin with where no mark parts it from the one before: "... 1,000 kWh $9.95 per month ...". """
_NAMES = frozenset({"CREDIT", "FEE", "BASE", "LOW_USE"})
_COST_OF_NO_BREAK = 4
_COST_IN_A_LIST = 4
_COST_OF_NO_CONDITION = 3


def splits(
    items: Sequence[Item], amounts: Sequence[int], previous: Statement | None, sentence: str
) -> list[list[Part]]:
    """Every way to share the items out among the amounts in which each part makes sense.

    Of all ways that make sense those count whose cuts look most like ends: at "and" or a comma, rather than anywhere.
    """
    places = {at: cost for at in range(1, len(items)) if (cost := _cost_of_cut(items, at)) is not None}
    ways = list(_parts(items, 0, amounts, places, previous, sentence))
    least = min((cost for _, cost in ways), default=0)
    different: dict[tuple[bytes, ...], list[Part]] = {}
    for parts, cost in ways:
        if cost <= least + (least >= _COST_OF_NO_BREAK - 1):
            different.setdefault(tuple(sorted(msgspec.json.encode(part) for part in parts)), parts)
    return list(different.values())


def _cost_of_cut(items: Sequence[Item], at: int) -> int | None:
    """How little a place looks like the end of one amount's words: 0 for ", plus"; None for none at all."""
    item, before = items[at], items[at - 1]
    following = items[at + 1].kind if at + 1 < len(items) else ""
    if item.kind == "IF" and item.text in ("with", "con") and following in AMOUNTS | _NAMES:
        return 1  # "$100 credit with $9.95 base charge".
    if before.kind in (*_JOINTS, "IF") or before.text.startswith(UNLESS):
        return None
    if item.kind in _JOINTS:
        if item.follows_words and at + 1 < len(items) and items[at + 1].follows_words:
            return 2  # It joins two words: "enroll in and maintain AutoPay".
        return 1 - item.is_divided + _COST_IN_A_LIST * _is_of_one_list(before.kind, following)
    if item.is_divided:
        return 1
    if not item.follows_words and _is_one_thing(items[max(0, at - 2)].kind, before.kind, item.kind):
        return _COST_OF_NO_BREAK + 2
    begins = item.kind in _BEGINNING or (item.kind == "BAND" and following == "MONEY")
    return _COST_OF_NO_BREAK - begins


def _is_one_thing(earlier: str, before: str, kind: str) -> bool:
    """Whether two neighbours say one thing: "$100 credit", "daily charge $0.33", "$9.95 monthly"."""
    if before in AMOUNTS and kind in _NAMES:
        return earlier not in _NAMES
    if kind in AMOUNTS and before in _NAMES | {"DAILY"}:
        return earlier not in AMOUNTS | _NAMES
    return kind == "EACH"


def _is_incomplete(part: Part) -> bool:
    """Whether an amount has nothing that says when it holds, as a credit or a fee for low use must."""
    if isinstance(part, Price) or not part.usd or part.noun not in ("CREDIT", "FEE", "LOW_USE"):
        return False
    limits = (part.band, part.conditions, part.months, part.bills, part.waived_by)
    return not any(limits) and not (part.noun == "CREDIT" and part.in_every_bill)


def _is_of_one_list(before: str, following: str) -> bool:
    """Whether an "and" joins two conditions of one charge: "with AutoPay and paperless billing"."""
    return before in CONDITIONS and following in CONDITIONS


def _parts(
    items: Sequence[Item],
    start: int,
    amounts: Sequence[int],
    cuts: Mapping[int, int],
    previous: Statement | None,
    sentence: str,
) -> Iterator[tuple[list[Part], int]]:
    """All ways to cut the items from `start` on into one piece per amount, with each piece read, and what they cost."""
    if len(amounts) == 1:
        for part in read_piece(items[start:], previous, sentence):
            yield [part], _COST_OF_NO_CONDITION * _is_incomplete(part)
        return
    for cut in range(amounts[0] + 1, amounts[1] + 1):
        if cut not in cuts:
            continue
        for part in read_piece(items[start:cut], previous, sentence):
            following = part if isinstance(part, Statement) else previous
            for tail, cost in _parts(items, cut, amounts[1:], cuts, following, sentence):
                yield [part, *tail], cost + cuts[cut] + _COST_OF_NO_CONDITION * _is_incomplete(part)
