"""What pages, filters and JSON say of charges that a listing states, hides, or says in no numbers."""

import html
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from choosemypower import ingest
from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program
from tests.web.test_compare_pages import rows_of

pytestmark = [pytest.mark.anyio, pytest.mark.db]

LOW_USE_FEE = a_listing_row(
    # Frontier Light Saver 12+: 8 USD below 2,000 kWh, energy 9.8 cents.
    idKey=1,
    Product="Low-use fee 12",
    kwh500="0.178",
    kwh1000="0.166",
    kwh2000="0.156",
    MinUsageFeesCredits="TRUE",
    **{"Fees/Credits": "A minimum usage fee of $8.00 applies if usage is less than 2,000 kWh."},
)
AUTOPAY = a_listing_row(
    idKey=2,
    Product="Autopay 12",
    kwh500="0.125",
    kwh1000="0.120",
    kwh2000="0.118",
    MinUsageFeesCredits="TRUE",
    **{"Fees/Credits": "$5 AutoPay discount per month"},
)
HIDDEN_CREDIT = a_listing_row(
    # 7.8 cents, Oncor's 4.23 USD and 5.5833 cents, and 5 USD off every month that the listing does not mention.
    idKey=3,
    Product="Hidden 12",
    kwh500="0.132",
    kwh1000="0.133",
    kwh2000="0.133",
)
UNREAD = a_listing_row(
    idKey=4,
    Product="Riddle 12",
    kwh500="0.20",
    kwh1000="0.12",
    kwh2000="0.16",
    MinUsageFeesCredits="TRUE",
    **{"Fees/Credits": "A bill credit may be given at our choice."},
)
NO_BASE = a_listing_row(
    # CleanSky Embrace Green 12: 7.999 cents and no base charge; it prints 14.4, 14.0 and 13.8 cents.
    idKey=5,
    Product="No base 12",
    kwh500="0.144",
    kwh1000="0.140",
    kwh2000="0.138",
    MinUsageFeesCredits="TRUE",
    **{"Fees/Credits": "No base charge. No minimum usage fee."},
)
PLAIN = a_listing_row(idKey=6, Product="Plain 12", kwh500="0.144", kwh1000="0.140", kwh2000="0.138")


