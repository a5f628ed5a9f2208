"""The pipeline is the specification's, job by job, and asks only for what is there."""

import re
from typing import Any

import pytest
import yaml

from tests.chart.chart import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PIPELINE: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "pipeline.yml").read_text())
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def commands(job: str) -> str:
    return "\n".join(step.get("run", "") for step in PIPELINE["jobs"][job]["steps"])


@each_file
def test_actions_are_pinned_by_commit_and_say_their_version(file: Any) -> None:
    for used in re.findall(r"uses: (.+)", file.read_text()):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used


@each_file
def test_nothing_is_permitted_that_a_job_does_not_ask_for(file: Any) -> None:
    workflow = yaml.safe_load(file.read_text())
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert job["permissions"]["contents"] == "read", name
        assert job["timeout-minutes"] <= 60, name


@each_file
def test_every_job_is_a_make_target_that_is_there(file: Any) -> None:
    text = "".join(path.read_text() for path in (ROOT / "Makefile", ROOT / "mk" / "platform.mk"))
    targets = set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))
    for name, job in yaml.safe_load(file.read_text())["jobs"].items():
        asked = re.findall(
            r"\bmake ((?:--silent )?[a-z][a-z -]*)", "\n".join(s.get("run", "") for s in job["steps"])
        )
        names = {word for words in asked for word in words.split() if not word.startswith("--")}
        assert names, name
        assert names <= targets, names - targets


def test_jobs_wait_for_each_other_as_the_specification_says() -> None:
    jobs = PIPELINE["jobs"]
    assert jobs["build-test"]["needs"] == ["quality"]
    assert jobs["preview"]["needs"] == ["build-test"]
    assert jobs["publish"]["needs"] == ["build-test"]
    assert jobs["production"]["needs"] == ["publish"]


def test_only_main_is_deployed_and_previews_see_no_fork() -> None:
    for name in ("publish", "production"):
        assert (
            PIPELINE["jobs"][name]["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"
        )
    assert "head.repo.full_name == github.repository" in PIPELINE["jobs"]["preview"]["if"]


def test_tiers_are_the_specifications() -> None:
    assert "MAX_CITIES=25 BATCH_SIZE=5 BATCH_DELAY_MS=1000" in commands("build-test")
    assert "MAX_CITIES=50 BATCH_SIZE=10 BATCH_DELAY_MS=1000" in commands("preview")
    assert "MAX_CITIES=881 BATCH_SIZE=15 BATCH_DELAY_MS=1500" in commands("production")


def test_quality_covers_lint_audit_ids_and_coverage() -> None:
    said = commands("quality")
    assert all(
        f"make {target}" in said for target in ("check", "rules-check", "audit", "validate-ids", "coverage")
    )


def test_a_release_is_signed_and_says_what_is_in_it() -> None:
    said = commands("publish")
    assert all(target in said for target in ("image-push", "chart-push", "sbom sign"))
    assert PIPELINE["jobs"]["publish"]["permissions"]["id-token"] == "write"


def test_production_is_validated_and_rolled_back() -> None:
    steps = PIPELINE["jobs"]["production"]["steps"]
    names = [step.get("name", "") for step in steps]
    validate = next(step for step in steps if step.get("id") == "validate")
    assert re.match(r"sleep 60\n.*deploy-test smoke\n.*perf-gate\n.*lighthouse", validate["run"])
    rollback = steps[names.index("Roll back what failed the validation")]
    assert rollback["run"] == "make deploy-rollback"
    assert "steps.validate.conclusion == 'failure'" in rollback["if"]


def test_both_postgres_and_both_caches_are_tried() -> None:
    tried = PIPELINE["jobs"]["build-test"]["strategy"]["matrix"]["include"]
    assert {entry["postgres"].rpartition(":")[2] for entry in tried} == {"15", "18"}
    assert {entry["server"] for entry in tried} == {"redis-server", "valkey-server"}


def test_the_pipeline_installs_what_our_own_ci_installs() -> None:
    installed = re.findall(r"^debian (.+)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    everywhere = commands("quality") + commands("build-test")
    missing = {name for line in installed for name in line.split() if name not in everywhere}
    assert missing == set()
