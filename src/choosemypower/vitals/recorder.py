"""Adds up what browsers measured in the memory of one process; one statement writes it every few seconds.

While the database is away the counts wait, up to a bound; what comes on top is dropped and counted as such.
"""

import asyncio
import contextlib
import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from choosemypower import database
from choosemypower.vitals.commands import add_vitals, put_days_together
from choosemypower.vitals.model import LIMITS, MOST, DeviceClass, Metric, Slot, bucket_of, slot_of

log = logging.getLogger(__name__)

WRITE_SECONDS = 10.0
"""A process that is killed loses at most so much."""
MOST_WAITING = 100_000
MOST_BEACONS_REMEMBERED = 20_000
"""Whose repetition would be known."""


class VitalsRecorder:
    """Counts, and writes while its block runs."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._counts: Counter[Slot] = Counter()
        self._beacons: OrderedDict[str, None] = OrderedDict()
        self._ends = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._cleaned_on: date | None = None
        self.taken = self.repeated = self.dropped = 0
        """Beacons since the start; dropped: single measurements."""
        self.verdicts: Counter[tuple[Metric, bool]] = Counter()
        """Measurements since the start, by whether they keep their limit."""

    def note(self, beacon: str, route: str, device: DeviceClass, values: Mapping[Metric, float]) -> None:
        """A page was measured. `route` comes from a list of ours; `beacon` is random, and only tells repetitions."""
        if beacon in self._beacons:
            self.repeated += 1
            return
        self._beacons[beacon] = None
        if len(self._beacons) > MOST_BEACONS_REMEMBERED:
            self._beacons.popitem(last=False)
        self.taken += 1
        began_at = slot_of(self._clock())
        for metric, value in values.items():
            self.verdicts[metric, value <= LIMITS.get(metric, MOST[metric])] += 1
            slot = Slot(
                began_at, route, device.value, metric.value, bucket_of(metric, min(value, MOST[metric]))
            )
            if len(self._counts) >= MOST_WAITING and slot not in self._counts:
                self.dropped += 1
            else:
                self._counts[slot] += 1

    @property
    def waiting(self) -> Mapping[Slot, int]:
        """What is counted and not written yet."""
        return self._counts

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
                log.warning("Measurements of browsers wait: %s.", database.cause(error))

    async def write(self) -> None:
        """Write what was counted; when that fails it waits for the next time, and the error goes on."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            await add_vitals(counts)
        except BaseException:
            self._counts.update(counts)
            raise

    async def _clean(self) -> None:
        today = self._clock().date()
        if today != self._cleaned_on:
            await put_days_together(self._clock())
            self._cleaned_on = today
