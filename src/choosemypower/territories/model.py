"""Places, utilities and delivery charges."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec


class Utility(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery utility (TDU/TDSP) in the area of choice."""

    slug: str
    name: str
    """Full name, e.g. "CenterPoint Energy Houston Electric"."""
    short_name: str
    """As said in a sentence, e.g. "CenterPoint Energy"."""
    duns: str | None = None
    eia_utility_id: str | None = None
    puct_company_id: str | None = None
    esiid_prefixes: tuple[str, ...] = ()
    esiid_digits: int | None = None
    outage_phone: str | None = None
    """None where no two sources agree."""
    website: str | None = None
    listing_names: tuple[str, ...] = ()
    """Spellings seen in listings."""
    source: str = ""


class DeliveryCharge(msgspec.Struct, frozen=True, kw_only=True):
    """What a home pays a utility for delivery, from a day on."""

    utility: str
    valid_from: date
    """First day for which the figure is documented; not always the legal start."""
    valid_to: date | None
    """Last day, where documented; otherwise the next row's day ends it."""
    usd_per_month: Decimal
    usd_per_kwh: Decimal | None
    """None: only the monthly part is documented."""
    basis: str
    source: str

    def usd_at(self, usage_kwh: int) -> Decimal | None:
        """What a month of this use costs in delivery, in USD; None where only the monthly part is documented."""
        return None if self.usd_per_kwh is None else self.usd_per_month + self.usd_per_kwh * usage_kwh


def delivery_on(series: Sequence[DeliveryCharge], day: date) -> DeliveryCharge | None:
    """The charge in force on a day: the newest complete one that began by then; None when none is known.

    `series` is one utility's, oldest first.
    """
    in_force = None
    for charge in series:
        if charge.valid_from <= day and charge.usd_per_kwh is not None:
            in_force = charge
    return in_force


class ZipKind(StrEnum):
    OPEN = "open"
    """One utility, homes choose."""
    SPLIT = "split"
    """Two or more utilities, homes choose: never guess."""
    MUNICIPAL = "municipal"
    COOPERATIVE = "cooperative"
    OUTSIDE_ERCOT = "outside_ercot"
    """An investor-owned utility outside the market of choice."""
    UNKNOWN = "unknown"
    """A Texas ZIP of which we do not know who serves it."""


class OtherUtility(msgspec.Struct, frozen=True, kw_only=True):
    """A utility whose customers cannot choose: city-owned, member-owned or outside ERCOT."""

    slug: str
    name: str
    """As people say it, e.g. "Austin Energy"."""
    ownership: ZipKind
    """MUNICIPAL, COOPERATIVE or OUTSIDE_ERCOT."""
    eia_utility_id: str | None = None
    phone: str | None = None
    """Its outage line; None where no two sources agree."""
    website: str | None = None
    source: str = ""


class ZipArea(msgspec.Struct, frozen=True, kw_only=True):
    zip: str
    city_slug: str
    city: str
    county: str | None
    lat: float
    lon: float
    zip_type: str
    """STANDARD, PO BOX or UNIQUE (one organisation)."""
    is_active: bool
    kind: ZipKind
    utilities: tuple[str, ...]
    """Slugs of the utilities with choice; none where closed."""
    other_utilities: tuple[str, ...]
    """Slugs of utilities without choice that are reported here, likeliest first."""
    evidence: str

    @property
    def is_partly_open(self) -> bool:
        """Some homes here belong to a utility whose customers cannot choose."""
        return bool(self.utilities) and bool(self.other_utilities)


class City(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    county: str | None
    lat: float
    lon: float
    zips: tuple[str, ...]
    utilities: tuple[str, ...]
    """Utilities with choice, most ZIPs first; empty for a closed city."""
    other_utilities: tuple[str, ...]
    kind: ZipKind
    """OPEN also when several utilities serve parts of it; otherwise why it is closed."""
    has_homes: bool
    """At least one open ZIP (closed city: any ZIP) where people live, not only PO boxes."""

    @property
    def is_open(self) -> bool:
        return bool(self.utilities)


class ZipAnswerCode(StrEnum):
    OK = "ok"
    INVALID_FORMAT = "invalid_format"
    NOT_TEXAS = "not_texas"
    NOT_FOUND = "not_found"
    MUNICIPAL = "municipal"
    COOPERATIVE = "cooperative"
    OUTSIDE_ERCOT = "outside_ercot"
    SPLIT = "split"
    NO_PLANS = "no_plans"
    UNKNOWN_UTILITY = "unknown_utility"


class ZipAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What we say to somebody who gave us a ZIP."""

    code: ZipAnswerCode
    given: str
    """What was typed, at most 20 characters of it."""
    message: str
    """One or two sentences for people."""
    area: ZipArea | None = None
    redirect_url: str | None = None
    """Where the visitor goes on: city page, `/zip/{zip}`; None when the input was wrong."""
