"""The server's own troubles: names are gone, descriptors used up, the clock jumps, the worker is killed."""

import asyncio
import os
import re
import resource
import signal
import time
from pathlib import Path

import httpx
import msgspec
import pytest
from redis.asyncio import Redis

from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.drain.processes import Load, serving, starting
from tests.faults.house import RECOVERY_SECONDS, SEEN, VISITS_PER_SECOND, House, Visits, has_ended
from tests.support.server import free_port
from tests.support.waiting import until, until_true

FAKE_TIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")

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


async def test_a_killed_worker_is_replaced_and_who_comes_meanwhile_waits(
    own_database: Settings, tmp_path: Path
) -> None:
    """The next one has the seen pages from Redis; without one it makes them anew, and may refuse a crowd with 503."""
    redis = await asyncio.to_thread(RedisServer, tmp_path)
    begun = time.monotonic()
    try:
        with serving(own_database, REDIS_URL=redis.url) as server:
            start_seconds = time.monotonic() - begun
            async with (
                httpx.AsyncClient(base_url=server.url, timeout=30) as http,
                Redis.from_url(redis.url) as kept,
            ):
                for path in SEEN:
                    assert (await http.get(path)).status_code == 200, path

                async def are_shared() -> bool:
                    return bool(await kept.dbsize() >= len(SEEN))

                await until(are_shared, "the pages never came to Redis")
            [killed] = server.workers
            os.kill(killed, signal.SIGKILL)
            until_true(lambda: has_ended(killed), "the worker did not die")
            began = time.monotonic()
            load = Load(server.url, SEEN, per_second=VISITS_PER_SECOND)
            loading = asyncio.create_task(load.run(2))
            async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:
                assert (await http.get(SEEN[0])).status_code == 200
            # It takes one start; on a machine that many share, that may be longer than it should.
            assert time.monotonic() - began < max(RECOVERY_SECONDS, 2 * start_seconds)
            await loading
            assert set(load.outcomes) == {"200"}, load.failures[:3]
            assert killed not in server.workers
            server.terminate()
            code, _ = await server.ended()
            assert code == 0
    finally:
        redis.stop()


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


async def test_no_descriptor_is_left(house: House) -> None:
    worker = house.server.workers[0]

    def held() -> int:
        return len(os.listdir(f"/proc/{worker}/fd"))

    async with house.under_load() as visits:
        # Enough open connections for the visitors: new ones wait until there are descriptors again.
        await asyncio.gather(*(house.ask(SEEN[0]) for _ in range(20)))
        before = resource.prlimit(worker, resource.RLIMIT_NOFILE)
        most = held() + 3
        resource.prlimit(worker, resource.RLIMIT_NOFILE, (most, before[1]))
        try:
            crowd = [await asyncio.open_connection("127.0.0.1", house.server.port) for _ in range(20)]
            await until(lambda: held() >= most, "there were descriptors left")
            await visits.more(25)
            for _, writer in crowd:
                writer.close()
        finally:
            resource.prlimit(worker, resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("jump", ["+26h", "-26h"])
async def test_the_clock_jumps_by_more_than_a_day(own_database: Settings, tmp_path: Path, jump: str) -> None:
    """A day later what is kept is of yesterday; a day earlier it was made tomorrow. Pages come in either case."""
    told = tmp_path / "faketime"
    told.write_text("+0")
    clock = {
        "LD_PRELOAD": str(FAKE_TIME),
        "FAKETIME_TIMESTAMP_FILE": str(told),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_RESET": "1",
    }
    assert FAKE_TIME.exists(), "apt install faketime"  # noqa: ASYNC240
    with serving(own_database, **clock) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:

            async def day() -> str:
                return str((await http.get("/api/health")).json()["timestamp"])[:10]

            for path in SEEN:
                assert (await http.get(path)).status_code == 200, path
            today = await day()
            visits = Visits(http)
            async with visits.going_on():
                await visits.more(10)
                told.write_text(jump)

                async def has_jumped() -> bool:
                    return await day() != today

                await until(has_jumped, "the clock never jumped")
                await visits.more(50)
                page = await http.get("/electricity-plans/dallas?kwh=1230")
                assert page.status_code == 200
            visits.check()
        server.terminate()
        code, _ = await server.ended()
        assert code == 0
