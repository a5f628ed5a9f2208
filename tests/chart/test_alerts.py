"""Alerts speak of metrics that exist, each has its runbook, and each fires when it should (promtool: rules/)."""

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chart.chart import CHART, ROOT, objects, one, scenario
from tests.support.server import free_port

RUNBOOKS = ROOT / "docs" / "runbooks"
# What kube-state-metrics, cAdvisor, Prometheus itself and the blackbox exporter offer: their documentation.
ELSEWHERE = {
    "container_cpu_cfs_periods_total",
    "container_cpu_cfs_throttled_periods_total",
    "container_memory_working_set_bytes",
    "kube_cronjob_status_active",
    "kube_cronjob_status_last_schedule_time",
    "kube_cronjob_status_last_successful_time",
    "kube_deployment_spec_replicas",
    "kube_deployment_status_replicas_available",
    "kube_horizontalpodautoscaler_spec_max_replicas",
    "kube_horizontalpodautoscaler_status_current_replicas",
    "kube_job_failed",
    "kube_pod_container_status_last_terminated_reason",
    "kube_pod_container_status_restarts_total",
    "probe_duration_seconds",
    "probe_ssl_earliest_cert_expiry",
    "probe_success",
    "up",
}
METRIC = re.compile(r"\b(?:granian|kube|container|probe)_[a-z_]+|\bup\b|choosemypower:[a-z_]+:[a-z0-9_]+")


def rules() -> list[dict[str, str]]:
    found = []
    for name, sets in (("monitoring", ()), ("evaluation-backup", ())):
        spec = one(objects(scenario(name), *sets), "PrometheusRule")["spec"]
        found += [rule for group in spec["groups"] for rule in group["rules"]]
    return found


def expressions() -> list[str]:
    dashboard = json.loads((CHART / "dashboards" / "choosemypower.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    variables = [variable.get("query", "") for variable in dashboard["templating"]["list"]]
    queries += [variable["query"] for variable in variables if isinstance(variable, dict)]
    return [rule["expr"] for rule in rules()] + queries


@pytest.fixture(scope="module")
def granian_metrics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[set[str]]:
    """The names that the pinned Granian really serves."""
    folder = tmp_path_factory.mktemp("granian")
    (folder / "tiny.py").write_text(
        "async def app(scope, receive, send):\n"
        "    while scope['type'] == 'lifespan':\n"
        "        message = await receive()\n"
        "        await send({'type': message['type'] + '.complete'})\n"
        "        if message['type'].endswith('shutdown'):\n"
        "            return\n"
    )
    web, metrics = free_port(), free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--http", "1", "--port", str(web)]
    command += ["--metrics", "--metrics-port", str(metrics), "--metrics-scrape-interval", "1"]
    # One start in a hundred, a TERM that comes while the worker starts is lost: as in server.py, it is killed then.
    command += ["--workers-kill-timeout", "2", "tiny:app"]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _served_metrics(metrics)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _served_metrics(port: int) -> set[str]:
    deadline = time.monotonic() + 60
    names: set[str] = set()
    while "granian_connections_active" not in names:
        assert time.monotonic() < deadline, names
        time.sleep(0.2)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as answer:
                names = set(re.findall(r"^# TYPE (\w+)", answer.read().decode(), re.MULTILINE))
        except OSError:
            continue
    return names


@pytest.mark.server
def test_alerts_and_dashboard_speak_of_metrics_that_exist(granian_metrics: set[str]) -> None:
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    used = {name for expression in expressions() for name in METRIC.findall(expression)}
    assert used - granian_metrics - ELSEWHERE - recorded == set()


def test_every_alert_has_a_runbook_and_every_runbook_an_alert() -> None:
    alerts = {rule["alert"] for rule in rules() if "alert" in rule}
    pages = {page.stem for page in RUNBOOKS.glob("ChooseMyPower*.md")}
    assert alerts == pages
    for rule in rules():
        if "alert" in rule:
            assert rule["annotations"]["runbook_url"].endswith(f"/docs/runbooks/{rule['alert']}.md")


@pytest.mark.parametrize("page", sorted(RUNBOOKS.glob("ChooseMyPower*.md")), ids=lambda path: path.stem)
def test_a_runbook_says_what_it_means_what_to_look_at_and_what_to_do(page: Path) -> None:
    text = page.read_text()
    for heading in ("## What it means", "## Look", "## Do"):
        assert heading in text
    assert "```" in text


def test_every_alert_is_tried_by_promtool() -> None:
    tried = set(re.findall(r"alertname: (\w+)", (Path(__file__).parent / "rules" / "tests.yaml").read_text()))
    assert {rule["alert"] for rule in rules() if "alert" in rule} == tried
