"""A process that reads foreign bytes: takes one task after the other from its input until that ends.

    python -m choosemypower.workers.child PARENT_PID

Lean on purpose: imports nothing but what the task names. It may be killed at any moment, and dies with its parent.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, get_type_hints

import msgspec

from choosemypower.errors import AppError
from choosemypower.workers.messages import LENGTH, Broke, Done, OutOfMemory, Refused, Task, WorkerAnswer

NICENESS = 5
"""The server's own loop comes first."""
OPEN_FILES = 64


def main() -> None:
    """Serve tasks until the parent closes the pipe."""
    _die_with(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    os.nice(NICENESS)
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        _limit(kind, limit)
    tasks, answers = _pipes()
    functions = Functions()
    while (head := _frame(tasks)) is not None:
        task = msgspec.msgpack.decode(head, type=Task)
        payload = _frame(tasks)
        if payload is None:
            return
        answer = msgspec.msgpack.encode(_answer(task, payload, functions), enc_hook=str)
        del payload
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()
        gc.collect()


class Functions:
    """The functions that tasks name, loaded once, and how much memory the process needs without any task."""

    def __init__(self) -> None:
        self._loaded: dict[str, tuple[Callable[[bytes, Any], Any], Any]] = {}
        self.own_bytes = _address_space_bytes()

    def get(self, name: str) -> tuple[Callable[[bytes, Any], Any], Any]:
        """A function and the type of its options."""
        if name not in self._loaded:
            _limit(resource.RLIMIT_AS, resource.RLIM_INFINITY)
            before = _address_space_bytes()
            module, _, attribute = name.partition(":")
            function = getattr(importlib.import_module(module), attribute)
            hints = get_type_hints(function)
            hints.pop("return", None)
            self._loaded[name] = function, tuple(hints.values())[1]
            self.own_bytes += _address_space_bytes() - before
        return self._loaded[name]


def _answer(task: Task, payload: bytes, functions: Functions) -> WorkerAnswer:
    try:
        function, kind = functions.get(task.function)
        options = msgspec.msgpack.decode(task.options, type=kind)
        _limit(resource.RLIMIT_AS, functions.own_bytes + 2 * len(payload) + task.memory_bytes)
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + task.cpu_seconds)
        return Done(msgspec.Raw(msgspec.msgpack.encode(function(payload, options))))
    except AppError as error:
        return Refused(error.code, error.detail, error.extra)
    except MemoryError:
        return OutOfMemory()
    except Exception as error:
        # The message could repeat what the file says: of a foreign file only the place of our fault is told.
        places = traceback.extract_tb(error.__traceback__)[-3:]
        where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(places))
        return Broke(f"{type(error).__name__} at {where}")


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Tasks and answers; whatever a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def _frame(tasks: BinaryIO) -> bytes | None:
    head = tasks.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = tasks.read(length)
    return body if len(body) == length else None


def _address_space_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _limit(kind: int, soft: int) -> None:
    _, hard = resource.getrlimit(kind)
    with contextlib.suppress(
        OSError, ValueError
    ):  # some systems know no such limit; the deadline holds there
        resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _die_with(parent: int) -> None:
    """Let no child outlive a server that was killed in the middle of a task."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit()


if __name__ == "__main__":
    main()
