"""Everything in one report."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from choosemypower.perf.handed import builds_of, vitals_of
from choosemypower.perf.model import Measure, PerfReport, without
from choosemypower.perf.site import ROUNDS, measure_site
from choosemypower.perf.stored import measure_database
from choosemypower.settings import Settings


async def measure_all(
    settings: Settings,
    *,
    lighthouse: Sequence[Path] = (),
    builds: Mapping[str, float],
    left_out: Sequence[str] = (),
    rounds: int = ROUNDS,
) -> PerfReport:
    """The site at BASE_URL, the database at DATABASE_URL, and what was handed in."""
    handed: tuple[Measure, ...] = (*vitals_of(lighthouse), *builds_of(builds))
    measures = (
        *await measure_site(settings.base_url, rounds),
        *await measure_database(settings, rounds),
        *handed,
    )
    return PerfReport(site=settings.base_url, measures=without(measures, left_out))
