"""How much does a server give, and how late? Asked by wrk (Debian package) on the other core."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import msgspec

SERVER_CORE = "0"
CLIENT_CORE = "1"
CONNECTIONS = 64
PAUSE_MILLISECONDS = 4

_SCRIPT = """
function delay() return {pause} end
"""
_REPORT = """
function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    summary.errors.status, latency:percentile(50), latency:percentile(99)))
end
"""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of wrk came to."""

    requests: int
    per_second: float
    median_ms: float
    p99_ms: float
    errors: int


def wrk_is_missing() -> str | None:
    """What to do when the load generator is not there."""
    if shutil.which("wrk"):
        return None
    return "wrk is missing: apt-get install wrk nginx-light. Without it only single requests are measured."


def run_wrk(
    url: str,
    *,
    headers: dict[str, str],
    seconds: float,
    connections: int = CONNECTIONS,
    per_second: float | None = None,
) -> Load:
    """Ask for one address as fast as it goes, or about so many times a second.

    wrk has no fixed rate of its own: with `per_second`, as many connections as give that rate when each pauses.
    """
    script = _REPORT
    if per_second is not None:
        connections = max(1, round(per_second * PAUSE_MILLISECONDS / 1000))
        script += _SCRIPT.format(pause=PAUSE_MILLISECONDS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.lua"
        path.write_text(script)
        command = [
            *pinned(CLIENT_CORE),
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{max(1, round(seconds))}s",
            "-s",
            str(path),
        ]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        output = subprocess.run(
            [*command, url], capture_output=True, text=True, check=True, timeout=seconds + 30
        )
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", output.stdout)
    assert found, output.stdout + output.stderr
    requests, microseconds, broken, refused, median, p99 = map(int, found.groups())
    return Load(
        requests=requests,
        per_second=requests / microseconds * 1e6,
        median_ms=median / 1000,
        p99_ms=p99 / 1000,
        errors=broken + refused,
    )


def pinned(core: str) -> list[str]:
    """The words before a command that keep it on one core; none where there is no taskset."""
    return ["taskset", "-c", core] if shutil.which("taskset") else []
