"""The process that stands over the server's worker: it listens, starts a worker, and another when that one is lost.

It imports Granian and nothing else of ours, so that it takes little memory for the life of the site and has no thread
when it forks; the worker loads the program itself, after the fork. `server.serve` checks the settings and then becomes
this process: `python -m choosemypower.parent`, its options in the environment.
"""

import json
import os
import signal
import socket
import sys
import threading
from typing import Any, NoReturn

# Granian looks for it, and for what it brings: 2 MB that only reloading in development would need.
sys.modules.setdefault("anyio", None)  # type: ignore[arg-type]

from granian.constants import HTTPModes, Interfaces, Loops  # noqa: E402
from granian.http import HTTP1Settings  # noqa: E402
from granian.net import SocketSpec  # type: ignore[attr-defined]  # noqa: E402
from granian.server.mp import MPServer, WorkerProcess  # noqa: E402

from choosemypower import leave_out_what_no_server_needs  # noqa: E402
from choosemypower.handover import OPTIONS, SERVER_PID, STOP_SIGNALS, WORKERS_LOST  # noqa: E402

if sys.modules.get("anyio") is None:
    del sys.modules["anyio"]


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    # Held back by `server.serve` while this interpreter started: a container's first process hears nothing by default.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    options = json.loads(os.environ.pop(OPTIONS))
    run(options.pop("target"), options)


def run(target: str, options: dict[str, Any]) -> None:
    """Serve with these options (see `server.server_options`) in this process."""
    leave_out_what_no_server_needs()
    os.environ[SERVER_PID] = str(os.getpid())
    os.register_at_fork(
        before=_hold_stop_signals, after_in_parent=_let_stop_signals_through, after_in_child=_die_when_told
    )
    WorkerProcess._watch = _watch_without_signals  # type: ignore[assignment]
    WorkerProcess.join = _wait_through_watcher  # type: ignore[assignment]
    Server(target, **granian_options(options)).serve()


class Server(MPServer):
    """Granian whose port is the parent's: who comes while no worker serves waits in its backlog, and is not refused.

    On Linux Granian has each worker bind a socket of its own, so that the port dies with the worker.
    """

    def _init_shared_socket(self) -> None:
        holder = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._ssp, self._shd = None, holder  # type: ignore[assignment]
        self._sso = socket.socket(fileno=holder.get_fd())
        self._sso.set_inheritable(True)
        # Who asks and then reads nothing would hold a connection for ever: Granian waits for no end of a writing.
        # Connections have this from the socket that they come in by (Linux).
        if hasattr(socket, "TCP_USER_TIMEOUT") and self.http1_settings is not None:
            milliseconds = self.http1_settings.header_read_timeout
            self._sso.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)

    def _respawn_workers(self, workers: Any, spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        if not delay:  # one that is replaced on purpose goes after the next one has come
            os.environ[WORKERS_LOST] = str(int(os.environ.get(WORKERS_LOST, "0")) + len(workers))
        super()._respawn_workers(workers, spawn_target, target_loader, delay)


def granian_options(options: dict[str, Any]) -> dict[str, Any]:
    """What Granian is started with: one worker, HTTP/1, and the limits of `options`."""
    limits = dict(options)
    return {
        "factory": True,
        "interface": Interfaces.ASGI,
        "workers": 1,
        "runtime_threads": 1,
        "loop": Loops.uvloop,
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(
            header_read_timeout=limits.pop("header_read_timeout"),
            max_buffer_size=limits.pop("max_buffer_size"),
            keep_alive=True,
        ),
        "websockets": False,
        "respawn_failed_workers": True,
        "log_access": False,
        "log_level": "warning",
        **limits,
    }


def _hold_stop_signals() -> None:
    """For the fork itself: what arrives between it and the next line of the child would be forgotten by both."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)


def _let_stop_signals_through() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


def _die_when_told() -> None:
    """A new worker serves nobody: until it can end in order (`stops.py`) a signal ends it at once, wherever it is."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


def _watch_without_signals(worker: WorkerProcess) -> None:
    """Start Granian's thread that waits for the worker's end, deaf to signals.

    The kernel gives a signal to any thread that listens, and only the main one wakes up from it: of 24 servers that
    were stopped and continued all the time, 9 slept on when told to stop.
    """
    _hold_stop_signals()
    try:
        worker.watcher = threading.Thread(target=worker._watcher)  # type: ignore[attr-defined]
        worker.watcher.start()  # type: ignore[attr-defined]
    finally:
        _let_stop_signals_through()


def _wait_through_watcher(worker: WorkerProcess, timeout: float | None = None) -> None:
    """Wait for the worker's end by waiting for the thread that does.

    A child's end is told once. When two wait for it, as in Granian, the one that is not told takes the child for alive
    until the other has written it down, and on a busy machine a worker that ended in order was "killed after it
    refused to gracefully stop".
    """
    worker.watcher.join(timeout)  # type: ignore[attr-defined]


def _stop(number: int, frame: object) -> NoReturn:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
