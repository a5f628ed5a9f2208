"""A price that can change every month is known in the month in which the list was last seen, and for seven days."""

import csv
import html
import io
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from choosemypower.app import Site, create_app
from choosemypower.datasets.tables import DatasetRow
from choosemypower.plans.model import Plan
from choosemypower.settings import Settings
from choosemypower.world import World
from tests.support.waiting import until
from tests.web.markup import Page
from tests.web.test_same_numbers import check_pages

pytestmark = [pytest.mark.anyio, pytest.mark.db]

LISTED = "January 9, 2026"
SAID_AT = re.compile(rf"(−?\$[\d,]+) in November at the price of {LISTED}")


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def unescaped(text: str) -> str:
    return html.unescape(text)


def changeable(world: World) -> Plan:
    return next(
        plan
        for plan in world.catalogue.by_utility["centerpoint"]
        if plan.rate_type == "variable" and not plan.is_time_of_use and plan.suspect is None
    )


def read_in_november(settings: Settings) -> AbstractAsyncContextManager[tuple[httpx.AsyncClient, Site]]:
    return read_on(settings, lambda: date(2026, 11, 28))


@asynccontextmanager
async def read_on(
    settings: Settings, today: Callable[[], date]
) -> AsyncIterator[tuple[httpx.AsyncClient, Site]]:
    site = create_app(settings, today=today)
    async with (
        site.litestar.lifespan(),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=site), base_url="http://localhost:4324", follow_redirects=True
        ) as client,
    ):
        yield client, site


async def cost_of(client: httpx.AsyncClient, plan: Plan) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/plans/{plan.plan_id}/bills")
    cost: dict[str, Any] = answer.json()["data"]["cost"]
    return cost


async def test_an_old_price_that_can_change_is_that_of_its_day_and_no_month_is_known(
    stocked_unconnected: Settings,
) -> None:
    async with read_in_november(stocked_unconnected) as (client, site):
        shelf = site.litestar.state.shelf
        plan = changeable(shelf.world)
        told = (await client.get(f"/api/v1/plans/{plan.plan_id}/bills")).json()["data"]
        cost = told["cost"]
        assert (cost["knownMonths"], told["months"]) == (0, [])
        amounts = ("usdPerYear", "knownUsd", "usdPerMonth", "lowestMonthUsd", "highestMonthUsd", "usdPerKwh")
        assert [cost[name] for name in amounts] == [None] * len(amounts)
        assert cost["asListedOn"] == "2026-01-09"
        whole_usd = f"${float(cost['asListedUsd']):,.0f}"
        assert "the list is from January 9, 2026: what November costs is not known" in cost["reason"]

        page = plain((await client.get(plan.url)).text)
        assert set(SAID_AT.findall(page)) == {whole_usd}
        assert "what November costs is not known" in page
        assert f"rounded, at the price of {LISTED}" in page
        assert told["delivery"]["usdPerKwh"], "the other part of that price"
        assert re.search(r"Delivery, by use Utility [\d.]+¢ per kWh", page)
        assert f"What it cost a year on {LISTED} is not known." in page
        assert "Months use the delivery charge" not in page
        assert "Delivery, by use Utility 6.0009¢ per kWh" in page
        assert "Worked out from the three label prices" in page
        assert not re.search(r"\$[\d,]+ a (month|year)", page.partition("Next step")[0])

        listed = await client.get("/electricity-plans/houston?rate=variable&show=200")
        (card,) = [one for one in listed.text.split('<li class="card"') if plan.plan_id in one]
        assert SAID_AT.findall(plain(card)) == [whole_usd]
        assert "Not known" in card
        assert "then it can change" not in card

        part = plain((await client.get("/electricity-plans/houston?only=less-than-a-year")).text)
        assert (
            "The list is too old to say what prices that can change every month are now: they come last"
            in part
        )

        compared = plain((await client.get(f"/compare/plans?plan={plan.plan_id}")).text)
        assert set(SAID_AT.findall(compared)) == {whole_usd}
        assert "the only known month" not in compared
        charges = compared.partition(" Charges ")[2].partition(" Documents ")[0]
        assert "delivery, by use: 6.0009¢ per kWh" in charges, "all that a bill holds"
        assert charges.rstrip().endswith(f"at the price of {LISTED}")
        missed = compared.partition(" Months that miss a credit ")[2].partition(" Term ")[0]
        assert missed == "None no credit or low-use fee"

        provider = (await client.get(f"/providers/{plan.provider_slug}")).text
        row = provider[provider.index(f'href="{plan.url}') :].partition("</tr>")[0]
        assert SAID_AT.findall(plain(row)) == [whole_usd]

        rows = csv.DictReader(
            io.StringIO((await client.get("/api/v1/plans.csv?zip=77002")).content.decode("utf-8-sig"))
        )
        (line,) = [one for one in rows if one["plan_id"] == plan.plan_id]
        assert (line["known_months"], line["usd_per_month"]) == ("0", "")
        assert (line["as_listed_usd"], line["as_listed_on"]) == (cost["asListedUsd"], "2026-01-09")

        fixed = next(one for one in shelf.world.catalogue.plans if one.term_months == 12 and not one.suspect)
        assert (await cost_of(client, fixed))["asListedUsd"] is None


