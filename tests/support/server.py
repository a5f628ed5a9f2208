"""The whole program under a real Granian, for tests that need sockets and signals."""

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from choosemypower.settings import Settings
from tests.support.waiting import HANG_SECONDS

START_SECONDS = HANG_SECONDS


@contextmanager
def running_server(settings: Settings, **environment: str) -> Iterator[str]:
    """`choosemypower serve` over this database for the block; yields its address."""
    with running_servers(settings, 1, **environment) as urls:
        yield urls[0]


@contextmanager
def running_servers(
    settings: Settings, count: int, *, each: Sequence[Mapping[str, str]] = (), **environment: str
) -> Iterator[list[str]]:
    """So many of them, started side by side; yields their addresses. `each`: what is the environment of one only."""
    assert settings.database_url is not None
    urls, servers = [], []
    with contextlib.ExitStack() as ends:
        for number in range(count):
            port = free_port()
            server = subprocess.Popen(
                [Path(sys.executable).with_name("choosemypower"), "serve"],
                env={
                    **os.environ,
                    "DATABASE_URL": settings.database_url,
                    "PORT": str(port),
                    "CHOOSEMYPOWER_HOME": str(settings.home),
                    "LOG_LEVEL": "WARNING",
                    **environment,
                    **(each[number] if each else {}),
                },
            )
            ends.callback(_end, server)
            servers.append(server)
            urls.append(f"http://127.0.0.1:{port}")
        for server in servers:
            ends.callback(server.terminate)  # all at once, before any is waited for
        for server, url in zip(servers, urls, strict=True):
            wait_until_ready(server, url)
        yield urls


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(START_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def wait_until_ready(server: "subprocess.Popen[bytes]", base_url: str) -> None:
    """Return once the server answers that it can serve."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, f"The server ended with {server.returncode}."
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{base_url}/api/health/database", timeout=2).status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"The server at {base_url} was not ready within {START_SECONDS} s.")


PORTS_FROM, PORTS_EACH = 10_000, 2_500
"""Below those that the system gives to whoever asks for any: what is free here is not taken before it is used."""
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
_ports = itertools.cycle(range(PORTS_FROM + _worker * PORTS_EACH, PORTS_FROM + (_worker + 1) * PORTS_EACH))
for _ in range(os.getpid() % PORTS_EACH):  # two runs on one machine begin at different ones
    next(_ports)


def free_port() -> int:
    """A port that nobody listens on, and that no other process of this run is given."""
    for port in _ports:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("There is always a next one.")
