"""Run the chart's alerts through promtool (Debian: prometheus): do they parse, and do they fire when they should?"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from fetch_tools import fetch

ROOT = Path(__file__).resolve().parents[1]
CHART = ROOT / "helm" / "choosemypower"
TESTS = ROOT / "tests" / "chart" / "rules"
OF_THE_EVALUATION = ("ChooseMyPowerBackupMissing", "ChooseMyPowerVolumeNearlyFull")


def main() -> int:
    promtool = shutil.which("promtool")
    if promtool is None:
        print("check_rules: promtool is not on PATH (Debian: apt-get install prometheus)", file=sys.stderr)
        return 1
    groups = alert_groups("monitoring")
    for group in alert_groups("evaluation-backup"):
        missing = [rule for rule in group["rules"] if rule.get("alert") in OF_THE_EVALUATION]
        groups.append({"name": f"{group['name']}-backup", "rules": missing})
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules.yaml")
        rules.write_text(json.dumps({"groups": groups}))
        shutil.copy(TESTS / "tests.yaml", folder)
        subprocess.run([promtool, "check", "rules", str(rules)], check=True)
        subprocess.run([promtool, "test", "rules", str(Path(folder, "tests.yaml"))], check=True)
    if (
        subprocess.run([promtool, "check", "rules", str(TESTS / "bad.yaml")], capture_output=True).returncode
        == 0
    ):
        print("check_rules: promtool accepted tests/chart/rules/bad.yaml; it checks nothing", file=sys.stderr)
        return 1
    return 0


def alert_groups(scenario: str, namespace: str = "site") -> list[dict[str, Any]]:
    command = [str(fetch("helm")), "template", "choosemypower", str(CHART), "--namespace", namespace]
    command += ["--values", str(CHART / "ci" / f"{scenario}-values.yaml")]
    rendered = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (spec,) = [
        item["spec"] for item in yaml.safe_load_all(rendered) if item and item["kind"] == "PrometheusRule"
    ]
    groups: list[dict[str, Any]] = spec["groups"]
    return groups


if __name__ == "__main__":
    sys.exit(main())
