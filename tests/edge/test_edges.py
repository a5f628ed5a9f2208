"""The shipped Varnish and nginx configurations, run with the Debian packages."""

import asyncio
import re
import tempfile
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from choosemypower.app import create_app
from choosemypower.cache.policies import CacheKind
from choosemypower.cache.routes import Route
from choosemypower.settings import load_settings
from tests.edge.edges import ROOT, Edge, Origin, start_nginx, start_varnish
from tests.support.waiting import HANG_SECONDS, until_true

pytestmark = pytest.mark.edge


@pytest.fixture
def origin() -> Iterator[Origin]:
    made = Origin()
    yield made
    made.kill()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to all: both programs leave root behind. Not pytest's own, which each new run closes to other users."""
    with tempfile.TemporaryDirectory(prefix="choosemypower-edge-") as made:
        Path(made).chmod(0o777)
        yield Path(made)


@pytest.fixture(params=["varnish", "nginx"])
def edge(request: pytest.FixtureRequest, folder: Path, origin: Origin) -> Iterator[Edge]:
    started = (start_varnish if request.param == "varnish" else start_nginx)(folder, origin.port)
    yield started
    started.stop()


@pytest.fixture(params=["default.vcl", "soft-purge.vcl"])
def varnish(request: pytest.FixtureRequest, folder: Path, origin: Origin) -> Iterator[Edge]:
    started = start_varnish(folder, origin.port, request.param)
    yield started
    started.stop()


def get(edge: Edge, path: str, **headers: str) -> httpx.Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(edge.url + path, headers={"accept-encoding": "gzip", **given}, timeout=HANG_SECONDS)


def test_forty_cold_requests_reach_the_origin_once(edge: Edge, origin: Origin) -> None:
    origin.delay_seconds = 0.3

    async def ask_at_once() -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=HANG_SECONDS, limits=httpx.Limits(max_connections=40)) as client:
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
    origin.text, origin.delay_seconds = "two", 2
    time.sleep(2.1)  # nginx counts whole seconds
    assert get(edge, "/page").text.startswith("one"), "nobody waits for the renewal"
    until_true(lambda: get(edge, "/page").text.startswith("two"))


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


def test_nginx_leaves_out_a_frozen_server_and_no_visitor_sees_it(folder: Path) -> None:
    origins = [Origin() for _ in range(4)]
    frozen = origins[0]
    frozen.delay_seconds = 30
    edge = start_nginx(folder, *(one.port for one in origins))
    try:
        answers = [get(edge, f"/electricity-plans/unseen-{number}") for number in range(80)]
    finally:
        edge.stop()
        frozen.delay_seconds = 0
        for one in origins:
            one.kill()
    assert {answer.status_code for answer in answers} == {200}
    assert sum(frozen.asked.values()) <= 8
    assert all(sum(one.asked.values()) >= 20 for one in origins[1:])


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


def test_what_belongs_to_one_visitor_goes_through_with_its_cookie(edge: Edge, origin: Origin) -> None:
    origin.cache_control = "private, no-store"
    private = [
        template for method, template, route in our_routes() if method == "GET" and route.policy.is_private
    ]
    assert {"/remembered", "/fragments/remembered"} <= set(private)
    for path in private:
        get(edge, path, cookie="__Host-home=x")
        get(edge, path + "?page=/about", cookie="__Host-home=y")
        assert origin.cookies == ["__Host-home=x", "__Host-home=y"], path
        origin.cookies.clear()


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


def test_the_api_sees_every_parameter_and_refuses_it_itself(edge: Edge, origin: Origin) -> None:
    for path in (
        "/api/v1/plans?citty=houston",
        "/api/v1/plans?city=houston&nonsense=1",
        "/api/openapi.json?x=1",
    ):
        get(edge, path)
        assert origin.asked[path] == 1, path
    get(edge, "/api/docs?kwh=900&utm_source=a")
    assert origin.asked["/api/docs?kwh=900"] == 1


def test_repeated_parameters_keep_their_order(edge: Edge, origin: Origin) -> None:
    get(edge, "/page?sort=b&kwh=2000&page=1&kwh=1000")
    get(edge, "/page?sort=b&kwh=1000&page=1&kwh=2000")
    assert set(origin.asked) == {
        "/page?sort=b&kwh=2000&page=1&kwh=1000",
        "/page?sort=b&kwh=1000&page=1&kwh=2000",
    }


def test_question_mark_in_a_path_is_not_the_query(edge: Edge, origin: Origin) -> None:
    texts = {get(edge, path).text for path in ("/page%3Fkwh=1?page=2", "/page?kwh=1?page=2")}
    assert len(texts) == 2
    assert len(origin.asked) == 2


