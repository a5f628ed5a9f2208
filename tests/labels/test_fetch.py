"""Labels are fetched from public https servers alone, politely, and with bounds on what they send."""

import threading
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from choosemypower.labels.fetch import POLICY, Fetcher, NotFetchedError
from choosemypower.labels.places import RefusedPlaceError, is_public, place_of
from tests.standins.labels import LabelServer

pytestmark = pytest.mark.anyio

FAST = msgspec.structs.replace(
    POLICY, per_second=10_000.0, first_wait_seconds=0.0, longest_wait_seconds=0.0, jitter_seconds=0.0
)


@pytest.fixture
def server() -> Iterator[LabelServer]:
    with LabelServer().running() as running:
        yield running


async def fetch(server: LabelServer, path: str, *, policy: Any = FAST, **known: Any) -> Any:
    fetcher = Fetcher(policy, {server.host})
    try:
        return await fetcher.fetch(server.url + path, **known)
    finally:
        await fetcher.close()


async def test_a_label_comes_with_its_tag_and_is_confirmed_by_it(server: LabelServer) -> None:
    server.says("/a?id=1", "Electricity Facts Label", etag='"one"')
    first = await fetch(server, "/a?id=1")
    assert (first.content, first.media_type, first.etag) == (
        b"Electricity Facts Label",
        "text/plain",
        '"one"',
    )
    again = await fetch(server, "/a?id=1", etag=first.etag)
    assert again.is_unchanged
    assert again.etag == '"one"'


async def test_robots_are_asked_once_and_obeyed(server: LabelServer) -> None:
    server.gives("/robots.txt", 200, b"User-agent: *\nDisallow: /private/\n")
    server.says("/open", "text")
    server.says("/private/label", "text")
    fetcher = Fetcher(FAST, {server.host})
    await fetcher.fetch(f"{server.url}/open")
    await fetcher.fetch(f"{server.url}/open")
    with pytest.raises(NotFetchedError, match="robots"):
        await fetcher.fetch(f"{server.url}/private/label")
    await fetcher.close()
    assert server.asked == ["/robots.txt", "/open", "/open"]


async def test_where_robots_cannot_be_read_for_now_nothing_is_fetched(server: LabelServer) -> None:
    server.gives("/robots.txt", 503)
    server.says("/open", "text")
    with pytest.raises(NotFetchedError):
        await fetch(server, "/open")
    assert "/open" not in server.asked


async def test_one_server_is_asked_no_faster_than_agreed(server: LabelServer) -> None:
    server.says("/open", "text")
    fetcher = Fetcher(msgspec.structs.replace(FAST, per_second=10.0), {server.host})
    for _ in range(3):
        await fetcher.fetch(f"{server.url}/open")
    await fetcher.close()
    assert server.moments[-1] - server.moments[1] >= 0.15


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/label",
        "https://localhost/label",
        "https://[::1]/label",
        "https://[::ffff:10.0.0.1]/label",
        "https://10.1.2.3/label",
        "file:///etc/passwd",
        "https://user:word@127.0.0.1/",
    ],
)
async def test_a_redirect_to_a_private_place_is_refused(server: LabelServer, target: str) -> None:
    server.gives("/label", 302, Location=target)
    with pytest.raises(NotFetchedError, match="not fetched"):
        await fetch(server, "/label")


async def test_a_redirect_on_the_same_server_is_followed(server: LabelServer) -> None:
    server.gives("/label", 301, Location="/moved")
    server.says("/moved", "here")
    assert (await fetch(server, "/label")).content == b"here"


async def test_redirects_in_a_ring_end(server: LabelServer) -> None:
    server.gives("/label", 302, Location="/label")
    with pytest.raises(NotFetchedError, match="redirects more than"):
        await fetch(server, "/label")


async def test_a_server_error_is_tried_again_and_then_said(server: LabelServer) -> None:
    server.gives("/label", 500)
    with pytest.raises(NotFetchedError, match="500"):
        await fetch(server, "/label")
    assert server.asked.count("/label") == FAST.attempts


async def test_what_is_too_large_is_not_taken_in(server: LabelServer) -> None:
    server.gives("/label", 200, b"x" * 2_000_000)
    with pytest.raises(NotFetchedError, match="more than"):
        await fetch(server, "/label", policy=msgspec.structs.replace(FAST, largest_bytes=1_000_000))


async def test_a_server_that_does_not_end_is_given_up(server: LabelServer) -> None:
    until_asked_for_good = threading.Event()

    def waits(_: Any) -> Any:
        until_asked_for_good.wait(30)
        return 200, {}, b""

    server.paths["/label"] = waits
    policy = msgspec.structs.replace(FAST, timeout_seconds=0.2, attempts=1)
    try:
        with pytest.raises(NotFetchedError, match="did not answer"):
            await fetch(server, "/label", policy=policy)
    finally:
        until_asked_for_good.set()


async def test_nothing_is_asked_of_a_private_place(server: LabelServer) -> None:
    server.says("/label", "text")
    fetcher = Fetcher(FAST)
    for address in (server.url, f"https://127.0.0.1:{server.port}", f"https://localhost:{server.port}"):
        with pytest.raises(NotFetchedError, match="not fetched"):
            await fetcher.fetch(f"{address}/label")
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "100.64.0.1", "::1", "fe80::1%eth0", "64:ff9b::a00:1", "224.0.0.1", "2002:a00:1::"],
)
def test_addresses_of_no_public_machine_are_known(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_known() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700::1111")


@pytest.mark.parametrize(
    "address", ["http://labels.example/a", "ftp://a/b", "https://", "https://a b/", "x" * 3000]
)
def test_addresses_that_are_not_https_are_refused(address: str) -> None:
    with pytest.raises(RefusedPlaceError):
        place_of(address)
