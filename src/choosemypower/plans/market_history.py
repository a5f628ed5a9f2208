"""What the stored listings say of a utility's market over time: counts, medians and the lowest price, by term.

Printed average prices alone: facts of the listings, the same whatever a later release understands. Nothing stands
between two listings: a day for which none is stored is a gap.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from choosemypower.plans.changes import StandingListing, read_standing
from choosemypower.plans.tables import PlanRow
from choosemypower.units import PRINTED_AT_KWH

GAP_DAYS = 7
"""A listing older than this says nothing of the days after it: weekends and holidays bring no new one."""


class MarketTerm(StrEnum):
    """Lengths of fixed-price contracts, in the words of the filters."""

    SHORT = "3-11"
    YEAR = "12"
    MIDDLE = "13-24"
    LONG = "25-"


class PrintedFigure(msgspec.Struct, frozen=True, kw_only=True):
    """USD per kWh, delivery included, tax excluded."""

    median: Decimal
    """The middle one; of two in the middle their mean."""
    lowest: Decimal


class MarketStep(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days in which the stored listings said the same of these plans."""

    term: MarketTerm
    first_day: date
    last_day: date
    """The last day on which a listing that says so was seen."""
    plans: int
    sources: tuple[str, ...]
    figures: tuple[PrintedFigure, PrintedFigure, PrintedFigure]
    """At 500, 1,000 and 2,000 kWh."""

    def at(self, kwh: int) -> PrintedFigure:
        return self.figures[PRINTED_AT_KWH.index(kwh)]


def is_gap(before: date, after: date) -> bool:
    """Is so much time between a day of one listing and that of the next that nobody knows what held?"""
    return after - before > timedelta(days=GAP_DAYS)


def _figures(kwh: int) -> str:
    # The mean of the two discrete medians is exact; percentile_cont would go through floating point.
    price = f"version.usd_per_kwh_{kwh}"
    return (
        f"(percentile_disc(0.5) WITHIN GROUP (ORDER BY {price})"
        f" + percentile_disc(0.5) WITHIN GROUP (ORDER BY {price} DESC)) / 2 AS median_{kwh},"
        f" min({price}) AS lowest_{kwh}"
    )


READ = (
    "SELECT dataset_plan.dataset, dataset.source, count(*) AS plans,"  # noqa: S608
    " CASE WHEN version.term_months < 12 THEN '3-11' WHEN version.term_months = 12 THEN '12'"
    " WHEN version.term_months <= 24 THEN '13-24' ELSE '25-' END AS term,"
    f" {', '.join(map(_figures, PRINTED_AT_KWH))}"
    " FROM dataset_plan JOIN dataset ON dataset.id = dataset_plan.dataset JOIN plan ON plan.plan_id = dataset_plan.plan"
    " JOIN plan_version AS version ON version.id = dataset_plan.version"
    " WHERE dataset_plan.dataset = ANY({}::int[]) AND plan.utility = {} AND version.rate_type = 'fixed'"
    " AND version.term_months >= 3 AND NOT version.is_prepaid AND NOT version.is_time_of_use"
    " AND version.suspect IS NULL"
    " GROUP BY dataset_plan.dataset, dataset.source, term"
)


async def read_market_history(utility: str, current: int) -> tuple[MarketStep, ...]:
    """The steps of each term, shortest term first, oldest first: of the listings that stand up to `current`."""
    standing = sorted(await read_standing(current), key=lambda one: (one.as_of, one.epoch))
    rows = await PlanRow.raw(READ, [one.epoch for one in standing], utility)
    by_place = {(row["dataset"], row["term"]): row for row in rows}
    return tuple(step for term in MarketTerm for step in _steps(term, standing, by_place))


def _steps(
    term: MarketTerm, standing: Iterable[StandingListing], rows: Mapping[tuple[int, str], Mapping[str, Any]]
) -> list[MarketStep]:
    steps: list[MarketStep] = []
    for listing in standing:
        row = rows.get((listing.epoch, term.value))
        if row is None:
            continue
        step = MarketStep(
            term=term,
            first_day=listing.day,
            last_day=listing.last_day,
            plans=row["plans"],
            sources=(row["source"],),
            figures=tuple(_figure(row, kwh) for kwh in PRINTED_AT_KWH),  # type: ignore[arg-type]
        )
        if steps and _says_the_same(steps[-1], step):
            sources = tuple(dict.fromkeys((*steps[-1].sources, *step.sources)))
            last_day = max(steps[-1].last_day, step.last_day)
            steps[-1] = msgspec.structs.replace(steps[-1], last_day=last_day, sources=sources)
        else:
            steps.append(step)
    return steps


def _says_the_same(last: MarketStep, step: MarketStep) -> bool:
    same = (last.plans, last.figures) == (step.plans, step.figures)
    return same and not is_gap(last.last_day, step.first_day)


def _figure(row: Mapping[str, Any], kwh: int) -> PrintedFigure:
    return PrintedFigure(median=row[f"median_{kwh}"], lowest=row[f"lowest_{kwh}"])
