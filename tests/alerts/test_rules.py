"""Each alert of the specification begins when its fault is made, once for all processes, and ends when it is mended."""

import asyncio
import inspect
import itertools
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from litestar.types import HTTPRequestEvent, Message
from redis.asyncio import Redis

from choosemypower import ingest
from choosemypower.alerts import NoticeKind
from choosemypower.alerts.rules import FEW_ANSWERS, FEW_LOOKUPS, VITALS, MeasuredVital, rules
from choosemypower.app import Site
from choosemypower.datasets import commands as datasets
from choosemypower.settings import Settings
from choosemypower.territories.atlas import Atlas
from tests.alerts.fleet import a_fleet, kinds
from tests.cache.conftest import RedisServer
from tests.ingest.test_staging import plans
from tests.standins.ercot import Ercot
from tests.standins.server import KEY
from tests.standins.slack import Slack
from tests.support.listings import a_listing_file
from tests.support.postgres import unreachable_postgres
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

BEGUN, REPEATED, ENDED = NoticeKind.BEGUN, NoticeKind.REPEATED, NoticeKind.ENDED


async def test_a_database_that_is_down_is_told_once_through_redis_repeated_hourly_and_ends(
    stocked: Settings, slack: Slack, redis: RedisServer
) -> None:
    async with a_fleet(stocked, slack, redis_url=redis.url) as fleet:
        assert kinds(await fleet.look(3), "database_down") == []
        async with unreachable_postgres(fleet.settings):
            assert kinds(await fleet.look(2), "database_down") == [], "two bad looks are no alert yet"
            assert kinds(await fleet.look(2), "database_down") == [BEGUN]
            assert kinds(await fleet.look(70), "database_down") == [REPEATED]
        told = await fleet.look(4)
        assert kinds(told, "database_down") == [ENDED]
        assert kinds(await fleet.look(5), "database_down") == []
    said = [line for line in slack.headlines if "database down" in line]
    assert said == ["Alert: database down", "Still an alert: database down", "Over: database down"]


async def test_a_database_that_is_down_without_redis_is_told_by_the_first_process_alone(
    stocked: Settings, slack: Slack
) -> None:
    async with a_fleet(stocked, slack) as fleet:
        await fleet.look(2)
        async with unreachable_postgres(fleet.settings):
            await fleet.look(5)
            assert [line for line in slack.headlines if "down" in line] == ["Alert: database down"]
        assert kinds(await fleet.look(4), "database_down") == [ENDED]


class SlowWay:
    """An address of the database whose every answer is `seconds` late."""

    def __init__(self, settings: Settings) -> None:
        self._parts = urlsplit(settings.database_url or "")
        self._socket = Path(parse_qs(self._parts.query)["host"][0]) / ".s.PGSQL.5432"
        self.seconds = 0.0
        self.url = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator["SlowWay"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            port = server.sockets[0].getsockname()[1]
            user, path = self._parts.username or "postgres", self._parts.path
            self.url = f"postgresql://{user}@127.0.0.1:{port}{path}?sslmode=disable"
            yield self
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream_reader, upstream_writer = await asyncio.open_unix_connection(str(self._socket))
        await asyncio.gather(
            self._carry(reader, upstream_writer), self._carry(upstream_reader, writer, is_late=True)
        )

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_late: bool = False
    ) -> None:
        try:
            while data := await reader.read(65536):
                await asyncio.sleep(self.seconds if is_late else 0)
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


async def test_a_database_that_takes_over_a_second_is_told(stocked: Settings, slack: Slack) -> None:
    async with (
        SlowWay(stocked).open() as way,
        a_fleet(stocked, slack, count=2, database_read_url=way.url, db_connect_timeout_seconds=60.0) as fleet,
    ):
        way.seconds = 1.01
        told = await fleet.look(3)
        assert kinds(told, "database_slow") == [BEGUN]
        (notice,) = (notice for notice in told if notice.rule == "database_slow")
        assert notice.alert.threshold == 1000
        assert (notice.alert.current or 0) > 1000
        way.seconds = 0
        assert kinds(await fleet.look(3), "database_slow") == [ENDED]


async def test_a_redis_that_is_down_is_told_once(stocked: Settings, slack: Slack, redis: RedisServer) -> None:
    async with a_fleet(stocked, slack, redis_url=redis.url) as fleet:
        await fleet.look(2)
        redis.stop()
        assert kinds(await fleet.look(5), "cache_down") == [BEGUN]
        redis.start()
        await until(lambda: bool(fleet.site.page_cache.shared and fleet.site.page_cache.shared.is_usable))
        assert kinds(await fleet.look(4), "cache_down") == [ENDED]


