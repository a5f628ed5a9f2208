"""The words of the filter URLs that are not filters: parameters in canonical order, and usage in the path."""

from typing import Final

from choosemypower.facets.model import Group
from choosemypower.usage import USAGE_PARAMETERS

MAX_SEGMENTS: Final = 3
MOST_USD_PER_YEAR: Final = 99_999
USAGE_SEGMENTS: Final = {"500-kwh": "500", "1000-kwh": "1000", "2000-kwh": "2000"}
OLD_USAGE_SEGMENTS: Final = {"low-usage": "500-kwh", "high-usage": "2000-kwh"}
SEGMENT_OF_USAGE: Final = {kwh: segment for segment, kwh in USAGE_SEGMENTS.items()}

ZIP: Final = "zip"
"""Not a filter: it says of which home the list was asked, and travels to other pages with it."""

CHOICE_PARAMETERS: Final = (*(group.value for group in Group), "only")
PARAMETERS: Final = (*CHOICE_PARAMETERS, ZIP, *USAGE_PARAMETERS, "sort", "page")
"""Every query parameter that a list page understands, in canonical order; others are ignored."""
