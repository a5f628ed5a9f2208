"""What a home pays now against the lowest plan of the same kind: money first, then leaving, then why."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from statistics import median

import msgspec
from markupsafe import Markup

from choosemypower import paths
from choosemypower.plans.model import Plan, RateType
from choosemypower.pricing import PlanCost
from choosemypower.units import MONTH_NAMES, MONTHS_IN_YEAR, texas_today
from choosemypower.usage import UsageChoice, UsageWay, UsageYear
from choosemypower.web.bill_form import BillFigures, TypedBill, delivery_alone_usd
from choosemypower.web.charts import (
    BAR_SHARE_OF_SLOT,
    Chart,
    Scale,
    grid_lines,
    months_chart,
    next_hundred,
    short,
    svg_of,
)
from choosemypower.web.compare_charts import compared_months
from choosemypower.web.compare_rows import Compared
from choosemypower.web.filters import cents_per_kwh, day, plural, usd, usd_cents
from choosemypower.web.plan_words import sign_up_words
from choosemypower.web.usage_box import usage_words
from choosemypower.web.way_back import WayBack, travel_query
from choosemypower.world import World

FREE_DAYS = 14
"""No fee for leaving in the last days of a contract: 16 TAC 25.475."""
LIKE_FOR_LIKE = (
    "Tax is left out on both sides; a one-time fee that a plan states is in its year. "
    "Like for like: a fixed price for the whole year, no condition on the price, not prepaid."
)
DAYS_IN_MONTH = Decimal("30.4375")


class BillAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """In the order in which it is read."""

    pays: str
    doubt: str
    """Said where a bill is below what delivery alone costs."""
    listed: str
    """What the list says of the plan that the home has; empty where none was named."""
    lowest: str
    """What the lowest plan costs, and the difference a month."""
    plan_name: str | None
    plan_url: str
    provider: str
    leaving: tuple[str, ...]
    reminder_url: str
    """A calendar file of the contract's last days; empty where there is nothing to be reminded of."""
    why: str
    assumed: str
    """What is estimated, and from what."""
    chart: Chart | None


def bill_answer(figures: BillFigures, world: World, home: UsageChoice, way: WayBack | None) -> BillAnswer:
    """The answer for these figures; its links keep the place."""
    usage = figures.usage(world.profiles, home)
    own = world.market.costs((figures.plan,), usage.year)[0] if figures.plan is not None else None
    own_usd = own.usd_per_year if own is not None else None
    paid_usd_per_kwh = figures.usd_per_kwh if figures.bills else _usd_per_kwh(own)
    pays_usd = paid_usd_per_kwh * usage.year.kwh_per_year if figures.bills else own_usd or Decimal(0)
    costs = [
        cost
        for cost in world.market.costs(world.catalogue.of_utilities((figures.utility,)), usage.year)
        if cost.has_year and cost.plan.rate_type is RateType.FIXED
    ]
    picks = world.pick_first(costs)
    best = picks[0].cost if picks else None
    best_usd = best.usd_per_year if best else None
    saving = (pays_usd - best_usd) / MONTHS_IN_YEAR if best_usd is not None else Decimal(0)
    has_lowest = best is not None and best.plan is figures.plan and -1 < saving < 1
    query = travel_query(way, usage.canonical)
    doubt = _doubt(figures, world)
    return BillAnswer(
        pays=_pays(figures, pays_usd),
        doubt=doubt,
        listed=_listed(figures, own_usd),
        lowest=_lowest(best_usd, saving, has_lowest=has_lowest, is_doubtful=bool(doubt)),
        plan_name=best.plan.name if best and not has_lowest else None,
        plan_url=paths.with_query(best.plan.url, query) if best else "",
        provider=_provider(best.plan) if best else "",
        leaving=tuple(_leaving(figures, saving, best.plan, texas_today(), is_doubtful=bool(doubt)))
        if best
        else (),
        reminder_url=_reminder_url(figures.contract_ends, texas_today()),
        why=_why(paid_usd_per_kwh, costs, is_saving=saving >= 1),
        assumed=_assumed(figures, usage),
        chart=_chart_of(figures, best, usage, world) if best else None,
    )


def _provider(plan: Plan) -> str:
    """ "Budget Power (new customers only)": its price is compared, so it is said who may have it."""
    asked = sign_up_words(plan)
    return f"{plan.provider_name} ({asked})" if asked else plan.provider_name


def _usd_per_kwh(own: PlanCost | None) -> Decimal:
    return own.usd_per_kwh if own is not None and own.usd_per_kwh is not None else Decimal(0)


def _pays(figures: BillFigures, pays_usd: Decimal) -> str:
    if figures.bills or figures.plan is None:
        return f"You pay about {usd(pays_usd)} a year at this use."
    return f"{figures.plan.name} costs {usd(pays_usd)} a year at this use, by its price on the list now."


