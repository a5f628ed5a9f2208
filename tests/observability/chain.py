"""Debian's Prometheus and Alertmanager with compose's configurations, only quicker, between a server and a Slack."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.chart.chart import ROOT
from tests.support.server import free_port
from tests.support.waiting import HANG_SECONDS, until_true

PROGRAMS = ("prometheus", "prometheus-alertmanager")


class Chain:
    """`query` asks Prometheus as Grafana does."""

    def __init__(self, prometheus_url: str) -> None:
        self.prometheus_url = prometheus_url

    def query(self, expression: str) -> list[dict[str, Any]]:
        answer = httpx.get(
            f"{self.prometheus_url}/api/v1/query", params={"query": expression}, timeout=HANG_SECONDS
        ).json()
        assert answer["status"] == "success", (expression, answer)
        found: list[dict[str, Any]] = answer["data"]["result"]
        return found


@contextlib.contextmanager
def running_chain(folder: Path, metrics_port: int, slack_url: str) -> Iterator[Chain]:
    """Both programs for the block."""
    for program in PROGRAMS:
        assert shutil.which(program), f"{program} is not installed: apt-get install {' '.join(PROGRAMS)}"
    alertmanager = f"127.0.0.1:{free_port()}"
    prometheus = f"127.0.0.1:{free_port()}"
    _write_prometheus(folder / "prometheus", metrics_port, alertmanager)
    _write_alertmanager(folder / "alertmanager")
    (folder / "work").mkdir()
    with (
        _running(
            ["/bin/sh", folder / "alertmanager" / "start.sh", f"--web.listen-address={alertmanager}"],
            folder / "alertmanager.log",
            f"http://{alertmanager}/-/ready",
            ALERTMANAGER=shutil.which("prometheus-alertmanager") or "",
            SLACK_WEBHOOK_URL=slack_url,
            TMPDIR=str(folder / "work"),
        ),
        _running(
            [
                "prometheus",
                f"--config.file={folder / 'prometheus' / 'prometheus.yml'}",
                f"--storage.tsdb.path={folder / 'series'}",
                f"--web.listen-address={prometheus}",
            ],
            folder / "prometheus.log",
            f"http://{prometheus}/-/ready",
        ),
    ):
        yield Chain(f"http://{prometheus}")


def _write_prometheus(folder: Path, metrics_port: int, alertmanager: str) -> None:
    """Compose's, looking every second; what has to last for minutes lasts two seconds."""
    shutil.copytree(ROOT / "deploy" / "prometheus", folder)
    config = yaml.safe_load((folder / "prometheus.yml").read_text())
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config["scrape_configs"][0]["static_configs"][0]["targets"] = [f"127.0.0.1:{metrics_port}"]
    config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [alertmanager]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    rules = folder / "rules.yml"
    rules.write_text(re.sub(r"(?m)^(\s+for:) .*$", r"\1 2s", rules.read_text()))


def _write_alertmanager(folder: Path) -> None:
    shutil.copytree(ROOT / "deploy" / "alertmanager", folder)
    slack = folder / "slack.yml"
    quicker = re.sub(r"group_(wait|interval): \w+", r"group_\1: 1s", slack.read_text())
    slack.write_text(quicker)


@contextlib.contextmanager
def _running(command: list[Any], log: Path, ready: str, **environment: str) -> Iterator[None]:
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            stdout=said,
            stderr=said,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environment},
        )
    try:
        until_true(lambda: _answers(process, ready, log), f"{command[0]} did not start: {log}")
        yield
    finally:
        process.terminate()
        process.wait(HANG_SECONDS)


def _answers(process: "subprocess.Popen[bytes]", url: str, log: Path) -> bool:
    assert process.poll() is None, log.read_text()
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
