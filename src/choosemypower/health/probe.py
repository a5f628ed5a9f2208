"""One bounded look at the database, shared by everybody who asks within a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import msgspec

from choosemypower import database

FRESH_SECONDS = 1.0
"""A finished look answers everybody this long."""
LIMIT_SECONDS = 0.5
"""A database that takes longer is not usable."""
PATIENCE_SECONDS = 0.06
"""How long one answer waits for a look that is under way, so that it stays under 100 ms."""
TRUSTED_SECONDS = 3.0
"""How long the last finished look stands in for one that is still under way."""

CURRENT_EPOCH = "SELECT (SELECT dataset FROM publication ORDER BY id DESC LIMIT 1)"


class DatabaseLook(msgspec.Struct, frozen=True, kw_only=True):
    """What one look found."""

    is_usable: bool
    epoch: int | None = None
    """The published dataset; None: nothing is published."""
    milliseconds: float
    error: str | None = None
    """A sentence for operators, without addresses or credentials."""


class DatabaseProbe:
    """Looks at the database on demand: one look at a time, kept a second, abandoned after half a second."""

    def __init__(self, ask: Callable[[], Awaitable[int | None]] | None = None) -> None:
        self._ask = ask or ask_for_epoch
        self._look: asyncio.Task[DatabaseLook] | None = None
        self._last: DatabaseLook | None = None
        self._finished_at = 0.0
        self.looks = 0
        """How many looks were begun, for tests and metrics."""

    async def look(self) -> DatabaseLook:
        """The state of the database, at most a second old; in under 100 ms even when it is silent."""
        if self._last is not None and time.monotonic() - self._finished_at < FRESH_SECONDS:
            return self._last
        if self._look is None:
            self.looks += 1
            self._look = asyncio.create_task(self._run(), name="look-at-database")
        done, _ = await asyncio.wait({self._look}, timeout=PATIENCE_SECONDS)
        if done:
            return done.pop().result()
        if self._last is not None and time.monotonic() - self._finished_at < TRUSTED_SECONDS:
            return self._last
        return DatabaseLook(
            is_usable=False,
            milliseconds=PATIENCE_SECONDS * 1000,
            error=f"No answer within {PATIENCE_SECONDS * 1000:.0f} ms.",
        )

    async def _run(self) -> DatabaseLook:
        began = time.monotonic()
        epoch: int | None = None
        error: str | None = None
        try:
            epoch = await asyncio.wait_for(self._ask(), LIMIT_SECONDS)
        except TimeoutError:
            error = f"No answer within {LIMIT_SECONDS * 1000:.0f} ms."
        except Exception as failure:  # whatever is wrong with it, the answer is "not usable"
            error = f"{type(failure).__name__}."
        finally:
            self._look = None
        self._finished_at = time.monotonic()
        self._last = DatabaseLook(
            is_usable=error is None,
            epoch=epoch,
            milliseconds=round((self._finished_at - began) * 1000, 2),
            error=error,
        )
        return self._last


async def ask_for_epoch() -> int | None:
    """Which dataset is published? Fails without a free connection, our schema or an answer."""
    pool = database.engine().pool
    if pool is None:
        raise ConnectionError
    connection = await pool.acquire(timeout=LIMIT_SECONDS)
    try:
        epoch: int | None = await connection.fetchval(CURRENT_EPOCH, timeout=LIMIT_SECONDS)
    except BaseException:
        # A silent server never confirms a cancelled query; waiting for that would hold the connection.
        connection.terminate()
        raise
    finally:
        await pool.release(connection)
    return epoch
