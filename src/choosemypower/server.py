"""Granian as we run it: one worker, HTTP/1, every limit explicit (reference: docs/operations.md, "Server").

HTTP/1 only: left to choose the protocol itself, Granian waits for the first byte of a connection without any limit.
"""

import contextlib
import os
import resource
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings

from choosemypower.settings import SERVER_PID, Settings

HEADER_BUFFER_BYTES = 32 * 1024
RESPAWN_INTERVAL_SECONDS = 15.0
"""Longer than a start takes, or a planned restart refuses connections."""
SPARE_FILES = 256
"""Beside connections: the database pool, Redis, logs, modules."""


def granian_options(settings: Settings) -> dict[str, Any]:
    """What Granian is started with."""
    options: dict[str, Any] = {
        "target": "choosemypower.app:create_app",
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
    if settings.server_metrics_port is not None:
        options |= {
            "metrics_enabled": True,
            "metrics_address": settings.host,
            "metrics_port": settings.server_metrics_port,
        }
    return options


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. The worker reads the same environment as this process."""
    os.environ[SERVER_PID] = str(os.getpid())
    raise_file_limit(settings.server_backpressure + SPARE_FILES)
    Granian(**granian_options(settings)).serve()


def raise_file_limit(wanted: int) -> None:
    """Let this process hold as many connections as backpressure allows (containers start at 1,024 files)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
