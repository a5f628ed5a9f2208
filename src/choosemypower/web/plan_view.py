"""Everything a plan's page shows: what the listing says, what it means for this home, and how we know."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from choosemypower import paths
from choosemypower.plans.charges import Basis, UsageCredit, UsageFee
from choosemypower.plans.model import CancelFeeKind, Plan, PriceRecord, SourceNote
from choosemypower.pricing import (
    CostCurve,
    Method,
    PlanCost,
    YearBills,
)
from choosemypower.sentences import list_of
from choosemypower.territories.model import delivery_on
from choosemypower.units import MONTH_NAMES
from choosemypower.usage import UsageChoice
from choosemypower.web.charge_lines import ChargeLine, charge_lines, left_out_words
from choosemypower.web.charts import Chart, months_chart, split_chart
from choosemypower.web.curve_chart import curve_chart
from choosemypower.web.filters import usd
from choosemypower.web.history_chart import HistoryPoint, history_chart
from choosemypower.web.home import largest_cities
from choosemypower.web.label_lines import label_lines, price_said
from choosemypower.web.other_homes import other_homes_line
from choosemypower.web.plan_facts import ListedFacts, plan_facts
from choosemypower.web.plan_money import PlanMoney, delivery_line, plan_money, price_of_words
from choosemypower.web.plan_notices import PlanNotice, plan_notices
from choosemypower.web.plan_words import (
    leave_text,
    per_kwh_text,
)
from choosemypower.web.usage_box import UsageBox, usage_box
from choosemypower.web.views import Crumb, PageView, data_notice
from choosemypower.web.way_back import WayBack, travel_query, way_crumbs, way_of_city, way_pairs
from choosemypower.world import World
from choosemypower.world.plan_history import priced_history

LIST_OF_NOW_DAYS = 2
"""A price is called that of now while the list is no older; a list is a day old on most mornings."""
METHOD_SENTENCES = {
    Method.LABEL: "From the charges on the facts label.",
    Method.SOURCE_CHARGES: "From the charges that {source} states; they give the three label prices.",
    Method.LISTING_LINE: "Worked out from the three label prices.",
    Method.LISTING_EXPLAINED: "Worked out from the three label prices and the {stated} stated in the listing.",
    Method.LISTING_POINTS: "Only the three printed prices are known.",
}


class PlanPage(PageView, frozen=True, kw_only=True):
    """`plans/plan.html`."""

    facts: ListedFacts
    usage: UsageBox
    money: PlanMoney
    cost_lines: tuple[str, ...]
    delivery_line: str
    left_out: str
    """What the cost is without, and what is charged once and is in it."""
    per_kwh: str
    price_said: str
    above_lowest: str
    notices: tuple[PlanNotice, ...]
    months: Chart | None
    curve: Chart | None
    curve_title: str
    split: Chart | None
    charges: tuple[ChargeLine, ...]
    charges_are_worked_out: bool
    priced_on: str
    """ ", at the price of January 9, 2026" where the price can change: said of charges and of other uses."""
    is_from_label: bool
    history: Chart | None
    leaving: tuple[str, ...]
    method: str
    source_lines: tuple[str, ...]
    """What further sources say of the offer."""
    is_in_listing: bool
    list_url: str
    """The list of the visitor's place, else of the largest city that the plan's utility serves, for this home."""
    own_url: str
    """Whether a home that has this plan pays too much."""
    label_url: str
    """Where a facts label can be read, for the same home."""
    elsewhere: Markup | str
    """Said where the visitor came from a list of other homes than this plan serves."""


def plan_page(
    plan: Plan,
    usage: UsageChoice,
    records: Sequence[PriceRecord] | None,
    *,
    world: World,
    way: WayBack | None = None,
) -> PlanPage:
    """The page of a listed plan for one home; `records` None: the history could not be read."""
    on = world.on
    bills = world.year_bills(plan, usage.year)
    curve = world.cost_curve(plan)
    lowest = _lowest(plan, usage, world)
    typical = _typical_cost(plan, world)
    facts = plan_facts(plan, world, on)
    money = plan_money(bills.cost, on.month)
    travel = travel_query(way, usage.canonical)
    return PlanPage(
        title=f"{facts.plan.name} by {plan.provider_name}: cost and fine print",
        description=_description(typical, facts),
        h1=plan.name,
        canonical_path=plan.url,
        robots_index=not travel,
        breadcrumbs=plan_crumbs(plan, way, usage),
        data_notice=data_notice(world.dataset, of_one_plan=True),
        json_ld=(_service(plan, facts),),
        section=paths.CITIES if way else paths.PROVIDERS,
        travel=travel,
        facts=facts,
        usage=usage_box(
            usage,
            world.profiles,
            carried=way_pairs(way),
            home_url=paths.with_query(plan.url, travel_query(way, ())),
            calculator_url=paths.with_query(paths.CALCULATOR, travel),
            place=way.place(world) if way else "",
        ),
        money=money,
        cost_lines=money.lines if money.figure else (*money.lines, *_printed_prices(facts)),
        delivery_line=delivery_line(bills, plan.utility, world),
        left_out=left_out_words(bills),
        per_kwh=per_kwh_text(bills.cost),
        price_said=price_said(plan, world),
        above_lowest=_above_lowest(bills.cost, lowest),
        notices=tuple(plan_notices(plan, bills, curve, usage)),
        months=months_chart(
            bills.months,
            bills.cost.thresholds,
            chart_id="months",
            unknown=world.market.months[len(bills.months) :],
        )
        if bills.months
        else None,
        curve=_curve(plan, curve, lowest, usage, world) if bills.has_charges else None,
        curve_title=_curve_title(curve),
        split=_split(bills),
        charges=charge_lines(bills),
        charges_are_worked_out=bills.model.method not in (Method.LABEL, Method.SOURCE_CHARGES),
        is_from_label=bills.model.method is Method.LABEL,
        priced_on=f", {words}" if (words := price_of_words(bills.cost, on)) else "",
        history=history_of(plan, records, world, on) if records else None,
        leaving=tuple(_leaving_sentences(plan, bills, on)),
        method=_method_sentence(bills, plan),
        source_lines=(
            *label_lines(plan, world),
            *(line for note in plan.sources for line in _source_lines(note)),
        ),
        is_in_listing=not any(note.is_only for note in plan.sources),
        label_url=paths.with_query(paths.READ_A_LABEL, travel),
        own_url=f"{paths.CHECK_MY_BILL}?plan={plan.plan_id}" + (f"&{travel}" if travel else ""),
        list_url=_list_url(plan, usage, way, world),
        elsewhere=other_homes_line(plan, way, usage, world),
    )


def plan_crumbs(plan: Plan, way: WayBack | None, usage: UsageChoice) -> tuple[Crumb, ...]:
    """The way to the page: by the list that the visitor came from, else by the provider."""
    if way is not None:
        return (Crumb("Home", "/"), *way_crumbs(way, usage), Crumb(plan.name))
    return (
        Crumb("Home", "/"),
        Crumb("Providers", paths.PROVIDERS),
        Crumb(plan.provider_name, paths.provider(plan.provider_slug)),
        Crumb(plan.name),
    )


def _list_url(plan: Plan, usage: UsageChoice, way: WayBack | None, world: World) -> str:
    """Where other plans for the same homes stand."""
    if way is None or plan.utility not in way.utilities:
        cities = largest_cities(world.atlas, 1, utility=plan.utility)
        if not cities:
            return paths.PLANS
        way = way_of_city(cities[0])
        way = way.of_utility(plan.utility) if len(way.utilities) > 1 else way
    return way.url(usage)


def _printed_prices(facts: ListedFacts) -> tuple[str, ...]:
    """All that is known of a price that we cannot work out."""
    return (f"Label prices: {list_of([f'{price} at {use}' for use, price in facts.printed])}.",)


def _source_lines(note: SourceNote) -> Iterator[str]:
    """Who else lists the offer, how old that is where it is old, and where it says otherwise."""
    since = f", as of {note.kept_since:%B %-d, %Y}: it could not be asked since" if note.kept_since else ""
    yield f"{'Listed' if note.is_only else 'Also listed'} by {note.source}{since}."
    yield from note.differences


def _method_sentence(bills: YearBills, plan: Plan) -> str:
    """How the figures were found: "Worked out from the three label prices and the credit stated in the listing."."""
    model, charges = bills.model, bills.model.charges
    cost = bills.cost
    if cost.known_cents is None and cost.by_day_cents is None and cost.as_listed is None:
        return METHOD_SENTENCES[Method.LISTING_POINTS]
    kinds = (("credit", UsageCredit), ("fee", UsageFee))
    items = [] if charges is None else [one for one in charges.items if one.basis is Basis.STATED]
    found = [(name, sum(isinstance(one, kind) for one in items)) for name, kind in kinds]
    stated = " and ".join(name if count == 1 else f"{name}s" for name, count in found if count)
    source = next((note.source for note in plan.sources if note.charges is not None), "")
    return METHOD_SENTENCES[model.method].format(stated=stated or "credit or fee", source=source)


def _lowest(plan: Plan, usage: UsageChoice, world: World) -> PlanCost | None:
    """The lowest of the plans of the same utility whose price is known for the whole year."""
    plans = world.catalogue.by_utility.get(plan.utility, ())
    # Most plan pages are asked for without a home, and what all plans cost the typical one is known.
    costs = world.market.costs(plans, usage.year) if usage.canonical else world.typical_costs(plans)
    known = [cost for cost in costs if cost.has_year]
    return min(known, key=lambda cost: (cost.known_cents or 0, cost.tie_rank), default=None)


def _typical_cost(plan: Plan, world: World) -> PlanCost:
    return world.typical_costs((plan,))[0]


def _above_lowest(cost: PlanCost, lowest: PlanCost | None) -> str:
    if cost.usd_per_year is None or lowest is None or lowest.usd_per_year is None:
        return ""
    if cost.plan.plan_id == lowest.plan.plan_id:
        return "The lowest of the plans with a price for the whole year."
    if not cost.has_year:
        return ""
    more_usd = cost.usd_per_year - lowest.usd_per_year
    if more_usd < 1:
        return "About the same as the lowest plan with a price for the whole year."
    return f"{usd(more_usd)} more than the lowest plan with a price for the whole year."


# Charts


def _curve(
    plan: Plan, curve: CostCurve | None, lowest: PlanCost | None, usage: UsageChoice, world: World
) -> Chart | None:
    if curve is None:
        return None
    other = None
    if lowest is not None and lowest.plan.plan_id != plan.plan_id:
        other_curve = world.cost_curve(lowest.plan)
        if other_curve is not None:
            other = (lowest.plan.name, other_curve)
    kwh_by_month = usage.year.kwh_by_month
    return curve_chart(
        curve,
        chart_id="curve",
        name="This plan",
        usage_kwh=(min(kwh_by_month), max(kwh_by_month)),
        lowest=other,
    )


def _curve_title(curve: CostCurve | None) -> str:
    if curve is None or not curve.cliffs:
        return "How the bill grows with use"
    deepest = max(curve.cliffs, key=lambda cliff: abs(cliff.usd))
    return f"Watch out for {deepest.at.usage_kwh:,} kWh"


def _split(bills: YearBills) -> Chart | None:
    if bills.provider_usd is None or bills.delivery_usd is None or not bills.delivery_usd:
        return None
    first, last = bills.months[0], bills.months[-1]
    names = dict.fromkeys((MONTH_NAMES[first.month - 1], MONTH_NAMES[last.month - 1]))
    return split_chart(
        bills.provider_usd,
        bills.delivery_usd,
        bills.credit_usd or Decimal(0),
        chart_id="split",
        span=" to ".join(names) if bills.cost.year_cents is None else "",
    )


def history_of(plan: Plan, records: Sequence[PriceRecord], world: World, on: date) -> Chart:
    """The plan's yearly cost for the typical home, at the prices it had on each date."""
    priced = priced_history(plan, records, world)
    points = [
        HistoryPoint(
            one.record.as_of,
            one.record.last_seen,
            one.usd_per_year,
            one.record.is_listed,
            one.record.usd_per_kwh_1000,
            delivery=one.delivery,
        )
        for one in priced
    ]
    delivery = delivery_on(world.atlas.delivery_charges.get(plan.utility, ()), on)
    # A listing can be published after a later one.
    is_older = bool(points) and points[-1].last_day > world.listed_on
    return history_chart(
        points,
        chart_id="history",
        is_listed_now=plan.plan_id in world.catalogue.by_id,
        is_list_old=(on - world.listed_on).days > LIST_OF_NOW_DAYS,
        usd_per_kwh_now=plan.usd_per_kwh_1000 if is_older else None,
        delivery_now=delivery,
    )


