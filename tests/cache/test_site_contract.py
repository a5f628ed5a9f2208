"""What every public address of the real site promises: looked at for each route that the app has."""

import re

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.cache.policies import CacheKind
from tests.cache.addresses import example_query, public_routes
from tests.cache.support import raw_get

pytestmark = [pytest.mark.anyio, pytest.mark.db]

SPECIFIED = {
    "page": "public, max-age=3600",
    "fragment": "public, max-age=3600",
    "asset": "public, max-age=31536000, immutable",
    "api_read": "public, max-age=300",
    "sitemap": "public, max-age=3600",
    "redirect": "public, max-age=3600",
    "not_found": "public, max-age=60",
}

SAME_ID = {"x-request-id": "same-0001"}
"""A refusal, which nobody keeps, names the request."""

ODD_HEADERS = {
    "cookie": "session=abc; __Host-home=def",
    "hx-request": "true",
    "hx-target": "plan-results",
    "hx-current-url": "https://evil.example/",
    "accept-language": "es-MX,es;q=0.9",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "forwarded": "host=evil.example",
    "user-agent": "curl",
    "origin": "https://evil.example",
    "referer": "https://evil.example/",
    "accept": "application/json;q=0.1, image/png",
}


async def test_public_answers_are_the_same_for_everybody(site: Site) -> None:
    for path, route in public_routes(site):
        query = example_query(route)
        usual = await raw_get(site.page_cache, path, SAME_ID, query=query)
        campaign = "" if route.is_strict else "&utm_source=mail&fbclid=1"
        backward = "&".join(reversed(query.split("&"))) + campaign
        odd = await raw_get(site.page_cache, path, ODD_HEADERS | SAME_ID, query=backward)
        assert usual[0] == odd[0], path
        assert usual[2] == odd[2], path
        for name in ("etag", "location", "cache-control", "content-type"):
            assert usual[1].get(name) == odd[1].get(name), path
        assert "set-cookie" not in usual[1] | odd[1], path
        assert usual[1].get("vary", "Accept-Encoding") == "Accept-Encoding", path
        assert b"evil.example" not in odd[2], path


async def test_every_route_sends_the_headers_of_its_class(site: Site) -> None:
    for path, route in public_routes(site):
        status, headers, _ = await raw_get(site.page_cache, path)
        control = headers["cache-control"]
        if status == 200:
            assert control == route.policy.cache_control, path
            assert control.startswith(SPECIFIED[route.policy.name]), path
            assert headers["etag"], path
        elif status in (301, 308):
            assert control == "public, max-age=3600", path
        elif status == 404:
            assert control == ("public, max-age=60" if route.policy.not_found_may_be_kept else "no-store"), (
                path
            )
        else:
            assert status in (302, 303, 307, 400, 422), (path, status)
        for name in (
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "permissions-policy",
        ):
            assert name in headers, path
        if route.policy.has_cors:
            assert headers["access-control-allow-origin"] == "https://choosemypower.org", path
        tags = headers.get("surrogate-key", "").split()
        assert len(tags) <= 64
        assert len(headers.get("cache-groups", "")) < 8000


async def test_head_and_conditional_requests_work_everywhere(site: Site) -> None:
    for path, _ in public_routes(site):
        await raw_get(site.page_cache, path)
        status, by_get, _ = await raw_get(site.page_cache, path, {"accept-encoding": "br"})
        head_status, by_head, body = await raw_get(
            site.page_cache, path, {"accept-encoding": "br"}, method="HEAD"
        )
        assert (head_status, body) == (status, b""), path
        changing = {"age", "cache-status", "server-timing", "x-request-id", "date"}
        assert {name: by_get[name] for name in by_get if name not in changing} == {
            name: by_head[name] for name in by_head if name not in changing
        }, path
        if status == 200:
            given = {"accept-encoding": "br", "if-none-match": by_get["etag"]}
            short_status, short, body = await raw_get(site.page_cache, path, given)
            assert (short_status, body) == (304, b""), path
            for name in ("cache-control", "etag", "vary", "content-security-policy"):
                assert short[name] == by_get[name], path


async def test_nobody_keeps_what_may_not_be_kept(client: httpx.AsyncClient, site: Site) -> None:
    for method, template, route in site.page_cache.routes.routes:
        if route.policy.kind is CacheKind.NEVER and "{" not in template:
            answer = await client.request(method, template)
            assert "no-store" in answer.headers["cache-control"], template
    for path in ("/", "/electricity-plans/houston"):
        answer = await client.post(path)
        assert answer.status_code == 405
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["allow"]


async def test_second_visit_never_reaches_litestar(client: httpx.AsyncClient, site: Site) -> None:
    await client.get("/electricity-plans/houston")
    before = site.page_cache.counts.filled
    for _ in range(3):
        answer = await client.get("/electricity-plans/houston")
        assert answer.headers["cache-status"].startswith("choosemypower; hit")
    assert site.page_cache.counts.filled == before


async def test_city_page_carries_tags_from_wide_to_narrow(client: httpx.AsyncClient) -> None:
    answer = await client.get("/electricity-plans/houston")
    tags = answer.headers["surrogate-key"].split()
    assert tags[0] == "html"
    assert "utility/centerpoint" in tags
    assert "page/electricity-plans/city" in tags
    assert tags.index("utility/centerpoint") < min(
        number for number, tag in enumerate(tags) if tag.startswith("plan/")
    )


async def test_preloaded_is_what_the_page_needs(site: Site) -> None:
    pages = 0
    for path, _ in public_routes(site):
        _, headers, body = await raw_get(site.page_cache, path)
        if not headers["content-type"].startswith("text/html") or b"<html" not in body:
            continue
        pages += 1
        needed = {
            (place, "script" if place.endswith(".js") else "style")
            # What only measures the page is of low priority: it waits for what the page needs.
            for place, rest in re.findall(
                r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"([^>]*)', body.decode()
            )
            if 'fetchpriority="low"' not in rest
        }
        given = set(re.findall(r"<([^>]+)>; rel=preload; as=(\w+)", headers["link"]))
        assert given == needed, path
    assert pages > 15
