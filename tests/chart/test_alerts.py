"""Alerts speak of metrics that exist, each has its runbook, and each fires when it should (promtool: rules/)."""

import json
import re
from pathlib import Path

import httpx
import pytest

from choosemypower.settings import Settings
from tests.chart.chart import CHART, ROOT, objects, one, scenario
from tests.observability.test_prometheus import ALERTS as FAULTS
from tests.support.server import free_port, running_server
from tests.support.waiting import HANG_SECONDS

RUNBOOKS = ROOT / "docs" / "runbooks"
# What kube-state-metrics, cAdvisor, kubelets, Prometheus itself and the blackbox exporter offer: their documentation.
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
    "kubelet_volume_stats_available_bytes",
    "kubelet_volume_stats_capacity_bytes",
    "probe_duration_seconds",
    "probe_ssl_earliest_cert_expiry",
    "probe_success",
    "up",
}
METRIC = re.compile(
    r"\b(?:choosemypower|process|kube|kubelet|container|probe)_[a-z_]+|\bup\b|choosemypower:[a-z_]+:[a-z0-9_]+"
)


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
def exposed(stocked_for_module: Settings) -> str:
    """What a server really says at /metrics."""
    port = free_port()
    # Redis is named, for what is measured of it; that it does not answer changes no name.
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    with running_server(stocked_for_module, METRICS_PORT=str(port), REDIS_URL=nowhere) as url:
        httpx.get(url, timeout=HANG_SECONDS)
        return httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=HANG_SECONDS).text


@pytest.fixture(scope="module")
def served_metrics(exposed: str) -> set[str]:
    """The names in it."""
    text = exposed
    return set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE)) | set(
        re.findall(r"^(\w+)[{ ]", text, re.MULTILINE)
    )


@pytest.mark.server
@pytest.mark.db
def test_alerts_and_dashboard_speak_of_metrics_that_exist(served_metrics: set[str]) -> None:
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    used = {name for expression in expressions() for name in METRIC.findall(expression)}
    assert used - served_metrics - ELSEWHERE - recorded == set()


# Prometheus adds these to whatever it reads (the chart's ServiceMonitor and PodMonitor, compose's prometheus.yml).
ADDED = {"namespace", "service", "pod", "job", "instance"}
SELECTED = re.compile(r"\b(choosemypower_[a-z_]+)\{([^}]*)\}")
BY = re.compile(r"\bby \(([a-z_, ]+)\)")


@pytest.mark.server
@pytest.mark.db
def test_alerts_and_dashboard_select_and_group_by_labels_that_the_metric_has(exposed: str) -> None:
    labels: dict[str, set[str]] = {}
    for name, given in re.findall(r"^(\w+)\{(.*)\} \S+$", exposed, re.MULTILINE):
        labels.setdefault(name, set()).update(re.findall(r'(\w+)="', given))
    for expression in expressions():
        selected = SELECTED.findall(expression)
        grouped = {label.strip() for group in BY.findall(expression) for label in group.split(",")}
        for name, matchers in selected:
            asked = set(re.findall(r"(\w+)\s*(?:=|!)", matchers)) | grouped
            assert asked <= labels.get(name, set()) | ADDED, expression


def test_the_dashboard_shows_every_part_of_the_program_that_is_measured() -> None:
    dashboard = json.loads((CHART / "dashboards" / "choosemypower.json").read_text())
    shown = " ".join(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    for part in (
        "requests",
        "render",
        "cache",
        "redis",
        "breaker",
        "database_pool",
        "database_look",
        "slow_queries",
    ):
        assert f"choosemypower_{part}" in shown
    for part in (
        "vitals",
        "ingest",
        "data_confirmed",
        "uploads",
        "turns",
        "event_loop",
        "memory",
        "disk",
        "workers_lost",
    ):
        assert f"choosemypower_{part}" in shown


def test_no_two_panels_of_the_dashboard_share_a_number_or_a_place() -> None:
    panels = json.loads((CHART / "dashboards" / "choosemypower.json").read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}) == len(panels)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels)


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


@pytest.mark.server
@pytest.mark.db
def test_runbooks_and_operations_speak_of_metrics_that_exist(served_metrics: set[str]) -> None:
    pages = [*RUNBOOKS.glob("*.md"), ROOT / "docs" / "operations.md"]
    used = {name for page in pages for name in re.findall(r"\bchoosemypower_[a-z_]+", page.read_text())}
    assert used - served_metrics == set()


NO_FAULT_OF_THESE = {
    "ChooseMyPowerConnectionsNearLimit": "3,300 connections to one process would take the test's own",
    "ChooseMyPowerMemoryNearLimit": "needs a limit by cgroup, which is root's to set",
    "ChooseMyPowerDiskNearlyFull": "needs a full disk",
    "ChooseMyPowerDatabasePoolFull": "a flood that fills it for seconds comes and goes, and is told each time",
    "ChooseMyPowerErrorBudgetBurnsSlowly": "needs a day of errors that are few, and days to end",
    "ChooseMyPowerMetricsMissing": "has a test of its own, of telling people again",
}
"""Besides Kubernetes' and a probe's own metrics, which need a cluster; promtool tries them all the same."""


def test_every_alert_on_what_we_measure_is_raised_by_its_fault_before_people() -> None:
    """The whole way, from four servers by Prometheus and Alertmanager to Slack and an inbox: `make test-alerts`."""
    ours = {
        rule["alert"]
        for rule in rules()
        if "alert" in rule
        and not re.search(r"\b(?:kube|kubelet|container|probe)_|:probe_failure:", rule["expr"])
    }
    raised = {f"ChooseMyPower{re.split('[: ]', name)[0]}" for name in FAULTS}
    assert raised.isdisjoint(NO_FAULT_OF_THESE)
    assert ours == raised | NO_FAULT_OF_THESE.keys()


def test_every_alert_is_tried_by_promtool() -> None:
    tried = set(re.findall(r"alertname: (\w+)", (Path(__file__).parent / "rules" / "tests.yaml").read_text()))
    assert {rule["alert"] for rule in rules() if "alert" in rule} == tried
