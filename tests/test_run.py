"""`choosemypower run`: one command from nothing to a page, and a clean end however it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.listings import a_listing_file, a_listing_row
from tests.support.server import free_port
from tests.support.waiting import HANG_SECONDS

pytestmark = [pytest.mark.server, pytest.mark.db]

START_SECONDS = END_SECONDS = HANG_SECONDS


class Running:
    def __init__(self, process: subprocess.Popen[str], url: str, log: Path) -> None:
        self.process, self.url, self._log = process, url, log

    @property
    def log(self) -> str:
        return self._log.read_text()

    def wait_for(self, path: str) -> httpx.Response:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log
            try:
                answer = httpx.get(self.url + path, timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
                continue
            if answer.status_code == 200:
                return answer
            time.sleep(0.1)
        raise AssertionError(f"{path} did not come\n{self.log}")

    def wait_until_silent(self) -> None:
        """Return when nobody listens any more; the worker outlives its killed main process by a moment."""
        deadline = time.monotonic() + END_SECONDS
        while True:
            try:
                httpx.get(self.url + "/api/health/system", timeout=5)
            except httpx.ConnectError:
                return
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, "somebody still listens"
            time.sleep(0.05)

    def end(self, with_signal: signal.Signals) -> None:
        self.process.send_signal(with_signal)
        self.process.wait(END_SECONDS)


@contextmanager
def run(folder: Path, **environment: str) -> Iterator[Running]:
    port = environment.pop("PORT", None) or str(free_port())
    log = folder / f"log-{time.monotonic_ns()}"
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "choosemypower", "run"],
            env=clean | {"DATA_DIR": str(folder / "data"), "PORT": port} | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield Running(process, f"http://127.0.0.1:{port}", log)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def is_database_running(folder: Path) -> bool:
    return (folder / "data" / "postgres" / "postmaster.pid").exists()


def test_a_first_start_loads_the_named_listing_and_a_second_keeps_it(open_folder: Path) -> None:
    listing = a_listing_file(open_folder, a_listing_row(Product="Plain Saver 12"))
    with run(open_folder, PLANS=str(listing)) as first:
        page = first.wait_for("/electricity-plans/dallas")
        assert "Plain Saver 12" in page.text
        first.end(signal.SIGINT)
    assert not is_database_running(open_folder)
    with run(open_folder) as second:
        assert "Plain Saver 12" in second.wait_for("/electricity-plans/dallas").text
        assert "Plans: dataset 1" in second.log
        assert "Plans: asking" not in second.log
        second.end(signal.SIGTERM)
    assert not is_database_running(open_folder)


def test_a_killed_program_leaves_neither_its_port_nor_its_database_taken(open_folder: Path) -> None:
    listing = a_listing_file(open_folder, a_listing_row())
    port = str(free_port())
    with run(open_folder, PLANS=str(listing), PORT=port) as killed:
        killed.wait_for("/")
        killed.end(signal.SIGKILL)
        killed.wait_until_silent()
    with run(open_folder, PORT=port) as again:
        again.wait_for("/electricity-plans/dallas")
        again.end(signal.SIGINT)
    assert not is_database_running(open_folder)


def test_a_listing_that_cannot_be_used_is_said_and_nothing_is_served(open_folder: Path) -> None:
    missing = open_folder / "nowhere.csv"
    with run(open_folder, PLANS=str(missing)) as program:
        assert program.process.wait(START_SECONDS) == 1
        assert "nowhere.csv" in program.log
        assert "Traceback" not in program.log
    assert not is_database_running(open_folder)


def test_pages_go_on_when_the_database_is_killed(open_folder: Path) -> None:
    listing = a_listing_file(open_folder, a_listing_row(Product="Plain Saver 12"))
    with run(open_folder, PLANS=str(listing)) as program:
        seen = program.wait_for("/electricity-plans/dallas").text
        plan_path = re.findall(r'href="(/electricity-plans/plans/[^"]+)"', seen)[0]
        postmaster = int((open_folder / "data" / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        time.sleep(1)  # the follower of the epoch has noticed
        for path in ("/electricity-plans/dallas", "/electricity-plans/fort-worth?kwh=1300", plan_path):
            answer = httpx.get(program.url + path, timeout=HANG_SECONDS)
            assert answer.status_code == 200, path
            assert "Plain Saver 12" in answer.text
        assert httpx.get(program.url + "/api/health/system", timeout=HANG_SECONDS).status_code == 200
        readiness = httpx.get(program.url + "/api/health/database", timeout=HANG_SECONDS)
        assert readiness.status_code == 200
        assert readiness.json()["status"] == "degraded"
        program.end(signal.SIGINT)
    with run(open_folder) as again:
        assert "Plain Saver 12" in again.wait_for("/electricity-plans/dallas").text
        again.end(signal.SIGINT)


@pytest.mark.parametrize("name", ["PORT", "METRICS_PORT"])
def test_a_port_that_is_taken_is_said_in_one_sentence(open_folder: Path, name: str) -> None:
    listing = a_listing_file(open_folder, a_listing_row())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with run(open_folder, PLANS=str(listing), **{name: port}) as program:
            assert program.process.wait(START_SECONDS) == 1
            assert (
                f"choosemypower: {name}={port} on 127.0.0.1 cannot be used: Address already in use."
                in program.log
            )
            assert "Traceback" not in program.log
            assert "backtrace" not in program.log
    assert not is_database_running(open_folder)


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_wait_for_the_database_ends_when_it_is_told_to(command: str) -> None:
    """A container's first process hears only the signals that it asks for."""
    nowhere = {"DATABASE_URL": f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "choosemypower", command],
        env=os.environ | nowhere,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as said:
        try:
            assert "Waiting for the database" in said.readline()
            process.terminate()
            assert process.wait(END_SECONDS) == 128 + signal.SIGTERM
            assert said.read() == ""
        finally:
            process.kill()
            process.wait()
