"""What the chart says and keeps when it sees what already stands on a cluster."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.chart.chart import CHART, NAMESPACE, Object, one, run_helm
from tests.chart.cluster import Cluster

ENOUGH = ("database.existingSecret=db", "ingest.warm.enabled=false")


def secret(name: str, **data: str) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": NAMESPACE},
        "data": data,
    }


def upgrade(folder: Path, cluster: Cluster, *sets: str) -> tuple[tuple[Object, ...], str]:
    """The objects of an upgrade on this cluster, and what Helm says where it refuses."""
    arguments = ["template", "choosemypower", str(CHART), "--namespace", NAMESPACE, "--is-upgrade"]
    arguments += ["--dry-run=server", "--disable-openapi-validation", "--kube-version", "1.34"]
    for given in sets:
        arguments += ["--set", given]
    with cluster.running(folder) as kubeconfig:
        done = run_helm(*arguments, "--kubeconfig", str(kubeconfig))
    found = tuple(document for document in yaml.safe_load_all(done.stdout) if document)
    return found, done.stderr


def pod_annotations(found: tuple[Object, ...]) -> dict[str, Any]:
    deployment = one(found, "Deployment", "choosemypower")
    annotations: dict[str, Any] = deployment["spec"]["template"]["metadata"]["annotations"]
    return annotations


def test_a_new_password_replaces_the_pods_and_the_same_one_does_not(tmp_path: Path) -> None:
    before, _ = upgrade(tmp_path, Cluster(secret("db", url="b25l")), *ENOUGH)
    again, _ = upgrade(tmp_path, Cluster(secret("db", url="b25l")), *ENOUGH)
    after, _ = upgrade(tmp_path, Cluster(secret("db", url="dHdv")), *ENOUGH)
    assert pod_annotations(before) == pod_annotations(again) != pod_annotations(after)


@pytest.mark.parametrize(
    "sets",
    [
        ("alerts.existingSecret=more",),
        ("sources.existingSecret=more", "sources.comparePowerKey=key"),
        ("mail.existingSecret=more", "mail.from=site@example.org"),
        ("operator.existingSecret=more",),
        ("cdn.provider=fastly", "cdn.service=abc", "cdn.existingSecret=more"),
        ("extraVolumes[0].name=files", "extraVolumes[0].secret.secretName=more"),
        (
            "extraEnv[0].name=OTEL_EXPORTER_OTLP_HEADERS",
            "extraEnv[0].valueFrom.secretKeyRef.name=more",
            "extraEnv[0].valueFrom.secretKeyRef.key=key",
        ),
    ],
)
def test_any_secret_that_pods_read_replaces_them_when_it_changes(
    tmp_path: Path, sets: tuple[str, ...]
) -> None:
    database = secret("db", url="b25l")
    before, refusal = upgrade(tmp_path, Cluster(database, secret("more", key="b25l")), *ENOUGH, *sets)
    assert before, refusal
    after, _ = upgrade(tmp_path, Cluster(database, secret("more", key="dHdv")), *ENOUGH, *sets)
    assert pod_annotations(before) != pod_annotations(after)


@pytest.mark.parametrize(
    ("there", "sets", "words"),
    [
        ((secret("other", url="eA=="),), ENOUGH, "the secret db with the key url"),
        ((secret("db", address="eA=="),), ENOUGH, "the secret db with the key url"),
        (
            (secret("db", url="eA=="),),
            (*ENOUGH, "redis.enabled=true"),
            "the secret choosemypower-redis with the key url",
        ),
        (
            (secret("db", url="eA=="), secret("cache", address="eA==")),
            (*ENOUGH, "redis.enabled=true", "redis.existingSecret=cache", "migrations.mode=init"),
            "the secret cache with the key url",
        ),
    ],
)
def test_a_missing_secret_or_key_is_named_at_once(
    tmp_path: Path, there: tuple[Object, ...], sets: tuple[str, ...], words: str
) -> None:
    _, refusal = upgrade(tmp_path, Cluster(*there), *sets)
    assert words in refusal
    assert "kubectl -n site create secret generic" in refusal


def test_all_secrets_there_need_no_words(tmp_path: Path) -> None:
    cluster = Cluster(secret("db", url="eA=="), secret("cache", url="eA=="))
    found, refusal = upgrade(tmp_path, cluster, *ENOUGH, "redis.enabled=true", "redis.existingSecret=cache")
    assert found, refusal


def test_the_autoscaler_finds_as_many_pods_as_ran_before(tmp_path: Path) -> None:
    running = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "choosemypower", "namespace": NAMESPACE},
        "spec": {"replicas": 7},
    }
    found, _ = upgrade(tmp_path, Cluster(secret("db", url="eA=="), running), *ENOUGH)
    assert one(found, "Deployment", "choosemypower")["spec"]["replicas"] == 7


def test_what_the_autoscaler_has_set_is_in_no_manifest(tmp_path: Path) -> None:
    """Helm would roll back to it, and conflict with the autoscaler."""
    own = {"manager": "helm", "fieldsV1": {"f:spec": {"f:replicas": {}}}}
    scaled = {"manager": "kube-controller-manager", "subresource": "scale", "fieldsV1": own["fieldsV1"]}
    running = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "choosemypower", "namespace": NAMESPACE, "managedFields": [own, scaled]},
        "spec": {"replicas": 7},
    }
    found, refusal = upgrade(tmp_path, Cluster(secret("db", url="eA=="), running), *ENOUGH)
    assert found, refusal
    assert "replicas" not in one(found, "Deployment", "choosemypower")["spec"]


@pytest.mark.parametrize(
    ("templates", "is_kept"), [((), "true"), (({"metadata": {"name": "data"}},), "false")]
)
def test_a_volume_that_comes_or_goes_later_is_refused_in_words(
    tmp_path: Path, templates: tuple[Object, ...], is_kept: str
) -> None:
    running = {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "choosemypower-evaluation-postgres", "namespace": NAMESPACE},
        "spec": {"volumeClaimTemplates": list(templates)},
    }
    _, refusal = upgrade(
        tmp_path,
        Cluster(running),
        "evaluation.enabled=true",
        f"evaluation.postgres.persistence.enabled={is_kept}",
    )
    assert "cannot be changed in place" in refusal
    assert "kubectl -n site delete statefulset choosemypower-evaluation-postgres" in refusal
