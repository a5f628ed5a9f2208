"""The look at the database behind readiness: one at a time, bounded, honest."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from choosemypower.health.probe import LIMIT_SECONDS, DatabaseProbe, DatabaseSize
from tests.support.waiting import until

pytestmark = pytest.mark.anyio


async def test_fifty_probes_at_once_cause_one_look() -> None:
    async def ask() -> int:
        await asyncio.sleep(0)  # the others come meanwhile
        return 7

    probe = DatabaseProbe(ask)
    looks = await asyncio.gather(*(probe.look() for _ in range(50)))
    assert probe.looks == 1
    assert {look.epoch for look in looks} == {7}
    await probe.look()
    assert probe.looks == 1


async def test_a_silent_database_is_not_usable_and_nobody_waits_for_it() -> None:
    async def ask() -> int:
        await asyncio.Event().wait()
        return 7

    probe = DatabaseProbe(ask)
    looks = await asyncio.gather(*(probe.look() for _ in range(50)))
    assert not any(look.is_usable for look in looks)
    await asyncio.sleep(LIMIT_SECONDS + 0.05)
    assert not (await probe.look()).is_usable
    assert probe.looks == 1


async def test_a_slow_database_is_usable_by_its_last_answer() -> None:
    is_slow, answered = False, 0

    async def ask() -> int:
        nonlocal answered
        if is_slow:
            await asyncio.Event().wait()
        answered += 1
        return 7

    probe = DatabaseProbe(ask)
    assert (await probe.look()).is_usable
    await asyncio.sleep(1.01)
    is_slow = True
    assert (await probe.look()).is_usable
    assert (probe.looks, answered) == (2, 1), "it did not wait for the second look"


async def test_a_refused_connection_is_told_without_its_cause() -> None:
    async def ask() -> int:
        raise ConnectionRefusedError("secret-host:5432 refused dev_user")

    look = await DatabaseProbe(ask).look()
    assert not look.is_usable
    assert look.error == "Nobody listens at its address."


async def measured() -> DatabaseSize:
    return DatabaseSize(bytes=1, connections=1)


async def test_a_database_far_away_is_usable_by_looks_on_their_own_clock() -> None:
    async def ask() -> int:
        await asyncio.sleep(0.24)  # three times 80 ms: longer than a probe waits
        return 7

    probe = DatabaseProbe(ask, measured, every_seconds=0.01)
    async with probe.watching():

        async def has_looked() -> bool:
            return probe.looks > 1

        await until(has_looked)
        for _ in range(20):
            assert (await probe.look()).is_usable
            await asyncio.sleep(0.05)


async def test_looks_are_logged_and_trouble_is_a_warning_in_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    is_refused = False

    async def ask() -> int:
        if is_refused:
            raise asyncpg.InvalidPasswordError("for user dev_user at secret-host")
        return 7

    caplog.set_level(logging.INFO, "choosemypower.health.probe")
    probe = DatabaseProbe(ask, measured, every_seconds=0.01, logged_seconds=0.0)

    def told(words: str) -> Callable[[], Awaitable[bool]]:
        async def is_told() -> bool:
            return any(words in record.getMessage() for record in caplog.records)

        return is_told

    async with probe.watching():
        await until(told("Database look: "))
        assert probe.size == await measured()
        is_refused = True
        await until(told("Password refused"))
    warning = next(record for record in caplog.records if "Password" in record.getMessage())
    assert warning.levelno == logging.WARNING
    assert "secret-host" not in caplog.text


async def test_a_change_is_logged_at_once_and_the_rest_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    answers = [7, None, None, 7, 7]

    async def ask() -> int:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is None:
            raise ConnectionRefusedError
        return answer

    caplog.set_level(logging.INFO, "choosemypower.health.probe")
    probe = DatabaseProbe(ask, measured, every_seconds=0.01, logged_seconds=3600.0)

    async def has_looked_often() -> bool:
        return probe.looks > 8

    async with probe.watching():
        await until(has_looked_often)
    looks = [record for record in caplog.records if "Database look: " in record.getMessage()]
    assert [record.levelno for record in looks] == [logging.INFO, logging.WARNING, logging.INFO]
