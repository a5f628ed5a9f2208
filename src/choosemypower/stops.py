"""How a worker is stopped: at once while it starts, in order once it serves, and when its parent is gone.

Granian gives the loop a handler before the program starts. The loop hears a signal only while it runs, and between
the start and the serving it stands still for a moment: a signal then would wait for the kill timeout.
"""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from choosemypower.handover import SERVER_PID, STOP_SIGNALS

SERVES_AFTER_SECONDS = 0.5
"""After the start; by then Granian's loop runs for good."""


def end_with_parent() -> None:
    """Stop this worker when the program that started it is killed, so that the port is free for the next one."""
    server = os.environ.get(SERVER_PID)
    if server is not None and sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGTERM)
        if os.getppid() != int(server):
            os.kill(os.getpid(), signal.SIGTERM)


@asynccontextmanager
async def at_once_while_starting() -> AsyncIterator[Callable[[], None]]:
    """A signal to stop ends this worker at once, until the block calls what it is given: then in order."""
    if os.environ.get(SERVER_PID) != str(os.getppid()):
        yield lambda: None  # nobody's worker: a test, or another server
        return
    of_loop: dict[signal.Signals, Any] = {
        number: signal.signal(number, signal.SIG_DFL) for number in STOP_SIGNALS
    }
    handing_over: list[asyncio.TimerHandle] = []

    def is_started() -> None:
        heard: list[int] = []
        for number in STOP_SIGNALS:
            signal.signal(number, lambda number, frame: heard.append(number))

        def hand_over() -> None:
            for number, handler in of_loop.items():
                signal.signal(number, handler)
            if heard:
                os.kill(os.getpid(), heard[0])

        handing_over.append(asyncio.get_running_loop().call_later(SERVES_AFTER_SECONDS, hand_over))

    try:
        yield is_started
    finally:
        for timer in handing_over:
            timer.cancel()
