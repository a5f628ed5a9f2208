"""Servers as processes that a test may signal, load at a steady rate, and a proxy that knows who is in service."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from choosemypower.settings import Settings
from tests.support.server import free_port, wait_until_ready
from tests.support.waiting import HANG_SECONDS

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """One process group: Granian and its worker."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    @property
    def workers(self) -> list[int]:
        """Process ids of what the main process has forked."""
        pid = self.process.pid
        with contextlib.suppress(FileNotFoundError):
            return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    async def has_received(self, requests: int) -> None:
        """Return once so many requests have arrived at the slow paths: until then a stop would refuse them."""
        async with asyncio.timeout(HANG_SECONDS), httpx.AsyncClient(timeout=HANG_SECONDS) as client:
            arrived = 0
            while arrived < requests:
                arrived = int((await client.get(self.url + "/test/arrived")).text)

    async def ended(self) -> tuple[int, float]:
        """Exit code, and how long that took."""
        begun = time.monotonic()
        code = await asyncio.to_thread(self.process.wait, HANG_SECONDS)
        return code, time.monotonic() - begun


@contextmanager
def serving(settings: Settings, *, slow: bool = False, **environment: str) -> Iterator[Server]:
    """The program over this database, ready. `slow`: with the paths of `slow_site`."""
    with starting(settings, slow=slow, **environment) as server:
        wait_until_ready(server.process, server.url)
        yield server


@contextmanager
def starting(settings: Settings, *, slow: bool = False, **environment: str) -> Iterator[Server]:
    """The program over this database, just begun."""
    assert settings.database_url is not None
    port = free_port()
    program = Path(sys.executable).with_name("choosemypower")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.drain.slow_site"] if slow else [program, "serve"],
        cwd=ROOT,
        start_new_session=True,
        env={
            **os.environ,
            "DATABASE_URL": settings.database_url,
            "PORT": str(port),
            "CHOOSEMYPOWER_HOME": str(settings.home),
            "LOG_LEVEL": "WARNING",
            **environment,
        },
    )
    try:
        yield Server(process, port)
    finally:
        if process.poll() is None:  # else its number, and so its group's, may be somebody else's by now
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(HANG_SECONDS)


class Load:
    """Requests at a steady rate, each on a connection of its own, whatever the answers do."""

    def __init__(self, url: str, paths: tuple[str, ...], per_second: float) -> None:
        self._url, self._paths, self._pause = url, paths, 1 / per_second
        self._tasks: list[asyncio.Task[None]] = []
        self.outcomes: Counter[str] = Counter()
        self.failures: list[str] = []
        self.all_sent = asyncio.Event()
        self.sent = 0

    async def run(self, seconds: float, *, at_least: int = 0) -> None:
        """For so long, and until so many are sent: a busy machine is behind."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        async with httpx.AsyncClient(timeout=HANG_SECONDS, limits=limits) as client:
            begun = time.monotonic()
            number = 0
            while time.monotonic() - begun < seconds or number < at_least:
                path = self._paths[number % len(self._paths)]
                self._tasks.append(asyncio.create_task(self._one(client, path)))
                number = self.sent = number + 1
                await asyncio.sleep(max(0.0, begun + number * self._pause - time.monotonic()))
            self.all_sent.set()
            await asyncio.gather(*self._tasks)

    async def _one(self, client: httpx.AsyncClient, path: str) -> None:
        try:
            answer = await client.get(self._url + path)
            self.outcomes[str(answer.status_code)] += 1
            if answer.status_code >= 400:
                self.failures.append(f"{path}: {answer.status_code} {answer.headers} {answer.text[:300]}")
        except httpx.HTTPError as error:
            self.outcomes[type(error).__name__] += 1
            self.failures.append(f"{path}: {error!r}")


class Proxy:
    """A Service of Kubernetes in small: new connections go to those in service, open ones stay where they are."""

    def __init__(self) -> None:
        self.in_service: list[int] = []
        self._turn = 0

    async def _carry(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._turn += 1
        port = self.in_service[self._turn % len(self.in_service)]
        try:
            server, forth = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            back.close()
            return
        await asyncio.gather(_pump(client, forth), _pump(server, back))

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(65536):
            target.write(piece)
            await target.drain()
    with contextlib.suppress(OSError):
        target.close()
