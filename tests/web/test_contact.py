"""The contact form, as a browser without JavaScript sends it."""

import re
import time

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.leads.queries import list_messages
from choosemypower.limits import RateLimiter
from tests.web.markup import Page

pytestmark = [pytest.mark.anyio, pytest.mark.db]

GOOD = {
    "name": "Ana",
    "email": "ana@example.org",
    "message": "The fee of this plan is $20, not $15.",
    "website": "",
}


@pytest.fixture(autouse=True)
def _nobody_has_asked_before(site: Site) -> None:
    site.litestar.state.limiter = RateLimiter(None)


def form(seconds_ago: float = 60, **changes: str) -> dict[str, str]:
    return GOOD | {"opened": str(int(time.time() - seconds_ago))} | changes


async def test_a_message_is_stored_and_gives_a_receipt(client: httpx.AsyncClient) -> None:
    answer = await client.post("/contact", data=form())
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    receipt = re.search(r"CM-\w{4}-\w{4}", page.text)
    assert receipt is not None
    (stored,) = await list_messages(receipt[0])
    assert (stored.name, stored.email, stored.text) == ("Ana", GOOD["email"], GOOD["message"])


async def test_the_form_on_the_page_can_be_sent_as_it_is(client: httpx.AsyncClient) -> None:
    page = await client.get("/contact")
    form = page.text.partition('action="/contact" method="post"')[2].partition("</form>")[0]
    names = set(re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"', form))
    assert names == {"opened", "name", "email", "message", "website"}
    opened = re.search(r'name="opened" value="(\d+)"', page.text)
    assert opened is not None
    assert abs(int(opened[1]) - time.time()) < 600


async def test_every_wrong_field_is_named_and_nothing_typed_is_lost(client: httpx.AsyncClient) -> None:
    answer = await client.post("/contact", data=form(email="ana@", message="short"))
    assert answer.status_code == 422
    assert Page(answer.text).problems == []
    assert 'href="#email"' in answer.text
    assert 'href="#message"' in answer.text
    assert 'value="ana@"' in answer.text
    assert ">short</textarea>" in answer.text
    assert "Ana" in answer.text


async def test_who_is_too_quick_only_presses_again(client: httpx.AsyncClient) -> None:
    quick = await client.post("/contact", data=form(seconds_ago=1))
    assert quick.status_code == 422
    opened = re.search(r'name="opened" value="(\d+)"', quick.text)
    assert opened is not None
    again = form() | {"opened": str(int(opened[1]) - 10)}
    assert (await client.post("/contact", data=again)).status_code == 303


@pytest.mark.parametrize("opened", ["", "soon", "-5", "9" * 400, "1e9", "²"])
async def test_a_form_without_a_readable_time_is_asked_again(client: httpx.AsyncClient, opened: str) -> None:
    assert (await client.post("/contact", data=form(opened=opened))).status_code == 422


async def test_the_hidden_field_shows_itself_to_whoever_filled_it_in(client: httpx.AsyncClient) -> None:
    answer = await client.post("/contact", data=form(website="https://example.org"))
    assert answer.status_code == 422
    assert 'id="website-error"' in answer.text
    assert 'value="https://example.org"' in answer.text


async def test_another_sites_form_is_refused(client: httpx.AsyncClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert (await client.post("/contact", data=form(), headers=headers)).status_code == 403


async def test_one_client_cannot_fill_the_box(client: httpx.AsyncClient) -> None:
    answers = [await client.post("/contact", data=form()) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "no-store" in answers[-1].headers["cache-control"]


async def test_no_answer_sets_a_cookie_or_may_be_kept(client: httpx.AsyncClient) -> None:
    answers = [
        await client.get("/contact"),
        await client.post("/contact", data=form()),
        await client.post("/contact", data=form(email="")),
        await client.get("/contact/sent", params={"receipt": "CM-ABCD-2345"}),
    ]
    for answer in answers:
        assert "set-cookie" not in answer.headers
        assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe&=%", b"message=" + b"a" * 20_000, b"&".join(b"a=1" for _ in range(500))]
)
async def test_rubbish_is_refused_in_words(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(
        "/contact", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code in (413, 422)


async def test_the_page_says_that_nobody_is_named_yet(client: httpx.AsyncClient) -> None:
    assert "Nobody has been named yet to answer" in (await client.get("/contact")).text


async def test_a_receipt_that_was_never_given_is_no_page(client: httpx.AsyncClient) -> None:
    answer = await client.get("/contact/sent", params={"receipt": "<script>"})
    assert answer.status_code == 404
