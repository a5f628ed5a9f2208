"""What compose.yaml promises, read without running it."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from choosemypower.settings import ENVIRONMENT_NAMES, load_settings
from tests.chart.chart import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
each_service = pytest.mark.parametrize("name", SERVICES)
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::-([^}]*))?\}")


def resolved(value: object) -> str:
    """The text with every variable at its default."""
    return VARIABLE.sub(lambda match: match[2] or "", str(value))


def test_the_development_names_are_the_specifications() -> None:
    environment = SERVICES["postgres"]["environment"]
    assert environment["POSTGRES_DB"] == "choosemypower_dev"
    assert environment["POSTGRES_USER"] == "dev_user"
    assert environment["POSTGRES_PASSWORD"] == "dev_password"
    ports = {name: resolved(SERVICES[name]["ports"][0]) for name in ("web", "postgres", "redis")}
    assert ports == {
        "web": "127.0.0.1:4324:4324",
        "postgres": "127.0.0.1:5432:5432",
        "redis": "127.0.0.1:6379:6379",
    }


def test_nothing_but_the_site_runs_unless_a_profile_is_named() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == [
        "web",
        "ingest",
        "postgres",
        "redis",
    ]
    assert SERVICES["varnish"]["profiles"] == ["edge"]
    for name in ("prometheus", "alertmanager", "grafana"):
        assert SERVICES[name]["profiles"] == ["observability"]


@each_service
def test_a_service_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert service["restart"] == "unless-stopped"
    if name != "postgres":
        assert service["read_only"] is True
        assert "cap_add" not in service


@each_service
def test_ports_are_open_to_this_machine_only(name: str) -> None:
    assert all(resolved(port).startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


@each_service
def test_images_are_named_in_full_and_with_a_version(name: str) -> None:
    image = resolved(SERVICES[name]["image"])
    assert re.fullmatch(r"(docker\.io|localhost)/[a-z/-]+:[\w.]+", image)
    assert not image.endswith(":latest")


@each_service
def test_no_source_is_mounted(name: str) -> None:
    mounts = [mount for mount in SERVICES[name].get("volumes", []) if str(mount).startswith(".")]
    assert all(str(mount).endswith(":ro") for mount in mounts)
    assert not [mount for mount in mounts if "src" in str(mount)]


def test_the_program_understands_what_compose_sets() -> None:
    given = {name: resolved(value) for name, value in SERVICES["web"]["environment"].items()}
    assert set(given) <= set(ENVIRONMENT_NAMES.values())
    settings = load_settings(given)
    assert settings.database_url == "postgresql://dev_user:dev_password@postgres:5432/choosemypower_dev"
    assert settings.redis_url == "redis://redis:6379/0"


@pytest.mark.parametrize(
    ("given", "user"),
    [
        ({}, "web_user"),
        ({"DATABASE_URL": "postgresql://me:secret@db.example.org:5432/plans"}, None),
        (
            {
                "DATABASE_URL": "postgresql://me:secret@db.example.org:5432/plans",
                "DATABASE_WEB_URL": "postgresql://reader:secret@db.example.org:5432/plans",
            },
            "reader",
        ),
    ],
)
def test_the_server_is_a_user_of_its_own_and_an_own_database_needs_none(
    tmp_path: Path, given: dict[str, str], user: str | None
) -> None:
    program = tmp_path / "choosemypower"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$1" "$DATABASE_WEB_URL"\n')
    program.chmod(0o755)
    web = SERVICES["web"]
    environment = {name: resolved(value) for name, value in web["environment"].items()} | given
    said = subprocess.run(
        [*web["entrypoint"], web["command"][0].replace("$$", "$")],
        env=environment | {"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    command, web_url = said.stdout.split("\n")[:2]
    assert command == "run"
    settings = load_settings(environment | {"DATABASE_WEB_URL": web_url})
    assert (urlsplit(settings.database_web_url).username if settings.database_web_url else None) == user


def test_every_variable_of_compose_is_in_the_example_file() -> None:
    used = {match[1] for match in VARIABLE.finditer((ROOT / "compose.yaml").read_text())}
    example = (ROOT / ".env.example").read_text()
    documented = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))
    assert used == documented


def test_alerts_of_compose_and_readme_of_the_chart_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "chart_docs.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_prometheus_gives_the_labels_that_the_alerts_ask_for() -> None:
    config = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    labels = config["scrape_configs"][0]["static_configs"][0]["labels"]
    rules = (ROOT / "deploy" / "prometheus" / "rules.yml").read_text()
    assert f'namespace="{labels["namespace"]}",service="{labels["service"]}"' in rules


def test_prometheus_tells_the_alertmanager_that_compose_starts() -> None:
    config = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    (target,) = config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"]
    name, _, port = target.partition(":")
    assert resolved(SERVICES[name]["ports"][0]).endswith(f":{port}")


@pytest.mark.parametrize("webhook", ["", " ", "https://hooks.slack.example/services/T/B/hush"])
def test_alertmanager_tells_slack_where_a_webhook_is_set_and_nobody_otherwise(
    webhook: str, tmp_path: Path
) -> None:
    done = started_alertmanager(tmp_path, SLACK_WEBHOOK_URL=webhook)
    config = yaml.safe_load((tmp_path / "alertmanager.yml").read_text())
    known = {receiver["name"]: receiver for receiver in config["receivers"]}
    receiver = known[config["route"]["receiver"]]
    assert f"--config.file={tmp_path / 'alertmanager.yml'}" in done.stdout
    if webhook.strip():
        secret = Path(receiver["slack_configs"][0]["api_url_file"])
        assert secret.read_text() == webhook
        assert secret.stat().st_mode & 0o077 == 0
        assert "hush" not in done.stdout + (tmp_path / "alertmanager.yml").read_text()
    else:
        assert receiver == {"name": "nobody"}
        assert "set SLACK_WEBHOOK_URL" in done.stdout


def started_alertmanager(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    # Says with which options it was started, in the place of the program.
    program = folder / "alertmanager"
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o700)
    return subprocess.run(
        ["/bin/sh", ROOT / "deploy" / "alertmanager" / "start.sh"],
        env={"PATH": "/usr/bin:/bin", "ALERTMANAGER": str(program), "TMPDIR": str(folder), **environment},
        check=True,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("smtp", "host", "user", "password", "is_encrypted"),
    [
        ("smtp://mail.example.org", "mail.example.org:587", None, None, True),
        ("smtps://mail.example.org/", "mail.example.org:465", None, None, True),
        ("smtp://127.0.0.1:2525", "127.0.0.1:2525", None, None, False),
        ("smtp://ana%40x.org:p%27a&s%7C%5C@mx:25", "mx:25", "ana@x.org", "p'a&s|\\", True),
    ],
)
def test_alertmanager_writes_to_an_inbox_where_one_is_set(
    smtp: str, host: str, user: str | None, password: str | None, is_encrypted: bool, tmp_path: Path
) -> None:
    said = started_alertmanager(
        tmp_path, SMTP_URL=smtp, MAIL_FROM="O'Neil's <a@x.org>", ALERTS_TO="b@x.org, c@x.org"
    )
    assert "reach nobody" not in said.stdout
    made = (tmp_path / "alertmanager.yml").read_text()
    (receiver,) = yaml.safe_load(made)["receivers"]
    assert set(receiver) == {"name", "email_configs"}
    (mail,) = receiver["email_configs"]
    assert (mail["smarthost"], mail["require_tls"]) == (host, is_encrypted)
    assert (mail["from"], mail["to"]) == ("O'Neil's <a@x.org>", "b@x.org, c@x.org")
    assert mail.get("auth_username") == user
    if password is not None:
        secret = Path(mail["auth_password_file"])
        assert secret.read_text() == password
        assert secret.stat().st_mode & 0o077 == 0
        assert password not in made + said.stdout


@pytest.mark.parametrize("missing", ["SMTP_URL", "MAIL_FROM", "ALERTS_TO"])
def test_alertmanager_without_all_that_mail_needs_tells_nobody_and_says_so(
    missing: str, tmp_path: Path
) -> None:
    given = {"SMTP_URL": "smtp://mx", "MAIL_FROM": "a@x.org", "ALERTS_TO": "b@x.org"} | {missing: " "}
    said = started_alertmanager(tmp_path, **given)
    assert "reach nobody" in said.stdout
    assert yaml.safe_load((tmp_path / "alertmanager.yml").read_text())["receivers"] == [{"name": "nobody"}]


def test_grafana_finds_its_dashboard_and_its_source_where_compose_mounts_them() -> None:
    provisioning = ROOT / "deploy" / "grafana" / "provisioning"
    mounts = dict(reversed(mount.split(":")[:2]) for mount in SERVICES["grafana"]["volumes"])
    assert mounts["/etc/grafana/provisioning"] == "./deploy/grafana/provisioning"
    (source,) = yaml.safe_load((provisioning / "datasources" / "prometheus.yaml").read_text())["datasources"]
    name, _, port = source["url"].removeprefix("http://").partition(":")
    assert source["type"] == "prometheus"
    assert source["isDefault"]
    assert resolved(SERVICES[name]["ports"][0]).endswith(f":{port}")
    (provider,) = yaml.safe_load((provisioning / "dashboards" / "choosemypower.yaml").read_text())[
        "providers"
    ]
    files = sorted((ROOT / mounts[provider["options"]["path"]]).glob("*.json"))
    assert [json.loads(file.read_text())["uid"] for file in files] == ["choosemypower"]
