"""What a page tells of itself is counted under labels of ours; everything else counts nothing, or as other."""

from datetime import date
from typing import Any

import httpx
import pytest

from choosemypower.api.events import BEACONS_OF_ONE_CLIENT, SEND_EVENT
from choosemypower.app import Site
from choosemypower.beacons.tables import BeaconRow
from choosemypower.events import Recorder
from choosemypower.events.queries import read_counts
from choosemypower.events.tables import VisitorCountRow
from choosemypower.limits import RateLimiter
from choosemypower.world import World

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PATH = SEND_EVENT.path
EVER = (date(2020, 1, 1), date(2999, 1, 1))


@pytest.fixture(autouse=True)
async def _nothing_was_counted_before(site: Site) -> None:
    site.litestar.state.limiter = RateLimiter(None)
    await counts(site)
    await VisitorCountRow.raw("DELETE FROM visitor_count")
    await BeaconRow.raw("DELETE FROM beacon")


async def counts(site: Site) -> dict[str, dict[str, int]]:
    """All that is counted since the beginning of the test, but not what the page cache does."""
    events: Recorder = site.litestar.state.events
    await events.write()
    found = await read_counts(*EVER)
    return {kind: dict(labels) for kind, labels in found.items() if kind not in ("cache", "hour")}


async def send(client: httpx.AsyncClient, status: int = 204, **event: Any) -> httpx.Response:
    answer = await client.post(PATH, json=event)
    assert answer.status_code == status, answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    return answer


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "/"),
        ("/electricity-plans", "/electricity-plans"),
        ("/electricity-plans/houston", "/electricity-plans/{city}"),
        ("/electricity-plans/houston/12-month/", "/electricity-plans/{city}/{segments:path}"),
        ("/zip/77002", "/zip/{zip}"),
        ("/zip/1600%20Main%20St", "/zip/{zip}"),
        ("/contact", "/contact"),
        ("/api/docs", "/api/docs"),
        ("/contact?email=ana@example.org", "/contact"),
        ("/no/such/page/of/ours", "other"),
        ("ana@example.org", "other"),
        ("", "other"),
        ("/api/v1/plans", "other"),
        ("/fragments/electricity-plans/houston", "other"),
        ("/assets/site.css", "other"),
        ("/%00%ff%F0%9F%92%A9", "other"),
        ("/" + "a" * 399, "other"),
    ],
)
async def test_a_view_is_counted_by_its_route(
    site: Site, client: httpx.AsyncClient, path: str, label: str
) -> None:
    await send(client, event="view", path=path)
    assert (await counts(site))["view"] == {label: 1}


async def test_a_plan_is_counted_by_its_id_when_seen_and_when_somebody_signs_up(
    site: Site, client: httpx.AsyncClient
) -> None:
    world: World = site.litestar.state.shelf.world
    plan = world.catalogue.plans[0]
    await send(client, event="view", path=plan.url)
    await send(client, event="sign-up", path=plan.url)
    await send(client, event="view", path="/electricity-plans/plans/nobody/nothing")
    await send(client, event="sign-up", path="/")
    found = await counts(site)
    assert found["plan"] == {plan.plan_id: 1, "other": 1}
    assert found["sign-up"] == {plan.plan_id: 1, "other": 1}
    assert found["view"] == {"/electricity-plans/plans/{provider}/{plan}": 2}


async def test_filters_are_counted_by_their_group_in_the_path_and_in_the_query(
    site: Site, client: httpx.AsyncClient
) -> None:
    await send(client, event="view", path="/electricity-plans/houston/12-month/1000-kwh", filters="with")
    await send(client, event="filter", path="/electricity-plans/houston/no-such-word", filters="rate,kwh")
    await send(client, event="view", path="/", filters="utm_source,email,page,sort,TERM,,=,")
    found = await counts(site)
    assert found["filter"] == {"usage": 2, "term": 1, "with": 1, "rate": 1}
    assert sum(found["view"].values()) == 2, "a list that was filtered is no further page"


async def test_a_comparison_is_counted_by_its_size(site: Site, client: httpx.AsyncClient) -> None:
    await send(client, event="view", path="/compare/plans", plans=3)
    await send(client, event="view", path="/compare/plans")
    await send(client, event="view", path="/", plans=2)
    assert (await counts(site))["comparison"] == {"3": 1}


