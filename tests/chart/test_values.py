"""Values that cannot work are refused with a sentence; values.yaml, its schema and its README agree."""

import json
from typing import Any

import pytest
import yaml

from tests.chart.chart import CHART, ROOT, objects, refusal, scenario

BAD_VALUES = {
    "unknown key": "replicaCuont=3",
    "unknown nested key": "image.tagg=1",
    "unknown probe": "probes.liveness.pathh=/x",
    "no pods": "replicaCount=0",
    "replicas as text": "replicaCount=three",
    "root": "podSecurityContext.runAsUser=0",
    "root allowed": "podSecurityContext.runAsNonRoot=false",
    "seccomp of this node without a profile": "podSecurityContext.seccompProfile.type=Localhost",
    "seccomp profile that is not asked": "podSecurityContext.seccompProfile.localhostProfile=x.json",
    "name of a class": "priorityClassName=very urgent",
    "storage class": "evaluation.backup.storageClass=Fast Disk",
    "no tag": "evaluation.postgres.image.tag=",
    "no seccomp": "podSecurityContext.seccompProfile.type=Unconfined",
    "port of root": "server.port=80",
    "header timeout that Granian refuses": "server.headerTimeoutSeconds=61",
    "backpressure of nobody": "server.backpressure=1",
    "everybody trusted": "server.trustedProxies={*}",
    "everybody trusted, as a network": "server.trustedProxies={0.0.0.0/0}",
    "address with a path": "app.baseUrl=https://choosemypower.org/x",
    "address without a scheme": "app.baseUrl=choosemypower.org",
    "log level": "app.logLevel=LOUD",
    "readiness mode": "probes.readiness.mode=loose",
    "migrations mode": "migrations.mode=maybe",
    "digest": "image.digest=sha256:abc",
    "pull policy": "image.pullPolicy=Sometimes",
    "schedule": "ingest.schedule=hourly",
    "minute 99": "ingest.schedule=99 * * * *",
    "hour 24": "evaluation.backup.schedule=0 24 * * *",
    "listing over ftp": "ingest.source=ftp://example.org/plans.csv",
    "memory": "resources.requests.memory=lots",
    "cpu": "resources.limits.cpu=1 core",
    "fewest pods of none": "podDisruptionBudget.minAvailable=0",
    "port of a node": "service.nodePort=70000",
    "network of a load balancer": "service.loadBalancerSourceRanges={everywhere}",
    "traffic policy": "service.externalTrafficPolicy=Remote",
    "name look-up": "dnsPolicy=Sometimes",
    "field of a name look-up": "dnsConfig.servers[0]=192.0.2.1",
    "host without names": "hostAliases[0].ip=192.0.2.1",
    "runtime class": "runtimeClassName=g Visor",
    "privileges by another way": "containerSecurityContext.privileged=true",
    "a root filesystem to write to": "containerSecurityContext.readOnlyRootFilesystem=false",
    "owner of volumes": "podSecurityContext.fsGroupChangePolicy=Never",
    "container without an image": "extraContainers[0].name=x",
    "container of our name": "extraContainers[0].name=web,extraContainers[0].image=x",
    "time to live below nothing": "ingest.ttlSecondsAfterFinished=-1",
    "annotation that is no text": "commonAnnotations.team[0]=web",
    "surge": "rollout.maxSurge=125%",
    "disruption budget of none": "podDisruptionBudget.maxUnavailable=0",
    "service type": "service.type=ExternalName",
    "ip family": "service.ipFamilies={IPv5}",
    "ip family policy": "service.ipFamilyPolicy=Both",
    "spread": "topologySpread.whenUnsatisfiable=Never",
    "autoscaling profile": "autoscaling.profile=slow",
    "cpu target": "autoscaling.targetCPUUtilizationPercentage=0",
    "secret's name": "database.existingSecret=Not_A_Name",
    "pool": "database.pool.max=0",
    "command timeout beyond the specification": "database.commandTimeoutSeconds=31",
    "connections": "database.maxConnections=5",
    "cdn": "cdn.provider=akamai",
    "route timeout": "httpRoute.requestTimeout=soon",
    "network": "networkPolicy.outsideTo={everywhere}",
    "network ports": "networkPolicy.databasePorts={0}",
    "days that people answer in": "contact.answerDays=0",
    "who reads messages": "contact.to=people",
    "when messages are deleted": "contact.retention.schedule=nightly",
    "metrics port": "metrics.port=0",
    "store kind": "externalSecret.secretStoreRef.kind=Vault",
    "valkey memory": "evaluation.valkey.maxmemory=much",
    "backups kept": "evaluation.backup.keep=0",
    "variable without a name": "extraEnv[0].value=x",
    "variable that is a number": "extraEnv[0].name=X,extraEnv[0].value=5",
    "variable of an unknown source": "extraEnv[0].name=X,extraEnv[0].valueForm.x=y",
    "environment of an unknown source": "extraEnvFrom[0].secret.name=x",
    "volume over ours": "extraVolumes[0].name=tmp,extraVolumes[0].emptyDir.x=y",
    "mount over ours": "extraVolumeMounts[0].name=x,extraVolumeMounts[0].mountPath=/tmp",
    "name of an object": "fullnameOverride=Bad_Name",
    "tag": "image.tag=.x",
    "label of ours": r"commonLabels.app\.kubernetes\.io/name=x",
    "label's value": "podLabels.team=web team",
    "toleration": "tolerations[0].effekt=NoSchedule",
    "affinity": "affinity.node.x=y",
    "gateway": "httpRoute.parentRefs[0].nam=x",
    "host in capitals": "ingress.hosts={Example.org}",
    "host with a path": "httpRoute.hostnames={example.org/x}",
    "peer": "networkPolicy.databaseTo[0].podSelectr.x=y",
    "one family twice": "service.ipFamilies={IPv4,IPv4}",
    "metric": "autoscaling.extraMetrics[0].type=Guess",
    "volume without a name": "extraVolumes[0].emptyDir=x",
    "labels that are no text": "commonLabels.team[0]=web",
}
BAD_COMBINATIONS = {
    "a pod cannot stop in time": (("shutdown.preStopSleepSeconds=20",), "cannot stop in time"),
    "more connections than declared": (("database.maxConnections=100",), "could open 289 connections"),
    "more connections with a surge of pods": (
        ("database.maxConnections=100", "autoscaling.enabled=false", "replicaCount=7", "rollout.maxSurge=1"),
        "(7 pods + 1 surge)",
    ),
    "a pool that is upside down": (("database.pool.min=5", "database.pool.max=4"), "database.pool.min (5)"),
    "an autoscaler that is upside down": (("autoscaling.minReplicas=30",), "above autoscaling.maxReplicas"),
    "a pooler without a way past it": (("database.pooler.enabled=true",), "database.directUrlKey"),
    "a web user behind a pooler without a way past it": (
        ("database.pooler.enabled=true", "database.directUrlKey=direct", "database.webUrlKey=web"),
        "database.webDirectUrlKey",
    ),
    "a web user in the evaluation's own secret": (
        ("evaluation.enabled=true", "migrations.mode=init", "database.webUrlKey=web"),
        "a secret of your own",
    ),
    "an external secret and a hook": (
        ("externalSecret.enabled=true", "externalSecret.databaseRemoteRef.key=x"),
        "migrations.mode=init",
    ),
    "an external secret of nothing": (
        ("externalSecret.enabled=true", "migrations.mode=init", "externalSecret.secretStoreRef.name=vault"),
        "externalSecret.databaseRemoteRef",
    ),
    "an external secret from nowhere": (
        ("externalSecret.enabled=true", "migrations.mode=init", "externalSecret.databaseRemoteRef.key=x"),
        "externalSecret.secretStoreRef",
    ),
    "an external secret without Redis": (
        (
            "externalSecret.enabled=true",
            "migrations.mode=init",
            "externalSecret.secretStoreRef.name=vault",
            "externalSecret.databaseRemoteRef.key=x",
            "redis.enabled=true",
        ),
        "externalSecret.redisRemoteRef",
    ),
    "a rollout that cannot roll": (("rollout.maxSurge=0%",), "no pod could ever be replaced"),
    "two families for one stack": (
        ("service.ipFamilyPolicy=SingleStack", "service.ipFamilies={IPv4,IPv6}"),
        "names two",
    ),
    "a request above its limit": (
        ("resources.requests.memory=1025Mi",),
        "(1025Mi) is above resources.limits",
    ),
    "a CPU request above its limit": (("ingest.resources.requests.cpu=1500m",), "(1500m) is above ingest"),
    "a percentage of nothing": (("resources.requests.cpu=null",), "autoscaling.enabled needs"),
    "more pods than the evaluation's server serves": (
        ("evaluation.enabled=true", "evaluation.replicaCount=6"),
        "the server allows 100",
    ),
    "a public site that calls itself localhost": (
        ("httpRoute.enabled=true", "httpRoute.parentRefs[0].name=public"),
        "app.baseUrl is http://localhost:4324",
    ),
    "a probe of localhost": (("metrics.probe.enabled=true",), "metrics.probe.targets"),
    "a variable of ours": (
        ("extraEnv[0].name=LOG_LEVEL", "extraEnv[0].value=DEBUG"),
        "extraEnv sets LOG_LEVEL",
    ),
    "a variable twice": (
        ("extraEnv[0].name=X", "extraEnv[0].value=a", "extraEnv[1].name=X", "extraEnv[1].value=b"),
        "sets X twice",
    ),
    "an evaluation that nobody migrates": (
        ("evaluation.enabled=true", "migrations.mode=none"),
        "cannot be none",
    ),
    "a backup of somebody else's database": (("evaluation.backup.enabled=true",), "your database's backups"),
    "a pod monitor of nothing": (("metrics.podMonitor.enabled=true",), "needs metrics.enabled"),
    "pods that are read twice": (
        ("metrics.enabled=true", "metrics.serviceMonitor.enabled=true", "metrics.podMonitor.enabled=true"),
        "read twice",
    ),
    "a monitor of nothing": (("metrics.serviceMonitor.enabled=true",), "needs metrics.enabled"),
    "two servers on one port": (("metrics.enabled=true", "metrics.port=4324"), "a port of their own"),
    "a route to no gateway": (("httpRoute.enabled=true",), "httpRoute.parentRefs"),
    "an ingress for no host": (("ingress.enabled=true",), "ingress.hosts"),
    "a purge of nothing": (("cdn.provider=fastly",), "cdn.service"),
    "a node's port of a Service inside": (("service.nodePort=30000",), "NodePort or LoadBalancer"),
    "a load balancer's networks without one": (
        ("service.type=NodePort", "service.loadBalancerSourceRanges={198.51.100.0/24}"),
        "service.type LoadBalancer",
    ),
    "name servers of nobody": (("dnsPolicy=None",), "dnsConfig.nameservers"),
    "a purge of no Varnish": (("cdn.provider=varnish",), "cdn.url"),
}


