"""Reads of the providers."""

from typing import Any

import msgspec

from choosemypower.providers.directory import KnownProvider
from choosemypower.providers.model import Provider
from choosemypower.providers.tables import ProviderAliasRow, ProviderRow


async def list_providers(dataset_id: int | None) -> tuple[Provider, ...]:
    """Every provider ever listed, with what this dataset says of it."""
    rows = await ProviderRow.raw(
        "SELECT provider.id, slug, name, legal_name, certificate, certificate_match,"
        " coalesce(listing.website, provider.website) AS website, listing.phone, listing.scorecard,"
        " coalesce(slug_aliases, '') AS slug_aliases,"
        " ARRAY(SELECT spelling FROM provider_alias WHERE provider_alias.provider = provider.id"
        " ORDER BY spelling) AS listing_names"
        " FROM provider"
        " LEFT JOIN provider_listing AS listing"
        " ON listing.provider = provider.id AND listing.dataset = {}"
        " ORDER BY provider.id",
        dataset_id,
    )
    return tuple(map(_provider, rows))


async def read_owners() -> dict[str, KnownProvider]:
    """Whose each folded spelling is, of those that the database has seen."""
    rows = await ProviderAliasRow.raw(
        "SELECT alias, slug, name FROM provider_alias JOIN provider ON provider.id = provider_alias.provider"
    )
    return {row["alias"]: KnownProvider(slug=row["slug"], name=row["name"]) for row in rows}


def _provider(row: dict[str, Any]) -> Provider:
    return msgspec.convert({**row, "slug_aliases": row["slug_aliases"].split()}, Provider)
