"""The server's own troubles: its machine's names are gone, its worker is killed."""

import os
import re
import signal
import time

import httpx
import msgspec
import pytest

from choosemypower.settings import Settings
from tests.drain.processes import Load, serving, starting
from tests.faults.house import RECOVERY_SECONDS, SEEN, VISITS_PER_SECOND, has_ended
from tests.support.server import free_port
from tests.support.waiting import until, until_true

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


async def test_a_killed_worker_is_replaced_and_who_comes_meanwhile_waits(own_database: Settings) -> None:
    with serving(own_database) as server:
        [killed] = server.workers
        os.kill(killed, signal.SIGKILL)
        until_true(lambda: has_ended(killed), "the worker did not die")
        began = time.monotonic()
        load = Load(server.url, SEEN, per_second=VISITS_PER_SECOND)
        await load.run(2)
        assert set(load.outcomes) == {"200"}, load.failures[:3]
        assert time.monotonic() - began < RECOVERY_SECONDS
        assert killed not in server.workers
        server.terminate()
        code, _ = await server.ended()
        assert code == 0


async def test_a_worker_that_was_lost_is_counted_by_the_next(own_database: Settings) -> None:
    metrics = free_port()
    with serving(own_database, METRICS_PORT=str(metrics)) as server:
        await until(lambda: workers_lost(metrics) == 0)
        [killed] = server.workers
        os.kill(killed, signal.SIGKILL)
        await until(lambda: workers_lost(metrics) == 1)
        server.terminate()
        code, _ = await server.ended()
        assert code == 0


def workers_lost(metrics_port: int) -> float | None:
    try:
        said = httpx.get(f"http://127.0.0.1:{metrics_port}/metrics", timeout=30).text
    except httpx.HTTPError:
        return None
    (lost,) = re.findall(r"^choosemypower_workers_lost_total (\S+)$", said, re.MULTILINE)
    return float(lost)
