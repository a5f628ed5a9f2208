"""Retail electric providers."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta

from choosemypower.api.envelope import Answer, list_answer, one_answer, read_page
from choosemypower.api.operations import Operation, path_parameter
from choosemypower.api.parameters import PAGE, PAGE_SIZE, Parameter, Query
from choosemypower.api.reading import reads
from choosemypower.cache.tags import MARKET_TAG, provider_tag
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


EFFECTIVE = Parameter(
    name="effective",
    description="`current`: with a plan in the current listing. `all`: also those that are gone.",
    schema={"type": "string", "enum": ["current", "all"], "default": "current"},
    example="current",
)
LIST_PROVIDERS = Operation(
    id="listProviders",
    path="/api/v1/providers",
    summary="Providers, A to Z",
    tag="Providers",
    parameters=(EFFECTIVE, PAGE, PAGE_SIZE),
    answer=Answer[tuple[ProviderJson, ...]],
    problems=("invalid_parameter", "no_data"),
)
GET_PROVIDER = Operation(
    id="getProvider",
    path="/api/v1/providers/{slug:str}",
    summary="One provider",
    tag="Providers",
    parameters=(path_parameter("slug", "Slug or short word of the provider.", "gexa-energy"),),
    answer=Answer[ProviderDetail],
    problems=("not_found", "no_data"),
)


@reads(LIST_PROVIDERS, budget="provider", tags=(MARKET_TAG,))
async def list_providers(request: Request[Any, Any, Any], world: NamedDependency[World]) -> Response[Any]:
    """Who sells power?"""
    query = Query(request.scope["query_string"], LIST_PROVIDERS.query)
    page = read_page(query)
    providers = world.catalogue.providers
    if query.text(EFFECTIVE) != "all":
        providers = tuple(provider for provider in providers if provider.slug in world.catalogue.by_provider)
    entries = [provider_json(provider, world) for provider in providers[page.bounds]]
    return list_answer(world, query, LIST_PROVIDERS.path, entries, page=page, total=len(providers))


@reads(GET_PROVIDER, budget="provider")
async def get_provider(slug: FromPath[str], world: NamedDependency[World]) -> Response[Any]:
    """Who is this provider?"""
    provider = find_provider(world, slug)
    if provider is None:
        raise NotFoundError("We know no provider of this name. /api/v1/providers lists them.")
    detail = ProviderDetail(
        **msgspec.structs.asdict(provider_json(provider, world)),
        listing_names=provider.listing_names,
        aliases=provider.slug_aliases,
    )
    return one_answer(
        world, f"/api/v1/providers/{provider.slug}", detail, tags=(provider_tag(provider.slug),)
    )


def find_provider(world: World, word: str) -> Provider | None:
    """The provider of a slug or short word."""
    return world.catalogue.providers_by_slug.get(world.catalogue.provider_aliases.get(word, word))


def provider_json(provider: Provider, world: World) -> ProviderJson:
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
        page_url=f"/providers/{provider.slug}",
    )


OPERATIONS = (LIST_PROVIDERS, GET_PROVIDER)
handlers = [list_providers, get_provider]
