"""Helm and kubectl against one API server."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

TOKEN = "of-this-run-only"
NAMESPACE = "site"
SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


class CommandFailed(Exception):
    """A program of ours said no; the text is what it said."""


class Cluster:
    """An API server at an address, reached with an administrator's token."""

    def __init__(self, folder: Path, address: str) -> None:
        self.kubeconfig = folder / "kubeconfig"
        self.kubeconfig.write_text(json.dumps(_kubeconfig(address)))
        self._programs = {name: _tool(name) for name in ("helm", "kubectl")}

    def kubectl(self, *arguments: str, given: object = None) -> str:
        return self._run("kubectl", "-n", NAMESPACE, *arguments, given=given)

    def helm(self, *arguments: str) -> str:
        return self._run("helm", "-n", NAMESPACE, *arguments)

    def try_kubectl(self, *arguments: str) -> str:
        """What it says, whether it goes well or not."""
        try:
            return self.kubectl(*arguments)
        except CommandFailed as failure:
            return str(failure)

    def items(self, kind: str, *chosen: str, everywhere: bool = False) -> list[dict[str, Any]]:
        where = ("-A",) if everywhere else ()
        found: list[dict[str, Any]] = json.loads(self.kubectl("get", kind, *where, *chosen, "-o", "json"))[
            "items"
        ]
        return found

    def objects(self, release: str) -> set[str]:
        """Everything of a release but what follows from the rest: pods, and what controllers note. Volumes are kept."""
        kinds = self.kubectl("api-resources", "--namespaced", "--verbs=list", "-o", "name").split()
        passing = (
            "events",
            "pods",
            "replicasets",
            "endpoint",
            "controllerrevisions",
            "persistentvolumeclaims",
        )
        wanted = ",".join(kind for kind in kinds if not kind.startswith(passing))
        return set(
            self.kubectl("get", wanted, "-l", f"app.kubernetes.io/instance={release}", "-o", "name").split()
        )

    def _run(self, program: str, *arguments: str, given: object = None) -> str:
        done = subprocess.run(
            [self._programs[program], *arguments],
            env=os.environ | {"KUBECONFIG": str(self.kubeconfig)},
            input=None if given is None else json.dumps(given),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise CommandFailed(f"{program} {' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done.stdout


def _tool(name: str) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "fetch_tools.py"), name], stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


def _kubeconfig(address: str) -> dict[str, object]:
    server = {"server": f"https://{address}:6443", "insecure-skip-tls-verify": True}
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "here", "cluster": server}],
        "users": [{"name": "admin", "user": {"token": TOKEN}}],
        "contexts": [{"name": "here", "context": {"cluster": "here", "user": "admin"}}],
        "current-context": "here",
    }
