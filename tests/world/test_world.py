"""One world per epoch: what is worked out of it is worked out once, and never of another one."""

import asyncio
from datetime import date, timedelta

import msgspec
import pytest

from choosemypower.errors import NoDataError
from choosemypower.usage import typical_usage
from choosemypower.world import World
from choosemypower.world.model import MOST_KEPT_LATELY
from tests.support.plans import a_plan
from tests.support.worlds import a_world

pytestmark = pytest.mark.anyio


def plan_ids(world: World) -> list[str]:
    return [plan.plan_id for plan in world.catalogue.plans]


def plans_of(world: World, utility: str) -> list[str]:
    return [plan.plan_id for plan in world.catalogue.by_utility.get(utility, ())]


def test_what_is_asked_twice_is_worked_out_once() -> None:
    world = a_world([a_plan()])
    assert world.once(plan_ids) is world.once(plan_ids)
    assert world.once(plans_of, "oncor") is world.once(plans_of, "oncor")


def test_what_visitors_choose_is_kept_but_not_without_end() -> None:
    world = a_world([a_plan()])
    first = world.lately(plans_of, "oncor")
    assert world.lately(plans_of, "oncor") is first
    for number in range(MOST_KEPT_LATELY):
        world.lately(plans_of, str(number))
    assert world.lately(plans_of, "oncor") is not first


def test_each_key_and_each_question_has_its_own_answer() -> None:
    world = a_world([a_plan(plan_id="a", utility="oncor"), a_plan(plan_id="b", utility="centerpoint")])
    assert world.once(plans_of, "oncor") == ["a"]
    assert world.once(plans_of, "centerpoint") == ["b"]
    assert sorted(world.once(plan_ids)) == ["a", "b"]


def test_another_world_shares_nothing() -> None:
    first, second = a_world([a_plan(plan_id="a")]), a_world([a_plan(plan_id="b")])
    assert (first.once(plan_ids), second.once(plan_ids)) == (["a"], ["b"])


def test_the_same_plans_on_another_day_are_priced_from_that_day() -> None:
    plan = a_plan(utility="centerpoint")
    january, june = (a_world([plan], on=date(2026, month, 9)) for month in (1, 6))
    assert january.market.months[0] == (2026, 1)
    assert june.market.months[0] == (2026, 6)


def test_a_listing_seen_again_keeps_what_was_worked_out() -> None:
    world = a_world([a_plan()])
    ids, market, costs = world.once(plan_ids), world.market, world.typical_costs(world.catalogue.plans)
    later = world.dataset.confirmed_at + timedelta(days=1)
    again = world.confirmed(msgspec.structs.replace(world.dataset, confirmed_at=later))
    assert again.dataset.confirmed_at == later
    assert world.dataset.confirmed_at < later, "a request under way goes on with the world that it took"
    assert again.once(plan_ids) is ids
    assert again.market is market
    assert again.typical_costs(again.catalogue.plans)[0] is costs[0]


def test_places_and_homes_are_known_before_any_listing() -> None:
    with_listing = a_world()
    world = World(None, with_listing.atlas, with_listing.profiles, date(2026, 1, 9))
    assert not world.has_listing
    assert "houston" in world.atlas.cities
    with pytest.raises(NoDataError):
        world.market  # noqa: B018


async def test_requests_that_interleave_fetch_once() -> None:
    world, fetched = a_world(), 0
    gate = asyncio.Event()

    async def fetch(world: World) -> list[int]:
        nonlocal fetched
        fetched += 1
        await gate.wait()
        return [fetched]

    waiting = [asyncio.create_task(world.once_read(fetch)) for _ in range(3)]
    await asyncio.sleep(0)
    gate.set()
    first, second, third = await asyncio.gather(*waiting)
    assert first is second is third
    assert await world.once_read(fetch) is first
    assert fetched == 1


async def test_a_request_that_is_given_up_does_not_spoil_the_others() -> None:
    world, gate = a_world(), asyncio.Event()

    async def fetch(world: World) -> str:
        await gate.wait()
        return "fetched"

    given_up, patient = (asyncio.create_task(world.once_read(fetch)) for _ in range(2))
    await asyncio.sleep(0)
    given_up.cancel()
    gate.set()
    assert await patient == "fetched"


async def test_what_could_not_be_fetched_is_tried_again() -> None:
    world, answers = a_world(), iter([ConnectionError("away"), "here"])

    async def fetch(world: World) -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ConnectionError):
        await world.once_read(fetch)
    assert await world.once_read(fetch) == "here"


def test_a_plan_as_it_was_is_priced_by_itself() -> None:
    plan = a_plan()
    before = msgspec.structs.replace(plan, usd_per_kwh_1000=plan.usd_per_kwh_1000 * 2)
    world = a_world([plan])
    assert world.market_for(plan) is world.market
    now, then = (world.year_bills(one, typical_usage(world.profiles).year).cost for one in (plan, before))
    assert now.usd_per_year == world.typical_costs([plan])[0].usd_per_year
    assert then.usd_per_year != now.usd_per_year
    assert world.cost_curve(before) != world.cost_curve(plan)


def test_what_we_know_of_a_plans_charges_is_worked_out_once() -> None:
    plan = a_plan()
    world = a_world([plan])
    bills = world.year_bills(plan, typical_usage(world.profiles).year)
    assert bills.model is world.market.model_of(plan)
    assert world.cost_curve(plan) is world.cost_curve(plan)
