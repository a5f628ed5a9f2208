"""Compile our territory tables: `python scripts/compile_territories.py ../shared/data`.

Places come from the PyPI package `zipcodes` (dependency group `compile`), who delivers where from the tables
in the folder that is given. The rules that turn them into an answer for each ZIP are in `territory_rules.py`,
the names in `territory_names.py`; src/choosemypower/reference/SOURCES.md says what was taken from where.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import zipcodes
from territory_claims import claims_of_zips
from territory_contacts import NOBODY, Contact
from territory_contacts import OTHER_UTILITIES as OTHER_CONTACTS
from territory_contacts import UTILITIES as UTILITY_CONTACTS
from territory_counties import CITY_UTILITIES_SINCE_2014, counties_with_choice
from territory_names import (
    CITY_DISPLAY,
    CITY_SPELLINGS,
    COUNTY_SPELLINGS,
    INVESTOR_OWNED,
    UTILITIES_WITH_CHOICE,
    slug_of,
    utility_name,
    utility_slug,
)
from territory_places import place_names
from territory_rules import Candidate, Listing, Verdict, distance, judge_zips, without_misplaced
from territory_statements import SOURCES, stated

from choosemypower.territories.model import (
    City,
    DeliveryCharge,
    OtherUtility,
    TerritorySource,
    Utility,
    UtilityClaim,
    ZipArea,
    ZipKind,
)
from choosemypower.territories.reference import record_texts
from choosemypower.units import usd_from_cents

REFERENCE = Path(__file__).resolve().parents[1] / "src" / "choosemypower" / "reference"

SHORT_NAMES = {
    "oncor": "Oncor",
    "centerpoint": "CenterPoint Energy",
    "aep-central": "AEP Texas Central",
    "aep-north": "AEP Texas North",
    "tnmp": "TNMP",
    "lubbock": "Lubbock Power & Light",
    "nueces": "Nueces Electric Cooperative",
}
"""The utilities that appear in listings. Sharyland, the eighth of the source, left the market in 2019."""

ARCHIVE_NAMES = {
    "oncor": "ONCOR",
    "centerpoint": "CENTERPOINT",
    "aep-central": "AEP_CENTRAL",
    "aep-north": "AEP_NORTH",
    "tnmp": "TNMP",
    "lubbock": "LPL",
}
"""Spellings of the archived listings of January 2026."""

CHARGE_SOURCES = {
    "S1": "Totals published for 2020-03-01",
    "S2": "A public plan application, December 2021",
    "S3": "electricityplans.com, 2024-03-01 (secondary)",
    "S4": "Previous values printed next to the table of 2025-12-29",
    "S5": "Delivery-charge table of 2025-12-29, built from the PUC's rate reports",
    "S6": "Electricity Facts Labels of May 2026",
    "S7": "Electricity Facts Labels of mid-2026",
    "S8": "Electricity Facts Labels of August and September 2026",
}

OWNERSHIP = {
    "Municipal": ZipKind.MUNICIPAL,
    "Cooperative": ZipKind.COOPERATIVE,
    "Investor Owned": ZipKind.OUTSIDE_ERCOT,
}

STATE_OF_TEXAS = "TX"


def main(folder: Path) -> None:
    """Write the seven tables and say how many rows each has."""
    candidates = read_candidates(folder)
    listings = without_misplaced(with_co_op_around(read_listings(folder, candidates)))
    verdicts = judge_zips(listings, tuple(candidates.values()))
    claims = claims_of_zips(listings, verdicts, tuple(candidates.values()))
    areas = [area_of(listing, verdicts[listing.zip], claims[listing.zip]) for listing in listings]
    write("utilities", read_utilities(folder))
    write("delivery_charges", read_delivery_charges(folder))
    write("other_utilities", [candidate.utility for candidate in candidates.values()])
    write("territory_sources", [TerritorySource(code, *source) for code, source in SOURCES.items()])
    write("zips", areas)
    write("cities", cities_of(areas, listings))
    write("place_names", place_names(zipcodes.filter_by(state=STATE_OF_TEXAS), areas))
    print(Counter(str(area.kind) for area in areas))


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a source table."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(name: str, records: Iterable[msgspec.Struct]) -> None:
    """One table, sorted by its first columns, so that a new compilation differs only where facts do."""
    rows = sorted((record_texts(record) for record in records), key=lambda row: list(row.values())[:2])
    with (REFERENCE / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}.csv: {len(rows)} rows")


def read_utilities(folder: Path) -> list[Utility]:
    """The utilities that appear in listings."""
    return [
        Utility(
            slug=slug,
            name=row["name"],
            short_name=SHORT_NAMES[slug],
            duns=row["duns"] or None,
            eia_utility_id=row["eia_utility_id"] or None,
            puct_company_id=row["puct_company_id"] or None,
            esiid_prefixes=tuple(row["esiid_prefix"].split("|")),
            esiid_digits=int(row["esiid_digits"]),
            outage_phone=contact.phone,
            website=contact.website,
            listing_names=listing_names(slug, row),
            source=f"DUNS: {row['duns_evidence']}; ESI ID: {row['esiid_evidence']}{said_by(contact)}",
        )
        for row in read_rows(folder / "tdus.csv")
        if (slug := row["tdu"]) in SHORT_NAMES and (contact := UTILITY_CONTACTS.get(slug, NOBODY))
    ]


def said_by(contact: Contact) -> str:
    """Where a phone number or a site was found, as the end of a source."""
    return f"; contact: {contact.sources}" if contact.sources else ""


def listing_names(slug: str, row: dict[str, str]) -> tuple[str, ...]:
    """Every spelling of a utility that a listing has used, newest first, none twice."""
    names = [*row["ptc_names_2026"].split("|"), *row["ptc_names_2020"].split("|")]
    return tuple(dict.fromkeys(name for name in [*names, ARCHIVE_NAMES.get(slug)] if name))


def read_delivery_charges(folder: Path) -> list[DeliveryCharge]:
    """What delivery cost, by the day from which it is documented."""
    return [
        DeliveryCharge(
            utility=row["tdu"],
            valid_from=date.fromisoformat(row["observed_from"]),
            valid_to=date.fromisoformat(row["observed_to"]) if row["observed_to"] else None,
            usd_per_month=Decimal(row["usd_per_month"]),
            usd_per_kwh=usd_from_cents(Decimal(row["cents_per_kwh"])) if row["cents_per_kwh"] else None,
            basis=row["basis"].removesuffix(" (see tdu_rate_components.csv)"),
            source=CHARGE_SOURCES[row["source"]],
        )
        for row in read_rows(folder / "tdu_delivery_rates.csv")
    ]


def read_candidates(folder: Path) -> dict[str, Candidate]:
    """The utilities without choice, by the name that the ZIP tables use for them."""
    candidates = {}
    for row in read_rows(folder / "tx_noncompetitive_utilities.csv"):
        eia_name = row["utility_name"]
        if eia_name in UTILITIES_WITH_CHOICE:
            continue
        name = utility_name(eia_name)
        contact = OTHER_CONTACTS.get(eia_name, NOBODY)
        utility = OtherUtility(
            slug=utility_slug(name),
            name=name,
            ownership=OWNERSHIP[row["ownership"]],
            eia_utility_id=row["eia_utility_id"] or None,
            phone=contact.phone,
            website=contact.website,
            source=f"EIA-861 table 6, 2019: {eia_name}{said_by(contact)}",
        )
        key = INVESTOR_OWNED[eia_name][1] if eia_name in INVESTOR_OWNED else eia_name
        candidates[key] = Candidate(
            utility=utility,
            eia_name=eia_name,
            customers=int(row["residential_customers_2019"]),
            zips_listed=int(row["zips_listed_2020"]),
        )
    for eia_name, number in CITY_UTILITIES_SINCE_2014.items():
        name = utility_name(eia_name)
        candidates[eia_name] = Candidate(
            utility=OtherUtility(
                slug=utility_slug(name),
                name=name,
                ownership=ZipKind.MUNICIPAL,
                eia_utility_id=number,
                source=f"EIA-861, service territories of 2014: {eia_name}",
            ),
            eia_name=eia_name,
            customers=0,
            zips_listed=0,
        )
    return candidates


def read_listings(folder: Path, candidates: dict[str, Candidate]) -> list[Listing]:
    """Every Texas ZIP with its place and all that is reported about who delivers there."""
    places = {place["zip_code"]: place for place in zipcodes.filter_by(state=STATE_OF_TEXAS)}
    rows = {row["zip"]: row for row in read_rows(folder / "zip_tx.csv")}
    by_nrel = read_reports_by_zip(folder)
    if places.keys() != rows.keys():
        raise SystemExit(f"zipcodes and zip_tx.csv differ in {sorted(places.keys() ^ rows.keys())}.")
    listings = []
    for code, place in sorted(places.items()):
        row = rows[code]
        city = CITY_SPELLINGS.get(place["city"], place["city"])
        county = (place["county"] or "").removesuffix(" County")
        if city != row["city"]:
            raise SystemExit(f"{code}: {city} here, {row['city']} in zip_tx.csv.")
        reported = f"{row['iou_in_county']}|{row['coop_muni_2020']}".split("|")
        utilities = utilities_with_choice(row, by_nrel[code])
        listings.append(
            Listing(
                zip=code,
                city=city,
                county=COUNTY_SPELLINGS.get(county, county) or None,
                lat=float(place["lat"]),
                lon=float(place["long"]),
                zip_type=place["zip_code_type"],
                is_active=bool(place["active"]),
                market="competitive" if "nueces" in utilities else row["market"],
                evidence=row["evidence"],
                by_state=row["ptc_tdu_2026"],
                by_list=tuple(filter(None, row["tdu_list_2021"].split("|"))),
                utilities=utilities,
                reported=tuple(candidates[name] for name in reported if name in candidates),
                by_nrel=frozenset(by_nrel[code]),
            )
        )
    return listings


def read_reports_by_zip(folder: Path) -> defaultdict[str, set[str]]:
    """EIA's names of the co-ops and city utilities that NREL's table of 2020 gives for each ZIP."""
    reports: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_rows(folder / "tx_zip_noniou_2020.csv"):
        reports[row["zip"]].add(row["utility_name"])
    return reports


def utilities_with_choice(row: dict[str, str], by_nrel: set[str]) -> tuple[str, ...]:
    """The utilities with choice that sources name for a ZIP, with the co-op that opted in where it is reported."""
    named = list(filter(None, row["tdus"].split("|")))
    is_reported = "Nueces Electric Cooperative" in by_nrel and row["county"] in counties_with_choice("nueces")
    if is_reported:
        named.append("nueces")
    named += [slug for slug in SHORT_NAMES if stated(slug, row["zip"], row["city"])]
    return tuple(dict.fromkeys(named))


CO_OP_AROUND = (3, 2)
"""Of so many street ZIPs around, so many have the co-op that opted in."""


def with_co_op_around(listings: list[Listing]) -> list[Listing]:
    """The co-op that opted in also serves the country towns of its counties that lie among ZIPs where it is reported.

    NREL's table leaves out post offices and small towns. Not Corpus Christi: in the city it keeps the few lines
    that it had before the land was annexed (ordinance 6784 of 1963), which no source tells by ZIP.
    """
    streets = [one for one in listings if one.is_street and one.has_place]
    count, least = CO_OP_AROUND
    found = []
    for listing in listings:
        is_its_county = listing.county in counties_with_choice("nueces") and listing.city != "Corpus Christi"
        if is_its_county and listing.has_place and listing.utilities and "nueces" not in listing.utilities:
            others = (one for one in streets if one.zip != listing.zip)
            around = sorted(others, key=lambda one: distance(one, listing))[:count]
            if sum("nueces" in one.utilities for one in around) >= least:
                named = (*listing.utilities, "nueces")
                found.append(msgspec.structs.replace(listing, utilities=named, market="competitive"))
                continue
        found.append(listing)
    return found


def area_of(listing: Listing, verdict: Verdict, claims: tuple[UtilityClaim, ...]) -> ZipArea:
    """What we keep of a ZIP."""
    return ZipArea(
        zip=listing.zip,
        city_slug=slug_of(listing.city),
        city=CITY_DISPLAY.get(listing.city, listing.city),
        county=listing.county,
        lat=verdict.lat,
        lon=verdict.lon,
        zip_type=listing.zip_type,
        is_active=listing.is_active,
        kind=verdict.kind,
        utilities=tuple(claim.utility for claim in claims if claim.utility in verdict.utilities),
        other_utilities=tuple(claim.utility for claim in claims if claim.utility not in SHORT_NAMES),
        claims=tuple(str(claim) for claim in claims),
        evidence=verdict.evidence,
    )


def cities_of(areas: list[ZipArea], listings: list[Listing]) -> list[City]:
    """The cities that the ZIPs make up."""
    streets = {listing.zip for listing in listings if listing.is_street}
    members: defaultdict[str, list[ZipArea]] = defaultdict(list)
    for area in areas:
        members[area.city_slug].append(area)
    return [city_of(slug, zips, streets) for slug, zips in members.items()]


def city_of(slug: str, zips: list[ZipArea], streets: set[str]) -> City:
    """One city; what is true of most of its ZIPs where people live comes first."""
    homes = [area for area in zips if area.zip in streets] or zips
    utilities = Counter(utility for area in homes for utility in area.utilities)
    utilities.update({utility: 0 for area in zips for utility in area.utilities})
    likeliest = Counter(area.likely_others[0] for area in homes if area.likely_others)
    others = Counter(utility for area in homes for utility in area.likely_others)
    others.update({utility: 0 for area in zips for utility in area.likely_others})
    kinds = Counter(area.kind for area in homes if area.kind is not ZipKind.UNKNOWN)
    is_open = bool(utilities)
    counties = Counter(area.county for area in homes if area.county)
    return City(
        slug=slug,
        name=zips[0].city,
        county=counties.most_common(1)[0][0] if counties else None,
        lat=round(sum(area.lat for area in homes) / len(homes), 4),
        lon=round(sum(area.lon for area in homes) / len(homes), 4),
        zips=tuple(area.zip for area in zips),
        utilities=tuple(sorted(utilities, key=lambda name: (-utilities[name], name))),
        other_utilities=tuple(sorted(others, key=lambda name: (-likeliest[name], -others[name], name))),
        kind=ZipKind.OPEN if is_open else (kinds.most_common(1)[0][0] if kinds else ZipKind.UNKNOWN),
        has_homes=any(area.zip in streets and (area.utilities or not is_open) for area in zips),
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the source tables are: python scripts/compile_territories.py ../shared/data")
    main(Path(sys.argv[1]))
