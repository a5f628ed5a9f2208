"""Utilities, cities, ZIP codes, providers, datasets, search."""

from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def read(client: httpx.AsyncClient, path: str) -> Any:
    response = await client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


async def everything(client: httpx.AsyncClient, path: str) -> list[Any]:
    entries: list[Any] = []
    while path:
        answer = await read(client, path)
        entries += answer["data"]
        path = answer["links"].get("next")
    assert len(entries) == answer["meta"]["total"]
    return entries


async def test_plan_counts_of_the_utilities_add_up(client: httpx.AsyncClient) -> None:
    utilities = await everything(client, "/api/v1/utilities")
    plans = (await read(client, "/api/v1/plans"))["meta"]["total"]
    assert sum(utility["planCount"] for utility in utilities) == plans
    providers = await everything(client, "/api/v1/providers?page-size=1000")
    assert sum(provider["planCount"] for provider in providers) == plans


async def test_a_utility_has_its_charges_by_date(client: httpx.AsyncClient) -> None:
    utility = (await read(client, "/api/v1/utilities/oncor"))["data"]
    days = [charge["validFrom"] for charge in utility["deliveryCharges"]]
    assert days == sorted(days)
    assert utility["currentDeliveryCharge"] in utility["deliveryCharges"]
    assert utility["duns"] == "1039940674000"


async def test_every_texas_city_is_listed_once(client: httpx.AsyncClient) -> None:
    cities = await everything(client, "/api/v1/cities?page-size=1000")
    assert len(cities) == len({city["slug"] for city in cities}) == 1471
    open_cities = await everything(client, "/api/v1/cities?market=open&page-size=1000")
    closed = await everything(client, "/api/v1/cities?market=closed&page-size=1000")
    assert len(open_cities) + len(closed) == 1471
    assert all(city["utilities"] for city in open_cities)


async def test_a_city_answers_under_both_of_its_slugs(client: httpx.AsyncClient) -> None:
    city = (await read(client, "/api/v1/cities/houston"))["data"]
    assert (await read(client, "/api/v1/cities/houston-tx"))["data"] == city
    assert "77002" in city["zips"]
    assert [utility["slug"] for utility in city["delivering"]] == ["centerpoint"]


@pytest.mark.parametrize(
    ("zip_code", "kind"),
    [("77002", "open"), ("75067", "split"), ("78701", "municipal"), ("79901", "outside_ercot")],
)
async def test_a_zip_says_who_serves_it(client: httpx.AsyncClient, zip_code: str, kind: str) -> None:
    area = (await read(client, f"/api/v1/zips/{zip_code}"))["data"]
    assert area["kind"] == kind
    assert area["message"]
    assert (area["planCount"] > 0) == (kind in ("open", "split"))
    assert (await client.get(area["pageUrl"])).status_code == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/v1/zips/10001", "not_texas"),
        ("/api/v1/zips/77999", "not_found"),
        ("/api/v1/utilities/acme", "not_found"),
        ("/api/v1/cities/gotham", "not_found"),
        ("/api/v1/providers/acme", "not_found"),
        ("/api/v1/nothing", "not_found"),
        ("/api/nothing", "not_found"),
        ("/api/v2/plans", "not_found"),
    ],
)
async def test_what_is_not_there_is_a_problem_document(
    client: httpx.AsyncClient, path: str, code: str
) -> None:
    response = await client.get(path)
    assert (response.status_code, response.json()["code"]) == (404, code)
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_provider_answers_to_its_short_word(client: httpx.AsyncClient) -> None:
    providers = await everything(client, "/api/v1/providers?page-size=1000&effective=all")
    names = [provider["name"].casefold() for provider in providers]
    assert names == sorted(names)
    details = [(await read(client, f"/api/v1/providers/{one['slug']}"))["data"] for one in providers[:10]]
    for detail in details:
        for alias in detail["aliases"]:
            assert (await read(client, f"/api/v1/providers/{alias}"))["data"] == detail


async def test_the_dataset_is_that_of_every_answer(client: httpx.AsyncClient) -> None:
    answer = await read(client, "/api/v1/datasets/current")
    assert answer["data"]["epoch"] == answer["meta"]["epoch"]
    assert answer["data"]["planCount"] == (await read(client, "/api/v1/plans"))["meta"]["total"]


async def test_search_puts_exact_before_prefix_before_the_rest(client: httpx.AsyncClient) -> None:
    answer = await read(client, "/api/v1/search?q=HOUSTON&limit=100")
    assert answer["data"][0] == {
        "kind": "city",
        "key": "houston",
        "name": "Houston",
        "detail": "Harris County",
        "planCount": (await read(client, "/api/v1/cities/houston"))["data"]["planCount"],
        "pageUrl": "/electricity-plans/houston",
        "match": "exact",
    }
    order = ["exact", "prefix", "contains"]
    places = [order.index(hit["match"]) for hit in answer["data"]]
    assert places == sorted(places)
    assert answer["meta"]["total"] >= len(answer["data"])


@pytest.mark.parametrize(
    ("q", "kind", "key"),
    [
        ("Houston, TX", "city", "houston"),
        ("houston texas", "city", "houston"),
        ("Ft. Worth", "city", "fort-worth"),
        ("Mc Allen", "city", "mcallen"),
        ("Katy TX 77494", "zip", "77494"),
    ],
)
async def test_search_takes_a_place_as_people_type_it(
    client: httpx.AsyncClient, q: str, kind: str, key: str
) -> None:
    hits = (await client.get("/api/v1/search", params={"q": q})).json()["data"]
    exact = [(hit["kind"], hit["key"]) for hit in hits if hit["match"] == "exact"]
    assert (kind, key) in exact
    assert hits[0]["match"] == "exact"


async def test_search_finds_zips_by_their_first_digits(client: httpx.AsyncClient) -> None:
    answer = await read(client, "/api/v1/search?q=7700&limit=100&kind=zip")
    assert answer["data"]
    assert all(hit["key"].startswith("7700") for hit in answer["data"])


@pytest.mark.parametrize("q", ["", "h", "x" * 101, "%00%00", "%ff%fe"])
async def test_search_words_have_limits(client: httpx.AsyncClient, q: str) -> None:
    response = await client.get(f"/api/v1/search?q={q}")
    assert (response.status_code, response.json()["code"]) == (400, "invalid_parameter")


async def test_search_without_hits_is_empty(client: httpx.AsyncClient) -> None:
    assert (await read(client, "/api/v1/search?q=zzzzzz"))["data"] == []
