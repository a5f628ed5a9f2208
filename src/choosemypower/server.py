"""Granian as we run it: one worker, HTTP/1, every limit explicit (reference: docs/operations.md, "Server").

HTTP/1 only: left to choose the protocol itself, Granian waits for the first byte of a connection without any limit.
"""

import contextlib
import errno
import ipaddress
import json
import os
import resource
import signal
import socket
import sys
import time
from typing import Any

from choosemypower.handover import OPTIONS, STOP_SIGNALS
from choosemypower.settings import Settings, SettingsError

HEADER_BUFFER_BYTES = 32 * 1024
RESPAWN_INTERVAL_SECONDS = 15.0
"""Longer than a start takes, or a planned restart refuses connections."""
PATIENCE_SECONDS = 3.0
"""A server that is just ending may hold its port a moment longer."""
SPARE_FILES = 256
"""Beside connections: the database pool, Redis, logs, modules."""


def server_options(settings: Settings) -> dict[str, Any]:
    """What of Granian's options depends on settings; the rest stands in `parent.py`."""
    return {
        "address": settings.host,
        "port": settings.port,
        "header_read_timeout": settings.server_header_timeout_seconds * 1000,
        "max_buffer_size": HEADER_BUFFER_BYTES,
        "backlog": settings.server_backlog,
        "backpressure": settings.server_backpressure,
        "respawn_interval": RESPAWN_INTERVAL_SECONDS,
        "workers_kill_timeout": settings.server_kill_timeout_seconds,
        **_log_shape(settings),
    }


def _log_shape(settings: Settings) -> dict[str, Any]:
    """Granian's own lines look like ours."""
    if settings.log_format == "text":
        return {}
    shape = {"()": "choosemypower.telemetry.logs.JsonLines"}
    return {"log_dictconfig": {"formatters": {"generic": shape, "access": shape}}}


def serve(settings: Settings, target: str = "choosemypower.app:answering", *, in_place: bool = False) -> None:
    """Serve until SIGINT or SIGTERM. The worker reads the same environment as this process.

    What this process has loaded is not needed any more: it becomes another one that has not (`parent.py`), and this
    function does not return. `in_place`: it stays, for what must be done afterwards.
    """
    _require_free("PORT", settings.host, settings.port)
    if settings.metrics_port:
        _require_free("METRICS_PORT", settings.host, settings.metrics_port)
    _raise_file_limit(settings.server_backpressure + SPARE_FILES)
    if in_place:
        from choosemypower import parent

        parent.run(target, server_options(settings))
        return
    os.environ[OPTIONS] = json.dumps({"target": target, **server_options(settings)})
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)  # `parent.main` lets them through
    os.execv(sys.executable, [sys.executable, "-m", "choosemypower.parent"])  # noqa: S606


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


def _raise_file_limit(wanted: int) -> None:
    """Let this process hold as many connections as backpressure allows (containers start at 1,024 files)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