async def test_a_list_seen_again_this_month_makes_its_changeable_prices_known(
    stocked_unconnected: Settings,
) -> None:
    async with read_in_november(stocked_unconnected) as (client, site):
        shelf = site.litestar.state.shelf
        plan = changeable(shelf.world)
        was = await cost_of(client, plan)
        moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
        await DatasetRow.update({DatasetRow.confirmed_at: moment}).where(DatasetRow.id == shelf.epoch).run()
        await until(lambda: shelf.world.dataset.confirmed_at == moment)
        await client.get(f"/api/v1/plans/{plan.plan_id}/bills")  # the answer before may be given once more
        await site.page_cache.maker.settle()
        now = await cost_of(client, plan)
        assert (now["knownMonths"], now["asListedUsd"], now["asListedOn"]) == (1, None, None)
        assert now["usdPerMonth"] == was["asListedUsd"], "the same price, now known to hold in November"
        assert "in November" in (await client.get(plan.url)).text


async def test_a_history_says_which_delivery_charge_is_in_its_years_and_which_in_its_prices(
    stocked_unconnected: Settings,
) -> None:
    """TNMP's charge of May 2026 is newer than the list, CenterPoint's is not."""
    async with read_in_november(stocked_unconnected) as (client, site):
        catalogue = site.litestar.state.shelf.world.catalogue
        for utility, since, printed in (
            ("tnmp", "May 6, 2026; label prices hold the one of their own date", "2025-12-29"),
            ("centerpoint", "December 29, 2025, which the label prices hold too", "2025-12-29"),
        ):
            plan = next(
                one
                for one in catalogue.by_utility[utility]
                if one.term_months == 12 and not one.is_time_of_use and one.suspect is None
            )
            text = plain((await client.get(plan.url)).text).replace("\u00a0", " ")
            assert f"Every year is counted with the delivery charge documented since {since}" in text
            (record,) = (await client.get(f"/api/v1/plans/{plan.plan_id}/history")).json()["data"]
            assert record["printedDeliveryFrom"] == printed
            bills = (await client.get(f"/api/v1/plans/{plan.plan_id}/bills")).json()["data"]
            assert record["usdPerYear"] == bills["cost"]["usdPerYear"], "both with the charge of today"
            charges = (await client.get(f"/api/v1/utilities/{utility}")).json()["data"]["deliveryCharges"]
            (held,) = [one for one in charges if one["validFrom"] == printed]
            assert record["printedDeliveryUsdPerMonth"] == held["usdPerMonth"]
            assert record["printedDeliveryUsdPerKwh"] == held["usdPerKwh"]


async def test_every_amount_of_a_page_is_the_jsons_when_the_list_is_old(
    stocked_unconnected: Settings,
) -> None:
    async with read_in_november(stocked_unconnected) as (client, site):
        await check_pages(client, site, seed=11)


async def test_a_list_of_prices_that_nobody_knows_names_its_order_and_why_it_has_no_answer(
    stocked_unconnected: Settings,
) -> None:
    async with read_in_november(stocked_unconnected) as (client, _):
        unknown = plain((await client.get("/electricity-plans/houston/variable-rate")).text)
        known = plain((await client.get("/electricity-plans/houston/fixed-rate")).text)
    assert "They are in the order of what they cost when listed" in unknown
    assert unknown.count("is not known") == 1, "the lead says it"
    assert "Lowest cost first." not in unknown
    assert "None of these plans is picked to look at first" in unknown
    assert "Lowest cost first." in known
    assert "None of these plans is picked" not in known


async def test_a_price_seen_on_the_last_day_of_a_month_is_known_in_the_next_for_a_week(
    stocked_unconnected: Settings,
) -> None:
    days = [date(2026, 11, 1)]
    async with read_on(stocked_unconnected, lambda: days[-1]) as (client, site):
        shelf = site.litestar.state.shelf
        plan = changeable(shelf.world)
        moment = datetime(2026, 10, 31, 18, tzinfo=UTC)
        await DatasetRow.update({DatasetRow.confirmed_at: moment}).where(DatasetRow.id == shelf.epoch).run()
        await until(lambda: shelf.world.dataset.confirmed_at == moment)

        async def known(on: date) -> tuple[int, str | None]:
            days.append(on)
            shelf.turn()
            site.page_cache.forget()
            cost = await cost_of(client, plan)
            return cost["knownMonths"], cost["asListedOn"]

        assert await known(date(2026, 11, 1)) == (1, None)
        assert "in November" in plain((await client.get(plan.url)).text)
        assert await known(date(2026, 11, 7)) == (1, None)
        assert await known(date(2026, 11, 8)) == (0, "2026-10-31")
        assert "what November costs is not known" in plain((await client.get(plan.url)).text)


