"""compose.yaml from a clean clone, brought up for real; services that come late, die and return."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chart.chart import CHART, ROOT
from tests.image.container import IMAGE, REDIS, call, running, status_of, wait_for
from tests.support.server import free_port
from tests.support.waiting import HANG_SECONDS, until_true

pytestmark = pytest.mark.image

PROJECT = f"choosemypower-live-{os.getpid()}"


class Site:
    """One compose project on ports of its own."""

    def __init__(self, clone: Path) -> None:
        self.clone = clone
        self.environment = {
            **os.environ,
            "CHOOSEMYPOWER_IMAGE": IMAGE,
            "COMPOSE_PROJECT_NAME": PROJECT,
            "PORT": str(free_port()),
            "POSTGRES_PORT": str(free_port()),
            "REDIS_PORT": str(free_port()),
            "EDGE_PORT": str(free_port()),
            "PROMETHEUS_PORT": str(free_port()),
            "CDN": "varnish",
            "CDN_URL": "http://varnish:8080",
            # What an older podman-compose starts in any case.
            "COMPOSE_PROFILES": "edge,observability",
        }

    def compose(self, *arguments: str, check: bool = True) -> str:
        command = [*compose_command(), "-p", PROJECT, *arguments]
        done = subprocess.run(
            command,
            cwd=self.clone,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=HANG_SECONDS,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def container(self, service: str) -> str:
        names = call("ps", "-a", "--format", "{{.Names}}").stdout.split()
        (found,) = [name for name in names if re.fullmatch(rf"{PROJECT}[-_]{service}[-_]1", name)]
        return found

    def address(self, path: str = "/", *, of: str = "PORT") -> str:
        return f"http://127.0.0.1:{self.environment[of]}{path}"

    def network_address(self, service: str) -> str:
        state = json.loads(call("inspect", self.container(service)).stdout)[0]
        (network,) = state["NetworkSettings"]["Networks"].values()
        return str(network["IPAddress"])


def compose_command() -> list[str]:
    """`podman-compose` on PATH, or the pinned one through uv."""
    if found := shutil.which("podman-compose"):
        return [found]
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv is not None, "neither podman-compose nor uv is on PATH"
    return [uv, "tool", "run", "--quiet", "--from", "podman-compose==1.6.0", "podman-compose"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    clone = tmp_path_factory.mktemp("clone")
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "HEAD"], capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(clone)], input=archive, check=True)
    site = Site(clone)
    site.compose("down", "-v", check=False)
    try:
        yield site
    finally:
        site.compose("down", "-v", check=False)


def test_a_clean_clone_serves_the_site(site: Site) -> None:
    site.compose("up", "-d", "web", "postgres", "redis")
    wait_for(site.address("/api/health/database"))
    smoke = [sys.executable, str(CHART / "files" / "smoke.py"), site.address("").rstrip("/")]
    done = subprocess.run(smoke, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_container_of_the_site_may_do_nothing(site: Site) -> None:
    state = json.loads(call("inspect", site.container("web")).stdout)[0]
    assert state["HostConfig"]["ReadonlyRootfs"] is True
    assert not state.get("EffectiveCaps")
    assert state["Config"]["User"] == "65532:65532"


def test_the_server_is_a_user_who_may_read_listings_and_change_none(site: Site) -> None:
    def ask(statement: str, who: str = "web_user:web_password") -> "subprocess.CompletedProcess[str]":
        address = f"postgresql://{who}@127.0.0.1:5432/choosemypower_dev"
        return call("exec", site.container("postgres"), "psql", "-At", address, "-c", statement, check=False)

    connected = "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'choosemypower'"
    users = ask(connected, "dev_user:dev_password")
    assert users.stdout.split() == ["web_user"], users.stdout + users.stderr
    assert int(ask("SELECT count(*) FROM plan").stdout) > 0
    for statement in ("DELETE FROM plan", "UPDATE publication SET dataset = 1", "DROP TABLE dataset"):
        refused = ask(statement)
        assert refused.returncode != 0
        assert "permission denied" in refused.stderr or "must be owner" in refused.stderr


@pytest.mark.parametrize("service", ["postgres", "redis"])
def test_a_service_that_dies_takes_no_page_along_and_is_taken_up_again(site: Site, service: str) -> None:
    container = site.container(service)
    assert status_of(site.address("/electricity-plans/houston")) == 200
    call("kill", container)
    for path in ("/", "/electricity-plans/houston", "/electricity-plans/dallas", "/api/health/system"):
        assert status_of(site.address(path)) == 200, path
    call("start", container)
    wait_for(site.address("/api/health/database"))
    until_true(lambda: _health(site)["status"] == "ok")


def _health(site: Site) -> dict[str, object]:
    with urllib.request.urlopen(site.address("/api/health/database"), timeout=HANG_SECONDS) as answer:
        body: dict[str, object] = json.loads(answer.read())
    return body


@pytest.mark.parametrize("late", ["postgres", "redis"])
def test_the_site_comes_up_whatever_comes_late(site: Site, late: str) -> None:
    """The site starts while this service is down, and is whole once it is there."""
    call("stop", "-t", "5", site.container("web"))
    call("stop", "-t", "5", site.container(late))
    call("start", site.container("web"))
    time.sleep(4)
    call("start", site.container(late))
    wait_for(site.address("/api/health/database"))
    wait_for(site.address("/"))


def test_varnish_finds_the_site_again_at_another_address(site: Site) -> None:
    site.compose("up", "-d", "varnish")
    wait_for(site.address("/electricity-plans/houston", of="EDGE_PORT"))
    before = site.network_address("web")
    (network,) = json.loads(call("inspect", site.container("web")).stdout)[0]["NetworkSettings"]["Networks"]
    call("stop", "-t", "30", site.container("web"))
    # Somebody else takes the address that is free now.
    with running(REDIS, options=("--network", network, "--ip", before)):
        call("start", site.container("web"))
        assert site.network_address("web") != before
        wait_for(site.address("/electricity-plans/waco?kwh=1234", of="EDGE_PORT"))


def test_a_purge_reaches_varnish(site: Site) -> None:
    """Names and neighbours of the network may still be settling after the move above: it is asked again."""
    web = site.container("web")
    deadline = time.monotonic() + HANG_SECONDS
    while True:
        told = call("exec", web, "choosemypower", "purge", check=False)
        if told.returncode == 0:
            break
        names = call("exec", web, "python", "-c", _ADDRESS_OF_VARNISH, check=False)
        assert time.monotonic() < deadline, f"{told.stdout}{told.stderr}{names.stdout}{names.stderr}"
    assert "at varnish" in told.stdout


_ADDRESS_OF_VARNISH = "import socket; print(socket.getaddrinfo('varnish', 8080, type=socket.SOCK_STREAM))"


def test_prometheus_reads_the_metrics_that_alerts_and_dashboard_speak_of(site: Site) -> None:
    site.compose("up", "-d", "prometheus")
    wait_for(site.address("/-/ready", of="PROMETHEUS_PORT"))
    deadline = time.monotonic() + HANG_SECONDS
    while not (found := _ask_prometheus(site, "/api/v1/query?query=process_open_fds")["result"]):
        assert time.monotonic() < deadline, "nothing was read"
        time.sleep(1)
    assert found[0]["metric"]["namespace"] == "compose"
    rules = [rule for group in _ask_prometheus(site, "/api/v1/rules")["groups"] for rule in group["rules"]]
    assert len(rules) > 20
    assert {rule["health"] for rule in rules} <= {"ok", "unknown"}


def _ask_prometheus(site: Site, path: str) -> dict[str, Any]:
    with urllib.request.urlopen(site.address(path, of="PROMETHEUS_PORT"), timeout=HANG_SECONDS) as answer:
        data: dict[str, Any] = json.loads(answer.read())["data"]
    return data


def test_the_site_stops_by_itself_with_code_0(site: Site) -> None:
    """Killed at the end of its grace it would end with 137."""
    call("stop", "-t", "45", site.container("web"))
    assert json.loads(call("inspect", site.container("web")).stdout)[0]["State"]["ExitCode"] == 0
