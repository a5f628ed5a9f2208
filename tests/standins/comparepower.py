"""The pricing API. Quirks: a bare list; an unknown DUNS is answered with the known ones; fields hold what cannot be."""

from typing import Any

from choosemypower.territories.queries import read_atlas_from_files
from tests.standins.server import StandIn

DUNS = {one.duns: slug for slug, one in read_atlas_from_files().utilities.items() if one.duns}
PLANS_OF_A_UTILITY = 20


def offer(duns: str, place: int, **product: Any) -> dict[str, Any]:
    """12 cents a kWh, 5 USD a month, 50 USD back from 1,000 kWh on; delivery 4 USD and 5 cents."""
    bills = [(kwh, 4 + 5 + 0.17 * kwh - (50 if kwh >= 1000 else 0)) for kwh in (500, 1000, 2000)]
    return {
        "_id": f"standin-{duns}-{place}",
        "product": {
            "name": f"Made Up {place} - 12",
            "term": 12,
            "percent_green": 20.5,
            "early_termination_fee": 150,
            "is_pre_pay": False,
            "is_time_of_use": False,
            "brand": {"name": "Stand-in Energy", "contact_info": {"sales": {"phone_number": "888-555-0100"}}},
        }
        | product,
        "tdsp": {"duns_number": duns},
        "components": [
            {"amount": 4, "multiplicative": False, "tdsp_charge": True},
            {"amount": 0.05, "multiplicative": True, "tdsp_charge": True},
            {"amount": 5, "multiplicative": False},
            {"amount": 0.12, "multiplicative": True},
            {"amount": -50, "min": 1000, "multiplicative": False},
        ],
        "document_links": [{"type": "efl", "language": "en", "link": "https://standin.example/efl.pdf"}],
        **{f"display_pricing_{kwh}": {"usage": kwh, "avg": round(usd / kwh, 4)} for kwh, usd in bills},
    }


def faulty(duns: str) -> list[dict[str, Any]]:
    """Each with one fault."""
    return [
        offer(duns, 101, term="twelve"),
        offer(duns, 102, name=""),
        offer(duns, 103, brand={"name": "!!"}),
        offer(duns, 104) | {"display_pricing_500": {"avg": -0.1}},
        offer(duns, 105) | {"display_pricing_1000": None},
        offer(duns, 106) | {"tdsp": {"duns_number": "999"}},
        offer(duns, 107) | {"display_pricing_2000": {"avg": 900}},
    ]


class ComparePower(StandIn):
    name = "pricing API"
    has_faulty = False

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        duns = query.get("tdsp_duns", "")
        if path != "/api/plans/current":
            return 404, b"Not Found"
        if duns not in DUNS:
            return 400, {"message": "invalid tdsp_duns", "valid": sorted(DUNS)}
        return 200, [offer(duns, place) for place in range(PLANS_OF_A_UTILITY)] + (
            faulty(duns) if self.has_faulty else []
        )
