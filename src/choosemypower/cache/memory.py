"""What this process keeps: entries by address, bounded in bytes per class, the least recently used leaves first."""

from collections.abc import Callable, Mapping

from choosemypower.cache.entries import Entry
from choosemypower.cache.policies import NOT_FOUND_ENTRIES_MAX, Budget, Kind

_MAKE_ROOM = 0.95
"""Clearing goes down to this share of the budget, so that a full class is not sorted for every new entry."""


class Memory:
    """The first level. One address has one entry: that of the newest version."""

    def __init__(self, budgets: Mapping[str, Budget], on_drop: Callable[[Entry], None]) -> None:
        self.budgets = budgets
        self._on_drop = on_drop
        self._entries: dict[str, Entry] = {}
        self._by_budget: dict[str, dict[str, Entry]] = {name: {} for name in budgets}
        self.bytes_by_budget: dict[str, int] = dict.fromkeys(budgets, 0)
        self.evictions: dict[str, int] = dict.fromkeys(budgets, 0)

    def __len__(self) -> int:
        return len(self._entries)

    def count(self, budget: str) -> int:
        """How many entries a class has."""
        return len(self._by_budget[budget])

    def hits(self) -> int:
        """How many answers were given from the entries that are here now."""
        return sum(variant.hits for entry in self._entries.values() for variant in entry.variants.values())

    def find(self, url: str) -> Entry | None:
        """The entry of this address, however old."""
        return self._entries.get(url)

    def keep(self, entry: Entry) -> None:
        """Put an entry in the place of the one before it, and make room for it."""
        self.drop(entry.page.url)
        budget = entry.route.budget.name
        if entry.size > self.budgets[budget].bytes_max:
            return
        self._entries[entry.page.url] = entry
        self._by_budget[budget][entry.page.url] = entry
        self.bytes_by_budget[budget] += entry.size
        self._bound(budget, spare=entry)

    def resize(self, entry: Entry, change_bytes: int) -> None:
        """Account for an encoding that came or went; nothing when the entry was dropped meanwhile."""
        if self._entries.get(entry.page.url) is entry:
            entry.size += change_bytes
            self.bytes_by_budget[entry.route.budget.name] += change_bytes
            self._bound(entry.route.budget.name, spare=entry)

    def drop(self, url: str) -> None:
        """Forget this address."""
        entry = self._entries.pop(url, None)
        if entry is not None:
            budget = entry.route.budget.name
            del self._by_budget[budget][url]
            self.bytes_by_budget[budget] -= entry.size
            self._on_drop(entry)

    def expire(self, now: float) -> None:
        """End the time of everything that depends on data; it stays for the visitors until it is renewed."""
        for entry in self._entries.values():
            if entry.policy.kind is not Kind.STATIC:
                entry.expires_at = min(entry.expires_at, now)
                for variant in entry.variants.values():
                    variant.good_until = 0.0

    def clear(self) -> int:
        """Forget everything; returns how many entries there were."""
        count = len(self._entries)
        for url in list(self._entries):
            self.drop(url)
        return count

    def _bound(self, name: str, spare: Entry) -> None:
        entries = self._by_budget[name]
        bytes_max: float = self.budgets[name].bytes_max
        count_max: float = NOT_FOUND_ENTRIES_MAX if name == "not_found" else len(entries)
        if self.bytes_by_budget[name] <= bytes_max and len(entries) <= count_max:
            return
        for entry in sorted(entries.values(), key=lambda entry: entry.last_used):
            if self.bytes_by_budget[name] <= bytes_max * _MAKE_ROOM and len(entries) <= max(
                count_max * _MAKE_ROOM, 1
            ):
                return
            if entry is not spare:
                self.drop(entry.page.url)
                self.evictions[name] += 1
