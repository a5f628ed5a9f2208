"""The embedded PostgreSQL: shared while somebody uses it, gone with the last one, unharmed by a kill."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from choosemypower.embedded import DatabaseStartError, database_for, embedded_postgres
from choosemypower.settings import Settings
from tests.support.waiting import HANG_SECONDS

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
    user.communicate("\n", timeout=HANG_SECONDS)
    assert user.returncode == 0


def is_running(folder: Path) -> bool:
    return (folder / "postmaster.pid").exists()


@pytest.mark.parametrize("name", ["plain", "with blanks in it", "long" * 30])
def test_the_server_stops_with_its_last_user(open_folder: Path, name: str) -> None:
    folder = open_folder / name / "postgres"
    first, second = start_user(folder), start_user(folder)
    end_user(first)
    assert is_running(folder)
    end_user(second)
    assert not is_running(folder)


def test_a_killed_user_stops_neither_the_next_start_nor_its_end(open_folder: Path) -> None:
    folder = open_folder / "postgres"
    user = start_user(folder)
    os.kill(user.pid, signal.SIGKILL)
    user.communicate(timeout=HANG_SECONDS)
    assert is_running(folder)
    end_user(start_user(folder))
    assert not is_running(folder)


def test_users_that_begin_at_once_share_one_server(open_folder: Path) -> None:
    folder = open_folder / "postgres"
    with ThreadPoolExecutor(4) as threads:
        users = list(threads.map(start_user, [folder] * 4))
    for user in users:
        end_user(user)
    assert not is_running(folder)


def test_a_first_start_that_was_killed_half_way_is_made_anew(open_folder: Path) -> None:
    """As a kill during initdb leaves it: some files, the process number of a program that is gone, no server yet."""
    folder = open_folder / "postgres"
    for half_made in (folder, open_folder / "postgres.new-abc"):
        (half_made / "base").mkdir(parents=True)
        (half_made / "PG_VERSION").write_text("18\n")
        (half_made / "postmaster.pid").write_text(
            f"-10121\n{half_made}\n1795383679\n5432\n\n\n 10808371 1605657\n"
        )
    end_user(start_user(folder))
    assert not is_running(folder)
    assert [left.name for left in open_folder.glob("postgres.new-*")] == []


def test_a_database_that_ran_before_is_never_made_anew(open_folder: Path) -> None:
    folder = open_folder / "postgres"
    end_user(start_user(folder))
    (folder / "keep").write_text("something")
    end_user(start_user(folder))
    assert (folder / "keep").exists()


def test_a_server_that_cannot_start_is_said_in_a_sentence(open_folder: Path) -> None:
    folder = open_folder / "postgres"
    end_user(start_user(folder))
    (folder / "postgresql.conf").write_text("no such setting = 1\n")
    with pytest.raises(DatabaseStartError, match="cannot be started"), embedded_postgres(folder):
        pass


def test_a_given_database_is_used_as_it_is(open_folder: Path) -> None:
    given = Settings(database_url="postgresql://somewhere/plans", data_dir=open_folder / "untouched")
    with database_for(given) as settings:
        assert settings is given
    assert not (open_folder / "untouched").exists()
