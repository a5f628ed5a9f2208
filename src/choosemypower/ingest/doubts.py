"""Why a listing is not published until somebody accepts it: what an hour or a cold snap does not do to a market.

Between January 17 and 26, 2026, the market really lost 44 % of its plans: that is a warning. Ten rows in the place of
982 plans, a utility without any, or one row in ten that cannot be read is most likely a cut or a broken listing.
"""

from collections.abc import Mapping

from choosemypower.datasets.model import Dataset
from choosemypower.ingest.report import Doubt, DoubtKind, ListingCounts
from choosemypower.units import texas_day

MOST_LOST = 0.5
"""Share of the plans."""
MOST_LEFT_OUT = 0.1
"""Share of the rows."""


def find_doubts(
    counts: ListingCounts,
    current: Dataset | None,
    plans_before: Mapping[str, int],
    rolled_back: Dataset | None,
) -> tuple[Doubt, ...]:
    """All reasons to keep a listing back.

    `plans_before`: of the dataset that is published now, by utility. A first listing takes nothing from anybody:
    only the share of its rows that cannot be read speaks against it.
    """
    doubts = []
    if current is not None:
        doubts += _losses(counts, current, plans_before)
    if counts.rows_quarantined > counts.rows * MOST_LEFT_OUT:
        share = counts.rows_quarantined / counts.rows
        doubts.append(
            Doubt(
                kind=DoubtKind.LEFT_OUT,
                detail=f"{counts.rows_quarantined} of {counts.rows} rows ({share:.0%}) were left out.",
            )
        )
    if rolled_back is not None:
        doubts.append(
            Doubt(
                kind=DoubtKind.ROLLED_BACK,
                detail=f"The same file was published as dataset {rolled_back.id} and rolled back since.",
            )
        )
    return tuple(doubts)


def _losses(counts: ListingCounts, current: Dataset, plans_before: Mapping[str, int]) -> list[Doubt]:
    doubts = []
    before = sum(plans_before.values())
    if counts.offers < before * (1 - MOST_LOST):
        doubts.append(
            Doubt(
                kind=DoubtKind.FALL,
                detail=f"{counts.offers} plans instead of the {before} of dataset {current.id}"
                f" (as of {texas_day(current.as_of):%B %-d, %Y}): {1 - counts.offers / before:.0%} fewer.",
            )
        )
    gone = [utility for utility in plans_before if not counts.offers_by_utility.get(utility)]
    if gone:
        named = ", ".join(f"{utility} ({plans_before[utility]} before)" for utility in gone)
        doubts.append(Doubt(kind=DoubtKind.UTILITY_GONE, detail=f"No plan is left of {named}."))
    return doubts
