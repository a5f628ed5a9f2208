"""Granian is started as docs/operations.md says; every number is written out here by hand."""

import os
import subprocess
import sys

import msgspec
import pytest
from granian.constants import HTTPModes, Interfaces, Loops

from choosemypower.parent import granian_options
from choosemypower.server import server_options
from choosemypower.settings import Settings, SettingsError, load_settings

SETTINGS = Settings(database_url="postgresql://u:p@h/d")


def test_http_1_one_worker_and_asgi() -> None:
    options = granian_options(server_options(SETTINGS))
    assert options["http"] is HTTPModes.http1
    assert options["interface"] is Interfaces.ASGI
    assert (options["workers"], options["runtime_threads"]) == (1, 1)
    assert options["loop"] is Loops.uvloop
    assert options["websockets"] is False


def test_every_limit_is_explicit() -> None:
    options = granian_options(server_options(SETTINGS))
    http = options["http1_settings"]
    assert http.header_read_timeout == 60_000
    assert http.max_buffer_size == 32 * 1024
    assert options["workers_kill_timeout"] == 25
    assert options["backlog"] == 2048
    assert options["backpressure"] > 1100
    assert options["respawn_failed_workers"] is True
    assert "workers_lifetime" not in options


def test_a_worker_has_more_time_to_start_than_a_start_takes() -> None:
    assert granian_options(server_options(SETTINGS))["respawn_interval"] >= 3 * 3


def test_limits_follow_the_settings() -> None:
    settings = msgspec.structs.replace(SETTINGS, server_kill_timeout_seconds=7, server_backpressure=99)
    options = granian_options(server_options(settings))
    assert options["workers_kill_timeout"] == 7
    assert options["backpressure"] == 99


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SERVER_HEADER_TIMEOUT_SECONDS", "61"),
        ("SERVER_KILL_TIMEOUT_SECONDS", "0"),
        ("SERVER_BACKPRESSURE", "1"),
        ("SERVER_BACKLOG", "70000"),
        ("METRICS_PORT", "4324"),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, everybody"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("DATABASE_DIRECT_URL", "mysql://h/d"),
        ("DATABASE_READ_URL", "h"),
        ("READINESS_MODE", "loose"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


def test_trusted_proxies_are_a_list_of_networks() -> None:
    settings = load_settings({"TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8"})
    assert settings.trusted_networks == ("10.0.0.0/8", "fd00::/8")


def test_a_server_loads_no_library_that_only_commands_need() -> None:
    """A killed worker is replaced sooner: what is loaded is most of a start."""
    program = (
        "import sys, choosemypower; choosemypower.leave_out_what_no_server_needs(); import choosemypower.app;"
        "choosemypower.app.create_app();"
        "print(*(name for name in sys.argv[1:] if getattr(sys.modules.get(name), '__file__', None)))"
    )
    names = ("pydantic", "attr", "yaml", "black", "piccolo.apps.migrations.auto.schema_differ")
    # An address is named so that nothing of this test's own is found; nothing is opened.
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    said = subprocess.run(
        [sys.executable, "-c", program, *names], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == []
