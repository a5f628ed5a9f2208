"""One server over a PostgreSQL and a Redis of its own, each behind a proxy; and visitors who come all the time."""

import asyncio
import contextlib
import os
import re
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import httpx
import msgspec

from choosemypower import database, ingest
from choosemypower.ingest.report import IngestReport
from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.drain.processes import Server, serving
from tests.faults.proxy import FaultProxy
from tests.support.waiting import until, until_true

SEEN = (
    "/",
    "/electricity-plans/dallas",
    "/electricity-plans/dallas?kwh=1500",
    "/providers",
    "/utilities/oncor",
    "/zip/75201",
    "/calculator",
    "/api/v1/plans?city=dallas",
    "/api/v1/providers",
)
"""Pages and answers that somebody has asked for before anything breaks."""
VISITS_PER_SECOND = 25
ANSWER_SECONDS = 3.0
"""Nothing takes longer, whatever is broken."""
RECOVERY_SECONDS = 10.0
FAMILY = re.compile(r"\b(Alpha|Beta|Gamma|Delta) \d+\b")
"""The first word of all plans of one listing."""
MEMORY_MB_MAX = 40.0
"""So much more than before a fault would be a leak."""


class House:
    """What a test of a fault has in hand."""

    def __init__(
        self,
        settings: Settings,
        server: Server,
        postgres: FaultProxy,
        redis: FaultProxy,
        redis_server: RedisServer,
        http: httpx.AsyncClient,
    ) -> None:
        self.settings = settings
        """Of the database itself, past the proxy."""
        self.server = server
        self.postgres = postgres
        self.redis = redis
        self.redis_server = redis_server
        self.http = http
        self._unseen = (
            f"/electricity-plans/{city}?kwh={usage}"
            for city in ("dallas", "plano", "irving", "waco")
            for usage in range(310, 5_000, 20)  # none that has a word of its own in the path
            if usage % 100
        )

    @property
    def data_directory(self) -> Path:
        return Path(parse_qs(urlsplit(self.settings.database_url or "").query)["host"][0])

    def unseen(self) -> str:
        """A page that nobody has asked for yet."""
        return next(self._unseen)

    async def ask(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def publish(self, listing: str, *, fetch_seconds: float = 60) -> IngestReport:
        """Read a listing and publish it, as `choosemypower ingest` does."""
        database.configure(self.settings)
        async with database.pool(self.settings):
            return await ingest.run(listing, settings=self.settings, fetch_seconds=fetch_seconds)

    async def publish_both(self, first: str, second: str) -> list[IngestReport]:
        """Read two listings at the same time."""
        database.configure(self.settings)
        async with database.pool(self.settings):
            both = (ingest.run(listing, settings=self.settings) for listing in (first, second))
            return list(await asyncio.gather(*both))

    async def follows(self, epoch: int | None) -> None:
        """Return once the server shows this dataset."""

        async def shows() -> bool:
            return bool((await self.ask("/api/health/database")).json()["dataset"]["epoch"] == epoch)

        await until(shows, f"dataset {epoch} was never shown")

    async def query(self, statement: str) -> None:
        """Tell the database itself, also where it takes no writes."""
        connection = await asyncpg.connect(
            self.settings.database_url, server_settings={"default_transaction_read_only": "off"}
        )
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    @asynccontextmanager
    async def under_load(self) -> AsyncIterator["Visits"]:
        """Visitors of seen pages around the block; after it no visit has failed, and the site is well again in time."""
        before_mb = self.memory_mb()
        visits = Visits(self.http)
        async with visits.going_on():
            await visits.more(10)
            yield visits
            began = time.monotonic()
            await self.is_well(began + RECOVERY_SECONDS)
            await visits.more(10)
        visits.check()
        assert self.memory_mb() - before_mb < MEMORY_MB_MAX

    async def is_well(self, deadline: float) -> None:
        """Return once an unseen page comes, and the database and Redis are said to be there."""
        missing = ""
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                page = await self.ask(self.unseen())
                state = (await self.ask("/api/health/system")).json()
                missing = f"{page.status_code} {state}"
                if page.status_code == 200 and state["status"] == "ok":
                    return
            await asyncio.sleep(0.1)
        raise AssertionError(f"not well after {RECOVERY_SECONDS} s: {missing}")

    def memory_mb(self) -> float:
        """Of the worker."""
        pid = self.server.workers[0]
        status = Path(f"/proc/{pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


class Visits:
    """A steady stream of visitors who ask for seen pages, and what they got."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.count = 0
        self.failures: list[str] = []
        self.longest_seconds = 0.0
        self.families: dict[str, set[str]] = {}
        """By dataset: the families of plans that its pages showed."""

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        tasks: set[asyncio.Task[None]] = set()
        over = asyncio.Event()

        async def come() -> None:
            number = 0
            while not over.is_set():
                task = asyncio.create_task(self._visit(SEEN[number % len(SEEN)]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                number += 1
                await asyncio.sleep(1 / VISITS_PER_SECOND)
            await asyncio.gather(*tasks)

        coming = asyncio.create_task(come())
        try:
            yield
        finally:
            over.set()
            await coming

    async def _visit(self, path: str) -> None:
        began = time.monotonic()
        try:
            answer = await self._http.get(path)
        except httpx.HTTPError as error:
            self.failures.append(f"{path}: {error!r}")
            return
        finally:
            self.count += 1
            self.longest_seconds = max(self.longest_seconds, time.monotonic() - began)
        if answer.status_code != 200:
            self.failures.append(f"{path}: {answer.status_code} {answer.text[:200]}")
        shown = set(FAMILY.findall(answer.text))
        if shown:
            self.families.setdefault(answer.headers["x-dataset"], set()).update(shown)

    async def more(self, count: int) -> None:
        """Return after so many more visits."""
        wanted = self.count + count
        await until(lambda: self.count >= wanted)

    def check(self) -> None:
        assert not self.failures, f"{len(self.failures)} of {self.count} failed: {self.failures[:3]}"
        assert self.longest_seconds < ANSWER_SECONDS
        assert all(len(shown) == 1 for shown in self.families.values()), f"mixed: {self.families}"


@asynccontextmanager
async def open_house(
    settings: Settings, postgres_socket: Path, redis_server: RedisServer, **environment: str
) -> AsyncIterator[House]:
    """The whole house, its seen pages seen."""
    postgres, redis = FaultProxy(postgres_socket), FaultProxy(redis_server.port)
    async with postgres.listening(), redis.listening():
        name = urlsplit(settings.database_url or "").path
        through = msgspec.structs.replace(
            settings, database_url=f"postgresql://postgres@127.0.0.1:{postgres.port}{name}?sslmode=disable"
        )
        async with contextlib.AsyncExitStack() as ends_async:
            ends = ends_async.enter_context(contextlib.ExitStack())
            server = await asyncio.to_thread(
                ends.enter_context,
                serving(through, REDIS_URL=f"redis://127.0.0.1:{redis.port}/0", **environment),
            )
            http = await ends_async.enter_async_context(httpx.AsyncClient(base_url=server.url, timeout=30))
            house = House(settings, server, postgres, redis, redis_server, http)
            await house.is_well(time.monotonic() + 60)
            for path in SEEN:
                assert (await house.ask(path)).status_code == 200, path
            yield house


def postmaster_pid(data_directory: Path) -> int:
    return int((data_directory / "postmaster.pid").read_text().splitlines()[0])


def kill_postgres(data_directory: Path) -> None:
    """As when the machine under it goes: no word to anybody."""
    main = postmaster_pid(data_directory)
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    for pid in (main, *map(int, children)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        until_true(lambda pid=pid: has_ended(pid), "PostgreSQL did not die")  # type: ignore[misc]


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except OSError:
        return True
