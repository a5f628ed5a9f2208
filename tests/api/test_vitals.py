"""POST /api/v1/vitals: valid beacons of pages of ours are counted, everything else counts nothing."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.limits import RateLimiter
from choosemypower.vitals import VitalsRecorder

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PATH = "/api/v1/vitals"
GOOD: dict[str, Any] = {
    "path": "/electricity-plans/houston",
    "device": "phone",
    "id": "0123456789abcdef",
    "lcp": 812.4,
    "fid": 3.1,
    "inp": 48,
    "cls": 0.013,
    "fcp": 500,
    "ttfb": 90.5,
    "load": 1200,
}


@pytest.fixture
def recorder(site: Site) -> VitalsRecorder:
    """A new one, and nobody has used up a rate."""
    state = site.litestar.state
    state.limiter = RateLimiter(None)
    state.vitals = found = VitalsRecorder()
    return found


async def test_a_beacon_is_counted_by_route_not_by_address(
    client: httpx.AsyncClient, recorder: VitalsRecorder
) -> None:
    answer = await client.post(PATH, json=GOOD)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    (kept,) = map(repr, recorder.waiting)
    assert "/electricity-plans/{city}" in kept
    assert "houston" not in kept
    assert GOOD["id"] not in kept


@pytest.mark.parametrize(
    "changed",
    [
        {"lcp": -1},
        {"lcp": 1e300},
        {"lcp": "812"},
        {"cls": 1000},
        {"device": "toaster"},
        {"id": "someone@example.org"},
        {"id": "A" * 16},
        {"id": ""},
        {"path": "x" * 401},
        {"path": 7},
        {"visitor": "me"},
    ],
)
async def test_a_bad_beacon_is_refused_and_counts_nothing(
    client: httpx.AsyncClient, recorder: VitalsRecorder, changed: dict[str, Any]
) -> None:
    answer = await client.post(PATH, json=GOOD | changed)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_request"
    assert recorder.waiting == []


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (json.dumps(GOOD | {"path": "/" + "x" * 100_000}).encode(), "application/json", 413),
        (b"[" * 700, "application/json", 400),
        (b'{"lcp": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"", "application/json", 400),
        (json.dumps(GOOD).encode(), "text/html", 415),
    ],
)
async def test_a_hostile_body_is_refused_and_counts_nothing(
    client: httpx.AsyncClient, recorder: VitalsRecorder, content: bytes, content_type: str, status: int
) -> None:
    answer = await client.post(PATH, content=content, headers={"content-type": content_type})
    assert answer.status_code == status
    assert recorder.waiting == []


@pytest.mark.parametrize(
    "path", ["/no-such-page", "/api/v1/plans", "https://evil.example/", "//evil.example", "/fragments/x", ""]
)
async def test_what_is_no_page_of_ours_counts_nothing(
    client: httpx.AsyncClient, recorder: VitalsRecorder, path: str
) -> None:
    assert (await client.post(PATH, json=GOOD | {"path": path})).status_code == 204
    assert recorder.waiting == []


@pytest.mark.parametrize(
    "headers",
    [{"user-agent": "Googlebot/2.1"}, {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}],
)
async def test_robots_and_other_sites_count_nothing(
    client: httpx.AsyncClient, recorder: VitalsRecorder, headers: dict[str, str]
) -> None:
    assert (await client.post(PATH, json=GOOD, headers=headers)).status_code in (204, 403)
    assert recorder.waiting == []


async def test_the_same_beacon_again_counts_once(client: httpx.AsyncClient, recorder: VitalsRecorder) -> None:
    for _ in range(5):
        assert (await client.post(PATH, json=GOOD)).status_code == 204
    assert (len(recorder.waiting), recorder.repeated) == (1, 4)


async def test_a_flood_of_one_client_is_refused(client: httpx.AsyncClient, recorder: VitalsRecorder) -> None:
    answers = [await client.post(PATH, json=GOOD | {"id": f"{number:016x}"}) for number in range(140)]
    assert {answer.status_code for answer in answers} == {204, 429}
    assert len(recorder.waiting) <= 125
    assert (await client.get("/electricity-plans/houston")).status_code == 200


async def test_pages_are_answered_in_a_flood_of_bad_beacons_that_counts_nothing(
    client: httpx.AsyncClient, recorder: VitalsRecorder
) -> None:
    bad = [json.dumps(GOOD | {"lcp": "812"}).encode(), b"[" * 700, b"x" * 5_000, b'{"path": 7}', b""]

    async def send(number: int) -> int:
        headers = {
            "content-type": "application/json",
            "x-forwarded-for": f"10.1.{number >> 8}.{number & 255}",
        }
        return (await client.post(PATH, content=bad[number % len(bad)], headers=headers)).status_code

    flood = [asyncio.create_task(send(number)) for number in range(600)]
    pages = [await client.get(f"/electricity-plans/houston?kwh={kwh}") for kwh in range(700, 800, 10)]
    assert {page.status_code for page in pages} == {200}
    statuses = set(await asyncio.gather(*flood))
    assert statuses <= {400, 413, 429}
    assert recorder.waiting == []
