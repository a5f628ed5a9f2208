"""The directory of providers, and each one with its contacts and its plans by utility."""

from itertools import groupby

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import MARKET_TAG, provider_tag
from choosemypower.http import Request
from choosemypower.plans.model import Plan
from choosemypower.pricing import CostGroup, PlanCost, rank
from choosemypower.providers.model import Provider
from choosemypower.usage import UsageChoice
from choosemypower.web.addresses import given_address
from choosemypower.web.cards import CardMoney, card_money
from choosemypower.web.city_list import group_title
from choosemypower.web.filters import day, plural
from choosemypower.web.plan_words import leave_text, term_text, web_url
from choosemypower.web.rendering import PageResponse, moved
from choosemypower.web.routes import reads
from choosemypower.web.sort_lines import cost_order_line
from choosemypower.web.usage_box import UsageBox, usage_box
from choosemypower.web.views import Crumb, PageView, data_notice
from choosemypower.web.way_back import (
    TRAVELLING,
    WayBack,
    line_box,
    read_travel,
    refused_zip,
    travel_query,
    way_crumbs,
    way_pairs,
)
from choosemypower.world import World


class ProviderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the directory."""

    name: str
    slug: str
    certificate: str | None
    plans: int
    utilities: tuple[str, ...]


class ProvidersView(PageView, frozen=True, kw_only=True):
    usage: UsageBox
    rows: tuple[ProviderLine, ...]
    without_plans: tuple[Provider, ...]
    """Listed before, not in this dataset."""


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """One plan in the provider's table, with what it costs the home of the page."""

    plan: Plan
    term: str
    leave: str
    money: CardMoney


class PlanGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Plans whose costs can be set beside each other, in the order that the page names."""

    title: str
    """Empty where a utility's plans are all of one group with a price for the whole year."""
    lines: tuple[PlanLine, ...]


