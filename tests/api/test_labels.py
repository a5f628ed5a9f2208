"""POST /api/v1/labels/read: a facts label as PDF, HTML or text; every file that is none gets its own sentence."""

import re
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.documents.labels import PLAIN, a_label
from tests.documents.pdfs import bomb, by_rows, locked, pdf_of, scanned

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PATH = "/api/v1/labels/read"
TEXT = a_label("Energy Charge 6.9¢ per kWh\n", PLAIN)


async def read(client: httpx.AsyncClient, content: bytes, kind: str, query: str = "") -> Any:
    response = await client.post(f"{PATH}{query}", content=content, headers={"content-type": kind})
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    return response.json()


async def test_a_text_is_read_and_proved(client: httpx.AsyncClient) -> None:
    data = (await read(client, TEXT.encode(), "text/plain; charset=utf-8"))["data"]
    assert (data["proven"], data["state"], data["utility"]) == (True, "proven", "oncor")
    assert data["charges"]["energyTiers"] == [
        {"fromKwh": 0, "toKwh": None, "usdPerKwh": "0.069000", "centsPerKwh": "6.9"}
    ]
    assert data["charges"]["delivery"]["usdPerMonth"] == "4.06"
    assert [one["printedCentsPerKwh"] for one in data["averages"]] == ["13.8", "13.4", "13.2"]
    assert "Energy Charge 6.9¢ per kWh" in data["sentences"]
    assert (data["termMonths"], data["cancelFeeUsd"], data["cancelFeeKind"]) == (12, "150.00", "flat")


async def test_the_year_is_that_of_the_home_that_the_parameters_state(client: httpx.AsyncClient) -> None:
    answer = await read(client, TEXT.encode(), "text/plain", "?kwh=1000")
    (year,) = answer["data"]["years"]
    kwh = dict(enumerate(answer["meta"]["usage"]["kwhByMonth"], start=1))
    assert len(year["bills"]) == 12
    for bill in year["bills"]:
        energy = next(line for line in bill["lines"] if line["kind"] == "energy")
        assert Decimal(energy["usageKwh"]) == bill["usageKwh"] == kwh[bill["month"]]
        assert abs(Decimal(energy["usd"]) - kwh[bill["month"]] * Decimal("0.069")) <= Decimal("0.01")
    assert Decimal(year["usdPerYear"]) == sum(Decimal(bill["usd"]) for bill in year["bills"])


@pytest.mark.parametrize(
    ("answer", "kind", "usd"),
    [
        ("Yes, $20 per remaining month of the term.", "per_remaining_month", "20.00"),
        ("Yes, $15.00 multiplied by the number of months remaining.", "per_remaining_month", "15.00"),
        ("Yes, $150.", "flat", "150.00"),
        ("No.", "unknown", None),
        ("Yes, $150, or $20 for each month left.", "unknown", None),
    ],
)
async def test_a_fee_to_leave_says_whether_it_is_for_each_month_left(
    client: httpx.AsyncClient, answer: str, kind: str, usd: str | None
) -> None:
    asked = re.compile(r"(Do I have a termination fee[^?]*\?)[^\n]*", re.IGNORECASE)
    assert asked.search(TEXT)
    data = (await read(client, asked.sub(rf"\1 {answer}", TEXT).encode(), "text/plain"))["data"]
    assert (data["cancelFeeKind"], data["cancelFeeUsd"]) == (kind, usd)


@pytest.mark.parametrize("way", ["body", "form", "nameless"])
async def test_a_pdf_may_come_as_the_body_or_in_a_form(client: httpx.AsyncClient, way: str) -> None:
    content = pdf_of(by_rows)
    if way == "form":
        files = {"file": ("label.pdf", content, "application/pdf")}
        data = (await client.post(PATH, files=files)).json()["data"]
    else:
        kind = "application/pdf" if way == "body" else "application/octet-stream"
        data = (await read(client, content, kind))["data"]
    assert data["proven"], data["note"]
    assert data["charges"]["baseUsdPerMonth"] == "4.95"


async def test_html_is_read_as_a_page_shows_it(client: httpx.AsyncClient) -> None:
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in TEXT.splitlines())
    page = f"<html><body><table>{rows}</table></body></html>"
    assert (await read(client, page.encode(), "text/html"))["data"]["proven"]


async def test_a_condition_gets_both_years(client: httpx.AsyncClient) -> None:
    # Autopay takes 5 USD off, and the averages hold it.
    rows = "Energy Charge 6.9¢ per kWh\nAutopay credit -$5.00 per billing cycle\n"
    answer = await read(client, a_label(rows, "12.8¢ 12.9¢ 13.0¢").encode(), "text/plain")
    without, with_it = answer["data"]["years"]
    assert (without["conditions"], with_it["conditions"]) == ([], ["autopay"])
    assert Decimal(without["usdPerYear"]) - Decimal(with_it["usdPerYear"]) == 60
    assert answer["data"]["averagesMeet"] == ["autopay"]


