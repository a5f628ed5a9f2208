"""Looks every minute, decides with the other processes who tells people, and tells them.

The database is where they agree. While it is away, Redis is. While both are away, the first of the processes that were
there at the last look speaks, and all of them write it to their logs.
"""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import asyncpg
import msgspec

from choosemypower import database
from choosemypower.alerts.board import Courses, DatabaseBoard, RedisBoard, database_board
from choosemypower.alerts.channels import Channels
from choosemypower.alerts.figures import Window, total
from choosemypower.alerts.model import Course, Notice, is_due, next_course, untold
from choosemypower.alerts.rules import Look, MeasuredVital, rules
from choosemypower.cache.page_cache import PageCache
from choosemypower.settings import Settings
from choosemypower.units import utc_now
from choosemypower.world import Shelf

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""A database that takes longer for the simplest question is down."""
LOST_AFTER = 3
"""Looks in a row without database and Redis before a process takes it that all are alone."""

VitalsReader = Callable[[], Awaitable[Mapping[str, MeasuredVital]]]
"""What visitors' browsers measured lately, by the names of `rules.VITALS`."""


async def _no_vitals() -> Mapping[str, MeasuredVital]:
    """Nobody measures them."""
    return {}


class Watch:
    """Looks and tells while its block runs, in the background: no request ever waits for it."""

    def __init__(
        self,
        settings: Settings,
        page_cache: PageCache,
        shelf: Shelf,
        *,
        vitals: VitalsReader = _no_vitals,
        clock: Callable[[], datetime] = utc_now,
        channels: Channels | None = None,
    ) -> None:
        token = secrets.token_hex(4)
        self.process = f"{socket.gethostname()}/{os.getpid()}/{token}"[-120:]
        self._phase = int(token, 16) / 2**32
        self._settings, self._shelf = settings, shelf
        self._vitals, self._clock = vitals, clock
        self._channels = channels or Channels(settings)
        self._every = timedelta(seconds=settings.alerts_every_seconds)
        self._rules = rules(settings.alerts_data_hours)
        self._window = Window(page_cache, clock=lambda: clock().timestamp())
        self._redis = RedisBoard(page_cache.shared) if page_cache.shared is not None else None
        self._known: Courses = {}
        """As they were at the last look at the database."""
        self._apart: Courses | None = None
        """How they have gone since the database went away; None: it is there."""
        self._others: tuple[str, ...] = ()
        self._lost_redis = 0
        """Looks in a row at which Redis did not say whose turn it is, while the database was away."""
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Watch":
        self._task = asyncio.create_task(self._run(), name="alerts")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        every = self._every.total_seconds()
        # Twenty processes that start together do not look together.
        await asyncio.sleep(every * (0.5 + self._phase / 2))
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("The alert check itself failed.")
            await asyncio.sleep(every)

    async def look(self) -> tuple[Notice, ...]:
        """One round: look, and tell people where it is this process's turn; returns what it told."""
        look = await self._look()
        if look.database_error is None:
            try:
                return await self._round_with_database(look)
            except (*database.ERRORS, asyncpg.InternalClientError) as error:
                look = msgspec.structs.replace(look, database_error=database.cause(error))
        if self._redis is None:
            return await self._round_alone(look)
        turn = await self._redis.take_turn() if look.redis_error is None else None
        if turn is not None:
            self._lost_redis = 0
            return await self._round_with_redis(self._redis, look, *turn)
        self._lost_redis += 1
        # One call that failed leaves no process alone: the others may have told it through Redis.
        return await self._round_alone(look) if self._lost_redis >= LOST_AFTER else ()

    async def _look(self) -> Look:
        """Look at everything at the same time; no part waits for another."""
        (milliseconds, error), redis_error = await asyncio.gather(_look_at_database(), self._redis_fault())
        dataset = self._shelf.dataset
        return Look(
            database_error=error,
            database_ms=milliseconds,
            redis_error=redis_error,
            figures=self._window.read(),
            data_hours=None
            if dataset is None
            else (self._clock() - dataset.confirmed_at).total_seconds() / 3600,
        )

    async def _redis_fault(self) -> str | None:
        return await self._redis.find_fault() if self._redis is not None else None

    async def _round_with_database(self, look: Look) -> tuple[Notice, ...]:
        now = self._clock()
        async with database_board(self._settings) as board:
            await board.note(self.process, look.figures, now)
            is_mine = await board.take_turn()
            self._known = await board.courses()
            counted = await board.processes(now - 3 * self._every)
            self._others = tuple(sorted(counted))
            if not is_mine:
                return ()
            look = msgspec.structs.replace(
                look,
                figures=total(counted.values()),
                last_run=await board.last_run(),
                vitals=await self._vitals(),
            )
            return await self._tell_and_keep(board, look, now)

    async def _tell_and_keep(self, board: DatabaseBoard, look: Look, now: datetime) -> tuple[Notice, ...]:
        redis = self._redis if look.redis_error is None else None
        copied = await redis.courses() if redis is not None else {}
        after, notices = await self._judge(look, latest(self._known, copied, self._apart or {}), now)
        await board.keep(after, now)
        if redis is not None:
            # What this process knows when the database goes away may be a minute old; this copy is not.
            await redis.keep(after)
        self._known, self._apart = after, None
        return notices

    async def _round_with_redis(
        self, board: RedisBoard, look: Look, is_mine: bool, courses: Courses
    ) -> tuple[Notice, ...]:
        self._apart = latest(self._known, courses)
        if not is_mine:
            return ()
        self._apart, notices = await self._judge(look, self._apart, self._clock())
        await board.keep(self._apart)
        return notices

    async def _round_alone(self, look: Look) -> tuple[Notice, ...]:
        is_first = bool(self._others) and self._others[0] == self.process
        before = latest(self._known, self._apart or {})
        self._apart, notices = await self._judge(look, before, self._clock(), is_log_only=not is_first)
        return notices

    async def _judge(
        self, look: Look, before: Courses, now: datetime, *, is_log_only: bool = False
    ) -> tuple[Courses, tuple[Notice, ...]]:
        """How every rule goes on, and what was told."""
        after = dict(before)
        to_tell: list[Notice] = []
        for rule, judge in self._rules:
            course = before.get(rule.name, Course())
            reading = judge(look) if is_due(rule, course, now, self._every) else None
            if reading is None:
                continue
            after[rule.name], notice = next_course(rule, course, reading, now)
            if notice is not None:
                to_tell.append(notice)
        heard = await asyncio.gather(
            *(self._channels.tell(notice, is_log_only=is_log_only) for notice in to_tell)
        )
        for notice, was_heard in zip(to_tell, heard, strict=True):
            if not was_heard:
                after[notice.rule] = untold(before.get(notice.rule, Course()), after[notice.rule])
        return after, tuple(notice for notice, was_heard in zip(to_tell, heard, strict=True) if was_heard)


def latest(*all_courses: Courses) -> dict[str, Course]:
    """Of each rule the course that was looked at last."""
    found: dict[str, Course] = {}
    for courses in all_courses:
        for rule, course in courses.items():
            known = found.get(rule)
            if known is None or (course.looked_at or datetime.min.replace(tzinfo=UTC)) > (
                known.looked_at or datetime.min.replace(tzinfo=UTC)
            ):
                found[rule] = course
    return found


async def _look_at_database() -> tuple[float, str | None]:
    """How many milliseconds the simplest question took, and why it cannot be used; None: it can."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await database.ask("SELECT 1", LOOK_SECONDS)
    except Exception as error:  # whatever is wrong with it, the answer is that it cannot be used
        return (loop.time() - began) * 1000, database.cause(error)
    return (loop.time() - began) * 1000, None