class PlansByUtility(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    groups: tuple[PlanGroup, ...]
    plans: int


class ProviderView(PageView, frozen=True, kw_only=True):
    provider: Provider
    website: str | None
    usage: UsageBox
    utilities: tuple[PlansByUtility, ...]
    """The visitor's own first, where it is known."""
    plans: int
    order: str
    """How its plans stand in their groups."""
    elsewhere: str
    """Said where no plan is for homes of the visitor's list."""


@reads(PAGE, paths.PROVIDERS, query=TRAVELLING, budget="provider", tags=(MARKET_TAG,))
async def providers(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """All providers, A to Z. No ranking."""
    usage, way = read_travel(request, world)
    travel = travel_query(way, usage.canonical)
    address = paths.with_query(paths.PROVIDERS, travel)
    if address != given_address(request, TRAVELLING):
        return moved(address)
    notice = data_notice(world.dataset)
    rows = tuple(
        ProviderLine(
            name=provider.name,
            slug=provider.slug,
            certificate=provider.certificate if provider.is_certificate_confirmed else None,
            plans=len(world.catalogue.by_provider[provider.slug]),
            utilities=_utility_names(world, provider.slug),
        )
        for provider in world.catalogue.providers
        if provider.slug in world.catalogue.by_provider
    )
    view = ProvidersView(
        title=f"Electricity providers in Texas: {len(rows)} with plans",
        description=f"{len(rows)} providers with plans on the state's list: certificate, contacts, "
        f"plans by utility. Listings as of {day(notice.as_of)}.",
        h1=f"{plural(len(rows), 'provider')} with plans on the list",
        canonical_path=paths.PROVIDERS,
        robots_index=not travel,
        breadcrumbs=(Crumb("Home", "/"), *way_crumbs(way, usage), Crumb("Providers")),
        travel=travel,
        usage=line_box(usage, way, world, paths.PROVIDERS),
        section=paths.PROVIDERS,
        data_notice=notice,
        rows=rows,
        without_plans=tuple(
            provider
            for provider in world.catalogue.providers
            if provider.slug not in world.catalogue.by_provider
        ),
    )
    return PageResponse("providers/list.html", view)


@reads(PAGE, paths.provider("{slug:str}"), query=TRAVELLING, budget="provider", spelled=True)
async def provider_page(
    request: Request,
    world: NamedDependency[World],
    slug: FromPath[str],
) -> Response[bytes] | Redirect:
    """One provider. A short word of the filter addresses ("txu") leads to its page, and so do capitals."""
    word = slug.lower()
    provider = world.catalogue.providers_by_slug.get(word) or world.catalogue.providers_by_slug.get(
        world.catalogue.provider_aliases.get(word, "")
    )
    if provider is None:
        raise NotFoundException
    usage, way = read_travel(request, world)
    refused = refused_zip(request, world)
    query = travel_query(way, (*refused.pairs, *usage.canonical))
    address = paths.with_query(paths.provider(provider.slug), query)
    if address != given_address(request, TRAVELLING):
        return moved(address)
    view = _provider_view(provider, world, usage, way)
    if refused.message:
        view = msgspec.structs.replace(view, elsewhere=refused.message, robots_index=False)
    return PageResponse("providers/provider.html", view, tags=(provider_tag(provider.slug),))


def _provider_view(
    provider: Provider, world: World, usage: UsageChoice, way: WayBack | None = None
) -> ProviderView:
    """What we know of a provider, and its plans by utility for one home, in groups ordered by cost."""
    notice = data_notice(world.dataset)
    plans = world.catalogue.by_provider.get(provider.slug, ())
    own = way.utilities if way else ()
    costs = world.market.costs(plans, usage.year) if usage.canonical else world.typical_costs(plans)
    by_utility = groupby(
        sorted(costs, key=lambda cost: (cost.plan.utility not in own, cost.plan.utility)),
        key=lambda cost: cost.plan.utility,
    )
    utilities = tuple(_plans_of(slug, tuple(members), world) for slug, members in by_utility)
    certificate = f"PUC certificate {provider.certificate}. " if provider.is_certificate_confirmed else ""
    path, travel = paths.provider(provider.slug), travel_query(way, usage.canonical)
    return ProviderView(
        title=f"{provider.name} plans and contacts",
        description=f"{certificate}{plural(len(plans), 'plan')} on the state's list for homes of "
        f"{plural(len(utilities), 'utility', 'utilities')}. Listings as of {day(notice.as_of)}.",
        h1=provider.name,
        canonical_path=path,
        robots_index=bool(plans) and not travel,
        breadcrumbs=(
            Crumb("Home", "/"),
            *way_crumbs(way, usage),
            Crumb("Providers", paths.with_query(paths.PROVIDERS, travel)),
            Crumb(provider.name),
        ),
        section=paths.PROVIDERS,
        data_notice=notice,
        travel=travel,
        provider=provider,
        website=web_url(provider.website),
        usage=usage_box(
            usage,
            world.profiles,
            carried=way_pairs(way),
            home_url=paths.with_query(path, travel_query(way, ())),
            calculator_url=paths.with_query(paths.CALCULATOR, travel),
            place=way.place(world) if way else "",
        ),
        utilities=utilities,
        plans=len(plans),
        order=cost_order_line(costs, is_by_group=True),
        elsewhere=f"{provider.name} lists no plan for homes of your list, {way.place(world)}."
        if way and not any(one.slug in own for one in utilities)
        else "",
    )


def _plans_of(slug: str, costs: tuple[PlanCost, ...], world: World) -> PlansByUtility:
    groups = rank(costs).groups
    is_plain = len(groups) == 1 and groups[0].group is CostGroup.WHOLE_YEAR
    return PlansByUtility(
        slug=slug,
        name=world.atlas.utilities[slug].short_name,
        groups=tuple(
            PlanGroup(
                title="" if is_plain else group_title(group.group, len(group.costs)),
                lines=tuple(_plan_line(cost, world.on.month) for cost in group.costs),
            )
            for group in groups
        ),
        plans=len(costs),
    )


def _plan_line(cost: PlanCost, first_month: int) -> PlanLine:
    return PlanLine(
        plan=cost.plan,
        term=term_text(cost.plan),
        leave=leave_text(cost.plan.cancel_fee, cost.plan.term_months),
        money=card_money(cost, first_month),
    )


def _utility_names(world: World, provider: str) -> tuple[str, ...]:
    slugs = sorted({plan.utility for plan in world.catalogue.by_provider[provider]})
    others = sorted(set(world.catalogue.by_utility) - set(slugs))
    if len(others) <= 1:
        but = f" but {world.atlas.utilities[others[0]].short_name}" if others else ""
        return (f"all utilities{but}",)
    return tuple(world.atlas.utilities[slug].short_name for slug in slugs)


handlers = [providers, provider_page]
