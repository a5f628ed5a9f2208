"""Utilities, cities and ZIP codes as JSON."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from choosemypower import paths
from choosemypower.api.money import rate, usd
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import (
    City,
    DeliveryCharge,
    OtherUtility,
    Standing,
    Utility,
    UtilityClaim,
    ZipArea,
    ZipKind,
)
from choosemypower.world import World

COUNT_HERE = Meta(description="Plans of the current listing that homes here can take.")


class DeliveryChargeJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a home pays a utility for delivery, from a day on."""

    valid_from: Annotated[date, Meta(description="First day for which it is documented.")]
    valid_to: Annotated[
        date | None,
        Meta(description="Last day: as documented, else the day before the next one; null: the newest."),
    ]
    usd_per_month: Decimal
    usd_per_kwh: Annotated[Decimal | None, Meta(description="Null: only the monthly part is documented.")]
    basis: str
    source: str


class UtilityJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A delivery utility in the area of choice."""

    slug: str
    name: str
    short_name: str
    duns: Annotated[str | None, Meta(description="Nine or thirteen digits; leading zeros count.")]
    outage_phone: Annotated[str | None, Meta(description="Null where no two sources agree.")]
    website: str | None
    plan_count: Annotated[int, COUNT_HERE]
    page_url: str


class UtilityDetail(UtilityJson, frozen=True, kw_only=True, rename="camel"):
    """A utility with its delivery charges by date."""

    delivery_charges: Annotated[tuple[DeliveryChargeJson, ...], Meta(description="Oldest first.")]
    current_delivery_charge: Annotated[
        DeliveryChargeJson | None, Meta(description="The newest complete one by the day of the listing.")
    ]
    source: str


class OtherUtilityJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A utility whose customers cannot choose a provider."""

    slug: str
    name: str
    ownership: ZipKind
    phone: str | None
    website: str | None


