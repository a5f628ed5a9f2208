"""Steps of the evaluation: a release that brings its own database."""

from bench.cluster.client import CommandFailed
from bench.cluster.release import (
    DATABASE_POD,
    DATABASE_SITE,
    EVALUATION,
    KEPT,
    PER_SECOND,
    Release,
    StepFailed,
    database_is_back,
    evaluation_values,
    restarts,
    uninstall,
    whole,
)
from bench.cluster.visitors import visiting


def evaluation_is_installed(release: Release) -> str:
    release.helm("install", EVALUATION, evaluation_values(KEPT))
    return f"{len(release.cluster.objects(EVALUATION))} objects, {release.health(DATABASE_SITE)}"


def helm_test_passes(release: Release) -> str:
    said = release.cluster.helm("test", EVALUATION, "--logs", "--timeout", "2m")
    return said.strip().splitlines()[-1]


def restarted_database_comes_again(release: Release) -> str:
    """On a volume that the kubelet prepares anew for each pod (fsGroup)."""
    with visiting(release.address(DATABASE_SITE), PER_SECOND) as visits:
        release.cluster.kubectl("delete", "pod", DATABASE_POD)
        seconds = database_is_back(release)
        again = release.until("the site sees it", lambda: '"ok"' in release.health(DATABASE_SITE))
    if count := restarts(release.pods(EVALUATION, "evaluation-postgres")):
        raise StepFailed(f"its container was restarted {count} times")
    return f"ready after {seconds:.0f} s, seen {again:.0f} s later; {whole(visits)}"


def reinstalled_release_takes_the_kept_volume(release: Release) -> str:
    uninstall(release, EVALUATION)
    release.helm("install", EVALUATION, evaluation_values(KEPT))
    return release.health(DATABASE_SITE)


def lost_database_gets_its_schema_again(release: Release) -> str:
    """Without a volume: what a new pod of the database begins with is nothing."""
    uninstall(release, EVALUATION)
    release.helm("install", EVALUATION, evaluation_values({"enabled": False}))
    with visiting(release.address(DATABASE_SITE), PER_SECOND) as visits:
        release.cluster.kubectl("delete", "pod", DATABASE_POD)
        database_is_back(release)
        seconds = release.until("the schema is there again", lambda: '"ok"' in release.health(DATABASE_SITE))
    count = restarts(release.pods(EVALUATION, "web"))
    return (
        f"{seconds:.0f} s after the database, the site's container restarted {count} times; {whole(visits)}"
    )


def volume_that_comes_later_is_explained(release: Release) -> str:
    try:
        release.helm("upgrade", EVALUATION, evaluation_values(KEPT))
    except CommandFailed as failure:
        return str(failure).strip().splitlines()[-1]
    raise StepFailed("it was upgraded")
