"""The parent's side: at most so many processes, so many waiting, each task with a deadline, all of it killable."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, TypeVar, cast, get_type_hints

import msgspec

from choosemypower.errors import AppError
from choosemypower.workers.messages import LENGTH, Broke, Done, OutOfMemory, Refused, Task, WorkerAnswer

log = logging.getLogger(__name__)

Options = TypeVar("Options")
Value = TypeVar("Value")

WORKERS = 2
WAITING = 8
"""Tasks that may wait for a process; the next one is told to come back."""
PATIENCE_SECONDS = 10.0
"""How long a task may wait."""
IDLE_SECONDS = 60.0
"""A process that had nothing to do for so long ends, and gives its memory back."""
TASKS_EACH = 50
"""A process ends after so many tasks, so that no leak of a reader grows."""
START_SECONDS = 10.0
"""For Python's start and the imports, on a loaded machine: on top of the seconds of a process's first task."""
MB = 1_000_000


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one task may take."""

    seconds: float = 10.0
    """By the clock, from its start."""
    cpu_seconds: int = 5
    memory_bytes: int = 100 * MB
    """Beside the process itself and the bytes it was sent."""
    answer_bytes: int = 1 * MB


class BusyError(AppError):
    """Too many tasks wait already."""

    code = "busy"
    status = 503
    title = "Too many files at once"

    def __init__(self) -> None:
        super().__init__("We are reading as many files as we can. Try again in a few seconds.")


class TooMuchWorkError(AppError):
    """The bytes took more time or memory than any honest file needs."""

    code = "too_much_work"
    status = 422
    title = "This file takes too much work"

    def __init__(self) -> None:
        super().__init__(
            "Reading this file takes more time or memory than a real one does. Download it again, or a smaller part."
        )


class UnreadableError(AppError):
    """Our reader failed. The log says where."""

    code = "unreadable"
    status = 422
    title = "We cannot read this file"

    def __init__(self) -> None:
        super().__init__("We cannot read this file. Download it again, or in another format.")


class ClientGoneError(AppError):
    """Nobody waits for the answer any more."""

    code = "client_gone"
    status = 408
    title = "Gone"

    def __init__(self) -> None:
        super().__init__("The connection was closed before the answer was ready.")


