"""Which policy a path has, and that a route without one stops the start."""

import re
from pathlib import Path

import msgspec
import pytest
from litestar import HttpMethod, Litestar, get, post, route
from litestar.params import FromPath

from choosemypower.cache.policies import API_READ, NO_STORE, PAGE
from choosemypower.cache.routes import UNKNOWN_ROUTE, RouteWithoutPolicyError, route_table
from choosemypower.editions.release import SAID, SWITCHES, release_of
from choosemypower.settings import Settings


@route(
    "/plans/{city:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    **PAGE.handler_options(query=("sort",)),
)
async def city_page(city: FromPath[str]) -> str:
    return city


@route(
    "/plans/all", http_method=[HttpMethod.GET, HttpMethod.HEAD], **API_READ.handler_options(budget="provider")
)
async def all_plans() -> str:
    return ""


@route("/plans/{city:str}/{rest:path}", http_method=[HttpMethod.GET], **PAGE.handler_options())
async def filtered(city: FromPath[str], rest: FromPath[str]) -> str:
    return rest


@post("/contact", **NO_STORE.handler_options())
async def contact() -> str:
    return ""


@get("/forgotten")
async def forgotten() -> str:
    return ""


def test_fixed_words_come_before_parameters() -> None:
    table = route_table(Litestar([city_page, all_plans, filtered, contact], openapi_config=None))
    found = table.find("/plans/houston", "GET")
    assert found is not None
    assert (found.policy, found.query, found.budget.name) == (PAGE, ("sort",), "city")
    found = table.find("/plans/all", "GET")
    assert found is not None
    assert (found.policy, found.budget.name) == (API_READ, "provider")
    found = table.find("/plans/houston/12-month/green", "HEAD")
    assert found is not None
    assert found.template == "/plans/{city}/{rest:path}"


def test_unknown_path_and_method_are_told_apart() -> None:
    table = route_table(Litestar([city_page, contact], openapi_config=None))
    assert table.find("/nowhere", "GET") is UNKNOWN_ROUTE
    assert table.find("/contact", "GET") is None
    found = table.find("/contact", "POST")
    assert found is not None
    assert found.policy is NO_STORE


def test_route_without_policy_stops_the_start() -> None:
    with pytest.raises(RouteWithoutPolicyError, match="GET /forgotten"):
        route_table(Litestar([city_page, forgotten], openapi_config=None))


def test_unknown_budget_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match="citty"):
        PAGE.handler_options(budget="citty")


def test_two_sites_share_no_pages_though_their_build_is_the_same(base_settings: Settings) -> None:
    elsewhere = msgspec.structs.replace(base_settings, base_url="https://staging.choosemypower.example")
    assert release_of(base_settings) != release_of(elsewhere)
    assert release_of(base_settings) == release_of(msgspec.structs.replace(base_settings, port=4999))


def test_pages_say_the_settings_of_now_though_redis_outlives_the_process(base_settings: Settings) -> None:
    for changed in (
        {"operated_by": "Example LLC"},
        {"contact_keep_days": 90},
        {"contact_answer_days": 2},
        {"contact_to": "people@example.net"},
        {"ercot_api_key": "key"},
    ):
        assert release_of(base_settings) != release_of(msgspec.structs.replace(base_settings, **changed)), (
            changed
        )
    one, other = (msgspec.structs.replace(base_settings, ercot_api_key=key) for key in ("key", "other"))
    assert release_of(one) == release_of(other), "a key is not said"


def test_every_setting_that_a_page_reads_is_of_the_release() -> None:
    source = Path(__file__).parents[2] / "src" / "choosemypower"
    read = {
        name
        for room in ("web", "api")
        for file in (source / room).glob("*.py")
        for name in re.findall(r"\bsettings\.([a-z_]+)", file.read_text(encoding="utf-8"))
    }
    # Where templates lie is no word of theirs; the operator's pages are kept nowhere.
    assert read - {"templates_dir", "static_dir", "operator_token"} == {*SAID, *SWITCHES}
