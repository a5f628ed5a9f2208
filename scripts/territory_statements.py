"""What utilities, cities and co-ops say of themselves: who delivers in a ZIP or a town, each with its source and day.

`SOURCES` names every source of a claim, these statements and the tables alike; `reference/territory_sources.csv`
is made from it. A statement names a utility by its name at EIA, or by our slug where its homes choose.
"""

from typing import NamedTuple


class Source(NamedTuple):
    says: str
    dated: str | None


SOURCES = {
    "state-2026": Source("The state's own ZIP lookup (Power to Choose)", "2026-07-21"),
    "list-2021": Source("A utility list by ZIP code in a public plan application", "2021-12"),
    "checked-2026": Source("A list of ZIP codes with several utilities", "2026-09"),
    "eia-2014": Source("EIA Form 861: a county where it has lines", "2014"),
    "eia-2019": Source("EIA Form 861: the city owns an electric utility", "2019"),
    "nrel-2020": Source("NREL and OpenEI, electricity rates by ZIP code", "2020"),
    "tppa": Source("Members of the Texas Public Power Association, tppa.com/members", "2026-11"),
    "county-name": Source("The co-op is named after the county", None),
    "around": Source("It serves the ZIP codes around", None),
    "as-city": Source("Most ZIP codes with street addresses of the city", None),
    "woodlands": Source(
        "The Woodlands Township, utility services: Entergy and CenterPoint, by area "
        "(thewoodlandstownship-tx.gov/345)",
        "2026-11",
    ),
    "entergy-2020": Source(
        "Community Impact, 2020-09-17: Entergy's work in The Woodlands, Shenandoah and Oak Ridge North",
        "2020-09-17",
    ),
    "entergy-2021": Source(
        "Entergy Texas, networks in its storm report (itemonline.com, 2021-02-19)", "2021-02-19"
    ),
    "entergy-2023": Source("12newsnow.com, 2023-09-08: Entergy's substation in Dayton", "2023-09-08"),
    "southlake": Source("City of Southlake, ordinance 1292 and memo 4D of 2026-01-20", "2026-01-20"),
    "nueces": Source(
        "Nueces Electric Cooperative, questions and answers: eight counties, choice since 2005, Naval Air "
        "Stations Kingsville and Corpus Christi (nueceselectric.org/co-op-faqs)",
        "2026-11",
    ),
    "nueces-2016": Source(
        "Corpus Christi Caller-Times, 2016-03-19: Nueces Electric Cooperative brings power back in Chapman Ranch",
        "2016-03-19",
    ),
    "nueces-listed": Source("It has plans on the state's list", "2026-01"),
}
"""By the code that claims carry."""


class Statement(NamedTuple):
    source: str
    utility: str
    zips: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()


STATEMENTS = (
    Statement("woodlands", "Entergy Texas Inc.", zips=("77380", "77381", "77382")),
    Statement("woodlands", "centerpoint", zips=("77380", "77381", "77382", "77389")),
    Statement("entergy-2020", "Entergy Texas Inc.", zips=("77380", "77381", "77384", "77385", "77386")),
    Statement(
        "entergy-2021",
        "Entergy Texas Inc.",
        zips=("77336", "77357", "77365", "77372", "77327", "77316", "77356", "77318", "77378", "77304"),
        cities=(
            "Conroe",
            "Willis",
            "Montgomery",
            "Splendora",
            "Cleveland",
            "New Caney",
            "Porter",
            "Huffman",
            "Anahuac",
            "Port Bolivar",
            "Corrigan",
            "Groveton",
            "Madisonville",
            "New Waverly",
            "Normangee",
            "North Zulch",
            "Trinity",
            "Huntsville",
            "Navasota",
            "Winnie",
        ),
    ),
    Statement("entergy-2023", "Entergy Texas Inc.", zips=("77535",), cities=("Dayton",)),
    Statement("southlake", "Tri-County Electric Coop, Inc (TX)", zips=("76092",), cities=("Southlake",)),
    Statement("southlake", "oncor", zips=("76092",)),
    Statement("nueces", "nueces", zips=("78363", "78419")),
    Statement("nueces-2016", "nueces", zips=("78347",)),
)


def stated(utility: str, zip_code: str, city: str) -> tuple[str, ...]:
    """Codes of the statements that place a utility in a ZIP, or in its city."""
    found = (
        statement.source
        for statement in STATEMENTS
        if statement.utility == utility and (zip_code in statement.zips or city in statement.cities)
    )
    return tuple(dict.fromkeys(found))
