"""One id joins what a caller gets and what the log says; the log holds nothing of who asks or for what words."""

import io
import json
import logging
import re
import sys
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from choosemypower.settings import Settings
from choosemypower.telemetry.lines import Lines
from choosemypower.telemetry.logs import JsonLines
from tests.support.lines import told_to
from tests.support.program import running_program
from tests.support.server import running_server

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PREFLIGHT = {"origin": "https://choosemypower.org", "access-control-request-method": "GET"}
CITY = "/electricity-plans/houston"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Told:
    """What was logged, as a program reads it."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.lines = Lines(self.stream, JsonLines())

    @property
    def text(self) -> str:
        self.lines.flush()
        return self.stream.getvalue()

    @property
    def all(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, request_id: str) -> list[dict[str, object]]:
        return [line for line in self.all if line.get("requestId") == request_id]


@pytest.fixture
def lines() -> Iterator[Told]:
    kept = Told()
    ours = logging.getLogger("choosemypower")
    before = ours.level
    with told_to(kept.lines):
        yield kept
    ours.setLevel(before)


@pytest.fixture
async def site(stocked: Settings, lines: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with running_program(stocked) as client:
        logging.getLogger("choosemypower").setLevel("INFO")
        yield client


async def test_an_id_that_was_given_stands_in_header_timing_and_log(
    site: httpx.AsyncClient, lines: Told
) -> None:
    answer = await site.get(CITY, headers={"x-request-id": "visit-0001"})
    assert answer.headers["x-request-id"] == "visit-0001"
    assert 'desc="visit-0001"' in answer.headers["server-timing"]
    (line,) = lines.of("visit-0001")
    assert line["route"] == "/electricity-plans/{city}"
    assert (line["method"], line["status"], line["cache"]) == ("GET", 200, "made")
    assert line["milliseconds"] >= line["renderMilliseconds"] > 0  # type: ignore[operator]


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://choosemypower.org", "access-control-request-method": "GET"}]
)
async def test_whatever_the_method_the_log_names_the_route(
    site: httpx.AsyncClient, lines: Told, headers: dict[str, str]
) -> None:
    for number, (method, path, route) in enumerate(
        (
            ("OPTIONS", CITY, "/electricity-plans/{city}"),
            ("OPTIONS", "/api/v1/plans", "/api/v1/plans"),
            ("DELETE", "/about", "/about"),
            ("OPTIONS", "/nowhere", "unmatched"),
        )
    ):
        given = f"method-{number}-{len(headers)}"
        await site.request(method, path, headers={"x-request-id": given, **headers})
        (line,) = lines.of(given)
        assert (line["method"], line["route"]) == (method, route)


async def test_a_trace_id_serves_as_id_and_a_request_id_goes_first(site: httpx.AsyncClient) -> None:
    trace = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    assert (await site.get("/about", headers=trace)).headers["x-request-id"] == TRACE
    both = trace | {"x-request-id": "visit-0002"}
    assert (await site.get("/providers", headers=both)).headers["x-request-id"] == "visit-0002"


@pytest.mark.parametrize(
    "given",
    [
        {"x-request-id": "someone@example.org"},
        {"x-request-id": "a b"},
        {"x-request-id": "x" * 129},
        {"x-request-id": 'a"} {"level":"error'},
        {"traceparent": f"00-{'0' * 32}-00f067aa0ba902b7-01"},
        {"traceparent": f"ff-{TRACE}-00f067aa0ba902b7-01"},
        {"traceparent": "rubbish"},
        {},
    ],
)
async def test_an_id_that_cannot_be_used_is_replaced_by_one_of_ours(
    site: httpx.AsyncClient, given: dict[str, str]
) -> None:
    first = (await site.get("/api/v1/nothing-here", headers=given)).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert (await site.get("/api/v1/nothing-here", headers=given)).headers["x-request-id"] != first


async def test_a_hit_repeats_the_id_that_was_given_and_never_anothers(site: httpx.AsyncClient) -> None:
    for number in range(5):
        given = f"visit-{number:04}"
        answer = await site.get(CITY, headers={"x-request-id": given})
        assert answer.headers["x-request-id"] == given
    assert "x-request-id" not in (await site.get(CITY)).headers  # a plain hit
    assert "x-request-id" not in (await site.get(CITY, headers={"x-request-id": "a\tb"})).headers


async def test_a_problem_document_names_the_id_and_one_that_may_be_kept_does_not(
    site: httpx.AsyncClient,
) -> None:
    named = {"x-request-id": "visit-0003"}
    wrong = await site.get("/api/v1/plans?usages=1", headers=named)
    assert (wrong.status_code, wrong.json()["reference"]) == (400, "visit-0003")
    gone = await site.get("/api/v1/plans/nothing-of-the-kind", headers=named)
    assert gone.status_code == 404
    assert "reference" not in gone.json()
    assert gone.headers["x-request-id"] == "visit-0003"


async def test_the_log_holds_template_and_status_but_neither_path_nor_query(
    site: httpx.AsyncClient, lines: Told
) -> None:
    await site.get("/electricity-plans/houston?usage=1717&marker=marker-in-query")
    await site.get("/zip?zip=77002")
    await site.get("/marker-in-path", headers={"user-agent": "marker-of-agent", "cookie": "a=marker"})
    await site.post("/api/v1/contact-marker", json={"email": "marker@example.org"})
    told = lines.text
    assert "marker" not in told
    # As numbers of their own: ids are random digits, and times have many.
    assert not re.search(r"(?<![0-9a-f.])(1717|77002)(?![0-9a-f]|\.\d)", told)
    assert {"/electricity-plans/{city}", "/zip"} <= {line.get("route") for line in lines.all}


async def test_probes_are_not_news(site: httpx.AsyncClient, lines: Told) -> None:
    before = len(lines.all)
    for path in ("/api/health/system", "/api/health/database", "/api/health/cache"):
        assert (await site.get(path)).headers["x-request-id"]
    assert len(lines.all) == before


def test_a_line_of_json_leaves_out_addresses_and_meter_numbers_wherever_they_come_from() -> None:
    try:
        raise ValueError("no such user: anna.smith+bills@mail.example.org")
    except ValueError:
        record = logging.LogRecord(
            "choosemypower.x", logging.ERROR, "", 0, "Meter %s of %s\nfailed", ("10443720009876543", "a@b.example"),
            sys.exc_info(),
        )  # fmt: skip
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == "Meter [left out] of [left out]\nfailed"
    assert "anna" not in line
    assert "ValueError" in told["error"]
    assert told["level"] == "error"


@pytest.mark.server
def test_a_server_with_json_logs_writes_nothing_else(
    stocked_for_module: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    with running_server(stocked_for_module, LOG_FORMAT="json", LOG_LEVEL="INFO") as url:
        assert httpx.get(f"{url}{CITY}", headers={"x-request-id": "visit-0004"}).status_code == 200
    told = capfd.readouterr().err.splitlines()
    lines = [json.loads(line) for line in told]
    assert any(line.get("requestId") == "visit-0004" and line["status"] == 200 for line in lines)
    assert any(line["message"].startswith("Listening on http://") for line in lines)
