"""A message to us as JSON: stored, with a receipt, or every wrong member named."""

import json
from typing import Any

import httpx
import pytest

from choosemypower.api.contact import SEND_MESSAGE
from choosemypower.app import Site
from choosemypower.leads.model import RECEIPT
from choosemypower.leads.queries import list_messages
from choosemypower.limits import RateLimiter

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PATH = SEND_MESSAGE.path
GOOD = {"email": "ana@example.org", "message": "The fee of this plan is $20, not $15.", "name": "Ana Ortiz"}


@pytest.fixture(autouse=True)
def _nobody_has_asked_before(site: Site) -> None:
    site.litestar.state.limiter = RateLimiter(None)


async def wrong(client: httpx.AsyncClient, body: dict[str, Any]) -> set[str]:
    answer = await client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_form"), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    errors = answer.json()["errors"]
    assert all(error["detail"].endswith(".") for error in errors)
    return {error["member"] for error in errors}


async def test_a_message_is_stored_and_gives_a_receipt(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json=GOOD)
    assert answer.status_code == 200, answer.text
    receipt = answer.json()["data"]
    assert RECEIPT.fullmatch(receipt["receipt"])
    assert (receipt["isRead"], receipt["answerDays"], receipt["keepDays"]) == (False, None, 30)
    (stored,) = await list_messages(receipt["receipt"])
    assert (stored.name, stored.email, stored.text) == (GOOD["name"], GOOD["email"], GOOD["message"])


async def test_every_wrong_member_is_named_at_once(client: httpx.AsyncClient) -> None:
    assert await wrong(client, {}) == {"email", "message"}
    assert await wrong(client, {"email": 5, "message": ["x"], "name": {"a": 1}}) == {
        "email", "message", "name",
    }  # fmt: skip
    long = {"email": "a@b", "message": "m" * 5001, "name": "n" * 101, "website": "http://buy.example"}
    assert await wrong(client, long) == {"email", "message", "name", "website"}
    assert await wrong(client, GOOD | {"name": True}) == {"name"}


async def test_a_member_that_nobody_reads_is_refused_with_the_nearest(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json=GOOD | {"mesage": "x"})
    assert (answer.status_code, answer.json()["nearest"]) == (400, "message")


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * 20_000, "application/json", 400),
        (b'{"email": "\\ud800"}', "application/json", 400),
        (json.dumps(GOOD).encode(), "text/plain", 415),
        (b"email=a%40example.org", "application/x-www-form-urlencoded", 415),
        (b'{"message": "' + b"a" * 80_000 + b'"}', "application/json", 413),
    ],
)
async def test_rubbish_is_refused_in_words(
    client: httpx.AsyncClient, content: bytes, kind: str, status: int
) -> None:
    answer = await client.post(PATH, content=content, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


async def test_the_form_and_the_api_count_towards_one_rate(client: httpx.AsyncClient) -> None:
    form = {"email": "ana@example.org", "message": "x"}
    answers = [await client.post("/contact", data=form) for _ in range(2)]
    answers += [await client.post(PATH, json=GOOD) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [422] * 2 + [200] * 3 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_nothing_of_it_may_be_kept_and_no_cookie_is_set(client: httpx.AsyncClient) -> None:
    for body in (GOOD, {}):
        answer = await client.post(PATH, json=body)
        assert "no-store" in answer.headers["cache-control"]
        assert "set-cookie" not in answer.headers
