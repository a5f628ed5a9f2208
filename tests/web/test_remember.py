"""A visitor asks us to remember the home: what is kept, who sees it, how it goes."""

import re
from urllib.parse import quote

import httpx
import pytest

from choosemypower.app import Site

pytestmark = [pytest.mark.anyio, pytest.mark.db]

HOME = {"home": "1600", "heat": "electric", "utility": "oncor", "page": "/electricity-plans/dallas"}


def cookie_of(answer: httpx.Response) -> dict[str, str]:
    return {"cookie": answer.headers["set-cookie"].split(";")[0]}


async def test_home_is_remembered_behind_one_cookie(client: httpx.AsyncClient) -> None:
    kept = await client.post("/remember", data=HOME)
    assert (kept.status_code, kept.headers["location"]) == (303, "/remembered")
    assert kept.headers["cache-control"] == "private, no-store"
    assert kept.headers["set-cookie"].startswith("__Host-home=")
    shown = await client.get(
        "/fragments/remembered?page=/electricity-plans/dallas/12-month", headers=cookie_of(kept)
    )
    assert shown.headers["cache-control"] == "private, no-store"
    assert "1,600 sq\u00a0ft home with electric heating" in shown.text
    assert 'href="/electricity-plans/dallas/12-month?home=1600&amp;heat=electric"' in shown.text
    page = await client.get("/remembered", headers=cookie_of(kept))
    assert 'href="/electricity-plans/dallas?home=1600&amp;heat=electric"' in page.text
    assert 'data-remembered="yes"' in page.text


async def test_without_the_cookie_nothing_is_shown(client: httpx.AsyncClient) -> None:
    await client.post("/remember", data=HOME)
    fragment = await client.get("/fragments/remembered")
    assert fragment.text.strip() == ""
    assert fragment.headers["cache-control"] == "private, no-store"
    assert 'data-remembered="no"' in (await client.get("/remembered")).text


async def test_pages_are_the_same_with_and_without_the_cookie(client: httpx.AsyncClient) -> None:
    kept = await client.post("/remember", data=HOME)
    path = "/electricity-plans/dallas"
    assert (await client.get(path)).text == (await client.get(path, headers=cookie_of(kept))).text


async def test_shortlist_joins_what_was_kept_before(client: httpx.AsyncClient, site: Site) -> None:
    plans = [plan.plan_id for plan in site.litestar.state.shelf.world.catalogue.plans[:2]]
    kept = await client.post("/remember", data=HOME)
    again = await client.post("/remember", data={"plan": plans}, headers=cookie_of(kept))
    assert cookie_of(again) == cookie_of(kept)
    shown = await client.get("/fragments/remembered", headers=cookie_of(kept))
    assert "1,600" in shown.text
    assert f"/compare/plans?plan={plans[0]}&amp;plan={plans[1]}&amp;home=1600" in shown.text


async def test_forgetting_deletes_it_and_the_cookie(client: httpx.AsyncClient) -> None:
    kept = await client.post("/remember", data=HOME)
    gone = await client.post("/forget", headers=cookie_of(kept))
    assert gone.status_code == 303
    assert "Max-Age=0" in gone.headers["set-cookie"]
    assert (await client.get("/fragments/remembered", headers=cookie_of(kept))).text.strip() == ""


async def test_token_that_we_did_not_give_is_not_taken_over(client: httpx.AsyncClient) -> None:
    planted = {"cookie": f"__Host-home={'a' * 43}"}
    kept = await client.post("/remember", data=HOME, headers=planted)
    assert cookie_of(kept) != planted


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
@pytest.mark.parametrize("path", ["/remember", "/forget"])
async def test_other_sites_cannot_send_the_form(
    client: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    answer = await client.post(path, data=HOME, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"utility": "nobody"}, 422),
        ({"plan": "nothing"}, 422),
        ({}, 422),
        ({"kwh": "a lot"}, 422),
        ({"home": "1600", "plan": ["x"] * 900}, 422),
    ],
)
async def test_form_that_cannot_be_used_is_refused(
    client: httpx.AsyncClient, form: dict[str, object], status: int
) -> None:
    answer = await client.post("/remember", data=form)
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers


async def test_large_form_is_refused_unread(client: httpx.AsyncClient) -> None:
    assert (await client.post("/remember", data={"home": "1" * 20_000})).status_code == 413


@pytest.mark.parametrize(
    "page",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/a?b", "javascript:x", "/a\r\nb", "/é"],
)
async def test_way_back_never_leads_elsewhere(client: httpx.AsyncClient, page: str) -> None:
    kept = await client.post("/remember", data={"home": "1600", "page": page})
    for path in ("/remembered", f"/fragments/remembered?page={quote(page)}"):
        shown = (await client.get(path, headers=cookie_of(kept))).text
        main = shown[shown.find("<main") :]
        assert "evil" not in main
        assert all(
            link.startswith("/") and not link.startswith("//") for link in re.findall(r'href="([^"]*)"', main)
        )


async def test_list_offers_to_remember_a_home_of_ones_own_only(client: httpx.AsyncClient) -> None:
    own = (await client.get("/electricity-plans/dallas?home=1600&heat=electric")).text
    assert 'action="/remember"' in own
    assert '<input type="hidden" name="home" value="1600">' in own
    typical = (await client.get("/electricity-plans/dallas")).text
    assert 'action="/remember"' not in typical