@pytest.mark.parametrize("on", [date(2026, 1, 12), date(2026, 11, 28)])
async def test_a_list_promises_costs_only_where_it_shows_them(
    stocked_unconnected: Settings, on: date
) -> None:
    async with read_on(stocked_unconnected, lambda: on) as (client, _):
        for path in (
            "",
            "/fixed-rate",
            "/variable-rate",
            "/indexed-rate",
            "/1-month",
            "?only=less-than-a-year",
            "?only=by-the-hour",
            "?only=hard-to-price",
            "?rate=variable&sort=provider",
        ):
            html = (await client.get(f"/electricity-plans/houston{path}")).text
            page = Page(html)
            (lead,) = [one.text for one in page.all("p") if one.attributes.get("class") == "lead"]
            has_cost = ['class="money"' in one for one in html.split('<li class="card"')[1:]]
            head = html.partition("</head>")[0]
            if "/" in path or "only" in path:
                assert not re.match(r"\d", lead), "the number of the whole city"
            assert not ("By name." in html and "By name where" in html), path
            assert html.count("By name.") <= 1 or "only" not in path, path
            if not any(has_cost):
                assert not re.search(r"what (each|it) would cost", lead.casefold()), path
                assert "yearly cost" not in head, path
                assert not re.search(r"\$\d", head), path
                assert "Lowest cost first" not in html, path
            assert not lead.startswith("With "), "a sentence that begins in its middle"
            if "where that is known" not in lead and "what each would cost" in lead.casefold():
                assert all(has_cost), path


@pytest.mark.parametrize("on", [date(2026, 1, 12), date(2026, 11, 28)])
async def test_a_provider_s_page_names_the_order_in_which_its_plans_stand(
    stocked_unconnected: Settings, on: date
) -> None:
    """Read from the page itself: figures, "Not known", and the names of plans that we cannot price well."""
    async with read_on(stocked_unconnected, lambda: on) as (client, site):
        said = set()
        for provider in site.litestar.state.shelf.world.catalogue.by_provider:
            html = (await client.get(f"/providers/{provider}")).text
            text = plain(html)
            (order,) = re.findall(r"\d plans? ((?:Lowest|What|By)[^.]*\.) No plan pays", text)
            said.add(order)
            for body in re.findall(r"<tbody>(.*?)</tbody>", html, re.S):
                rows = body.split("<tr")
                title = plain(rows[1]) if 'class="group"' in rows[1] else ""
                lines = [plain(row) for row in rows if "<a " in row]
                if "cannot price well" in title:
                    names = [row.partition("</a>")[0].split(">")[-1] for row in rows if "<a " in row]
                    folded = [unescaped(name).casefold() for name in names]
                    assert folded == sorted(folded), (provider, order)
                    assert "cannot price well by name" in order or order.startswith(
                        ("By name", "What they cost")
                    )
                    continue
                unknown = ["Not known" in line for line in lines]
                assert unknown == sorted(unknown), (provider, order)
                if any(unknown) and not all(unknown):
                    assert "come after those of their group" in order, provider
                if "Lowest cost first" in order and not any(unknown) and "whole year" in title:
                    years = [
                        int(re.findall(r"\$([\d,]+) a year", line)[0].replace(",", "")) for line in lines
                    ]
                    assert years == sorted(years), provider
                if all(unknown):
                    amounts = re.findall(r"\$([\d,]+) in \w+ at", " ".join(lines))
                    listed = [int(amount.replace(",", "")) for amount in amounts]
                    assert listed == sorted(listed), provider
        assert len(said) > 1, "not every page says the same"


@pytest.mark.parametrize("on", [date(2026, 1, 12), date(2026, 11, 28)])
async def test_the_page_of_a_plan_whose_price_can_change_says_so_once(
    stocked_unconnected: Settings, on: date
) -> None:
    async with read_on(stocked_unconnected, lambda: on) as (client, site):
        plans = [
            plan
            for plan in site.litestar.state.shelf.world.catalogue.by_utility["centerpoint"]
            if plan.rate_type != "fixed"
        ]
        assert len(plans) > 10
        for plan in plans:
            text = plain((await client.get(plan.url)).text).partition("What the listing says")[0]
            said = re.findall(
                r"(?:can|could|may) change(?! it at any time)[^.:]*|change (?:this|the) price", text
            )
            said = [one for one in said if "delivery" not in one]
            assert len(said) == 1, (plan.url, said)
            assert text.index(said[0]) < text.index("Next step"), "beside the cost"


async def test_a_plan_by_the_hour_says_once_that_its_price_depends_on_the_hour(
    stocked_unconnected: Settings,
) -> None:
    async with read_in_november(stocked_unconnected) as (client, site):
        plans = [one for one in site.litestar.state.shelf.world.catalogue.plans if one.is_time_of_use]
        assert plans
        for plan in plans[:30]:
            page = Page((await client.get(plan.url)).text)
            notices = [one.text for one in page.all("p") if "notice" in one.attributes.get("class", "")]
            assert " ".join(notices).count("depends on the hour") == 1, plan.url
            assert " ".join(notices).count("own guess of when you use power") == 1, plan.url
