"""Foreign bytes are read in processes of their own: bounded, killable, and gone with whoever asked."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest

from choosemypower.errors import AppError
from choosemypower.workers.pool import (
    BusyError,
    ClientGoneError,
    Limits,
    Pool,
    TooMuchWorkError,
    UnreadableError,
    unless_gone,
)
from tests.support.waiting import until
from tests.workers import readers
from tests.workers.readers import Options, Unfit

pytestmark = pytest.mark.anyio

Value = TypeVar("Value")


@pytest.fixture(scope="module", params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    """The loop of the tests, and the one of the server."""
    return "asyncio", {"use_uvloop": request.param}


@contextlib.asynccontextmanager
async def a_pool(*, workers: int = 1, waiting: int = 2, idle_seconds: float = 60) -> AsyncIterator[Pool]:
    pool = Pool(workers=workers, waiting=waiting, idle_seconds=idle_seconds)
    async with pool.running():
        yield pool


async def run(
    pool: Pool,
    function: Callable[[bytes, Options], Value],
    payload: bytes = b"12345",
    limits: Limits | None = None,
    word: str = "",
) -> Value:
    return await pool.run(function, payload, Options(word), limits=limits or Limits(), refuses=Unfit)


def lives(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_a_function_is_called_in_another_process_with_the_bytes_and_the_options() -> None:
    async with a_pool() as pool:
        counted = await run(pool, readers.count, b"x" * 10_000_000, word="ü")
        assert (counted.count, counted.word) == (10_000_000, "ü")
        assert counted.pid != os.getpid()
        assert pool.pids == (counted.pid,)


async def test_no_process_is_started_before_there_is_work_and_one_serves_many_tasks() -> None:
    async with a_pool() as pool:
        assert pool.pids == ()
        first = await run(pool, readers.count)
        assert (await run(pool, readers.count)).pid == first.pid


async def test_a_process_without_work_ends() -> None:
    async with a_pool(idle_seconds=0.01) as pool:
        counted = await run(pool, readers.count)
        await until(lambda: not pool.pids and not lives(counted.pid))


async def test_a_process_sees_no_setting_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@host/name")
    async with a_pool() as pool:
        assert "DATABASE_URL" not in await run(pool, readers.environment)


async def test_a_refusal_arrives_as_it_was_raised() -> None:
    async with a_pool() as pool:
        with pytest.raises(Unfit, match=r"This is no file of ours\.") as refused:
            await run(pool, readers.refuse)
        assert refused.value.extra == {"row": 3}
        assert await run(pool, readers.count)


@pytest.mark.parametrize(
    ("function", "limits", "error"),
    [
        (readers.burn, Limits(seconds=60, cpu_seconds=1), TooMuchWorkError),
        (readers.swell, Limits(), TooMuchWorkError),
        (readers.talk, Limits(), TooMuchWorkError),
        (readers.die, Limits(), TooMuchWorkError),
        (readers.break_down, Limits(), UnreadableError),
        (readers.refuse_otherwise, Limits(), UnreadableError),
        (readers.lie, Limits(), UnreadableError),
    ],
)
async def test_a_greedy_or_broken_reader_is_a_refusal_and_the_next_task_is_served(
    function: Callable[[bytes, Options], object], limits: Limits, error: type[AppError]
) -> None:
    async with a_pool() as pool:
        with pytest.raises(error):
            await run(pool, function, limits=limits)
        assert (await run(pool, readers.count)).count == 5


async def test_a_task_ends_at_its_deadline() -> None:
    async with a_pool() as pool:
        pid = (await run(pool, readers.count)).pid
        with pytest.raises(TooMuchWorkError):
            await run(pool, readers.sleep, limits=Limits(seconds=0.05))
        await until(lambda: not lives(pid))


async def test_what_a_file_says_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async with a_pool() as pool:
        with pytest.raises(UnreadableError):
            await run(pool, readers.break_down, b"10443720009999999")
    assert "RuntimeError at readers.py" in caplog.text
    assert "10443720009999999" not in caplog.text


async def test_one_task_more_than_may_wait_is_told_to_come_back() -> None:
    async with a_pool(workers=1, waiting=2) as pool:
        tasks = [asyncio.ensure_future(run(pool, readers.sleep)) for _ in range(3)]
        await until(lambda: len(pool.pids) == 1)
        with pytest.raises(BusyError):
            await run(pool, readers.count)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        assert (await run(pool, readers.count)).count == 5


async def test_a_cancelled_task_kills_its_process() -> None:
    async with a_pool() as pool:
        pid = (await run(pool, readers.count)).pid
        task = asyncio.ensure_future(run(pool, readers.burn))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await until(lambda: not lives(pid))


async def test_work_ends_when_the_client_closes_the_connection() -> None:
    closed = asyncio.Event()

    async def receive() -> dict[str, str]:
        await closed.wait()
        return {"type": "http.disconnect"}

    async with a_pool() as pool:
        task = asyncio.ensure_future(unless_gone(receive, run(pool, readers.burn)))
        await until(lambda: len(pool.pids) == 1)
        closed.set()
        with pytest.raises(ClientGoneError):
            await task
        assert pool.pids == ()


async def test_the_end_of_the_pool_is_the_end_of_its_processes() -> None:
    async with a_pool(workers=2) as pool:
        tasks = [asyncio.ensure_future(run(pool, readers.burn)) for _ in range(2)]
        await until(lambda: len(pool.pids) == 2)
        pids = pool.pids
    assert not any(lives(pid) for pid in pids)
    for task in (*tasks, run(pool, readers.count)):
        with pytest.raises(BusyError):
            await task


SERVER = """
import asyncio
from choosemypower.workers.pool import Limits, Pool
from tests.workers import readers

async def main():
    pool = Pool()
    pid = (await pool.run(readers.count, b"", readers.Options(), limits=Limits(), refuses=readers.Unfit)).pid
    print(pid, flush=True)
    limits = Limits(seconds=600, cpu_seconds=600)
    await pool.run(readers.burn, b"", readers.Options(), limits=limits, refuses=readers.Unfit)

asyncio.run(main())
"""


async def test_no_process_outlives_a_server_that_was_killed() -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(  # noqa: ASYNC220 - nothing else runs in this loop
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        child = int(server.stdout.readline())
        server.send_signal(signal.SIGKILL)
    await until(lambda: not lives(child))
