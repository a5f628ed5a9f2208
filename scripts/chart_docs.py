"""Write what is made from the chart: its README from the comments of values.yaml, and compose's alerting rules.

`--check` writes nothing and fails when one of the two is out of date.

A line `# -- text` documents the value on the next line of YAML; comment lines in between continue the text.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml
from check_rules import alert_groups

ROOT = Path(__file__).resolve().parents[1]
CHART = ROOT / "helm" / "choosemypower"
COMPOSE_RULES = ROOT / "deploy" / "prometheus" / "rules.yml"
KEY = re.compile(r"^(?P<indent> *)(?P<name>[A-Za-z][A-Za-z0-9]*):(?P<rest>.*)$")

HEAD = """\
# choosemypower

{description}. Kubernetes 1.30–1.37, Helm 4 or 3. Version {version}.

This page is made from `values.yaml` by `make chart-docs`; `make check` fails when the two differ.

## Try it

On an empty cluster, with a database and a cache of its own that are gone with their pods:

```
helm install choosemypower ./helm/choosemypower --set evaluation.enabled=true
helm test choosemypower
```

## Install it

The database's address comes from a secret; nothing secret is ever a value.

```
kubectl create secret generic choosemypower-database --from-literal=url='postgresql://user:password@host:5432/name'
helm install choosemypower ./helm/choosemypower -f examples/production.yaml
```

`examples/production.yaml` names no cloud; `examples/cloudnative-pg.yaml` adds PostgreSQL by CloudNativePG.

What `production.yaml` expects on the cluster:

| needed | because it sets |
|---|---|
| the secret `choosemypower-database`, keys `url`, `web-url` and `read-url` | `database.webUrlKey`, `readUrlKey` |
| the secret `choosemypower-redis` with the key `url` | `redis.enabled` |
| the Gateway API's resources, and a Gateway `public` in the namespace `gateways` | `httpRoute` |
| metrics-server, for CPU and memory of pods | `autoscaling` |
| nodes in zones, labelled `topology.kubernetes.io/zone` | `topologySpread.whenUnsatisfiable: DoNotSchedule` |
| a network plug-in that enforces NetworkPolicy | `networkPolicy` |
| the Prometheus operator, in the namespace `monitoring` | `metrics.serviceMonitor`, `metrics.prometheusRule` |
| a blackbox exporter at `blackbox-exporter:9115` | `metrics.probe` |
| Grafana with the sidecar that reads ConfigMaps | `metrics.dashboard` |

A new password: change the secret, then `helm upgrade` with the same values. The pods carry a checksum of the secrets
and are replaced one by one; Jobs read the new password at once, so do not wait long between the two. Without Helm's
look at secrets (`migrations.requireSecret: false`, `helm template`, GitOps) let a controller do it, for example
Reloader with `deploymentAnnotations: {{reloader.stakater.com/auto: "true"}}`.

How to upgrade, roll back, restore and read the alerts: `docs/operations.md` and `docs/runbooks/`.

## Values

| value | default | what it is |
|---|---|---|
"""


@dataclass(frozen=True)
class Documented:
    path: tuple[str, ...]
    text: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a file would change")
    options = parser.parse_args()
    stale = []
    for file, wanted in ((CHART / "README.md", render(CHART)), (COMPOSE_RULES, compose_rules())):
        if options.check and (not file.exists() or file.read_text() != wanted):
            stale.append(file.relative_to(ROOT))
        elif not options.check:
            file.write_text(wanted)
    for name in stale:
        print(f"{name} is out of date: make chart-docs", file=sys.stderr)
    return 1 if stale else 0


def compose_rules() -> str:
    """The chart's rules for the labels that deploy/prometheus/prometheus.yml gives."""
    groups = alert_groups("monitoring", namespace="compose")
    head = "# Made from the chart by `make chart-docs`. Alerts on Kubernetes' own metrics never fire here.\n"
    text: str = yaml.safe_dump({"groups": groups}, sort_keys=False, width=110)
    return head + text


def render(chart: Path) -> str:
    about = yaml.safe_load((chart / "Chart.yaml").read_text())
    values = yaml.safe_load((chart / "values.yaml").read_text())
    rows = [
        f"| `{'.'.join(entry.path)}` | {_shown(_value_at(values, entry.path))} | {entry.text} |"
        for entry in documented(chart / "values.yaml")
    ]
    return HEAD.format(description=about["description"], version=about["version"]) + "\n".join(rows) + "\n"


def documented(file: Path) -> list[Documented]:
    """Every value that has a comment, in the file's order."""
    found: list[Documented] = []
    parents: list[tuple[int, str]] = []
    comment: list[str] = []
    for line in file.read_text().splitlines():
        stripped = line.strip()
        if stripped.startswith("# --"):
            comment = [stripped.removeprefix("# --").strip()]
        elif stripped.startswith("#") and comment:
            comment.append(stripped.lstrip("# "))
        elif match := KEY.match(line):
            indent = len(match["indent"])
            parents = [*[parent for parent in parents if parent[0] < indent], (indent, match["name"])]
            if comment:
                path = tuple(name for _, name in parents)
                found.append(Documented(path, " ".join(comment).replace("|", "\\|")))
            comment = []
    return found


def _value_at(values: object, path: tuple[str, ...]) -> object:
    for name in path:
        assert isinstance(values, dict), path
        values = values[name]
    return values


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        text = yaml.safe_dump(value, default_flow_style=True, width=1000).strip()
    else:
        text = yaml.safe_dump(value, width=1000).removesuffix("...\n").strip()
    return f"`{text}`"


if __name__ == "__main__":
    sys.exit(main())
