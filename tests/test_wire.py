"""Something else than PostgreSQL answers at the database's address: said in words, and nothing stands still."""

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from choosemypower.settings import Settings
from choosemypower.wire import Messages, WatchedProtocol
from tests.support.waiting import HANG_SECONDS

RUBBISH = {
    "zeros": bytes(100),
    "a type of zero": b"\0\xffHTTP/1.1 500 What\r\n\r\n",
    "a web server": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
    "Redis": b"-ERR unknown command\r\n",
    "SSH": b"SSH-2.0-OpenSSH_9.6\r\n",
    "a length of nothing": b"R\0\0\0\0\0\0\0\0",
    "a length below nothing": b"R\xff\xff\xff\xff\0\0\0\0",
    "a good message, then zeros": b"R\0\0\0\x08\0\0\0\0" + bytes(20),
}


@contextmanager
def answering(said: bytes) -> Iterator[int]:
    """A port at which everybody who writes gets this, and nothing more."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                client.recv(1000)
                client.sendall(said)
                held.append(client)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    for client in held:
        client.close()


@pytest.mark.parametrize("kind", RUBBISH)
def test_a_command_says_that_something_else_answers_and_ends(kind: str) -> None:
    with answering(RUBBISH[kind]) as port:
        ended = subprocess.run(
            [Path(sys.executable).with_name("choosemypower"), "datasets"],
            env=os.environ | {"DATABASE_URL": f"postgresql://site@127.0.0.1:{port}/site?sslmode=disable"},
            capture_output=True,
            text=True,
            timeout=HANG_SECONDS,
        )
    sentence = "the database cannot be used: what answers at its address is not PostgreSQL."
    assert (ended.returncode, ended.stderr.strip()) == (1, f"choosemypower: {sentence}")


GOOD = b"".join(
    kind + struct.pack("!i", 4 + len(body)) + body
    for kind, body in ((b"R", bytes(4)), (b"S", b"a\0b\0"), (b"Z", b"I"), (b"2", b""), (b"D", bytes(70)))
)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 11, 1000])
def test_messages_may_come_in_pieces_of_any_size(size: int) -> None:
    def are_taken(stream: bytes) -> list[bool]:
        messages = Messages()
        pieces = (stream[start : start + size] for start in range(0, len(stream), size))
        return [messages.may_come_from_postgres(piece) for piece in pieces]

    assert all(are_taken(3 * GOOD))
    assert not all(are_taken(3 * GOOD + bytes(5)))
    assert not all(are_taken(GOOD + b"Z\0\0\0\0"))


@pytest.mark.db
@pytest.mark.anyio
async def test_whatever_postgres_says_passes(unconnected: Settings) -> None:
    """Rows of all sizes, notices, notifications, errors and copies."""
    connection = await asyncpg.connect(unconnected.database_url)
    assert isinstance(connection._protocol, WatchedProtocol)
    try:
        heard: list[str] = []
        await connection.add_listener("wire", lambda *said: heard.append(str(said[-1])))
        rows = await connection.fetch(
            "SELECT n, repeat('x', n * 7) AS text FROM generate_series(0, 3000) AS n"
        )
        assert [len(row["text"]) for row in rows] == [7 * row["n"] for row in rows]
        await connection.execute("DO $$ BEGIN RAISE NOTICE 'noticed'; END $$; NOTIFY wire, 'heard'")
        with pytest.raises(asyncpg.DivisionByZeroError):
            await connection.execute("SELECT 1 / 0")
        await connection.execute("CREATE TEMPORARY TABLE copied (n int)")
        await connection.copy_records_to_table("copied", records=[(n,) for n in range(5000)])
        assert await connection.fetchval("SELECT count(*) FROM copied") == 5000
        assert heard == ["heard"]
    finally:
        await connection.close()
