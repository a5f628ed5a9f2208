"""The flows of a publication: publish a listing, accept a staged one, roll back, stock an empty site, tell the edge.

Each expects a database that is configured, with a pool (`batch_database`).
"""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

import msgspec

from choosemypower import database, ingest
from choosemypower.datasets.commands import rollback
from choosemypower.datasets.model import Dataset
from choosemypower.datasets.queries import find_current_dataset, were_references_loaded_since
from choosemypower.edges.purge import PurgeReport, purge
from choosemypower.editions.edition import Edition, Release
from choosemypower.editions.tags import ALL_TAGS
from choosemypower.errors import AppError
from choosemypower.ingest import IngestReport, ListingOutcome
from choosemypower.ingest.reading import Progress
from choosemypower.labels.check import CheckReport, check_labels
from choosemypower.labels.delivery import HeardDelivery
from choosemypower.labels.run import FetchReport, fetch_labels
from choosemypower.plans.changed_tags import changed_tags, tags_of_plans
from choosemypower.settings import Settings
from choosemypower.units import texas_day

log = logging.getLogger(__name__)

Say = Callable[[str], None]
Result = TypeVar("Result")

LISTING_STAGED = "listing_staged"
"""To be alerted on: a listing waits for somebody. `event` of the log record, and the first word of its line."""
BATCH_SECONDS = 300.0
"""How long one statement of a command may take. Visitors wait for none of them, and a loaded machine is slow."""
LIVE_SECONDS = 5.0
"""How long a first start waits for the state's export before it takes the bundled listing."""
THIS_RELEASE = Release(name="", made_at=0.0)
"""Both editions are looked at by one program; a new release is purged by whoever deploys it."""


@asynccontextmanager
async def batch_database(settings: Settings) -> AsyncIterator[None]:
    """A pool for a command, whose statements may take their time."""
    database.configure(msgspec.structs.replace(settings, db_command_timeout_seconds=BATCH_SECONDS))
    async with database.pool(settings):
        yield


async def publish(
    source: str,
    settings: Settings,
    *,
    say: Say,
    as_of: datetime | None = None,
    again: bool = False,
    accept: bool = False,
    progress: Progress | None = None,
    fetch_seconds: float = 60,
) -> IngestReport:
    """Read a listing and publish it, or stage it where there are doubts; then tell the edge what changed.

    Raises an AppError when the listing is refused.
    """
    reading = ingest.run(
        source,
        settings=settings,
        as_of=as_of,
        again=again,
        accept=accept,
        progress=progress,
        fetch_seconds=fetch_seconds,
    )
    report = await _then_tell_edge(reading, settings, say)
    if report.status is ListingOutcome.STAGED:
        log.error(
            "%s: %s To publish it all the same: %s",
            LISTING_STAGED,
            report.summary(),
            report.publish_command,
            extra={"event": LISTING_STAGED, "dataset": report.dataset},
        )
    return report


async def accept_staged(settings: Settings, *, say: Say, progress: Progress | None = None) -> IngestReport:
    """Publish the staged listing whatever the doubts; then tell the edge. Raises NothingStagedError."""
    return await _then_tell_edge(ingest.run_staged(settings=settings, progress=progress), settings, say)


async def publish_fetched_labels(settings: Settings, *, say: Say, progress: Progress) -> FetchReport:
    """Fetch the labels of the current plans and show them; then tell the edge whose bills may be others now.

    Raises NoPlansError.
    """
    report = await fetch_labels(settings, progress=progress)
    if _has_new_charge(report.delivery):
        await _tell_of_new_charge(settings, say)
    elif report.changed_plans and settings.cdn != "none":
        say(purge_text(await purge(await tags_of_plans(report.changed_plans), settings)))
    return report


async def check_stored_labels(settings: Settings, *, say: Say) -> CheckReport:
    """Read the stored labels again; where they agree on a new delivery charge, tell the edge. Raises NoPlansError."""
    report = await check_labels()
    if _has_new_charge(report.delivery):
        await _tell_of_new_charge(settings, say)
    return report


