"""Runs containers the way the chart does: read-only root, no capabilities, a number for a user."""

import contextlib
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator

from tests.support.waiting import HANG_SECONDS

IMAGE = os.environ.get("IMAGE", "localhost/choosemypower:dev")
BUILD_OPTIONS = tuple(os.environ.get("BUILD_OPTIONS", "").split())
POSTGRES = "docker.io/library/postgres:18"
REDIS = "docker.io/library/redis:8"
ASKED_AGAIN_SECONDS = 5
"""Whoever waits for a service does not wait for one answer: it may be that of a service that is going."""
LOCKED = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--tmpfs=/tmp:rw,size=64m")


def engine() -> str:
    found = shutil.which("podman") or shutil.which("docker")
    assert found is not None, "the tests of the image need podman or docker"
    return found


def call(
    *arguments: str, check: bool = True, timeout: float = HANG_SECONDS
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([engine(), *arguments], capture_output=True, text=True, timeout=timeout)
    assert not check or done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done


def run(
    *arguments: str, check: bool = True, options: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """One command of the image, to its end."""
    return call("run", "--rm", *LOCKED, *options, IMAGE, *arguments, check=check)


@contextlib.contextmanager
def running(image: str, *command: str, options: tuple[str, ...] = ()) -> Iterator[str]:
    """A container in the background; removed afterwards. Yields its name."""
    name = f"choosemypower-test-{uuid.uuid4().hex[:8]}"
    call("run", "-d", "--name", name, *options, image, *command)
    try:
        yield name
    finally:
        call("rm", "-f", "-v", name, check=False)


def wait_for(address: str, status: int = 200) -> float:
    """Seconds until the address answered with this status."""
    begun = time.monotonic()
    seen: object = None
    while time.monotonic() - begun < HANG_SECONDS:
        seen = status_of(address, ASKED_AGAIN_SECONDS)
        if seen == status:
            return time.monotonic() - begun
        time.sleep(0.05)
    raise AssertionError(f"{address} did not answer {status} within {HANG_SECONDS:.0f} s; last: {seen}")


def status_of(address: str, seconds: float = HANG_SECONDS) -> int | str:
    try:
        with urllib.request.urlopen(address, timeout=seconds) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError as error:
        return str(error)
