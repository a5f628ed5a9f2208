"""What a provider is."""

from enum import StrEnum

import msgspec


class CertificateMatch(StrEnum):
    """How the listing's name was tied to a certificate of the Public Utility Commission."""

    EXACT = "exact"
    NORMALISED = "normalised"
    TRADE_NAME = "trade_name"
    SECONDARY = "secondary"
    """Weak: shown as "Certificate not confirmed."."""


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    slug: str
    name: str
    """Display name, e.g. "Gexa Energy"."""
    listing_names: tuple[str, ...] = ()
    """Spellings seen in listings."""
    legal_name: str | None = None
    certificate: str | None = None
    """PUC certificate, five characters, e.g. "10027"; None when unknown."""
    certificate_match: CertificateMatch | None = None
    website: str | None = None
    phone: str | None = None
    """Enrolment phone of the current listing, as printed there."""
    scorecard: int | None = None
    """The state's provider scorecard in the current listing, 0 to 5; not a review score."""
    slug_aliases: tuple[str, ...] = ()
    """Short words of the URL grammar that redirect here, e.g. "txu"."""

    @property
    def is_certificate_confirmed(self) -> bool:
        return self.certificate is not None and self.certificate_match is not CertificateMatch.SECONDARY
