"""Connections that send too much, ask for too much at once, or read nothing of what they asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from choosemypower.settings import Settings
from tests.drain.processes import Server, serving
from tests.support.waiting import HANG_SECONDS

pytestmark = [pytest.mark.anyio, pytest.mark.server]

PAGE = "/electricity-plans/houston"
ASK = f"GET {PAGE} HTTP/1.1\r\nHost: site.example\r\n\r\n".encode()
CROWD = 200

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]

FLOODS = {
    "many lines": b"".join(b"X-%d: a\r\n" % number for number in range(5000)),
    "one long line": b"X: " + b"a" * 1_000_000 + b"\r\n",
    "a line without end": b"X: " + b"a" * 1_000_000,
    "many cookies": b"".join(b"Cookie: name=value\r\n" for _ in range(5000)),
}


async def answers_others(server: Server) -> None:
    async with httpx.AsyncClient(timeout=HANG_SECONDS) as client:
        for path in ("/api/health/system", PAGE) * 5:
            assert (await client.get(server.url + path)).status_code == 200


@asynccontextmanager
async def connections(
    server: Server, count: int
) -> AsyncIterator[list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]:
    opened = [await asyncio.open_connection("127.0.0.1", server.port, limit=1024) for _ in range(count)]
    try:
        yield opened
    finally:
        for _, writer in opened:
            writer.transport.abort()


@pytest.mark.parametrize("flood", FLOODS)
async def test_a_flood_of_header_is_refused_before_it_ends_and_others_are_answered(
    stocked: Settings, flood: str
) -> None:
    with serving(stocked) as server:
        async with connections(server, CROWD) as crowd:
            for _, writer in crowd:
                writer.write(b"GET / HTTP/1.1\r\nHost: site.example\r\n" + FLOODS[flood] + b"\r\n")
            await answers_others(server)
            firsts = await asyncio.wait_for(
                asyncio.gather(*(_first(reader) for reader, _ in crowd)), HANG_SECONDS
            )
        # A client that is still sending may lose the answer to the reset that follows it.
        assert set(firsts) <= {b"HTTP/1.1 431", b""}
        await answers_others(server)


async def test_thousands_of_requests_in_one_go_are_answered_in_turn_with_everybody_else(
    stocked: Settings,
) -> None:
    count = 3000
    with serving(stocked) as server:
        await answers_others(server)
        async with connections(server, 1) as [(reader, writer)]:
            writer.write(ASK * (count - 1) + ASK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            reading = asyncio.create_task(_answers(reader))
            await answers_others(server)
            assert await asyncio.wait_for(reading, HANG_SECONDS) == count


async def test_who_reads_nothing_of_what_was_asked_for_is_let_go(stocked: Settings) -> None:
    """What fits no buffer between here and there waits in the server; it has no deadline of its own for that."""
    with serving(stocked, SERVER_HEADER_TIMEOUT_SECONDS="4") as server:
        await answers_others(server)
        async with connections(server, CROWD) as crowd:
            for _, writer in crowd:
                writer.transport.pause_reading()  # type: ignore[attr-defined]
                writer.write(ASK * 1000)
            await answers_others(server)
            await asyncio.wait_for(asyncio.gather(*(_lost(writer) for _, writer in crowd)), HANG_SECONDS)
        await answers_others(server)


async def _first(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(12)
    except ConnectionError:
        return b""


async def _answers(reader: asyncio.StreamReader) -> int:
    count, tail = 0, b""
    while part := await reader.read(1 << 20):
        text = tail + part
        count += text.count(b"HTTP/1.1 200 OK")
        tail = text[-14:]
    return count


async def _lost(writer: asyncio.StreamWriter) -> None:
    """Return once the server has gone: what is sent then meets a reset."""
    try:
        while True:
            writer.write(b"\r\n")
            await writer.drain()
            if writer.transport.is_closing():
                return
            await asyncio.sleep(0.2)
    except ConnectionError:
        return
