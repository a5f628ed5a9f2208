"""One amount that a sentence states for several thresholds: "$25 bill credit each at 1,000 and 1,500 kWh"."""

from collections.abc import Sequence

from choosemypower.documents.bands import Item
from choosemypower.documents.lenient import DOUBT_OF_LENIENCE

_TURNING = frozenset({"WAIVED", "NO", "NOT", "OTHERWISE", "INSTEAD", "LIMIT", "BETWEEN", "TO", "SEASON"})
_JOINTS = frozenset({"AND", "OR", "ADDITIONAL"})


def with_amounts_repeated(items: list[Item]) -> tuple[list[Item], int]:
    """The items with the amount said again for each threshold behind the first, where one credit has several.

    With how doubtful that is: without a word such as "each" only prices that need every one can tell.
    """
    kinds = [item.kind for item in items]
    thresholds = [item for item in items if _is_lower_limit(item)]
    if not _is_shared(kinds, len(thresholds)):
        return items, 0
    limits = [item.band.min_kwh for item in thresholds if item.band is not None]
    others = [item for item in items if item.kind in ("BAND", "BARE") and not _is_lower_limit(item)]
    if others or limits != sorted(set(limits)):
        return items, 0
    amount = items[kinds.index("MONEY")]
    head = [item for item in items if not _is_lower_limit(item) and not _is_between(item, items)]
    again = [
        part for threshold in thresholds[1:] for part in (Item("AND"), Item("ADDITIONAL"), amount, threshold)
    ]
    return [*head, thresholds[0], *again], 0 if "EACH_OF" in kinds else DOUBT_OF_LENIENCE


def _is_shared(kinds: Sequence[str], thresholds: int) -> bool:
    """Whether one credit stands beside several thresholds, and no word that turns any of them round."""
    is_one_credit = kinds.count("MONEY") == 1 and "CREDIT" in kinds
    return is_one_credit and thresholds > 1 and _TURNING.isdisjoint(kinds)


def _is_lower_limit(item: Item) -> bool:
    band = item.band
    return item.kind in ("BAND", "BARE") and band is not None and band.min_kwh > 0 and band.max_kwh is None


def _is_between(item: Item, items: Sequence[Item]) -> bool:
    """Whether a joint stands between two of the thresholds."""
    at = next(place for place, one in enumerate(items) if one is item)
    places = [place for place, one in enumerate(items) if _is_lower_limit(one)]
    return item.kind in _JOINTS and places[0] < at < places[-1]
