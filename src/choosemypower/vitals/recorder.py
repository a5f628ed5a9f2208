"""Adds up what browsers measured in the memory of one process; one statement writes it every few seconds.

While the database is away the counts wait, up to a bound; what comes on top is dropped and counted as such. A beacon
counts when it is written, and where another process has written it before, it does not.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from choosemypower import database
from choosemypower.beacons import WaitingBeacons, forget_old_beacons
from choosemypower.vitals.commands import add_vitals, put_days_together
from choosemypower.vitals.model import LIMITS, MOST, DeviceClass, Metric, Slot, bucket_of, slot_of

log = logging.getLogger(__name__)

WRITE_SECONDS = 10.0
"""A process that is killed loses at most so much."""
MOST_WAITING = 100_000


class Measured(NamedTuple):
    """What one beacon said."""

    slots: tuple[Slot, ...]
    verdicts: tuple[tuple[Metric, bool], ...]


class VitalsRecorder:
    """Counts, and writes while its block runs."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._counts: Counter[Slot] = Counter()
        """Of beacons that had to make room: a repetition of those is not known any more."""
        self._beacons: WaitingBeacons[Measured] = WaitingBeacons("vitals")
        self._ends = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._cleaned_on: date | None = None
        self.taken = self.counted = self.repeated = self.dropped = 0
        """Beacons since the start: came first to this process, were written, were told before here or elsewhere.
        Dropped: single measurements."""
        self.verdicts: Counter[tuple[Metric, bool]] = Counter()
        """Counted measurements since the start, by whether they keep their limit."""

    def note(self, beacon: str, route: str, device: DeviceClass, values: Mapping[Metric, float]) -> None:
        """A page was measured. `route` comes from a list of ours; `beacon` is random, and only tells repetitions."""
        began_at = slot_of(self._clock())
        measured = Measured(
            tuple(
                Slot(began_at, route, device.value, metric.value, bucket_of(metric, min(value, MOST[metric])))
                for metric, value in values.items()
            ),
            tuple((metric, value <= LIMITS.get(metric, MOST[metric])) for metric, value in values.items()),
        )
        is_first, oldest = self._beacons.add(beacon, measured)
        self.taken += is_first
        self.repeated += not is_first
        if oldest is not None:
            self._count_for_good(oldest)

    def _count_for_good(self, measured: Measured) -> None:
        """Without its id."""
        self._note_counted(measured)
        for slot in measured.slots:
            if len(self._counts) >= MOST_WAITING and slot not in self._counts:
                self.dropped += 1
            else:
                self._counts[slot] += 1

    def _note_counted(self, measured: Measured) -> None:
        self.counted += 1
        self.verdicts.update(measured.verdicts)

    @property
    def waiting(self) -> Mapping[Slot, int]:
        """What came and is not written yet."""
        found = Counter(self._counts)
        for measured in self._beacons:
            found.update(measured.slots)
        return found

    async def __aenter__(self) -> "VitalsRecorder":
        self._ends.clear()
        self._task = asyncio.create_task(self._run(), name="vitals")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ends.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        is_last = False
        while not is_last:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ends.wait(), WRITE_SECONDS)
            is_last = self._ends.is_set()
            try:
                await self.write()
                await self._clean()
            except database.ERRORS as error:
                log.warning("Web vitals wait to be written: %s.", database.cause(error))

    async def write(self) -> None:
        """Write what was counted; when that fails it waits for the next time, and the error goes on."""
        counts, self._counts = self._counts, Counter()
        said = self._beacons.take()
        if not counts and not said:
            return
        try:
            new = await add_vitals(counts, {beacon: one.slots for beacon, one in said.items()})
        except BaseException:
            self._counts.update(counts)
            for measured in self._beacons.put_back(said):
                self._count_for_good(measured)
            raise
        self.repeated += len(said) - len(new)
        for beacon in new:
            self._note_counted(said[beacon])

    async def _clean(self) -> None:
        today = self._clock().date()
        if today != self._cleaned_on:
            await put_days_together(self._clock())
            await forget_old_beacons()
            self._cleaned_on = today
