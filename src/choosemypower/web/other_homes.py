"""A plan that is for other homes than the visitor's: which plan of its name is for theirs, or that none is."""

from collections.abc import Collection

from markupsafe import Markup

from choosemypower import paths
from choosemypower.plans.model import Plan
from choosemypower.sentences import list_of
from choosemypower.usage import UsageChoice
from choosemypower.web.way_back import WayBack, travel_query
from choosemypower.world import World


def twin_for(plan: Plan, utilities: Collection[str], world: World) -> Plan | None:
    """The same provider's plan of this name, term and kind for homes of these utilities; itself where it is theirs."""
    if plan.utility in utilities:
        return plan
    twins = [
        one
        for one in world.catalogue.by_provider.get(plan.provider_slug, ())
        if one.utility in utilities and _offer(one) == _offer(plan)
    ]
    return min(twins, key=lambda one: one.plan_id, default=None)


def other_homes_line(plan: Plan, way: WayBack | None, usage: UsageChoice, world: World) -> Markup | str:
    """Said on a plan's page where the visitor's home cannot take it; empty elsewhere."""
    if way is None:
        return ""
    utilities = way.home_utilities(world)
    twin = twin_for(plan, utilities, world)
    if twin is plan:
        return ""
    served = world.atlas.utilities[plan.utility].short_name
    yours = "Your home is in" if way.zip else "Your list is of"
    said = f"This plan is for homes served by {served}. {yours} {way.place(world)}."
    if twin is None:
        theirs = list_of([world.atlas.utilities[slug].short_name for slug in utilities], "or")
        return f"{said} {plan.provider_name} lists no plan of this name for {theirs} homes."
    address = paths.with_query(twin.url, travel_query(way, usage.canonical))
    own = world.atlas.utilities[twin.utility].short_name
    return Markup('{} See <a href="{}">{} for {} homes</a>.').format(said, address, twin.name, own)


def _offer(plan: Plan) -> tuple[object, ...]:
    return plan.name.casefold(), plan.term_months, plan.rate_type, plan.is_prepaid, plan.is_time_of_use
