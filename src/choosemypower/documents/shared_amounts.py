"""One amount that a sentence states for several thresholds: "$25 bill credit each at 1,000 and 1,500 kWh"."""

from collections.abc import Sequence

import msgspec

from choosemypower.documents.bands import Item

_TURNING = frozenset({"WAIVED", "NO", "NOT", "OTHERWISE", "INSTEAD", "LIMIT", "BETWEEN", "TO", "SEASON"})
_JOINTS = frozenset({"AND", "OR", "ADDITIONAL"})


def with_amounts_repeated(items: list[Item]) -> list[Item]:
    """The items with the amount said again for each threshold behind the first, where one credit has several.

    Without a word such as "each" only the prices can tell that they add up.
    """
    kinds = [item.kind for item in items]
    thresholds = [item for item in items if _is_lower_limit(item)]
    if kinds.count("MONEY") != 1 or len(thresholds) < 2 or "CREDIT" not in kinds:
        return items
    limits = [item.band.min_kwh for item in thresholds if item.band is not None]
    others = [item for item in items if item.kind in ("BAND", "BARE") and not _is_lower_limit(item)]
    if others or not _TURNING.isdisjoint(kinds) or limits != sorted(set(limits)):
        return items
    says_each = "EACH_OF" in kinds
    amount = msgspec.structs.replace(items[kinds.index("MONEY")], is_doubtful=not says_each)
    head = [item for item in items if not _is_lower_limit(item) and not _is_between(item, items)]
    again = [
        part for threshold in thresholds[1:] for part in (Item("AND"), Item("ADDITIONAL"), amount, threshold)
    ]
    return [*head, thresholds[0], *again]


def _is_lower_limit(item: Item) -> bool:
    band = item.band
    return item.kind in ("BAND", "BARE") and band is not None and band.min_kwh > 0 and band.max_kwh is None


def _is_between(item: Item, items: Sequence[Item]) -> bool:
    """Whether a joint stands between two of the thresholds."""
    at = next(place for place, one in enumerate(items) if one is item)
    places = [place for place, one in enumerate(items) if _is_lower_limit(one)]
    return item.kind in _JOINTS and places[0] < at < places[-1]