def _doubt(figures: BillFigures, world: World) -> str:
    """A bill below the utility's own charge lacks a part of the price, or holds a credit that others may not."""
    for at, bill in enumerate(figures.bills):
        alone_usd = delivery_alone_usd(figures.utility, bill.kwh, world)
        if alone_usd is not None and bill.usd < alone_usd:
            which = f"your bill of {usd_cents(bill.usd)}" if len(figures.bills) == 1 else _name(bill, at)
            return (
                f"Delivery alone costs about {usd(alone_usd)} for {bill.kwh:,}\u00a0kWh: {which} seems to be "
                "without delivery, or after a credit. Then you pay more in a year than we say here."
            )
    return ""


def _listed(figures: BillFigures, own_usd: Decimal | None) -> str:
    """What the list says of the plan that the home has."""
    plan = figures.plan
    if plan is None:
        return ""
    if not figures.bills:
        return "Your own price is that of the day on which you signed: if a bill says otherwise, type its two numbers."
    if own_usd is None:
        return f"For {plan.name} the list names no price for a whole year."
    return f"On the list now {plan.name} costs {usd(own_usd)} a year at this use."


def _lowest(best_usd: Decimal | None, saving: Decimal, *, has_lowest: bool, is_doubtful: bool) -> str:
    """What the lowest plan costs; beside a bill that may lack a part of the price, nothing is concluded from it."""
    if has_lowest:
        return "No like-for-like plan costs less: it is the lowest."
    if best_usd is None:
        return "We list no fixed-price plan here with a price for the whole year, so there is nothing to compare."
    if saving >= 1:
        return f"The lowest like-for-like plan costs {usd(best_usd)}: {usd(saving)} a month less."
    if is_doubtful:
        return f"The lowest like-for-like plan costs {usd(best_usd)}."
    if saving > -1:
        return f"The lowest like-for-like plan costs {usd(best_usd)}: about what you pay now."
    more = f"{usd(-saving)} a month more. You pay less than any of them."
    return f"The lowest like-for-like plan costs {usd(best_usd)}: {more}"


def _leaving(
    figures: BillFigures, saving: Decimal, lowest: Plan, today: date, *, is_doubtful: bool
) -> list[str]:
    """What leaving costs, when that pays back, and from when it costs nothing."""
    ends, fee = figures.contract_ends, figures.leaving_usd(today)
    free_from = ends - timedelta(days=FREE_DAYS) if ends else None
    said = []
    if saving < 1:
        if not is_doubtful:
            said.append("There is no reason in the price to leave now.")
        if ends is not None and ends < today:
            said.append(
                f"Your contract ended on {day(ends)}. Unless you have renewed it, your price can change every month."
            )
    elif ends is not None and ends < today:
        said.append(
            f"Your contract ended on {day(ends)}. Unless you have renewed it, you can leave now without a fee."
        )
    elif free_from is not None and free_from <= today:
        said.append("You can leave now without a fee.")
        free_from = None
    elif fee is not None:
        said.append(_pay_back(fee, saving, lowest, free_from, today))
    else:
        said.append("We do not know your fee to leave: it is in your contract’s facts label.")
    if free_from is not None and ends is not None and free_from > today:
        said.append(
            f"Your contract ends on {day(ends)}. From {day(free_from)} you can leave without a fee "
            f"({FREE_DAYS} days before the end, 16 TAC §25.475)."
        )
    elif ends is None:
        said.append("In the last 14 days of a contract there is no fee to leave; its end is on your bill.")
    return said


def _reminder_url(ends: date | None, today: date) -> str:
    return paths.reminder(ends=ends.isoformat()) if ends is not None and ends >= today else ""


def _pay_back(fee: Decimal, saving: Decimal, lowest: Plan, free_from: date | None, today: date) -> str:
    if not fee:
        return "You pay no fee to leave: each month you wait costs the difference."
    months = int((fee / saving).to_integral_value(ROUND_CEILING))
    said = f"Leaving now costs {usd(fee)} and pays back in {plural(months, 'month')}"
    held = Decimal(lowest.term_months)
    until_free = (free_from - today).days / DAYS_IN_MONTH if free_from is not None else None
    if until_free is not None and until_free <= held:
        ahead_usd = saving * until_free - fee
        if ahead_usd < 1:
            return f"{said}, later than you can leave for nothing: wait."
        return (
            f"{said}. By the day you can leave for nothing you would be {usd(ahead_usd)} ahead, fee included."
        )
    ahead_usd = saving * held - fee
    if ahead_usd < 1:
        return f"{said}: later than the price of {lowest.name} ends. Stay until you can leave for nothing."
    if until_free is None:
        return f"{said}."
    return (
        f"{said}. When the price of {lowest.name} ends, after {plural(lowest.term_months, 'month')}, you would be "
        f"{usd(ahead_usd)} ahead, fee included; what comes after that nobody knows."
    )


def _why(usd_per_kwh: Decimal, costs: Sequence[PlanCost], *, is_saving: bool) -> str:
    prices = [cost.usd_per_kwh for cost in costs if cost.usd_per_kwh is not None]
    yours = f"your price is {cents_per_kwh(usd_per_kwh)} per kWh, delivery included"
    if not prices:
        return f"Why: {yours}."
    middle = median(prices)
    why = "Why" if is_saving and usd_per_kwh > middle else "For comparison"
    return (
        f"{why}: {yours}; the market’s middle is {cents_per_kwh(middle)} "
        f"at this use ({plural(len(prices), 'fixed-price plan')} for the whole year)."
    )


