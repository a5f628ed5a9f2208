"""What looks like the power that a home used and is not: forecasts, other homes, last year, one device of the home."""

import re

from choosemypower.usage.readings import MeterFileError

_COMPARED = frozenset((
    "NEIGHBOR", "NEIGHBORS", "NEIGHBOUR", "NEIGHBOURS", "NEIGHBORHOOD", "SIMILAR", "EFFICIENT", "FORECAST",
    "FORECASTED", "PROJECTED", "PROJECTION", "PREDICTED", "EXPECTED", "BUDGET", "BUDGETED", "TARGET", "GOAL",
    "NORMALIZED", "NORMALISED", "BENCHMARK", "BASELINE", "SAVED", "SAVINGS", "CREDITED", "CREDITS", "ALLOWANCE",
    "BANKED", "ROLLOVER", "CHANGE", "DIFFERENCE", "VARIANCE",
))  # fmt: skip
_RATIO_WORDS = frozenset(("CENT", "CENTS", "CO2", "CO2E", "EMISSIONS", "INTENSITY", "MMBTU", "LMP"))
_PER_PLACE = re.compile(r"wh\s*/\s*(sq|ft|m2|m²|mi|km|person|unit|bed|home|customer|acre)", re.IGNORECASE)
_GIVEN_BACK = re.compile(r"(?<![A-Za-z])A-(?![A-Za-z0-9])|^\s*-\s*k?wh|\b2\.8\.\d", re.IGNORECASE)
_BEFORE = frozenset(("LAST", "PREVIOUS", "PRIOR", "PREV"))
_DEVICE_WORDS = frozenset((
    "EV", "VEHICLE", "CAR", "CHARGER", "CHARGING", "HEATING", "COOLING", "HVAC", "AC", "FURNACE", "HEATER", "DRYER",
    "WASHER", "DISHWASHER", "FRIDGE", "REFRIGERATOR", "FREEZER", "OVEN", "STOVE", "POOL", "LIGHTS", "LIGHTING",
    "APPLIANCE", "PLUG", "OUTLET", "CIRCUIT", "BATTERY", "POWERWALL", "DISCHARGE", "DISCHARGED",
))  # fmt: skip
DEVICE_COLUMNS = frozenset(("DEVICE", "CIRCUIT", "APPLIANCE", "PLUG", "OUTLET"))
WHOLE_WORDS = frozenset((
    "TOTAL", "WHOLE", "MAIN", "MAINS", "HOME", "HOUSE", "GRID", "USAGE", "CONSUMPTION", "METER", "SERVICE", "PANEL",
    "ALL", "NET",
))  # fmt: skip


def is_comparison(name: str) -> bool:
    """Whether a column, by its tidy name, holds what others used, what was expected, or another year."""
    tokens = frozenset(name.split("_"))
    return bool(tokens & _COMPARED) or bool(tokens & _BEFORE and tokens & {"YEAR", "YR", "YEARS"})


def is_of_device(name: str) -> bool:
    """Whether a column, by its tidy name, holds what one device of the home took."""
    tokens = frozenset(name.split("_"))
    return bool(tokens & _DEVICE_WORDS) and not tokens & WHOLE_WORDS


def is_ratio(cell: str, name: str) -> bool:
    """Whether a column has so much money or weight for each kWh, or kWh for each of something: "¢/kWh", "kWh/sq ft"."""
    return (
        any(sign in cell for sign in "$¢€£")
        or bool(frozenset(name.split("_")) & _RATIO_WORDS)
        or _PER_PLACE.search(cell) is not None
    )


def is_given_back(cell: str) -> bool:
    """Whether a column is called by the code of meters for power that went to the grid: A-, -kWh, 2.8.0."""
    return _GIVEN_BACK.search(cell) is not None


def not_your_own(cell: str) -> MeterFileError:
    """What is said of a file whose only column is of others."""
    return MeterFileError(
        f"The column “{cell.strip()[:40]}” is not what your home used. Download the report of your own use."
    )
