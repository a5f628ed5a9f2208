"""Bring the database to this release: migrations, then the reference tables, under one lock.

Any number of runners may start at once; one works and the others wait. The lock belongs to a session of its own and
is polled, so that a waiter never holds a snapshot that a concurrent index build would have to wait for.
"""

import asyncio
import contextlib
import io
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from choosemypower import database
from choosemypower.errors import AppError
from choosemypower.piccolo_app import APP_CONFIG
from choosemypower.settings import Settings
from choosemypower.territories.commands import load_reference

LOCK = "choosemypower.migrate"
POLL_SECONDS = 0.25
LOCK_TIMEOUT = "2s"
"""A statement that waits longer for a table would make every later reader wait behind it."""
STATEMENT_TIMEOUT = "30s"


class MigrationError(AppError):
    code = "migration_failed"
    status = 500
    title = "Migration failed"


async def migrate(
    settings: Settings, *, wait_seconds: float = 60, say: Callable[[str], None] = print
) -> list[str]:
    """Run what has not run yet; returns the names of what changed. Waits for the database and for other runners."""
    await wait_for_database(settings, seconds=wait_seconds, say=say)
    async with _only_runner(settings, say):
        direct = settings.database_direct_url or settings.database_url
        database.configure(msgspec.structs.replace(settings, database_url=direct))
        config = database.engine().config
        config["command_timeout"] = None
        config["server_settings"] |= {"lock_timeout": LOCK_TIMEOUT, "statement_timeout": STATEMENT_TIMEOUT}
        try:
            changed = await _run_forwards()
            changed += await load_reference()
        finally:
            database.configure(settings)
    return changed


async def wait_for_database(
    settings: Settings, *, seconds: float, say: Callable[[str], None] = print
) -> None:
    """Return when the database answers; raises MigrationError with the last reason after `seconds`."""
    deadline = time.monotonic() + seconds
    waiting = False
    while True:
        try:
            connection = await database.connect(settings)
        except database.ERRORS as error:
            if time.monotonic() > deadline:
                raise MigrationError(f"The database cannot be used: {database.cause(error)}.") from error
            if not waiting:
                say(f"Waiting for the database ({database.cause(error)}) …")
                waiting = True
            await asyncio.sleep(0.5)
        else:
            await connection.close()
            return


async def list_missing_migrations() -> list[str]:
    """Names of the migrations that this release needs and the database has not run."""
    ran = set(await Migration.get_migrations_which_ran(app_name=APP_CONFIG.app_name))
    manager = ForwardsMigrationManager(app_name=APP_CONFIG.app_name)
    modules = manager.get_migration_modules(APP_CONFIG.resolved_migrations_folder_path)
    return sorted(set(manager.get_migration_ids(modules)) - ran)


@asynccontextmanager
async def _only_runner(settings: Settings, say: Callable[[str], None]) -> AsyncIterator[None]:
    connection = await database.connect(settings)
    try:
        waiting = False
        while not await connection.fetchval("SELECT pg_try_advisory_lock(hashtext($1))", LOCK):
            if not waiting:
                say("Another migration is running; waiting for it …")
                waiting = True
            await asyncio.sleep(POLL_SECONDS)
        yield
    finally:
        await connection.close()


async def _run_forwards() -> list[str]:
    await Migration.create_table(if_not_exists=True).run()
    missing = await list_missing_migrations()
    if not missing:
        return []
    manager = ForwardsMigrationManager(app_name=APP_CONFIG.app_name)
    chatter = io.StringIO()
    with contextlib.redirect_stdout(chatter):
        result = await manager.run_migrations(APP_CONFIG)
    if not result.success:
        raise MigrationError(f"{result.message}\n{chatter.getvalue()}")
    return missing
