"""Waiting for what comes by itself. How quickly it comes is the benchmark's; a busy machine fails no test."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable

HANG_SECONDS = 300.0
"""No machine is held up for so long: what takes it hangs."""
LOOK_SECONDS = 0.02


async def until(condition: Callable[[], bool | Awaitable[bool]], missing: str = "it never came") -> None:
    """Return as soon as this holds."""
    deadline = time.monotonic() + HANG_SECONDS
    while True:
        holds = condition()
        if await holds if inspect.isawaitable(holds) else holds:
            return
        assert time.monotonic() < deadline, missing
        await asyncio.sleep(LOOK_SECONDS)


def until_true(condition: Callable[[], bool], missing: str = "it never came") -> None:
    """The same outside a loop."""
    deadline = time.monotonic() + HANG_SECONDS
    while not condition():
        assert time.monotonic() < deadline, missing
        time.sleep(LOOK_SECONDS)
