"""Gifts beside a plan: no part of any bill, whatever must be done for them."""

import re
from collections.abc import Sequence

from choosemypower.documents.bands import Item

_CARD = re.compile(r"gift|visa|refer|regalo|sweepstakes")
_OF_A_BILL = frozenset(
    {"CREDIT", "FEE", "BASE", "LOW_USE", "EACH", "DAILY", "BAND", "BARE", "COUNT", "SEASON", "OR"}
)


def is_gift(items: Sequence[Item]) -> bool:
    """Whether an amount is on a card that is sent, and no word beside it speaks of bills or use."""
    names = [item.text for item in items if item.kind == "REWARD"]
    is_card = any(_CARD.search(name) for name in names)
    return is_card and _OF_A_BILL.isdisjoint(item.kind for item in items)
