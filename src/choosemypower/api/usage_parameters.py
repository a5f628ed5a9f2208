"""How a request says how much power the home uses."""

from choosemypower.api.parameters import Parameter

MONTHS = Parameter(
    name="months",
    description="kWh of twelve months, January first, with hyphens between. Wins over `kwh` and `home`.",
    schema={"type": "string", "pattern": "^(?=.*[1-9])[0-9]{1,4}(-[0-9]{1,4}){11}$", "maxLength": 200},
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