class Pool:
    """Processes that are started when there is work, and killed when it takes too long or nobody waits for it."""

    def __init__(
        self, *, workers: int = WORKERS, waiting: int = WAITING, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._workers = workers
        self._most_tasks = workers + waiting
        self._idle_seconds = idle_seconds
        self._tasks = 0
        self._free = asyncio.Semaphore(workers)
        self._idle: list[_Child] = []
        self._children: set[_Child] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._is_closed = False

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that live now."""
        return tuple(child.pid for child in self._children)

    @property
    def load(self) -> tuple[int, int]:
        """Tasks that are read now, and tasks that wait for a process."""
        reading = min(self._tasks, self._workers - self._free._value)
        return reading, self._tasks - reading

    async def run(
        self,
        function: Callable[[bytes, Options], Value],
        payload: bytes,
        options: Options,
        *,
        limits: Limits,
        refuses: type[AppError],
    ) -> Value:
        """Call a function of a module in a process of its own; options and value are what msgspec can carry.

        Raises `refuses` as the function raised it, BusyError, TooMuchWorkError or UnreadableError.
        """
        if self._is_closed or self._tasks >= self._most_tasks:
            raise BusyError
        self._tasks += 1
        try:
            await self._wait_for_turn()
            try:
                answer = await self._ask(_task(function, options, limits), payload, limits)
            finally:
                self._free.release()
        finally:
            self._tasks -= 1
        return _value(answer, function, refuses)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Kill what is left at the end."""
        try:
            yield
        finally:
            self._is_closed = True
            for child in tuple(self._children):
                self._drop(child)
            await asyncio.gather(*self._ending)

    async def _wait_for_turn(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._free.acquire()
        except TimeoutError:
            raise BusyError from None

    async def _ask(self, task: bytes, payload: bytes, limits: Limits) -> WorkerAnswer:
        child = self._take() or await self._start()
        seconds = limits.seconds + (0 if child.tasks else START_SECONDS)
        try:
            async with asyncio.timeout(seconds):
                answer = await child.ask(task, payload, limits.answer_bytes)
        except (TimeoutError, EOFError) as error:  # killed by a limit of its own, or now by ours
            self._drop(child)
            if self._is_closed:
                raise BusyError from None
            log.warning("A file-reading process was ended: %s", type(error).__name__)
            raise TooMuchWorkError from None
        except BaseException:
            self._drop(child)
            raise
        self._keep(child)
        return answer

    def _take(self) -> "_Child | None":
        while self._idle:
            child = self._idle.pop()
            child.rest.cancel()
            if child.is_alive:
                return child
            self._children.discard(child)
        return None

    async def _start(self) -> "_Child":
        try:
            child = await _Child.start()
        except OSError as error:
            log.error("No file-reading process could be started: %s", error)
            raise BusyError from None
        self._children.add(child)
        return child

    def _keep(self, child: "_Child") -> None:
        if self._is_closed or child.tasks >= TASKS_EACH:
            self._drop(child)
            return
        child.rest = asyncio.get_running_loop().call_later(self._idle_seconds, self._drop, child)
        self._idle.append(child)

    def _drop(self, child: "_Child") -> None:
        """Kill a process, whatever it is doing."""
        self._children.discard(child)
        if child in self._idle:
            child.rest.cancel()
            self._idle.remove(child)
        ending = asyncio.ensure_future(child.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


class _Child(asyncio.SubprocessProtocol):
    """One process, and what comes from it. Not asyncio's streams: those never end while a full pipe is unread."""

    def __init__(self) -> None:
        self.tasks = 0
        self.is_alive = True
        self.rest: asyncio.TimerHandle
        self._transport: asyncio.SubprocessTransport
        self._received = bytearray()
        self._answer_bytes = 0
        self._answer: asyncio.Future[bytes] | None = None
        self._exited = asyncio.Event()

    @classmethod
    async def start(cls) -> "_Child":
        _, child = await asyncio.get_running_loop().subprocess_exec(
            cls,
            *(sys.executable, "-m", "choosemypower.workers.child", str(os.getpid())),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_environment(),
        )
        return child

    @property
    def pid(self) -> int:
        return self._transport.get_pid()

    async def ask(self, task: bytes, payload: bytes, answer_bytes: int) -> WorkerAnswer:
        """Raises EOFError where the process ends first, or answers what is no answer."""
        if not self.is_alive:
            raise EOFError
        self.tasks += 1
        self._received.clear()
        self._answer_bytes = answer_bytes
        self._answer = asyncio.get_running_loop().create_future()
        pipe: Any = self._transport.get_pipe_transport(0)
        pipe.write(LENGTH.pack(len(task)) + task + LENGTH.pack(len(payload)))
        pipe.write(payload)
        try:
            return msgspec.msgpack.decode(await self._answer, type=WorkerAnswer)  # type: ignore[no-any-return]
        except msgspec.DecodeError:
            raise EOFError from None

    async def end(self) -> None:
        """Kill the process and wait until it is gone."""
        if self.is_alive:
            with contextlib.suppress(ProcessLookupError):
                self._transport.kill()
        await self._exited.wait()
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.SubprocessTransport, transport)  # uvloop's is none by name

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            return
        self._received += data
        if len(self._received) < LENGTH.size:
            return
        (length,) = LENGTH.unpack_from(self._received)
        if length > self._answer_bytes:
            self._answer.set_exception(EOFError())
        elif len(self._received) >= LENGTH.size + length:
            self._answer.set_result(bytes(self._received[LENGTH.size :]))

    def process_exited(self) -> None:
        self.is_alive = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(EOFError())
        self._exited.set()


def _task(function: Callable[..., object], options: object, limits: Limits) -> bytes:
    return msgspec.msgpack.encode(
        Task(
            f"{function.__module__}:{function.__qualname__}",
            msgspec.Raw(msgspec.msgpack.encode(options)),
            limits.memory_bytes,
            limits.cpu_seconds,
        )
    )


def _value(answer: WorkerAnswer, function: Callable[..., Value], refuses: type[AppError]) -> Value:
    """What the function returned or raised. Nothing that a process answers is believed beyond its declared type."""
    match answer:
        case Done(value):
            try:
                kind: Any = get_type_hints(function)["return"]
                return msgspec.msgpack.decode(value, type=kind)  # type: ignore[no-any-return]
            except msgspec.DecodeError:
                log.exception("A file-reading process gave an answer that it does not declare.")
                raise UnreadableError from None
        case Refused(code, detail, extra):
            if code == refuses.code:
                raise refuses(detail, **extra)
            log.error("A file-reading process refused with an undeclared code: %s", code)
            raise UnreadableError
        case OutOfMemory():
            log.warning("A file-reading process ran out of memory.")
            raise TooMuchWorkError
        case Broke(where):
            log.error("A file-reading process failed: %s", where)
            raise UnreadableError


def _environment() -> dict[str, str]:
    """Where Python finds us, and nothing else: no password, no key."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONTZPATH") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "1",
    }


async def unless_gone(receive: Callable[[], Awaitable[Any]], work: Coroutine[Any, Any, Value]) -> Value:
    """The work's value; cancelled when the client of this request, whose body is read, closes the connection.

    Raises ClientGoneError.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_disconnect(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGoneError
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.wait({working, leaving})


async def _disconnect(receive: Callable[[], Awaitable[Any]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