def test_compared_plans_keep_their_order(edge: Edge, origin: Origin) -> None:
    get(edge, "/compare/plans?plan=b&plan=a&utm_source=x")
    get(edge, "/compare/plans?plan=a&plan=b")
    assert set(origin.asked) == {"/compare/plans?plan=b&plan=a", "/compare/plans?plan=a&plan=b"}


def test_each_client_gets_a_coding_that_it_takes(edge: Edge, origin: Origin) -> None:
    expected = {
        "gzip": "gzip",
        "identity": None,
        "gzip;q=0": None,
        "gzip, deflate, br, zstd": "br",
        "br": "br",
        "br;q=0, gzip": "gzip",
        "br;q=0.0": None,
        "x-br, gzip;q=0.5": "gzip",
    }
    for _ in range(2):
        answers = {given: get(edge, "/page", accept_encoding=given) for given in expected}
        assert {
            given: answer.headers.get("content-encoding") for given, answer in answers.items()
        } == expected
        assert len({answer.text for answer in answers.values()}) == 1


def test_brotli_copy_outlives_its_origin_too(edge: Edge, origin: Origin) -> None:
    origin.cache_control = "public, max-age=1, stale-while-revalidate=1, stale-if-error=86400"
    get(edge, "/page", accept_encoding="br")
    origin.status = 503
    time.sleep(3)
    answer = get(edge, "/page", accept_encoding="br")
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "br")


def test_caches_behind_see_how_old_a_page_is(edge: Edge, origin: Origin) -> None:
    get(edge, "/page")
    time.sleep(2.1)
    answer = get(edge, "/page")
    since_made = time.time() - parsedate_to_datetime(answer.headers["date"]).timestamp()
    assert max(since_made, int(answer.headers.get("age", 0))) >= 2


def test_piece_of_a_page_is_answered_with_the_whole(edge: Edge, origin: Origin) -> None:
    whole = get(edge, "/page")
    for given in ("bytes=0-1", "bytes=0-1,3-4", "bytes=x"):
        answer = get(edge, "/page", range=given)
        assert (answer.status_code, answer.text) == (200, whole.text)


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
        # A softly purged page is renewed behind the next visitor.
        until_true(lambda: origin.asked["/page"] >= expected)  # noqa: B023
        time.sleep(0.3)
        get(varnish, "/page")
        assert origin.asked["/page"] == expected, tags


def test_softly_purged_page_outlives_its_origin(folder: Path, origin: Origin) -> None:
    varnish = start_varnish(folder, origin.port, "soft-purge.vcl")
    try:
        origin.extra = {"Surrogate-Key": "html"}
        get(varnish, "/page")
        origin.status = 503
        assert httpx.request("PURGE", varnish.url + "/", headers={"surrogate-key": "html"}).status_code == 200
        assert get(varnish, "/page").text.startswith("one")
    finally:
        varnish.stop()


@pytest.mark.parametrize("vcl", ["default.vcl", "soft-purge.vcl"])
def test_varnish_with_a_key_purges_for_its_owner_alone(folder: Path, origin: Origin, vcl: str) -> None:
    origin.extra = {"Surrogate-Key": "html"}
    varnish = start_varnish(folder, origin.port, vcl, purge_key="secret")
    try:
        get(varnish, "/page")
        for key, status, expected in ((None, 403, 1), ("guess", 403, 1), ("secret", 200, 2)):
            headers = {"surrogate-key": "html"} | ({"purge-key": key} if key else {})
            assert httpx.request("PURGE", varnish.url + "/", headers=headers).status_code == status
            get(varnish, "/page")
            until_true(lambda: origin.asked["/page"] >= expected)  # noqa: B023
            time.sleep(0.3)
            assert origin.asked["/page"] == expected
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
    known = {
        name for _, _, route in our_routes() if route.policy.kind is CacheKind.STORED for name in route.query
    }
    text = (ROOT / "edge" / path).read_text()
    lists = {frozenset(found.split("|")) for found in re.findall(r"\(\?:(page\|page-size\|[^)]*)\)=", text)}
    assert len(lists) == 1
    (allowed,) = lists
    assert known - allowed == set(), "an edge would take these out"
    assert allowed - known == set(), "no route reads these"


def our_routes() -> list[tuple[str, str, Route]]:
    """Method, template and route of everything that the site answers."""
    app = create_app(load_settings({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}))
    return app.page_cache.routes.routes
