"""One plan: facts, history, bills, comparison."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def read(client: httpx.AsyncClient, path: str) -> Any:
    response = await client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


async def some_ids(client: httpx.AsyncClient, query: str, count: int) -> list[str]:
    answer = await read(client, f"/api/v1/plans?{query}&page-size={count}")
    return [plan["planId"] for plan in answer["data"]]


async def test_one_plan_has_all_that_the_list_says_and_its_source(client: httpx.AsyncClient) -> None:
    (listed,) = (await read(client, "/api/v1/plans?city=houston&page-size=1"))["data"]
    answer = await read(client, f"/api/v1/plans/{listed['planId']}")
    plan = answer["data"]
    assert {name: plan[name] for name in listed if name != "cost"} == {
        name: value for name, value in listed.items() if name != "cost"
    }
    assert plan["source"]["epoch"] == answer["meta"]["epoch"]
    assert plan["english"] or plan["spanish"]
    assert (await client.get(plan["pageUrl"])).status_code == 200


@pytest.mark.parametrize("plan_id", ["nosuchplan", "x" * 300, "%00", "a%20b", "ü", "'; --"])
async def test_an_unknown_plan_is_not_found(client: httpx.AsyncClient, plan_id: str) -> None:
    for path in ("", "/history", "/bills"):
        response = await client.get(f"/api/v1/plans/{plan_id}{path}")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_a_first_listing_has_one_stretch_of_history(client: httpx.AsyncClient) -> None:
    (plan_id,) = await some_ids(client, "city=houston", 1)
    plan = (await read(client, f"/api/v1/plans/{plan_id}"))["data"]
    (record,) = (await read(client, f"/api/v1/plans/{plan_id}/history"))["data"]
    assert record["usdPerKwhAt1000"] == plan["usdPerKwhAt1000"]
    assert record["isListed"]


async def test_bills_add_up(client: httpx.AsyncClient) -> None:
    months = "1301-1098-1010-900-1080-1450-1750-1790-1560-1200-940-1080"
    for plan_id in await some_ids(client, "utility=oncor&only=whole-year", 5):
        answer = await read(client, f"/api/v1/plans/{plan_id}/bills?months={months}")
        bills = answer["data"]
        assert answer["meta"]["usage"]["kwhByMonth"] == [int(kwh) for kwh in months.split("-")]
        assert len(bills["months"]) == 12
        for bill in bills["months"]:
            assert sum(Decimal(line["usd"]) for line in bill["lines"]) == Decimal(bill["usd"])
            assert Decimal(bill["providerUsd"]) + Decimal(bill["deliveryUsd"]) == Decimal(bill["usd"])
        year = sum(Decimal(bill["usd"]) for bill in bills["months"])
        assert abs(year - Decimal(bills["cost"]["usdPerYear"])) <= Decimal("0.12")
        assert bills["costCurve"]["points"][0]["usageKwh"] == 0


async def test_plans_are_compared_in_the_order_asked_for(client: httpx.AsyncClient) -> None:
    ids = await some_ids(client, "city=houston", 4)
    repeated = await read(
        client, "/api/v1/plans/compare?" + "&".join(f"plan={plan_id}" for plan_id in ids[::-1])
    )
    with_commas = await read(client, f"/api/v1/plans/compare?plan={','.join(ids[::-1])}")
    assert repeated == with_commas
    assert [entry["plan"]["planId"] for entry in repeated["data"]["plans"]] == ids[::-1]
    assert "planId" in repeated["data"]["differences"]
    assert "utility" not in repeated["data"]["differences"]


async def test_five_plans_are_too_many_and_none_too_few(client: httpx.AsyncClient) -> None:
    five = ",".join(await some_ids(client, "city=houston", 5))
    for query in (f"plan={five}", "", "plan="):
        response = await client.get(f"/api/v1/plans/compare?{query}")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_parameter"), query
    response = await client.get("/api/v1/plans/compare?plan=nosuchplan")
    assert (response.status_code, response.json()["plan"]) == (404, "nosuchplan")


async def test_every_plan_of_texas_can_be_billed(client: httpx.AsyncClient) -> None:
    for plan_id in (await some_ids(client, "kwh=1000", 1000))[::25]:
        assert (await read(client, f"/api/v1/plans/{plan_id}/bills?kwh=640&heat=gas"))["data"][
            "planId"
        ] == plan_id
