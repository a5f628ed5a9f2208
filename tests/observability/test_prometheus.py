"""Faults of what four servers stand on reach Slack and an inbox by a real Prometheus and Alertmanager, once each."""

import asyncio
import contextlib
import json
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from http.client import HTTPConnection
from itertools import count, pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import httpx
import msgspec
import pytest
from redis.asyncio import Redis

from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.chart.chart import CHART
from tests.faults.proxy import FaultProxy
from tests.observability.chain import Chain, running_chain
from tests.observability.people import People
from tests.standins.ercot import Ercot
from tests.standins.server import KEY
from tests.standins.slack import Slack
from tests.support.server import free_port, running_servers
from tests.support.smtp import mail_server
from tests.support.waiting import HANG_SECONDS, until

pytestmark = [pytest.mark.anyio, pytest.mark.observability]

ELSEWHERE = ("kube_", "container_", "probe_")
"""Kubernetes' own, which no machine without a cluster has."""
PROCESSES = 4
GOOD_ANSWERS = 5_000
PLACES = ("dallas", "houston", "waco", "plano", "irving", "laredo", "katy", "killeen")


def somebody() -> dict[str, str]:
    """Each has an address of his own."""
    return {"X-Forwarded-For": f"203.{random.randrange(250)}.{random.randrange(250)}.{random.randrange(250)}"}


