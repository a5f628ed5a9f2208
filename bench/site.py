"""A real site for the time of a measurement: PostgreSQL of its own, a listing, Granian on one core."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg
import httpx

from bench.growth import grow_territories, grown_listing
from bench.load import SERVER_CORE, pinned
from choosemypower.embedded import embedded_postgres

START_SECONDS = 120


class RunningSite:
    """`with RunningSite(folder) as site:` serves at `site.url` until the end of the block."""

    def __init__(self, folder: Path, times: int = 1, **environment: str) -> None:
        """`times`: so many times today's plans, cities and ZIP codes; `environment`: settings besides."""
        self._settings = environment
        self._folder = folder
        self._times = times
        self.ingest_seconds = 0.0
        self._folder = folder / "postgres"
        self._postgres = embedded_postgres(self._folder)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        database_url = self._postgres.__enter__()
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "PORT": str(self.port),
            "PLANS": str(grown_listing(self._folder / "listing.csv", self._times)),
            "LOG_LEVEL": "WARNING",
            **self._settings,
        }
        # The first command writes bytecode, as everybody's does: compiling takes longer than the rest of a start.
        for name in ("REDIS_URL", "BASE_URL", "PYTHONDONTWRITEBYTECODE"):
            self.environment.pop(name, None)
        self._run("migrate")
        asyncio.run(grow_territories(database_url, self._times))
        began = time.monotonic()
        self._run("ingest")
        self.ingest_seconds = time.monotonic() - began
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._postgres.__exit__(kind, error, trace)

    def start(self) -> float:
        """Start the server; how many seconds until a city page came."""
        began = time.monotonic()
        self._process = self.popen(*pinned(SERVER_CORE))
        while time.monotonic() - began < START_SECONDS:
            try:
                if httpx.get(self.url + "/electricity-plans/houston", timeout=5).status_code == 200:
                    return time.monotonic() - began
            except httpx.HTTPError:
                assert self._process.poll() is None, "the server has ended"
            time.sleep(0.01)
        raise AssertionError("the server does not answer")

    def popen(self, *prefix: str) -> "subprocess.Popen[bytes]":
        """A server of its own process group, just begun; the caller ends it."""
        return subprocess.Popen(
            [*prefix, *self._command("serve")], env=self.environment, start_new_session=True
        )

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def memory_mb(self) -> float:
        """Resident memory of the worker, the process that answers."""
        return max(_status_kb(pid, "VmRSS") for pid in processes_of(self.pid)) / 1024

    def cpu_seconds(self) -> float:
        """What the server's processes have used since their start."""
        return cpu_seconds_of(self.pid)

    def busy_seconds(self) -> float:
        """The same to the nanosecond, of the threads that live: for the difference over one request."""
        return busy_seconds_of(self.pid)

    def database_cpu_seconds(self) -> float:
        """What PostgreSQL has used since its start."""
        postmaster = (self._folder / "postmaster.pid").read_text().split()[0]
        return cpu_seconds_of(int(postmaster))

    @property
    def pid(self) -> int:
        """The server's main process."""
        assert self._process is not None
        return self._process.pid

    def publish(self, raised_by: Decimal) -> datetime:
        """Publish the same listing with all prices raised; when the database says that it was."""
        listing = grown_listing(self._folder / "listing.csv", self._times, raised_by=raised_by)
        self._run("ingest", str(listing), "--accept")
        return asyncio.run(_last_publication(self.environment["DATABASE_URL"]))

    def _run(self, *command: str) -> None:
        subprocess.run(self._command(*command), env=self.environment, check=True, stdout=subprocess.DEVNULL)

    @staticmethod
    def _command(*words: str) -> list[str]:
        return [sys.executable, "-c", "from choosemypower.cli import main; main()", *words]


async def _last_publication(database_url: str) -> datetime:
    connection = await asyncpg.connect(database_url)
    try:
        changed_at: datetime = await connection.fetchval("SELECT max(changed_at) FROM publication")
        return changed_at
    finally:
        await connection.close()


def cpu_seconds_of(main_pid: int) -> float:
    """What a process and its children have used since their start, in user and kernel."""
    ticks = 0
    for pid in processes_of(main_pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def processes_of(main_pid: int) -> list[int]:
    """A process and all that came out of it."""
    pids, found = [main_pid], []
    while pids:
        pid = pids.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").iterdir():
            pids += map(int, (task / "children").read_text().split())
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _status_kb(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


def busy_seconds_of(main_pid: int) -> float:
    """The same to the nanosecond, of the threads that live."""
    threads = (thread for pid in processes_of(main_pid) for thread in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
