"""Meter numbers (ESI ID): what one looks like, and who delivers at it, as the look-up says.

Owns: the shape, the question for the meters of an address, the utility behind a meter.
Leaves to others: who serves a ZIP (`territories`), asking politely (`upstreams`).

A meter number is personal: it stands in no address, no log and no cache. None is ever derived or invented.
"""

from choosemypower.esiid.lookup import MeterLookup, open_lookup
from choosemypower.esiid.model import (
    Meter,
    MeterAddressError,
    MeterNumberError,
    hinted_utility,
    parse_meter_number,
    parse_street,
)

__all__ = [
    "Meter",
    "MeterAddressError",
    "MeterLookup",
    "MeterNumberError",
    "hinted_utility",
    "open_lookup",
    "parse_meter_number",
    "parse_street",
]