@pytest.fixture
async def http(migrated: Settings, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    rows = (LOW_USE_FEE, AUTOPAY, HIDDEN_CREDIT, UNREAD, NO_BASE, PLAIN)
    day = datetime(2026, 1, 9, 18, tzinfo=UTC)
    await ingest.run(str(a_listing_file(tmp_path, *rows)), settings=migrated, as_of=day)
    async with running_program(migrated) as client:
        yield client


async def read(http: httpx.AsyncClient, path: str) -> Any:
    response = await http.get(path)
    assert response.status_code == 200, response.text
    return response.json()["data"]


async def plan_of(http: httpx.AsyncClient, name: str) -> Any:
    plans = await read(http, "/api/v1/plans?utility=oncor")
    return next(plan for plan in plans if plan["name"] == name)


async def page_of(http: httpx.AsyncClient, name: str, query: str = "") -> str:
    response = await http.get((await plan_of(http, name))["pageUrl"] + query)
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


async def test_a_low_use_fee_is_on_the_page_with_the_months_that_pay_it(http: httpx.AsyncClient) -> None:
    text = await page_of(http, "Low-use fee 12", "?kwh=1000")
    assert "Fee, up to 1,999 kWh Provider $8.00 a month" in text
    assert "All 12 months pay the $8 low-use fee. It falls away at 2,000 kWh." in text
    assert "Watch out for 2,000 kWh" in text
    plenty = await page_of(http, "Low-use fee 12", "?months=" + "-".join(["2400"] * 12))
    assert "You would not pay the $8 low-use fee in any month." in plenty


async def test_both_bills_of_a_conditional_credit_are_shown(http: httpx.AsyncClient) -> None:
    plan = await plan_of(http, "Autopay 12")
    text = await page_of(http, "Autopay 12", "?kwh=1000")
    said = re.search(r"With it: \$([\d,]+) a year, \$60 less than without", text)
    assert said, text
    bills = await read(http, f"/api/v1/plans/{plan['planId']}/bills?kwh=1000")
    (conditional,) = bills["conditional"]
    assert conditional["conditions"] == ["autopay"]
    with_usd, without_usd = (float(one["usdPerYear"]) for one in (conditional["cost"], bills["cost"]))
    assert round(without_usd - with_usd, 2) == 60
    assert f"{with_usd:,.0f}" == said[1]
    months = [float(one["usdPerMonth"]) for one in (conditional["cost"], bills["cost"])]
    assert round(months[1] - months[0], 2) == 5
    both = f"${months[0]:,.0f} a month with autopay, ${months[1]:,.0f} without"
    assert f"{both}." in text
    listed = await http.get("/electricity-plans/dallas?kwh=1000", follow_redirects=True)
    card = next(one for one in listed.text.split('<li class="card"')[1:] if "Autopay 12" in one)
    assert f"{both}." in card
    assert "Another price with autopay" in card
    assert "Needs autopay" not in card, "the price that it shows needs none"
    others = (await plan_of(http, "Plain 12"))["planId"]
    compared = await http.get(f"/compare/plans?plan={plan['planId']}&plan={others}&kwh=1000")
    assert both in rows_of(compared.text)["A month"]
    (credit,) = [one for one in bills["charges"] if one["kind"] == "usage_credit"]
    assert (credit["usd"], credit["conditions"], credit["basis"]) == ("5.00", ["autopay"], "stated")


async def test_a_credit_that_only_the_prices_show_is_said_to_be_one(http: httpx.AsyncClient) -> None:
    text = await page_of(http, "Hidden 12", "?kwh=1000")
    assert re.search(
        r"About \$[456] a month of this price is a credit that the list does not explain\.", text
    )
    assert "Often it is for autopay. Without it: about $" in text
    assert not re.search(r"Base charge[^.]{0,20}−", text)
    bills = await read(http, f"/api/v1/plans/{(await plan_of(http, 'Hidden 12'))['planId']}/bills?kwh=1000")
    assert [(one["kind"], one["basis"]) for one in bills["charges"]] == [
        ("energy_tier", "fitted"),
        ("usage_credit", "fitted"),
    ]


async def test_what_is_fitted_is_marked_and_has_no_false_decimals(http: httpx.AsyncClient) -> None:
    bills = await read(http, f"/api/v1/plans/{(await plan_of(http, 'Plain 12'))['planId']}/bills?kwh=1000")
    lines = bills["months"][0]["lines"]
    assert {line["kind"]: line["basis"] for line in lines} == {
        "energy": "fitted",
        "base": "fitted",
        "delivery_month": "stated",
        "delivery_kwh": "stated",
    }
    (energy,) = [line for line in lines if line["kind"] == "energy"]
    assert len(energy["usdPerKwh"].split(".")[1]) <= 6
    assert re.search(r"Energy charge Provider about [\d.]+¢ per kWh", await page_of(http, "Plain 12"))


async def test_a_stated_absence_of_a_base_charge_narrows_what_the_prices_leave_open(
    http: httpx.AsyncClient,
) -> None:
    ids = [(await plan_of(http, name))["planId"] for name in ("No base 12", "Plain 12")]
    stated, open_ = [await read(http, f"/api/v1/plans/{plan_id}/bills?kwh=2500") for plan_id in ids]
    assert not [line for line in stated["months"][0]["lines"] if line["kind"] == "base"]
    assert float(stated["months"][0]["giveOrTakeUsd"]) < float(open_["months"][0]["giveOrTakeUsd"])
    for month in stated["months"]:
        delivery = stated["delivery"]
        true_usd = float(delivery["usdPerMonth"]) + month["usageKwh"] * (
            0.07999 + float(delivery["usdPerKwh"])
        )
        assert abs(float(month["usd"]) - true_usd) <= float(month["giveOrTakeUsd"])


async def test_a_credit_that_cannot_be_read_is_not_known_to_be_missed_never(http: httpx.AsyncClient) -> None:
    ids = [(await plan_of(http, name))["planId"] for name in ("Riddle 12", "Plain 12")]
    page = await http.get(f"/compare/plans?plan={ids[0]}&plan={ids[1]}")
    row = re.search(r"Months that miss a credit.*?</tr>.*?</tr>", page.text, re.DOTALL)
    assert row
    assert "Not known" in row[0]
    assert "no credit or low-use fee" in row[0]
    with_credit = await read(http, "/api/v1/plans?utility=oncor&with=bill-credit")
    assert "Riddle 12" in [plan["name"] for plan in with_credit]
    detail = await read(http, f"/api/v1/plans/{ids[0]}")
    assert detail["statedFees"]["state"] == "unread"


async def test_the_page_says_how_far_a_fee_text_is_believed_and_its_sentence(http: httpx.AsyncClient) -> None:
    proven = await page_of(http, "Low-use fee 12")
    assert (
        "Fees and credits, as we read them $8 fee up to 1,999 kWh. The printed prices prove it. From: “A"
        in proven
    )
    assert "applies if usage is less than 2,000 kWh”" in proven
    silent = await page_of(http, "Autopay 12")
    assert "$5 credit. Only the text says so; the printed prices do not show it." in silent
    assert "We could not turn the text into numbers." in await page_of(http, "Riddle 12")
    assert "as we read them" not in await page_of(http, "Plain 12")
    stated = (await read(http, f"/api/v1/plans/{(await plan_of(http, 'Low-use fee 12'))['planId']}"))[
        "statedFees"
    ]
    assert stated["state"] == "proven"
    assert stated["sentences"] == ["A minimum usage fee of $8.00 applies if usage is less than 2,000 kWh"]