class Watched:
    """Four servers over one database and one Redis, both of which may be sick."""

    def __init__(
        self,
        settings: Settings,
        urls: Sequence[str],
        postgres: FaultProxy,
        redis: RedisServer,
        meters: Ercot,
        chain: Chain,
        people: People,
    ) -> None:
        self.settings, self.urls, self.postgres, self.redis = settings, urls, postgres, redis
        self.meters, self.chain, self.people = meters, chain, people
        self._numbers = count()

    def ask_for_unseen(self) -> None:
        """A page of each server that nobody has asked for."""
        for url in self.urls:
            number = next(self._numbers)
            place, kwh = PLACES[number % len(PLACES)], 310 + 10 * (number // len(PLACES)) + number % 7
            httpx.get(f"{url}/electricity-plans/{place}?kwh={kwh}", timeout=HANG_SECONDS)

    def ask_for_one_page(self, times: int) -> None:
        """The same of each server, which the cache answers."""
        for url in self.urls:
            connection = HTTPConnection(urlsplit(url).netloc, timeout=HANG_SECONDS)
            for _ in range(times):
                connection.request("GET", "/about")
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 200
            connection.close()

    def write_to_one_now_and_then(self) -> None:
        """A message a second, to the first server."""
        self._write_to(self.urls[0])
        time.sleep(1)

    def _write_to(self, url: str) -> None:
        message = {"email": "ana@example.org", "message": "How do I find my meter number?"}
        httpx.post(f"{url}/api/v1/contact", json=message, headers=somebody(), timeout=HANG_SECONDS)

    def write_to_us(self) -> None:
        """Somebody sends each server a message, which needs the database."""
        for url in self.urls:
            self._write_to(url)

    def look_up_meters(self) -> None:
        """Somebody asks each server which meter his home has."""
        for url in self.urls:
            home = {"address": "1100 Louisiana St", "zip": "77002"}
            httpx.post(f"{url}/api/v1/addresses/meters", json=home, headers=somebody(), timeout=HANG_SECONDS)

    def tell_vitals(self, beacons: int = 10, **measured: float) -> None:
        """Browsers tell each server what they measured of its pages."""
        for url in self.urls:
            for _ in range(beacons):
                said = {
                    "path": "/about",
                    "device": "phone",
                    "id": f"{random.getrandbits(64):016x}",
                    **measured,
                }
                answer = httpx.post(
                    f"{url}/api/v1/vitals", json=said, headers=somebody(), timeout=HANG_SECONDS
                )
                assert answer.status_code == 204

    async def query(self, statement: str) -> None:
        """Tell the database itself, past the proxy."""
        await tell(self.settings, statement)


async def tell(settings: Settings, statement: str) -> None:
    connection = await asyncpg.connect(settings.database_url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="module")
async def watched(
    stocked_for_module: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Watched]:
    folder = tmp_path_factory.mktemp("observability")
    address = urlsplit(stocked_for_module.database_url or "")
    postgres = FaultProxy(Path(parse_qs(address.query)["host"][0]) / ".s.PGSQL.5432")
    redis, ports = RedisServer(tmp_path_factory.mktemp("redis")), [free_port() for _ in range(PROCESSES)]
    async with postgres.listening():
        # The bundled listing is older than any that is well.
        await tell(stocked_for_module, "UPDATE dataset SET confirmed_at = now()")
        through = msgspec.structs.replace(
            stocked_for_module,
            database_url=f"postgresql://postgres@127.0.0.1:{postgres.port}{address.path}?sslmode=disable",
        )
        # Their own alerts look once an hour: what people hear here comes from Alertmanager.
        environment = {"REDIS_URL": redis.url, "ALERTS_EVERY_SECONDS": "3600", "TRUSTED_PROXIES": "127.0.0.1"}
        each = [{"METRICS_PORT": str(port)} for port in ports]
        meters = Ercot()
        with (
            meters.running(),
            Slack().running() as slack,
            mail_server() as mail,
            contextlib.ExitStack() as ends,
        ):
            environment |= {"ERCOT_API_KEY": KEY, "ERCOT_API_URL": meters.url}
            servers = partial(
                ends.enter_context, running_servers(through, PROCESSES, each=each, **environment)
            )
            urls = await asyncio.to_thread(servers)
            chain = ends.enter_context(running_chain(folder, ports, slack.url, mail.url))
            yield Watched(stocked_for_module, urls, postgres, redis, meters, chain, People(slack, mail))
    redis.stop()


Fault = Callable[[Watched], contextlib.AbstractAsyncContextManager[None]]
Poke = Callable[[Watched], None]


def nothing(watched: Watched) -> None:
    """It is found out by itself."""


@asynccontextmanager
async def redis_stops(watched: Watched) -> AsyncIterator[None]:
    watched.redis.stop()
    try:
        yield
    finally:
        watched.redis.start()


@asynccontextmanager
async def redis_takes_no_writes(watched: Watched) -> AsyncIterator[None]:
    async with Redis.from_url(watched.redis.url) as client:
        await client.replicaof("127.0.0.1", str(free_port()))
        try:
            yield
        finally:
            await client.replicaof("NO", "ONE")


@asynccontextmanager
async def database_refuses(watched: Watched) -> AsyncIterator[None]:
    async with watched.postgres.refusing():
        yield


@asynccontextmanager
async def database_refuses_after_a_good_hour(watched: Watched) -> AsyncIterator[None]:
    watched.ask_for_one_page(1)
    answers = "sum(choosemypower_requests_total)"
    seen = "count(count by (pod) (choosemypower_requests_total{cache!='passed'}))"
    await until(lambda: value(watched.chain, seen) == PROCESSES)
    before = value(watched.chain, answers)
    await asyncio.to_thread(watched.ask_for_one_page, GOOD_ANSWERS)
    await until(lambda: value(watched.chain, answers) >= before + PROCESSES * GOOD_ANSWERS)
    async with database_refuses(watched):
        yield


@asynccontextmanager
async def database_is_slow(watched: Watched) -> AsyncIterator[None]:
    async with watched.postgres.slow(1.2):
        yield


@asynccontextmanager
async def nothing_was_read_for_three_hours(watched: Watched) -> AsyncIterator[None]:
    await watched.query("UPDATE dataset SET confirmed_at = now() - interval '3 hours'")
    try:
        yield
    finally:
        await watched.query("UPDATE dataset SET confirmed_at = now()")


def a_reading_ends_as(state: str) -> Fault:
    @asynccontextmanager
    async def fault(watched: Watched) -> AsyncIterator[None]:
        changes = json.dumps({"id": 9_999, "state": state, "content_hash": state})
        await watched.query(
            "INSERT INTO dataset SELECT (jsonb_populate_record(one, $$" + changes + "$$ ||"
            " jsonb_build_object('fetched_at', now()))).* FROM dataset AS one ORDER BY id LIMIT 1"
        )
        try:
            yield
        finally:
            await watched.query("DELETE FROM dataset WHERE id = 9999")

    return fault


@asynccontextmanager
async def many_rows_are_left_out(watched: Watched) -> AsyncIterator[None]:
    counted = "UPDATE dataset SET report = jsonb_set(report, '{counts,rows_quarantined}', '%s')"
    await watched.query(counted % 500)
    try:
        yield
    finally:
        await watched.query(counted % 0)


@asynccontextmanager
async def a_worker_is_killed(watched: Watched) -> AsyncIterator[None]:
    # Prometheus has seen each before: one that it never saw has no "before" to grow from.
    await until(lambda: len(watched.chain.query("choosemypower_workers_lost_total")) == PROCESSES)
    servers = [pid for pid in children_of(os.getpid()) if "choosemypower.parent" in command_of(pid)]
    (worker,) = children_of(servers[0])
    os.kill(worker, signal.SIGKILL)
    yield


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for of_one_thread in found for child in of_one_thread.read_text().split()]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


@asynccontextmanager
async def the_meter_look_up_is_down(watched: Watched) -> AsyncIterator[None]:
    watched.meters.fault = "down"
    try:
        yield
    finally:
        watched.meters.fault = None


@asynccontextmanager
async def it_goes_on(watched: Watched) -> AsyncIterator[None]:
    yield


def pages_with(metric: str, value: float) -> Poke:
    return lambda watched: watched.tell_vitals(**{metric: value})


def good_pages(watched: Watched) -> None:
    watched.tell_vitals(lcp=500, fid=8, inp=20, cls=0.01, fcp=300, ttfb=20)


ask_for_unseen, write_to_us = Watched.ask_for_unseen, Watched.write_to_us
write_to_one_now_and_then = Watched.write_to_one_now_and_then
look_up_meters = Watched.look_up_meters