async def test_a_charge_that_comes_once_is_in_the_first_bill(client: httpx.AsyncClient) -> None:
    # A twelfth of 60 USD is in each average: 5 USD, so 1.0, 0.5 and 0.25 cents.
    rows = "Energy Charge 6.9¢ per kWh\nOne-time enrollment fee $60.00\n"
    data = (await read(client, a_label(rows, "14.8¢ 13.9¢ 13.5¢").encode(), "text/plain"))["data"]
    (year,) = data["years"]
    once = [[line["usd"] for line in bill["lines"] if line["kind"] == "once"] for bill in year["bills"]]
    assert once == [["60.00"], *([[]] * 11)]
    assert (data["charges"]["oneTimeUsd"], year["oneTimeUsd"]) == ("60.00", "60.00")


@pytest.mark.parametrize(
    ("text", "state", "word"),
    [
        (TEXT.replace("6.9¢", "7.9¢"), "contradicted", "13.8"),
        (TEXT.replace("6.9¢", "$0.069 cents"), "unread", "dollars and cents"),
        (TEXT + TEXT.replace(PLAIN, "14.8¢ 14.4¢ 14.2¢").replace("6.9¢", "7.9¢"), "unread", "several labels"),
        (
            TEXT.replace("500 kWh 1,000 kWh 2,000 kWh", "1,500 kWh 2,500 kWh 3,500 kWh")
            + "Small commercial service",
            "unread",
            "businesses",
        ),
    ],
)
async def test_a_label_that_is_not_believed_says_why_and_has_no_charges(
    client: httpx.AsyncClient, text: str, state: str, word: str
) -> None:
    data = (await read(client, text.encode(), "text/plain"))["data"]
    assert (data["state"], data["proven"], data["charges"], data["years"]) == (state, False, None, [])
    assert word in data["note"] or word in str(data["averages"])


REFUSED: list[tuple[bytes, str, int, str, str]] = [
    (b"", "text/plain", 422, "label_file", "no text"),
    (b"   \n", "text/plain", 422, "label_file", "no text"),
    (b"Our summer newsletter", "text/plain", 422, "label_file", "no Electricity Facts Label"),
    (pdf_of(locked), "application/pdf", 422, "label_file", "password"),
    (pdf_of(scanned), "application/pdf", 422, "label_file", "scanned"),
    (b"%PDF-1.7 nothing more", "application/pdf", 422, "label_file", "broken"),
    (b"\x89PNG\r\n\x1a\n....", "application/octet-stream", 422, "label_file", "picture"),
    (b"PK\x03\x04", "application/octet-stream", 422, "label_file", "archive"),
    (b"x" * (2 * 1024 * 1024 + 1), "text/plain", 413, "too_large", "2 MB"),
    (b"x" * (2 * 1024 * 1024 + 200_000), "text/plain", 413, "too_large", "2 MB"),
    (TEXT.encode(), "application/json", 415, "unsupported_media_type", "text/plain"),
    (TEXT.encode(), "", 415, "unsupported_media_type", "text/plain"),
    (b"no parts", "multipart/form-data; boundary=x", 400, "invalid_request", ""),
]


@pytest.mark.parametrize(("body", "kind", "status", "code", "word"), REFUSED, ids=range(len(REFUSED)))
async def test_what_is_no_label_is_refused_with_a_sentence(
    client: httpx.AsyncClient, body: bytes, kind: str, status: int, code: str, word: str
) -> None:
    headers = {"content-type": kind} if kind else {}
    response = await client.post(PATH, content=body, headers=headers)
    problem = response.json()
    assert (response.status_code, problem["code"]) == (status, code), problem
    assert word in problem["detail"]


async def test_a_bomb_ends_its_own_process_and_nothing_else(client: httpx.AsyncClient) -> None:
    response = await client.post(PATH, content=bomb(), headers={"content-type": "application/pdf"})
    assert response.status_code == 422, response.text
    assert response.json()["code"] in ("label_file", "too_much_work")
    assert (await read(client, TEXT.encode(), "text/plain"))["data"]["proven"]


async def test_a_form_names_what_it_does_not_know(client: httpx.AsyncClient) -> None:
    response = await client.post(PATH, files={"label": ("l.txt", b"x", "text/plain")})
    assert (response.status_code, response.json()["member"]) == (400, "label")
    response = await client.post(f"{PATH}?kw=1000", content=b"x", headers={"content-type": "text/plain"})
    assert (response.status_code, response.json()["nearest"]) == (400, "kwh")


async def test_one_client_has_a_bound(client: httpx.AsyncClient) -> None:
    response = await client.post(PATH, content=TEXT.encode(), headers={"content-type": "text/plain"})
    assert response.headers["ratelimit-policy"] == '"files";q=60;w=60'
