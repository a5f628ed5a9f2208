"""The operators' listener over a real server: /metrics and liveness."""

import contextlib
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest

from choosemypower.settings import Settings
from tests.support.server import free_port, running_server
from tests.support.waiting import HANG_SECONDS, until_true

pytestmark = [pytest.mark.server, pytest.mark.db]

CITY = "/electricity-plans/houston"
FEWEST_CONNECTIONS = 64


class Watched:
    """A server and its operators' listener."""

    def __init__(self, web: httpx.Client, operators: httpx.Client) -> None:
        self.web, self.operators = web, operators

    def series(self) -> dict[str, float]:
        """Every series by its name and labels."""
        lines = self.operators.get("/metrics").text.splitlines()
        pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        return {name: float(value) for name, value in pairs}

    def requests(self, **labels: str) -> float:
        """How many requests with these labels were counted."""
        wanted = [f'{name}="{value}"' for name, value in labels.items()]
        return sum(
            value
            for name, value in self.series().items()
            if name.startswith("choosemypower_requests_total{") and all(one in name for one in wanted)
        )


@contextlib.contextmanager
def watched(settings: Settings, **environment: str) -> Iterator[Watched]:
    port = free_port()
    with (
        running_server(settings, METRICS_PORT=str(port), **environment) as url,
        httpx.Client(base_url=url, timeout=HANG_SECONDS) as web,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=HANG_SECONDS) as operators,
    ):
        yield Watched(web, operators)


@pytest.fixture(scope="module")
def server(stocked_for_module: Settings) -> Iterator[Watched]:
    with watched(stocked_for_module) as one:
        yield one


def test_an_answer_is_counted_by_route_class_status_and_what_the_cache_did(server: Watched) -> None:
    labels = {"route": "/electricity-plans/{city}", "class": "city", "status": "2xx"}
    made, hits = server.requests(**labels, cache="made"), server.requests(**labels, cache="hit")
    for _ in range(5):
        assert server.web.get(f"{CITY}?usage=1234").status_code == 200
    assert server.requests(**labels, cache="made") == made + 1
    assert server.requests(**labels, cache="hit") == hits + 4
    assert server.series()['choosemypower_render_seconds_count{route="/electricity-plans/{city}"}'] >= 1


def test_an_unchanged_answer_counts_as_3xx(server: Watched) -> None:
    etag = server.web.get(CITY).headers["etag"]
    before = server.requests(route="/electricity-plans/{city}", status="3xx", cache="hit")
    for _ in range(3):
        assert server.web.get(CITY, headers={"if-none-match": etag}).status_code == 304
    assert server.requests(route="/electricity-plans/{city}", status="3xx", cache="hit") == before + 3


def test_ten_thousand_random_addresses_add_no_series(server: Watched) -> None:
    shapes = ("/{}", "/electricity-plans/{}", "/plans/{}", "/api/v1/{}", CITY + "?utm_x={}")
    # The client of the standard library: httpx would take most of the time of so many requests.
    client = HTTPConnection(urlsplit(str(server.web.base_url)).netloc)

    def ask(count: int, start: int = 0) -> None:
        for number in range(start, start + count):
            client.request("GET", shapes[number % 5].format(f"a{number * 7919 % 1_000_003}"))
            client.getresponse().read()

    with contextlib.closing(client):
        ask(50)
        before = server.series().keys()
        ask(10_000, 50)
        assert server.series().keys() - before == set()


def test_it_tells_of_data_queues_pool_and_event_loop(server: Watched) -> None:
    series = server.series()
    for name in (
        "data_epoch",
        "data_age_seconds",
        "data_plans",
        "database_pool_size",
        "database_pool_in_use",
        "database_pool_waiting",
        "uploads_reading",
        "uploads_waiting",
        "turns_waiting",
        "event_loop_lag_seconds_count",
        "redis_configured",
    ):
        assert f"choosemypower_{name}" in series
    assert series["choosemypower_data_plans"] > 900
    assert series["choosemypower_database_reachable"] == 1
    assert series["process_open_fds"] > 3


