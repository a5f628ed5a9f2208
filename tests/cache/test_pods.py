"""What holds with four real server processes over one Redis and one database, also while these are sick."""

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from choosemypower.settings import Settings
from tests.cache.pods import PODS, Pods, a_family, running_pods
from tests.support.waiting import HANG_SECONDS, until

pytestmark = [pytest.mark.anyio, pytest.mark.server, pytest.mark.db]

CITY = "/electricity-plans/dallas"
AT_ONCE = 40

FAMILY = r"\b(Alpha|Beta|Gamma|Frozen|Gone) \d+\b"

_cold = (
    f"/electricity-plans/{city}?kwh={use}"
    for city in ("dallas", "plano", "irving", "waco", "tyler", "frisco")
    for use in range(310, 3000, 20)
)


@pytest.fixture(scope="module")
def pods(base_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pods]:
    folder = tmp_path_factory.mktemp("pods")
    with running_pods(base_settings, folder, a_family(folder, "Alpha")) as running:
        yield running


@pytest.fixture
async def http(pods: Pods) -> AsyncIterator[httpx.AsyncClient]:
    """A client, once every process has its Redis and has made a page of each kind."""
    limits = httpx.Limits(max_connections=AT_ONCE * 2)
    async with httpx.AsyncClient(timeout=HANG_SECONDS, limits=limits) as client:
        for path in (CITY, cold_city(), "/api/v1/plans"):
            await pods.ask_all(client, path)
        yield client


def cold_city() -> str:
    """The page of a city for a use that nobody has asked for yet."""
    return next(_cold)


async def all_say(pods: Pods, http: httpx.AsyncClient, word: str) -> bool:
    """Do all processes say this of Redis?"""
    return all(health["shared"] == word for health in await pods.cache_health(http))


def well_answered(answers: list[httpx.Response], *, at_least: int) -> list[httpx.Response]:
    """Those with a page. A process that stands still for most of a second says 503: the rest must be as many."""
    assert {answer.status_code for answer in answers} <= {200, 503}
    good = [answer for answer in answers if answer.status_code == 200]
    assert len(good) >= at_least
    return good


