"""The shipped Varnish and nginx configurations, run with the Debian packages."""

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from choosemypower.cache.policies import Kind
from tests.edge.edges import ROOT, Edge, Origin, start_nginx, start_varnish

pytestmark = pytest.mark.edge


@pytest.fixture
def origin() -> Iterator[Origin]:
    made = Origin()
    yield made
    made.kill()


@pytest.fixture(params=["varnish", "nginx"])
def edge(request: pytest.FixtureRequest, tmp_path: Path, origin: Origin) -> Iterator[Edge]:
    started = (start_varnish if request.param == "varnish" else start_nginx)(tmp_path, origin.port)
    yield started
    started.stop()


@pytest.fixture(params=["default.vcl", "soft-purge.vcl"])
def varnish(request: pytest.FixtureRequest, tmp_path: Path, origin: Origin) -> Iterator[Edge]:
    started = start_varnish(tmp_path, origin.port, request.param)
    yield started
    started.stop()


def get(edge: Edge, path: str, **headers: str) -> httpx.Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(edge.url + path, headers={"accept-encoding": "gzip", **given}, timeout=10)


def test_forty_cold_requests_reach_the_origin_once(edge: Edge, origin: Origin) -> None:
    origin.delay_seconds = 0.3

    async def ask_at_once() -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=10, limits=httpx.Limits(max_connections=40)) as client:
            return await asyncio.gather(
                *(client.get(f"{edge.url}/electricity-plans/houston") for _ in range(40))
            )

    answers = asyncio.run(ask_at_once())
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert origin.asked["/electricity-plans/houston"] == 1


def test_expired_page_comes_at_once_and_is_renewed_behind(edge: Edge, origin: Origin) -> None:
    origin.cache_control = "public, max-age=1, stale-while-revalidate=600, stale-if-error=86400"
    assert get(edge, "/page").text.startswith("one")
    origin.text, origin.delay_seconds = "two", 0.5
    time.sleep(2.1)  # nginx counts whole seconds
    with httpx.Client(timeout=10, headers={"accept-encoding": "gzip"}) as client:
        client.get(edge.url + "/api/health/system")  # opens the connection
        began = time.perf_counter()
        answer = client.get(edge.url + "/page")
        took = time.perf_counter() - began
    assert answer.text.startswith("one")
    assert took < 0.1, "nobody waits for the renewal, which takes 0.5 s"
    time.sleep(1.0)
    assert get(edge, "/page").text.startswith("two")


@pytest.mark.parametrize("trouble", ["killed", "503"])
def test_seen_page_outlives_its_origin(edge: Edge, origin: Origin, trouble: str) -> None:
    origin.cache_control = "public, max-age=1, stale-while-revalidate=1, stale-if-error=86400"
    assert get(edge, "/page").status_code == 200
    if trouble == "killed":
        origin.kill()
    else:
        origin.status = 503
    time.sleep(3)
    for _ in range(3):
        answer = get(edge, "/page")
        assert answer.status_code == 200
        assert answer.text.startswith("one")
    assert get(edge, "/unseen").status_code in (502, 503, 504)
    if trouble == "killed":
        origin.start()


def test_cookies_and_other_headers_of_visitors_change_nothing(edge: Edge, origin: Origin) -> None:
    usual = get(edge, "/page")
    odd = get(
        edge, "/page", cookie="a=1", accept_language="es", x_forwarded_host="evil.example", hx_request="true",
        authorization="Basic eDp5",
    )  # fmt: skip
    assert odd.text == usual.text
    assert origin.asked["/page"] == 1
    assert origin.cookies == [""]


def test_answer_with_a_cookie_is_never_kept(edge: Edge, origin: Origin) -> None:
    origin.extra = {"Set-Cookie": "a=1"}
    get(edge, "/page")
    get(edge, "/page")
    assert origin.asked["/page"] == 2


@pytest.mark.parametrize("control", ["no-store", "private, no-store"])
def test_no_store_is_obeyed(edge: Edge, origin: Origin, control: str) -> None:
    origin.cache_control = control
    get(edge, "/page")
    get(edge, "/page")
    assert origin.asked["/page"] == 2


def test_remembered_fragment_goes_through_with_its_cookie(edge: Edge, origin: Origin) -> None:
    origin.cache_control = "private, no-store"
    get(edge, "/fragments/remembered", cookie="__Host-home=x")
    get(edge, "/fragments/remembered", cookie="__Host-home=y")
    assert origin.cookies == ["__Host-home=x", "__Host-home=y"]


