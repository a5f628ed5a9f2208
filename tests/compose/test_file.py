"""What compose.yaml promises, read without running it."""

import re
import subprocess
import sys
from typing import Any

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
    assert SERVICES["prometheus"]["profiles"] == SERVICES["grafana"]["profiles"] == ["observability"]


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
