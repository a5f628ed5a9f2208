"""Fetching, from files and from a real HTTP server of the test's own."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from choosemypower.errors import AppError
from choosemypower.ingest.fetch import LARGEST_BYTES, USER_AGENT, fetch_listing
from tests.support.listings import a_listing_file

pytestmark = pytest.mark.anyio


class Site(BaseHTTPRequestHandler):
    agents: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Site.agents.append(self.headers["User-Agent"])
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/ptc.csv")
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
        elif self.path == "/page":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
        elif self.path == "/forbidden":
            self.send_response(403)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
        self.end_headers()
        if self.path == "/slow":
            threading.Event().wait(2)
        elif self.path == "/endless":
            self._send_without_end()
        else:
            self.wfile.write(b"idKey\n")

    def _send_without_end(self) -> None:
        block = b"x" * 1_000_000
        try:
            for _ in range(200):
                self.wfile.write(block)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_file_is_dated_by_its_name_else_by_its_own_time(tmp_path: Path) -> None:
    named = await fetch_listing(str(a_listing_file(tmp_path, name="ptc_2026-01-17.csv")))
    assert (named.as_of, named.as_of_from) == (datetime(2026, 1, 17, 18, tzinfo=UTC), "file name")
    plain = await fetch_listing(str(a_listing_file(tmp_path, name="listing.csv")))
    assert plain.as_of_from == "time of the file"


async def test_an_address_is_dated_by_the_time_of_fetching(site: str) -> None:
    fetched = await fetch_listing(f"{site}/export")
    assert (fetched.content, fetched.as_of) == (b"idKey\n", fetched.fetched_at)


async def test_redirects_are_followed_and_the_client_says_who_it_is(site: str) -> None:
    assert (await fetch_listing(f"{site}/moved")).content == b"idKey\n"
    assert USER_AGENT.startswith("Mozilla/5.0 (compatible; ChooseMyPower")
    assert set(Site.agents) == {USER_AGENT}


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/page", "a web page instead of a listing"),
        ("/forbidden", "answered 403 Forbidden"),
        ("/loop", "cannot be fetched"),
    ],
)
async def test_answers_that_are_no_listing_are_refused_with_the_reason(
    site: str, path: str, sentence: str
) -> None:
    with pytest.raises(AppError, match=sentence):
        await fetch_listing(site + path)


async def test_an_address_that_does_not_answer_in_time_is_given_up(site: str) -> None:
    with pytest.raises(AppError, match=r"did not answer within 0\.3 s"):
        await fetch_listing(f"{site}/slow", seconds=0.3)


async def test_a_refused_connection_is_a_sentence() -> None:
    with pytest.raises(AppError, match="cannot be fetched"):
        await fetch_listing("http://127.0.0.1:9/listing.csv", seconds=2)


async def test_an_endless_answer_is_stopped(site: str) -> None:
    with pytest.raises(AppError, match="too large"):
        await fetch_listing(f"{site}/endless")


@pytest.mark.parametrize("source", ["ftp://a.com/x.csv", "file:///etc/passwd", "gopher://a.com/"])
async def test_other_schemes_are_refused(source: str) -> None:
    with pytest.raises(AppError, match="only http:// and https://"):
        await fetch_listing(source)


async def test_a_file_of_200_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert path.stat().st_size > LARGEST_BYTES
    with pytest.raises(AppError, match="too large: 200 MB, and 64 MB is the most"):
        await fetch_listing(str(path))


async def test_a_file_that_is_not_there_and_a_folder_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="There is no file"):
        await fetch_listing(str(tmp_path / "none.csv"))
    with pytest.raises(AppError, match="is not a file"):
        await fetch_listing(str(tmp_path))