class NamedUtility(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    slug: str
    name: str
    plan_count: Annotated[int, COUNT_HERE]


class CityJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A Texas city."""

    slug: str
    name: str
    county: str | None
    kind: Annotated[ZipKind, Meta(description="`open`: homes choose. Otherwise why they cannot.")]
    utilities: Annotated[
        tuple[str, ...], Meta(description="Slugs of the utilities with choice, most ZIPs first.")
    ]
    plan_count: Annotated[int, COUNT_HERE]
    page_url: Annotated[str, Meta(description="Its page on this site, without the host.")]


class CityDetail(CityJson, frozen=True, kw_only=True, rename="camel"):
    """A city with its ZIP codes and everybody who delivers power there."""

    latitude: float
    longitude: float
    zips: tuple[str, ...]
    delivering: Annotated[tuple[NamedUtility, ...], Meta(description="The utilities with choice.")]
    closed: Annotated[tuple[OtherUtilityJson, ...], Meta(description="The utilities without choice.")]


class EvidenceJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What one source is, and of when."""

    code: str
    says: str
    dated: Annotated[str | None, Meta(description="A year, month or day; null for a conclusion of ours.")]


class ClaimJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How sure it is that a utility delivers in this ZIP code, and who says so."""

    utility: Annotated[str, Meta(description="Slug, of one in `utilities` or in `closed`.")]
    name: str
    has_choice: Annotated[bool, Meta(description="Its customers choose a provider.")]
    standing: Annotated[
        Standing,
        Meta(
            description="`named`: a source names it for this ZIP code or its city. `reported`: a list names it, or it "
            "serves the ZIP codes around. `possible`: it has lines in the county, no source says more."
        ),
    ]
    sources: tuple[EvidenceJson, ...]


class ZipJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who serves a Texas ZIP code."""

    zip: str
    city: str
    city_slug: str
    county: str | None
    latitude: float
    longitude: float
    kind: Annotated[
        ZipKind,
        Meta(
            description="`open`: one utility, homes choose. `split`: several, ask which. "
            "`municipal`, `cooperative`, `outside_ercot`: no choice. `unknown`: we do not know."
        ),
    ]
    is_partly_open: Annotated[
        bool, Meta(description="Some homes belong to a utility without choice, as far as sources say.")
    ]
    is_settled: Annotated[bool, Meta(description="The sources agree on one utility and report no other.")]
    most_likely: Annotated[
        str | None, Meta(description="Slug of the likeliest utility; null if none is known.")
    ]
    claims: Annotated[
        tuple[ClaimJson, ...], Meta(description="Every utility that a source places here, likeliest first.")
    ]
    utilities: Annotated[
        tuple[NamedUtility, ...], Meta(description="Utilities with choice, likeliest first.")
    ]
    closed: Annotated[
        tuple[OtherUtilityJson, ...],
        Meta(description="Utilities without choice, likeliest first; see `claims`."),
    ]
    plan_count: Annotated[int, COUNT_HERE]
    message: Annotated[str, Meta(description="The same in one or two sentences for people.")]
    page_url: Annotated[str | None, Meta(description="Where a visitor goes on, without the host.")]
    evidence: Annotated[str, Meta(description="How `kind` was decided: see SOURCES.md.")]


def utility_json(utility: Utility, world: World) -> UtilityJson:
    """What a list says of a utility."""
    return UtilityJson(
        slug=utility.slug,
        name=utility.name,
        short_name=utility.short_name,
        duns=utility.duns,
        outage_phone=utility.outage_phone,
        website=utility.website,
        plan_count=count_plans(world, (utility.slug,)),
        page_url=paths.utility(utility.slug),
    )


def utility_detail(utility: Utility, world: World, on: date) -> UtilityDetail:
    """Everything about a utility; `on` picks the current delivery charge."""
    charges = tuple(map(_charge, world.atlas.delivery_charges.get(utility.slug, ())))
    current = world.atlas.find_delivery_charge(utility.slug, on)
    return UtilityDetail(
        **msgspec.structs.asdict(utility_json(utility, world)),
        delivery_charges=charges,
        current_delivery_charge=next(
            (charge for charge in charges if current and charge.valid_from == current.valid_from), None
        ),
        source=utility.source,
    )


def city_json(city: City, world: World) -> CityJson:
    """What a list says of a city."""
    page = paths.city(city.slug) if city.is_open else paths.closed_city(city.slug)
    return CityJson(
        slug=city.slug,
        name=city.name,
        county=city.county,
        kind=city.kind,
        utilities=city.utilities,
        plan_count=count_plans(world, city.utilities),
        page_url=page,
    )


def city_detail(city: City, world: World) -> CityDetail:
    """Everything about a city."""
    return CityDetail(
        **msgspec.structs.asdict(city_json(city, world)),
        latitude=city.lat,
        longitude=city.lon,
        zips=city.zips,
        delivering=named_utilities(city.utilities, world),
        closed=_closed_utilities(city.other_utilities, world.atlas),
    )


def zip_json(area: ZipArea, world: World, *, message: str, page_url: str | None) -> ZipJson:
    """Who serves a ZIP code."""
    return ZipJson(
        zip=area.zip,
        city=area.city,
        city_slug=area.city_slug,
        county=area.county,
        latitude=area.lat,
        longitude=area.lon,
        kind=area.kind,
        is_partly_open=area.is_partly_open,
        is_settled=area.is_settled,
        most_likely=area.most_likely,
        claims=claims_json(area, world.atlas),
        utilities=named_utilities(area.utilities, world),
        closed=_closed_utilities(area.other_utilities, world.atlas),
        plan_count=count_plans(world, area.utilities),
        message=message,
        page_url=page_url,
        evidence=area.evidence,
    )


def claims_json(area: ZipArea, atlas: Atlas) -> tuple[ClaimJson, ...]:
    """What the sources say of each utility in a ZIP."""
    return tuple(_claim(claim, atlas) for claim in area.utility_claims)


def _claim(claim: UtilityClaim, atlas: Atlas) -> ClaimJson:
    utility = atlas.utilities.get(claim.utility)
    return ClaimJson(
        utility=claim.utility,
        name=utility.short_name if utility else atlas.other_utilities[claim.utility].name,
        has_choice=utility is not None,
        standing=claim.standing,
        sources=tuple(
            EvidenceJson(code=code, says=atlas.sources[code].says, dated=atlas.sources[code].dated)
            for code in claim.sources
        ),
    )


def named_utilities(slugs: tuple[str, ...], world: World) -> tuple[NamedUtility, ...]:
    """These utilities with their names and numbers of plans."""
    return tuple(
        NamedUtility(
            slug=slug, name=world.atlas.utilities[slug].short_name, plan_count=count_plans(world, (slug,))
        )
        for slug in slugs
        if slug in world.atlas.utilities
    )


def _closed_utilities(slugs: tuple[str, ...], atlas: Atlas) -> tuple[OtherUtilityJson, ...]:
    """These utilities without choice."""
    found: list[OtherUtility] = [
        atlas.other_utilities[slug] for slug in slugs if slug in atlas.other_utilities
    ]
    return tuple(
        OtherUtilityJson(
            slug=utility.slug,
            name=utility.name,
            ownership=utility.ownership,
            phone=utility.phone,
            website=utility.website,
        )
        for utility in found
    )


def count_plans(world: World, utilities: tuple[str, ...]) -> int:
    """How many plans of the current listing the homes of these utilities can take."""
    return sum(world.catalogue.plans_by_utility.get(utility, 0) for utility in utilities)


def _charge(charge: DeliveryCharge) -> DeliveryChargeJson:
    return DeliveryChargeJson(
        valid_from=charge.valid_from,
        valid_to=charge.valid_to,
        usd_per_month=usd(charge.usd_per_month),
        usd_per_kwh=rate(charge.usd_per_kwh),
        basis=charge.basis,
        source=charge.source,
    )
