"""Writes of the providers: a listing that names somebody new makes a new provider."""

from collections.abc import Iterable, Mapping

import msgspec

from choosemypower import database
from choosemypower.providers.directory import KnownProvider
from choosemypower.providers.names import fold_name
from choosemypower.providers.tables import ProviderAliasRow, ProviderListingRow, ProviderRow


class ListedProvider(msgspec.Struct, frozen=True, kw_only=True):
    """What one listing says of one provider."""

    provider: KnownProvider
    spellings: tuple[str, ...]
    plans: int
    scorecard: int | None = None
    website: str | None = None
    phone: str | None = None


class EnsuredProviders(msgspec.Struct, frozen=True, kw_only=True):
    ids: dict[str, int]
    """By slug."""
    created: tuple[str, ...]
    """Slugs of those that had never been listed."""


async def ensure_providers(listed: Iterable[ListedProvider]) -> EnsuredProviders:
    """Write the providers and spellings that are new; nobody's spelling is ever taken away."""
    members = tuple(listed)
    providers = [_columns(member.provider) for member in members]
    async with database.transaction():
        created = await ProviderRow.raw(
            "INSERT INTO provider"
            " (slug, name, legal_name, certificate, certificate_match, website, slug_aliases)"
            " SELECT * FROM jsonb_to_recordset({}::jsonb) AS given(slug varchar, name text, legal_name text,"
            " certificate varchar, certificate_match varchar, website text, slug_aliases text)"
            " ON CONFLICT (slug) DO NOTHING RETURNING slug",
            database.json_text(providers),
        )
        rows = await ProviderRow.raw(
            "SELECT id, slug FROM provider WHERE slug = ANY({}::varchar[])",
            [member.provider.slug for member in members],
        )
        ids = {row["slug"]: row["id"] for row in rows}
        spellings = {
            fold_name(spelling): {"spelling": spelling, "provider": ids[member.provider.slug]}
            for member in members
            for spelling in member.spellings
        }
        await ProviderAliasRow.raw(
            "INSERT INTO provider_alias (alias, spelling, provider)"
            " SELECT * FROM jsonb_to_recordset({}::jsonb) AS given(alias varchar, spelling text, provider int)"
            " ON CONFLICT (alias) DO NOTHING",
            database.json_text([{"alias": alias[:200], **row} for alias, row in spellings.items()]),
        )
    return EnsuredProviders(ids=ids, created=tuple(sorted(row["slug"] for row in created)))


async def stage_listings(dataset_id: int, listed: Iterable[ListedProvider], ids: Mapping[str, int]) -> None:
    """Write what a staged dataset says of its providers."""
    rows = [
        {
            "dataset": dataset_id,
            "provider": ids[member.provider.slug],
            "plans": member.plans,
            "scorecard": member.scorecard,
            "website": member.website,
            "phone": member.phone,
        }
        for member in listed
    ]
    await ProviderListingRow.raw(
        "INSERT INTO provider_listing (dataset, provider, plans, scorecard, website, phone)"
        " SELECT * FROM jsonb_to_recordset({}::jsonb) AS given(dataset int, provider int, plans int,"
        " scorecard smallint, website text, phone text)",
        database.json_text(rows),
    )


def _columns(provider: KnownProvider) -> dict[str, object]:
    return {
        "slug": provider.slug,
        "name": provider.name,
        "legal_name": provider.legal_name,
        "certificate": provider.certificate,
        "certificate_match": provider.certificate_match,
        "website": provider.website,
        "slug_aliases": " ".join(provider.slug_aliases) or None,
    }
