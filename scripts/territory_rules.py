"""Who serves a ZIP? The rules that weigh what the sources report, from the surest to the likeliest.

1. The state's own lookup (2026) or a checked list names utilities: homes choose; several make a split ZIP.
2. It names none, and the city owns a utility: city-owned.
3. It names none for a PO box or a one-organisation ZIP: that proves nothing (some lie inside Dallas). Such a ZIP
   takes what is true of most of its city's street ZIPs.
4. It names none for a street ZIP: closed. Likeliest first: an investor-owned utility of the county with closed
   ZIPs around; a city utility of the same county; a co-op named after the county; the utility with more customers
   per ZIP. Reports are by county and list too many, so an investor-owned utility with no such ZIP around comes
   last.
5. Nothing is left, or all five street ZIPs around are open and only a county-wide report speaks: unknown.

A utility with choice that a source names far from its lines (not in its counties, nor in the ZIPs around) is not
offered. Above all rules stands what a utility, a city or a co-op says of itself (`territory_statements.py`). What
each source says of each utility, beside open ones too, is put together in `territory_claims.py`.
"""

import math
from collections import Counter, defaultdict

import msgspec
from territory_counties import counties_with_choice
from territory_names import counties_in_name, home_city
from territory_statements import stated

from choosemypower.territories.model import OtherUtility, ZipKind

NEIGHBOURS = 5
LEAST_SHARE = 10
"""A PO box takes the utilities with choice of a tenth of its city's open street ZIPs or more."""
DEGREE_OF_LONGITUDE = 0.86
"""Length of a degree of longitude in Texas, in degrees of latitude."""

ACROSS_THE_BAY = {"77650"}
"""Port Bolivar: the street ZIPs nearest by air lie on Galveston Island, which is another utility's."""

