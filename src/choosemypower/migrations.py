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
from urllib.parse import unquote, urlsplit

import asyncpg
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
    await _wait_for_database(settings, seconds=wait_seconds, say=say)
    async with _only_runner(settings, say):
        direct = settings.database_direct_url or settings.database_url
        database.configure(msgspec.structs.replace(settings, database_url=direct))
        config = database.engine().config
        config["command_timeout"] = None
        config["server_settings"] |= {"lock_timeout": LOCK_TIMEOUT, "statement_timeout": STATEMENT_TIMEOUT}
        try:
            changed = await _run_forwards()
            changed += await load_reference()
            if settings.database_web_url is not None:
                await _grant_to_server(settings, say)
        finally:
            database.configure(settings)
    return changed


async def _wait_for_database(
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


WRITTEN_BY_SERVER = frozenset(
    ("alert_course", "alert_process", "beacon", "contact_message", "visitor_count", "vital_count")
)
"""What visitors leave and what processes tell each other. Everything else the server's own user only reads."""

OUR_TABLES = """
SELECT tablename FROM pg_tables
WHERE schemaname = current_schema() AND pg_has_role(current_user, tableowner, 'USAGE') ORDER BY tablename
"""

NUMBERS_OF_TABLE = """
SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = $1 AND column_default LIKE 'nextval%'
"""


async def _grant_to_server(settings: Settings, say: Callable[[str], None] = print) -> None:
    """Let the user of DATABASE_WEB_URL read all tables and write `WRITTEN_BY_SERVER`; make it where it is not there."""
    address = urlsplit(settings.database_web_url or "")
    user, password = unquote(address.username or ""), unquote(address.password or "")
    connection = await database.connect(settings, server_settings={"lock_timeout": LOCK_TIMEOUT})
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", user):
            await _make_user(connection, user, password)
            say(f"Made the database user {user} for the server.")
        async with connection.transaction():
            for statement in await _grants(connection, user):
                await connection.execute(statement)
        if await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = $1", user):
            say(
                f"{user}, the user of DATABASE_WEB_URL, is a superuser and may do everything: give it another."
            )
    finally:
        await connection.close()


async def _make_user(connection: asyncpg.Connection, user: str, password: str) -> None:
    statement = await connection.fetchval(
        "SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', $1::text, $2::text)", user, password
    )
    try:
        await connection.execute(statement)
    except asyncpg.InsufficientPrivilegeError:
        raise MigrationError(
            f"The database has no user {user}, which DATABASE_WEB_URL names, and DATABASE_URL's may not make one. "
            f"Let an administrator do it: CREATE ROLE {user} LOGIN PASSWORD '…'"
        ) from None


async def _grants(connection: asyncpg.Connection, user: str) -> list[str]:
    """Statements after which the user may do that and nothing else, whatever it could do before."""
    patterns: list[tuple[str, str]] = []
    schema = await connection.fetchval("SELECT current_schema()")
    if not await connection.fetchval("SELECT has_schema_privilege($1, $2, 'USAGE')", user, schema):
        patterns.append(("GRANT USAGE ON SCHEMA %2$I TO %1$I", schema))
    for table in [row["tablename"] for row in await connection.fetch(OUR_TABLES)]:
        patterns += [("REVOKE ALL ON %2$I FROM %1$I", table), ("GRANT SELECT ON %2$I TO %1$I", table)]
        if table in WRITTEN_BY_SERVER:
            patterns.append(("GRANT INSERT, UPDATE, DELETE ON %2$I TO %1$I", table))
            numbers = await connection.fetchval(NUMBERS_OF_TABLE, table)
            if numbers is not None:
                patterns.append(("GRANT USAGE ON SEQUENCE %2$s TO %1$I", numbers))
    fill = "SELECT format($1::text, $2::text, $3::text)"
    return [await connection.fetchval(fill, pattern, user, name) for pattern, name in patterns]


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
