"""What answers look like: every member declared, money a decimal text with one number of decimals, dates as dates."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest

from choosemypower.api import OPERATIONS
from choosemypower.api.labels import EXAMPLE

pytestmark = [pytest.mark.anyio, pytest.mark.db]

MONTHS = [1301, 1098, 1010, 900, 1080, 1450, 1750, 1790, 1560, 1200, 940, 1080]
BY_ID = {operation.id: operation for operation in OPERATIONS}


async def answers(client: httpx.AsyncClient) -> dict[str, list[Any]]:
    """JSON of every operation that has any, several where they differ."""
    listed = (await client.get("/api/v1/plans?page-size=1000")).json()["data"]
    ids = [plan["planId"] for plan in listed[::40]]
    paths = {
        "listPlans": [
            "/api/v1/plans?page-size=1000",
            "/api/v1/plans?zip=77002&home=1600",
            "/api/v1/plans?city=austin",
        ],
        "getPlan": [f"/api/v1/plans/{plan_id}" for plan_id in ids],
        "getPlanHistory": [f"/api/v1/plans/{ids[0]}/history"],
        "getPlanBills": [f"/api/v1/plans/{plan_id}/bills" for plan_id in ids],
        "comparePlans": [f"/api/v1/plans/compare?plan={ids[0]},{ids[1]}"],
        "listFacets": ["/api/v1/facets?city=houston"],
        "listProviders": ["/api/v1/providers?page-size=1000&effective=all"],
        "getProvider": ["/api/v1/providers/gexa-energy"],
        "listUtilities": ["/api/v1/utilities"],
        "getUtility": [
            f"/api/v1/utilities/{slug}" for slug in ("oncor", "centerpoint", "tnmp", "aep-central", "lubbock")
        ],
        "listCities": ["/api/v1/cities?page-size=50"],
        "getCity": ["/api/v1/cities/houston", "/api/v1/cities/austin"],
        "getZip": ["/api/v1/zips/77002", "/api/v1/zips/75067", "/api/v1/zips/78701"],
        "search": ["/api/v1/search?q=hous"],
        "getCurrentDataset": ["/api/v1/datasets/current"],
        "listDatasetChanges": ["/api/v1/datasets/changes"],
        "getMarket": ["/api/v1/market", "/api/v1/market?utility=oncor&kwh=500"],
        "navigateZip": ["/api/zip/navigate?zip=77002", "/api/zip/navigate?zip=75067"],
        "getHealth": ["/api/health"],
        "getSystemHealth": ["/api/health/system"],
        "getDatabaseHealth": ["/api/health/database"],
        "getCacheHealth": ["/api/health/cache"],
    }
    found = {name: [(await client.get(path)).json() for path in of_it] for name, of_it in paths.items()}
    found["postBills"] = [
        (await client.post("/api/v1/bills", json={"utility": "tnmp", "months": MONTHS})).json()
    ]
    message = BY_ID["sendMessage"].body
    assert message is not None
    found["sendMessage"] = [(await client.post("/api/v1/contact", json=message.example)).json()]
    label = {"file": ("label.txt", EXAMPLE.encode(), "text/plain")}
    found["readLabel"] = [(await client.post("/api/v1/labels/read", files=label)).json()]
    message = {"email": "ana@example.org", "message": "The fee of this plan is $20, not $15."}
    found["sendMessage"] = [(await client.post("/api/v1/contact", json=message)).json()]
    found["navigateZipByPost"] = [(await client.post("/api/zip/navigate", json={"zip": "77002"})).json()]
    return found


async def test_every_answer_is_what_its_schema_says_and_no_more(client: httpx.AsyncClient) -> None:
    found = await answers(client)
    with_json = {operation.id for operation in OPERATIONS if operation.answer is not None}
    assert set(found) == with_json
    for name, of_it in found.items():
        for answer in of_it:
            read = msgspec.convert(answer, BY_ID[name].answer)
            assert msgspec.to_builtins(read).keys() == answer.keys(), name
            assert undeclared(answer, json.loads(msgspec.json.encode(read))) == [], name


def undeclared(said: Any, read: Any, path: str = "") -> list[str]:
    """Where the answer says more than its Struct knows."""
    if isinstance(said, dict) and isinstance(read, dict):
        missing = [f"{path}.{name}" for name in said.keys() - read.keys() if said[name] is not None]
        return missing + [
            place
            for name in said.keys() & read.keys()
            for place in undeclared(said[name], read[name], f"{path}.{name}")
        ]
    if isinstance(said, list) and isinstance(read, list):
        return [
            place
            for at, (one, other) in enumerate(zip(said, read, strict=True))
            for place in undeclared(one, other, f"{path}[]")
        ]
    return []


def members(part: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every member of a document with its value."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from members(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from members(value, name)
    else:
        yield name, part


async def test_money_is_a_decimal_text_with_one_number_of_decimals(client: httpx.AsyncClient) -> None:
    wrong = {
        f"{operation}: {name}={value!r}"
        for operation, of_it in (await answers(client)).items()
        for answer in of_it
        for name, value in members(answer)
        if "usd" in name.lower() and value is not None and not is_money(name, value)
    }
    assert sorted(wrong)[:20] == []


RATES = re.compile("[uU]sdPer(Kwh|Day)(At|[A-Z]|$)")
"""Prices of a kWh or a day; `byDayUsdPerYear` is none."""


def is_money(name: str, value: Any) -> bool:
    decimals = 6 if RATES.search(name) else 2
    return isinstance(value, str) and re.fullmatch(rf"-?\d+\.\d{{{decimals}}}", value) is not None


def leaves(schema: dict[str, Any], document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a member may be, of its lists what stands in them; other components say what they are themselves."""
    for kind in schema.get("anyOf", ()):
        yield from leaves(kind, document)
    for inner in (schema.get("items"), schema.get("additionalProperties"), *schema.get("prefixItems", ())):
        if isinstance(inner, dict):
            yield from leaves(inner, document)
    if schema.get("type") not in (None, "array", "object", "null"):
        yield schema


