"""Retail electric providers."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower import paths
from choosemypower.api.answers import Answer, Page, list_answer, one_answer
from choosemypower.api.operations import Operation
from choosemypower.api.plan_list import Effective
from choosemypower.api.queries import ENTRIES, PageNumber, PageSize, Query, about
from choosemypower.api.routes import reads
from choosemypower.editions.tags import MARKET_TAG, provider_tag
from choosemypower.errors import NotFoundError
from choosemypower.providers.model import Provider
from choosemypower.world import World


class ProviderJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A retail electric provider."""

    slug: str
    name: str
    legal_name: str | None
    certificate: Annotated[
        str | None,
        Meta(description="Certificate of the Public Utility Commission of Texas; null when unknown."),
    ]
    is_certificate_confirmed: Annotated[
        bool, Meta(description="False: tied to the name by weak evidence, or unknown.")
    ]
    website: str | None
    phone: Annotated[str | None, Meta(description="Enrolment phone, as listed.")]
    scorecard: Annotated[
        int | None, Meta(description="The state's provider scorecard, 0 to 5. It is no review score.")
    ]
    plan_count: Annotated[int, Meta(description="Plans in the current listing.")]
    utilities: Annotated[
        tuple[str, ...], Meta(description="Slugs of the utilities in whose area it offers them.")
    ]
    page_url: Annotated[str, Meta(description="Its page on this site, without the host.")]


class ProviderDetail(ProviderJson, frozen=True, kw_only=True, rename="camel"):
    """A provider with its other names."""

    listing_names: Annotated[tuple[str, ...], Meta(description="Spellings seen in listings.")]
    aliases: Annotated[tuple[str, ...], Meta(description="Other words that the `provider` filter takes.")]


class ProvidersQuery(Query, frozen=True, kw_only=True):
    effective: Annotated[
        Effective,
        about(
            "`current`: with a plan in the current listing. `all`: also those that are gone.",
            example="current",
        ),
    ] = Effective.CURRENT
    page: PageNumber = 1
    page_size: PageSize = ENTRIES


class ProviderQuery(Query, frozen=True, kw_only=True):
    slug: Annotated[str, about("Slug or short word of the provider.", "path", example="gexa-energy")]


LIST_PROVIDERS = Operation(
    id="listProviders",
    path="/api/v1/providers",
    summary="Providers, A to Z",
    tag="Providers",
    query=ProvidersQuery,
    answer=Answer[tuple[ProviderJson, ...]],
)
GET_PROVIDER = Operation(
    id="getProvider",
    path="/api/v1/providers/{slug:str}",
    summary="One provider",
    tag="Providers",
    query=ProviderQuery,
    answer=Answer[ProviderDetail],
    problems=("not_found",),
)


@reads(LIST_PROVIDERS, budget="provider", tags=(MARKET_TAG,))
async def list_providers(asked: ProvidersQuery, world: World) -> Response[bytes]:
    """Who sells power?"""
    page = Page(number=asked.page, size=asked.page_size)
    providers = world.catalogue.providers
    if asked.effective is Effective.CURRENT:
        providers = tuple(provider for provider in providers if provider.slug in world.catalogue.by_provider)
    entries = [_provider_json(provider, world) for provider in providers[page.bounds]]
    return list_answer(world, asked, LIST_PROVIDERS.path, entries, page=page, total=len(providers))


@reads(GET_PROVIDER, budget="provider")
async def get_provider(asked: ProviderQuery, world: World) -> Response[bytes]:
    """Who is this provider?"""
    provider = _find_provider(world, asked.slug)
    if provider is None:
        raise NotFoundError("We know no provider of this name. /api/v1/providers lists them.")
    detail = ProviderDetail(
        **msgspec.structs.asdict(_provider_json(provider, world)),
        listing_names=provider.listing_names,
        aliases=provider.slug_aliases,
    )
    return one_answer(
        world, f"/api/v1/providers/{provider.slug}", detail, tags=(provider_tag(provider.slug),)
    )


def _find_provider(world: World, word: str) -> Provider | None:
    """The provider of a slug or short word."""
    return world.catalogue.providers_by_slug.get(world.catalogue.provider_aliases.get(word, word))


def _provider_json(provider: Provider, world: World) -> ProviderJson:
    """What a list says of a provider."""
    plans = world.catalogue.by_provider.get(provider.slug, ())
    return ProviderJson(
        slug=provider.slug,
        name=provider.name,
        legal_name=provider.legal_name,
        certificate=provider.certificate,
        is_certificate_confirmed=provider.is_certificate_confirmed,
        website=provider.website,
        phone=provider.phone,
        scorecard=provider.scorecard,
        plan_count=len(plans),
        utilities=tuple(sorted({plan.utility for plan in plans})),
        page_url=paths.provider(provider.slug),
    )


handlers = [list_providers, get_provider]
