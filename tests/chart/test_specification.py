"""The defaults are the specification's; every number is written out here by hand."""

import re
from typing import Any

import pytest

from choosemypower.settings import ENVIRONMENT_NAMES, load_settings
from tests.chart.chart import (
    SCENARIOS,
    comes_at_the_end,
    containers,
    kinds,
    objects,
    one,
    pod_specs,
    scenario,
    web,
)


def test_resources_are_the_specifications() -> None:
    (container,) = web(objects())["containers"]
    assert container["resources"] == {
        "requests": {"memory": "512Mi", "cpu": "250m"},
        "limits": {"memory": "1Gi", "cpu": "500m"},
    }


def test_three_replicas_without_the_autoscaler() -> None:
    assert one(objects(None, "autoscaling.enabled=false"), "Deployment")["spec"]["replicas"] == 3


def test_probes_are_the_specifications() -> None:
    (container,) = web(objects())["containers"]
    liveness, readiness = container["livenessProbe"], container["readinessProbe"]
    assert liveness["httpGet"]["path"] == "/api/health/system"
    assert (liveness["initialDelaySeconds"], liveness["periodSeconds"]) == (30, 10)
    assert readiness["httpGet"]["path"] == "/api/health/database"
    assert (readiness["initialDelaySeconds"], readiness["periodSeconds"]) == (15, 5)
    assert container["startupProbe"]["httpGet"]["path"] == "/api/health/system"
    (port,) = container["ports"]
    assert port == {"name": "http", "containerPort": 4324}


