"""What answers say after new listings are published: history, plans that are gone, what changed since."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from choosemypower import ingest
from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

STAYS = a_listing_row(idKey=1, Product="Stays 12")
GETS_CHEAPER = a_listing_row(idKey=2, Product="Cheaper 12", kwh500=0.15, kwh1000=0.14, kwh2000=0.135)
CHEAPER = GETS_CHEAPER | {"kwh500": "0.139", "kwh1000": "0.129", "kwh2000": "0.124"}
GOES = a_listing_row(idKey=3, Product="=Goes 6", TermValue=6)


async def read(http: httpx.AsyncClient, path: str) -> Any:
    response = await http.get(path)
    assert response.status_code == 200, response.text
    return response.json()


async def publish(http: httpx.AsyncClient, settings: Settings, file: Path, day: int) -> None:
    """Ingest a listing of that day of January 2026 and wait until answers are made from it."""
    report = await ingest.run(str(file), settings=settings, as_of=datetime(2026, 1, day, 18, tzinfo=UTC))

    async def is_followed() -> bool:
        response = await http.get("/api/v1/datasets/current")
        return response.status_code == 200 and response.json()["meta"]["epoch"] == report.dataset

    await until(is_followed)


async def test_answers_follow_what_is_published(migrated: Settings, tmp_path: Path) -> None:
    async with running_program(migrated) as http:
        nothing = await http.get("/api/v1/plans")
        assert (nothing.status_code, nothing.json()["code"]) == (503, "no_data")
        assert nothing.headers["retry-after"]

        await publish(http, migrated, a_listing_file(tmp_path, STAYS, GETS_CHEAPER, GOES, name="a.csv"), 9)
        first = {plan["name"]: plan["planId"] for plan in (await read(http, "/api/v1/plans"))["data"]}
        await publish(http, migrated, a_listing_file(tmp_path, STAYS, CHEAPER, name="b.csv"), 12)
        second = await read(http, "/api/v1/plans")
        assert {plan["name"]: plan["planId"] for plan in second["data"]} == {
            name: first[name] for name in ("Stays 12", "Cheaper 12")
        }

        gone = (await read(http, f"/api/v1/plans/{first['=Goes 6']}"))["data"]
        assert not gone["isListed"]
        assert gone["lastListed"] == "2026-01-09"
        stretches = [
            (record["firstDay"], record["lastDay"], record["usdPerKwhAt1000"], record["isListed"])
            for record in (await read(http, f"/api/v1/plans/{first['Cheaper 12']}/history"))["data"]
        ]
        assert [(day, float(price), listed) for day, _, price, listed in stretches] == [
            ("2026-01-09", 0.14, True),
            ("2026-01-12", 0.129, True),
        ]

        everything = await read(http, "/api/v1/plans?effective=all")
        assert [plan["name"] for plan in everything["data"]][-1] == "=Goes 6"
        assert everything["data"][-1]["cost"] is None
        assert everything["meta"]["total"] == 3
        assert (await read(http, "/api/v1/plans?effective=all&term=12"))["meta"]["total"] == 2
        assert (await read(http, "/api/v1/plans?effective=all&utility=tnmp"))["data"] == []
        changed = await read(http, "/api/v1/plans?updated-since=2026-01-10")
        assert [plan["name"] for plan in changed["data"]] == ["Cheaper 12"]
        sheet = (await http.get("/api/v1/plans.csv?effective=all")).text
        assert ",'=Goes 6," in sheet
        compared = await read(http, f"/api/v1/plans/compare?plan={first['=Goes 6']},{first['Stays 12']}")
        assert "isListed" in compared["data"]["differences"]
