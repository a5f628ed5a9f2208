"""From an address to its meters, and from a meter number to its utility, through the API."""

# ruff: noqa: E501 - one body is one line

import json
import logging

import httpx
import pytest

from choosemypower.app import Site
from tests.standins.ercot import Ercot, meter_number

pytestmark = [pytest.mark.anyio, pytest.mark.db]

ADDRESSES, METERS = "/api/v1/addresses/meters", "/api/v1/meters/validate"


async def test_an_address_gives_its_meter_utility_and_plans(client: httpx.AsyncClient) -> None:
    response = await client.post(ADDRESSES, json={"address": "1100 Louisiana St.", "zip": "77002"})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    (meter,) = response.json()["data"]
    assert meter["esiid"] == meter_number("centerpoint", 1)
    assert meter["utility"]["slug"] == "centerpoint"
    assert meter["isActive"] is True
    assert meter["hasSwitchHold"] is False
    assert meter["plansUrl"] == "/electricity-plans/houston"


async def test_an_address_may_have_several_meters_of_several_utilities(client: httpx.AsyncClient) -> None:
    answer = (await client.post(ADDRESSES, json={"address": "500 Main St", "zip": "75067"})).json()
    assert answer["meta"]["total"] == 3
    assert [meter["utility"]["slug"] for meter in answer["data"]] == ["oncor", "oncor", "tnmp"]
    assert [meter["hasSwitchHold"] for meter in answer["data"]] == [False, True, False]
    assert [meter["isActive"] for meter in answer["data"]] == [True, True, False]
    assert answer["data"][2]["plansUrl"] == "/electricity-plans/lewisville?utility=tnmp"


async def test_what_the_look_up_does_not_say_is_null(client: httpx.AsyncClient) -> None:
    (meter,) = (await client.post(ADDRESSES, json={"address": "7 Coast Rd", "zip": "78363"})).json()["data"]
    assert [meter[name] for name in ("utility", "duns", "isActive", "plansUrl")] == [None] * 4


async def test_an_unknown_address_has_no_meters(client: httpx.AsyncClient) -> None:
    response = await client.post(ADDRESSES, json={"address": "99 Nowhere Ln", "zip": "77002"})
    assert response.json()["data"] == []


async def test_a_meter_number_is_looked_up_and_its_first_digits_only_hint(client: httpx.AsyncClient) -> None:
    number = meter_number("oncor", 2)
    response = await client.post(METERS, json={"esiid": f"'{number[:7]} {number[7:]}"})
    data = response.json()["data"]
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert data["hintedUtility"] == "oncor"
    assert data["meter"]["utility"]["slug"] == "oncor"
    assert data["meter"]["hasSwitchHold"] is True


async def test_an_unknown_number_is_not_found_and_nothing_is_made_up(client: httpx.AsyncClient) -> None:
    response = await client.post(METERS, json={"esiid": meter_number("oncor", 999)})
    assert response.status_code == 404
    assert response.json()["code"] == "meter_not_found"
    assert "utility" not in response.json()


@pytest.mark.parametrize(
    ("path", "body", "code", "words"),
    [
        (METERS, {"esiid": "123"}, "meter_number", "3 digits"),
        (METERS, {"esiid": ""}, "meter_number", "Enter the meter number"),
        (ADDRESSES, {"address": "Main Street", "zip": "77002"}, "meter_address", "no house number"),
        (ADDRESSES, {"address": "1 Main St", "zip": "10001"}, "meter_address", "not in Texas"),
        (ADDRESSES, {"address": "1 Main St", "zip": "7"}, "meter_address", "Enter 5 digits"),
    ],
)
async def test_what_cannot_be_looked_up_is_422_and_says_why(
    client: httpx.AsyncClient, ercot: Ercot, path: str, body: dict[str, str], code: str, words: str
) -> None:
    response = await client.post(path, json=body)
    assert response.status_code == 422
    assert response.json()["code"] == code
    assert words in response.json()["detail"]
    assert ercot.asked == []