@pytest.mark.parametrize("given", BAD_VALUES.values(), ids=BAD_VALUES.keys())
def test_the_schema_refuses(given: str) -> None:
    assert "schema" in refusal(given)


@pytest.mark.parametrize(("given", "words"), BAD_COMBINATIONS.values(), ids=BAD_COMBINATIONS.keys())
def test_rendering_refuses_with_a_sentence(given: tuple[str, ...], words: str) -> None:
    assert words in refusal(*given)


def test_the_connection_budget_counts_pods_surge_listeners_jobs_and_reserve() -> None:
    # (20 + 5) × (10 + 1) + 4 + 10 = 289
    assert objects(None, "database.maxConnections=289")
    assert "289" in refusal("database.maxConnections=288")
    # one fixed pod and its surge: (3 + 1) × 11 + 14 = 58
    assert objects(None, "autoscaling.enabled=false", "database.maxConnections=58")
    assert "58" in refusal("autoscaling.enabled=false", "database.maxConnections=57")


def test_a_pooler_lifts_the_connection_budget() -> None:
    assert objects(scenario("pooler"), "database.maxConnections=20")


def test_every_value_is_in_the_schema_and_every_property_of_the_schema_is_a_value() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text())
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert sorted(_schema_paths(schema)) == sorted(_value_paths(values, schema))