EVIDENCE = {
    "agree": "The state's lookup of July 2026 and a list of December 2021 agree.",
    "ptc_only": "The state's lookup of July 2026.",
    "split_2021": "The state's lookup of July 2026; a list of December 2021 names other utilities.",
    "split_checked": "Several utilities, checked against a list of September 2026.",
    "corrected": "Corrected after a list of September 2026.",
    "": "The state's lookup of July 2026 names none; a co-op that opted in is reported here.",
}


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A utility without choice that may be the one that serves a ZIP."""

    utility: OtherUtility
    eia_name: str
    customers: int
    zips_listed: int

    @property
    def customers_per_zip(self) -> float:
        return self.customers / max(self.zips_listed, 1)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A ZIP, its place, and what the sources report."""

    zip: str
    city: str
    county: str | None
    lat: float
    lon: float
    zip_type: str
    is_active: bool
    market: str
    evidence: str
    by_state: str
    """What the state's lookup of 2026 answered: a utility with choice, `none`, or nothing where it was not asked."""
    by_list: tuple[str, ...]
    """What the list of 2021 names."""
    utilities: tuple[str, ...]
    reported: tuple[Candidate, ...]
    by_nrel: frozenset[str] = frozenset()
    """EIA's names of the utilities that NREL's table of 2020 gives for this very ZIP."""
    misplaced: tuple[str, ...] = ()
    """Utilities with choice that a source names here, but that have no lines near."""

    @property
    def is_street(self) -> bool:
        """People live here: not only PO boxes, not one organisation, still in use."""
        return self.zip_type == "STANDARD" and self.is_active

    @property
    def is_listed_open(self) -> bool:
        return self.market == "competitive"

    @property
    def was_asked(self) -> bool:
        return bool(self.by_state)

    @property
    def has_place(self) -> bool:
        return self.lat != 0


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Our answer for one ZIP."""

    kind: ZipKind
    utilities: tuple[str, ...] = ()
    others: tuple[Candidate, ...] = ()
    evidence: str
    lat: float
    lon: float


def judge_zips(listings: list[Listing], candidates: tuple[Candidate, ...]) -> dict[str, Verdict]:
    """The answer for every ZIP."""
    ground = Ground(listings, candidates)
    streets = {listing.zip: ground.judge_street(listing) for listing in listings if listing.is_street}
    verdicts = {}
    for listing in listings:
        verdict = streets.get(listing.zip) or ground.judge_other(listing, streets)
        if not listing.has_place:
            verdict = msgspec.structs.replace(verdict, **ground.middle_of(listing.city))
        verdicts[listing.zip] = verdict
    return verdicts


def without_misplaced(listings: list[Listing]) -> list[Listing]:
    """The ZIPs without the utilities with choice that have no lines near; closed where none is left."""
    ground = Ground(listings, ())
    return [_placed(listing, ground) for listing in listings]


def _placed(listing: Listing, ground: "Ground") -> Listing:
    kept = tuple(utility for utility in listing.utilities if ground.has_lines(utility, listing))
    if kept == listing.utilities:
        return listing
    misplaced = tuple(utility for utility in listing.utilities if utility not in kept)
    market = listing.market if kept else "no_offers"
    return msgspec.structs.replace(listing, utilities=kept, misplaced=misplaced, market=market)


class Ground:
    """All ZIPs together: neighbours, cities, and the utilities that may serve them."""

    def __init__(self, listings: list[Listing], candidates: tuple[Candidate, ...]) -> None:
        self.candidates = candidates
        self.cities_with_utility = {home_city(candidate.eia_name) for candidate in candidates}
        self.streets = [listing for listing in listings if listing.is_street and listing.has_place]
        self.city_streets: defaultdict[str, list[Listing]] = defaultdict(list)
        for street in self.streets:
            self.city_streets[street.city].append(street)

    def judge_street(self, listing: Listing) -> Verdict:
        """A ZIP where people live."""
        if listing.is_listed_open:
            return self.listed(listing)
        if listing.market == "unknown":
            others = self.others_of_city(listing)
            return self.closed(listing, ZipKind.UNKNOWN, others, "The state's lookup was not asked.")
        return self.judge_closed(listing)

    def judge_other(self, listing: Listing, streets: dict[str, Verdict]) -> Verdict:
        """A PO box, a ZIP of one organisation, or one that is no longer in use."""
        if listing.is_listed_open:
            return self.listed(listing)
        if listing.city in self.cities_with_utility:
            return self.judge_closed(listing)
        of_city = [streets[street.zip] for street in self.city_streets[listing.city]]
        if not of_city:
            return self.judge_closed(listing)
        open_streets = [verdict for verdict in of_city if verdict.utilities]
        if 2 * len(open_streets) <= len(of_city):
            return self.as_most_streets(listing, [verdict for verdict in of_city if not verdict.utilities])
        if listing.market == "unknown":
            return self.closed(
                listing, ZipKind.UNKNOWN, (), "No longer in use; the state's lookup was not asked."
            )
        return self.as_open_city(listing, open_streets)

    def listed(self, listing: Listing) -> Verdict:
        """A ZIP for which the sources name utilities with choice."""
        return Verdict(
            kind=ZipKind.SPLIT if len(listing.utilities) > 1 else ZipKind.OPEN,
            utilities=listing.utilities,
            others=self.beside_choice(listing),
            evidence=EVIDENCE[listing.evidence] + self.left_out(listing),
            lat=listing.lat,
            lon=listing.lon,
        )

    def as_open_city(self, listing: Listing, open_streets: list[Verdict]) -> Verdict:
        """A PO box in a city whose homes choose: its holder may live at any of the city's utilities."""
        counts = Counter(utility for verdict in open_streets for utility in verdict.utilities)
        usual = [utility for utility, count in counts.items() if LEAST_SHARE * count >= len(open_streets)]
        utilities = tuple(sorted(usual))
        if set(listing.utilities) and set(listing.utilities) < set(utilities):
            utilities = listing.utilities
        return Verdict(
            kind=ZipKind.SPLIT if len(utilities) > 1 else ZipKind.OPEN,
            utilities=utilities,
            others=self.beside_choice(listing),
            evidence=f"No street addresses: as most street ZIPs of {listing.city}.",
            lat=listing.lat,
            lon=listing.lon,
        )

    def as_most_streets(self, listing: Listing, closed_streets: list[Verdict]) -> Verdict:
        """A PO box in a city whose homes cannot choose."""
        kinds = Counter(verdict.kind for verdict in closed_streets)
        likeliest = Counter(verdict.others[0] for verdict in closed_streets if verdict.others)
        own = [candidate for candidate in self.ranked(listing) if candidate not in likeliest]
        others = sorted(likeliest, key=lambda candidate: -likeliest[candidate]) + own
        kind = others[0].utility.ownership if likeliest else kinds.most_common(1)[0][0]
        return self.closed(
            listing, kind, tuple(others), f"No street addresses: as most street ZIPs of {listing.city}."
        )

    def judge_closed(self, listing: Listing) -> Verdict:
        """A ZIP for which the state's lookup names no utility with choice."""
        others = self.ranked(listing)
        asked = "The state's lookup of July 2026 names no utility with choice"
        if listing.market == "check":
            asked += ", a list of December 2021 did"
        if not listing.was_asked:
            asked = "The state's lookup was not asked"
        if listing.misplaced:
            asked = f"Named by a source, but with no lines near: {', '.join(listing.misplaced)}"
        if not others:
            return self.closed(listing, ZipKind.UNKNOWN, self.others_of_county(listing), asked + ".")
        first, rank = others[0], self.rank(others[0], listing)
        if rank > OWN_CITY and self.stands_alone(listing, rank):
            return self.closed(listing, ZipKind.UNKNOWN, others, asked + "; every street ZIP around is open.")
        return self.closed(listing, first.utility.ownership, others, f"{asked}; {REASONS[rank]}.")

    def beside_choice(self, listing: Listing) -> tuple[Candidate, ...]:
        """Utilities without choice reported for an open ZIP, an investor-owned one only with its ZIPs around."""
        return tuple(one for one in self.ranked(listing) if self.rank(one, listing) != LAST)

    def left_out(self, listing: Listing) -> str:
        """Which utilities a source names here although they have no lines near."""
        if not listing.misplaced:
            return ""
        return f" Left out, as it has no lines near: {', '.join(listing.misplaced)}."

    def closed(
        self, listing: Listing, kind: ZipKind, others: tuple[Candidate, ...], evidence: str
    ) -> Verdict:
        return Verdict(kind=kind, others=others, evidence=evidence, lat=listing.lat, lon=listing.lon)

    def stands_alone(self, listing: Listing, rank: int) -> bool:
        """Is a report by county the only sign that this ZIP, amid open ones, is closed?"""
        if listing.zip in ACROSS_THE_BAY or not all(near.is_listed_open for near in self.around(listing)):
            return False
        of_city = self.city_streets[listing.city]
        city_is_open = 2 * sum(street.is_listed_open for street in of_city) > len(of_city)
        return rank == LAST or (city_is_open and rank > COUNTY_COOP)

    def ranked(self, listing: Listing) -> tuple[Candidate, ...]:
        """The utilities without choice that may serve a ZIP, likeliest first."""
        candidates = dict.fromkeys(listing.reported)
        for candidate in self.candidates:
            owns_city = home_city(candidate.eia_name) == listing.city
            # Co-ops that report on EIA's short form are not in the ZIP table; some are named after a county.
            is_county_coop = is_named_after(candidate, listing.county) and not listing.is_listed_open
            is_stated = bool(stated(candidate.eia_name, listing.zip, listing.city))
            if owns_city or is_county_coop or is_stated:
                candidates.setdefault(candidate)
        return tuple(
            sorted(
                candidates, key=lambda one: (self.rank(one, listing), -one.customers_per_zip, one.eia_name)
            )
        )

    def rank(self, candidate: Candidate, listing: Listing) -> int:
        """How likely a reported utility serves a ZIP; 0 is the likeliest."""
        ownership = candidate.utility.ownership
        if stated(candidate.eia_name, listing.zip, listing.city):
            return STATED
        if ownership is ZipKind.MUNICIPAL:
            home = home_city(candidate.eia_name)
            if home == listing.city:
                return OWN_CITY
            return CITY_NEARBY if self.county_of(home or "") == listing.county else CITY_ELSEWHERE
        if ownership is ZipKind.COOPERATIVE:
            return COUNTY_COOP if is_named_after(candidate, listing.county) else OTHER_COOP
        return INVESTOR_OWNED_AROUND if self.serves_around(candidate, listing) else LAST

    def serves_around(self, candidate: Candidate, listing: Listing) -> bool:
        """Does an investor-owned utility serve the ZIPs around: two that are closed by it, or one that is stated?"""
        if listing.zip in ACROSS_THE_BAY:
            return True
        around = {street.zip: street for street in self.around(listing) + self.city_streets[listing.city]}
        around.pop(listing.zip, None)
        near = sum(self.is_closed_by(candidate, street) for street in around.values())
        is_stated = any(stated(candidate.eia_name, one.zip, one.city) for one in (listing, *around.values()))
        return near >= 2 or (is_stated and candidate in listing.reported)

    def is_closed_by(self, candidate: Candidate, street: Listing) -> bool:
        """May this investor-owned utility be the reason why a street ZIP is closed?"""
        return (
            candidate in street.reported
            and not street.is_listed_open
            and street.city not in self.cities_with_utility
        )

    def has_lines(self, utility: str, listing: Listing) -> bool:
        """Does EIA place a utility with choice in the county, the state in ZIPs around, or a statement here?

        Two of the five nearest; one where the state names it for this ZIP as well.
        """
        if listing.county is None or listing.county in counties_with_choice(utility):
            return True
        if stated(utility, listing.zip, listing.city):
            return True
        around = sum(near.by_state == utility for near in self.around(listing))
        return around >= (1 if listing.by_state == utility else 2)

    def around(self, listing: Listing) -> list[Listing]:
        """The street ZIPs nearest by air; none for a ZIP without a place."""
        if not listing.has_place:
            return []
        others = (street for street in self.streets if street.zip != listing.zip)
        return sorted(others, key=lambda street: distance(street, listing))[:NEIGHBOURS]

    def county_of(self, city: str) -> str | None:
        """The county of most street ZIPs of a city."""
        counts = Counter(street.county for street in self.city_streets[city])
        return counts.most_common(1)[0][0] if counts else None

    def others_of_city(self, listing: Listing) -> tuple[Candidate, ...]:
        counts = Counter(one for street in self.city_streets[listing.city] for one in self.ranked(street))
        return tuple(sorted(counts, key=lambda one: (-counts[one], self.rank(one, listing))))

    def others_of_county(self, listing: Listing) -> tuple[Candidate, ...]:
        """Co-ops reported for a quarter of the county's other ZIPs or more: a hint, not an answer."""
        streets = [street for street in self.streets if street.county == listing.county]
        counts = Counter(
            candidate
            for street in streets
            for candidate in street.reported
            if candidate.utility.ownership is ZipKind.COOPERATIVE
        )
        usual = (one for one in counts if 4 * counts[one] >= len(streets))
        return tuple(sorted(usual, key=lambda one: (-counts[one], one.eia_name)))

    def middle_of(self, city: str) -> dict[str, float]:
        """Where to put a ZIP without a place: the middle of its city's street ZIPs."""
        streets = self.city_streets[city]
        return {
            "lat": round(sum(street.lat for street in streets) / len(streets), 4),
            "lon": round(sum(street.lon for street in streets) / len(streets), 4),
        }


STATED, OWN_CITY, INVESTOR_OWNED_AROUND, CITY_NEARBY, COUNTY_COOP, OTHER_COOP, CITY_ELSEWHERE, LAST = range(8)
REASONS = {
    STATED: "a utility or the place itself says who serves it",
    OWN_CITY: "the city owns a utility",
    INVESTOR_OWNED_AROUND: "an investor-owned utility outside the market serves the closed ZIPs around",
    CITY_NEARBY: "a city utility of the county is reported here",
    COUNTY_COOP: "a co-op is named after the county",
    OTHER_COOP: "a co-op is reported here",
    CITY_ELSEWHERE: "a city utility is reported here",
    LAST: "an investor-owned utility outside the market serves parts of the county",
}


def is_named_after(candidate: Candidate, county: str | None) -> bool:
    """Is this a co-op with the county in its name?"""
    is_coop = candidate.utility.ownership is ZipKind.COOPERATIVE
    return is_coop and county is not None and county in counties_in_name(candidate.eia_name)


def distance(one: Listing, other: Listing) -> float:
    """How far apart two ZIPs are, in degrees of latitude."""
    return math.hypot(one.lat - other.lat, (one.lon - other.lon) * DEGREE_OF_LONGITUDE)
