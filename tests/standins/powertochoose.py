"""Power to Choose's JSON API. Quirks: cents; `no plans found` as a text where a list should be; needs no key."""

from typing import Any

from choosemypower.territories.model import ZipArea
from choosemypower.territories.queries import read_atlas_from_files
from choosemypower.territories.reference import read_records
from tests.standins.server import StandIn

NAMES = {
    "oncor": "ONCOR ELECTRIC DELIVERY COMPANY",
    "centerpoint": "CENTERPOINT ENERGY HOUSTON ELECTRIC LLC",
    "aep-central": "AEP TEXAS CENTRAL COMPANY",
    "aep-north": "AEP TEXAS NORTH COMPANY",
    "tnmp": "TEXAS-NEW MEXICO POWER COMPANY",
}
UTILITIES = read_atlas_from_files().utilities


def row(number: int, utility: str, **fields: Any) -> dict[str, Any]:
    """The plain fixed plan of `tests.support.listings`, as this API says it."""
    return {
        "plan_id": number,
        "zip_code": "75001",
        "company_id": "8d1c",
        "company_name": "GEXA ENERGY",
        "company_tdu_name": NAMES[utility],
        "plan_name": "Saver 12",
        "plan_type": 1,
        "rate_type": "Fixed",
        "term_value": 12,
        "price_kwh500": 13.1,
        "price_kwh1000": 12.7,
        "price_kwh2000": 12.5,
        "pricing_details": "Cancellation Fee: $150.00",
        "prepaid": False,
        "timeofuse": False,
        "promotions": False,
        "renewable_energy_id": 26,
        "renewable_energy_description": "26% Renewable",
        "website": "www.gexaenergy.example.com",
        "special_terms": "",
        "fact_sheet": "https://standin.example/efl.pdf",
        "go_to_plan": "https://standin.example/enroll",
        "enroll_phone": "(888) 555-0100",
        "new_customer": True,
        "minimum_usage": False,
        "language": "English",
        "rating_total": 3,
    } | fields


class PowerToChoose(StandIn):
    name = "Power to Choose's API"
    needs_key = False

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        """What every row says otherwise."""
        self.utility_of = {
            area.zip: area.utilities[0] for area in read_records("zips", ZipArea) if area.utilities
        }

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        if path.casefold() != "/api/powertochoose/plans":
            return 404, b"Not Found"
        utility = self.utility_of.get(query.get("zip_code", ""), "")
        if utility not in NAMES:
            return 200, {"success": True, "data": "No plans found."}
        place = list(NAMES).index(utility)
        return 200, {"success": True, "data": [row(9000 + place, utility, **self.fields)]}
