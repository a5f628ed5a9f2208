"""What a visitor and an operator may expect of the page cache: when a page is made, kept, renewed and dropped."""

import asyncio
import gc
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from choosemypower.cache.entries import Entry
from choosemypower.cache.policies import BEACONS_A_SECOND
from choosemypower.sharing.budgets import BUDGETS, Budget
from tests.cache.support import Clock, SmallSite, a_listing, raw_get, small_cache
from tests.cache.test_memory import WordySite
from tests.support.waiting import HANG_SECONDS

pytestmark = pytest.mark.anyio


async def test_page_is_made_once_and_then_given_out() -> None:
    site = SmallSite()
    cache = small_cache(site)
    first = await raw_get(cache, "/pages/houston")
    second = await raw_get(cache, "/pages/houston")
    assert first[2] == second[2]
    assert site.asked["/pages/houston"] == 1
    assert first[1]["cache-status"] == "choosemypower; fwd=miss; stored"
    assert second[1]["cache-status"].startswith("choosemypower; hit; ttl=")


async def test_two_hundred_cold_requests_make_one_page() -> None:
    site = SmallSite()
    site.delay_seconds = 0.05
    cache = small_cache(site)
    answers = await asyncio.gather(*(raw_get(cache, "/pages/dallas") for _ in range(200)))
    assert site.asked["/pages/dallas"] == 1
    assert len({body for _, _, body in answers}) == 1
    assert cache.counts.coalesced == 199


async def test_visitor_who_leaves_does_not_stop_the_page_for_the_others() -> None:
    site = SmallSite()
    site.delay_seconds = 0.05
    cache = small_cache(site)
    leaving = asyncio.create_task(raw_get(cache, "/pages/dallas"))
    await asyncio.sleep(0.01)
    staying = asyncio.create_task(raw_get(cache, "/pages/dallas"))
    await asyncio.sleep(0.01)
    leaving.cancel()
    status, _, _ = await staying
    assert status == 200
    assert site.asked["/pages/dallas"] == 1


async def test_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    site = SmallSite()
    site.delay_seconds, site.status = 0.02, 503
    cache = small_cache(site)
    answers = await asyncio.gather(*(raw_get(cache, "/pages/dallas") for _ in range(20)))
    assert {status for status, _, _ in answers} == {503}
    assert site.asked["/pages/dallas"] == 1
    assert answers[0][1]["cache-control"] == "no-store"
    assert answers[0][1]["retry-after"].isdigit()
    site.status = 200
    assert (await raw_get(cache, "/pages/dallas"))[0] == 200


async def test_nothing_of_one_visitor_reaches_the_app_or_another_visitor() -> None:
    site = SmallSite()
    site.extra_headers = [(b"set-cookie", b"a=1"), (b"vary", b"Cookie"), (b"x-request-id", b"7")]
    cache = small_cache(site)
    usual = await raw_get(cache, "/pages/austin")
    odd = await raw_get(
        cache,
        "/pages/austin",
        {
            "cookie": "a=2",
            "hx-request": "true",
            "accept-language": "es",
            "x-forwarded-host": "evil.example",
            "host": "evil.example",
            "authorization": "Basic eDp5",
        },
        query="utm_source=x&fbclid=y",
    )
    assert odd[2] == usual[2]
    assert odd[1]["etag"] == usual[1]["etag"]
    assert not {"set-cookie", "x-request-id"} & set(usual[1])
    assert site.asked["/pages/austin"] == 1
    assert dict(site.scopes[0]["headers"]) == {b"host": b"localhost"}


async def test_private_route_keeps_its_cookie() -> None:
    site = SmallSite()
    site.extra_headers = [(b"set-cookie", b"a=1")]
    cache = small_cache(site)
    for _ in range(2):
        _, headers, _ = await raw_get(cache, "/mine")
        assert headers["set-cookie"] == "a=1"
        assert headers["cache-control"] == "private, no-store"
    assert site.asked["/mine"] == 2


async def test_order_of_parameters_makes_no_second_page() -> None:
    site = SmallSite()
    cache = small_cache(site)
    bodies = {
        (await raw_get(cache, "/pages/austin", query=query))[2]
        for query in (
            "page=2&sort=term",
            "sort=term&page=2",
            "sort=term&utm_medium=mail&page=2",
            "page=2&sort=ter%6D",
        )
    }
    assert len(bodies) == 1
    assert site.asked["/pages/austin"] == 1


