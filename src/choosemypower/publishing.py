"""What follows when another dataset is published: the edges are told which pages changed."""

from choosemypower.cache.purge import PurgeReport, purge
from choosemypower.plans.differences import changed_tags
from choosemypower.settings import Settings

ALL_TAGS = ("html", "api", "sitemap", "redirect", "not-found")
"""Everything that depends on data; hashed files never change under their name."""


async def purge_changes(before: int | None, after: int, settings: Settings) -> PurgeReport:
    """Tell the edge what differs between these datasets; to be called after the commit."""
    if settings.cdn == "none":
        return PurgeReport(cdn="none", tags=())
    return await purge(await changed_tags(before, after), settings)


def purge_text(report: PurgeReport) -> str:
    """One purge, for people."""
    if report.cdn == "none":
        return "No edge is configured (CDN): pages go by their own time, within the hour."
    if not report.tags:
        return f"Nothing to purge at {report.cdn}: no page has changed."
    lines = [f"Purged {len(report.tags)} tags at {report.cdn} in {report.calls} calls."]
    return "\n".join((*lines, *(f"  failed: {failure}" for failure in report.failures)))
