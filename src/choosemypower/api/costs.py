"""The prices of an epoch, worked out once, and the usage that a request states."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from choosemypower.api.parameters import Parameter
from choosemypower.plans.catalogue import Catalogue
from choosemypower.pricing.market import PricedMarket, prepare
from choosemypower.territories.atlas import Atlas
from choosemypower.units import texas_day
from choosemypower.usage import Profiles, UsageChoice, parse_usage

MONTHS = Parameter(
    name="months",
    description="kWh of twelve months, January first, with hyphens between. Wins over `kwh` and `home`.",
    schema={"type": "string", "pattern": r"^\d{1,4}(-\d{1,4}){11}$", "maxLength": 200},
    example="1301-1098-1010-900-1080-1450-1750-1790-1560-1200-940-1080",
)
KWH = Parameter(
    name="kwh",
    description="kWh a month, mean of the year; spread over the months as Texas homes use it. Wins over `home`.",
    schema={"type": "integer", "minimum": 100, "maximum": 6000},
    example=1000,
)
HOME = Parameter(
    name="home",
    description="Size of the home in square feet; the use is a guess from similar homes.",
    schema={"type": "integer", "enum": [800, 1200, 1600, 2000, 2500, 3000, 4000]},
    example=1600,
)
HEAT = Parameter(
    name="heat",
    description="How the home is heated; shapes the months of `kwh` and `home`.",
    schema={"type": "string", "enum": ["electric", "gas", "unsure"]},
    example="electric",
)
POOL = Parameter(
    name="pool",
    description="`yes`: the home has a pool. Counts with `home` only.",
    schema={"type": "string", "enum": ["yes", "no"]},
    example="yes",
)
USAGE_PARAMETERS = (MONTHS, KWH, HOME, HEAT, POOL)
"""One family only: the strongest wins, the rest is ignored. None of them: the typical Texas home."""

_markets: WeakKeyDictionary[Catalogue, PricedMarket] = WeakKeyDictionary()


def market_of(catalogue: Catalogue, atlas: Atlas) -> PricedMarket:
    """All plans of the epoch, ready to be priced as of the day of the listing."""
    market = _markets.get(catalogue)
    if market is None:
        market = _markets[catalogue] = prepare(
            catalogue.plans, atlas.delivery_charges, on=texas_day(catalogue.dataset.as_of)
        )
    return market


def read_usage(given: Mapping[str, str], profiles: Profiles) -> UsageChoice:
    """The year of use that these parameters state. Raises InvalidParameterError."""
    return parse_usage(given, profiles)
