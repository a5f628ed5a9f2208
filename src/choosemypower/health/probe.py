"""Bounded looks at the database: on a clock of their own, and when somebody asks and the last one is old.

Nobody waits for a look longer than 60 ms: a probe gets what the last one found. So a database that is far away (80 ms,
three times for a look) is usable, and one that is silent is not, a few seconds later.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import Context

import msgspec

from choosemypower import database
from choosemypower.datasets.queries import CURRENT
from choosemypower.health.last_ingests import LAST_INGESTS, LastIngests

log = logging.getLogger(__name__)

FRESH_SECONDS = 1.0
"""A finished look answers everybody this long."""
LIMIT_SECONDS = 2.0
"""A database that takes longer is not usable. Longer than what is called slow, or nothing could be."""
PATIENCE_SECONDS = 0.06
"""How long one answer waits for a look that is under way, so that it stays under 100 ms."""
EVERY_SECONDS = 5.0
"""Between two looks of our own; as often as a kubelet asks."""
TRUSTED_SECONDS = EVERY_SECONDS + 2 * LIMIT_SECONDS
"""How long the last finished look stands in for one that is still under way."""
LOGGED_SECONDS = 30.0
"""Between two lines of log (source: the specification), when a size is measured too."""

CURRENT_EPOCH = f"SELECT {CURRENT}"
SIZE = (
    "SELECT pg_database_size(current_database()),"
    " (SELECT numbackends FROM pg_stat_database WHERE datname = current_database()),"
    " EXISTS (SELECT FROM dataset WHERE state = 'staged')"
)


class DatabaseLook(msgspec.Struct, frozen=True, kw_only=True):
    """What one look found."""

    is_usable: bool
    epoch: int | None = None
    """The published dataset; None: nothing is published."""
    milliseconds: float
    error: str | None = None
    """A sentence for operators, without addresses or credentials."""


class DatabaseSize(msgspec.Struct, frozen=True, kw_only=True):
    """How much there is of it."""

    bytes: int
    connections: int
    """Of everybody, to this database."""
    is_listing_staged: bool = False
    """A listing looks doubtful and waits to be accepted."""


class DatabaseProbe:
    """Looks at the database: one look at a time, kept a second, abandoned after two."""

    def __init__(
        self,
        ask: Callable[[], Awaitable[int | None]] | None = None,
        measure: Callable[[], Awaitable[DatabaseSize]] | None = None,
        recall: Callable[[], Awaitable[LastIngests]] | None = None,
        *,
        every_seconds: float = EVERY_SECONDS,
        logged_seconds: float = LOGGED_SECONDS,
    ) -> None:
        self._ask = ask or _ask_for_epoch
        self._measure = measure or _ask_for_size
        self._recall = recall or _ask_for_last_ingests
        self._every_seconds = every_seconds
        self._logged_seconds = logged_seconds
        self.size: DatabaseSize | None = None
        """As last measured; None: not yet, or it could not be."""
        self.last_ingests: LastIngests | None = None
        """Of listings, as last seen; kept while the database is away."""
        self._look: asyncio.Task[DatabaseLook] | None = None
        self.last: DatabaseLook | None = None
        """What the last finished look found."""
        self._finished_at = 0.0
        self.looks = 0
        """How many looks were begun, for tests and metrics."""

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look again and again for the block, whoever asks."""
        task = asyncio.create_task(self._watch(), name="watch-database")
        try:
            yield
        finally:
            task.cancel()

    async def _watch(self) -> None:
        log_at, was_usable = 0.0, True
        while True:
            look = await (self._look or self._begin())
            if look.is_usable is not was_usable or time.monotonic() >= log_at:
                was_usable = look.is_usable
                log_at = time.monotonic() + self._logged_seconds
                await self._report(look)
            await asyncio.sleep(self._every_seconds)

    async def _report(self, look: DatabaseLook) -> None:
        """One line, and how large the database is by now."""
        if not look.is_usable:
            self.size = None
            log.warning("Database look: not usable after %.2f ms: %s", look.milliseconds, look.error)
            return
        try:
            self.size = await asyncio.wait_for(self._measure(), LIMIT_SECONDS)
        except Exception as error:  # whatever it is, the size is unknown
            self.size = None
            log.warning("The size of the database cannot be measured: %s", told(error))
        with contextlib.suppress(Exception):  # it is said by the look, or the schema is of another release
            self.last_ingests = await asyncio.wait_for(self._recall(), LIMIT_SECONDS)
        log.info(
            "Database look: %.2f ms.", look.milliseconds, extra={"facts": {"milliseconds": look.milliseconds}}
        )

    async def look(self) -> DatabaseLook:
        """The state of the database, at most a second old; in under 100 ms even when it is silent."""
        if self.last is not None and time.monotonic() - self._finished_at < FRESH_SECONDS:
            return self.last
        done, _ = await asyncio.wait({self._look or self._begin()}, timeout=PATIENCE_SECONDS)
        if done:
            return done.pop().result()
        if self.last is not None and time.monotonic() - self._finished_at < TRUSTED_SECONDS:
            return self.last
        return DatabaseLook(
            is_usable=False,
            milliseconds=PATIENCE_SECONDS * 1000,
            error=f"No answer within {PATIENCE_SECONDS * 1000:.0f} ms.",
        )

    def _begin(self) -> "asyncio.Task[DatabaseLook]":
        self.looks += 1
        # Of nobody: a look belongs to no request, and what it logs carries no request's id.
        self._look = asyncio.create_task(self._run(), name="look-at-database", context=Context())
        return self._look

    async def _run(self) -> DatabaseLook:
        began = time.monotonic()
        epoch: int | None = None
        error: str | None = None
        try:
            epoch = await asyncio.wait_for(self._ask(), LIMIT_SECONDS)
        except TimeoutError:
            error = f"No answer within {LIMIT_SECONDS * 1000:.0f} ms."
        except Exception as failure:  # whatever is wrong with it, the answer is "not usable"
            error = told(failure)
        finally:
            self._look = None
        self._finished_at = time.monotonic()
        self.last = DatabaseLook(
            is_usable=error is None,
            epoch=epoch,
            milliseconds=round((self._finished_at - began) * 1000, 2),
            error=error,
        )
        return self.last


def told(error: Exception) -> str:
    """What is wrong, in a sentence without addresses or credentials."""
    words = database.known_cause(error)
    return f"{words[0].upper()}{words[1:]}." if words else f"{type(error).__name__}."


async def _ask_for_epoch() -> int | None:
    """Which dataset is published? Fails without a free connection, our schema or an answer."""
    row = await database.ask(CURRENT_EPOCH, LIMIT_SECONDS)
    epoch: int | None = row[0]
    return epoch


async def _ask_for_size() -> DatabaseSize:
    """How large is it, and how many use it?"""
    row = await database.ask(SIZE, LIMIT_SECONDS)
    return DatabaseSize(bytes=row[0], connections=row[1], is_listing_staged=row[2])


async def _ask_for_last_ingests() -> LastIngests:
    """What became of the last ingests?"""
    return LastIngests.of(dict(await database.ask(LAST_INGESTS, LIMIT_SECONDS)))
