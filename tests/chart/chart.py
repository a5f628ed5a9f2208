"""Renders the chart with the real Helm and reads what came out."""

import functools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "helm" / "choosemypower"
sys.path.insert(0, str(ROOT / "scripts"))

from fetch_tools import fetch  # noqa: E402

SCENARIOS = tuple(sorted((CHART / "ci").glob("*-values.yaml"))) + tuple(
    sorted((CHART / "examples").glob("*.yaml"))
)
KUBERNETES = ("1.30", "1.34", "1.37")
NAMESPACE = "site"
Object = dict[str, Any]


@functools.cache
def helm(tool: str = "helm") -> str:
    return str(fetch(tool))


def run_helm(*arguments: str, tool: str = "helm") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HELM_CACHE_HOME": str(ROOT / ".tools" / "helm-cache")}
    return subprocess.run([helm(tool), *arguments], capture_output=True, text=True, env=environment)


@functools.cache
def template(
    values: Path | None = None,
    *sets: str,
    kubernetes: str = "1.34",
    tool: str = "helm",
    release: str = "choosemypower",
) -> str:
    """The rendered text; fails the test with Helm's words."""
    done = _template(values, sets, kubernetes, tool, release)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refusal(*sets: str, values: Path | None = None) -> str:
    """What Helm says when it will not render these values."""
    done = _template(values, sets, "1.34", "helm", "choosemypower")
    assert done.returncode != 0, f"{sets} rendered"
    return done.stderr


def _template(
    values: Path | None, sets: tuple[str, ...], kubernetes: str, tool: str, release: str
) -> subprocess.CompletedProcess[str]:
    arguments = ["template", release, str(CHART), "--namespace", NAMESPACE, "--kube-version", kubernetes]
    if values is not None:
        arguments += ["--values", str(values)]
    for given in sets:
        arguments += ["--set", given]
    return run_helm(*arguments, tool=tool)


def objects(values: Path | None = None, *sets: str, **options: str) -> tuple[Object, ...]:
    rendered = template(values, *sets, **options)
    return tuple(document for document in yaml.safe_load_all(rendered) if document)


def one(found: tuple[Object, ...], kind: str, name: str | None = None) -> Object:
    """The only object of this kind (and name)."""
    matching = [
        item
        for item in found
        if item["kind"] == kind
        and (name is None or item["metadata"]["name"] == name)
        and not comes_at_the_end(item)
    ]
    assert len(matching) == 1, f"{len(matching)} objects {kind} {name or ''}"
    return matching[0]


def comes_at_the_end(item: Object) -> bool:
    """Is it made when the release has gone?"""
    hook: str = (item["metadata"].get("annotations") or {}).get("helm.sh/hook", "")
    return hook == "post-delete"


def kinds(found: tuple[Object, ...], kind: str) -> list[Object]:
    return [item for item in found if item["kind"] == kind]


def pod_specs(found: tuple[Object, ...]) -> list[tuple[str, Object]]:
    """Every pod that an object makes, with the object's name."""
    pods = []
    for item in found:
        label = f"{item['kind']} {item['metadata']['name']}"
        match item["kind"]:
            case "Pod":
                pods.append((label, item["spec"]))
            case "Deployment" | "StatefulSet" | "Job":
                pods.append((label, item["spec"]["template"]["spec"]))
            case "CronJob":
                pods.append((label, item["spec"]["jobTemplate"]["spec"]["template"]["spec"]))
    return pods


def containers(pod: Object) -> list[Object]:
    return [*pod.get("initContainers", []), *pod["containers"]]


def scenario(name: str) -> Path:
    return CHART / "ci" / f"{name}-values.yaml"


def web(found: tuple[Object, ...]) -> Object:
    pod: Object = one(found, "Deployment", "choosemypower")["spec"]["template"]["spec"]
    return pod