async def test_a_redis_that_takes_no_writes_is_told_by_name(
    stocked: Settings, slack: Slack, redis: RedisServer, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    master = RedisServer(tmp_path / "other")
    async with a_fleet(stocked, slack, redis_url=redis.url) as fleet, Redis.from_url(redis.url) as client:
        await client.replicaof("127.0.0.1", str(master.port))
        told = await fleet.look(5)
        assert kinds(told, "cache_down") == [BEGUN]
        (notice,) = (notice for notice in told if notice.rule == "cache_down")
        assert "takes no writes" in dict(notice.alert.details)["error"]
        await client.replicaof("NO", "ONE")
        assert kinds(await fleet.look(4), "cache_down") == [ENDED]
    master.stop()


async def test_a_cache_that_answers_too_little_is_told(stocked: Settings, slack: Slack, atlas: Atlas) -> None:
    new = (
        *(f"/api/v1/zips/{zip_code}" for zip_code in atlas.zips),
        *(f"/api/zip/navigate?zip={zip_code}" for zip_code in atlas.zips),
    )
    asked = iter(new)
    a_minute = FEW_LOOKUPS // 5 + 4
    async with a_fleet(stocked, slack, count=1) as fleet:
        await ask(fleet.site, itertools.islice(asked, FEW_LOOKUPS))
        told = []
        for _ in range(10):
            told += await fleet.look()
            await ask(fleet.site, itertools.islice(asked, a_minute))
        assert kinds(told, "cache_hit_rate") == [BEGUN]
        for _ in range(9):
            told += await fleet.look()
            await ask(fleet.site, ["/"] * a_minute)
        assert kinds(told, "cache_hit_rate") == [BEGUN, ENDED]


async def ask(site: Site, paths: Iterable[str]) -> None:
    """Past any client of HTTP, which would take longer than the answers."""
    for asked in paths:
        path, _, query = asked.partition("?")
        said: list[Message] = []

        async def send(message: Message, said: list[Message] = said) -> None:
            said.append(message)

        scope: dict[str, object] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"localhost:4324")],
            "client": ("127.0.0.1", 40000),
            "server": ("localhost", 4324),
        }
        await site(scope, no_body, send)  # type: ignore[arg-type]
        assert said[0]["status"] in (200, 302, 303), asked  # type: ignore[typeddict-item]


async def no_body() -> HTTPRequestEvent:
    return {"type": "http.request", "body": b"", "more_body": False}


async def test_an_api_that_takes_over_a_second_is_told(stocked: Settings, slack: Slack) -> None:
    slow = Ercot()
    with slow.running():
        slow.fault, slow.slow_seconds = "slow", 1.1
        async with a_fleet(stocked, slack, ercot_api_key=KEY, ercot_api_url=slow.url) as fleet:
            home = {"address": "1100 Louisiana St", "zip": "77002"}
            answer = await fleet.http.post("/api/v1/addresses/meters", json=home)
            assert answer.status_code == 200
            told = await fleet.look(4)
            assert kinds(told, "api_slow") == [BEGUN]
            (notice,) = (notice for notice in told if notice.rule == "api_slow")
            assert (notice.alert.threshold, notice.alert.unit) == (1000, "ms")
            assert (notice.alert.current or 0) > 1000
            assert kinds(await fleet.look(9), "api_slow") == [ENDED]


async def test_errors_of_ours_are_told(migrated: Settings, slack: Slack) -> None:
    async with a_fleet(migrated, slack) as fleet:
        for _ in range(FEW_ANSWERS):
            answer = await fleet.http.get("/electricity-plans/houston")
            assert answer.status_code == 503, "there is no listing"
        told = await fleet.look(4)
        assert kinds(told, "error_rate") == [BEGUN]
        (notice,) = (notice for notice in told if notice.rule == "error_rate")
        assert notice.alert.current == 100
        assert kinds(await fleet.look(9), "error_rate") == [ENDED]


async def test_a_visitors_mistakes_are_no_errors_of_ours(stocked: Settings, slack: Slack) -> None:
    async with a_fleet(stocked, slack) as fleet:
        for number in range(FEW_ANSWERS):
            assert (await fleet.http.get(f"/nothing-{number}")).status_code == 404
        assert kinds(await fleet.look(5), "error_rate") == []


async def test_a_listing_that_nobody_read_for_hours_is_told_twice_and_both_end(
    stocked: Settings, slack: Slack
) -> None:
    async with a_fleet(stocked, slack) as fleet:
        told = await fleet.look(4)
        assert kinds(told, "data_old") == kinds(told, "data_stale") == [BEGUN]
        dataset = fleet.site.litestar.state.shelf.dataset
        read_at = datetime.now(UTC)
        assert await datasets.confirm(dataset.id, read_at)
        await until(lambda: fleet.site.litestar.state.shelf.dataset.confirmed_at == read_at)
        fleet.now = max(fleet.now, read_at)
        told = await fleet.look(3)
        assert kinds(told, "data_old") == kinds(told, "data_stale") == [ENDED]


async def test_a_listing_that_waits_to_be_accepted_is_told(
    migrated: Settings, slack: Slack, tmp_path: Path
) -> None:
    async with a_fleet(migrated, slack) as fleet:
        for count in (20, 1):
            file = a_listing_file(tmp_path, *plans(count), name=f"{count}.csv")
            await ingest.run(str(file), settings=migrated)
        assert kinds(await fleet.look(4), "ingest_staged") == [BEGUN]
        await ingest.run_staged(settings=migrated)
        assert kinds(await fleet.look(3), "ingest_staged") == [ENDED]