def _schema_paths(schema: dict[str, Any], path: str = "") -> list[str]:
    optional = {".global", ".podSecurityContext.seccompProfile.localhostProfile"}
    found = []
    for name, inner in schema.get("properties", {}).items():
        here = f"{path}.{name}"
        if here in optional or path.endswith(("RemoteRef", "secretStoreRef")):
            continue
        found.append(here)
        found += _schema_paths(inner, here)
    return found


def _value_paths(values: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    found = []
    for name, inner in values.items():
        here = f"{path}.{name}"
        found.append(here)
        described = schema["properties"][name]
        if isinstance(inner, dict) and described.get("properties"):
            found += _value_paths(inner, described, here)
    return found


def test_every_value_is_documented() -> None:
    import chart_docs

    documented = {".".join(entry.path) for entry in chart_docs.documented(CHART / "values.yaml")}
    schema = json.loads((CHART / "values.schema.json").read_text())
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    paths = [path.lstrip(".") for path in _value_paths(values, schema)]
    leaves = [path for path in paths if not any(other.startswith(f"{path}.") for other in paths)]
    undocumented = [
        leaf
        for leaf in leaves
        if leaf not in documented and not any(leaf.startswith(f"{parent}.") for parent in documented)
    ]
    assert undocumented == []


def test_the_charts_readme_is_what_values_yaml_says() -> None:
    import chart_docs

    assert (CHART / "README.md").read_text() == chart_docs.render(CHART)


def test_chart_and_program_are_of_one_version() -> None:
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    project = (ROOT / "pyproject.toml").read_text()
    assert f'version = "{chart["appVersion"]}"' in project
