"""What one visitor asked us to remember: kept for half an hour, found by nobody else."""

from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from choosemypower.sharing.budgets import Budget
from choosemypower.sharing.redis_store import RedisStore, redis_client
from choosemypower.sharing.sessions import SessionStore, session_cookie
from tests.cache.conftest import RedisServer
from tests.cache.support import Clock, PatientRedisStore
from tests.support.server import free_port

pytestmark = pytest.mark.anyio


class Note(msgspec.Struct, frozen=True):
    text: str


async def test_note_is_found_for_half_an_hour() -> None:
    clock = Clock()
    sessions = SessionStore(None, clock=clock.monotonic)
    token = await sessions.keep(Note("home"))
    clock.move(1799)
    assert await sessions.find(token, Note) == Note("home")
    clock.move(2)
    assert await sessions.find(token, Note) is None
    assert sessions.bytes == 0


async def test_note_is_replaced_and_forgotten_by_its_token() -> None:
    sessions = SessionStore(None)
    token = await sessions.keep(Note("one"))
    assert await sessions.keep(Note("two"), token) == token
    other = await sessions.keep(Note("other"))
    assert await sessions.find(token, Note) == Note("two")
    await sessions.forget(token)
    assert await sessions.find(token, Note) is None
    assert await sessions.find(other, Note) == Note("other")


@pytest.mark.parametrize("token", [None, "", "x", "x" * 43, "x" * 100_000])
async def test_made_up_token_finds_nothing(token: str | None) -> None:
    assert await SessionStore(None).find(token, Note) is None


async def test_memory_is_bounded_and_the_least_used_goes() -> None:
    budget = Budget(name="session", lifetime_seconds=1800, shared_bytes_max=20_000, bytes_max=20_000)
    sessions = SessionStore(None, budget=budget)
    first = await sessions.keep(Note("first"))
    for number in range(300):
        await sessions.keep(Note(f"note {number}"))
        await sessions.find(first, Note)
        assert sessions.bytes <= 20_000
    assert await sessions.find(first, Note) == Note("first")


async def test_other_process_finds_the_note_in_redis(redis_server: RedisServer) -> None:
    one, other = (PatientRedisStore(redis_client(redis_server.url)) for _ in range(2))
    try:
        token = await SessionStore(one).keep(Note("home"))
        assert await SessionStore(other).find(token, Note) == Note("home")
        async with Redis.from_url(redis_server.url) as client:
            keys = [key async for key in client.scan_iter("choosemypower:{session}:1:*")]
            assert len(keys) == 1
            assert 1790 <= await client.ttl(keys[0]) <= 1800
            assert token.encode() not in keys[0], "whoever sees Redis cannot take a visitor's place"
        await SessionStore(other).forget(token)
        assert await SessionStore(one).find(token, Note) is None
    finally:
        await one.close()
        await other.close()


async def test_without_redis_the_process_remembers() -> None:
    store = RedisStore(redis_client(f"redis://127.0.0.1:{free_port()}/0"))
    sessions = SessionStore(store)
    token = await sessions.keep(Note("home"))
    assert await sessions.find(token, Note) == Note("home")
    await store.close()


async def test_pages_do_not_push_sessions_out(tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    store = PatientRedisStore(redis_client(server.url))
    try:
        sessions = SessionStore(store)
        tokens = [await sessions.keep(Note(f"note {number}")) for number in range(20)]
        budget = Budget(name="city", lifetime_seconds=3600, shared_bytes_max=20_000, bytes_max=20_000)
        for number in range(100):
            await store.keep(f"choosemypower:{{city}}:1:{number}", b"x" * 1000, budget, 3600)
        assert [await sessions.find(token, Note) for token in tokens] == [
            Note(f"note {number}") for number in range(20)
        ]
    finally:
        await store.close()
        server.stop()


def test_cookie_is_bound_to_this_host_and_unreadable_to_scripts() -> None:
    cookie = session_cookie("t")
    assert cookie.startswith("__Host-home=t; ")
    for part in ("Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=1800"):
        assert part in cookie
    assert "Domain" not in cookie
