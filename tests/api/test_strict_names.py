"""A name that nobody reads is refused: a client that meant something by it would otherwise get other data."""

from typing import Any

import httpx
import pytest

from choosemypower.api import OPERATIONS
from choosemypower.api.operations import Operation

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PLACEHOLDERS = {"{planId}": "nosuchplan", "{slug}": "oncor", "{zipCode}": "77002"}
READS = [
    operation
    for operation in OPERATIONS
    if operation.method == "get" and operation.path.startswith(("/api/v1/", "/api/zip/"))
]


def address(operation: Operation[Any]) -> str:
    path = operation.template
    for placeholder, value in PLACEHOLDERS.items():
        path = path.replace(placeholder, value)
    return path


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("zp=77002", "zip"),
        ("zipcode=77002", "zip"),
        ("ZIP=77002", "zip"),
        ("citty=houston", "city"),
        ("updated_since=2026-01-09", "updated-since"),
        ("updatedSince=2026-01-09", "updated-since"),
        ("page_size=5", "page-size"),
        ("pageSize=5", "page-size"),
        ("maxUsdPerYear=2000", "max-usd-per-year"),
        ("withot=prepaid", "without"),
        ("city=houston&kwhs=1000", "kwh"),
    ],
)
async def test_a_misspelt_parameter_is_refused_with_the_one_that_was_meant(
    client: httpx.AsyncClient, query: str, nearest: str
) -> None:
    for path in ("/api/v1/plans", "/api/v1/plans.csv"):
        response = await client.get(f"{path}?{query}")
        problem = response.json()
        assert (response.status_code, problem["code"]) == (400, "invalid_parameter")
        assert problem["nearest"] == nearest
        assert f"Did you mean {nearest}?" in problem["detail"]
        assert nearest in problem["known"]
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.id)
async def test_every_read_refuses_a_name_that_it_does_not_know(
    client: httpx.AsyncClient, operation: Operation[Any]
) -> None:
    # Warm first: what is kept for the right address must not be given for a wrong one.
    await client.get(address(operation))
    for query in ("nonsense=1", "nonsense", "%00=1", "%ff=1", "utm_source=mail"):
        response = await client.get(f"{address(operation)}?{query}")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_parameter"), query
        known = {member.name for member in operation.parameters if not member.is_in_path}
        assert set(response.json()["known"]) == known


async def test_the_openapi_document_and_redirects_refuse_a_name_too(client: httpx.AsyncClient) -> None:
    for path in ("/api/openapi.json", "/api/zip-lookup"):
        await client.get(path)
        response = await client.get(f"{path}?nonsense=1")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_parameter"), path


async def test_a_refusal_is_not_kept_for_the_right_address(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/plans?city=houston&x=1")).status_code == 400
    right = await client.get("/api/v1/plans?city=houston")
    assert right.status_code == 200
    assert "no-vary-search" not in right.headers


@pytest.mark.parametrize(
    ("path", "body", "nearest"),
    [
        ("/api/v1/bills", {"kwh": 1000, "utilty": "oncor"}, "utility"),
        ("/api/v1/bills", {"Months": [1000] * 12}, "months"),
        ("/api/v1/bills", {"usage": 1000}, None),
        ("/api/zip/navigate", {"zipcode": "77002"}, "zipCode"),
        ("/api/zip/navigate", {"zip": "77002", "usage_kwh": 900}, "usageKwh"),
    ],
)
async def test_a_misspelt_member_of_a_body_is_refused(
    client: httpx.AsyncClient, path: str, body: dict[str, Any], nearest: str | None
) -> None:
    response = await client.post(path, json=body)
    problem = response.json()
    assert (response.status_code, problem["code"]) == (400, "invalid_request")
    assert problem.get("nearest") == nearest or nearest is None
    assert set(body) & {problem["member"]}
    assert "zip" in problem["known"]


async def test_a_form_with_another_field_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/bills?utility=oncor", files={"meter": ("m.csv", b"x", "text/csv")})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_request")
    assert response.json()["known"] == ["file"]
    response = await client.post("/api/zip/navigate", data={"zip": "77002", "usage": "900"})
    assert (response.status_code, response.json()["nearest"]) == (400, "usageKwh")


async def test_a_query_of_a_post_is_read_as_strictly(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/bills?utilty=oncor", json={"kwh": 1000})
    assert (response.status_code, response.json()["nearest"]) == (400, "utility")


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("/api/v1/plans?city=Houston", "/api/v1/plans?city=houston"),
        (
            "/api/v1/plans?utility=ONCOR&provider=Gexa-Energy",
            "/api/v1/plans?utility=oncor&provider=gexa-energy",
        ),
        ("/api/v1/plans?zip=%2077002", "/api/v1/plans?zip=77002"),
        ("/api/v1/cities/Houston", "/api/v1/cities/houston"),
        ("/api/v1/cities?utility=Oncor", "/api/v1/cities?utility=oncor"),
        ("/api/v1/utilities/ONCOR", "/api/v1/utilities/oncor"),
        ("/api/v1/providers/GEXA-Energy", "/api/v1/providers/gexa-energy"),
    ],
)
async def test_slugs_are_read_in_any_case(client: httpx.AsyncClient, given: str, plain: str) -> None:
    one, other = await client.get(given), await client.get(plain)
    assert one.status_code == 200, one.text
    assert one.json() == other.json()


async def test_a_body_reads_slugs_in_any_case(client: httpx.AsyncClient) -> None:
    one = await client.post("/api/v1/bills", json={"kwh": 1000, "city": "Houston"})
    other = await client.post("/api/v1/bills", json={"kwh": 1000, "city": "houston"})
    assert one.json() == other.json()


async def test_what_a_value_must_be_is_said(client: httpx.AsyncClient) -> None:
    for query, words in (
        ("kwh=null", "a whole number from 100 to 6,000"),
        ("kwh=1e3", "a whole number from 100 to 6,000"),
        ("rate=cheap", "one of: fixed, indexed, variable"),
        ("green=51", "one of: 10, 25, 50, 100"),
        ("updated-since=yesterday", "a day like 2026-01-09"),
    ):
        problem = (await client.get(f"/api/v1/plans?{query}")).json()
        assert words in problem["detail"], problem
        assert problem["parameter"] == query.partition("=")[0]


async def test_a_misspelt_strict_does_not_pass_a_deployment(client: httpx.AsyncClient) -> None:
    for query in ("stict=true", "strict=yes"):
        response = await client.get(f"/api/health/system?{query}")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_parameter")
    assert (await client.get("/api/health/system?strict=false")).status_code == 200
