"""What another site makes a visitor's browser send does nothing here, and uses up nothing of the visitor's."""

from collections.abc import AsyncIterator

import httpx
import msgspec
import pytest

from choosemypower.app import Site, create_app
from choosemypower.cache.routes import API_PREFIX, route_table
from choosemypower.settings import Settings

pytestmark = pytest.mark.anyio

FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://own.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://own.example.evil.example"},
    {"Origin": "null"},
)
SAFE = ("GET", "HEAD", "OPTIONS")


@pytest.fixture
async def whole(stocked_unconnected: Settings) -> AsyncIterator[Site]:
    """With everything switched on that has a form."""
    settings = msgspec.structs.replace(
        stocked_unconnected,
        operator_token="of-this-run-only-and-long",
        ercot_api_key="key",
        base_url="http://own.example",
    )
    site = create_app(settings)
    async with site.litestar.lifespan():
        yield site


def forms(site: Site) -> list[str]:
    found = [
        template.replace("{zip}", "77002")
        for method, template, _ in route_table(site.litestar).routes
        if method not in SAFE and not template.startswith(API_PREFIX)
    ]
    assert len(found) >= 6
    return found


async def test_every_form_is_taken_from_our_own_pages_only(whole: Site) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=whole), base_url="http://own.example"
    ) as client:
        for path in forms(whole):
            for headers in FOREIGN:
                answer = await client.post(path, data={"a": "b"}, headers=headers)
                assert answer.status_code == 403, (path, headers)
                assert "set-cookie" not in answer.headers


async def test_what_other_sites_send_uses_up_no_visitors_rate(whole: Site) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=whole), base_url="http://own.example"
    ) as client:
        for path in forms(whole):
            for _ in range(60):
                await client.post(path, data={"a": "b"}, headers=FOREIGN[0])
            own = await client.post(path, data={"a": "b"}, headers={"Sec-Fetch-Site": "same-origin"})
            assert own.status_code not in (403, 429), path


async def test_no_page_of_another_site_may_send_json_or_read_an_answer(whole: Site) -> None:
    """The API is for programs and for our own pages: a browser asks first, and is told whose pages may."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=whole), base_url="http://own.example"
    ) as client:
        for method, template, _ in route_table(whole.litestar).routes:
            if method in SAFE or not template.startswith(API_PREFIX):
                continue
            asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": method}
            answer = await client.options(template.replace("{zip}", "77002"), headers=asked)
            allowed = answer.headers.get("access-control-allow-origin")
            assert allowed in (None, "https://choosemypower.org"), template
            assert "access-control-allow-credentials" not in answer.headers
