"""Two releases on a cluster through Helm and kubectl, and what their steps say of pods, volumes and secrets."""

import base64
import functools
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.cluster.client import NAMESPACE
from bench.cluster.machine import Machine
from bench.cluster.visitors import Visits

CHART = Path(__file__).resolve().parents[2] / "helm" / "choosemypower"
PER_SECOND = 20.0
PATIENCE_SECONDS = 240.0
EVALUATION, SITE = "look", "site"
SMALL = {"requests": {"cpu": "50m", "memory": "160Mi"}, "limits": {"cpu": "1", "memory": "512Mi"}}
COMMON: dict[str, Any] = {
    "image": {"repository": "localhost/choosemypower", "tag": "cluster"},
    "resources": SMALL,
    "migrations": {"resources": SMALL},
    "ingest": {"suspend": True},
    "probes": {"readiness": {"initialDelaySeconds": 1}, "liveness": {"initialDelaySeconds": 5}},
}
KEPT = {"enabled": True, "size": "1Gi", "storageClass": "kept"}


class StepFailed(Exception):
    """A step that did not do what it must, in a sentence."""


class Release:
    """Both releases, through Helm and kubectl."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.cluster = machine.cluster
        self.first: set[str] = set()
        self.cluster.kubectl("create", "namespace", NAMESPACE)
        for one in _volume(machine.folder / "volume"):
            self.cluster.kubectl("apply", "-f", "-", given=one)

    def helm(self, verb: str, name: str, values: dict[str, Any], *options: str, within: str = "4m") -> None:
        """Install or upgrade with these values, and wait for it. The name server learns the Services meanwhile."""
        file = self.machine.folder / f"{name}.json"
        file.write_text(json.dumps(COMMON | values))
        with self.machine.following_names():
            self.cluster.helm(
                verb, name, str(CHART), "-f", str(file), "--wait", "--timeout", within, *options
            )

    def address(self, name: str = f"{SITE}-choosemypower") -> str:
        return str(self.object("service", name)["spec"]["clusterIP"])

    def object(self, kind: str, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.cluster.kubectl("get", kind, name, "-o", "json"))
        return found

    def pods(self, release: str, component: str) -> list[dict[str, Any]]:
        chosen = f"app.kubernetes.io/instance={release},app.kubernetes.io/component={component}"
        return self.cluster.items("pods", "-l", chosen)

    def log(self, pod: str) -> str:
        return self.cluster.kubectl("logs", pod)

    def health(self, name: str) -> str:
        """What the site says of its database, whatever the status."""
        try:
            with urllib.request.urlopen(
                f"http://{self.address(name)}/api/health/database", timeout=5
            ) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def until(self, what: str, holds: Callable[[], bool]) -> float:
        """Seconds until it held."""
        began = time.monotonic()
        while not holds():
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise StepFailed(f"not within {PATIENCE_SECONDS:.0f} s: {what}")
            time.sleep(0.5)
        return time.monotonic() - began


OWN_SITE = f"{SITE}-choosemypower"
DATABASE_SITE = f"{EVALUATION}-choosemypower"
DATABASE_SERVICE = f"{DATABASE_SITE}-evaluation-postgres"
DATABASE_AT = f"{DATABASE_SERVICE}:5432"
DATABASE_POD = f"{DATABASE_SERVICE}-0"


def evaluation_values(persistence: dict[str, Any]) -> dict[str, Any]:
    # Its database stays where its volume is, so that draining the other node is about the site.
    return {
        "evaluation": {"enabled": True, "postgres": {"persistence": persistence}},
        "nodeSelector": {"kubernetes.io/hostname": "node-1"},
    }


def site_values(**values: Any) -> dict[str, Any]:
    return {
        "replicaCount": 2,
        "autoscaling": {"enabled": False},
        "database": {"existingSecret": "address", "pool": {"max": 3}, "maxConnections": 100},
        **values,
    }


def uninstall(release: Release, name: str) -> None:
    """And wait until its pods have gone, which Helm does not."""
    release.cluster.helm("uninstall", name, "--wait", "--timeout", "3m")
    chosen = f"app.kubernetes.io/instance={name}"
    release.until("the pods have gone", lambda: not release.cluster.items("pods", "-l", chosen))


def hand_over_the_address(release: Release, password: str | None = None, at: str = DATABASE_AT) -> None:
    """The secret that the site's pods read: with the database's password or another, at its Service or elsewhere."""
    data = release.object("secret", DATABASE_SERVICE)["data"]
    kept = base64.b64decode(data["password"]).decode()
    address = f"postgresql://choosemypower:{password or kept}@{at}/choosemypower"
    make_secret(release, "address", url=address)


def make_secret(release: Release, name: str, **texts: str) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": texts}
    release.cluster.kubectl("apply", "-f", "-", given=secret)


def sql(release: Release, statement: str) -> None:
    server = ("psql", "-h", "/tmp", "-U", "choosemypower", "-c", statement)
    release.cluster.kubectl("exec", DATABASE_POD, "--", *server)


def running_pods(release: Release) -> list[dict[str, Any]]:
    return [pod for pod in release.pods(SITE, "web") if "deletionTimestamp" not in pod["metadata"]]


def database_is_back(release: Release) -> float:
    pods = functools.partial(release.pods, EVALUATION, "evaluation-postgres")
    return release.until("the database's pod is ready again", lambda: ready(pods()))


def two_pods_are_ready(release: Release) -> float:
    pods = functools.partial(running_pods, release)
    return release.until("two pods are ready", lambda: len(pods()) == 2 and ready(pods()))


def names(pods: Iterable[dict[str, Any]]) -> set[str]:
    return {pod["metadata"]["name"] for pod in pods}


def ready(pods: list[dict[str, Any]]) -> bool:
    conditions = [{one["type"]: one["status"] for one in pod["status"].get("conditions", ())} for pod in pods]
    leaving = any("deletionTimestamp" in pod["metadata"] for pod in pods)
    return bool(pods) and not leaving and all(one.get("Ready") == "True" for one in conditions)


def restarts(pods: list[dict[str, Any]]) -> int:
    return sum(one["restartCount"] for pod in pods for one in pod["status"].get("containerStatuses", ()))


def whole(visits: Visits) -> str:
    if visits.failed:
        raise StepFailed(f"{visits.said()}: {visits.failed[:5]}")
    return visits.said()


def _volume(folder: Path) -> list[dict[str, Any]]:
    """A volume of the first node that outlives every pod, as a cloud's disk does."""
    folder.mkdir()
    here = {"key": "kubernetes.io/hostname", "operator": "In", "values": ["node-1"]}
    spec = {
        "capacity": {"storage": "2Gi"},
        "accessModes": ["ReadWriteOnce"],
        "storageClassName": "kept",
        "local": {"path": str(folder)},
        "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [here]}]}},
    }
    return [
        {
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": {"name": "kept"},
            "provisioner": "kubernetes.io/no-provisioner",
        },
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "kept"}, "spec": spec},
    ]
