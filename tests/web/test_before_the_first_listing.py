"""Before the first listing nobody is told anything wrong, nothing of it is kept, and no listing has no plans at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from choosemypower import ingest
from choosemypower.ingest.errors import ListingRefusedError
from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program
from tests.support.publishing import publish
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

OF_A_LISTING = (
    "/",
    "/electricity-plans",
    "/electricity-plans/dallas",
    "/electricity-plans/dallas/green-energy",
    "/providers",
    "/utilities/oncor",
    "/zip/75201",
    "/changes",
    "/trends",
    "/check-my-bill",
    "/compare/plans",
    "/guides/moving",
)
OF_EVERY_DAY = (
    "/about",
    "/guides",
    "/calculator",
    "/contact",
    "/privacy",
    "/terms",
    "/read-a-label",
    "/api/docs",
)
JSON = (
    "/api/v1/plans",
    "/api/v1/plans.csv",
    "/api/v1/providers",
    "/api/v1/cities",
    "/api/v1/market",
    "/api/v1/datasets/current",
    "/api/v1/datasets/changes",
)


async def test_what_needs_a_listing_says_that_there_is_none_and_what_does_not_is_there(
    migrated: Settings, tmp_path: Path
) -> None:
    async with running_program(migrated) as http:
        for path in (*OF_A_LISTING, "/sitemap.xml", *JSON):
            answer = await http.get(path)
            assert answer.status_code == 503, path
            assert answer.headers["cache-control"].endswith("no-store"), path
            assert int(answer.headers["retry-after"]) > 0, path
            if path in JSON:
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json()["code"] == "no_data"
            elif path in OF_A_LISTING:
                assert page_problems(answer.text) == [], path
                assert "We have no listings right now." in answer.text
                assert 'name="robots" content="noindex' in answer.text
        for path in (*OF_EVERY_DAY, "/robots.txt", "/api/openapi.json", "/api/health"):
            answer = await http.get(path)
            assert answer.status_code == 200, path
            if path in OF_EVERY_DAY:
                assert page_problems(answer.text) == [], path
        assert (await http.get("/api/health")).json()["status"] == "degraded"

        await publish(http, migrated, a_listing_file(tmp_path, a_listing_row()), 9)
        for path in (*OF_A_LISTING, *OF_EVERY_DAY, "/sitemap.xml", *JSON):
            assert (await http.get(path)).status_code == 200, path
        assert (await http.get("/api/health")).json()["status"] == "ok"


async def test_a_place_without_plans_says_so_and_is_in_no_sitemap(migrated: Settings, tmp_path: Path) -> None:
    async with running_program(migrated) as http:
        await publish(http, migrated, a_listing_file(tmp_path, a_listing_row()), 9)  # of Oncor
        page = (await http.get("/electricity-plans/houston")).text
        assert page_problems(page) == []
        assert "We have no listings for Houston right now." in page
        assert Page(page).text_of("h1") == "Electricity plans in Houston"
        assert 'name="robots" content="noindex' in page
        cities = (await http.get("/sitemap-cities.xml")).text
        assert "/electricity-plans/houston<" not in cities
        assert "/electricity-plans/dallas<" in cities
        for path in (
            "/electricity-plans/houston/12-month",
            "/zip/77002",
            "/utilities/centerpoint",
            "/trends?zip=77002",
        ):
            answer = await http.get(path)
            assert (answer.status_code, page_problems(answer.text)) == (200, []), path
        assert (await http.get("/api/v1/plans?city=houston")).json()["data"] == []


@pytest.mark.parametrize("is_accepted", [False, True])
async def test_a_listing_without_plans_is_never_published(
    migrated: Settings, tmp_path: Path, is_accepted: bool
) -> None:
    async with running_program(migrated) as http:
        whole = a_listing_file(tmp_path, a_listing_row())
        await publish(http, migrated, whole, 9)
        header = whole.read_text(encoding="utf-8-sig").splitlines()[0]
        empty = tmp_path / "empty.csv"
        empty.write_text(f"{header}\nEND OF FILE\n")
        nobody = a_listing_file(tmp_path, a_listing_row(TduCompanyName="NOBODY"), name="nobody.csv")
        for file in (empty, nobody):
            with pytest.raises(ListingRefusedError):
                await ingest.run(
                    str(file),
                    settings=migrated,
                    as_of=datetime(2026, 1, 10, 18, tzinfo=UTC),
                    accept=is_accepted,
                )
        body = (await http.get("/api/v1/plans?zip=75201")).json()
        assert len(body["data"]) == 1
