"""What a plan's page says of its facts label: which one, how old, and where the listing says otherwise."""

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never
from urllib.parse import urlsplit

from choosemypower.plans.charges import ReadState
from choosemypower.plans.label import Difference, PlanLabel
from choosemypower.plans.model import Plan
from choosemypower.sentences import list_of
from choosemypower.units import texas_day
from choosemypower.web.filters import cents_per_kwh, usd
from choosemypower.world import World


def label_lines(plan: Plan, world: World) -> Iterator[str]:
    """Sentences; none for a plan whose label was not fetched."""
    label = plan.label
    if label is None:
        return
    host = urlsplit(label.address).hostname or ""
    is_proven = label.charges is not None
    if is_proven:
        found = "its charges give its own printed averages"
    elif label.says.state is ReadState.CONTRADICTED:
        found = "its charges do not give its own averages, so we use the listing"
    else:
        found = "we could not read its charges for certain, so we use the listing"
    yield f"Facts label {_dates_of(label)} ({host}): {found}."
    differences = plan.label_differences
    if differences:
        said = list_of([_words(one.what, one.label) for one in differences])
        listed = list_of([_words(one.what, one.listing) for one in differences])
        wins = "The bills follow the label." if is_proven else "The bills follow the listing."
        yield f"The label says {said}; the listing of {world.listed_on:%B %-d, %Y} says {listed}. {wins}"


def price_said(plan: Plan, world: World) -> str:
    """The printed price at 1,000 kWh: "the label says 13.4¢ at 1,000 kWh"; both with their dates where they differ."""
    said = f"says {cents_per_kwh(plan.label_usd_per_kwh_1000)} at 1,000\u00a0kWh"
    label = plan.label
    is_other = any(one.what is Difference.PRICE_1000 for one in plan.label_differences)
    if label is None or label.charges is None or not is_other:
        return f"the label {said}"
    issued = label.says.issued_on or texas_day(label.fetched_at)
    listed = f"the listing of {world.listed_on:%B %-d, %Y} {cents_per_kwh(plan.usd_per_kwh_1000)}"
    return f"the label of {issued:%B %-d, %Y} {said}, {listed}"


def _dates_of(label: PlanLabel) -> str:
    """ "of July 21, 2026, fetched on November 28, 2026"."""
    issued = label.says.issued_on
    of_day = f"of {issued:%B %-d, %Y}, " if issued is not None else ""
    return f"{of_day}fetched on {texas_day(label.fetched_at):%B %-d, %Y}"


def _words(what: Difference, value: Decimal) -> str:
    match what:
        case Difference.PRICE_500:
            return f"{cents_per_kwh(value)} at 500 kWh"
        case Difference.PRICE_1000:
            return f"{cents_per_kwh(value)} at 1,000 kWh"
        case Difference.PRICE_2000:
            return f"{cents_per_kwh(value)} at 2,000 kWh"
        case Difference.TERM_MONTHS:
            return "month to month" if value <= 1 else f"{value:f} months"
        case Difference.CANCEL_FEE:
            return f"{usd(value)} to leave early"
    assert_never(what)