def test_post_goes_through(edge: Edge, origin: Origin) -> None:
    for _ in range(2):
        assert httpx.post(edge.url + "/contact", data={"a": "1"}).status_code == 200
    assert origin.asked["/contact"] == 2


def test_unknown_parameters_make_no_second_copy(edge: Edge, origin: Origin) -> None:
    texts = {
        get(edge, path).text
        for path in (
            "/page?sort=term&page=2",
            "/page?utm_source=a&sort=term&page=2",
            "/page?sort=term&utm_source=b&fbclid=1&page=2&gclid=3",
            "/page?sort=term&page=2&x",
        )
    }
    assert len(texts) == 1
    assert sum(origin.asked.values()) == 1
    (path,) = origin.asked
    assert "utm" not in path


def test_compared_plans_keep_their_order(edge: Edge, origin: Origin) -> None:
    get(edge, "/compare/plans?plan=b&plan=a&utm_source=x")
    get(edge, "/compare/plans?plan=a&plan=b")
    assert set(origin.asked) == {"/compare/plans?plan=b&plan=a", "/compare/plans?plan=a&plan=b"}


def test_client_without_gzip_never_gets_it(edge: Edge, origin: Origin) -> None:
    answers = [
        get(edge, "/page", accept_encoding=given) for given in ("gzip", "identity", "gzip;q=0", "gzip")
    ]
    assert [answer.headers.get("content-encoding") for answer in answers] == ["gzip", None, None, "gzip"]
    assert len({answer.text for answer in answers}) == 1


def test_tags_stay_between_us_and_the_edge(edge: Edge, origin: Origin) -> None:
    origin.extra = {"Surrogate-Key": "html plan/1", "Cache-Tag": "html,plan/1"}
    for _ in range(2):
        answer = get(edge, "/page")
        assert not {"surrogate-key", "cache-tag"} & set(answer.headers)


def test_varnish_purges_by_whole_tags(varnish: Edge, origin: Origin) -> None:
    origin.extra = {"Surrogate-Key": "html utility/oncor plan/ab"}
    get(varnish, "/page")
    for tags, expected in (
        ("plan/a", 1),
        ("plan/abc", 1),
        ("utility/onc.r", 1),
        ("x plan/ab", 2),
        ("html", 3),
    ):
        answer = httpx.request("PURGE", varnish.url + "/", headers={"surrogate-key": tags})
        assert answer.status_code == 200
        get(varnish, "/page")
        time.sleep(0.3)  # a softly purged page is renewed behind the next visitor
        get(varnish, "/page")
        assert origin.asked["/page"] == expected, tags


def test_softly_purged_page_outlives_its_origin(tmp_path: Path, origin: Origin) -> None:
    varnish = start_varnish(tmp_path, origin.port, "soft-purge.vcl")
    try:
        origin.extra = {"Surrogate-Key": "html"}
        get(varnish, "/page")
        origin.status = 503
        assert httpx.request("PURGE", varnish.url + "/", headers={"surrogate-key": "html"}).status_code == 200
        assert get(varnish, "/page").text.startswith("one")
    finally:
        varnish.stop()


@pytest.mark.parametrize("tags", ["", 'a" || true', "a\\b"])
def test_varnish_refuses_what_is_no_tag(varnish: Edge, origin: Origin, tags: str) -> None:
    get(varnish, "/page")
    httpx.request("PURGE", varnish.url + "/", headers={"surrogate-key": tags})
    get(varnish, "/page")
    assert origin.asked["/page"] == 1


@pytest.mark.parametrize("path", ["varnish/default.vcl", "nginx/nginx.conf"])
def test_allowed_parameters_are_those_of_the_routes(path: str) -> None:
    from choosemypower.app import create_app
    from choosemypower.settings import load_settings

    app = create_app(load_settings({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}))
    known = {
        name
        for _, _, route in app.page_cache.routes.routes
        if route.policy.kind is Kind.STORED
        for name in route.query
    }
    text = (ROOT / "edge" / path).read_text()
    lists = {frozenset(found.split("|")) for found in re.findall(r"\(\?:(page\|page-size\|[^)]*)\)=", text)}
    assert len(lists) == 1
    (allowed,) = lists
    assert known - allowed == set(), "an edge would take these out"
    assert allowed - known == set(), "no route reads these"
