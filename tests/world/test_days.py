"""The year begins in the month of reading, and turns with it while the server runs."""

from datetime import date

import httpx
import pytest

from choosemypower.app import create_app
from choosemypower.settings import Settings

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_the_year_of_an_old_listing_begins_this_month_and_turns_with_the_calendar(
    stocked_unconnected: Settings,
) -> None:
    days = [date(2026, 11, 28)]
    site = create_app(stocked_unconnected, today=lambda: days[-1])
    async with (
        site.litestar.lifespan(),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url="http://localhost:4324") as http,
    ):
        world = site.litestar.state.shelf.world
        plan = next(
            plan for plan in world.catalogue.plans if plan.term_months == 12 and not plan.is_time_of_use
        )

        async def months(kwh: int) -> list[tuple[int, int]]:
            answer = await http.get(f"/api/v1/plans/{plan.plan_id}/bills", params={"kwh": kwh})
            return [(bill["year"], bill["month"]) for bill in answer.json()["data"]["months"]]

        assert (await months(1000))[0] == (2026, 11)
        assert world.listed_on == date(2026, 1, 9)
        days.append(date(2026, 11, 30))
        site.litestar.state.shelf.turn()
        assert site.litestar.state.shelf.world is world, (
            "the same month, the same charges: nothing to work out"
        )
        days.append(date(2026, 12, 1))
        site.litestar.state.shelf.turn()
        assert [(await months(1100))[at] for at in (0, -1)] == [(2026, 12), (2027, 11)]


async def test_an_edition_of_a_new_day_is_of_that_days_prices_though_no_timer_has_gone_off(
    stocked_unconnected: Settings,
) -> None:
    days = [date(2026, 11, 30)]
    site = create_app(stocked_unconnected, today=lambda: days[-1])
    async with site.litestar.lifespan():
        shelf = site.litestar.state.shelf
        assert shelf.world.on == date(2026, 11, 30)
        days.append(date(2026, 12, 1))
        site.page_cache.renew_edition()
        assert shelf.world.on == date(2026, 12, 1)
