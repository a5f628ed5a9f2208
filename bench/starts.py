"""Does a server ever hang at its start, or when it is told to stop in the middle of it?

`make starts N=500`: so many starts one after the other, each with half a CPU: the whole process group is stopped and
continued twenty times a second, as a container's quota does. Every other start is told to stop at a random moment
before it serves. A hang is a start that does not serve, or a stop that does not end, in time.
"""

import argparse
import contextlib
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.site import RunningSite

PERIOD_SECONDS = 0.05
SERVES_WITHIN_SECONDS = 60.0
ENDS_WITHIN_SECONDS = 10.0
"""Far below the 25 s after which Granian kills."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("--cpu", type=float, default=0.5, help="share of the time in which it may run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="choosemypower-") as folder:
        Path(folder).chmod(0o755)
        with RunningSite(Path(folder)) as site:
            site.stop()
            hangs = measure(site, options.count, options.cpu)
    sys.exit(1 if hangs else 0)


def measure(site: RunningSite, count: int, cpu: float) -> int:
    """So many starts; prints what became of them and returns how many hung."""
    hangs: list[str] = []

    def note(hang: str) -> None:
        hangs.append(hang)
        print(hang, flush=True)

    starts: list[float] = []
    stops: list[float] = []
    shortest = 0.2
    for number in range(count):
        process = site.popen()
        with throttled(process.pid, cpu):
            began = time.monotonic()
            if number % 2 and starts:
                time.sleep(random.uniform(shortest, min(starts)))
            elif serves(site, process, began):
                starts.append(time.monotonic() - began)
            else:
                note(f"start {number + 1}: did not serve; {where(process.pid)}")
            told = time.monotonic()
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGTERM)
            try:
                process.wait(ENDS_WITHIN_SECONDS)
                stops.append(time.monotonic() - told)
            except subprocess.TimeoutExpired:
                note(f"start {number + 1}: did not end after TERM; {where(process.pid)}")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if (number + 1) % 25 == 0:
            print(f"{number + 1} starts, {len(hangs)} hung", flush=True)
    print(
        f"{count} starts at {cpu:.0%} of a CPU: {len(hangs)} hung; served after {statistics.median(starts):.1f} s "
        f"(worst {max(starts):.1f}), ended {statistics.median(stops):.2f} s after TERM (worst {max(stops):.2f})"
    )
    return len(hangs)


def serves(site: RunningSite, process: "subprocess.Popen[bytes]", began: float) -> bool:
    """Does it render a page in time?"""
    while time.monotonic() - began < SERVES_WITHIN_SECONDS and process.poll() is None:
        # Not httpx: a context of TLS for each question would take the CPU that is to be measured.
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(site.url + "/electricity-plans/houston", timeout=5) as answer,
        ):
            return bool(answer.status == 200)
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def throttled(group: int, cpu: float) -> Iterator[None]:
    """Let this process group run for a part of each period only."""
    ends = threading.Event()

    def throttle() -> None:
        with contextlib.suppress(ProcessLookupError):
            while not ends.wait(PERIOD_SECONDS * cpu):
                os.killpg(group, signal.SIGSTOP)
                time.sleep(PERIOD_SECONDS * (1 - cpu))
                os.killpg(group, signal.SIGCONT)

    thread = threading.Thread(target=throttle)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGCONT)


def where(pid: int) -> str:
    """In which system call each process of the family waits, and which signals it holds back."""
    found = []
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (str(pid), *children):
            status = Path(f"/proc/{one}/status").read_text()
            held = next(line for line in status.splitlines() if line.startswith("SigBlk"))
            found.append(f"{one}: {Path(f'/proc/{one}/wchan').read_text()} {held.replace(chr(9), ' ')}")
    return "; ".join(found)


if __name__ == "__main__":
    main()
