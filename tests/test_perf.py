"""Whether a site keeps the specification's times is judged rightly; how quick this machine is does not matter here."""

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from choosemypower.perf import PROBES, ROUNDS, Measure, SiteUnreachableError, measure_site

pytestmark = pytest.mark.anyio


class SmallSite:
    """Answers everything with 200, but `broken` with 500."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.broken: set[str] = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked[self.path] += 1
                self.send_response(500 if self.path in site.broken else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def site() -> Iterator[SmallSite]:
    small = SmallSite()
    yield small
    small.stop()


def a_measure(*, p95_ms: float = 100, failed: int = 0) -> Measure:
    return Measure(name="ZIP", path="/zip", median_ms=10, p95_ms=p95_ms, limit_ms=200, failed=failed)


async def test_each_probe_is_asked_as_often_and_failures_are_counted(site: SmallSite) -> None:
    site.broken.add("/api/health/system")
    measures = {measure.path: measure for measure in await measure_site(site.url)}
    assert site.asked == {path: ROUNDS for _, path, _ in PROBES}
    assert {path for path, measure in measures.items() if measure.failed} == {"/api/health/system"}
    assert measures["/api/health/system"].failed == ROUNDS
    assert all(0 < measure.median_ms <= measure.p95_ms for measure in measures.values())


async def test_a_site_that_does_not_answer_is_named() -> None:
    with pytest.raises(SiteUnreachableError, match=r"http://127\.0\.0\.1:9/? does not answer"):
        await measure_site("http://127.0.0.1:9")


def test_a_limit_is_kept_up_to_itself_and_only_without_failures() -> None:
    assert a_measure(p95_ms=200).is_kept
    assert not a_measure(p95_ms=200.1).is_kept
    assert not a_measure(failed=1).is_kept
    assert str(a_measure()).startswith("ok ")
    assert str(a_measure(failed=1)).startswith("MISSED ")
