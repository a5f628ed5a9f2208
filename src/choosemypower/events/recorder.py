"""Counts in the memory of one process, written every few seconds by one statement, and once more at the end.

While the database is away the counts wait, and come to it when it is back: they are bounded, since labels are. What a
beacon says counts when it is written, and where another process has written it before, it does not.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from choosemypower import database
from choosemypower.beacons import WaitingBeacons
from choosemypower.events.commands import add_counts, delete_old_counts
from choosemypower.events.model import LABEL_CHARACTERS_MAX, OTHER, CounterKey, CountKind
from choosemypower.units import TEXAS

log = logging.getLogger(__name__)

WRITE_SECONDS = 10.0
"""A process that is killed loses at most so much."""
MOST_LABELS = 50_000
"""Beyond our lists' size; whatever comes on top is counted as "other"."""

Totals = Callable[[], Mapping[str, int]]
"""Numbers that only grow, by label, since the start of the process."""


class Recorder:
    """Counts, and writes while its block runs."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._counts: Counter[CounterKey] = Counter()
        self._beacons: WaitingBeacons[tuple[CounterKey, ...]] = WaitingBeacons("events")
        self._watched: list[tuple[CountKind, Totals, dict[str, int]]] = []
        self._ends = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._cleaned_on: date | None = None

    def count(self, kind: CountKind, label: str, times: int = 1) -> None:
        """It happened so many times more. `label` must come from a list of ours."""
        self._add(CounterKey(self._now().date(), kind.value, label[:LABEL_CHARACTERS_MAX]), times)

    def count_beacon(self, beacon: str | None, found: Sequence[tuple[CountKind, str]]) -> None:
        """A page told us this. `beacon` is random and only tells repetitions; without one there are none."""
        day = self._now().date()
        said = tuple(CounterKey(day, kind.value, label[:LABEL_CHARACTERS_MAX]) for kind, label in found)
        if beacon is None:
            self._count_for_good(said)
        else:
            _, oldest = self._beacons.add(beacon, said)
            self._count_for_good(oldest or ())

    def seen(self, template: str) -> list[tuple[CountKind, str]]:
        """What counts when a page was seen."""
        return [(CountKind.VIEW, template), (CountKind.HOUR, f"{self._now():%H}")]

    def _count_for_good(self, said: Iterable[CounterKey]) -> None:
        for counted in said:
            self._add(counted, 1)

    def _add(self, counted: CounterKey, times: int) -> None:
        if len(self._counts) >= MOST_LABELS and counted not in self._counts:
            counted = counted._replace(label=OTHER)
        self._counts[counted] += times

    def watch(self, kind: CountKind, totals: Totals) -> None:
        """Count as well by how much these numbers grow from one writing to the next."""
        self._watched.append((kind, totals, dict(totals())))

    @property
    def waiting(self) -> int:
        """Different counts and beacons that are not written yet."""
        return len(self._counts) + len(self._beacons)

    async def __aenter__(self) -> "Recorder":
        self._ends.clear()
        self._task = asyncio.create_task(self._run(), name="visitor-counts")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ends.set()
        if self._task is not None:
            await self._task
        if self.waiting:
            log.warning("%s visitor counts were lost when this process ended.", self.waiting)

    async def _run(self) -> None:
        is_last = False
        while not is_last:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ends.wait(), WRITE_SECONDS)
            is_last = self._ends.is_set()
            await self._write_or_wait()

    async def _write_or_wait(self) -> None:
        try:
            await self.write()
            await self._clean()
        except database.ERRORS as error:
            log.warning("Visitor counts wait to be written: %s.", database.cause(error))

    async def write(self) -> None:
        """Write what was counted; when that fails it waits for the next time, and the error goes on."""
        for kind, totals, seen in self._watched:
            for label, total in totals().items():
                if grown := total - seen.get(label, 0):
                    self.count(kind, label, grown)
                seen[label] = total
        counts, self._counts = self._counts, Counter()
        said = self._beacons.take()
        if not counts and not said:
            return
        try:
            await add_counts(counts, said)
        except BaseException:
            self._counts.update(counts)
            for found in self._beacons.put_back(said):
                self._count_for_good(found)
            raise

    async def _clean(self) -> None:
        today = self._now().date()
        if today != self._cleaned_on:
            self._cleaned_on = today
            await delete_old_counts(today)

    def _now(self) -> datetime:
        return self._clock().astimezone(TEXAS)
