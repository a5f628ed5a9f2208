"""The life of two releases, a step a function: an evaluation with its own database, and a site that uses that database.

Each step says what it saw, or raises `StepFailed`. Pages are asked through the Service, four in turn.
"""

import base64
import functools
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.cluster.client import NAMESPACE, CommandFailed
from bench.cluster.machine import Machine
from bench.cluster.visitors import Visits, visiting

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


def evaluation_is_installed(release: Release) -> str:
    release.helm("install", EVALUATION, _evaluation(KEPT))
    return f"{len(release.cluster.objects(EVALUATION))} objects, {release.health(DATABASE_SITE)}"


def helm_test_passes(release: Release) -> str:
    said = release.cluster.helm("test", EVALUATION, "--logs", "--timeout", "2m")
    return said.strip().splitlines()[-1]


def restarted_database_comes_again(release: Release) -> str:
    """On a volume that the kubelet prepares anew for each pod (fsGroup)."""
    with visiting(release.address(DATABASE_SITE), PER_SECOND) as visits:
        release.cluster.kubectl("delete", "pod", DATABASE_POD)
        seconds = _database_is_back(release)
        again = release.until("the site sees it", lambda: '"ok"' in release.health(DATABASE_SITE))
    restarts = _restarts(release.pods(EVALUATION, "evaluation-postgres"))
    if restarts:
        raise StepFailed(f"its container was restarted {restarts} times")
    return f"ready after {seconds:.0f} s, seen {again:.0f} s later; {_whole(visits)}"


def reinstalled_release_takes_the_kept_volume(release: Release) -> str:
    _uninstall(release, EVALUATION)
    release.helm("install", EVALUATION, _evaluation(KEPT))
    return release.health(DATABASE_SITE)


def lost_database_gets_its_schema_again(release: Release) -> str:
    """Without a volume: what a new pod of the database begins with is nothing."""
    _uninstall(release, EVALUATION)
    release.helm("install", EVALUATION, _evaluation({"enabled": False}))
    with visiting(release.address(DATABASE_SITE), PER_SECOND) as visits:
        release.cluster.kubectl("delete", "pod", DATABASE_POD)
        _database_is_back(release)
        seconds = release.until("the schema is there again", lambda: '"ok"' in release.health(DATABASE_SITE))
    restarts = _restarts(release.pods(EVALUATION, "web"))
    return f"{seconds:.0f} s after the database, the site's container restarted {restarts} times; {_whole(visits)}"


def site_is_refused_without_its_secret(release: Release) -> str:
    try:
        release.helm("install", SITE, _site())
    except CommandFailed as failure:
        return str(failure).strip().splitlines()[-1]
    raise StepFailed("it was installed")


def failed_migration_goes_with_its_release(release: Release) -> str:
    _hand_over_the_address(release, password="not-this-one")
    values = _site(migrations={"resources": SMALL, "backoffLimit": 0, "activeDeadlineSeconds": 30})
    try:
        release.helm("install", SITE, values, within="60s")
    except CommandFailed as failure:
        said = str(failure).strip().splitlines()[-1]
    else:
        raise StepFailed("it was installed")
    jobs = _names(release.cluster.items("jobs", "-l", f"app.kubernetes.io/instance={SITE}"))
    _uninstall(release, SITE)
    if left := release.cluster.objects(SITE):
        raise StepFailed(f"left: {sorted(left)}")
    return f"{said}; {sorted(jobs)} went with it"


def volume_that_comes_later_is_explained(release: Release) -> str:
    try:
        release.helm("upgrade", EVALUATION, _evaluation(KEPT))
    except CommandFailed as failure:
        return str(failure).strip().splitlines()[-1]
    raise StepFailed("it was upgraded")


def site_is_installed(release: Release) -> str:
    _hand_over_the_address(release)
    release.helm("install", SITE, _site())
    release.first = release.cluster.objects(SITE)
    return f"{len(release.first)} objects, {len(release.pods(SITE, 'web'))} pods"


def upgrade_loses_no_request(release: Release) -> str:
    before = _names(release.pods(SITE, "web"))
    with visiting(release.address(), PER_SECOND) as visits:
        release.helm("upgrade", SITE, _site(app={"logLevel": "WARNING"}))
    if before & _names(_running_pods(release)):
        raise StepFailed("old pods are still there")
    return _whole(visits)


def bad_image_is_rolled_back(release: Release) -> str:
    bad = {"repository": "localhost/choosemypower", "tag": "missing", "pullPolicy": "Never"}
    with visiting(release.address(), PER_SECOND) as visits:
        try:
            release.helm(
                "upgrade", SITE, _site(image=bad), "--rollback-on-failure", "--no-hooks", within="45s"
            )
        except CommandFailed as failure:
            said = str(failure).strip().splitlines()[-1]
        else:
            raise StepFailed("Helm called it a success")
    return f"{said}; {_whole(visits)}"


def rollback_brings_the_first_release(release: Release) -> str:
    with visiting(release.address(), PER_SECOND) as visits:
        release.cluster.helm("rollback", SITE, "1", "--wait", "--timeout", "4m")
    if changed := release.cluster.objects(SITE) ^ release.first:
        raise StepFailed(f"other objects: {sorted(changed)}")
    return _whole(visits)


def killed_pods_come_again(release: Release) -> str:
    with visiting(release.address(), PER_SECOND) as visits:
        one = sorted(_names(release.pods(SITE, "web")))[0]
        release.cluster.kubectl("delete", "pod", one)
        _two_pods_are_ready(release)
    return _whole(visits)


