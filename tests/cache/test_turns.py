"""Who is served when more is asked than can be made, and that nobody waits long for a refusal."""

import asyncio
import logging
import re
import time

import pytest

from choosemypower.cache.hits import App, Receive, Scope, Send
from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.policies import API_ORIGIN
from tests.cache.support import SmallSite, raw_get, small_cache
from tests.support.waiting import HANG_SECONDS

pytestmark = pytest.mark.anyio

MAKING_SECONDS = 0.02


class BusySite(SmallSite):
    """A site whose pages hold the loop, as real ones do."""

    async def __call__(self, scope: dict[str, object], receive: object, send: object) -> None:
        if str(scope["path"]).startswith(("/pages/", "/api/")):
            time.sleep(MAKING_SECONDS)  # noqa: ASYNC251 — the point of it
        await super().__call__(scope, receive, send)


async def ask(
    cache: PageCache, path: str, client: str, headers: dict[str, str] | None = None
) -> tuple[int, float]:
    began = time.monotonic()
    status, answer, _ = await raw_get(cache, path, headers, client=client)
    assert status == 200 or (status == 503 and answer["retry-after"].isdigit())
    return status, time.monotonic() - began


async def test_what_cannot_be_made_soon_is_refused_and_the_rest_is_served() -> None:
    cache = small_cache(BusySite())
    for number in range(10):
        await ask(cache, f"/pages/first-{number}", "10.0.0.1")
    answers = await asyncio.gather(*(ask(cache, f"/pages/{n}", f"10.0.0.{n}") for n in range(200)))
    served = [seconds for status, seconds in answers if status == 200]
    assert 3 <= len(served) < 100
    assert cache.turns.refused == 200 - len(served)
    # The last one that is served has waited as long as can be; the others know at once.
    assert sorted(seconds for status, seconds in answers if status == 503)[100] < max(served)


async def test_pages_seen_before_and_health_wait_for_one_page_at_most() -> None:
    site = BusySite()
    cache = small_cache(site)
    await raw_get(cache, "/pages/seen")
    crowd = [asyncio.create_task(ask(cache, f"/pages/{n}", f"10.0.0.{n}")) for n in range(100)]
    await asyncio.sleep(0)
    made_before = len(site.asked)
    for _ in range(5):
        assert (await raw_get(cache, "/pages/seen"))[0] == 200
        assert (await raw_get(cache, "/health"))[0] == 200
        await asyncio.sleep(0)
    assert len(site.asked) - made_before <= 12
    await asyncio.gather(*crowd)


async def test_crawler_cannot_take_a_visitors_turn() -> None:
    cache = small_cache(BusySite())
    for number in range(10):
        await ask(cache, f"/pages/first-{number}", "10.0.0.1")
    crowd = [asyncio.create_task(ask(cache, f"/pages/{n}", "10.6.6.6")) for n in range(300)]
    await asyncio.sleep(0)
    visitors = [asyncio.create_task(ask(cache, f"/pages/mine-{n}", f"10.0.0.{n}")) for n in range(3)]
    assert [status for status, _ in await asyncio.gather(*visitors)] == [200, 200, 200]
    assert 503 in {status for status, _ in await asyncio.gather(*crowd)}


async def test_warming_waits_until_no_visitor_does() -> None:
    site = BusySite()
    cache = small_cache(site)
    patient = {"priority": "u=7"}
    warming = [asyncio.create_task(ask(cache, f"/pages/warm-{n}", "10.0.0.1", patient)) for n in range(30)]
    await asyncio.sleep(0)
    visitors = [asyncio.create_task(ask(cache, f"/pages/{n}", f"10.0.0.{n}")) for n in range(5)]
    assert {status for status, _ in await asyncio.gather(*visitors)} == {200}
    assert sum(path.startswith("/pages/warm") for path in site.asked) < 10
    assert {status for status, _ in await asyncio.gather(*warming)} == {200}, "and is not refused"


