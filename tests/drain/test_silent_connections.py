"""Connections that say nothing, or next to nothing, do not stop the answer that keeps a pod alive."""

import asyncio
import resource

import httpx
import pytest

from choosemypower.settings import Settings
from tests.drain.processes import Server, serving
from tests.support.waiting import HANG_SECONDS

pytestmark = [pytest.mark.anyio, pytest.mark.server]

CROWD = 1100


@pytest.fixture(autouse=True)
def enough_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CROWD * 2
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
        )


async def crowd(server: Server, first: bytes) -> list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """That many connections, each having sent `first`."""
    opened = []
    for _ in range(CROWD // 50):
        batch = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", server.port) for _ in range(50)))
        for _, writer in batch:
            if first:
                writer.write(first)
        opened += batch
    return opened


async def health_answers(server: Server, times: int = 20) -> None:
    async with httpx.AsyncClient(timeout=HANG_SECONDS) as client:
        for _ in range(times):
            answer = await client.get(server.url + "/api/health/system")
            assert answer.status_code == 200


@pytest.mark.parametrize(
    "first", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: "], ids=["silent", "half a header"]
)
async def test_a_crowd_of_silent_connections_does_not_keep_health_from_answering(
    stocked: Settings, first: bytes
) -> None:
    with serving(stocked, SERVER_HEADER_TIMEOUT_SECONDS="4") as server:
        connections = await crowd(server, first)
        await health_answers(server)
        async with httpx.AsyncClient(timeout=HANG_SECONDS) as client:
            assert (await client.get(server.url + "/electricity-plans/houston")).status_code == 200
        ends = await asyncio.wait_for(
            asyncio.gather(*(_read_to_end(reader) for reader, _ in connections)), HANG_SECONDS
        )
        assert len(ends) == CROWD
        for _, writer in connections:
            writer.close()
        await health_answers(server)


async def _read_to_end(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""
