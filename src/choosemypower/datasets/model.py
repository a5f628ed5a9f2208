"""What a dataset is: one reading of a listing, published whole or not at all."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec


class DatasetState(StrEnum):
    RUNNING = "running"
    """Being written; visible to nobody."""
    STAGED = "staged"
    """Read, but doubtful: the file is kept until somebody accepts it or another listing is published."""
    PUBLISHED = "published"
    """Was published at least once; the publication says which one is current."""
    FAILED = "failed"
    """Its run ended before it could be published."""


class ListingsAge(StrEnum):
    """How old a listing is, by when it was last seen."""

    FRESH = "fresh"
    """At most 24 hours: a plain line under the lead."""
    OLD = "old"
    """More than 24 hours: a notice before the heading."""
    VERY_OLD = "very_old"
    """More than seven days."""


OLD_AFTER = timedelta(hours=24)
VERY_OLD_AFTER = timedelta(days=7)


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the listings. Its id is the epoch of every page made from it."""

    id: int
    source: str
    """What a reader may go to: the listing's public address, or the name of the file that was read."""
    shape: str
    """Which shape of listing it had: `state_export`, `zip_export`, `archive`, `bundle`, `sheet`."""
    content_hash: str
    """SHA-256 of the file's bytes."""
    understood_hash: str | None = None
    """SHA-256 of what we read in it: another one for the same file means that we read better now."""
    as_of: datetime
    """When the listing said this (UTC)."""
    confirmed_at: datetime
    """When a listing with the same content was last seen (UTC); at least `as_of`."""
    fetched_at: datetime
    published_at: datetime | None = None
    """When it was last made the current one, by publishing or by a rollback (UTC); None before."""
    state: DatasetState
    rows: int
    offers: int
    is_current: bool = False
    label_revision: int = 0
    """How often facts labels were published; 0: never."""
    labels_at: datetime | None = None
    """When that was last (UTC)."""
    report: dict[str, object] | None = None

    @property
    def epoch(self) -> int:
        return self.id

    @property
    def ages_at(self) -> tuple[datetime, ...]:
        """When it begins to be old, and very old."""
        return self.confirmed_at + OLD_AFTER, self.confirmed_at + VERY_OLD_AFTER

    def age_at(self, moment: datetime) -> ListingsAge:
        """How old it is then; at its very limit it is still the younger."""
        old_at, very_old_at = self.ages_at
        if moment <= old_at:
            return ListingsAge.FRESH
        return ListingsAge.OLD if moment <= very_old_at else ListingsAge.VERY_OLD
