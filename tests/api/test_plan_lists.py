"""/api/v1/plans: whose plans, which of them, in which order, at what cost."""

import csv
import io
from decimal import Decimal
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def read(client: httpx.AsyncClient, path: str) -> Any:
    response = await client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_zip_with_one_utility_lists_its_plans(client: httpx.AsyncClient) -> None:
    answer = await read(client, "/api/v1/plans?zip=77002")
    assert answer["meta"]["place"]["utilities"] == ["centerpoint"]
    assert {plan["utility"] for plan in answer["data"]} == {"centerpoint"}
    assert len(answer["data"]) == 25
    assert answer["meta"]["total"] > 100


async def test_city_zip_and_utility_mean_the_same_plans(client: httpx.AsyncClient) -> None:
    ids = [
        [plan["planId"] for plan in (await read(client, f"/api/v1/plans?{place}&page-size=1000"))["data"]]
        for place in ("zip=77002", "city=houston", "utility=centerpoint", "zip=77002-1234")
    ]
    assert ids[0] == ids[1] == ids[2] == ids[3]


async def test_a_split_zip_asks_for_the_utility(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/plans?zip=75067")
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == "split"
    assert [utility["slug"] for utility in problem["utilities"]] == ["tnmp", "oncor"], "likeliest first"
    for slug in ("oncor", "tnmp"):
        answer = await read(client, f"/api/v1/plans?zip=75067&utility={slug}")
        assert {plan["utility"] for plan in answer["data"]} == {slug}


async def test_a_zip_without_choice_has_no_plans_and_says_why(client: httpx.AsyncClient) -> None:
    answer = await read(client, "/api/v1/plans?zip=78701")
    assert answer["data"] == []
    assert answer["meta"]["place"]["kind"] == "municipal"
    assert "Austin Energy" in answer["meta"]["place"]["message"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("zip=10001", 404, "not_texas"),
        ("zip=77999", 404, "not_found"),
        ("zip=7700", 400, "invalid_format"),
        ("zip=", 400, "invalid_format"),
        ("city=gotham", 404, "not_found"),
        ("utility=acme", 404, "not_found"),
        ("zip=77002&utility=oncor", 404, "not_found"),
        ("provider=acme", 404, "not_found"),
        ("term=soon", 400, "invalid_parameter"),
        ("rate=cheap", 400, "invalid_parameter"),
        ("green=51", 400, "invalid_parameter"),
        ("without=sense", 400, "invalid_parameter"),
        ("sort=rank", 400, "invalid_parameter"),
        ("page=0", 400, "invalid_parameter"),
        ("page-size=1001", 400, "invalid_parameter"),
        ("page=1&page=2", 400, "invalid_parameter"),
        ("kwh=99", 400, "invalid_parameter"),
        ("kwh=-1000", 400, "invalid_parameter"),
        ("home=1650", 400, "invalid_parameter"),
        ("months=1-2-3", 400, "invalid_parameter"),
        ("months=0-0-0-0-0-0-0-0-0-0-0-0", 400, "invalid_parameter"),
        ("updated-since=yesterday", 400, "invalid_parameter"),
    ],
)
async def test_what_cannot_be_used_is_refused_with_its_code(
    client: httpx.AsyncClient, query: str, status: int, code: str
) -> None:
    response = await client.get(f"/api/v1/plans?{query}")
    problem = response.json()
    assert (response.status_code, problem["code"]) == (status, code)
    assert problem["status"] == status
    assert problem["type"] == f"/api/docs#error-{code}"
    assert problem["detail"].endswith(".")


