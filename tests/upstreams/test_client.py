"""A service is asked within its time, size and rate, again where that may help, and left alone when it is ill."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from choosemypower.upstreams import Failure, Recordings, Upstream, UpstreamError, UpstreamPolicy
from choosemypower.upstreams.pace import Fuse, Pace
from tests.standins.server import KEY, StandIn

pytestmark = pytest.mark.anyio


class Numbers(StandIn):
    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        if path == "/missing":
            return 404, b"Not Found"
        return 200, [1, 2, 3]


@pytest.fixture
def service() -> Iterator[Numbers]:
    numbers = Numbers()
    with numbers.running():
        yield numbers


def client_of(service: StandIn, **more: Any) -> Upstream:
    waits = {"first_wait_seconds": 0.0, "longest_wait_seconds": 0.0, "jitter_seconds": 0.0}
    given = {"service": "The service", "base_url": service.url, "key": KEY, "attempts": 3, **waits, **more}
    return Upstream(UpstreamPolicy(**given))


async def test_an_answer_is_read_into_its_type(service: Numbers) -> None:
    async with client_of(service) as client:
        assert await client.get_json("/numbers", {"of": "day"}, list[int]) == [1, 2, 3]
    assert service.asked == [("/numbers", {"of": "day"})]


@pytest.mark.parametrize("fault", ["down", "busy"])
async def test_what_may_pass_is_tried_again(service: Numbers, fault: str) -> None:
    service.fault, service.faulty_calls = fault, 2
    async with client_of(service) as client:
        assert await client.get_json("/numbers", {}, list[int]) == [1, 2, 3]
    assert len(service.asked) == 3


@pytest.mark.parametrize(
    ("fault", "failure", "calls"),
    [
        ("down", Failure.SERVER_ERROR, 3),
        ("busy", Failure.RATE_LIMITED, 3),
        ("html", Failure.NOT_UNDERSTOOD, 1),
        ("cut", Failure.NOT_UNDERSTOOD, 1),
        ("huge", Failure.TOO_LARGE, 1),
    ],
)
async def test_a_failure_has_its_kind_and_its_number_of_tries(
    service: Numbers, fault: str, failure: Failure, calls: int
) -> None:
    service.fault = fault
    async with client_of(service, largest_bytes=1_000_000) as client:
        with pytest.raises(UpstreamError) as refused:
            await client.get_json("/numbers", {}, list[int])
    assert refused.value.failure is failure
    assert refused.value.detail.startswith("The service ")
    assert len(service.asked) == calls


async def test_a_late_answer_is_given_up(service: Numbers) -> None:
    service.fault, service.slow_seconds = "slow", 2.0
    async with client_of(service, timeout_seconds=0.1, attempts=1) as client:
        with pytest.raises(UpstreamError) as refused:
            await client.get("/numbers", {})
    assert refused.value.failure is Failure.TIMEOUT


async def test_a_service_that_is_not_there_is_said(service: Numbers) -> None:
    async with client_of(service, base_url="http://127.0.0.1:9", attempts=1) as client:
        with pytest.raises(UpstreamError) as refused:
            await client.get("/numbers", {})
    assert refused.value.failure is Failure.UNREACHABLE


async def test_a_wrong_key_is_not_tried_again(service: Numbers) -> None:
    async with client_of(service, key="other") as client:
        with pytest.raises(UpstreamError, match="check its key") as refused:
            await client.get("/numbers", {})
    assert refused.value.failure is Failure.REFUSED
    assert len(service.asked) == 1


async def test_what_was_asked_is_never_repeated_in_a_failure(service: Numbers) -> None:
    async with client_of(service) as client:
        for path, fault in (("/missing", None), ("/numbers", "down"), ("/numbers", "html")):
            service.fault = fault
            with pytest.raises(UpstreamError) as refused:
                await client.get_json(path, {"address": "12 Secret Lane"}, list[int])
            assert "Secret" not in str(refused.value) + repr(refused.value)


async def test_after_failures_in_a_row_it_is_left_alone(service: Numbers) -> None:
    service.fault = "down"
    async with client_of(service, attempts=1, failures_to_open=2, open_seconds=60) as client:
        for _ in range(2):
            with pytest.raises(UpstreamError):
                await client.get("/numbers", {})
        with pytest.raises(UpstreamError) as refused:
            await client.get("/numbers", {})
    assert refused.value.failure is Failure.OPEN
    assert client.fuse.is_open
    assert len(service.asked) == 2


async def test_a_question_that_is_wrong_says_nothing_against_the_service(service: Numbers) -> None:
    async with client_of(service, failures_to_open=1) as client:
        for _ in range(3):
            with pytest.raises(UpstreamError) as refused:
                await client.get("/missing", {})
            assert refused.value.failure is Failure.NOT_FOUND
        assert not client.fuse.is_open


async def test_after_its_rest_one_call_decides() -> None:
    now = 0.0
    fuse = Fuse(2, 60, clock=lambda: now)
    fuse.failed()
    fuse.failed()
    assert not fuse.may_ask()
    now = 61
    assert fuse.may_ask()
    assert not fuse.may_ask(), "only one tries"
    fuse.failed()
    assert not fuse.may_ask()
    now = 122
    assert fuse.may_ask()
    fuse.succeeded()
    assert fuse.may_ask()
    assert fuse.may_ask()


async def test_a_burst_goes_at_once_and_the_rest_waits_its_turn() -> None:
    now = 0.0
    pace = Pace(per_second=1, burst=3, clock=lambda: now)
    for _ in range(3):
        await asyncio.wait_for(pace.wait(), 0.05)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pace.wait(), 0.05)


async def test_a_recording_is_found_by_its_question(tmp_path: Any) -> None:
    recordings = Recordings(tmp_path / "new")
    assert recordings.find("/plans", {"of": "one"}) is None
    recordings.keep("/plans", {"of": "one", "at": "1000"}, b"[1]")
    found = recordings.find("/plans", {"at": "1000", "of": "one"})
    assert found is not None
    assert found.content == b"[1]"
    assert 0 <= found.age_hours < 1
    assert recordings.find("/plans", {"of": "two"}) is None