async def test_a_reading_that_failed_is_told_until_one_is_well(
    migrated: Settings, slack: Slack, tmp_path: Path
) -> None:
    async with a_fleet(migrated, slack) as fleet:
        file = a_listing_file(tmp_path, *plans(3))
        await ingest.run(str(file), settings=migrated)
        now = datetime.now(UTC)
        note = datasets.RunNote(
            source="a file",
            shape="sheet",
            content_hash="0",
            understood_hash="0",
            as_of=now,
            confirmed_at=now,
            fetched_at=now,
            rows=1,
            offers=1,
        )
        await datasets.fail(await datasets.begin(note), "the disk was full")
        told = await fleet.look(4)
        assert kinds(told, "ingest_failed") == [BEGUN]
        (notice,) = (notice for notice in told if notice.rule == "ingest_failed")
        assert dict(notice.alert.details)["reason"] == "the disk was full"
        await ingest.run(str(a_listing_file(tmp_path, *plans(4), name="later.csv")), settings=migrated)
        assert kinds(await fleet.look(3), "ingest_failed") == [ENDED]


async def test_vitals_beyond_their_limits_are_told_after_two_looks_five_minutes_apart(
    stocked: Settings, slack: Slack
) -> None:
    def of_all(factor: float, count: int) -> dict[str, MeasuredVital]:
        return {
            name: MeasuredVital(p75=limit * factor, count=count) for name, (_, limit, _) in VITALS.items()
        }

    async with a_fleet(stocked, slack, count=2) as fleet:

        async def told(rounds: int, *, minutes: float = 5) -> list[list[NoticeKind]]:
            """What was told of each of them."""
            notices = await fleet.look(rounds, minutes=minutes)
            return [kinds(notices, f"vitals_{name}") for name in VITALS]

        fleet.vitals = of_all(1, 100)
        assert await told(3) == [[]] * len(VITALS), "at its limit it is kept"
        fleet.vitals = of_all(1.01, 3)
        assert await told(3) == [[]] * len(VITALS), "three visitors are few"
        fleet.vitals = of_all(1.01, 100)
        assert await told(4, minutes=1) == [[]] * len(VITALS), "it is looked at every five minutes"
        assert await told(2) == [[BEGUN]] * len(VITALS)
        fleet.vitals = of_all(1, 100)
        assert await told(3) == [[ENDED]] * len(VITALS)


async def test_a_vital_beyond_its_limit_says_nothing_of_the_others(stocked: Settings, slack: Slack) -> None:
    async with a_fleet(stocked, slack, count=1) as fleet:
        fleet.vitals = {name: MeasuredVital(p75=limit, count=100) for name, (_, limit, _) in VITALS.items()}
        fleet.vitals["cls"] = MeasuredVital(p75=VITALS["cls"][1] * 1.01, count=100)
        told = await fleet.look(3, minutes=5)
        assert [notice.rule for notice in told if notice.rule.startswith("vitals_")] == ["vitals_cls"]


def test_every_rule_has_a_section_in_its_runbook() -> None:
    page = (Path(__file__).parents[2] / "docs" / "runbooks" / "in-app-alerts.md").read_text()
    sections = {line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")}
    assert sections == {rule.name for rule, _ in rules(2)}


TOLD_BY = {
    "database_down": test_a_database_that_is_down_is_told_once_through_redis_repeated_hourly_and_ends,
    "database_slow": test_a_database_that_takes_over_a_second_is_told,
    "cache_down": test_a_redis_that_is_down_is_told_once,
    "cache_hit_rate": test_a_cache_that_answers_too_little_is_told,
    "api_slow": test_an_api_that_takes_over_a_second_is_told,
    "error_rate": test_errors_of_ours_are_told,
    "data_old": test_a_listing_that_nobody_read_for_hours_is_told_twice_and_both_end,
    "data_stale": test_a_listing_that_nobody_read_for_hours_is_told_twice_and_both_end,
    "ingest_failed": test_a_reading_that_failed_is_told_until_one_is_well,
    "ingest_staged": test_a_listing_that_waits_to_be_accepted_is_told,
    **{
        f"vitals_{name}": test_vitals_beyond_their_limits_are_told_after_two_looks_five_minutes_apart
        for name in VITALS
    },
}


def test_each_rule_has_a_test_in_which_its_fault_begins_and_ends_it() -> None:
    assert TOLD_BY.keys() == {rule.name for rule, _ in rules(2)}
    for name, test in TOLD_BY.items():
        source = inspect.getsource(test)
        named = 'f"vitals_{name}"' if name.startswith("vitals_") else f'"{name}"'
        assert named in source, (name, test)
        assert {"BEGUN", "ENDED"} <= set(re.findall(r"[A-Z]+", source)), (name, test)
