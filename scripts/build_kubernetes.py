"""Build Kubernetes' API server and controllers from their Go modules, for `make cluster-test`.

    python scripts/build_kubernetes.py        builds into .tools/kubernetes-VERSION/ and prints that folder

Needs Go 1.24 or newer and the module proxy; takes some ten minutes of CPU once. Kubernetes is one module whose parts
stand beside it in its repository; here they are the published modules of the same release, and nothing else differs.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

VERSION = "1.34.2"
PROGRAMS = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kubelet")
TOOLS = Path(__file__).resolve().parents[1] / ".tools"
FLAGS = {"GOFLAGS": "-mod=mod -buildvcs=false", "CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off"}


def main() -> None:
    folder = TOOLS / f"kubernetes-{VERSION}"
    missing = [program for program in PROGRAMS if not (folder / program).exists()]
    if missing:
        module = folder / "module"
        module.mkdir(parents=True, exist_ok=True)
        write_module(module)
        for program in missing:
            print(f"Building {program} {VERSION}: some minutes …", file=sys.stderr)
            part = module / program
            _go(module, "build", "-o", str(part), "-ldflags", _stamp(), f"k8s.io/kubernetes/cmd/{program}")
            part.rename(folder / program)
    print(folder)


def write_module(module: Path) -> None:
    """A module of our own that asks for Kubernetes as its own go.mod asks for the rest."""
    (module / "go.mod").write_text("module cluster\n\ngo 1.24.0\n")
    wanted = f"k8s.io/kubernetes@v{VERSION}"
    said = _go(module, "list", "-m", "-f", "{{.GoMod}}", wanted)
    text = Path(said.strip()).read_text()
    text = re.sub(r"^module .*$", "module cluster", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"=> \./staging/src/(\S+)", rf"=> \1 v0.{VERSION.removeprefix('1.')}", text)
    # What came with the packages, by the checksum database or the proxy's word; no version is chosen anew.
    (module / "go.mod").write_text(f"{text}\nrequire k8s.io/kubernetes v{VERSION}\n")


def _stamp() -> str:
    """Without it the server says v0.0.0, and Helm's check of the version refuses it."""
    major, minor, _ = VERSION.split(".")
    facts = {"gitVersion": f"v{VERSION}", "gitMajor": major, "gitMinor": minor, "gitTreeState": "clean"}
    return "-s -w " + " ".join(
        f"-X k8s.io/component-base/version.{name}={value}" for name, value in facts.items()
    )


def _go(module: Path, *arguments: str) -> str:
    # Its Go files are in the module's own folder, which has none: what is built is named by its path.
    done = subprocess.run(
        ["go", *arguments], cwd=module, env=os.environ | FLAGS, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