def test_liveness_and_other_paths(server: Watched) -> None:
    live = server.operators.get("/api/health/live")
    assert (live.status_code, live.json()["status"]) == (200, "ok")
    assert server.operators.head("/api/health/live").content == b""
    assert server.operators.get("/electricity-plans").status_code == 404
    assert server.web.get("/metrics").status_code == 404


def test_liveness_answers_while_every_public_connection_is_taken(stocked_for_module: Settings) -> None:
    with watched(stocked_for_module, SERVER_BACKPRESSURE=str(FEWEST_CONNECTIONS)) as server:
        address = urlsplit(str(server.web.base_url))
        with contextlib.ExitStack() as open_ones:
            for _ in range(FEWEST_CONNECTIONS + 8):
                silent = socket.create_connection((address.hostname, address.port), HANG_SECONDS)
                open_ones.enter_context(silent).sendall(b"GET / HTTP/1.1\r\n")
            assert server.operators.get("/api/health/live").status_code == 200
            assert "choosemypower_data_epoch" in server.series()


def test_silent_connections_to_the_listener_do_not_silence_it(server: Watched) -> None:
    address = urlsplit(str(server.operators.base_url))
    with contextlib.ExitStack() as open_ones:
        for _ in range(20):
            silent = socket.create_connection((address.hostname, address.port), HANG_SECONDS)
            open_ones.enter_context(silent).sendall(b"GET /metr")
        assert server.operators.get("/api/health/live").status_code == 200


def test_it_tells_of_queries_looks_and_browsers(server: Watched) -> None:
    until_true(lambda: "choosemypower_database_size_bytes" in server.series(), "the size was never measured")
    series = server.series()
    assert series["choosemypower_query_seconds_count"] > 0
    assert series["choosemypower_slow_queries_total"] == 0
    assert series["choosemypower_database_usable"] == 1
    assert series["choosemypower_database_connections"] >= 1
    sent = {"path": CITY, "device": "phone", "id": "0123456789abcdef", "lcp": 500}
    for _ in range(3):
        assert server.web.post("/api/v1/vitals", json=sent).status_code == 204
    # It counts when it is written: another process may have had it first.
    until_true(lambda: server.series()['choosemypower_vitals_beacons_total{outcome="counted"}'] == 1)
    assert server.series()['choosemypower_vitals_beacons_total{outcome="repeated"}'] == 2


def test_it_tells_what_became_of_the_last_readings(server: Watched) -> None:
    published = 'choosemypower_ingest_last_timestamp_seconds{outcome="published"}'
    until_true(lambda: published in server.series(), "the last readings were never looked up")
    series = server.series()
    assert 0 < series["choosemypower_scrape_timestamp_seconds"] - series[published] < 3600
    assert 'choosemypower_ingest_last_timestamp_seconds{outcome="staged"}' not in series
    assert series["choosemypower_ingest_quarantined_rows"] >= 0
    assert series["choosemypower_ingest_seconds"] > 0


def test_the_breaker_of_a_service_that_fails_is_told(stocked_for_module: Settings) -> None:
    home = {"address": "1100 Louisiana St", "zip": "77002"}
    nowhere = f"http://127.0.0.1:{free_port()}"
    with watched(stocked_for_module, ERCOT_API_KEY="a-key", ERCOT_API_URL=nowhere) as server:
        closed = 'choosemypower_breaker_state{breaker="meters",state="closed"}'
        assert server.series()[closed] == 1
        until_true(
            lambda: (
                server.web.post("/api/v1/addresses/meters", json=home).status_code == 503
                and server.series()[closed] == 0
            ),
            "the breaker never opened",
        )
        series = server.series()
        assert series['choosemypower_breaker_state{breaker="meters",state="open"}'] == 1
        assert series['choosemypower_service_openings_total{service="meters"}'] == 1
        assert series['choosemypower_service_calls_total{service="meters"}'] >= 2
