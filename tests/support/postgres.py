"""A PostgreSQL that does not answer for a while, though it loses nothing."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg

from choosemypower.settings import Settings


@asynccontextmanager
async def frozen_postgres(settings: Settings) -> AsyncIterator[None]:
    """The server and all its connections stand still for the block: whoever asks waits."""
    connection = await asyncpg.connect(settings.database_url)
    try:
        folder = await connection.fetchval("SHOW data_directory")
        own = connection.get_server_pid()
        rows = await connection.fetch(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
        )
    finally:
        await connection.close()
    main = int((await asyncio.to_thread((Path(folder) / "postmaster.pid").read_text)).splitlines()[0])
    pids = [main, *(row["pid"] for row in rows if row["pid"] != own)]
    _signal(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(pids, signal.SIGCONT)


def _signal(pids: list[int], which: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, which)


@asynccontextmanager
async def unreachable_postgres(settings: Settings) -> AsyncIterator[None]:
    """All connections are cut and new ones refused for the block, as when the server was killed."""
    socket = Path(parse_qs(urlsplit(settings.database_url or "").query)["host"][0]) / ".s.PGSQL.5432"
    connection = await asyncpg.connect(settings.database_url)
    hidden = socket.with_name("hidden")
    await asyncio.to_thread(socket.rename, hidden)
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        yield
    finally:
        await asyncio.to_thread(hidden.rename, socket)
        await connection.close()
