"""What one client may have made anew: unique addresses starve nobody, and what is kept costs nothing of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import httpx
import msgspec
import pytest

from choosemypower.cache.answers import Affords, Reply
from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.cache.support import SmallSite, raw_get, small_cache
from tests.support.program import running_program
from tests.support.server import running_servers
from tests.support.waiting import HANG_SECONDS

pytestmark = pytest.mark.anyio

CRAWLER, VISITOR = "203.0.113.9", "198.51.100.20"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.stop()


def allowing(settings: Settings, requests: int) -> Settings:
    return msgspec.structs.replace(settings, unseen_per_minute=requests, trusted_proxies="127.0.0.0/8")


def page(number: int) -> str:
    return f"/electricity-plans/dallas?kwh={310 + number * 20}"


async def test_unique_addresses_use_up_one_clients_share_and_nobody_elses(stocked: Settings) -> None:
    async with running_program(allowing(stocked, 5)) as http:
        crawler, visitor = {"X-Forwarded-For": CRAWLER}, {"X-Forwarded-For": VISITOR}
        crawled = [await http.get(page(number), headers=crawler) for number in range(7)]
        assert [answer.status_code for answer in crawled] == [200] * 5 + [429] * 2
        assert (await http.get(page(100), headers=visitor)).status_code == 200
        # What is kept costs nothing, whoever has had it made.
        assert (await http.get(page(0), headers=crawler)).status_code == 200
        assert (await http.get(page(100), headers=crawler)).status_code == 200
        assert (await http.get("/api/health/system", headers=crawler)).status_code == 200


async def test_who_is_refused_is_told_when_to_come_back_and_nobody_keeps_that(stocked: Settings) -> None:
    async with running_program(allowing(stocked, 1)) as http:
        crawler = {"X-Forwarded-For": CRAWLER}
        await http.get(page(0), headers=crawler)
        refused = await http.get(page(1), headers=crawler)
        assert refused.headers["ratelimit-policy"] == '"unseen";q=1;w=60'
        assert refused.headers["ratelimit"].startswith('"unseen";r=0;t=')
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert refused.headers["cache-control"] == "no-store"
        assert "Wait" in refused.text
        assert refused.headers["x-frame-options"] == "DENY"
        problem = await http.get("/api/v1/plans?city=dallas&kwh=777", headers=crawler)
        assert (problem.status_code, problem.json()["code"]) == (429, "too_many_requests")
        assert problem.headers["content-type"] == "application/problem+json"
        nowhere = await http.get("/no-such-page", headers=crawler)
        assert nowhere.status_code == 429


async def test_a_page_that_was_there_before_comes_instead_of_a_refusal() -> None:
    site, left = SmallSite(), Counter({CRAWLER: 1})
    cache = small_cache(site, affords=_bounded(left))
    assert (await raw_get(cache, "/pages/houston", client=CRAWLER))[0] == 200
    site.epoch = 2
    status, headers, _ = await raw_get(cache, "/pages/houston", client=CRAWLER)
    assert status == 200
    assert "stale" in headers["cache-status"] or "busy" in headers["cache-status"]


async def test_who_waits_for_the_page_of_a_used_up_client_has_it_made_himself() -> None:
    site, left = SmallSite(), Counter({VISITOR: 1})
    cache = small_cache(site, affords=_bounded(left))
    crawler, visitor = await asyncio.gather(
        raw_get(cache, "/pages/houston", client=CRAWLER), raw_get(cache, "/pages/houston", client=VISITOR)
    )
    assert (crawler[0], visitor[0]) == (429, 200)
    assert site.asked["/pages/houston"] == 1


async def test_a_private_address_that_is_no_trusted_proxy_may_be_everybody(stocked: Settings) -> None:
    settings = msgspec.structs.replace(allowing(stocked, 1), trusted_proxies="")
    async with running_program(settings) as http:
        answers = [await http.get(page(number)) for number in range(4)]
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.server
async def test_four_processes_count_together(stocked: Settings, redis: RedisServer) -> None:
    """A process that is held up decides by itself, which gives a page too many: one of three clients must see none."""
    allowed, rounds = 30, []
    environment = {
        "REDIS_URL": redis.url,
        "UNSEEN_PER_MINUTE": str(allowed),
        "TRUSTED_PROXIES": "127.0.0.0/8",
    }
    with running_servers(stocked, 4, **environment) as urls:
        for client in range(3):
            headers = {"X-Forwarded-For": f"203.0.113.{client + 1}"}
            async with httpx.AsyncClient(timeout=HANG_SECONDS, headers=headers) as http:
                began = time.monotonic()
                pages = [page(60 * client + number) for number in range(60)]
                answers = [
                    (await http.get(urls[number % 4] + path)).status_code for number, path in enumerate(pages)
                ]
                paid_back = ceil((time.monotonic() - began) * allowed / 60)
            counts = Counter(answers)
            assert set(counts) <= {200, 429}
            assert counts[200] >= allowed
            rounds.append(counts[200] - paid_back)
    assert min(rounds) <= allowed


def _bounded(left: Counter[str]) -> Affords:
    async def affords(client: str, path: str) -> Reply | None:
        await asyncio.sleep(0)
        left[client] -= 1
        return None if left[client] >= 0 else Reply(status=429, headers=(), body=b"")

    return affords
