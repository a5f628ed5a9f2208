"""Whom to call when the power is out: numbers that two sources give, and sites that were seen, with the sources.

Read on 2026-11-22. A number of which only one source was found is left out.
"""

from typing import NamedTuple


class Contact(NamedTuple):
    phone: str | None
    website: str | None
    sources: str


UTILITIES = {
    "oncor": Contact(
        "888-313-4747", None, "original product's utility table; an independent facts-label checker"
    ),
    "centerpoint": Contact(
        "800-332-7143", None, "original product's utility table; an independent facts-label checker"
    ),
    "aep-central": Contact(
        "866-223-8508", None, "original product's utility table; an independent facts-label checker"
    ),
    "aep-north": Contact(
        "866-223-8508", None, "original product's utility table; an independent facts-label checker"
    ),
    "tnmp": Contact(
        "888-866-7456", None, "original product's utility table; an independent facts-label checker"
    ),
    "lubbock": Contact(
        "806-775-2509", "https://lpandl.com", "lpandl.com, power outages; lubbockeda.org, utilities"
    ),
}
"""Utilities with choice, by slug."""

OTHER_UTILITIES = {
    "Austin Energy": Contact(
        "512-322-9100", "https://austinenergy.com", "austinenergy.com, current conditions; KXAN, winter storm"
    ),
    "Bluebonnet Electric Coop, Inc": Contact(
        "800-949-4414", "https://bluebonnet.coop", "bluebonnetelectric.coop, outages; KXAN, winter storm"
    ),
    "Brownsville Public Utilities Board": Contact(
        None, "https://www.brownsville-pub.com", "its press releases"
    ),
    "City of Bryan - (TX)": Contact(
        "979-822-3777", "https://www.btutilities.com", "KXXV, 2021-02-18; WTAW, 2017-09-10"
    ),
    "City of College Station - (TX)": Contact(
        "855-528-4278", None, "cstx.gov, electric services; city's utility bill insert of March 2018"
    ),
    "City of Garland - (TX)": Contact(
        "972-205-3000", "https://www.gpltexas.org", "gpltexas.org, outage center; The Garland Messenger"
    ),
    "City of San Antonio - (TX)": Contact(
        "210-353-4357", "https://cpsenergy.com", "cpsenergy.com, outage center; cpsenergy.com, prepare, 2024"
    ),
    "Denton County Elec Coop, Inc": Contact(
        "800-274-4014", "https://www.coserv.com", "The Cross Timbers Gazette, 2010; bluettipower.com"
    ),
    "El Paso Electric Co": Contact(None, "https://www.epelectric.com", "its outage center"),
    "Entergy Texas Inc.": Contact(
        "800-968-8243", None, "entergy-louisiana.com, power outages; Entergy Texas, 2020-08-23"
    ),
    "Guadalupe Valley Elec Coop Inc": Contact(
        "800-223-4832", "https://www.gvec.org", "gvec.org, winter weather; DeWitt County Today, 2017-08-24"
    ),
    "Magic Valley Electric Coop Inc": Contact(None, "https://magicvalley.coop", "its hurricane guide"),
    "Pedernales Electric Coop, Inc": Contact(
        "888-883-3379", "https://www.pec.coop", "pec.coop, 2021; San Marcos Daily Record, April 2024"
    ),
    "Southwestern Electric Power Co": Contact(
        "888-218-3919", "https://www.swepco.com", "swepco.com, 2014-02-10; Bossier Press, 2021-01-10"
    ),
    "Southwestern Public Service Co": Contact(
        "800-895-1999", "https://www.xcelenergy.com", "xcelenergy.com, Texas bill; KAMR, 2021-05-19"
    ),
}
"""Utilities without choice, by their name at EIA."""

NOBODY = Contact(None, None, "")
