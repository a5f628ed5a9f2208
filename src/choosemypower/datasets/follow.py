"""Which dataset is published now, told within two seconds: NOTIFY when it arrives, polling behind it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import asyncpg

from choosemypower import database
from choosemypower.settings import Settings

log = logging.getLogger(__name__)

CHANNEL = "choosemypower_epoch"
POLL_SECONDS = 1.0
"""NOTIFY does not pass through a transaction-pooling PgBouncer; polling alone still keeps the two seconds."""
RECONNECT_SECONDS = 1.0

CURRENT_EPOCH = "SELECT dataset FROM publication ORDER BY id DESC LIMIT 1"


class EpochFollower:
    """Calls `on_epoch` with each new epoch; `None` until something is published."""

    def __init__(self, settings: Settings, on_epoch: Callable[[int | None], Awaitable[None]]) -> None:
        self._settings = settings
        self._on_epoch = on_epoch
        self._woken = asyncio.Event()
        self.is_connected = False
        """False while the database is out of reach."""

    async def run(self) -> None:
        """Follow until cancelled; a lost database is waited for, not raised."""
        while True:
            try:
                await self._follow()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                if self.is_connected:
                    log.warning(
                        "The database does not answer (%s); pages go on with the data at hand.", error
                    )
                self.is_connected = False
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _follow(self) -> None:
        connection = await database.connect(self._settings)
        try:
            await connection.add_listener(CHANNEL, lambda *_: self._woken.set())
            while True:
                epoch = await connection.fetchval(
                    CURRENT_EPOCH, timeout=self._settings.db_command_timeout_seconds
                )
                self.is_connected = True
                await self._on_epoch(epoch)
                self._woken.clear()
                try:
                    await asyncio.wait_for(self._woken.wait(), POLL_SECONDS)
                except TimeoutError:
                    continue
        finally:
            connection.terminate()
