"""What utilities and places are called by the people who live there: clean-up rules and two small tables."""

import re

UTILITIES_WITH_CHOICE = {"City of Lubbock - (TX)": "lubbock", "Nueces Electric Cooperative": "nueces"}
"""In EIA's list of utilities without choice, but their customers choose now."""

INVESTOR_OWNED = {
    "Entergy Texas Inc.": ("Entergy Texas", "Entergy Texas"),
    "El Paso Electric Co": ("El Paso Electric", "El Paso Electric"),
    "Southwestern Public Service Co": ("Xcel Energy", "Southwestern Public Service (Xcel)"),
    "Southwestern Electric Power Co": ("SWEPCO", "SWEPCO"),
}
"""Name at EIA → (name people use, name in the county column of the ZIP table)."""

NAMES = {
    "Austin Energy": "Austin Energy",
    "Brownsville Public Utilities Board": "Brownsville Public Utilities Board",
    "City of Bryan - (TX)": "Bryan Texas Utilities",
    "City of College Station - (TX)": "College Station Utilities",
    "City of Denton - (TX)": "Denton Municipal Electric",
    "City of Floresville": "Floresville Electric Light & Power",
    "City of Garland - (TX)": "Garland Power & Light",
    "City of Greenville - (TX)": "GEUS",
    "City of New Braunfels - (TX)": "New Braunfels Utilities",
    "City of San Antonio - (TX)": "CPS Energy",
    "Kerrville Public Utility Board": "Kerrville Public Utility Board",
    "Kirbyville Light & Power Co": "Kirbyville Light & Power",
    "Weatherford Mun Utility System": "Weatherford Municipal Utility System",
    "Denton County Elec Coop, Inc": "CoServ Electric",
    "Mid-South Electric Coop Assn": "MidSouth Electric Cooperative",
    "Southwest Arkansas E C C": "Southwest Arkansas Electric Cooperative",
    "Southwestern Electric Coop Inc - (NM)": "Southwestern Electric Cooperative (New Mexico)",
    "Tri-County Electric Coop, Inc (OK)": "Tri-County Electric Cooperative (Oklahoma)",
    "United Electric Coop Service Inc - (TX)": "United Cooperative Services",
}
"""Name at EIA → name people use, where a rule cannot know it."""

HOME_CITIES = {
    "Austin Energy": "Austin",
    "Brownsville Public Utilities Board": "Brownsville",
    "Kerrville Public Utility Board": "Kerrville",
    "Kirbyville Light & Power Co": "Kirbyville",
    "Weatherford Mun Utility System": "Weatherford",
}
"""City-owned utilities whose name at EIA is not "City of …"."""

COUNTIES_IN_A_NAME = {"J-A-C Electric Coop Inc": ("Jack", "Archer", "Clay")}
"""Co-ops whose name is an abbreviation of their counties."""

CITY_SPELLINGS = {
    "Desoto": "DeSoto",
    "Jbsa Ft Sam Houston": "JBSA Ft Sam Houston",
    "Jbsa Lackland": "JBSA Lackland",
    "Jbsa Randolph": "JBSA Randolph",
    "Mc Camey": "McCamey",
    "Mc Caulley": "McCaulley",
    "Mc Dade": "McDade",
    "Mc Gregor": "McGregor",
    "Mc Leod": "McLeod",
    "Mc Neil": "McNeil",
    "Mc Queeney": "McQueeney",
    "Mcadoo": "McAdoo",
    "Mcallen": "McAllen",
    "Mcfaddin": "McFaddin",
    "Mckinney": "McKinney",
    "Mclean": "McLean",
    "O Brien": "O'Brien",
    "Odonnell": "O'Donnell",
}
"""Spelling in the `zipcodes` package → spelling used by the place itself."""

CITY_DISPLAY = {"D Hanis": "D'Hanis", "Port O Connor": "Port O'Connor"}
"""Shown with their apostrophe; the slug keeps the postal spelling."""

COUNTY_SPELLINGS = {"De Witt": "DeWitt", "Mclennan": "McLennan"}

COMPANY_FORM = re.compile(r"(,? Inc\.?| Corp)?( ?- ?)?( ?\((TX|NM|OK)\))?$")
ABBREVIATIONS = {
    "Elec": "Electric",
    "Coop": "Cooperative",
    "Assn": "Association",
    "Mun": "Municipal",
    "Corp": "Corporation",
}


def utility_name(eia_name: str) -> str:
    """What people call a utility that EIA knows under this name."""
    if eia_name in NAMES:
        return NAMES[eia_name]
    if eia_name in INVESTOR_OWNED:
        return INVESTOR_OWNED[eia_name][0]
    plain = COMPANY_FORM.sub("", eia_name).rstrip(" ,.")
    name = " ".join(ABBREVIATIONS.get(word, word) for word in plain.split())
    name = re.sub(r"Cooperative (Association|Corporation)", "Cooperative", name)
    return f"{name} electric utility" if name.startswith("City of ") else name


def slug_of(name: str) -> str:
    """The URL form of a name: lower case, blanks to hyphens, everything else dropped."""
    return re.sub(r"[^a-z0-9-]", "", name.lower().replace(" ", "-"))


def utility_slug(name: str) -> str:
    """The URL form of a utility's name."""
    return slug_of(name.replace("&", "and"))


def home_city(eia_name: str) -> str | None:
    """The city that owns this utility; None for one that no city owns."""
    if eia_name.startswith("City of "):
        return COMPANY_FORM.sub("", eia_name.removeprefix("City of ")).strip()
    return HOME_CITIES.get(eia_name)


def counties_in_name(eia_name: str) -> tuple[str, ...]:
    """The counties that a co-op is named after, as far as its name says ("Jasper-Newton Elec Coop")."""
    if eia_name in COUNTIES_IN_A_NAME:
        return COUNTIES_IN_A_NAME[eia_name]
    stem = re.split(r" (?:Electric|Elec|Rural)\b", eia_name)[0].removesuffix(" County")
    return tuple(stem.split("-")) if stem.count("-") == 1 else (stem,)
