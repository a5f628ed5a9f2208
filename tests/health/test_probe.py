"""The look at the database behind readiness: one at a time, bounded, honest."""

import asyncio

import pytest

from choosemypower.health.probe import LIMIT_SECONDS, DatabaseProbe

pytestmark = pytest.mark.anyio


async def test_fifty_probes_at_once_cause_one_look() -> None:
    async def ask() -> int:
        await asyncio.sleep(0.01)
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
    assert look.error == "ConnectionRefusedError."