MOMENT_OR_DAY = re.compile("(At|asOf|timestamp)$|(On|[a-z]Day|Listed|validFrom|validTo)$|^since$")


async def test_the_document_says_of_all_money_that_it_is_decimal_and_of_all_days_and_moments_their_format(
    client: httpx.AsyncClient,
) -> None:
    document = (await client.get("/api/openapi.json")).json()
    bodies = [operation.body for operation in OPERATIONS if operation.body is not None]
    kinds = [kind for body in bodies for kind in body.media_types.values() if isinstance(kind, type)]
    asked = {kind.__name__.removesuffix("Json") for kind in kinds}
    money = set()
    for component, schema in document["components"]["schemas"].items():
        for name, member in schema.get("properties", {}).items():
            where = f"{component}.{name}: {member}"
            texts = [leaf for leaf in leaves(member, document) if leaf["type"] not in ("boolean", "integer")]
            if "usd" in name.lower() and component not in asked:
                money.add(name)
                found = list(leaves(member, document))
                assert found, where
                assert all((leaf["type"], leaf.get("format")) == ("string", "decimal") for leaf in found), (
                    where
                )
            elif MOMENT_OR_DAY.search(name) and "enum" not in member:
                assert all(leaf.get("format") in ("date", "date-time") for leaf in texts), where
    assert {"usdPerKwhAt500", "usdPerDay", "usdPerYear", "usd"} <= money


async def test_every_text_that_looks_like_a_day_or_a_moment_is_one(client: httpx.AsyncClient) -> None:
    wrong = set()
    for operation, of_it in (await answers(client)).items():
        for answer in of_it:
            for name, value in members(answer):
                if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
                    moment = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", value)
                    if not (moment or re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
                        wrong.add(f"{operation}: {name}={value}")
    assert sorted(wrong) == []
