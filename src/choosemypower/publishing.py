"""What follows when another dataset is published: the edges are told which pages changed."""

import time
from datetime import datetime

from choosemypower.cache.edition import Edition, Release
from choosemypower.cache.purge import PurgeReport, purge
from choosemypower.cache.tags import ALL_TAGS
from choosemypower.datasets.model import Dataset
from choosemypower.datasets.queries import were_references_loaded_since
from choosemypower.plans.differences import changed_tags
from choosemypower.settings import Settings

THIS_RELEASE = Release(name="", made_at=0.0)
"""Both editions are looked at by one program; a new release is purged by whoever deploys it."""


async def purge_changes(before: Dataset | None, after: Dataset, settings: Settings) -> PurgeReport:
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
