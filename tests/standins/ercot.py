"""The meter look-up. Quirks: a bare list; `duns` tells the utility, `station_name` is a substation; fields are missing;
404 with a text for a number, an empty list for an address that it does not know, 400 for one that is too short."""

from typing import Any

from choosemypower.territories.queries import read_atlas_from_files
from tests.standins.server import StandIn

UTILITIES = read_atlas_from_files().utilities


def meter_number(utility: str, place: int) -> str:
    """A made-up number of the right shape."""
    found = UTILITIES[utility]
    prefix = found.esiid_prefixes[0]
    return prefix + str(place).zfill((found.esiid_digits or 17) - len(prefix))


def home(utility: str, place: int, address: str, city: str, zip_code: str, **more: Any) -> dict[str, Any]:
    return {
        "esiid": meter_number(utility, place),
        "address": address.upper(),
        "city": city.upper(),
        "state": "TX",
        "zip_code": zip_code,
        "county": "MADE UP",
        "duns": UTILITIES[utility].duns,
        "station_name": "SUBSTATION 7",
        "metered": "Y",
        "metered_service_type": "AMSR",
        "status": "Active",
        "switch_hold_indicator": "N",
    } | more


HOMES = (
    home("centerpoint", 1, "1100 Louisiana St", "Houston", "77002"),
    home("oncor", 1, "500 Main St Apt 1", "Lewisville", "75067"),
    home("oncor", 2, "500 Main St Apt 2", "Lewisville", "75067", switch_hold_indicator="Y"),
    home("tnmp", 3, "500 Main St Unit B", "Lewisville", "75067", status="De-Energized"),
    home("centerpoint", 4, "10 Sterling Ridge Dr", "Spring", "77382", switch_hold_indicator=None),
    home("aep-central", 5, "7 Coast Rd", "Kingsville", "78363", duns=None, status=None),
)


class Ercot(StandIn):
    name = "meter look-up"

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        if path == "/api/esiids":
            wanted = query.get("address", "").casefold()
            if len(wanted) < 3:
                return 400, {"message": "address is too short"}
            return 200, [
                found
                for found in HOMES
                if found["zip_code"] == query.get("zip_code")
                and found["address"].casefold().startswith(wanted)
            ]
        for found in HOMES:
            if path == f"/api/esiids/{found['esiid']}":
                return 200, found
        return 404, b"Not Found"
