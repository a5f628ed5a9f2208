"""Counts in the memory of one process: bounded, since labels are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from choosemypower.beacons import CountWriter
from choosemypower.events.commands import add_counts, delete_old_counts
from choosemypower.events.model import LABEL_CHARACTERS_MAX, OTHER, CounterKey, CountKind
from choosemypower.units import TEXAS, utc_now

MOST_LABELS = 50_000
"""Beyond our lists' size; whatever comes on top is counted as "other"."""

Totals = Callable[[], Mapping[str, int]]
"""Numbers that only grow, by label, since the start of the process."""


class Recorder(CountWriter[CounterKey, tuple[CounterKey, ...]]):
    """What visitors do."""

    room = "events"
    what = "Visitor counts"
    zone = TEXAS

    def __init__(self, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(clock=clock)
        self._watched: list[tuple[CountKind, Totals, dict[str, int]]] = []

    def count(self, kind: CountKind, label: str, times: int = 1) -> None:
        """It happened so many times more. `label` must come from a list of ours."""
        self._count(self._key(kind, label), times)

    def count_beacon(self, beacon: str | None, found: Sequence[tuple[CountKind, str]]) -> None:
        """A page told us this. `beacon` is random and only tells repetitions; without one there are none."""
        said = tuple(self._key(kind, label) for kind, label in found)
        if beacon is None:
            self._count_for_good(said)
        else:
            _, oldest = self._beacons.add(beacon, said)
            self._count_for_good(oldest or ())

    def seen(self, template: str) -> list[tuple[CountKind, str]]:
        """What counts when a page was seen."""
        return [(CountKind.VIEW, template), (CountKind.HOUR, f"{self._now():%H}")]

    def watch(self, kind: CountKind, totals: Totals) -> None:
        """Count as well by how much these numbers grow from one writing to the next."""
        self._watched.append((kind, totals, dict(totals())))

    def _key(self, kind: CountKind, label: str) -> CounterKey:
        return CounterKey(self._now().date(), kind.value, label[:LABEL_CHARACTERS_MAX])

    def _count(self, counted: CounterKey, times: int) -> None:
        if len(self._counts) >= MOST_LABELS and counted not in self._counts:
            counted = counted._replace(label=OTHER)
        self._counts[counted] += times

    def _count_for_good(self, said: Iterable[CounterKey]) -> None:
        for counted in said:
            self._count(counted, 1)

    async def write(self) -> None:
        for kind, totals, seen in self._watched:
            for label, total in totals().items():
                if grown := total - seen.get(label, 0):
                    self.count(kind, label, grown)
                seen[label] = total
        await super().write()

    async def _add(
        self, counts: Mapping[CounterKey, int], said: Mapping[bytes, tuple[CounterKey, ...]]
    ) -> None:
        await add_counts(counts, said)

    async def _clean(self, now: datetime) -> None:
        await delete_old_counts(now.date())
