"""Steps of the site: two pods that use the evaluation's database."""

from typing import Any

from bench.cluster.client import CommandFailed
from bench.cluster.release import (
    OWN_SITE,
    PER_SECOND,
    SITE,
    SMALL,
    Release,
    StepFailed,
    hand_over_the_address,
    names,
    running_pods,
    site_values,
    sql,
    two_pods_are_ready,
    uninstall,
    whole,
)
from bench.cluster.visitors import first_answers, visiting

PORT, FIRST_PAGES = 4324, 8


def site_is_refused_without_its_secret(release: Release) -> str:
    try:
        release.helm("install", SITE, site_values())
    except CommandFailed as failure:
        return str(failure).strip().splitlines()[-1]
    raise StepFailed("it was installed")


def redis_is_refused_without_its_secret(release: Release) -> str:
    hand_over_the_address(release)
    try:
        release.helm("install", SITE, site_values(redis={"enabled": True}))
    except CommandFailed as failure:
        return str(failure).strip().splitlines()[-1]
    raise StepFailed("it was installed")


def failed_migration_goes_with_its_release(release: Release) -> str:
    hand_over_the_address(release, password="not-this-one")
    values = site_values(migrations={"resources": SMALL, "backoffLimit": 0, "activeDeadlineSeconds": 30})
    try:
        release.helm("install", SITE, values, within="60s")
    except CommandFailed as failure:
        said = str(failure).strip().splitlines()[-1]
    else:
        raise StepFailed("it was installed")
    jobs = names(release.cluster.items("jobs", "-l", f"app.kubernetes.io/instance={SITE}"))
    uninstall(release, SITE)
    if left := release.cluster.objects(SITE):
        raise StepFailed(f"left: {sorted(left)}")
    return f"{said}; {sorted(jobs)} went with it"


def site_is_installed(release: Release) -> str:
    hand_over_the_address(release)
    release.helm("install", SITE, site_values())
    release.first = release.cluster.objects(SITE)
    return f"{len(release.first)} objects, {len(release.pods(SITE, 'web'))} pods"


def upgrade_loses_no_request(release: Release) -> str:
    before = names(release.pods(SITE, "web"))
    with visiting(release.address(), PER_SECOND) as visits:
        release.helm("upgrade", SITE, site_values(app={"logLevel": "WARNING"}))
    if before & names(running_pods(release)):
        raise StepFailed("old pods are still there")
    return whole(visits)


def bad_image_is_rolled_back(release: Release) -> str:
    bad = {"repository": "localhost/choosemypower", "tag": "missing", "pullPolicy": "Never"}
    with visiting(release.address(), PER_SECOND) as visits:
        try:
            release.helm(
                "upgrade", SITE, site_values(image=bad), "--rollback-on-failure", "--no-hooks", within="45s"
            )
        except CommandFailed as failure:
            said = str(failure).strip().splitlines()[-1]
        else:
            raise StepFailed("Helm called it a success")
    return f"{said}; {whole(visits)}"


def rollback_brings_the_first_release(release: Release) -> str:
    with visiting(release.address(), PER_SECOND) as visits:
        release.cluster.helm("rollback", SITE, "1", "--wait", "--timeout", "4m")
    if changed := release.cluster.objects(SITE) ^ release.first:
        raise StepFailed(f"other objects: {sorted(changed)}")
    return whole(visits)


def killed_pods_come_again(release: Release) -> str:
    """Who is ready can make a page: the new pod is asked for pages that nobody has asked for, at once and by itself."""
    before = names(running_pods(release))
    with visiting(release.address(), PER_SECOND) as visits:
        release.cluster.kubectl("delete", "pod", min(before))
        seconds = release.until("a new pod runs", lambda: bool(names(running_pods(release)) - before))
        seconds += two_pods_are_ready(release)
        (new,) = [pod for pod in running_pods(release) if pod["metadata"]["name"] not in before]
        statuses = first_answers(f"{new['status']['podIP']}:{PORT}", FIRST_PAGES)
    if set(statuses) != {200}:
        raise StepFailed(f"a pod that was ready answered its first pages with {statuses}")
    return f"ready after {seconds:.0f} s, its first {FIRST_PAGES} unseen pages came; {whole(visits)}"


def changed_password_replaces_the_pods(release: Release) -> str:
    before = names(release.pods(SITE, "web"))
    with visiting(release.address(), PER_SECOND) as visits:
        sql(release, "ALTER ROLE choosemypower PASSWORD 'another-one'")
        sql(release, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        release.until("health speaks of the password", lambda: "password" in release.health(OWN_SITE))
        said = release.health(OWN_SITE)
        release.until(
            "each pod's log says that the password was refused",
            lambda: all("password refused" in release.log(name) for name in before),
        )
        hand_over_the_address(release, password="another-one")
        release.helm("upgrade", SITE, site_values())
    if before & names(running_pods(release)):
        raise StepFailed("pods with the old password are still there")
    return f"{said}; {whole(visits)}"


def autoscaler_takes_over_without_a_fall(release: Release) -> str:
    """And what it decided is left alone: by an upgrade, and by a rollback to what knew of fewer pods."""
    release.helm("upgrade", SITE, _scaled(at_least=1))
    _expect_pods(release, 2)
    release.helm("upgrade", SITE, _scaled(at_least=3))
    release.until("the autoscaler wants three pods", lambda: _pods_wanted(release) == 3)
    for level in ("WARNING", "INFO"):
        release.helm("upgrade", SITE, _scaled(at_least=3, app={"logLevel": level}))
        _expect_pods(release, 3)
    release.cluster.helm("rollback", SITE, "--wait", "--timeout", "4m")
    _expect_pods(release, 3)
    # Who turns it off takes the count back from it.
    release.helm("upgrade", SITE, site_values(), "--force-conflicts")
    _expect_pods(release, 2)
    return "2 pods before and after, 3 as it decided through two upgrades and a rollback, 2 without it"


def _scaled(at_least: int, **values: Any) -> dict[str, Any]:
    return site_values(
        autoscaling={"enabled": True, "minReplicas": at_least, "maxReplicas": 3},
        **values,
    )


def _pods_wanted(release: Release) -> int:
    return int(release.object("deployment", OWN_SITE)["spec"]["replicas"])


def _expect_pods(release: Release, count: int) -> None:
    if (wanted := _pods_wanted(release)) != count:
        raise StepFailed(f"{wanted} pods wanted instead of {count}")


def drained_node_loses_no_request(release: Release) -> str:
    with visiting(release.address(), PER_SECOND) as visits:
        release.cluster.kubectl(
            "drain", "node-2", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=180s"
        )
        two_pods_are_ready(release)
        where = {pod["spec"]["nodeName"] for pod in running_pods(release)}
        release.cluster.kubectl("uncordon", "node-2")
    if where != {"node-1"}:
        raise StepFailed(f"pods on {where}")
    return whole(visits)
