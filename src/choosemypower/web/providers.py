"""The directory of providers, and each one with its contacts and its plans by utility."""

from decimal import Decimal
from itertools import groupby

import msgspec
from litestar import Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.cache.tags import MARKET_TAG, provider_tag
from choosemypower.http import GET_AND_HEAD
from choosemypower.plans.model import Plan
from choosemypower.pricing import CostGroup, PlanCost, rank
from choosemypower.providers.model import Provider
from choosemypower.web.filters import day, plural
from choosemypower.web.plan_words import leave_text, term_text, web_url
from choosemypower.web.rendering import PageResponse, moved
from choosemypower.web.views import Crumb, PageView, data_notice
from choosemypower.world import World


class ProviderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the directory."""

    name: str
    slug: str
    certificate: str | None
    plans: int
    utilities: tuple[str, ...]


class ProvidersView(PageView, frozen=True, kw_only=True):
    rows: tuple[ProviderLine, ...]
    without_plans: tuple[Provider, ...]
    """Listed before, not in this dataset."""


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """One plan in the provider's table."""

    plan: Plan
    term: str
    leave: str
    usd_per_year: Decimal | None
    """What a year costs the typical home; None where it cannot be worked out well."""
    remark: str
    """What keeps the figure from being a price for the whole year; empty where nothing does."""


class PlansByUtility(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    lines: tuple[PlanLine, ...]


class ProviderView(PageView, frozen=True, kw_only=True):
    provider: Provider
    website: str | None
    utilities: tuple[PlansByUtility, ...]
    plans: int


REMARKS = {
    CostGroup.WHOLE_YEAR: "",
    CostGroup.BY_THE_HOUR: "price by the hour",
    CostGroup.NOT_PRICED_WELL: "rough estimate",
}


@route(
    paths.PROVIDERS, http_method=GET_AND_HEAD, **PAGE.handler_options(budget="provider", tags=(MARKET_TAG,))
)
async def providers(world: NamedDependency[World]) -> Response[bytes]:
    """All providers, A to Z. No ranking."""
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
        description=f"{len(rows)} retail electric providers with plans on the state's list: certificate, contacts, "
        f"plans by utility. Listings as of {day(notice.as_of)}.",
        h1=f"{plural(len(rows), 'provider')} with plans on the list",
        canonical_path=paths.PROVIDERS,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Providers")),
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


@route(paths.provider("{slug:str}"), http_method=GET_AND_HEAD, **PAGE.handler_options(budget="provider"))
async def provider_page(
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
    if provider.slug != slug:
        return moved(paths.provider(provider.slug))
    view = provider_view(provider, world)
    return PageResponse("providers/provider.html", view, tags=(provider_tag(provider.slug),))


def provider_view(provider: Provider, world: World) -> ProviderView:
    """What we know of a provider, and its plans by utility, lowest yearly cost first."""
    notice = data_notice(world.dataset)
    plans = world.catalogue.by_provider.get(provider.slug, ())
    by_utility = groupby(sorted(plans, key=lambda plan: plan.utility), key=lambda plan: plan.utility)
    utilities = tuple(
        PlansByUtility(
            slug=slug,
            name=world.atlas.utilities[slug].short_name,
            lines=tuple(plan_line(cost) for cost in rank(world.typical_costs(tuple(members))).costs),
        )
        for slug, members in by_utility
    )
    certificate = f"PUC certificate {provider.certificate}. " if provider.is_certificate_confirmed else ""
    return ProviderView(
        title=f"{provider.name} plans and contacts",
        description=f"{certificate}{plural(len(plans), 'plan')} on the state's list for homes of "
        f"{plural(len(utilities), 'utility', 'utilities')}. Listings as of {day(notice.as_of)}.",
        h1=provider.name,
        canonical_path=paths.provider(provider.slug),
        robots_index=bool(plans),
        breadcrumbs=(Crumb("Home", "/"), Crumb("Providers", paths.PROVIDERS), Crumb(provider.name)),
        section=paths.PROVIDERS,
        data_notice=notice,
        provider=provider,
        website=web_url(provider.website),
        utilities=utilities,
        plans=len(plans),
    )


def plan_line(cost: PlanCost) -> PlanLine:
    """A plan with what it costs the typical home, and what to know about that figure."""
    remark = REMARKS.get(cost.group)
    if remark is None:
        remark = "price known for " + plural(cost.known_months, "month")
    if cost.plan.suspect is not None:
        remark = "its listing contradicts itself"
    return PlanLine(
        plan=cost.plan,
        term=term_text(cost.plan),
        leave=leave_text(cost.plan.cancel_fee, cost.plan.term_months),
        usd_per_year=cost.usd_per_year,
        remark=remark if cost.usd_per_year is not None else "cannot be worked out",
    )


def _utility_names(world: World, provider: str) -> tuple[str, ...]:
    slugs = sorted({plan.utility for plan in world.catalogue.by_provider[provider]})
    return tuple(world.atlas.utilities[slug].short_name for slug in slugs)


handlers = [providers, provider_page]
