"""What a plan's page says first: the month, the range of months, then the year; and how old its delivery charge is."""

from collections.abc import Iterator
from datetime import date

import msgspec

from choosemypower.plans.model import RateType
from choosemypower.plans.printed_delivery import printed_by_plans
from choosemypower.pricing import CAN_CHANGE, PlanCost, YearBills
from choosemypower.territories.printed import last_confirmed_on
from choosemypower.units import MONTH_NAMES
from choosemypower.web.cards import card_money
from choosemypower.web.filters import day, whole_dollars
from choosemypower.web.plan_words import STATED_DAYS_LINE
from choosemypower.world import World

SEASON_DAYS = 92
"""A delivery charge that nothing confirmed for longer is said to be old."""


class PlanMoney(msgspec.Struct, frozen=True):
    """Figure and unit, "$146" and "a month", and what stands below them; an empty figure where nothing is known."""

    figure: str
    unit: str
    lines: tuple[str, ...]


def plan_money(cost: PlanCost, first_month: int) -> PlanMoney:
    """The cost of a plan for a home whose year begins with `first_month`, month first."""
    money = card_money(cost, first_month)
    return PlanMoney(money.figure, money.unit, tuple(_lines(cost, money.spread, money.year)))


def is_change_said(cost: PlanCost) -> bool:
    """Whether the words beside the cost say that the price can change every month, so that nothing else need to."""
    return (cost.reason or "").startswith(CAN_CHANGE) or (cost.known_months == 1 and cost.year_cents is None)


def price_of_words(cost: PlanCost, on: date) -> str:
    """ "at the price of January 9, 2026": of when charges are that can change every month; empty for a fixed price."""
    if cost.plan.rate_type is RateType.FIXED:
        return ""
    if cost.as_listed is not None:
        return f"at the price of {day(cost.as_listed.on)}"
    return f"at the price of {MONTH_NAMES[on.month - 1]} {on.year}" if cost.known_months else ""


def _lines(cost: PlanCost, spread: str, year: str) -> Iterator[str]:
    if cost.as_listed is not None:
        # A doubt about the plan has a notice of its own.
        yield " ".join(filter(None, ("" if cost.plan.suspect else cost.reason, f"{spread}.")))
        return
    if cost.by_day_cents is not None:
        yield STATED_DAYS_LINE
        yield f"{year}."
        return
    if cost.known_cents is None or cost.lowest_cents is None or cost.highest_cents is None:
        return
    if cost.known_months == 1 and cost.year_cents is None:
        yield (
            "After that it can change every month: not known."
            if cost.plan.rate_type is not RateType.FIXED
            else "After that: not known."
        )
        return
    if cost.year_cents is None:
        yield f"{spread}. After that: not known."
    lowest, highest = whole_dollars(cost.lowest_cents), whole_dollars(cost.highest_cents)
    if lowest == highest:
        yield "The same every month."
    elif cost.highest_month is not None:
        yield f"From {lowest} to {highest}, the highest in {MONTH_NAMES[cost.highest_month - 1]}."
    if cost.year_cents is not None and year:
        doubt = f", give or take ${cost.interval_usd:,}" if cost.interval_usd else ""
        yield f"{year}{doubt}."


def delivery_line(bills: YearBills, utility: str, world: World) -> str:
    """Which delivery charge the months use, since when, and when it was last confirmed if that is long ago."""
    since = bills.delivery_from
    if not bills.months:
        return ""
    if since is None:
        return "Delivery is part of this plan’s price."
    text = (
        f"Months use the delivery charge documented since {day(since)}, or the one of their own date where that is "
        "known; utilities can change it at any time."
    )
    return " ".join(part for part in (text, last_confirmed_text(utility, since, world)) if part)


def last_confirmed_text(utility: str, since: date, world: World) -> str:
    """When a charge of that day was last confirmed; empty where that is not long ago."""
    confirmed = max(since, world.once(delivery_confirmed_on, utility) or since)
    if (world.on - confirmed).days <= SEASON_DAYS:
        return ""
    return f"Delivery charge last confirmed in {MONTH_NAMES[confirmed.month - 1]} {confirmed.year}."


def delivery_confirmed_on(world: World, utility: str) -> date | None:
    """Date of the newest facts label of a listed plan that prints the newest charge; ask through `world.once`."""
    plans = world.catalogue.of_utilities((utility,))
    return last_confirmed_on(world.atlas.delivery_charges.get(utility, ()), printed_by_plans(plans))
