"""As much of a Kubernetes API as Helm's `lookup` asks for: objects that stand there, found by name or listed."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.chart.chart import Object

KINDS = {
    "v1": (
        ("secrets", "Secret"),
        ("configmaps", "ConfigMap"),
        ("services", "Service"),
        ("serviceaccounts", "ServiceAccount"),
        ("persistentvolumeclaims", "PersistentVolumeClaim"),
        ("pods", "Pod"),
    ),
    "apps/v1": (("deployments", "Deployment"), ("statefulsets", "StatefulSet")),
    "batch/v1": (("jobs", "Job"), ("cronjobs", "CronJob")),
    "autoscaling/v2": (("horizontalpodautoscalers", "HorizontalPodAutoscaler"),),
    "policy/v1": (("poddisruptionbudgets", "PodDisruptionBudget"),),
    "networking.k8s.io/v1": (("networkpolicies", "NetworkPolicy"),),
}


class Cluster:
    """A namespace with these objects."""

    def __init__(self, *objects: Object) -> None:
        self._objects = {(one["kind"], one["metadata"]["name"]): one for one in objects}

    def answer(self, path: str) -> Any:
        """What the API says at a path; None for nothing."""
        groups = [_group(version) for version in KINDS if "/" in version]
        documents = {
            "/version": {"major": "1", "minor": "34", "gitVersion": "v1.34.0"},
            "/api": {"kind": "APIVersions", "versions": ["v1"]},
            "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups},
        }
        for version, kinds in KINDS.items():
            root = f"/api/{version}" if "/" not in version else f"/apis/{version}"
            documents[root] = _resources(version, kinds)
            for plural, kind in kinds:
                place = f"{root}/namespaces/site/{plural}"
                if path == place:
                    items = [one for (of, _), one in self._objects.items() if of == kind]
                    return {"kind": f"{kind}List", "apiVersion": version, "metadata": {}, "items": items}
                if path.startswith(place + "/"):
                    return self._objects.get((kind, path.removeprefix(place + "/")))
        return documents.get(path)

    @contextmanager
    def running(self, folder: Path) -> Iterator[Path]:
        """Serve on the loopback; yields a kubeconfig that leads there."""
        cluster = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = cluster.answer(urlsplit(self.path).path)
                body = json.dumps(found or {"kind": "Status", "status": "Failure", "code": 404}).encode()
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield _kubeconfig(folder, server.server_address[1])
        finally:
            server.shutdown()
            server.server_close()


def _group(of: str) -> Object:
    name, _, version = of.partition("/")
    one = {"groupVersion": of, "version": version}
    return {"name": name, "versions": [one], "preferredVersion": one}


def _resources(version: str, kinds: tuple[tuple[str, str], ...]) -> Object:
    return {
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": version,
        "resources": [
            {"name": plural, "singularName": "", "namespaced": True, "kind": kind, "verbs": ["get", "list"]}
            for plural, kind in kinds
        ],
    }


def _kubeconfig(folder: Path, port: int) -> Path:
    path = folder / "kubeconfig"
    path.write_text(
        json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [{"name": "here", "cluster": {"server": f"http://127.0.0.1:{port}"}}],
                "users": [{"name": "me", "user": {}}],
                "contexts": [{"name": "here", "context": {"cluster": "here", "user": "me"}}],
                "current-context": "here",
            }
        )
    )
    return path
