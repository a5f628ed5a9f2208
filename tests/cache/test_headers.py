"""What the page cache says of its answers to visitors and CDNs: validators, lifetimes, tags, CORS."""

from email.utils import parsedate_to_datetime

import pytest

from tests.cache.support import LISTED_AT, Clock, SmallSite, browser, raw_get, small_cache

pytestmark = pytest.mark.anyio

PAGE_VALUE = "public, max-age=3600, stale-while-revalidate=600, stale-if-error=86400"


@pytest.mark.parametrize("weak", ["", "W/"])
async def test_known_bytes_are_answered_304(weak: str) -> None:
    cache = small_cache(SmallSite())
    status, full, _ = await raw_get(cache, "/pages/austin", {"accept-encoding": "br"})
    for given in (weak + full["etag"], f'"other", {weak}{full["etag"]}', "*"):
        headers = {"accept-encoding": "br", "if-none-match": given}
        for _ in range(2):
            status, short, body = await raw_get(cache, "/pages/austin", headers)
            assert (status, body) == (304, b"")
            for name in (
                "cache-control",
                "etag",
                "vary",
                "surrogate-key",
                "x-frame-options",
                "last-modified",
            ):
                assert short[name] == full[name]
            assert "content-length" not in short


async def test_other_encodings_tag_is_not_known_bytes() -> None:
    cache = small_cache(SmallSite())
    _, zipped, _ = await raw_get(cache, "/pages/austin", {"accept-encoding": "gzip"})
    status, _, _ = await raw_get(
        cache, "/pages/austin", {"accept-encoding": "br", "if-none-match": zipped["etag"]}
    )
    assert status == 200


async def test_date_alone_is_honoured_too() -> None:
    cache = small_cache(SmallSite())
    _, full, _ = await raw_get(cache, "/pages/austin")
    for since, expected in (
        (full["last-modified"], 304),
        ("Mon, 01 Jan 2024 00:00:00 GMT", 200),
        ("junk", 200),
    ):
        status, _, _ = await raw_get(cache, "/pages/austin", {"if-modified-since": since})
        assert status == expected


async def test_page_is_modified_by_data_release_day_and_age_of_the_listings() -> None:
    site, clock = SmallSite(), Clock()

    async def modified_at(released_at: float = 0.0) -> float:
        cache = small_cache(site, clock=clock, released_at=released_at)
        _, headers, _ = await raw_get(cache, "/pages/austin")
        return parsedate_to_datetime(headers["last-modified"]).timestamp()

    now = clock.wall()
    assert await modified_at() == LISTED_AT
    assert await modified_at(released_at=now - 60) == now - 60
    assert await modified_at(released_at=now + 60) == now, "never later than the answer"
    clock.move(20 * 3600)
    assert await modified_at() == now + 12 * 3600, "midnight in Texas"
    clock.move(2 * 3600)
    assert await modified_at() == LISTED_AT + 24 * 3600, "they have become old"


async def test_head_has_the_headers_of_get_and_no_body() -> None:
    clock = Clock()
    cache = small_cache(SmallSite(), clock=clock)
    for path in ("/pages/austin", "/api/plans", "/old/x", "/missing/x", "/assets/a.css"):
        await raw_get(cache, path)
        _, by_get, _ = await raw_get(cache, path)
        _, by_head, body = await raw_get(cache, path, method="HEAD")
        assert by_head == by_get
        assert body == b""


async def test_header_values_are_those_of_each_class() -> None:
    cache = small_cache(SmallSite())
    expected = {
        "/pages/austin": PAGE_VALUE,
        "/api/plans": "public, max-age=300, stale-while-revalidate=60, stale-if-error=86400",
        "/assets/site.css": "public, max-age=31536000, immutable",
        "/old/name": "public, max-age=3600",
        "/missing/name": "public, max-age=60",
        "/assets/../missing": "public, max-age=60",
        "/mine": "private, no-store",
        "/health": "no-store",
    }
    for path, value in expected.items():
        for _ in range(2):
            _, headers, _ = await raw_get(cache, path)
            assert headers["cache-control"] == value, path
            if value.startswith("public"):
                assert headers["cdn-cache-control"] == headers["surrogate-control"] == value
    _, headers, _ = await raw_get(cache, "/api/plans")
    assert headers["access-control-allow-origin"] == "https://choosemypower.org"
    assert headers["x-frame-options"] == "DENY"


async def test_scripts_may_read_why_an_answer_of_the_api_is_not_there() -> None:
    site = SmallSite()
    cache = small_cache(site)
    for path, method, status in (
        ("/api/plans", "GET", 200),
        ("/api/plans", "GET", 301),
        ("/api/plans", "GET", 404),
        ("/api/plans", "GET", 503),
        ("/api/plans", "POST", 405),
        ("/api/no-such-thing", "GET", 404),
        ("/api/act", "POST", 422),
        ("/api/act", "GET", 405),
    ):
        site.status = status
        cache.forget()
        for _ in range(2):
            given, headers, _ = await raw_get(cache, path, method=method)
            assert given == status
            assert headers["access-control-allow-origin"] == "https://choosemypower.org", (path, status)
            exposed = headers["access-control-expose-headers"].split(", ")
            assert {"ETag", "Link", "Age", "Cache-Status"} <= {*exposed}
            assert headers["x-robots-tag"] == "noindex", (path, status)
    site.status = 404
    _, headers, _ = await raw_get(cache, "/pages/nowhere")
    assert "access-control-allow-origin" not in headers
    assert headers["x-robots-tag"] == "noindex"


async def test_missing_asset_may_not_be_kept_by_anybody() -> None:
    site = SmallSite()
    site.status = 404
    cache = small_cache(site)
    for _ in range(2):
        _, headers, _ = await raw_get(cache, "/assets/site.0000.css")
        assert headers["cache-control"] == "no-store"
    assert site.asked["/assets/site.0000.css"] == 2


async def test_preflight_is_answered_for_the_api_only() -> None:
    cache = small_cache(SmallSite())
    asking = {"origin": "https://choosemypower.org", "access-control-request-method": "POST"}
    status, headers, _ = await raw_get(cache, "/api/act", asking, method="OPTIONS")
    assert status == 204
    assert headers["access-control-allow-origin"] == "https://choosemypower.org"
    assert "POST" in headers["access-control-allow-methods"]
    assert int(headers["access-control-max-age"]) > 0
    _, headers, _ = await raw_get(cache, "/pages/austin", asking, method="OPTIONS")
    assert "access-control-allow-origin" not in headers


async def test_tags_go_from_wide_to_narrow_and_are_bounded() -> None:
    site = SmallSite()
    many = " ".join(f"plan/{number:060d}" for number in range(300))
    site.extra_headers = [(b"surrogate-key", b"city/austin utility/oncor " + many.encode())]
    cache = small_cache(site)
    _, headers, _ = await raw_get(cache, "/pages/austin")
    tags = headers["surrogate-key"].split()
    assert tags[:3] == ["html", "city/austin", "utility/oncor"]
    assert len(tags) <= 64
    for name in ("surrogate-key", "cache-tag", "cache-groups"):
        assert len(headers[name]) < 8000
    assert headers["cache-tag"].split(",") == tags
    assert headers["cache-groups"].split(", ") == [f'"{tag}"' for tag in tags]


async def test_httpx_sees_an_ordinary_site() -> None:
    async with browser(small_cache(SmallSite())) as client:
        answer = await client.get("/pages/austin?sort=term")
    assert answer.status_code == 200
    assert answer.text.startswith("/pages/austin|sort=term|1|")
