"""A reminder of the end of a contract as a calendar file: no account, no e-mail, nothing kept."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from litestar import Response
from litestar.di import NamedDependency

from choosemypower import paths
from choosemypower.cache.policies import PRIVATE
from choosemypower.errors import InvalidFormError, NotFoundError
from choosemypower.http import Request
from choosemypower.plans.model import Plan
from choosemypower.units import texas_today
from choosemypower.web.addresses import first_values
from choosemypower.web.bill_answer import FREE_DAYS
from choosemypower.web.bill_form import YEARS_AHEAD_MAX, plan_end
from choosemypower.web.calendar_file import DayEvent, calendar_file
from choosemypower.web.filters import day, plural
from choosemypower.web.rendering import Renderer, renderer_of
from choosemypower.web.routes import reads
from choosemypower.world import World

COMPARE_DAYS = 30
"""How long before the end there is something to compare, and time for it."""
FIELDS = ("ends", "plan", "starts")


@reads(PRIVATE, paths.REMINDER, query=FIELDS)
async def reminder(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """When to compare and when to leave for nothing: by the end of a contract, or by a plan and its first day."""
    given = first_values(request)
    renderer, today = renderer_of(request), texas_today()
    if given.get("plan"):
        plan = _plan(given["plan"], world)
        starts = _day(given, "starts", today, default=today)
        ends = plan_end(plan, starts)
        events = _events(ends, starts, renderer, plan, today)
    else:
        ends = _day(given, "ends", today)
        events = _events(ends, today, renderer, None, today)
    name = f"electricity-contract-ends-{ends}.ics"
    return Response(
        calendar_file(events, host=urlsplit(renderer.base_url).hostname or "", now=datetime.now(UTC)),
        media_type="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def free_from(ends: date) -> date:
    """From when leaving costs nothing."""
    return ends - timedelta(days=FREE_DAYS)


def _plan(plan_id: str, world: World) -> Plan:
    plan = world.catalogue.by_id.get(plan_id)
    if plan is None:
        raise NotFoundError(
            "We do not list this plan. Open its page, or type the day on which your contract ends."
        )
    if plan.is_month_to_month:
        raise InvalidFormError(
            f"{plan.name} has no end to be reminded of: you can leave it in any month.",
            errors={"plan": "has no term"},
        )
    return plan


def _day(given: dict[str, str], field: str, today: date, default: date | None = None) -> date:
    """A day from today on; `default` where none is given."""
    text = given.get(field, "")
    if not text and default is not None:
        return default
    try:
        on = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        on = None
    if on is None:
        raise InvalidFormError(f"Enter a day like {today.isoformat()}.", errors={field: "not a day"})
    if not today <= on <= date(today.year + YEARS_AHEAD_MAX, 12, 31):
        raise InvalidFormError(
            f"Enter a day from {day(today)} to December 31, {today.year + YEARS_AHEAD_MAX}.",
            errors={field: "out of range"},
        )
    return on


def _events(
    ends: date, starts: date, renderer: Renderer, plan: Plan | None, today: date
) -> tuple[DayEvent, ...]:
    """When to compare, where there is still time for it, and the days on which leaving is free."""
    compare_on, free_on = ends - timedelta(days=COMPARE_DAYS), free_from(ends)
    key = f"{plan.plan_id if plan else ''} {starts if plan else ''} {ends}"
    known = (
        f"Worked out from a start on {day(starts)} and a term of {plural(plan.term_months, 'month')}. "
        "Your bill names the exact day."
        if plan
        else "You gave this day; it is on your bill."
    )
    url = renderer.absolute(plan.url if plan else paths.CHECK_MY_BILL)
    name = f"{plan.name} by {plan.provider_name}" if plan else "Your electricity contract"
    leaving = (
        f"From {day(free_on)} to its end on {day(ends)} you can leave without a fee "
        f"({FREE_DAYS} days before the end, 16 TAC §25.475). Without a new contract the price can change every month."
    )
    free = DayEvent(
        key=f"free {key}",
        first_day=max(free_on, starts),
        last_day=ends,
        title="Electricity contract: leave without a fee",
        text=f"{name}.\n{leaving}\n{known}",
        url=url,
    )
    if compare_on < max(starts, today) or compare_on >= free.first_day:
        return (free,)
    compare = DayEvent(
        key=f"compare {key}",
        first_day=compare_on,
        last_day=compare_on,
        title=f"Electricity contract ends in {COMPARE_DAYS} days: compare plans",
        text=f"{name} ends on {day(ends)}. Compare now, choose a start between {day(free_on)} and {day(ends)}.\n"
        f"{leaving}\n{known}",
        url=url,
    )
    return (compare, free)


handlers = [reminder]