async def test_old_page_is_given_rather_than_a_refusal() -> None:
    site = BusySite()
    cache = small_cache(site)
    await raw_get(cache, "/pages/old")
    site.epoch = 2
    crowd = [asyncio.create_task(ask(cache, f"/pages/{n}", f"10.0.0.{n}")) for n in range(300)]
    await asyncio.sleep(0)
    answers = await asyncio.gather(*(raw_get(cache, "/pages/old", client=f"10.1.0.{n}") for n in range(5)))
    assert {status for status, _, _ in answers} == {200}
    await asyncio.gather(*crowd)


async def test_everything_is_made_again_once_the_crowd_is_gone() -> None:
    cache = small_cache(BusySite())
    await asyncio.gather(*(ask(cache, f"/pages/{n}", f"10.0.0.{n}") for n in range(300)))
    for number in range(5):
        assert (await ask(cache, f"/pages/later-{number}", "10.0.0.1"))[0] == 200


async def test_of_a_burst_little_more_than_can_be_made_is_looked_at_at_all() -> None:
    looked_at = []

    async def watch(app: App, scope: Scope, receive: Receive, send: Send) -> None:
        looked_at.append(scope["path"])
        await app(scope, receive, send)

    cache = small_cache(BusySite(), watch=watch)
    for number in range(10):
        await ask(cache, f"/pages/first-{number}", "10.0.0.1")
    looked_at.clear()
    answers = await asyncio.gather(*(ask(cache, f"/pages/{n}", f"10.0.0.{n % 50}") for n in range(300)))
    served = sum(status == 200 for status, _ in answers)
    tallies = {
        (series.status, series.outcome): tally.count for series, tally in cache.traffic.tallies.items()
    }
    assert tallies["5xx", "refused"] == 300 - served
    assert cache.turns.refused == 300 - served
    assert len(looked_at) <= served + 10


async def test_a_refusal_carries_what_every_answer_carries() -> None:
    cache = small_cache(BusySite())
    crowd = [asyncio.create_task(ask(cache, f"/pages/{n}", f"10.0.0.{n}")) for n in range(300)]
    await asyncio.sleep(0)
    status, page, body = await raw_get(
        cache, "/pages/more", {"x-request-id": "of-a-proxy-1"}, client="10.0.1.1"
    )
    api_status, api, _ = await raw_get(cache, "/api/plans", client="10.0.1.2")
    await asyncio.gather(*crowd)
    assert (status, api_status) == (503, 503)
    assert page["cache-control"] == api["cache-control"] == "no-store"
    assert page["content-length"] == str(len(body))
    assert page["x-request-id"] == "of-a-proxy-1"
    assert api["access-control-allow-origin"] == API_ORIGIN


async def test_who_asks_for_what_is_just_being_made_waits_for_it() -> None:
    cache = small_cache(BusySite())
    crowd = [asyncio.create_task(ask(cache, f"/pages/{n}", f"10.0.0.{n}")) for n in range(300)]
    await asyncio.sleep(0)
    late = await asyncio.gather(*(ask(cache, "/pages/0", f"10.0.1.{n}") for n in range(20)))
    assert {status for status, _ in late} == {200}
    await asyncio.gather(*crowd)


async def test_the_log_says_once_how_many_were_refused(caplog: pytest.LogCaptureFixture) -> None:
    cache = small_cache(BusySite())
    said = asyncio.Event()
    caplog.handler.addFilter(lambda _: said.set() is None)
    with caplog.at_level(logging.WARNING, "choosemypower.cache"):
        answers = await asyncio.gather(*(ask(cache, f"/pages/{n}", f"10.0.0.{n}") for n in range(300)))
        async with asyncio.timeout(HANG_SECONDS):
            await said.wait()
    assert 503 in {status for status, _ in answers}
    (line,) = caplog.records
    assert re.fullmatch(
        r"Refused \d+ requests in the last second: more is asked for than can be made\.", line.getMessage()
    )
