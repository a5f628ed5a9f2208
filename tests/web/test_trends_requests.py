"""The market over time while one listing is stored: nothing to draw, the numbers all the same."""

import httpx
import pytest

from tests.web.markup import page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_one_listing_makes_no_line_but_its_numbers_stand(client: httpx.AsyncClient) -> None:
    page = await client.get("/trends?utility=oncor")
    assert "<rect" not in page.text
    assert "12-month plans: a month of exactly 1,000" in page.text
    steps = (await client.get("/api/v1/market?utility=oncor&term=12")).json()["data"]
    assert [one["firstDay"] for one in steps] == ["2026-01-09"]
    assert f"${float(steps[0]['usdPerMonthMedian']):,.0f}" in page.text


@pytest.mark.parametrize(
    ("query", "use"), [("kwh=500", "500"), ("kwh=1400", "1,000"), ("kwh=1800", "2,000"), ("", "1,000")]
)
async def test_a_home_is_shown_the_nearest_printed_use(
    client: httpx.AsyncClient, query: str, use: str
) -> None:
    text = (await client.get(f"/trends?utility=oncor&{query}")).text
    assert f"12-month plans: a month of exactly {use}\u00a0kWh" in text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/trends", 200),
        ("/trends?zip=77002", 200),
        ("/trends?zip=75067&utility=tnmp", 200),
        ("/trends?zip=7", 422),
        ("/trends?zip=77002&utility=oncor", 422),
        ("/trends?kwh=lots", 422),
        ("/trends?utility=acme", 404),
    ],
)
async def test_each_page_has_its_status(client: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await client.get(path)
    assert answer.status_code == status
    assert page_problems(answer.text) == []


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("kwh=700", 400, "invalid_parameter"),
        ("term=13", 400, "invalid_parameter"),
        ("utilty=oncor", 400, "invalid_parameter"),
        ("utility=acme", 404, "not_found"),
        ("zip=75067", 409, "split"),
        ("zip=7", 400, "invalid_format"),
    ],
)
async def test_the_api_refuses_what_it_cannot_mean(
    client: httpx.AsyncClient, query: str, status: int, code: str
) -> None:
    answer = await client.get(f"/api/v1/market?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_market_may_be_kept_like_other_reads(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/market?utility=oncor")
    assert answer.headers["cache-control"].startswith("public, max-age=300")
    again = await client.get(
        "/api/v1/market?utility=oncor", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304