# Words


def _leaving_sentences(plan: Plan, bills: YearBills, on: date) -> list[str]:
    """What leaving costs, when the contract ends, and what then."""
    found = [_leaving_fee(plan)]
    end = bills.contract_end
    if end is not None:
        start = f"{MONTH_NAMES[on.month - 1]} {on.year}"
        text = f"A contract that starts in {start} ends in {MONTH_NAMES[end.month - 1]} {end.year}."
        if end.is_expensive_season:
            text += (
                " From June to September homes use most, so a month at a new price costs most then."
                " Compare again early."
            )
        found.append(text)
        found.append("After the term you move to a month-to-month price unless you choose a new plan.")
    else:
        found.append(
            "There is no term: you can leave at any time."
            if plan.cancel_fee.kind is not CancelFeeKind.PER_REMAINING_MONTH
            else "The listing states no term, and a fee for each month left of one: check the facts label."
        )
    return found


def _leaving_fee(plan: Plan) -> str:
    worst_usd = plan.cancel_fee.worst_case_usd(plan.term_months)
    if worst_usd is None and plan.cancel_fee.usd is None:
        return "The listing does not state a fee to leave early. Check the facts label."
    if worst_usd == 0:
        return "There is no fee to leave early."
    fee = f"Fee to leave early: {leave_text(plan.cancel_fee, plan.term_months)}."
    if plan.is_month_to_month:
        return fee
    return (
        f"{fee} None if you move and give a forwarding address, and none in the last 14 days of the contract."
    )


