"""Files are named by their content, compressed once, kept for ever; what is not there is never remembered."""

import gzip
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import brotli
import httpx
import pytest

from choosemypower.app import Site
from choosemypower.encodings import CompressionCount
from choosemypower.web.assets import Assets, compact_css
from tests.cache.support import raw_get

WEB_VITALS = "vendor/web-vitals-6.2.3.iife.js"
STATIC = Path(__file__).resolve().parents[2] / "static"


def test_vendored_files_are_what_the_list_says() -> None:
    listed = dict(
        re.findall(r"`([^`]+\.js)` \| .*?`([0-9a-f]{64})`", (STATIC / "vendor" / "INTEGRITY.md").read_text())
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (STATIC / "vendor").glob("*.js")
    }
    assert found == listed
    assert len(found) == 2


def test_style_and_script_stay_within_their_budgets() -> None:
    assets = Assets(STATIC)
    sizes = {
        place: len(gzip.compress(assets.by_name[assets.url(place).removeprefix("/assets/")].content))
        for place in ("css/site.css", "js/site.js", "vendor/htmx-4.0.1.min.js", "js/vitals.js", WEB_VITALS)
    }
    assert sizes["css/site.css"] <= 8_000
    assert sizes["js/site.js"] <= 3_100
    assert sizes["js/site.js"] + sizes["vendor/htmx-4.0.1.min.js"] <= 17_000
    assert sizes["js/vitals.js"] + sizes[WEB_VITALS] <= 4_600


def test_no_string_of_our_script_goes_over_several_lines() -> None:
    for line in (STATIC / "js" / "site.js").read_text().splitlines():
        assert line.count("`") % 2 == 0, line
        assert "/*" not in line.replace("/* private mode */", "").replace(
            "/* offline: the page stands as it is */", ""
        )


def test_name_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    style = tmp_path / "css" / "site.css"
    style.write_text("a { color: red }")
    first = Assets(tmp_path).url("css/site.css")
    style.write_text("a { color: blue }")
    assert Assets(tmp_path).url("css/site.css") != first


def test_file_of_the_release_before_answers_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "previous").mkdir()
    (tmp_path / "previous" / "site.0123456789ab.css").write_text("a{color:red}")
    found = Assets(tmp_path).find("site.0123456789ab.css")
    assert found is not None
    assert found.content_type == "text/css"


def test_unknown_place_is_an_error_at_render_time(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Assets(tmp_path).url("css/nope.css")


def test_compacting_keeps_what_a_style_means() -> None:
    text = (
        '/* note */\n.a :focus-visible , .b { content: " (" ; color : red; }\n'
        "@media (min-width: 40em) { .c > .d { top: 0 } }"
    )
    assert compact_css(text) == (
        '.a :focus-visible,.b{content:" (";color :red}@media (min-width:40em){.c > .d{top:0}}'
    )


@pytest.mark.anyio
@pytest.mark.db
class TestServed:
    async def test_style_comes_compressed_for_ever(self, client: httpx.AsyncClient) -> None:
        path = await _style(client)
        async with client.stream("GET", path, headers={"Accept-Encoding": "br, gzip"}) as response:
            body = b"".join([chunk async for chunk in response.aiter_raw()])
        assert response.headers["content-encoding"] == "br"
        assert b"--stone:" in brotli.decompress(body)
        assert response.headers["content-type"] == "text/css; charset=utf-8"
        assert response.headers["cache-control"].startswith("public, max-age=31536000, immutable")
        assert response.headers["vary"].lower() == "accept-encoding"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cross-origin-resource-policy"] == "same-origin"

    async def test_each_encoding_has_its_own_etag(self, client: httpx.AsyncClient) -> None:
        path = await _style(client)
        etags = {
            (await client.get(path, headers={"Accept-Encoding": coding})).headers["etag"]
            for coding in ("br", "gzip", "identity")
        }
        assert len(etags) == 3
        assert not any(etag.startswith("W/") for etag in etags)

    async def test_refused_encoding_is_not_sent(self, client: httpx.AsyncClient) -> None:
        response = await client.get(await _style(client), headers={"Accept-Encoding": "br;q=0, gzip;q=0"})
        assert "content-encoding" not in response.headers
        assert b"--stone:" in response.content

    async def test_known_file_is_answered_304(self, client: httpx.AsyncClient) -> None:
        path = await _style(client)
        first = await client.get(path, headers={"Accept-Encoding": "gzip"})
        again = await client.get(
            path, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["etag"]}
        )
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]

    async def test_first_visitor_waits_for_no_compression(self, site: Site) -> None:
        await site.page_cache.maker.settle()
        before = CompressionCount.runs
        for path in site.litestar.state.renderer.assets.paths:
            for encoding in ("br", "gzip", "identity"):
                status, headers, _ = await raw_get(site.page_cache, path, {"accept-encoding": encoding})
                assert status == 200
                assert headers["cache-status"].startswith("choosemypower; hit")
        assert CompressionCount.runs == before

    @pytest.mark.parametrize(
        "path",
        [
            "/assets/site.000000000000.css",
            "/assets/css/site.css",
            "/assets/%2e%2e/pyproject.toml",
            "/assets/..%2f..%2fpyproject.toml",
            "/assets//site.css",
            "/assets/%00",
        ],
    )
    async def test_unknown_name_is_404_and_never_kept(self, client: httpx.AsyncClient, path: str) -> None:
        response = await client.get(path)
        assert response.status_code == 404
        assert response.headers["cache-control"] == "no-store"

    async def test_fixed_files_have_their_types(self, client: httpx.AsyncClient) -> None:
        types = {
            "/favicon.ico": "image/x-icon",
            "/static/rules.json": "application/speculationrules+json",
            "/robots.txt": "text/plain; charset=utf-8",
            "/.well-known/security.txt": "text/plain; charset=utf-8",
        }
        for path, content_type in types.items():
            response = await client.get(path)
            assert (response.status_code, response.headers["content-type"]) == (200, content_type)

    async def test_security_txt_names_a_contact_that_answers_and_a_day_that_is_to_come(
        self, client: httpx.AsyncClient
    ) -> None:
        text = (await client.get("/.well-known/security.txt")).text
        fields = dict(line.split(": ", 1) for line in text.splitlines())
        assert (await client.get(fields["Contact"])).status_code == 200
        days = (datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)).days
        assert 0 < days < 365


async def _style(client: httpx.AsyncClient) -> str:
    home = (await client.get("/about")).text
    found = re.search(r"/assets/site\.[0-9a-f]+\.css", home)
    assert found is not None
    return found[0]
