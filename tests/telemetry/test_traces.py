"""Traces reach a collector, linked by the request's id, without any value; without the setting no SDK is loaded."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from choosemypower.settings import Settings, SettingsError, load_settings
from tests.support.server import free_port, running_server
from tests.support.waiting import HANG_SECONDS, until_true

pytestmark = [pytest.mark.server, pytest.mark.db]

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
NOT_INSTALLED = """\
import sys
print("OpenTelemetry was looked for", file=sys.stderr)
raise ModuleNotFoundError("No module named 'opentelemetry.sdk'", name="opentelemetry.sdk")
"""


class Collector:
    """Takes what a collector takes at /v1/traces."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    @property
    def spans(self) -> list[Span]:
        requests = [ExportTraceServiceRequest.FromString(body) for body in list(self.bodies)]
        return [
            span
            for request in requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def of(self, trace_id: str) -> dict[str, Span]:
        """Its spans by name."""
        return {span.name: span for span in self.spans if span.trace_id.hex() == trace_id}


@contextlib.contextmanager
def running_collector() -> Iterator[tuple[Collector, str]]:
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.path == "/v1/traces":
                collector.bodies.append(body)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield collector, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def attributes(span: Span) -> dict[str, object]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


@pytest.fixture(scope="module")
def traced(stocked_for_module: Settings) -> Iterator[tuple[Collector, str]]:
    with (
        running_collector() as (collector, address),
        running_server(
            stocked_for_module,
            OTEL_EXPORTER_OTLP_ENDPOINT=address,
            OTEL_BSP_SCHEDULE_DELAY="50",
            ERCOT_API_KEY="a-key",
            ERCOT_API_URL=f"http://127.0.0.1:{free_port()}",
            REDIS_URL=f"redis://127.0.0.1:{free_port()}/0",
        ) as url,
    ):
        yield collector, url


def test_a_trace_holds_the_request_and_what_it_waited_for(traced: tuple[Collector, str]) -> None:
    collector, url = traced
    plan = httpx.get(f"{url}/api/v1/plans?zip=77002&page-size=1", timeout=HANG_SECONDS).json()["data"][0]
    given = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
    answer = httpx.get(f"{url}/api/v1/plans/{plan['planId']}/history", headers=given, timeout=HANG_SECONDS)
    assert (answer.status_code, answer.headers["x-request-id"]) == (200, TRACE)
    request = "GET /api/v1/plans/{plan_id}/history"
    until_true(lambda: request in collector.of(TRACE), "the trace never came")
    spans = collector.of(TRACE)
    assert spans[request].parent_span_id.hex() == CALLER
    told = attributes(spans[request])
    assert (told["http.route"], told["http.response.status_code"]) == ("/api/v1/plans/{plan_id}/history", 200)
    assert told["choosemypower.request_id"] == TRACE
    assert spans["render"].parent_span_id == spans[request].span_id
    assert attributes(spans["redis"])["error.type"]
    assert any(name.startswith("query ") for name in spans), sorted(spans)


def test_a_request_without_a_trace_gets_one_of_its_own_id(traced: tuple[Collector, str]) -> None:
    collector, url = traced
    request_id = httpx.get(f"{url}/api/v1/facets?city=waco", timeout=HANG_SECONDS).headers["x-request-id"]
    until_true(lambda: "GET /api/v1/facets" in collector.of(request_id), "the trace never came")


def test_a_service_that_fails_is_told_by_kind_and_nothing_that_was_asked_for(
    traced: tuple[Collector, str],
) -> None:
    collector, url = traced
    home = {"address": "4711 Marker Lane", "zip": "77002"}
    answer = httpx.post(f"{url}/api/v1/addresses/meters", json=home, timeout=HANG_SECONDS)
    assert answer.status_code == 503
    request_id = answer.headers["x-request-id"]
    request = "POST /api/v1/addresses/meters"
    until_true(lambda: request in collector.of(request_id), "the trace never came")
    spans = collector.of(request_id)
    assert spans[request].status.code == Status.STATUS_CODE_ERROR
    assert attributes(spans["ask The meter look-up"])["error.type"] == "UpstreamError"
    httpx.get(f"{url}/electricity-plans/houston?usage=1237&q=Marker", timeout=HANG_SECONDS)
    until_true(
        lambda: any(s.name == "GET /electricity-plans/{city}" for s in collector.spans), "the page never came"
    )
    for value in (b"4711", b"Marker", b"77002", b"1237", b"houston"):
        assert not any(value in body for body in collector.bodies), value


def not_installed(folder: Path) -> str:
    """A PYTHONPATH on which OpenTelemetry's SDK and exporters say that they are looked for, and are not there.

    Its API is another matter: Litestar and redis-py look for that by themselves.
    """
    for name in ("sdk", "exporter"):
        package = folder / "opentelemetry" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(NOT_INSTALLED)
    return str(folder)


def test_without_the_setting_neither_sdk_nor_exporter_is_loaded(
    stocked_for_module: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running_server(stocked_for_module, PYTHONPATH=not_installed(tmp_path)) as url:
        assert httpx.get(f"{url}/electricity-plans/houston", timeout=HANG_SECONDS).status_code == 200
    assert "OpenTelemetry" not in capfd.readouterr().err


def test_a_program_without_opentelemetry_says_so_and_serves(
    stocked_for_module: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    collector = f"http://127.0.0.1:{free_port()}"
    with running_server(
        stocked_for_module, PYTHONPATH=not_installed(tmp_path), OTEL_EXPORTER_OTLP_ENDPOINT=collector
    ) as url:
        assert httpx.get(f"{url}/electricity-plans/houston", timeout=HANG_SECONDS).status_code == 200
    said = capfd.readouterr().err
    assert "there are no traces" in said
    assert "DEPENDENCIES=traces" in said


def test_a_collector_that_is_away_changes_no_answer(stocked_for_module: Settings) -> None:
    collector = f"http://127.0.0.1:{free_port()}"
    with running_server(
        stocked_for_module, OTEL_EXPORTER_OTLP_ENDPOINT=collector, OTEL_BSP_SCHEDULE_DELAY="50"
    ) as url:
        for _ in range(3):
            assert httpx.get(f"{url}/electricity-plans/houston", timeout=HANG_SECONDS).status_code == 200


@pytest.mark.parametrize("address", ["collector:4318", "ftp://collector", "http://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="OTEL_EXPORTER_OTLP_ENDPOINT"):
        load_settings({"OTEL_EXPORTER_OTLP_ENDPOINT": address})