def test_the_autoscaler_is_the_specifications() -> None:
    spec = one(objects(), "HorizontalPodAutoscaler")["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 20)
    targets = {
        metric["resource"]["name"]: metric["resource"]["target"]["averageUtilization"]
        for metric in spec["metrics"]
    }
    assert targets == {"cpu": 70, "memory": 80}
    up, down = spec["behavior"]["scaleUp"], spec["behavior"]["scaleDown"]
    assert up["stabilizationWindowSeconds"] == 300
    assert up["policies"] == [{"type": "Percent", "value": 100, "periodSeconds": 60}]
    assert down["stabilizationWindowSeconds"] == 600
    assert down["policies"] == [{"type": "Percent", "value": 25, "periodSeconds": 60}]


def test_the_fast_profile_scales_up_at_once() -> None:
    spec = one(objects(scenario("autoscaling-fast")), "HorizontalPodAutoscaler")["spec"]
    assert spec["behavior"]["scaleUp"]["stabilizationWindowSeconds"] == 0
    assert spec["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 600


def test_an_upgrade_never_takes_a_pod_away_first() -> None:
    rolling = one(objects(), "Deployment")["spec"]["strategy"]["rollingUpdate"]
    assert rolling == {"maxUnavailable": 0, "maxSurge": "25%"}


def test_a_drain_takes_one_pod_at_a_time_and_sick_ones_always() -> None:
    spec = one(objects(), "PodDisruptionBudget")["spec"]
    assert spec["maxUnavailable"] == 1
    assert spec["unhealthyPodEvictionPolicy"] == "AlwaysAllow"


def test_pods_spread_over_zones_and_hosts() -> None:
    keys = [rule["topologyKey"] for rule in web(objects())["topologySpreadConstraints"]]
    assert keys == ["topology.kubernetes.io/zone", "kubernetes.io/hostname"]


def test_the_listing_is_read_every_hour_with_retries_and_history() -> None:
    spec = one(objects(), "CronJob")["spec"]
    assert re.fullmatch(r"\d+ \* \* \* \*", spec["schedule"])
    assert spec["concurrencyPolicy"] == "Forbid"
    assert spec["jobTemplate"]["spec"]["backoffLimit"] == 3
    assert spec["successfulJobsHistoryLimit"] == 3
    assert spec["failedJobsHistoryLimit"] == 3


def test_pages_are_warmed_after_a_publish() -> None:
    pod = one(objects(), "CronJob")["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    assert [c["args"][0] for c in pod["initContainers"]] == ["ingest"]
    assert [c["args"][0] for c in pod["containers"]] == ["warm"]


def test_facts_labels_are_fetched_only_where_asked_for_and_never_twice_at_once() -> None:
    assert [found["metadata"]["name"] for found in objects() if found["kind"] == "CronJob"] == [
        "choosemypower-ingest"
    ]
    spec = one(objects(None, "factsLabels.enabled=true"), "CronJob", "choosemypower-labels")["spec"]
    assert spec["concurrencyPolicy"] == "Forbid"
    pod = spec["jobTemplate"]["spec"]["template"]["spec"]
    assert [c["args"] for c in pod["containers"]] == [["labels", "fetch", "--json"]]


def test_mail_and_contact_reach_the_program_and_the_mail_server_may_be_reached() -> None:
    rendered = objects(scenario("existing-secrets"))
    plain = one(rendered, "ConfigMap", "choosemypower")["data"]
    assert plain["MAIL_FROM"] == "ChooseMyPower <site@example.org>"
    assert (plain["CONTACT_TO"], plain["CONTACT_ANSWER_DAYS"]) == ("people@example.org", "3")
    (site,) = one(rendered, "Deployment")["spec"]["template"]["spec"]["containers"]
    (secret,) = [entry["valueFrom"]["secretKeyRef"] for entry in site["env"] if entry["name"] == "SMTP_URL"]
    assert secret == {"name": "mail-server", "key": "smtp-url"}
    ports = {
        port["port"]
        for rule in one(rendered, "NetworkPolicy", "choosemypower-web")["spec"]["egress"]
        for port in rule["ports"]
    }
    assert {465, 587} <= ports


def test_old_messages_are_deleted_by_a_job_only_where_asked_for() -> None:
    spec = one(objects(scenario("existing-secrets")), "CronJob", "choosemypower-contact-retention")["spec"]
    assert spec["concurrencyPolicy"] == "Forbid"
    (container,) = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert container["args"] == ["contact", "purge", "--json"]


def test_a_backup_runs_in_the_maintenance_window() -> None:
    spec = one(objects(scenario("evaluation-backup")), "CronJob", "choosemypower-backup")["spec"]
    minute, hour, *rest = spec["schedule"].split()
    assert rest == ["*", "*", "*"]
    assert 2 <= int(hour) < 4
    assert 0 <= int(minute) < 60
    assert spec["timeZone"] == "Etc/UTC"


def test_a_load_balancer_outside_the_cluster_may_reach_the_site_unless_peers_are_named() -> None:
    (rule,) = one(objects(), "NetworkPolicy", "choosemypower-web")["spec"]["ingress"]
    assert rule == {"ports": [{"protocol": "TCP", "port": 4324}]}
    (named,) = one(objects(scenario("network-policy")), "NetworkPolicy", "choosemypower-web")["spec"][
        "ingress"
    ]
    assert len(named["from"]) == 2


def test_what_an_address_names_as_its_port_may_be_reached() -> None:
    cdn = (
        "cdn.provider=varnish",
        r"cdn.url=http://one:6081\,http://two:6082",
        "ingest.source=https://h:8443/x",
    )
    egress = one(objects(None, *cdn), "NetworkPolicy", "choosemypower-jobs")["spec"]["egress"]
    ports = {port["port"] for rule in egress for port in rule["ports"]}
    assert {6081, 6082, 8443, 443, 80} <= ports


@pytest.mark.parametrize("mode", ["strict", "serve-stale"])
def test_readiness_follows_its_mode(mode: str) -> None:
    data = one(objects(None, f"probes.readiness.mode={mode}"), "ConfigMap")["data"]
    assert load_settings(data).readiness_mode == mode


@pytest.mark.parametrize("values", SCENARIOS, ids=lambda path: path.stem)
def test_the_program_understands_every_variable_it_is_given(values: object) -> None:
    found = objects(values)
    ours = set(ENVIRONMENT_NAMES.values()) | {"TZ"}
    for item in kinds(found, "ConfigMap"):
        if "PORT" in item["data"]:
            assert set(item["data"]) <= ours
            from_secrets = {"CDN_KEY": "from a secret"}
            if "MAIL_FROM" in item["data"]:
                from_secrets["SMTP_URL"] = "smtp://from-a-secret"
            load_settings(item["data"] | from_secrets)
    for label, pod in pod_specs(found):
        for container in containers(pod):
            names = {variable["name"] for variable in container.get("env", [])}
            if container["name"] in {"web", "migrate", "first-load", "ingest", "warm"}:
                assert names <= ours, f"{label}: {names - ours}"


def test_migrations_run_as_a_hook_an_init_container_or_not_at_all() -> None:
    hook = one(objects(), "Job")
    assert hook["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    pod = hook["spec"]["template"]["spec"]
    assert [c["args"] for c in containers(pod)] == [["migrate"], ["ingest", "--if-empty"]]
    inside = objects(scenario("migrations-init"))
    assert [c["args"] for c in web(inside)["initContainers"]] == [["migrate"]]
    assert not kinds(inside, "Job")
    none = objects(scenario("migrations-none"))
    assert "initContainers" not in web(none)
    assert not kinds(none, "Job")


def test_an_image_by_digest_wins_over_its_tag() -> None:
    (container,) = web(objects(scenario("existing-secrets")))["containers"]
    assert container["image"] == "ghcr.io/choosemypower/choosemypower@sha256:" + "0" * 64


def test_secrets_are_only_named() -> None:
    variables = {
        variable["name"]: variable["valueFrom"]["secretKeyRef"]
        for variable in web(objects(scenario("existing-secrets")))["containers"][0]["env"]
    }
    assert variables == {
        "DATABASE_URL": {"name": "postgres-address", "key": "DATABASE_WEB_URL"},
        "DATABASE_READ_URL": {"name": "postgres-address", "key": "DATABASE_READ_URL"},
        "REDIS_URL": {"name": "redis-address", "key": "REDIS_URL"},
        "COMPAREPOWER_API_KEY": {"name": "source-keys", "key": "comparepower-api-key", "optional": True},
        "ERCOT_API_KEY": {"name": "source-keys", "key": "ercot-api-key", "optional": True},
        "SMTP_URL": {"name": "mail-server", "key": "smtp-url"},
        "OPERATOR_TOKEN": {"name": "operator", "key": "operator-token"},
    }


def test_behind_a_pooler_statements_are_not_prepared_and_locks_go_past_it() -> None:
    found = objects(scenario("pooler"))
    assert one(found, "ConfigMap")["data"]["DB_STATEMENT_CACHE_SIZE"] == "0"
    names = {variable["name"] for variable in web(found)["containers"][0]["env"]}
    assert {"DATABASE_URL", "DATABASE_DIRECT_URL"} <= names


def test_web_pods_ask_the_database_as_a_user_of_their_own_and_never_see_the_owners_address() -> None:
    found = objects(scenario("pooler"))

    def keys(pod: Any) -> dict[str, str]:
        return {
            variable["name"]: variable["valueFrom"]["secretKeyRef"]["key"]
            for variable in pod["containers"][0]["env"]
            if variable["name"].startswith("DATABASE_")
        }

    assert keys(web(found)) == {"DATABASE_URL": "web-url", "DATABASE_DIRECT_URL": "web-direct-url"}
    owner = {"DATABASE_URL": "url", "DATABASE_DIRECT_URL": "direct-url", "DATABASE_WEB_URL": "web-url"}
    assert keys(one(found, "Job")["spec"]["template"]["spec"]) == owner
    reading = next(item for item in found if item["kind"] == "CronJob")
    assert keys(reading["spec"]["jobTemplate"]["spec"]["template"]["spec"]) == owner


def test_a_change_of_configuration_rolls_the_pods() -> None:
    def checksum(*sets: str) -> str:
        pod = one(objects(None, *sets), "Deployment")["spec"]["template"]
        return str(pod["metadata"]["annotations"]["checksum/configuration"])

    assert checksum() != checksum("app.logLevel=DEBUG")
    assert checksum() == checksum("service.port=8080")


def test_the_evaluation_brings_database_and_cache_and_nothing_to_configure() -> None:
    found = objects(scenario("evaluation"))
    names = {(item["kind"], item["metadata"]["name"]) for item in found}
    assert ("StatefulSet", "choosemypower-evaluation-postgres") in names
    assert ("Deployment", "choosemypower-evaluation-valkey") in names
    secret = one(found, "Secret")["stringData"]
    assert secret["url"] == (
        "postgresql://choosemypower:only-for-golden-files@choosemypower-evaluation-postgres:5432/choosemypower"
    )
    assert [c["args"] for c in web(found)["initContainers"]] == [["migrate"], ["ingest", "--if-empty"]]
    assert not kinds(found, "HorizontalPodAutoscaler")
    assert not kinds(found, "PodDisruptionBudget")


def test_a_lost_database_of_the_evaluation_has_its_schema_again_with_the_next_reading() -> None:
    found = objects(scenario("evaluation"))
    pod = next(
        item for item in found if item["kind"] == "CronJob" and item["metadata"]["name"].endswith("-ingest")
    )
    steps = pod["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    order = [container["args"][0] for container in (*steps.get("initContainers", ()), *steps["containers"])]
    assert order[:2] == ["migrate", "ingest"]


def test_the_end_of_a_release_takes_a_migration_that_failed_with_it() -> None:
    """Helm deletes what has a hook's name before it makes the hook; with nothing to do that is done at once."""
    found = objects()
    [last] = [item for item in kinds(found, "Job") if comes_at_the_end(item)]
    assert last["metadata"]["name"] == one(found, "Job")["metadata"]["name"]
    assert (
        last["metadata"]["annotations"]["helm.sh/hook-delete-policy"] == "before-hook-creation,hook-succeeded"
    )
    assert (last["spec"]["completions"], last["spec"]["parallelism"]) == (0, 0)


def test_a_new_pod_of_a_database_without_a_volume_makes_its_own_schema() -> None:
    kept = objects(None, "evaluation.enabled=true", "evaluation.postgres.persistence.enabled=true")
    for found, names in ((objects(scenario("evaluation")), ["postgres", "prepare"]), (kept, ["postgres"])):
        pod = one(found, "StatefulSet", "choosemypower-evaluation-postgres")["spec"]["template"]["spec"]
        assert [container["name"] for container in pod["containers"]] == names


def test_the_evaluations_password_is_made_up_when_none_is_given() -> None:
    def password(release: str) -> str:
        return str(
            one(objects(None, "evaluation.enabled=true", release=release), "Secret")["stringData"]["password"]
        )

    first, second = password("choosemypower"), password("choosemypower-b")
    assert len(first) >= 20
    assert first != second


@pytest.mark.parametrize(("name", "host"), [("default", "0.0.0.0"), ("ipv6", "::"), ("dual-stack", "::")])
def test_the_server_listens_on_the_families_of_its_service(name: str, host: str) -> None:
    assert one(objects(scenario(name)), "ConfigMap")["data"]["HOST"] == host
