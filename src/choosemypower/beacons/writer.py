"""What one process adds up in its memory; one statement writes it every few seconds, and once more at the end.

While the database is away the counts wait, and come to it when it is back. What a beacon says counts when it is
written, and where another process has written it before, it does not.
"""

import asyncio
import contextlib
import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import ClassVar, Generic, Self, TypeVar

from choosemypower import database
from choosemypower.beacons.waiting import Said, WaitingBeacons
from choosemypower.units import utc_now

log = logging.getLogger(__name__)

WRITE_SECONDS = 10.0
"""A process that is killed loses at most so much."""

Counted = TypeVar("Counted")


class CountWriter(ABC, Generic[Counted, Said]):
    """Writes while its block runs."""

    room: ClassVar[str]
    """Keeps the beacons of different senders apart."""
    what: ClassVar[str]
    """As the log calls it, at the beginning of a sentence."""
    zone: ClassVar[tzinfo] = UTC
    """Whose days are meant."""

    def __init__(self, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._counts: Counter[Counted] = Counter()
        """Also of beacons that had to make room: a repetition of those is not known any more."""
        self._beacons: WaitingBeacons[Said] = WaitingBeacons(self.room)
        self._ends = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._cleaned_on: date | None = None

    @abstractmethod
    async def _add(self, counts: Mapping[Counted, int], said: Mapping[bytes, Said]) -> None:
        """Add it to what is stored; of the beacons, those that no process has added before."""

    @abstractmethod
    def _count_for_good(self, said: Said) -> None:
        """Add what a beacon said to the counts, without its id."""

    @abstractmethod
    async def _clean(self, now: datetime) -> None:
        """Delete what is too old; once a day."""

    @property
    def waiting(self) -> list[Counted | Said]:
        """What is not written yet: each different count, and what each beacon said."""
        return [*self._counts, *self._beacons]

    async def __aenter__(self) -> Self:
        self._ends.clear()
        self._task = asyncio.create_task(self._run(), name=f"write-{self.room}")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ends.set()
        if self._task is not None:
            await self._task
        if lost := len(self.waiting):
            log.warning("%s were lost when this process ended: %s.", self.what, lost)

    async def _run(self) -> None:
        is_last = False
        while not is_last:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ends.wait(), WRITE_SECONDS)
            is_last = self._ends.is_set()
            try:
                await self.write()
                now = self._now()
                if now.date() != self._cleaned_on:
                    await self._clean(now)
                    self._cleaned_on = now.date()
            except database.ERRORS as error:
                log.warning("%s wait to be written: %s.", self.what, database.cause(error))

    async def write(self) -> None:
        """Write what was counted; when that fails it waits for the next time, and the error goes on."""
        counts, self._counts = self._counts, Counter()
        said = self._beacons.take()
        if not counts and not said:
            return
        try:
            await self._add(counts, said)
        except BaseException:
            self._counts.update(counts)
            for one in self._beacons.put_back(said):
                self._count_for_good(one)
            raise

    def _now(self) -> datetime:
        return self._clock().astimezone(self.zone)
