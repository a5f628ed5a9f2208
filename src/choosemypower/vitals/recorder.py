"""Adds up what browsers measured in the memory of one process, up to a bound; what comes on top is dropped."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from choosemypower.beacons import CountWriter, forget_old_beacons
from choosemypower.units import utc_now
from choosemypower.vitals.commands import add_vitals, put_days_together
from choosemypower.vitals.model import LIMITS, MOST, DeviceClass, Metric, Slot, bucket_of, slot_of

MOST_WAITING = 100_000


class Measured(NamedTuple):
    """What one beacon said."""

    slots: tuple[Slot, ...]
    verdicts: tuple[tuple[Metric, bool], ...]


class VitalsRecorder(CountWriter[Slot, Measured]):
    """How quick pages are."""

    room = "vitals"
    what = "Web vitals"

    def __init__(self, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(clock=clock)
        self.counted = self.repeated = 0
        """Beacons since the start: were written, were told before here or elsewhere."""
        self.verdicts: Counter[tuple[Metric, bool]] = Counter()
        """Counted measurements since the start, by whether they keep their limit."""

    def note(self, beacon: str, route: str, device: DeviceClass, values: Mapping[Metric, float]) -> None:
        """A page was measured. `route` comes from a list of ours; `beacon` is random, and only tells repetitions."""
        began_at = slot_of(self._now())
        measured = Measured(
            tuple(
                Slot(began_at, route, device.value, metric.value, bucket_of(metric, min(value, MOST[metric])))
                for metric, value in values.items()
            ),
            tuple((metric, value <= LIMITS.get(metric, MOST[metric])) for metric, value in values.items()),
        )
        is_first, oldest = self._beacons.add(beacon, measured)
        self.repeated += not is_first
        if oldest is not None:
            self._count_for_good(oldest)

    def _count_for_good(self, said: Measured) -> None:
        self._note_counted(said)
        for slot in said.slots:
            if len(self._counts) < MOST_WAITING or slot in self._counts:
                self._counts[slot] += 1

    def _note_counted(self, measured: Measured) -> None:
        self.counted += 1
        self.verdicts.update(measured.verdicts)

    async def _add(self, counts: Mapping[Slot, int], said: Mapping[bytes, Measured]) -> None:
        new = await add_vitals(counts, {beacon: one.slots for beacon, one in said.items()})
        self.repeated += len(said) - len(new)
        for beacon in new:
            self._note_counted(said[beacon])

    async def _clean(self, now: datetime) -> None:
        await put_days_together(now)
        await forget_old_beacons()
