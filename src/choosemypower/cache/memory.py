"""What this process keeps: entries by address, bounded in bytes per class, the least recently used leaves first."""

from collections import OrderedDict
from collections.abc import Callable, Mapping

from choosemypower.cache.entries import Entry
from choosemypower.cache.policies import NOT_FOUND_ENTRIES_MAX, CacheKind
from choosemypower.sharing.budgets import Budget


class Memory:
    """The first level. One address has one entry: that of the newest version."""

    def __init__(self, budgets: Mapping[str, Budget], on_drop: Callable[[Entry], None]) -> None:
        self.budgets = budgets
        self._on_drop = on_drop
        self._entries: dict[str, Entry] = {}
        self._by_use: dict[str, OrderedDict[str, Entry]] = {name: OrderedDict() for name in budgets}
        """Of each class, what was used longest ago first."""
        self.bytes_by_budget: dict[str, int] = dict.fromkeys(budgets, 0)
        self.evictions: dict[str, int] = dict.fromkeys(budgets, 0)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def classes(self) -> list[str]:
        """Of which answers are kept here; sessions are in Redis alone."""
        return [name for name in self.budgets if name != "session"]

    def count(self, budget: str) -> int:
        """How many entries a class has."""
        return len(self._by_use[budget])

    def find(self, url: str) -> Entry | None:
        """The entry of this address, however old; it was used now."""
        entry = self._entries.get(url)
        if entry is not None:
            self._by_use[entry.budget.name].move_to_end(url)
        return entry

    def holds(self, entry: Entry) -> bool:
        """Is this still what its address has?"""
        return self._entries.get(entry.page.url) is entry

    def keep(self, entry: Entry) -> None:
        """Put an entry in the place of the one before it, and make room for it."""
        url, name = entry.page.url, entry.budget.name
        self._drop(url)
        entry.weigh()
        if entry.size > self.budgets[name].bytes_max:
            return
        self._entries[url] = self._by_use[name][url] = entry
        self.bytes_by_budget[name] += entry.size
        self._make_room(name)

    def weigh_again(self, entry: Entry) -> None:
        """Account for a coding that came or went; nothing when the entry was dropped meanwhile."""
        before = entry.size
        entry.weigh()
        if self.holds(entry):
            self.bytes_by_budget[entry.budget.name] += entry.size - before
            self._make_room(entry.budget.name)

    def expire(self, now: float) -> None:
        """End the time of everything that depends on data; it stays for the visitors until it is renewed."""
        for entry in self._entries.values():
            if entry.policy.kind is not CacheKind.STATIC:
                entry.expires_at = min(entry.expires_at, now)
                entry.refresh_at = min(entry.refresh_at, now)
                for variant in entry.variants.values():
                    variant.good_until = 0.0

    def clear(self) -> int:
        """Forget everything; returns how many entries there were."""
        count = len(self._entries)
        for url in list(self._entries):
            self._drop(url)
        return count

    def _drop(self, url: str) -> None:
        entry = self._entries.pop(url, None)
        if entry is not None:
            del self._by_use[entry.budget.name][url]
            self.bytes_by_budget[entry.budget.name] -= entry.size
            self._on_drop(entry)

    def _make_room(self, name: str) -> None:
        entries, bytes_max = self._by_use[name], self.budgets[name].bytes_max
        count_max = NOT_FOUND_ENTRIES_MAX if name == "not_found" else len(entries)
        while len(entries) > 1 and (self.bytes_by_budget[name] > bytes_max or len(entries) > count_max):
            self._drop(next(iter(entries)))
            self.evictions[name] += 1