def _has_new_charge(heard: Iterable[HeardDelivery]) -> bool:
    return any(one.added for one in heard)


async def _tell_of_new_charge(settings: Settings, say: Say) -> None:
    """Delivery charges stand on nearly all pages."""
    if settings.cdn != "none":
        say(purge_text(await purge(ALL_TAGS, settings)))


async def return_to_previous(settings: Settings, *, say: Say) -> Dataset:
    """Roll back to the dataset before the current one; then tell the edge. Raises NothingBeforeError."""
    return await _then_tell_edge(rollback(), settings, say)


async def stock(settings: Settings, *, say: Say, only_if_empty: bool = False) -> bool:
    """Load plans when there are none, or when PLANS names some; one line says from where.

    Whether there is anything to serve afterwards: a first listing that is staged leaves nothing.
    """
    current = await find_current_dataset()
    if current is not None and (only_if_empty or settings.plans is None):
        say(f"Plans: dataset {current.id}, listings as of {texas_day(current.as_of):%B %-d, %Y}.")
        return True
    if settings.plans is not None:
        report = await publish(settings.plans, settings, say=say)
        say(f"Plans: {report.summary()}")
        return report.published_dataset is not None
    say(f"Plans: asking {ingest.LIVE_EXPORT_URL} …")
    try:
        report = await publish(ingest.LIVE_EXPORT_URL, settings, say=say, fetch_seconds=LIVE_SECONDS)
        refusal = report.summary() if report.status is ListingOutcome.STAGED else None
    except AppError as error:
        refusal = str(error)
    if refusal is None:
        say(f"Plans: {report.summary()}")
        return True
    bundled = await publish(str(ingest.bundled_listing()), settings, say=say)
    say(f"Plans: no live export ({refusal}); the bundled listing instead: {bundled.summary()}")
    return bundled.published_dataset is not None


async def _then_tell_edge(work: Awaitable[Result], settings: Settings, say: Say) -> Result:
    """Do it, then purge what differs between the dataset before and after, each as it stood."""
    if settings.cdn == "none":
        return await work
    before = await find_current_dataset()
    result = await work
    after = await find_current_dataset()
    if after is not None:
        say(purge_text(await _purge_changes(before, after, settings)))
    return result


async def _purge_changes(before: Dataset | None, after: Dataset, settings: Settings) -> PurgeReport:
    """Tell the edge what differs between these two, as they stood; to be called after the commit.

    Two states of one dataset count too: seen again on another day, its pages say another date.
    """
    if settings.cdn == "none":
        return PurgeReport(cdn="none", tags=())
    return await purge(await tags_between(before, after), settings)


async def tags_between(
    before: Dataset | None, after: Dataset, now: datetime | None = None
) -> tuple[str, ...]:
    """The tags, widest first, of every answer that an edge may hold from `before` and that is another one now.

    It may have been made at any time since the edge was last told, so it is of the edition of then, or of now.
    """
    if before is None:
        return ALL_TAGS
    told_at = max(before.published_at or before.fetched_at, before.confirmed_at)
    if await were_references_loaded_since(told_at):
        return ALL_TAGS  # delivery charges and territories stand on nearly all pages
    moment = now.timestamp() if now is not None else time.time()
    contents = await changed_tags(before.id, after.id)
    edition = Edition.of(after, THIS_RELEASE, moment)
    then = Edition.of(before, THIS_RELEASE, told_at.timestamp())
    still = Edition.of(before, THIS_RELEASE, moment)
    return tuple(dict.fromkeys((*edition.tags_since(then, ()), *edition.tags_since(still, contents))))


def purge_text(report: PurgeReport) -> str:
    """One purge, for people."""
    if report.cdn == "none":
        return "No edge is configured (CDN): pages go by their own time, within the hour."
    if not report.tags:
        return f"Nothing to purge at {report.cdn}: no page has changed."
    lines = [f"Purged {len(report.tags)} tags at {report.cdn} in {report.calls} calls."]
    return "\n".join((*lines, *(f"  failed: {failure}" for failure in report.failures)))
