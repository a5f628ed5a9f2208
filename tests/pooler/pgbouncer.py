"""Debian's PgBouncer in transaction mode in front of the tests' PostgreSQL."""

import asyncio
import contextlib
import os
import pwd
import select
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg

from tests.support.server import free_port
from tests.support.waiting import HANG_SECONDS

POOL_SIZE = 4


@contextmanager
def pgbouncer(postgres_url: str) -> Iterator[str]:
    """Run it for the block; yields the same database's address through it."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program is not None, "pgbouncer is not installed (Debian: apt-get install pgbouncer)"
    parts = urlsplit(postgres_url)
    port = free_port()
    with tempfile.TemporaryDirectory() as name, _tcp_to(parse_qs(parts.query)["host"][0]) as server_port:
        folder = Path(name)
        nobody = pwd.getpwnam("nobody")
        (folder / "users.txt").write_text('"postgres" ""\n')
        config = folder / "pgbouncer.ini"
        config.write_text(
            f"""[databases]
* = host=127.0.0.1 port={server_port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {POOL_SIZE}
max_client_conn = 500
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""
        )
        for path in (folder, *folder.iterdir()):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        # PgBouncer refuses to run as root.
        drop = {"user": nobody.pw_uid, "group": nobody.pw_gid} if os.geteuid() == 0 else {}
        process = subprocess.Popen([program, str(config)], **drop, stderr=subprocess.DEVNULL)
        url = f"postgresql://postgres@127.0.0.1:{port}{parts.path}"
        try:
            _wait_for(url, process)
            yield url
        finally:
            process.kill()
            process.wait(HANG_SECONDS)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    async def ask() -> None:
        connection = await asyncpg.connect(url, timeout=20, statement_cache_size=0)
        await connection.close()

    deadline = time.monotonic() + HANG_SECONDS
    with ThreadPoolExecutor(1) as thread:
        while True:
            assert process.poll() is None, f"pgbouncer ended with {process.returncode}"
            try:
                thread.submit(asyncio.run, ask()).result()
            except (OSError, asyncpg.PostgresError, TimeoutError):
                assert time.monotonic() < deadline, "pgbouncer does not answer"
                time.sleep(0.2)
            else:
                return


@contextmanager
def _tcp_to(socket_folder: str) -> Iterator[int]:
    """A TCP port that leads to the server's Unix socket, which `nobody` may not enter."""

    class Carry(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.socket(socket.AF_UNIX) as server, contextlib.suppress(OSError):
                server.connect(f"{socket_folder}/.s.PGSQL.5432")
                ways = {self.request: server, server: self.request}
                while True:
                    for source in select.select(list(ways), [], [])[0]:
                        if not (piece := source.recv(65536)):
                            return
                        ways[source].sendall(piece)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Carry) as listener:
        listener.daemon_threads = True
        listener.block_on_close = False
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        try:
            yield int(listener.server_address[1])
        finally:
            listener.shutdown()
            thread.join(HANG_SECONDS)