async def test_new_dataset_changes_every_page_at_once() -> None:
    site = SmallSite()
    cache = small_cache(site)
    for _ in range(3):
        assert b"|1|" in (await raw_get(cache, "/pages/austin"))[2]
    site.epoch = 2
    _, headers, body = await raw_get(cache, "/pages/austin")
    assert b"|2|" in body
    assert headers["x-dataset"] == "2"
    site.epoch = 1
    assert b"|1|" in (await raw_get(cache, "/pages/austin"))[2]


async def test_asset_stays_through_a_new_dataset() -> None:
    site = SmallSite()
    cache = small_cache(site)
    await raw_get(cache, "/assets/site.css")
    site.epoch = 2
    await raw_get(cache, "/assets/site.css")
    assert site.asked["/assets/site.css"] == 1


async def test_page_made_while_the_data_changed_is_made_again() -> None:
    site = SmallSite()
    site.change_epoch_while_making = True
    cache = small_cache(site)
    _, headers, body = await raw_get(cache, "/pages/austin")
    assert b"|2|" in body
    assert headers["x-dataset"] == "2"


async def test_rehearsal_makes_pages_and_keeps_none() -> None:
    site = SmallSite()
    cache = small_cache(site)
    await cache.rehearse([("/pages/austin", ""), ("/api/plans", "kwh=900")])
    assert site.asked == {"/pages/austin": 1, "/api/plans": 1}
    assert len(cache.memory) == 0


async def test_nothing_is_kept_before_there_is_data() -> None:
    site = SmallSite()
    site.epoch = None
    cache = small_cache(site)
    await raw_get(cache, "/pages/austin")
    await raw_get(cache, "/pages/austin")
    assert site.asked["/pages/austin"] == 2


async def test_expired_page_is_given_once_more_while_a_new_one_is_made() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    await raw_get(cache, "/api/plans")
    entry = cache.memory.find("/api/plans")
    assert entry is not None
    clock.move(entry.expires_at - clock.monotonic() + 10)
    _, headers, _ = await raw_get(cache, "/api/plans")
    assert headers["cache-status"] == "choosemypower; hit; ttl=-10; detail=refreshing"
    await cache.maker.settle()
    assert site.asked["/api/plans"] == 2
    _, headers, _ = await raw_get(cache, "/api/plans")
    assert "refreshing" not in headers["cache-status"]


async def test_page_is_renewed_before_it_expires() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    await raw_get(cache, "/api/plans")
    entry = cache.memory.find("/api/plans")
    assert entry is not None
    assert entry.refresh_at < entry.expires_at
    clock.move(entry.refresh_at - clock.monotonic() + 0.001)
    _, headers, _ = await raw_get(cache, "/api/plans")
    assert headers["cache-status"].startswith("choosemypower; hit; ttl=")
    await cache.maker.settle()
    assert site.asked["/api/plans"] == 2


async def test_a_page_that_ends_with_the_day_is_not_made_anew_again_and_again_before_it() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    # From noon, midnight in Texas is twelve hours away.
    clock.move(12 * 3600 - 240)
    for _ in range(20):
        await raw_get(cache, "/pages/houston")
        await cache.maker.settle()
        clock.move(10)
    assert site.asked["/pages/houston"] == 1
    clock.move(120)
    await raw_get(cache, "/pages/houston")
    await cache.maker.settle()
    assert site.asked["/pages/houston"] == 2


async def test_seen_page_is_served_for_a_day_when_the_database_is_gone() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    await raw_get(cache, "/api/plans")
    site.status = 503
    clock.move(20 * 3600)
    status, headers, body = await raw_get(cache, "/api/plans")
    assert status == 200
    assert b"|1|" in body
    assert "fwd=stale" in headers["cache-status"]
    assert int(headers["age"]) == 20 * 3600
    clock.move(10 * 3600)
    status, headers, _ = await raw_get(cache, "/api/plans")
    assert status == 503
    assert headers["cache-control"] == "no-store"