def _no_month_known(bills: int) -> str:
    return "you gave no month for it" if bills == 1 else "you did not give a month for each"


def _assumed(figures: BillFigures, usage: UsageChoice) -> str:
    year = f"{usage.year.kwh_per_year:,}\u00a0kWh a year"
    if not figures.bills:
        return f"An estimate: {year} ({usage_words(usage)}) on both plans. {LIKE_FOR_LIKE}"
    count = plural(len(figures.bills), "bill") if len(figures.bills) > 1 else "bill"
    spread = (
        "by the months you gave"
        if usage.year.way is UsageWay.MONTHS
        else f"as a mean month, because {_no_month_known(len(figures.bills))}"
    )
    return (
        f"An estimate: {year} from your {count}, spread over a typical Texas year {spread}, "
        f"at the price per kWh of your {'bills' if len(figures.bills) > 1 else 'bill'}. {LIKE_FOR_LIKE}"
    )


def _chart_of(figures: BillFigures, best: PlanCost, usage: UsageChoice, world: World) -> Chart | None:
    """The bills that were typed beside the lowest plan's; without any, the year of the own plan beside its."""
    if figures.bills or figures.plan is None:
        return _chart(figures.bills, best, world)
    plans = dict.fromkeys((figures.plan, best.plan))
    years = [(plan, world.year_bills(plan, usage.year)) for plan in plans]
    if len(years) == 1:
        bills = years[0][1]
        return months_chart(bills.months, bills.cost.thresholds, chart_id="bills") if bills.months else None
    return compared_months(
        [Compared(plan=plan, cost=bills.cost, bills=bills, curve=None) for plan, bills in years],
        world.market.months,
    )


def _chart(bills: Sequence[TypedBill], best: PlanCost, world: World) -> Chart | None:
    """Each bill beside what the lowest plan would charge for the same kWh."""
    pairs = [(bill, other) for bill in bills if (other := _bill_on(bill, best, world)) is not None]
    if not pairs:
        return None
    low = min(0.0, *(float(other) for _, other in pairs))
    scale = Scale(28, 196, low, next_hundred(max(float(max(bill.usd, other)) for bill, other in pairs)))
    parts = [*grid_lines(scale)]
    slot = 88 / len(pairs)
    for at, (bill, other) in enumerate(pairs):
        width = min(slot * BAR_SHARE_OF_SLOT / 2, 14)
        middle = 12 + (at + 0.5) * slot
        parts.append(_bar(middle - width, width, bill.usd, scale, "fill-you"))
        parts.append(_bar(middle + 0.4, width, other, scale, "fill-provider"))
        parts.append(f'<text class="axis mid" x="{short(middle)}%" y="216">{_name(bill, at)}</text>')
    return Chart(
        chart_id="bills",
        caption="Your bills beside the lowest plan’s, for the same kWh",
        sentence=" ".join(
            f"{_name(bill, at)}: you paid {usd(bill.usd)}, the lowest plan would charge {usd(other)}."
            for at, (bill, other) in enumerate(pairs)
        ),
        svg=svg_of("bills", 226, parts),
        keys=((_swatch("fill-you"), "Your bill"), (_swatch("fill-provider"), best.plan.name)),
        columns=("Bill", "kWh", "You paid", "Lowest plan"),
        rows=tuple(
            (_name(bill, at), f"{bill.kwh:,}", usd_cents(bill.usd), usd_cents(other))
            for at, (bill, other) in enumerate(pairs)
        ),
    )


def _bill_on(bill: TypedBill, best: PlanCost, world: World) -> Decimal | None:
    """The mean bill of a year whose months all use this bill's kWh."""
    year = UsageYear(kwh_by_month=(bill.kwh,) * MONTHS_IN_YEAR, way=UsageWay.MONTHS)
    return world.market.costs((best.plan,), year)[0].usd_per_month


def _name(bill: TypedBill, at: int) -> str:
    return f"Bill {at + 1}" if bill.month is None else MONTH_NAMES[bill.month - 1]


def _bar(x: float, width: float, amount: Decimal, scale: Scale, css: str) -> str:
    zero, top = scale.y(0), scale.y(float(amount))
    return (
        f'<rect class="{css}" x="{short(x)}%" width="{short(width)}%" y="{short(min(zero, top))}" '
        f'height="{short(max(abs(zero - top), 1))}"/>'
        f'<text class="value mid" x="{short(x + width / 2)}%" y="{short(min(zero, top) - 5)}">{usd(amount)}</text>'
    )


def _swatch(css: str) -> Markup:
    rect = f'<rect class="{css}" width="22" height="12"/>'
    return Markup(f'<svg viewBox="0 0 22 12" aria-hidden="true">{rect}</svg>')  # noqa: S704
