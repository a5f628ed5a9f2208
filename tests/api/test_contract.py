"""Promises that hold for every operation: documented, HEAD, CORS, ETag, and nothing that makes it fail."""

import json
import re
from typing import Any

import httpx
import pytest
from litestar.routes import HTTPRoute

from choosemypower.api import OPERATIONS, OPERATIONS_WITH_METERS
from choosemypower.api.docs import OPENAPI_PATH
from choosemypower.api.openapi import openapi_document
from choosemypower.api.operations import Operation
from choosemypower.api.problems import PROBLEMS, PROBLEMS_ANYWHERE
from choosemypower.app import Site
from choosemypower.paths import API_DOCS

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PLACEHOLDERS = {"{planId}": "nosuchplan", "{slug}": "oncor", "{zipCode}": "77002"}
READS = [operation for operation in OPERATIONS if operation.method == "get"]
HOSTILE = [
    "%00", "%ff%fe", "%F0%9F%92%A9", "-1", "0", "99999999999999999999", "1e400", "NaN", "Infinity", "null", "[]", "{}",
    "%7B%22a%22%3A%7B%22b%22%3A1%7D%7D", "'%20OR%201=1--", "../../etc/passwd", "%3Cscript%3E", "x" * 10_000,
    "%E2%80%AE", "%0D%0ASet-Cookie:a=b", "a,b,,c", ",",
]  # fmt: skip


def address(operation: Operation[Any]) -> str:
    path = operation.template
    for placeholder, value in PLACEHOLDERS.items():
        path = path.replace(placeholder, value)
    return path


async def test_every_route_is_documented_and_every_operation_served(
    site: Site, client: httpx.AsyncClient
) -> None:
    served = {
        (
            method.lower(),
            "/" + "/".join(part if isinstance(part, str) else "{}" for part in route.path_components),
        )
        for route in site.litestar.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/")
        for method in route.methods
        if method not in ("HEAD", "OPTIONS")
    }
    document = (await client.get(OPENAPI_PATH)).json()
    documented = set()
    for path, methods in document["paths"].items():
        for method in methods:
            plain = "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
            documented.add((method, plain))
    assert served - {("get", OPENAPI_PATH), ("get", API_DOCS)} == documented


async def test_the_document_is_complete(client: httpx.AsyncClient) -> None:
    document = (await client.get(OPENAPI_PATH)).json()
    assert document["openapi"].startswith("3.1")
    ids = []
    for methods in document["paths"].values():
        for operation in methods.values():
            ids.append(operation["operationId"])
            assert operation["summary"]
            for parameter in operation["parameters"]:
                assert parameter["description"].endswith("."), parameter
            assert any(status.startswith(("2", "3")) for status in operation["responses"])
    assert len(ids) == len(set(ids))
    text = json.dumps(document)
    # Generators of clients cannot read a tuple with fixed places, nor an object without members.
    assert "prefixItems" not in text
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in document["components"]["schemas"]


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.id)
async def test_head_is_get_without_the_body(client: httpx.AsyncClient, operation: Operation[Any]) -> None:
    got = await client.get(address(operation))
    headed = await client.head(address(operation))
    assert headed.status_code == got.status_code
    assert headed.content == b""
    assert headed.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.id)
