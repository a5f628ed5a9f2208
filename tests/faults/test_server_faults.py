"""The server's own troubles: its machine's names are gone."""

import httpx
import msgspec
import pytest

from choosemypower.settings import Settings
from tests.drain.processes import starting
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.server, pytest.mark.db]


async def test_no_name_is_found_and_the_process_lives(own_database: Settings) -> None:
    nowhere = msgspec.structs.replace(
        own_database, database_url="postgresql://site@postgres.invalid/choosemypower"
    )
    with starting(nowhere, REDIS_URL="redis://redis.invalid:6379/0") as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:

            async def lives() -> bool:
                try:
                    return (await http.get("/api/health/system")).status_code == 200
                except httpx.TransportError:
                    return False

            await until(lives)
            page = await http.get("/electricity-plans/dallas")
            assert page.status_code == 503
            assert "retry-after" in page.headers
            assert (await http.get("/zip/75201")).elapsed.total_seconds() < 3
        server.terminate()
        code, _ = await server.ended()
        assert code == 0