def changed_password_replaces_the_pods(release: Release) -> str:
    before = _names(release.pods(SITE, "web"))
    with visiting(release.address(), PER_SECOND) as visits:
        _sql(release, "ALTER ROLE choosemypower PASSWORD 'another-one'")
        _sql(release, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        release.until("health speaks of the password", lambda: "password" in release.health(OWN_SITE))
        said = release.health(OWN_SITE)
        _hand_over_the_address(release, password="another-one")
        release.helm("upgrade", SITE, _site())
    if before & _names(_running_pods(release)):
        raise StepFailed("pods with the old password are still there")
    return f"{said}; {_whole(visits)}"


def autoscaler_takes_over_without_a_fall(release: Release) -> str:
    scaled = _site(autoscaling={"enabled": True, "minReplicas": 1, "maxReplicas": 3})
    release.helm("upgrade", SITE, scaled)
    count = release.object("deployment", f"{SITE}-choosemypower")["spec"]["replicas"]
    if count != 2:
        raise StepFailed(f"{count} pods wanted")
    release.helm("upgrade", SITE, _site())
    return "2 pods before and after"


def drained_node_loses_no_request(release: Release) -> str:
    with visiting(release.address(), PER_SECOND) as visits:
        release.cluster.kubectl(
            "drain", "node-2", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=180s"
        )
        _two_pods_are_ready(release)
        where = {pod["spec"]["nodeName"] for pod in _running_pods(release)}
        release.cluster.kubectl("uncordon", "node-2")
    if where != {"node-1"}:
        raise StepFailed(f"pods on {where}")
    return _whole(visits)


def nothing_is_left(release: Release) -> str:
    for name in (SITE, EVALUATION):
        _uninstall(release, name)
        left = release.cluster.objects(name)
        if left:
            raise StepFailed(f"{name} left {sorted(left)}")
    return "both releases are gone"


OWN_SITE = f"{SITE}-choosemypower"
DATABASE_SITE = f"{EVALUATION}-choosemypower"
DATABASE_POD = f"{DATABASE_SITE}-evaluation-postgres-0"
STEPS: tuple[Callable[[Release], str], ...] = (
    evaluation_is_installed,
    helm_test_passes,
    restarted_database_comes_again,
    reinstalled_release_takes_the_kept_volume,
    lost_database_gets_its_schema_again,
    site_is_refused_without_its_secret,
    volume_that_comes_later_is_explained,
    failed_migration_goes_with_its_release,
    site_is_installed,
    upgrade_loses_no_request,
    bad_image_is_rolled_back,
    rollback_brings_the_first_release,
    killed_pods_come_again,
    changed_password_replaces_the_pods,
    autoscaler_takes_over_without_a_fall,
    drained_node_loses_no_request,
    nothing_is_left,
)


def _evaluation(persistence: dict[str, Any]) -> dict[str, Any]:
    # Its database stays where its volume is, so that draining the other node is about the site.
    return {
        "evaluation": {"enabled": True, "postgres": {"persistence": persistence}},
        "nodeSelector": {"kubernetes.io/hostname": "node-1"},
    }


def _site(**values: Any) -> dict[str, Any]:
    return {
        "replicaCount": 2,
        "autoscaling": {"enabled": False},
        "database": {"existingSecret": "address", "pool": {"max": 3}, "maxConnections": 100},
        **values,
    }


def _uninstall(release: Release, name: str) -> None:
    """And wait until its pods have gone, which Helm does not."""
    release.cluster.helm("uninstall", name, "--wait", "--timeout", "3m")
    chosen = f"app.kubernetes.io/instance={name}"
    release.until("the pods have gone", lambda: not release.cluster.items("pods", "-l", chosen))


def _hand_over_the_address(release: Release, password: str | None = None) -> None:
    data = release.object("secret", f"{DATABASE_SITE}-evaluation-postgres")["data"]
    kept = base64.b64decode(data["password"]).decode()
    address = f"postgresql://choosemypower:{password or kept}@{DATABASE_SITE}-evaluation-postgres:5432/choosemypower"
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "address"},
        "stringData": {"url": address},
    }
    release.cluster.kubectl("apply", "-f", "-", given=secret)


def _sql(release: Release, statement: str) -> None:
    server = ("psql", "-h", "/tmp", "-U", "choosemypower", "-c", statement)
    release.cluster.kubectl("exec", DATABASE_POD, "--", *server)


def _running_pods(release: Release) -> list[dict[str, Any]]:
    return [pod for pod in release.pods(SITE, "web") if "deletionTimestamp" not in pod["metadata"]]


def _database_is_back(release: Release) -> float:
    pods = functools.partial(release.pods, EVALUATION, "evaluation-postgres")
    return release.until("the database's pod is ready again", lambda: _ready(pods()))


def _two_pods_are_ready(release: Release) -> float:
    pods = functools.partial(_running_pods, release)
    return release.until("two pods are ready", lambda: len(pods()) == 2 and _ready(pods()))


def _names(pods: Iterable[dict[str, Any]]) -> set[str]:
    return {pod["metadata"]["name"] for pod in pods}


def _ready(pods: list[dict[str, Any]]) -> bool:
    conditions = [{one["type"]: one["status"] for one in pod["status"].get("conditions", ())} for pod in pods]
    leaving = any("deletionTimestamp" in pod["metadata"] for pod in pods)
    return bool(pods) and not leaving and all(one.get("Ready") == "True" for one in conditions)


def _restarts(pods: list[dict[str, Any]]) -> int:
    return sum(one["restartCount"] for pod in pods for one in pod["status"].get("containerStatuses", ()))


def _whole(visits: Visits) -> str:
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
