"""POST /api/v1/bills: every plan against a home's own twelve months or meter file."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PATH = "/api/v1/bills"
MONTHS = [1301, 1098, 1010, 900, 1080, 1450, 1750, 1790, 1560, 1200, 940, 1080]


def meter_csv(kwh_per_quarter: str = "0.25") -> bytes:
    """A Smart Meter Texas report of 2025 with the same use in every quarter of an hour."""
    lines = [
        "ESIID,USAGE_DATE,REVISION_DATE,USAGE_START_TIME,USAGE_END_TIME,USAGE_KWH,ESTIMATED_ACTUAL,"
        "CONSUMPTION_SURPLUSGENERATION"
    ]
    for day in range(365):
        on = f"{date(2025, 1, 1) + timedelta(days=day):%m/%d/%Y}"
        for quarter in range(96):
            start, end = divmod(quarter * 15, 60), divmod((quarter + 1) * 15 % 1440, 60)
            lines.append(
                f"'10443720000000001,{on},{on},{start[0]:02}:{start[1]:02},{end[0]:02}:{end[1]:02},"
                f"{kwh_per_quarter},A,Consumption"
            )
    return "\n".join(lines).encode()


async def test_twelve_months_price_every_plan_as_the_list_does(client: httpx.AsyncClient) -> None:
    posted = await client.post(f"{PATH}?page-size=1000", json={"utility": "centerpoint", "months": MONTHS})
    assert posted.status_code == 200, posted.text
    assert posted.headers["cache-control"] == "no-store"
    months = "-".join(map(str, MONTHS))
    listed = await client.get(f"/api/v1/plans?utility=centerpoint&months={months}&page-size=1000")
    assert posted.json()["data"] == listed.json()["data"]
    assert posted.json()["meta"]["usage"]["kwhByMonth"] == MONTHS


async def test_a_missing_month_is_filled_in_and_said(client: httpx.AsyncClient) -> None:
    body = {"zip": "77002", "months": [*MONTHS[:11], None]}
    usage = (await client.post(PATH, json=body)).json()["meta"]["usage"]
    assert usage["filledMonths"] == [12]
    assert usage["kwhByMonth"][:11] == MONTHS[:11]


@pytest.mark.parametrize("way", ["body", "form"])
async def test_a_meter_file_becomes_twelve_months(client: httpx.AsyncClient, way: str) -> None:
    # 0.25 kWh in each of the 96 quarters of a day: 24 kWh a day.
    content = meter_csv()
    if way == "body":
        response = await client.post(
            f"{PATH}?utility=oncor", content=content, headers={"content-type": "text/csv; charset=utf-8"}
        )
    else:
        response = await client.post(
            f"{PATH}?utility=oncor", files={"file": ("meter.csv", content, "text/csv")}
        )
    assert response.status_code == 200, response.text
    usage = response.json()["meta"]["usage"]
    assert usage["kwhByMonth"] == [744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744]
    assert usage["coveredMonths"] == 12
    assert "10443720000000001" not in response.text


async def test_filters_and_pages_work_as_for_the_list(client: httpx.AsyncClient) -> None:
    query = "utility=oncor&term=12&rate=fixed&page=2&page-size=10"
    posted = await client.post(f"{PATH}?{query}", json={"kwh": 1000})
    listed = await client.get(f"/api/v1/plans?{query}&kwh=1000")
    assert posted.json()["data"] == listed.json()["data"]
    assert len(posted.json()["data"]) == 10


REFUSED: list[tuple[bytes, str, int, str]] = [
    (b"", "application/json", 400, "invalid_request"),
    (b"{", "application/json", 400, "invalid_request"),
    (b'{"months": [1, 2, 3]}', "application/json", 400, "invalid_request"),
    (b'{"months": [-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}', "application/json", 400, "invalid_request"),
    (b'{"months": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}', "application/json", 400, "invalid_parameter"),
    (b'{"months": "1301"}', "application/json", 400, "invalid_request"),
    (b'{"kwh": 1e400}', "application/json", 400, "invalid_request"),
    (b'{"home": 1650}', "application/json", 400, "invalid_request"),
    (b'{"kwh": 1000, "zip": "7"}', "application/json", 400, "invalid_format"),
    (b'{"kwh": 1000, "zip": "75067"}', "application/json", 409, "split"),
    (b'{"kwh": 1000, "utility": "acme"}', "application/json", 404, "not_found"),
    (b'{"kwh": 1000, "utility": "a\\u0000b"}', "application/json", 400, "invalid_request"),
    (b" " * 20_000, "application/json", 413, "too_large"),
    (b"kwh=1000", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    (b"kwh=1000", "", 415, "unsupported_media_type"),
    (b"", "text/csv", 422, "meter_file"),
    (b"%PDF-1.7", "text/csv", 422, "meter_file"),
    (b"PK\x03\x04", "application/octet-stream", 422, "meter_file"),
    (b"A,B\n1,2\n", "text/csv", 422, "meter_file"),
    (b"<feed><entry/></feed>", "application/xml", 422, "meter_file"),
    (b"no parts", "multipart/form-data; boundary=x", 400, "invalid_request"),
    (b"no parts", "multipart/form-data", 400, "invalid_request"),
    (b"x" * 10_000_001, "text/csv", 413, "too_large"),
    (b"x" * 10_200_000, "text/csv", 413, "too_large"),
]


@pytest.mark.parametrize(("body", "content_type", "status", "code"), REFUSED, ids=range(len(REFUSED)))
async def test_what_cannot_be_used_is_refused_with_a_sentence(
    client: httpx.AsyncClient, body: bytes, content_type: str, status: int, code: str
) -> None:
    headers = {"content-type": content_type} if content_type else {}
    response = await client.post(PATH, content=body, headers=headers)
    problem: Any = response.json()
    assert (response.status_code, problem["code"]) == (status, code), problem
    assert problem["detail"]
    assert response.headers["cache-control"] == "no-store"


async def test_the_hours_of_a_meter_file_can_be_asked_with_again(client: httpx.AsyncClient) -> None:
    rows = [
        f"{day:%m/%d/%Y},{hour:02d}:00,{3 if hour < 6 else 1}"
        for day in (date(2025, 1, 1) + timedelta(days=at) for at in range(365))
        for hour in range(24)
    ]
    content = "\n".join(["USAGE_DATE,USAGE_START_TIME,USAGE_KWH", *rows]).encode()
    posted = await client.post(f"{PATH}?utility=oncor", content=content, headers={"content-type": "text/csv"})
    assert posted.status_code == 200, posted.text
    usage = posted.json()["meta"]["usage"]
    listed = await client.get(f"/api/v1/plans?utility=oncor&{usage['query']}")
    assert listed.json()["meta"]["usage"]["hourlyShares"] == usage["hourlyShares"]
    assert listed.json()["data"] == posted.json()["data"]


async def test_of_several_meters_the_client_chooses(client: httpx.AsyncClient) -> None:
    rows = [f"{meter},06/{day:02d}/2025,{meter * 12}" for meter in (1, 2) for day in range(1, 31)]
    content = "\n".join(["ESIID,USAGE_DATE,USAGE_KWH", *rows]).encode()
    headers = {"content-type": "text/csv"}
    refused = await client.post(f"{PATH}?utility=oncor", content=content, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "several_meters")
    assert [one["meter"] for one in refused.json()["meters"]] == ["1", "2"]
    for choice, kwh in (("1", 360), ("2", 720), ("all", 1080)):
        answer = await client.post(f"{PATH}?utility=oncor&meter={choice}", content=content, headers=headers)
        usage = answer.json()["meta"]["usage"]
        assert usage["kwhByMonth"][5] == kwh
        energy = usage["energy"]
        left_out = sum(Decimal(one["kwh"]) for one in energy["leftOut"])
        assert Decimal(energy["inFileKwh"]) == 1080 == Decimal(energy["countedKwh"]) + left_out
        assert usage["dayStates"] == "r" * 30
    wrong = await client.post(f"{PATH}?utility=oncor&meter=3", content=content, headers=headers)
    assert (wrong.status_code, wrong.json()["parameter"]) == (400, "meter")
