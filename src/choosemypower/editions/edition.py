"""What does an answer depend on, besides its address? One Edition says all of it.

The page cache, the headers and the purge ask an Edition under which key an answer is kept, since when it says what it
says, until when, and what an edge must fetch anew when another edition takes its place. (The language of a page is part
of its address, `/es/…`, so the address carries it.)
"""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, Self
from urllib.parse import quote

import msgspec

from choosemypower.editions.tags import ALL_TAGS, DATED_TAGS
from choosemypower.units import midnight, texas_day


class EditionSource(Protocol):
    """What of a dataset an edition is made from."""

    @property
    def epoch(self) -> int: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def confirmed_at(self) -> datetime: ...
    @property
    def fetched_at(self) -> datetime: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def label_revision(self) -> int: ...
    @property
    def labels_at(self) -> datetime | None: ...
    @property
    def ages_at(self) -> tuple[datetime, ...]:
        """When its pages begin to say that it is old."""
        ...


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """The program and its templates, as far as pages depend on them."""

    name: str
    """Differs between two builds, and between two sites."""
    made_at: float
    """Seconds since 1970, as all moments here."""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """All that an answer of one address depends on. Two pages of one address and one key are the same."""

    release: str
    epoch: int
    fetched_at: int
    """A database that was made anew counts its epochs from 1 again: when its data were fetched tells them apart."""
    label_revision: int
    """Which facts labels the bills are made from: they are published between two listings."""
    listed_on: date
    """The day that the listing speaks of."""
    confirmed_on: date
    """The day on which it was last seen; pages print it."""
    day: date
    """Today in Texas: delivery charges and the year begin by it."""
    stage: int
    """How many of its ages the listing has passed: pages warn of old ones."""
    modified_at: float
    """Since when answers may say what they say now. Too early a moment would confirm an old page (304)."""
    ends_at: float
    """The next moment at which pages change though nothing is published."""
    key: str

    @classmethod
    def of(cls, listing: EditionSource, release: Release, now: float) -> Self:
        """The edition of a listing at a moment."""
        ages = tuple(moment.timestamp() for moment in listing.ages_at)
        passed = tuple(moment for moment in ages if moment <= now)
        day = texas_day(datetime.fromtimestamp(now, UTC))
        published_at = listing.published_at or listing.fetched_at
        fetched_at = int(listing.fetched_at.timestamp())
        listed_on, confirmed_on = texas_day(listing.as_of), texas_day(listing.confirmed_at)
        changes = (
            published_at.timestamp(),
            listing.confirmed_at.timestamp(),
            release.made_at,
            midnight(day),
            *((listing.labels_at.timestamp(),) if listing.labels_at is not None else ()),
            *passed,
        )
        following = (midnight(day + timedelta(days=1)), *ages)
        dates = f"{listed_on:%Y%m%d}-{confirmed_on:%Y%m%d}-{day:%Y%m%d}"
        return cls(
            release=release.name,
            epoch=listing.epoch,
            fetched_at=fetched_at,
            label_revision=listing.label_revision,
            listed_on=listed_on,
            confirmed_on=confirmed_on,
            day=day,
            stage=len(passed),
            modified_at=min(now, max(changes)),
            ends_at=min(moment for moment in following if moment > now),
            key=f"{quote(release.name, safe='')}:{listing.epoch}:{fetched_at}:{dates}:{len(passed)}"
            + (f":{listing.label_revision}" if listing.label_revision else ""),
        )

    def is_of_data_of(self, other: "Edition") -> bool:
        """Do both show the same data? Then one may stand in for the other while its time's pages are made."""
        return (self.epoch, self.fetched_at, self.label_revision) == (
            other.epoch,
            other.fetched_at,
            other.label_revision,
        )

    def tags_since(self, before: "Edition", contents: Iterable[str]) -> tuple[str, ...]:
        """What an edge that holds answers of `before` must fetch anew, widest first; empty when both say the same.

        `contents` are the tags of what differs between the two datasets themselves.
        """
        if before.release != self.release:
            return ALL_TAGS
        return (*(DATED_TAGS if self._dates() != before._dates() else ()), *contents)

    def _dates(self) -> tuple[object, ...]:
        return self.listed_on, self.confirmed_on, self.day, self.stage


class Editions:
    """Which edition is the present one? Whoever changes what it is made of says `renew()`."""

    def __init__(
        self, make: Callable[[float], Edition | None], wall_clock: Callable[[], float] = time.time
    ) -> None:
        self._make = make
        self._wall_clock = wall_clock
        self.current: Edition | None = None
        """None before there is data. A plain attribute, read for every request: a call costs a hit 2 %."""
        self.renew()

    def renew(self) -> None:
        """Look again; the same object stays while nothing has changed."""
        made = self._make(self._wall_clock())
        if made != self.current:
            self.current = made

    def look(self) -> Edition | None:
        """The present edition, though time alone may have brought another one since."""
        if self.current is not None and self._wall_clock() >= self.current.ends_at:
            self.renew()
        return self.current
