"""What holds for every object that the chart can make, over all value files and Kubernetes versions."""

import re
import warnings
from pathlib import Path

import kubernetes_validate
import pytest

from tests.chart.chart import (
    CHART,
    KUBERNETES,
    SCENARIOS,
    Object,
    comes_at_the_end,
    containers,
    kinds,
    objects,
    one,
    pod_specs,
    run_helm,
    scenario,
    template,
)
from tests.chart.custom_resources import check_custom_resource, is_custom_resource

each_scenario = pytest.mark.parametrize("values", SCENARIOS, ids=lambda path: path.stem)
each_version = pytest.mark.parametrize("kubernetes", KUBERNETES)


def test_there_are_a_dozen_scenarios_or_more() -> None:
    assert len(SCENARIOS) >= 12


@each_scenario
@pytest.mark.parametrize("tool", ["helm", "helm3"])
def test_helm_lint_finds_nothing(values: Path, tool: str) -> None:
    done = run_helm("lint", "--strict", str(CHART), "--values", str(values), tool=tool)
    assert done.returncode == 0, done.stdout + done.stderr


@each_scenario
def test_helm_3_and_4_render_the_same_objects(values: Path) -> None:
    assert template(values, tool="helm3") == template(values)


@each_version
@each_scenario
def test_every_object_fits_the_schema_of_its_kind(values: Path, kubernetes: str) -> None:
    for item in objects(values, kubernetes=kubernetes):
        validate(item, kubernetes)


def validate(item: Object, kubernetes: str) -> None:
    if is_custom_resource(item):
        check_custom_resource(item)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kubernetes_validate.validate(item, kubernetes, strict=True)


def test_the_schemas_refuse_a_misspelt_field() -> None:
    bad = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "x"},
        "spec": {"prots": [{"port": 80}]},
    }
    with pytest.raises(kubernetes_validate.ValidationError):
        validate(bad, "1.34")


@each_scenario
def test_objects_of_one_kind_have_names_of_their_own(values: Path) -> None:
    lasting = [item for item in objects(values) if not comes_at_the_end(item)]
    names = [(item["kind"], item["metadata"]["name"]) for item in lasting]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?", name) for _, name in names)


@each_scenario
def test_every_pod_is_locked_down(values: Path) -> None:
    for label, pod in pod_specs(objects(values)):
        assert pod["automountServiceAccountToken"] is False, label
        security = pod["securityContext"]
        assert security["runAsNonRoot"] is True, label
        assert isinstance(security["runAsUser"], int), label
        assert security["runAsUser"] > 0, label
        assert security["seccompProfile"]["type"] == "RuntimeDefault", label
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod), label
        assert not [volume for volume in pod.get("volumes", []) if "hostPath" in volume], label
        for container in containers(pod):
            inner = container["securityContext"]
            assert inner["readOnlyRootFilesystem"] is True, label
            assert inner["allowPrivilegeEscalation"] is False, label
            assert inner["privileged"] is False, label
            assert inner["capabilities"] == {"drop": ["ALL"]}, label


@each_scenario
def test_every_container_says_what_it_needs(values: Path) -> None:
    for label, pod in pod_specs(objects(values)):
        for container in containers(pod):
            resources = container["resources"]
            assert set(resources["requests"]) >= {"cpu", "memory"}, label
            assert "memory" in resources["limits"], label
            assert re.search(r":[^/]+$", container["image"]), label
            assert not container["image"].endswith(":latest"), label


@each_scenario
def test_what_runs_for_good_is_probed(values: Path) -> None:
    for item in [*kinds(objects(values), "Deployment"), *kinds(objects(values), "StatefulSet")]:
        for container in item["spec"]["template"]["spec"]["containers"]:
            assert {"livenessProbe", "readinessProbe"} <= set(container), item["metadata"]["name"]


@each_scenario
def test_nothing_is_named_twice_where_the_api_server_merges_by_name(values: Path) -> None:
    """Helm 4 applies on the server's side, which refuses a list with one key twice."""
    for label, pod in pod_specs(objects(values)):
        lists = [(label, "name", pod.get("volumes", [])), (label, "name", containers(pod))]
        for container in containers(pod):
            lists += [
                (label, "name", container.get("env", [])),
                (label, "mountPath", container.get("volumeMounts", [])),
                (label, "containerPort", container.get("ports", [])),
            ]
        for where, key, entries in lists:
            names = [entry[key] for entry in entries]
            assert len(names) == len(set(names)), f"{where}: {names}"


@each_scenario
def test_every_mounted_volume_is_there(values: Path) -> None:
    for item in objects(values):
        for label, pod in pod_specs((item,)):
            there = {volume["name"] for volume in pod.get("volumes", [])}
            claims = {c["metadata"]["name"] for c in item["spec"].get("volumeClaimTemplates", [])}
            for container in containers(pod):
                mounted = {mount["name"] for mount in container.get("volumeMounts", [])}
                assert mounted <= there | claims, label


@each_scenario
def test_selectors_find_the_pods_they_mean(values: Path) -> None:
    found = objects(values)
    for item in [*kinds(found, "Deployment"), *kinds(found, "StatefulSet")]:
        labels = item["spec"]["template"]["metadata"]["labels"]
        assert item["spec"]["selector"]["matchLabels"].items() <= labels.items()
    pods = [
        (item["spec"]["template"]["metadata"]["labels"], item["spec"]["template"]["spec"])
        for item in [*kinds(found, "Deployment"), *kinds(found, "StatefulSet")]
    ]
    for service in kinds(found, "Service"):
        chosen = [pod for labels, pod in pods if service["spec"]["selector"].items() <= labels.items()]
        assert len(chosen) == 1, service["metadata"]["name"]
        names = {port["name"] for container in chosen[0]["containers"] for port in container.get("ports", ())}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= names