async def test_reads_may_be_kept_and_read_by_our_own_site(
    client: httpx.AsyncClient, operation: Operation[Any]
) -> None:
    response = await client.get(address(operation), headers={"origin": "https://evil.example"})
    if operation.is_uncached:
        assert response.headers["cache-control"] == "no-store"
    elif response.status_code == 200:
        assert response.headers["cache-control"].startswith("public, max-age=300")
        assert response.headers["access-control-allow-origin"] == "https://choosemypower.org"
        assert "set-cookie" not in response.headers
        again = await client.get(address(operation), headers={"if-none-match": response.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
async def test_whatever_an_operation_answers_a_script_of_ours_may_read_and_no_search_engine_lists(
    client: httpx.AsyncClient, operation: Operation[Any]
) -> None:
    method = operation.method.upper()
    for query in ("", "nonsense=1"):
        url = f"{address(operation).partition('?')[0]}?{query}" if query else address(operation)
        for asked in (method, "PATCH"):
            response = await client.request(asked, url)
            where = (asked, url, response.status_code)
            assert response.headers["access-control-allow-origin"] == "https://choosemypower.org", where
            assert "ETag" in response.headers["access-control-expose-headers"], where
            assert response.headers["x-robots-tag"] == "noindex", where
    asked_first = {"origin": "https://choosemypower.org", "access-control-request-method": method}
    assert (
        method
        in (await client.options(address(operation), headers=asked_first)).headers[
            "access-control-allow-methods"
        ]
    )


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nowhere", "/api//v1/nowhere"])
async def test_an_address_of_the_api_that_is_not_there_says_so_to_scripts(
    client: httpx.AsyncClient, path: str
) -> None:
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        response = await client.request(method, path)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["access-control-allow-origin"] == "https://choosemypower.org"
        assert response.headers["x-robots-tag"] == "noindex"


async def test_a_preflight_is_answered(client: httpx.AsyncClient) -> None:
    asked = {"origin": "https://choosemypower.org", "access-control-request-method": "POST"}
    response = await client.options("/api/v1/bills", headers=asked)
    assert response.status_code == 204
    assert "POST" in response.headers["access-control-allow-methods"]
    assert response.headers["access-control-allow-origin"] == "https://choosemypower.org"


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.id)
async def test_nothing_in_a_parameter_makes_it_fail(
    client: httpx.AsyncClient, operation: Operation[Any]
) -> None:
    for parameter in operation.parameters:
        if parameter.is_in_path:
            continue
        for value in HOSTILE:
            await _expect_no_failure(client, f"{address(operation)}?{parameter.name}={value}")
    for parameter in operation.parameters:
        if parameter.is_in_path:
            for value in HOSTILE:
                path = operation.template.replace("{" + parameter.name + "}", value.replace("/", "%2F"))
                await _expect_no_failure(client, path)


async def _expect_no_failure(client: httpx.AsyncClient, url: str) -> None:
    response = await client.get(url)
    assert response.status_code in (200, 301, 400, 404, 409), (url, response.status_code)
    if response.status_code >= 400:
        problem: Any = response.json()
        assert problem["code"] in PROBLEMS
        assert response.status_code == PROBLEMS[problem["code"]][0]
        assert len(problem["detail"]) < 400


async def test_a_wrong_method_names_the_right_ones(client: httpx.AsyncClient) -> None:
    response = await client.delete("/api/v1/plans")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert {"GET", "HEAD"} <= set(response.headers["allow"].replace(" ", "").split(","))


async def test_the_reader_needs_no_script_and_no_other_site(client: httpx.AsyncClient) -> None:
    response = await client.get(API_DOCS)
    assert response.status_code == 200
    page = response.text
    for operation in OPERATIONS:
        assert f'id="{operation.id}"' in page
    used = {code for operation in OPERATIONS for code in operation.all_problems}
    for code in (PROBLEMS.keys() & used) | PROBLEMS_ANYWHERE.keys():
        assert f'id="error-{code}"' in page
    assert "http://localhost:4324/api/v1/zips/77002" in page
    assert "CenterPoint" in page
    assert "<style" not in page
    assert " style=" not in page
    assert "https://cdn" not in page


async def test_who_may_be_told_to_come_back_later_is_told_so_by_the_description(
    site: Site, client: httpx.AsyncClient
) -> None:
    document = (await client.get(OPENAPI_PATH)).json()
    for operation in OPERATIONS:
        responses = document["paths"][operation.template][operation.method]["responses"]
        route = site.page_cache.routes.find(_an_address_of(operation), operation.method.upper())
        assert route is not None, operation.id
        assert route.policy.takes_no_turn == operation.takes_no_turn, operation.id
        if not route.policy.takes_no_turn:
            assert {"429", "503"} <= responses.keys(), operation.id
        for status in responses.keys() & {"429"}:
            assert responses[status]["headers"].keys() == {"Retry-After", "RateLimit-Policy", "RateLimit"}
        if operation.tag != "Health" and "503" in responses:
            assert responses["503"]["headers"]["Retry-After"]["required"]


def _an_address_of(operation: Operation[Any]) -> str:
    return re.sub(r"\{[^}]*\}", "1", operation.path)


def test_bodies_are_documented_as_strictly_as_they_are_read() -> None:
    document = openapi_document(OPERATIONS_WITH_METERS, "https://site.example")
    schemas = document["components"]["schemas"]
    bodies = [
        (path, content["schema"])
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    assert len(bodies) > 8
    for path, schema in bodies:
        body = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        assert "properties" not in body or body["additionalProperties"] is False, path
