"""From a listing file or address to a published dataset: fetch, read, pair languages, quarantine, report.

Owns: the shapes of listings, their spellings, what a run says of itself.
Leaves to others: what a plan means (`plans`), which version is current (`datasets`).
"""

from choosemypower.ingest.fetch import LIVE_EXPORT_URL
from choosemypower.ingest.report import IngestReport, ListingOutcome
from choosemypower.ingest.run import bundled_listing, run, run_staged

__all__ = [
    "LIVE_EXPORT_URL",
    "IngestReport",
    "ListingOutcome",
    "bundled_listing",
    "run",
    "run_staged",
]