@asynccontextmanager
async def visitors(
    pods: Pods, http: httpx.AsyncClient, paths: Callable[[int], str]
) -> AsyncIterator[list[httpx.Response]]:
    """Ask all processes in turn, all the time; the list holds every answer after the block."""
    is_over = asyncio.Event()
    answers: list[httpx.Response] = []
    numbers = itertools.count()

    async def visit() -> None:
        while not is_over.is_set():
            number = next(numbers)
            answers.append(await http.get(pods.urls[number % PODS] + paths(number // PODS)))
            await asyncio.sleep(0.02)

    async with asyncio.TaskGroup() as group:
        for _ in range(PODS):
            group.create_task(visit())
        try:
            yield answers
        finally:
            is_over.set()


async def test_forty_cold_requests_over_four_processes_make_a_page_at_most_twice(
    pods: Pods, http: httpx.AsyncClient
) -> None:
    """The processes say themselves how many pages they made.

    Where the machine is held up a call to Redis may come late, which costs a fill: most rounds must keep the bound,
    and no process may ever make a page twice.
    """
    await until(lambda: all_say(pods, http, "ok"))
    fills_by_round = []
    for _ in range(5):
        path = cold_city()
        before = await pods.fills(http)
        answers = await asyncio.gather(*(http.get(pods.urls[n % PODS] + path) for n in range(AT_ONCE)))
        made = [after - earlier for after, earlier in zip(await pods.fills(http), before, strict=True)]
        assert max(made) == 1
        assert len({answer.content for answer in well_answered(answers, at_least=AT_ONCE // 2)}) == 1
        first_hand = [a for a in answers if a.headers.get("cache-status", "").endswith("; fwd=miss; stored")]
        assert len(first_hand) <= sum(made)
        assert all("render;dur=" in answer.headers["server-timing"] for answer in first_hand)
        fills_by_round.append(sum(made))
    assert sorted(fills_by_round)[len(fills_by_round) // 2] <= 2


async def test_redis_freezes_and_dies_under_load_and_no_request_fails(
    pods: Pods, http: httpx.AsyncClient
) -> None:
    await until(lambda: all_say(pods, http, "ok"))
    async with visitors(pods, http, lambda _: cold_city()) as answers:
        pods.redis.freeze()
        await until(lambda: all_say(pods, http, "open"))
        states = await pods.ask_all(http, "/api/health/system")
        assert {state.status_code for state in states} == {200}
        assert {state.json()["parts"]["cache"] for state in states} == {"open"}
        pods.redis.stop()
        pods.redis.start()
    well_answered(answers, at_least=len(answers) * 99 // 100)
    # Nobody asks for a page now: each process finds out by itself that Redis is back.
    await until(lambda: all_say(pods, http, "ok"))


@pytest.mark.parametrize(("trouble", "which"), [("frozen", slice(0, 2)), ("gone", slice(2, 4))])
async def test_without_database_and_redis_seen_answers_come_and_unseen_ones_say_when(
    pods: Pods, http: httpx.AsyncClient, tmp_path: Path, trouble: str, which: slice
) -> None:
    plans = (await http.get(pods.urls[0] + "/api/v1/plans")).json()["data"]
    seen, unseen = (f"/api/v1/plans/{plan['planId']}/history" for plan in plans[which])
    before = await pods.ask_all(http, seen)
    assert {answer.status_code for answer in before} == {200}
    # With the next dataset that answer is an old one; it is made from the database each time.
    epoch = await pods.publish(a_family(tmp_path, trouble.title()))
    await until(lambda: pods.follow(http, epoch))
    await pods.ask_all(http, CITY)
    async with pods.without_database_and_redis(trouble):
        for path, cache_status in ((CITY, "; hit"), (seen, "; fwd=stale")):
            for answer in await pods.ask_all(http, path):
                assert answer.status_code == 200
                assert cache_status in answer.headers["cache-status"]
        for answer in await pods.ask_all(http, unseen):
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
            assert answer.headers["cache-control"] == "no-store"
        states = await pods.ask_all(http, "/api/health/system")
        assert {state.status_code for state in states} == {200}

    async def is_back() -> bool:
        return {answer.status_code for answer in await pods.ask_all(http, unseen)} == {200}

    await until(is_back)


async def test_each_answer_is_of_one_version_while_others_are_published(
    pods: Pods, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    (first,) = set(await pods.epochs(http))
    paths = (CITY, "/api/v1/plans", "/api/v1/plans.csv", f"{CITY}?kwh=750")
    names = {first: await family_shown(http, pods.urls[0])}
    async with visitors(pods, http, lambda number: paths[number % len(paths)]) as answers:
        for name in ("Beta", "Gamma"):
            epoch = await pods.publish(a_family(tmp_path, name))
            names[epoch] = name
            await all_follow(pods, http, epoch)
        await pods.publish_silently(first)
        await all_follow(pods, http, first)
    good = well_answered(answers, at_least=len(answers) * 99 // 100)
    assert {int(answer.headers["x-dataset"]) for answer in good} == set(names)
    for answer in good:
        epoch = int(answer.headers["x-dataset"])
        assert set(re.findall(FAMILY, answer.text)) == {names[epoch]}, answer.url
        if answer.url.path == "/api/v1/plans":
            assert answer.json()["meta"]["epoch"] == epoch


async def family_shown(http: httpx.AsyncClient, url: str) -> str:
    (name,) = set(re.findall(FAMILY, (await http.get(url + CITY)).text))
    return str(name)


async def all_follow(pods: Pods, http: httpx.AsyncClient, epoch: int) -> None:
    """Return once they do; how soon that is, `make bench` says."""
    await until(lambda: pods.follow(http, epoch))