async def test_seen_page_is_served_when_the_app_raises() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    await raw_get(cache, "/api/plans")
    site.raises = True
    clock.move(9000)
    status, headers, _ = await raw_get(cache, "/api/plans")
    assert status == 200
    assert "fwd=stale" in headers["cache-status"]


async def test_old_dataset_is_served_when_the_new_one_cannot_be_shown() -> None:
    site = SmallSite()
    cache = small_cache(site)
    await raw_get(cache, "/pages/austin")
    site.epoch, site.status = 2, 500
    status, headers, body = await raw_get(cache, "/pages/austin")
    assert status == 200
    assert b"|1|" in body
    assert headers["x-dataset"] == "1"


async def test_unseen_page_is_503_when_patience_with_a_hanging_app_ends() -> None:
    site = SmallSite()
    site.delay_seconds = 2 * HANG_SECONDS
    cache = small_cache(site, patience_seconds=0.05)
    async with asyncio.timeout(HANG_SECONDS):
        status, headers, _ = await raw_get(cache, "/pages/austin")
        assert (status, headers["cache-control"]) == (503, "no-store")
        assert headers["retry-after"].isdigit()
        status, headers, body = await raw_get(cache, "/api/plans")
        assert (status, headers["content-type"]) == (503, "application/problem+json")
        assert body == b"busy", "in the words that the application gave for this"
    await cache.maker.stop()


async def test_unknown_path_is_remembered_for_a_minute() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    for query in ("", "a=1", "a=2"):
        status, headers, _ = await raw_get(cache, "/missing/town", query=query)
        assert (status, headers["cache-control"]) == (404, "public, max-age=60")
    assert site.asked["/missing/town"] == 1
    clock.move(70)
    await raw_get(cache, "/missing/town")
    assert site.asked["/missing/town"] == 2


async def test_guessed_addresses_stay_within_bounds() -> None:
    cache = small_cache(SmallSite())
    await raw_get(cache, "/pages/houston")
    for number in range(2300):
        await raw_get(cache, f"/missing/{number}")
    assert cache.memory.count("not_found") <= 2000
    assert cache.memory.bytes_by_budget["not_found"] <= BUDGETS["not_found"].bytes_max
    assert cache.memory.find("/pages/houston") is not None


async def test_class_stays_within_its_bytes_and_the_least_used_goes_first() -> None:
    clock = Clock()
    budgets = BUDGETS | {
        "city": Budget(name="city", lifetime_seconds=86_400, shared_bytes_max=60_000, bytes_max=60_000)
    }
    cache = small_cache(SmallSite(), clock=clock, budgets=budgets)
    for number in range(200):
        await raw_get(cache, f"/pages/{number}")
        clock.move(2)
        await raw_get(cache, "/pages/favourite")
        await cache.maker.settle()
        assert cache.memory.bytes_by_budget["city"] <= 60_000
    assert cache.memory.find("/pages/favourite") is not None
    assert cache.memory.find("/pages/3") is None
    assert cache.memory.evictions["city"] > 0
    real = sum(entry.size for entry in cache.memory._entries.values())
    assert real == sum(cache.memory.bytes_by_budget.values())


async def test_page_that_was_dropped_gives_its_memory_back_at_once() -> None:
    budgets = BUDGETS | {
        "city": Budget(name="city", lifetime_seconds=86_400, shared_bytes_max=60_000, bytes_max=60_000)
    }
    cache = small_cache(SmallSite(), budgets=budgets)
    gc.collect()
    gc.disable()
    others = entries_alive()
    try:
        for number in range(200):
            for encoding in ("br", "gzip"):
                await raw_get(cache, f"/pages/{number}", {"accept-encoding": encoding})
                await raw_get(cache, f"/pages/{number}", {"accept-encoding": encoding})
        await cache.maker.settle()
        alive = entries_alive() - others
    finally:
        gc.enable()
    assert cache.memory.evictions["city"] > 100
    assert alive <= len(cache.memory) + 2


def entries_alive() -> int:
    return sum(isinstance(found, Entry) for found in gc.get_objects())


