"""Where the processes agree on who looks and what was told: the database, or Redis while the database is away."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import asyncpg
import msgspec

from choosemypower import database
from choosemypower.alerts.figures import Figures
from choosemypower.alerts.model import Course
from choosemypower.alerts.rules import LastRun
from choosemypower.datasets.model import DatasetState
from choosemypower.datasets.queries import CURRENT
from choosemypower.settings import Settings
from choosemypower.sharing.budgets import KEY_PREFIX

if TYPE_CHECKING:  # Redis' library takes 15 MB: it is loaded only where there is a Redis
    from choosemypower.sharing.redis_store import RedisStore

LOCK = "choosemypower alerts"
SECONDS = 5.0
"""For each question to the database."""
FORGET_AFTER = timedelta(days=1)

Courses = Mapping[str, Course]


class DatabaseBoard:
    """One round with the database, over a connection of its own; the turn ends with it."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def note(self, process: str, figures: Figures, now: datetime) -> None:
        """Say that this process is there, and what it has counted."""
        await self._connection.execute(
            "INSERT INTO alert_process (process, looked_at, figures) VALUES ($1, $2, $3::jsonb)"
            " ON CONFLICT (process) DO UPDATE SET looked_at = excluded.looked_at, figures = excluded.figures",
            process,
            now,
            database.json_text(figures),
        )

    async def processes(self, since: datetime) -> dict[str, Figures]:
        """Who was there since then, and what each has counted."""
        rows = await self._connection.fetch(
            "SELECT process, figures::text AS figures FROM alert_process WHERE looked_at >= $1", since
        )
        return {row["process"]: msgspec.json.decode(row["figures"], type=Figures) for row in rows}

    async def take_turn(self) -> bool:
        """Is it this process that looks and tells? Until the connection closes."""
        return bool(await self._connection.fetchval("SELECT pg_try_advisory_lock(hashtext($1))", LOCK))

    async def courses(self) -> dict[str, Course]:
        rows = await self._connection.fetch(
            "SELECT rule, looked_at, bad, good, since, told_at FROM alert_course"
        )
        return {row["rule"]: msgspec.convert(dict(row), Course) for row in rows}

    async def keep(self, courses: Courses, now: datetime) -> None:
        """Write these, and forget processes that are long gone."""
        await self._connection.executemany(
            "INSERT INTO alert_course (rule, looked_at, bad, good, since, told_at) VALUES ($1, $2, $3, $4, $5, $6)"
            " ON CONFLICT (rule) DO UPDATE SET looked_at = excluded.looked_at, bad = excluded.bad,"
            " good = excluded.good, since = excluded.since, told_at = excluded.told_at",
            [(rule, c.looked_at, c.bad, c.good, c.since, c.told_at) for rule, c in courses.items()],
        )
        await self._connection.execute("DELETE FROM alert_process WHERE looked_at < $1", now - FORGET_AFTER)

    async def last_run(self) -> LastRun | None:
        """The newest reading of a listing, where it came to nothing and none was well since."""
        row = await self._connection.fetchrow(
            "SELECT id, state, coalesce(report ->> 'failed', '') AS reason FROM dataset"  # noqa: S608 — a constant
            " WHERE id = (SELECT max(id) FROM dataset WHERE state <> $1)"
            f" AND fetched_at > coalesce((SELECT confirmed_at FROM dataset WHERE id = {CURRENT}), '-infinity')",
            DatasetState.RUNNING.value,
        )
        if row is None or row["state"] == DatasetState.PUBLISHED:
            return None
        return LastRun(state=row["state"], dataset=row["id"], reason=row["reason"])


@contextlib.asynccontextmanager
async def database_board(settings: Settings) -> AsyncIterator[DatabaseBoard]:
    """A board for the block. Raises whatever `database.ERRORS` names."""
    connection = await database.connect(settings, command_timeout=SECONDS)
    try:
        yield DatabaseBoard(connection)
    finally:
        # Not close(): that would wait for a server that has fallen silent meanwhile. It notices, and frees the lock.
        connection.terminate()


KEY = f"{KEY_PREFIX}alerts"
REDIS_SECONDS = 2.0
"""Longer than any visitor waits: nobody does here, and one that is only late is there."""
TURN_MILLISECONDS = 60_000
"""A process that dies while it tells holds the others up for no longer."""
KEEP_MILLISECONDS = 2 * 86_400_000

TAKE_SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if tonumber(redis.call('HGET', KEYS[1], 'until') or '0') > now then return {0, ''} end
redis.call('HSET', KEYS[1], 'until', now + ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {1, redis.call('HGET', KEYS[1], 'courses') or ''}
"""
KEEP_SCRIPT = """
redis.call('HSET', KEYS[1], 'until', 0, 'courses', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {1}
"""
READ_SCRIPT = "return {redis.call('HGET', KEYS[1], 'courses') or ''}"
WRITE_SCRIPT = "redis.call('HSET', KEYS[1], 'looked', 1) redis.call('PEXPIRE', KEYS[1], ARGV[1]) return {1}"
NOTHING_SCRIPT = "return {1}"


class RedisBoard:
    """The same in Redis: a copy while the database is there, the board itself while it is away."""

    def __init__(self, store: "RedisStore") -> None:
        self._store = store

    async def find_fault(self) -> str | None:
        """Why Redis cannot be used; None: it can."""
        if await self._run(WRITE_SCRIPT, str(KEEP_MILLISECONDS)) is not None:
            return None
        if self._store.is_usable and await self._run(NOTHING_SCRIPT) is not None:
            return "it answers, but takes no writes: a replica, or full"
        return "it does not answer in time"

    async def take_turn(self) -> tuple[bool, Courses] | None:
        """Whether it is this process that looks, and how the rules have gone. None: Redis does not say."""
        answer = await self._run(TAKE_SCRIPT, str(TURN_MILLISECONDS), str(KEEP_MILLISECONDS))
        return None if answer is None else (bool(answer[0]), _decoded(answer[1]))

    async def courses(self) -> Courses:
        """How the rules have gone, as far as Redis was told."""
        answer = await self._run(READ_SCRIPT)
        return _decoded(answer[0]) if answer else {}

    async def keep(self, courses: Courses) -> None:
        """Write them, and give the turn back."""
        await self._run(KEEP_SCRIPT, msgspec.json.encode(courses).decode(), str(KEEP_MILLISECONDS))

    async def _run(self, script: str, *arguments: str) -> list[bytes | int] | None:
        return await self._store.run_script(script, KEY, *arguments, seconds=REDIS_SECONDS)


def _decoded(courses: bytes | int) -> Courses:
    if not isinstance(courses, bytes) or not courses:
        return {}
    try:
        return msgspec.json.decode(courses, type=dict[str, Course])
    except msgspec.DecodeError:  # another release wrote it
        return {}