WRONG_SHAPES = {
    METERS: [
        ({}, "has no esiid"), ({"esiid": 5}, "esiid must be a text"), ({"esiid": 10443720000000001}, "esiid must be a text"),
        ({"esiid": 1e300}, "esiid must be a text"), ({"esiid": None}, "esiid must be a text"), ({"esiid": True}, "esiid must be a text"),
        ({"esiid": ["1"]}, "esiid must be a text"), ({"esiid": {"$ne": ""}}, "esiid must be a text"), ({"esid": "1"}, "Did you mean esiid?"),
        ({"esiid": "1", "zip": "77002"}, "no member “zip”"), ([], "JSON object"), ("x", "JSON object"), (None, "JSON object"),
        (5, "JSON object"), ([{"esiid": "1"}], "JSON object"),
    ],
    ADDRESSES: [
        ({}, "has no address, zip"), ({"address": "1 Main St"}, "has no zip"), ({"zip": "77002"}, "has no address"),
        ({"address": "1 Main St", "zip": 77002}, "zip must be a text"), ({"address": 1, "zip": "77002"}, "address must be a text"),
        ({"address": None, "zip": None}, "address must be a text"), ({"address": ["1 Main St"], "zip": "77002"}, "address must be a text"),
        ({"adress": "1 Main St", "zip": "77002"}, "Did you mean address?"), ([], "JSON object"), ("x", "JSON object"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "words"), [(path, *one) for path, several in WRONG_SHAPES.items() for one in several]
)
async def test_json_of_another_shape_is_422_and_says_what_is_wrong(
    client: httpx.AsyncClient, ercot: Ercot, path: str, body: object, words: str
) -> None:
    response = await client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    problem = response.json()
    assert (response.status_code, problem["status"]) == (422, 422)
    assert problem["code"] == {METERS: "meter_number", ADDRESSES: "meter_address"}[path]
    assert words in problem["detail"]
    assert ercot.asked == []


@pytest.mark.parametrize("path", [ADDRESSES, METERS])
@pytest.mark.parametrize("body", [b"", b"{", b'{"esiid": "1"', b"esiid=1", b'{"esiid": "\xff"}', b"[" * 1500])
async def test_a_body_that_is_no_json_is_400(client: httpx.AsyncClient, path: str, body: bytes) -> None:
    response = await client.post(path, content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("fault", ["down", "html", "cut", "huge", "busy"])
async def test_a_look_up_that_fails_is_503_and_the_zip_path_still_works(
    client: httpx.AsyncClient, site: Site, ercot: Ercot, fault: str
) -> None:
    ercot.fault = fault
    for path, body in (
        (ADDRESSES, {"address": "1100 Louisiana St", "zip": "77002"}),
        (METERS, {"esiid": meter_number("centerpoint", 1)}),
    ):
        response = await client.post(path, json=body)
        assert response.status_code == 503
        assert response.json()["code"] == "upstream_unavailable"
        assert int(response.headers["retry-after"]) > 0
    assert (await client.get("/api/v1/zips/77002")).status_code == 200
    assert (await client.get("/zip?zip=77002")).status_code == 302
    site.litestar.state.meters.upstream.fuse.succeeded()


async def test_one_client_is_limited(client: httpx.AsyncClient) -> None:
    codes = [(await client.post(METERS, json={"esiid": "1"})).status_code for _ in range(25)]
    assert codes[:20] == [422] * 20
    assert set(codes[20:]) == {429}


async def test_nothing_personal_is_logged_or_kept(
    client: httpx.AsyncClient, site: Site, ercot: Ercot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("httpx").setLevel(
        logging.WARNING
    )  # as set_up_logging leaves it: only our room says more
    number = meter_number("oncor", 1)
    await client.post(ADDRESSES, json={"address": "500 Main St", "zip": "75067"})
    await client.post(METERS, json={"esiid": number})
    ercot.fault = "down"
    await client.post(METERS, json={"esiid": number})
    assert number not in caplog.text
    assert "500 Main" not in caplog.text
    assert "500 main" not in caplog.text
    site.litestar.state.meters.upstream.fuse.succeeded()


async def test_the_documentation_names_both_operations(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/openapi.json")).json()
    assert {ADDRESSES, METERS} <= set(document["paths"])
    assert "meter_not_found" in (await client.get("/api/docs")).text
