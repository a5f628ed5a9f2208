"""The gate: a site that is slow only at first, only in the database or only in the browser does not pass; ours does."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import asyncpg
import msgspec
import pytest

from choosemypower import cli
from choosemypower.perf import Measure, PerfReport, SiteUnreachableError, measure_site
from choosemypower.perf.gate import measure_all
from choosemypower.perf.handed import HandedInError, builds_of, vitals_of
from choosemypower.perf.site import CITIES, PROBES, ZIPS, new_addresses
from choosemypower.perf.stored import measure_database
from choosemypower.settings import Settings
from choosemypower.territories.atlas import Atlas
from tests.support.server import running_server

pytestmark = pytest.mark.anyio

ROUNDS = 4


class SmallSite:
    """Answers everything with 200, the first time after `first_seconds`; `broken` paths with 500."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.broken: set[str] = set()
        self.now_seconds = 0.0
        """Of its own clock, which moves only while it is slow: a busy machine makes nothing here late."""
        self.is_really_slow = False
        """Whoever asks waits, too."""
        self.first_seconds = 0.0
        self.slow_once: str | None = None
        """Of all addresses of this path, one is slow, once."""
        self.read_at = datetime.now(UTC)
        self.meters: list[dict[str, str]] | None = None
        """What the look-up finds; None: there is none."""
        self.looked_up = 0
        self.refused_lookups: set[int] = set()
        """Of all look-ups, by number, those that come too soon."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                site.asked[self.path] += 1
                if site.asked[self.path] == 1 and not path.startswith("/api/health"):
                    site.dawdle(site.first_seconds)
                if site.slow_once == path:
                    site.slow_once = None
                    site.dawdle(0.7)
                body = b"{}"
                if path == "/api/v1/datasets/current":
                    body = json.dumps({"data": {"confirmedAt": site.read_at.isoformat()}}).encode()
                self._answer(500 if path in site.broken else 200, body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                site.looked_up += 1
                if site.meters is None:
                    self._answer(404, b"{}")
                elif site.looked_up in site.refused_lookups:
                    self._answer(429, b"{}", ("Retry-After", "0"))
                else:
                    self._answer(200, json.dumps({"data": site.meters}).encode())

            def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
                self.send_response(status)
                for header in headers:
                    self.send_header(*header)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def dawdle(self, seconds: float) -> None:
        self.now_seconds += seconds
        if self.is_really_slow:
            time.sleep(seconds)

    async def measure(self) -> tuple[Measure, ...]:
        return await measure_site(self.url, ROUNDS, clock=lambda: self.now_seconds)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def site() -> Iterator[SmallSite]:
    small = SmallSite()
    yield small
    small.stop()


def missed(measures: tuple[Measure, ...]) -> set[str]:
    return {measure.name for measure in measures if not measure.is_kept}


async def test_a_site_that_is_slow_only_when_it_is_asked_first_is_found_out(site: SmallSite) -> None:
    site.first_seconds = 0.61
    found = missed(await site.measure())
    assert found >= {
        "city page, first request",
        "filtered city page, first request",
        "plan search, first request",
        "ZIP, first request",
    }
    assert not {name for name in found if name.endswith("again")}


@pytest.fixture
def gate(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command over that site, as a terminal runs it; gives its exit code."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BASE_URL", site.url)

    def run(*options: str) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main(("perf", "--rounds", "2", *options))
        assert isinstance(ended.value.code, int)
        return ended.value.code

    return run


def test_the_command_ends_with_1_when_one_first_answer_of_many_is_slow(
    site: SmallSite, gate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    junit = tmp_path / "perf.xml"
    site.is_really_slow, site.slow_once = True, "/api/zip/navigate"
    assert gate("--junit", str(junit)) == 1
    said = capsys.readouterr().out
    assert "ZIP, first request" in {line[21:55].strip() for line in said.splitlines() if "MISSED" in line}
    assert "ZIP, first request" in said.rpartition("not kept: ")[2]
    failed = ElementTree.parse(junit).getroot().findall(".//failure/..")
    assert "ZIP, first request" in {case.get("name") for case in failed}


def test_the_command_ends_with_1_for_failures_alone_and_with_0_without_any(
    site: SmallSite, gate: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    # Without the times, which a busy machine may miss.
    rest = ("--without", "pages", "--without", "api")
    assert gate(*rest) == 0, capsys.readouterr().out
    site.broken.add("/api/v1/plans")
    assert gate(*rest) == 1
    assert "1 limit is not kept: errors (5xx)." in capsys.readouterr().out


def test_the_command_holds_builds_against_their_limits_and_names_what_nobody_measured(
    gate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    times = tmp_path / "builds.txt"
    times.write_text("fresh=200.5\ncached=31\ncached=3\nincremental=121\n")
    assert gate("--builds", str(times), "--without", "pages", "--without", "api") == 1
    said = capsys.readouterr().out
    assert "1 limit is not kept: incremental." in said, "of two builds of a kind the last counts"
    unmeasured = said.strip().splitlines()[-1]
    for name in ("deploy", "connection", "plan list", "LCP"):
        assert name in unmeasured
    assert "fresh" not in unmeasured


@pytest.mark.parametrize("text", ["nightly=1", "fresh", "fresh=soon"])
def test_times_of_builds_that_cannot_be_read_are_refused(
    gate: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    times = tmp_path / "builds.txt"
    times.write_text(text)
    assert gate("--builds", str(times)) != 0
    assert "MISSED" not in capsys.readouterr().out


async def test_the_one_slow_answer_among_many_is_not_dropped(site: SmallSite) -> None:
    site.slow_once = "/api/zip/navigate"
    assert missed(await site.measure()) == {"ZIP, first request"}


async def test_a_lookup_that_comes_too_soon_after_another_run_is_made_later(site: SmallSite) -> None:
    site.meters = [{"esiid": "10443720000000001"}]
    site.refused_lookups = {3, 12}
    lookups = {measure.name: measure for measure in await site.measure() if "look-up" in measure.name}
    assert [(lookup.count, lookup.failed) for lookup in lookups.values()] == [(8, 0), (8, 0)]


async def test_a_lookup_that_is_refused_again_and_again_is_a_failure(site: SmallSite) -> None:
    site.meters = [{"esiid": "10443720000000001"}]
    site.refused_lookups = {3, 4}
    assert "address look-up" in missed(await site.measure())


async def test_every_first_request_goes_to_an_address_that_nobody_asked_for(site: SmallSite) -> None:
    await site.measure()
    kept = {path: count for path, count in site.asked.items() if "?" in path}
    assert len(kept) == 4 * ROUNDS
    assert set(kept.values()) == {2}


@pytest.mark.parametrize(
    "probe", [probe for probe in PROBES if probe.is_kept_by_caches], ids=lambda p: p.name
)
def test_no_two_addresses_of_a_run_are_the_same(probe: object) -> None:
    path = probe.path  # type: ignore[attr-defined]
    assert len(set(new_addresses(path, 20))) == 20


def test_every_zip_and_city_that_is_asked_for_exists(atlas: Atlas) -> None:
    assert set(ZIPS) <= set(atlas.zips)
    assert all(atlas.cities[slug].is_open for slug in CITIES)


async def test_failures_and_old_data_are_named(site: SmallSite) -> None:
    site.broken.add("/api/health/system")
    site.read_at = datetime(2026, 1, 9, tzinfo=UTC)
    found = {measure.name: measure for measure in await site.measure()}
    assert found["health, system"].failed == ROUNDS
    assert found["health, system"].why == "HTTP 500"
    assert not found["age of the data"].is_kept
    assert not found["errors (5xx)"].is_kept
    assert not found["address look-up"].is_measured


async def test_a_site_that_does_not_answer_is_named() -> None:
    with pytest.raises(SiteUnreachableError, match=r"http://127\.0\.0\.1:9/? does not answer"):
        await measure_site("http://127.0.0.1:9")


@pytest.mark.db
async def test_a_database_that_is_slow_only_in_one_query_is_found_out(stocked: Settings) -> None:
    assert {measure.count for measure in await measure_database(stocked, 2)} == {2}
    connection = await asyncpg.connect(stocked.database_url)
    try:
        # The same plans under the same name, each row a while away.
        await connection.execute(
            "ALTER TABLE plan_version RENAME TO plan_version_stored;"
            "CREATE VIEW plan_version AS SELECT * FROM plan_version_stored"
            " WHERE (SELECT pg_sleep(0.25)) IS NOT NULL"
        )
        assert missed(await measure_database(stocked, 2)) >= {"complex query", "plan list"}
    finally:
        await connection.close()


def test_one_pause_of_a_busy_machine_fails_no_database_and_a_slow_database_is_found_out() -> None:
    def simple(values: list[float]) -> Measure:
        return Measure.of("database", "simple query", 50.0, values, is_by_median=True)

    assert simple([1.0] * 19 + [55.0]).is_kept
    assert not simple([55.0] * 11 + [1.0] * 9).is_kept
    assert not simple([51.0] * 20).is_kept
    assert "by the median" in str(simple([1.0]))


async def test_without_an_address_the_database_is_said_to_be_unmeasured(base_settings: Settings) -> None:
    measures = await measure_database(msgspec.structs.replace(base_settings, database_url=None))
    assert [measure.is_measured for measure in measures] == [False] * 4


def a_lighthouse_report(folder: Path, **changed: float) -> Path:
    values = {
        "largest-contentful-paint": 900.0,
        "max-potential-fid": 40.0,
        "total-blocking-time": 10.0,
        "cumulative-layout-shift": 0.0,
        "first-contentful-paint": 700.0,
        "server-response-time": 20.0,
    } | {name.replace("_", "-"): value for name, value in changed.items()}
    file = folder / f"{len(list(folder.iterdir()))}.json"
    audits = {name: {"id": name, "numericValue": value} for name, value in values.items()}
    file.write_text(json.dumps({"requestedUrl": "https://site.example/", "audits": audits}))
    return file


def test_a_page_that_is_slow_only_in_the_browser_is_found_out(tmp_path: Path) -> None:
    well, slow = a_lighthouse_report(tmp_path), a_lighthouse_report(tmp_path, largest_contentful_paint=2600)
    assert missed(vitals_of([well])) == set()
    assert missed(vitals_of([well, slow])) == {"LCP of /"}


def test_of_three_runs_in_a_browser_the_middle_one_decides(tmp_path: Path) -> None:
    well, slow = a_lighthouse_report(tmp_path), a_lighthouse_report(tmp_path, largest_contentful_paint=2600)
    assert missed(vitals_of([well, well, slow])) == set()
    assert missed(vitals_of([well, slow, slow])) == {"LCP of /"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"audits": []}'])
def test_what_is_no_report_of_lighthouse_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(text)
    with pytest.raises(HandedInError, match="no report of Lighthouse"):
        vitals_of([file])


def test_builds_have_their_limits_and_unknown_ones_are_refused() -> None:
    assert missed(builds_of({"cached": 30, "fresh": 481})) == {"fresh"}
    with pytest.raises(HandedInError, match="no build nightly"):
        builds_of({"nightly": 1})


def test_the_report_says_the_same_to_people_programs_and_continuous_integration() -> None:
    report = PerfReport(
        site="https://site.example",
        measures=(
            Measure.of("api", "ZIP", 200, [10, 201]),
            Measure.of("api", "plan search", 500, [10, 500]),
            Measure.of("vitals", "LCP", 2500, [], why="nobody looked"),
        ),
    )
    assert not report.is_kept
    assert report.as_text().endswith("Not measured: LCP.")
    assert "MISSED" in report.as_text()
    assert "1 limit is not kept: ZIP." in report.as_text()
    assert [measure["isKept"] for measure in report.as_json()["measures"]] == [False, True, True]  # type: ignore[attr-defined]
    suite = ElementTree.fromstring(report.as_junit())
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")


@pytest.mark.db
@pytest.mark.server
async def test_our_own_site_is_measured_whole(stocked_unconnected: Settings) -> None:
    with running_server(stocked_unconnected) as url:
        settings = msgspec.structs.replace(stocked_unconnected, base_url=url)
        report = await measure_all(settings, builds={}, left_out=["freshness"])
    assert all(measure.failed == 0 for measure in report.measures), report.as_text()
    measured = {measure.name: measure for measure in report.measures if measure.is_measured}
    for probe in PROBES:
        if probe.is_kept_by_caches:
            assert measured[f"{probe.name}, first request"].count >= 18
    assert {"connection", "simple query", "complex query", "plan list"} <= set(measured)
