"""A TCP proxy that stands between the site and what it stands on, and can be any kind of sick."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class FaultProxy:
    """Carries bytes both ways, unless told otherwise; what it is told holds for open connections too."""

    def __init__(self, upstream: Path | int) -> None:
        """`upstream`: the path of a Unix socket, or a port of this machine; may be changed for another."""
        self.upstream = upstream
        self.delay_seconds = 0.0
        """Before each piece of an answer."""
        self.rubbish: bytes | None = None
        """Said in the place of each piece of an answer."""
        self.port = 0
        self._flows = asyncio.Event()
        self._flows.set()
        self._refuses = False
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            self._server.close()
            self.cut()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    @asynccontextmanager
    async def frozen(self) -> AsyncIterator[None]:
        """Nothing passes, and nobody is told: a network that lost its way."""
        self._flows.clear()
        try:
            yield
        finally:
            self._flows.set()

    @asynccontextmanager
    async def refusing(self) -> AsyncIterator[None]:
        """Open connections are cut, and new ones at once."""
        self._refuses = True
        self.cut()
        try:
            yield
        finally:
            self._refuses = False

    @asynccontextmanager
    async def slow(self, seconds: float) -> AsyncIterator[None]:
        """Each piece of an answer comes so much later."""
        self.delay_seconds = seconds
        try:
            yield
        finally:
            self.delay_seconds = 0.0

    @asynccontextmanager
    async def speaking(self, rubbish: bytes) -> AsyncIterator[None]:
        """Each piece of an answer is this instead."""
        self.rubbish = rubbish
        try:
            yield
        finally:
            self.rubbish = None
            self.cut()

    @asynccontextmanager
    async def leading_to(self, upstream: Path | int) -> AsyncIterator[None]:
        """Another server answers at the same address."""
        before, self.upstream = self.upstream, upstream
        self.cut()
        try:
            yield
        finally:
            self.upstream = before
            self.cut()

    def cut(self) -> None:
        """End every open connection in the middle of whatever it says."""
        for writer in list(self._open):
            writer.transport.abort()

    async def _carry(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(back)
        try:
            if self._refuses:
                back.transport.abort()
                return
            with contextlib.suppress(OSError, asyncio.CancelledError):
                server, forth = await self._upstream()
                self._open.add(forth)
                await asyncio.gather(self._pump(client, forth), self._pump(server, back, is_answer=True))
                self._open.discard(forth)
        finally:
            back.transport.abort()
            self._open.discard(back)
            self._tasks.discard(task)

    async def _upstream(self) -> Streams:
        if isinstance(self.upstream, Path):
            return await asyncio.open_unix_connection(self.upstream)
        return await asyncio.open_connection("127.0.0.1", self.upstream)

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, is_answer: bool = False
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := await source.read(65536):
                if is_answer:
                    await asyncio.sleep(self.delay_seconds)
                    piece = self.rubbish or piece
                await self._flows.wait()
                target.write(piece)
                await target.drain()
        with contextlib.suppress(OSError):
            target.transport.abort()
