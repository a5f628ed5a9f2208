"""The operator's page: there only with a token, for whoever has it, and kept by nobody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx
import msgspec
import pytest

from choosemypower.app import create_app
from choosemypower.events.commands import add_counts
from choosemypower.events.model import CounterKey
from choosemypower.limits import RateLimiter
from choosemypower.settings import Settings, SettingsError, load_settings
from choosemypower.units import texas_today
from tests.web.markup import Page

pytestmark = [pytest.mark.anyio, pytest.mark.db]

TOKEN = "a-token-that-is-long-enough"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@asynccontextmanager
async def site_with(settings: Settings, token: str | None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a site whose operator has this token."""
    site = create_app(msgspec.structs.replace(settings, operator_token=token))
    async with site.litestar.lifespan():
        site.litestar.state.limiter = RateLimiter(None)
        transport = httpx.ASGITransport(app=site)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:4324") as http:
            yield http


@pytest.fixture
async def operated(stocked_unconnected: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with site_with(stocked_unconnected, TOKEN) as http:
        yield http


async def test_without_a_token_in_the_settings_there_is_no_page(stocked_unconnected: Settings) -> None:
    async with site_with(stocked_unconnected, None) as http:
        assert (await http.get("/operator", headers=BEARER)).status_code == 404
        assert (await http.post("/operator", data={"token": TOKEN})).status_code == 404
        assert (await http.post("/operator", data={"token": ""})).status_code == 404


async def test_the_token_opens_it_by_header_and_by_form(operated: httpx.AsyncClient) -> None:
    await operated.get("/zip", params={"zip": "77002"})
    for answer in (
        await operated.get("/operator?days=7", headers=BEARER),
        await operated.post("/operator", data={"token": TOKEN, "days": "7"}),
    ):
        assert answer.status_code == 200
        page = Page(answer.text)
        assert page.problems == []
        assert page.text_of("h1") == "What visitors do"
        assert TOKEN not in answer.text


async def test_plans_of_one_name_can_be_told_apart_and_reasons_are_words(operated: httpx.AsyncClient) -> None:
    listed = (await operated.get("/api/v1/plans", params={"city": "houston"})).json()["data"]
    today = texas_today()
    seen = {CounterKey(today, "plan", plan["planId"]): 1 for plan in listed[:5]}
    await add_counts(seen | {CounterKey(today, "zip-unanswered", "not_texas"): 3})
    text = (await operated.get("/operator", headers=BEARER)).text
    for plan in listed[:5]:
        told = f"{plan['name']}, {plan['providerName']} <small>{plan['planId']}</small>"
        assert told in unescape(text)
    assert '<th scope="row">not texas</th>' in text
    assert "not_texas" not in text


async def test_nobody_else_sees_a_number(operated: httpx.AsyncClient) -> None:
    form = await operated.get("/operator")
    assert (form.status_code, "Page views" in form.text) == (200, False)
    assert Page(form.text).problems == []
    for answer in (
        await operated.get("/operator", headers={"Authorization": "Bearer wrong"}),
        await operated.get("/operator", headers={"Authorization": f"Basic {TOKEN}"}),
        await operated.get(f"/operator?token={TOKEN}", headers={"Authorization": "Bearer"}),
        await operated.post("/operator", data={"token": f"{TOKEN}x"}),
        await operated.post("/operator", data={}),
        await operated.post("/operator", content=b"\xff\xfe=%"),
    ):
        assert "Page views" not in answer.text
        assert answer.status_code in (200, 401)


async def test_nobody_keeps_or_lists_it_and_no_cookie_is_set(operated: httpx.AsyncClient) -> None:
    for answer in (
        await operated.get("/operator"),
        await operated.get("/operator", headers=BEARER),
        await operated.post("/operator", data={"token": "wrong"}),
    ):
        assert answer.headers["cache-control"] == "private, no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "set-cookie" not in answer.headers
    assert "/operator" not in (await operated.get("/sitemap/pages.xml")).text


async def test_another_sites_form_and_guessing_are_refused(operated: httpx.AsyncClient) -> None:
    answer = await operated.post("/operator", data={"token": TOKEN}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    tries = [(await operated.post("/operator", data={"token": str(n)})).status_code for n in range(40)]
    assert 429 in tries


@pytest.mark.parametrize("days", ["0", "-1", "99999", "soon", "²", ""])
async def test_any_number_of_days_is_answered(operated: httpx.AsyncClient, days: str) -> None:
    answer = await operated.get("/operator", params={"days": days}, headers=BEARER)
    assert answer.status_code == 200


def test_a_short_token_is_refused() -> None:
    with pytest.raises(SettingsError, match="at least 16"):
        load_settings({"OPERATOR_TOKEN": "short"})
