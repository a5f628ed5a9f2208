"""Which dataset is published now, told within two seconds: NOTIFY when it arrives, polling behind it."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from choosemypower import database
from choosemypower.settings import Settings

log = logging.getLogger(__name__)

CHANNEL = "choosemypower_epoch"
POLL_SECONDS = 1.0
"""NOTIFY does not pass through a transaction-pooling PgBouncer; polling alone still keeps the two seconds."""
RECONNECT_SECONDS = 1.0

CURRENT = (
    "SELECT publication.dataset, dataset.confirmed_at,"
    " (SELECT coalesce(max(label_revision.id), 0) FROM label_revision) AS label_revision FROM publication "
    "JOIN dataset ON dataset.id = publication.dataset ORDER BY publication.id DESC LIMIT 1"
)


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What the database says is published."""

    epoch: int
    confirmed_at: datetime
    """When a listing with this content was last seen; moves without a new epoch."""
    label_revision: int = 0
    """Which facts labels; moves without a new epoch too."""


class EpochFollower:
    """Calls `on_look` with what is published at each look; `None` until something is."""

    def __init__(self, settings: Settings, on_look: Callable[[Published | None], Awaitable[None]]) -> None:
        self._settings = settings
        self._on_look = on_look
        self._woken = asyncio.Event()
        self._unreadable: Published | None = None
        self._trouble: str | None = None
        self.is_connected = False
        """False while the database is out of reach."""

    async def run(self) -> None:
        """Follow until cancelled; a lost database is waited for, not raised."""
        while True:
            try:
                await self._follow()
            except Exception as error:  # what answers there may say anything; nothing ends the following
                self._say_lost(database.cause(error))
                if self.is_connected:
                    self.is_connected = False
                    continue  # the first time at once: often it was only this connection
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _follow(self) -> None:
        connection = await database.connect(
            self._settings, command_timeout=self._settings.db_command_timeout_seconds
        )
        try:
            connection.add_termination_listener(lambda *_: self._woken.set())
            await connection.add_listener(CHANNEL, lambda *_: self._woken.set())
            while True:
                self._woken.clear()
                row = await connection.fetchrow(CURRENT)
                await self._tell(_published(row) if row else None)
                self._say_back()
                self.is_connected = True
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), POLL_SECONDS)
        finally:
            connection.terminate()

    def _say_lost(self, words: str) -> None:
        """Once for each cause, not each second."""
        if words != self._trouble:
            log.warning("The database does not answer (%s); pages go on with the data at hand.", words)
        self._trouble = words

    def _say_back(self) -> None:
        if self._trouble is not None:
            log.info("The database answers again.")
        self._trouble = None

    async def _tell(self, published: Published | None) -> None:
        """A dataset that cannot be read must not end the following of the next one."""
        try:
            await self._on_look(published)
        except database.ERRORS:
            raise
        except Exception:
            if published != self._unreadable:
                log.exception("%s cannot be read; pages go on with the data at hand.", published)
            self._unreadable = published
        else:
            self._unreadable = None


def _published(row: Mapping[str, Any]) -> Published:
    return Published(
        epoch=row["dataset"], confirmed_at=row["confirmed_at"], label_revision=row["label_revision"]
    )
