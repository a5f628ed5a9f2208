"""What every source says of every utility in a ZIP, put together: who is named, who is reported, who is only possible.

- *named*: a source names it for this very ZIP or town: the state's lookup, a checked list, a list that EIA's counties
  bear out, a statement of its own or of the city, or the city owns it;
- *reported*: a list names it for the ZIP, or it serves the ZIPs around;
- *possible*: EIA places its lines in the county, and nothing nearer speaks. Where it is reported elsewhere in the
  county, it is possible within 50 km of there.
"""

import math
from collections import defaultdict

from territory_counties import CITY_UTILITIES_SINCE_2014, TPPA_MEMBERS, counties_of, counties_with_choice
from territory_names import home_city
from territory_rules import Candidate, Ground, Listing, Verdict, is_named_after
from territory_statements import stated

from choosemypower.territories.model import Standing, UtilityClaim, ZipKind

CO_OP_WITH_CHOICE = "nueces"
POSSIBLE_WITHIN_KM = 50
KM_PER_DEGREE = 111.2
NARROWING = 0.86
"""Length of a degree of longitude in Texas, in degrees of latitude."""
ORDER = (Standing.NAMED, Standing.REPORTED, Standing.POSSIBLE)


def claims_of_zips(
    listings: list[Listing], verdicts: dict[str, Verdict], candidates: tuple[Candidate, ...]
) -> dict[str, tuple[UtilityClaim, ...]]:
    """The claims for every ZIP: utilities with choice first where it is open, likeliest first."""
    ground = Ground(listings, candidates)
    near = {
        listing.zip: (
            *_claims_with_choice(listing, verdicts[listing.zip]),
            *_co_op_with_choice_in_county(listing, verdicts[listing.zip]),
            *_claims_without(listing, verdicts[listing.zip], ground),
        )
        for listing in listings
    }
    county_wide = CountyWide(listings, near, candidates)
    return {listing.zip: near[listing.zip] + county_wide.claims(listing) for listing in listings}


def _claims_with_choice(listing: Listing, verdict: Verdict) -> list[UtilityClaim]:
    claims = [_claim_with_choice(utility, listing) for utility in verdict.utilities]
    return sorted(claims, key=lambda claim: (ORDER.index(claim.standing), "state-2026" not in claim.sources))


def _claim_with_choice(utility: str, listing: Listing) -> UtilityClaim:
    sources = list(stated(utility, listing.zip, listing.city))
    named = bool(sources)
    if listing.by_state == utility:
        sources.append("state-2026")
        named = True
    elif listing.evidence in ("split_checked", "corrected") and utility in listing.utilities:
        sources.append("checked-2026")
        named = True
    if utility == "nueces":
        sources += [
            "nueces-listed",
            *(
                ["nrel-2020"]
                if "Nueces Electric Cooperative" in listing.by_nrel
                else []
                if named
                else ["around"]
            ),
        ]
    if utility in listing.by_list:
        sources.append("list-2021")
    has_lines = listing.county in counties_with_choice(utility)
    if has_lines:
        sources.append("eia-2014")
    if utility not in listing.utilities:
        sources.append("as-city")
    named = named or (has_lines and utility in listing.by_list)
    return UtilityClaim(
        utility=utility,
        standing=Standing.NAMED if named else Standing.REPORTED,
        sources=tuple(sources),
    )


def _co_op_with_choice_in_county(listing: Listing, verdict: Verdict) -> tuple[UtilityClaim, ...]:
    """The co-op that opted in, in ZIPs of its counties that nothing nearer gives it: Corpus Christi, by and large."""
    is_near = listing.county in counties_with_choice(CO_OP_WITH_CHOICE)
    if not is_near or not verdict.utilities or CO_OP_WITH_CHOICE in verdict.utilities:
        return ()
    return (UtilityClaim(utility=CO_OP_WITH_CHOICE, standing=Standing.POSSIBLE, sources=("eia-2014",)),)


def _claims_without(listing: Listing, verdict: Verdict, ground: Ground) -> list[UtilityClaim]:
    """Utilities without choice, as the verdict orders them; beside open ones the surest come first."""
    claims = [_claim_without(one, listing, ground) for one in verdict.others]
    if verdict.utilities:
        return sorted(claims, key=lambda claim: ORDER.index(claim.standing))
    return claims


def _claim_without(candidate: Candidate, listing: Listing, ground: Ground) -> UtilityClaim:
    sources = list(_statements(candidate, listing))
    named = bool(sources)
    if home_city(candidate.eia_name) == listing.city:
        sources += _who_says_the_city_owns(candidate.eia_name)
        named = True
    reported = candidate.eia_name in listing.by_nrel
    if reported:
        sources.append("nrel-2020")
    if is_named_after(candidate, listing.county):
        sources.append("county-name")
        reported = reported or not listing.is_listed_open
    if listing.county in counties_of(candidate.eia_name):
        sources.append("eia-2014")
    if candidate.utility.ownership is ZipKind.OUTSIDE_ERCOT and ground.serves_around(candidate, listing):
        sources.append("around")
        reported = True
    if not sources:
        sources.append("as-city")
        reported = True
    standing = Standing.NAMED if named else Standing.REPORTED if reported else Standing.POSSIBLE
    return UtilityClaim(utility=candidate.utility.slug, standing=standing, sources=tuple(sources))


def _who_says_the_city_owns(eia_name: str) -> list[str]:
    if eia_name not in CITY_UTILITIES_SINCE_2014:
        return ["eia-2019"]
    return ["tppa", "eia-2014"] if eia_name in TPPA_MEMBERS else ["eia-2014"]


def _statements(candidate: Candidate, listing: Listing) -> tuple[str, ...]:
    return stated(candidate.eia_name, listing.zip, listing.city)


class CountyWide:
    """Utilities without choice that EIA places in a county and that nothing nearer names."""

    def __init__(
        self,
        listings: list[Listing],
        near: dict[str, tuple[UtilityClaim, ...]],
        candidates: tuple[Candidate, ...],
    ) -> None:
        self.near = near
        self.candidates = candidates
        self.reported: defaultdict[tuple[str, str | None], list[Listing]] = defaultdict(list)
        """The ZIPs of a county for which a utility is named or reported."""
        for listing in listings:
            for claim in near[listing.zip]:
                if claim.standing is not Standing.POSSIBLE and listing.has_place:
                    self.reported[claim.utility, listing.county].append(listing)

    def claims(self, listing: Listing) -> tuple[UtilityClaim, ...]:
        """The merely possible ones of a ZIP, those with more customers first."""
        claimed = {claim.utility for claim in self.near[listing.zip]}
        possible = [
            one
            for one in self.candidates
            if one.utility.slug not in claimed
            and listing.county in counties_of(one.eia_name)
            and self.may_reach(one, listing)
        ]
        possible.sort(key=lambda one: (-one.customers, one.eia_name))
        return tuple(
            UtilityClaim(utility=one.utility.slug, standing=Standing.POSSIBLE, sources=("eia-2014",))
            for one in possible
        )

    def may_reach(self, candidate: Candidate, listing: Listing) -> bool:
        """May its lines reach this ZIP, by where else in the county it is reported?"""
        known = self.reported.get((candidate.utility.slug, listing.county), [])
        if not known or not listing.has_place:
            return True
        return any(_km(one, listing) <= POSSIBLE_WITHIN_KM for one in known)


def _km(one: Listing, other: Listing) -> float:
    return KM_PER_DEGREE * math.hypot(one.lat - other.lat, (one.lon - other.lon) * NARROWING)
