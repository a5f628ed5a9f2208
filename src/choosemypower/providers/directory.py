"""Which providers we know before a listing names them: brands seen before, and the state's certificates.

Source: reference/providers.csv, compiled by scripts/compile_providers.py (see reference/SOURCES.md).
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import msgspec

from choosemypower.providers.model import CertificateMatch
from choosemypower.providers.names import display_name, fold_name, slugify

_GENERIC_ENDINGS = frozenset({"energy", "power", "electric", "electricity"})


class KnownProvider(msgspec.Struct, frozen=True, kw_only=True):
    """A provider as it will be written when a listing first names it."""

    slug: str
    name: str
    legal_name: str | None = None
    certificate: str | None = None
    certificate_match: CertificateMatch | None = None
    website: str | None = None
    slug_aliases: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()


class ProviderBook:
    """Says whose a spelling is; a spelling that nobody knows makes a new provider, the same one each time."""

    def __init__(self, known: Iterable[KnownProvider], owners: Mapping[str, KnownProvider]) -> None:
        self._by_fold: dict[str, KnownProvider] = dict(owners)
        """Spellings that the database already gave to somebody go first."""
        for provider in known:
            for spelling in (provider.name, *provider.spellings):
                self._by_fold.setdefault(fold_name(spelling), provider)
        self._by_slug = {provider.slug: provider for provider in self._by_fold.values()}

    def identify(self, spelling: str) -> KnownProvider | None:
        """Whose spelling this is; None when it holds neither letters nor digits."""
        folded = fold_name(spelling)
        if not folded:
            return None
        if folded not in self._by_fold:
            provider = _unknown_brand(spelling, folded)
            self._by_fold[folded] = self._by_slug.setdefault(provider.slug, provider)
        return self._by_fold[folded]


@cache
def known_brands() -> tuple[KnownProvider, ...]:
    """The brands of the listings that we have seen."""
    return tuple(_provider(row) for row in _rows() if row["kind"] == "brand")


def _unknown_brand(spelling: str, folded: str) -> KnownProvider:
    """A brand that is new to us: named by rule, with a certificate where the state's directory has one."""
    name = display_name(spelling)[:120]
    slug = slugify(name) or slugify(folded)
    row = _certificates().get(folded) or _certificates().get(_without_generic_ending(folded))
    if row is None:
        return KnownProvider(slug=slug, name=name)
    if fold_name(row["legal_name"]) != folded:
        match = CertificateMatch.TRADE_NAME
    elif " ".join(spelling.split()).casefold() == row["legal_name"].casefold():
        match = CertificateMatch.EXACT
    else:
        match = CertificateMatch.NORMALISED
    return KnownProvider(
        slug=slug,
        name=name,
        legal_name=row["legal_name"],
        certificate=row["certificate"],
        certificate_match=match,
        website=row["website"] or None,
    )


@cache
def _certificates() -> dict[str, dict[str, str]]:
    """Holders of a certificate by folded legal or trade name; a name that two holders use is nobody's."""
    found: dict[str, dict[str, str] | None] = {}
    for row in _rows():
        if row["kind"] != "certificate":
            continue
        names = {fold_name(name) for name in (row["legal_name"], *row["spellings"].split("|")) if name}
        for name in names | {_without_generic_ending(name) for name in names}:
            is_new = name not in found or (found[name] or {}).get("certificate") == row["certificate"]
            found[name] = row if is_new else None
    return {name: row for name, row in found.items() if row is not None and name}


def _without_generic_ending(folded: str) -> str:
    head, _, last = folded.rpartition(" ")
    return head if last in _GENERIC_ENDINGS and head else folded


def _provider(row: dict[str, str]) -> KnownProvider:
    return KnownProvider(
        slug=row["slug"],
        name=row["name"],
        legal_name=row["legal_name"] or None,
        certificate=row["certificate"] or None,
        certificate_match=CertificateMatch(row["match"]) if row["match"] else None,
        website=row["website"] or None,
        slug_aliases=tuple(row["slug_aliases"].split()),
        spellings=tuple(filter(None, row["spellings"].split("|"))),
    )


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = resources.files("choosemypower.reference").joinpath("providers.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
