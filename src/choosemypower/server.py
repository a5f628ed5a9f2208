"""Granian as we run it: one worker, HTTP/1, every limit explicit (reference: docs/operations.md, "Server").

HTTP/1 only: left to choose the protocol itself, Granian waits for the first byte of a connection without any limit.
"""

import contextlib
import errno
import ipaddress
import os
import resource
import signal
import socket
import time
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings

from choosemypower.settings import SERVER_PID, STOP_SIGNALS, Settings, SettingsError

HEADER_BUFFER_BYTES = 32 * 1024
RESPAWN_INTERVAL_SECONDS = 15.0
"""Longer than a start takes, or a planned restart refuses connections."""
PATIENCE_SECONDS = 3.0
"""A server that is just ending may hold its port a moment longer."""
SPARE_FILES = 256
"""Beside connections: the database pool, Redis, logs, modules."""


def granian_options(settings: Settings) -> dict[str, Any]:
    """What Granian is started with."""
    return {
        "factory": True,
        "address": settings.host,
        "port": settings.port,
        "interface": Interfaces.ASGI,
        "workers": 1,
        "runtime_threads": 1,
        "loop": Loops.uvloop,
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(
            header_read_timeout=settings.server_header_timeout_seconds * 1000,
            max_buffer_size=HEADER_BUFFER_BYTES,
            keep_alive=True,
        ),
        "websockets": False,
        "backlog": settings.server_backlog,
        "backpressure": settings.server_backpressure,
        "respawn_failed_workers": True,
        "respawn_interval": RESPAWN_INTERVAL_SECONDS,
        "workers_kill_timeout": settings.server_kill_timeout_seconds,
        "log_access": False,
        "log_level": "warning",
    }


def serve(settings: Settings, target: str = "choosemypower.app:create_app") -> None:
    """Serve until SIGINT or SIGTERM. The worker reads the same environment as this process."""
    _require_free("PORT", settings.host, settings.port)
    if settings.metrics_port:
        _require_free("METRICS_PORT", settings.host, settings.metrics_port)
    os.environ[SERVER_PID] = str(os.getpid())
    raise_file_limit(settings.server_backpressure + SPARE_FILES)
    _hold_stop_signals_in_new_workers()
    Granian(target, **granian_options(settings)).serve()


def _require_free(name: str, host: str, port: int) -> None:
    """Raises SettingsError with a sentence; Granian would print its own stack."""
    family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
                return
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                reason = error.strerror or str(error)
                raise SettingsError(
                    f"{name}={port} on {host} cannot be used: {reason}. Set another {name}."
                ) from None
        time.sleep(0.1)


def _hold_stop_signals_in_new_workers() -> None:
    """Let no signal to stop be lost in a worker that is being born.

    Until its loop runs for good, a worker has this process's handlers, or uvloop's, which does not hear signals
    between two runs: a stop would then wait for the kill timeout. Blocked, a signal waits; `app` lets it through.
    """
    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS),
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS),
    )


def raise_file_limit(wanted: int) -> None:
    """Let this process hold as many connections as backpressure allows (containers start at 1,024 files)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
