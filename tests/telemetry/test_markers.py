"""What a visitor types about a home is found in no log, metric, trace or key of Redis afterwards."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from choosemypower.app import Site
from choosemypower.cache.routes import route_table
from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.standins.ercot import Ercot, meter_number
from tests.standins.server import KEY
from tests.support.server import free_port, running_server
from tests.support.waiting import HANG_SECONDS, until_true
from tests.telemetry.test_traces import running_collector

pytestmark = [pytest.mark.server, pytest.mark.db]

STREET, UNKNOWN_STREET = "1100 Louisiana St", "4711 Marker Lane"
NUMBER, UNKNOWN_NUMBER = meter_number("centerpoint", 1), meter_number("centerpoint", 471147)
EMAIL, NAME, WORDS = "ann.marker@example.org", "Ann Markerson", "How high is the markerfee?"
KWH, USD = "90173", "91731.47"
FILE = b"Date,kWh\n" + b"".join(b"2025-%02d-01,90173\n" % month for month in range(1, 13))
WORDS_OF_A_HOME = ("Louisiana", "Marker", "marker", NUMBER, UNKNOWN_NUMBER, "203.0.113.77")
NUMBERS_OF_A_HOME = re.compile(rf"(?<![0-9a-f.])(?:{KWH}|91731)(?![0-9a-f]|\.\d{{3}})")
"""As numbers of their own: the same digits occur by chance within a measured time (0.009173112) and in random ids."""
SENDER = {"X-Forwarded-For": "203.0.113.77"}
WORD = "Zweibruecken"
"""Nothing of ours holds it."""
EVERYWHERE = (WORD, WORD.lower(), "203.0.113.77")
EVERYWHERE_SENDER = SENDER | {
    "User-Agent": f"{WORD}/1.0",
    "Referer": f"https://example.org/{WORD}",
    "Cookie": f"usage={WORD}; name={WORD}",
    "Accept-Language": WORD,
    "X-Request-Id": f"{WORD}!",
}
BODIES: tuple[dict[str, Any], ...] = (
    {"json": {"email": WORD, "message": WORD, "esiid": WORD, "address": WORD, "kwh": WORD, WORD: WORD}},
    {"data": {"email": WORD, "message": WORD, "esiid": WORD, "address": WORD, "token": WORD, WORD: WORD}},
    {
        "files": {
            "file": (f"{WORD}.csv", WORD.encode(), "text/csv"),
            WORD: (WORD, WORD.encode(), "application/pdf"),
        }
    },
    {"content": WORD.encode(), "headers": {"Content-Type": f"text/{WORD}"}},
)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.stop()


def test_nothing_of_a_home_is_left_behind(
    stocked_unconnected: Settings, redis_server: RedisServer, capfd: pytest.CaptureFixture[str]
) -> None:
    def session(http: httpx.Client) -> None:
        statuses = list(_session(http))
        assert 500 not in statuses
        assert statuses.count(200) >= 5, statuses

    left = _left_behind(stocked_unconnected, redis_server, session)
    left["log"] = "".join(capfd.readouterr())
    assert "/zip/{zip}" in left["log"]
    found = {
        (place, marker)
        for place, text in left.items()
        for marker in (*WORDS_OF_A_HOME, *NUMBERS_OF_A_HOME.findall(text))
        if marker in text
    }
    assert not found


@pytest.mark.anyio
async def test_no_address_of_the_site_keeps_what_was_written_into_any_part_of_a_request(
    site: Site, stocked_unconnected: Settings, redis_server: RedisServer, capfd: pytest.CaptureFixture[str]
) -> None:
    """Path, query, headers and body of every route, whether it can use them or not."""
    routes = route_table(site.litestar).routes

    def session(http: httpx.Client) -> None:
        for method, template, route in routes:
            for path, query in _filled(template, route.query):
                for body in BODIES if method == "POST" else ({},):
                    answer = http.request(method, path, params=query, **body)
                    assert answer.status_code != 500, (method, path)

    left = _left_behind(stocked_unconnected, redis_server, session)
    left["log"] = "".join(capfd.readouterr())
    assert left["log"].count("/api/") > len(routes)
    found = {
        (place, _around(text)) for place, text in left.items() if any(word in text for word in EVERYWHERE)
    }
    assert not found


def _left_behind(
    settings: Settings, redis_server: RedisServer, session: Callable[[httpx.Client], None]
) -> dict[str, str]:
    """What a server with everything switched on tells, other than its log, once somebody has done this."""
    ercot, metrics_port = Ercot(), free_port()
    with (
        ercot.running(),
        running_collector() as (collector, collector_url),
        running_server(
            settings,
            LOG_LEVEL="DEBUG",
            LOG_FORMAT="json",
            REDIS_URL=redis_server.url,
            METRICS_PORT=str(metrics_port),
            OTEL_EXPORTER_OTLP_ENDPOINT=collector_url,
            OTEL_BSP_SCHEDULE_DELAY="50",
            ERCOT_API_KEY=KEY,
            ERCOT_API_URL=ercot.url,
            TRUSTED_PROXIES="127.0.0.0/8",
        ) as url,
        httpx.Client(base_url=url, timeout=HANG_SECONDS, headers=EVERYWHERE_SENDER) as http,
        Redis.from_url(redis_server.url) as redis,
    ):
        session(http)
        until_true(lambda: any("contact" in span.name for span in collector.spans), "the trace never came")
        left = {
            "metrics": httpx.get(f"http://127.0.0.1:{metrics_port}/metrics", timeout=HANG_SECONDS).text,
            "keys": " ".join(key.decode("latin-1") for key in redis.keys("*")),
            "traces": " ".join(body.decode("latin-1") for body in list(collector.bodies)),
        }
        assert left["keys"]
    return left


def _filled(template: str, names: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The route with markers for all that is variable, and once with a place that exists."""
    for value in (WORD, "77002" if "zip" in template else "houston"):
        segments = (value if part.startswith("{") else part for part in template.split("/"))
        yield "/".join(segments), dict.fromkeys(names, WORD)
        if "{" not in template:
            return


def _around(text: str) -> str:
    place = min(text.find(word) for word in EVERYWHERE if word in text)
    return text[max(0, place - 200) : place + 80]


def _session(http: httpx.Client) -> Iterator[int]:
    """What somebody does who looks for his home, sends his bills and writes to us; each answer's status."""
    yield http.get("/zip/77002").status_code
    for address in (STREET, UNKNOWN_STREET):
        home = {"address": address, "zip": "77002"}
        yield http.post("/api/v1/addresses/meters", json=home).status_code
        yield http.post("/zip/77002/meters", data={"address": address}).status_code
    for number in (NUMBER, UNKNOWN_NUMBER):
        yield http.post("/api/v1/meters/validate", json={"esiid": number}).status_code
        yield http.post("/zip/77002/meters", data={"esiid": number}).status_code
    yield http.get(
        "/check-my-bill", params={"zip": "77002", "kwh1": KWH, "usd1": USD, "month1": "3"}
    ).status_code
    yield http.post("/api/v1/bills?zip=77002", json={"kwh": int(KWH)}).status_code
    yield http.post("/api/v1/bills?zip=77002", content=FILE, headers={"Content-Type": "text/csv"}).status_code
    message = {"name": NAME, "email": EMAIL, "message": WORDS}
    yield http.post("/api/v1/contact", json=message).status_code
    yield http.post("/contact", data=message).status_code
    yield http.get(f"/{UNKNOWN_STREET}").status_code
