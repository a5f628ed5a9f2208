"""What pods reach outside the cluster, at the server's address: a long wire, and the state with its listing."""

import asyncio
import contextlib
import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.cluster.machine import SERVER


class LongWire:
    """Carries bytes to another address and back, each piece after half of `seconds`; can be cut and mended."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self.port = 0
        self._upstream = (host, port)
        self._half = seconds / 2
        self._is_cut = False
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()

    @contextmanager
    def laid(self) -> Iterator[None]:
        server = self._loop.run_until_complete(asyncio.start_server(self._carry, SERVER, 0))
        self.port = server.sockets[0].getsockname()[1]
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            server.close()

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Open connections end, and new ones too."""
        self._is_cut = True
        self._loop.call_soon_threadsafe(self._end_all)
        try:
            yield
        finally:
            self._is_cut = False

    def _end_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _carry(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self._is_cut:
            back.transport.abort()
            return
        with contextlib.suppress(OSError):
            server, forth = await asyncio.open_connection(*self._upstream)
            self._open |= {back, forth}
            await asyncio.gather(self._pump(client, forth), self._pump(server, back))
            self._open -= {back, forth}
        back.transport.abort()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await source.read(65536):
                await asyncio.sleep(self._half)
                target.write(piece)
                await target.drain()
        target.transport.abort()


@contextmanager
def files_served(folder: Path) -> Iterator[str]:
    """The files of a folder over HTTP, as the state serves its listing; yields the address."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer((SERVER, 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{SERVER}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
