"""The embedded PostgreSQL: shared while somebody uses it, gone with the last one, unharmed by a kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from choosemypower.embedded import database_for
from choosemypower.settings import Settings

pytestmark = pytest.mark.db

USER = """
import sys
from pathlib import Path
from choosemypower.embedded import embedded_postgres
with embedded_postgres(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.readline()
"""


def start_user(folder: Path) -> subprocess.Popen[str]:
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert user.stdout is not None
    assert user.stdout.readline().startswith("postgresql://")
    return user


def end_user(user: subprocess.Popen[str]) -> None:
    user.communicate("\n", timeout=30)
    assert user.returncode == 0


def is_running(folder: Path) -> bool:
    return (folder / "postmaster.pid").exists()


@pytest.mark.parametrize("name", ["plain", "with blanks in it", "long" * 30])
def test_the_server_stops_with_its_last_user(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "postgres"
    first, second = start_user(folder), start_user(folder)
    end_user(first)
    assert is_running(folder)
    end_user(second)
    assert not is_running(folder)


def test_a_killed_user_stops_neither_the_next_start_nor_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    user = start_user(folder)
    os.kill(user.pid, signal.SIGKILL)
    user.communicate(timeout=30)
    assert is_running(folder)
    end_user(start_user(folder))
    assert not is_running(folder)


def test_a_given_database_is_used_as_it_is(tmp_path: Path) -> None:
    given = Settings(database_url="postgresql://somewhere/plans", data_dir=tmp_path / "untouched")
    with database_for(given) as settings:
        assert settings is given
    assert not (tmp_path / "untouched").exists()
