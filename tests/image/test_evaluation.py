"""The evaluation's own PostgreSQL and cache, and its backup, run as the chart's pods run them."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chart.chart import objects, one, scenario
from tests.image.container import LOCKED, POSTGRES, call, running

pytestmark = pytest.mark.image

NETWORK = f"choosemypower-evaluation-{os.getpid()}"
USER = ("--user", "10999:10999")


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ConfigMap of the chart, as files."""
    folder = tmp_path_factory.mktemp("scripts")
    found = objects(scenario("evaluation-backup"))
    for name, text in one(found, "ConfigMap", "choosemypower-evaluation-postgres")["data"].items():
        (folder / name).write_text(text)
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def database(scripts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """PostgreSQL as the StatefulSet starts it; yields the container's name."""
    found = objects(scenario("evaluation-backup"))
    (container,) = one(found, "StatefulSet")["spec"]["template"]["spec"]["containers"]
    data = tmp_path_factory.mktemp("data")
    data.chmod(0o777)
    call("network", "create", NETWORK, check=False)
    variables = [f"-e={v['name']}={v.get('value', 'secret')}" for v in container["env"]]
    options = (
        *LOCKED,
        *USER,
        *("--network", NETWORK, "--network-alias", "choosemypower-evaluation-postgres"),
        *("-v", f"{data}:/var/lib/postgresql", "-v", f"{scripts}:/scripts:ro"),
        *("-v", f"{scripts}/passwd:/etc/passwd:ro"),
        *("--entrypoint", container["command"][0]),
        *variables,
    )
    with running(POSTGRES, *container["command"][1:], options=options) as name:
        wait_until_ready(name)
        yield name
    call("network", "rm", "-f", NETWORK, check=False)


def wait_until_ready(name: str) -> None:
    for _ in range(100):
        probe = call("exec", name, "pg_isready", "-h", "127.0.0.1", "-U", "choosemypower", check=False)
        if probe.returncode == 0:
            return
        time.sleep(0.3)
    raise AssertionError(call("logs", name, check=False).stderr)


def sql(name: str, statement: str) -> str:
    psql = ("psql", "-h", "/tmp", "-U", "choosemypower", "-d", "choosemypower", "-tAc", statement)
    return call("exec", name, *psql).stdout.strip()


def job(action: str, scripts: Path, backups: Path, *variables: str) -> str:
    """A run of the backup or restore CronJob's pod."""
    found = objects(scenario("evaluation-backup"))
    pod = one(found, "CronJob", f"choosemypower-{action}")["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    given = [f"-e={v['name']}={v.get('value', 'secret')}" for v in container["env"]]
    done = call(
        *("run", "--rm", *LOCKED, *USER, "--network", NETWORK),
        *("-v", f"{backups}:/backups", "-v", f"{scripts}:/scripts:ro"),
        *(*given, *variables, "--entrypoint", container["command"][0], POSTGRES, *container["command"][1:]),
    )
    return done.stdout


def test_postgres_runs_without_root_and_with_a_read_only_root(database: str) -> None:
    assert sql(database, "SELECT current_user, current_database()") == "choosemypower|choosemypower"
    assert sql(database, "SHOW password_encryption") == "scram-sha-256"
    assert call("exec", database, "id", "-u").stdout.strip() == "10999"


def test_a_backup_is_proven_kept_and_restored(database: str, scripts: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    sql(database, "CREATE TABLE plan (id int PRIMARY KEY, name text)")
    sql(database, "INSERT INTO plan SELECT n, 'plan ' || n FROM generate_series(1, 500) AS n")
    assert "plan=500" in job("backup", scripts, tmp_path)
    (dump,) = tmp_path.glob("*.dump")
    assert sql(database, "SELECT count(*) FROM pg_database WHERE datname = 'restore_check'") == "0"

    sql(database, "DELETE FROM plan WHERE id > 3")
    sql(database, "INSERT INTO plan VALUES (9999, 'wrong')")
    assert dump.name in job("restore", scripts, tmp_path)
    assert sql(database, "SELECT count(*), max(id) FROM plan") == "500|500"


def test_only_as_many_dumps_are_kept_as_wanted(database: str, scripts: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    sql(database, "CREATE TABLE IF NOT EXISTS plan (id int PRIMARY KEY, name text)")
    for day in range(1, 10):
        (tmp_path / f"2026010{day}T023000Z.dump").write_text("old")
    job("backup", scripts, tmp_path, "-e=KEEP=3")
    kept = sorted(path.name for path in tmp_path.glob("*.dump"))
    assert len(kept) == 3
    assert kept[:2] == ["20260108T023000Z.dump", "20260109T023000Z.dump"]


def test_a_dump_of_nothing_is_not_kept(database: str, scripts: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    sql(database, "CREATE DATABASE hollow")
    with pytest.raises(AssertionError, match="restores to an empty database"):
        job("backup", scripts, tmp_path, "-e=PGDATABASE=hollow")
    assert list(tmp_path.iterdir()) == []