async def test_a_whole_number_may_be_written_with_a_point(site: Site, client: httpx.AsyncClient) -> None:
    """JSON Schema's integers may; JSON itself knows no whole numbers."""
    await send(client, event="view", path="/compare/plans", plans=3.0)
    await send(client, 400, event="view", path="/compare/plans", plans=2.5)
    assert (await counts(site))["comparison"] == {"3": 1}


async def test_a_visit_begins_and_goes_on(site: Site, client: httpx.AsyncClient) -> None:
    await send(client, event="view", path="/", visit="begun")
    await send(client, event="view", path="/providers", visit="went-on")
    await send(client, event="view", path="/")
    assert (await counts(site))["visit"] == {"begun": 1, "went-on": 1}


@pytest.mark.parametrize(
    ("zip_code", "kinds"),
    [
        ("77002", {"zip": {"77002": 1}, "zip-answer": {"ok": 1}}),
        ("78701", {"zip": {"78701": 1}, "zip-answer": {"municipal": 1}}),
        ("90210", {"zip": {"other": 1}, "zip-answer": {"not_texas": 1}, "zip-unanswered": {"not_texas": 1}}),
        (
            "ana@example.org",
            {
                "zip": {"other": 1},
                "zip-answer": {"invalid_format": 1},
                "zip-unanswered": {"invalid_format": 1},
            },
        ),
    ],
)
async def test_every_search_for_a_zip_is_counted_and_nothing_that_is_none(
    site: Site, client: httpx.AsyncClient, zip_code: str, kinds: dict[str, dict[str, int]]
) -> None:
    for _ in range(2):
        answer = await client.get("/zip", params={"zip": zip_code})
        assert "no-store" in answer.headers["cache-control"], "kept by others, we would not see the next one"
    doubled = {kind: {label: 2 * n for label, n in labels.items()} for kind, labels in kinds.items()}
    assert await counts(site) == doubled


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[" * 900, "application/json", 400),
        (b"null", "application/json", 400),
        (b'{"event": "view"}', "application/json", 400),
        (b'{"event": "buy", "path": "/"}', "application/json", 400),
        (b'{"event": "view", "path": 5}', "application/json", 400),
        (b'{"event": "view", "path": "/", "email": "ana@example.org"}', "application/json", 400),
        (b'{"event": "view", "path": "/", "plans": 1e99}', "application/json", 400),
        (b'{"event": "view", "path": "/", "filters": [1]}', "application/json", 400),
        (b'{"event": "view", "path": "/' + b"a" * 2000 + b'"}', "application/json", 413),
        (b'{"event": "view", "path": "/"}', "text/plain", 415),
    ],
)
async def test_a_bad_beacon_counts_nothing(
    site: Site, client: httpx.AsyncClient, content: bytes, kind: str, status: int
) -> None:
    answer = await client.post(PATH, content=content, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    assert await counts(site) == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "Mozilla/5.0 Chrome-Lighthouse"},
    ],
)
async def test_robots_and_other_sites_count_nothing(
    site: Site, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.post(PATH, json={"event": "view", "path": "/"}, headers=headers)
    assert answer.status_code == 204
    assert await counts(site) == {}


async def test_one_client_that_repeats_itself_is_counted_up_to_its_rate(
    site: Site, client: httpx.AsyncClient
) -> None:
    most = BEACONS_OF_ONE_CLIENT.requests
    answers = [
        (await client.post(PATH, json={"event": "view", "path": "/"})).status_code for _ in range(most + 30)
    ]
    assert answers.count(429) >= 25
    assert (await counts(site))["view"] == {"/": answers.count(204)}


async def test_the_same_beacon_again_counts_once(site: Site, client: httpx.AsyncClient) -> None:
    for _ in range(2):
        for number in range(3):
            await send(client, event="view", path="/about", id=f"{number:016x}")
        assert (await counts(site))["view"] == {"/about": 3}


@pytest.mark.parametrize("beacon", ["", "ana@example.org", "A" * 16, "0" * 15, "0" * 33, 7])
async def test_an_id_that_is_not_random_digits_is_refused(
    site: Site, client: httpx.AsyncClient, beacon: object
) -> None:
    await send(client, 400, event="view", path="/", id=beacon)
    assert await counts(site) == {}
