"""Steps of the CronJob: a reading that failed, and one that went well and warmed the pages."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.cluster.beside import files_served
from bench.cluster.release import OWN_SITE, PER_SECOND, SITE, Release, StepFailed, site_values, whole
from bench.cluster.visitors import visiting
from choosemypower.ingest import bundled_listing

CITIES = 60
LISTING = "listing.csv"
QUIET_SECONDS = 10.0
SLOWER_BY_SECONDS = 0.05
"""What warming may add to the median of seen pages; it added 27 to 46 ms before it yielded."""


def failed_reading_is_forgotten_after_a_good_one(release: Release) -> str:
    """By the fields of the CronJob that the alert `ChooseMyPowerIngestFailing` is made of."""
    with _the_state(release) as address:
        release.helm("upgrade", SITE, _read_every_minute(f"{address}/nothing-there.csv"))
        release.until("a run has failed", lambda: _last_run_failed(release))
        release.helm("upgrade", SITE, _read_every_minute(f"{address}/{LISTING}"))
        with visiting(release.address(), PER_SECOND) as visits:
            time.sleep(QUIET_SECONDS)
            quiet = visits.median_since_last_time()
            release.until("a run warms", lambda: _is_warming(release))
            visits.median_since_last_time()
            release.until(
                "a run went well", lambda: not _last_run_failed(release) and not _is_warming(release)
            )
            busy = visits.median_since_last_time()
    release.helm("upgrade", SITE, site_values())
    if busy > quiet + SLOWER_BY_SECONDS:
        raise StepFailed(f"warming makes seen pages slow: {quiet * 1000:.0f} to {busy * 1000:.0f} ms")
    return (
        f"a run failed, one went well and is the last; median of seen pages {quiet * 1000:.0f} ms, "
        f"{busy * 1000:.0f} ms while {CITIES} cities were warmed; {whole(visits)}"
    )


@contextmanager
def _the_state(release: Release) -> Iterator[str]:
    folder = release.machine.folder / "state"
    folder.mkdir()
    shutil.copy(bundled_listing(), folder / LISTING)
    with files_served(folder) as address:
        yield address


def _read_every_minute(source: str) -> dict[str, Any]:
    often = {"suspend": False, "schedule": "* * * * *", "source": source, "backoffLimit": 0}
    return site_values(ingest=often | {"warm": {"maxCities": CITIES}})


def _last_run_failed(release: Release) -> bool:
    """The alert's expression, over what kube-state-metrics makes series of."""
    status = release.object("cronjob", f"{OWN_SITE}-ingest")["status"]
    began, went_well = status.get("lastScheduleTime"), status.get("lastSuccessfulTime")
    return began is not None and not status.get("active") and (went_well is None or began > went_well)


def _is_warming(release: Release) -> bool:
    """Warming is the only container of the Job that is none of the init containers."""
    return any(
        "running" in one["state"]
        for pod in release.pods(SITE, "ingest")
        for one in pod["status"].get("containerStatuses", ())
    )