async def test_age_counts_and_begins_anew_when_the_data_are_found_unchanged() -> None:
    clock = Clock()
    cache = small_cache(SmallSite(), clock=clock)
    await raw_get(cache, "/pages/austin")
    ages = []
    for _ in range(100):
        clock.move(1)
        _, headers, _ = await raw_get(cache, "/pages/austin")
        ages.append(int(headers["age"]))
    assert ages[:3] == [1, 2, 3]
    assert max(ages) < 61


async def test_page_is_made_anew_on_the_next_texas_day() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    await raw_get(cache, "/pages/austin")
    entry = cache.memory.find("/pages/austin")
    assert entry is not None
    # From noon, midnight in Texas is twelve hours away.
    assert 12 * 3600 <= entry.expires_at - clock.monotonic() <= 12 * 3600 + 30


async def test_page_is_made_anew_when_the_listings_become_old() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    noon = datetime.fromtimestamp(clock.wall(), UTC)
    site.show(a_listing(confirmed_at=noon - timedelta(hours=24, seconds=-600)))
    await raw_get(cache, "/pages/austin")
    entry = cache.memory.find("/pages/austin")
    assert entry is not None
    assert 600 <= entry.expires_at - clock.monotonic() <= 630


async def test_very_long_address_is_answered_and_not_kept() -> None:
    site = SmallSite()
    cache = small_cache(site)
    status, headers, _ = await raw_get(cache, "/pages/austin", query="page=" + "1" * 4000)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert len(cache.memory) == 0


async def test_post_is_never_kept() -> None:
    site = SmallSite()
    cache = small_cache(site)
    for _ in range(2):
        _, headers, _ = await raw_get(cache, "/api/act", method="POST")
        assert headers["cache-control"] == "no-store"
        assert headers["access-control-allow-origin"] == "https://choosemypower.org"
    assert site.asked["/api/act"] == 2


async def test_publishing_under_load_never_mixes_versions() -> None:
    site = SmallSite()
    site.delay_seconds = 0.001
    cache = small_cache(site)
    ended = asyncio.Event()
    answers: list[tuple[dict[str, str], bytes]] = []

    async def visit(number: int) -> None:
        while not ended.is_set():
            status, headers, body = await raw_get(cache, f"/pages/{number % 3}")
            assert status == 200
            answers.append((headers, body))
            await asyncio.sleep(0)

    visitors = [asyncio.create_task(visit(number)) for number in range(12)]
    for epoch in range(2, 30):
        await asyncio.sleep(0.01)
        site.epoch = epoch
    ended.set()
    await asyncio.gather(*visitors)
    assert len(answers) > 100
    for headers, body in answers:
        if "x-dataset" in headers:
            assert f"|{headers['x-dataset']}|".encode() in body


async def test_a_page_that_is_dropped_at_once_still_answers_all_who_waited_for_it() -> None:
    """Each new page pushes out the one before, while clients of other codings wait for theirs."""
    tiny = {name: msgspec.structs.replace(budget, bytes_max=12_000) for name, budget in BUDGETS.items()}
    cache = small_cache(WordySite(), budgets=tiny)
    answers = await asyncio.gather(
        *(
            raw_get(cache, f"/pages/{number}", {"accept-encoding": coding}, client=f"10.0.0.{number}")
            for number in range(10)
            for coding in ("br", "gzip", "identity")
        )
    )
    await cache.maker.settle()
    assert {status for status, _, _ in answers} == {200}
    assert cache.memory.evictions


async def test_a_flood_of_beacons_is_refused_and_takes_nothing_from_pages() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    flood = [await raw_get(cache, "/api/beacon", method="POST") for _ in range(BEACONS_A_SECOND + 50)]
    refused = [headers for status, headers, _ in flood if status == 429]
    assert len(refused) == 50
    assert {headers["cache-control"] for headers in refused} == {"no-store"}
    assert all("retry-after" in headers for headers in refused)
    assert site.asked["/api/beacon"] == BEACONS_A_SECOND
    assert (await raw_get(cache, "/pages/houston"))[0] == 200
    assert (await raw_get(cache, "/health"))[0] == 200
    assert (await raw_get(cache, "/api/act", method="POST"))[0] == 200
    clock.moved += 0.5
    later = [(await raw_get(cache, "/api/beacon", method="POST"))[0] for _ in range(BEACONS_A_SECOND)]
    assert later.count(200) == BEACONS_A_SECOND // 2