ALERTS: dict[str, tuple[Fault, Poke, Poke]] = {
    # What goes wrong, what visitors do meanwhile, and what afterwards. The first needs a time that was well before it:
    # whoever is told that the budget burns fast is not told of errors too.
    "ServerErrors": (database_refuses_after_a_good_hour, write_to_one_now_and_then, nothing),
    "CacheDown": (redis_stops, ask_for_unseen, nothing),
    "CacheDown: it takes no writes": (redis_takes_no_writes, ask_for_unseen, nothing),
    "DatabaseDown": (database_refuses, nothing, nothing),
    "DatabaseSlow": (database_is_slow, nothing, nothing),
    "ApiSlow": (database_is_slow, write_to_us, nothing),
    "ErrorBudgetBurnsFast": (database_refuses, write_to_us, nothing),
    "ServiceDown": (the_meter_look_up_is_down, look_up_meters, look_up_meters),
    "CacheHitRateLow": (it_goes_on, ask_for_unseen, nothing),
    "VitalsPoor lcp": (it_goes_on, pages_with("lcp", 9_000), good_pages),
    "VitalsPoor fid": (it_goes_on, pages_with("fid", 400), good_pages),
    "VitalsPoor inp": (it_goes_on, pages_with("inp", 900), good_pages),
    "VitalsPoor cls": (it_goes_on, pages_with("cls", 0.4), good_pages),
    "VitalsPoor fcp": (it_goes_on, pages_with("fcp", 7_000), good_pages),
    "VitalsPoor ttfb": (it_goes_on, pages_with("ttfb", 3_000), good_pages),
    "DataUnconfirmed": (nothing_was_read_for_three_hours, nothing, nothing),
    "IngestStaged": (a_reading_ends_as("staged"), nothing, nothing),
    "ReadingFailed": (a_reading_ends_as("failed"), nothing, nothing),
    "RowsQuarantined": (many_rows_are_left_out, nothing, nothing),
    "WorkerRespawned": (a_worker_is_killed, nothing, nothing),
}


@pytest.mark.parametrize("name", ALERTS)
async def test_people_are_told_of_a_fault_once_for_four_processes_and_of_its_end(
    watched: Watched, name: str
) -> None:
    fault, meanwhile, afterwards = ALERTS[name]
    alert = name.partition(":")[0]
    begun, over = f"Alert: ChooseMyPower{alert} ", f"Over: ChooseMyPower{alert} "
    # What another test's fault has caused too is over first.
    await until(lambda: watched.people.told(begun) == watched.people.told(over), f"{name} goes on")
    before = {headline: watched.people.told(headline) for headline in (begun, over)}

    def told(headline: str) -> tuple[int, int]:
        """Since the begin of this test."""
        (slack, mail), (slack_before, mail_before) = watched.people.told(headline), before[headline]
        return slack - slack_before, mail - mail_before

    async def hears(headline: str, poke: Poke) -> None:
        async def has_heard() -> bool:
            if min(told(headline)) > 0:
                return True
            await asyncio.to_thread(poke, watched)
            return False

        await until(has_heard, headline)

    async with fault(watched):
        await hears(begun, meanwhile)
    await hears(over, afterwards)
    assert told(begun) == told(over) == (1, 1)


async def test_each_panel_of_the_dashboard_has_a_source(watched: Watched) -> None:
    """Each query, put to this Prometheus, has an answer; what needs a cluster is understood."""
    watched.ask_for_unseen()
    watched.ask_for_unseen()
    dashboard = json.loads((CHART / "dashboards" / "choosemypower.json").read_text())
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            names = target["expr"].replace("$namespace", "compose").replace("$release", "choosemypower")
            if any(word in names for word in ELSEWHERE) or is_rare(names):
                watched.chain.query(names)
            else:
                await until(partial(has_answer, watched.chain, names), f"{panel['title']}: {names}")


def has_answer(chain: Chain, expression: str) -> bool:
    return bool(chain.query(expression))


def value(chain: Chain, expression: str) -> float:
    """Of one series; 0 where there is none."""
    found = chain.query(expression)
    return float(found[0]["value"][1]) if found else 0.0


def is_rare(expression: str) -> bool:
    """Without a series until it happens once."""
    return 'status="5xx"' in expression or "vitals_total" in expression


async def test_while_it_lasts_people_are_told_again_after_the_time_of_the_configuration(
    tmp_path: Path,
) -> None:
    nobody = [free_port()]
    with Slack().running() as slack, mail_server() as mail:
        people = People(slack, mail)
        with running_chain(tmp_path, nobody, slack.url, mail.url, repeat="6s"):
            begun = "Alert: ChooseMyPowerMetricsMissing (warning)"
            loop, heard_at = asyncio.get_running_loop(), []
            for times in (1, 2, 3):
                await until(lambda: min(people.told(begun)) >= times)  # noqa: B023
                heard_at.append(loop.time())
        assert people.told(begun) == (3, 3)
        assert all(later - earlier > 5 for earlier, later in pairwise(heard_at))