def _description(typical: PlanCost, facts: ListedFacts) -> str:
    served = f" served by {facts.utility.short_name}" if facts.utility else ""
    cost = (
        f"{usd(typical.usd_per_year)} a year for a typical Texas home{served}. "
        if typical.usd_per_year
        else ""
    )
    credit = next((one for one in typical.thresholds if one.missed_months), None)
    warning = f" {len(credit.missed_months)} months miss a credit or pay a fee." if credit else ""
    return f"{cost}{facts.term}, fee to leave early: {facts.leave}.{warning}"


def _service(plan: Plan, facts: ListedFacts) -> dict[str, object]:
    prices = (("500", plan.usd_per_kwh_500), ("1000", plan.usd_per_kwh_1000), ("2000", plan.usd_per_kwh_2000))
    return {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": facts.plan.name,
        "serviceType": "Electricity supply",
        "provider": {"@type": "Organization", "name": plan.provider_name},
        "areaServed": facts.utility.name if facts.utility else plan.utility,
        "offers": {
            "@type": "Offer",
            "priceSpecification": [
                {
                    "@type": "UnitPriceSpecification",
                    "name": f"Average price at {use} kWh a month",
                    "price": str(price),
                    "priceCurrency": "USD",
                    "unitCode": "KWH",
                }
                for use, price in prices
            ],
        },
    }
