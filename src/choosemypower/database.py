"""The one way to PostgreSQL: an engine that connects late, a pool with explicit limits, a guarded transaction.

Piccolo's own engine connects when it is created, and its transaction leaks the pooled connection when COMMIT or
ROLLBACK fails. Both are mended here; everything else is Piccolo's.
"""

import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple, cast

import asyncpg
import msgspec
from piccolo.engine.finder import engine_finder
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from choosemypower.settings import Settings, authority_text
from choosemypower.slow_queries import QueryTimes
from choosemypower.wire import NotPostgresError, watch_connections

watch_connections()

UNREACHABLE = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""What a query raises when the server is away, full, read-only, starting or stopping: ask again later."""


ERRORS = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""Whatever a query may raise when the server is away, refuses it, or is not of this release."""

_CAUSES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (
        (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError),
        "it is not of this release: run `choosemypower migrate` first",
    ),
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "password refused: it does not take this user name and password",
    ),
    (asyncpg.InvalidCatalogNameError, "it holds no database of the name in DATABASE_URL"),
    (asyncpg.InsufficientPrivilegeError, "its user may not do this"),
    (asyncpg.TooManyConnectionsError, "it has no connection left"),
    (asyncpg.DiskFullError, "its disk is full"),
    (asyncpg.ReadOnlySQLTransactionError, "it takes no writes: a replica, or one that was made read-only"),
    (asyncpg.CannotConnectNowError, "it is starting or stopping"),
    (asyncpg.AdminShutdownError, "it is stopping"),
    ((TimeoutError, asyncpg.QueryCanceledError), "it did not answer in time"),
    (socket.gaierror, "the name of its host cannot be found"),
    (
        ssl.SSLCertVerificationError,
        "its certificate is not signed by the authority in DATABASE_CA_CERT, or is another host's",
    ),
    (ConnectionRefusedError, "nobody listens at its address"),
    (NotPostgresError, "what answers at its address is not PostgreSQL"),
    ((ConnectionError, asyncpg.PostgresConnectionError), "the connection was lost"),
)


def cause(error: BaseException) -> str:
    """What is wrong with the database, in words that complete "the database cannot be used: …"."""
    return known_cause(error) or str(error).strip().rstrip(".") or type(error).__name__


def known_cause(error: BaseException) -> str | None:
    """The same where it is one that we know, with nothing in it of what the server said."""
    if isinstance(error.__cause__, NotPostgresError):
        error = error.__cause__
    return next((words for kinds, words in _CAUSES if isinstance(error, kinds)), None)


QUERIES = QueryTimes()
"""Of this process: the engine is one as well."""


class GuardedTransaction(PostgresTransaction):
    """Piccolo's transaction, but the connection always goes back and the context is always reset."""

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()  # type: ignore[no-untyped-call]
        try:
            self.transaction = self.connection.transaction()
            await self.begin()  # type: ignore[no-untyped-call]
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self, exception_type: object, exception: BaseException | None, traceback: object
    ) -> bool:
        if self._parent:
            return exception is None
        try:
            if exception is not None:
                if not self._rolled_back:
                    await self.rollback()  # type: ignore[no-untyped-call]
            elif not self._committed and not self._rolled_back:
                await self.commit()  # type: ignore[no-untyped-call]
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return exception is None

    async def _give_back(self) -> None:
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class Engine(PostgresEngine):
    """Piccolo's engine without the connection that it opens at import time."""

    async def check_version(self) -> None:
        """Nothing: an import must not touch the network."""

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:
        return GuardedTransaction(engine=self, allow_nested=allow_nested)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        """As Piccolo does it, timed."""
        with QUERIES.timed():
            return await super().run_querystring(querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        """As Piccolo does it, timed."""
        with QUERIES.timed():
            return await super().run_ddl(ddl, in_pool)


def configure(settings: Settings) -> None:
    """Point this process's engine at these settings' database; opens nothing yet. Every timeout is explicit."""
    if settings.database_url is None:
        raise RuntimeError("DATABASE_URL is not set and no embedded PostgreSQL was started.")
    engine().config = {
        "dsn": settings.database_url,
        "timeout": settings.db_connect_timeout_seconds,
        "command_timeout": settings.db_command_timeout_seconds,
        "statement_cache_size": settings.db_statement_cache_size,
        "server_settings": {"application_name": "choosemypower", "timezone": "UTC"},
        **_encryption(settings),
    }


def engine() -> Engine:
    """The engine of this process (made by `piccolo_conf`)."""
    return cast(Engine, engine_finder())


@asynccontextmanager
async def transaction() -> AsyncIterator[PostgresTransaction]:
    """Run the block's queries, one after the other, in one transaction."""
    async with engine().transaction() as current:
        yield current


@asynccontextmanager
async def pool(settings: Settings) -> AsyncIterator[None]:
    """Keep a connection pool open for the block; a server that is out of reach fills it when it comes back."""
    current = engine()
    sizes = {"max_size": settings.db_pool_max, "max_inactive_connection_lifetime": 30}
    try:
        await current.start_connection_pool(min_size=settings.db_pool_min, **sizes)
    except ERRORS:
        await current.start_connection_pool(min_size=0, **sizes)
    try:
        yield
    finally:
        await current.close_connection_pool()


def json_text(value: object) -> str:
    """A value as a `jsonb` argument takes it."""
    return msgspec.json.encode(value).decode()


async def ask(query: str, seconds: float) -> asyncpg.Record:
    """The first row of a bounded question by a connection of the pool. Raises ConnectionError where there is none."""
    pool = engine().pool
    if pool is None:
        raise ConnectionError
    with QUERIES.timed():
        connection = await pool.acquire(timeout=seconds)
        try:
            row: asyncpg.Record = await connection.fetchrow(query, timeout=seconds)
        except BaseException:
            # A silent server never confirms a cancelled query; waiting for that would hold the connection.
            connection.terminate()
            raise
        finally:
            await pool.release(connection)
    return row


class PoolLoad(NamedTuple):
    """How busy this process's connections are."""

    size: int
    in_use: int
    waiting: int


def pool_load() -> PoolLoad | None:
    """None while no pool is open."""
    pool = engine().pool
    if pool is None:
        return None
    # asyncpg tells nobody how many wait for a connection.
    queue = getattr(pool, "_queue", None)
    waiting = sum(not waiter.done() for waiter in list(getattr(queue, "_getters", ())))
    size = pool.get_size()
    return PoolLoad(size=size, in_use=size - pool.get_idle_size(), waiting=waiting)


async def connect(settings: Settings, **options: Any) -> asyncpg.Connection:
    """A connection of our own, past pool and pooler: for locks, LISTEN and long work. The caller closes it."""
    return await asyncpg.connect(
        settings.database_direct_url or settings.database_url,
        timeout=settings.db_connect_timeout_seconds,
        statement_cache_size=0,
        **_encryption(settings),
        **options,
    )


def _encryption(settings: Settings) -> dict[str, ssl.SSLContext]:
    """With an authority of our own, only a server with its certificate and the right name is spoken to."""
    if settings.database_ca_cert is None:
        return {}
    return {"ssl": ssl.create_default_context(cadata=authority_text(settings.database_ca_cert))}