async def test_pages_follow_each_other_without_gaps(client: httpx.AsyncClient) -> None:
    everything = await read(client, "/api/v1/plans?city=houston&page-size=1000")
    collected: list[str] = []
    path = "/api/v1/plans?city=houston&page-size=40"
    while path:
        answer = await read(client, path)
        assert answer["meta"]["totalPages"] == -(-answer["meta"]["total"] // 40)
        collected += [plan["planId"] for plan in answer["data"]]
        path = answer["links"].get("next")
    assert collected == [plan["planId"] for plan in everything["data"]]
    assert len(collected) == everything["meta"]["total"]


async def test_a_page_after_the_last_is_empty(client: httpx.AsyncClient) -> None:
    answer = await read(client, "/api/v1/plans?city=houston&page=500")
    assert answer["data"] == []
    assert answer["links"]["prev"] == answer["links"]["last"]


async def test_filters_narrow_and_words_of_a_group_add_up(client: httpx.AsyncClient) -> None:
    async def total(filters: str) -> int:
        count: int = (await read(client, f"/api/v1/plans?utility=oncor{filters}"))["meta"]["total"]
        return count

    twelve, twenty_four = await total("&term=12"), await total("&term=24")
    assert await total("&term=12,24") == twelve + twenty_four
    assert await total("&term=12&term=24") == twelve + twenty_four
    assert await total("&term=24-12") == await total("&term=12-24")
    assert await total("&term=12&rate=fixed") <= twelve
    assert 0 < await total("&green=100") < await total("")


async def test_filtered_plans_are_what_the_filter_says(client: httpx.AsyncClient) -> None:
    answer = await read(
        client, "/api/v1/plans?utility=oncor&term=3-11&rate=fixed&without=prepaid&page-size=1000"
    )
    assert answer["data"]
    for plan in answer["data"]:
        assert 3 <= plan["termMonths"] <= 11
        assert plan["rateType"] == "fixed"
        assert not plan["isPrepaid"]


async def test_the_default_order_is_by_group_and_then_by_the_year(client: httpx.AsyncClient) -> None:
    plans = (await read(client, "/api/v1/plans?city=houston&kwh=1260&page-size=1000"))["data"]
    groups = ["whole-year", "less-than-a-year", "by-the-hour", "hard-to-price"]
    places = [groups.index(plan["cost"]["group"]) for plan in plans]
    assert places == sorted(places)
    whole = [Decimal(plan["cost"]["usdPerYear"]) for plan in plans if plan["cost"]["group"] == "whole-year"]
    assert whole == sorted(whole)


async def test_only_shows_one_group(client: httpx.AsyncClient) -> None:
    answer = await read(client, "/api/v1/plans?city=houston&only=by-the-hour&page-size=1000")
    assert {plan["cost"]["group"] for plan in answer["data"]} == {"by-the-hour"}


async def test_costs_are_those_of_the_bills(client: httpx.AsyncClient) -> None:
    usage = "home=1600&heat=electric"
    for plan in (await read(client, f"/api/v1/plans?utility=tnmp&{usage}&page-size=8"))["data"]:
        bills = (await read(client, f"/api/v1/plans/{plan['planId']}/bills?{usage}"))["data"]
        assert bills["cost"] == plan["cost"]


async def test_prices_are_decimal_texts_with_their_unit(client: httpx.AsyncClient) -> None:
    plan = (await read(client, "/api/v1/plans?city=houston&page-size=1"))["data"][0]
    for name in ("usdPerKwhAt500", "usdPerKwhAt1000", "usdPerKwhAt2000"):
        assert isinstance(plan[name], str)
        assert Decimal("0.01") < Decimal(plan[name]) < Decimal(1)
    assert isinstance(plan["cost"]["usdPerYear"], str)
    assert isinstance(plan["termMonths"], int)


async def test_updated_since_keeps_plans_changed_on_that_day_or_later(client: httpx.AsyncClient) -> None:
    everything = await read(client, "/api/v1/plans?utility=lubbock")
    day = max(plan["updatedOn"] for plan in everything["data"])
    assert (await read(client, f"/api/v1/plans?utility=lubbock&updated-since={day}"))["meta"]["total"] > 0
    later = await read(client, "/api/v1/plans?utility=lubbock&updated-since=2099-01-01T00:00:00Z")
    assert later["data"] == []


async def test_everything_and_all_of_texas_fit_one_answer(client: httpx.AsyncClient) -> None:
    answer = await read(client, "/api/v1/plans?page-size=1000&effective=all")
    assert len(answer["data"]) == answer["meta"]["total"]
    current = (await read(client, "/api/v1/datasets/current"))["data"]
    assert answer["meta"]["total"] == current["planCount"]


async def test_csv_has_all_rows_of_the_same_list(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/plans.csv?city=houston&kwh=1000")
    assert response.headers["content-type"].startswith("text/csv")
    assert 'filename="plans-2026-01-09.csv"' in response.headers["content-disposition"], (
        "the listing's own day"
    )
    assert response.text.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), strict=True))
    plans = (await read(client, "/api/v1/plans?city=houston&kwh=1000&page-size=1000"))["data"]
    assert [row["plan_id"] for row in rows] == [plan["planId"] for plan in plans]
    for row, plan in zip(rows, plans, strict=True):
        assert row["usd_per_kwh_at_1000"] == plan["usdPerKwhAt1000"]
        assert row["usd_per_year"] == (plan["cost"]["usdPerYear"] or "")
        assert row["is_prepaid"] == str(plan["isPrepaid"]).lower()


async def test_csv_can_be_paged(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/plans.csv?city=houston&page=2&page-size=3")
    assert len(response.text.splitlines()) == 4


async def test_a_limit_to_the_cost_holds_for_the_stated_use(client: httpx.AsyncClient) -> None:
    place = "city=houston&kwh=900"
    everything = (await read(client, f"/api/v1/plans?{place}&page-size=1000"))["data"]
    costs = {plan["planId"]: plan["cost"]["usdPerYear"] for plan in everything}
    limit = round(sorted(float(usd) for usd in costs.values() if usd is not None)[10])
    within = {plan for plan, usd in costs.items() if usd is not None and round(float(usd)) <= limit}
    for more in ("", "&effective=all", "&sort=provider"):
        listed = await read(client, f"/api/v1/plans?{place}&max-usd-per-year={limit}&page-size=1000{more}")
        assert {plan["planId"] for plan in listed["data"]} == within
    facets = await read(client, f"/api/v1/facets?{place}&max-usd-per-year={limit}")
    assert facets["meta"]["total"] == len(within)
    assert facets["meta"]["usage"]["query"] == "kwh=900"
    cost = next(facet for facet in facets["data"] if facet["parameter"] == "max-usd-per-year")
    assert {option["word"]: option["count"] for option in cost["options"] if option["isChosen"]} == {
        str(limit): len(within)
    }


async def test_facet_counts_are_the_totals_of_the_lists(client: httpx.AsyncClient) -> None:
    chosen = "city=houston&rate=fixed&green=100"
    answer = await read(client, f"/api/v1/facets?{chosen}")
    assert answer["meta"]["total"] == (await read(client, f"/api/v1/plans?{chosen}"))["meta"]["total"]
    facets = {facet["parameter"]: facet for facet in answer["data"]}
    for option in facets["term"]["options"]:
        listed = await read(client, f"/api/v1/plans?{chosen}&term={option['word']}")
        assert listed["meta"]["total"] == option["count"], option
    for option in facets["provider"]["options"]:
        listed = await read(client, f"/api/v1/plans?{chosen}&provider={option['word']}")
        assert listed["meta"]["total"] == option["count"], option
