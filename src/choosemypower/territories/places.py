"""Which cities are near? Distances good enough to order neighbours."""

import math
from heapq import nsmallest

from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import City

KM_PER_DEGREE = 111.2
"""Length of a degree of latitude."""


def nearest_open_cities(atlas: Atlas, city: City, count: int) -> tuple[City, ...]:
    """The cities around a city where some home can choose, nearest first."""
    known = atlas.neighbours.get((city.slug, count))
    if known is None:
        others = (other for other in atlas.cities.values() if other.slug != city.slug and other.is_open)
        known = tuple(nsmallest(count, others, key=lambda other: (km_between(city, other), other.slug)))
        atlas.neighbours[city.slug, count] = known
    return known


def km_between(one: City, other: City) -> float:
    """How far apart the middles of two cities are, in km; within 1 % inside Texas."""
    narrowing = math.cos(math.radians((one.lat + other.lat) / 2))
    return KM_PER_DEGREE * math.hypot(one.lat - other.lat, (one.lon - other.lon) * narrowing)
