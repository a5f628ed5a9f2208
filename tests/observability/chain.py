"""Debian's Prometheus and Alertmanager with compose's configurations, only quicker, between servers and people."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.chart.chart import ROOT
from tests.support.server import free_port
from tests.support.waiting import HANG_SECONDS, until_true

LATELY = "45s"
"""Longer than a worker takes to start on a busy machine."""
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
def running_chain(
    folder: Path, metrics_ports: Sequence[int], slack_url: str, smtp_url: str, *, repeat: str = "1h"
) -> Iterator[Chain]:
    """Both programs for the block; people are told again after `repeat`."""
    for program in PROGRAMS:
        assert shutil.which(program), f"{program} is not installed: apt-get install {' '.join(PROGRAMS)}"
    alertmanager = f"127.0.0.1:{free_port()}"
    prometheus = f"127.0.0.1:{free_port()}"
    _write_prometheus(folder / "prometheus", metrics_ports, alertmanager)
    _write_alertmanager(folder / "alertmanager", repeat)
    (folder / "work").mkdir()
    with (
        _running(
            ["/bin/sh", folder / "alertmanager" / "start.sh", f"--web.listen-address={alertmanager}"],
            folder / "alertmanager.log",
            f"http://{alertmanager}/-/ready",
            ALERTMANAGER=shutil.which("prometheus-alertmanager") or "",
            SLACK_WEBHOOK_URL=slack_url,
            SMTP_URL=smtp_url,
            MAIL_FROM="ChooseMyPower <alerts@example.org>",
            ALERTS_TO="people@example.org",
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


def _write_prometheus(folder: Path, metrics_ports: Sequence[int], alertmanager: str) -> None:
    """Compose's, looking every second; what has to last for minutes lasts two seconds, and of minutes ago is lately."""
    shutil.copytree(ROOT / "deploy" / "prometheus", folder)
    config = yaml.safe_load((folder / "prometheus.yml").read_text())
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    (site,) = config["scrape_configs"][0]["static_configs"]
    config["scrape_configs"][0]["static_configs"] = [
        {"targets": [f"127.0.0.1:{port}"], "labels": {**site["labels"], "pod": f"web-{number}"}}
        for number, port in enumerate(metrics_ports)
    ]
    config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [alertmanager]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    rules = folder / "rules.yml"
    quicker = re.sub(r"(?m)^(\s+for:) .*$", r"\1 2s", rules.read_text())
    rules.write_text(re.sub(r"\[\d+m\]", f"[{LATELY}]", quicker))


def _write_alertmanager(folder: Path, repeat: str) -> None:
    shutil.copytree(ROOT / "deploy" / "alertmanager", folder)
    people = folder / "people.yml"
    quicker = re.sub(r"group_(wait|interval): \w+", r"group_\1: 1s", people.read_text())
    assert "repeat_interval: 1h" in quicker
    people.write_text(quicker.replace("repeat_interval: 1h", f"repeat_interval: {repeat}"))


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
