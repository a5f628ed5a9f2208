"""Steps that upgrade the site to values which few installations need, and see that pods and Service have become so."""

import json
import time
import urllib.error
import urllib.request
from typing import Any

from bench.cluster.beside import LongWire
from bench.cluster.machine import SERVER
from bench.cluster.release import (
    COMMON,
    DATABASE_SERVICE,
    OWN_SITE,
    PER_SECOND,
    SITE,
    SMALL,
    Release,
    StepFailed,
    hand_over_the_address,
    make_secret,
    names,
    ready,
    running_pods,
    site_values,
    two_pods_are_ready,
    whole,
)
from bench.cluster.visitors import visiting

METRICS_PORT, NODE_PORT = 9090, 30324
TOKEN = "operator-token-of-this-run-only"
HOST = {"ip": "192.0.2.10", "hostnames": ["database.internal"]}
NOTE = {"example.org/owner": "web-team"}
ALONE: dict[str, Any] = {
    "resources": SMALL,
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    },
}
RICH: dict[str, Any] = {
    "commonAnnotations": NOTE,
    "deploymentAnnotations": {"reloader.stakater.com/auto": "true"},
    "runtimeClassName": "plain",
    "dnsConfig": {"options": [{"name": "ndots", "value": "2"}]},
    "hostAliases": [HOST],
    "podSecurityContext": {"fsGroupChangePolicy": "Always"},
    "containerSecurityContext": {"runAsGroup": 65532},
    "podDisruptionBudget": {"minAvailable": 1},
    "service": {"type": "NodePort", "nodePort": NODE_PORT, "externalTrafficPolicy": "Cluster"},
    "metrics": {"enabled": True, "port": METRICS_PORT},
    "migrations": {"resources": SMALL, "ttlSecondsAfterFinished": 5},
    "extraContainers": [{"name": "beside", "image": "localhost/pause:1", **ALONE}],
    "extraInitContainers": [
        {"name": "first", "image": "localhost/choosemypower:cluster", "command": ["true"], **ALONE}
    ],
    "extraVolumes": [{"name": "secrets", "secret": {"secretName": "token"}}],
    "extraVolumeMounts": [{"name": "secrets", "mountPath": "/secrets", "readOnly": True}],
    "extraEnv": [{"name": "OPERATOR_TOKEN_FILE", "value": "/secrets/token"}],
}
STRICT = COMMON["probes"] | {"readiness": {"mode": "strict", "initialDelaySeconds": 1}}
FAR_SECONDS = 0.08
STEADY_SECONDS = 20.0


def every_field_of_the_pods_arrives(release: Release) -> str:
    """What podinfo, cert-manager and CloudNativePG have too; the operator's token comes out of a file."""
    runtime = {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "plain"}}
    release.cluster.kubectl("apply", "-f", "-", given=runtime | {"handler": "runc"})
    make_secret(release, "token", token=TOKEN)
    with visiting(release.address(), PER_SECOND) as visits:
        release.helm("upgrade", SITE, site_values(**RICH))
    two_pods_are_ready(release)
    pods = running_pods(release)
    for pod in pods:
        _expect_in_pod(release, pod)
    release.until(
        "the migration's Job has gone",
        lambda: f"{OWN_SITE}-migrate" not in names(release.cluster.items("jobs")),
    )
    budget = release.object("poddisruptionbudget", OWN_SITE)
    _expect("the budget", (budget["spec"]["minAvailable"], "maxUnavailable" in budget["spec"]), (1, False))
    _expect("the budget's annotations", NOTE.items() <= budget["metadata"]["annotations"].items(), True)
    _expect("a page at a node's port", _status(f"http://{SERVER}:{NODE_PORT}/"), 200)
    operator = f"http://{SERVER}:{NODE_PORT}/operator"
    _expect("the operator's page", [_status(operator, TOKEN), _status(operator, "another")], [200, 401])
    return whole(visits)


def strict_readiness_stands_a_far_database(release: Release) -> str:
    """80 ms away and back: ready and steady; out of the Service while it cannot be reached, then in by themselves."""
    database = release.object("service", DATABASE_SERVICE)["spec"]["clusterIP"]
    wire = LongWire(str(database), 5432, FAR_SECONDS)
    with wire.laid():
        hand_over_the_address(release, at=f"{SERVER}:{wire.port}")
        with visiting(release.address(), PER_SECOND) as visits:
            release.helm("upgrade", SITE, site_values(probes=STRICT))
        two_pods_are_ready(release)
        look = json.loads(release.health(OWN_SITE))["database"]["milliseconds"]
        since = _ready_since(release)
        time.sleep(STEADY_SECONDS)
        _expect("ready since", _ready_since(release), since)
        with wire.cut():
            out = release.until(
                "no pod is ready", lambda: not any(ready([one]) for one in running_pods(release))
            )
        again = two_pods_are_ready(release)
        hand_over_the_address(release)
        release.helm("upgrade", SITE, site_values())
    return f"a look took {look:.0f} ms; out {out:.0f} s after the cut, in {again:.0f} s after its end; {whole(visits)}"


def _expect_in_pod(release: Release, pod: dict[str, Any]) -> None:
    name, spec = pod["metadata"]["name"], pod["spec"]
    _expect(f"{name}'s runtime class", spec["runtimeClassName"], "plain")
    _expect(f"{name}'s containers", [one["name"] for one in spec["containers"]], ["web", "beside"])
    _expect(f"{name}'s group", spec["containers"][0]["securityContext"]["runAsGroup"], 65532)
    _expect(f"{name}'s volumes", spec["securityContext"]["fsGroupChangePolicy"], "Always")
    files = release.cluster.kubectl("exec", name, "-c", "web", "--", "cat", "/etc/hosts", "/etc/resolv.conf")
    for words in (*HOST["hostnames"], "ndots:2"):
        _expect(f"{words} in {name}", words in files, True)
    address = f"http://{pod['status']['podIP']}:{METRICS_PORT}"
    _expect(
        f"{name}'s metrics",
        [_status(address + path) for path in ("/metrics", "/api/health/live")],
        [200, 200],
    )


def _ready_since(release: Release) -> dict[str, str]:
    return {
        pod["metadata"]["name"]: one["lastTransitionTime"]
        for pod in running_pods(release)
        for one in pod["status"]["conditions"]
        if one["type"] == "Ready"
    }


def _expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise StepFailed(f"{what}: {found} instead of {wanted}")


def _status(address: str, token: str | None = None) -> int:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
