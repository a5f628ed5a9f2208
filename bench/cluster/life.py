"""The life of two releases, a step a function: an evaluation with its own database, and a site that uses that database.

Each step says what it saw, or raises `StepFailed`. Pages are asked through the Service, four in turn.
"""

from collections.abc import Callable

from bench.cluster.evaluation import (
    evaluation_is_installed,
    helm_test_passes,
    lost_database_gets_its_schema_again,
    reinstalled_release_takes_the_kept_volume,
    restarted_database_comes_again,
    volume_that_comes_later_is_explained,
)
from bench.cluster.features import every_field_of_the_pods_arrives, strict_readiness_stands_a_far_database
from bench.cluster.release import EVALUATION, SITE, Release, StepFailed, uninstall
from bench.cluster.schedule import failed_reading_is_forgotten_after_a_good_one
from bench.cluster.site import (
    autoscaler_takes_over_without_a_fall,
    bad_image_is_rolled_back,
    changed_password_replaces_the_pods,
    drained_node_loses_no_request,
    failed_migration_goes_with_its_release,
    killed_pods_come_again,
    redis_is_refused_without_its_secret,
    rollback_brings_the_first_release,
    site_is_installed,
    site_is_refused_without_its_secret,
    upgrade_loses_no_request,
)


def nothing_is_left(release: Release) -> str:
    for name in (SITE, EVALUATION):
        uninstall(release, name)
        left = release.cluster.objects(name)
        if left:
            raise StepFailed(f"{name} left {sorted(left)}")
    return "both releases are gone"


STEPS: tuple[Callable[[Release], str], ...] = (
    evaluation_is_installed,
    helm_test_passes,
    restarted_database_comes_again,
    reinstalled_release_takes_the_kept_volume,
    lost_database_gets_its_schema_again,
    site_is_refused_without_its_secret,
    volume_that_comes_later_is_explained,
    redis_is_refused_without_its_secret,
    failed_migration_goes_with_its_release,
    site_is_installed,
    upgrade_loses_no_request,
    bad_image_is_rolled_back,
    rollback_brings_the_first_release,
    killed_pods_come_again,
    failed_reading_is_forgotten_after_a_good_one,
    every_field_of_the_pods_arrives,
    strict_readiness_stands_a_far_database,
    changed_password_replaces_the_pods,
    autoscaler_takes_over_without_a_fall,
    drained_node_loses_no_request,
    nothing_is_left,
)
