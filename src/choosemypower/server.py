"""Granian as we run it: one worker, HTTP/1, every limit explicit (reference: docs/operations.md, "Server").

HTTP/1 only, because in Granian's auto mode a connection that sends nothing is never closed.
"""

import os
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings

from choosemypower.app import SERVER_PID
from choosemypower.settings import Settings

HEADER_TIMEOUT_MS = 60_000
"""Also the idle keep-alive timeout: a proxy in front must close its idle connections earlier."""
HEADER_BUFFER_BYTES = 32 * 1024
BACKLOG = 2048
BACKPRESSURE = 4096
"""Counts connections, idle ones included: must exceed what proxies keep open."""
RESPAWN_INTERVAL_SECONDS = 15.0
"""Longer than a start takes, or a planned restart refuses connections."""


def granian_options(settings: Settings) -> dict[str, Any]:
    """What Granian is started with."""
    return {
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
            header_read_timeout=HEADER_TIMEOUT_MS, max_buffer_size=HEADER_BUFFER_BYTES, keep_alive=True
        ),
        "websockets": False,
        "backlog": BACKLOG,
        "backpressure": BACKPRESSURE,
        "respawn_failed_workers": True,
        "respawn_interval": RESPAWN_INTERVAL_SECONDS,
        "workers_kill_timeout": settings.kill_timeout_seconds,
        "log_access": False,
        "log_level": "warning",
        "process_name": "choosemypower",
    }


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. The worker reads the same environment as this process."""
    os.environ[SERVER_PID] = str(os.getpid())
    Granian(**granian_options(settings)).serve()
