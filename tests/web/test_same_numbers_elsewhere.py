"""The same for pages that hold plans against each other or count them: each number is the JSON's."""

import random
import re
from decimal import Decimal

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.plans.model import Plan
from choosemypower.pricing import CostGroup
from choosemypower.usage import typical_usage
from choosemypower.world import World
from tests.web.test_same_numbers import _exact, a_home, json_of, plain, whole

pytestmark = [pytest.mark.anyio, pytest.mark.db]

CASES = 12


def rows_of(text: str, after: str) -> list[list[str]]:
    """The cells of the first table after some words, without its head."""
    table = text[text.index(after) :].partition("<table")[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows
    ][1:]


async def months_of(client: httpx.AsyncClient, plan_id: str, home: str) -> list[str]:
    months = (await json_of(client, f"/api/v1/plans/{plan_id}/bills?{home}"))["months"] or []
    said = [_exact(month["usd"]) for month in months]
    return [*said, *["Not known"] * (12 - len(said))]


def of_centerpoint(site: Site) -> list[Plan]:
    world: World = site.litestar.state.shelf.world
    return [plan for plan in world.catalogue.by_utility["centerpoint"] if plan.suspect is None]


async def test_each_month_of_a_comparison_is_the_jsons(client: httpx.AsyncClient, site: Site) -> None:
    chance = random.Random(1)
    for _ in range(CASES):
        plans, home = chance.sample(of_centerpoint(site), chance.randrange(2, 5)), a_home(chance)
        query = "&".join(f"plan={plan.plan_id}" for plan in plans)
        text = (await client.get(f"/compare/plans?{query}&{home}", follow_redirects=True)).text
        ids = re.findall(r'<th scope="col" data-id="([^"]+)"', text)
        assert sorted(ids) == sorted(plan.plan_id for plan in plans)
        known = [months for one in ids if "$" in "".join(months := await months_of(client, one, home))]
        if not known:
            assert "Month by month" not in text
            continue
        rows = rows_of(text, 'id="months-caption"')
        assert [row[1:] for row in rows] == [list(row) for row in zip(*known, strict=True)], (ids, home)


async def test_the_year_of_the_own_plan_and_of_the_lowest_are_the_jsons(
    client: httpx.AsyncClient, site: Site
) -> None:
    world: World = site.litestar.state.shelf.world
    chance = random.Random(2)
    year = typical_usage(world.profiles).year
    whole_year = [
        cost.plan
        for cost in world.market.costs(of_centerpoint(site), year)
        if cost.group is CostGroup.WHOLE_YEAR
    ]
    drawn = 0
    for _ in range(CASES):
        plan, home = chance.choice(whole_year), a_home(chance)
        answer = await client.get(f"/check-my-bill?plan={plan.plan_id}&zip=77002&{home}")
        cost = (await json_of(client, f"/api/v1/plans/{plan.plan_id}/bills?{home}"))["cost"]
        if answer.status_code == 422 or cost["usdPerYear"] is None:
            continue
        assert f"costs {whole(Decimal(cost['usdPerYear']))} a year at this use" in plain(answer.text)
        lowest = re.search(r'The lowest is <a href="([^"?]+)', answer.text)
        if lowest is None:
            continue
        (other,) = [one for one in of_centerpoint(site) if one.url == lowest[1]]
        other_cost = (await json_of(client, f"/api/v1/plans/{other.plan_id}/bills?{home}"))["cost"]
        assert f"The lowest like-for-like plan costs {whole(Decimal(other_cost['usdPerYear']))}" in plain(
            answer.text
        )
        rows = rows_of(answer.text, 'id="months-caption"')
        both = [await months_of(client, one.plan_id, home) for one in (plan, other)]
        assert [row[1:] for row in rows] == [list(row) for row in zip(*both, strict=True)], (plan.url, home)
        drawn += 1
    assert drawn >= CASES // 2


async def test_the_calculators_cheapest_and_dearest_year_are_the_jsons(client: httpx.AsyncClient) -> None:
    chance = random.Random(3)
    for _ in range(CASES):
        home = a_home(chance)
        text = plain((await client.get(f"/calculator?zip=77002&{home}", follow_redirects=True)).text)
        found, page = [], f"/api/v1/plans?zip=77002&{home}&page-size=100".replace("&&", "&")
        for number in (1, 2):
            found += await json_of(client, f"{page}&page={number}")
        years = [Decimal(one["cost"]["usdPerYear"]) for one in found if one["cost"]["group"] == "whole-year"]
        assert f"cost {whole(min(years))} to {whole(max(years))} a year" in text, home


async def test_a_zip_codes_page_counts_the_plans_that_the_json_counts(client: httpx.AsyncClient) -> None:
    for zip_code in ("77002", "75056", "75067", "76401", "79601"):
        data = await json_of(client, f"/api/v1/zips/{zip_code}")
        text = plain((await client.get(f"/zip/{zip_code}")).text)
        counts = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) plans? listed on", text)]
        assert counts == [utility["planCount"] for utility in data["utilities"]], zip_code
