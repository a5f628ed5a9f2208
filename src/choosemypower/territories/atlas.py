"""All territories, read once at the start: they change with a release, not with a listing."""

from collections.abc import Iterable
from copy import copy
from datetime import date

from choosemypower.territories.model import (
    City,
    DeliveryCharge,
    OtherUtility,
    PlaceName,
    TerritorySource,
    Utility,
    ZipArea,
    delivery_on,
    with_ends,
)


class Atlas:
    """Utilities, cities, ZIPs and delivery charges, with the look-ups that pages need."""

    def __init__(
        self,
        *,
        utilities: Iterable[Utility],
        other_utilities: Iterable[OtherUtility],
        cities: Iterable[City],
        zips: Iterable[ZipArea],
        delivery_charges: Iterable[DeliveryCharge],
        sources: Iterable[TerritorySource] = (),
        place_names: Iterable[PlaceName] = (),
    ) -> None:
        self.utilities = {utility.slug: utility for utility in utilities}
        self.other_utilities = {utility.slug: utility for utility in other_utilities}
        self.cities = {city.slug: city for city in sorted(cities, key=lambda city: city.name)}
        self.zips = {area.zip: area for area in sorted(zips, key=lambda area: area.zip)}
        self.sources = {source.code: source for source in sources}
        self.delivery_charges = series_of(delivery_charges)
        """By utility, oldest first; all but the newest carry their last day."""
        self.place_names = tuple(place_names)
        """Names of communities that are no cities of ours."""
        self.neighbours: dict[tuple[str, int], tuple[City, ...]] = {}
        """What `places.nearest_cities` found so far: it never changes, and city pages ask often."""
        self.city_keys: tuple[tuple[str, City], ...] = ()
        """Every city under what `search` compares names by, once it was asked."""
        self.place_keys: tuple[tuple[str, PlaceName], ...] = ()
        """The same of place names."""

    def find_city(self, slug: str) -> City | None:
        """The city of a slug, also in capitals and as `houston-tx`."""
        slug = slug.lower()
        return self.cities.get(slug) or self.cities.get(slug.removesuffix("-tx"))

    def find_delivery_charge(self, utility: str, on: date) -> DeliveryCharge | None:
        """The charge in force on a day: the newest complete one that began by then; None if unknown."""
        return delivery_on(self.delivery_charges.get(utility, ()), on)

    def with_charges(self, delivery_charges: Iterable[DeliveryCharge]) -> "Atlas":
        """The same places with the delivery charges of a later look."""
        later = copy(self)
        later.delivery_charges = series_of(delivery_charges)
        return later


def series_of(charges: Iterable[DeliveryCharge]) -> dict[str, tuple[DeliveryCharge, ...]]:
    """Each utility's charges, oldest first, all but the newest with their last day."""
    by_utility: dict[str, list[DeliveryCharge]] = {}
    for charge in sorted(charges, key=lambda charge: charge.valid_from):
        by_utility.setdefault(charge.utility, []).append(charge)
    return {utility: with_ends(series) for utility, series in by_utility.items()}
