"""Places, utilities and delivery charges."""

from collections.abc import Sequence
from datetime import date, timedelta
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
    """Last day: the documented one, else the day before the next row's; None for the newest."""
    usd_per_month: Decimal
    usd_per_kwh: Decimal | None
    """None: only the monthly part is documented."""
    basis: str
    source: str

    def usd_at(self, usage_kwh: int) -> Decimal | None:
        """What a month of this use costs in delivery, in USD; None where only the monthly part is documented."""
        return None if self.usd_per_kwh is None else self.usd_per_month + self.usd_per_kwh * usage_kwh


def with_ends(series: Sequence[DeliveryCharge]) -> tuple[DeliveryCharge, ...]:
    """A utility's charges, oldest first, each that another one superseded with its last day."""
    ends = [later.valid_from - timedelta(days=1) for later in series[1:]]
    superseded = (
        charge if charge.valid_to is not None else msgspec.structs.replace(charge, valid_to=end)
        for charge, end in zip(series, ends, strict=False)
    )
    return (*superseded, *series[-1:])


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


class Standing(StrEnum):
    """How sure it is that a utility delivers in a ZIP."""

    NAMED = "named"
    """A source names it for this very ZIP or its city."""
    REPORTED = "reported"
    """A list names it for the ZIP, or it serves the ZIPs around."""
    POSSIBLE = "possible"
    """It has lines in the county; no source says more."""


class UtilityClaim(msgspec.Struct, frozen=True, kw_only=True):
    """What sources say of one utility in one ZIP."""

    utility: str
    """A slug, of a utility with choice or without."""
    standing: Standing
    sources: tuple[str, ...]
    """Codes of `TerritorySource`, the strongest first."""

    def __str__(self) -> str:
        return f"{self.utility} {self.standing} {'+'.join(self.sources)}"


def parse_claim(text: str) -> UtilityClaim:
    """A claim as tables hold it: "centerpoint named state-2026+list-2021"."""
    utility, standing, sources = text.split(" ")
    return UtilityClaim(utility=utility, standing=Standing(standing), sources=tuple(sources.split("+")))


class TerritorySource(msgspec.Struct, frozen=True):
    """Where a claim comes from."""

    code: str
    says: str
    """What it is, as said to people."""
    dated: str | None
    """Year, month or day of which it speaks; None for a conclusion of ours."""


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
    """Slugs of the utilities with choice, likeliest first; none where closed."""
    other_utilities: tuple[str, ...]
    """Slugs of utilities without choice, likeliest first; those that are only possible come last."""
    claims: tuple[str, ...]
    """What sources say of each of them, as `parse_claim` reads it."""
    evidence: str
    """How its kind was decided."""

    @property
    def utility_claims(self) -> tuple[UtilityClaim, ...]:
        return tuple(parse_claim(text) for text in self.claims)

    @property
    def likely_others(self) -> tuple[str, ...]:
        """The utilities without choice of which a source says more than that they have lines in the county."""
        return self._others(Standing.NAMED, Standing.REPORTED)

    @property
    def named_others(self) -> tuple[str, ...]:
        """The utilities without choice that a source names for this very ZIP or its city."""
        return self._others(Standing.NAMED)

    @property
    def is_partly_open(self) -> bool:
        """Some homes here belong to a utility whose customers cannot choose, as far as sources say."""
        return bool(self.utilities) and bool(self.likely_others)

    @property
    def is_settled(self) -> bool:
        """Do the sources agree on one utility, and report no other?"""
        claims = self.utility_claims
        likely = [claim for claim in claims if claim.standing is not Standing.POSSIBLE]
        return len(likely) == 1 and (likely[0].standing is Standing.NAMED or len(claims) == 1)

    @property
    def most_likely(self) -> str | None:
        """The likeliest utility, with choice or without; None where nobody is known."""
        return next(iter(self.utilities or self.other_utilities), None)

    @property
    def must_ask(self) -> bool:
        """Is a utility with choice named here, and one without it as well, so that only the address decides?"""
        return bool(self.utilities) and bool(self.named_others)

    def _others(self, *standings: Standing) -> tuple[str, ...]:
        return tuple(
            claim.utility
            for claim in self.utility_claims
            if claim.standing in standings and claim.utility in self.other_utilities
        )


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


class PlaceName(msgspec.Struct, frozen=True, kw_only=True):
    """A name beside the city's that the post office takes for ZIP codes: "The Woodlands" for four of Spring."""

    name: str
    zips: tuple[str, ...]


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
