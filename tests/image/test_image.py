"""The image as operators run it. Needs podman, the base images and the built image (make image-test)."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chart.chart import CHART, ROOT
from tests.image.container import (
    BUILD_OPTIONS,
    IMAGE,
    LOCKED,
    POSTGRES,
    REDIS,
    call,
    run,
    running,
    status_of,
    wait_for,
)
from tests.support.server import free_port
from tests.support.waiting import HANG_SECONDS

pytestmark = pytest.mark.image

NETWORK = f"choosemypower-test-{os.getpid()}"
READY_SECONDS = 3
STARTS_MOST = 8


@pytest.fixture(scope="module")
def network() -> Iterator[str]:
    call("network", "rm", "-f", NETWORK, check=False)
    call("network", "create", NETWORK)
    yield NETWORK
    call("network", "rm", "-f", NETWORK, check=False)


@pytest.fixture(scope="module")
def postgres_url(network: str) -> Iterator[str]:
    options = ("--network", network, "--network-alias", "postgres")
    variables = ("-e", "POSTGRES_USER=u", "-e", "POSTGRES_PASSWORD=p", "-e", "POSTGRES_DB=site")
    with running(POSTGRES, options=(*options, *variables)):
        yield "postgresql://u:p@postgres:5432/site"


@pytest.fixture(scope="module")
def redis_url(network: str) -> Iterator[str]:
    with running(REDIS, options=("--network", network, "--network-alias", "redis")):
        yield "redis://redis:6379/0"


@pytest.fixture(scope="module")
def environment(network: str, postgres_url: str, redis_url: str) -> tuple[str, ...]:
    return (
        *("--network", network),
        *("-e", f"DATABASE_URL={postgres_url}"),
        *("-e", f"REDIS_URL={redis_url}"),
    )


def test_the_image_says_who_it_is_and_runs_as_a_number() -> None:
    config = json.loads(call("inspect", IMAGE).stdout)[0]["Config"]
    assert config["User"] == "65532:65532"
    assert config["Entrypoint"] == ["choosemypower"]
    assert config["Cmd"] == ["serve"]
    assert "4324/tcp" in config["ExposedPorts"]
    assert config.get("StopSignal", "SIGTERM") in {"SIGTERM", "15"}
    assert config["Labels"]["org.opencontainers.image.title"] == "ChooseMyPower"


def test_layers_above_the_base_stay_under_95_megabytes() -> None:
    history = json.loads(call("history", "--format", "json", IMAGE).stdout)
    ours = [layer["size"] for layer in history[: _layers_of_ours(history)]]
    assert 20e6 < sum(ours) < 95e6


def _layers_of_ours(history: list[dict[str, object]]) -> int:
    """Layers come newest first; the oldest of ours carries the labels."""
    return 1 + max(n for n, layer in enumerate(history) if "org.opencontainers" in str(layer["CreatedBy"]))


def test_nothing_in_the_image_builds_or_installs() -> None:
    look = (
        "import shutil, importlib.util as find;"
        "tools = ('gcc', 'cc', 'make', 'uv', 'git', 'psql', 'pip', 'pip3', 'black', 'faker', 'httpx', 'litestar');"
        "print([n for n in tools if shutil.which(n)],"
        "[n for n in ('pip', 'ensurepip', 'faker', 'polyfactory', 'blib2to3', 'pytest') if find.find_spec(n)])"
    )
    assert call("run", "--rm", "--entrypoint", "python", IMAGE, "-c", look).stdout.strip() == "[] []"


def test_modules_are_compiled() -> None:
    look = (
        "import choosemypower.app, litestar, pathlib;"
        "print(all(pathlib.Path(m.__cached__).exists() for m in (choosemypower.app, litestar)))"
    )
    options = ("--entrypoint", "python")
    assert call("run", "--rm", *LOCKED, *options, IMAGE, "-c", look).stdout.strip() == "True"


def test_check_accepts_a_good_configuration() -> None:
    assert run("check", options=("-e", "DATABASE_URL=postgresql://u:p@h/d")).returncode == 0


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("DATABASE_URL=mysql://h/d", "DATABASE_URL"),
        ("DATABASE_URL=", "DATABASE_URL is not set"),
        ("PLANS=/nowhere.csv", "/nowhere.csv is no file"),
        ("PORT=none", "PORT"),
        ("TRUSTED_PROXIES=*", "TRUSTED_PROXIES"),
        ("SERVER_HEADER_TIMEOUT_SECONDS=90", "from 1 to 60"),
    ],
)
def test_check_names_what_is_wrong(variable: str, words: str) -> None:
    done = run("check", check=False, options=("-e", variable))
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_container_that_waits_for_its_database_stops_at_once(command: str) -> None:
    nowhere = ("-e", "DATABASE_URL=postgresql://u:p@127.0.0.1:1/d")
    with running(IMAGE, command, options=(*LOCKED, *nowhere)) as name:
        deadline = time.monotonic() + HANG_SECONDS
        while "Waiting for the database" not in call("logs", name).stderr + call("logs", name).stdout:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        call("stop", "-t", "60", name)
        state = json.loads(call("inspect", name).stdout)[0]["State"]
    assert state["ExitCode"] == 128 + signal.SIGTERM


def test_one_image_migrates_ingests_serves_and_stops(environment: tuple[str, ...]) -> None:
    run("migrate", options=environment)
    run("ingest", "--bundled", "--json", options=environment)
    port = free_port()
    publish = ("-p", f"127.0.0.1:{port}:4324")
    with running(IMAGE, "serve", options=(*LOCKED, *environment, *publish)) as name:
        wait_for(f"http://127.0.0.1:{port}/api/health/database")
        smoke = [sys.executable, str(CHART / "files" / "smoke.py"), f"http://127.0.0.1:{port}"]
        done = subprocess.run(smoke, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
        for path in ("/api/openapi.json", "/api/docs", "/compare/plans", "/calculator", "/sitemap.xml"):
            assert status_of(f"http://127.0.0.1:{port}{path}") == 200, path
        call("exec", "-e", "MAX_CITIES=5", name, "choosemypower", "warm")
        call("stop", "-t", "30", name)
        state = json.loads(call("inspect", name).stdout)[0]["State"]
        assert state["ExitCode"] == 0


def test_the_image_is_ready_within_3_s(environment: tuple[str, ...]) -> None:
    """The quickest of a few starts: the machine may be busy, the program may not be slow."""
    run("migrate", options=environment)
    run("ingest", "--bundled", "--json", options=environment)
    took: list[float] = []
    while len(took) < STARTS_MOST and min(took, default=READY_SECONDS) >= READY_SECONDS:
        port = free_port()
        publish = ("-p", f"127.0.0.1:{port}:4324")
        with running(IMAGE, "serve", options=(*LOCKED, *environment, *publish)):
            took.append(wait_for(f"http://127.0.0.1:{port}/api/health/database"))
    assert min(took) < READY_SECONDS, took


def test_helms_smoke_test_runs_inside_the_image(environment: tuple[str, ...]) -> None:
    """As the pod of `helm test` does: our own image, python -c, the site's address."""
    alias = ("--network-alias", "site")
    script = (CHART / "files" / "smoke.py").read_text()
    with running(IMAGE, "run", options=(*LOCKED, *environment, *alias)) as name:
        deadline = time.monotonic() + HANG_SECONDS
        while True:
            done = call(
                *("run", "--rm", *LOCKED, "--network", NETWORK, "--entrypoint", "python", IMAGE),
                *("-c", script, "http://site:4324"),
                check=False,
            )
            if done.returncode == 0 or time.monotonic() > deadline:
                break
            time.sleep(1)
        said = call("logs", name, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{said.stdout}{said.stderr}"


def test_two_builds_of_one_commit_make_the_same_program(tmp_path: Path) -> None:
    """The same files with the same content in the virtual environment, whenever they were built."""
    listing = (
        "import hashlib, pathlib;"
        "root = pathlib.Path('/opt/choosemypower');"
        "print(hashlib.sha256(''.join(sorted(f'{p} {hashlib.sha256(p.read_bytes()).hexdigest()}\\n'"
        " for p in root.rglob('*') if p.is_file() and p.suffix != '.pyc' and p.name not in ('RECORD', 'uv_cache.json')"
        ")).encode()).hexdigest())"
    )
    call_git = ["git", "-C", str(ROOT), "archive", "--format=tar", "HEAD"]
    archive = subprocess.run(call_git, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(tmp_path)], input=archive, check=True)
    digests = []
    for again in ((), ("--no-cache",)):
        tag = f"localhost/choosemypower:same{len(digests)}"
        call("build", *again, *BUILD_OPTIONS, "-t", tag, str(tmp_path), timeout=2 * HANG_SECONDS)
        digests.append(call("run", "--rm", "--entrypoint", "python", tag, "-c", listing).stdout)
        call("rmi", tag, check=False)
    assert digests[0] == digests[1]
