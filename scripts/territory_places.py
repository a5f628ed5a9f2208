"""Names beside a ZIP code's city that the post office takes for it: "The Woodlands" in ZIP codes of Spring."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from choosemypower.territories.model import PlaceName, ZipArea
from choosemypower.territories.search import name_keys

_SMALL = re.compile(r"(?<= )(And|By|Of|The)\b")
_SCOTTISH = re.compile(r"\bMc([a-z])")
_NO_PLACES = ("Security Svc", "Security Services", "Va Hospital")


def place_names(places: Iterable[Mapping[str, Any]], areas: Iterable[ZipArea]) -> list[PlaceName]:
    """The accepted names of street ZIP codes in use, without those that a city has; `places` of PyPI's `zipcodes`."""
    areas = tuple(areas)
    cities = {key for area in areas for key in name_keys(area.city)}
    streets = {area.zip for area in areas}
    zips_of = defaultdict(set)
    for place in places:
        if not place["active"] or place["zip_code_type"] != "STANDARD" or place["zip_code"] not in streets:
            continue
        for name in place["acceptable_cities"]:
            if name not in _NO_PLACES and not cities.intersection(name_keys(name)):
                zips_of[_spelled(name)].add(place["zip_code"])
    return [PlaceName(name=name, zips=tuple(sorted(zips))) for name, zips in zips_of.items()]


def _spelled(name: str) -> str:
    return _SCOTTISH.sub(
        lambda found: f"Mc{found[1].upper()}", _SMALL.sub(lambda found: found[0].lower(), name)
    )