@each_scenario
def test_the_autoscaler_alone_decides_on_replicas(values: Path) -> None:
    found = objects(values)
    deployment = one(found, "Deployment", _web_name(found))
    assert bool(kinds(found, "HorizontalPodAutoscaler")) != ("replicas" in deployment["spec"])


@each_scenario
def test_a_pod_can_stop_within_its_grace_period(values: Path) -> None:
    found = objects(values)
    pod = one(found, "Deployment", _web_name(found))["spec"]["template"]["spec"]
    container = next(one for one in pod["containers"] if one["name"] == "web")
    sleep = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    kill = int(one(found, "ConfigMap", _web_name(found))["data"]["SERVER_KILL_TIMEOUT_SECONDS"])
    assert sleep + kill + 5 <= pod["terminationGracePeriodSeconds"]


@each_scenario
def test_hooks_use_nothing_that_the_release_makes_later(values: Path) -> None:
    found = objects(values)
    made = {item["metadata"]["name"] for item in found if item["kind"] in {"Secret", "ConfigMap"}}
    for item in kinds(found, "Job"):
        pod = item["spec"]["template"]["spec"]
        assert "serviceAccountName" not in pod
        sources = [source for c in containers(pod) for source in c.get("envFrom", [])]
        sources += [v["valueFrom"] for c in containers(pod) for v in c.get("env", []) if "valueFrom" in v]
        needed = {reference["name"] for source in sources for reference in source.values()}
        assert not needed & made, f"{item['metadata']['name']} needs {needed & made} before it is there"


@each_scenario
def test_no_secret_is_written_into_a_pod(values: Path) -> None:
    for label, pod in pod_specs(objects(values)):
        for container in containers(pod):
            for variable in container.get("env", []):
                secret = any(word in variable["name"] for word in ("PASSWORD", "TOKEN", "DATABASE", "SECRET"))
                if secret and variable["name"] != "PGDATABASE":
                    assert "valueFrom" in variable, f"{label}: {variable['name']}"


@pytest.mark.parametrize(
    "values", [path for path in SCENARIOS if "none" not in path.stem], ids=lambda p: p.stem
)
def test_every_pod_of_ours_is_behind_a_network_policy(values: Path) -> None:
    found = objects(values)
    policies = [item["spec"]["podSelector"] for item in kinds(found, "NetworkPolicy")]
    for item in found:
        template_ = item.get("spec", {}).get("template") or item.get("spec", {}).get("jobTemplate", {}).get(
            "spec", {}
        ).get("template")
        labels = (
            item["metadata"]["labels"]
            if item["kind"] == "Pod"
            else (template_ or {}).get("metadata", {}).get("labels")
        )
        if labels:
            assert any(_selects(policy, labels) for policy in policies), item["metadata"]["name"]


def _selects(selector: Object, labels: dict[str, str]) -> bool:
    if not selector.get("matchLabels", {}).items() <= labels.items():
        return False
    return all(labels.get(rule["key"]) in rule["values"] for rule in selector.get("matchExpressions", []))


def _web_name(found: tuple[Object, ...]) -> str:
    (name,) = [
        item["metadata"]["name"]
        for item in kinds(found, "Deployment")
        if item["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/component"] == "web"
    ]
    return str(name)


def test_what_a_platform_asks_of_pods_and_service_reaches_them() -> None:
    found = objects(scenario("extras"))
    deployment = one(found, "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    assert deployment["metadata"]["annotations"]["reloader.stakater.com/auto"] == "true"
    assert [one["name"] for one in pod["containers"]] == ["web", "shipper"]
    assert [one["name"] for one in pod["initContainers"]][-1] == "wait"
    assert (pod["runtimeClassName"], pod["dnsPolicy"]) == ("gvisor", "ClusterFirst")
    assert pod["dnsConfig"]["options"]
    assert pod["hostAliases"][0]["ip"] == "192.0.2.10"
    assert pod["securityContext"]["fsGroupChangePolicy"] == "Always"
    assert pod["containers"][0]["securityContext"]["appArmorProfile"] == {"type": "RuntimeDefault"}
    service = next(item["spec"] for item in kinds(found, "Service") if item["spec"].get("type"))
    assert service["ports"][0]["nodePort"] == 30324
    assert service["loadBalancerClass"] == "example.org/internal"
    assert service["externalTrafficPolicy"] == "Local"
    assert one(found, "PodDisruptionBudget")["spec"]["minAvailable"] == 2
    assert "maxUnavailable" not in one(found, "PodDisruptionBudget")["spec"]
    assert one(found, "Job")["spec"]["ttlSecondsAfterFinished"] == 600
    assert one(found, "CronJob")["spec"]["jobTemplate"]["spec"]["ttlSecondsAfterFinished"] == 3600


def test_whoever_gets_a_variable_gets_the_file_that_it_may_name() -> None:
    given, mounted = set(), set()
    for label, pod in pod_specs(objects(scenario("extras"))):
        for container in containers(pod):
            name = (label, container["name"])
            given |= {name for variable in container.get("env", []) if variable["name"] == "TZ"}
            paths = [mount["mountPath"] for mount in container.get("volumeMounts", [])]
            mounted |= {name for path in paths if path == "/certificates"}
    assert {name for _, name in given} >= {"web", "migrate", "ingest", "warm"}
    assert mounted == given


def test_common_annotations_are_on_every_object_of_ours() -> None:
    for values in SCENARIOS:
        for item in objects(values, "commonAnnotations.owner=web-team"):
            if item["metadata"]["name"].endswith("-more"):
                continue  # an extra object is whatever its author wrote
            assert item["metadata"]["annotations"]["owner"] == "web-team", (
                item["kind"],
                item["metadata"]["name"],
            )
