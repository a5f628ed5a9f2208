"""What answers say after new listings are published: history, plans that are gone, what changed since."""

from pathlib import Path

import httpx
import pytest

from choosemypower.datasets.commands import rollback
from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program
from tests.support.publishing import publish, read
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

STAYS = a_listing_row(idKey=1, Product="Stays 12")
GETS_CHEAPER = a_listing_row(idKey=2, Product="Cheaper 12", kwh500=0.15, kwh1000=0.14, kwh2000=0.135)
CHEAPER = GETS_CHEAPER | {"kwh500": "0.139", "kwh1000": "0.129", "kwh2000": "0.124"}
ALSO = a_listing_row(idKey=4, Product="Also 12")
GOES = a_listing_row(idKey=3, Product="=Goes 6", TermValue=6)


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
        assert [plan["name"] for plan in changed["data"]] == ["Cheaper 12", "=Goes 6"]
        only_listed = await read(http, "/api/v1/plans?updated-since=2026-01-10&effective=current")
        assert [plan["name"] for plan in only_listed["data"]] == ["Cheaper 12"]
        sheet = (await http.get("/api/v1/plans.csv?effective=all")).text
        assert ",'=Goes 6," in sheet
        compared = await read(http, f"/api/v1/plans/compare?plan={first['=Goes 6']},{first['Stays 12']}")
        assert "isListed" in compared["data"]["differences"]


async def test_updated_since_tells_what_left_and_what_came_back(migrated: Settings, tmp_path: Path) -> None:
    whole = a_listing_file(tmp_path, STAYS, ALSO, GOES, name="whole.csv")
    without = a_listing_file(tmp_path, STAYS, ALSO, name="without.csv")
    async with running_program(migrated) as http:
        await publish(http, migrated, whole, 9)
        await publish(http, migrated, without, 12)
        (gone,) = (await read(http, "/api/v1/plans?updated-since=2026-01-10"))["data"]
        assert (gone["name"], gone["isListed"], gone["updatedOn"]) == ("=Goes 6", False, "2026-01-09")
        assert (gone["lastListed"], gone["goneOn"]) == ("2026-01-09", "2026-01-12")
        detail = (await read(http, f"/api/v1/plans/{gone['planId']}"))["data"]
        assert detail["source"] == {"source": "whole.csv", "epoch": 1, "asOf": "2026-01-09T18:00:00Z"}
        assert (await read(http, "/api/v1/plans?updated-since=2026-01-13"))["data"] == []

        again = a_listing_file(
            tmp_path, STAYS, ALSO, GOES, a_listing_row(idKey=9, Product="New 24", TermValue=24), name="c.csv"
        )
        await publish(http, migrated, again, 14)
        came = (await read(http, "/api/v1/plans?updated-since=2026-01-13"))["data"]
        assert {plan["name"]: plan["updatedOn"] for plan in came} == {
            "=Goes 6": "2026-01-14",
            "New 24": "2026-01-14",
        }
        back = next(plan for plan in came if plan["name"] == "=Goes 6")
        assert (back["isListed"], back["firstListed"], back["goneOn"]) == (True, "2026-01-09", None)


async def test_after_a_rollback_a_plan_speaks_of_the_listings_that_stand(
    migrated: Settings, tmp_path: Path
) -> None:
    whole = a_listing_file(tmp_path, STAYS, ALSO, GOES, name="whole.csv")
    without = a_listing_file(tmp_path, STAYS, ALSO, name="without.csv")
    async with running_program(migrated) as http:
        await publish(http, migrated, whole, 9)
        await publish(
            http, migrated, a_listing_file(tmp_path, STAYS, ALSO, GOES, CHEAPER, name="bad.csv"), 10
        )
        await roll_back(http)
        # What only the listing that was rolled back had is gone, and speaks of that listing.
        listed = {plan["name"] for plan in (await read(http, "/api/v1/plans"))["data"]}
        assert listed == {"Stays 12", "Also 12", "=Goes 6"}
        await publish(
            http, migrated, a_listing_file(tmp_path, STAYS, ALSO, GOES, CHEAPER, name="good.csv"), 12
        )
        cheaper = next(
            plan for plan in (await read(http, "/api/v1/plans"))["data"] if plan["name"] == "Cheaper 12"
        )
        assert cheaper["updatedOn"] == "2026-01-12"
        await publish(http, migrated, without, 14)
        await roll_back(http)
        await publish(http, migrated, a_listing_file(tmp_path, STAYS, ALSO, CHEAPER, name="last.csv"), 16)
        (gone,) = (await read(http, "/api/v1/plans?updated-since=2026-01-13"))["data"]
        assert (gone["name"], gone["updatedOn"], gone["goneOn"]) == ("=Goes 6", "2026-01-09", "2026-01-16")
        detail = (await read(http, f"/api/v1/plans/{gone['planId']}"))["data"]
        assert detail["source"]["source"] == "good.csv"
        assert detail["source"]["asOf"] == "2026-01-12T18:00:00Z"


async def roll_back(http: httpx.AsyncClient) -> None:
    """Return to the listing before and wait until answers are made from it."""
    dataset = await rollback()

    async def is_followed() -> bool:
        return bool((await http.get("/api/v1/datasets/current")).json()["meta"]["epoch"] == dataset.epoch)

    await until(is_followed)


async def test_changes_name_what_is_new_gone_dearer_and_cheaper(migrated: Settings, tmp_path: Path) -> None:
    dearer = ALSO | {"kwh1000": "0.1370"}
    new = a_listing_row(idKey=9, Product="New 24", TermValue=24)
    async with running_program(migrated) as http:
        await publish(
            http, migrated, a_listing_file(tmp_path, STAYS, ALSO, GETS_CHEAPER, GOES, name="a.csv"), 9
        )
        assert (await read(http, "/api/v1/datasets/changes"))["data"] == []
        await publish(http, migrated, a_listing_file(tmp_path, STAYS, dearer, CHEAPER, new, name="b.csv"), 12)
        answer = await read(http, "/api/v1/datasets/changes")
        assert {change["name"]: change["kind"] for change in answer["data"]} == {
            "=Goes 6": "gone",
            "Also 12": "dearer",
            "Cheaper 12": "cheaper",
            "New 24": "new",
        }
        by_name = {change["name"]: change for change in answer["data"]}
        assert by_name["Also 12"]["before"]["usdPerKwhAt1000"] == "0.127000"
        assert by_name["Also 12"]["after"]["usdPerKwhAt1000"] == "0.137000"
        assert (by_name["New 24"]["before"], by_name["=Goes 6"]["after"]) == (None, None)
        assert by_name["New 24"]["beforeDay"] == "2026-01-09"
        only = await read(http, "/api/v1/datasets/changes?kind=new,gone&utility=oncor")
        assert {change["name"] for change in only["data"]} == {"=Goes 6", "New 24"}
        assert (await read(http, "/api/v1/datasets/changes?utility=tnmp"))["data"] == []
        await publish(
            http, migrated, a_listing_file(tmp_path, STAYS, dearer, CHEAPER, new, GOES, name="c.csv"), 13
        )
        last = (await read(http, "/api/v1/datasets/changes"))["data"]
        assert [(change["name"], change["kind"]) for change in last] == [("=Goes 6", "new")]
        month = (await read(http, "/api/v1/datasets/changes?since=30-days"))["data"]
        assert {change["name"] for change in month} == {"Also 12", "Cheaper 12", "New 24"}
